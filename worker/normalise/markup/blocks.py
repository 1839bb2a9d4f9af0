"""A page's runs of text in reading order, with where each stands: what the story, its byline and its date are looked for in."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from worker.normalise.lines.strings import SENTENCE, WIDE
from worker.normalise.lines.strings import line as clean_line
from worker.normalise.markup.element_names import ASIDE, INLINE, LAYOUT, OTHERS, READ, TEXTLESS, name_of
from worker.normalise.markup.hidden import is_hidden, is_unseen

ARTICLE_BODY = {"article-body", "articlebody", "article__body", "story-body", "entry-content"}
"""Classes of what is the story for certain."""
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
CELL_OF_LAYOUT = frozenset({"p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "section", "article", "blockquote", "br"})
"""Children that make a table's cell a place on the page; without them it is a figure in a row."""
CAPTION_PARTS = ("caption", "credit", "desc")
"""One of them is in what an element is called that holds a picture's caption or credit."""
PICTURE = frozenset({"img", "picture", "amp-img", "video"})
PROSE = 60
"""Characters with the end of a sentence in them that make prose; a third as many in scripts that say a word in a character."""
MOSTLY_LINK = 0.4
"""Share of a text in links from which on it leads elsewhere, unless as much as prose takes stands beside them."""
PROSE_HEADING = 100
"""The same for a heading: some systems set the lead as one."""

LEAST_SEEN, LEAST_UNSEEN = 60, 600
"""Characters of prose in a page below which hidden elements and those for readers without scripts are read too, and from which on they
are believed to be the story: less is said of cookies and errors."""
MANY_ELEMENTS = 10_000
"""Elements of a page that libraries are not asked about: their time grows with the square; twice the largest of 680 news pages."""
Junk = tuple[tuple[HtmlElement, str], ...]


@dataclass(slots=True)
class Block:
    """A run of text between block-level tags.

    `home`: the element it stands in; `linked`: characters inside links; `junk`: what its ancestors are called that
    are named as no part of a story, each with the element; `image`: the last picture between the block before and this one.
    """

    text: str
    home: HtmlElement
    linked: int
    junk: Junk
    good: bool
    image: HtmlElement | None = None

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))

    @property
    def is_heading(self) -> bool:
        return self.home.tag in HEADINGS


def read(tree: HtmlElement) -> list[Block]:
    """The page's runs of text, in order; where no story is seen, also those that scripts show or take away."""
    root = root_of(tree)
    seen = _Reader(all_=False).read(root)
    if _prose(seen) >= LEAST_SEEN:
        return seen
    unseen = _Reader(all_=True).read(root)
    return unseen if _prose(unseen) >= LEAST_UNSEEN else seen


def _prose(blocks: list[Block]) -> int:
    """Characters of prose that stands in nothing named as no part of a story."""
    return sum(len(block.text) for block in blocks if block.good and not block.junk)


def is_huge(tree: HtmlElement) -> bool:
    """Whether libraries whose time grows with the square are not to be asked about a page."""
    return bool(tree.xpath("count(//*)") > MANY_ELEMENTS)


def root_of(tree: HtmlElement) -> HtmlElement:
    body = tree.find("body")
    return body if body is not None else tree


class _Reader:
    """Reads a page's runs of text, in order."""

    def __init__(self, *, all_: bool) -> None:
        self._all = all_
        self._blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0
        self._joint = False
        self._image: HtmlElement | None = None

    def read(self, root: HtmlElement) -> list[Block]:
        self._element(root, root, (), False)
        return self._blocks

    def _flush(self, home: HtmlElement, junk: Junk) -> None:
        if self._parts:
            if text := clean_line("".join(self._parts)):
                linked = min(self._linked, len(text))
                self._blocks.append(Block(text, home, linked, junk, _is_prose(text, linked, home.tag), self._image))
                self._image = None
            self._parts.clear()
            self._linked = 0

    def _text(self, text: str | None, in_link: bool) -> None:
        if text:
            if self._joint:
                self._joint = False
                if self._parts and _are_apart(self._parts[-1][-1], text[0]):
                    self._parts.append(" ")
            self._parts.append(text)
            if in_link:
                self._linked += len(text.strip())

    def _element(self, element: HtmlElement, home: HtmlElement, junk: Junk, in_link: bool) -> None:
        tag = element.tag
        if tag in PICTURE:
            self._image = element
        if not isinstance(tag, str) or (tag in TEXTLESS and not self._is_shown(element)):
            return
        if (is_hidden(element) and not self._all) or (tag in INLINE and is_unseen(element)):
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
        elif tag not in INLINE or _is_caption(element):
            self._flush(home, junk)
            home = element
            if name := _junk_name(element):
                junk = (*junk, (element, name))
            elif junk and _is_story(element):
                # A story that is folded or behind a wall stands in a "teaser" or a "paywall".
                junk = tuple(pair for pair in junk if pair[0].tag in ASIDE or OTHERS.match(pair[1]))
        # A link to a place on the page itself, as a live report's times are, leads to no other story.
        in_link = in_link or (tag == "a" and not (element.get("href") or "").startswith("#"))
        self._text(element.text, in_link)
        for child in element:
            self._element(child, home, junk, in_link)
            if child.tail:
                self._joint = False
                self._text(child.tail, in_link)
            else:
                self._joint = True
        if home is not outer:
            self._flush(home, junk)

    def _is_shown(self, element: HtmlElement) -> bool:
        """Whether an element that mostly holds no text is for readers without scripts, or the inside of a component of the page."""
        return (self._all and element.tag == "noscript") or (element.tag == "template" and element.get("shadowrootmode") is not None)


def _are_apart(left: str, right: str) -> bool:
    """Whether two elements that touch hold two things that the page's style sets apart: "Ann Lee" and "5 min", "Ledger" and "Updated"."""
    return left.islower() and (right.isupper() or right.isdigit())


def _is_caption(element: HtmlElement) -> bool:
    """Whether an element within a line is named a picture's caption or credit, which is then none of the line."""
    names = element.get("class")
    return names is not None and any(part in names for part in CAPTION_PARTS) and is_caption_name(name_of(names, None))


def is_caption_name(name: str | None) -> bool:
    """Whether that which an element is called, as `name_of` gives it, is a caption or a credit."""
    return name is not None and any(part in name for part in CAPTION_PARTS)


def _is_story(element: HtmlElement) -> bool:
    return element.get("itemprop") == "articleBody" or bool(ARTICLE_BODY & {*(element.get("class") or "").lower().split()})


def _junk_name(element: HtmlElement) -> str | None:
    """What an element is called, if that says that it holds no part of the story."""
    if element.tag in ASIDE or element.tag in LAYOUT:
        return str(element.tag)
    if element.tag in ("body", "main", "article"):
        return None
    if (element.get("itemprop") or "").startswith("comment"):
        return "comments"
    name = name_of(element.get("class"), element.get("id"))
    if name == "tag" and element.tag in HEADINGS:
        return None  # "edTag": what heads a part of the story
    # A paragraph of such a name is behind the wall, not of it.
    return None if name and name.startswith(("paywall", "subscri")) and element.tag in READ else name


def _is_prose(text: str, linked: int, tag: str) -> bool:
    least = PROSE_HEADING if tag in HEADINGS else PROSE
    if len(text) < least and len(WIDE.findall(text)) < least / 3:
        return False
    told = len(text) - linked
    return (linked < MOSTLY_LINK * len(text) or (tag == "p" and told >= PROSE)) and bool(SENTENCE.search(text))
