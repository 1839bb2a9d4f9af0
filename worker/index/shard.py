"""One shard's look-up and its growth, whatever store holds it. Pure: a store reads, asks here, and writes what it is told.

Entries are numbered in order of arrival. Those below the shard's `floor` are gone: each write looks at a few of the
oldest and drops those that left the window, so nothing is ever scanned, and the shard holds `next - floor` entries.

A print is looked up by reading its whole bucket, so buckets must not grow with the shard: once there are many entries for
them, what comes next goes into four times as many, and look-ups ask both until the window has passed over the older ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from worker.index import COMMON, LEAST_SHARED, Addition, Entry, Found, Query, View
from worker.index.codec import (
    LEAST_BITS,
    MOST_BITS,
    bucket_of,
    buckets_of,
    decode,
    encode,
    numbers,
    posting,
    pruned,
    remainder_of,
    seen_at,
    url_hash,
)

EVICT = 2
"""Old entries looked at for each one added: more than one, so that a shard shrinks again after a burst."""
CROWDED = 4
"""Entries for each bucket from which on there are more buckets: some 240 postings in each, 2 kB to read for a print."""
WIDER = 2
"""Bits that make four times as many buckets."""


@dataclass(frozen=True, slots=True)
class State:
    """A shard's numbers: the next entry's, the oldest one's; and the latest `seen_at` it has met.

    `widths`: (number, bits) pairs, ascending: the entries from that number on have their postings in 2**bits buckets.
    """

    next: int = 0
    floor: int = 0
    newest: float = 0.0
    widths: tuple[tuple[int, int], ...] = ((0, LEAST_BITS),)

    def bits(self, number: int) -> int:
        """Of the buckets of an entry."""
        return next(bits for first, bits in reversed(self.widths) if first <= number)

    def grown(self, additions: int, gone: int, newest: float) -> State:
        """After so many entries came, and so many of the oldest went."""
        after, floor = self.next + additions, self.floor + gone
        widths = tuple(w for w, later in zip_longest(self.widths, self.widths[1:]) if later is None or later[0] > floor)
        bits = widths[-1][1]
        if after - floor > CROWDED << bits and bits < MOST_BITS:
            widths += ((after, min(MOST_BITS, bits + WIDER)),)
        return State(after, floor, newest, widths)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What the buckets and URLs say of one query; the entries are yet to be read."""

    shared: Mapping[int, Sequence[int]]
    common: frozenset[int]
    same_url: int | None
    source: int | None

    @property
    def named(self) -> set[int]:
        """Numbers of the entries to read."""
        return {*self.shared, *(number for number in (self.same_url, self.source) if number is not None)}


@dataclass(frozen=True, slots=True)
class Growth:
    """What a write changes, by entry number, bucket and URL hash; an empty bucket is to be deleted; `evicted` entries go."""

    state: State
    entries: Mapping[int, bytes]
    buckets: Mapping[int, bytes]
    urls: Mapping[int, int]
    pages: Mapping[int, int]
    evicted: Mapping[int, Entry]


def buckets_asked(queries: Iterable[Query], state: State) -> set[int]:
    """The buckets to read for a look-up."""
    return {bucket_of(value, bits) for _, bits in state.widths for query in queries for value in query.prints}


def urls_asked(queries: Iterable[Query]) -> set[int]:
    """The hashes of the URLs to read for a look-up."""
    return {url_hash(url) for query in queries for url in (query.canonical_url, query.source_url) if url}


def look_up(query: Query, buckets: Mapping[int, bytes], urls: Mapping[int, int], state: State) -> LookedUp:
    """Which entries have which of the query's prints, and its URLs. `urls`: numbers by URL hash."""
    shared: dict[int, list[int]] = defaultdict(list)
    common = set()
    for position, value in enumerate(query.prints):
        found: list[int] = []
        for _, bits in state.widths:
            if bucket := buckets.get(bucket_of(value, bits)):
                found += numbers(bucket, remainder_of(value), state.floor)
        if len(found) >= COMMON:
            common.add(position)
            continue
        for number in found:
            shared[number].append(position)
    near = {number: positions for number, positions in shared.items() if len(positions) >= LEAST_SHARED}
    source = urls.get(url_hash(query.source_url)) if query.source_url else None
    return LookedUp(near, frozenset(common), urls.get(url_hash(query.canonical_url)), source)


