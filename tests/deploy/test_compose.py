"""docker-compose.yml says only what the worker accepts, and starts things in an order that works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from deploy.demo.pages import envelopes
from tests.stage import Stage
from tests.worker_process import ROOT
from worker.settings import Settings, load

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if "news-ingest-worker" in service["image"]]


def resolved(value: object) -> str:
    """A value with Compose's defaults filled in: ${NAME:-default}."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value))


def settings_of(service: str) -> Settings:
    environment = {name: resolved(value) for name, value in SERVICES[service]["environment"].items()}
    assert all(name.startswith("WORKER_") for name in environment)
    return load(None, [], environment)[0]


@pytest.mark.parametrize("service", OURS)
def test_each_setting_is_one_that_the_worker_knows_and_accepts(service: str) -> None:
    settings_of(service)


def test_the_worker_is_pointed_at_the_services_of_the_file() -> None:
    settings = settings_of("worker")
    host, port = settings.kafka.bootstrap_servers.split(":")
    assert host in SERVICES
    assert f"PLAINTEXT://{host}:{port}" in SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    assert settings.index.url
    assert re.match(r"redis://(\w+):", settings.index.url)[1] in SERVICES  # type: ignore[index]  # None fails the test too
    assert SERVICES["worker"]["expose"] == [str(settings.metrics.port)]


def test_the_pool_fits_into_the_containers_memory_and_a_stop_into_its_grace() -> None:
    settings = settings_of("worker")
    units = {"g": 2**30, "m": 2**20}
    limit = SERVICES["worker"]["mem_limit"]
    assert settings.pool.processes * settings.pool.memory <= int(limit[:-1]) * units[limit[-1]]
    assert settings.shutdown.timeout < float(SERVICES["worker"]["stop_grace_period"].removesuffix("s"))


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_waits_for_exists_and_can_become_what_it_waits_for(service: str) -> None:
    for other, condition in SERVICES[service].get("depends_on", {}).items():
        assert other in SERVICES
        match condition["condition"]:
            case "service_healthy":
                assert SERVICES[other]["healthcheck"]["test"]
            case "service_completed_successfully":
                assert SERVICES[other]["restart"] == "no"
            case unknown:
                pytest.fail(f"{service} waits for {other} to be {unknown}")


@pytest.mark.parametrize("service", OURS)
def test_our_containers_can_write_nothing_and_gain_nothing(service: str) -> None:
    told = SERVICES[service]
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in told["security_opt"]


def test_the_broker_is_of_the_version_that_the_tests_run_on() -> None:
    tested = re.search(r"kafka_2\.13</artifactId>\s*<version>([^<]+)<", (ROOT / "tests" / "services" / "pom.xml").read_text())
    assert tested
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{tested[1]}"


def test_redis_forgets_nothing() -> None:
    command = SERVICES["redis"]["command"]
    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_no_image_floats_and_every_volume_is_named() -> None:
    for name, service in SERVICES.items():
        assert name in OURS or re.search(r":v?\d+\.\d+", service["image"]), f"{name}: {service['image']}"
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith("./") or source in COMPOSE["volumes"]


def test_the_demo_feeds_only_when_it_is_asked_for() -> None:
    assert SERVICES["demo"]["profiles"] == ["demo"]
    assert (ROOT / "deploy" / "demo" / SERVICES["demo"]["entrypoint"][1].removeprefix("/app/demo/")).exists()


def test_the_demos_feeder_sends_the_sample_pages_to_the_input_topic(stage: Stage) -> None:
    stage.create_topics()
    environment = {"WORKER_KAFKA__BOOTSTRAP_SERVERS": stage.broker.bootstrap, "WORKER_KAFKA__INPUT_TOPIC": stage.input}
    feeder = [sys.executable, str(ROOT / "deploy" / "demo" / "feed.py")]
    subprocess.run(feeder, check=True, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)} | environment)
    assert len(stage.broker.read_all(stage.input)) == len(envelopes())
