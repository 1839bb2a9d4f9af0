"""Instants as pages write them: with offset, or a bare day; never a guess dressed as precise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from dateutil import parser as dateutil

from worker.model import Instant

COMPACT_ZONE = re.compile(r"([+-]\d\d)(\d\d)$")
EARLIEST = date(1990, 1, 1)
AHEAD = timedelta(days=1)
"""How far past the fetch a page may date itself: zones are mistaken by hours."""


def parse(text: str, fetched_at: datetime) -> Instant | None:
    """An instant with offset, or a date where the text has only a day or no zone; None where it says neither or can't be."""
    text = text.strip()
    try:
        when = datetime.fromisoformat(COMPACT_ZONE.sub(r"\1:\2", text))
    except ValueError:
        if not re.search(r"\d{4}", text) or len(text) > 60:
            return None
        try:
            when = dateutil.parse(text, default=datetime(1, 1, 1), tzinfos=_zone)
        except (ValueError, OverflowError, TypeError):
            return None
    if not EARLIEST <= when.date() <= (fetched_at + AHEAD).date():
        return None
    return when if when.tzinfo and len(text) > len("2026-01-05") else when.date()


def _zone(_: str | None, offset: int | None) -> timezone | None:
    """A zone by its offset; one known by letters only ("EST" is three zones) is none."""
    return None if offset is None else timezone(timedelta(seconds=offset))


def first(candidates: Iterable[tuple[str, str]], fetched_at: datetime) -> tuple[Instant, str] | None:
    """The first candidate (text, where from) that is an instant, or failing that the first that is a day."""
    day: tuple[Instant, str] | None = None
    for text, source in candidates:
        when = parse(text, fetched_at)
        if isinstance(when, datetime):
            return (when if when.utcoffset() else when.replace(tzinfo=UTC)), source
        if when is not None and day is None:
            day = when, source
    return day
