"""The metrics port of a running worker: probes that tell the truth, counts that add up, and nothing else."""

from __future__ import annotations

import socket
import struct
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaProducer
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from tests.kafka_broker import Broker
from tests.pages import generate
from tests.redis_server import RedisServer, free_port
from tests.stage import Stage
from tests.worker_process import wait_for_outcomes
from worker.health import Health, serve
from worker.kafka.source import KafkaSource
from worker.run import COUNT_EVERY
from worker.settings import load


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def samples(port: int) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    families = text_string_to_metric_families(get(port, "/metrics")[1])
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def test_probes_follow_the_worker_and_counts_are_conserved(broker: Broker, tmp_path: Path) -> None:
    pages = [page.envelope for page in generate(12, 21)] + [b"not json"]
    with RedisServer(tmp_path / "redis") as redis:
        stage, port = Stage(broker, redis, tmp_path), free_port()
        stage.create_topics()
        stage.broker.produce(stage.input, [(0, page, []) for page in pages])
        worker = stage.worker("a", metrics__port=port)
        try:
            wait_for_outcomes(broker, len(pages), [worker], 60, stage.topics)
            _reaches(port, "/readyz", 200)
            assert get(port, "/healthz") == (200, "ok\n")
            assert get(port, "/")[0] == get(port, "/metrics/../secrets")[0] == 404
            time.sleep(2 * COUNT_EVERY)
            found = samples(port)
            told = {dict(labels)["outcome"]: value for (name, labels), value in found.items() if name == "worker_outcomes_total"}
            assert sum(told.values()) == found["worker_records_settled_total", ()] == found["worker_records_read_total", ()] == len(pages)
            assert told["dead"] == found["worker_dead_total", (("reason", "malformed"), ("stage", "decode"))] == 1
            duplicates = sum(value for (name, _), value in found.items() if name == "worker_duplicates_total")
            assert told["duplicate"] == duplicates > 0
            lag = ("worker_lag_records", (("partition", "0"), ("source", stage.input)))
            assert found[lag] == 0
            assert found["worker_index_entries", ()] > 0
            redis.kill()
            _reaches(port, "/readyz", 503)
            assert "index unreachable" in get(port, "/readyz")[1]
            assert get(port, "/healthz")[0] == 200
            redis.start()
            _reaches(port, "/readyz", 200)
        finally:
            worker.kill()


def test_who_hangs_up_on_the_metrics_leaves_no_trace_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    with serve(free_port(), CollectorRegistry(), Health()) as port:
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", port)) as asker:
                asker.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, at once
                asker.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
        assert get(port, "/healthz") == (200, "ok\n")
    assert capfd.readouterr().err == ""


def _reaches(port: int, path: str, status: int) -> None:
    deadline = time.monotonic() + 30
    while (answer := get(port, path))[0] != status:
        assert time.monotonic() < deadline, answer
        time.sleep(0.1)


def test_a_replica_without_partitions_is_not_ready_but_healthy(stage: Stage) -> None:
    stage.create_topics(partitions=1)
    ports = free_port(), free_port()
    for replica, port in zip("ab", ports, strict=True):
        stage.worker(replica, metrics__port=port)
    deadline = time.monotonic() + 60
    while sorted(_status(port) for port in ports) != [200, 503]:
        assert time.monotonic() < deadline, [worker.log()[-2000:] for worker in stage.workers]
        time.sleep(0.2)
    assert [get(port, "/healthz")[0] for port in ports] == [200, 200]


def test_a_batch_that_is_given_up_and_read_again_counts_as_no_rebalance(stage: Stage) -> None:
    stage.create_topics()
    stage.broker.produce(stage.input, [(0, b"{}", [])])
    rebalances: list[int] = []
    settings, _ = load(None, [f"{name}={value}" for name, value in stage.settings.items()], {})
    with closing(KafkaSource(settings.kafka, lambda: rebalances.append(1))) as source:
        deadline = time.monotonic() + 60
        while not source.read(1, 10**6, 0.5).records:
            assert time.monotonic() < deadline
        source.rewind()
        assert rebalances == [1]


def test_what_is_no_record_is_no_lag(stage: Stage) -> None:
    """Transactions leave marks in the input, and what they aborted: nobody will ever publish these."""
    stage.create_topics()
    producer = KafkaProducer(bootstrap_servers=stage.broker.bootstrap, transactional_id=stage.input)
    producer.init_transactions()
    for commit in (True, False):
        producer.begin_transaction()
        for page in generate(2, 25)[:3]:
            producer.send(stage.input, page.envelope)
        producer.flush()
        producer.commit_transaction() if commit else producer.abort_transaction()
    producer.close()
    port = free_port()
    wait_for_outcomes(stage.broker, 3, [stage.worker("a", metrics__port=port)], 60, stage.topics)
    deadline = time.monotonic() + 30
    lag = ("worker_lag_records", (("partition", "0"), ("source", stage.input)))
    while (found := samples(port).get(lag)) != 0:
        assert time.monotonic() < deadline, found
        time.sleep(0.2)


def _status(port: int) -> int:
    try:
        return get(port, "/readyz")[0]
    except OSError:  # not up yet
        return 0
