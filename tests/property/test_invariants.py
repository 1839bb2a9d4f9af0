"""Rules that hold for any input."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from worker.dead import dead_line, parse_line
from worker.decode import decode
from worker.fingerprint import SAMPLE, fingerprint
from worker.metrics import Metrics
from worker.model import Dead, Duplicate, Origin, OriginRecord, Outcome, Publisher, RawPage, Reason, Record, Stage
from worker.normalise.page import normalise

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIELDS = ["url", "body", "body_base64", "fetched_at", "content_type", "status", "crawl_id"]
HEADERS = st.lists(st.tuples(st.sampled_from(["url", "fetched_at", "content-type", "x"]), st.binary(max_size=40)), max_size=4)
VALUES = st.one_of(
    st.none(),
    st.binary(max_size=200),
    st.dictionaries(
        st.sampled_from(["url", "body", "body_base64", "fetched_at", "content_type", "status", "crawl_id"]), st.text() | st.integers()
    )
    .map(json.dumps)
    .map(str.encode),
)


@given(VALUES, HEADERS)
def test_any_record_decodes_to_a_page_or_a_dead_record(value: bytes | None, headers: list[tuple[str, bytes]]) -> None:
    result = decode(Record(Origin("t", 0, 0), value, NOW, headers=tuple(headers)), 1000, NOW)
    assert isinstance(result, RawPage | Dead)


@given(st.text(min_size=1, max_size=300).filter(str.strip), st.sampled_from(["http", "https"]))
def test_a_valid_envelope_comes_through_unchanged(body: str, scheme: str) -> None:
    encoded = base64.b64encode(body.encode("utf-8", "replace")).decode()
    value = json.dumps({"url": f"{scheme}://one.example/a", "body_base64": encoded, "content_type": "text/plain"}).encode()
    page = decode(Record(Origin("t", 0, 0), value, NOW), 10_000, NOW)
    if isinstance(page, Dead):
        assert page.reason in (Reason.UNSUPPORTED_TYPE, Reason.EMPTY)  # it begins as a PDF does, or is of control characters
    else:
        assert page.body == body.encode("utf-8", "replace")


@given(st.none() | st.binary(max_size=100), st.none() | st.binary(max_size=20), HEADERS)
def test_a_dead_record_in_a_file_gives_the_input_back_byte_for_byte(
    value: bytes | None, key: bytes | None, headers: list[tuple[str, bytes]]
) -> None:
    record = Record(Origin("t", 3, 7), value, NOW, key, tuple(headers))
    assert parse_line(dead_line(Dead(Reason.EMPTY, Stage.DECODE, "x"), record, NOW, "w")).record == record


@given(st.lists(st.sampled_from(["duplicate", "dead"]), max_size=30))
def test_what_was_settled_equals_the_sum_of_outcomes(kinds: list[str]) -> None:
    metrics = Metrics(CollectorRegistry())
    outcomes = []
    for n, kind in enumerate(kinds):
        record = Record(Origin("t", 0, n), b"", NOW)
        duplicate = Duplicate(
            relation="copy", duplicate_of="0" * 32, story_id="0" * 32, url="u", canonical_url="u",
            publisher=Publisher(name=None, domain=None),
            headline="h", fetched_at=NOW, processed_at=NOW, origin=OriginRecord(source="t", partition=0, offset=n),
        )  # fmt: skip
        outcomes.append(Outcome(record, duplicate if kind == "duplicate" else Dead(Reason.EMPTY, Stage.DECODE, "")))
    metrics.written(outcomes, NOW)
    value = metrics.registry.get_sample_value
    told = sum(value("worker_outcomes_total", {"outcome": outcome}) or 0 for outcome in ("article", "duplicate", "dead"))
    assert value("worker_records_settled_total") == told == len(kinds)


@given(st.text(max_size=2000))
def test_prints_are_sampled_distinct_and_in_order(text: str) -> None:
    found = fingerprint(text)
    assert all(value % SAMPLE == 0 for value in found.prints)
    assert len(set(found.prints)) == len(found.prints)
    assert list(found.positions) == sorted(found.positions)


PAGE = (
    "<html lang=en><head><title>A headline of words</title>"
    '<script type=\'application/ld+json\'>{"@type":"NewsArticle"}</script></head><body><h1>A headline of words</h1><p>'
    + "Some words of a story that goes on for a while here. " * 9
    + "</p></body></html>"
).encode()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(PAGE)), st.binary(max_size=12)), max_size=8))
def test_a_mutated_page_ends_as_a_value_never_as_an_exception(cuts: list[tuple[int, bytes]]) -> None:
    body = PAGE
    for at, put in cuts:
        body = body[:at] + put + body[at + len(put) :]
    normalise(RawPage("https://one.example/a", body, NOW, "text/html"), None)
