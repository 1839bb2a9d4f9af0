"""`worker dead list` and `worker dead replay`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, MessageSizeTooLargeError
from kafka.producer.future import FutureRecordMetadata

from worker.dead import MOST_REPLAYS, DeadRecord, matching, parse_message, read_file, replayed
from worker.kafka.client import client_config, no_answer
from worker.kafka.source import record_of
from worker.settings import KafkaSettings, Settings

IN_FLIGHT = 32 * 2**20
"""Bytes of records on their way at most: kafka-python's producer has no bound of its own."""


def show(settings: Settings, path: Path | None, reasons: Sequence[str], since: datetime | None, contains: str | None) -> int:
    """A line a record, and the counts by reason at the end, on standard error."""
    counts: Counter[str] = Counter()
    try:
        found = read_file(path) if path else _topic(settings)
        for dead in matching(found, reasons, since and since.replace(tzinfo=UTC), contains):
            counts[dead.reason] += 1
            typer.echo(f"{dead.at}  {dead.record.origin}  {dead.reason} ({dead.stage}): {dead.error}")
    except BrokenPipeError:  # who reads our lines has seen enough
        raise
    except (ValueError, OSError) as error:
        typer.echo(f"worker: {error}", err=True)
        return 2
    except KafkaError as error:
        typer.echo(f"worker: {no_answer(settings.kafka, error)}", err=True)
        return 3
    for reason, count in counts.most_common():
        typer.echo(f"{count:8} {reason}", err=True)
    return 0


def replay(settings: Settings, reasons: Sequence[str], since: datetime | None, contains: str | None, dry_run: bool) -> int:
    """Send records back to the input topic: each one's last death, unless it was sent back `MOST_REPLAYS` times."""
    counts: Counter[str] = Counter()
    try:
        died_again = {dead.replay_of for dead in _topic(settings)}
        producer = None if dry_run else _producer(settings.kafka)
        sent: list[tuple[str, FutureRecordMetadata]] = []
        held = 0
        for dead in matching(_topic(settings), reasons, since and since.replace(tzinfo=UTC), contains):
            if str(dead.place) in died_again:
                counts["left: died again since"] += 1
                continue
            if dead.replays >= MOST_REPLAYS:
                counts["left: replayed too often"] += 1
                continue
            counts["replayed" if producer else "would be replayed"] += 1
            if producer:
                record = replayed(dead)
                future = producer.send(settings.kafka.input_topic, record.value, key=record.key, headers=list(record.headers))
                sent.append((str(dead.place), future))
                held += len(record.value or b"")
                if held > IN_FLIGHT:
                    _delivered(producer, sent)
                    held = 0
        if producer:
            _delivered(producer, sent)
            producer.close()
    except ValueError as error:
        typer.echo(f"worker: {error}", err=True)
        return 2
    except KafkaError as error:
        typer.echo(f"worker: {no_answer(settings.kafka, error)}", err=True)
        return 3
    for what, count in counts.items():
        typer.echo(f"{what}: {count}")
    return 0


def _producer(settings: KafkaSettings) -> KafkaProducer:
    # Packed as the pages may have been that came in: a topic's limit is one of packed records.
    compression = None if settings.compression_type == "none" else settings.compression_type
    return KafkaProducer(**client_config(settings), acks="all", max_request_size=2**31 - 1, linger_ms=50, compression_type=compression)


def _delivered(producer: KafkaProducer, sent: list[tuple[str, FutureRecordMetadata]]) -> None:
    """Wait for what was sent. Raises ValueError where the topic does not take a record."""
    producer.flush(timeout=60)
    for place, future in sent:
        try:
            future.get(timeout=0)
        except MessageSizeTooLargeError as error:
            raise ValueError(f"{place} does not fit the input topic: raise its max.message.bytes, or leave it out by --contains") from error
    sent.clear()


def _topic(settings: Settings) -> Iterator[DeadRecord]:
    """The dead topic, from its beginning to where it ends now. Raises ValueError where there is none."""
    consumer = KafkaConsumer(**client_config(settings.kafka), isolation_level="read_committed", enable_auto_commit=False, group_id=None)
    try:
        topic = settings.kafka.dead_topic
        places = [TopicPartition(topic, n) for n in sorted(consumer.partitions_for_topic(topic) or ())]
        if not places:
            raise ValueError(f"no topic {topic}: create with `worker topics create`")
        ends = consumer.end_offsets(places)
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        while any(consumer.position(tp) < ends[tp] for tp in places):
            for found in consumer.poll(timeout_ms=500).values():
                yield from (
                    parse_message(record_of(message))
                    for message in found
                    if message.offset < ends[TopicPartition(topic, message.partition)]
                )
    finally:
        consumer.close()
