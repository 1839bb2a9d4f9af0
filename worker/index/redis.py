"""The shared index: Redis, or a Redis Cluster with each script's shard in one slot.

Keys, `T` being the shard's hash tag `{prefix:shard}`:

    T:s            hash: `next`, `floor`, `newest`, `widths` (`shard.State`)
    T:e:NUMBER     an entry          T:b:BUCKET  packed postings          T:u:URL  number of a canonical URL's latest entry
    T:journal      hash: origin to article, until its batch is confirmed
    T:fence        hash: partition to its owner's epoch
    T:by:CLIENT    the client's last write, for a few minutes
    T:turn         the client that others let write first, for a moment
    prefix:page:URL               shard and number of the page last fetched by a URL: a hint, maybe lost or out of date
    prefix:fence  prefix:shards   hash of epochs as claimed; set of the shards there are

A settle WATCHes `T:s` and `T:fence`, which every write and every claim change, so look-up, judgement and write are one
transaction. An EXEC whose answer was lost may have gone through: each attempt reads `T:by:CLIENT` first.

Fencing: a claim raises the epoch in `prefix:fence`, then reads `prefix:shards`, then sets the fence of each. Who writes to a
shard that has no fence for the partition adds it to `prefix:shards` first and then reads `prefix:fence`. So either the claim
sees the shard, and its fence breaks the WATCH or comes after the write, which its journal then shows; or the writer sees
the claim. Redis must not evict keys (`maxmemory-policy noeviction`).

Who reads long loses to those that write little and often: after a few attempts it takes the turn, and the others wait.
"""

from __future__ import annotations

import math
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from typing import Any, TypeVar

from redis.exceptions import NoPermissionError

from worker.index import Addition, Decide, Entry, Fenced, Query
from worker.index import shard as shards
from worker.index.codec import decode, url_hash
from worker.index.connection import Connection
from worker.index.redis_shard import RedisShard
from worker.model import Article, Origin, Partition

T = TypeVar("T")
PATIENT = 5
"""Attempts at a settle after which a client asks the others to let it write first."""


