"""Paragraphs of an article out of lines of text: what is no part of the story is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from worker.normalise.bylines import BY
from worker.normalise.furniture import is_furniture
from worker.normalise.times import DATE, has_day

WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0eff]")
NO_WORD = re.compile(r"\W+")
SPACES = re.compile(r"[^\S\n]+")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f]")
NON_JOINER = "\u200c"
NO_SHAPE = re.compile("(?<![\u0600-\u0dff])\u200c|\u200c(?![\u0600-\u0dff])")
"""Signs that are not seen; the zero-width non-joiner is a letter's shape in Persian, Urdu and the scripts of India."""
PICTURE = (
    r"(?:photos?|fotos?|images?|bild(?:er)?|pictures?|photograph|fotograf(?:i[aeí]|ía)?|fotó|fot\.|fotka|zdj(?:ęcie|\.)|borítókép|nyitókép|címlapkép|obrázek|kuvat?|valokuva|mynd|picha|ảnh|gambar|görsel|фото|снимка|слика"
    r"|φωτο(?:γραφία)?|写真|撮影|사진|图片?|圖片?|ภาพ(?:ถ่าย)?|फ़?ोटो|तस्वीर|ছবি|عکس|تصویر|صورة|تصوير|צילום|תמונה)"
)
"""What a picture is called in the languages of the press."""
CREDIT = re.compile(
    rf"(?:^|[\s(\[])(?:{PICTURE}(?:['’]s)?|credits?)\s*(?:(?:by|von|de)\b(?=[^.!?]*(?:\.?[)\]]|/[^/.!?]+\.)?$)|credit\b|:|：|©|/|[|｜])|(?:^|[(\[])(?:fot|phot|fotogr)\.\s"
    rf"|[.!?…»”\"]\s*{PICTURE}\s(?-i:[A-ZÀ-Þ])[^.!?]{{2,60}}$|\b(?:reuters|afp|epa|ap photo|getty images|imago|dpa|shutterstock)\s?/\s?(?!(?:reuters|afp|ap|dpa|efe|ansa|apa|sda|pa)\b)[^/.]{{2,40}}(?:/[^/.]{{2,40}})*$"
    r"|[記记]者\s?\S{2,12}\s?[摄攝]\W*$|＝\d{1,2}日[^。]{0,20}$|受访者供图|资料图|[（(](?:illustration|symbolbild|archivfoto|file photo|ilustrační foto|foto ilustrasi)",
    re.IGNORECASE,
)
LEAD_LINES = 2
"""Lines above which a byline may stand."""
BYLINE = 80
"""Characters of a line that is a byline or a date."""
WHEN = re.compile(
    r"\b(?:\w+day|\w+tag|mittwoch|uhr|um|am|pm|at|on|updated?|published|posted|stand|aktualisiert|veröffentlicht|publié|mis à jour|le|à|el|a las|actualizado|publicado|il|alle"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|segunda|terça|quarta|quinta|sexta|feira|domingo|às|atualizad[oa]|(?:son )?güncelle(?:me|nme)|giriş|yayın(?:lanma)?|opublikowano|aktualizacja|publikováno|опубликовано|обновлено"
    r"|utc|gmt|cet|cest|est|edt|h|hrs|kl)\b|\b[ap]\.\s?m\.",
    re.IGNORECASE,
)
LETTERS = re.compile(r"[^\W\d_]")
BIOGRAPHY = 600
"""Characters of a paragraph that says who an author is."""
SLASHED = re.compile(r"[.!?…]?\s/\s?[^\W\d_a-z][^/!?]{1,60}(?:/[^/!?]{2,40})*(?<!\.)$")
BRACKETED = re.compile(
    r"(?:^|[(\[]|[.!?]\s)(?:AP Photo|[A-ZÀ-Þ]{2,8})\s?/\s?[A-ZÀ-Þ][\w'’.-]+(?:\s[A-ZÀ-Þ][\w'’.-]+){1,3}[)\]]?\.?$"
    r"|[(\[][A-ZÀ-Þ][\w'’.-]+(?:\s[A-ZÀ-Þ][\w'’.-]+){1,2}\s?/\s?[A-ZÀ-Þ][^()\[\]/]{2,40}[)\]]\.?$"
)
"""An agency's photographer, or a paper's: "(ANTARA/Ann Lee)", "EFE/Ann Lee", "(Ann Lee/Coast Ledger)"; two agencies are a text's."""
NUMBERED = re.compile(r"^\d{1,3}\s?(?:of|von|de|sur|di|/)\s?\d{1,3}(?=[^\W\d_a-z])")
"""A gallery's caption: "1of4Workers guide …", with no space, as its number stands in an element of its own."""
ENDS = (".", "!", "?", "…", "。", "！", "？", '"', "”", "»", ":", "“", "'", "’", ")", "؟", "।", "）", "」", "』")


def tidy(text: str) -> str:
    """NFC, single spaces, nothing invisible; line breaks kept."""
    text = _seen(text)
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def words(text: str) -> int:
    """How many words a text has, about; characters in scripts that put no spaces between words."""
    return len(text.split()) + wide(text)


def line(text: str) -> str:
    """The text as one tidy line."""
    # What is not seen goes first: it may stand between spaces.
    return " ".join((text if text.isascii() else _seen(text)).split())


def _seen(text: str) -> str:
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return NO_SHAPE.sub("", text) if NON_JOINER in text else text


def wide(text: str) -> int:
    """Characters of scripts without spaces, each of which says a word."""
    return 0 if text.isascii() else len(WIDE.findall(text))


def plain(text: str) -> str:
    """The words alone, casefolded: for telling whether two lines say the same."""
    return NO_WORD.sub(" ", text.casefold()).strip()


def together(text: str) -> str:
    """The words alone without the spaces between them: as domains spell names."""
    return plain(text).replace(" ", "")


def is_caption(line: str) -> bool:
    """Whether a line reads as a picture's caption or credit."""
    return bool(NUMBERED.match(line)) or (
        len(line) < 400
        and bool(SLASHED.search(line) or BRACKETED.search(line) or (len(line) < 120 and CREDIT.search(line)) or line.startswith("©"))
    )


def is_date(line: str) -> bool:
    """Whether a line says when, and nothing else."""
    return len(line) < BYLINE and has_day(line) and not LETTERS.search(WHEN.sub("", DATE.sub("", line)))


def paragraphs(lines: Sequence[str], headline: str | None) -> list[str]:
    """The story's paragraphs: furniture, repeats of the headline and of long paragraphs left out."""
    seen: set[str] = set()
    kept: list[str] = []
    for line in lines:
        if not line or is_furniture(line) or (headline and line.casefold() == headline.casefold()):
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
    """Without what begins a story and is a line with an author's name, and what ends it and begins with one: who the author is."""
    names = tuple(name for name in authors if " " in name)
    if not names:
        return kept

    def is_byline(line: str) -> bool:
        named = line.startswith(names) or (has_day(line) and any(name in line for name in names))
        return named and len(line) < 2 * BYLINE and not line.endswith(ENDS)

    end = len(kept)
    while end > 1 and len(kept[end - 1]) < BIOGRAPHY and kept[end - 1].startswith(names):
        end -= 1
    return [line for n, line in enumerate(kept[:end]) if n >= LEAD_LINES or not is_byline(line)]


def trim(kept: list[str]) -> list[str]:
    """Without trailing lines that are no sentences: site furniture after the story's end."""
    end = len(kept)
    while end and len(kept[end - 1]) < 40 and not kept[end - 1].endswith(ENDS):
        end -= 1
    return kept[:end]
