"""Outcomes to three Kafka topics and the source's offsets to its group, in one transaction a batch.

kafka-python 3.0.12 can't be trusted with a failed transaction: a batch past `delivery_timeout_ms` fails only its own
future and the commit succeeds; offsets of a failed `send_offsets_to_transaction` go out with the next one; several calls
can wait for ever; `close()` does not abort. One rule answers all of these: every future is looked at, the whole
transaction runs under a deadline, and after any failure the producer is thrown away. A new one with the same transactional
id makes the broker end what was open, and the source is rewound to the committed offsets, which tell what was published.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime

import structlog
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import (
    CommitFailedError,
    FencedInstanceIdError,
    InvalidProducerEpochError,
    KafkaError,
    MessageSizeTooLargeError,
    ProducerFencedError,
)
from kafka.producer.future import FutureRecordMetadata
from kafka.structs import OffsetAndMetadata

from worker.dead import dead_headers
from worker.kafka.client import IMPATIENT, client_config, no_answer
from worker.model import Article, Duplicate, Outcome
from worker.settings import KafkaSettings
from worker.stream import Aborted, Batch, DependencyDown, ReplicaFenced
from worker.trace import carried

log = structlog.get_logger(__name__)

BATCH_BYTES = 2**20
"""Bytes of a producer batch. 16 KiB, the default, gives 350 messages a second at 10 ms round trip; 1 MiB 2,288."""
DEAD_ROOM = 2**14
"""Bytes by which a dead record may be larger than what it keeps: its reason and error in headers, a compression that helps less."""
RECORD_OVERHEAD = 1024
"""Bytes left free below a topic's `max.message.bytes` for key, headers and framing."""


