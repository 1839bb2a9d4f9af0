"""The story's paragraphs, out of the markup: where the sentences stand together, less what a site puts between them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from lxml.html import HtmlElement

from worker.normalise.lines.furniture import heads_comments, is_furniture, leads_on
from worker.normalise.lines.strings import SENTENCE, plain
from worker.normalise.markup.blocks import Block, is_caption_name, root_of
from worker.normalise.markup.boxes import without_boxes
from worker.normalise.markup.containers import homes, of_first_story, without_junk
from worker.normalise.markup.element_names import INLINE, LEAD, READ
from worker.normalise.markup.pulled import without_pulled
from worker.normalise.markup.teasers import LINKED, teasers

LEAD_COMPARED = 60
"""Characters of the page's description by which its lead is known."""
LEAST_LEAD = 40
PLACE = 30
"""Characters of a place that may stand before a lead's words: "Essen. "."""
LEADING = 0.3
"""Share of a line in links from which on "Read also" at its beginning leads to what it goes on with."""
CONTACT = re.compile(r"\w@\w|\+?\d[\d\s/()–-]{6,}\d")
"""An address of e-mail or a telephone's number."""
CUT = ("…", "...", "[…]", "[...]")
"""Ends of another story's first words."""
LEAST_STORY = 300
"""Characters of prose above the words that stand above comments; a link to those may stand above the story."""
MOST_ASKED = 10
"""Such words that are looked below: the whole story is, each time."""
GOES_ON = 0.25
"""Share of a story's prose below the words that stand above comments, from which on they are a subhead."""
DETACHED, GAP = 0.15, 6
"""Share of a story's prose that may stand below so many headings and links, and is then none of it."""

LISTED = 3
"""Headings that are links from which on they part a list; fewer lead on to other stories."""


def paragraphs(tree: HtmlElement, blocks: list[Block], headline: str, described: str) -> list[str]:
    """The paragraphs of the page's story in reading order; empty where the page has no run of sentences.

    `blocks`: what `blocks.read` found; `described`: the page's description, by which, below the headline, its lead is known.
    """
    blocks = of_first_story(blocks, headline)
    of_page = titles(blocks, headline)
    teased = teasers(blocks)
    whole = blocks
    blocks = [block for block in without_junk(without_boxes(blocks), headline) if block.text not in teased]
    if not any(block.good for block in blocks):
        return []
    inside = {element for home in homes(root_of(tree), blocks) for element in home.iter()}
    found = _story(_with_what_leads(blocks, inside, headline), of_page)
    lead = _lead(whole[: whole.index(found[-1]) + 1] if found else whole, headline, described)
    story = [block.text for block in without_pulled(found)]
    return [text for text in lead if text not in story] + story


def _with_what_leads(blocks: list[Block], inside: set[HtmlElement], headline: str) -> list[Block]:
    """The blocks of the story's home, and the prose between the headline and it."""
    at = [block.home in inside for block in blocks]
    first = at.index(True)
    title = plain(headline)
    heads = [n for n in range(first) if blocks[n].home.tag == "h1"][-1:]
    head = next(iter(heads or (n for n in range(first) if title and blocks[n].is_heading and title in plain(blocks[n].text))), first)
    leads = [block for block in blocks[head + 1 : first] if block.link_share < 0.2 and not block.text.endswith(CUT)]
    parents = {block.home.getparent() for block in leads if block.good and block.home.tag in READ}
    told = {id(block) for block in leads if block.good or (block.home.getparent() in parents and _closes(block))}
    return [block for n, block in enumerate(blocks) if at[n] or id(block) in told]


def _lead(blocks: list[Block], headline: str, described: str) -> list[str]:
    """What stands between the headline and the story and is named a lead, or says what the page's description says."""
    start = described.rstrip("….")[:LEAD_COMPARED].strip()
    story = next((n for n, block in enumerate(blocks) if block.good and not block.junk), len(blocks))
    heads = [n for n, block in enumerate(blocks) if _is_headline(block, headline)]
    heads = [n for n in heads if n <= story] or heads
    found: list[str] = []
    for block in blocks[heads[-1] + 1 if heads else 0 :]:
        if any(element.tag == "figcaption" or (element.tag in INLINE and is_caption_name(name)) for element, name in block.junk):
            continue
        named = any(_is_lead(above.get("class") or "") for above in (block.home, *block.home.iterancestors("div"))[:2])
        if (heads and named and len(block.text) >= LEAST_LEAD and block.link_share < 0.3) or (
            len(start) >= LEAST_LEAD and start in block.text[: len(start) + PLACE]
        ):
            found.append(block.text)
        elif found or (block.good and not block.junk):
            break
    return found[:2]


def _is_headline(block: Block, headline: str) -> bool:
    home = block.home
    return home.tag == "h1" or home.get("itemprop") == "headline" or (block.is_heading and plain(block.text) == plain(headline))


@lru_cache(maxsize=4096)
def _is_lead(names: str) -> bool:
    return bool(LEAD.search(names))


