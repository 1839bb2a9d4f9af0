"""Topics, group and index prefix of one test, and the workers it starts between them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from tests.kafka_broker import Broker
from tests.redis_server import RedisServer
from tests.worker_process import ROOT, TOPICS, WorkerProcess


class Stage:
    """Topics, group and index prefix of one test, and the workers it starts."""

    def __init__(self, broker: Broker, redis: RedisServer, folder: Path) -> None:
        self.broker, self.redis, self._folder, self._run = broker, redis, folder, uuid4().hex[:8]
        self.topics = {kind: f"{name}.{self._run}" for kind, name in TOPICS.items()}
        self.input = f"pages.raw.{self._run}"
        self.workers: list[WorkerProcess] = []
        self.settings: dict[str, object] = {
            "kafka.bootstrap_servers": broker.bootstrap,
            "kafka.group_id": f"group-{self._run}",
            "kafka.input_topic": self.input,
            "kafka.articles_topic": self.topics["articles"],
            "kafka.duplicates_topic": self.topics["duplicates"],
            "kafka.dead_topic": self.topics["dead"],
            "kafka.transaction_timeout": "10 s",
            "index.url": f"redis://127.0.0.1:{redis.port}/0",
            "index.prefix": self._run,
            "pool.processes": 1,
            "batch.pages": 16,
        }

    def create_topics(self, partitions: int = 1, **limits: int) -> None:
        sizes = {"input": 2**26, "articles": 2**26, "duplicates": 2**26, "dead": 2**26} | limits
        for kind, name in (self.topics | {"input": self.input}).items():
            self.broker.create_topics([name], partitions, {"max.message.bytes": str(sizes[kind])})

    def worker(self, replica: str, **settings: object) -> WorkerProcess:
        names = {name.replace("__", "."): value for name, value in settings.items()}
        worker = WorkerProcess(self._folder / f"{replica}-{len(self.workers)}.log", self.settings | {"kafka.replica_id": replica} | names)
        worker.start()
        self.workers.append(worker)
        return worker

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        sets = [part for name, value in self.settings.items() for part in ("--set", f"{name}={value}")]
        return subprocess.run(
            [sys.executable, "-m", "worker", *arguments, *sets], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
