"""News agencies that a text is credited to, by the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from worker.model import Agency
from worker.normalise.lines import datelines
from worker.normalise.lines.agency_names import ANY, CANON, DOMAINS
from worker.normalise.lines.bylines import BY
from worker.normalise.lines.datelines import LIST, OPENING
from worker.normalise.lines.times import DATE, day_in, has_day
from worker.normalise.site import domain as registrable

LABEL = re.compile(r"^\s*[^\W\d]{3,12}\s*[:：]\s*")
TAIL = re.compile(
    rf"(?:[(\[（【]\s*|[-–—/]\s*|^)(?:©\s*|(?:(?i:with|mit|met|med|avec|con|com|via|theo))\s)?(?P<in>{LIST})(?:\s*[,/]\s*(?:\w{{2,4}}|\d[\d./ ]{{3,9}})?)*\s*[)\]/）】]?\s*\.?$"
)
SOURCE = re.compile(
    r"^(?:source\(?s?\)?|sources?|quellen?|fuentes?|fontes?|fonti|bron(?:nen)?|kilder?|källa|källor|lähteet?|lähteenä käytetty(?: myös)?|zdroje?|źródł[oa]|kaynak(?:lar)?|источники?|джерел[оа]|források?|sursă|surs[ae]|izvori?|извори?|източници?|vir|allika[ds]|šaltini(?:s|ai)|avot[si]|heimildi?r?|πηγ(?:ή|ές)|sumber"
    r"|nguồn|theo|chanzo|ที่มา|स्रोत|সূত্র|منبع|المصدر|מקור|来源|來源|出典|出所|출처)\s*[:：]\s*(?P<in>.+)$",
    re.IGNORECASE,
)
PICTURE = re.compile(r"photo|foto|image|bild|picture|getty|imago|fotograf|fotografía|zdjęcie|фото|video|archiv", re.IGNORECASE)
PART = re.compile(
    r"\s*(?:[/|,;،·•+&()\[\]]|\s[-–—]\s|\band\b|\bund\b|\bet\b|\bvia\b|\bmit\b|\bwith\b|\bavec\b|\bcon\b|\bcom\b|\bmet\b|\bmed\b)\s*"
)
TIME = re.compile(r"\b(?:kl\.?|um|at|à|klo|a las)?\s*\d{1,2}[.:h]\d{2}(?:\b|(?=[A-Z]))(?:\s*Uhr)?", re.IGNORECASE)
LONGEST_CREDIT = 300
"""Characters of a line that credits an agency in words."""
CREDIT_LINE = 90
"""Characters of a line that credits an agency and says no more than who and when."""
BRACKETED, DIGEST = re.compile(r"[(\[][A-ZÀ-Þ][^()\[\]]{1,40}[)\]]\W?$"), 3
"""What many a paragraph of a digest ends with, and how many papers named so make one: where each story is from."""
LONGEST_PART = 5
"""Words of one part of such a line: a person's name, or a desk's."""
PROVIDED = re.compile(
    rf"(?:additional reporting by|with (?:files|material|information|reporting|inputs?|contributions?) (?:from|by)|inputs from|mit (?:material|informationen) (?:von|der|des)|avec(?=\s[^.!?)]{{2,40}}(?:\)|$))|met (?:medewerking|informatie) van"
    rf"|con (?:información|datos|informes) de|com (?:informações|dados) (?:d[aeo]|das|dos)|da redação,? com|con informazioni (?:di|da)|z (?:wykorzystaniem|materiałów)|по (?:материалам|данным)|за матеріалами|με πληροφορίες από(?: το| την)?"
    rf"|(?:©|\(c\)|copyright)\s*\d{{4}}|(?:©|copyright)\s*(?=[^\d\n]{{3,25}}\s\d{{4}}))\s*(?:by\s+)?(?:the\s+)?(?P<in>{LIST})",
    re.IGNORECASE,
)
"""A credit in words, or a right with its year; without a year it is a picture's."""
ENDED = re.compile(rf"[.!?…][\"”»’]?\s[-–—]\s*(?P<in>{LIST})\s*\.?$")
"""At a story's end, behind a dash: "… as drones. – Bernama"."""
SIGNED = re.compile(rf"[.!?…][\"”»’]?\s(?P<in>{ANY})\.?$")
"""The same without a dash: "… since May. EFE"."""
SIGNED_LEAST, SIGNED_LAST = 60, 2
"""Characters of a paragraph that ends so, below which it may be a caption's, and how many may."""
INITIALS = re.compile(rf"(?:{ANY})(?:\s+[a-z]{{2,4}}(?:/[a-z]{{2,4}})+|\s?[–—-]\s?[A-ZÅÄÖ]{{2}})")
"""An agency and its editors: "EFE mxy/lcf", "STT–KV"."""
EDITOR = re.compile(r"[a-zà-ÿ]{2,4}")
"""An editor's initials."""
INFORMED = re.compile(rf"\b(?P<in>{ANY})\s(?:inf|informacija|informācija|teave|info)\b\.?$")
"""The same in the Baltic states: "BNS inf."."""
CONTRIBUTED = re.compile(rf"^\W{{0,3}}(?:the\s+)?(?!AA\b)(?P<in>{LIST})\s+contributed to this (?:report|story|article)\b", re.IGNORECASE)
AROUND = " ./()"
"""Signs that may stand around an agency's name."""
FIND = re.compile(rf"(?<![\w-])[וو]?((?:{ANY}))(?![\w-])")
"""An agency's name; in Hebrew and Arabic "and" is a part of it."""


