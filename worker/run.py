"""The loop: batches from a source, through the stages, to a sink. Read this file first.

    source.read ─► decode ─► recrawl? ─► normalise (pool) ─► dedupe ─► sink.write ─► index.confirm
                   start() ─────────────────────┘            finish() ───────────────────────┘

Two batches are under way at most: while one is finished, the pool already normalises the next. A batch belongs to the
epoch it was read in (`stream.Assignment`); once that is over, or its write was aborted, its work is void and its records
are read again by whoever owns them then.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

import structlog

from worker.deaths import Deaths
from worker.decode import decode
from worker.dedupe import Thresholds
from worker.health import Health
from worker.index import Addition, Entry, Fenced, Index, View
from worker.judge import Judged, judge, query_of, recrawl
from worker.metrics import Metrics
from worker.model import Article, Dead, Normalised, Origin, Outcome, RawPage, Record, Stage, Unchanged
from worker.pool import Pool
from worker.stream import Aborted, Batch, Sink, Source, Step

log = structlog.get_logger(__name__)

COUNT_EVERY = 2.0
"""Seconds between counts of the index's entries and of the lag."""
KEEP_ALIVE = 1.0
"""Seconds between signs of life to the source while the pool works."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a batch, a page and a run. `batch_bytes` bounds what is in flight; seconds and bytes as named."""

    batch_pages: int
    batch_bytes: int
    batch_seconds: float
    page_bytes: int
    dead_share: float
    shutdown_seconds: float


@dataclass(frozen=True, slots=True)
class _Page:
    record: Record
    raw: RawPage
    known: Entry | None
    result: Future[Normalised | Unchanged | Dead]


@dataclass(slots=True)
class _Started:
    """A batch under way: outcomes that are certain already, and pages that the pool is working on.

    `began`: seconds since 1970; `handed_over`: when the pool had all its pages, as `time.perf_counter`; `steps`: stages that are over.
    """

    batch: Batch
    began: float
    handed_over: float = 0.0
    outcomes: dict[Origin, Outcome] = field(default_factory=dict)
    pages: list[_Page] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


