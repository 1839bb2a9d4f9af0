"""Lines of plain text as the tools leave them that make it, back to one line a paragraph.

Mail, print and text browsers wrap lines at a width; browsers for terminals number links and list them at the end; extractors
that put every element on a line of its own part sentences at each link.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from worker.normalise.lines.bylines import BY
from worker.normalise.lines.strings import ENDS, WIDE, tidy

WIDEST, NARROWEST = 100, 24
"""Columns at which texts are wrapped."""
USUAL = 0.95
"""Share of a wrapped text's lines of some words that are no wider than the width: addresses and tables may be."""
SOME_WORDS = 4
"""Words of a line that says something about a text's width."""
LEAST_LINES, LEAST_BREAKS = 6, 4
"""Lines of some words, and breaks within paragraphs, that wrapping is told by."""
SLACK = 6
"""Columns that texts wrapped by hand leave free."""
MOST, FULL = 0.6, 0.4
"""Share of the breaks in a wrapped text at which a sentence goes on, and of those at which the next word did not fit."""
ENDED = 0.5
"""Share of them at which a sentence ends, at most: more is a sentence a line."""
PARTED = 3
"""Lines that go on with the one above, by which a text is told to be parted at its links."""
LONG, SHORT = 5, 5
"""Words of a line that may be the beginning of a sentence, and of a link within one at most."""
NUMBERED = re.compile(r"\[\d{1,3}\]#?(?=[^\s\[\]])|\[\d{1,3}\](?=\s|$)")
"""A link's number as lynx writes it."""
REFERENCES = re.compile(r"^\s*(?:references|visible links|hidden links)\s*:?\s*$", re.IGNORECASE)
ADDRESS = re.compile(r"^\s*(?:\d{1,3}\.|\[\d{1,3}\])\s+(?:https?|mailto|ftp|file|javascript):", re.IGNORECASE)
NO_TEXT = re.compile(
    r"^\s*(?:\[[^\]\s]*\]|\[(?:image|img|inline|link|button|图片|圖片|画像|사진)[^\]]*\]|\(BUTTON\).*|\[?[_ ]{4,}\]?(?: .{0,30})?"
    r"|Page \d+ (?:of|/) \d+|https?://\S+)\s*$",
    re.IGNORECASE,
)
"""A line that stands for a picture, a button or a printed page's foot."""
BULLET = re.compile(r"^\s*(?:[-*•·▪+–]|\d{1,2}[.)])\s")
GOES_ON = re.compile(r"^[,.;:!?)\]»”’%、。，؛،।]")
"""The beginning of a line that ends what the one above says."""
_NAME = r"(?:[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){1,3}|[\u2e80-\u9fff\uac00-\ud7af]{2,8})\s?"
NAMES = re.compile(rf"{_NAME}(?:(?:,|\b(?:and|und|et|y|e)\b)\s?{_NAME})?(?:,.{{0,40}})?$")
"""One or two names, and perhaps what they are."""
JOINER = re.compile(r"^(?:and|und|et|y|e|i|en|og|och|ja|ve|dan|и|та|و|と|&|/|,)$", re.IGNORECASE)
BAR, MANY_BARS, BARS_A_LINE = " | ", 15, 5
"""What one tool puts between the texts of elements, how often it does in a page, and in a line of one on average."""
DOUBLED = 0.8
"""Share of a text's lines that stand twice in a row, from which on all do."""
SUSPENDED = re.compile(r"^(?:und|oder|bzw|en|of|og|och|and|or|to|et|ou)\b")
"""What follows a hyphen that stands for the word's other half: "Wind- und Wasserkraft"."""


def paragraphs(text: str) -> list[str]:
    """The text's lines, tidy, without what only tools write, those of one paragraph joined; "" where a line is blank."""
    whole = _undoubled(tidy(_without_references(text)).split("\n"))
    parts = _unbarred(whole)
    lines = [line for line in parts if not NO_TEXT.match(line)]
    if width := _width(lines):
        return _unwrapped(lines, width)
    return lines if parts is whole and _parted(lines) < PARTED else _rejoined(lines)


def _unbarred(lines: list[str]) -> list[str]:
    """The elements of a page that a tool has put in a row with bars between them, a line each."""
    bars = sum(line.count(BAR) for line in lines)
    if bars < MANY_BARS or bars < BARS_A_LINE * len(lines):
        return lines
    return [part for line in lines for part in line.split(BAR)]


def _undoubled(lines: list[str]) -> list[str]:
    """A text of which each line stands twice in a row, as some browsers copy links and captions, with each once."""
    runs = [len(list(run)) for _, run in groupby(line for line in lines if line)]
    if sum(runs) < LEAST_LINES or 2 * runs.count(2) < DOUBLED * sum(runs):
        return lines
    kept: list[str] = []
    skip = ""
    for line in lines:
        if line and line == skip:
            skip = ""
            continue
        kept.append(line)
        skip = line or skip
    return kept


def _without_references(text: str) -> str:
    """The text without link numbers and the list of addresses that they stand for."""
    lines = text.split("\n")
    addresses = [n for n, line in enumerate(lines) if ADDRESS.match(line)]
    if len(addresses) < PARTED or not NUMBERED.search(text):
        return text
    kept = [line for line in lines if not (ADDRESS.match(line) or REFERENCES.match(line))]
    return NUMBERED.sub("", "\n".join(kept))


