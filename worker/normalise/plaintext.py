"""Plain-text pages: no markup to lean on, so line shapes, repeats and sentences tell story from furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from worker.normalise.agencies import SOURCE, is_source_line
from worker.normalise.bylines import BY
from worker.normalise.clean import CONSENT, ENDS, is_furniture, tidy

CREDIT = re.compile(r"(?P<caption>.+?[.!?…]?)\s*/\s?(?P<credit>[^/]{2,60}(?:/[^/]{2,60})*)$")
PARENTHESISED = re.compile(r"(?P<caption>.+[.!?…])\s*[\[(](?P<credit>[^()\[\]]{3,80})[)\]]$")
SHORT_CONSENT = 80
"""Characters of a line that is a banner's by one such word."""


@dataclass(frozen=True, slots=True)
class PlainPage:
    """What a plain-text page holds. `captions`: (caption, credit) pairs, each once; `edge`: short lines between headline and story."""

    headline: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[tuple[str, str | None], ...]
    edge: tuple[str, ...]
    sources: tuple[str, ...]


def read(text: str) -> PlainPage:
    """Part a plain-text page: consent text and menus above the headline, captions, story, furniture below."""
    lines = [line for line in tidy(text).split("\n") if line]
    often = Counter(lines)
    sentences = [i for i, line in enumerate(lines) if _is_sentence(line) and often[line] == 1 and not _is_consent(line)]
    if not sentences:
        return PlainPage(None, (), (), (), ())
    first, last = sentences[0], sentences[-1]
    head = [line for line in lines[:first] if often[line] == 1 and not _is_consent(line) and not is_furniture(line)]
    headline = _headline(head)
    captions: dict[str, str | None] = {}
    story: list[str] = []
    for i, line in enumerate(lines):
        if often[line] > 1 and _is_sentence(line):
            caption, credit = _parted(line)
            captions.setdefault(caption, credit)
        elif first <= i <= last and often[line] == 1 and not is_source_line(line) and not is_furniture(line) and not _is_consent(line):
            if (parted := CREDIT.match(line)) and _is_sentence(parted["caption"]) and not line.endswith(ENDS):
                captions.setdefault(parted["caption"], parted["credit"])
            else:
                story.append(line)
    edge = tuple(line for line in head[head.index(headline) + 1 :] if len(line) < 80) if headline else ()
    sources = tuple(line for line in lines[first:] if SOURCE.match(line))
    return PlainPage(headline, tuple(story), tuple(captions.items()), edge, sources)


def _is_sentence(line: str) -> bool:
    words = len(line.split())
    wide = sum(ord(c) > 0x2E80 for c in line)
    return (words >= 12 or wide >= 25) and any(c in line for c in ".!?。！？…؟।")


def _is_consent(line: str) -> bool:
    found = {word.casefold() for word in CONSENT.findall(line)}
    return len(found) > 1 or (len(found) == 1 and len(line) < SHORT_CONSENT)


def _headline(head: list[str]) -> str | None:
    """The longest short line before the story that is no sentence: menu items are shorter, the paper's name too."""
    fit = [line for line in head if 15 <= len(line) <= 200 and not BY.match(line)] or [line for line in head if 6 <= len(line) <= 200]
    return max(fit, key=lambda line: min(len(line.split()), 14), default=None)


def _parted(line: str) -> tuple[str, str | None]:
    match = CREDIT.match(line) or PARENTHESISED.match(line)
    return (match["caption"].strip(), match["credit"].strip()) if match else (line, None)
