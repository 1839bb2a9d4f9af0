"""The dateline that a story opens with: its place, and the agencies that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from worker.normalise.lines.agency_names import ANY

LIST = rf"(?:{ANY})(?:\s*(?:,|/|;|\+|&|and|und|et|y|e|i)\s*(?:{ANY}|[a-z]{{2,3}}\b)){{0,4}}"
"""Five agencies at most: "dpa" is also three small letters, so that longer lists could be read in 2ⁿ ways."""
CAPITAL = r"[^\W\d_a-zà-öø-ÿа-ӏα-ώ]"
PLACE = rf"{CAPITAL}[^\W\d_]*\.?(?:[\s,/-]+{CAPITAL}[^\W\d_]*\.?){{0,4}}"
"""Words that all begin with a capital."""
NAMES = re.compile(rf"(?:{PLACE}|[\u0900-\u0dff\s]+)\W*")
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΑ-ΩА-ЯЁІЇЄҐЎ"
DAY = r"(?:\d{1,2}\.?\s+(?:de\s+)?[^\W\d]{3,12}\.?|[^\W\d]{3,9}\.?\s+\d{1,2})(?:,?\s+\d{4})?"
OF_AGENCY = re.compile(
    rf"^\W{{0,2}}(?:(?P<place>[^\W\d][^()\n:;!?]{{1,60}}?)?(?:\s*\([^()\n]{{2,30}}\))?(?:[,\s]+{DAY}\.?)?[,:\s]*[(\[/]\s*(?:[A-ZÆØÅ]{{2,8}}/)?(?P<in>{LIST})\s*[)\]/]"
    rf"|(?P<before>{PLACE})(?:[.,\s]+{DAY}[.,]?)?[,\s/—–-]+(?P<bare>{LIST})(?!-\w))\s*(?:[-–—:.]+|$)\s*"
    rf"|^(?P<town>{PLACE})(?:,\s*{DAY})?:?\s*\((?P<brackets>{LIST})\)\s+(?={CAPITAL}|[\"“„«‚‹])"
)
LED_BY_AGENCY = re.compile(rf"^\((?P<in>{LIST})\)\s*[-–—]\s*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ '’.-]{{1,40}}?)(?:,\s*{DAY})?\s*[-–—]\s+")
"""As ANSA writes it: "(ANSA) - GUBBIO, 05 DIC - "."""
OF_INDIA = re.compile(
    rf"^(?P<place>[\u0900-\u0dff]{{2,20}}(?:\s[\u0900-\u0dff]{{2,20}}){{0,2}})(?:\s*\([^()\n]{{2,30}}\))?(?:,\s*[^()\n]{{2,25}}?)?\s*\((?P<in>{ANY})\)\s*[-–—:।]?\s*"
)
"""In scripts whose vowel signs are no letters: भोपाल, पांच मार्च (भाषा)."""
WIDE = re.compile(
    rf"^(?:[【\[(]\s*(?P<place>[^\W\d]{{1,12}}?)?[\s=]*(?:(?:\d{{1,2}}月)?\d{{1,2}}日\s*)?(?P<in>{ANY})\s*[】\])]\s*[-–—=]?"
    rf"|(?P<bare>{ANY})\s?(?P<before>[^\W\d]{{1,12}}?)\s?\d{{1,2}}月\d{{1,2}}日[电電讯訊])(?:（[^）]{{1,30}}）)?\s*"
    rf"|^【(?P<city>[^\W\d]{{1,12}})[=＝][^=＝】]{{2,20}}】"
    rf"|^[［\[【]記者[^／/\]］】]{{2,30}}[／/](?P<desk>[^\W\d]{{2,6}}?)(?:連線)?報[導道][］\]】]\s*"
    rf"|^[（(](?P<wire>{ANY})記者[^\W\d]{{2,3}}(?P<county>[^\W\d]{{2,6}})\d{{1,2}}日[電电][）)]\s*"
)
"""The same in East Asia: 【東京共同】, [東京 20日 ロイター], 【6月18日 AFP】, (서울=연합뉴스),
新华社北京10月18日电, （中央社記者王小明台北4日電）;
without an agency 【バンコク=山田太郎】."""
TAG = re.compile(
    rf"^\W{{0,2}}(?P<in>{LIST})\s*[-–—:]\s+(?=[^a-zà-ÿа-я])|^\((?:[A-ZÆØÅ]{{2,8}}/)?(?P<alone>{LIST})\)\s+(?={CAPITAL}|[\"“„«–-])"
)
"""The agency alone: "dpa - ", "(VG/NTB) "."""
NO_PLACE = (
    r"(?:NATO|UEFA|FIFA|OPEC|NASA|WHO|EU|UN|USA?|UK|TV|AI|HIV|WATCH|LISTEN|LIVE|UPDATED?|PUBLISHED|BREAKING|EXCLUSIVE|ANALYSIS|OPINION|COMMENT|EDITORIAL|EXPLAINER"
    r"|FACTBOX|VIDEO|PHOTOS|INTERVIEW|REVIEW|NOTE|WARN(?:ING|UNG)|DEAR|SPOILERS?|CORRECTION|QUESTION|ANSWER|KOMMENTAR|ANALYSE|MEINUNG|HINTERGRUND|FAKTENCHECK|VIDÉO"
    r"|DIRECT|ENTRETIEN|DÉCRYPTAGE|RÉCIT|ENQUÊTE|REPORTA[GJ]E|PORTRAIT|TRIBUNE|CHRONIQUE|ÉDITO|EXCLUSIF|ALERTE|URGENT[EI]?|CRÓNICA|PERFIL|INFORME|VÍDEO|ANALISI|INTERVISTA|COMMENTO|OPINIE|ANÁLISIS|OPINIÓN|ENTREVISTA|ATENCIÓN|ACHTUNG|HINWEIS|SPORTS?|NEWS|PLUS|WELL|TOP|CHAPTER|PART|DAY|STAND"
    r"|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY|(?:MON|DIENS|DONNERS|FREI|SAMS|SONN)TAG|MITTWOCH|LUNDI|MARDI|MERCREDI|JEUDI|VENDREDI|SAMEDI|DIMANCHE"
    r"|LUNES|MARTES|MIÉRCOLES|JUEVES|VIERNES|SÁBADO|DOMINGO|LUNEDÌ|MARTEDÌ|MERCOLEDÌ|GIOVEDÌ|VENERDÌ|SABATO|DOMENICA)"
)
"""What stands in capitals before a dash or a colon as places do."""
CAPITALS = re.compile(
    rf"^(?!{NO_PLACE}\b)"
    rf"(?P<place>[{UPPER}][{UPPER} .'’-]{{2,40}}(?:,\s[{UPPER}][^\W\d_]{{1,14}}\.?(?:\s[{UPPER}][^\W\d_]{{1,14}}){{0,2}}){{0,2}}?)"
    rf"(?:,\s*[\w.]+\.(?i:com|co\.id|id|net|org))?(?:,?\s+(?:[-–—]\s)?{DAY})?\s*(?:\([^)]{{2,30}}\)\s*|/[^/]{{2,30}}/\s*)?(?:[-–—]+\s+|(?<=[^\W\d_])\.-\s*|—(?={CAPITAL}|[\"“]))"
)
"""One without an agency: "TULSA, Okla., March 4, 2026 /Wire/ -- ", "LA CROSSE, Wis. (WKBT) — ", "SEOUL, South Korea — ",
"CARTAGENA, Colombia.- "."""
OF_PAPER = re.compile(rf"^(?!{NO_PLACE}\b)(?P<place>[{UPPER}]{{3,}}(?:[\s/-][{UPPER}]{{2,}}){{0,2}})\s\([A-ZÆØÅ]{{2,10}}\)\s+(?={CAPITAL})")
"""With the letters of the paper, as in Norway: "OSLO (CL) "."""
DATED = re.compile(
    rf"^(?!(?i:{NO_PLACE})\b)(?P<place>{PLACE}),\s+(?:den\s+|le\s+)?(?:{DAY}(?<=\d{{4}})|\d{{1,2}}[./]\s?\d{{1,2}}[./]\s?\d{{4}})\s*(?:[-–—:/|]+|\.-)\s*"
)
"""A press release's: "Zwickau, 14. September 2022 – "."""
_SIMPLE = rf"(?P<place>{CAPITAL}[^\W\d_]{{2,}}(?:[\s/-]{CAPITAL}[^\W\d_]+){{0,2}})"
IN_PASSING = re.compile(
    rf"^(?!(?i:{NO_PLACE})\b){_SIMPLE}\s?(?:\s[-–—]\s|[.:]\s(?=[^.!?]{{40}}))(?={CAPITAL}|[\"“„«‚‹'])"
    rf"|^(?!{NO_PLACE}\b)(?P<called>[{UPPER}]{{4,}}(?:[\s/-][{UPPER}]{{2,}}){{0,2}}(?:,\s[A-Z][a-z]+)?)(?:\s?:|\.)\s"
)
"""Forms that other words have as well: "Potsdam – ", "Essen. ", "Bhopal: ", "KARACHI: ". Believed where the story names the place again;
one in capitals before a colon also where it stands nowhere else: words by which somebody or something is called come again."""
SPEAKER = re.compile(r"^[A-ZÀ-Þ]{2,}[A-ZÀ-Þ .'’-]*:\s")
"""Who speaks, in an interview."""
ABBREVIATED = re.compile(r"(?:^|\s)(?:Gov|Rep|Sen|Gen|Col|Capt|Sgt|Prof|Rev|Hon|Inc|Corp|Ltd|Mrs|Dr|Lt|St|Mr|Ms|Jr|Sr|Co)$")
"""What has a dot and ends no dateline."""
REPORTER = re.compile(r"^(?=[^/]*[a-zà-ÿ])[^/]+\s[^/]+?\s?/\s?(?P<place>[A-ZÇĞİÖŞÜ]{3,})$")
"""A reporter before the place: "Hasan KAYA/KONYA"."""
SHORTEST = 3
"""Letters of a place in capitals that may as well be a paper's."""
OPENING = 5
"""Paragraphs that a dateline may stand in: a lead or a subhead may come first."""
FIRST, LEADS = 60, 2
"""Characters of a story's first paragraphs, and how many may hold the dateline: a lead and the story; what is shorter is a subhead."""
WITHIN = r"(?:in|at|near|aus|nach|bei|im|à|en|em|w|we|v|ve|u|i|på|ved|till|í|в|во|под|из|у|στη|di|ke)"
"""Words that say where: the name alone, named again, may be a person's."""
STEM = 4
"""Letters by which a place is known again in another case."""


