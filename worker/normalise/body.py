"""The story's paragraphs, out of the markup: where the sentences stand together, less what a site puts between them."""

from __future__ import annotations

from functools import lru_cache

from lxml.html import HtmlElement

from worker.normalise.blocks import SENTENCE, Block, root_of
from worker.normalise.boilerplate import ASIDE, LEAD, OTHERS, STORY
from worker.normalise.clean import plain, words
from worker.normalise.furniture import is_furniture, leads_on

PARAGRAPHS = frozenset({"p", "li", "blockquote", "h2", "h3", "h4"})
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
PLACE = 30
"""Characters of a place that may stand before a lead's words: "Essen. "."""
LEAST_ASIDE = 1000
"""Characters of prose that an aside must hold to be the story itself."""
LEAST_STORY = 300
"""Characters of prose that may be a story of their own."""
TEASERS = 3
"""Teasers in a row that are a list of them."""
LEADING = 0.3
"""Share of a line in links from which on "Read also" at its beginning leads to what it goes on with."""
LINKED = 0.5
"""Share of a line in links from which on it is a link, and tells nothing."""
TEASED = 30
"""Words below a linked heading that are its teaser, at least."""
TEASER = 0.8
"""Share of a heading in links from which on what follows is another story's teaser."""


def paragraphs(tree: HtmlElement, blocks: list[Block], headline: str, described: str) -> list[str]:
    """The paragraphs of the page's story in reading order; empty where the page has no run of sentences.

    `blocks`: what `blocks.read` found; `described`: the page's description, by which, below the headline, its lead is known.
    """
    lead = _lead(blocks, headline, described)
    teased = teasers(blocks)
    blocks = [block for block in _without_junk(blocks, headline) if block.text not in teased]
    if not any(block.good for block in blocks):
        return []
    inside = {element for home in _homes(root_of(tree), blocks) for element in home.iter()}
    story = [block.text for block in _story(_with_what_leads(blocks, inside))]
    return [text for text in lead if text not in story] + story


def _with_what_leads(blocks: list[Block], inside: set[HtmlElement]) -> list[Block]:
    """The blocks of the story's home, and the prose between the headline and it."""
    at = [block.home in inside for block in blocks]
    first = at.index(True)
    head = max((n for n in range(first) if blocks[n].home.tag == "h1"), default=first)
    return [block for n, block in enumerate(blocks) if at[n] or (head < n < first and block.good and block.link_share < 0.2)]


def _lead(blocks: list[Block], headline: str, described: str) -> list[str]:
    """What stands between the headline and the story and is named a lead, or says what the page's description says."""
    start = described.rstrip("….")[:LEAD_COMPARED].strip()
    story = next((n for n, block in enumerate(blocks) if block.good and not block.junk), len(blocks))
    heads = [n for n, block in enumerate(blocks) if _is_headline(block, headline)]
    heads = [n for n in heads if n <= story] or heads
    found: list[str] = []
    for block in blocks[heads[-1] + 1 if heads else 0 :]:
        if any(element.tag == "figcaption" for element, _ in block.junk):
            continue
        named = any(_is_lead(above.get("class") or "") for above in (block.home, *block.home.iterancestors("div"))[:2])
        if (heads and named and len(block.text) >= LEAST_LEAD and block.link_share < 0.3) or (
            len(start) >= LEAST_LEAD and start in block.text[: len(start) + PLACE]
        ):
            found.append(block.text)
        elif block.good or found:
            break
    return found[:2]


def _is_headline(block: Block, headline: str) -> bool:
    home = block.home
    return home.tag == "h1" or home.get("itemprop") == "headline" or (block.is_heading and plain(block.text) == plain(headline))


@lru_cache(maxsize=4096)
def _is_lead(names: str) -> bool:
    return bool(LEAD.search(names))


