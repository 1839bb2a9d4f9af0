"""The shared index: Redis, or a Redis Cluster with each language's shard in one slot.

Keys, `T` standing for the shard's hash tag `{prefix:shard}`:

    T:next  T:floor  T:newest     entries are numbered from `floor` to `next`; the newest page's time
    T:e:NUMBER                    an entry
    T:p:BUCKET                    postings: packed pairs (rest of the print, entry number), 8 bytes each
    T:u:URL                       number of the latest entry of a canonical URL
    T:journal:SOURCE/PARTITION    hash: offset to article, until its batch is confirmed
    T:fence                       hash: partition to the epoch of its owner
    prefix:page:URL               shard and number of the page last fetched by a URL (a hint, written after the fact)
    prefix:fence  prefix:shards   epochs as claimed; the shards there are

Every write raises `T:next`, so WATCHing it and the fence makes look-up, judgement and write one transaction. A batch
costs a handful of round trips, whatever its size. Bytes: a posting is 8 bytes in a bucket that many articles share.
"""

from __future__ import annotations

import random
import struct
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import redis
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, ClusterDownError, ConnectionError, ReadOnlyError, TimeoutError, TryAgainError, WatchError
from redis.retry import Retry

from worker.index import COMMON, LEAST_SHARED, Addition, Decide, Entry, Fenced, Found, Query, Unreachable, View
from worker.index.codec import pack_entry, pack_journal, unpack_entry, unpack_journal, url_key
from worker.model import Article, Origin, Partition

T = TypeVar("T")
BUCKETS = 2**20
POSTING = struct.Struct("<II")
STALE = 0.25
"""Share of a bucket's postings that may belong to evicted entries before the bucket is rewritten rather than added to."""
PASSING = (
    ConnectionError,
    TimeoutError,
    BusyLoadingError,
    ReadOnlyError,
    ClusterDownError,
    TryAgainError,
    redis.exceptions.OutOfMemoryError,
)
RAISE_FENCE = """
local known = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
if known < tonumber(ARGV[2]) then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
"""


def connect(url: str, socket_seconds: float, deadline: float) -> Any:
    """A client for `url`. Raises `Unreachable` where a cluster does not answer within `deadline` seconds."""
    options: dict[str, Any] = {"socket_timeout": socket_seconds, "socket_connect_timeout": socket_seconds, "retry": Retry(NoBackoff(), 0)}
    if "+cluster" not in url:
        return redis.Redis.from_url(url, **options)
    began = time.monotonic()
    while True:
        try:
            return redis.RedisCluster.from_url(url.replace("+cluster", ""), **options)
        except redis.RedisError as error:  # a cluster's client asks for its nodes at once
            if time.monotonic() - began > deadline:
                raise Unreachable(f"no node of the Redis Cluster at {url} answered: {error!r}") from error
            time.sleep(0.5)


def _bucket(value: int) -> tuple[int, int]:
    """A print's bucket and the rest of it: 52 bits of the hash in all; the lowest three are zero by sampling."""
    return (value >> 3) % BUCKETS, (value >> 23) & 0xFFFFFFFF