def _width(lines: list[str]) -> int:
    """The columns at which a text is wrapped; 0 where it is not."""
    inside = [(line, after) for line, after in pairwise(lines) if line.count(" ") >= SOME_WORDS - 1 and after]
    # Lines that stand alone, as a menu's, may be wider; a text that is one paragraph has few that don't.
    for told in ([line for line, _ in inside], [line for line in lines if line.count(" ") >= SOME_WORDS - 1]):
        wide = sorted(map(len, told))
        width = wide[int(USUAL * (len(wide) - 1))] if len(wide) >= LEAST_LINES else 0
        if NARROWEST <= width <= WIDEST and _is_width(width, inside):
            return width
    return 0


def _is_width(width: int, inside: list[tuple[str, str]]) -> bool:
    """Whether lines within paragraphs are broken at a width; `inside`: each with the one below."""
    wrapped = sum(_is_wrapped(line, after, width) for line, after in inside)
    full = sum(_is_full(line, after, width) for line, after in inside)
    ended = sum(line.endswith(ENDS) for line, _ in inside)
    enough = len(inside) >= LEAST_BREAKS and wrapped >= MOST * len(inside) and full >= FULL * len(inside)
    return enough and ended <= ENDED * len(inside)


def _is_wrapped(line: str, after: str, width: int) -> bool:
    """Whether a line was broken only because the next word did not fit, or a sentence goes on below it."""
    if BULLET.match(after) or is_byline(after) or not any(map(str.isalnum, after)):
        return False
    if _is_full(line, after, width):
        return not (line.endswith(ENDS) and len(line) < width - 2 * SLACK)
    return after[0].islower() and not line.endswith(ENDS)


def _is_full(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.split(" ", 1)[0]) > width - SLACK and len(line) <= width + SLACK


def _unwrapped(lines: list[str], width: int) -> list[str]:
    told: list[list[str]] = [lines[:1]]
    for line, after in pairwise(lines):
        if not (line and after and _is_wrapped(line, after, width)):
            told.append([after])
        elif line[-1] == "-" and line[-2:-1].isalpha() and after[0].islower() and not SUSPENDED.match(after):
            told[-1][-1] = told[-1][-1][:-1]
            told[-1].append(after)
        else:
            told[-1] += _put_together(line, after)
    return ["".join(parts) for parts in told]


def _rejoined(lines: list[str]) -> list[str]:
    """The lines with those joined that an element within a sentence parted."""
    told: list[list[str]] = []
    above, words = "", 0
    for n, line in enumerate(lines):
        after = lines[n + 1] if n + 1 < len(lines) else ""
        first = told[-1][0] if told else ""
        if above and line and (_goes_on(first, above, words, line) or _is_link(above, words, line, after) or _names(first, above, line)):
            told[-1] += _put_together(above, line)
            words += len(line.split())
        else:
            told.append([line])
            words = len(line.split())
        above = line
    return ["".join(parts) for parts in told]


def _parted(lines: list[str]) -> int:
    """How many lines are parted from the one above as only links are."""
    links = sum(_is_link(above, len(above.split()), line, below) for above, line, below in zip(lines, lines[1:], lines[2:], strict=False))
    return links + sum(bool(line and GOES_ON.match(after)) for line, after in pairwise(lines))


def is_byline(line: str) -> bool:
    """Whether a line is a byline and no sentence's part: names alone behind its label."""
    label = BY.match(line)
    return label is not None and bool(NAMES.match(line[label.end() :]))


def _goes_on(first: str, line: str, words: int, after: str) -> bool:
    """Whether a line goes on with a sentence of `words` words, from `first` to `line`; lists may be in small letters all along."""
    if GOES_ON.match(after):
        return True
    if not after[0].islower() or first[0].islower() or is_byline(after) or line.endswith((*ENDS, "|", ">", "›")):
        return False
    return len(after.split()) + words > LONG


def _is_link(line: str, words: int, middle: str, after: str) -> bool:
    """Whether a line is a link within a sentence: short, between one that has no end and one that goes on."""
    begun = bool(line and middle) and not line.endswith(ENDS) and not BY.match(middle)
    # "About" and "11 million tons" before "of grain".
    begun = begun and (words >= LONG or (words == 1 and line.istitle() and middle[0].isdigit()))
    return begun and len(middle.split()) <= SHORT and bool(after) and (bool(GOES_ON.match(after)) or after[0].islower())


def _names(first: str, line: str, after: str) -> bool:
    """Whether two lines are a byline's: its label and a name, or a name and what joins it to the next."""
    return not BY.sub("", f"{line} ").strip() or bool(BY.match(f"{first} ") and (JOINER.match(after) or JOINER.match(line)))


def _put_together(line: str, after: str) -> tuple[str, ...]:
    """What goes on with a line: with a space between them where there is one."""
    wide = WIDE.match(line[-1]) and WIDE.match(after[0])
    halved = line[-1] == "-" and line[-2:-1].isalpha() and after[0].isalnum() and not SUSPENDED.match(after)
    return (after,) if wide or halved or GOES_ON.match(after) or line[-1] in "([«“„¿¡/" else (" ", after)
