"""What reads as a picture's caption or credit, in the languages of the press."""

from __future__ import annotations

import re

PICTURE = (
    r"(?:photos?|fotos?|images?|bild(?:er)?|pictures?|photograph|fotograf(?:i[aeí]|ía)?|fotoğraf(?:lar)?|fotó|fot\.|fotka|zdj(?:ęcie|\.)|borítókép|nyitókép|címlapkép|obrázek|kuvat?|valokuva|mynd|picha|ảnh|gambar|görsel|фото|снимка|слика"
    r"|φωτο(?:γραφία)?|写真|撮影|사진|图片?|圖片?|ภาพ(?:ถ่าย)?|फ़?ोटो|तस्वीर|ছবি|عکس|تصویر|صورة|تصوير|צילום|תמונה)"
)
"""What a picture is called in the languages of the press."""
CREDIT = re.compile(
    rf"(?:^|[\s(\[])(?:{PICTURE}(?:['’]s)?|credits?)\s*(?:(?:by|von|de)\b(?=[^.!?]*(?:\.?[)\]]|/[^/.!?]+\.)?$)|credit\b|:|：|©|/|[|｜])|(?:^|[(\[])(?:fot|phot|fotogr)\.\s"
    rf"|[.!?…»”\"]\s*{PICTURE}\s(?-i:[A-ZÀ-Þ])[^.!?]{{2,60}}$|\b(?:reuters|afp|epa|ap photo|getty images|imago|dpa|shutterstock)\s?/\s?(?!(?:reuters|afp|ap|dpa|efe|ansa|apa|sda|pa)\b)[^/.]{{2,40}}(?:/[^/.]{{2,40}})*$"
    r"|[記记]者\s?\S{2,12}\s?[摄攝]\W*$|＝\d{1,2}日[^。]{0,20}$|\bnuotr\.$|\|\s*video\s*:|受访者供图|资料图|[（(](?:illustration|symbolbild|archivfoto|file photo|ilustrační foto|foto ilustrasi)",
    re.IGNORECASE,
)
SLASHED = re.compile(r"[.!?…]?\s/\s?[^\W\d_a-z][^/!?]{1,60}(?:/[^/!?]{2,40})*(?<!\.)$")
BRACKETED = re.compile(
    r"(?:^|[(\[]|[.!?]\s)(?:AP Photo|[A-ZÀ-Þ]{2,8})\s?/\s?[A-ZÀ-Þ][\w'’.-]+(?:\s[A-ZÀ-Þ][\w'’.-]+){1,3}[)\]]?\.?$"
    r"|[(\[][A-ZÀ-Þ][\w'’.-]+(?:\s[A-ZÀ-Þ][\w'’.-]+){1,2}\s?/\s?[A-ZÀ-Þ][^()\[\]/]{2,40}[)\]]\.?$"
)
"""An agency's photographer, or a paper's: "(ANTARA/Ann Lee)", "EFE/Ann Lee", "(Ann Lee/Coast Ledger)"; two agencies are a text's."""
TAKEN = re.compile(
    rf"(?:^|[(\[])\s*{PICTURE}\s+(?:di|da|par|por|door|av|af)\s+(?-i:[A-ZÀ-Þ])[\w'’.-]+(?:\s(?-i:[A-ZÀ-Þ])[\w'’.-]+){{0,3}}\s*[)\]]?\.?$",
    re.IGNORECASE,
)
"""Who took a picture, with the words of other languages, which begin much else: "(Foto di Ann Lee)"."""
OWNED = re.compile(
    r"\s(?:Fot|FOT|Foto|FOTO)\.\s[A-ZÀ-ÞĆŁŚŹŻČŠŽ][^.!?]{2,60}$|[.!?…\"”»]\s?©\s?[^\W\d_][^.!?©]{2,60}\.?$|[\[(][^\])]{0,30}(?:제공|재판매 및 DB 금지)[^\])]{0,30}[\])]$|^사진\s?[=:|]"
)
"""A caption and whose picture it is: "The barrier on Tuesday. © Ann Lee/dpa"."""
SIGNED = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ'’.-]+(?:\s[A-ZÀ-Þ][a-zà-ÿ'’.-]+){1,3}/[A-ZÀ-Þ][\w'’.-]+(?:\s[A-ZÀ-Þ&][\w'’.-]*){0,4}")
"""A photographer and the paper: "Ann Lee/Coast Ledger"."""
NUMBERED = re.compile(r"^\d{1,3}\s?(?:of|von|de|sur|di|/)\s?\d{1,3}(?=[^\W\d_a-z])")
"""A gallery's caption: "1of4Workers guide …", with no space, as its number stands in an element of its own."""


def is_caption(line: str) -> bool:
    """Whether a line reads as a picture's caption or credit."""
    return bool(NUMBERED.match(line)) or (
        len(line) < 400
        and bool(
            SLASHED.search(line)
            or BRACKETED.search(line)
            or OWNED.search(line)
            or SIGNED.fullmatch(line)
            or (len(line) < 120 and (TAKEN.search(line) or CREDIT.search(line)))
            or line.startswith("©")
        )
    )
