"""The story's paragraphs, out of the markup: where the sentences stand together, less what a site puts between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from worker.normalise.boilerplate import ASIDE, INLINE, LAYOUT, LEAD, OTHERS, STORY, TEXTLESS, name_of
from worker.normalise.clean import WIDE, is_furniture, plain, words
from worker.normalise.clean import line as clean_line

HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset({"p", "li", "blockquote", "h2", "h3", "h4"})
CELL_OF_LAYOUT = frozenset({"p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "section", "article", "blockquote", "br"})
"""Children that make a table's cell a place on the page; without them it is a figure in a row."""
SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”»’)\]]*(?:\s|$)")
PROSE = 60
"""Characters with the end of a sentence in them that make prose; a third as many in scripts that say a word in a character."""
PROSE_HEADING = 100
"""The same for a heading: some systems set the lead as one."""
DISBELIEVED = 0.3
"""Share of the page's prose in an element from which on its name is not believed: whole pages stand in a "sidebar-layout"."""
DISBELIEVED_OTHERS = 0.8
"""The same for what others wrote, which may well be longer than the story."""
NEARLY_ALL = 0.75
"""Share of an element's prose in one of its children from which on the story stands in that child."""
HINTED = 0.3
"""Share of the page's prose in elements that are named as the story's, for them to be believed."""
LEAD_COMPARED = 60
"""Characters of the page's description by which its lead is known."""
LEAST_LEAD = 40
LEAST_STORY = 300
"""Characters of prose that may be a story of their own."""
TEASERS = 3
"""Teasers in a row that are a list of them."""
TEASER = 0.8
"""Share of a heading in links from which on what follows is another story's teaser."""
LINES_BEFORE, LINES_AFTER, LONGEST_LINE = 5, 18, 160
"""Lines around a headline that may hold byline and date, and their length in characters."""
PICTURES = frozenset({
    "figure", "figcaption", "caption", "image-caption", "wp-caption", "photo", "photos", "image", "images", "img", "picture", "foto",
    "gallery", "slider", "carousel", "slideshow", "lightbox", "related", "comments", "comment", "recommended", "newsletter",
})  # fmt: skip
BYLINES = frozenset({"byline", "by-line", "author", "authors"})

Junk = tuple[tuple[HtmlElement, str], ...]


@dataclass(slots=True)
class Block:
    """A run of text between block-level tags.

    `home`: the element it stands in; `linked`: characters inside links; `junk`: what its ancestors are called that
    are named as no part of a story, each with the element.
    """

    text: str
    home: HtmlElement
    linked: int
    junk: Junk
    good: bool

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))

    @property
    def is_heading(self) -> bool:
        return self.home.tag in HEADINGS


def read(tree: HtmlElement) -> list[Block]:
    """The page's runs of text, in order."""
    return _Reader().read(_root(tree))


def _root(tree: HtmlElement) -> HtmlElement:
    body = tree.find("body")
    return body if body is not None else tree


def paragraphs(tree: HtmlElement, blocks: list[Block], described: str) -> list[str]:
    """The paragraphs of the page's story in reading order; empty where the page has no run of sentences.

    `blocks`: what `read` found; `described`: the page's description, by which its lead is known.
    """
    lead = _lead(blocks, described)
    teased = teasers(blocks)
    blocks = [block for block in _without_junk(blocks) if block.text not in teased]
    if not any(block.good for block in blocks):
        return []
    inside = {element for home in _homes(_root(tree), blocks) for element in home.iter()}
    story = [block.text for block in _story(_with_what_leads(blocks, inside))]
    return [text for text in lead if text not in story] + story


def near_headline(blocks: list[Block], headline: str) -> list[str]:
    """The short lines around the headline, where pages say who wrote them and when; those after it come first."""
    title = plain(headline)
    heads = [n for n, block in enumerate(blocks) if block.home.tag in ("h1", "h2") and plain(block.text) == title]
    heads = heads or [n for n, block in enumerate(blocks) if block.home.tag == "h1"]
    if not heads:
        return []
    at, found, prose = heads[0], [], 0
    for block in blocks[at + 1 : at + 1 + LINES_AFTER]:
        prose += block.good
        if prose > 2:
            break
        found.append(block.text)
    before = [block.text for block in reversed(blocks[max(0, at - LINES_BEFORE) : at])]
    return [text for text in (*found, *before) if len(text) <= LONGEST_LINE]


def _with_what_leads(blocks: list[Block], inside: set[HtmlElement]) -> list[Block]:
    """The blocks of the story's home, and the prose between the headline and it."""
    at = [block.home in inside for block in blocks]
    first = at.index(True)
    head = max((n for n in range(first) if blocks[n].home.tag == "h1"), default=first)
    return [block for n, block in enumerate(blocks) if at[n] or (head < n < first and block.good and block.link_share < 0.2)]


