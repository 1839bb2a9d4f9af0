"""Bytes to text: the declared charset where it fits, a guess where it does not. Never raises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
ESCAPES = (b"\x1b$B", b"\x1b$@")
"""What begins Japanese in ISO-2022-JP, all of whose bytes are ASCII."""
WIDER = {"euc_kr": "cp949", "gbk": "gb18030", "shift_jis": "cp932", "big5": "big5hkscs"}
"""What browsers read a page as that names the charset before the colon: it holds more characters."""
HEAD = 4096
"""Bytes at the start of a page within which its charset may be declared (HTML standard: 1,024; real pages are later)."""
ASCII = bytes(range(128))
LOOKED_AT = 65536
"""Bytes that a charset is guessed by."""
GUESSED = (
    "cp949", "gb18030", "big5", "cp932", "euc_jp", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "koi8_r", "cp874",
)  # fmt: skip
"""What pages are written in that declare nothing and are no UTF-8."""


def decode(body: bytes | str, content_type: str | None) -> str:
    """The page's text. UTF-8 is tried first, as text of another charset is hardly ever valid in it."""
    return (body if isinstance(body, str) else _decoded(body, content_type)).replace("\x00", "")


def _decoded(body: bytes, content_type: str | None) -> str:
    for bom, name in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    if wide := _utf_16(body[:HEAD]):
        return body.decode(wide, "replace")
    if b"\x1b" in body and any(escape in body for escape in ESCAPES):  # a single byte is looked for ten times as fast
        return body.decode("iso2022_jp", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        invalid = error.start
    if _is_utf_8_but_for_slips(body):
        return body.decode("utf-8", "replace")
    # What is before it is ASCII, or as good as that.
    around = body[max(0, invalid - HEAD) : invalid + LOOKED_AT]
    for candidate in (*_declared(body, content_type), *_guesses(around)):
        try:
            return body.decode(WIDER.get(candidate, candidate), "replace")
        except LookupError:
            continue
    return body.decode("cp1252", "replace")


def _utf_16(head: bytes) -> str | None:
    """UTF-16 without a mark: its markup has a zero in every other byte."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) <= len(head) // 32 or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_utf_8_but_for_slips(body: bytes) -> bool:
    """Whether what is no UTF-8 in a text is little beside what is: a cut, a pasted word."""
    return body.decode("utf-8", "replace").count("\ufffd") * 10 < len(body.translate(None, ASCII))


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """What the server says, then what the page says; the page first where the server says what servers say by default."""
    said = DECLARED.search((content_type or "").encode("utf-8", "replace")), DECLARED.search(body[:HEAD])
    names = [map_encoding_to_html5(match[1].decode("ascii", "replace"), fallback_utf8=False) for match in said if match]
    yield from sorted((str(name).lower() for name in names if name and name.lower() != "utf-8"), key=lambda name: name == "cp1252")


def _guesses(part: bytes) -> Iterator[str]:
    guess = detect_encoding(part)
    if guess and guess != "utf-8":
        yield guess
    if best := from_bytes(part, cp_isolation=list(GUESSED)).best():
        yield best.encoding
