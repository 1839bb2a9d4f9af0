"""The paper's name, as a page says it to machines, in its title or in its line of rights; the domain tells it from a slogan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from worker.normalise.fields import structured
from worker.normalise.fields.headline import PARTS
from worker.normalise.lines.agencies import is_agency
from worker.normalise.lines.captions import PICTURE
from worker.normalise.lines.strings import line as tidy
from worker.normalise.lines.strings import plain, together, unaccented
from worker.normalise.site import domain as registrable
from worker.normalise.site import label

ADDRESS = re.compile(r"https?:|www\.|[/#@]", re.IGNORECASE)
WWW = re.compile(r"^www\.", re.IGNORECASE)
LONGEST_NAME = 6
"""Words of a paper's name within a title."""
LEAST_NAME = 3
"""Characters of one."""
LONGER = 3
"""How many times as long as the domain a name may be that holds it."""
SLOGAN = re.compile(r"\s+[|:–—-]\s+")
_YEARS = r"(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?)"
RIGHTS = re.compile(
    rf"(?:©|ⓒ|\(c\)|copyright)\s*(?:©\s*)?(?:by\s+)?{_YEARS}\s*[,·–—|-]?\s*(?:by\s+)?(?=[\"«„“(]?[^\W\d])(?P<name>[^.,|;:©()]{{2,60}})|^\W{{0,3}}©\s*(?P<alone>[^.,|;:©()\d/]{{3,60}})(?:{_YEARS}|\s*[.,|]|$)",
    re.IGNORECASE,
)
CALLED = re.compile(r"(?:издани[ея]|газет[аы]|портал|агентство|журнал|видання|сайт)\s*[\"«“]([^\"«»“”]{3,50})[\"»”]", re.IGNORECASE)
"""A medium in the line by which Russian and Ukrainian law has it say who it is: Сетевое издание «Заря»."""
PICTURED = re.compile(rf"{PICTURE}\W*$", re.IGNORECASE)
OF_TITLE = re.compile(rf"{PARTS.pattern}|:\s+|(?<=[\u2e80-\u9fff])[-_](?=[\u2e80-\u9fff])")
HOME = re.compile(r"^(?:https?://(?P<host>[^/?#]+))?/?(?:index\.\w+)?$", re.IGNORECASE)
MOST_HOMES = 8
"""Links to the front page that are asked for the paper's name."""
AROUND = " -–—·•|'\"«»„“”"
"""Signs that may stand around a name."""
ARTICLE = re.compile(r"The|De|Het|La|Le|Les|Der|Die|Das|El|Los|Las|Il|Lo|O|A|Os|As")
LOGO = re.compile(r"^(?:logo(?: (?:of|von|de))?|zur startseite(?: von)?)\s+|\s+(?:logo|home ?page|home|startseite)$", re.IGNORECASE)
LONGEST_RIGHTS = 300
"""Characters of a line of rights that are looked at."""
COMPANY = re.compile(
    r"\b(?:ltd|inc|llc|gmbh|ag|corp|co|plc|kg|oy|ab|a/s|bv|nv|pty|limited|media group|verlag\w*|publishing|holdings?"
    r"|editorial|éditions|editrice|editora|wydawnictwo|vydavatelství)\b|株式会社|有限公司",
    re.IGNORECASE,
)
"""A company's name, whose paper has another."""
LEGAL = re.compile(r"\s(?:ЕООД|ООД|АД|ООО|ТОВ|d\.?o\.?o|s\.?r\.?o|Kft|Zrt|Sp\. z o\.\s?o)\.?$")
"""What a company is in law, behind a name that may be the paper's as well."""
RESERVED = re.compile(
    r"\b(?:rights|rechte|droits|derechos|direitos|diritti|rechten|prawa|права|copyright|is|ist|sind|are|under|unter|powered|theme|themes|privacy|policy|terms|cookies?|home"
    r"|contact|kontakt|design(?:ed)?|made|impressum|datenschutz|content|inhalte|back|wordpress|getty|shutterstock|version|logo)\b|\s\w$|^\W*\w{1,2}\W*$|無断|禁|版[权權]|所有",
    re.IGNORECASE,
)
"""Words of rights, of those who made the page, and of its menu."""


