"""What the metrics say of partitions and of what has not happened yet: alerts and autoscalers believe it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import yaml
from prometheus_client import CollectorRegistry

from tests.worker_process import ROOT
from worker.metrics import Metrics
from worker.model import Dead, Origin, Outcome, Partition, Reason, Record, Stage

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
BUSY, QUIET = Partition("pages.raw", 0), Partition("pages.raw", 1)


def record(place: Partition, offset: int, age: float) -> Record:
    """A record that was written `age` seconds ago."""
    return Record(Origin(place.source, place.partition, offset), b"{}", NOW - timedelta(seconds=age))


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(CollectorRegistry())


def lag(metrics: Metrics, kind: str, place: Partition) -> float | None:
    return metrics.registry.get_sample_value(f"worker_lag_{kind}", {"source": place.source, "partition": str(place.partition)})


def published(metrics: Metrics, *records: Record) -> None:
    dead = Dead(Reason.MALFORMED, Stage.DECODE, "")
    metrics.written([Outcome(found, dead) for found in records], NOW)


def test_a_partition_that_is_no_longer_ours_is_not_told_of_any_more(metrics: Metrics) -> None:
    published(metrics, record(BUSY, 0, 9000))
    metrics.lag({BUSY: 23, QUIET: 5}, NOW)
    assert (lag(metrics, "records", BUSY), lag(metrics, "seconds", BUSY)) == (23, 9000)
    metrics.lag({QUIET: 5}, NOW)
    assert lag(metrics, "records", BUSY) is lag(metrics, "seconds", BUSY) is None
    metrics.lag({BUSY: 1}, NOW)
    assert lag(metrics, "seconds", BUSY) == 0  # what was published of it before says nothing now
    assert lag(metrics, "records", QUIET) is None


def test_a_partition_where_nothing_waits_is_not_late_however_busy_another_is(metrics: Metrics) -> None:
    published(metrics, record(QUIET, 0, 86400))
    metrics.in_flight([record(BUSY, 7, 2)], NOW.timestamp())
    metrics.lag({BUSY: 10, QUIET: 0}, NOW)
    assert lag(metrics, "seconds", QUIET) == 0
    assert lag(metrics, "seconds", BUSY) == 2


def test_a_replica_that_has_published_nothing_yet_knows_how_late_it_is(metrics: Metrics) -> None:
    metrics.in_flight([record(BUSY, 7, 4000), record(BUSY, 8, 3000)], NOW.timestamp())
    metrics.lag({BUSY: 0}, NOW)
    assert lag(metrics, "seconds", BUSY) == 4000


def asked() -> Iterator[tuple[str, str]]:
    """Each counter that an alert asks for, with its labels."""
    for rule in yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]:
        yield from re.findall(r"(worker_\w+_total)(?:\{([^}]*)\})?", rule["expr"])


@pytest.mark.parametrize(("name", "labels"), sorted(set(asked())))
def test_a_counter_that_an_alert_asks_for_is_there_before_it_counts(metrics: Metrics, name: str, labels: str) -> None:
    wanted = dict(re.findall(r'(\w+)="([^"]*)"', labels))
    samples = [sample for family in metrics.registry.collect() for sample in family.samples if sample.name == name]
    assert any(wanted.items() <= sample.labels.items() and sample.value == 0 for sample in samples)
