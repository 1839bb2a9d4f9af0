"""Whether a page is an article at all; in doubt it is one."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from worker.model import Dead, Reason, Stage

WALL = re.compile(
    r"\b(?:before you continue|accept (?:all )?cookies|cookie (?:consent|settings|preferences)|we value your privacy|are you a robot|verify you are (?:a )?human"
    r"|captcha|enable javascript|access denied|checking your browser|unusual traffic|log ?in to continue|sign in to continue|please log ?in|just a moment"
    r"|cookies akzeptieren|zustimmen und weiter|accepter et continuer|aceptar cookies)\b",
    re.IGNORECASE,
)
MISSING = re.compile(
    r"\b(?:404(?=\s*(?:$|[-–—|:.]|error|not found|page))|(?:error|fehler|erreur) 404|page not found|not found|page (?:does not|doesn't) exist|no longer available|seite nicht gefunden|page introuvable|página no encontrada"
    r"|pagina non trovata|internal server error|service unavailable)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"\b(?:[Yy]ou|[Yy]our|[Pp]lease|Sie|Ihre?[nmrs]?|[Bb]itte|[Vv]ous|[Vv]otre|[Vv]os|[Vv]euillez|[Uu]sted|[Tt]us?|[Pp]or favor|[Vv]uestro|[Tt]uo|[Tt]ua|[Vv]ostro"
    r"|[Pp]rego|[Uu]w|[Jj]e|[Jj]ouw|[Vv]ocê|[Ss]eu|[Dd]in|[Dd]itt|[Пп]ожалуйста|[Вв]ы|[Вв]аш\w*)\b"
)
"""Words by which a page speaks to its reader, as stories do not outside quotes."""
QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{0,500}[”“»\"]")
FEW_WORDS = 150
"""Words below which a page may be a wall or an error page; longer ones have too much to say."""
BRIEF = 60
"""Words of a text that is short even for a brief."""
ADDRESSES = 2
"""How often a wall speaks to its reader, at least."""
TOLD_WORDS = 50
"""Words below no linked heading from which on a page tells a story of its own."""
LINKED_HEADINGS = 12
"""Headings that are links, from which on a page without a story is a listing."""


def not_article(words: int, told: int, title: str, text: str, tree: HtmlElement | None, is_declared: bool) -> Dead | None:
    """A death where the page is a wall, an error page or a listing.

    `words`: of its text; `told`: of its prose that is no teaser's; `is_declared`: structured data calls it an article.
    """
    if words < FEW_WORDS:
        addresses = len(ADDRESS.findall(QUOTED.sub(" ", text)))
        speaks = addresses > 0 or words < BRIEF
        if match := (WALL.search(title) if speaks else None) or (WALL.search(text[:2000]) if addresses >= ADDRESSES else None):
            return _dead(f"a consent, login or bot wall: {match[0]!r}")
        if match := (MISSING.search(title) if speaks else None) or (MISSING.search(text[:300]) if addresses and words < BRIEF else None):
            return _dead(f"an error page: {match[0]!r}")
    if tree is not None and not is_declared and told < TOLD_WORDS and _linked_headings(tree) >= LINKED_HEADINGS:
        return _dead("a front page or listing: its headings are links, and it tells no story of its own")
    return None


def _dead(error: str) -> Dead:
    return Dead(Reason.NOT_ARTICLE, Stage.NORMALISE, error)


def _linked_headings(tree: HtmlElement) -> int:
    linked = 0
    for heading in tree.iter("h2", "h3", "h4"):
        parent = heading.getparent()
        link = parent if parent is not None and parent.tag == "a" else heading.find(".//a")
        linked += link is not None and not (link.get("href") or "").startswith("#")
    return linked
