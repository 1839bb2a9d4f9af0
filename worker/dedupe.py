"""Whether a page is news or a copy: (fingerprint, what the index found) to a `Decision`. Pure; the whole of the judgement.

Shares are of prints (containment both ways, not Jaccard: 40 % of real copies share less than half of the longer text).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from worker.fingerprint import GRAM
from worker.index import LEAST_SHARED, Entry, Found
from worker.model import Fingerprint, Origin, Similarity


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the judgement draws its lines; shares from 0 to 1.

    `copied`: of the page found elsewhere, for it to be told as a copy; `reworded`: where all its names and numbers are
    there too. `same_facts`: of the names and numbers it states with the other's words that the other states too; formula
    reports share phrases and differ here. `own`: of the page standing in passages of its own, for it to be an expansion;
    or `own_words`: words in them, where it holds `held_whole` of the other text. `held`: of the other text found in a page
    that is mostly its own, to be linked to it. `whole`: of the other text, below which a copy is an excerpt. `unchanged`:
    both ways, for a page fetched again to be the same article. `window`: seconds, in the pages' own time, over which
    pages are compared.
    """

    copied: float = 0.4
    reworded: float = 0.2
    same_facts: float = 0.65
    own: float = 0.33
    own_words: int = 150
    held_whole: float = 0.8
    held: float = 0.5
    whole: float = 0.6
    unchanged: float = 0.98
    window: float = 7 * 86400.0


CHANCE = 0.01
"""Chance at which a text without a passage of its own may be found to have one."""
LEAST_RUN = 3
"""Prints in a row without a match that make a passage at least: one inserted sentence of some 25 words."""
CONTRADICTIONS = 0.06
"""Names and numbers of its own, a word of the page, from which on they are formula's and not an editor's."""
VERBATIM = 0.85
"""Share of both texts found in the other from which on names and numbers say no more: too little is left to differ."""
SURE_PRINTS = 20
"""Shared prints from which on one such share is enough; fewer are those of a short report, whose phrases are few."""
ENOUGH_FACTS, ALL_FACTS = 10, 0.95
"""Names and numbers, and the share of them in the other text, that show a page to say what the other says."""
CONSIDERED = 5
"""Known articles that a page is compared with in full, those first that hold most of it."""
DIGEST_STORIES, DIGEST_PART = 3, 0.1
"""Stories that make a digest, and the share of it that each must fill."""
DIGESTED = 0.6
"""Share of the page, or of the story, found in the other from which on the page is no digest, whatever else it holds."""
SLIPS = 20
"""Words by which an article may grow or shrink and be unchanged: counters, times, an advertisement's line."""

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

    `article_id` is of its canonical URL, `content_hash` of its text; `found` and `entries` are what its shard holds. A page
    whose text is like no other's, and which names a known article as its original, is related to that.
    """
    numbers = {number for number in (*found.shared, found.same_url, found.source) if number is not None} & entries.keys()
    for number in numbers:
        entry = entries[number]
        if entry.origin == origin:
            return Decision(entry.relation, None, entry.similarity, entry)  # type: ignore[arg-type]  # stored from a Decision
    told = max(1, len(print_.prints) - len(found.common))
    matches = [_match(number, entries[number], found.shared.get(number, ()), told) for number in sorted(numbers)]
    own_page = [m for m in matches if m.entry.id == article_id]
    if own_page:
        return _page_again(own_page, content_hash, print_, found.common, rules)
    near = [m for m in matches if len(m.shared) >= LEAST_SHARED]
    new = next((Decision("related", m.entry, m.similarity) for m in matches if m.number == found.source), Decision("original"))
    if not near:
        return new
    near.sort(key=lambda m: (-round(m.of_this, 2), -round(m.of_other, 2), m.number))
    for match in near[:CONSIDERED]:
        if not _is_digest(match, near, told) and (decision := _copied(match, print_, found.common, rules)):
            return decision
    held = max(near, key=lambda m: (m.of_other, m.of_this, -m.number))
    if held.of_other >= rules.held and _states_the_same(held, print_, rules):
        return Decision("expansion", held.entry, held.similarity)
    return new


def _match(number: int, entry: Entry, shared: tuple[int, ...], told: int) -> _Match:
    return _Match(entry, number, shared, min(1.0, len(shared) / told), min(1.0, len(shared) / max(1, entry.prints)))


def _page_again(matches: list[_Match], content_hash: str, print_: Fingerprint, common: frozenset[int], rules: Thresholds) -> Decision:
    """A page of a known URL: the same article as one of its versions, or a revision of the latest."""
    for match in reversed(matches):
        if match.entry.content_hash == content_hash:
            return Decision("recrawl", match.entry, Similarity(of_this=1.0, of_other=1.0))
        alike = len(match.shared) >= LEAST_SHARED and min(match.of_this, match.of_other) >= rules.unchanged
        slips = abs(match.entry.words - print_.words) <= SLIPS
        if alike and slips and not own_passages(print_, match.shared, common):
            return Decision("recrawl", match.entry, match.similarity)
    latest = max(matches, key=lambda m: m.entry.revision)
    return Decision("revision", latest.entry, latest.similarity)


def _copied(match: _Match, print_: Fingerprint, common: frozenset[int], rules: Thresholds) -> Decision | None:
    """A page that stands in another article for a good part: a copy of it, an excerpt or an expansion. None: it is neither."""
    passages = own_passages(print_, match.shared, common)
    if match.of_this < rules.copied and not _reworded(match, print_, passages, rules):
        return None
    if _contradicts(match, print_, passages, rules):
        return None
    whole = own_passages(print_, match.shared, common, _rate_beside_matches(print_, match.shared, common))
    own = sum(after - first for first, after in whole)
    if own >= rules.own * print_.words or (own >= rules.own_words and match.of_other >= rules.held_whole):
        return Decision("expansion", match.entry, match.similarity)
    part = print_.words - own < rules.whole * match.entry.words
    return Decision("excerpt" if part else "copy", match.entry, match.similarity)


def _reworded(match: _Match, print_: Fingerprint, passages: Sequence[tuple[int, int]], rules: Thresholds) -> bool:
    """Whether a page with fewer of the other's phrases says throughout what the other says: all its names and numbers are there."""
    agree = sum(fact in match.entry.facts for fact in print_.facts)
    return match.of_this >= rules.reworded and not passages and len(print_.facts) >= ENOUGH_FACTS and agree >= ALL_FACTS * len(print_.facts)


