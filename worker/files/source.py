"""Pages from paths, from where the output folder's progress says the last run came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import xxhash

from worker.files.progress import InputError, Progress
from worker.files.readers import STDIN, Part, parts, read
from worker.model import Partition, Record
from worker.stream import Assignment, Batch


class FileSource:
    """The records of `path`. Raises `InputError` where it can't be read, or is not what the folder was made from."""

    def __init__(self, path: str, progress: Progress) -> None:
        self._parts, self._progress = parts(path), progress
        self._epoch = 0
        self._digests: dict[str, bytes] = {}
        self._file: BinaryIO | None = None
        self._read_before = 0
        self._begin()

    def _begin(self) -> None:
        self._assignment = Assignment(self._epoch, {Partition(p.name, 0): self._progress.next(p.name)[0] for p in self._parts})
        self._exhausted = False
        self._failure: InputError | None = None
        self._drained = False
        self._records = self._all()

    @property
    def assignment(self) -> Assignment:
        return self._assignment

    @property
    def exhausted(self) -> bool:
        return self._exhausted

    def read(self, pages: int, size: int, seconds: float) -> Batch:
        records: list[Record] = []
        digests: dict[str, tuple[int, bytes]] = {}
        held = 0
        while len(records) < pages and held < size and self._failure is None:
            if not self._parts[0].at_hand(0 if records else seconds):
                break
            try:
                record = next(self._records)
            except StopIteration:
                self._exhausted = True
                break
            except InputError as error:
                self._failure = error
                break
            if record is None:
                continue
            records.append(record)
            held += len(record.value or b"")
            digests[record.origin.source] = (record.origin.offset + 1, self._digests[record.origin.source])
        if self._failure and not records:
            # Said only once what came before has been taken, finished and published.
            if self._drained:
                raise self._failure
            self._drained = True
        upto = {Partition(name, 0): at for name, (at, _) in digests.items()}
        return Batch(tuple(records), self._epoch, upto, {name: digest for name, (_, digest) in digests.items()})

    def keep_alive(self) -> None:
        """Files have no group to take part in."""

    def rewind(self) -> None:
        if any(part.name == STDIN for part in self._parts):
            raise InputError("standard input can't be read again: run again with the same input, and it goes on where it was")
        self._epoch += 1
        self._begin()

    def lag(self) -> Mapping[Partition, int]:
        return {}

    def share_done(self) -> float | None:
        """Share of the input's bytes that was read, or None where its size is unknown."""
        whole = sum(part.size for part in self._parts)
        if not whole:
            return None
        return min(1.0, (self._read_before + (self._file.tell() if self._file and not self._file.closed else 0)) / whole)

    def close(self) -> None:
        if self._file is not None and not self._file.closed:
            self._file.close()

    def _all(self) -> Iterator[Record | None]:
        self._read_before = 0
        for part in self._parts:
            yield from self._part(part)
            self._read_before += part.size

    def _part(self, part: Part) -> Iterator[Record | None]:
        """The records, None for each that is published; these must be the ones that the folder was made from."""
        done, expected = self._progress.next(part.name)
        digest, number = b"", -1
        with part.open() as self._file:
            for number, record in enumerate(read(part, self._file)):
                digest = xxhash.xxh3_128_digest(digest + (record.value or b""))
                self._digests[part.name] = digest
                if number + 1 == done and digest != expected:
                    raise self._other_input(part, done)
                yield record if number >= done else None
        if number + 1 < done:
            raise self._other_input(part, done)

    def _other_input(self, part: Part, done: int) -> InputError:
        what = "standard input" if part.name == STDIN else part.name
        return InputError(
            f"{what} is not what {self._progress.folder} was made from: its first {done} records differ. Use another output folder."
        )