def site_name(data: structured.Structured, domain: str | None, title: str) -> str | None:
    """The paper's name; of one with a slogan beside it the part that the domain spells, and no address instead of a name.

    `title`: the page's <title>, whose first or last part is the name where the domain spells it.
    """
    publisher = data.whole(data.article.get("publisher"))
    sites = [text for node in data.nodes if "WebSite" in structured.types(node) for text in structured.texts(node.get("name"))]
    said = (data.first("og:site_name"), *structured.texts(publisher)[:1], data.first("application-name"), *sites[:1])
    name = next((one for one in said if one and not ADDRESS.match(one)), None)
    spelt = label(domain)
    if name is None:
        parts = PARTS.split(title)
        return next((WWW.sub("", part) for part in (parts[-1], parts[0]) if len(parts) > 1 and spells(domain, part)), None)
    if name.islower() and name.isalnum():
        # "coastledger", as some systems have it: written as a name elsewhere.
        name = next((one for one in (*said, *PARTS.split(title)) if one and together(one) == name and one != name), name)
    parts = [part for part in SLOGAN.split(name) if len(spelt) >= 4 and together(part).startswith(spelt)]
    return (parts[0] if parts else name)[:200]


def spells(domain: str | None, part: str) -> bool:
    """Whether a domain's first label spells a name: all of it, most of it by its words, or its initials."""
    part = unaccented(part)
    spelt, name, words = label(domain), together(part), plain(part).split()
    if not name or not spelt or len(words) > LONGEST_NAME:
        return False
    if len(name) >= 4 and (name in spelt or (len(spelt) >= 4 and spelt in name and LONGER * len(spelt) >= len(name))):
        return True
    return 2 * sum(len(word) for word in words if len(word) >= 4 and word in spelt) >= len(spelt) > 0 or (
        len(words) > 1 and "".join(word[0] for word in words) == spelt
    )


def best_spelt(domain: str | None, names: Iterable[str]) -> str | None:
    """Of names the one that a domain's first label spells most of, if it spells one."""
    size = len(label(domain))
    far = {name: abs(len(together(name)) - size) for name in names if spells(domain, name) and not ADDRESS.search(name)}
    return min(far, key=lambda name: far[name]) if far else None


def spelt_in(domain: str | None, lines: Iterable[str]) -> str | None:
    """The words within a line that a domain's first label spells exactly, with the article before them: "The Coast Ledger uses cookies"."""
    spelt = label(domain)
    for line in lines:
        said = line[:LONGEST_RIGHTS].split()
        for begin, end in ((b, e) for b in range(len(said)) for e in range(b + 1, min(b + LONGEST_NAME, len(said)) + 1)):
            if together(unaccented(" ".join(said[begin:end]))) == spelt and said[begin][0].isupper():
                return _with_article(said, begin, end)
    return None


def _with_article(said: Sequence[str], begin: int, end: int) -> str:
    begin -= begin > 0 and ARTICLE.fullmatch(said[begin - 1]) is not None
    return " ".join(said[begin:end]).strip(f"{AROUND},.:")


def of_home(tree: HtmlElement, url: str, title: str) -> str | None:
    """What links to the front page are called, by their text or their picture's, where the title or the domain says it too."""
    parts = OF_TITLE.split(title)
    titled = {together(part): part for part in (parts[0], parts[-1]) if len(parts) > 1 and len(part) >= LEAST_NAME}
    domain = registrable(url)
    homes = (link for link in tree.iter("a") if link.get("rel") != "author" and _is_home(link.get("href"), domain))
    names = [name for link in islice(homes, MOST_HOMES) for name in _called(link)]
    said = (part for name in names for words, part in titled.items() if together(name).startswith(words))
    return next(said, None) or next((name for name in names if spells(domain, name)), None)


def _called(link: HtmlElement) -> Iterator[str]:
    """What a link may be called that is a paper's name."""
    pictures = [picture.get("alt") or "" for picture in islice(link.iter("img"), 2)]
    for said in (link.text_content()[:LONGEST_RIGHTS], *pictures, link.get("title") or "", link.get("aria-label") or ""):
        name = LOGO.sub("", tidy(said)).strip(AROUND)
        if len(name) >= LEAST_NAME and not RESERVED.search(name) and not ADDRESS.search(name):
            yield name


def _is_home(address: str | None, domain: str | None) -> bool:
    match = HOME.match(address) if address else None
    return match is not None and (not match["host"] or registrable(f"https://{match['host']}") == domain)


def of_rights(lines: Sequence[str], domain: str | None) -> list[str]:
    """Whom lines of rights name: "© 2026 Coast Ledger. All rights reserved."; without a year only whom the domain spells."""
    found: list[str] = []
    for line in lines:
        if match := CALLED.search(line[:LONGEST_RIGHTS]):
            found.append(match[1])
        if (match := RIGHTS.search(line[:LONGEST_RIGHTS])) and not PICTURED.search(line[: match.start()]):
            name = LEGAL.sub("", (match["name"] or match["alone"]).strip(AROUND))
            refused = COMPANY.search(name) or RESERVED.search(name) or is_agency(name) or len(name.split()) > LONGEST_NAME
            if name and not refused and (match["name"] or spells(domain, name)):
                found.append(name)
    return found
