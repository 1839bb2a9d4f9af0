"""One record of a topic, by its place: for looking at it."""

from __future__ import annotations

from contextlib import closing

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from worker.kafka.client import client_config, no_answer
from worker.kafka.source import record_of
from worker.model import Origin, Record
from worker.settings import KafkaSettings
from worker.stream import DependencyDown

PATIENCE = 10_000
"""Milliseconds that the record may take to come."""


def record_at(settings: KafkaSettings, place: Origin) -> Record:
    """The record at a place. Raises ValueError where there is none, `DependencyDown` where the broker does not answer."""
    try:
        with closing(KafkaConsumer(**client_config(settings), enable_auto_commit=False, group_id=None)) as consumer:
            if place.partition not in (consumer.partitions_for_topic(place.source) or ()):
                raise ValueError(f"no topic {place.source} with a partition {place.partition}")
            tp = TopicPartition(place.source, place.partition)
            first, after = consumer.beginning_offsets([tp])[tp], consumer.end_offsets([tp])[tp]
            if not first <= place.offset < after:
                raise ValueError(f"{place.source}/{place.partition} holds the offsets from {first} to below {after}, not {place.offset}")
            consumer.assign([tp])
            consumer.seek(tp, place.offset)
            found = consumer.poll(timeout_ms=PATIENCE, max_records=1).get(tp, ())
    except KafkaError as error:
        raise DependencyDown(no_answer(settings, error)) from error
    if not found or found[0].offset != place.offset:
        raise ValueError(f"{place} holds no record: a transaction's mark, or one that compaction took")
    return record_of(found[0])
