"""Instants as pages write them: with offset, or a bare day; never a guess dressed as precise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice

from dateutil import parser as dateutil

from worker.model import Instant, Provenance
from worker.normalise.lines.months import MONTH, month

FROM_GREENWICH = re.compile(r"\b(?:GMT|UTC)\s?(?=[+-]\d)", re.IGNORECASE)
"""What dateutil takes for POSIX's sign, which is the other one: JavaScript writes "GMT+0200" for two hours ahead."""
COMPACT_ZONE = re.compile(r"([+-]\d\d)(\d\d)$")
EARLIEST = date(1990, 1, 1)
AHEAD = timedelta(days=1)
"""How far past the fetch a page may date itself: zones are mistaken by hours."""
WIDEST_OFFSET = timedelta(hours=14)
"""The farthest that any place's clock stands from UTC; a page that says more says no zone."""
_NAME = "|".join(sorted(map(re.escape, MONTH), key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
DATE = re.compile(
    rf"(?<![\d/.-])(?:(?P<y1>{_YEAR})[-/.年]\s?(?P<m1>\d\d?)[-/.月]\s?(?P<d1>\d\d?)(?!\d)"
    rf"|(?P<y2>{_YEAR})년\s*(?P<m2>\d\d?)월\s*(?P<d2>\d\d?)일"
    rf"|(?P<a>\d\d?)(?P<sep>[./-])\s?(?P<b>\d\d?)(?P=sep)\s?(?P<y3>{_YEAR})(?!\d)"
    rf"|(?P<d4>\d\d?)(?:\.|(?:st|nd|rd|th)(?:\s+of)?|er|º|\s+de|\s+d['’])?\s*(?P<n4>{_NAME})\.?\s?[,،]?\s*(?:de[l]?\s+)?(?P<y4>{_YEAR})(?!\d)"
    rf"|(?<![^\W\d_])(?P<n5>{_NAME})\.?\s+(?P<d5>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y5>{_YEAR})(?!\d)"
    # Hungarian, Lithuanian, Latvian: the year first
    rf"|(?P<y6>{_YEAR})(?:\.|\sm\.)?\s+(?P<n6>{_NAME})\s+(?P<d6>\d\d?)(?!\d)"
    rf"|(?P<y0>{_YEAR})\.?\s?gada\s+(?P<d0>\d\d?)\.\s?(?P<n0>{_NAME})"
    rf"|(?P<d7>\d\d?)\s+tháng\s+(?P<m7>\d\d?),?\s+(?:năm\s+)?(?P<y7>{_YEAR})(?!\d)"
    # Thai, which counts from the Buddha's death
    rf"|(?P<d8>\d\d?)\s+(?P<n8>{_NAME})\s+(?:พ\.ศ\.\s*)?(?P<y8>25\d\d)(?!\d)"
    rf"|(?P<d9>\d\d)\.(?P<m9>\d\d)\.(?P<y9>\d\d)(?![\d.]))",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20|25)\d\d|\d\d\.\d\d\.\d\d")
"""What every DATE holds, a hundred times faster to look for."""
BUDDHIST = 543
"""Years by which Thailand's calendar is ahead."""
ZONES = {
    "UTC": 0, "GMT": 0, "WEST": 1, "CET": 1, "MEZ": 1, "WAT": 1, "CEST": 2, "MESZ": 2, "EET": 2, "SAST": 2, "CAT": 2, "EEST": 3, "MSK": 3,
    "МСК": 3, "TRT": 3, "EAT": 3, "PKT": 5, "NPT": 5.75, "WIB": 7, "ICT": 7, "WITA": 8, "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8, "AWST": 8,
    "WIT": 9, "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "NDT": -2.5, "BRT": -3, "ART": -3, "ADT": -3, "EDT": -4, "MDT": -6, "PDT": -7, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Hours from UTC of the zones whose letters mean one place; "IST" is three zones, and says none."""
WINTER = {"EST": -5, "CST": -6}
"""Zones of that name elsewhere too: America's where the month stands before the day, and it is winter there."""
AMERICAN = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}
"""Hours from UTC in winter of what the United States' zones are called all the year."""
CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:.h](?P<m>\d\d)(?::\d\d)?\s*(?:(?:h|hrs|hs|uhr|uur)\b\.?\s*)?(?P<half>[ap]\.?\s?m\.?)?\s*\(?"
    r"(?P<zone>(?:UTC|GMT)\s*[+−–-]\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?"
    rf"|(?:{'|'.join(sorted(ZONES, key=len, reverse=True))}|(?-i:{'|'.join((*AMERICAN, *WINTER))}))(?!\w))",
    re.IGNORECASE,
)
"""A time of day with its zone."""
EAST = timedelta(hours=3)
"""How far east of UTC midnight is taken for a day: Europe and Africa; further east an instant is rather another day's noon."""
MOST_CANDIDATES = 100
"""Texts that are asked for an instant: a page may repeat its meta tags without end, and dateutil is slow to say no."""
NEAR_DAY = 40
"""Characters between a day and its time of day."""
CHANGED = re.compile(
    r"updated|modified|aktualisiert|mis à jour|modifié|actualizad|aggiornat|modificat|atualizad|bijgewerkt|uppdaterad|oppdatert|opdateret"
    r"|päivitetty|zaktualizowan|aktualizován|frissítve|actualizat|обновлен|оновлен|güncelle|تحديث|更新",
    re.IGNORECASE,
)
"""What stands between when a story was published and when it was changed."""
NUMERIC = re.compile(r"\d{1,2}(?P<sign>[./-])\d{1,2}[./-]\d{4}(?!\d)")
MONTH_FIRST = re.compile(r"(?:en(?![-_](?:gb|ie|au|nz|in|za|ng|ke)\b)|$)", re.IGNORECASE)
"""Languages in which 5/10/2026 is a day in May, as far as the page's word of its language tells."""
LONGEST_OPENING = 45
"""Characters before the day that a story opens with: a place, "press release of"."""
OPENING_END = re.compile(r"\s*(?:[)\]|–—/(:]|-\s|\.\s|$)")
DIGITS = {code: str(unicodedata.digit(chr(code))) for code in range(0x0660, 0xFF1A) if unicodedata.category(chr(code)) == "Nd"}
"""Figures of other scripts."""
IN_URL = re.compile(
    r"[/_-](?P<y>(?:19|20)\d\d)(?:/[a-z]+(?=/))?[/_-]?(?P<m>0[1-9]|1[0-2]|(?<=/)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?=/))"
    r"[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)",
    re.IGNORECASE,
)


def parse(text: str, language: str, fetched_at: datetime) -> Instant | None:
    """An instant with offset, or a date where the text has only a day or no zone; None where it says neither or can't be.

    `language`: BCP 47 or "", by which 5/10/2026 is read.
    """
    text = FROM_GREENWICH.sub("", text.strip())
    try:
        when = datetime.fromisoformat(COMPACT_ZONE.sub(r"\1:\2", text))
    except ValueError:
        if not re.search(r"\d{4}", text) or len(text) > 60:
            return None
        try:
            when = dateutil.parse(text, default=datetime(1, 1, 1), dayfirst=_is_day_first(text, language), tzinfos=_zone)
        except (ValueError, OverflowError, TypeError):
            return None
    if not _possible(when.date(), fetched_at):
        return None
    offset = when.utcoffset()
    return when if offset is not None and abs(offset) <= WIDEST_OFFSET and len(text) > len("2026-01-05") else when.date()


def _is_day_first(text: str, language: str) -> bool:
    """Whether a date in figures begins with its day: with dots always, with strokes but in English, with slashes as the language has it."""
    match = NUMERIC.match(text)
    if match is None:
        return False
    return match["sign"] == "." or (not language.startswith("en") if match["sign"] == "-" else not MONTH_FIRST.match(language))


def _possible(day: date, fetched_at: datetime) -> bool:
    return EARLIEST <= day <= (fetched_at + AHEAD).date()


def _zone(name: str | None, offset: int | None) -> timezone | None:
    """A zone by its offset, or by letters that mean one place."""
    if offset is None and (hours := ZONES.get((name or "").upper())) is not None:
        return timezone(timedelta(hours=hours))
    return None if offset is None or abs(offset) > WIDEST_OFFSET.total_seconds() else timezone(timedelta(seconds=offset))


def first(candidates: Iterable[tuple[str, Provenance]], language: str, fetched_at: datetime) -> tuple[Instant, Provenance] | None:
    """The first candidate (text, where from) that is an instant, failing that the first that is a day.

    An instant in the markup may be another story's; it has to be on the day that is told before it.
    """
    day: tuple[Instant, Provenance] | None = None
    for text, source in islice(candidates, MOST_CANDIDATES):
        when = parse(text, language, fetched_at)
        if isinstance(when, datetime) and (day is None or source != "markup" or _is_on(when, day[0])):
            return (when if when.utcoffset() else when.replace(tzinfo=UTC)), source
        if when is not None and day is None and not isinstance(when, datetime):
            day = when, source
    return day


def _is_on(when: datetime, day: Instant) -> bool:
    """Whether an instant is on a day: where it was told, or somewhere, if it was told in UTC."""
    return abs((when.date() - day).days) <= (0 if when.utcoffset() else 1)


def day(when: Instant) -> date:
    """The day of an instant where it was told."""
    return when.date() if isinstance(when, datetime) else when


def is_midnight_of(day: Instant, when: datetime) -> bool:
    """Whether an instant is but another day's beginning east of its own zone: 23:00 UTC for the fifth in Paris."""
    return (
        not isinstance(day, datetime)
        and day > when.date()
        and timedelta() < datetime(day.year, day.month, day.day, tzinfo=when.tzinfo) - when <= EAST
        and (when.minute, when.second) == (0, 0)
    )


def in_url(url: str, fetched_at: datetime) -> date | None:
    """The day that a URL names: /2026/01/05/, /20260105-, -2026-01-05, /2026/jan/05/, /2026/politics/01/05/."""
    match = IN_URL.search(url)
    return _day(match["y"], str(MONTH.get(match["m"].lower(), match["m"])), match["d"], fetched_at) if match else None


def has_day(line: str) -> bool:
    """Whether a line names a day."""
    return day_in(line) is not None


def day_in(line: str) -> re.Match[str] | None:
    """Where a line names its first day."""
    return DATE.search(line) if YEAR.search(line) else None


def in_lines(lines: Iterable[str], language: str, fetched_at: datetime) -> Instant | None:
    """The first day that one of the lines names in words or figures, with its time where the line says that with its zone.

    "03/04/2026" is none in English, where it may be either.
    """
    for line in lines:
        for match, day in _days(line, language, fetched_at):
            near = line[: match.start()][-NEAR_DAY:], CHANGED.split(line[match.end() :][:NEAR_DAY])[0]
            return _at(day, *near, american=match["n5"] is not None) or day
    return None


def _at(day: date, before: str, after: str, *, american: bool) -> datetime | None:
    """The instant on a day whose time of day, with its zone, stands beside it."""
    clock = CLOCK.search(after) or CLOCK.search(before)
    if clock is None:
        return None
    hour, half = int(clock["h"]), (clock["half"] or "").lower()
    hour = hour % 12 + 12 * (half[0] == "p") if half else hour
    if clock["hours"]:
        west = -1 if re.search("[−–-]", clock["zone"]) else 1
        offset = west * timedelta(hours=int(clock["hours"]), minutes=int(clock["minutes"] or 0))
    else:
        zone = clock["zone"].upper()
        if zone in WINTER and (not american or _is_summer(day)):
            return None
        offset = timedelta(hours=AMERICAN[zone] + _is_summer(day) if zone in AMERICAN else (WINTER if zone in WINTER else ZONES)[zone])
    if hour > 23 or int(clock["m"]) > 59 or abs(offset) > WIDEST_OFFSET:
        return None
    return datetime(day.year, day.month, day.day, hour, int(clock["m"]), tzinfo=timezone(offset) if offset else UTC)


def _is_summer(day: date) -> bool:
    """Whether the United States have summer time: from March's second Sunday to November's first (Energy Policy Act of 2005)."""
    begin, end = (date(day.year, month, first) for month, first in ((3, 8), (11, 1)))
    begin, end = (sunday + timedelta(days=6 - sunday.weekday()) for sunday in (begin, end))
    return begin <= day < end


def opening(paragraph: str, language: str, fetched_at: datetime) -> date | None:
    """The day that a story opens with: "Press release of 25 January 2026 | …", "(BERLIN, 5.1.2026) …"."""
    for match, day in _days(paragraph[: 2 * LONGEST_OPENING], language, fetched_at):
        led = paragraph[: match.start()].strip(" (")
        if len(led) <= LONGEST_OPENING and not re.search(r"[.!?](?:\s|$)", led) and OPENING_END.match(paragraph, match.end()):
            return day
    return None


def _days(line: str, language: str, fetched_at: datetime) -> Iterator[tuple[re.Match[str], date]]:
    line = line if line.isascii() else line.translate(DIGITS)
    for match in DATE.finditer(line) if YEAR.search(line) else ():
        if day := _of(match, language, fetched_at):
            yield match, day


def _of(match: re.Match[str], language: str, fetched_at: datetime) -> date | None:
    found = match.groupdict()
    if n := next((n for n in "012456789" if found[f"y{n}"]), None):
        numbered = found[f"m{n}"] if n in "1279" else str(month(found[f"n{n}"]))
        year = {"8": str(int(found["y8"] or 0) - BUDDHIST), "9": f"20{found['y9']}"}.get(n, found[f"y{n}"])
        return _day(year, numbered, found[f"d{n}"], fetched_at)
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
