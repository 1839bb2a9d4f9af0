"""Whether a page is news or a copy: (fingerprint, what the index found) to a `Decision`. Pure; the whole of the judgement.

Shares are of prints (containment both ways, not Jaccard: 40 % of real copies share less than half of the longer text).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from worker.index import LEAST_SHARED, Entry, Found
from worker.model import Fingerprint, Origin, Similarity


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the judgement draws its lines; shares from 0 to 1.

    `copied`: of the page found elsewhere, for it to be told as a copy. `same_facts`: of its names and numbers that the
    other text states too; formula reports share phrases and differ here. `own`: of the page standing in passages of its
    own, for it to be an expansion. `held`: of the other text found in a page that is mostly its own, to be linked to it.
    `whole`: of the other text, below which a copy is an excerpt. `unchanged`: both ways, for a page fetched again to be
    the same article. `window`: seconds, in the pages' own time, over which pages are compared.
    """

    copied: float = 0.4
    same_facts: float = 0.5
    own: float = 0.33
    held: float = 0.5
    whole: float = 0.6
    unchanged: float = 0.98
    window: float = 7 * 86400.0


PASSAGE = 48
"""Tokens without a known print that make a passage of its own: six prints on average, which an edited sentence lacks."""

Relation = Literal["original", "revision", "expansion", "related", "recrawl", "copy", "excerpt"]
PUBLISHED = frozenset({"original", "revision", "expansion", "related"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What a page is, to which known article (`of`; None for an original), and how much of each is in the other.

    `again` is set where the record itself is what the entry remembers: it is answered as it was the first time.
    """

    relation: Relation
    of: Entry | None = None
    similarity: Similarity | None = None
    again: Entry | None = None

    @property
    def published(self) -> bool:
        return self.relation in PUBLISHED


@dataclass(frozen=True, slots=True)
class _Match:
    entry: Entry
    number: int
    shared: tuple[int, ...]
    of_this: float
    of_other: float

    @property
    def similarity(self) -> Similarity:
        return Similarity(of_this=round(self.of_this, 4), of_other=round(self.of_other, 4))


def decide(
    origin: Origin,
    article_id: str,
    content_hash: str,
    print_: Fingerprint,
    found: Found,
    entries: Mapping[int, Entry],
    rules: Thresholds,
) -> Decision:
    """Judge one page.

    `article_id` is of its canonical URL, `content_hash` of its text; `found` and `entries` are what its shard holds.
    """
    numbers = set(found.shared) if found.same_url is None else {*found.shared, found.same_url}
    numbers &= entries.keys()
    for number in numbers:
        entry = entries[number]
        if entry.origin == origin:
            return Decision(entry.relation, None, entry.similarity, entry)  # type: ignore[arg-type]  # stored from a Decision
    told = max(1, len(print_.prints) - len(found.common))
    matches = [_match(number, entries[number], found.shared.get(number, ()), told) for number in sorted(numbers)]
    own_page = [m for m in matches if m.entry.id == article_id]
    if own_page:
        return _page_again(own_page, content_hash, rules)
    near = [m for m in matches if len(m.shared) >= LEAST_SHARED]
    if not near:
        return Decision("original")
    best = max(near, key=lambda m: (round(m.of_this, 2), round(m.of_other, 2), -m.number))
    if best.of_this >= rules.copied:
        return _copied(best, print_, rules)
    held = max(near, key=lambda m: (m.of_other, m.of_this, -m.number))
    if held.of_other >= rules.held and _same_facts_of_other(held, print_, rules):
        return Decision("expansion", held.entry, held.similarity)
    return Decision("original")


def _match(number: int, entry: Entry, shared: tuple[int, ...], told: int) -> _Match:
    return _Match(entry, number, shared, min(1.0, len(shared) / told), min(1.0, len(shared) / max(1, entry.prints)))


def _page_again(matches: list[_Match], content_hash: str, rules: Thresholds) -> Decision:
    """A page of a known URL: the same article as one of its versions, or a revision of the latest."""
    for match in reversed(matches):
        if match.entry.content_hash == content_hash:
            return Decision("recrawl", match.entry, Similarity(of_this=1.0, of_other=1.0))
        if len(match.shared) >= LEAST_SHARED and min(match.of_this, match.of_other) >= rules.unchanged:
            return Decision("recrawl", match.entry, match.similarity)
    latest = max(matches, key=lambda m: m.entry.revision)
    return Decision("revision", latest.entry, latest.similarity)


def _copied(match: _Match, print_: Fingerprint, rules: Thresholds) -> Decision:
    """A page that stands in another article for a good part: a copy of it, an excerpt, an expansion, or formula."""
    common_facts = len(print_.facts & match.entry.facts)
    if common_facts < rules.same_facts * min(len(print_.facts), len(match.entry.facts)):
        return Decision("original")
    if own_share(print_, match.shared) >= rules.own:
        return Decision("expansion", match.entry, match.similarity)
    return Decision("excerpt" if match.of_other < rules.whole else "copy", match.entry, match.similarity)


def _same_facts_of_other(match: _Match, print_: Fingerprint, rules: Thresholds) -> bool:
    return len(print_.facts & match.entry.facts) >= rules.same_facts * len(match.entry.facts)


def own_passages(print_: Fingerprint, shared: tuple[int, ...]) -> list[tuple[int, int]]:
    """Stretches of `PASSAGE` or more tokens without a shared print, as (first, after last) token of the text.

    A rewrite changes words everywhere, so its unmatched prints lie scattered between matched ones; an expansion has
    whole passages of its own.
    """
    edges = [0, *sorted(print_.positions[i] for i in shared), print_.words]
    return [(before, after) for before, after in pairwise(edges) if after - before >= PASSAGE]


def own_share(print_: Fingerprint, shared: tuple[int, ...]) -> float:
    """Share of the text's tokens in passages of its own."""
    return sum(after - before for before, after in own_passages(print_, shared)) / max(1, print_.words)
