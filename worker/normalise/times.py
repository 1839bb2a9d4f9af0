"""Instants as pages write them: with offset, or a bare day; never a guess dressed as precise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from dateutil import parser as dateutil

from worker.model import Instant

COMPACT_ZONE = re.compile(r"([+-]\d\d)(\d\d)$")
EARLIEST = date(1990, 1, 1)
AHEAD = timedelta(days=1)
"""How far past the fetch a page may date itself: zones are mistaken by hours."""
WIDEST_OFFSET = timedelta(hours=14)
"""The farthest that any place's clock stands from UTC; a page that says more says no zone."""
MONTHS = (
    "january januar jänner janvier enero gennaio janeiro januari janeiro styczeń stycznia leden ledna január ianuarie января "
    "січня ocak tammikuu tammikuuta jan ene gen янв ιανουαρίου sty",
    "february februar feber février febrero febbraio fevereiro februari luty lutego únor února február februarie февраля "
    "лютого şubat helmikuu helmikuuta feb fév fev févr фев φεβρουαρίου lut",
    "march märz mars marzo março maart marts marzec marca březen března március martie марта березня mart maaliskuu "
    "maaliskuuta mar mär mrz мар μαρτίου",
    "april avril abril aprile kwiecień kwietnia duben dubna április aprilie апреля квітня nisan huhtikuu huhtikuuta apr abr "
    "avr апр απριλίου kwi",
    "may mai mayo maggio maio mei maj maja květen května május мая травня mayıs toukokuu toukokuuta mag май μαΐου",
    "june juni juin junio giugno junho czerwiec czerwca červen června június iunie июня червня haziran kesäkuu kesäkuuta jun "
    "giu июн ιουνίου cze",
    "july juli juillet julio luglio julho lipiec lipca červenec července július iulie июля липня temmuz heinäkuu heinäkuuta "
    "jul lug июл ιουλίου lip",
    "august août agosto augustus augusti sierpień sierpnia srpen srpna augusztus августа серпня ağustos elokuu elokuuta "
    "agustus aug ago авг αυγούστου sie",
    "september septembre septiembre settembre setembro wrzesień września září szeptember septembrie сентября вересня eylül "
    "syyskuu syyskuuta sep sept set сен σεπτεμβρίου wrz",
    "october oktober octobre octubre ottobre outubro październik października říjen října október octombrie октября жовтня "
    "ekim lokakuu lokakuuta oct okt ott out окт οκτωβρίου paź",
    "november novembre noviembre novembro listopad listopada listopadu noiembrie ноября листопада kasım marraskuu marraskuuta "
    "nov ноя νοεμβρίου lis",
    "december dezember décembre diciembre dicembre dezembro grudzień grudnia prosinec prosince decembrie декабря грудня "
    "aralık joulukuu joulukuuta desember dec dez déc dic дек δεκεμβρίου gru",
)  # fmt: skip
"""Names of the months, January first, in the languages of the press."""
MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted(map(re.escape, MONTH), key=len, reverse=True))
DATE = re.compile(
    rf"(?<![\d/.-])(?:(?P<y1>(?:19|20)\d\d)[-/.年]\s?(?P<m1>\d\d?)[-/.月]\s?(?P<d1>\d\d?)(?!\d)"
    rf"|(?P<y2>(?:19|20)\d\d)년\s*(?P<m2>\d\d?)월\s*(?P<d2>\d\d?)일"
    rf"|(?P<a>\d\d?)(?P<sep>[./-])\s?(?P<b>\d\d?)(?P=sep)\s?(?P<y3>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<d4>\d\d?)(?:\.|st|nd|rd|th|er|º|\s+de|\s+d['’])?\s*(?P<n4>{_NAME})\.?,?\s*(?:de[l]?\s+)?(?P<y4>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<n5>{_NAME})\.?\s+(?P<d5>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y5>(?:19|20)\d\d)(?!\d))",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")
"""What every DATE holds, a hundred times faster to look for."""
IN_URL = re.compile(
    r"[/_-](?P<y>(?:19|20)\d\d)(?:/[a-z]+(?=/))?[/_-]?(?P<m>0[1-9]|1[0-2]|(?<=/)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?=/))"
    r"[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)",
    re.IGNORECASE,
)


def parse(text: str, fetched_at: datetime) -> Instant | None:
    """An instant with offset, or a date where the text has only a day or no zone; None where it says neither or can't be."""
    text = text.strip()
    try:
        when = datetime.fromisoformat(COMPACT_ZONE.sub(r"\1:\2", text))
    except ValueError:
        if not re.search(r"\d{4}", text) or len(text) > 60:
            return None
        try:
            when = dateutil.parse(text, default=datetime(1, 1, 1), tzinfos=_zone)
        except (ValueError, OverflowError, TypeError):
            return None
    if not _possible(when.date(), fetched_at):
        return None
    offset = when.utcoffset()
    return when if offset is not None and abs(offset) <= WIDEST_OFFSET and len(text) > len("2026-01-05") else when.date()


def _possible(day: date, fetched_at: datetime) -> bool:
    return EARLIEST <= day <= (fetched_at + AHEAD).date()


def _zone(_: str | None, offset: int | None) -> timezone | None:
    """A zone by its offset; one known by letters only ("EST" is three zones) is none."""
    return None if offset is None or abs(offset) > WIDEST_OFFSET.total_seconds() else timezone(timedelta(seconds=offset))


def first(candidates: Iterable[tuple[str, str]], fetched_at: datetime) -> tuple[Instant, str] | None:
    """The first candidate (text, where from) that is an instant, or failing that the first that is a day."""
    day: tuple[Instant, str] | None = None
    for text, source in candidates:
        when = parse(text, fetched_at)
        if isinstance(when, datetime):
            return (when if when.utcoffset() else when.replace(tzinfo=UTC)), source
        if when is not None and day is None:
            day = when, source
    return day


def in_url(url: str, fetched_at: datetime) -> date | None:
    """The day that a URL names: /2026/01/05/, /20260105-, -2026-01-05, /2026/jan/05/, /2026/politics/01/05/."""
    match = IN_URL.search(url)
    return _day(match["y"], str(MONTH.get(match["m"].lower(), match["m"])), match["d"], fetched_at) if match else None


def in_lines(lines: Iterable[str], language: str, fetched_at: datetime) -> date | None:
    """The first day that one of the lines names in words or figures. "03/04/2026" is none in English, where it may be either."""
    for line in lines:
        for match in DATE.finditer(line) if YEAR.search(line) else ():
            if day := _of(match, language, fetched_at):
                return day
    return None


def _of(match: re.Match[str], language: str, fetched_at: datetime) -> date | None:
    found = match.groupdict()
    for n in "12":
        if found[f"y{n}"]:
            return _day(found[f"y{n}"], found[f"m{n}"], found[f"d{n}"], fetched_at)
    for n in "45":
        if found[f"y{n}"]:
            return _day(found[f"y{n}"], str(MONTH[found[f"n{n}"].casefold()]), found[f"d{n}"], fetched_at)
    one, other = int(found["a"]), int(found["b"])
    if found["sep"] == "/" and language.startswith("en") and one <= 12 and other <= 12 and one != other:
        return None
    if other > 12:
        one, other = other, one
    return _day(found["y3"], str(other), str(one), fetched_at)


def _day(year: str, month: str, day: str, fetched_at: datetime) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _possible(found, fetched_at) else None
