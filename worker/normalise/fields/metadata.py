"""What structured data and meta tags say of a page besides headline and authors."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from worker.normalise.fields import structured
from worker.normalise.lines.strings import plain

ADDRESS = re.compile(r"https?:|www\.|[/#]", re.IGNORECASE)
LONGEST_SECTION = 60
"""Characters of a section's name; a longer step leads to the page itself."""


def originals(data: structured.Structured) -> list[str]:
    """Addresses of what a page is made from, as it says itself."""
    named = [value for name in ("original-source", "syndication-source") for value in data.meta.get(name, ())]
    return named + [
        text for key in ("isBasedOn", "isBasedOnUrl") for text in structured.texts(data.article.get(key)) if ADDRESS.match(text)
    ]


def bylines(data: structured.Structured) -> list[str]:
    keys = ("author", "creator", "sourceOrganization", "provider", "copyrightHolder")
    return [t for key in keys for t in structured.texts(data.article.get(key))] + [
        v for n in ("author", "dc.creator", "article:author") for v in data.meta.get(n, ())
    ]


def section(data: structured.Structured, headline: str) -> str | None:
    """The page's section: as it is named to machines, else the last step of the way that leads to it from the front page."""
    if said := next(iter(structured.texts(data.article.get("articleSection"))), None) or data.first("article:section", "section"):
        return said
    way = next((node for node in data.nodes if "BreadcrumbList" in structured.types(node)), {}).get("itemListElement")
    steps = [name for step in (way if isinstance(way, list) else []) for name in structured.texts(_name_of(step))]
    inner = [step for step in steps[1:] if plain(step) != plain(headline)]
    return inner[-1] if inner and len(inner[-1]) <= LONGEST_SECTION else None


def _name_of(step: object) -> object:
    return step.get("name") or step.get("item") if isinstance(step, dict) else None


def keywords(tree: HtmlElement, data: structured.Structured) -> tuple[str, ...]:
    """What the page says it is about; the links to its tags where it says so to nobody else."""
    found = (
        structured.texts(data.article.get("keywords"))
        or list(data.meta.get("news_keywords", ()))
        or list(data.meta.get("keywords", ()))
        or [" ".join(link.text_content().split()).lstrip("#") for link in tree.xpath("//a[@rel='tag']")]
    )
    words = [word.strip() for text in found for word in text.split(",")]
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= 80))[:30]


def free(value: object) -> bool | None:
    text = str(value).lower()
    return text == "true" if text in ("true", "false") else None
