"""What a page is by its content, whatever its server calls it. Pure."""

from __future__ import annotations

import re
from codecs import BOM_UTF8

import orjson

MAGIC = (
    (b"%PDF", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip archive"), (b"RIFF", "RIFF media"), (b"OggS", "Ogg media"),
    (b"\x00\x00\x00\x18ftyp", "a video"), (b"\x00\x00\x00 ftyp", "a video"), (b"ID3", "MP3 audio"), (b"\x7fELF", "a program"),
)  # fmt: skip
START = 4096
"""Bytes of a page by which it is told what it is."""
NO_PAGE = re.compile(rb"(?>\s+|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>)*+<(rss|feed|rdf:RDF|urlset|sitemapindex|opml|svg)[\s>]", re.DOTALL)
"""XML that is no page: feeds, site maps, pictures; servers send them as text/xml, and as text/html too."""
CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\v\f\r\x1b"))
"""Bytes that no text has in any charset but UTF-16 and UTF-32, whose blanks and brackets have a NUL beside them."""
WIDE = re.compile(rb"[< ]\x00|\x00[< ]")
MOST_CONTROLS = 0.02


def other_than_text(body: bytes | str) -> str | None:
    """What a page is by its content, whatever its server calls it; None where it may be text."""
    start = (body[:START] if isinstance(body, bytes) else body[:START].encode("utf-8", "replace")).removeprefix(BOM_UTF8).lstrip()
    for magic, what in MAGIC:
        if start.startswith(magic):
            return what
    if found := NO_PAGE.match(start):
        return f"XML of <{found[1].decode()}>"
    if start.startswith((b"{", b"[")) and _is_json(body):
        return "JSON"
    controls = len(start) - len(start.translate(None, CONTROLS))
    return "binary data" if controls > MOST_CONTROLS * len(start) and not WIDE.search(start) else None


def _is_json(body: bytes | str) -> bool:
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return True
