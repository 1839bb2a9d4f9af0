"""When a page was published: what it says to machines, what it shows near its headline, its address, or a guess by its markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from htmldate import find_date
from lxml.html import HtmlElement

from worker.model import Instant, Provenance, RawPage
from worker.normalise.fields.byline_elements import is_beside
from worker.normalise.fields.structured import Structured, texts
from worker.normalise.lines import datelines, times
from worker.normalise.lines.clean import is_date
from worker.normalise.markup.blocks import is_huge

PUBLISHED = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "published_time", "datepublished",
    "rnews:datepublished", "pubdate", "publish-date", "publish_date", "publishdate", "publication_date", "publication-date",
    "originalpublicationdate", "article_date_original", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:pubdate",
)  # fmt: skip
"""Names of meta tags that say when a page was published, the commonest first."""
ELEMENTS = (
    "//*[@itemprop='datePublished'] | //time[@datetime] | //abbr[@title][contains(@class, 'published')]"
    " | //*[@content][contains(@property, 'dc:date') or contains(@property, 'dc:created')]"
)
MOST_ELEMENTS = 3
DATED = ("date", "dc.date", "dc:date", "dcterms.created", "dcterms.date", "dcterms.issued", "dc.date.issued", "displaydate")
"""Those that may as well say when the page was changed, or its template made."""
MODIFIED = (
    "article:modified_time", "article:modified", "og:updated_time", "og:modified_time", "datemodified", "rnews:datemodified",
    "dcterms.modified", "dc.date.modified", "article_date_updated",
)  # fmt: skip
NEXT_DAY = timedelta(days=1)
"""How far the day that a page shows may be from that of the same instant elsewhere."""
OPENING = 2
"""Paragraphs that a story may open with and a day in them."""


def published(
    tree: HtmlElement,
    data: Structured,
    page: RawPage,
    near: Sequence[str],
    opening: Sequence[str],
    language: str,
) -> tuple[Instant, Provenance] | None:
    """When the page was published: what it says to machines for certain, what it shows near its headline, or a tag named "date"."""
    told = times.in_lines(near, language, page.fetched_at)
    said = times.first(_said(tree, data), language, page.fetched_at)
    if said and isinstance(said[0], datetime):
        # Midnight where the page is from is no time of day.
        return (told, "text") if told and times.is_midnight_of(told, said[0]) else said
    known = said[0] if said else told
    dated = times.first(_dated(data), language, page.fetched_at)
    if dated and (not known or (isinstance(dated[0], datetime) and abs(times.day(known) - dated[0].date()) <= NEXT_DAY)):
        return dated
    return said or _day(tree, page, told, opening, language)


def _day(
    tree: HtmlElement, page: RawPage, told: Instant | None, opening: Sequence[str], language: str
) -> tuple[Instant, Provenance] | None:
    """The day of a page whose structured data does not say it.

    In its URL, near its headline, where its story opens, or as htmldate finds it.
    """
    of_url = times.in_url(page.url, page.fetched_at)
    if of_url and not (isinstance(told, datetime) and told.date() == of_url):
        return of_url, "url"
    if told:
        return told, "text"
    if day := in_opening(opening, page, language):
        return day, "text"
    if not is_huge(tree):
        found = find_date(tree, original_date=True, extensive_search=False, max_date=page.fetched_at.date().isoformat())
        if found:
            return date.fromisoformat(found), "markup"
    day = times.in_lines([tree.findtext(".//title") or ""], language, page.fetched_at)
    return (day, "markup") if day else None


def around(near: Sequence[str], lines: Sequence[str], page: RawPage, language: str) -> tuple[date, Provenance] | None:
    """The day that a line around the story says and nothing else, or that one of its first lines opens with."""
    day = times.in_lines(list(filter(is_date, near)), language, page.fetched_at) or in_opening(lines, page, language)
    return (day, "text") if day else None


def in_opening(lines: Sequence[str], page: RawPage, language: str) -> date | None:
    """The day that one of the first paragraphs opens with, or that its dateline says."""
    for line in lines[:OPENING]:
        if day := times.opening(line, language, page.fetched_at):
            return day
        if (dateline := datelines.read(line)) and (day := times.in_lines([dateline.text], language, page.fetched_at)):
            return day
    return None


def modified(data: Structured) -> list[tuple[str, Provenance]]:
    found: list[tuple[str, Provenance]] = [(t, "json-ld") for t in texts(data.article.get("dateModified"))]
    return found + [(value, "meta") for name in MODIFIED for value in data.meta.get(name, ())]


def _said(tree: HtmlElement, data: Structured) -> Iterator[tuple[str, Provenance]]:
    """What may say when the page was published, and where from; the dearest to look for last."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield from ((text, "json-ld") for text in texts(data.article.get(key)))
    for name in PUBLISHED:
        yield from ((value, "meta") for value in data.meta.get(name, ()))
    elements = (element for element in tree.xpath(ELEMENTS) if not is_beside(element))
    for element in sorted(islice(elements, MOST_ELEMENTS), key=_is_update):
        yield element.get("datetime") or element.get("content") or element.get("title") or "", "markup"


def _is_update(element: HtmlElement) -> bool:
    """Whether an element says when the page was changed: many themes write it before the day of publication."""
    names = (element.get("class") or "").split()
    return element.get("itemprop") == "dateModified" or ("updated" in names and "published" not in names)


def _dated(data: Structured) -> Iterator[tuple[str, Provenance]]:
    """What may say when the page was published, where nothing else does."""
    return ((value, "meta") for name in DATED for value in data.meta.get(name, ()))