def view(queries: Sequence[Query], looked_up: Sequence[LookedUp], encoded: Mapping[int, bytes], window: float, state: State) -> View:
    """The look-up with its entries read; those further than `window` seconds from a query are not found by it."""
    entries = {number: decode(data) for number, data in encoded.items()}
    found, named = [], set()

    def of_url(number: int | None, url: str | None, at: float) -> int | None:
        entry = entries.get(number) if number is not None else None
        return number if entry and entry.canonical_url == url and abs(entry.seen_at - at) <= window else None

    for query, looked in zip(queries, looked_up, strict=True):
        near = {number for number in looked.shared if number in entries and abs(entries[number].seen_at - query.seen_at) <= window}
        same_url = of_url(looked.same_url, query.canonical_url, query.seen_at)
        source = of_url(looked.source, query.source_url, query.seen_at)
        found.append(Found({n: tuple(looked.shared[n]) for n in sorted(near)}, looked.common, same_url, source))
        named |= near | {number for number in (same_url, source) if number is not None}
    return View(found, {number: entries[number] for number in sorted(named)}, state.next)


def oldest(state: State, additions: int) -> range:
    """Numbers of the entries to look at for eviction when so many are added."""
    return range(state.floor, min(state.floor + EVICT * additions, state.next))


def evicted(state: State, additions: Sequence[Addition], candidates: Mapping[int, bytes], window: float) -> dict[int, bytes | None]:
    """Those of `oldest` that left the window, up to the first that is in it; None for one that is lost."""
    newest = max([state.newest, *(addition.entry.seen_at for addition in additions)])
    gone: dict[int, bytes | None] = {}
    for number in oldest(state, len(additions)):
        data = candidates.get(number)
        if data is not None and seen_at(data) >= newest - window:
            break
        gone[number] = data
    return gone


def buckets_changed(state: State, additions: Iterable[Addition], gone: Mapping[int, bytes | None]) -> set[int]:
    """The buckets to read for a write."""
    bits = state.bits(state.next)
    added = {bucket_of(value, bits) for addition in additions for value in addition.prints}
    return added.union(*(buckets_of(data, state.bits(number)) for number, data in gone.items() if data is not None))


def grow(state: State, additions: Sequence[Addition], gone: Mapping[int, bytes | None], buckets: Mapping[int, bytes]) -> Growth:
    """The shard after the additions, and after `evicted`. `buckets`: those of `buckets_changed`."""
    newest = max([state.newest, *(addition.entry.seen_at for addition in additions)])
    after, bits = state.grown(len(additions), len(gone), newest), state.bits(state.next)
    floor = after.floor
    changed = {bucket: bytearray(pruned(data, floor)) for bucket, data in buckets.items()}
    entries, urls, pages = {}, {}, {}
    for number, addition in enumerate(additions, state.next):
        own = {value: bucket_of(value, bits) for value in addition.prints}
        for value, bucket in own.items():
            records, remainder = changed.setdefault(bucket, bytearray()), remainder_of(value)
            if len(numbers(records, remainder, floor)) < COMMON:
                records += posting(remainder, number)
        entries[number] = encode(addition.entry, sorted(set(own.values())))
        urls[url_hash(addition.entry.canonical_url)] = number
        pages[url_hash(addition.entry.page_url)] = number
    return Growth(
        after,
        entries,
        {bucket: bytes(records) for bucket, records in changed.items() if records != buckets.get(bucket, b"")},
        urls,
        pages,
        {number: decode(data) for number, data in gone.items() if data is not None},
    )
