"""A page of plain text: its fields, of what `plaintext` parts it into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from worker.model import Dead, Image, Instant, Provenance, Publisher, RawPage, Reason, Stage
from worker.normalise import kind, language, site
from worker.normalise.fields import headline, publisher
from worker.normalise.lines import agencies, bylines, clean, datelines, persons, strings, times
from worker.normalise.plain import plaintext


def fields(page: RawPage, page_text: str) -> dict[str, Any] | Dead:
    """What the page says, by the names of `PageFields`."""
    found = plaintext.read(page_text)
    text = "\n\n".join(found.paragraphs)
    words = strings.words(text)
    title = found.headline or ""
    if dead := kind.not_article(found.paragraphs, words, title, text or page_text[:2000], None, kind.Told()):
        return dead
    if plaintext.is_listing(found.paragraphs):
        return Dead(Reason.NOT_ARTICLE, Stage.NORMALISE, "a listing: most of its paragraphs are cut off")
    if words < kind.LEAST_WORDS:
        return Dead(Reason.NO_TEXT, Stage.NORMALISE, f"{words} words of text")
    url, _ = site.canonical(page.url, None)
    domain = site.domain(url)
    tag = language.language("", text, domain)
    named = publisher.of_rights(found.rights, domain)
    shown = [line for line in (*found.top, *found.edge) if not bylines.BY.match(line)]
    parts = [part for line in shown for part in headline.PARTS.split(line)]
    name = publisher.best_spelt(domain, [*parts, *named])
    likely = (line for line in found.edge if plaintext.is_publisher(line, alone=domain is None))
    name = name or next(likely, None) or next(iter(named), None)
    published, modified = (_when(lines, tag, page.fetched_at) for lines in plaintext.parted_by_update(found.edge))
    day = None if published else times.in_url(page.url, page.fetched_at)
    paper = persons.Paper(name, domain)
    by = [line for line in found.edge if bylines.BY.match(line)]
    people = persons.persons(by, paper)
    people = people or persons.persons(plaintext.named_alone(found.edge), paper)
    people = people or persons.persons([name for line in found.paragraphs[:1] for name in persons.reporters(line)], paper)
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
        "dateline": datelines.place(found.paragraphs, f"{title} {url}"),
        "agencies": tuple(agencies.agencies(found.paragraphs, by, (), (*found.edge, *found.sources), domain)),
        "images": tuple(Image(url=None, caption=caption or None, credit=credit) for caption, credit in found.captions),
        "provenance": provenance,
    }


def _when(lines: Sequence[str], language: str, fetched_at: datetime) -> Instant | None:
    found = times.first([(line, "text") for line in lines], language, fetched_at)
    return found[0] if found else times.in_lines(lines, language, fetched_at)
