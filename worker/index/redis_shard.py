"""One shard in Redis: a look at it on a WATCHing connection, and the transaction that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from redis.exceptions import WatchError

from worker.index import Addition, Query
from worker.index import shard as shards
from worker.index.codec import url_hash

TURN = 2000
"""Milliseconds after which a turn ends that nobody has given back: its client may be gone."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was read: the fence's epochs by `source/partition`, and what a view is made of.

    `written_before`: this very settle was written by an earlier attempt whose answer was lost.
    """

    written_before: bool
    fence: Mapping[str, int]
    state: shards.State
    buckets: Mapping[int, bytes]
    looked_up: Sequence[shards.LookedUp]
    entries: Mapping[int, bytes]


class RedisShard:
    """One attempt at a settle. `node`: the client of the shard's server; `tag`: its keys' prefix; `token`: names the settle."""

    def __init__(self, node: Any, tag: bytes, name: str, token: bytes) -> None:
        self._node, self._tag, self._by, self._token = node, tag, f"by:{name}".encode(), token
        self._pipe = node.pipeline(transaction=True)

    def read(self, queries: Sequence[Query], take_turn: bool) -> Look:
        """Raises redis.WatchError where another client has the turn. `take_turn`: have it, for the attempts to come, if nobody has."""
        if take_turn:
            self._node.set(self._key(b"turn"), self._by, nx=True, px=TURN)
        self._pipe.watch(self._key(b"s"), self._key(b"fence"))
        # Read beside the WATCHing connection, once the WATCH was answered.
        pipe = self._node.pipeline(transaction=False)
        marks, fence, turn = (
            pipe.hmget(self._key(b"s"), "next", "floor", "newest", "widths").hgetall(self._key(b"fence")).get(self._key(b"turn"))
        ).execute()
        if turn not in (None, self._by):
            raise WatchError("another client's turn")
        state = shards.State(int(marks[0] or 0), int(marks[1] or 0), float(marks[2] or 0))
        if marks[3]:
            state = replace(state, widths=tuple(map(tuple, orjson.loads(marks[3]))))
        buckets = sorted(shards.buckets_asked(queries, state))
        urls = sorted(shards.urls_asked(queries))
        by, *values = self._mget([self._key(self._by), *(self._url(u) for u in urls), *(self._bucket(b) for b in buckets)])
        held = {b: data for b, data in zip(buckets, values[len(urls) :], strict=True) if data}
        by_url = {u: int(value) for u, value in zip(urls, values, strict=False) if value}
        looked_up = [shards.look_up(query, held, by_url, state) for query in queries]
        entries = self._entries(sorted({number for looked in looked_up for number in looked.named}))
        epochs = {place.decode(): int(epoch) for place, epoch in fence.items()}
        return Look(by == self._token, epochs, state, held, looked_up, entries)

    def grow(self, look: Look, additions: Sequence[Addition], window: float) -> shards.Growth:
        """What the additions change; reads the oldest entries and the buckets that the look did not."""
        candidates = self._entries(shards.oldest(look.state, len(additions)))
        gone = shards.evicted(look.state, additions, candidates, window)
        asked = shards.buckets_changed(look.state, additions, gone)
        missing = sorted(asked - look.buckets.keys())
        read = zip(missing, self._mget([self._bucket(b) for b in missing]), strict=True)
        held = {**look.buckets, **{b: data for b, data in read if data}}
        return shards.grow(look.state, additions, gone, {b: held[b] for b in asked & held.keys()})

    def write(self, growth: shards.Growth, additions: Sequence[Addition], fence: Mapping[str, int], known_for: int) -> None:
        """The transaction. Raises redis.WatchError where the shard or its fence has changed since `read`."""
        old_urls = sorted({url_hash(entry.canonical_url) for entry in growth.evicted.values()} - growth.urls.keys())
        numbers = self._mget([self._url(u) for u in old_urls])
        dead = [self._url(u) for u, n in zip(old_urls, numbers, strict=True) if n and int(n) < growth.state.floor]
        dead += [self._bucket(b) for b, data in growth.buckets.items() if not data]
        dead += [self._entry(n) for n in growth.evicted]
        values: dict[bytes, bytes | int] = {self._entry(n): data for n, data in growth.entries.items()}
        values |= {self._url(u): n for u, n in growth.urls.items()}
        values |= {self._bucket(b): data for b, data in growth.buckets.items() if data}
        state = growth.state
        pipe = self._pipe
        pipe.multi()
        pipe.mset(values)  # one command for all: a bucket is written whole, which also keeps its memory exact
        widths = orjson.dumps(state.widths)
        pipe.hset(self._key(b"s"), mapping={"next": state.next, "floor": state.floor, "newest": repr(state.newest), "widths": widths})
        pipe.hset(self._key(b"journal"), mapping={str(a.entry.origin): a.journal for a in additions})
        if fence:
            pipe.hset(self._key(b"fence"), mapping=dict(fence))
        if dead:
            pipe.unlink(*dead)
        pipe.set(self._key(self._by), self._token, ex=known_for)
        pipe.execute()

    def close(self) -> None:
        self._pipe.reset()

    def _entries(self, numbers: Sequence[int]) -> dict[int, bytes]:
        values = self._mget([self._entry(n) for n in numbers])
        return {n: data for n, data in zip(numbers, values, strict=True) if data}

    def _mget(self, keys: Iterable[bytes]) -> list[bytes | None]:
        asked = list(keys)
        return list(self._node.mget(asked)) if asked else []

    def _key(self, name: bytes) -> bytes:
        return self._tag + name

    def _entry(self, number: int) -> bytes:
        return self._tag + b"e:%d" % number

    def _bucket(self, bucket: int) -> bytes:
        return self._tag + b"b:%x" % bucket

    def _url(self, hash_: int) -> bytes:
        return self._tag + b"u:%x" % hash_
