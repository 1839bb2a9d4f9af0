"""What every source and sink promises (worker/stream.py): one suite over files and a real Kafka.

Source and sink of one kind belong together: the sink publishes the source's progress along with the outcomes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import pytest

from tests.kafka_broker import Broker
from worker.dead import read_file
from worker.files.progress import Progress
from worker.files.sink import FileSink
from worker.files.source import FileSource
from worker.kafka.sink import KafkaSink
from worker.kafka.source import KafkaSource
from worker.model import Dead, Outcome, Reason, Stage
from worker.settings import KafkaSettings
from worker.stream import Aborted, Batch, ReplicaFenced, Sink, Source

VALUES = [json.dumps({"n": n, "filler": "x" * 200}).encode() for n in range(40)]


class Ends(Protocol):
    """Both ends of one pipeline over the same input; opened anew they are a later life of the same replica."""

    def open(self) -> tuple[Source, Sink]: ...

    def close(self) -> None: ...

    def published(self) -> list[bytes]:
        """The values of the dead records that readers see."""


class Files:
    def __init__(self, folder: Path) -> None:
        self._input, self._output, self._stack = folder / "in.jsonl", folder / "out", ExitStack()
        self._input.write_bytes(b"\n".join(VALUES) + b"\n")
        self._output.mkdir()

    def open(self) -> tuple[Source, Sink]:
        progress = self._stack.enter_context(closing(Progress(self._output)))
        source = self._stack.enter_context(closing(FileSource(str(self._input), progress)))
        return source, self._stack.enter_context(closing(FileSink(self._output, progress)))

    def close(self) -> None:
        self._stack.close()

    def published(self) -> list[bytes]:
        return [found.record.value or b"" for found in read_file(self._output / "dead.jsonl")]


class Kafka:
    def __init__(self, broker: Broker) -> None:
        run = uuid4().hex[:8]
        self._broker, self._stack, self._dead = broker, ExitStack(), f"dead.{run}"
        names = {"input_topic": f"raw.{run}", "articles_topic": f"art.{run}", "duplicates_topic": f"dup.{run}", "dead_topic": self._dead}
        broker.create_topics(list(names.values()))
        broker.produce(f"raw.{run}", [(0, value, []) for value in VALUES])
        self._settings = KafkaSettings(
            **names, bootstrap_servers=broker.bootstrap, group_id=run, replica_id="one", transaction_timeout=10, session_timeout=6
        )

    def open(self) -> tuple[Source, Sink]:
        sink = self._stack.enter_context(closing(KafkaSink(self._settings, "one", lambda: None)))
        return self._stack.enter_context(closing(KafkaSource(self._settings, lambda: None))), sink

    def close(self) -> None:
        self._stack.close()

    def published(self) -> list[bytes]:
        return [message.value for message in self._broker.read_all(self._dead)]


@pytest.fixture(params=["files", "kafka"])
def ends(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ends]:
    made: Ends = Files(tmp_path) if request.param == "files" else Kafka(request.getfixturevalue("broker"))
    yield made
    made.close()


def some(source: Source, pages: int, size: int = 2**30) -> Batch:
    """The next batch that holds records."""
    for _ in range(100):
        batch = source.read(pages, size, 0.3)
        if batch.records:
            return batch
    raise AssertionError("no records came")


def values(batch: Batch) -> list[bytes | None]:
    return [record.value for record in batch.records]


def dead(batch: Batch) -> list[Outcome]:
    return [Outcome(record, Dead(Reason.MALFORMED, Stage.DECODE, "x")) for record in batch.records]


def everything(source: Source, sink: Sink, pages: int) -> None:
    """Read and publish until each value has had its turn."""
    last = -1
    while last < len(VALUES) - 1:
        batch = some(source, pages)
        sink.write(dead(batch), batch)
        last = batch.records[-1].origin.offset


def test_records_come_in_order_once_and_their_outcomes_are_published_in_order(ends: Ends) -> None:
    everything(*ends.open(), pages=7)
    assert ends.published() == VALUES


def test_a_batch_holds_no_more_pages_than_asked(ends: Ends) -> None:
    source, _ = ends.open()
    assert all(1 <= len(some(source, 3).records) <= 3 for _ in range(5))


def test_a_batch_takes_no_more_once_it_holds_so_many_bytes(ends: Ends) -> None:
    source, _ = ends.open()
    sizes = [sum(len(value or b"") for value in values(some(source, 40, size=500))) for _ in range(2)]
    assert all(size < 500 + 16 * max(map(len, VALUES)) for size in sizes)


def test_upto_is_the_offset_after_the_last_record_read(ends: Ends) -> None:
    source, _ = ends.open()
    for _ in range(3):
        batch = some(source, 5)
        (upto,) = batch.upto.values()
        assert upto == batch.records[-1].origin.offset + 1
        assert set(batch.upto) == {batch.records[-1].origin.place}


def test_what_was_read_and_not_written_is_read_again_after_a_rewind_in_a_new_epoch(ends: Ends) -> None:
    source, sink = ends.open()
    first = some(source, 5)
    sink.write(dead(first), first)
    lost = some(source, 5)
    epoch = source.assignment.epoch
    source.rewind()
    again = some(source, 5)
    assert values(again)[0] == values(lost)[0]
    assert source.assignment.epoch == again.epoch > epoch
    assert list(source.assignment.committed.values()) == [len(first.records)]


def test_a_later_life_goes_on_after_what_was_published(ends: Ends) -> None:
    source, sink = ends.open()
    first = some(source, 11)
    sink.write(dead(first), first)
    some(source, 5)  # read, and not published
    ends.close()
    source, sink = ends.open()
    batch = some(source, 40)
    assert list(source.assignment.committed.values()) == [len(first.records)]
    assert values(batch) == VALUES[len(first.records) : len(first.records) + len(batch.records)]
    sink.write(dead(batch), batch)
    if len(first.records) + len(batch.records) < len(VALUES):
        everything(source, sink, 40)
    assert ends.published() == VALUES


def test_keep_alive_neither_takes_records_nor_changes_the_epoch(ends: Ends) -> None:
    source, sink = ends.open()
    first = some(source, 5)
    for _ in range(5):
        source.keep_alive()
    assert source.assignment.epoch == first.epoch
    sink.write(dead(first), first)
    everything(source, sink, 10)
    assert ends.published() == VALUES


def test_a_source_says_when_no_record_can_ever_come(ends: Ends) -> None:
    source, sink = ends.open()
    assert not source.exhausted
    everything(source, sink, 40)
    assert not source.read(10, 2**20, 0.1).records
    assert source.exhausted == isinstance(ends, Files)


def test_a_write_of_an_older_life_is_refused_whole(broker: Broker) -> None:
    """Kafka only: a folder of files is locked, so a second life can't begin beside the first (tests/integration/test_files.py)."""
    ends = Kafka(broker)
    source, sink = ends.open()
    batch = some(source, 5)
    _, younger = ends.open()
    with pytest.raises((ReplicaFenced, Aborted)):
        sink.write(dead(batch), batch)
    assert ends.published() == []
    younger.close()
    ends.close()
