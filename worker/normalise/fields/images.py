"""Pictures of a story: their addresses, captions and credits, in structured data, figures and lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from worker.model import Image
from worker.normalise.fields import structured
from worker.normalise.lines.strings import line as clean_line

MOST = 10
"""Pictures that are told; galleries have hundreds."""
GENERIC = re.compile(r"(?:original|image|photo|picture|default|main|cover|large|medium|small|full|hero)(?:\.\w+)?$", re.IGNORECASE)
"""A file's name that tells no picture from another: what leads to it does."""
SCRIPT = re.compile(r"(?:[^.]*\.(?:php|ashx|aspx))?$", re.IGNORECASE)
"""That of a program, whose query names the picture."""
SIZE = re.compile(r"/(?:[wh]?\d{2,4}(?:x\d{2,4})?|(?:large|medium|small|thumb)\w*)(?=/)", re.IGNORECASE)
"""A step of a path that says how large."""
_LABEL = r"(?:photo|foto|image|bild|picture|photograph|fotografía|zdjęcie|фото|credit|crédit|quelle|copyright)s?"
SLASHED = re.compile(r"(?P<caption>.+?[.!?…]?)\s/\s?(?P<credit>[^\W\d_a-z][^/.!?]{1,60}(?:/[^/.!?]{2,60})*)$")
PARENTHESISED = re.compile(r"(?P<caption>.+[.!?…])\s*[\[(](?P<credit>[^()\[\]]{3,80})[)\]]$")
LABELLED = re.compile(
    rf"(?P<caption>|.*?[.!?…\"”»)\]]|.*?\s[|/–—-])\s*(?:{_LABEL}\s*(?:by\b|von\b|credit|:|：)\s*:?\s*|©\s*)(?P<credit>[^()\[\]]{{2,80}})$",
    re.IGNORECASE,
)
LONGEST = 1000
"""Characters of a caption with its credit; these patterns' time grows with the square."""
LABEL = re.compile(rf"^\W*(?:{_LABEL}\s*(?:by\b|von\b|:)?\s*:|{_LABEL}\s+(?:by|von)\b|©|\(c\))\s*", re.IGNORECASE)
CREDITED = re.compile(r"credit|copyright|photographer|rights|author|source|byline|fotograf", re.IGNORECASE)
"""Class or itemprop of the part of a caption that names who took the picture."""
LAZY = ("src", "data-src", "data-original", "data-lazy-src")


def parted(text: str) -> tuple[str, str | None]:
    """A caption in one line, parted from its credit: "… in Geneva. /Ann Lee/AP", "… (Ann Lee/AP)", "… Photo: Ann Lee"."""
    match = len(text) <= LONGEST and (PARENTHESISED.match(text) or LABELLED.match(text) or SLASHED.match(text))
    return (match["caption"].strip(" |/–—-"), LABEL.sub("", match["credit"]).strip()) if match else (text, None)


def images(tree: HtmlElement, data: structured.Structured, page_url: str) -> tuple[Image, ...]:
    """The pictures that the page says are its own, each once, with what the figures on it say beneath them."""
    found: dict[str, Image] = {}
    for image in (*_structured(data), *_figures(tree, page_url)):
        name = _name(image.url or "")
        known = found.get(name)
        if known is None:
            found[name] = image
        elif known.caption is None and known.credit is None:
            found[name] = known.model_copy(update={"caption": image.caption, "credit": image.credit})
    return tuple(found.values())[:MOST]


def _structured(data: structured.Structured) -> Iterator[Image]:
    listed = data.article.get("image") or []
    for one in listed if isinstance(listed, list) else [listed]:
        said: dict[str, Any] = one if isinstance(one, dict) else {"url": one}
        for url in structured.texts(said.get("url") or said.get("contentUrl"))[:1] if isinstance(one, dict) else structured.texts(one):
            if _is_address(url):
                yield Image(
                    url=url, caption=_first(said.get("caption")), credit=_first(said.get("creditText") or said.get("copyrightHolder"))
                )
    for url in data.meta.get("og:image", ()):
        if _is_address(url):
            yield Image(url=url)


def _first(value: Any) -> str | None:
    return next(iter(structured.texts(value)), None)


def _figures(tree: HtmlElement, page_url: str) -> Iterator[Image]:
    """Figures with a caption that are no teasers."""
    for figure in tree.xpath("//figure[.//figcaption][.//img][not(ancestor::a or ancestor::nav or ancestor::aside or ancestor::footer)]"):
        address = next(
            (value for picture in figure.iter("img") for name in LAZY if (value := picture.get(name) or "") and "data:" not in value), ""
        )
        try:
            url = urljoin(page_url, address.strip())
        except ValueError:
            continue
        if not address or not _is_address(url):
            continue
        caption, credit = _caption(figure.find(".//figcaption"))
        if caption or credit:
            yield Image(url=url, caption=caption or None, credit=credit or None)


def _caption(element: HtmlElement) -> tuple[str, str | None]:
    text = clean_line(element.text_content())
    for part in element.iterdescendants():
        if isinstance(part.tag, str) and CREDITED.search(f"{part.get('class') or ''} {part.get('itemprop') or ''}"):
            said = clean_line(part.text_content())
            if 2 < len(said) < 100 and said in text:
                return text.replace(said, "", 1).strip(" |-–—"), LABEL.sub("", said).strip(" .()[]")
    return parted(text)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as "http://["
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _name(url: str) -> str:
    """The file's name, by which two sizes of a picture are one."""
    parts = urlsplit(url)
    name = parts.path.rsplit("/", 1)[-1]
    if SCRIPT.match(name):
        return f"{parts.path}?{parts.query}"
    return "/".join(SIZE.sub("", parts.path).rsplit("/", 2)[-2:]) if GENERIC.match(name) else name