class Worker:
    """Runs pages from a source to a sink until the source is exhausted or `stop` is set.

    `clock` gives the time of day; `report` is told of each batch's outcomes and of its stages' times, once all is published.
    """

    def __init__(
        self,
        source: Source,
        sink: Sink,
        index: Index,
        pool: Pool,
        rules: Thresholds,
        limits: Limits,
        metrics: Metrics,
        health: Health,
        clock: Callable[[], datetime],
        report: Callable[[Sequence[Outcome], Sequence[Step]], None],
    ) -> None:
        self._source, self._sink, self._index, self._pool = source, sink, index, pool
        self._rules, self._limits, self._metrics, self._health = rules, limits, metrics, health
        self._clock, self._report = clock, report
        self._epoch = -1
        self._journal: Mapping[Origin, Article] = {}
        self._deaths = Deaths(limits.dead_share)
        self._next_count = 0.0

    def run(self, stop: Event) -> None:
        """Raises `DeadLimit`, `Unreachable`, `DependencyDown`, `ReplicaFenced`, or what the source says of a broken file."""
        current: _Started | None = None
        while not stop.is_set() and not (self._source.exhausted and current is None):
            self._health.beat()
            batch = self._source.read(self._limits.batch_pages, self._limits.batch_bytes, 0 if current else self._limits.batch_seconds)
            if self._new_epoch():
                current = None
            if not batch.records and not current:
                self._count_in_flight()
                self._count_slow()
                continue
            try:
                ahead = self._start(batch) if batch.records else None
                self._count_in_flight(current, ahead)
                done = current is None or self._finish(current, math.inf, stop)
                # What was read after a batch that was left is not published before it: its offsets would pass over the batch.
                current = ahead if done else None
            except (Aborted, Fenced) as error:
                self._abort(error)
                current = None
        if current:
            self._last(current, stop)

    def _count_in_flight(self, *started: _Started | None) -> None:
        under_way = [s for s in started if s]
        self._metrics.in_flight([r for s in under_way for r in s.batch.records], min((s.began for s in under_way), default=0.0))

    def _last(self, current: _Started, stop: Event) -> None:
        """Asked to stop: publish what is under way if it is ready in time, else leave it for the next owner."""
        try:
            self._finish(current, time.monotonic() + self._limits.shutdown_seconds / 2, stop)
        except (Aborted, Fenced) as error:
            self._abort(error)

    def _abort(self, error: Exception) -> None:
        log.warning("batch aborted", error=str(error))
        self._metrics.aborted("fenced" if isinstance(error, Fenced) else "transaction")
        self._source.rewind()

    def _new_epoch(self) -> bool:
        """Whether the assignment has changed: then claim the partitions, and learn what was remembered but not published."""
        assignment = self._source.assignment
        if assignment.epoch == self._epoch:
            return False
        self._pool.discard()
        self._journal = self._index.claim(assignment.committed)
        self._epoch = assignment.epoch
        self._health.assigned(bool(assignment.committed))
        return True

    def _start(self, batch: Batch) -> _Started:
        """Decode a batch, look its URLs up, and hand its pages to the pool."""
        now = self._clock()
        started = _Started(batch, now.timestamp())
        began = time.perf_counter()
        decoded: list[tuple[Record, RawPage]] = []
        for record in batch.records:
            if record.origin in self._journal:
                started.outcomes[record.origin] = Outcome(record, self._journal[record.origin])
                continue
            match decode(record, self._limits.page_bytes, now):
                case Dead() as dead:
                    started.outcomes[record.origin] = Outcome(record, dead)
                case page:
                    decoded.append((record, page))
        self._ended(started, Stage.DECODE, began)
        began = time.perf_counter()
        known = self._index.known([page.url for _, page in decoded])
        for (record, page), entry in zip(decoded, known, strict=True):
            # A page that is itself what the index remembers of its URL is no recrawl: it is read again.
            usable = entry is not None and entry.origin != record.origin and self._in_window(entry, page)
            entry = entry if usable else None
            started.pages.append(_Page(record, page, entry, self._pool.submit(page, entry.visible if entry else None)))
        self._ended(started, Stage.RECRAWL, began)
        started.handed_over = time.perf_counter()
        self._metrics.read(batch.records)
        return started

    def _in_window(self, entry: Entry, page: RawPage) -> bool:
        return abs(page.fetched_at.timestamp() - entry.seen_at) <= self._rules.window

    def _finish(self, started: _Started, deadline: float, stop: Event) -> bool:
        """Wait for the pool, judge, publish. False where the batch's epoch ended first, or the deadline came."""
        if not self._await_pool(started, deadline, stop):
            return False
        self._ended(started, Stage.NORMALISE, started.handed_over)
        now = self._clock()
        self._judge(started, now)
        outcomes = [started.outcomes[record.origin] for record in started.batch.records]
        self._deaths.check(outcomes)
        began = time.perf_counter()
        self._sink.write(outcomes, started.batch)
        self._ended(started, Stage.WRITE, began)
        self._index.confirm([o.record.origin for o in outcomes if isinstance(o.result, Article)])
        self._deaths.note(outcomes)
        self._metrics.written(outcomes, self._clock())
        self._count_slow()
        self._report(outcomes, started.steps)
        return True

    def _await_pool(self, started: _Started, deadline: float, stop: Event) -> bool:
        pending = {page.result for page in started.pages}
        while True:
            pending = wait(pending, timeout=KEEP_ALIVE).not_done
            if not pending:
                return True
            self._health.beat()
            self._source.keep_alive()
            if self._source.assignment.epoch != started.batch.epoch:
                return False
            if stop.is_set():
                deadline = min(deadline, time.monotonic() + self._limits.shutdown_seconds / 2)
            if time.monotonic() > deadline:
                return False

    def _judge(self, started: _Started, now: datetime) -> None:
        """Give every page of the batch its outcome; articles are remembered in the index before they are published."""
        began = time.perf_counter()
        shards: dict[str, list[Judged]] = defaultdict(list)
        for page in started.pages:
            match page.result.result():
                case Dead() as dead:
                    started.outcomes[page.record.origin] = Outcome(page.record, dead)
                case Unchanged() as unchanged:
                    assert page.known is not None  # noqa: S101 - only a page with a known print is told unchanged
                    started.outcomes[page.record.origin] = Outcome(page.record, recrawl(page.record, page.raw, page.known, now))
                    self._metrics.pool_seconds(unchanged.seconds)
                case Normalised() as normalised:
                    shards[normalised.fingerprint.script].append(Judged(page.record, page.raw, normalised))
                    self._metrics.pool_seconds(normalised.seconds)
        for shard, pages in shards.items():
            self._settle(shard, pages, now, started.outcomes)
        self._ended(started, Stage.DEDUPE, began)

    def _settle(self, shard: str, pages: Sequence[Judged], now: datetime, outcomes: dict[Origin, Outcome]) -> None:
        judged: list[Outcome] = []

        def decide(view: View) -> Sequence[Addition]:
            judged[:], additions = judge(pages, view, self._rules, self._sink.largest, now)
            return additions

        queries = [query_of(page) for page in pages]
        self._index.settle(shard, queries, decide)
        outcomes.update((outcome.record.origin, outcome) for outcome in judged)

    def _ended(self, started: _Started, stage: Stage, began: float) -> None:
        """A stage of a batch is over that began at `began` (`time.perf_counter`)."""
        seconds = time.perf_counter() - began
        self._metrics.stage(stage, seconds)
        started.steps.append(Step(stage, self._clock() - timedelta(seconds=seconds), seconds))

    def _count_slow(self) -> None:
        """Count what need not be counted each turn."""
        if time.monotonic() >= self._next_count:
            self._metrics.index_entries(self._index.entries())
            self._metrics.lag(self._source.lag(), self._clock())
            self._next_count = time.monotonic() + COUNT_EVERY
