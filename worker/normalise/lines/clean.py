"""Paragraphs of an article out of lines of text: what is no part of the story is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from worker.normalise.lines.bylines import BY
from worker.normalise.lines.furniture import is_furniture
from worker.normalise.lines.strings import ENDS
from worker.normalise.lines.times import DATE, has_day

LEAD_LINES = 2
"""Lines above which a byline may stand."""
BYLINE = 80
"""Characters of a line that is a byline or a date."""
WHEN = re.compile(
    r"\b(?:\w+day|\w+tag|mittwoch|uhr|um|am|pm|at|on|updated?|published|posted|stand|aktualisiert|veröffentlicht|publié|mis à jour|le|à|el|a las|actualizado|publicado|il|alle"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|segunda|terça|quarta|quinta|sexta|feira|domingo|às|atualizad[oa]|(?:son )?güncelle(?:me|nme)|giriş|yayın(?:lanma)?|opublikowano|aktualizacja|publikováno|опубликовано|обновлено"
    r"|publisert|oppdatert|publicerad|uppdaterad|publiceret|opdateret|udgivet|julkaistu|päivitetty|gepubliceerd|bijgewerkt|objavljeno|aktualizováno|megjelent|frissítve|опубліковано|оновлено|обновлено|modifi(?:ca(?:to|do)?|ed|é)|geändert|il|utc|gmt|cet|cest|est|edt|h|hrs|kl)\b|\b[ap]\.\s?m\.",
    re.IGNORECASE,
)
LETTERS = re.compile(r"[^\W\d_]")
IS = re.compile(
    r"\s(?:is|was|writes|covers|reports|works|edits|has|ist|war|schreibt|arbeitet|berichtet|est|écrit|travaille|couvre|es|escribe|trabaja|cubre|è|scrive|lavora|é|escreve|cobre"
    r"|schrijft|werkt|er|är|skriver|jest|pisze)\s"
)
"""What a biography goes on with behind the name."""
BIOGRAPHY = 600
"""Characters of a paragraph that says who an author is."""


def is_date(line: str) -> bool:
    """Whether a line says when, and nothing else."""
    return len(line) < BYLINE and has_day(line) and not LETTERS.search(WHEN.sub("", DATE.sub("", line)))


def paragraphs(lines: Sequence[str], headline: str | None) -> list[str]:
    """The story's paragraphs: furniture, repeats of the headline and of long paragraphs left out."""
    seen: set[str] = set()
    kept: list[str] = []
    for line in lines:
        if not any(map(str.isalnum, line)) or is_furniture(line) or (headline and line.casefold() == headline.casefold()):
            continue
        if is_date(line) or (len(kept) <= LEAD_LINES and len(line) < BYLINE and BY.match(line) and not line.endswith(ENDS)):
            continue
        key = line.casefold()
        if len(line) > 60 and key in seen:
            continue
        seen.add(key)
        kept.append(line)
    return kept


def without_authors(kept: list[str], authors: Sequence[str]) -> list[str]:
    """Without what begins a story and is a byline or says who an author is, and what ends it and begins with an author's name."""
    names = tuple(name for name in authors if " " in name)
    if not names:
        return kept

    def is_byline(line: str) -> bool:
        named = line.startswith(names) or (has_day(line) and any(name in line for name in names))
        return named and len(line) < 2 * BYLINE and not line.endswith(ENDS)

    def is_biography(line: str) -> bool:
        return len(line) < BIOGRAPHY and any(line.startswith(name) and IS.match(line, len(name)) for name in names)

    end = len(kept)
    while end > 1 and len(kept[end - 1]) < BIOGRAPHY and kept[end - 1].startswith(names):
        end -= 1
    told = [line for n, line in enumerate(kept[:end]) if n >= LEAD_LINES or not (is_byline(line) or is_biography(line))]
    return told or kept


def trim(kept: list[str]) -> list[str]:
    """Without trailing lines that are no sentences: site furniture after the story's end."""
    end = len(kept)
    while end and len(kept[end - 1]) < 40 and not kept[end - 1].endswith(ENDS):
        end -= 1
    return kept[:end]
