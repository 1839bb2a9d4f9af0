"""Articles made up for the index's tests and bench: entries, prints, queries, and ways to settle them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from worker.index import Addition, Entry, Index, Query, View
from worker.model import Agency, Article, Origin, OriginRecord, Partition, Publisher, Similarity

DAY = 86_400.0
NOW = 1_780_000_000.0
PLACE = Partition("pages", 0)


def prints(seed: int, count: int = 60) -> tuple[int, ...]:
    """Distinct 64-bit prints, divisible by eight as sampling leaves them."""
    chance = random.Random(seed)
    return tuple({chance.getrandbits(64) & ~7: None for _ in range(count)})


def origin(offset: int, place: Partition = PLACE) -> Origin:
    return Origin(place.source, place.partition, offset)


def addition(
    offset: int, values: Sequence[int], place: Partition = PLACE, seen_at: float = NOW, url: str | None = None, page_url: str | None = None
) -> Addition:
    """An article to remember, with every field of its entry set to something that must come back unchanged."""
    where = origin(offset, place)
    canonical = url or f"https://news.example/{place.source}/{place.partition}/{offset}"
    id_ = f"{offset:032x}"
    entry = Entry(
        origin=where,
        id=id_,
        story_id=id_,
        revision=1,
        relation="original",
        related_to=None,
        similarity=Similarity(of_this=0.25, of_other=0.5),
        seen_at=seen_at,
        prints=len(values),
        words=480,
        facts=frozenset(random.Random(offset).getrandbits(32) for _ in range(12)),
        visible=(1 << 64) - 1 - offset,
        page_url=page_url or canonical + "?from=feed",
        canonical_url=canonical,
        publisher=Publisher(name="Bergblatt – täglich", domain="news.example"),
        headline=f"Brücke {offset} wieder offen",
        published_at="2026-05-28",
        agencies=(Agency(name="dpa", evidence="dateline", text="(dpa)"),),
        content_hash=f"{offset:016x}",
    )
    return Addition(entry, tuple(values), article(where, canonical).model_dump_json().encode())


def article(where: Origin, url: str) -> Article:
    return Article(
        url=url,
        canonical_url=url,
        publisher=Publisher(name="Bergblatt", domain="news.example"),
        headline="Brücke wieder offen",
        body="Die Brücke ist wieder offen.",
        language="de",
        word_count=5,
        content_hash="ab",
        published_at="2026-05-28",
        id="0" * 32,
        revision=1,
        story_id="0" * 32,
        relation="original",
        fetched_at="2026-05-28T10:00:00+00:00",
        processed_at="2026-05-28T10:00:01+00:00",
        origin=OriginRecord(source=where.source, partition=where.partition, offset=where.offset),
    )


def query_of(added: Addition, seen_at: float | None = None) -> Query:
    entry = added.entry
    return Query(entry.origin, added.prints, entry.canonical_url, entry.seen_at if seen_at is None else seen_at)


def remember(index: Index, shard: str, *added: Addition) -> None:
    index.settle(shard, [query_of(one) for one in added], lambda _: added)


def look(index: Index, shard: str, *queries: Query) -> View:
    """What the index holds for the queries; nothing is written."""
    views: list[View] = []

    def keep(view: View) -> Sequence[Addition]:
        views.append(view)
        return ()

    index.settle(shard, queries, keep)
    return views[-1]


def origins_found(view: View, which: int = 0) -> set[Origin]:
    """Origins of the entries that share prints with the query."""
    return {view.entries[number].origin for number in view.found[which].shared}
