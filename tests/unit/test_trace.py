"""Which trace contexts are carried on."""

from __future__ import annotations

import pytest

from worker.trace import carried

PARENT = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_a_valid_context_is_carried_with_its_state_and_nothing_else_is() -> None:
    headers = [("url", b"https://one.example/"), ("tracestate", b"a=1,b=2"), ("traceparent", PARENT)]
    assert carried(headers) == [("traceparent", PARENT), ("tracestate", b"a=1,b=2")]


def test_state_does_not_go_without_a_parent() -> None:
    assert carried([("tracestate", b"a=1")]) == []


@pytest.mark.parametrize(
    "parent", [b"", b"00", PARENT.upper(), b"ff" + PARENT[2:], b"00-" + b"0" * 32 + PARENT[35:], PARENT + b"x", b"\xff\x00", PARENT * 99]
)
def test_what_is_no_context_is_not_carried(parent: bytes) -> None:
    assert carried([("traceparent", parent), ("tracestate", b"a=1")]) == []
