"""The embedded index: one SQLite file, which several processes of one machine may share.

WAL with `synchronous=NORMAL`: a killed process loses nothing; after a power cut the last commits may be missing, but the
file is whole, and what is missing belongs to batches that are read again or whose copies are then published once more.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from worker.index import COMMON, LEAST_SHARED, Addition, Decide, Entry, Fenced, Found, Query, Unreachable, View
from worker.index.codec import pack_entry, pack_journal, pack_prints, unpack_entry, unpack_journal, unpack_prints, url_key
from worker.model import Article, Origin, Partition

VERSION = 1
SCHEMA = """
CREATE TABLE entry (number INTEGER PRIMARY KEY AUTOINCREMENT, shard TEXT, seen_at REAL, canonical TEXT, page TEXT, prints BLOB, value BLOB);
CREATE INDEX entry_seen_at ON entry (shard, seen_at);
CREATE TABLE posting (print INTEGER, shard TEXT, number INTEGER, PRIMARY KEY (print, shard, number)) WITHOUT ROWID;
CREATE TABLE canonical (shard TEXT, url TEXT, number INTEGER, PRIMARY KEY (shard, url)) WITHOUT ROWID;
CREATE TABLE page (url TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE journal (source TEXT, partition INTEGER, offset INTEGER, article BLOB, PRIMARY KEY (source, partition, offset)) WITHOUT ROWID;
CREATE TABLE fence (source TEXT, partition INTEGER, epoch INTEGER, PRIMARY KEY (source, partition)) WITHOUT ROWID;
"""


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


class SqliteIndex:
    """An index in the file `path`, made where it is missing. Raises ValueError where the file is something else."""

    def __init__(self, path: Path, window: float, deadline: float, timings: Callable[[str, float], None]) -> None:
        self._window, self._timings = window, timings
        self._epochs: dict[Partition, int] = {}
        try:
            # Read by the health check's thread too; sqlite3 serialises the calls, and `ping` opens no transaction.
            self._db = sqlite3.connect(path, timeout=deadline, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("PRAGMA cache_size=-262144")
            with self._transaction("open"):
                version = self._db.execute("PRAGMA user_version").fetchone()[0]
                if version == 0 and not self._db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                    for statement in SCHEMA.split(";"):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA user_version={VERSION}")
                elif version != VERSION:
                    raise ValueError(f"{path} is not an index of this version of the worker (its version: {version}, ours: {VERSION})")
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path} can't be opened as an index: {error}") from error

    @contextmanager
    def _transaction(self, operation: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise Unreachable(f"the index file could not be used: {error}") from error
        finally:
            self._timings(operation, time.perf_counter() - began)

    def claim(self, committed: Mapping[Partition, int]) -> dict[Origin, Article]:
        left: dict[Origin, Article] = {}
        with self._transaction("claim"):
            for place, offset in committed.items():
                where = (place.source, place.partition)
                self._db.execute("INSERT INTO fence VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET epoch = epoch + 1", where)
                self._epochs[place] = self._epoch(place)
                self._db.execute("DELETE FROM journal WHERE source = ? AND partition = ? AND offset < ?", (*where, offset))
                rows = self._db.execute("SELECT offset, article FROM journal WHERE source = ? AND partition = ?", where)
                left.update((Origin(*where, at), unpack_journal(article)) for at, article in rows)
        return left

    def _epoch(self, place: Partition) -> int:
        row = self._db.execute("SELECT epoch FROM fence WHERE source = ? AND partition = ?", (place.source, place.partition)).fetchone()
        return int(row[0]) if row else 0

    def known(self, page_urls: Sequence[str]) -> list[Entry | None]:
        began = time.perf_counter()
        entries: list[Entry | None] = []
        for url in page_urls:
            row = self._db.execute(
                "SELECT value FROM entry WHERE number = (SELECT number FROM page WHERE url = ?)", (url_key(url),)
            ).fetchone()
            entry = unpack_entry(row[0]) if row else None
            entries.append(entry if entry and entry.page_url == url else None)
        self._timings("known", time.perf_counter() - began)
        return entries

    def settle(self, shard: str, queries: Sequence[Query], decide: Decide) -> None:
        with self._transaction("settle"):
            view, common = self._view(shard, queries)
            additions = decide(view)
            for addition in additions:
                if self._epoch(addition.entry.origin.place) > self._epochs.get(addition.entry.origin.place, 0):
                    raise Fenced(f"{addition.entry.origin.place} was claimed by another worker")
            for addition in additions:
                self._add(shard, addition, common)
            if additions:
                self._evict(shard, 2 * len(additions))

    def _view(self, shard: str, queries: Sequence[Query]) -> tuple[View, frozenset[int]]:
        prints = json.dumps(list({_signed(value) for query in queries for value in query.prints}))
        postings: dict[int, list[int]] = defaultdict(list)
        rows = self._db.execute(
            "SELECT posting.print, posting.number FROM json_each(?) CROSS JOIN posting ON posting.print = json_each.value AND shard = ?",
            (prints, shard),
        )
        for value, number in rows:
            postings[value & 0xFFFFFFFFFFFFFFFF].append(number)
        common = frozenset(value for value, numbers in postings.items() if len(numbers) >= COMMON)
        urls = [
            self._db.execute("SELECT number FROM canonical WHERE shard = ? AND url = ?", (shard, url_key(q.canonical_url))).fetchone()
            for q in queries
        ]
        entries: dict[int, Entry] = {}
        found = [self._found(query, postings, common, url[0] if url else None, entries) for query, url in zip(queries, urls, strict=True)]
        row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
        return View(found, entries, (row[0] if row else 0) + 1), common

    def _found(
        self, query: Query, postings: Mapping[int, list[int]], common: frozenset[int], same_url: int | None, entries: dict[int, Entry]
    ) -> Found:
        shared: dict[int, list[int]] = defaultdict(list)
        for position, value in enumerate(query.prints):
            if value not in common:
                for number in postings.get(value, ()):
                    shared[number].append(position)
        near = {number: tuple(positions) for number, positions in shared.items() if len(positions) >= LEAST_SHARED}
        wanted = set(near) if same_url is None else {*near, same_url}
        for number in wanted:
            if number not in entries:
                row = self._db.execute("SELECT value FROM entry WHERE number = ?", (number,)).fetchone()
                if row:
                    entries[number] = unpack_entry(row[0])
        live = {n for n in wanted if n in entries and abs(entries[n].seen_at - query.seen_at) <= self._window}
        positions = frozenset(i for i, value in enumerate(query.prints) if value in common)
        return Found({n: s for n, s in near.items() if n in live}, positions, same_url if same_url in live else None)

    def _add(self, shard: str, addition: Addition, common: frozenset[int]) -> None:
        entry, origin = addition.entry, addition.entry.origin
        canonical, page = url_key(entry.canonical_url), url_key(entry.page_url)
        kept = [value for value in addition.prints if value not in common]
        number = self._db.execute(
            "INSERT INTO entry (shard, seen_at, canonical, page, prints, value) VALUES (?, ?, ?, ?, ?, ?)",
            (shard, entry.seen_at, canonical, page, pack_prints(kept), pack_entry(entry)),
        ).lastrowid
        self._db.executemany("INSERT INTO posting VALUES (?, ?, ?)", [(_signed(value), shard, number) for value in kept])
        self._db.execute("INSERT OR REPLACE INTO canonical VALUES (?, ?, ?)", (shard, canonical, number))
        self._db.execute("INSERT OR REPLACE INTO page VALUES (?, ?)", (page, number))
        self._db.execute(
            "INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?)",
            (origin.source, origin.partition, origin.offset, pack_journal(addition.journal)),
        )

    def _evict(self, shard: str, most: int) -> None:
        """Remove some entries that have left the window: a few at each write, so that no write is a long one."""
        rows = self._db.execute(
            "SELECT number, canonical, page, prints FROM entry WHERE shard = ?1 AND seen_at < "
            "(SELECT max(seen_at) FROM entry WHERE shard = ?1) - ?2 ORDER BY seen_at LIMIT ?3",
            (shard, self._window, most),
        ).fetchall()
        for number, canonical, page, prints in rows:
            self._db.executemany(
                "DELETE FROM posting WHERE print = ? AND shard = ? AND number = ?",
                [(_signed(value), shard, number) for value in unpack_prints(prints)],
            )
            self._db.execute("DELETE FROM canonical WHERE shard = ? AND url = ? AND number = ?", (shard, canonical, number))
            self._db.execute("DELETE FROM page WHERE url = ? AND number = ?", (page, number))
            self._db.execute("DELETE FROM entry WHERE number = ?", (number,))

    def confirm(self, origins: Iterable[Origin]) -> None:
        with self._transaction("confirm"):
            self._db.executemany(
                "DELETE FROM journal WHERE source = ? AND partition = ? AND offset = ?",
                [(o.source, o.partition, o.offset) for o in origins],
            )

    def entries(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM entry").fetchone()[0])

    def ping(self) -> None:
        try:
            self._db.execute("SELECT 1 FROM entry LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise Unreachable(f"the index file could not be read: {error}") from error

    def close(self) -> None:
        self._db.close()
