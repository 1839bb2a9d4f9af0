"""Authors as persons: not the paper, not the agency, without "By" or titles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from worker.normalise.agencies import is_agency
from worker.normalise.structured import Structured, texts, types

BY = re.compile(
    r"^\W*(?:(?:written|reported|published|posted|story|words|text|analysis|opinion)\s+by|by|von|vom|text(?:e|o)?\s*:|par|por|di|da|door|av|af|od|przez|"
    r"napsal|autor(?:in|a|es|e)?|author|redaktion|kirjoittaja|írta|yazan|автор|авторка|текст|από|de|del|oleh|tác giả|ผู้เขียน|記者|文|著者|作者|기자)\s*[:：]?\s+",
    re.IGNORECASE,
)  # fmt: skip
SPLIT = re.compile(
    r"\s*(?:,|;|/|\||•|·|\n|&|\band\b|\bund\b|\bet\b|\by\b|\bwith\b|\bmit\b|\boch\b|\bog\b|\ben\b|\bi\b|、)\s*", re.IGNORECASE
)
NOT_A_PERSON = re.compile(
    r"@|https?:|www\.|\d{2}|redaktion|redacción|redazione|rédaction|redactie|editor|staff|team|desk|news|newsroom|bureau|agency|agentur|agencia|correspondent"
    r"|reporter|press|zeitung|online|\btv\b|magazine|media|journal|times|post\b|service|admin|guest|contributor|writer|presse|studio|\.com|\.de\b|редакц",
    re.IGNORECASE,
)
TITLE = re.compile(r"^(?:dr|prof|professor|mr|mrs|ms|sir|ing|dipl)\.?\s+(?=\w)", re.IGNORECASE)


def authors(tree: HtmlElement, data: Structured, site: str | None) -> tuple[list[str], str] | None:
    """Names of persons, and where they were found: JSON-LD, meta tags, or an element that says it holds a byline."""
    named = [n for n in data.nodes if "Person" in types(n)]
    by_id = {n.get("@id"): n for n in named if n.get("@id")}
    people: list[str] = []
    listed = data.article.get("author") or data.article.get("creator") or []
    for one in listed if isinstance(listed, list) else [listed]:
        if isinstance(one, dict):
            full = {**by_id.get(one.get("@id"), {}), **one}
            if any(t in ("Organization", "NewsMediaOrganization") for t in types(full)) and not _looks_personal(texts(full.get("name"))):
                continue
            people += texts(full.get("name"))
        else:
            people += texts(one)
    for found, source in (
        (people, "json-ld"),
        (
            [
                v
                for name in ("author", "article:author", "dc.creator", "parsely-author", "byl", "sailthru.author")
                for v in data.meta.get(name, ())
            ],
            "meta",
        ),
        (_markup(tree), "markup"),
    ):
        if names := persons(found, site):
            return names, source
    return None


def _looks_personal(names: Iterable[str]) -> bool:
    return any(2 <= len(n.split()) <= 3 and not NOT_A_PERSON.search(n) for n in names)


def _markup(tree: HtmlElement) -> list[str]:
    query = (
        "//*[@rel='author'] | //*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'][not(.//*[@itemprop='name'])]"
        " | //*[contains(concat(' ', @class, ' '), ' byline ')] | //*[contains(concat(' ', @class, ' '), ' author ')]"
        " | //*[contains(@class, 'author-name')] | //*[contains(@class, 'author__name')] | //*[contains(@class, 'byline__name')]"
    )
    return [" ".join(e.text_content().split()) for e in tree.xpath(query)[:6]]


def persons(texts_: Iterable[str], site: str | None) -> list[str]:
    """The names of persons in bylines, in order, each once."""
    found: list[str] = []
    for text in texts_:
        if len(text) > 200 or text.startswith("http"):
            continue
        for part in SPLIT.split(BY.sub("", text.strip())):
            name = TITLE.sub("", BY.sub("", part.strip(" .,-–—|()[]")))
            if _is_person(name, site) and name.casefold() not in (n.casefold() for n in found):
                found.append(name)
    return found[:12]


def _is_person(name: str, site: str | None) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 5 or len(name) < 3 or len(name) > 60 or NOT_A_PERSON.search(name) or is_agency(name):
        return False
    if site and name.casefold().replace(" ", "") in site.casefold().replace(" ", ""):
        return False
    return words[0][0].isupper() or not words[0][0].isascii() or (len(words) > 1 and words[-1][0].isupper())
