"""Paths to records: JSON lines, WARC, single pages, folders of these, dead records, standard input."""

from __future__ import annotations

import gzip
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import quote

from worker.coding import GZIP
from worker.dead import parse_line
from worker.files.progress import InputError
from worker.files.stdin import StandardInput
from worker.model import Origin, Record

PAGES = {".html": b"text/html", ".htm": b"text/html", ".xhtml": b"application/xhtml+xml", ".txt": b"text/plain", ".md": b"text/markdown"}
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
    at_hand: Callable[[float], bool] = lambda _: True
    """Whether the next record can be read after so many seconds: one waits for standard input, and for nothing else."""


def parts(path: str) -> list[Part]:
    """The files that a path names, in order. Raises `InputError` where it names none that can be read."""
    if path == STDIN:
        if sys.stdin is None:
            raise InputError("standard input is closed: pipe envelopes into it")
        lines = StandardInput(sys.stdin.fileno())
        return [Part(STDIN, 0, lambda: cast(BinaryIO, lines), _envelopes, lines.at_hand)]
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
    if name in DEAD or name.endswith(tuple(f".{dead}" for dead in DEAD)):
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
        if part.name != STDIN and isinstance(raw.name, str)
        else datetime.now(UTC)
    )
    try:
        yield from part.read(raw, part.name, changed)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"{part.name} is damaged or cut off: {error}. What came before is processed; mend the file and run again."
        ) from error


def _unpacked(raw: BinaryIO) -> BufferedReader | gzip.GzipFile:
    """Unpacked where it is gzip, whatever its name says."""
    file = cast(BufferedReader, raw)
    return gzip.GzipFile(fileobj=file) if file.peek(2).startswith(GZIP) else file


def _lines(raw: BinaryIO, name: str, changed: datetime) -> Iterator[Record]:
    yield from _envelopes(_unpacked(raw), name, changed)


def _envelopes(lines: Iterable[bytes], name: str, changed: datetime) -> Iterator[Record]:
    """A record a line; an empty line is a record too (and will be dead), so that numbers and lines agree."""
    for number, line in enumerate(lines):
        yield Record(Origin(name, 0, number), line.rstrip(b"\r\n"), changed)


def _dead(raw: BinaryIO, name: str, _: datetime) -> Iterator[Record]:
    for number, line in enumerate(_unpacked(raw)):
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

    stream = _UpToDamage(_unpacked(raw))
    for number, found in enumerate(ArchiveIterator(cast(BinaryIO, stream), record_types=WarcRecordType.response, parse_http=False)):
        found.freeze()
        if str(found.content_length) != (told := found.headers.get("Content-Length")):
            raise EOFError(f"record {number} has {found.content_length} bytes of {told}")
        if found.is_http:
            found.parse_http()
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

    if stream.damage is not None:
        raise stream.damage


class _UpToDamage:
    """A file that ends where it can't be unpacked any further, and says so in `damage`.

    fastwarc takes a cut file for a whole one, and where an exception tells it otherwise it forgets what it has read ahead.
    """

    def __init__(self, file: BufferedReader | gzip.GzipFile) -> None:
        self._file = file
        self.damage: Exception | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            return self._file.read1(size)
        except (OSError, EOFError, zlib.error) as damage:
            self.damage = damage
            return b""

    def tell(self) -> int:
        return self._file.tell()


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
