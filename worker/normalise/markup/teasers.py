"""Other stories' headlines with a paragraph below each: within a story they are none of it, and a page of nothing else is a listing."""

from __future__ import annotations

from worker.normalise.lines.strings import words
from worker.normalise.markup.blocks import Block
from worker.normalise.markup.element_names import ASIDE

LEAST_BRIEF = 120
"""Characters of prose beside teasers that are a story, if a short one."""
TEASERS = 3
"""Teasers in a row that are a list of them."""
LINKED = 0.5
"""Share of a line in links from which on it is a link, and tells nothing."""
HEADLINE = 4
"""Words of a link that is another story's headline; fewer may be an entry's time, as live reports have it."""
STEPS = 3
"""Runs of text above a teaser's paragraph in which the link stands that it is below."""
TEASED = 30
"""Words below a linked heading that are its teaser, at least."""
MOST_JOINED, MOST_AWAY, SHORT = 20, 200, 15
"""Lines that are looked through for the texts of blocks, such texts, and the characters of one at least."""
TEASER = 0.8
"""Share of a heading in links from which on what follows is another story's teaser."""


def teasers(blocks: list[Block]) -> set[str]:
    """The texts of several headings in a row that are links, each with one paragraph below; none if the page tells nothing else.

    One alone may stand in the middle of a story, whose next paragraph follows it.
    """
    found = _teasers(blocks) | _boxed(blocks)
    return set() if _is_all(found, blocks) else found


def is_listing(blocks: list[Block]) -> bool:
    """Whether the page tells nothing but teasers."""
    found = _teasers([block for block in blocks if not any(element.tag in ASIDE for element, _ in block.junk)])
    return bool(found) and _is_all(found, blocks)


def _is_all(found: set[str], blocks: list[Block]) -> bool:
    return sum(len(block.text) for block in blocks if block.good and block.text not in found) < LEAST_BRIEF


def _teasers(blocks: list[Block]) -> set[str]:
    told = [block for block in blocks if block.good or block.is_heading]
    found: set[str] = set()
    run: list[str] = []
    for before, above, block in zip([None, *told], told, [*told[1:], *told[-1:]], strict=False):
        # A linked heading right below the story's prose is one of the story's own, as in a list of things to buy.
        own = not run and before is not None and not before.is_heading and before.home.getparent() is above.home.getparent()
        if above.is_heading and above.link_share > TEASER and not block.is_heading and not own:
            run += [above.text, block.text]
        elif above.text not in run[-1:]:
            found.update(run if len(run) >= 2 * TEASERS else ())
            run = []
    found.update(run if len(run) >= 2 * TEASERS else ())
    return found


def _boxed(blocks: list[Block]) -> set[str]:
    """The texts of several boxes of one name with a link, and a paragraph below it, in each."""
    boxes: dict[str, list[str]] = {}
    for n, block in enumerate(blocks):
        if not block.good:
            continue
        first = n
        while first and n - first < STEPS and not blocks[first - 1].good and not blocks[first - 1].is_heading:
            first -= 1
        first = next((k for k in range(first, n) if blocks[k].link_share > TEASER and words(blocks[k].text) >= HEADLINE), n)
        if first == n:
            continue
        around = {blocks[first].home, *blocks[first].home.iterancestors()}
        box = next(element for element in (block.home, *block.home.iterancestors()) if element in around)
        beside = [near.home for near in (*blocks[first - 1 : first], *blocks[n + 1 : n + 2])]
        if box.get("class") and not any(box is home or box in home.iterancestors() for home in beside):
            boxes.setdefault(box.get("class"), []).extend(within.text for within in blocks[first : n + 1])
    return {text for texts in boxes.values() if len(texts) >= 2 * TEASERS for text in texts}


def told_words(blocks: list[Block], lines: list[str]) -> int:
    """Words of the lines that are no links and no teasers below linked headings; results and lists are told too."""
    teased: set[str] = set()
    left = 0
    for block in blocks:
        if block.is_heading:
            left = TEASED if block.link_share > TEASER else 0
        elif left > 0:
            teased.add(block.text)
            left -= words(block.text)
    # A line may be a part of a block, as trafilatura's are, or several blocks in one.
    away = [*teased, *(block.text for block in blocks if block.is_heading or block.link_share > LINKED)]
    apart, whole = "\n".join(away), {block.text for block in blocks}
    told = [line for line in lines if line not in apart]
    joined = [line for line in told if line not in whole][:MOST_JOINED]
    away = sorted((text for text in away[:MOST_AWAY] if len(text) >= SHORT), key=len, reverse=True)
    return sum(map(words, told)) - sum(words(line) - words(_without(line, away)) for line in joined)


def _without(line: str, texts: list[str]) -> str:
    for text in texts:
        line = line.replace(text, " ")
    return line
