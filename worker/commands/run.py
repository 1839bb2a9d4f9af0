"""`worker run`: builds the objects from the settings, runs the loop, and turns what ends it into an exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Timer
from types import FrameType

import structlog
from prometheus_client import CollectorRegistry

from worker.deaths import DeadLimit
from worker.dedupe import Thresholds
from worker.files.display import Display
from worker.files.progress import InputError, Progress
from worker.files.readers import STDIN
from worker.files.sink import NAMES, FileSink
from worker.files.source import FileSource
from worker.health import Health, serve
from worker.index import Index, Unreachable
from worker.index.open import open_index
from worker.index.scoped import ScopedIndex
from worker.metrics import Metrics
from worker.model import Outcome
from worker.pool import Pool
from worker.run import Limits, Worker
from worker.settings import Settings
from worker.stream import DependencyDown, ReplicaFenced, Sink, Source, Step

log = structlog.get_logger(__name__)

BATCH_PAGES_OF_MAX_SIZE = 4
"""A batch is closed once it holds as many bytes as this many pages of `page.max_bytes`: bounds what is in flight."""


def run(settings: Settings, input_path: str | None, output: Path | None) -> int:
    """Run until the input ends or a signal comes. Returns the exit code, as the README lists them."""
    stopping = _Stopping()
    metrics = Metrics(CollectorRegistry())
    health = Health()
    try:
        with ExitStack() as stack:
            stack.enter_context(_stopped_by_signals(stopping, settings.shutdown.timeout))
            if settings.metrics.port:
                stack.enter_context(serve(settings.metrics.port, metrics.registry, health))
            pool = stack.enter_context(_pool(settings, metrics))

            def retried(dependency: str) -> None:
                metrics.retried(dependency)
                if stopping.late.is_set():
                    raise DependencyDown(f"{dependency} does not answer, and we are asked to stop")

            source, sink, index, report = _ends(stack, settings, input_path, output, metrics, retried)
            health.watch(index.ping)
            trace = _spans(stack, settings)

            def published(outcomes: Sequence[Outcome], steps: Sequence[Step]) -> None:
                report(outcomes)
                trace(outcomes, steps)

            worker = Worker(source, sink, index, pool, thresholds(settings), _limits(settings), metrics, health, _now, published)
            stopping.started.set()
            worker.run(stopping.asked)
        return 0
    except (DependencyDown, Unreachable) as error:
        if stopping.asked.is_set():
            log.warning("stopped; the batch under way will be read again", error=str(error))
            return 0
        return _failed(error, 3)
    except DeadLimit as error:
        return _failed(error, 4)
    except (InputError, ValueError) as error:
        return _failed(error, 2)
    except (ReplicaFenced, RuntimeError, OSError) as error:  # OSError: a disk that is full, a file that may not be read
        log.debug("traceback", exc_info=True)
        return _failed(error, 1)


def _ends(
    stack: ExitStack,
    settings: Settings,
    input_path: str | None,
    output: Path | None,
    metrics: Metrics,
    retried: Callable[[str], None],
) -> tuple[Source, Sink, Index, Callable[[Sequence[Outcome]], None]]:
    """Source, sink and index: paths in and out where they are given, Kafka and the index of the settings otherwise."""
    if input_path is not None and output is not None:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"--output {output} can't be made a folder: {error.strerror}") from error
        _refuse_own_output(input_path, output)
        progress = Progress(output)
        stack.callback(progress.close)
        url = settings.index.url or f"sqlite:///{output / 'index.sqlite'}"
        scoped = ScopedIndex(_index(stack, settings, url, metrics, retried), progress.run())
        pages = FileSource(input_path, progress)
        stack.callback(pages.close)
        files = FileSink(output, progress)
        stack.callback(files.close)
        display = stack.enter_context(Display(pages, output))
        return pages, files, scoped, display.update
    if settings.index.url is None:
        raise ValueError("index.url is not set: with Kafka the index must outlive this process (redis://host:port/0, or sqlite:///path)")
    from worker.kafka.client import input_scope
    from worker.kafka.sink import KafkaSink
    from worker.kafka.source import KafkaSource

    index = _index(stack, settings, settings.index.url, metrics, retried)
    # The sink comes first: taking the transactional id ends what an earlier life of this replica left open, which would
    # otherwise hold back the committed offsets that the source waits for.
    sink: Sink = KafkaSink(settings.kafka, settings.kafka.replica_id, lambda: retried("kafka"))
    stack.callback(sink.close)
    source: Source = KafkaSource(settings.kafka, metrics.rebalanced)
    stack.callback(source.close)
    return source, sink, ScopedIndex(index, input_scope(settings.kafka)), lambda _: None


def _refuse_own_output(input_path: str, output: Path) -> None:
    """Raises `InputError` where the run would read what it writes."""
    given, written = Path(input_path).resolve(), output.resolve()
    if input_path != STDIN and (written.is_relative_to(given) or given in [written / name for name in NAMES.values()]):
        raise InputError(f"--input {input_path} holds what --output {output} writes, which would be read as pages: use another folder")


def _index(stack: ExitStack, settings: Settings, url: str, metrics: Metrics, retried: Callable[[str], None]) -> Index:
    index = open_index(
        url,
        prefix=settings.index.prefix,
        window=settings.dedupe.window,
        deadline=settings.index.deadline,
        on_retry=lambda: retried("index"),
        timings=metrics.index_seconds,
    )
    stack.callback(index.close)
    return index


def _spans(stack: ExitStack, settings: Settings) -> Callable[[Sequence[Outcome], Sequence[Step]], None]:
    """What makes spans of published batches. Raises ValueError where they are asked for and the extra is not installed."""
    if settings.tracing.endpoint is None:
        return lambda _outcomes, _steps: None
    try:
        from worker.spans import Spans
    except ImportError as error:
        raise ValueError(
            "tracing.endpoint is set, but OpenTelemetry is not installed: pip install 'news-ingest-worker[tracing]'"
        ) from error
    spans = Spans(settings.tracing.endpoint, settings.kafka.replica_id)
    stack.callback(spans.close)
    return spans.batch


@contextmanager
def _pool(settings: Settings, metrics: Metrics) -> Iterator[Pool]:
    pool = Pool(settings.pool.processes, settings.pool.timeout, int(settings.pool.memory), on_restart=metrics.pool_restarted)
    try:
        pool.warm_up(60)
        metrics.watch_pool(pool.resident_bytes)
        yield pool
    finally:
        pool.close()


@dataclass(frozen=True, slots=True)
class _Stopping:
    """How far the run and its end have come: all is built; we are asked to stop; half of the time for it is over."""

    started: Event = field(default_factory=Event)
    asked: Event = field(default_factory=Event)
    late: Event = field(default_factory=Event)


@contextmanager
def _stopped_by_signals(stopping: _Stopping, timeout: float) -> Iterator[None]:
    """SIGTERM and Ctrl-C ask to stop; a second one, or `shutdown.timeout`, ends the process at once: nothing is lost by it.

    So does the first one until all is started: nothing is under way, and a broker that is away may be waited for for long.
    """

    def ask(number: int, _: FrameType | None) -> None:
        if stopping.asked.is_set():
            sys.exit(128 + number)
        log.info("stopping", signal=signal.Signals(number).name)
        stopping.asked.set()
        if not stopping.started.is_set():
            sys.exit(0)
        for seconds, then in ((timeout / 2, stopping.late.set), (timeout, _give_up)):
            timer = Timer(seconds, then)
            timer.daemon = True
            timer.start()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _give_up() -> None:
    import os

    log.error("not stopped within shutdown.timeout; ending at once, the batch under way will be read again")
    os._exit(0)


def thresholds(settings: Settings) -> Thresholds:
    """The judgement's thresholds, of the settings."""
    return Thresholds(**settings.dedupe.model_dump())


def _limits(settings: Settings) -> Limits:
    return Limits(
        batch_pages=settings.batch.pages,
        batch_bytes=BATCH_PAGES_OF_MAX_SIZE * int(settings.page.max_bytes),
        batch_seconds=settings.batch.seconds,
        page_bytes=int(settings.page.max_bytes),
        dead_share=settings.dead.limit,
        shutdown_seconds=settings.shutdown.timeout,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _failed(error: Exception, code: int) -> int:
    log.error(str(error), error=type(error).__name__)
    return code
