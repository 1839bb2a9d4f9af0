"""News agencies that a text is credited to, by the words that say so; and the place of its dateline."""

from __future__ import annotations

import re
from collections.abc import Iterable

from worker.model import Agency

NAMES: dict[str, tuple[str, ...]] = {
    "Reuters": ("Reuters", "Thomson Reuters", "Рейтер"), "AP": ("AP", "Associated Press", "The Associated Press"),
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse"), "dpa": ("dpa", "dpa-AFX", "Deutsche Presse-Agentur", "dpa-infocom"),
    "EFE": ("EFE", "Agencia EFE", "Agência EFE"), "ANSA": ("ANSA", "Agenzia ANSA"), "Xinhua": ("Xinhua", "Xinhua News Agency", "新华社", "新華社"),
    "TASS": ("TASS", "ITAR-TASS", "ТАСС"), "Kyodo": ("Kyodo", "Kyodo News", "共同通信", "共同"), "Yonhap": ("Yonhap", "Yonhap News Agency", "연합뉴스"),
    "PTI": ("PTI", "Press Trust of India"), "ANI": ("ANI", "Asian News International"), "IANS": ("IANS",),
    "AAP": ("AAP", "Australian Associated Press"), "PA": ("PA", "PA Media", "Press Association"),
    "Canadian Press": ("CP", "The Canadian Press", "Canadian Press", "La Presse Canadienne"), "Belga": ("Belga",),
    "APA": ("APA", "Austria Presse Agentur"), "Keystone-SDA": ("Keystone-SDA", "SDA", "sda", "ATS", "Keystone-ATS"), "NTB": ("NTB", "Norsk Telegrambyrå"),
    "TT": ("TT", "TT Nyhetsbyrån"), "Ritzau": ("Ritzau",), "STT": ("STT", "STT-Lehtikuva"), "PAP": ("PAP", "Polska Agencja Prasowa"),
    "ČTK": ("ČTK", "CTK", "Česká tisková kancelář"), "MTI": ("MTI", "Magyar Távirati Iroda"), "Anadolu": ("Anadolu", "Anadolu Agency", "Anadolu Ajansı"),
    "Interfax": ("Interfax", "Интерфакс"), "Ukrinform": ("Ukrinform", "Укрінформ"), "Bloomberg": ("Bloomberg", "Bloomberg News"),
    "SID": ("SID", "Sport-Informations-Dienst"), "epd": ("epd", "Evangelischer Pressedienst"), "KNA": ("KNA", "Katholische Nachrichten-Agentur"),
    "kathpress": ("kathpress",), "JTA": ("JTA", "Jewish Telegraphic Agency"), "Lusa": ("Lusa", "Agência Lusa"), "AGI": ("AGI",),
    "Adnkronos": ("Adnkronos",), "Europa Press": ("Europa Press",), "Agerpres": ("Agerpres",), "Antara": ("Antara",), "Bernama": ("Bernama",),
    "Jiji": ("Jiji", "Jiji Press", "時事通信"), "UPI": ("UPI",), "RIA Novosti": ("RIA Novosti", "РИА Новости"), "Agência Brasil": ("Agência Brasil",),
}  # fmt: skip
DOMAINS = {
    "reuters.com": "Reuters", "apnews.com": "AP", "afp.com": "AFP", "dpa.com": "dpa", "efe.com": "EFE", "ansa.it": "ANSA", "xinhuanet.com": "Xinhua",
    "news.cn": "Xinhua", "tass.com": "TASS", "tass.ru": "TASS", "kyodonews.net": "Kyodo", "yna.co.kr": "Yonhap", "ptinews.com": "PTI", "aninews.in": "ANI",
    "aap.com.au": "AAP", "aa.com.tr": "Anadolu", "interfax.ru": "Interfax", "ukrinform.net": "Ukrinform", "ukrinform.ua": "Ukrinform",
    "bloomberg.com": "Bloomberg", "jta.org": "JTA", "kathpress.at": "kathpress", "europapress.es": "Europa Press", "upi.com": "UPI",
}  # fmt: skip
CANON = {alias.casefold(): name for name, aliases in NAMES.items() for alias in aliases}
ANY = "|".join(sorted((re.escape(alias) for aliases in NAMES.values() for alias in aliases), key=len, reverse=True))
LIST = rf"(?:{ANY})(?:\s*(?:,|/|;|\+|&|and|und|et|y|e|i)\s*(?:{ANY}))*"
DATELINE = re.compile(
    rf"^\W{{0,2}}(?P<place>[^\W\d][^()\n:;.!?]{{1,60}}?)?[,\s]*(?:[(\[]\s*(?P<in>{LIST})\s*[)\]]|(?<=[\s,])(?P<bare>{LIST}))\s*(?:[-–—:.]|$)\s*"
)
LEAD_TAG = re.compile(rf"^\W{{0,2}}(?P<in>{LIST})\s*[-–—:]\s+")
TAIL = re.compile(rf"(?:[(\[]\s*|[-–—/]\s*|^)(?P<in>{LIST})(?:\s*[,/]\s*\w{{2,4}})?\s*[)\]]?\s*\.?$")
SOURCE = re.compile(
    rf"^(?:source\(?s?\)?|sources?|quellen?|fuentes?|fonte|fonti|bron|kilde|källa|lähde|zdroj|źródło|kaynak|источник|джерело|forrás|来源|來源|출처)\s*[:：]\s*"
    rf"(?P<in>.*(?:{ANY}).*)$",
    re.IGNORECASE,
)
PROVIDED = re.compile(
    rf"(?:with (?:files|material|information|reporting) (?:from|by)|mit material (?:von|der)|avec|con información de|(?:©|copyright)\s*(?:\d{{4}}\s*)?)"
    rf"\s*(?:the\s+)?(?P<in>{LIST})",
    re.IGNORECASE,
)
PLAIN_DATELINE = re.compile(
    r"^(?P<place>\p{Lu}[\p{Lu} .,'’-]{2,40})\s*(?:\([^)]{2,30}\)\s*)?[-–—]\s+".replace(r"\p{Lu}", r"[A-ZÀ-ÖØ-Þ]")
    .replace("[[", "[")
    .replace("]]", "]")
)
FIND = re.compile(rf"(?<![\w-])(?:{ANY})(?![\w-])")


