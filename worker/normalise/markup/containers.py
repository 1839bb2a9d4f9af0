"""Where a page's story stands: the elements that hold it, and which of those that are named otherwise are not believed."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from worker.normalise.lines.bylines import BY
from worker.normalise.lines.furniture import is_consent, is_furniture
from worker.normalise.lines.prompts import ADDRESS
from worker.normalise.lines.strings import plain
from worker.normalise.lines.times import has_day
from worker.normalise.markup.blocks import Block
from worker.normalise.markup.element_names import ASIDE, OTHERS, READ, STORY
from worker.normalise.markup.hidden import WINDOWS

DISBELIEVED = 0.3
"""Share of the page's prose in an element from which on its name is not believed: whole pages stand in a "sidebar-layout"."""
DISBELIEVED_OTHERS = 0.8
"""The same for what others wrote, which may well be longer than the story."""
NEARLY_ALL = 0.75
"""Share of an element's prose in one of its children from which on the story stands in that child."""
HINTED = 0.3
"""Share of the page's prose in elements that are named as the story's, for them to be believed."""
SIGNS = 20
"""Characters that are no words in a headline, at most."""
PRICED = re.compile(
    r"(?:€|\$|£|\bR\$|zł|\bkr\b|\bCHF|\bEUR|\bEuros?\b)[\W\d]{0,12}(?:(?:a|per|pro|im|je|par|por|al|ao|na|no|i)\s)?(?:\d\S?\s)?\b(?:months?|monate?n?|mois|m[eê]s(?:es)?|mes[ei]|maand(?:en)?"
    r"|miesi\w+|måned\w*|månad\w*|weeks?|wochen?|semaines?|semanas?|settiman\w+|we(?:ek|ken)|years?|jahre?|ans?|años?|anos?|ann[oi]|jaar)\b",
    re.IGNORECASE,
)
"""What a subscription costs, and for how long."""
WALLS = ("paywall", "regwall", "subscri")
"""Beginnings of names of walls, and of what stands behind them."""
QUOTES = tuple('"“”„«»‹›‘‚「『')
META = frozenset({"byline", "author", "authors", "meta", "post-meta", "entry-meta", "published", "timestamp"})
"""What an element is called that says who and when."""
ASKING = 0.5
"""Share of the prose in a wall that asks its reader for something, from which on it is a wall and not the story behind one."""
BELOW_HEADLINE = 6
"""Lines from a headline on that may say who wrote the story below it, and when."""
CONSENTED = 0.15
"""Share of a window's prose that asks for consent, from which on all of it is of that: the partners and purposes are listed below."""
CONSENT = ("cookie", "consent", "gdpr", "onetrust", "didomi", "usercentrics", "qc-cmp", "sp_message", "truste")
"""Beginnings of names of what asks for consent, often at greater length than the story."""
LEAST_TOLD = 200
"""Characters of prose that a story has above another's headline."""
LEAST_ASIDE = 1000
"""Characters of prose that an aside must hold to be the story itself."""


def without_junk(blocks: list[Block], headline: str) -> list[Block]:
    """The blocks that stand in no element named as junk, unless such elements hold a good part of the prose: names lie."""
    title = plain(headline)
    same = [block for block in blocks if block.junk and abs(len(block.text) - len(title)) <= SIGNS and plain(block.text) == title]
    headed = {element for block in same for element, _ in block.junk}
    begun = _begun(blocks, title)
    whole = sum(len(block.text) for block in blocks if block.good)
    mass: dict[HtmlElement | str, int] = {}
    asking: dict[HtmlElement, int] = {}
    consent: dict[HtmlElement, int] = {}
    for block in blocks:
        if block.good:
            for key in {key for pair in block.junk for key in pair}:
                mass[key] = mass.get(key, 0) + len(block.text)
            windows = [element for element, name in block.junk if name in WINDOWS]
            walls = [element for element, name in block.junk if name.startswith(WALLS)]
            # Asked once for a block, however many hold it.
            if windows and is_consent(block.text):
                consent |= {element: consent.get(element, 0) + len(block.text) for element in windows}
            if walls and _asks(block.text):
                asking |= {element: asking.get(element, 0) + len(block.text) for element in walls}

    def believed(element: HtmlElement, name: str) -> bool:
        if element in begun:
            return False
        if element in headed and mass.get(element, 0) > DISBELIEVED * whole:
            # What holds headline and prose is the page, as a menu that is not closed.
            return False
        if element.tag in ASIDE:
            return element.tag != "aside" or mass.get(element, 0) <= max(DISBELIEVED_OTHERS * whole, LEAST_ASIDE)
        if name.startswith(CONSENT):
            return mass.get(element, 0) < whole
        if element in consent and consent[element] >= CONSENTED * mass[element]:
            return True
        if name.startswith(WALLS) and element in asking and asking[element] >= ASKING * mass[element]:
            return True
        if OTHERS.match(name):
            return mass.get(element, 0) <= DISBELIEVED_OTHERS * whole
        return mass.get(element, 0) <= DISBELIEVED * whole and mass.get(name, 0) <= 2 * DISBELIEVED * whole

    return [block for block in blocks if not any(believed(element, name) for element, name in block.junk)]


