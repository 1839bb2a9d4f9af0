"""Authors as persons: not the paper, not the agency, not the desk, without "By" or titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from worker.normalise.agencies import is_agency
from worker.normalise.boilerplate import CAMEL
from worker.normalise.bylines import AND, BEFORE_DATE, BY, BY_INSIDE, DEGREE, LABELLED, NO_PERSON, ROLE, SINCE, TITLE, WRITTEN_BY
from worker.normalise.clean import plain, tidy, together
from worker.normalise.structured import Structured, texts, types
from worker.normalise.times import DATE, YEAR

BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?\s*$")
META = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author", "article.author")
BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?(?:-?names?)?|autor(?:en|es|in)?|writer|reporter|contributor|verfasser|auteur|firma|redakteur)(?:$|[\s_-])",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"comment|related|teaser|recommend|sidebar|card|promo|footer|newsletter|most|popular|follow", re.IGNORECASE)
AUTHORS_PAGE = re.compile(r"/(?:authors?|autor(?:e[sn]?|in)?|auteurs?|autores|people|staff)/[^/]+$", re.IGNORECASE)
ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)
LONGEST = 120
"""Characters of a byline."""
LEAST, MOST = 2, 5
"""Words of a name. One word alone is a name where structured data calls it a person's."""
LONGEST_WIDE = 8
"""Characters of a name in scripts that say a word in a character."""
PARTICLES = frozenset(
    {
        "von",
        "van",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "zu",
        "al",
        "el",
        "bin",
        "ibn",
        "ter",
        "ten",
        "af",
    }
)
LAST_LINES = 3


class Paper(NamedTuple):
    """Who publishes: its name and its registered domain, where known."""

    name: str | None
    domain: str | None


def authors(
    tree: HtmlElement, data: Structured, paper: Paper, near: Sequence[str], ending: Sequence[str], around: Sequence[str]
) -> tuple[list[str], str] | None:
    """Names of persons, and where they were found: JSON-LD, meta tags, an element that is named a byline, or a byline's words.

    `near`: the lines around the headline; `ending`: the story's paragraphs; `around`: the short lines
    from the headline to a little below the story.
    """
    found = persons(_structured(data), paper, single=True)
    if found:
        return found, "json-ld"
    if found := persons(_meta(data), paper):
        return found, "meta"
    if found := _markup(tree, paper):
        return found, "markup"
    for line in near:
        said = [line] if BY.match(line) else BY_INSIDE.findall(line) if len(line) < LONGEST else []
        if found := persons(said or (_beside_date(line) if DATE.search(line) else []), paper):
            return found, "text"
    if found := persons(_linked(tree, data, near), paper):
        return found, "markup"
    for line in ending[-LAST_LINES:]:
        if len(line) < 60 and BY.match(line) and (found := persons([line], paper)):
            return found, "text"
    for line in around:
        if (label := LABELLED.search(line)) and (found := persons([label["names"]], paper)):
            return found, "text"
    return None


def _linked(tree: HtmlElement, data: Structured, near: Sequence[str]) -> list[str]:
    """What leads to an author's page: one that meta tags give as the author, or one told in a line around the headline."""
    addresses = {value.rstrip("/") for value in _tagged(data) if ADDRESS.match(value)}
    links = tree.xpath("//a[contains(@href, '/aut') or contains(@href, '/people/') or contains(@href, '/staff/')]")
    if addresses:
        links = [link for link in tree.iter("a") if (link.get("href") or "").rstrip("/") in addresses] + links
    for link in links:
        text = " ".join(link.text_content().split())
        href = link.get("href").rstrip("/")
        if text and (href in addresses or (AUTHORS_PAGE.search(href) and any(line.startswith(text) for line in near))):
            return [text]
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
    by_id = {str(n["@id"]): n for n in data.nodes if n.get("@id") and "Person" in types(n)}
    found: list[str] = []
    listed = [
        one for key in ("author", "creator") if (value := data.article.get(key)) for one in (value if isinstance(value, list) else [value])
    ]
    if not listed and len(people := [n for n in data.nodes if "Person" in types(n)]) == 1:
        listed = people
    for one in listed:
        if not isinstance(one, dict):
            found += texts(one)
            continue
        full = {**by_id.get(str(one.get("@id")), {}), **one}
        names = texts(full.get("name"))
        if any("Organization" in t for t in types(full)):
            names = [name for name in names if LEAST <= len(name.split()) <= LEAST + 1 and not NO_PERSON.search(name)]
        found += names
    return found


