"""Plain-text pages: no markup to lean on, so line shapes, repeats and sentences tell story from furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from worker.normalise.fields.images import LONGEST, SLASHED, parted
from worker.normalise.lines.agencies import ends_with_agency, is_credit, is_source_line
from worker.normalise.lines.captions import PICTURE, is_caption
from worker.normalise.lines.clean import is_date
from worker.normalise.lines.furniture import RIGHTS, is_consent, is_furniture, is_lead_label
from worker.normalise.lines.strings import ENDS, words
from worker.normalise.plain import textlines
from worker.normalise.plain.edge import EDGE, is_signed
from worker.normalise.plain.extent import AFTER_STORY, BULLET, MENU_LINE, RULE, below_lead, extent, is_prose, is_sentence
from worker.normalise.plain.headline import headline_of, stems

DASH = re.compile(r"^[-–]\s")
"""A bullet that is rather what speech begins with where no other stands beside it."""
LABEL = re.compile(rf"^\W?(?:{PICTURE}|credits?)\s*(?:[:：|]|by\b|von\b)", re.IGNORECASE)
"""The beginning of a line that credits a picture whose caption stands above."""
CREDITED = " .()[]"
"""Signs around who took a picture."""
DESCRIBED = re.compile(r"\[([^\[\]]{3,200}[^.!?…\[\]])\]")
"""What a picture shows, as browsers for terminals write it."""
NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[-+−]?\d[\d.,]*\s?%?(?:\s?\([-+−]?[\d.,]+\s?%\))?")
"""A price or a rank that stands alone; a year may be a part's heading."""
ASKS = re.compile(
    r"newsletter|\bsign up\b|\bsubscribe\b|abonn|inscri|iscri|anmelden|suscr|assine|inschrijven|prenumerera|tilmeld|zapisz|odebír|подпи|підпи",
    re.IGNORECASE,
)
"""What a line says that asks to subscribe."""
OFTEN = re.compile(
    r"\b(?:every|each|daily|weekly|weekdays?|free|jeden|jede|täglich|wöchentlich|chaque|quotidien\w*|hebdo\w*|cada|diari[oa]|semanal|ogni|settimanal\w+|elke|dagelijks|wekelijks"
    r"|hver|varje|codziennie|każd\w+|každ\w+|minden|her (?:gün|sabah|hafta)|кажд\w+|ежедневн\w+|щодня|щотижня)\b",
    re.IGNORECASE,
)
OFFERED = 140
"""How often a newsletter comes, and the characters of a line that says so."""
CUT = re.compile(
    r"(?:…|\.\.\.|\[…\])\s*(?:read more|more|mehr|weiterlesen|lire la suite|leer más|leggi tutto|leia mais|lees meer|читать далее|继续阅读|続きを読む)?\W*$",
    re.IGNORECASE,
)
SIGNED, SIGNED_WORDS = 4, 40
"""Lines that say who or when within a text from which on it is a listing, and how many words for each are more than a teaser."""
REGISTERED = re.compile(
    r"сетевое издание|мережеве видання|зарегистрирован|зареєстрован|\bregist(?:ered|rierte?)\b|\bedited by\b|\bherausgeber|\béditeur\b|\bdirettore responsabile\b",
    re.IGNORECASE,
)
"""A line at a page's foot that says who publishes it, as the law asks in some countries."""
PASSWORD = re.compile(
    r"^(?:password|passwort|kennwort|mot de passe|contraseña|senha|palavra-passe|wachtwoord|hasło|heslo|пароль|lösenord|passord|adgangskode|salasana|jelszó|parol[aă]|şifre"
    r"|mật khẩu|密码|密碼|パスワード|비밀번호|كلمة (?:المرور|السر)|סיסמה|κωδικός)\W*$",
    re.IGNORECASE,
)
"""The label of a field for a password."""
HEADED, BRIEF = 3, 30
"""Paragraphs below a heading each, with no second below one, and their words on average, from which on and up to which they are
the teasers of a front page."""
TEASERS, CUT_SHARE = 3, 0.5
"""Paragraphs that are cut off, and their share of the longer ones, from which on a text is a listing."""
SHORT_CONSENT, LONG_CONSENT = 80, 600
"""Characters of a line that is a banner's by one such word, and those for which it must hold a third, and so on."""
SUBHEAD = 5
"""Words of a subhead; other stories' headlines have more."""
BELOW = 2
"""Lines right below a story that may say from whom it is."""
FOOT = 15
"""Lines at a page's end that may be of rights."""
LINES_BEFORE = 2
"""Lines above the headline that may say so."""
LONGEST_CAPTION = 200
"""Characters of a caption above the line that says who took the picture."""


@dataclass(frozen=True, slots=True)
class PlainPage:
    """What a plain-text page holds.

    `captions`: (caption, credit) pairs, each once; `edge`: short lines around the headline, below it first; `head`: all lines above
    the story; `rights`: lines of rights below it; `signed`: how many lines within it say who wrote something, or when, and nothing else.
    """

    headline: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[tuple[str, str | None], ...]
    edge: tuple[str, ...]
    head: tuple[str, ...]
    sources: tuple[str, ...]
    rights: tuple[str, ...]
    signed: int


