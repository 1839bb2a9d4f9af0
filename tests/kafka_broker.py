"""A real Kafka broker for tests: one KRaft node of Kafka's own jars, on free ports of the loopback interface."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import NewTopic
from kafka.errors import KafkaError

from tests.redis_server import free_port

LIBS = Path(os.environ.get("KAFKA_LIBS") or Path(__file__).parents[1] / ".services" / "kafka" / "libs")
PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_SSL", "SASL_PLAINTEXT")
STARTUP = 60.0
"""Seconds the broker may take to answer: a safety net, not a measure."""


class Broker:
    """One broker with its data in `folder`. A context manager; ends its own process only.

    `properties` override the broker's own; `listeners` are opened beside the plain one; `scram`: users, as Kafka's storage
    tool takes them.
    """

    def __init__(
        self, folder: Path, properties: Mapping[str, str] | None = None, listeners: Sequence[str] = (), scram: Sequence[str] = ()
    ) -> None:
        if not any(LIBS.glob("kafka_2*.jar")) or shutil.which("java") is None:
            raise RuntimeError(f"Kafka's jars are not in {LIBS}, or there is no java: run `make services`")
        self.port, controller = free_port(), free_port()
        self.bootstrap = f"127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.bootstrap.servers": f"127.0.0.1:{controller}",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT," + ",".join(f"{name}:{name}" for name in PROTOCOLS),
            "listeners": ",".join([f"PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{controller}", *listeners]),
            "log.dirs": str(folder / "data"),
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "transaction.state.log.num.partitions": "1",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms": "500",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
            "group.min.session.timeout.ms": "1000",
            "auto.create.topics.enable": "false",
            "message.max.bytes": str(2**27),
            "log.message.timestamp.after.max.ms": str(2**63 - 1),  # Kafka's own default before 3.6
            "socket.request.max.bytes": str(2**28),
        } | dict(properties or {})
        (folder / "server.properties").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        cluster_id = base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()
        users = [argument for user in scram for argument in ("--add-scram", user)]
        tool = ("kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(folder / "server.properties"), "--standalone", *users)
        self._java(*tool).wait(STARTUP)

    def _java(self, *command: str) -> subprocess.Popen[bytes]:
        log = (self._folder / "broker.log").open("ab")
        with log:
            return subprocess.Popen(["java", "-Xmx512m", "-cp", f"{LIBS}/*", *command], stdout=log, stderr=log)

    def __enter__(self) -> Broker:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        """Start it on its port and data; returns once it answers a request."""
        self._process = self._java("kafka.Kafka", str(self._folder / "server.properties"))
        deadline = time.monotonic() + STARTUP
        while True:
            try:
                admin = KafkaAdminClient(bootstrap_servers=self.bootstrap, bootstrap_timeout_ms=2000)
                admin.list_topics()
                admin.close()
                return
            except KafkaError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the broker did not start: see {self._folder / 'broker.log'}") from None
                time.sleep(0.1)

    def kill(self) -> None:
        """End it without warning (SIGKILL), as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Have it hold its connections and answer nothing, as behind a network that drops everything."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def restart(self) -> None:
        self.kill()
        self.start()

    def create_topics(self, names: Sequence[str], partitions: int = 1, config: Mapping[str, str] | None = None) -> None:
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        admin.create_topics([NewTopic(name, partitions, 1, topic_configs=dict(config or {})) for name in names])
        admin.close()

    def produce(
        self, topic: str, records: Sequence[tuple[int, bytes | None, list[tuple[str, bytes]]]], timestamp: int | None = None
    ) -> None:
        """Write (partition, value, headers) records, in order. `timestamp`: milliseconds since 1970; now, if none."""
        producer = KafkaProducer(bootstrap_servers=self.bootstrap, max_request_size=2**30, linger_ms=20, batch_size=2**20, acks="all")
        futures = [
            producer.send(topic, value, key=b"" if value is None else None, partition=p, headers=h, timestamp_ms=timestamp)
            for p, value, h in records
        ]
        producer.flush(timeout=120)
        for future in futures:
            future.get(timeout=0)
        producer.close()

    def read_all(self, topic: str, isolation: str = "read_committed") -> list[Any]:
        """Every message of a topic up to its present end (its last stable offset, where read_committed)."""
        consumer = KafkaConsumer(
            bootstrap_servers=self.bootstrap, isolation_level=isolation, enable_auto_commit=False, group_id=None, fetch_max_bytes=2**27
        )
        try:
            places = [TopicPartition(topic, n) for n in sorted(consumer.partitions_for_topic(topic) or ())]
            ends = consumer.end_offsets(places)
            consumer.assign(places)
            consumer.seek_to_beginning(*places)
            found: list[Any] = []
            while any(consumer.position(tp) < ends[tp] for tp in places):
                for messages in consumer.poll(timeout_ms=200, max_records=1000).values():
                    found += messages
            return found
        finally:
            consumer.close()
