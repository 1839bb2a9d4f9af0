"""Count conservation over the whole loop: whatever comes in and whatever is aborted when, each record has one outcome."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from tests.pages import generate
from worker.dedupe import Thresholds
from worker.files.progress import Progress
from worker.files.sink import FileSink
from worker.files.source import FileSource
from worker.health import Health
from worker.index.open import open_index
from worker.metrics import Metrics
from worker.model import Outcome
from worker.pool import Pool
from worker.run import Limits, Worker
from worker.stream import Aborted, Batch, Step

PAGES = [page.envelope for page in generate(4, 41)]
BAD = [b"not json", b"{}", b'{"url": "https://x.example/", "body": ""}', b""]
OUTPUTS = {"articles": "article", "duplicates": "duplicate", "dead": "dead"}
ODD: dict[str, list[object]] = {
    "url": [
        "http://[::1]/a",
        "https://xn--/",
        "https://.example/",
        "https://one.example/a\0b\n",
        "https://user:pw@ONE.example:80/?a=%ff",
        5,
    ],
    "fetched_at": ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-05", "", 0],
    "content_type": ["text/html; charset=zlib_codec", "text/html; charset=\0", "TEXT/HTML;CHARSET=UTF-16", "html", "/", []],
    "crawl_id": [10**30, 0.5, {"a": [None, True]}, "\0", "é" * 20_000],
    "status": [0, -1, 10**30, True, "200"],
}
"""What crawlers say of a page beside the page, as no contract foresees it."""
STRANGE = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in ODD.items()}).map(
    lambda said: json.dumps(json.loads(PAGES[0]) | said).encode()
)
LINES = st.lists(st.one_of(st.sampled_from(PAGES), st.sampled_from(BAD), STRANGE), min_size=1, max_size=25)


class Aborting:
    """A sink in front of the real one that aborts some writes, before anything of them is published."""

    def __init__(self, sink: FileSink, plan: Iterator[bool]) -> None:
        self._sink, self._plan = sink, plan
        self.aborts = 0

    @property
    def largest(self) -> int:
        return self._sink.largest

    def write(self, outcomes: Sequence[Outcome], batch: Batch) -> None:
        if next(self._plan, False):
            self.aborts += 1
            raise Aborted("the test says so")
        self._sink.write(outcomes, batch)

    def close(self) -> None:
        self._sink.close()


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(1, 20.0, 2**30)
    made.warm_up(60)
    yield made
    made.close()


def lines_of(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {kind: [json.loads(line) for line in (folder / f"{kind}.jsonl").read_bytes().splitlines()] for kind in OUTPUTS}


def run(folder: Path, pool: Pool, limits: Limits, plan: Iterator[bool], stop: Event, reported: Counter[int], metrics: Metrics) -> Aborting:
    """Take the worker through `in.jsonl` of the folder."""

    def report(outcomes: Sequence[Outcome], _: Sequence[Step]) -> None:
        reported.update(outcome.record.origin.offset for outcome in outcomes)

    with ExitStack() as stack:
        index = stack.enter_context(closing(open_index(f"sqlite:///{folder / 'i'}", "p", 7 * 86400.0, 5.0, lambda: None, lambda *_: None)))
        progress = stack.enter_context(closing(Progress(folder)))
        source = stack.enter_context(closing(FileSource(str(folder / "in.jsonl"), progress)))
        sink = stack.enter_context(closing(Aborting(FileSink(folder, progress), plan)))
        Worker(source, sink, index, pool, Thresholds(), limits, metrics, Health(), lambda: datetime.now(UTC), report).run(stop)
    return sink


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.integers(1, 8), st.lists(st.booleans(), max_size=12))
def test_read_equals_articles_and_duplicates_and_dead(pool: Pool, lines: list[bytes], pages: int, plan: list[bool]) -> None:
    metrics, reported = Metrics(CollectorRegistry()), Counter[int]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.jsonl").write_bytes(b"\n".join(lines) + b"\n")
        sink = run(folder, pool, Limits(pages, 2**26, 0.1, 10_000_000, 1.0, 10.0), iter(plan), Event(), reported, metrics)
        found = lines_of(folder)
    value = metrics.registry.get_sample_value
    offsets = [record["origin"]["offset"] for records in found.values() for record in records]
    assert sorted(offsets) == list(range(len(lines))) == sorted(reported)
    assert value("worker_records_settled_total") == len(lines)
    for kind, outcome in OUTPUTS.items():
        assert value("worker_outcomes_total", {"outcome": outcome}) == len(found[kind])
    assert (value("worker_aborts_total", {"cause": "transaction"}) or 0) == sink.aborts
    articles = {record["id"] for record in found["articles"]}
    assert all(record["duplicate_of"] in articles for record in found["duplicates"])


def test_a_batch_that_is_left_at_a_stop_is_not_passed_over_by_the_one_behind_it(pool: Pool, tmp_path: Path) -> None:
    """A page that takes longer than the stop waits, and pages read ahead that are long ready: all have an outcome after the next start."""
    bodies = ["wait 3", "dead", "dead", "dead"]
    envelopes = [json.dumps({"url": f"https://one.example/{n}", "body": body}) for n, body in enumerate(bodies)]
    (tmp_path / "in.jsonl").write_text("\n".join(envelopes) + "\n")
    limits, stop, reported = Limits(1, 2**26, 0.1, 10_000_000, 1.0, 1.0), Event(), Counter[int]()
    with closing(Pool(2, 20.0, 2**30, "tests.pool_tasks:behave")) as slow:
        slow.warm_up(60)
        timer = Timer(1.0, stop.set)
        timer.start()
        run(tmp_path, slow, limits, iter(()), stop, reported, Metrics(CollectorRegistry()))
    assert sum(reported.values()) < len(bodies)
    run(tmp_path, pool, limits, iter(()), Event(), reported, Metrics(CollectorRegistry()))
    assert sorted(record["origin"]["offset"] for records in lines_of(tmp_path).values() for record in records) == list(range(len(bodies)))
