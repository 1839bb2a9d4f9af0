"""A worker that is asked to stop stops in time and with 0, whatever the broker does: nothing is lost by leaving."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kafka_broker import Broker
from tests.pages import generate
from tests.redis_server import RedisServer
from tests.stage import Stage
from tests.worker_process import wait_for_outcomes


@pytest.mark.parametrize("state", ["dead", "silent", "silent in mid-batch"])
def test_a_broker_that_does_not_answer_keeps_no_worker_from_stopping(state: str, tmp_path: Path) -> None:
    pages = [page.envelope for page in generate(20, 27)]
    with Broker(tmp_path / "broker") as broker, RedisServer(tmp_path / "redis") as redis:
        stage = Stage(broker, redis, tmp_path)
        stage.create_topics()
        stage.broker.produce(stage.input, [(0, page, []) for page in pages[:4]])
        worker = stage.worker("a", kafka__transaction_timeout="60 s", shutdown__timeout="12 s", index__deadline="30 s")
        try:
            wait_for_outcomes(broker, 4, [worker], 60, stage.topics)
            if state == "silent in mid-batch":
                stage.broker.produce(stage.input, [(0, page, []) for page in pages[4:]])
            broker.kill() if state == "dead" else broker.pause()
            assert worker.stop(15) == 0, worker.log()[-3000:]
        finally:
            worker.kill()
