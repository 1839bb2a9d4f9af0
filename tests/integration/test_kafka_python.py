"""What kafka-python 3.0.12 does when things go wrong, and that the sink is not taken in by it (design: kafka-python, 1 to 7, 10).

Not tested, with the reason why it can't touch us: *5* (no back-pressure): the sink sends one batch and waits for it, and a
batch is bounded in pages and bytes. *6* (callbacks on the IO thread, metadata ahead of the assignment): the listener only
notes what is assigned; the metadata is captured with the batch, and every change of assignment voids the batches before
it, which tests/integration/test_kafka.py and tests/chaos show. *7* (threads, forks): one thread owns the consumer, the
transaction runs in one thread at a time while its caller waits, and the pool spawns.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from kafka.structs import ConsumerGroupMetadata, OffsetAndMetadata

from tests.kafka_broker import Broker
from worker.kafka.sink import KafkaSink
from worker.kafka.source import KafkaSource
from worker.model import Dead, Origin, Outcome, Partition, Reason, Record, Stage
from worker.settings import KafkaSettings
from worker.stream import Aborted, Batch

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def names(broker: Broker, transaction_timeout: float = 10.0, limit: int = 2**20) -> KafkaSettings:
    run = uuid4().hex[:8]
    settings = KafkaSettings(
        bootstrap_servers=broker.bootstrap,
        group_id=f"group-{run}",
        replica_id="one",
        input_topic=f"in-{run}",
        articles_topic=f"articles-{run}",
        duplicates_topic=f"duplicates-{run}",
        dead_topic=f"dead-{run}",
        transaction_timeout=transaction_timeout,
    )
    topics = [settings.input_topic, settings.articles_topic, settings.duplicates_topic, settings.dead_topic]
    broker.create_topics(topics, config={"max.message.bytes": str(limit)})
    return settings


def outcome(settings: KafkaSettings, offset: int, value: bytes = b"x" * 10) -> Outcome:
    record = Record(Origin(settings.input_topic, 0, offset), value, NOW)
    return Outcome(record, Dead(Reason.MALFORMED, Stage.DECODE, "made for the test"))


def read_one_batch(source: KafkaSource) -> Batch:
    deadline = time.monotonic() + 60
    while not (batch := source.read(64, 10**8, 0.5)).records:
        assert time.monotonic() < deadline
    return batch


@pytest.fixture
def retries() -> list[int]:
    return []


def sink_for(settings: KafkaSettings, retries: list[int]) -> KafkaSink:
    return KafkaSink(settings, "test", lambda: retries.append(1))


def test_1_a_commit_succeeds_although_a_record_of_it_was_refused(broker: Broker) -> None:
    """Why every future is looked at: the transaction commits without the record that failed."""
    topic = f"small-{uuid4().hex[:8]}"
    broker.create_topics([topic], config={"max.message.bytes": "1000"})
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, transactional_id=topic, max_request_size=10**6)
    producer.init_transactions()
    producer.begin_transaction()
    small, large = producer.send(topic, b"small"), None
    producer.flush()
    large = producer.send(topic, b"x" * 100_000)
    with pytest.raises(KafkaError):
        large.get(timeout=30)
    try:
        producer.commit_transaction()
        seen = [message.value for message in broker.read_all(topic)]
    except KafkaError:
        seen = []  # newer versions may turn the failure into an abortable error: then nothing is seen at all
    producer.close(timeout=5)
    assert small.succeeded()
    assert seen in ([b"small"], [])


def test_1_a_batch_one_of_whose_records_fails_is_not_published_at_all(broker: Broker, retries: list[int]) -> None:
    settings = names(broker, limit=5000)
    sink, source = sink_for(settings, retries), KafkaSource(settings, lambda: None)
    broker.produce(settings.input_topic, [(0, b"x", [])] * 2)
    batch = read_one_batch(source)
    with pytest.raises(RuntimeError, match=r"max\.message\.bytes"):
        sink.write([outcome(settings, 0), outcome(settings, 1, os.urandom(20_000))], batch)
    assert broker.read_all(settings.dead_topic) == []
    source.close()
    sink.close()


def test_2_offsets_of_a_failed_transaction_do_not_go_out_with_the_next(broker: Broker, retries: list[int]) -> None:
    """The group refuses offsets from a member it does not know; the next batch commits its own offsets only."""
    settings = names(broker)
    broker.produce(settings.input_topic, [(0, b"%d" % n, []) for n in range(10)])
    sink, source = sink_for(settings, retries), KafkaSource(settings, lambda: None)
    batch = read_one_batch(source)
    stranger = ConsumerGroupMetadata(group_id=settings.group_id, generation_id=77, member_id="stranger", group_instance_id=None)
    place = Partition(settings.input_topic, 0)
    with pytest.raises(Aborted):
        sink.write([outcome(settings, 0)], Batch(batch.records, batch.epoch, {place: 9}, stranger))
    sink.write([outcome(settings, n) for n in range(3)], Batch(batch.records[:3], batch.epoch, {place: 3}, batch.membership))
    source.rewind()
    assert source.assignment.committed == {place: 3}
    assert len(broker.read_all(settings.dead_topic)) == 3
    source.close()
    sink.close()


def test_3_a_broker_that_falls_silent_does_not_hold_a_write_for_ever(tmp_path: Path, retries: list[int]) -> None:
    """The deadline ends the wait; once the broker is back the batch is aborted, read again and published once."""
    with Broker(tmp_path / "kafka") as broker:
        settings = names(broker, transaction_timeout=8.0)
        broker.produce(settings.input_topic, [(0, b"%d" % n, []) for n in range(5)])
        sink, source = sink_for(settings, retries), KafkaSource(settings, lambda: None)
        batch = read_one_batch(source)
        outcomes = [outcome(settings, n) for n in range(len(batch.records))]
        broker.kill()
        back = threading.Timer(4.0, broker.start)
        back.start()
        began = time.monotonic()
        with pytest.raises(Aborted):
            sink.write(outcomes, batch)
        assert time.monotonic() - began < 60
        back.join()
        source.rewind()
        again = read_one_batch(source)
        assert [r.origin for r in again.records] == [r.origin for r in batch.records]
        sink.write(outcomes, again)
        assert len(broker.read_all(settings.dead_topic)) == len(outcomes)
        source.close()
        sink.close()


def test_4_and_10_what_a_dead_replica_left_open_is_ended_by_its_successor(broker: Broker, retries: list[int]) -> None:
    """An open transaction hides what comes after it and holds the committed offsets; the same id taken anew ends both."""
    settings = names(broker, transaction_timeout=60.0)
    broker.produce(settings.input_topic, [(0, b"%d" % n, []) for n in range(3)])
    source = KafkaSource(settings, lambda: None)
    batch = read_one_batch(source)
    left = KafkaProducer(
        bootstrap_servers=broker.bootstrap,
        transactional_id=f"{settings.group_id}-{settings.replica_id}",
        transaction_timeout_ms=60_000,
    )
    left.init_transactions()
    left.begin_transaction()
    left.send(settings.dead_topic, b"half done").get(timeout=30)
    place = TopicPartition(settings.input_topic, 0)
    left.send_offsets_to_transaction({place: OffsetAndMetadata(2, "", -1)}, batch.membership)
    left.close(timeout=5)  # sends no EndTxn
    reader = KafkaConsumer(bootstrap_servers=broker.bootstrap, isolation_level="read_committed", group_id=settings.group_id)
    with pytest.raises(KafkaError):
        reader.committed(place, timeout_ms=1500)
    sink = sink_for(settings, retries)
    assert reader.committed(place, timeout_ms=10_000) is None
    sink.write([outcome(settings, n) for n in range(3)], batch)
    assert [m.value for m in broker.read_all(settings.dead_topic)] == [b"x" * 10] * 3
    reader.close()
    source.close()
    sink.close()
