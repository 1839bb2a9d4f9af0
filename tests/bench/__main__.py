"""Timings side by side in one run, as ratios: the machines are noisy. Medians of several rounds, a table in a file.

python -m tests.bench --output out/bench
python -m tests.bench --output out/bench --eval EVAL_FOLDER     pages of EVAL_FOLDER/syndicate.py instead of made ones
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.bench.baselines import bare, cpu_of_extraction, cpu_of_normalising, script
from tests.bench.index_bench import BATCH, PRINTS, measure
from tests.kafka_broker import Broker
from tests.pages import generate
from tests.redis_server import RedisServer, free_port
from tests.worker_process import TOPICS, WorkerProcess

POLL = 0.5
"""Seconds between looks at the metrics; each costs the worker a millisecond or two, which is counted as its own."""
SOME = 300
"""Pages whose CPU is measured."""
ABOUT = __doc__.partition("\n\n")[0]


class Kafka:
    """The worker between topics: pages a second, CPU of all but normalising, time to the first commit, memory."""

    def __init__(self, broker: Broker, redis: RedisServer, folder: Path) -> None:
        self._broker, self._redis, self._folder, self._round = broker, redis, folder, 0

    def run(self, lines: Sequence[bytes]) -> dict[str, float]:
        with self._started(lines) as (worker, port, started):
            return self._watch(worker, port, len(lines), started)

    def memory(self, lines: Sequence[bytes], *at: int) -> list[float]:
        """Resident MB of the worker and its children once so many pages are settled."""
        with self._started(lines) as (worker, port, _):
            assert worker.process is not None
            process, found = psutil.Process(worker.process.pid), []
            for pages in at:
                while _settled(port) < min(pages, len(lines)):
                    time.sleep(POLL)
                found.append(sum(p.memory_info().rss for p in [process, *process.children(recursive=True)]) / 1e6)
            return found

    @contextmanager
    def _started(self, lines: Sequence[bytes]) -> Iterator[tuple[WorkerProcess, int, float]]:
        self._round += 1
        tag, port = f"bench{self._round}", free_port()
        topics = {kind: f"{tag}.{name}" for kind, name in TOPICS.items()}
        self._broker.create_topics([f"{tag}.raw", *topics.values()], 8, {"max.message.bytes": str(2**26)})
        self._broker.produce(f"{tag}.raw", [(n % 8, line, []) for n, line in enumerate(lines)])
        settings = {
            "kafka.bootstrap_servers": self._broker.bootstrap,
            "kafka.group_id": tag,
            "kafka.input_topic": f"{tag}.raw",
            "kafka.articles_topic": topics["articles"],
            "kafka.duplicates_topic": topics["duplicates"],
            "kafka.dead_topic": topics["dead"],
            "index.url": f"redis://127.0.0.1:{self._redis.port}/0",
            "index.prefix": tag,
            "pool.processes": 2,
            "metrics.port": port,
        }
        worker = WorkerProcess(self._folder / f"{tag}.log", settings)
        started = time.perf_counter()
        worker.start()
        try:
            yield worker, port, started
        finally:
            worker.kill()

    def _watch(self, worker: WorkerProcess, port: int, pages: int, started: float) -> dict[str, float]:
        assert worker.process is not None
        process = psutil.Process(worker.process.pid)
        first, before, cpu = 0.0, 0, 0.0
        while True:
            settled = _settled(port)
            if settled and not first:
                first, before, cpu = time.perf_counter(), settled, sum(process.cpu_times()[:2])
            if settled >= pages:
                break
            if worker.process.poll() is not None:
                raise RuntimeError(worker.log()[-2000:])
            time.sleep(POLL if first else 0.05)
        return {
            "rate": (pages - before) / (time.perf_counter() - first),
            "own_cpu_ms": (sum(process.cpu_times()[:2]) - cpu) / max(1, pages - before) * 1000,
            "first_commit_s": first - started,
        }


def _settled(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith("worker_records_settled_total"):
                    return int(float(line.split()[1]))
    except OSError:  # not up yet
        pass
    return 0


def stream(evaluation: Path | None, stories: int, folder: Path) -> list[bytes]:
    if evaluation is None:
        return [page.envelope for page in generate(stories, 1)]
    command = [sys.executable, "syndicate.py", "data", str(folder / "stream"), "--stories", str(stories)]
    subprocess.run(command, cwd=evaluation, check=True)
    return (folder / "stream" / "raw.jsonl").read_bytes().splitlines()


def recrawled(lines: Sequence[bytes]) -> list[bytes]:
    """The stream with each second page fetched once more, so that a third are recrawls."""
    return [again for number, line in enumerate(lines) for again in ([line, line] if number % 2 else [line])]


def side_by_side(rounds: int, measures: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Medians, each round running every measure once, so that noise of the machine falls on all."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds):
        for name, taken in measures.items():
            found[name].append(taken())
            print(f"round {number + 1}/{rounds}: {name} {found[name][-1]:.1f}", file=sys.stderr)
    return {name: statistics.median(values) for name, values in found.items()}


def index_rows(sizes: Sequence[int]) -> list[tuple[str, float, str]]:
    """Time of a page in each index as it grows, measured once: a size takes minutes."""
    rows = []
    for kind in ("redis", "sqlite"):
        for articles in sizes:
            seconds, held, size = measure(kind, articles, PRINTS, BATCH, window=1.0)
            print(f"{kind}, {articles:,} articles: {1000 * seconds:.2f} ms a page", file=sys.stderr)
            rows.append((f"{kind}: look-up and insert at {articles:,} articles, ms a page", 1000 * seconds, "1 or less at the last, 1.5x"))
            rows.append((f"{kind}: bytes an article at {articles:,}", size / held, "3,000 or less in Redis"))
    return rows


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.bench", description=ABOUT)
    arguments.add_argument("--output", type=Path, default=Path("out/bench"), help="folder for bench.md")
    arguments.add_argument("--eval", type=Path, help="folder with syndicate.py and data/; without it pages are made here")
    arguments.add_argument("--stories", type=int, default=300, help="stories in the stream, about six pages each")
    arguments.add_argument("--memory", type=int, default=20_000, help="pages after which memory is measured")
    arguments.add_argument("--rounds", type=int, default=5, help="medians of so many")
    arguments.add_argument(
        "--articles",
        type=int,
        nargs="+",
        default=[10_000, 100_000],
        help="sizes of the index; a million takes 20 minutes in Redis, 40 in SQLite",
    )
    wanted = arguments.parse_args()
    wanted.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = stream(wanted.eval and wanted.eval.resolve(), wanted.stories, folder)
        with Broker(folder / "kafka") as broker, RedisServer(folder / "redis") as redis:
            kafka, details = Kafka(broker, redis, folder), []

            def through_kafka(pages: Sequence[bytes]) -> float:
                details.append(kafka.run(pages))
                return details[-1]["rate"]

            plain = side_by_side(wanted.rounds, {"worker": lambda: through_kafka(lines), "bare": lambda: bare(lines)})
            cpu = side_by_side(
                wanted.rounds,
                {"normalising": lambda: cpu_of_normalising(lines[:SOME]), "extraction": lambda: cpu_of_extraction(lines[:SOME])},
            )
            again = recrawled(lines)
            plain_runs = list(details)
            third = side_by_side(wanted.rounds, {"worker": lambda: through_kafka(again), "script": lambda: script(again)})
            few, many = kafka.memory([page.envelope for page in generate(wanted.memory // 6 + 1, 2)], 2000, wanted.memory)
    rows = [
        ("pages a second: worker through Kafka, 2 pool processes", plain["worker"], ""),
        ("pages a second: 2 bare trafilatura processes", plain["bare"], ""),
        ("ratio", plain["worker"] / plain["bare"], "0.85 or more"),
        ("a third recrawls: worker against the script's loop, ratio", third["worker"] / third["script"], "2 or more"),
        ("CPU of all but normalising, ms a page", statistics.median(d["own_cpu_ms"] for d in plain_runs), "3 or less"),
        ("`worker run` to first commit, s", statistics.median(d["first_commit_s"] for d in plain_runs), ""),
        ("CPU a page: normalising, ms", cpu["normalising"], ""),
        ("CPU a page: normalising against trafilatura with metadata, ratio", cpu["normalising"] / cpu["extraction"], "0.8 or less"),
        ("resident memory after 2,000 pages, MB", few, ""),
        (f"resident memory after {wanted.memory:,} pages, ratio to that", many / few, "1.1 or less"),
    ]
    rows += index_rows(wanted.articles)
    table = "| measure | median | aim |\n| --- | --- | --- |\n" + "".join(
        f"| {what} | {value:.2f} | {aim} |\n" for what, value, aim in rows
    )
    (wanted.output / "bench.md").write_text(f"{len(lines)} pages, {wanted.rounds} rounds\n\n{table}")
    print(table)


if __name__ == "__main__":
    main()
