"""Where a page says who wrote it: the likeliest place first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from lxml.html import HtmlElement

from worker.model import Provenance
from worker.normalise.agencies import is_agency
from worker.normalise.boilerplate import CAMEL
from worker.normalise.bylines import (
    BY,
    BY_INSIDE,
    LABELLED,
    NO_PERSON,
    PERSONAL_SITE,
    REPORTER,
    WRITTEN_BY,
    WROTE,
)
from worker.normalise.clean import tidy
from worker.normalise.persons import ADDRESS, LEAST, LONGEST, MOST_PERSONS, Paper, persons
from worker.normalise.structured import Structured, texts, types
from worker.normalise.times import has_day

META = (
    "author", "article:author", "og:author", "dc.creator", "dc:creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author",
    "article.author", "cxenseparse:author", "citation_author",
)  # fmt: skip
BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?(?:-?names?)?|autor(?:en|es|in)?|writer|reporter|contributor|verfasser|auteur|firma|redakteur)(?:$|[\s_-])",
    re.IGNORECASE,
)
OTHERS = re.compile("comment|related|teaser|recommend|sidebar|caption|promo|newsletter|most|popular|follow", re.IGNORECASE)
ELSEWHERE = re.compile(
    rf"{OTHERS.pattern}|(?<!v)card|(?<!post-)(?<!entry-)(?<!article-)(?<!entryF)(?<!article__)footer",
    re.IGNORECASE,
)
"""Names of what stands beside the story; an author too may have a card or a footer that is named so."""
AUTHORS_PAGE = re.compile(r"/(?:authors?|autor(?:e[sn]?|in)?|auteurs?|autores|people|staff)/[^/]+$", re.IGNORECASE)
NAMES = ".//*[@itemprop='name' and not(ancestor::*[@itemprop='itemListElement'])]"
"""Names in microdata, less those of breadcrumbs."""
BOXES = frozenset({"div", "section", "aside", "li", "ul", "figure"})
"""What may hold a byline that stands beside the story."""
MOST_ELEMENTS, LONGEST_ELEMENT = 50, 1000
"""Elements named a byline that are looked at, and the characters of one: the whole page may be in each."""
LONGEST_LEAD = 25
"""Characters before the "by" within a line: "An interview by Jane Doe"; after more it is a sentence's."""
FIRST_LINES, LAST_LINES = 2, 3
"""Paragraphs at a story's beginning and end that may name who wrote it."""
BARS = re.compile(r"[|•·]|\s[–—-]\s")


def authors(
    tree: HtmlElement,
    data: Structured,
    paper: Paper,
    near: Sequence[str],
    story: Sequence[str],
    around: Sequence[str],
    signature: str | None = None,
) -> tuple[list[str], Provenance] | None:
    """Names of persons, and where they were found: JSON-LD, meta tags, an element that is named a byline, or a byline's words.

    `near`: the lines around the headline; `story`: the story's paragraphs; `around`: the short lines from the headline to a
    little below the story; `signature`: a line that ends it as a name does.
    """
    if _is_personal(data, paper):
        paper = paper._replace(name=None)  # its name may well be the author's
    if found := persons(_structured(data), paper):
        return _with_others(found, near, paper), "json-ld"
    companies = _companies(data)
    if found := persons((name for name in _meta(data) if name not in companies), paper):
        return _with_others(found, near, paper), "meta"
    elements = _named_bylines(tree)
    if found := _in_elements(elements, paper):
        return found, "markup"
    for line in _labelled(near):
        if found := persons(_said(line), paper):
            return found, "text"
    # A name is rather believed than a handle, wherever it stands.
    if found := persons(_structured(data), paper, handles=True):
        return found, "json-ld"
    if found := _in_elements(elements, paper, handles=True):
        return found, "markup"
    if found := persons(_linked(tree, data, near), paper):
        return found, "markup"
    for line in story[-LAST_LINES:]:
        if len(line) < 60 and BY.match(line) and (found := persons([line], paper)):
            return found, "text"
    if signature and (found := persons([BARS.sub(", ", signature)], paper)):
        return found, "text"
    for line in story[:FIRST_LINES]:
        if found := persons(reporters(line), paper):
            return found, "text"
    for line in _labelled(around):
        if (label := LABELLED.search(line)) and (found := persons([label["names"]], paper)):
            return found, "text"
    return None