def read(text: str, slug: Set[str]) -> PlainPage:
    """Part a plain-text page: consent text and menus above the headline, captions, story, furniture below.

    `slug`: the words of its address, by which the headline is known.
    """
    everything = textlines.paragraphs(text)
    described = {match[1] for line in everything if (match := DESCRIBED.fullmatch(line))}
    everything = [match[1] if (match := DESCRIBED.fullmatch(line)) else line for line in everything]
    often = Counter(everything)
    captions: dict[str, str | None] = {}
    lines: list[str] = []
    apart: list[bool] = []
    blank, above = True, ""
    for line in everything:
        if not line:
            blank = True
            continue
        caption = ""
        if (often[line] > 1 and (is_prose(line) or line in described)) or _is_credited(line):
            caption, credit = parted(line)
            if LABEL.match(line) and (above or (lines and not blank and len(lines[-1]) <= LONGEST_CAPTION)):
                caption, credit = above or lines.pop(), LABEL.sub("", line).strip(CREDITED)
                del apart[len(lines) :]
            captions[caption] = captions.get(caption) or credit
        elif not _is_consent(line) and (any(map(str.isalnum, line)) or AFTER_STORY.match(line) or RULE.match(line)):
            lines.append(line)
            apart.append(blank)
        blank, above = False, caption
    begin, end = extent(lines, slug)
    if begin == end:
        return PlainPage(None, (), (), (), tuple(lines), (), (), 0)
    between = below_lead(lines[begin:end])
    inside = [n for n in range(begin, end) if n - begin not in between]
    story = _without_bullets(_without_teasers([lines[n] for n in inside], [apart[n] for n in inside]))
    head = list(dict.fromkeys(lines[:begin]))
    headline = headline_of(head, story, slug)
    edge: list[str] = []
    if headline:
        at = head.index(headline)
        beside = (*head[at + 1 :], *(lines[begin + n] for n in between), *reversed(head[max(0, at - LINES_BEFORE) : at]))
        edge = [line for line in beside if len(line) < EDGE and not is_furniture(line)]
    sources = tuple(line for line in lines[begin:] if is_source_line(line) or is_credit(line))
    sources += tuple(line for line in lines[end : end + BELOW] if ends_with_agency(line))
    rights = tuple(line for line in list(filter(None, everything))[-FOOT:] if "©" in line or RIGHTS.search(line) or REGISTERED.search(line))
    signed = sum(is_signed(line) for line in lines[begin:end])
    return PlainPage(headline, tuple(story), tuple(captions.items()), tuple(edge), tuple(head), sources, rights, signed)


def is_listing(paragraphs: Sequence[str], signed: int, edge: Sequence[str]) -> bool:
    """Whether most paragraphs are cut off, as those below the headlines of a listing are, or many are signed and all are short,
    or each is short and stands alone below a heading."""
    if signed >= SIGNED and sum(map(words, paragraphs)) < SIGNED_WORDS * signed:
        return True
    prose = [is_prose(paragraph) for paragraph in paragraphs]
    headings = [paragraph for paragraph, is_long in zip(paragraphs, prose, strict=True) if not is_long]
    alone = not any(above and below for above, below in pairwise(prose)) and len(headings) >= HEADED - 1
    headed = alone and not any(heading.endswith(ENDS) for heading in headings) and not any(map(is_signed, edge))
    if not signed and headed and sum(prose) >= HEADED and sum(map(words, paragraphs)) <= BRIEF * sum(prose):
        return True
    cut = sum(bool(CUT.search(paragraph[-60:])) for paragraph in paragraphs)
    return cut >= TEASERS and cut >= CUT_SHARE * sum(words(paragraph) > MENU_LINE for paragraph in paragraphs)


def _without_teasers(lines: Sequence[str], apart: Sequence[bool]) -> list[str]:
    """The story's lines without furniture, and without the headlines that follow a "Read also"; `apart`: a blank line stands above."""
    kept: list[str] = []
    led: list[str] | None = None
    boxed = False
    for n, line in enumerate(lines):
        if led and apart[n]:
            led = None
        boxed = boxed and not apart[n]
        if n and not apart[n] and len(line) < OFFERED and OFTEN.search(line) and not is_sentence(line) and ASKS.search(lines[n - 1]):
            continue  # what a newsletter is, right below what asks to subscribe to it
        if is_furniture(line):
            led = [] if is_lead_label(line) else led and led[:1]  # above an advertisement stands no subhead
            boxed = any(apart[1:])
        elif boxed and not is_sentence(line):
            led = None  # the box holds what is led to; a subhead may follow it
        elif led is not None and not is_sentence(line):
            led.append(line)
        elif not (is_source_line(line) or is_date(line) or NUMBER.fullmatch(line) or RULE.match(line)):
            # Of several lines the last may be the next part's subhead, where no blank lines tell.
            kept += led[-1:] if led and len(led) > 1 and not any(apart[1:]) and _is_subhead(led[-1], line) else []
            led = None
            kept.append(line)
    return kept


def _is_subhead(line: str, below: str) -> bool:
    """Whether a line is the subhead of the paragraph below it, and no other story's headline: short, or of the same words."""
    return words(line) <= SUBHEAD or bool(stems(line) & stems(below))


def _without_bullets(lines: Sequence[str]) -> list[str]:
    """The lines without their bullets; a dash that stands alone begins what somebody says."""
    marked = [bool(BULLET.match(line)) for line in lines]
    return [
        line if DASH.match(line) and not (marked[n - 1 : n] == [True] or marked[n + 1 : n + 2] == [True]) else BULLET.sub("", line)
        for n, line in enumerate(lines)
    ]


def _is_consent(line: str) -> bool:
    return is_consent(line, least=1 if len(line) < SHORT_CONSENT else 2 + len(line) // LONG_CONSENT)


def _is_credited(line: str) -> bool:
    slashed = len(line) <= LONGEST and SLASHED.match(line)
    return bool(slashed and is_prose(slashed["caption"]) and not line.endswith(ENDS)) or (is_caption(line) and not is_source_line(line))
