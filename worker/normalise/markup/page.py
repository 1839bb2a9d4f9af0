"""A page of HTML: its fields, each asked of the likeliest place first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from worker.model import Dead, Provenance, Publisher, RawPage, Reason, Stage
from worker.normalise import kind, language, site
from worker.normalise.fields import authors, headline, images, metadata, published, publisher, structured
from worker.normalise.lines import agencies, clean, datelines, persons, strings, times
from worker.normalise.markup import blocks, story, streamed, surroundings, teasers
from worker.normalise.steps import Steps

FOOT = 15
"""Runs of text at a page's end that may be of rights."""
HEADINGS = 3
"""Headings that are asked whether a page is a wall."""
BESIDE_TEASERS = 40
"""Words beside a listing's teasers from which on it may be a story all the same."""
MUCH_MORE = 2
"""How many times the words of the markup JSON-LD's text must have to be taken."""

LONGEST_NAMES = 1000
"""Characters of an element's class or id; a megabyte of them would be looked through again for all that stands in the element."""
LONG_NAMES = f"//@class[string-length() > {LONGEST_NAMES}] | //@id[string-length() > {LONGEST_NAMES}]"
_CONTROL = bytes((*range(9), 11, 12, *range(14, 32)))
NO_CONTROL = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))
NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
"""What libxml2 reads and lxml refuses to write, as it must where an element is taken out and what stands behind it moves up."""
ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
"""lxml.html looks up a class by tag in Python for each element that is touched; nothing here needs another than this one."""


def fields(page: RawPage, text: str, steps: Steps) -> dict[str, Any] | Dead:
    """What the page says, by the names of `PageFields`, and `source_url`, the original that it names."""
    with steps.step("parse"):
        tree = _parsed(text)
    if isinstance(tree, Dead):
        return tree
    with steps.step("read"):
        found = blocks.read(tree)
    with steps.step("fields"):
        data = structured.read(tree)
        title = " ".join((tree.findtext(".//title") or "").split())
        own_domain = site.domain(page.url)
        name = publisher.site_name(data, own_domain, title) or publisher.of_home(tree, page.url, title)
        head = headline.headline(tree, data, name or own_domain)
        heading = head[0] if head else ""
        near = surroundings.near_headline(found, heading) if head else []
        declared = str(tree.xpath("string((//link[@rel='canonical']/@href)[1])")) or data.first("og:url")
        url, was_declared = site.canonical(page.url, declared)
        domain = site.domain(url)
        source_url = site.original(page.url, [*metadata.originals(data), declared])
        declared_language = tree.get("lang") or data.first("og:locale") or ""
        opening = [block.text for block in found if block.good and not block.junk]
        when = published.published(tree, data, page, near, opening, declared_language)
        modified = times.first(published.modified(data), declared_language, page.fetched_at)
        pictures = images.images(tree, data, page.url)
        keywords = metadata.keywords(tree, data)
        said_itself = kind.told_by(tree, data, page.url)
    with steps.step("body"):
        # Last, as trafilatura changes the tree it is given.
        lines = story.lines(tree, found, page.url, heading, data.first("og:description", "description") or "")
    with steps.step("clean"):
        around = surroundings.around_story(found, heading, lines[-1] if lines else None)
        if not when:
            when = published.around(around.lines, lines, page, declared_language)
        people = authors.authors(tree, data, persons.Paper(name, domain), near, lines, around)
        paragraphs = clean.without_authors(_paragraphs(lines, heading, data), people[0] if people else ())
        if dead := _not_article(
            paragraphs, lines, found, tree, f"{title}\n{heading}", replace(said_itself, signed=bool(people or (when and when[1] != "url")))
        ):
            return dead
        body = "\n\n".join(paragraphs)
        credited = tuple(agencies.agencies(lines, around.bylines, metadata.bylines(data), around.credits, domain, source_url))
        head = head or (headline.of_text(paragraphs[0]), "text")
    name = name or next(iter(publisher.of_rights([block.text for block in found[-FOOT:]], domain)), None)
    provenance: dict[str, Provenance] = {"headline": head[1], "body": "markup", "canonical_url": "markup" if was_declared else "url"}
    provenance |= {
        field_name: value[1] for field_name, value in (("authors", people), ("published_at", when), ("modified_at", modified)) if value
    }
    return {
        "url": page.url,
        "canonical_url": url,
        "publisher": Publisher(name=name, domain=domain),
        "headline": headline.cut(head[0], headline.MOST),
        "description": data.first("og:description", "description"),
        "body": body,
        "authors": tuple(people[0]) if people else (),
        "published_at": when[0] if when else None,
        "modified_at": modified[0] if modified else None,
        "language": language.language(declared_language, body, domain),
        "dateline": datelines.place(paragraphs, f"{heading} {url}"),
        "agencies": credited,
        "source_url": source_url,
        "images": pictures,
        "section": metadata.section(data, head[0]),
        "keywords": keywords,
        "accessible_for_free": metadata.free(data.article.get("isAccessibleForFree")),
        "provenance": provenance,
    }


def _parsed(text: str) -> HtmlElement | Dead:
    try:
        tree = _tree(text)
        if not streamed.put_in_place(tree, text):
            tree = _tree(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        return Dead(Reason.NO_TEXT, Stage.NORMALISE, f"the page can't be parsed: {error}")
    for names in tree.xpath(LONG_NAMES):
        names.getparent().set(names.attrname, names[:LONGEST_NAMES])
    return tree


def _tree(text: str) -> HtmlElement:
    # libxml2 refuses documents nested deeper than 256 unless told otherwise; without it what is deeper is dropped.
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    parser.set_element_class_lookup(ONE_CLASS)
    written = text.encode("utf-8", "replace").translate(NO_CONTROL)
    for sign in NO_CHARACTERS:
        written = written.replace(sign, b" ")
    tree: HtmlElement = lxml.html.document_fromstring(written, parser=parser)
    return tree


def _paragraphs(lines: list[str], heading: str, data: structured.Structured) -> list[str]:
    """The story's paragraphs: of the page's lines, or of JSON-LD's text where that says far more."""
    shown = clean.trim([p for p in clean.paragraphs(lines, heading or None) if not agencies.is_source_line(p)])
    said = strings.tidy(next(iter(structured.texts(data.article.get("articleBody"))), ""))
    if strings.words(said) > max(kind.LEAST_WORDS, MUCH_MORE * sum(map(strings.words, shown))):
        return [p for p in said.split("\n") if p]
    return shown


def _not_article(
    paragraphs: list[str], lines: list[str], found: list[blocks.Block], tree: HtmlElement, title: str, said_itself: kind.Told
) -> Dead | None:
    """A death where the page tells no story. `title`: its title and headline."""
    told = teasers.told_words(found, lines)
    if teasers.is_listing(found) and told < BESIDE_TEASERS and not said_itself.article:
        return Dead(Reason.NOT_ARTICLE, Stage.NORMALISE, "a listing: nothing but headings that are links, each with a paragraph below")
    # Walls are told by the words that cleaning takes out.
    headings = [block.text for block in found if block.is_heading and not block.linked][:HEADINGS]
    if dead := kind.not_article(paragraphs, told, title, "\n\n".join((*headings, *lines)), tree, said_itself):
        return dead
    words = sum(map(strings.words, paragraphs))
    return Dead(Reason.NO_TEXT, Stage.NORMALISE, f"{words} words of text") if words < kind.LEAST_WORDS else None
