"""Paths to records: JSON lines, WARC, single pages, folders of these, dead records, standard input."""

from __future__ import annotations

import gzip
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from worker.dead import parse_line
from worker.files.progress import InputError
from worker.model import Origin, Record

PAGES = {".html": b"text/html", ".htm": b"text/html", ".xhtml": b"application/xhtml+xml", ".txt": b"text/plain"}
LINES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
WARC = (".warc", ".warc.gz")
DEAD = ("dead.jsonl", "dead.jsonl.gz")
STDIN = "-"
CHUNK = re.compile(rb"(?:\r\n)?([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
"""The line before a chunk: its size, and extensions that nobody uses."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the input: its name in `Origin.source`, its size in bytes (0: unknown), and how to open and read it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]
    read: Callable[[BinaryIO, str, datetime], Iterator[Record]]


def parts(path: str) -> list[Part]:
    """The files that a path names, in order. Raises `InputError` where it names none that can be read."""
    if path == STDIN:
        return [Part(STDIN, 0, lambda: sys.stdin.buffer, _lines)]
    root = Path(path)
    if root.is_dir():
        files = sorted(p for p in root.rglob("*") if p.is_file() and _reader(p) is not None)
        if not files:
            raise InputError(f"{path} holds no file that can be read: {_kinds()}")
        return [_part(p, p.relative_to(root).as_posix()) for p in files]
    if not root.exists():
        raise InputError(f"{path} does not exist")
    if _reader(root) is None:
        raise InputError(f"{path} is of no kind that can be read: {_kinds()}")
    return [_part(root, root.name)]


def _kinds() -> str:
    return f"pages ({', '.join(PAGES)}), envelopes ({', '.join(LINES)}), archives ({', '.join(WARC)}), or - for envelopes on standard input"


def _reader(path: Path) -> Callable[[BinaryIO, str, datetime], Iterator[Record]] | None:
    name = path.name.lower()
    if path.suffix.lower() in PAGES:
        return _page
    if name.endswith(DEAD):
        return _dead
    if name.endswith(LINES):
        return _lines
    return _warc if name.endswith(WARC) else None


def _part(path: Path, name: str) -> Part:
    reader = _reader(path)
    if reader is None:
        raise InputError(f"{path} is of no kind that can be read: {_kinds()}")
    # A name need not be UTF-8; what records carry must be.
    readable = os.fsencode(name).decode("utf-8", "backslashreplace")
    return Part(readable, path.stat().st_size, lambda: path.open("rb"), reader)


def read(part: Part, raw: BinaryIO) -> Iterator[Record]:
    """The records of a part, opened as `raw`. Raises `InputError` where the file is damaged, after the records before."""
    changed = (
        datetime.fromtimestamp(Path(raw.name).stat().st_mtime, UTC)
        if isinstance(raw.name, str) and part.name != STDIN
        else datetime.now(UTC)
    )
    try:
        yield from part.read(raw, part.name, changed)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"{part.name} is damaged or cut off: {error}. What came before is processed; mend the file and run again."
        ) from error


def _unpacked(raw: BinaryIO, name: str) -> BinaryIO:
    return gzip.open(raw) if name.endswith(".gz") else raw  # type: ignore[return-value]  # a GzipFile reads as a file does


def _lines(raw: BinaryIO, name: str, changed: datetime) -> Iterator[Record]:
    """A record a line; an empty line is a record too (and will be dead), so that numbers and lines agree."""
    for number, line in enumerate(_unpacked(raw, name)):
        yield Record(Origin(name, 0, number), line.rstrip(b"\r\n"), changed)


def _dead(raw: BinaryIO, name: str, _: datetime) -> Iterator[Record]:
    for number, line in enumerate(_unpacked(raw, name)):
        try:
            record = parse_line(line).record
        except ValueError as error:
            raise InputError(f"{name}, line {number + 1}: {error}") from error
        yield Record(Origin(name, 0, number), record.value, record.timestamp, record.key, record.headers, record.local)


def _page(raw: BinaryIO, name: str, changed: datetime) -> Iterator[Record]:
    headers = (("url", f"file:///{quote(name)}".encode()), ("content-type", PAGES[Path(name).suffix.lower()]))
    yield Record(Origin(name, 0, 0), raw.read(), changed, headers=headers, local=True)


def _warc(raw: BinaryIO, name: str, changed: datetime) -> Iterator[Record]:
    from fastwarc import ArchiveIterator, WarcRecordType

    for number, found in enumerate(ArchiveIterator(raw, record_types=WarcRecordType.response, parse_http=True)):
        headers = [("url", (found.headers.get("WARC-Target-URI") or "").strip("<>").encode())]
        if (http := found.http_headers) is not None:
            named = (("content-type", http.get("Content-Type")), ("content-encoding", http.get("Content-Encoding")))
            headers += [(name, value.encode()) for name, value in named if value]
            headers += [("status", str(http.status_code).encode())] if http.status_code else []
        fetched_at = found.record_date or changed
        headers.append(("fetched_at", fetched_at.isoformat().encode()))
        # The content coding is left on, to be taken off within bounds (coding.py).
        payload, chunked = found.reader.read(), http is not None and "chunked" in (http.get("Transfer-Encoding") or "").lower()
        yield Record(Origin(name, 0, number), _unchunked(payload) if chunked else payload, fetched_at, headers=tuple(headers))


def _unchunked(payload: bytes) -> bytes:
    """A payload without HTTP's chunks (RFC 9112, 7.1); as it is where it has none, as archives that undo them keep the header."""
    parts: list[bytes] = []
    at = 0
    while size := CHUNK.match(payload, at):
        begin, length = size.end(), int(size[1], 16)
        parts.append(payload[begin : begin + length])
        at = begin + length
        if length == 0:
            break
    return b"".join(parts) if parts and (at >= len(payload) or not parts[-1]) else payload