DAY_BEHIND = re.compile(r",\s*(?=\d)")
ASIDE, APART = re.compile(r"^\S[^.]*\s[-–—]\s"), 60
"""A second dash so many characters behind the first encloses what stands between."""
SMALL = frozenset({
    "de", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "las", "los", "el", "am", "an", "der", "den", "im", "bei", "of", "and",
    "upon", "on", "in", "y", "e", "i", "nad", "u", "na", "sur", "sous",
})  # fmt: skip
"""Small words within places' names."""


class Dateline(NamedTuple):
    """`place`: "" where it names none; `agencies`: the words that name them; `end`: where the story begins."""

    place: str
    agencies: str
    text: str
    end: int


def read(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph opens with, if it has one that is nothing else."""
    for pattern in (LED_BY_AGENCY, OF_AGENCY, WIDE, OF_INDIA, TAG, CAPITALS, OF_PAPER, DATED):
        if match := pattern.match(paragraph):
            groups = match.groupdict()
            named = next((groups[name] for name in ("place", "before", "town", "county", "city", "desk") if groups.get(name)), "")
            words = next((groups[name] for name in ("in", "bare", "brackets", "wire", "alone") if groups.get(name)), "")
            if named and pattern is OF_AGENCY and not _is_named(named, alone=match.end() == len(paragraph)):
                return None  # a story's last sentence, with its credit: "He was not hurt. (NAN)"; a heading
            if pattern is CAPITALS and "(" not in match[0] and "/" not in match[0] and ASIDE.search(paragraph[match.end() :][:APART]):
                return None  # "BMW - the carmaker - said so."
            if pattern is CAPITALS and len(named.strip()) <= SHORTEST and "(" not in match[0] and not any(map(str.isdigit, match[0])):
                return None  # a paper's letters, as in Vietnam: "TTO - "
            return Dateline(_tidied(named, match[0]), words, match[0], match.end())
    return None


def place(paragraphs: Sequence[str], around: str = "") -> str | None:
    """The place that a story begins with, if it has a dateline. `around`: headline and address, which may name it again."""
    found = [read(paragraph) for paragraph in paragraphs[:OPENING]]
    if placed := next((one.place for one in found if one and one.place), None):
        return placed
    if any(one and one.agencies for one in found):
        return None
    long = [n for n, paragraph in enumerate(paragraphs[:OPENING]) if len(paragraph) >= FIRST][:LEADS]
    return next((named for n in long if (named := _in_passing(paragraphs, n, around))), None)


def _in_passing(paragraphs: Sequence[str], n: int, around: str) -> str | None:
    """The place that the n-th paragraph opens with in a form that other words have as well."""
    match = IN_PASSING.match(paragraphs[n])
    if match is None or (match["place"] and ABBREVIATED.search(match["place"])):
        return None
    others = [paragraph for k, paragraph in enumerate(paragraphs) if k != n]
    if match["called"] and any(map(SPEAKER.match, others)):
        return None
    named: str = match["place"] or match["called"]
    rest = [paragraphs[n][match.end() :], *others]
    return named if _is_known(named, rest, around) or (named.isupper() and ":" in match[0] and _is_alone(named, rest)) else None


def _is_alone(named: str, rest: Sequence[str]) -> bool:
    """Whether words in capitals stand nowhere else, neither so nor in small letters; a place that is named again is said to be one."""
    first = re.escape(re.split(r"[\s,/-]", named)[0])
    again = re.compile(rf"\b{first}s?\b", re.IGNORECASE)
    return not any(again.search(text) for text in rest)


def without(paragraph: str) -> str:
    """A first paragraph without place and agency at its start."""
    found = read(paragraph)
    return paragraph[found.end :] if found else paragraph


def _tidied(named: str, whole: str) -> str:
    named = DAY_BEHIND.split(named)[0].strip(" ,-–—:")
    if match := REPORTER.match(named):
        return match["place"]
    # "BOISE, Idaho", "HOLLIN, Ore.": the dot of a state's short name stays, that of "Berlin. (dpa)" goes.
    return named if "," in named and not whole.rstrip().endswith(".-") else named.rstrip(".")


def _is_named(named: str, alone: bool) -> bool:
    """Whether words before an agency are a place's: capitals but for small words; a line of its own is rather a byline ("Ann Lee, AP")."""
    if alone and not named.isupper() and NAMES.fullmatch(named) and " " in named and "," not in named:
        return False
    return all(not word[0].islower() or word in SMALL for word in re.split(r"[\s,/-]+", named) if word)


def _is_known(named: str, rest: Sequence[str], around: str) -> bool:
    """Whether a place, or one of several, is named again: as where something is, in text or headline, or as a step of the address."""
    if f"/{named.casefold().replace(' ', '-')}/" in around.casefold():
        return True
    words = [re.split(r"[\s,-]", place)[0] for place in named.split("/")]
    stems = "|".join(re.escape(word[: max(STEM, len(word) - 2)]) for word in words)
    again = re.compile(rf"(?:^|[\s(„“\"«])(?i:{WITHIN})\s((?i:{stems}))")
    return any(match[1][0].isupper() for text in (*rest, around) for match in again.finditer(text))
