"""Outcomes to three files of JSON lines, published by one commit of the folder's progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from socket import gethostname
from typing import BinaryIO, cast

from worker.dead import dead_line
from worker.files.progress import InputError, Progress
from worker.model import Article, Dead, Duplicate, Outcome
from worker.stream import Batch

NAMES = {Article: "articles.jsonl", Duplicate: "duplicates.jsonl", Dead: "dead.jsonl"}


class FileSink:
    """articles.jsonl, duplicates.jsonl and dead.jsonl in `folder`. Raises `InputError` where they were changed by others."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self._progress = progress
        self._files: dict[str, BinaryIO] = {}
        for name in NAMES.values():
            published = progress.length(name)
            file = (folder / name).open("ab")
            if file.tell() < published:
                raise InputError(f"{folder / name} is shorter than what was published: it was changed. Use another output folder.")
            file.truncate(published)
            file.seek(published)  # what the next commit takes for the length; truncating alone leaves the place where it was
            self._files[name] = file
        # Files that are new are found again after a power cut only once their folder is on the disk too.
        place = os.open(folder, os.O_RDONLY)
        os.fsync(place)
        os.close(place)

    @property
    def largest(self) -> int:
        return sys.maxsize

    def write(self, outcomes: Sequence[Outcome], batch: Batch) -> None:
        now = datetime.now(UTC)
        for outcome in outcomes:
            self._files[NAMES[type(outcome.result)]].write(_line(outcome, now) + b"\n")
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
        digests = cast(Mapping[str, bytes], batch.membership)
        lengths = {name: file.tell() for name, file in self._files.items()}
        self._progress.commit(lengths, {place.source: (at, digests[place.source]) for place, at in batch.upto.items()})

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def _line(outcome: Outcome, now: datetime) -> bytes:
    if isinstance(outcome.result, Dead):
        return dead_line(outcome.result, outcome.record, now, gethostname())
    return outcome.result.model_dump_json().encode()
