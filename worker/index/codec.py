"""Entries and prints as bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

import xxhash
import zstandard
from pydantic import TypeAdapter

from worker.index import Entry
from worker.model import Article

ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
PRINT = struct.Struct("<Q")


def pack_entry(entry: Entry) -> bytes:
    return zstandard.compress(ENTRY.dump_json(entry), 1)


def unpack_entry(data: bytes) -> Entry:
    return ENTRY.validate_json(zstandard.decompress(data))


def pack_journal(article: bytes) -> bytes:
    return zstandard.compress(article, 1)


def unpack_journal(data: bytes) -> Article:
    return Article.model_validate_json(zstandard.decompress(data))


def pack_prints(prints: Iterable[int]) -> bytes:
    return b"".join(PRINT.pack(value) for value in prints)


def unpack_prints(data: bytes) -> Iterator[int]:
    return (value for (value,) in PRINT.iter_unpack(data))


def url_key(url: str) -> str:
    """16 hex digits of a URL: as a key, far shorter, and hostile URLs of megabytes do no harm."""
    return xxhash.xxh3_64_hexdigest(url.encode())
