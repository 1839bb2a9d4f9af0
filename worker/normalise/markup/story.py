"""A page's story: what we find, and where that is little or nothing, trafilatura's word for where it stands."""

from __future__ import annotations

import re

import trafilatura
from lxml.html import HtmlElement

from worker.normalise.lines import captions, strings
from worker.normalise.markup import blocks, body, hidden
from worker.normalise.markup.blocks import Block
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
MENU = 3
"""Items of the page's menu from which on trafilatura's text is the whole page's."""
SHORT = 20
"""Letters of a run that must stand right below the one before it, to be the one that trafilatura tells."""
NO_LETTER = re.compile(r"[\W_]+")


def lines(tree: HtmlElement, found: list[Block], url: str, headline: str, described: str) -> list[str]:
    """The story's lines; the tree is changed. trafilatura is asked only where we find a short text or none: it takes four times as long.

    `found`, `headline` and `described` as in `body.paragraphs`.
    """
    ours = [line for line in body.paragraphs(tree, found, headline, described) if not captions.is_caption(line)]
    words = sum(strings.words(line) for line in ours)
    if words >= ENOUGH_WORDS or len(found) > MANY_RUNS or blocks.is_huge(tree):
        return ours
    hidden.drop_hidden(tree)
    document = trafilatura.bare_extraction(tree, url=url, with_metadata=False, include_comments=False, deduplicate=False, fast=True)
    text = strings.tidy(getattr(document, "text", None) or "")
    pointed = _pointed_at(found, text)
    if ours and (_is_whole_page(pointed) or "\n" not in text):
        return ours  # what trafilatura says when it finds no story
    theirs = _story(pointed, text, body.titles(found, headline)) or [
        line.removeprefix("- ").strip("| ") for line in text.split("\n") if line
    ]
    teased = teasers(found)
    theirs = [line for line in theirs if line not in teased and not captions.is_caption(line)]
    return theirs if sum(strings.words(line) for line in theirs) > MUCH_MORE * words else ours


def _pointed_at(found: list[Block], text: str) -> list[Block]:
    """The runs of the page's text that stand in trafilatura's, which parts and joins them in its own ways."""
    if len(text) > LONGEST:
        return []
    told = _squeezed(text)
    pointed: list[Block] = []
    position = 0
    for block in found:
        squeezed = _squeezed(block.text)
        # A short run may stand anywhere else by chance.
        at = position if told.startswith(squeezed, position) else told.find(squeezed, position) if len(squeezed) >= SHORT else -1
        if at >= 0:
            pointed.append(block)
            position = at + len(squeezed)
    return pointed


def _is_whole_page(pointed: list[Block]) -> bool:
    """Whether trafilatura tells the page's menu as well."""
    return sum(any(name.startswith(("nav", "menu")) for _, name in block.junk) for block in pointed) >= MENU


def _story(pointed: list[Block], text: str, titles: set[str]) -> list[str]:
    """Of those runs the story's: from the first prose on; none where they are but a part of the text."""
    pointed = [block for block in pointed if not any(name in PICTURES for _, name in block.junk)]
    first = next((n for n, block in enumerate(pointed) if block.good), len(pointed))
    if sum(len(_squeezed(block.text)) for block in pointed[first:]) < LEAST_POINTED * len(_squeezed(text)):
        return []
    if first and (above := pointed[first - 1]).is_heading and above.text not in titles:
        first -= 1
    return [block.text for block in pointed[first:]]


def _squeezed(text: str) -> str:
    return NO_LETTER.sub("", text)
