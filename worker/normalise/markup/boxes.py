"""Boxes within a story that are none of it: a picture with its caption, and what leads on to other stories."""

from __future__ import annotations

import re
from itertools import pairwise

from lxml.html import HtmlElement

from worker.normalise.lines.captions import is_caption
from worker.normalise.lines.furniture import is_lead_label
from worker.normalise.lines.strings import SENTENCE
from worker.normalise.markup.blocks import Block
from worker.normalise.markup.teasers import LEAST_BRIEF, LINKED

CAPTION = 250
"""Characters of what stands in a box with a picture and is its caption and credit."""
CAPTIONED = re.compile(r"capt|credit|bild|foto|photo|pic|img|image|legend|pie-?de", re.IGNORECASE)
"""A class of captions."""
FEW, MOST_LED = 4, 60
"""Runs of text in a box that leads on without links, and with them; more is the story's next part, which begins with such a line."""
STEPS = 4
"""Steps up from a picture, or from a line that leads on, to the box around it."""
NO_BOX = frozenset({
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "article", "section", "main", "body", "html", "a", "form", "tr",
})  # fmt: skip
"""Elements that are no box around a picture: paragraphs may hold one, and parts of the story."""


def without_boxes(blocks: list[Block]) -> list[Block]:
    """The blocks that stand in no such box."""
    labels = {n for n, block in enumerate(blocks) if is_lead_label(block.text)}
    if not labels and all(block.image is None for block in blocks):
        return blocks
    boxes = _Boxes(blocks)
    boxed: set[int] = set()
    for n, block in enumerate(blocks):
        if n in boxed:
            continue
        if block.image is not None:
            boxed.update(boxes.captions(n, block.image))
        elif n in labels:
            boxed.update(boxes.led(n))
    kept = [block for n, block in enumerate(blocks) if n not in boxed]
    return kept if sum(len(block.text) for block in kept if block.good) >= LEAST_BRIEF else blocks


class _Boxes:
    """Which of a page's runs of text each element holds: they stand one after another."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._first: dict[HtmlElement, int] = {}
        self._last: dict[HtmlElement, int] = {}
        numbers = range(len(blocks))
        for held, order in ((self._first, numbers), (self._last, reversed(numbers))):
            for n in order:
                element: HtmlElement | None = blocks[n].home
                while element is not None and element not in held:  # what is held stands in what is held
                    held[element] = n
                    element = element.getparent()

    def captions(self, n: int, image: HtmlElement) -> range:
        """The blocks from the n-th on that share a box with nothing but a picture."""
        home = self._blocks[n].home
        around = {home, *_above(home)}
        box = next((element for element in _above(image) if element in around), None)
        if box is None or box.tag in NO_BOX or self._first[box] < n:
            return range(0)
        inside = range(n, self._last[box] + 1)
        if len(inside) > STEPS or sum(len(self._blocks[k].text) for k in inside) > CAPTION:
            return range(0)
        named = CAPTIONED.search(box.get("class") or "") is not None
        return range(0) if any(self._is_told(self._blocks[k], named) for k in inside) else inside

    def led(self, n: int) -> set[int]:
        """The blocks from the n-th on, which says that it leads on, in its box; a list of links right below it is its too."""
        box: HtmlElement = self._blocks[n].home
        inside = range(n, self._last[box] + 1)
        for parent in _above(box):
            wider = range(n, self._last[parent] + 1)
            if self._first[parent] < n or not self._leads_on(wider[1:]):
                break
            box, inside = parent, wider
        found = set(inside)
        for after in box.itersiblings():
            first, last = self._first.get(after, -1), self._last.get(after, -1)
            if first != max(found) + 1 or not self._leads_on(range(first, last + 1), linked=True):
                break
            found.update(range(first, last + 1))
        return found

    def _leads_on(self, inside: range, linked: bool = False) -> bool:
        """Whether blocks are other stories' headlines: links, with teasers between; or few lines that are no sentences, unless `linked`."""
        blocks = [self._blocks[k] for k in inside[: MOST_LED + 1]]
        if len(blocks) > MOST_LED:
            return False
        kinds = [block.good for block in blocks if block.good or block.link_share >= LINKED]
        if any(above and below for above, below in pairwise(kinds)):
            return False  # a story's paragraphs follow one another
        if any(block.link_share >= LINKED for block in blocks):
            return True
        return not linked and len(blocks) <= FEW and not any(block.is_heading or SENTENCE.search(block.text) for block in blocks)

    @staticmethod
    def _is_told(block: Block, named: bool) -> bool:
        """Whether a block that shares a box with a picture is the story's: a heading, or a sentence that is not named a caption."""
        if block.is_heading:
            return True
        named = named or CAPTIONED.search(block.home.get("class") or "") is not None
        sentence = block.home.tag in ("p", "blockquote") and SENTENCE.search(block.text) is not None
        return sentence and not named and not is_caption(block.text)


def _above(element: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    for above in element.iterancestors():
        found.append(above)
        if len(found) == STEPS:
            break
    return found
