"""The published schemas hold for what the worker takes and writes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from tests.integration.test_bad_input import DEAD as BAD
from tests.integration.test_bad_input import envelope, without
from worker.dead import dead_line
from worker.decode import decode
from worker.model import Dead, Origin, Reason, Record, Stage
from worker.schema import schema

NOW = datetime(2026, 1, 1, tzinfo=UTC)
GOOD = {
    "text": envelope(),
    "bytes": json.dumps({"url": "https://one.example/a", "body_base64": "aGVsbG8="}).encode(),
    "all fields": envelope(fetched_at="2026-01-01T00:00:00Z", status=200, headers={"etag": "x"}, crawl_id="c"),
    "unknown fields": envelope(proxy="x"),
    "nulls": envelope(body_base64=None, status=None),
}
SHAPES = {name: value for name, (value, _) in BAD.items() if value[:1] in (b"{", b"[") and len(value) < 10**6}


@pytest.mark.parametrize("kind", ["envelope", "article", "duplicate", "dead"])
def test_each_schema_is_valid(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("value", [*GOOD.values(), *SHAPES.values(), without("content_type")], ids=[*GOOD, *SHAPES, "no type"])
def test_the_envelope_schema_takes_what_decode_takes(value: bytes) -> None:
    """Faults of the envelope are faults by its schema; a page that is dead for what it holds is a valid envelope."""
    result = decode(Record(Origin("t", 0, 0), value, NOW), 10_000_000, NOW)
    faulty = isinstance(result, Dead) and result.reason in (Reason.MALFORMED, Reason.NO_URL)
    if (faulty and any(word in str(result) for word in ("base64", ":99999", "gzip"))) or "fetched_at" in str(result):
        return  # that base64, times and ports are well formed is more than JSON Schema's types and patterns say
    assert Draft202012Validator(schema("envelope")).is_valid(json.loads(value)) != faulty


def test_a_dead_line_is_as_its_schema_says() -> None:
    record = Record(Origin("t", 0, 3), b"\xff", NOW, None, (("url", b"\xe9"),))
    line = json.loads(dead_line(Dead(Reason.EMPTY, Stage.DECODE, "x"), record, NOW, "w"))
    Draft202012Validator(schema("dead")).validate(line)