class RedisIndex:
    """`Index` in Redis. Use it from one thread; `ping` may be called from any. `window` and `deadline`: seconds.

    `on_retry` is told of each repeated attempt, `timings` each operation's name and seconds.
    """

    def __init__(
        self, url: str, prefix: str, window: float, deadline: float, on_retry: Callable[[], None], timings: Callable[[str, float], None]
    ) -> None:
        if set(prefix) & set("{}"):
            raise ValueError(f"index.prefix: {prefix!r} has braces, which Redis Cluster reads as a hash tag")
        self._redis = Connection(url, deadline, on_retry)
        self._prefix, self._window, self._timings = prefix.encode(), window, timings
        self._unknown_for = math.ceil(2 * deadline) + 60  # seconds that T:by:CLIENT must outlive a lost answer
        self._name = uuid.uuid4().hex
        self._epochs: dict[Partition, int] = {}

    def claim(self, committed: Mapping[Partition, int]) -> dict[Origin, Article]:
        return self._timed("claim", lambda: self._claim(committed)) if committed else {}

    def known(self, page_urls: Sequence[str]) -> list[Entry | None]:
        return self._timed("known", lambda: self._known(page_urls)) if page_urls else []

    def settle(self, shard: str, queries: Sequence[Query], decide: Decide) -> None:
        token = uuid.uuid4().bytes
        written = shards.Growth(shards.State(), {}, {}, {}, {}, {})

        attempts = 0

        def attempt() -> None:
            nonlocal written, attempts
            tag = self._tag(shard)
            attempts += 1
            with closing(RedisShard(self._redis.node(tag), tag, self._name, token)) as there:
                look = there.read(queries, take_turn=attempts > PATIENT)
                if look.written_before:
                    return
                additions = decide(shards.view(queries, look.looked_up, look.entries, self._window, look.state))
                if additions:
                    fence = self._fence(shard, additions, look.fence)
                    written = there.grow(look, additions, self._window)
                    there.write(written, additions, fence, self._unknown_for)

        self._timed("settle", attempt)
        if attempts > PATIENT:
            tag = self._tag(shard)
            self._timed("turn", lambda: self._redis.node(tag).delete(tag + b"turn"))
        if written.entries:
            self._timed("hint", lambda: self._hint(shard, written))

    def confirm(self, origins: Iterable[Origin]) -> None:
        fields = [str(origin) for origin in origins]

        def drop() -> None:
            for shard in self._shards():
                tag = self._tag(shard)
                self._redis.node(tag).hdel(tag + b"journal", *fields)

        if fields:
            self._timed("confirm", drop)

    def entries(self) -> int:
        def count() -> int:
            tags = [self._tag(shard) for shard in self._shards()]
            states = [self._redis.node(tag).hmget(tag + b"s", "next", "floor") for tag in tags]
            return sum(int(after or 0) - int(floor or 0) for after, floor in states)

        return self._timed("entries", count)

    def ping(self) -> None:
        self._redis.ping(self._prefix + b":shards")

    def close(self) -> None:
        self._redis.close()

    def _claim(self, committed: Mapping[Partition, int]) -> dict[Origin, Article]:
        self._refuse_eviction()
        known = self._shards()
        for place, past in self._fences(known, committed).items():
            epoch = self._redis.client.hincrby(self._prefix + b":fence", _field(place), 1)
            # The shards may be ahead, where Redis was emptied or restored while a replica ran.
            behind = max(0, past + 1 - epoch)
            self._epochs[place] = self._redis.client.hincrby(self._prefix + b":fence", _field(place), behind) if behind else epoch
        remembered: dict[Origin, Article] = {}
        for shard in self._shards():
            tag = self._tag(shard)
            node = self._redis.node(tag)
            self._raise_fence(node, tag + b"fence", committed)
            origins = {field: _origin(field) for field in node.hkeys(tag + b"journal")}
            ours = {field: origin for field, origin in origins.items() if origin.place in committed}
            published = [field for field, origin in ours.items() if origin.offset < committed[origin.place]]
            if published:
                node.hdel(tag + b"journal", *published)
            left = sorted(ours.keys() - set(published))
            articles = node.hmget(tag + b"journal", left) if left else []
            remembered |= {
                ours[field]: Article.model_validate_json(article) for field, article in zip(left, articles, strict=True) if article
            }
        return remembered

    def _fences(self, known: Sequence[str], places: Iterable[Partition]) -> dict[Partition, int]:
        """The latest epoch of each partition that a shard's fence has."""
        found = dict.fromkeys(places, 0)
        for shard in known:
            tag = self._tag(shard)
            epochs = self._redis.node(tag).hmget(tag + b"fence", *map(_field, found))
            found = {place: max(past, int(epoch or 0)) for (place, past), epoch in zip(found.items(), epochs, strict=True)}
        return found

    def _refuse_eviction(self) -> None:
        """Raises ValueError where Redis would drop keys of ours when it is full: copies would be told of other articles."""
        try:
            told = self._redis.client.info("memory")
        except NoPermissionError:
            return  # who may not ask has to know
        for node in [told] if "maxmemory_policy" in told else told.values():
            if node.get("maxmemory") and str(node["maxmemory_policy"]).startswith("allkeys"):
                raise ValueError(
                    f"Redis drops what the index needs when it is full (maxmemory-policy {node['maxmemory_policy']}): set noeviction"
                )

    def _raise_fence(self, node: Any, key: bytes, places: Iterable[Partition]) -> None:
        """Set the shard's fence to our epochs, never below what a later claim has set."""
        with node.pipeline(transaction=True) as pipe:
            pipe.watch(key)
            there = pipe.hgetall(key)
            mine = {_field(place): self._epochs[place] for place in places}
            pipe.multi()
            pipe.hset(key, mapping={field: max(epoch, int(there.get(field.encode(), 0))) for field, epoch in mine.items()})
            pipe.execute()

    def _fence(self, shard: str, additions: Sequence[Addition], fence: Mapping[str, int]) -> dict[str, int]:
        """The epochs that the shard's fence lacks, to be written with the additions. Raises `Fenced`."""
        own = {_field(place): self._epochs.get(place, 0) for place in {addition.entry.origin.place for addition in additions}}
        known = {field: fence[field] for field in own.keys() & fence.keys()}
        lacking = [field for field in own if known.get(field) != own[field]]
        if lacking:
            self._redis.client.sadd(self._prefix + b":shards", shard)
            epochs = self._redis.client.hmget(self._prefix + b":fence", lacking)
            for field, epoch in zip(lacking, epochs, strict=True):
                known[field] = max(known.get(field, 0), int(epoch or 0))
        for field, epoch in known.items():
            if epoch > own[field]:
                raise Fenced(f"another replica has claimed {field}")
        return {field: own[field] for field in lacking}

    def _known(self, page_urls: Sequence[str]) -> list[Entry | None]:
        hints = self._get([self._page(url) for url in page_urls])
        found: dict[bytes, Entry] = {}
        by_shard: dict[bytes, list[bytes]] = defaultdict(list)
        for hint in {hint for hint in hints if hint}:
            by_shard[hint.split(b"e:")[0]].append(hint)
        for tag, keys in by_shard.items():
            values = self._redis.node(tag).mget(keys)
            found |= {key: decode(data) for key, data in zip(keys, values, strict=True) if data}
        entries = (found.get(hint) if hint else None for hint in hints)
        return [entry if entry and entry.page_url == url else None for entry, url in zip(entries, page_urls, strict=True)]

    def _hint(self, shard: str, growth: shards.Growth) -> None:
        """Note where each new page's entry is, and forget evicted ones. What a crash loses costs a recrawl its short cut."""
        tag, old = self._tag(shard), {self._page(entry.page_url): number for number, entry in growth.evicted.items()}
        held = dict(zip(old, self._get(list(old)), strict=True))
        pipe = self._redis.client.pipeline(transaction=False)
        for key, number in old.items():
            if held[key] == tag + b"e:%d" % number:
                pipe.delete(key)
        for hash_, number in growth.pages.items():
            pipe.set(self._prefix + b":page:%x" % hash_, tag + b"e:%d" % number, ex=math.ceil(self._window))
        pipe.execute()

    def _get(self, keys: Sequence[bytes]) -> list[bytes | None]:
        pipe = self._redis.client.pipeline(transaction=False)
        for key in keys:
            pipe.get(key)
        return list(pipe.execute())

    def _shards(self) -> list[str]:
        return sorted(shard.decode() for shard in self._redis.client.smembers(self._prefix + b":shards"))

    def _tag(self, shard: str) -> bytes:
        return b"{%s:%s}:" % (self._prefix, shard.encode())

    def _page(self, url: str) -> bytes:
        return self._prefix + b":page:%x" % url_hash(url)

    def _timed(self, operation: str, attempt: Callable[[], T]) -> T:
        began = time.perf_counter()
        result = self._redis.patiently(operation, attempt)
        self._timings(operation, time.perf_counter() - began)
        return result


def _field(place: Partition) -> str:
    return f"{place.source}/{place.partition}"


def _origin(field: bytes) -> Origin:
    source, partition, offset = field.decode().rsplit("/", 2)
    return Origin(source, int(partition), int(offset))
