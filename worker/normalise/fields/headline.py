"""The headline, without the site's name, its section or a kicker."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from worker.model import Provenance
from worker.normalise.fields.structured import Structured, texts
from worker.normalise.lines.strings import plain, tidy, together, wide
from worker.normalise.markup.element_names import CAMEL
from worker.normalise.site import label

PARTS = re.compile(r"\s+(?:[|\-–—·•:»«/@]|::)\s+|\s*[|»｜_]\s*")
LIVE = re.compile(r"^(?:live|liveticker|live-?blog|watch|video|exclusive|breaking|updated?|eil)\s*[:|]\s*", re.IGNORECASE)
MEDIUM = re.compile(
    r"\s*[-_—–|｜]\s*[^-_—–|｜]{0,12}(?:[网網]|新[闻聞]|[日晚][报報]|在线|[频頻]道|客户端|ニュース|オンライン|뉴스|일보|신문|방송|닷컴)$"
)
"""A paper's name behind a headline in East Asia, where no space need part them."""
BESIDE = re.compile(
    r"(?:^|[\s_-])(?:kicker|dachzeile|over-?line|top-?line|roof-?line|eyebrow|rubri[ck]|spitzmarke|(?:pre|super|sur|over|sub)-?(?:title|titel|head(?:line)?)"
    r"|topic(?:-label)?|label|category|section|antetitulo|volanta|occhiello|chapeau|author|by-?line|date|meta|badge"
    r"|visually-?hidden|sr-only|screen-?reader(?:-text)?|invisible|aural)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of what stands in a heading beside the headline: a kicker above, a second line below, who and when."""
MASTHEAD = re.compile(r"logo|masthead|site-?(?:title|name|branding)|brand", re.IGNORECASE)
FRONT_PAGE = re.compile(r"(?:https?://[^/]+/?|/)(?:index\.\w+)?$")
SIGNS = " :,–—-|/"
"""What sets a kicker apart from its headline."""
LEAST = 15
"""Size of a line that tells a story; less is a section's name, unless a machine-readable title says the same."""
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
LONGEST = 120
"""Characters of a headline made of a text's first sentence."""
MOST = 1000
"""Characters of a headline; more is a text that is marked up as one."""
MOST_H1 = 100
"""Headings of the first rank that are asked whether they are the paper's name."""
HEADINGS = 12
"""Headings of a rank that are looked at, the parts of one, and the parts of a title."""


def headline(tree: HtmlElement, data: Structured, site: str | None) -> tuple[str, Provenance] | None:
    """The headline and where it was found: a heading that the page's titles confirm, else such a title, else a heading.

    `site`: the paper's name, or its domain.
    """
    machine: list[tuple[str, Provenance]] = [(tidy(t), "json-ld") for t in texts(data.article.get("headline"))[:1]]
    machine += [(tidy(html.unescape(t)), "meta") for name in ("og:title", "twitter:title") if (t := data.first(name))]
    title = tidy(" ".join((tree.findtext(".//title") or "").split()))[:MOST]
    whole = [without_site(text, site) for text, _ in machine]
    titles = whole + [part for part in PARTS.split(title, HEADINGS) if not _names(part, site)]
    top = [element for element in islice(tree.iter("h1"), MOST_H1) if not _is_masthead(element, site)]
    top = top or [element for element in tree.iter("h2", "h3", "h4") if element.get("itemprop") == "headline"][:1]
    top.sort(key=lambda element: _size(element.text_content()) < LEAST)  # a section's name last, wherever it stands
    readings = [list(islice(_readings(element), HEADINGS)) for element in top[:HEADINGS]]
    said = next((text for text, source in zip(whole, machine, strict=True) if source[1] == "json-ld" and not _names(text, site)), "")
    shown = [text for read in readings for text in read]
    if _size(said) >= LEAST and top and not any(_confirmed(text, [said], "") for text in shown):
        # Two headlines: one for readers, one for search engines, and <title> has the latter. Unless that is plainly the one
        # in JSON-LD, that one stands: it is what the site itself calls the headline.
        shared = {plain(text) for text, source in zip(whole, machine, strict=True) if source[1] == "meta"}
        if not (plain(said) in plain(title) and any(plain(text) in shared for text in shown)):
            return _told(said, [], site), "json-ld"
    for read in readings:
        confirmed = [text for text in read if _confirmed(text, titles, title)]
        if confirmed:
            # A part that is just what a title says has a kicker or a second line beside it.
            exact = next((text for text in confirmed if any(plain(text) == plain(t) for t in whole)), confirmed[0])
            return _told(exact, whole, site), "markup"
    for element in list(tree.iter("h2", "h3"))[:HEADINGS]:
        if any(_size(text) >= LEAST and any(plain(t).endswith(plain(text)) for t in titles) for text in _readings(element)):
            return _told(next(iter(_readings(element))), whole, site), "markup"
    if machine and plain(machine[0][0]) and not _names(machine[0][0], site):
        return _told(machine[0][0], [], site), machine[0][1]
    if readings and readings[0]:
        return _told(readings[0][0], [], site), "markup"
    parts = [part for part in PARTS.split(without_site(title, site)) if plain(part)]
    if len(parts) > 2 and _names(parts[-1], site):
        return title[: title.rindex(parts[-1])].rstrip(SIGNS + "•·»"), "markup"
    return (max(parts, key=len), "markup") if parts else None


def of_text(paragraph: str) -> str:
    """A headline for a text that has none: its first sentence, cut at a word where it is long."""
    return cut(SENTENCE_END.split(paragraph.strip(), maxsplit=1)[0], LONGEST)


def cut(text: str, most: int) -> str:
    """The text, cut at a word where it has more than `most` characters."""
    return text if len(text) <= most else (text[:most].rpartition(" ")[0] or text[:most]).rstrip(" ,;:–—-") + "…"


def _readings(element: HtmlElement) -> Iterator[str]:
    """What a heading may say: what is left of it without what is named a kicker or a byline; all of it; one of its parts."""
    parts = [(text, beside) for found, beside in _texts(element, False) if (text := tidy(" ".join(found.split())))]
    whole = _joined(part for part, _ in parts)
    bare = _joined(part for part, beside in parts if not beside).lstrip(SIGNS)
    if bare != whole and _size(bare) >= LEAST:
        yield bare
        rest = whole.replace(bare, "").strip()
        if not rest or (rest[-1] not in SIGNS and rest[0] not in SIGNS):
            whole = ""  # run together they are no headline
    if whole:
        yield whole
    if len(parts) > 1:
        yield from (part for part, _ in parts if _size(part) >= LEAST and part not in (whole, bare))


def _joined(parts: Iterable[str]) -> str:
    return "".join(part if part[0] in ":," else f" {part}" for part in parts).strip()


def _texts(element: HtmlElement, beside: bool) -> Iterator[tuple[str, bool]]:
    """The texts in an element, in order, each with whether it stands beside the headline."""
    if element.text:
        yield element.text, beside
    for child in element:
        if isinstance(child.tag, str):
            named = CAMEL.sub("-", f"{child.get('class') or ''} {child.get('itemprop') or ''}")
            yield from _texts(child, beside or child.tag in ("time", "small") or bool(BESIDE.search(named)))
        if child.tail:
            yield child.tail, beside


def _confirmed(text: str, titles: list[str], title: str) -> bool:
    words = plain(text)
    if not words:
        return False
    if _size(text) < LEAST:
        return any(words == plain(t) for t in titles)
    return any(words in plain(t) or (_size(t) >= LEAST and plain(t) in words) for t in (*titles, title) if plain(t))


def _is_masthead(element: HtmlElement, site: str | None) -> bool:
    """Whether a heading is the site's own name: it is called so, says so, or leads to the front page."""
    for near in (element, element.getparent()):
        if near is not None and near.tag != "body" and MASTHEAD.search(f"{near.get('class') or ''} {near.get('id') or ''}"):
            return True
    if any(FRONT_PAGE.match(link.get("href") or "") for link in element.iter("a")):
        return True
    return _names(" ".join(element.text_content().split()), site)


def _size(text: str) -> int:
    """Characters of the words alone; one that says a word counts as two."""
    words = plain(text)
    return len(words) + wide(words)


def _names(text: str, site: str | None) -> bool:
    """Whether a line is the site's name; `site` may be its domain, which says the name with or without its ending."""
    words, name = together(text), together(site or "")
    if site and "." in site and words == label(site):
        return True
    return not words or (bool(name) and (words == name or (len(words) >= 4 and words in name)))


def _told(text: str, titles: list[str], site: str | None) -> str:
    """The line without kicker and site: a title that the line ends with is the headline, what stands before it a kicker."""
    text = without_site(text, site)
    words = plain(text)
    for title in titles:
        shorter = plain(title)
        if _size(title) >= LEAST and len(shorter) < len(words) and words.endswith(shorter) and len(shorter) >= len(words) / 3:
            text = title
            break
    return LIVE.sub("", text) if _size(LIVE.sub("", text)) >= LEAST else text


def without_site(text: str, site: str | None) -> str:
    """Drop a trailing or leading part that names the site."""
    if site and site.casefold() in text.casefold():  # asked first, as each site's patterns are compiled anew
        for pattern in (rf"\s*[|\-–—·•:»]\s*(?:www\.)?{re.escape(site)}\s*$", rf"^{re.escape(site)}\s*[|\-–—·•:»]\s*"):
            shorter = re.sub(pattern, "", text, flags=re.IGNORECASE)
            if len(shorter) > 5:
                text = shorter
    if not text.isascii() and (shorter := MEDIUM.sub("", text)):
        text = shorter
    head, bar, tail = text.rpartition(" | ")
    return head if bar and len(head) > len(tail) else text
