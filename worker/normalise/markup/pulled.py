"""Quotes that are pulled out of a story and set between its paragraphs, though it tells them as well."""

from __future__ import annotations

import re
from itertools import islice

from worker.normalise.lines.strings import SENTENCE, plain
from worker.normalise.markup.blocks import Block

MOST_PARAGRAPHS = 500
"""Paragraphs of a story that is looked through for them: each is looked for in all."""
LEAST, LONGEST = 40, 300
"""Characters of such a quote."""
STOPS = re.compile(r"[.!?…]+[\s\"'”“»«’‘]+")
QUOTES = re.compile(r"quote|zitat|citat|citaz|istaknut|pull", re.IGNORECASE)


def without_pulled(story: list[Block]) -> list[Block]:
    """The blocks without quotes that are pulled out of the text: said there in the same words, and set as a quote or without an end."""
    asked = [block for block in story if _may_be_pulled(block)]
    if not asked or len(story) > MOST_PARAGRAPHS:
        return story
    texts = [plain(block.text) for block in story]
    pulled = {id(block) for block in asked if _is_said(block, texts)}
    return [block for block in story if id(block) not in pulled]


def _may_be_pulled(block: Block) -> bool:
    short = LEAST <= len(block.text) <= LONGEST
    return short and not block.is_heading and block.home.tag != "li" and (not SENTENCE.search(block.text) or _is_quote(block))


def _is_said(block: Block, texts: list[str]) -> bool:
    """Whether each of a block's sentences is in a longer one of these texts."""
    whole = len(plain(block.text))
    said = [text for text in map(plain, STOPS.split(block.text)) if text]
    return all(any(len(text) > whole and one in text for text in texts) for one in said)


def _is_quote(block: Block) -> bool:
    around = [block.home, *islice(block.home.iterancestors(), 2)]
    return any(element.tag == "blockquote" or QUOTES.search(element.get("class") or "") for element in around)