class RedisIndex:
    """An index in Redis. `client`: redis.Redis or redis.RedisCluster, without retries of its own (a repeated EXEC adds twice)."""

    def __init__(
        self, client: Any, prefix: str, window: float, deadline: float, on_retry: Callable[[], None], timings: Callable[[str, float], None]
    ) -> None:
        self._client, self._prefix, self._window, self._deadline = client, prefix, window, deadline
        self._on_retry, self._timings = on_retry, timings
        self._epochs: dict[Partition, int] = {}
        self._journaled: dict[Origin, str] = {}

    def claim(self, committed: Mapping[Partition, int]) -> dict[Origin, Article]:
        return self._patiently("claim", lambda: self._claim(committed))

    def known(self, page_urls: Sequence[str]) -> list[Entry | None]:
        return self._patiently("known", lambda: self._known(page_urls))

    def settle(self, shard: str, queries: Sequence[Query], decide: Decide) -> None:
        tried: list[Addition] = []

        def attempt() -> None:
            # An EXEC whose answer was lost may have gone through: the journal knows. redis-py calls that a WatchError too.
            while not (tried and self._journal_holds(shard, tried[0])) and not self._settle(shard, queries, decide, tried):
                time.sleep(random.uniform(0, 0.005))  # noqa: S311 - jitter

        self._patiently("settle", attempt)
        self._journaled.update((addition.entry.origin, shard) for addition in tried)
        self._hint(shard, tried)

    def confirm(self, origins: Iterable[Origin]) -> None:
        held = {origin: shard for origin in origins if (shard := self._journaled.get(origin))}

        def attempt() -> None:
            for origin, shard in held.items():
                self._client.hdel(self._journal(shard, origin.place), origin.offset)

        if held:
            self._patiently("confirm", attempt)
        for origin in held:
            del self._journaled[origin]

    def entries(self) -> int:
        def count() -> int:
            shards = [shard.decode() for shard in self._client.smembers(f"{self._prefix}:shards")]
            edges = [self._client.mget(self._key(shard, "next"), self._key(shard, "floor")) for shard in shards]
            return sum(int(after or 0) - int(floor or 0) for after, floor in edges)

        return self._patiently("entries", count)

    def ping(self) -> None:
        try:
            self._client.ping()
        except redis.RedisError as error:
            raise Unreachable(repr(error)) from error

    def close(self) -> None:
        self._client.close()

    def _patiently(self, operation: str, attempt: Callable[[], T]) -> T:
        """Try until it works or the deadline comes, with jittered, growing pauses. Raises `Unreachable`."""
        began, pause = time.perf_counter(), 0.05
        while True:
            try:
                result = attempt()
                self._timings(operation, time.perf_counter() - began)
                return result
            except PASSING as error:
                self._on_retry()
                if time.perf_counter() - began + pause > self._deadline:
                    raise Unreachable(f"Redis did not answer {operation} for {self._deadline:g} s (index.deadline): {error!r}") from error
                time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
                pause = min(2.0, pause * 2)

    def _key(self, shard: str, *parts: object) -> str:
        return ":".join([f"{{{self._prefix}:{shard}}}", *map(str, parts)])

    def _journal(self, shard: str, place: Partition) -> str:
        return self._key(shard, "journal", f"{place.source}/{place.partition}")

    def _claim(self, committed: Mapping[Partition, int]) -> dict[Origin, Article]:
        left: dict[Origin, Article] = {}
        for place in committed:
            self._epochs[place] = int(self._client.hincrby(f"{self._prefix}:fence", f"{place.source}/{place.partition}", 1))
        # Read after the epochs were raised: who adds a shard later reads the raised epoch before it writes there.
        for shard in (name.decode() for name in self._client.smembers(f"{self._prefix}:shards")):
            for place, offset in committed.items():
                field, journal = f"{place.source}/{place.partition}", self._journal(shard, place)
                self._client.eval(RAISE_FENCE, 1, self._key(shard, "fence"), field, self._epochs[place])
                for at, article in self._client.hgetall(journal).items():
                    origin = Origin(place.source, place.partition, int(at))
                    if origin.offset < offset:
                        self._client.hdel(journal, at)
                    else:
                        left[origin] = unpack_journal(article)
                        self._journaled[origin] = shard
        return left

    def _known(self, page_urls: Sequence[str]) -> list[Entry | None]:
        pipe = self._client.pipeline(transaction=False)
        for url in page_urls:
            pipe.get(f"{self._prefix}:page:{url_key(url)}")
        hints = [hint.decode().split() if hint else None for hint in pipe.execute()] if page_urls else []
        pipe = self._client.pipeline(transaction=False)
        for hint in hints:
            if hint:
                pipe.get(self._key(hint[0], "e", hint[1]))
        values = iter(pipe.execute() if any(hints) else [])
        found = [next(values) if hint else None for hint in hints]
        entries = [unpack_entry(value) if value else None for value in found]
        return [entry if entry and entry.page_url == url else None for entry, url in zip(entries, page_urls, strict=True)]

    def _journal_holds(self, shard: str, addition: Addition) -> bool:
        origin = addition.entry.origin
        return bool(self._client.hget(self._journal(shard, origin.place), origin.offset) == pack_journal(addition.journal))

    def _hint(self, shard: str, additions: Sequence[Addition]) -> None:
        """Note where each page's entry is. A hint lost in a crash costs a recrawl its short cut, nothing else."""

        def attempt() -> None:
            pipe = self._client.pipeline(transaction=False)
            for addition in additions:
                pipe.get(self._key(shard, "u", url_key(addition.entry.canonical_url)))
            numbers = pipe.execute()
            for addition, number in zip(additions, numbers, strict=True):
                if number:
                    pipe.set(f"{self._prefix}:page:{url_key(addition.entry.page_url)}", f"{shard} {int(number)}")
            pipe.execute()

        if additions:
            self._patiently("hint", attempt)

    def _settle(self, shard: str, queries: Sequence[Query], decide: Decide, tried: list[Addition]) -> bool:
        """One attempt. False where the shard changed meanwhile. `tried` is set to what the EXEC was given."""
        tried.clear()
        with self._client.pipeline(transaction=True) as pipe:
            pipe.watch(self._key(shard, "next"), self._key(shard, "fence"))
            look = _Look(self, shard, queries)
            additions = decide(look.view)
            if not additions:
                return True
            self._check_fence(shard, additions)
            evicted = look.evictable(max(a.entry.seen_at for a in additions), 2 * len(additions), self._window)
            hints = look.write(pipe, additions, evicted, self._epochs)
            tried.extend(additions)
            try:
                pipe.execute()
            except WatchError:
                return False
        for key, value in hints:  # of evicted pages, unless fetched again since
            if self._client.get(key) == value:
                self._client.delete(key)
        return True

    def _check_fence(self, shard: str, additions: Sequence[Addition]) -> None:
        for place in {a.entry.origin.place for a in additions}:
            field, own = f"{place.source}/{place.partition}", self._epochs.get(place, 0)
            fence = self._client.hget(self._key(shard, "fence"), field)
            if fence is None:
                # Nobody wrote to this shard for this partition yet: make the shard known, then ask whether we still own it.
                self._client.sadd(f"{self._prefix}:shards", shard)
                fence = self._client.hget(f"{self._prefix}:fence", field)
            if int(fence or 0) > own:
                raise Fenced(f"{place} was claimed by another worker")


