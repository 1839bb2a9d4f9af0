"""Archives hold pages as the wire carried them: in chunks, packed, without a date."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from worker.files.progress import InputError
from worker.files.readers import parts, read
from worker.model import Record

PAGE = b"<html><body>" + b"<p>One sentence after another.</p>" * 20
DATE = "WARC-Date: 2026-01-05T10:00:00Z\r\n"


def response(payload: bytes, headers: str = "", date: str = DATE) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + payload
    named = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://one.example/a\r\n{date}WARC-Record-ID: <urn:uuid:0>\r\n"
    return f"{named}Content-Type: application/http\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"


def chunks(payload: bytes) -> bytes:
    parts = [payload[n : n + 100] for n in range(0, len(payload), 100)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def archive(folder: Path, answer: bytes) -> Path:
    path = folder / "pages.warc"
    path.write_bytes(answer)
    return path


def records(path: Path) -> list[Record]:
    (part,) = parts(str(path))
    with part.open() as raw:
        return list(read(part, raw))


CHUNKED = "Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (PAGE, ""),
        (chunks(PAGE), CHUNKED),
        (PAGE, CHUNKED),
        (chunks(PAGE)[: -len("\r\n0\r\n\r\n")], CHUNKED),
    ],
    ids=["as it is", "in chunks", "said to be in chunks", "in chunks, the last of which is lost"],
)
def test_a_page_is_read_without_the_chunks_it_came_in(tmp_path: Path, payload: bytes, headers: str) -> None:
    (found,) = records(archive(tmp_path, response(payload, headers)))
    assert found.value == PAGE


def test_what_only_begins_like_chunks_is_left_as_it_is(tmp_path: Path) -> None:
    (found,) = records(archive(tmp_path, response(b"5\r\nHello, all of you", CHUNKED)))
    assert found.value == b"5\r\nHello, all of you"


def test_the_content_coding_is_named_for_decoding(tmp_path: Path) -> None:
    (found,) = records(archive(tmp_path, response(chunks(gzip.compress(PAGE)), f"Content-Encoding: gzip\r\n{CHUNKED}")))
    assert dict(found.headers)["content-encoding"] == b"gzip"
    assert gzip.decompress(found.value or b"") == PAGE


@pytest.mark.parametrize("date", ["", "WARC-Date: yesterday\r\n"])
def test_a_record_without_a_date_is_dated_by_its_file(tmp_path: Path, date: str) -> None:
    path = archive(tmp_path, response(PAGE, date=date))
    os.utime(path, (1_600_000_000, 1_600_000_000))
    (found,) = records(path)
    assert found.timestamp.timestamp() == 1_600_000_000


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("left", [40, 150, 500, -1], ids=["in its first line", "in its header", "in its page", "at its end"])
def test_an_archive_that_is_cut_off_gives_what_is_whole_and_then_says_so(tmp_path: Path, packed: bool, left: int) -> None:
    """fastwarc itself gives the record that is cut as if it were whole, or passes over it."""
    record = gzip.compress(response(PAGE), compresslevel=0) if packed else response(PAGE)
    cut = record[:left] if left > 0 else record[: -1 if packed else -5]
    (part,) = parts(str(archive(tmp_path, record + cut)))
    found: list[Record] = []
    with part.open() as raw, pytest.raises(InputError, match="damaged or cut off"):
        found.extend(read(part, raw))  # which keeps what came before the error
    assert [one.value for one in found] == ([PAGE, PAGE] if packed and left < 0 else [PAGE])
