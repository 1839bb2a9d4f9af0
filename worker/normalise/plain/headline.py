"""The headline of a plain text: the line above the story that says most of what the story says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from worker.normalise.lines.agencies import is_agency
from worker.normalise.lines.bylines import BY
from worker.normalise.lines.clean import is_date
from worker.normalise.lines.furniture import is_furniture
from worker.normalise.lines.strings import WIDE, words

LEAST_HEADLINE, SECOND = 20, 0.4
"""Characters of a headline, and how much less it may say than the line below it."""
MENU_WORDS = 2
"""Words of a menu's entry, which may be a part of the headline."""
LONG_HEADLINE = 14
"""Words of a headline; more speak no more for it."""


def headline_of(head: Sequence[str], story: Sequence[str]) -> str | None:
    """The line above the story that says most of what the story says; nearer lines before farther ones."""
    told = _stems(" ".join(story))
    scores: dict[str, float] = {}
    for distance, line in enumerate(reversed(head)):
        size = words(line) if not WIDE.search(line) else len(WIDE.findall(line)) / 2
        if len(line) > 200 or size < 2 or line.endswith(".") or BY.match(line) or is_date(line) or is_agency(line) or is_furniture(line):
            continue
        stems = _stems(line)
        shared = len(stems & told) / len(stems) if stems else 0
        score = (0.2 + shared) * min(size, LONG_HEADLINE) / (1 + distance / 20)
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


def _stems(text: str) -> set[str]:
    """The beginnings of a text's long words, which inflection leaves alone; pairs of characters in scripts without spaces."""
    found = {word[:5] for word in re.findall(r"[^\W_]{4,}", text.casefold()) if not WIDE.search(word)}
    wide = "".join(WIDE.findall(text))
    return found | {wide[i : i + 2] for i in range(len(wide) - 1)}
