"""docker-compose.yml as a user starts it, with two workers and the sample pages. `make compose` builds the image and runs this."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from deploy.demo.pages import envelopes
from tests.worker_process import ROOT

RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]
REPLICAS = 2
STARTED_WITHIN = 300.0
"""Seconds for all of it to start and the pages to go through: a safety net, not a measure."""


def compose(*arguments: str) -> str:
    command = ["docker", "compose", "--project-name", "news-ingest-test", "--profile", "demo", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def _started() -> Iterator[None]:
    try:
        compose("up", "--detach", "--scale", f"worker={REPLICAS}")
        yield
    finally:
        compose("down", "--volumes")


def states(*services: str) -> list[dict[str, Any]]:
    """What Docker says of the services' containers."""
    containers = compose("ps", "--all", "--quiet", *services).split()
    told = subprocess.run(["docker", "inspect", *containers], capture_output=True, text=True, check=True).stdout
    return [container["State"] for container in json.loads(told)]


def prometheus(path: str) -> Any:
    answer = compose("exec", "-T", "prometheus", "wget", "-q", "-O", "-", f"http://localhost:9090/api/v1/{path}")
    return json.loads(answer)["data"]


def value(expression: str) -> float:
    found = prometheus(f"query?query={quote(expression)}")["result"]
    return float(found[0]["value"][1]) if found else 0.0


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while not reached():
        assert time.monotonic() < deadline, compose("ps", "--all") + compose("logs", "--tail", "5")
        time.sleep(1)


def test_each_service_becomes_healthy_or_ends_well() -> None:
    def well(state: dict[str, Any]) -> bool:
        return bool(state["ExitCode"] == 0 if state["Status"] == "exited" else state.get("Health", {}).get("Status") == "healthy")

    wait_until(lambda: all(well(state) for state in states()))


def test_the_sample_pages_go_through_replicas_that_prometheus_finds_by_their_name() -> None:
    wait_until(lambda: value('count(up{job="worker"} == 1)') == REPLICAS and value("sum(worker_outcomes_total)") == len(envelopes()))
    assert value("sum(worker_records_settled_total)") == len(envelopes())


def test_the_alerts_are_loaded() -> None:
    (group,) = prometheus("rules")["groups"]
    assert [rule["name"] for rule in group["rules"]] == [rule["alert"] for rule in RULES]


def test_the_workers_end_well_within_their_grace() -> None:
    compose("stop", "worker")
    assert [state["ExitCode"] for state in states("worker")] == [0] * REPLICAS
