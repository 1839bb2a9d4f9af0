"""Record to raw page: the two encodings of the input contract. Pure, and never raises: what can't be read is `Dead`."""

from __future__ import annotations

import binascii
import re
from codecs import BOM_UTF8
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
import pybase64

from worker.coding import unpacked
from worker.model import Dead, RawPage, Reason, Record, Stage
from worker.sniff import other_than_text

READABLE = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/xml", "text/xml"})
WHITE = re.compile(r"\s+")
"""Between lines of base64 as mail has it."""
NO_HOST = re.compile(r"[\s\x00-\x1f\x7f<>^|%\\]")
ENVELOPE_FACTOR = 6
"""An envelope may be so many times as large as its page: base64 takes 4/3, JSON's \\u escapes up to six bytes a byte."""
FUTURE = timedelta(hours=1)
"""How far ahead of our clock a crawler's may be. A later `fetched_at` is taken as now: it moves the window of deduplication."""
LONGEST = 16 * 2**10
"""Characters of a `url` or a `crawl_id`: outcomes carry them, and topics bound the size of outcomes. Browsers end far below."""


def decode(record: Record, max_bytes: int, now: datetime) -> RawPage | Dead:
    """The page in a record. `max_bytes`: the largest page; `now`: the clock, for pages said to be of the future."""
    if not record.value:
        return _dead(Reason.EMPTY, "the record has no value")
    headers = {name.lower(): value for name, value in record.headers}
    raw = "url" in headers
    result = _raw(record, headers) if raw else _envelope(record, max_bytes)
    if isinstance(result, Dead):
        return result
    coding = headers.get("content-encoding") or headers.get("content_encoding")
    return _checked(result, _text(coding) or "" if raw else "", record, max_bytes, now)


def _dead(reason: Reason, error: str) -> Dead:
    return Dead(reason, Stage.DECODE, error)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:100]}…"


def _raw(record: Record, headers: dict[str, bytes]) -> RawPage | Dead:
    fetched = headers.get("fetched_at") or headers.get("fetched-at")
    when = _instant(fetched.decode("utf-8", "replace"), record.timestamp) if fetched else record.timestamp
    if isinstance(when, Dead):
        return when
    status = headers.get("status", b"")
    return RawPage(
        url=headers["url"].decode("utf-8", "replace").strip(),
        body=record.value or b"",
        fetched_at=when,
        content_type=_text(headers.get("content-type") or headers.get("content_type")),
        status=int(status) if status.isdigit() and len(status) == 3 else None,
        crawl_id=_text(headers.get("crawl-id") or headers.get("crawl_id")),
    )


def _text(value: bytes | None) -> str | None:
    return value.decode("utf-8", "replace") if value else None


def _envelope(record: Record, max_bytes: int) -> RawPage | Dead:
    value = record.value or b""
    if len(value) > ENVELOPE_FACTOR * max_bytes + 65536:
        return _dead(
            Reason.TOO_LARGE, f"the envelope has {len(value):,} bytes, more than a page of {max_bytes:,} can need (page.max_bytes)"
        )
    try:
        found = orjson.loads(value.removeprefix(BOM_UTF8))  # which begins files of JSON lines that were made on Windows
    except orjson.JSONDecodeError as error:
        return _dead(Reason.MALFORMED, f"neither a JSON envelope nor a `url` header: {error}; it begins with {_short(value[:60])}")
    if not isinstance(found, dict):
        return _dead(Reason.MALFORMED, f"the envelope is a JSON {type(found).__name__}, not an object")
    if found.get("url") is None or found["url"] == "":
        return _dead(Reason.NO_URL, "the envelope has no url")
    body = _body(found)
    if isinstance(body, Dead):
        return body
    when = _instant(found["fetched_at"], record.timestamp) if found.get("fetched_at") is not None else record.timestamp
    if isinstance(when, Dead):
        return when
    for name, kind in (("url", str), ("content_type", str), ("status", int)):
        if found.get(name) is not None and not isinstance(found[name], kind):
            return _dead(Reason.MALFORMED, f"{name} is {_short(found[name])}, not a {kind.__name__}")
    crawl_id = found.get("crawl_id")
    return RawPage(
        url=found["url"].strip(),
        body=body,
        fetched_at=when,
        content_type=found.get("content_type"),
        status=found.get("status"),
        crawl_id=crawl_id if crawl_id is None or isinstance(crawl_id, str) else orjson.dumps(crawl_id).decode(),
    )


