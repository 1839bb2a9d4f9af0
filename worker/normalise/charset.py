"""Bytes to text: the declared charset where it fits, a guess where it does not. Never raises."""

from __future__ import annotations

import re

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
HEAD = 4096
"""Bytes at the start of a page within which its charset may be declared (HTML standard: 1,024; real pages are later)."""


def decode(body: bytes | str, content_type: str | None) -> str:
    """The page's text. UTF-8 is tried first, as text of another charset is hardly ever valid in it."""
    if isinstance(body, str):
        return body.replace("\x00", "")
    for bom, name in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace").replace("\x00", "")
    if body[:HEAD:2].count(0) > len(body[:HEAD]) // 4 or body[1:HEAD:2].count(0) > len(body[:HEAD]) // 4:
        return body.decode("utf-16-be" if body[:1] == b"\x00" else "utf-16-le", "replace").replace("\x00", "")
    try:
        return body.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError as error:
        declared = _declared(body, content_type)
        if declared == "utf-8" and body.count(b"\xc3") + body.count(b"\xe2") > 4 and error.start > 0:
            return body.decode("utf-8", "replace").replace("\x00", "")
    for candidate in (declared, detect_encoding(body[:65536])):
        if candidate:
            try:
                return body.decode(candidate, "replace").replace("\x00", "")
            except LookupError:
                continue
    return body.decode("cp1252", "replace").replace("\x00", "")


def _declared(body: bytes, content_type: str | None) -> str | None:
    match = DECLARED.search((content_type or "").encode("utf-8", "replace")) or DECLARED.search(body[:HEAD])
    name = map_encoding_to_html5(match[1].decode("ascii", "replace"), fallback_utf8=False) if match else None
    return str(name).lower() if name else None
