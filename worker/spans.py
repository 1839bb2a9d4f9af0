"""OpenTelemetry spans of published batches and of their stages. An optional extra: pip install 'news-ingest-worker[tracing]'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, get_current_span, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from worker import __version__
from worker.model import Outcome
from worker.stream import Step
from worker.trace import carried

MOST_LINKS = 128
"""Links of a span: what OpenTelemetry's SDKs keep by default."""


class Spans:
    """Sends a span for each published batch, with one for each stage below it and links to the traces of its pages.

    They are sent from a thread of their own; a collector that does not answer costs spans, never pages.
    """

    def __init__(self, endpoint: str, replica: str) -> None:
        told = {"service.name": "news-ingest-worker", "service.version": __version__, "service.instance.id": replica}
        self._provider = TracerProvider(resource=Resource.create(told))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=5)))
        self._tracer = self._provider.get_tracer("worker", __version__)

    def batch(self, outcomes: Sequence[Outcome], steps: Sequence[Step]) -> None:
        """One published batch."""
        counts = Counter(type(outcome.result).__name__.lower() for outcome in outcomes)
        attributes = {"pages": len(outcomes), **{f"outcomes.{name}": count for name, count in counts.items()}}
        first, last = min(step.began for step in steps), max(_end(step) for step in steps)
        links = [link for outcome in outcomes if (link := _link(outcome))][:MOST_LINKS]
        span = self._tracer.start_span("batch", links=links, attributes=attributes, start_time=_nanoseconds(first))
        for step in steps:
            child = self._tracer.start_span(step.stage.value, set_span_in_context(span), start_time=_nanoseconds(step.began))
            child.end(round(1e9 * _end(step)))
        span.end(round(1e9 * last))

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def _end(step: Step) -> float:
    return step.began.timestamp() + step.seconds


def _nanoseconds(when: datetime) -> int:
    return round(1e9 * when.timestamp())


def _link(outcome: Outcome) -> Link | None:
    headers = {name: value.decode("latin-1") for name, value in carried(outcome.record.headers)}
    context = get_current_span(TraceContextTextMapPropagator().extract(headers)).get_span_context() if headers else None
    return Link(context) if context and context.is_valid else None
