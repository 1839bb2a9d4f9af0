"""What an index stores, as bytes: entries, and buckets of postings. Pure; the same for every store.

An entry is a header (version, seen_at, counts), its facts (32 bits each), the buckets of its prints (24 bits each, so
that eviction finds them), and the rest as compressed JSON. A posting says that an entry has a print: eight bytes, the
print's remainder and the entry's number, both 32 bits, little-endian. The postings of one bucket lie in the order of
their numbers, as entries are numbered in order of arrival.

A print is a 64-bit hash divisible by eight (`fingerprint.SAMPLE`): the 20 bits above those three choose one of a shard's
2**20 buckets, so that a million articles of 60 prints leave some 60 postings in each; 32 bits tell the prints of a
bucket apart. Two prints that agree in those 52 bits are taken for one, which chance brings about once in 10**15 pairs.
A shard that outgrows its buckets (`shard.State`) goes on with four times as many, chosen by two bits more.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

import orjson
import xxhash

from worker.index import Entry
from worker.model import Agency, Origin, Publisher, Similarity

VERSION = 1
"""Of the layout below; stored in every entry."""
LEAST_BITS, MOST_BITS = 20, 24
"""Bits of a print that choose its bucket, in a young shard and in one of sixty million articles."""
POSTING = 8

_HEADER = struct.Struct("<BdII")
_NUMBER = struct.Struct("<I")
_COMPRESSION = 1  # zlib's fastest: 10 µs an entry, half its bytes


class UnknownVersion(ValueError):
    """An entry was written by another version of the worker, in a layout that this one does not know."""


def bucket_of(value: int, bits: int) -> int:
    """A print's bucket among 2**`bits`; numbered so that buckets of different widths never share a number."""
    return (bits - LEAST_BITS) << MOST_BITS | value >> 3 & (1 << bits) - 1


def remainder_of(value: int) -> bytes:
    """What tells a print from the other prints of its bucket (four bytes)."""
    return (value >> 23 & 0xFFFFFFFF).to_bytes(4, "little")


def url_hash(url: str) -> int:
    """64 bits (XXH3). Whoever looks a URL up by it compares the URL of the entry found."""
    return xxhash.xxh3_64_intdigest(url.encode())


def posting(remainder: bytes, number: int) -> bytes:
    """One record of a bucket."""
    return remainder + _NUMBER.pack(number)


def numbers(bucket: bytes | bytearray, remainder: bytes, floor: int) -> list[int]:
    """Numbers, from `floor` on, of the entries that have the print."""
    # bytes.find runs at memory speed; decoding all records to compare them took ten times as long.
    found = []
    at = bucket.find(remainder)
    while at >= 0:
        if at % POSTING == 0:
            number: int = _NUMBER.unpack_from(bucket, at + 4)[0]
            if number >= floor:
                found.append(number)
        at = bucket.find(remainder, at + 1)
    return found


def pruned(bucket: bytes, floor: int) -> bytes:
    """The bucket without the postings of entries below `floor`: as numbers ascend, these are its head."""
    if not bucket or _NUMBER.unpack_from(bucket, 4)[0] >= floor:
        return bucket
    records = range(len(bucket) // POSTING)
    stale = bisect_left(records, floor, key=lambda i: int(_NUMBER.unpack_from(bucket, i * POSTING + 4)[0]))
    return bucket[stale * POSTING :]


def encode(entry: Entry, buckets: Iterable[int]) -> bytes:
    """An entry, with the buckets that its prints were put in."""
    packed = b"".join((bucket & (1 << MOST_BITS) - 1).to_bytes(3, "little") for bucket in buckets)
    facts = struct.pack(f"<{len(entry.facts)}I", *entry.facts)
    header = _HEADER.pack(VERSION, entry.seen_at, len(entry.facts), len(packed) // 3)
    return header + facts + packed + zlib.compress(orjson.dumps(_to_list(entry)), _COMPRESSION)


def seen_at(data: bytes) -> float:
    """`Entry.seen_at` of an encoded entry."""
    return float(_header(data)[0])


def buckets_of(data: bytes, bits: int) -> list[int]:
    """The buckets that an encoded entry's prints were put in, when there were 2**`bits`."""
    _, facts, count = _header(data)
    start, wide = _HEADER.size + 4 * facts, (bits - LEAST_BITS) << MOST_BITS
    return [wide | int.from_bytes(data[at : at + 3], "little") for at in range(start, start + 3 * count, 3)]


def decode(data: bytes) -> Entry:
    """The entry that was encoded. Raises `UnknownVersion`."""
    seen, facts, count = _header(data)
    rest = orjson.loads(zlib.decompress(data[_HEADER.size + 4 * facts + 3 * count :]))
    return _from_list(rest, seen, frozenset(struct.unpack_from(f"<{facts}I", data, _HEADER.size)))


def _header(data: bytes) -> tuple[float, int, int]:
    version, seen, facts, count = _HEADER.unpack_from(data)
    if version != VERSION:
        raise UnknownVersion(f"the index holds an entry of layout {version}, this worker knows {VERSION}: give it an index of its own")
    return seen, facts, count


def _to_list(entry: Entry) -> list[object]:
    return [
        [entry.origin.source, entry.origin.partition, entry.origin.offset],
        [entry.id, entry.story_id, entry.revision, entry.relation, entry.related_to],
        None if entry.similarity is None else [entry.similarity.of_this, entry.similarity.of_other],
        [entry.prints, entry.words, entry.visible],
        [entry.page_url, entry.canonical_url],
        [entry.publisher.name, entry.publisher.domain],
        [entry.headline, entry.published_at, entry.content_hash],
        [[agency.name, agency.evidence, agency.text] for agency in entry.agencies],
    ]


def _from_list(rest: Any, seen: float, facts: frozenset[int]) -> Entry:
    origin, (id_, story_id, revision, relation, related_to), similarity, (prints, words, visible), urls, publisher, text, agencies = rest
    return Entry(
        origin=Origin(*origin),
        id=id_,
        story_id=story_id,
        revision=revision,
        relation=relation,
        related_to=related_to,
        similarity=Similarity(of_this=similarity[0], of_other=similarity[1]) if similarity else None,
        seen_at=seen,
        prints=prints,
        words=words,
        facts=facts,
        visible=visible,
        page_url=urls[0],
        canonical_url=urls[1],
        publisher=Publisher(name=publisher[0], domain=publisher[1]),
        headline=text[0],
        published_at=text[1],
        content_hash=text[2],
        agencies=tuple(Agency(name=name, evidence=evidence, text=words_) for name, evidence, words_ in agencies),
    )
