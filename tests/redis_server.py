"""Real Redis servers for tests: one server, or a cluster of three, on free ports of the loopback interface."""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import redis

STARTUP = 30.0
"""Seconds a server may take to answer: a safety net, not a measure."""
SLOTS = 16384


class RedisServer:
    """One redis-server with an append-only file in `folder`. A context manager; ends its own process only."""

    def __init__(self, folder: Path, cluster: bool = False) -> None:
        if shutil.which("redis-server") is None:
            raise RuntimeError("redis-server is not installed: run `make services`")
        self.port = free_port()
        self._folder, self._cluster = folder, cluster
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> RedisServer:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        """Start it on its port and folder; returns once it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder), "--save", ""]
        command += ["--appendonly", "yes", "--appendfsync", "everysec", "--logfile", str(self._folder / "redis.log")]
        if self._cluster:
            command += ["--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"]
        self._process = subprocess.Popen(command)
        wait_for(self.answers, f"redis-server on port {self.port}")

    def kill(self) -> None:
        """End it without warning (SIGKILL), as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        self.kill()
        self.start()

    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, socket_timeout=STARTUP)

    def answers(self) -> bool:
        try:
            with closing(self.client()) as client:
                return bool(client.ping())
        except redis.ConnectionError:  # not listening yet, or loading its file
            return False


@contextmanager
def redis_cluster(folder: Path) -> Iterator[list[RedisServer]]:
    """Three nodes without replicas that know each other and serve all slots."""
    with ExitStack() as stack:
        nodes = [stack.enter_context(RedisServer(folder / str(i), cluster=True)) for i in range(3)]
        clients: list[Any] = [stack.enter_context(closing(node.client())) for node in nodes]
        edges = [SLOTS * i // 3 for i in range(4)]
        for i, client in enumerate(clients):
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", edges[i], edges[i + 1] - 1)
            client.execute_command("CLUSTER", "MEET", "127.0.0.1", nodes[0].port)
        wait_for(lambda: all(_whole(client) for client in clients), "the cluster")
        yield nodes


def _whole(client: Any) -> bool:
    info = client.execute_command("CLUSTER INFO")  # parsed by redis-py into strings
    return bool(info["cluster_state"] == "ok" and info["cluster_known_nodes"] == "3" and int(info["cluster_slots_ok"]) == SLOTS)


_ports = iter(random.SystemRandom().sample(range(12_000, 22_000), 10_000))


def free_port() -> int:
    """A port that nobody uses, and that was not given before, below those of outgoing connections; 10,000 above it is a cluster's bus.

    One of the latter may be taken by any client between this look and the server's start, or while a server is restarted.
    """
    for port in _ports:
        with closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is left")


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Return once `condition()` holds. Raises TimeoutError."""
    end = time.monotonic() + STARTUP
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} was not ready after {STARTUP:g} s")
        time.sleep(0.05)
