"""Count conservation over the whole loop: whatever comes in and whatever is aborted when, each record has one outcome."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

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


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.integers(1, 8), st.lists(st.booleans(), max_size=12))
def test_read_equals_articles_and_duplicates_and_dead(pool: Pool, lines: list[bytes], pages: int, plan: list[bool]) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, metrics = Path(name), Metrics(CollectorRegistry())
        (folder / "in.jsonl").write_bytes(b"\n".join(lines) + b"\n")
        index = stack.enter_context(closing(open_index(f"sqlite:///{folder / 'i'}", "p", 7 * 86400.0, 5.0, lambda: None, lambda *_: None)))
        progress = stack.enter_context(closing(Progress(folder)))
        source = stack.enter_context(closing(FileSource(str(folder / "in.jsonl"), progress)))
        sink = stack.enter_context(closing(Aborting(FileSink(folder, progress), iter(plan))))
        limits = Limits(pages, 2**26, 0.1, 10_000_000, 1.0, 10.0)
        clock, reported = (lambda: datetime.now(UTC)), Counter[int]()

        def report(outcomes: Sequence[Outcome], _: Sequence[Step]) -> None:
            reported.update(outcome.record.origin.offset for outcome in outcomes)

        Worker(source, sink, index, pool, Thresholds(), limits, metrics, Health(), clock, report).run(Event())
        found = {kind: [json.loads(line) for line in (folder / f"{kind}.jsonl").read_bytes().splitlines()] for kind in OUTPUTS}
    value = metrics.registry.get_sample_value
    offsets = [record["origin"]["offset"] for records in found.values() for record in records]
    assert sorted(offsets) == list(range(len(lines))) == sorted(reported)
    assert value("worker_records_settled_total") == len(lines)
    for kind, outcome in OUTPUTS.items():
        assert value("worker_outcomes_total", {"outcome": outcome}) == len(found[kind])
    assert (value("worker_aborts_total", {"cause": "transaction"}) or 0) == sink.aborts
    articles = {record["id"] for record in found["articles"]}
    assert all(record["duplicate_of"] in articles for record in found["duplicates"])
