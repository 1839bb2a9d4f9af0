"""A page's story: what we find, and where that is little or nothing, trafilatura's word for where it stands."""

from __future__ import annotations

import re

import trafilatura
from lxml.html import HtmlElement

from worker.normalise.lines import captions, strings
from worker.normalise.markup import body
from worker.normalise.markup.blocks import Block, is_huge
from worker.normalise.markup.surroundings import PICTURES
from worker.normalise.markup.teasers import teasers

ENOUGH_WORDS = 150
"""Words of a story from which on it is believed to be whole."""
MUCH_MORE = 1.3
"""How many times as many words trafilatura must find to be believed instead."""
MANY_RUNS = 4_000
"""Runs of text from which on they are not asked either; three times the most of those pages."""
LEAST_POINTED = 0.7
"""Share of trafilatura's text that must be found again in runs of the page's text."""
LONGEST = 100_000
"""Characters of trafilatura's text from which on runs are not looked for in it: each is looked for in the whole."""
SHORT = 20
"""Letters of a run that must stand right below the one before it, to be the one that trafilatura tells."""
NO_LETTER = re.compile(r"[\W_]+")


def lines(tree: HtmlElement, found: list[Block], url: str, headline: str, described: str) -> list[str]:
    """The story's lines; the tree is changed. trafilatura is asked only where we find a short text or none: it takes four times as long.

    `found`, `headline` and `described` as in `body.paragraphs`.
    """
    ours = [line for line in body.paragraphs(tree, found, headline, described) if not captions.is_caption(line)]
    words = sum(strings.words(line) for line in ours)
    if words >= ENOUGH_WORDS or len(found) > MANY_RUNS or is_huge(tree):
        return ours
    document = trafilatura.bare_extraction(tree, url=url, with_metadata=False, include_comments=False, deduplicate=False)
    text = strings.tidy(getattr(document, "text", None) or "")
    theirs = _pointed_at(found, text, body.titles(found, headline))
    if not theirs and ours and "\n" not in text:
        return ours  # all of the page in one line is what trafilatura says when it finds no story
    theirs = theirs or [line.removeprefix("- ").strip("| ") for line in text.split("\n") if line]
    teased = teasers(found)
    theirs = [line for line in theirs if line not in teased and not captions.is_caption(line)]
    return theirs if sum(strings.words(line) for line in theirs) > MUCH_MORE * words else ours


def _pointed_at(found: list[Block], text: str, titles: set[str]) -> list[str]:
    """The runs of the page's text that stand in trafilatura's, which parts and joins them in its own ways; empty if few do."""
    if len(text) > LONGEST:
        return []
    told = NO_LETTER.sub("", text)
    pointed: list[tuple[Block, int]] = []
    position = 0
    for block in found:
        squeezed = NO_LETTER.sub("", block.text)
        # A short run may stand anywhere else by chance.
        at = position if told.startswith(squeezed, position) else told.find(squeezed, position) if len(squeezed) >= SHORT else -1
        if at >= 0 and not any(name in PICTURES for _, name in block.junk):
            pointed.append((block, len(squeezed)))
            position = at + len(squeezed)
    first = next((n for n, (block, _) in enumerate(pointed) if block.good), len(pointed))
    if sum(letters for _, letters in pointed[first:]) < LEAST_POINTED * len(told):
        return []
    if first and (above := pointed[first - 1][0]).is_heading and above.text not in titles:
        first -= 1
    return [block.text for block, _ in pointed[first:]]
