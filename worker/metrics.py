"""Every metric, in one file, with a line on each. Label values are bounded: no URLs, no publishers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector

from worker import __version__
from worker.model import Article, Dead, Duplicate, Outcome, Partition, Reason, Record, Stage

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
SLOW = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400)
FIELDS = ("authors", "published_at", "description", "images", "section", "dateline")
"""Fields whose absence is counted."""


class Metrics:
    """Bookkeeping of one worker, in a registry of its own. read = article + duplicate + dead, once all is written."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = r = registry
        self._ours: set[Partition] = set()
        self._published: dict[Partition, datetime] = {}
        self._waiting: dict[Partition, datetime] = {}
        self._read = Counter("worker_records_read", "Records read from the source, again after an abort", registry=r)
        self._settled = Counter("worker_records_settled", "Records of published batches: what went in", registry=r)
        self._outcomes = Counter("worker_outcomes", "Published outcomes; their sum is worker_records_settled", ["outcome"], registry=r)
        self._duplicates = Counter("worker_duplicates", "Published duplicates", ["relation"], registry=r)
        self._dead = Counter("worker_dead", "Published dead records", ["reason", "stage"], registry=r)
        self._agencies = Counter("worker_agency_credits", "Articles credited to an agency", ["agency"], registry=r)
        self._languages = Counter("worker_article_languages", "Articles by language of two letters, or other", ["language"], registry=r)
        self._missing = Counter("worker_missing_fields", "Articles without a field", ["field"], registry=r)
        self._stage = Histogram("worker_stage_seconds", "Time of a batch in a stage", ["stage"], buckets=FAST, registry=r)
        self._steps = Histogram("worker_page_step_seconds", "Time of a page in a step of normalising", ["step"], buckets=FAST, registry=r)
        self._end_to_end = Histogram("worker_end_to_end_seconds", "Record's timestamp to commit", buckets=SLOW, registry=r)
        self._freshness = Histogram("worker_freshness_seconds", "Article's published_at to commit", buckets=SLOW, registry=r)
        self._bytes = Histogram("worker_page_bytes", "Size of a record's value", buckets=tuple(4**n for n in range(5, 13)), registry=r)
        self._batch = Histogram("worker_batch_pages", "Pages of a batch", buckets=(1, 4, 16, 64, 256, 1024), registry=r)
        self._lag = Gauge("worker_lag_records", "Records not yet read", ["source", "partition"], registry=r)
        self._lag_seconds = Gauge(
            "worker_lag_seconds",
            "Age of the first record read and not published, or else of the last published; 0 where all is published",
            ["source", "partition"],
            registry=r,
        )
        self._in_flight = Gauge("worker_in_flight_pages", "Pages read and not yet published", registry=r)
        self._oldest = Gauge("worker_oldest_in_flight_timestamp_seconds", "When the oldest page in flight was read; 0: none", registry=r)
        self._restarts = Counter("worker_pool_restarts", "Pool processes replaced", ["cause"], registry=r)
        self._commits = Counter("worker_commits", "Batches published", registry=r)
        self._last_commit = Gauge("worker_last_commit_timestamp_seconds", "When the last batch was published", registry=r)
        self._aborts = Counter("worker_aborts", "Batches given up, to be read again", ["cause"], registry=r)
        self._rebalances = Counter("worker_rebalances", "Changes of assignment", registry=r)
        self._index_entries = Gauge("worker_index_entries", "Articles the index remembers", registry=r)
        self._index = Histogram("worker_index_seconds", "Time of an index operation", ["operation"], buckets=FAST, registry=r)
        self._retries = Counter("worker_retries", "Calls of a dependency tried again", ["dependency"], registry=r)
        self._pool_memory = Gauge("worker_pool_resident_bytes", "Resident memory of the pool's processes", registry=r)
        ProcessCollector(registry=r)
        Info("worker_build", "What runs", registry=r).info({"version": __version__})
        # From 0 on: what is first told with its first count has had no increase, and that is what alerts ask for.
        for counter, values in (
            (self._outcomes, ("article", "duplicate", "dead")),
            (self._duplicates, ("recrawl", "copy", "excerpt")),
            (self._missing, FIELDS),
            (self._restarts, ("timeout", "crashed", "out_of_memory", "recycled")),
            (self._aborts, ("fenced", "transaction")),
            (self._retries, ("kafka", "index")),
        ):
            for value in values:
                counter.labels(value)
        for reason in Reason:
            self._dead.labels(reason.value, Stage.NORMALISE.value)

    def read(self, records: Sequence[Record]) -> None:
        self._read.inc(len(records))
        self._batch.observe(len(records))
        for record in records:
            self._bytes.observe(len(record.value or b""))

    def written(self, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Count a published batch."""
        self._commits.inc()
        self._last_commit.set(now.timestamp())
        self._settled.inc(len(outcomes))
        for outcome in outcomes:
            self._end_to_end.observe(max(0.0, (now - outcome.record.timestamp).total_seconds()))
            self._published[outcome.record.origin.place] = outcome.record.timestamp
            match outcome.result:
                case Article() as article:
                    self._article(article, now)
                case Duplicate() as duplicate:
                    self._outcomes.labels("duplicate").inc()
                    self._duplicates.labels(duplicate.relation).inc()
                case Dead() as dead:
                    self._outcomes.labels("dead").inc()
                    self._dead.labels(dead.reason.value, dead.stage.value).inc()

    def _article(self, article: Article, now: datetime) -> None:
        self._outcomes.labels("article").inc()
        for agency in article.agencies:
            self._agencies.labels(agency.name).inc()
        code = article.language.partition("-")[0]
        self._languages.labels(code if len(code) == 2 and code.isascii() else "other").inc()
        for field in FIELDS:
            if not getattr(article, field):
                self._missing.labels(field).inc()
        if isinstance(article.published_at, datetime) and article.published_at.tzinfo:
            self._freshness.observe(max(0.0, (now - article.published_at.astimezone(UTC)).total_seconds()))

    def stage(self, stage: Stage, seconds: float) -> None:
        self._stage.labels(stage.value).observe(seconds)

    def pool_seconds(self, steps: Mapping[str, float]) -> None:
        for step, seconds in steps.items():
            self._steps.labels(step).observe(seconds)

    def lag(self, unread: Mapping[Partition, int], now: datetime) -> None:
        """`unread`: records not yet read, by partition. Of partitions that are no longer in it nothing is said any more."""
        for place in self._ours - unread.keys():
            self._lag.remove(place.source, place.partition)
            self._lag_seconds.remove(place.source, place.partition)
            self._published.pop(place, None)
        self._ours = set(unread)
        for place, records in unread.items():
            self._lag.labels(place.source, place.partition).set(records)
            since = self._waiting.get(place) or (self._published.get(place) if records else None)
            self._lag_seconds.labels(place.source, place.partition).set(max(0.0, (now - since).total_seconds()) if since else 0)

    def in_flight(self, records: Sequence[Record], since: float) -> None:
        """`records`: read and not yet published; `since`: seconds since 1970 at which the first was read, 0 if there are none."""
        self._waiting = {}
        for record in records:
            self._waiting.setdefault(record.origin.place, record.timestamp)
        self._in_flight.set(len(records))
        self._oldest.set(since)

    def index_entries(self, entries: int) -> None:
        self._index_entries.set(entries)

    def index_seconds(self, operation: str, seconds: float) -> None:
        self._index.labels(operation).observe(seconds)

    def watch_pool(self, resident_bytes: Callable[[], float]) -> None:
        """`resident_bytes` is asked whenever the metrics are."""
        self._pool_memory.set_function(resident_bytes)

    def pool_restarted(self, cause: str) -> None:
        self._restarts.labels(cause).inc()

    def aborted(self, cause: str) -> None:
        self._aborts.labels(cause).inc()

    def rebalanced(self) -> None:
        self._rebalances.inc()

    def retried(self, dependency: str) -> None:
        self._retries.labels(dependency).inc()
