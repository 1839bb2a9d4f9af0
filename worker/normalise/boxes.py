"""Boxes within a story that are none of it: a picture with its caption, and what leads on to other stories."""

from __future__ import annotations

from itertools import pairwise

from lxml.html import HtmlElement

from worker.normalise.blocks import Block
from worker.normalise.furniture import is_lead_label
from worker.normalise.teasers import LEAST_BRIEF

CAPTION = 250
"""Characters of what stands in a box with a picture and is its caption and credit."""
PARAGRAPH = 150
"""Characters of a paragraph that is the story's, though it shares a box with a picture."""
LED = 300
"""Characters of prose in a box that leads on; more is the story's next part, which begins with such a line."""
LINKED = 0.5
"""Share of a text in links from which on it is a link."""
STEPS = 4
"""Steps up from a picture to the box that holds it and its caption."""
NO_BOX = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "article", "section", "main", "body", "html", "a", "form", "tr"}
)
"""Elements that are no box around a picture: paragraphs may hold one, and parts of the story."""


def without_boxes(blocks: list[Block]) -> list[Block]:
    """The blocks that stand in no such box."""
    boxed: set[int] = set()
    for n, block in enumerate(blocks):
        if n in boxed:
            continue
        if block.image is not None:
            boxed.update(_captions(blocks, n, block.image))
        elif is_lead_label(block.text):
            boxed.update(_led(blocks, n))
    kept = [block for n, block in enumerate(blocks) if n not in boxed]
    return kept if sum(len(block.text) for block in kept if block.good) >= LEAST_BRIEF else blocks


def _captions(blocks: list[Block], n: int, image: HtmlElement) -> list[int]:
    """The blocks from the n-th on that share a box with nothing but a picture."""
    around = {blocks[n].home, *_above(blocks[n].home)}
    box = next((element for element in _above(image) if element in around), None)
    if box is None or box.tag in NO_BOX or (n and _holds(box, blocks[n - 1])):
        return []
    inside = _inside(box, blocks, n)
    texts = [blocks[k] for k in inside]
    told = any(block.is_heading or (block.good and block.home.tag == "p" and len(block.text) > PARAGRAPH) for block in texts)
    return inside if sum(len(block.text) for block in texts) <= CAPTION and not told else []


def _led(blocks: list[Block], n: int) -> list[int]:
    """The blocks from the n-th on, which says that it leads on, in its box; a list right below it is its too, and teasers are."""
    box: HtmlElement = blocks[n].home
    inside = _inside(box, blocks, n)
    while (parent := box.getparent()) is not None and not (n and _holds(parent, blocks[n - 1])):
        wider = _inside(parent, blocks, n)
        short = sum(len(blocks[k].text) for k in wider if blocks[k].good) <= LED
        if _is_running(blocks, wider) or not (short or _is_linked(blocks, wider)):
            break
        box, inside = parent, wider
    for after in box.itersiblings():
        listed = _inside(after, blocks, inside[-1] + 1)
        if not listed or not (after.tag in ("ul", "ol") or (_is_linked(blocks, listed) and not _is_running(blocks, listed))):
            break
        inside += listed
    return inside


def _is_linked(blocks: list[Block], inside: list[int]) -> bool:
    return any(blocks[k].link_share >= LINKED for k in inside)


def _is_running(blocks: list[Block], inside: list[int]) -> bool:
    """Whether prose follows prose, as a story's paragraphs do, without a link between, as headlines are with their teasers."""
    kinds = [blocks[k].good for k in inside if blocks[k].good or blocks[k].link_share >= LINKED]
    return any(above and below for above, below in pairwise(kinds))


def _inside(box: HtmlElement, blocks: list[Block], n: int) -> list[int]:
    """The numbers of the blocks from the n-th on that stand in a box."""
    found: list[int] = []
    while n < len(blocks) and _holds(box, blocks[n]):
        found.append(n)
        n += 1
    return found


def _holds(box: HtmlElement, block: Block) -> bool:
    return block.home is box or any(element is box for element in block.home.iterancestors())


def _above(element: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    for above in element.iterancestors():
        found.append(above)
        if len(found) == STEPS:
            break
    return found
