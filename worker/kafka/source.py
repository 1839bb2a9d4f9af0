"""Pages from a Kafka topic, read as a member of a consumer group.

Choices, and why. *Static membership* (`group.instance.id` is the replica's id): a replica that was killed and comes
back within the session takes its partitions back without a rebalance, and nobody else stops; on a clean stop it leaves
explicitly, so that scaling down does not wait for the session to end. *Eager* rebalancing: every assignment is a new
epoch and voids all work of the one before, which is simple to reason about and costs one batch of normalising.

kafka-python 3.0.12: rebalance callbacks run on its IO thread inside our `poll`, so they only note what happened; a
partition held before and after a rebalance keeps its position (`assign_from_subscribed`), which may lie beyond work that
has just been voided, so at each new epoch we seek every partition to its committed offset ourselves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog
from kafka import ConsumerRebalanceListener, KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.admin import MemberToRemove
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.errors import CorruptRecordError, FencedInstanceIdError, KafkaError
from kafka.structs import OffsetAndMetadata

from worker.kafka.client import IMPATIENT, client_config, no_answer
from worker.model import Origin, Partition, Record
from worker.settings import KafkaSettings
from worker.stream import Assignment, Batch, DependencyDown, ReplicaFenced

T = TypeVar("T")
log = structlog.get_logger(__name__)

POLL_RECORDS = 16
"""Records a poll hands over at most, so that a batch overshoots its size by no more than these."""
FETCH_BYTES = 8 * 2**20
"""Bytes a fetch asks a broker for at most; with `POLL_RECORDS` this bounds what is in memory and not yet in a batch.

Of four times as much kafka-python's copies are so large that each is fresh memory of the system's: a millisecond a page. A
record that is larger is fetched all the same.
"""
LATEST = 253_402_300_799_000
"""The last millisecond since 1970 that has a date; producers that count in microseconds name later ones."""


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python ships no types
    """Notes changes of assignment. Runs on kafka-python's IO thread while our thread waits in `poll`."""

    def __init__(self, changed: Callable[[set[TopicPartition]], None]) -> None:
        self._changed = changed

    def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:  # noqa: ARG002 - kafka-python's signature
        self._changed(set())

    def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        self._changed(set(assigned))