def _lead(blocks: list[Block], described: str) -> list[str]:
    """What stands between the headline and the story and is named a lead, or says what the page's description says."""
    start = described.rstrip("….")[:LEAD_COMPARED].strip()
    heads = [n for n, block in enumerate(blocks) if block.home.tag == "h1"]
    found: list[str] = []
    for block in blocks[heads[-1] + 1 if heads else 0 :]:
        named = bool(LEAD.search(block.home.get("class") or ""))
        if (heads and named and len(block.text) >= LEAST_LEAD and block.link_share < 0.3) or (
            len(start) >= LEAST_LEAD and block.text.startswith(start)
        ):
            found.append(block.text)
        elif block.good or found:
            break
    return found[:2]


def teasers(blocks: list[Block]) -> set[str]:
    """The texts of several headings in a row that are links, each with one paragraph below; none if the page tells nothing else.

    One alone may stand in the middle of a story, whose next paragraph follows it.
    """
    told = [block for block in blocks if block.good or block.is_heading]
    found: set[str] = set()
    run: list[str] = []
    for above, block in pairwise([*told, *told[-1:]]):
        if above.is_heading and above.link_share > TEASER and not block.is_heading:
            run += [above.text, block.text]
        elif above.text not in run[-1:]:
            found.update(run if len(run) >= 2 * TEASERS else ())
            run = []
    found.update(run if len(run) >= 2 * TEASERS else ())
    rest = sum(len(block.text) for block in told if block.good and block.text not in found)
    return found if rest >= LEAST_STORY else set()


def told_words(blocks: list[Block], lines: list[str]) -> int:
    """Words of the lines that are no links and stand below no linked heading, as teasers do; results and lists are told too."""
    teased = {block.text for above, block in pairwise(blocks) if above.is_heading and above.link_share > TEASER}
    linked = {block.text for block in blocks if block.is_heading or block.link_share > TEASER}
    return sum(words(line) for line in lines if line not in teased and line not in linked)


def around_story(blocks: list[Block], headline: str, last: str) -> tuple[list[str], list[str]]:
    """The short lines from the headline to a little below the story, less those of pictures and of what stands beside.

    `last`: the story's last paragraph. Two lists: those that are named a byline, and the others.
    """
    title = plain(headline)
    begin = next((n for n, b in enumerate(blocks) if b.home.tag in ("h1", "h2") and plain(b.text) == title), 0)
    end = max((n for n, b in enumerate(blocks) if b.text == last), default=begin)
    bylines: list[str] = []
    others: list[str] = []
    for block in blocks[max(0, begin - LINES_BEFORE) : end + LINES_AFTER]:
        names = {name for _, name in block.junk}
        if block.good or len(block.text) > LONGEST_LINE or any(element.tag in ASIDE for element, _ in block.junk) or names & PICTURES:
            continue
        (bylines if names & BYLINES else others).append(block.text)
    return bylines, others


