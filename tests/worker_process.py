"""The worker as users run it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from tests.kafka_broker import Broker

ROOT = Path(__file__).parents[1]
TOPICS = {"articles": "articles", "duplicates": "articles.duplicates", "dead": "pages.dead"}


class WorkerProcess:
    """`worker run` with settings, its log in `log`."""

    def __init__(self, log: Path, settings: Mapping[str, object], *arguments: str) -> None:
        self._log = log
        self._command = [sys.executable, "-m", "worker", "run", *arguments]
        for name, value in ({"metrics.port": 0} | dict(settings)).items():
            self._command += ["--set", f"{name}={value}"]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._command, stdout=log, stderr=log, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self, timeout: float = 60) -> int:
        """SIGTERM; returns the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout)

    def log(self) -> str:
        return self._log.read_text()


def outcomes(broker: Broker, names: Mapping[str, str] = TOPICS) -> dict[tuple[int, int], list[tuple[str, dict[str, Any]]]]:
    """What read_committed readers see: for each input (partition, offset) its outcomes, as (kind, record)."""
    fates: dict[tuple[int, int], list[tuple[str, dict[str, Any]]]] = {}
    for kind, topic in names.items():
        for message in broker.read_all(topic):
            if kind == "dead":
                headers = {name: value.decode("utf-8", "replace") for name, value in message.headers}
                _, partition, offset = headers["dead-origin"].rsplit("/", 2)
                place, record = (
                    (int(partition), int(offset)),
                    {"reason": headers["dead-reason"], "value": message.value, "headers": headers},
                )
            else:
                record = orjson.loads(message.value)
                place = (record["origin"]["partition"], record["origin"]["offset"])
            fates.setdefault(place, []).append((kind, record))
    return fates


def wait_for_outcomes(broker: Broker, wanted: int, workers: list[WorkerProcess], timeout: float, names: Mapping[str, str] = TOPICS) -> None:
    """Return once so many inputs have an outcome; fail if a worker ends, or after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while (have := len(outcomes(broker, names))) < wanted:
        for worker in workers:
            assert worker.process is None or worker.process.poll() is None, f"a worker ended: {worker.log()[-3000:]}"
        assert time.monotonic() < deadline, f"{have} of {wanted} outcomes after {timeout} s; log: {workers[0].log()[-3000:]}"
        time.sleep(0.5)
