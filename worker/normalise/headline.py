"""The headline, without the site's name."""

from __future__ import annotations

import html
import re

from lxml.html import HtmlElement

from worker.normalise.structured import Structured, texts

PARTS = re.compile(r"\s+[|\-–—·•:»]\s+|\s*\|\s*")

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
LONGEST = 120
"""Characters of a headline made of a text's first sentence."""


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def headline(tree: HtmlElement, data: Structured, site: str | None) -> tuple[str, str] | None:
    """The headline and where it was found. An h1 that the title or the machine-readable titles confirm comes first."""
    h1 = [text for e in tree.iter("h1") if (text := " ".join(e.text_content().split()))]
    machine = [(t, "json-ld") for t in texts(data.article.get("headline"))[:1]]
    machine += [(html.unescape(t), "meta") for name in ("og:title", "twitter:title") if (t := data.first(name))]
    title = " ".join((tree.findtext(".//title") or "").split())
    for text in h1:
        if any(plain(text) in plain(m) or plain(m) in plain(text) for m, _ in [*machine, (title, "")] if plain(m)) and len(plain(text)) > 5:
            return _without_site(text, site), "markup"
    if machine:
        return _without_site(machine[0][0], site), machine[0][1]
    if len(h1) == 1:
        return _without_site(h1[0], site), "markup"
    if title:
        return _without_site(max(PARTS.split(title), key=len) if site is None else title, site), "markup"
    return (h1[0], "markup") if h1 else None


def of_text(paragraph: str) -> str:
    """A headline for a text that has none: its first sentence, cut at a word where it is long."""
    first = SENTENCE_END.split(paragraph.strip(), maxsplit=1)[0]
    return first if len(first) <= LONGEST else first[:LONGEST].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"


def _without_site(text: str, site: str | None) -> str:
    """Drop a trailing or leading part that names the site."""
    if site:
        for pattern in (rf"\s*[|\-–—·•:»]\s*(?:www\.)?{re.escape(site)}\s*$", rf"^{re.escape(site)}\s*[|\-–—·•:»]\s*"):
            shorter = re.sub(pattern, "", text, flags=re.IGNORECASE)
            if len(shorter) > 5:
                text = shorter
    head, bar, tail = text.rpartition(" | ")
    return head if bar and len(head) > len(tail) else text
