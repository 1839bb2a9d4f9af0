"""Where pages come from and where outcomes go: the protocols `Source` and `Sink`, and the batch that travels between.

Implementations: `kafka/` (topics, one transaction a batch) and `files/` (paths, the embedded default).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from worker.model import Outcome, Partition, Record, Stage


class Aborted(Exception):
    """Nothing of the batch was published, or it is unknown whether it was: rewind the source and read on from there."""


class ReplicaFenced(Exception):
    """Another live replica has taken this one's identity. Fatal."""


class DependencyDown(Exception):
    """A broker stayed unreachable past its deadline. Fatal: exit code 3."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The partitions a source reads now. `epoch` changes whenever they may have changed: work of an earlier epoch is void.

    `committed`: for each partition the offset of its first record whose outcome is not yet published.
    """

    epoch: int
    committed: Mapping[Partition, int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Records read together and published together.

    `epoch`: the assignment they were read under. `upto`: for each partition read, the offset after its last record here.
    `membership`: what the source was to its consumer group when it read them; only its own sink looks into it.
    """

    records: tuple[Record, ...]
    epoch: int
    upto: Mapping[Partition, int]
    membership: object = None


@dataclass(frozen=True, slots=True)
class Step:
    """The time that a batch spent in a stage."""

    stage: Stage
    began: datetime
    seconds: float


class Source(Protocol):
    """What pages are read from. One thread uses it."""

    @property
    def assignment(self) -> Assignment:
        """What is being read now, as of the last `read` or `keep_alive`."""

    @property
    def exhausted(self) -> bool:
        """Whether no record can ever come again (the end of a file)."""

    def read(self, pages: int, size: int, seconds: float) -> Batch:
        """The next records: at most `pages`, and no more once they hold `size` bytes; after `seconds` whatever has come.

        Never waits for a full batch: it returns as soon as it has records and no more are at hand.
        """

    def keep_alive(self) -> None:
        """Take part in the group without reading, while a batch takes long. May change `assignment`."""

    def rewind(self) -> None:
        """Go back to the first record whose outcome is not published, after `Aborted`. Starts a new epoch."""

    def lag(self) -> Mapping[Partition, int]:
        """Records not yet read, by partition, as far as known without asking."""

    def close(self) -> None:
        """Leave the group, release connections and files."""


class Sink(Protocol):
    """What outcomes are published to."""

    @property
    def largest(self) -> int:
        """Bytes of the largest article record (JSON) that can be published."""

    def write(self, outcomes: Sequence[Outcome], batch: Batch) -> None:
        """Publish the outcomes of a batch and the progress of its source, all or nothing.

        `outcomes` holds one for each of the batch's records. Raises `Aborted`, `ReplicaFenced` or `DependencyDown`.
        """

    def close(self) -> None:
        """Finish or abort what is under way, release connections and files."""