class _Reader:
    """Reads a page's runs of text, in order."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0

    def read(self, root: HtmlElement) -> list[Block]:
        self._element(root, root, (), False)
        return self._blocks

    def _flush(self, home: HtmlElement, junk: Junk) -> None:
        if self._parts:
            if text := clean_line("".join(self._parts)):
                linked = min(self._linked, len(text))
                self._blocks.append(Block(text, home, linked, junk, _is_prose(text, linked, home.tag)))
            self._parts.clear()
            self._linked = 0

    def _text(self, text: str | None, in_link: bool) -> None:
        if text:
            self._parts.append(text)
            if in_link:
                self._linked += len(text.strip())

    def _element(self, element: HtmlElement, home: HtmlElement, junk: Junk, in_link: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in TEXTLESS or _is_hidden(element):
            return
        if tag == "br":
            # Two in a row part paragraphs.
            if self._parts and not self._parts[-1].strip() and "\v" in "".join(self._parts[-2:]):
                self._flush(home, junk)
            else:
                self._parts.append("\v")
            return
        outer = home
        if tag in ("td", "th") and not any(child.tag in CELL_OF_LAYOUT for child in element):
            self._text(" ", False)
        elif tag not in INLINE:
            self._flush(home, junk)
            home = element
            if name := _junk_name(element):
                junk = (*junk, (element, name))
        # A link to a place on the page itself, as a live report's times are, leads to no other story.
        in_link = in_link or (tag == "a" and not (element.get("href") or "").startswith("#"))
        self._text(element.text, in_link)
        for child in element:
            self._element(child, home, junk, in_link)
            self._text(child.tail, in_link and child is not element)
        if home is not outer:
            self._flush(home, junk)


def _without_junk(blocks: list[Block]) -> list[Block]:
    """The blocks that stand in no element named as junk, unless such elements hold a good part of the prose: names lie."""
    whole = sum(len(block.text) for block in blocks if block.good)
    mass: dict[HtmlElement | str, int] = {}
    for block in blocks:
        if block.good:
            for key in {key for pair in block.junk for key in pair}:
                mass[key] = mass.get(key, 0) + len(block.text)

    def believed(element: HtmlElement, name: str) -> bool:
        if element.tag in ASIDE:
            return True
        if OTHERS.match(name):
            return mass.get(element, 0) <= DISBELIEVED_OTHERS * whole
        return mass.get(element, 0) <= DISBELIEVED * whole and mass.get(name, 0) <= 2 * DISBELIEVED * whole

    return [block for block in blocks if not any(believed(element, name) for element, name in block.junk)]


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and "display:none" in style.replace(" ", ""))
    )


def _junk_name(element: HtmlElement) -> str | None:
    """What an element is called, if that says that it holds no part of the story."""
    if element.tag in ASIDE or element.tag in LAYOUT:
        return str(element.tag)
    return None if element.tag in ("body", "main", "article") else name_of(element.get("class"), element.get("id"))


def _is_prose(text: str, linked: int, tag: str) -> bool:
    least = PROSE_HEADING if tag in HEADINGS else PROSE
    if len(text) < least and len(WIDE.findall(text)) < least / 3:
        return False
    return linked < 0.4 * len(text) and bool(SENTENCE.search(text))


def _homes(root: HtmlElement, blocks: list[Block]) -> list[HtmlElement]:
    """The elements that hold the story."""
    mass: dict[HtmlElement, int] = {}
    for block in blocks:
        if block.good:
            element: HtmlElement | None = block.home
            while element is not None:
                mass[element] = mass.get(element, 0) + len(block.text)
                element = element.getparent()
    whole = mass[root]
    hinted = [element for element in mass if element.get("itemprop") == "articleBody" or STORY.search(element.get("class") or "")]
    within = set(hinted)
    hinted = [element for element in hinted if not any(other in within for other in element.iterancestors())]
    together = sum(mass[element] for element in hinted)
    if together >= HINTED * whole:
        parents = {element.getparent() for element in hinted}
        if len(hinted) > 1 and len(parents) == 1 and (parent := parents.pop()) is not None and together >= NEARLY_ALL * mass[parent]:
            return [parent]
        return [_descend(element, mass) for element in hinted]
    articles = [element for element in mass if element.tag == "article" and mass[element] >= HINTED * whole]
    if articles:
        return [_descend(max(articles, key=lambda element: mass[element]), mass)]
    return [_descend(root, mass)]


def _descend(home: HtmlElement, mass: dict[HtmlElement, int]) -> HtmlElement:
    """The smallest element below that holds nearly all of its prose."""
    while True:
        children = [child for child in home if mass.get(child)]
        best = max(children, key=lambda child: mass[child], default=None)
        if best is None or mass[best] < NEARLY_ALL * mass[home] or best.tag in PARAGRAPHS:
            return home
        # Paragraphs beside it, or a second part of the same name, are the story's as well.
        name = (best.tag, best.get("class"))
        beside = [child for child in children if child is not best and (child.tag in PARAGRAPHS or (child.tag, child.get("class")) == name)]
        if beside and home.tag != "body":
            return home
        home = best


def _story(blocks: list[Block]) -> list[Block]:
    """Of the blocks in the story's home those that are its own."""
    good = [n for n, block in enumerate(blocks) if block.good]
    first, last = good[0], good[-1]
    parents = {_parent(blocks[n]) for n in good}
    while first and _opens(blocks[first - 1], parents):
        first -= 1
    kept: list[Block] = []
    headings: list[Block] = []
    for n, block in enumerate(blocks[first:], first):
        if n > last and (is_furniture(block.text) or _parent(block) not in parents):
            break
        if block.good:
            fits = True
        elif block.is_heading:
            if block.link_share < 0.5:
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


def _opens(block: Block, parents: set[HtmlElement | None]) -> bool:
    """Whether a block before the first long paragraph is a short one of the story."""
    return block.home.tag in ("p", "li") and _parent(block) in parents and block.link_share < 0.3 and bool(SENTENCE.search(block.text))


def _parent(block: Block) -> HtmlElement | None:
    """What a block is a part of; of an item of a list what the list is a part of."""
    parent = block.home.getparent()
    return parent.getparent() if block.home.tag == "li" and parent is not None else parent
