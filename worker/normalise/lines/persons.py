"""The persons whom lines name: not the paper, not the agency, not the desk, without "By" or titles; and which lines do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from worker.normalise.lines.agencies import is_agency
from worker.normalise.lines.bylines import (
    AND,
    BEFORE_DATE,
    BY,
    BY_INSIDE,
    COMPANY,
    DEGREE,
    HANDLE,
    NO_PERSON,
    REPORTER,
    ROLE,
    ROLE_BEHIND,
    SIGNED,
    SINCE,
    TITLE,
    WHERE,
    WROTE,
)
from worker.normalise.lines.strings import plain, tidy, together
from worker.normalise.lines.times import day_in, has_day
from worker.normalise.site import label

BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?\s*$")
PICTURED = re.compile(
    r"[(\[](?:photo\w*|pictures?|images?|videos?|camera|graphics?|illustrations?|fotos?|fotografie|bilder|grafik|kamera|kuvat?|zdjęcia|фото)[)\]]",
    re.IGNORECASE,
)
"""What a person did for the pictures, behind the name: "Ann Lee (reporting) and Bo Ek (photography)"."""
OTHER_WORK = re.compile(
    r"\W*(?:(?:editor|editör|redactor|redaktor|foto\w*|photo\w*|kamera|camera|video|übersetz\w+|translat\w+|traduc\w+|illustrat\w+|graphics?)\s*[:：])",
    re.IGNORECASE,
)
"""The label of who did something else for a story than write it."""
PICTURER = re.compile(
    r"\W*(?:foto(?:graf\w*|journalist\w*)?|photo(?:graph\w*|journalist)?|pressefotograf|videograf\w*|valokuvaaja|kuvaaja|fotoğraf\w*|фотограф\w*)\W*$",
    re.IGNORECASE,
)
"""A line that says what a person above it is."""
ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)
LONGEST = 120
"""Characters of a byline."""
LEAST, MOST = 2, 5
"""Words of a name. One word alone is a name where JSON-LD or a link to an author's page gives it as one."""

MOST_PERSONS = 12
"""Persons from which on a page's bylines are not read further."""
LONGEST_WIDE = 8
"""Characters of a name in scripts that say a word in a character."""
PARTICLES = frozenset({
    "von", "van", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "zu", "al", "el", "bin", "ibn", "ter", "ten",
    "af", "do", "das", "het", "te", "zur", "zum", "vom", "wa", "bint", "d", "l", "dell", "dall",
})  # fmt: skip

NAMED_SO = re.compile(r"(?:Di|Da)\s[^\s:]+$")
PARTICLE_END = re.compile(r"[-'’]")
FIGURES = re.compile(r"\s[\s|,–—-]*\d{1,2}\s?[/.:]\s?\d{1,2}\b.*$", re.DOTALL)
"""The rest of a byline from a day or a time in figures on, in whatever form: "Ann Lee 10/ 5/11 09:19 PM ET"."""
LONGEST_LEAD = 25
"""Characters before the "by" within a line: "An interview by Jane Doe"; after more it is a sentence's."""
KOREAN = re.compile(r"([가-힣]{2,4}(?:[·,\s]+[가-힣]{2,4})*?)\s*(?:기자|특파원|논설위원)")
BARS = re.compile(r"[|•·]|\s[–—-]\s")


class Paper(NamedTuple):
    """Who publishes: its name and its registered domain, where known."""

    name: str | None
    domain: str | None


def persons(bylines: Iterable[str], paper: Paper, handles: bool = False) -> list[str]:
    """The names of persons in bylines, in order, each once. `handles`: one word, or small letters, may be a name."""
    found: list[str] = []
    for text in bylines:
        if len(found) >= MOST_PERSONS:
            break
        if len(text) > 2 * LONGEST or ADDRESS.search(text):
            continue
        whole = _without_by(tidy(text).strip())
        said = HANDLE.sub("", FIGURES.sub("", _undated(whole))).strip(" |")
        if said.count("|") == 1 and whole.count("|") > 1:
            said = said.partition("|")[0]  # before place and date
        if len(said) > LONGEST or COMPANY.search(said):
            continue
        parts = AND.split(said)
        for part in parts:
            if found and ROLE.search(part) and " " in part:
                break  # after what a person is comes where the person works
            if PICTURED.search(part):
                continue
            name = TITLE.sub("", _without_by(BRACKETED.sub("", WHERE.sub("", part)).strip(" .,-–—|()[]\"'")))
            name = DEGREE.sub("", name).strip()
            if " " in (alone := ROLE_BEHIND.sub("", name).strip()):
                name = alone if alone == name else _without_tail(alone, paper)
            name = _without_agency(name)
            name = _once(name)
            name = _without_paper(name, paper, after_others=bool(found))
            if name.isupper() and " " in name and not _is_letters(name):
                name = name.title()
            if _is_person(name, paper, handles and len(parts) == 1) and plain(name) not in map(plain, found):
                found.append(name)
    return found[:MOST_PERSONS]