def _is_digest(match: _Match, near: Sequence[_Match], told: int) -> bool:
    """Whether a page holds parts of several stories, and this one no more than in part."""
    if max(match.of_this, match.of_other) >= DIGESTED:
        return False
    covered, stories = set(match.shared), {match.entry.story_id}
    for other in near:
        more = set(other.shared) - covered
        if other.entry.story_id not in stories and len(more) >= max(LEAST_SHARED, DIGEST_PART * told):
            stories.add(other.entry.story_id)
            covered |= more
    return len(stories) >= DIGEST_STORIES


def _contradicts(match: _Match, print_: Fingerprint, passages: Sequence[tuple[int, int]], rules: Thresholds) -> bool:
    """Whether the page states other names and numbers with the other text's phrases, as formula reports do.

    What it states in passages of its own is its own business; an editor's slips and a site's remains are few.
    """
    if max(match.of_this, match.of_other) >= VERBATIM and len(match.shared) >= SURE_PRINTS:
        return False
    told = [fact for fact, at in print_.facts.items() if not any(first <= at < after for first, after in passages)]
    differ = sum(fact not in match.entry.facts for fact in told)
    return differ > (1 - rules.same_facts) * len(told) and differ >= CONTRADICTIONS * print_.words


def _states_the_same(match: _Match, print_: Fingerprint, rules: Thresholds) -> bool:
    """Whether a longer page states what the other text states."""
    return len(print_.facts.keys() & match.entry.facts) >= rules.same_facts * len(match.entry.facts)


def own_passages(print_: Fingerprint, shared: Sequence[int], common: frozenset[int], least_rate: float = 0.0) -> list[tuple[int, int]]:
    """The page's passages that the other text does not have, as (first, after last) token. `shared`, `common`: prints by index.

    An edit breaks the five prints around it and a rewrite is worn everywhere, so its unmatched prints come in short runs
    between matched ones; a passage of its own is a run longer than chance makes at the text's own rate of matches: a run
    of n among N prints, of which a share p matches, has a chance of about N (1-p)^n (Erdős and Rényi 1970 on longest
    runs). The rate is that outside such passages, found in a few rounds, and `least_rate` at least.
    """
    matched, told = set(shared), [i for i in range(len(print_.prints)) if i not in common]
    runs: list[tuple[int, int, int]] = []
    length = first = 0
    for i in told:
        if i in matched:
            runs.append((length, first, print_.positions[i]))
            length, first = 0, print_.positions[i] + GRAM
        else:
            length += 1
    runs.append((length, first, print_.words))
    passages, rate = runs, max(least_rate, len(matched) / max(1, len(told)))
    while rate:
        longest = LEAST_RUN if rate == 1 else max(LEAST_RUN, math.log(CHANCE / len(told)) / math.log(1 - rate))
        passages = [run for run in runs if run[0] >= longest]
        before, rate = rate, len(matched) / (len(told) - sum(run[0] for run in passages))
        if rate <= before:
            break
    return [(first, after) for _, first, after in passages]


def _rate_beside_matches(print_: Fingerprint, shared: Sequence[int], common: frozenset[int]) -> float:
    """How often the print after a match is one too, at least: near 1 where the other text stands whole between passages of its own.

    A rewrite's matches are strewn, so there it is no more than the rate overall. Laplace's estimate less one standard error.
    """
    matched = set(shared)
    after = [j in matched for i, j in pairwise(i for i in range(len(print_.prints)) if i not in common) if i in matched]
    rate = (sum(after) + 1) / (len(after) + 2)
    return rate - math.sqrt(rate * (1 - rate) / (len(after) + 2))
