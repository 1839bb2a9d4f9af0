"""How far a run on files has come: the one commit point of the output folder, in a small SQLite file.

A batch is published when its row here is written: the outputs' lengths and each source's next record, in one transaction.
What the outputs hold beyond those lengths was never published, and is cut off at the next start.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class InputError(Exception):
    """An input or output path is not what it should be; the text says what is wrong and what to do."""


class Progress:
    """The progress kept in `folder`. Raises `InputError` where another run uses the folder, OSError where it can't be kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = (folder / ".lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise InputError(f"{folder} is in use by another `worker run`: wait for it, or use another output folder") from error
        with self._told():
            self._db = sqlite3.connect(folder / "progress.sqlite", isolation_level=None)
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("CREATE TABLE IF NOT EXISTS source (name TEXT PRIMARY KEY, next INTEGER, digest BLOB)")
            self._db.execute("CREATE TABLE IF NOT EXISTS output (name TEXT PRIMARY KEY, length INTEGER)")
            self._db.execute("CREATE TABLE IF NOT EXISTS run (name TEXT)")
            self._db.execute("INSERT INTO run SELECT lower(hex(randomblob(8))) WHERE NOT EXISTS (SELECT * FROM run)")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's errors name no file; OSError, as the disk is what is wrong."""
        try:
            yield
        except sqlite3.Error as error:
            raise OSError(f"{self.folder / 'progress.sqlite'}: {error}") from error

    def next(self, source: str) -> tuple[int, bytes]:
        """The first record of a source that is not published, and the digest of those before it."""
        row = self._db.execute("SELECT next, digest FROM source WHERE name = ?", (source,)).fetchone()
        return (row[0], row[1]) if row else (0, b"")

    def run(self) -> str:
        """A name of this folder that no other has."""
        return str(self._db.execute("SELECT name FROM run").fetchone()[0])

    def length(self, output: str) -> int:
        """Published bytes of an output file."""
        row = self._db.execute("SELECT length FROM output WHERE name = ?", (output,)).fetchone()
        return int(row[0]) if row else 0

    def commit(self, lengths: Mapping[str, int], sources: Mapping[str, tuple[int, bytes]]) -> None:
        """Publish: the outputs have these lengths, and the sources were read up to here."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO output VALUES (?, ?)", lengths.items())
            self._db.executemany("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", [(n, *at) for n, at in sources.items()])
            self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()
        self._lock.close()