def _markup(tree: HtmlElement, paper: Paper) -> list[str]:
    """The first byline of the page, and what stands beside it under the same name."""
    first: HtmlElement | None = None
    found: list[str] = []
    query = "//*[@rel='author' or @itemprop='author' or contains(@class, 'uth') or contains(@class, 'yline') or contains(@class, 'utor')"
    for element in tree.xpath(f"{query} or contains(@class, 'riter') or contains(@class, 'eporter')]"):
        named = (
            element.get("rel") == "author"
            or element.get("itemprop") == "author"
            or BYLINE.search(CAMEL.sub("-", element.get("class") or ""))
        )
        if not named or element.tag in ("body", "html", "article", "main"):
            continue
        if first is not None and (element.get("class") != first.get("class") or element.getparent() is not first.getparent()):
            if first in element.iterancestors():
                continue
            break
        if any(
            ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}")
            for above in (element, *element.iterancestors("div", "section", "aside", "li", "ul"))
        ):
            continue
        names = element.xpath(".//*[@itemprop='name']") or element.xpath(".//a") or [element]
        text = [tidy(" ".join(name.text_content().split())) for name in names]
        if people := persons(text, paper):
            found += [name for name in people if name not in found]
            first = element
    return found


def _beside_date(line: str) -> list[str]:
    """The parts of a line with a date that bars or dots set apart: "Jane Doe | 4 May 2025"."""
    parts = [part.strip() for part in re.split(r"[|•·]|\s[–—-]\s", line)]
    return [part for part in parts if not DATE.search(part)] if len(parts) > 1 else []


def persons(bylines: Iterable[str], paper: Paper, single: bool = False) -> list[str]:
    """The names of persons in bylines, in order, each once. `single`: one word may be a name."""
    found: list[str] = []
    for text in bylines:
        if len(text) > LONGEST or ADDRESS.search(text):
            continue
        parts = AND.split(_undated(BY.sub("", tidy(text).strip())))
        for part in parts:
            if found and ROLE.search(part) and " " in part:
                break  # after what a person is comes where the person works
            name = TITLE.sub("", BY.sub("", BRACKETED.sub("", part).strip(" .,-–—|()[]\"'")))
            name = DEGREE.sub("", name).strip()
            name = _without_paper(name, paper, after_others=bool(found))
            if name.isupper() and len(name) > MOST:
                name = name.title()
            if _is_person(name, paper, single and len(parts) == 1) and plain(name) not in map(plain, found):
                found.append(name)
    return found[:12]


def _undated(text: str) -> str:
    """A byline without the date and all that follows it."""
    date = DATE.search(text) if YEAR.search(text) else None
    return SINCE.sub("", BEFORE_DATE.sub("", text[: date.start()]) if date and date.start() else text)


def _without_paper(name: str, paper: Paper, after_others: bool) -> str:
    """A name without the paper's behind it ("Jane Doe Daily Example"); none where it is the paper's, told by its domain after other names.

    A name alone that the domain spells is a person with a site of her own.
    """
    words = name.split()
    for n in range(0 if after_others else LEAST, len(words) - 1):
        if any(together(" ".join(words[n:])) == together(known) for known in (paper.name or "", (paper.domain or "").partition(".")[0])):
            return " ".join(words[:n])
    return name


def _is_person(name: str, paper: Paper, single: bool) -> bool:
    words = name.split()
    wide = bool(name) and ord(name[0]) > 0x2E80
    if not (1 if single or wide else LEAST) <= len(words) <= MOST or not 2 <= len(name) <= 60 or is_agency(name):
        return False
    if NO_PERSON.search(name) or ROLE.search(name):
        return False
    if paper.name and together(name) in together(paper.name):
        return False
    if wide:
        return len(name) <= LONGEST_WIDE
    return all(not word[0].isascii() or word[0].isupper() or word.lower() in PARTICLES for word in words)
