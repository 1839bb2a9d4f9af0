"""What a page says of itself to machines: JSON-LD in its real shapes, meta tags, time elements."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import json_repair
from lxml.html import HtmlElement

from worker.normalise.lines.strings import plain

ARTICLE_TYPES = re.compile(r"(Article|Posting|Report|Review|Story)$|^(Recipe|ClaimReview)$")
CONTROL = re.compile(r"[\x00-\x1f]+")
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a character beyond the first 65,536. Alone, as where a text was cut within an emoji, it is none, and can't be written."""
ADDRESS = re.compile(r"^https?://(?:www\.)?")
TELLING = ("headline", "datePublished", "author")
"""What the article of a page says, among others that are hardly named."""
MOST_HEADINGS = 4
"""Titles and headings of the first rank that may say the headline."""
MAX_DEPTH = 12
MENDED = 10_000
"""Characters of a page's broken JSON that are mended: quotes within quotes, missing values.

Five times what real pages have. It takes some 3 µs each, but grows with the square where a text is made for that.
"""


@dataclass(frozen=True, slots=True)
class Structured:
    """`article`: the JSON-LD object of the article, empty if none; `nodes`: all JSON-LD objects; `meta`: by lower-case name."""

    article: dict[str, Any]
    nodes: tuple[dict[str, Any], ...]
    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """The first meta tag of the names that says something."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), None)

    def whole(self, value: Any) -> Any:
        """The value, with what the node says that it names by `@id`."""
        if not isinstance(value, dict) or not isinstance(value.get("@id"), str):
            return value
        node = next((node for node in self.nodes if node is not value and node.get("@id") == value["@id"] and "@type" in node), {})
        return {**node, **value}


def read(tree: HtmlElement) -> Structured:
    """Structured data of a parsed page. What is broken is skipped."""
    nodes = tuple(_nodes(script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()))
    articles = [node for node in nodes if any(ARTICLE_TYPES.search(t) for t in types(node))]
    own = _Own(tree) if len(articles) > 1 else None
    article = max(articles, key=lambda node: (own is not None and own.is_of(node), sum(key in node for key in TELLING)), default={})
    meta: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name, content = tag.get("property") or tag.get("name") or tag.get("itemprop"), tag.get("content")
        if name and content and content.strip():
            meta.setdefault(name.strip().lower(), []).append(" ".join(content.split()))
    return Structured(article, nodes, {name: tuple(values) for name, values in meta.items()})


class _Own:
    """Tells the page's own article from those of others that it lists: by its address, or by its headline."""

    def __init__(self, tree: HtmlElement) -> None:
        self._addresses = {_address(a) for a in tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")} - {""}
        self._shown = [plain(element.text_content()) for element in (*tree.iter("title"), *tree.iter("h1"))][:MOST_HEADINGS]

    def is_of(self, node: dict[str, Any]) -> bool:
        named = {_address(text) for key in ("url", "mainEntityOfPage", "@id") for text in _addresses(node.get(key))}
        headline = plain(next(iter(texts(node.get("headline"))), ""))
        return bool(named & self._addresses) or (bool(headline) and any(headline in shown for shown in self._shown))


def _addresses(value: Any) -> list[str]:
    """The addresses in a value: itself, or what a node is identified by."""
    return (
        [text for part in (value, value.get("@id"), value.get("url")) for text in texts(part)] if isinstance(value, dict) else texts(value)
    )


def _address(text: str) -> str:
    return ADDRESS.sub("", text).partition("#")[0].rstrip("/")


def types(node: dict[str, Any]) -> list[str]:
    """The node's schema.org types, without the vocabulary's address."""
    found = node.get("@type", ())
    return [str(t).rsplit("/", 1)[-1] for t in (found if isinstance(found, list) else [found])]


def _nodes(scripts: Iterable[HtmlElement]) -> Iterator[dict[str, Any]]:
    left = MENDED
    for script in scripts:
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->")
        text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
        found = _parsed(text)
        if found is None and len(text) <= left:
            left -= len(text)
            found = _mended(text)
        yield from _walk(found, 0)


def _parsed(text: str) -> Any:
    """What a script says, None where it is no JSON even without the slips that are made most."""
    for without_slips in (str, _without_control, lambda t: html.unescape(_without_control(t)), lambda t: _without_control(t).rstrip(";,")):
        try:
            attempt = without_slips(text)
            found = json.loads(attempt, strict=False)
            return _writable(found) if SURROGATE.search(attempt) else found
        except (ValueError, RecursionError):
            continue
    return None


def _mended(text: str) -> Any:
    """What broken JSON says as far as it can be told."""
    try:
        return _writable(json_repair.loads(_without_control(text)))
    except (ValueError, RecursionError):
        return None


def _writable(found: Any) -> Any:
    """The same without halves of characters."""
    return json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "ignore"))


def _without_control(text: str) -> str:
    return CONTROL.sub(" ", text)


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"):
            if isinstance(value.get(key), list | dict):
                yield from _walk(value[key], depth + 1)


def texts(value: Any, depth: int = 0) -> list[str]:
    """The strings in a JSON-LD value that may be a string, an object with a name or address, or a list of these."""
    if isinstance(value, str):
        return [" ".join(html.unescape(value).split())] if value.strip() else []
    if depth > MAX_DEPTH:
        return []
    if isinstance(value, list):
        return [text for item in value for text in texts(item, depth + 1)]
    if isinstance(value, dict):
        return next((found for key in ("name", "@value", "url", "@id") if (found := texts(value.get(key), depth + 1))), [])
    return []