def is_agency(text: str) -> bool:
    """Whether the text is an agency's name, and nothing else."""
    return text.strip(" ./()").casefold() in CANON


def dateline_place(paragraph: str) -> str | None:
    """The place that a first paragraph begins with, if it has a dateline."""
    match = DATELINE.match(paragraph) or PLAIN_DATELINE.match(paragraph)
    place = match["place"] if match else None
    return place.strip(" ,.-–—") or None if place else None


def without_dateline(paragraph: str) -> str:
    """A first paragraph without place and agency at its start."""
    for pattern in (DATELINE, LEAD_TAG, PLAIN_DATELINE):
        if match := pattern.match(paragraph):
            return paragraph[match.end() :]
    return paragraph


def is_source_line(paragraph: str) -> bool:
    """Whether a line says nothing but where the text is from."""
    return len(paragraph) < 120 and bool(SOURCE.match(paragraph) or (TAIL.fullmatch(paragraph) or is_agency(paragraph)))


def agencies(paragraphs: list[str], bylines: Iterable[str], structured: Iterable[str], domain: str | None) -> list[Agency]:
    """Every agency that the page is credited to, each once, by the strongest evidence."""
    found: dict[str, Agency] = {}

    def add(words: str, evidence: str, text: str) -> None:
        for word in FIND.findall(words):
            if name := CANON.get(word.casefold()):
                found.setdefault(name, Agency(name=name, evidence=evidence, text=text.strip()[:200]))

    for paragraph in paragraphs[:2]:
        for pattern in (DATELINE, LEAD_TAG):
            if match := pattern.match(paragraph):
                groups = match.groupdict()
                add(groups.get("in") or groups.get("bare") or "", "dateline", match[0])
    for paragraph in [p for p in (*paragraphs[:3], *paragraphs[-4:]) if SOURCE.match(p)]:
        add(paragraph, "source_line", paragraph)
    for text in bylines:
        if len(text) < 120:
            add(text, "byline", text)
    for text in structured:
        if is_agency(text):
            add(text, "structured_data", text)
    for paragraph in paragraphs[-3:]:
        match = TAIL.search(paragraph[-60:])
        if (match and (len(paragraph) < 60 or match[0][0] in "([")) or (
            match := PROVIDED.search(paragraph) if len(paragraph) < 300 else None
        ):
            add(match["in"], "credit", match[0])
    if domain in DOMAINS:
        add(DOMAINS[domain], "domain", domain)
    return list(found.values())
