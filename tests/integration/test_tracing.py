"""Spans reach a collector, over HTTP as it is spoken; without the setting, or with a collector that is away, pages go through as ever."""

from __future__ import annotations

from tests.collector import collector
from tests.pages import generate
from tests.redis_server import free_port
from tests.stage import Stage
from tests.worker_process import wait_for_outcomes
from worker.model import Stage as Stages

PARENT = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_batch_is_a_span_with_its_stages_below_it_and_links_to_its_pages_traces(stage: Stage) -> None:
    stage.create_topics()
    stage.broker.produce(stage.input, [(0, page.envelope, [("traceparent", PARENT)]) for page in generate(2, 5)])
    with collector() as (endpoint, spans):
        worker = stage.worker("a", tracing__endpoint=endpoint)
        wait_for_outcomes(stage.broker, len(generate(2, 5)), [worker], 60, stage.topics)
        assert worker.stop() == 0
    batches = [span for span in spans if span.name == "batch"]
    assert batches
    assert {link.trace_id.hex() for link in batches[0].links} == {PARENT[3:35].decode()}
    below = [span for span in spans if span.parent_span_id == batches[0].span_id]
    assert {span.name for span in below} == {found.value for found in Stages}
    first, last = batches[0].start_time_unix_nano, batches[0].end_time_unix_nano
    assert all(first <= span.start_time_unix_nano <= span.end_time_unix_nano <= last for span in below)


def test_a_collector_that_is_away_costs_spans_not_pages(stage: Stage) -> None:
    stage.create_topics()
    pages = [page.envelope for page in generate(2, 6)]
    stage.broker.produce(stage.input, [(0, page, []) for page in pages])
    worker = stage.worker("a", tracing__endpoint=f"http://127.0.0.1:{free_port()}")
    wait_for_outcomes(stage.broker, len(pages), [worker], 60, stage.topics)
    assert worker.stop() == 0
