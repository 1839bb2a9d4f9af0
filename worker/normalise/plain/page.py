"""A page of plain text: its fields, of what `plaintext` parts it into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from worker.model import Dead, Image, Instant, Provenance, Publisher, RawPage, Reason, Stage
from worker.normalise import kind, language, site
from worker.normalise.fields import headline, publisher
from worker.normalise.fields.published import in_opening
from worker.normalise.lines import agencies, bylines, clean, datelines, persons, strings, times
from worker.normalise.plain import edge, plaintext, record

TOP = 6
"""Lines at a page's beginning that may name the paper."""
TITLED = 80
"""Lines there that may hold it."""
AT = re.compile(r"^\W*[^\s:：]{2,7}[：:]\s*")
"""The label of where a page stands on its site: "您当前的位置："."""
FROM = re.compile(r"[(（\[](?:theo|via|nach|selon|según)\s", re.IGNORECASE)
"""A name before an agency in brackets signs a story where it says from whom that is; else it may be a caption's."""
LEAST_NAME = 4
"""Characters of a line there that its line of rights may hold: less is a word of it."""


def fields(page: RawPage, page_text: str) -> dict[str, Any] | Dead:
    """What the page says, by the names of `PageFields`."""
    told = record.read(page_text)
    found = plaintext.read(told.text, site.slug(page.url))
    text = "\n\n".join(found.paragraphs)
    words = strings.words(text)
    title = told.first("headline") or told.first("subject") or found.headline or ""
    said = kind.Told(login=any(map(plaintext.PASSWORD.match, page_text.splitlines())))
    # The banner above a story speaks of consent as well.
    shown = "\n".join((title, *(line for line in found.head if not kind.WALL.search(line))))
    if dead := kind.not_article(found.paragraphs, words, shown, text or page_text[:2000], None, said):
        return dead
    if plaintext.is_listing(found.paragraphs, found.signed, found.edge):
        return Dead(Reason.NOT_ARTICLE, Stage.NORMALISE, "a listing: most of its paragraphs are cut off, or signed and short")
    if words < kind.LEAST_WORDS:
        return Dead(Reason.NO_TEXT, Stage.NORMALISE, f"{words} words of text")
    url, _ = site.canonical(page.url, None)
    domain = site.domain(url)
    tag = language.language("", text, domain)
    sources = told.said.get("publisher", [])
    name = next((source for source in sources if not agencies.is_agency(source)), None) or _publisher(found, domain, page_text)
    title = headline.without_site(title, name)
    published, modified = (_when(lines, tag, page.fetched_at) for lines in edge.parted_by_update(found.edge))
    recorded = _when(told.said.get("date", ()), tag, page.fetched_at)
    # A letter's day is the day on which it was sent.
    published = (published or recorded) if "subject" in told.said else (recorded or published)
    published = published or in_opening(found.paragraphs, page, tag)
    day = None if published else times.in_url(page.url, page.fetched_at)
    paper = persons.Paper(name, domain)
    by = [line for line in found.edge if bylines.BY.match(line)]
    people = persons.persons(told.said.get("author", ()), paper) or persons.persons(by, paper)
    people = people or persons.persons(edge.named_alone(found.edge), paper)
    people = people or persons.persons([name for line in found.paragraphs[:1] for name in persons.reporters(line)], paper)
    people = people or persons.persons(filter(FROM.search, found.sources), paper)
    people = people or persons.persons([label["names"] for line in found.edge if (label := bylines.LABELLED.search(line))], paper)
    provenance: dict[str, Provenance] = {"headline": "text", "body": "text", "canonical_url": "url"}
    provenance |= {name: "text" for name, value in (("authors", people), ("published_at", published), ("modified_at", modified)) if value}
    provenance |= {"published_at": "url"} if day else {}
    return {
        "url": page.url,
        "canonical_url": url,
        "publisher": Publisher(name=name, domain=domain),
        "headline": headline.cut(title, headline.MOST) or headline.of_text(found.paragraphs[0]),
        "body": "\n\n".join(clean.without_authors(list(found.paragraphs), people)),
        "authors": tuple(people),
        "published_at": published or day,
        "modified_at": modified,
        "language": tag,
        "dateline": datelines.place(found.paragraphs, f"{title} {url}") or told.first("dateline"),
        "agencies": tuple(agencies.agencies(found.paragraphs, by, (), (*found.edge, *found.sources, *sources), domain)),
        "images": tuple(Image(url=None, caption=caption or None, credit=credit) for caption, credit in found.captions),
        "provenance": provenance,
    }


def _publisher(found: plaintext.PlainPage, domain: str | None, page_text: str) -> str | None:
    """The paper's name: what the domain spells, what the page begins with and its line of rights names, or what a paper is called."""
    top = [line for line in found.head if len(line) < edge.EDGE and line != found.headline][:TOP]
    named = publisher.of_rights(found.rights, domain)
    shown = [line for line in (*top, *found.edge) if not bylines.BY.match(line)]
    parts = [AT.sub("", part) for line in shown for part in headline.PARTS.split(line)]
    if name := publisher.best_spelt(domain, [*parts, *named]) or publisher.spelt_in(
        domain, (*page_text.splitlines()[:TITLED], *found.rights)
    ):
        return name
    named_twice = (line for line in top if len(line) >= LEAST_NAME and any(line in rights and line != rights for rights in found.rights))
    likely = (
        line
        for line in (*found.edge, *top, *(part for part in parts if strings.wide(part) >= LEAST_NAME))
        if edge.is_publisher(line, alone=domain is None)
    )
    return next(named_twice, None) or next(likely, None) or next(iter(named), None)


def _when(lines: Sequence[str], language: str, fetched_at: datetime) -> Instant | None:
    found = times.first([(line, "text") for line in lines], language, fetched_at)
    named = [when for line in lines if (when := times.in_lines([line], language, fetched_at))]
    first = found[0] if found else next(iter(named), None)
    # The time of that day may stand in another line, and in a zone that only lines of text name: "9:48 AM EST".
    return next((when for when in named if isinstance(when, datetime) and when.date() == first), first)