class KafkaSink:
    """The topics for articles, duplicates and dead records. Raises `DependencyDown` where no broker answers."""

    def __init__(self, settings: KafkaSettings, worker: str, on_retry: Callable[[], None]) -> None:
        self._settings = settings
        self._worker = worker
        self._on_retry = on_retry
        self._limits = self._topic_limits()
        self._refuse_small_dead_topic()
        self._refused: tuple[object, float] = (None, 0.0)
        self._producer = self._connect()

    @property
    def largest(self) -> int:
        return self._limits[self._settings.articles_topic] - RECORD_OVERHEAD

    def write(self, outcomes: Sequence[Outcome], batch: Batch) -> None:
        started, producer = time.monotonic(), self._producer
        try:
            _within(self._settings.transaction_timeout, lambda: self._transact(producer, outcomes, batch))
        except (KafkaError, TimeoutError) as error:
            self._failed(error, batch, time.monotonic() - started)
            self._replace(error)

    def _failed(self, error: BaseException, batch: Batch, seconds: float) -> None:
        """Raise what is fatal of a transaction that failed after so many seconds."""
        causes = tuple(map(type, _causes(error)))
        if MessageSizeTooLargeError in causes:
            raise RuntimeError(f"a record does not fit its topic; raise max.message.bytes of the output topics: {error!r}") from error
        # The broker also fences a transaction that outlived its time; only a quick refusal means another replica.
        quick = seconds < self._settings.transaction_timeout / 2
        if FencedInstanceIdError in causes or (quick and {ProducerFencedError, InvalidProducerEpochError} & set(causes)):
            raise ReplicaFenced(self._fenced()) from error
        refused = CommitFailedError in causes
        if refused and batch.membership != self._refused[0]:
            self._refused = (batch.membership, time.monotonic())
        # A group that has gone on without us is joined again, unless kafka-python has given up, as it does where another has
        # joined under our id while we were frozen: then our membership is refused for ever.
        given_up = refused and time.monotonic() - self._refused[1] > self._settings.session_timeout
        if given_up or ((refused or not quick) and self._has_successor(batch)):
            raise ReplicaFenced(self._fenced()) from error

    def _has_successor(self, batch: Batch) -> bool:
        """Whether another member of the group bears the id that we bore: its transactional id is then not ours to take back."""
        ours = batch.membership
        if getattr(ours, "group_instance_id", None) != self._settings.replica_id:
            return False
        try:
            with closing(KafkaAdminClient(**client_config(self._settings) | IMPATIENT)) as admin:
                group = admin.describe_groups([self._settings.group_id])[self._settings.group_id]
        except KafkaError as error:
            log.warning("the group could not be looked at", error=repr(error))
            return False
        mine = getattr(ours, "member_id", None)
        return any(m["group_instance_id"] == self._settings.replica_id and m["member_id"] != mine for m in group["members"])

    def close(self) -> None:
        self._discard()

    def _transact(self, producer: KafkaProducer, outcomes: Sequence[Outcome], batch: Batch) -> None:
        producer.begin_transaction()
        futures = [self._send(producer, outcome) for outcome in outcomes]
        producer.flush(timeout=self._settings.transaction_timeout)
        for future in futures:
            future.get(timeout=0)
        offsets = {TopicPartition(p.source, p.partition): OffsetAndMetadata(offset, "", -1) for p, offset in batch.upto.items()}
        producer.send_offsets_to_transaction(offsets, batch.membership)
        producer.commit_transaction()

    def _send(self, producer: KafkaProducer, outcome: Outcome) -> FutureRecordMetadata:
        topics, record, result = self._settings, outcome.record, outcome.result
        trace = carried(record.headers)
        match result:
            case Article():
                return producer.send(topics.articles_topic, result.model_dump_json().encode(), key=result.id.encode(), headers=trace)
            case Duplicate():
                value = result.model_dump_json().encode()
                return producer.send(topics.duplicates_topic, value, key=result.duplicate_of.encode(), headers=trace)
            case _:
                headers = dead_headers(result, record, datetime.now(UTC), self._worker)
                # Kafka refuses a record without key and value, so a tombstone that had no key gets an empty one.
                key = record.key if record.key is not None or record.value is not None else b""
                return producer.send(topics.dead_topic, record.value, key=key, headers=headers)

    def _replace(self, error: BaseException) -> None:
        """Throw the producer away, end what it left open by taking its transactional id anew, and say `Aborted`."""
        log.warning("transaction failed; the batch is read again", error=repr(error))
        self._discard()
        self._producer = self._connect()
        raise Aborted(repr(error)) from error

    def _discard(self) -> None:
        """Drop the producer without waiting: its `close` may block on a broker that does not answer."""
        producer = self._producer

        def close() -> None:
            try:
                producer.close(timeout=0)
            except KafkaError as error:
                log.debug("discarded producer", error=repr(error))

        threading.Thread(target=close, name="discard-producer", daemon=True).start()

    def _connect(self) -> KafkaProducer:
        """A producer ready for transactions, tried until `kafka.transaction_timeout` has passed twice."""
        settings = self._settings
        deadline = time.monotonic() + 2 * settings.transaction_timeout
        while True:
            try:
                producer = KafkaProducer(
                    **client_config(settings),
                    transactional_id=f"{settings.group_id}-{settings.replica_id}",
                    transaction_timeout_ms=round(settings.transaction_timeout * 1000),
                    enable_idempotence=True,
                    acks="all",
                    compression_type=None if settings.compression_type == "none" else settings.compression_type,
                    batch_size=min(BATCH_BYTES, *self._limits.values()),
                    linger_ms=50,  # flush() sends at once; without it each record would be a request of its own
                    max_request_size=2**31 - 1,  # the topics' own limits are checked before a page is remembered
                    max_block_ms=round(settings.transaction_timeout * 1000),
                    request_timeout_ms=round(settings.transaction_timeout * 1000),
                    delivery_timeout_ms=round(settings.transaction_timeout * 1000) + 100,
                    allow_auto_create_topics=False,
                )
                producer.init_transactions()
                return producer
            except KafkaError as error:
                self._on_retry()
                if time.monotonic() > deadline:
                    raise DependencyDown(f"no transaction could be started at {settings.bootstrap_servers}: {error!r}") from error
                log.warning("waiting for Kafka", error=repr(error))
                time.sleep(0.5)

    def _topic_limits(self) -> dict[str, int]:
        """`max.message.bytes` of input and output topics. Raises `DependencyDown`, or ValueError where a topic is missing."""
        names = (self._settings.articles_topic, self._settings.duplicates_topic, self._settings.dead_topic, self._settings.input_topic)
        try:
            admin = KafkaAdminClient(**client_config(self._settings))
        except KafkaError as error:
            raise DependencyDown(no_answer(self._settings, error)) from error
        try:
            missing = sorted(set(names) - set(admin.list_topics()))
            if missing:
                raise ValueError(f"no topic {', '.join(missing)}: create with `worker topics create`")
            asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
            found = admin.describe_configs(asked, config_filter="all")
        except KafkaError as error:
            raise RuntimeError(f"the topics could not be looked at; may {self._settings.replica_id} describe them? {error!r}") from error
        finally:
            admin.close()
        topics = next(iter(found.values()))
        return {name: int(topics[name]["max.message.bytes"]["value"]) for name in names}

    def _refuse_small_dead_topic(self) -> None:
        dead, read = self._limits[self._settings.dead_topic], self._limits[self._settings.input_topic]
        if dead < read:
            raise ValueError(
                f"topic {self._settings.dead_topic} takes records of {dead} bytes, {self._settings.input_topic} of {read}: a dead page "
                "could not be kept byte for byte. Raise max.message.bytes of the former."
            )
        if dead < read + DEAD_ROOM:
            log.warning("the dead topic has no room for a page as large as the input topic takes and its reason", at_least=read + DEAD_ROOM)

    def _fenced(self) -> str:
        return (
            f"another worker with kafka.replica_id={self._settings.replica_id!r} has taken over the transactional id of this one. "
            "Give each replica an id of its own."
        )


def _causes(error: BaseException) -> list[BaseException]:
    """An error and what it wraps: kafka-python tells what failed a transaction in the arguments of what failed after it."""
    found = [error]
    for one in found:
        found += [inner for inner in (*one.args, one.__cause__) if isinstance(inner, BaseException) and inner not in found]
    return found


def _within(seconds: float, work: Callable[[], None]) -> None:
    """Run `work` in a thread; raise what it raises, or TimeoutError after `seconds`, leaving the thread to its fate."""
    failure: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the caller whatever it is
            failure.append(error)

    thread = threading.Thread(target=run, name="transaction", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"the transaction did not end within {seconds:g} s; whether it was committed is unknown")
    if failure:
        raise failure[0]
