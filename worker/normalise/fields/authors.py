"""Where a page says who wrote it: the likeliest place first."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from worker.model import Provenance
from worker.normalise.fields.byline_elements import AUTHORS_PAGE, MOST_ELEMENTS, in_elements, named_bylines
from worker.normalise.fields.structured import Structured, texts, types
from worker.normalise.lines.bylines import BY, LABELLED, NO_PERSON, PERSONAL_SITE, WRITTEN_BY
from worker.normalise.lines.persons import ADDRESS, BARS, LEAST, Paper, labelled, names_of, persons, reporters, signed, without_picturers
from worker.normalise.lines.strings import together
from worker.normalise.markup.surroundings import Surroundings

META = (
    "author", "article:author", "og:author", "dc.creator", "dc:creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author",
    "article.author", "cxenseparse:author", "citation_author",
)  # fmt: skip
FIRST_LINES, LAST_LINES = 2, 3
"""Paragraphs at a story's beginning and end that may name who wrote it."""


def authors(
    tree: HtmlElement,
    data: Structured,
    paper: Paper,
    near: Sequence[str],
    story: Sequence[str],
    around: Surroundings,
) -> tuple[list[str], Provenance] | None:
    """Names of persons, and where they were found: JSON-LD, meta tags, an element that is named a byline, or a byline's words.

    `near`: the lines around the headline; `story`: the story's paragraphs; `around`: what stands around it.
    """
    if _is_personal(data, paper):
        paper = paper._replace(name=None)  # its name may well be the author's
    if found := persons(_structured(data), paper):
        if set(found) <= set(persons(texts(data.article.get("editor")), paper)) and (writers := _writers(near, paper)):
            return writers, "text"
        carded = persons(_carded(data), paper)
        return _with_others(carded if set(found) < set(carded) else found, near, paper), "json-ld"
    companies = _companies(data)
    if found := persons((name for name in _meta(data) if name not in companies), paper):
        return _with_others(found, near, paper), "meta"
    elements = named_bylines(tree)
    if found := in_elements(elements, paper):
        return found, "markup"
    for line in labelled(near):
        if found := persons(names_of(line), paper):
            return found, "text"
    # A name is rather believed than a handle, wherever it stands.
    if found := persons(_structured(data), paper, handles=True):
        return found, "json-ld"
    if found := in_elements(elements, paper, handles=True):
        return found, "markup"
    if found := persons(_linked(tree, data, near) or _only(tree), paper):
        return found, "markup"
    for line in story[-LAST_LINES:]:
        names = [line] if len(line) < 60 and (BY.match(line) or _is_of_paper(line, paper)) else signed(line)
        if found := persons(names, paper):
            return found, "text"
    if around.signature and (found := persons([BARS.sub(", ", around.signature)], paper)):
        return found, "text"
    for line in story[:FIRST_LINES]:
        if found := persons(reporters(line), paper):
            return found, "text"
    for line in labelled(around.lines):
        if (label := LABELLED.search(line)) and (found := persons([label["names"]], paper)):
            return found, "text"
    return None


def _writers(near: Sequence[str], paper: Paper) -> list[str]:
    """The persons whom a byline names."""
    return next((found for line in labelled(near) if BY.match(line) and (found := persons([line], paper))), [])


def _with_others(found: list[str], near: Sequence[str], paper: Paper) -> list[str]:
    """The authors that structured data names, less photographers, or the byline's where that names them and others too."""
    for line in near:
        if BY.match(line) and set(found) < set(people := persons([line], paper)):
            return people
    return without_picturers(found, near)


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


def _is_of_paper(line: str, paper: Paper) -> bool:
    """Whether a line is a name and the paper's behind a comma: "Ann Lee, Coast Ledger"."""
    return bool(paper.name) and together(line.rpartition(",")[2]) == together(paper.name or "")


def _only(tree: HtmlElement) -> list[str]:
    """The one author to whom any link on the page leads as such, wherever it stands."""
    found = {name for link in tree.xpath("//a[@rel='author']") if (name := " ".join(link.text_content().split()))}
    return list(found) if len(found) == 1 else []


def _meta(data: Structured) -> list[str]:
    """Meta tags that name authors."""
    return [*_tagged(data), *_carded(data)]


def _carded(data: Structured) -> list[str]:
    """What stands behind the label that says who wrote it, of the pairs of label and value that cards for social media have."""
    labels = [n for n in "12" if WRITTEN_BY.search(data.first(f"twitter:label{n}") or "")]
    return [value for n in labels for value in data.meta.get(f"twitter:data{n}", ())]


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


def _is_personal(data: Structured, paper: Paper) -> bool:
    """Whether the site is one person's own: its name says whose, or JSON-LD calls its publisher a person."""
    publisher = data.whole(data.article.get("publisher"))
    return bool(PERSONAL_SITE.search(paper.name or "")) or (isinstance(publisher, dict) and "Person" in types(publisher))