def _story(blocks: list[Block], titles: set[str]) -> list[Block]:
    """Of the blocks in the story's home those that are its own; `titles`: headings of the page, not of its first part."""
    blocks = blocks[: _end(blocks)]
    good = [n for n, block in enumerate(blocks) if block.good]
    first, last = good[0], good[-1]
    parents = {_parent(blocks[n]) for n in good}
    named = {_name(parent) for parent in parents} - {None}
    apart = False
    beside = {parent.getparent() for parent in parents if parent is not None} - {None}
    while first and _opens(blocks[first - 1], parents, beside):
        first -= 1
    listed = _listed(blocks)
    kept: list[Block] = []
    headings: list[Block] = []
    if first and blocks[first - 1].is_heading and blocks[first - 1].link_share < LINKED and blocks[first - 1].text not in titles:
        headings.append(blocks[first - 1])
    for n, block in enumerate(blocks[first:], first):
        if n > last:
            # Below the last long paragraph only short sentences are the story's, if anything stands between.
            ours = (
                _parent(block) in parents or _name(_parent(block)) in named or (n == last + 1 and block.home.tag == "p" and _closes(block))
            )
            apart = apart or not ours or is_furniture(block.text)
            if apart:
                headings.clear()
                # Between line breaks the sentences of one element stand.
                if not ((ours and _closes(block)) or (block.home is blocks[last].home and _ends_sentence(block))):
                    continue
        if block.link_share > LEADING and leads_on(block.text):
            continue
        if block.good:
            fits = True
        elif block.is_heading:
            if block.link_share < 0.5 or n in listed:
                headings.append(block)
            continue
        elif n < last:
            fits = block.link_share < (0.7 if block.home.tag == "p" and SENTENCE.search(block.text) else 0.55)
        else:
            fits = block.link_share < 0.3
        if fits:
            kept += [*headings[-2:], block]
            headings.clear()
    return kept


def _listed(blocks: list[Block]) -> set[int]:
    """Places of the headings that are links and part a list of what the story is about: several, each between its paragraphs."""
    found = {
        n
        for n, block in enumerate(blocks[1:-1], 1)
        if block.is_heading
        and block.link_share >= LINKED
        and all(near.good and _parent(near) is _parent(block) for near in (blocks[n - 1], blocks[n + 1]))
    }
    return found if len(found) >= LISTED else set()


def _opens(block: Block, parents: set[HtmlElement | None], beside: set[HtmlElement | None]) -> bool:
    """Whether a block before the first long paragraph is one of the story: a short one, or one with a long link.

    `parents`: of the story's paragraphs; `beside`: what holds those, where each paragraph stands in an element of its own.
    """
    parent = _parent(block)
    ours = parent in parents or (block.home.tag == "p" and parent is not None and parent.getparent() in beside)
    fits = block.link_share < LEADING or (block.home.tag == "p" and len(block.text) - block.linked >= LEAST_LEAD)
    return block.home.tag in ("p", "li") and ours and fits and bool(SENTENCE.search(block.text))


def _end(blocks: list[Block]) -> int:
    """Where the story ends, at the latest: what little prose follows far below stands among what else the site offers."""
    good = [n for n, block in enumerate(blocks) if block.good]
    whole = sum(len(blocks[n].text) for n in good)
    below, end, told = 0, len(blocks), 0
    asked = 0
    for n, block in enumerate(blocks):
        told += len(block.text) if block.good else 0
        if told >= LEAST_STORY and asked < MOST_ASKED and block.link_share < LEADING and heads_comments(block.text):
            if not _goes_on(blocks, n, whole):
                return n
            asked += 1
    for above, n in reversed(list(pairwise(good))):
        below += len(blocks[n].text)
        if below > DETACHED * whole:
            break
        offers = sum(block.is_heading or block.link_share >= LINKED for block in blocks[above + 1 : n])
        if offers >= GAP and _parent(blocks[n]) is not _parent(blocks[above]):
            end = n
    return end


def _goes_on(blocks: list[Block], n: int, whole: int) -> bool:
    """Whether the story goes on below its n-th line in the element that it stands in: readers' comments stand in one of their own."""
    above = {_parent(block) for block in blocks[:n] if block.good}
    return sum(len(block.text) for block in blocks[n:] if block.good and _parent(block) in above) > GOES_ON * whole


def titles(blocks: list[Block], headline: str) -> set[str]:
    """The texts of the page's own headings: its headline, what holds it or is a part of it, and the second line right below an h1."""
    title = plain(headline)
    found = {below.text for above, below in pairwise(blocks) if above.home.tag == "h1"}
    for block in blocks:
        if block.is_heading and (_is_headline(block, headline) or (title and ((text := plain(block.text)) in title or title in text))):
            found.add(block.text)
    return found


def _closes(block: Block) -> bool:
    """Whether a short block below the last long paragraph is a sentence, as a story ends with."""
    return block.home.tag in ("p", "li", "blockquote") and _ends_sentence(block)


def _ends_sentence(block: Block) -> bool:
    return (
        len(block.text) >= LEAST_LEAD / 2
        and block.link_share < LEADING
        and bool(SENTENCE.search(block.text))
        and not (is_furniture(block.text) or CONTACT.search(block.text))
    )


def _name(element: HtmlElement | None) -> str | None:
    """What an element is called, if it is: the parts of a story may stand each in one of the same name."""
    return element.get("class") if element is not None else None


def _parent(block: Block) -> HtmlElement | None:
    """What a block is a part of; of an item of a list, or of a list in a list, what the outermost is a part of."""
    element = block.home.getparent() if block.home.tag != "li" else block.home
    while element is not None and element.tag == "li":
        items = element.getparent()
        element = items.getparent() if items is not None else None
    return element