def _body(found: dict[str, Any]) -> bytes | str | Dead:
    text, encoded = found.get("body"), found.get("body_base64")
    if (text is None) == (encoded is None):
        return _dead(
            Reason.MALFORMED,
            "the envelope must have exactly one of body and body_base64; it has " + ("neither" if text is None else "both"),
        )
    if text is not None:
        return text if isinstance(text, str) else _dead(Reason.MALFORMED, f"body is {_short(text)}, not a string")
    if not isinstance(encoded, str):
        return _dead(Reason.MALFORMED, f"body_base64 is {_short(encoded)}, not a string")
    try:
        return pybase64.b64decode(WHITE.sub("", encoded) if "\n" in encoded else encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        return _dead(Reason.MALFORMED, f"body_base64 is not base64: {error}")


ZONE_TWICE = re.compile(r"[+-]\d\d:?\d\dZ$")
"""An offset and a Z: a common slip of crawlers, and clear in its meaning."""


def _instant(value: object, record_time: datetime) -> datetime | Dead:
    """An RFC 3339 instant; one without zone is taken as UTC."""
    try:
        if not isinstance(value, str):
            raise ValueError("not a string")
        value = value.upper()  # t and z may be small
        when = datetime.fromisoformat(value.removesuffix("Z") if ZONE_TWICE.search(value) else value)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        return _dead(Reason.MALFORMED, f"fetched_at {_short(value)} is no RFC 3339 time ({error}); such as {record_time.isoformat()}")


def _checked(page: RawPage, coding: str, record: Record, max_bytes: int, now: datetime) -> RawPage | Dead:
    try:
        parts = urlsplit(page.url)
        # Asking for the port raises where it is none.
        host = parts.hostname
        fit = parts.scheme in ("http", "https") and bool(host and not NO_HOST.search(host)) and (parts.port is None or parts.port > 0)
    except ValueError:
        fit, parts = False, None
    if not fit and not (record.local and parts and parts.scheme == "file"):
        return _dead(Reason.NO_URL, f"url {_short(page.url)} is not an absolute http or https URL")
    for name, text in (("url", page.url), ("crawl_id", page.crawl_id or "")):
        if len(text) > LONGEST:
            return _dead(Reason.MALFORMED, f"{name} has {len(text):,} characters, more than {LONGEST:,}")
    if isinstance(page.body, bytes) and len(page.body) <= max_bytes:
        try:
            page = replace(page, body=unpacked(page.body, coding, max_bytes))
        except ValueError as error:
            return _dead(Reason.MALFORMED, str(error))
    size = len(page.body)
    if size <= max_bytes and isinstance(page.body, str):
        size = len(page.body.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        return _dead(Reason.TOO_LARGE, f"the page has {size:,} bytes or more, page.max_bytes is {max_bytes:,}")
    if not page.body.strip():
        return _dead(Reason.EMPTY, "the page is empty")
    kind = (page.content_type or "").partition(";")[0].strip().lower()
    if "/" in kind and kind not in READABLE and kind != "application/octet-stream":
        return _dead(Reason.UNSUPPORTED_TYPE, f"content type {_short(kind)}: only HTML, XHTML and plain text are read")
    if what := other_than_text(page.body):
        return _dead(Reason.UNSUPPORTED_TYPE, f"the page is {what}: only HTML, XHTML and plain text are read")
    if page.fetched_at > now + FUTURE:
        page = replace(page, fetched_at=now)
    return page
