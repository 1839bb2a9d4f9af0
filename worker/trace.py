"""W3C trace context (https://www.w3.org/TR/trace-context/): carried from an input record's headers to those of its outcome."""

from __future__ import annotations

import re
from collections.abc import Sequence

PARENT = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?", re.DOTALL)
MOST_STATE = 512
"""Bytes of `tracestate` that are carried: what the recommendation asks for at least."""


def carried(headers: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The trace's headers, if the record has a valid `traceparent`; none otherwise. `tracestate` never goes without it."""
    found = dict(headers)
    parent, state = found.get("traceparent"), found.get("tracestate")
    if parent is None or len(parent) > MOST_STATE or not PARENT.fullmatch(parent):
        return []
    return [("traceparent", parent)] + ([("tracestate", state)] if state and len(state) <= MOST_STATE else [])
