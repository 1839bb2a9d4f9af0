"""Short lines around a plain text's story: who publishes it, who wrote it, when, and what says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from worker.normalise.lines.agencies import is_agency
from worker.normalise.lines.bylines import BY, ROLE
from worker.normalise.lines.clean import is_date
from worker.normalise.lines.furniture import is_furniture
from worker.normalise.lines.strings import WIDE
from worker.normalise.lines.times import has_day
from worker.normalise.plain import textlines

UPDATED = re.compile(
    r"^\W*(?:(?:last )?(?:updated|modified)|aktualisiert|mis à jour|actualizado|última actualización|aggiornato|atualizado|bijgewerkt|uppdaterad|oppdatert|opdateret"
    r"|zaktualizowano|обновлено|оновлено|更新|güncelleme)\b",
    re.IGNORECASE,
)
NAME = re.compile(
    r"^[^\W\d_a-z][\w.'’-]*"
    r"(?:\s(?:(?:von|van|de|der|den|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten|af|do|y|e)\s){0,2}[^\W\d_a-z][\w.'’-]*){1,3}$|^[\u0900-\u0dff]{2,20}(?:\s[\u0900-\u0dff.]{2,20}){1,3}$"
)
"""Two to four words with capitals."""
NAME_OF_PLACE = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[\s-][^\W\d_]+)?")
"""One or two words, as a byline has the place below the name."""
TRADE = re.compile(r"\b(?:reporter|correspondent|editor|writer|columnist|journalist)$", re.IGNORECASE)
MASTHEAD = re.compile(
    r"^(?:The|Le|La|Les|El|Der|Die|Das|Il|De|Het)\s|\b(?:news|times|post|journal|gazette|herald|tribune|echo|press|daily|chronicle|observer|zeitung|nachrichten|kurier|anzeiger"
    r"|courrier|diario|periódico|gazeta|dagblad|giornale|corriere|jornal)\b|[新日时時晚晨][聞闻報报]|网$|\b(?:вестник|газета|известия|правда|ведомости|вісник)\b",
    re.IGNORECASE,
)
"""What papers are called."""
READING = re.compile(r"\W*\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s?(?:min\w*\.?|menit|мин\w*\.?|хв\w*\.?|分|분|دقائق|phút|นาที)(?: \w+){0,2}")
"""How long a story takes to read."""
EDGE = 80
"""Characters of a line that may say who wrote the story, where and when."""


def is_signed(line: str) -> bool:
    """Whether a line says who or when, and nothing else."""
    return len(line) < EDGE and (is_date(line) or textlines.is_byline(line))


def is_publisher(line: str, alone: bool) -> bool:
    """Whether a line beside the headline reads as a paper's name: by a masthead's words, or, if `alone` may be one, as one word."""
    named = (alone and len(line.split()) == 1) or ((" " in line or bool(WIDE.search(line))) and bool(MASTHEAD.search(line)))
    fit = 2 <= len(line) <= (12 if WIDE.search(line) else 40) and not any(c.isdigit() or c in ":.!?，。、@" for c in line)
    return named and fit and not BY.match(line) and not is_agency(line) and not is_date(line) and not is_furniture(line)


def named_alone(edge: Sequence[str]) -> list[str]:
    """Lines that may be a name and no more, as the next says when, or how to reach whom; and names with a role behind a comma."""
    parts = [line.partition(",") for line in edge]
    placed = [(line, after) for line, place, after in zip(edge, edge[1:], edge[2:], strict=False) if NAME_OF_PLACE.fullmatch(place)]
    found = [name for name, _, who in parts if (ROLE.search(who) or is_agency(who)) and not ROLE.search(name)]
    beside = [
        line
        for line, after in (*pairwise(edge), *placed)
        if not (is_date(line) or TRADE.search(line)) and (has_day(after) or "@" in after or _is_role(after) or READING.fullmatch(after))
    ]
    return [name for name in (*found, *beside) if NAME.match(name)]


def _is_role(line: str) -> bool:
    return bool(ROLE.match(line) or (TRADE.search(line) and len(line) <= EDGE / 2))


def parted_by_update(edge: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lines that may say when the story was published, and those that say when it was changed."""
    return [line for line in edge if not UPDATED.match(line)], [line for line in edge if UPDATED.match(line)]
