"""Workers, broker and Redis killed at random: each input still ends as exactly one outcome, and stories stay whole.

Short form in `make test`; whole by `make chaos` (CHAOS=full).
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

from tests.kafka_broker import Broker
from tests.pages import generate, story_f1
from tests.redis_server import RedisServer
from tests.worker_process import TOPICS, WorkerProcess, outcomes, wait_for_outcomes

FULL = os.environ.get("CHAOS") == "full"
KILLS, STORIES, BROKER_RESTARTS = (20, 190, 2) if FULL else (5, 60, 1)
PARTITIONS = 8
SEED = int(os.environ.get("CHAOS_SEED", "1"))


def settings(broker: Broker, redis_url: str, replica: str) -> dict[str, object]:
    return {
        "kafka.bootstrap_servers": broker.bootstrap,
        "kafka.replica_id": replica,
        "kafka.transaction_timeout": "5 s",
        "kafka.session_timeout": "6 s",
        "index.url": redis_url,
        "pool.processes": 1,
        "batch.pages": 16,
        "batch.seconds": "200 ms",
    }


def story_of(fates: dict[tuple[int, int], list[tuple[str, dict[str, object]]]]) -> dict[tuple[int, int], str | None]:
    return {place: str(found[0][1]["story_id"]) if "story_id" in found[0][1] else None for place, found in fates.items()}


def test_every_input_has_exactly_one_outcome_whatever_is_killed_when(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    pages = generate(STORIES, SEED)
    places = [(n % PARTITIONS, n // PARTITIONS) for n in range(len(pages))]
    truth = {place: page.story for place, page in zip(places, pages, strict=True)}
    with Broker(tmp_path / "kafka") as broker, RedisServer(tmp_path / "redis") as redis:
        broker.create_topics(["pages.raw", *TOPICS.values()], PARTITIONS)
        url = f"redis://127.0.0.1:{redis.port}/0"
        workers = [WorkerProcess(tmp_path / f"worker{n}.log", settings(broker, url, f"replica{n}")) for n in range(2)]
        records: list[tuple[int, bytes | None, list[tuple[str, bytes]]]] = [
            (partition, page.envelope, []) for (partition, _), page in zip(places, pages, strict=True)
        ]
        chunk = len(records) // (KILLS + 1) + 1
        restarts = {KILLS * (n + 1) // (BROKER_RESTARTS + 2): broker for n in range(BROKER_RESTARTS)} | {KILLS - 1: redis}
        try:
            for worker in workers:
                worker.start()
            for kill in range(KILLS):
                broker.produce("pages.raw", records[kill * chunk : (kill + 1) * chunk])
                time.sleep(rng.uniform(1.0, 4.0))
                victim = rng.choice(workers)
                victim.kill()
                if kill in restarts:
                    restarts[kill].restart()
                victim.start()
            broker.produce("pages.raw", records[KILLS * chunk :])
            wait_for_outcomes(broker, len(pages), workers, 300)
            assert [worker.stop() for worker in workers] == [0, 0]
        finally:
            for worker in workers:
                worker.kill()
        fates = outcomes(broker)
    assert {place: len(found) for place, found in fates.items()} == dict.fromkeys(places, 1)
    articles = {r["id"] for found in fates.values() for kind, r in found if kind == "articles"}
    dangling = [
        r["duplicate_of"] for found in fates.values() for kind, r in found if kind == "duplicates" and r["duplicate_of"] not in articles
    ]
    assert dangling == [], "duplicates of articles that were never published"
    disturbed = story_f1(truth, story_of(fates))
    undisturbed = story_f1(truth, story_of(calm_run(tmp_path, records)))
    assert disturbed >= undisturbed - 0.01, f"story F1 {disturbed:.4f}, undisturbed {undisturbed:.4f}"


def calm_run(
    folder: Path, records: list[tuple[int, bytes | None, list[tuple[str, bytes]]]]
) -> dict[tuple[int, int], list[tuple[str, dict[str, object]]]]:
    with Broker(folder / "calm-kafka") as broker, RedisServer(folder / "calm-redis") as redis:
        broker.create_topics(["pages.raw", *TOPICS.values()], PARTITIONS)
        broker.produce("pages.raw", records)
        worker = WorkerProcess(folder / "calm.log", settings(broker, f"redis://127.0.0.1:{redis.port}/0", "calm"))
        try:
            worker.start()
            wait_for_outcomes(broker, len(records), [worker], 300)
        finally:
            worker.kill()
        return outcomes(broker)
