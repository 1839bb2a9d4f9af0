"""Authors as persons: not the paper, not the agency, not the desk, without "By" or titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from worker.normalise.agencies import is_agency
from worker.normalise.clean import plain, tidy
from worker.normalise.structured import Structured, texts, types
from worker.normalise.times import DATE

BY = re.compile(
    r"^\W*(?:(?:written|reported|published|posted|story|words|text|analysis|opinion|interview|review|report|reporting|compiled|edited) by|by|von|vom|ein(?:e)? \w+ von"
    r"|text(?:e|o)?\s*:|par|propos recueillis par|por|di|a cura di|da|door|av|af|fra|od|przez|napsal|autor(?:in|a|es|zy|ka)?|author|writer|redaktör|kirjoittaja|teksti"
    r"|írta|szerző|yazan|haber|автор(?:ка)?|текст|от|από|συντάκτης|de|del|oleh|penulis|tác giả|ผู้เขียน|記者|文|著者|作者|撰文|기자|द्वारा|بقلم|كتب)(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)  # fmt: skip
SPLIT = re.compile(
    r"\s*(?:,|;|/|\||•|·|\n|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bwith\b|\bmit\b|\boch\b|\bog\b|\ben\b|\bi\b|\bja\b|\bve\b|\bdan\b|、|，|\bи\b|\bта\b)\s*",
    re.IGNORECASE,
)
NOT_A_PERSON = re.compile(
    r"@|https?:|www\.|\d|redak|redac|redazione|rédaction|editor|\bstaff\b|\bteam\b|\bdesk\b|\bnews|newsroom|bureau|büro|agency|agenc|agentur|ajans|agenz|correspondent|korrespondent"
    r"|reporter|\bpress|presse|zeitung|online|\btv\b|fernsehen|magazin|media\b|medien|journal|times|\bpost\b|service|admin|guest|gast|contributor|writer|studio|\.(?:com|de|org|net|fr|it|pl)\b|редак"
    r"|artikel|article|\bmore\b|\bmehr\b|weitere|view|\ball\b|\babout\b|\büber\b|veröffentlicht|updated?|published|gepostet|kommentar|comment|\bread\b|lesen|minutes?|\bmin\b|profile|follow"
    r"|image|getty|foto|photo|bild:|author|autor\b|autoren|verein|stiftung|verband|ministerium|gmbh|\be\.\s?v\b|\bag\b|\binc\b|\bltd\b|university|universität|institut|association|foundation"
    r"|nachrichten|copyright|©|\bdpa\b|\bafp\b|\breuters\b|subscribe|newsletter|share|teilen|anmelden|login|sponsored|anzeige|advert|\bjan\b|\bfeb\b|\bmonday\b|\bfriday\b|\bupdate\b"
    r"|\bin\b|\bthe\b|\bof\b|\bfor\b|\bder\b|\bdie\b|\bdas\b|\bfür\b|\bvon$|\bist\b|\bsind\b|\bwird\b|\bwas\b|\bhis\b|\bher\b|\bauf\b|\baus\b|\bbei\b|\bzum\b|\bzur\b|\bles\b|\bpour\b|\bsur\b|\bdans\b|\bpara\b|\bcon\b|\bsobre\b",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"^(?:(?:dr|prof|professor|mr|mrs|ms|sir|dame|lord|ing|dipl|mag|rev|hon)\b\.?\s*(?:-\s*ing\.?)?\s*)+(?=\w)", re.IGNORECASE
)
DEGREE = re.compile(r"[,\s]+(?:ph\.?\s?d\.?|m\.?d\.?|m\.?sc\.?|m\.?a\.?|ll\.?m\.?|esq\.?|rd|rn)\.?$", re.IGNORECASE)
BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?\s*$")
META = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl", "sailthru.author", "article.author")
BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autor(?:en|es|in)?|writer|reporter|contributor|verfasser|auteur|firma|redakteur)(?:$|[\s_-])",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"comment|related|teaser|recommend|sidebar|card|promo|footer|newsletter|most|popular", re.IGNORECASE)
LONGEST = 120
"""Characters of a byline."""
LEAST, MOST = 2, 5
"""Words of a name. One word alone is a name where structured data calls it a person's."""
LAST_LINES = 3