def _with_others(found: list[str], near: Sequence[str], paper: Paper) -> list[str]:
    """The authors that structured data names, or the byline's where that names them and others too."""
    for line in near:
        if BY.match(line) and set(found) < set(people := persons([line], paper)):
            return people
    return found


def _said(line: str) -> list[str]:
    """The part of a line around the headline that names authors, if any does."""
    if BY.match(line):
        return [line]
    return reporters(line) or _inside(line) or _beside(line)


def reporters(line: str) -> list[str]:
    """The names that a line gives as reporters', in one of the ways of East Asia."""
    match = REPORTER.search(line)
    return [next(filter(None, match.groups()))] if match else []


def _labelled(lines: Sequence[str]) -> list[str]:
    """The lines, with those that are nothing but a label ("Author:", "By") before what they label."""
    joined: list[str] = []
    for line in lines:
        if joined and not BY.sub("", f"{joined[-1]} ").strip():
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _linked(tree: HtmlElement, data: Structured, near: Sequence[str]) -> list[str]:
    """What leads to an author's page: one that meta tags give as the author, or one told in a line around the headline."""
    addresses = {value.rstrip("/") for value in _tagged(data) if ADDRESS.match(value)}
    links = tree.xpath("//a[contains(@href, '/aut') or contains(@href, '/people/') or contains(@href, '/staff/')]")
    if addresses:
        links = [link for link in tree.iter("a") if (link.get("href") or "").rstrip("/") in addresses] + links
    for link in links:
        href = link.get("href").rstrip("/")
        if href in addresses:
            return [" ".join(link.text_content().split())]
        if AUTHORS_PAGE.search(href):
            # Beside the name may stand a picture with its credit.
            parts = (" ".join(part.split()) for part in (link.text_content(), *link.itertext()))
            if told := [part for part in parts if part and any(line.startswith(part) for line in near)]:
                return told
    return []


def _meta(data: Structured) -> list[str]:
    """Meta tags that name authors; the pairs of label and value that cards for social media have, where the label says so."""
    found = _tagged(data)
    for n in "12":
        if WRITTEN_BY.search(data.first(f"twitter:label{n}") or ""):
            found += data.meta.get(f"twitter:data{n}", ())
    return found


def _tagged(data: Structured) -> list[str]:
    return [value for name in META for value in data.meta.get(name, ())]


def _structured(data: Structured) -> list[str]:
    """What JSON-LD names as authors: persons, or what looks like one."""
    found: list[str] = []
    listed = [
        one for key in ("author", "creator") if (value := data.article.get(key)) for one in (value if isinstance(value, list) else [value])
    ]
    if not listed and len(people := [n for n in data.nodes if "Person" in types(n)]) == 1:
        listed = people
    for one in listed[:MOST_ELEMENTS]:
        if not isinstance(one, dict):
            found += texts(one)
            continue
        full = data.whole(one)
        names = texts(full.get("name"))
        if any("Organization" in t for t in types(full)):
            names = [name for name in names if LEAST <= len(name.split()) <= LEAST + 1 and not NO_PERSON.search(name)]
        found += names
    companies = _companies(data)
    return [name for name in found if name not in companies]


def _companies(data: Structured) -> set[str]:
    """The authors whom JSON-LD calls organisations and its headline names: a press release is about who wrote it."""
    author = data.whole(data.article.get("author"))
    told = " ".join(texts(data.article.get("headline")))
    organised = isinstance(author, dict) and any("Organization" in t for t in types(author))
    return {name for name in texts(author.get("name")) if name in told} if organised else set()