def _without_by(text: str) -> str:
    """A byline without its "by"; of two words the first may be a name: "Di Wu", "Da Wei"."""
    return text if NAMED_SO.match(text) else BY.sub("", text)


def _undated(text: str) -> str:
    """A byline without the date and all that follows it."""
    date = day_in(text)
    return SINCE.sub("", BEFORE_DATE.sub("", text[: date.start()]) if date and date.start() else text)


def _once(name: str) -> str:
    """A name that is written twice in a row, as beside a picture that is named so too."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half >= LEAST and words[:half] == words[half:] else name


def _without_paper(name: str, paper: Paper, after_others: bool) -> str:
    """A name without the paper's behind it ("Jane Doe Daily Example"); none where it is the paper's, told by its domain after other names.

    A name alone that the domain spells is a person with a site of her own.
    """
    words = name.split()
    letters = bool(words) and words[-1].isupper()  # "Jane Doe CNBC"; one word else may be a surname
    for n in range(0 if after_others else LEAST, len(words) - (not letters)):
        if together(" ".join(words[n:])) in (together(paper.name or ""), label(paper.domain)):
            return " ".join(words[:n])
    return name


def without_picturers(found: list[str], lines: Sequence[str]) -> list[str]:
    """The names without those that a line names alone and the next calls a photographer's; all where none is left."""
    picturers = {above for above, line in pairwise(lines) if PICTURER.match(line)}
    return [name for name in found if name not in picturers] or found


def _without_tail(name: str, paper: Paper) -> str:
    """A name before a trade without the end of the paper's name between them: "Jane Doe Ledger Staff Writer"."""
    words, paper_words = name.split(), plain(paper.name or "").split()
    while len(words) > LEAST and plain(words[-1]) in paper_words:
        words.pop()
    return " ".join(words)


def _without_agency(name: str) -> str:
    """A name without the agency run on to it: "JANE DOE Reuters"."""
    words = name.split()
    for n in range(LEAST, len(words)):
        if len(words[n - 1]) > LEAST and any(is_agency(" ".join(words[n:]).removeprefix(joined)) for joined in ("", "ו", "و")):
            return " ".join(words[:n])
    return name


def _is_letters(name: str) -> bool:
    """Whether a name is but two capitals each, as the languages are that a page may be read in."""
    return name.isupper() and max(map(len, name.split())) <= 2


def _is_person(name: str, paper: Paper, handle: bool) -> bool:
    words = name.split()
    wide = bool(name) and ord(name[0]) > 0x2E80
    if not (1 if handle or wide else LEAST) <= len(words) <= MOST or not 2 <= len(name) <= 60 or is_agency(name):
        return False
    if NO_PERSON.search(name) or ROLE.search(name):
        return False
    if paper.name and together(name) in together(paper.name):
        return False
    if wide:
        return len(name) <= LONGEST_WIDE
    if handle and len(words) <= LEAST:
        return len(words) > 1 or together(name) != label(paper.domain)
    if _is_letters(name):
        return False
    words = [word.lstrip("(\"'“‘") or word for word in words]  # a name by which somebody is called: Robert (Bob) Lee
    return all(not word[0].isascii() or word[0].isupper() or PARTICLE_END.split(word.lower(), 1)[0] in PARTICLES for word in words)


def names_of(line: str) -> list[str]:
    """The part of a line around the headline that names authors, if any does."""
    if BY.match(line):
        return [line]
    return reporters(line) or inside(line) or _beside(line)


def reporters(line: str) -> list[str]:
    """The names that a line gives as reporters', in one of the ways of East Asia."""
    match = REPORTER.search(line)
    if match is None:
        return []
    if match["korean"]:
        return [name for names in KOREAN.findall(line) for name in re.split(r"[·,\s]+", names)]
    return [next(filter(None, match.groups()))]


def signed(line: str) -> list[str]:
    """The reporter whom the brackets at a line's end name."""
    match = SIGNED.search(line)
    return [match["name"]] if match else []


def labelled(lines: Sequence[str]) -> list[str]:
    """The lines, with those that are nothing but a label ("Author:", "By") before what they label."""
    joined: list[str] = []
    for line in lines:
        if joined and not BY.sub("", f"{joined[-1]} ").strip():
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def inside(line: str) -> list[str]:
    """The names at the end of a line that says more than a byline: "An interview by Jane Doe", "Posted on 4 May 2025 by Jane Doe"."""
    if wrote := WROTE.search(line):
        return [wrote[1]]
    match = BY_INSIDE.search(line) if len(line) < LONGEST else None
    return [match[1]] if match and (match.start() <= LONGEST_LEAD or has_day(line)) else []


def _beside(line: str) -> list[str]:
    """The parts of a line that bars or dots set apart from a day or an agency: "Jane Doe | 4 May 2025", "Jane Doe · Reuters"."""
    parts = [part.strip() for part in BARS.split(line)]
    others = [part for part in parts if not has_day(part) and not is_agency(part)]
    return others if len(parts) > 1 and len(others) < len(parts) and len(line) < LONGEST else []