def authors(
    tree: HtmlElement, data: Structured, site: str | None, near: Sequence[str], ending: Sequence[str]
) -> tuple[list[str], str] | None:
    """Names of persons, and where they were found: JSON-LD, meta tags, an element that is named a byline, or a byline's words.

    `near`: the lines around the headline; `ending`: the story's paragraphs.
    """
    found = persons(_structured(data), site, single=True)
    if found:
        return found, "json-ld"
    if found := persons((value for name in META for value in data.meta.get(name, ())), site):
        return found, "meta"
    if found := _markup(tree, site):
        return found, "markup"
    for line in near:
        if BY.match(line) and (found := persons([line], site)):
            return found, "text"
        if DATE.search(line) and (found := persons(_beside_date(line), site)):
            return found, "text"
    for line in ending[-LAST_LINES:]:
        if len(line) < 60 and BY.match(line) and (found := persons([line], site)):
            return found, "text"
    return None


def _structured(data: Structured) -> list[str]:
    """What JSON-LD names as authors: persons, or what looks like one."""
    by_id = {n.get("@id"): n for n in data.nodes if n.get("@id") and "Person" in types(n)}
    found: list[str] = []
    listed = data.article.get("author") or data.article.get("creator") or []
    for one in listed if isinstance(listed, list) else [listed]:
        if not isinstance(one, dict):
            found += texts(one)
            continue
        full = {**by_id.get(one.get("@id"), {}), **one}
        names = texts(full.get("name"))
        if any("Organization" in t for t in types(full)):
            names = [name for name in names if LEAST <= len(name.split()) <= LEAST + 1 and not NOT_A_PERSON.search(name)]
        found += names
    return found


def _markup(tree: HtmlElement, site: str | None) -> list[str]:
    """The first byline of the page, and what stands beside it under the same name."""
    first: HtmlElement | None = None
    found: list[str] = []
    query = "//*[@rel='author' or @itemprop='author' or contains(@class, 'uth') or contains(@class, 'yline') or contains(@class, 'utor')"
    for element in tree.xpath(f"{query} or contains(@class, 'riter') or contains(@class, 'eporter')]"):
        named = element.get("rel") == "author" or element.get("itemprop") == "author" or BYLINE.search(element.get("class") or "")
        if not named or element.tag in ("body", "html", "article", "main"):
            continue
        if first is not None and (element.get("class") != first.get("class") or element.getparent() is not first.getparent()):
            if first in element.iterancestors():
                continue
            break
        if any(
            ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}")
            for above in (element, *element.iterancestors("div", "section", "aside", "li", "ul"))
        ):
            continue
        names = element.xpath(".//*[@itemprop='name']") or element.xpath(".//a") or [element]
        text = [tidy(" ".join(name.text_content().split())) for name in names]
        if people := persons(text, site):
            found += [name for name in people if name not in found]
            first = element
    return found


def _beside_date(line: str) -> list[str]:
    """The parts of a line with a date that bars or dots set apart: "Jane Doe | 4 May 2025"."""
    parts = [part.strip() for part in re.split(r"[|•·]|\s[–—-]\s", line)]
    return [part for part in parts if not DATE.search(part)] if len(parts) > 1 else []


def persons(bylines: Iterable[str], site: str | None, single: bool = False) -> list[str]:
    """The names of persons in bylines, in order, each once. `single`: one word may be a name."""
    found: list[str] = []
    for text in bylines:
        if len(text) > LONGEST or text.startswith("http"):
            continue
        parts = SPLIT.split(BY.sub("", tidy(text).strip()))
        for part in parts:
            name = TITLE.sub("", BY.sub("", BRACKETED.sub("", part).strip(" .,-–—|()[]\"'")))
            name = DEGREE.sub("", name).strip()
            if name.isupper() and len(name) > MOST:
                name = name.title()
            if _is_person(name, site, single and len(parts) == 1) and plain(name) not in map(plain, found):
                found.append(name)
    return found[:12]


def _is_person(name: str, site: str | None, single: bool) -> bool:
    words = name.split()
    wide = bool(name) and ord(name[0]) > 0x2E80
    if (
        not (1 if single or wide else LEAST) <= len(words) <= MOST
        or not 2 <= len(name) <= 60
        or NOT_A_PERSON.search(name)
        or is_agency(name)
    ):
        return False
    if site and plain(name).replace(" ", "") in plain(site).replace(" ", ""):
        return False
    return wide or not name[0].isascii() or (words[0][0].isupper() and words[-1][0].isupper())