class KafkaSource:
    """The input topic, read by one member of the consumer group. Raises `DependencyDown` where no broker answers."""

    def __init__(self, settings: KafkaSettings, on_rebalance: Callable[[], None]) -> None:
        self._settings = settings
        self._on_rebalance = on_rebalance
        self._owned: set[TopicPartition] = set()
        self._epoch = 0
        self._assignment = Assignment(0, {})
        try:
            self._consumer = KafkaConsumer(
                **client_config(settings),
                group_id=settings.group_id,
                group_instance_id=settings.replica_id,
                enable_auto_commit=False,
                isolation_level="read_committed",
                auto_offset_reset="earliest",  # of an offset that is no longer there; where a group begins is `_committed`'s
                partition_assignment_strategy=[RangePartitionAssignor],
                session_timeout_ms=round(settings.session_timeout * 1000),
                heartbeat_interval_ms=round(settings.session_timeout * 1000 / 4),
                max_poll_interval_ms=round(settings.max_poll_interval * 1000),
                max_poll_records=POLL_RECORDS,
                fetch_max_bytes=FETCH_BYTES,
                max_partition_fetch_bytes=FETCH_BYTES // 4,
                fetch_max_wait_ms=200,
            )
        except KafkaError as error:
            raise DependencyDown(no_answer(settings, error)) from error
        self._consumer.subscribe([settings.input_topic], listener=_Listener(self._changed))

    def _changed(self, owned: set[TopicPartition]) -> None:
        self._owned = owned
        self._epoch += 1
        if owned:
            self._on_rebalance()

    @property
    def assignment(self) -> Assignment:
        return self._assignment

    @property
    def exhausted(self) -> bool:
        return False

    def read(self, pages: int, size: int, seconds: float) -> Batch:
        deadline = time.monotonic() + seconds
        records: list[Record] = []
        held = 0
        while len(records) < pages and held < size:
            left = deadline - time.monotonic()
            polled = self._poll(0 if records else max(0.0, left), min(POLL_RECORDS, pages - len(records)))
            if self._assignment.epoch != self._epoch:
                # What was read belongs to an assignment that is over; the seek makes us read it again if it is still ours.
                records, held = [], 0
                self._start_epoch()
                continue
            if not polled and (records or left <= 0):
                break
            for message in (message for found in polled.values() for message in found):
                records.append(record_of(message))
                held += len(message.value or b"")
        membership = self._consumer.group_metadata()
        if membership.generation_id < 0:
            # The heartbeat has just found us expelled: what was read belongs to whoever owns the partitions next.
            if records:
                self.rewind()
            records = []
        upto = {r.origin.place: r.origin.offset + 1 for r in records}
        return Batch(tuple(records), self._assignment.epoch, upto, membership)

    def keep_alive(self) -> None:
        owned = self._consumer.assignment()
        self._consumer.pause(*owned)
        # Partitions that a rebalance adds here are not paused; what this may read of them is read again after the seek.
        self._poll(0, 1)
        self._consumer.resume(*(owned & self._consumer.assignment()))
        if self._assignment.epoch != self._epoch:
            self._start_epoch()

    def rewind(self) -> None:
        self._epoch += 1
        self._start_epoch()

    def lag(self) -> Mapping[Partition, int]:
        marks = {tp: self._consumer.highwater(tp) for tp in self._owned}
        return {Partition(tp.topic, tp.partition): max(0, mark - self._position(tp)) for tp, mark in marks.items() if mark is not None}

    def close(self) -> None:
        try:
            self._leave()
        finally:
            self._consumer.close(autocommit=False, timeout_ms=5000)

    def _poll(self, seconds: float, records: int) -> dict[TopicPartition, list[Any]]:
        try:
            polled: dict[TopicPartition, list[Any]] = self._consumer.poll(timeout_ms=round(seconds * 1000), max_records=records)
        except FencedInstanceIdError as error:
            raise ReplicaFenced(_fenced(self._settings)) from error
        except CorruptRecordError as error:
            places = ", ".join(f"partition {tp.partition} offset {self._position(tp)}" for tp in sorted(self._owned))
            raise RuntimeError(
                f"{self._settings.input_topic} holds a record that can't be read, among the next after {places}: {error}. Nothing can be "
                f"kept of it; to go on, move group {self._settings.group_id} past it (kafka-consumer-groups.sh --reset-offsets)."
            ) from error
        except KafkaError as error:
            raise RuntimeError(f"{self._settings.input_topic} could not be read as group {self._settings.group_id}: {error!r}") from error
        return polled

    def _position(self, tp: TopicPartition) -> int:
        """The offset that is read next: beyond what is no record, such as transactions' marks and what they aborted."""
        return int(self._consumer.position(tp, timeout_ms=0) or 0)

    def _start_epoch(self) -> None:
        """Seek what we own to what is committed, and say so as the new assignment."""
        epoch, owned = self._epoch, sorted(self._owned)
        offsets = {tp: offset for tp in owned if (offset := self._committed(tp)) is not None}
        offsets |= self._begin([tp for tp in owned if tp not in offsets])
        committed = {}
        for tp in owned:
            self._consumer.seek(tp, offsets[tp])
            committed[Partition(tp.topic, tp.partition)] = offsets[tp]
        self._assignment = Assignment(epoch, committed)
        log.info("partitions assigned", partitions=[tp.partition for tp in owned], epoch=epoch)

    def _committed(self, tp: TopicPartition) -> int | None:
        """The committed offset, if there is one.

        With `read_committed` the broker holds this answer back while a transaction is open that may move the offset.
        """

        def ask() -> int | None:
            found: int | None = self._consumer.committed(tp, timeout_ms=10_000)
            return found

        return self._patiently(f"the committed offset of {tp.topic}/{tp.partition}", ask)

    def _begin(self, new: list[TopicPartition]) -> dict[TopicPartition, int]:
        """Where to begin in partitions without a committed offset: where `kafka.auto_offset_reset` says.

        "latest" is where the topic ended when the group began. So that is committed at once, for all partitions: else what
        is read but not yet published would be passed over after a crash, and so would what is written to a partition that
        is added later, before it is found.
        """
        if not new:
            return {}

        def ask() -> dict[TopicPartition, int]:
            places = [
                TopicPartition(self._settings.input_topic, n) for n in self._consumer.partitions_for_topic(self._settings.input_topic)
            ]
            if self._settings.auto_offset_reset == "earliest" or any(
                self._consumer.committed(tp, timeout_ms=10_000) is not None for tp in places
            ):
                return dict(self._consumer.beginning_offsets(new, timeout_ms=10_000))
            ends: dict[TopicPartition, int] = self._consumer.end_offsets(places, timeout_ms=10_000)
            self._consumer.commit({tp: OffsetAndMetadata(end, "", -1) for tp, end in ends.items()}, timeout_ms=10_000)
            return ends

        return self._patiently(f"where group {self._settings.group_id} begins", ask)

    def _patiently(self, what: str, ask: Callable[[], T]) -> T:
        deadline = time.monotonic() + self._settings.max_poll_interval / 2
        while True:
            try:
                return ask()
            except KafkaError as error:
                if time.monotonic() > deadline:
                    raise DependencyDown(f"{what} could not be read: {error!r}") from error
                log.warning("waiting for Kafka", asked=what, error=repr(error))
                time.sleep(0.2)

    def _leave(self) -> None:
        """Leave the group at once: a static member that merely closes keeps its partitions until the session ends."""
        member = self._consumer.group_metadata()
        if member.member_id == "":
            return
        try:
            # A broker that does not answer must not keep us from stopping; the session then ends by itself.
            with closing(KafkaAdminClient(**client_config(self._settings) | IMPATIENT)) as admin:
                # With the member's own id, so that a replica that has taken this one's place is not put out instead.
                one = MemberToRemove(member_id=member.member_id, group_instance_id=self._settings.replica_id)
                admin.remove_group_members(self._settings.group_id, [one])
        except KafkaError as error:
            log.warning("could not leave the group; its partitions wait for kafka.session_timeout", error=repr(error))


def _fenced(settings: KafkaSettings) -> str:
    return (
        f"another worker with kafka.replica_id={settings.replica_id!r} has joined group {settings.group_id!r} and taken over. "
        "Give each replica an id of its own."
    )


def record_of(message: Any) -> Record:
    """A message as kafka-python hands it over, as our record."""
    return Record(
        origin=Origin(message.topic, message.partition, message.offset),
        value=message.value,
        timestamp=datetime.fromtimestamp(min(max(0, message.timestamp), LATEST) / 1000, UTC),
        key=message.key,
        headers=tuple((name, value if value is not None else b"") for name, value in message.headers),
    )
