"""Paths to records: JSON lines, WARC, single pages, folders of these, dead records, standard input."""

from __future__ import annotations

import gzip
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
    return Part(name, path.stat().st_size, lambda: path.open("rb"), reader)


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


def _warc(raw: BinaryIO, name: str, _: datetime) -> Iterator[Record]:
    from fastwarc import ArchiveIterator, WarcRecordType

    for number, found in enumerate(ArchiveIterator(raw, record_types=WarcRecordType.response, parse_http=True)):
        headers = [("url", (found.headers.get("WARC-Target-URI") or "").strip("<>").encode())]
        if found.http_headers is not None:
            kind = found.http_headers.get("Content-Type")
            headers += [("content-type", kind.encode())] if kind else []
            headers += [("status", str(found.http_headers.status_code).encode())] if found.http_headers.status_code else []
        headers.append(("fetched_at", found.record_date.isoformat().encode()))
        yield Record(Origin(name, 0, number), found.reader.read(), found.record_date, headers=tuple(headers))
