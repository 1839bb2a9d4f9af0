"""The elements of a page that are named a byline, and the persons whom they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice

from lxml.html import HtmlElement

from worker.normalise.lines.persons import MOST_PERSONS, OTHER_WORK, Paper, inside, persons, reporters
from worker.normalise.lines.strings import tidy
from worker.normalise.markup.element_names import CAMEL

BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?(?:-?names?)?|autor(?:en|es|in)?|writer|reporter|contributor|verfasser|auteur|firma|redakteur|journalist[ae]?|periodista|giornalista|jornalista|muhabir|szerz[oő]|penulis|kirjoittaja|toimittaja|skribent)(?:$|[\s_-])",
    re.IGNORECASE,
)
STEMS = re.compile(
    "uth|yline|riter|eporter|irma|erfasser|uteur|edakteur|ournalist|eriodista|iornalista|ornalista|uhabir|zerz|enulis|irjoittaja|oimittaja|kribent|utor",
)
"""One of them is in each name of a byline, in lower case."""
OTHERS = re.compile(
    "comment|quote|next-?(?:article|story|post)|prev(?:ious)?-?(?:article|story|post)|related|teaser|recommend|sidebar|caption|promo|newsletter|most|popular|follow",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|teasers?|recommend\w*|promos?|newsletter|popular|most-?read)(?:$|[\s_-])", re.IGNORECASE
)
ELSEWHERE = re.compile(
    rf"{OTHERS.pattern}|(?<!v)card|(?<!post-)(?<!entry-)(?<!article-)(?<!entryF)(?<!article__)footer",
    re.IGNORECASE,
)
"""Names of what stands beside the story; an author too may have a card or a footer that is named so."""
NAMES = ".//*[@itemprop='name' and not(ancestor::*[@itemprop='itemListElement'])]"
"""Names in microdata, less those of breadcrumbs."""
NAMED = "descendant-or-self::*[@class or @rel or @itemprop or @data-testid]"
"""What may be named a byline at all: asked in C, as most elements are not."""
BOXES = ("div", "section", "aside", "li", "ul", "figure", "blockquote")
"""What may hold a byline that stands beside the story."""
FIRST = 1
"""Runs of text in a byline that are asked alone where it says more than names; all are in what is named so for tests."""
MOST_ELEMENTS, LONGEST_ELEMENT = 50, 1000
"""Elements named a byline that are looked at, and the characters of one: the whole page may be in each."""
AUTHORS_PAGE = re.compile(r"/(?:authors?|autor(?:e[sn]?|in)?|auteurs?|autores|people|staff)/[^/]+$", re.IGNORECASE)


def named_bylines(tree: HtmlElement) -> list[HtmlElement]:
    """The elements that are named a byline, in order, less those of what stands beside the story, and of pictures."""
    asked = cache(_is_elsewhere)  # what holds many bylines is asked once
    named = [
        element
        for element in tree.xpath(NAMED)
        if _is_named(element)
        and element.tag not in ("body", "html", "article", "main")
        and not (_is_elsewhere(element, OTHERS) or _is_of_picture(element) or any(map(asked, element.iterancestors(BOXES))))
    ]
    # In an aside stands who wrote something else, unless nobody is named elsewhere.
    return [element for element in named if next(element.iterancestors("aside"), None) is None] or named


def _is_named(element: HtmlElement) -> bool:
    names = element.get("class")
    return (
        (names is not None and _is_byline(names))
        or element.get("rel") == "author"
        or element.get("itemprop") == "author"
        or "yline" in element.get("data-testid", "")
    )


@lru_cache(maxsize=10_000)
def _is_byline(names: str) -> bool:
    # Most names hold none of the stems, which are found at a third of the price.
    return STEMS.search(names.lower()) is not None and BYLINE.search(CAMEL.sub("-", names)) is not None


def _is_of_picture(element: HtmlElement) -> bool:
    return any("ImageObject" in (around.get("itemtype") or "") for around in element.iterancestors())


def is_beside(element: HtmlElement) -> bool:
    """Whether an element stands in a box that is named as what stands beside the story."""
    boxes = (CAMEL.sub("-", f"{box.get('class') or ''} {box.get('id') or ''}") for box in element.iterancestors(BOXES))
    return any(map(BESIDE.search, boxes))


def _is_like(element: HtmlElement, first: HtmlElement) -> bool:
    return element.get("class") == first.get("class") and element.getparent() is first.getparent()


def in_elements(elements: Sequence[HtmlElement], paper: Paper, handles: bool = False) -> list[str]:
    """The persons whom the first of these elements names, and those beside it under the same name."""
    first: HtmlElement | None = None
    found: list[str] = []
    told = cache(said)  # what holds many links is read once
    for element in elements[:MOST_ELEMENTS]:
        if first is not None and not _is_like(element, first):
            if first in element.iterancestors():
                continue
            break
        if OTHER_WORK.match(told(element)):
            continue
        links = list(islice(element.iterdescendants("a"), MOST_PERSONS))
        links = [link for link in links if link.get("rel") == "author"] or [
            link
            for link in links
            if not any(map(_shares, islice(link.iterancestors(), 3))) and not OTHER_WORK.match(told(link.getparent()))
        ]
        for names in (element.xpath(NAMES)[:MOST_PERSONS], links, [element]):
            text = [told(name) for name in names]
            short = handles and (element.get("rel") == "author" or any(_is_named_so(name) for name in names))
            most = 0 if names != [element] else MOST_PERSONS if element.get("data-testid") else FIRST
            pieces = islice(filter(str.strip, element.itertext()), most)
            if (
                people := persons([name for line in text for name in reporters(line) or [line]], paper, short)
                or persons([name for line in text for name in inside(line)], paper)
                or next((named for piece in pieces if (named := persons([piece], paper))), [])
            ):
                found += [name for name in people if name not in found]
                first = element
                break
    return found


def said(element: HtmlElement) -> str:
    """What an element says, as one line."""
    return tidy(" ".join(" ".join(islice(_told(element), LONGEST_ELEMENT))[:LONGEST_ELEMENT].split()))


def _told(element: HtmlElement) -> Iterator[str]:
    """An element's texts, less those of buttons and of boxes for sharing the story."""
    if element.text:
        yield element.text
    within = [(element, iter(element))]
    while within:
        around, children = within[-1]
        child = next(children, None)
        if child is None:
            within.pop()
            if within and around.tail:
                yield around.tail
        elif isinstance(child.tag, str) and child.tag != "button" and not _shares(child):
            if child.text:
                yield child.text
            within.append((child, iter(child)))
        elif child.tail:
            yield child.tail


def _shares(element: HtmlElement) -> bool:
    names = element.get("class") or ""
    return "share" in names or "social" in names


def _is_elsewhere(element: HtmlElement, names: re.Pattern[str] = ELSEWHERE) -> bool:
    """Whether an element is named as what stands beside the story; one with the headline in it is the page ("right-sidebar")."""
    named = element.tag in ("figure", "blockquote") or bool(names.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
    return named and element.find(".//h1") is None


def _is_named_so(element: HtmlElement) -> bool:
    """Whether an element is nothing but a name: microdata or a visiting card (hCard) say so, or it leads to an author's page."""
    return (
        element.get("itemprop") == "name"
        or element.get("rel") == "author"
        or any("fn" in (around.get("class") or "").split() for around in (element, *element.iterancestors("span"))[:2])
        or bool(element.tag == "a" and AUTHORS_PAGE.search((element.get("href") or "").rstrip("/")))
    )
