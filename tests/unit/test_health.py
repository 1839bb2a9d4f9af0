"""The metrics port against those who mean it ill, or who just go away."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry

from worker import health
from worker.health import Health, serve


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(health, "PATIENCE", 2.0)
        with serve(0, CollectorRegistry(), Health()) as opened:
            yield opened


def connection(port: int, sent: bytes) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), 30)
    opened.sendall(sent)
    return opened


def answer(port: int, request: bytes) -> bytes:
    with connection(port, request) as opened:
        return b"".join(iter(lambda: opened.recv(65536), b""))


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\n\r\n", 200),
        (b"GET / HTTP/1.1\r\n\r\n", 404),
        (b"GET /metrics/../secrets HTTP/1.1\r\n\r\n", 404),
        (b"POST /metrics HTTP/1.1\r\nContent-Length: 1\r\n\r\nx", 501),
        (b"DELETE /metrics HTTP/1.1\r\n\r\n", 501),
        (b"GET /healthz HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n", 431),
    ],
)
def test_nothing_else_is_served_nor_told_what_runs(port: int, request_: bytes, status: int) -> None:
    told = answer(port, request_)
    assert told.startswith(b"HTTP/1.0 %d " % status)
    assert b"Python" not in told


def test_half_requests_hold_up_no_probe_and_are_given_up(port: int) -> None:
    half = [connection(port, b"GET /hea") for _ in range(100)]
    assert answer(port, b"GET /healthz HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.0 200 ")
    for opened in half:
        assert opened.recv(1) == b""
        opened.close()


def test_one_who_goes_away_leaves_no_traceback(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(20):
        gone = connection(port, b"GET /metrics HTTP/1.1\r\n\r\n")
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closed with a reset
        gone.close()
    assert answer(port, b"GET /healthz HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.0 200 ")
    assert "Traceback" not in capfd.readouterr().err
