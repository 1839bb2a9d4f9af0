"""The headline of a plain text: the line above the story that says most of what the story says."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from worker.normalise.lines.agencies import is_agency
from worker.normalise.lines.bylines import BY
from worker.normalise.lines.clean import is_date
from worker.normalise.lines.furniture import is_furniture
from worker.normalise.lines.strings import WIDE, unaccented, words
from worker.normalise.lines.times import has_day

LEAST_HEADLINE, SECOND = 20, 0.4
"""Characters of a headline, and how much less it may say than the line below it."""
MENU_WORDS, MENU_PART = 2, 4
"""Words of a menu's entry, which may be a part of the headline, and of one in a line of several."""
BETWEEN = re.compile(r"\s+[>»›→/|·•–-]+\s+|\s{3,}")
LONG_HEADLINE = 14
"""Words of a headline; more speak no more for it."""
DATED = 0.3
"""What a line with a day weighs: most are of a paper's head."""
PAGED = re.compile(r"\b(?:page|seite|página|pagina|sida|sivu|strona|стр\.|pg\.|p\.|s\.)\s?[A-Z]?\d", re.IGNORECASE)
"""A page's number, as a paper's head or foot has it."""
STEM, LEAST_SHARED, IN_SLUG = 5, 2, 2
"""Characters by which a word is known again, words that a line must share with the page's address, and what all of them weigh."""


def headline_of(head: Sequence[str], story: Sequence[str], slug: Set[str]) -> str | None:
    """The line above the story that says most of what the story and the page's address say; nearer lines before farther ones."""
    told = stems(" ".join(story))
    scores: dict[str, float] = {}
    for distance, line in enumerate(reversed(head)):
        size = words(line) if not WIDE.search(line) else len(WIDE.findall(line)) / 2
        if len(line) > 200 or size < 2 or line.endswith(".") or BY.match(line) or is_date(line) or is_agency(line) or is_furniture(line):
            continue
        if is_menu(line) or PAGED.search(line):
            continue
        known = stems(line)
        shared = len(known & told) / len(known) if known else 0
        score = (0.2 + shared + IN_SLUG * in_slug(line, slug)) * min(size, LONG_HEADLINE) / (1 + distance / 20)
        score *= DATED if has_day(line) else 1
        scores[line] = max(score, scores.get(line, 0))
    if not scores:
        return None
    best = max(scores, key=lambda line: scores[line])
    at = head.index(best)
    above = head[at - 1] if at else ""
    if at and len(above) >= LEAST_HEADLINE and scores.get(above, 0) >= SECOND * scores[best]:
        best = above  # what stands right below a headline and says more is its second line
    # The headline alone, where it also stands in the page's title or behind the way that leads to it.
    return min((line for line in scores if line in best and words(line) > MENU_WORDS), key=len, default=best)


def is_menu(line: str) -> bool:
    """Whether a line is a menu, or the way from the front page to the page."""
    parts = BETWEEN.split(line)
    return len(parts) > MENU_WORDS and max(map(words, parts)) <= MENU_PART


def in_slug(line: str, slug: Set[str]) -> float:
    """The share of an address's words that a line says, in whatever case: at least two."""
    if len(slug) < LEAST_SHARED:
        return 0
    said = {word[:STEM] for word in re.findall(r"[^\W_]+", unaccented(line).casefold())}
    found = sum(word[:STEM] in said for word in slug)
    return found / len(slug) if found >= LEAST_SHARED else 0


def stems(text: str) -> set[str]:
    """The beginnings of a text's long words, which inflection leaves alone; pairs of characters in scripts without spaces."""
    found = {word[:STEM] for word in re.findall(r"[^\W_]{4,}", text.casefold()) if not WIDE.search(word)}
    wide = "".join(WIDE.findall(text))
    return found | {wide[i : i + 2] for i in range(len(wide) - 1)}
