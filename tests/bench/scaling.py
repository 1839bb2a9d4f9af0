"""What more replicas bring on one machine, and what a replica that comes or goes costs the others.

python -m tests.bench.scaling --output out/bench        1, 2 and 4 replicas of one pool process on 8 partitions; writes scaling.md
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import CoordinatorNotAvailableError

from tests.kafka_broker import Broker
from tests.pages import generate
from tests.redis_server import RedisServer
from tests.stage import Stage
from tests.worker_process import WorkerProcess, outcomes

PARTITIONS = 8
LONGER = 5
"""How many times as many pages are needed to look at pauses: none may be seen because the work was done."""
LOOK = 0.1
"""Seconds between looks at the committed offsets: the finest pause that is seen."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.scaling", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=Path("out/bench"), help="folder for scaling.md")
    parser.add_argument("--stories", type=int, default=500, help="stories in the stream, about five pages each")
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2, 4], help="numbers of replicas to measure")
    wanted = parser.parse_args()
    pages = [page.envelope for page in generate(wanted.stories, 1)]
    lines = [f"{len(pages)} pages, {PARTITIONS} partitions, one pool process a replica", ""]
    lines += ["| replicas | pages a second | to one replica | told twice or lost |", "| --- | --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("kafka", "redis"):
            (folder / name).mkdir()
        with Broker(folder / "kafka") as broker, RedisServer(folder / "redis") as redis:
            first = 0.0
            for replicas in wanted.replicas:
                rate, wrong = throughput(Stage(broker, redis, folder), pages, replicas)
                first = first or rate
                lines.append(f"| {replicas} | {rate:.0f} | {rate / first:.2f} | {wrong} |")
                print(lines[-1], flush=True)
            joined, left, killed, wrong = pauses(
                Stage(broker, redis, folder), [page.envelope for page in generate(LONGER * wanted.stories, 2)]
            )
    lines += ["", "| while one replica works | longest time without a commit, s |", "| --- | --- |"]
    lines += [
        f"| a second one joins | {joined:.1f} |",
        f"| it is stopped (SIGTERM) | {left:.1f} |",
        f"| one is killed, and started again | {killed:.1f} |",
    ]
    lines += ["", f"told twice or lost meanwhile: {wrong}"]
    wanted.output.mkdir(parents=True, exist_ok=True)
    (wanted.output / "scaling.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


def throughput(stage: Stage, pages: Sequence[bytes], replicas: int) -> tuple[float, int]:
    """Pages a second from the tenth part of the pages to the end, and how many inputs have not exactly one outcome."""
    stage.create_topics(PARTITIONS)
    stage.broker.produce(stage.input, [(n % PARTITIONS, page, []) for n, page in enumerate(pages)])
    workers = [stage.worker(f"r{n}") for n in range(replicas)]
    try:
        warm, began, done = len(pages) // 10, 0.0, 0
        while (done := committed(stage)) < len(pages):
            check(workers)
            if not began and done >= warm:
                began, warm = time.monotonic(), done
            time.sleep(LOOK)
        return (len(pages) - warm) / (time.monotonic() - began), wrong_of(stage, len(pages))
    finally:
        stop(workers)


def pauses(stage: Stage, pages: Sequence[bytes]) -> tuple[float, float, float, int]:
    """The longest times without a commit while a replica joins, while it leaves, and while one is killed and comes back."""
    stage.create_topics(PARTITIONS)
    stage.broker.produce(stage.input, [(n % PARTITIONS, page, []) for n, page in enumerate(pages)])
    workers = [stage.worker("stays")]
    try:
        while committed(stage) < len(pages) // 20:
            time.sleep(LOOK)
        workers.append(stage.worker("comes"))
        joined = longest_pause(stage, 12, len(pages))
        workers[1].process.terminate()  # type: ignore[union-attr]  # it was started
        left = longest_pause(stage, 8, len(pages))
        workers[0].kill()
        workers[0].start()
        killed = longest_pause(stage, 20, len(pages))
        while committed(stage) < len(pages):
            check(workers[:1])
            time.sleep(LOOK)
        return joined, left, killed, wrong_of(stage, len(pages))
    finally:
        stop(workers)


def longest_pause(stage: Stage, seconds: float, pages: int) -> float:
    """The longest time, of those seconds, in which nothing was committed. Raises RuntimeError where all `pages` were done by then."""
    end, longest, last, done = time.monotonic() + seconds, 0.0, time.monotonic(), committed(stage)
    while time.monotonic() < end:
        if (now := committed(stage)) != done:
            done, last = now, time.monotonic()
        longest = max(longest, time.monotonic() - last)
        if done >= pages:
            raise RuntimeError(f"all {pages} pages were done before the pause was seen: more --stories are needed")
        time.sleep(LOOK)
    return longest


def committed(stage: Stage) -> int:
    """Pages whose outcome is committed: the group's offsets."""
    group = str(stage.settings["kafka.group_id"])
    try:
        found = _admin(stage.broker.bootstrap).list_group_offsets({group: None})[group]
    except CoordinatorNotAvailableError:  # a new broker has no group yet
        return 0
    return sum(max(0, told.offset) for place, told in found.items() if place.topic == stage.input)


@cache
def _admin(bootstrap: str) -> KafkaAdminClient:
    return KafkaAdminClient(bootstrap_servers=bootstrap)


def wrong_of(stage: Stage, pages: int) -> int:
    found = outcomes(stage.broker, stage.topics)
    return pages - len(found) + sum(len(fates) != 1 for fates in found.values())


def check(workers: Sequence[WorkerProcess]) -> None:
    for worker in workers:
        if worker.process is None or worker.process.poll() is not None:
            raise RuntimeError(worker.log()[-2000:])


def stop(workers: Sequence[WorkerProcess]) -> None:
    for worker in workers:
        worker.kill()


if __name__ == "__main__":
    main()