def _named_bylines(tree: HtmlElement) -> list[HtmlElement]:
    """The elements that are named a byline, in order, less those of what stands beside the story."""

    @cache  # what holds many bylines is asked once
    def is_beside(element: HtmlElement | None) -> bool:
        return element is not None and ((element.tag in BOXES and _is_elsewhere(element)) or is_beside(element.getparent()))

    classes = " or ".join(f"contains(@class, '{part}')" for part in ("uth", "utor", "yline", "riter", "eporter"))
    return [
        element
        for element in tree.xpath(f"//*[@rel='author' or @itemprop='author' or contains(@data-testid, 'yline') or {classes}]")
        if element.tag not in ("body", "html", "article", "main")
        and (
            "author" in (element.get("rel"), element.get("itemprop"))
            or BYLINE.search(CAMEL.sub("-", f"{element.get('class') or ''} {element.get('data-testid') or ''}"))
        )
        and not (_is_elsewhere(element, OTHERS) or is_beside(element.getparent()))
    ]


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('data-testid') or ''}"


def _in_elements(elements: Sequence[HtmlElement], paper: Paper, handles: bool = False) -> list[str]:
    """The persons whom the first of these elements names, and those beside it under the same name."""
    first: HtmlElement | None = None
    found: list[str] = []
    for element in elements[:MOST_ELEMENTS]:
        if first is not None and (element.get("class") != first.get("class") or element.getparent() is not first.getparent()):
            if first in element.iterancestors():
                continue
            break
        links = list(islice(element.iterdescendants("a"), MOST_PERSONS))
        links = [link for link in links if link.get("rel") == "author"] or links
        for names in (element.xpath(NAMES)[:MOST_PERSONS], links, [element]):
            text = [tidy(" ".join(" ".join(islice(name.itertext(), LONGEST_ELEMENT))[:LONGEST_ELEMENT].split())) for name in names]
            short = handles and (element.get("rel") == "author" or any(_is_named_so(name) for name in names))
            pieces = islice(filter(str.strip, element.itertext()), MOST_PERSONS) if element.get("data-testid") else ()
            if (
                people := persons(text, paper, short)
                or persons([said for line in text for said in _inside(line)], paper)
                or next((named for piece in pieces if (named := persons([piece], paper))), [])
            ):
                found += [name for name in people if name not in found]
                first = element
                break
    return found


def _is_elsewhere(element: HtmlElement, names: re.Pattern[str] = ELSEWHERE) -> bool:
    """Whether an element is named as what stands beside the story; one with the headline in it is the page ("right-sidebar")."""
    named = element.tag == "figure" or bool(names.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
    return named and element.find(".//h1") is None


def _is_named_so(element: HtmlElement) -> bool:
    """Whether an element is nothing but a name: microdata or a visiting card (hCard) say so, or it leads to an author's page."""
    return (
        element.get("itemprop") == "name"
        or element.get("rel") == "author"
        or any("fn" in (around.get("class") or "").split() for around in (element, *element.iterancestors("span"))[:2])
        or bool(element.tag == "a" and AUTHORS_PAGE.search((element.get("href") or "").rstrip("/")))
    )


def _inside(line: str) -> list[str]:
    """The names at the end of a line that says more than a byline: "An interview by Jane Doe", "Posted on 4 May 2025 by Jane Doe"."""
    if wrote := WROTE.search(line):
        return [wrote[1]]
    match = BY_INSIDE.search(line) if len(line) < LONGEST else None
    return [match[1]] if match and (match.start() <= LONGEST_LEAD or has_day(line)) else []


def _beside(line: str) -> list[str]:
    """The parts of a line that bars or dots set apart from a day or an agency: "Jane Doe | 4 May 2025", "Jane Doe · Reuters"."""
    parts = [part.strip() for part in BARS.split(line)]
    others = [part for part in parts if not has_day(part) and not is_agency(part)]
    return others if len(parts) > 1 and len(others) < len(parts) and len(line) < LONGEST else []


def _is_personal(data: Structured, paper: Paper) -> bool:
    """Whether the site is one person's own: its name says whose, or JSON-LD calls its publisher a person."""
    publisher = data.whole(data.article.get("publisher"))
    return bool(PERSONAL_SITE.search(paper.name or "")) or (isinstance(publisher, dict) and "Person" in types(publisher))
