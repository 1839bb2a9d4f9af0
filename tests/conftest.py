"""Services that tests share. Where one is missing the tests fail and say so: they are never skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.kafka_broker import Broker
from tests.redis_server import RedisServer
from tests.stage import Stage

# Machines are noisy: no test fails for the time an example takes.
settings.register_profile("noisy", deadline=None)
settings.load_profile("noisy")


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with Broker(tmp_path_factory.mktemp("kafka")) as running:
        yield running


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture
def stage(broker: Broker, redis_server: RedisServer, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(broker, redis_server, tmp_path)
    yield made
    for worker in made.workers:
        worker.kill()
