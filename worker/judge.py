"""One shard's pages of a batch, judged in order against a view of the index and against each other. Pure.

Turns each `Decision` into the published record, and each published article into what the index shall remember.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import xxhash

from worker.dedupe import Decision, Thresholds, decide
from worker.index import Addition, Entry, Found, Query, View
from worker.model import Article, Dead, Duplicate, Instant, Normalised, OriginRecord, Outcome, RawPage, Reason, Record, Similarity, Stage


@dataclass(frozen=True, slots=True)
class Judged:
    """A page that is ready to be judged."""

    record: Record
    page: RawPage
    normalised: Normalised


def article_id(canonical_url: str) -> str:
    """32 hex digits of the canonical URL (XXH3, 128 bits): the same for every revision of a page."""
    return xxhash.xxh3_128_hexdigest(canonical_url.encode())


def query_of(page: Judged) -> Query:
    """What a page asks of its shard."""
    normalised = page.normalised
    seen_at = page.page.fetched_at.timestamp()
    return Query(page.record.origin, normalised.fingerprint.prints, normalised.fields.canonical_url, seen_at, normalised.source_url)


def judge(pages: Sequence[Judged], view: View, rules: Thresholds, largest: int, now: datetime) -> tuple[list[Outcome], list[Addition]]:
    """Each page's outcome, in order, and what to remember. `largest`: bytes of the largest article that can be written."""
    seen = _Seen(view)
    outcomes: list[Outcome] = []
    additions: list[Addition] = []
    for page, found in zip(pages, view.found, strict=True):
        fields, print_ = page.normalised.fields, page.normalised.fingerprint
        own_id = article_id(fields.canonical_url)
        decision = decide(page.record.origin, own_id, fields.content_hash, print_, seen.add_to(found, page), seen.entries, rules)
        if not decision.published:
            outcomes.append(Outcome(page.record, _duplicate(page, decision, now)))
            continue
        article = _article(page, own_id, decision, now)
        written = article.model_dump_json().encode()
        if len(written) > largest:
            error = f"the article's record has {len(written)} bytes, its topic takes {largest}"
            outcomes.append(Outcome(page.record, Dead(Reason.TOO_LARGE, Stage.DEDUPE, error)))
            continue
        outcomes.append(Outcome(page.record, article))
        if decision.again is None:
            entry = _entry(page, article)
            additions.append(Addition(entry, print_.prints, written))
            seen.remember(entry, print_.prints)
    return outcomes, additions


class _Seen:
    """The view, plus what this batch has added to it so far."""

    def __init__(self, view: View) -> None:
        self.entries: dict[int, Entry] = dict(view.entries)
        self._next = view.next_number
        self._prints: dict[int, list[int]] = defaultdict(list)
        self._urls: dict[str, int] = {}

    def add_to(self, found: Found, page: Judged) -> Found:
        shared: dict[int, list[int]] = defaultdict(list)
        for position, value in enumerate(page.normalised.fingerprint.prints):
            if position not in found.common:
                for number in self._prints.get(value, ()):
                    shared[number].append(position)
        own: Mapping[int, tuple[int, ...]] = {number: tuple(positions) for number, positions in shared.items()}
        same_url = self._urls.get(page.normalised.fields.canonical_url, found.same_url)
        return Found({**found.shared, **own}, found.common, same_url, self._urls.get(page.normalised.source_url or "", found.source))

    def remember(self, entry: Entry, prints: Sequence[int]) -> None:
        number, self._next = self._next, self._next + 1
        self.entries[number] = entry
        self._urls[entry.canonical_url] = number
        for value in prints:
            self._prints[value].append(number)


def recrawl(record: Record, page: RawPage, known: Entry, now: datetime) -> Duplicate:
    """The outcome of a page whose visible text is what it was: told from what the index remembers of it."""
    return Duplicate(
        relation="recrawl",
        duplicate_of=known.id,
        story_id=known.story_id,
        similarity=Similarity(of_this=1.0, of_other=1.0),
        url=page.url,
        canonical_url=known.canonical_url,
        publisher=known.publisher,
        headline=known.headline,
        published_at=_instant(known.published_at),
        agencies=known.agencies,
        fetched_at=page.fetched_at,
        processed_at=now,
        crawl_id=page.crawl_id,
        origin=_origin(record),
    )


def _duplicate(page: Judged, decision: Decision, now: datetime) -> Duplicate:
    known, fields = cast(Entry, decision.of), page.normalised.fields
    return Duplicate(
        relation=decision.relation,
        duplicate_of=known.id,
        story_id=known.story_id,
        similarity=decision.similarity,
        url=page.page.url,
        canonical_url=fields.canonical_url,
        publisher=fields.publisher,
        headline=fields.headline,
        published_at=fields.published_at,
        agencies=fields.agencies,
        fetched_at=page.page.fetched_at,
        processed_at=now,
        crawl_id=page.page.crawl_id,
        origin=_origin(page.record),
    )


def _article(page: Judged, own_id: str, decision: Decision, now: datetime) -> Article:
    again, known = decision.again, decision.of
    if again is not None:
        story, revision, related = again.story_id, again.revision, again.related_to
    elif known is not None:
        story, revision, related = known.story_id, known.revision + 1 if decision.relation == "revision" else 1, known.id
    else:
        story, revision, related = own_id, 1, None
    return Article(
        **dict(page.normalised.fields),
        id=own_id,
        revision=revision,
        story_id=story,
        relation=decision.relation,
        related_to=related,
        similarity=decision.similarity,
        fetched_at=page.page.fetched_at,
        processed_at=now,
        crawl_id=page.page.crawl_id,
        origin=_origin(page.record),
    )


def _entry(page: Judged, article: Article) -> Entry:
    print_ = page.normalised.fingerprint
    return Entry(
        origin=page.record.origin,
        id=article.id,
        story_id=article.story_id,
        revision=article.revision,
        relation=article.relation,
        related_to=article.related_to,
        similarity=article.similarity,
        seen_at=page.page.fetched_at.timestamp(),
        prints=len(print_.prints),
        words=print_.words,
        facts=frozenset(print_.facts),
        visible=page.normalised.visible,
        page_url=page.page.url,
        canonical_url=article.canonical_url,
        publisher=article.publisher,
        headline=article.headline,
        published_at=article.published_at.isoformat() if article.published_at else None,
        agencies=article.agencies,
        content_hash=article.content_hash,
    )


def _instant(text: str | None) -> Instant | None:
    """An instant as an entry holds it; pydantic would read a bare date in a string as midnight."""
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == len("2026-01-05") else datetime.fromisoformat(text)


def _origin(record: Record) -> OriginRecord:
    return OriginRecord(source=record.origin.source, partition=record.origin.partition, offset=record.origin.offset)