class _Look:
    """One look at a shard, taken after the WATCH and on another connection, and the write that follows from it."""

    def __init__(self, index: RedisIndex, shard: str, queries: Sequence[Query]) -> None:
        self._client, self._shard, self._key, self._journal = index._client, shard, index._key, index._journal
        self._prefix = index._prefix
        buckets = sorted({_bucket(value)[0] for query in queries for value in query.prints})
        urls = [self._key(shard, "u", url_key(query.canonical_url)) for query in queries]
        marks = [self._key(shard, name) for name in ("next", "floor", "newest")]
        answers = self._client.mget(*marks, *urls, *(self._key(shard, "p", b) for b in buckets))
        self._next, self._floor, self._newest = int(answers[0] or 0), int(answers[1] or 0), float(answers[2] or 0)
        same_url = [int(a) if a else None for a in answers[3 : 3 + len(urls)]]
        self._buckets = {b: memoryview(blob or b"").cast("I") for b, blob in zip(buckets, answers[3 + len(urls) :], strict=True)}
        self._common: set[int] = set()
        shared = [self._shared(query) for query in queries]
        numbers = sorted({n for s in shared for n in s} | {n for n in same_url if n is not None and n >= self._floor})
        self._entries = self._read(numbers)
        found = []
        for query, near, url in zip(queries, shared, same_url, strict=True):
            live = {n for n in {*near, url} if n in self._entries and abs(self._entries[n].seen_at - query.seen_at) <= index._window}
            common = frozenset(i for i, value in enumerate(query.prints) if value in self._common)
            found.append(Found({n: s for n, s in near.items() if n in live}, common, url if url in live else None))
        self.view = View(found, self._entries, self._next)

    def _read(self, numbers: Sequence[int]) -> dict[int, Entry]:
        if not numbers:
            return {}
        values = self._client.mget([self._key(self._shard, "e", n) for n in numbers])
        return {n: unpack_entry(value) for n, value in zip(numbers, values, strict=True) if value}

    def _shared(self, query: Query) -> dict[int, tuple[int, ...]]:
        shared: dict[int, list[int]] = defaultdict(list)
        for position, value in enumerate(query.prints):
            bucket, rest = _bucket(value)
            postings = self._buckets[bucket]
            numbers = [postings[i + 1] for i in range(0, len(postings), 2) if postings[i] == rest and postings[i + 1] >= self._floor]
            if len(numbers) >= COMMON:
                self._common.add(value)
                continue
            for number in numbers:
                shared[number].append(position)
        return {number: tuple(positions) for number, positions in shared.items() if len(positions) >= LEAST_SHARED}

    def evictable(self, newest: float, most: int, window: float) -> dict[int, Entry]:
        """The entries from the floor on that have left the window, at most `most`: a few at each write, never a long one."""
        self._newest = max(self._newest, newest)
        oldest = self._read(range(self._floor, min(self._next, self._floor + most)))
        gone = {}
        for number in range(self._floor, min(self._next, self._floor + most)):
            entry = oldest.get(number)
            if entry is not None and entry.seen_at >= self._newest - window:
                break
            if entry is not None:
                gone[number] = entry
            self._floor = number + 1
        return gone

    def write(
        self, pipe: Any, additions: Sequence[Addition], evicted: Mapping[int, Entry], epochs: Mapping[Partition, int]
    ) -> list[tuple[str, bytes]]:
        """Queue the transaction. Returns the page hints of evicted entries, to be removed afterwards where they still hold."""
        key, shard = self._key, self._shard
        latest = {n: self._client.get(key(shard, "u", url_key(e.canonical_url))) for n, e in evicted.items()}
        pipe.multi()
        added: dict[int, list[bytes]] = defaultdict(list)
        for number, addition in enumerate(additions, self._next):
            entry, origin = addition.entry, addition.entry.origin
            pipe.set(key(shard, "e", number), pack_entry(entry))
            pipe.set(key(shard, "u", url_key(entry.canonical_url)), number)
            pipe.hset(self._journal(shard, origin.place), origin.offset, pack_journal(addition.journal))
            for value in addition.prints:
                if value not in self._common:
                    bucket, rest = _bucket(value)
                    added[bucket].append(POSTING.pack(rest, number))
        for bucket, postings in added.items():
            self._write_bucket(pipe, bucket, b"".join(postings))
        for place in {a.entry.origin.place for a in additions}:
            pipe.hset(key(shard, "fence"), f"{place.source}/{place.partition}", epochs.get(place, 0))
        new_urls = {url_key(a.entry.canonical_url) for a in additions}
        for number, entry in evicted.items():
            pipe.delete(key(shard, "e", number))
            if latest[number] == str(number).encode() and url_key(entry.canonical_url) not in new_urls:
                pipe.delete(key(shard, "u", url_key(entry.canonical_url)))
        pipe.set(key(shard, "floor"), self._floor)
        pipe.set(key(shard, "newest"), self._newest)
        pipe.set(key(shard, "next"), self._next + len(additions))
        return [(f"{self._prefix}:page:{url_key(e.page_url)}", f"{shard} {n}".encode()) for n, e in evicted.items()]

    def _write_bucket(self, pipe: Any, bucket: int, postings: bytes) -> None:
        held = self._buckets[bucket]
        stale = sum(held[i] < self._floor for i in range(1, len(held), 2))
        name = self._key(self._shard, "p", bucket)
        if stale > STALE * len(held) / 2:
            live = b"".join(POSTING.pack(held[i], held[i + 1]) for i in range(0, len(held), 2) if held[i + 1] >= self._floor)
            pipe.set(name, live + postings)
        else:
            pipe.append(name, postings)