def teasers(blocks: list[Block]) -> set[str]:
    """The texts of several headings in a row that are links, each with one paragraph below; none if the page tells nothing else.

    One alone may stand in the middle of a story, whose next paragraph follows it.
    """
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
    rest = sum(len(block.text) for block in told if block.good and block.text not in found)
    return found if rest >= LEAST_STORY else set()


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
    # A line may be a part of a block, as trafilatura's are.
    apart = "\n".join((*teased, *(block.text for block in blocks if block.is_heading or block.link_share > LINKED)))
    return sum(words(line) for line in lines if line not in apart)


def _without_junk(blocks: list[Block], headline: str) -> list[Block]:
    """The blocks that stand in no element named as junk, unless such elements hold a good part of the prose: names lie."""
    headed = {element for block in blocks if plain(block.text) == plain(headline) for element, _ in block.junk}
    whole = sum(len(block.text) for block in blocks if block.good)
    mass: dict[HtmlElement | str, int] = {}
    for block in blocks:
        if block.good:
            for key in {key for pair in block.junk for key in pair}:
                mass[key] = mass.get(key, 0) + len(block.text)

    def believed(element: HtmlElement, name: str) -> bool:
        if element in headed and mass.get(element, 0) > DISBELIEVED * whole:
            # What holds headline and prose is the page, as a menu that is not closed.
            return False
        if element.tag in ASIDE:
            return element.tag != "aside" or mass.get(element, 0) <= max(DISBELIEVED_OTHERS * whole, LEAST_ASIDE)
        if OTHERS.match(name):
            return mass.get(element, 0) <= DISBELIEVED_OTHERS * whole
        return mass.get(element, 0) <= DISBELIEVED * whole and mass.get(name, 0) <= 2 * DISBELIEVED * whole

    return [block for block in blocks if not any(believed(element, name) for element, name in block.junk)]


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
    named = {_name(parent) for parent in parents} - {None}
    apart = False
    beside = {parent.getparent() for parent in parents if parent is not None} - {None}
    while first and _opens(blocks[first - 1], parents, beside):
        first -= 1
    kept: list[Block] = []
    headings: list[Block] = []
    for n, block in enumerate(blocks[first:], first):
        if n > last:
            # Below the last long paragraph only short sentences are the story's, if anything stands between.
            ours = _parent(block) in parents or _name(_parent(block)) in named
            apart = apart or not ours or is_furniture(block.text)
            if apart:
                headings.clear()
                if not (ours and _closes(block)):
                    continue
        if block.link_share > LEADING and leads_on(block.text):
            continue
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


def _opens(block: Block, parents: set[HtmlElement | None], beside: set[HtmlElement | None]) -> bool:
    """Whether a block before the first long paragraph is one of the story: a short one, or one with a long link.

    `parents`: of the story's paragraphs; `beside`: what holds those, where each paragraph stands in an element of its own.
    """
    parent = _parent(block)
    ours = parent in parents or (block.home.tag == "p" and parent is not None and parent.getparent() in beside)
    fits = block.link_share < LEADING or (block.home.tag == "p" and len(block.text) - block.linked >= LEAST_LEAD)
    return block.home.tag in ("p", "li") and ours and fits and bool(SENTENCE.search(block.text))


def _closes(block: Block) -> bool:
    """Whether a short block below the last long paragraph is a sentence, as a story ends with."""
    return (
        block.home.tag in ("p", "blockquote")
        and len(block.text) >= LEAST_LEAD / 2
        and block.link_share < LEADING
        and bool(SENTENCE.search(block.text))
        and not is_furniture(block.text)
    )


def _name(element: HtmlElement | None) -> str | None:
    """What an element is called, if it is: the parts of a story may stand each in one of the same name."""
    return element.get("class") if element is not None else None


def _parent(block: Block) -> HtmlElement | None:
    """What a block is a part of; of an item of a list what the list is a part of."""
    parent = block.home.getparent()
    return parent.getparent() if block.home.tag == "li" and parent is not None else parent
