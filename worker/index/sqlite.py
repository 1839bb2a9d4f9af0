"""The embedded index: one SQLite file, for one machine. Several processes may share it; writers take turns.

A settle is one write transaction (BEGIN IMMEDIATE), so nothing can change between look-up and write. Postings lie packed
in buckets, as in Redis: 60 rows a page are looked up and written however many articles share a print.

Durability: write-ahead log with synchronous=FULL. A killed process loses nothing. After a power cut the file is whole
and holds every settle that returned: with NORMAL it could have lost the last ones while the output that was written
after them survived, and copies of those articles would be published. It costs one fsync a batch and shard.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import orjson

from worker.index import Addition, Decide, Entry, Fenced, Query, Unreachable
from worker.index import shard as shards
from worker.index.codec import decode, url_hash
from worker.model import Article, Origin, Partition

APPLICATION = 0x4E495831
"""SQLite's application_id of our files ("NIX1"), so that another program's database is never taken for an index."""
SCHEMA = 2
"""SQLite's user_version of our files."""
NUMBERS = 1 << 32
"""Numbers of a shard's entries, and of its buckets: a row's id is the shard's id and its number."""

_TABLES = """
CREATE TABLE shard(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, next INTEGER, floor INTEGER, newest REAL, widths TEXT);
CREATE TABLE entry(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE bucket(id INTEGER PRIMARY KEY, postings BLOB NOT NULL);
CREATE TABLE url(shard INTEGER, hash INTEGER, number INTEGER NOT NULL, PRIMARY KEY(shard, hash)) WITHOUT ROWID;
CREATE TABLE page(hash INTEGER PRIMARY KEY, entry INTEGER NOT NULL);
CREATE TABLE journal(source TEXT, partition INTEGER, position INTEGER, article, PRIMARY KEY(source, partition, position)) WITHOUT ROWID;
CREATE TABLE fence(source TEXT, partition INTEGER, epoch INTEGER NOT NULL, PRIMARY KEY(source, partition)) WITHOUT ROWID;
"""


class NotAnIndex(ValueError):
    """The file is no index of ours, of another version of the worker, or damaged."""