def of_first_story(blocks: list[Block], headline: str) -> list[Block]:
    """The blocks above another story's h1 with its own byline or day, as on pages that go on with the next; other h1s are subheads."""
    title = plain(headline)
    first = next((n for n, block in enumerate(blocks) if block.home.tag == "h1" and plain(block.text) == title), None)
    if first is None:
        return blocks
    made, parent, told = _make(blocks[first]), blocks[first].home.getparent(), 0
    for n, block in enumerate(blocks[first:], first):
        told += len(block.text) if block.good else 0
        another = block.home.tag == "h1" and _make(block) == made and block.home.getparent() is not parent
        if (
            told >= LEAST_TOLD
            and another
            and plain(block.text) != title
            and _is_anothers(block, blocks[first], blocks[n + 1 : n + BELOW_HEADLINE])
        ):
            return blocks[:n]
    return blocks


def _is_anothers(block: Block, first: Block, below: list[Block]) -> bool:
    """Whether a headline stands in another article than the first, or above its own byline or day."""
    articles = [next(headline.home.iterancestors("article"), None) for headline in (block, first)]
    if None not in articles and articles[0] is not articles[1]:
        return True
    short = [line for line in below if not line.good]
    return any(has_day(line.text) or BY.match(line.text) or any(name in META for _, name in line.junk) for line in short)


def _make(block: Block) -> tuple[str | None, ...]:
    parent = block.home.getparent()
    return (block.home.get("class"), *((str(parent.tag), parent.get("class")) if parent is not None else ()))


def _asks(text: str) -> bool:
    """Whether some prose asks its reader for something, or tells what it costs; what somebody says asks another."""
    return (not text.startswith(QUOTES) and bool(ADDRESS.search(text) or PRICED.search(text))) or is_furniture(text)


def _begun(blocks: list[Block], title: str) -> set[HtmlElement]:
    """The elements, each the only one of its class beside it, in which the first prose below the headline stands.

    An opinion's story is its "comment"; readers' comments are several, and stand below a story.
    """
    head = next((n for n, block in enumerate(blocks) if block.home.tag == "h1" and plain(block.text) == title), None)
    first = next((block for block in blocks[head:] if block.good), None) if head is not None else None
    return {
        element
        for element, name in (first.junk if first else ())
        if name == "comment"
        and not any(
            beside.get("class") == element.get("class") for beside in (*element.itersiblings(), *element.itersiblings(preceding=True))
        )
    }


def homes(root: HtmlElement, blocks: list[Block]) -> list[HtmlElement]:
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
    best = max((element for element in mass if element.tag == "article"), key=lambda element: mass[element], default=None)
    if best is None:
        return [_descend(root, mass)]
    entries = [child for child in best.getparent() if child.tag == "article" and child in mass]
    if len(entries) > 1 and best.find(".//h1") is None and sum(mass[entry] for entry in entries) >= HINTED * whole:
        # A live report's entries stand in an article each.
        return entries
    if mass[best] >= HINTED * whole:
        return [_descend(best, mass)]
    return [_descend(root, mass)]


def _descend(home: HtmlElement, mass: dict[HtmlElement, int]) -> HtmlElement:
    """The smallest element below that holds nearly all of its prose."""
    while True:
        children = [child for child in home if mass.get(child)]
        best = max(children, key=lambda child: mass[child], default=None)
        if best is None or mass[best] < NEARLY_ALL * mass[home] or best.tag in READ:
            return home
        # Paragraphs beside it, or a second part of the same name, are the story's as well.
        name = (best.tag, best.get("class"))
        beside = [child for child in children if child is not best and (child.tag in READ or (child.tag, child.get("class")) == name)]
        if beside and home.tag != "body":
            return home
        home = best