def is_agency(text: str) -> bool:
    """Whether the text is an agency's name, and nothing else."""
    return text.strip(AROUND) in CANON


def is_source_line(paragraph: str) -> bool:
    """Whether a line says nothing but where the text is from."""
    if len(paragraph) >= CREDIT_LINE:
        return False
    paragraph = _undated(paragraph)
    return (
        bool((match := SOURCE.match(paragraph)) and _named(match["in"]))
        or bool(TAIL.fullmatch(paragraph) or INITIALS.fullmatch(paragraph))
        or is_agency(paragraph)
    )


def _undated(line: str) -> str:
    """A short line without day and time."""
    return TIME.sub("", DATE.sub("", line)).strip() if len(line) < CREDIT_LINE and has_day(line) else line


def _before_day(line: str) -> str:
    """What a line says before a day: "Ann Lee – MTI" of "Ann Lee – MTI 7 October 2025 10:15, last changed …"."""
    day = day_in(line) if len(line) < LONGEST_CREDIT else None
    return line[: day.start()] if day and day.start() else line


def _named(words: str) -> list[str]:
    """The agencies that a list of sources names."""
    return [CANON[part] for part in (p.strip(" .") for p in PART.split(words)) if part in CANON]


def agencies(
    paragraphs: Sequence[str],
    bylines: Iterable[str],
    structured: Iterable[str],
    around: Iterable[str],
    domain: str | None,
    source_url: str | None = None,
) -> list[Agency]:
    """Every agency that the page is credited to, each once, by the first evidence in the order of the arguments.

    `bylines`: lines that are named a byline; `structured`: authors and sources in structured data; `around`: the short
    lines above and below the story; `source_url`: the address on another site that the page names as its original.
    """
    found: dict[str, Agency] = {}

    def add(names: Iterable[str], evidence: str, text: str) -> None:
        for name in names:
            found.setdefault(name, Agency(name=name, evidence=evidence, text=text.strip()[:200]))

    for paragraph in paragraphs[:OPENING]:
        if dateline := datelines.read(paragraph):
            add(_found(dateline.agencies), "dateline", dateline.text)
    lines = [*paragraphs[:3], *paragraphs[-4:], *around]
    for line in lines:
        if len(line) <= CREDIT_LINE and (match := SOURCE.match(line)) and not PICTURE.search(line):
            add(_named(match["in"]), "source_line", line)
    for line in bylines:
        if len(line) <= 2 * CREDIT_LINE and not PICTURE.search(line):
            bare = _undated(line)
            add([*_found(bare), *_named(LABEL.sub("", BY.sub("", bare)))], "byline", line)
    for text in structured:
        add(_named(text), "structured_data", text)
    for line in around:
        told = _before_day(line)
        if len(told) <= CREDIT_LINE and (names := _named(BY.sub("", told))) and not PICTURE.search(told) and not _tells(told):
            add(names, "credit", line)
    digest = len({match[0] for paragraph in paragraphs if (match := BRACKETED.search(paragraph[-60:]))}) >= DIGEST
    for line in (*paragraphs[-5:], *around):
        bare = _undated(line)
        if is_agency(bare):
            add([CANON[bare.strip(AROUND)]], "credit", line)
        elif INITIALS.fullmatch(bare):
            add(_found(bare.replace("–", " ").replace("-", " ")), "credit", line)
        match = TAIL.search(bare[-60:])
        if (match and (len(line) < 60 or (match[0][0] in "([（【" and not digest)) and not PICTURE.search(line)) or (
            match := _provided(line) or ENDED.search(line) or INFORMED.search(line[-60:])
        ):
            add(_found(match["in"]), "credit", match[0])
    for paragraph in paragraphs[-SIGNED_LAST:]:
        if len(paragraph) >= SIGNED_LEAST and (match := SIGNED.search(paragraph[-60:])):
            add(_found(match["in"]), "credit", match[0])
    if source_url and (agency := DOMAINS.get(registrable(source_url) or "")):
        add([agency], "structured_data", source_url)
    if domain in DOMAINS:
        add([DOMAINS[domain]], "domain", domain)
    return list(found.values())


def is_credit(line: str) -> bool:
    """Whether a line says in words from whom the text is."""
    return bool(_provided(line))


def is_signature(line: str) -> bool:
    """Whether a line is agencies and editors' initials between slashes, and nothing else: "kko/dpa/AFP"."""
    parts = [part.strip() for part in line.split("/")] if len(line) < CREDIT_LINE else []
    return len(parts) > 1 and any(part in CANON for part in parts) and all(part in CANON or EDITOR.fullmatch(part) for part in parts)


def ends_with_agency(line: str) -> bool:
    """Whether a short line ends with an agency in brackets, as one that signs a story does: "Khánh Linh (Theo AFP)"."""
    return len(line) < CREDIT_LINE and line.endswith((")", "）", "]")) and bool(TAIL.search(line))


def _provided(line: str) -> re.Match[str] | None:
    return (PROVIDED.search(line) or CONTRIBUTED.match(line)) if len(line) < LONGEST_CREDIT else None


def _tells(line: str) -> bool:
    """Whether a line says more than who and when, as a headline does: "PA and AP agree on a new law"."""
    return not BY.match(line) and any(len(part.split()) > LONGEST_PART and not has_day(part) for part in PART.split(line))


def _found(words: str) -> list[str]:
    """The agencies named anywhere in some words."""
    return [CANON[word] for word in FIND.findall(words) if word in CANON]
