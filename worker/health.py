"""The metrics port: /metrics, /healthz (the loop turns), /readyz (pages assigned, index reachable). Nothing else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from worker.index import Unreachable

STALLED = 120.0
"""Seconds without a turn of the loop after which it counts as stuck: twice what an unreachable index may take."""


class Health:
    """What the probes ask. The loop beats; `ready` is asked on the server's thread."""

    def __init__(self) -> None:
        self._beat = time.monotonic()
        self._assigned = False
        self._ping: Callable[[], None] | None = None

    def beat(self) -> None:
        self._beat = time.monotonic()

    def assigned(self, any_partition: bool) -> None:
        self._assigned = any_partition

    def watch(self, ping: Callable[[], None]) -> None:
        """`ping` raises `Unreachable` where the index does not answer."""
        self._ping = ping

    def alive(self) -> str | None:
        """None, or why the loop counts as stuck."""
        still = time.monotonic() - self._beat
        return None if still < STALLED else f"the loop has not turned for {still:.0f} s"

    def ready(self) -> str | None:
        """None, or why no page can be taken now."""
        if not self._assigned or self._ping is None:
            return "no partition is assigned"
        try:
            self._ping()
        except Unreachable as error:
            return f"index unreachable: {error}"
        return None


@contextmanager
def serve(port: int, registry: CollectorRegistry, health: Health) -> Iterator[int]:
    """Serve the port from a thread of its own; yields the port. Raises ValueError where it is taken."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            match self.path.partition("?")[0]:
                case "/metrics":
                    self._answer(200, generate_latest(registry), CONTENT_TYPE_LATEST)
                case "/healthz":
                    self._probe(health.alive())
                case "/readyz":
                    self._probe(health.ready())
                case _:
                    self._answer(404, b"not found\n")

        def _probe(self, reason: str | None) -> None:
            self._answer(200 if reason is None else 503, f"{reason or 'ok'}\n".encode())

        def _answer(self, status: int, body: bytes, kind: str = "text/plain; charset=utf-8") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Probes come every few seconds; they are not worth a line each."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Who asked need not wait for the answer: that is no fault, and no traceback in the log."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)

    try:
        server = Server(("", port), Handler)
    except OSError as error:
        raise ValueError(
            f"metrics.port {port} can't be opened: {error.strerror}. Another worker on this host? Set metrics.port."
        ) from error
    thread = Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