class SqliteIndex:
    """`Index` in a file. Use it from one thread; `ping` may be called from any.

    `window`: seconds; `deadline`: seconds to wait for other processes' writes; `timings` is told each operation's name
    and seconds. Raises `NotAnIndex`.
    """

    def __init__(self, path: Path, window: float, deadline: float, timings: Callable[[str, float], None]) -> None:
        self._path, self._window, self._deadline, self._timings = path, window, deadline, timings
        self._epochs: dict[Partition, int] = {}
        with self._errors("open"):
            self._db = self._connect(deadline)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def claim(self, committed: Mapping[Partition, int]) -> dict[Origin, Article]:
        remembered = {}
        with self._timed("claim"), self._transaction():
            for place, offset in committed.items():
                key = (place.source, place.partition)
                sql = "INSERT INTO fence VALUES(?, ?, 1) ON CONFLICT DO UPDATE SET epoch = epoch + 1 RETURNING epoch"
                self._epochs[place] = self._db.execute(sql, key).fetchone()[0]
                self._db.execute("DELETE FROM journal WHERE source = ? AND partition = ? AND position < ?", (*key, offset))
                for at, article in self._db.execute("SELECT position, article FROM journal WHERE source = ? AND partition = ?", key):
                    remembered[Origin(*key, at)] = Article.model_validate_json(article)
        return remembered

    def known(self, page_urls: Sequence[str]) -> list[Entry | None]:
        hashes = [_signed(url_hash(url)) for url in page_urls]
        with self._timed("known"):
            sql = "SELECT hash, data FROM page JOIN entry ON entry.id = page.entry WHERE hash IN (SELECT value FROM json_each(?))"
            found = {hash_: decode(data) for hash_, data in self._db.execute(sql, (orjson.dumps(hashes).decode(),))}
        entries = (found.get(hash_) for hash_ in hashes)
        return [entry if entry and entry.page_url == url else None for entry, url in zip(entries, page_urls, strict=True)]

    def settle(self, shard: str, queries: Sequence[Query], decide: Decide) -> None:
        with self._timed("settle"), self._transaction():
            shard_id, state = self._state(shard)
            buckets = self._buckets(shard_id, shards.buckets_asked(queries, state))
            urls = self._urls(shard_id, shards.urls_asked(queries))
            looked_up = [shards.look_up(query, buckets, urls, state) for query in queries]
            encoded = self._entries(shard_id, {n for looked in looked_up for n in looked.named})
            additions = decide(shards.view(queries, looked_up, encoded, self._window, state))
            if additions:
                self._check_fence(additions)
                candidates = self._entries(shard_id, shards.oldest(state, len(additions)))
                gone = shards.evicted(state, additions, candidates, self._window)
                asked = shards.buckets_changed(state, additions, gone)
                buckets |= self._buckets(shard_id, asked - buckets.keys())
                self._write(shard_id, shards.grow(state, additions, gone, {b: buckets[b] for b in asked & buckets.keys()}), gone)
                self._note(additions)

    def confirm(self, origins: Iterable[Origin]) -> None:
        rows = [(origin.source, origin.partition, origin.offset) for origin in origins]
        if rows:
            with self._timed("confirm"), self._transaction():
                self._db.executemany("DELETE FROM journal WHERE source = ? AND partition = ? AND position = ?", rows)

    def entries(self) -> int:
        with self._timed("entries"):
            return int(self._db.execute("SELECT coalesce(sum(next - floor), 0) FROM shard").fetchone()[0])

    def ping(self) -> None:
        # A connection of its own: it is asked from another thread, and must not wait for a settle.
        with self._errors("ping"), closing(self._connect(min(1.0, self._deadline))) as db:
            db.execute("SELECT count(*) FROM shard").fetchone()

    def close(self) -> None:
        self._db.close()

    def _connect(self, timeout: float) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=timeout, isolation_level=None, check_same_thread=False)

    def _prepare(self) -> None:
        """Check that the file is ours, or make it so where it is new."""
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA cache_size = -65536")  # 64 MiB: the buckets of some 100,000 articles
        self._db.execute("PRAGMA journal_mode = WAL")
        # 64 MiB of log, not 4: buckets are written in random order, and a rarer checkpoint writes each less often.
        self._db.execute("PRAGMA wal_autocheckpoint = 16384")
        with self._transaction():
            application, version = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
            tables = self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            if (application, version, tables) == (0, 0, 0):
                for statement in _TABLES.strip().splitlines():
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id = {APPLICATION}")
                self._db.execute(f"PRAGMA user_version = {SCHEMA}")
            elif application != APPLICATION:
                raise NotAnIndex(f"{self._path} is a database of another program: give the index a path of its own (index.url)")
            elif version != SCHEMA:
                raise NotAnIndex(
                    f"{self._path} is an index of schema {version}, this worker reads {SCHEMA}: give it a new path (index.url)"
                )

    def _check_fence(self, additions: Sequence[Addition]) -> None:
        for place in {addition.entry.origin.place for addition in additions}:
            sql = "SELECT epoch FROM fence WHERE source = ? AND partition = ?"
            row = self._db.execute(sql, (place.source, place.partition)).fetchone()
            if row is not None and row[0] > self._epochs.get(place, 0):
                raise Fenced(f"another replica has claimed {place.source}/{place.partition}")

    def _state(self, shard: str) -> tuple[int, shards.State]:
        """A shard's id and state; a new one where there is none."""
        row = self._db.execute("SELECT id, next, floor, newest, widths FROM shard WHERE name = ?", (shard,)).fetchone()
        if row is not None:
            return row[0], shards.State(row[1], row[2], row[3], tuple(map(tuple, orjson.loads(row[4]))))
        new = shards.State()
        sql = "INSERT INTO shard(name, next, floor, newest, widths) VALUES(?, ?, ?, ?, ?) RETURNING id"
        values = (shard, new.next, new.floor, new.newest, orjson.dumps(new.widths).decode())
        return self._db.execute(sql, values).fetchone()[0], new

    def _buckets(self, shard_id: int, buckets: Iterable[int]) -> dict[int, bytes]:
        sql = "SELECT id, postings FROM bucket WHERE id IN (SELECT value FROM json_each(?))"
        return {id_ % NUMBERS: postings for id_, postings in self._db.execute(sql, (_ids(shard_id * NUMBERS, buckets),))}

    def _entries(self, shard_id: int, numbers: Iterable[int]) -> dict[int, bytes]:
        sql = "SELECT id, data FROM entry WHERE id IN (SELECT value FROM json_each(?))"
        return {id_ % NUMBERS: data for id_, data in self._db.execute(sql, (_ids(shard_id * NUMBERS, numbers),))}

    def _urls(self, shard_id: int, hashes: Iterable[int]) -> dict[int, int]:
        signed = {_signed(hash_): hash_ for hash_ in hashes}
        sql = "SELECT hash, number FROM url WHERE shard = ? AND hash IN (SELECT value FROM json_each(?))"
        return {signed[hash_]: number for hash_, number in self._db.execute(sql, (shard_id, _ids(0, signed)))}

    def _write(self, shard_id: int, growth: shards.Growth, gone: Iterable[int]) -> None:
        state, many, entry_0 = growth.state, self._db.executemany, shard_id * NUMBERS
        sql = "UPDATE shard SET next = ?, floor = ?, newest = ?, widths = ? WHERE id = ?"
        self._db.execute(sql, (state.next, state.floor, state.newest, orjson.dumps(state.widths).decode(), shard_id))
        many("DELETE FROM entry WHERE id = ?", ((entry_0 + number,) for number in gone))
        old = growth.evicted.items()
        canonical = ((shard_id, _signed(url_hash(entry.canonical_url)), number) for number, entry in old)
        many("DELETE FROM url WHERE shard = ? AND hash = ? AND number = ?", canonical)
        pages = ((_signed(url_hash(entry.page_url)), entry_0 + number) for number, entry in old)
        many("DELETE FROM page WHERE hash = ? AND entry = ?", pages)
        many("INSERT INTO entry VALUES(?, ?)", ((entry_0 + number, data) for number, data in growth.entries.items()))
        buckets = sorted((shard_id * NUMBERS + bucket, postings) for bucket, postings in growth.buckets.items())
        many("DELETE FROM bucket WHERE id = ?", ((id_,) for id_, postings in buckets if not postings))
        many("INSERT OR REPLACE INTO bucket VALUES(?, ?)", ((id_, postings) for id_, postings in buckets if postings))
        many("INSERT OR REPLACE INTO url VALUES(?, ?, ?)", ((shard_id, _signed(hash_), n) for hash_, n in growth.urls.items()))
        many("INSERT OR REPLACE INTO page VALUES(?, ?)", ((_signed(hash_), entry_0 + n) for hash_, n in growth.pages.items()))

    def _note(self, additions: Sequence[Addition]) -> None:
        origins = ((addition.entry.origin, addition.journal) for addition in additions)
        rows = ((origin.source, origin.partition, origin.offset, journal) for origin, journal in origins)
        self._db.executemany("INSERT OR REPLACE INTO journal VALUES(?, ?, ?, ?)", rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _timed(self, operation: str) -> Iterator[None]:
        began = time.perf_counter()
        with self._errors(operation):
            yield
        self._timings(operation, time.perf_counter() - began)

    @contextmanager
    def _errors(self, operation: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:  # locked past the deadline, disk full, I/O error, no such folder
            raise Unreachable(f"index {self._path}: {operation} failed, waited up to {self._deadline:g} s: {error}") from error
        except sqlite3.DatabaseError as error:
            raise NotAnIndex(f"{self._path} is no SQLite file, or is damaged: {error}") from error


def _ids(base: int, values: Iterable[int]) -> str:
    return orjson.dumps([base + value for value in sorted(values)]).decode()


def _signed(hash_: int) -> int:
    """SQLite's integers are signed."""
    return hash_ - (1 << 64) if hash_ >= 1 << 63 else hash_
