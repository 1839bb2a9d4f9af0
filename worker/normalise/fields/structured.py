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

ARTICLE_TYPES = re.compile(r"(Article|Posting|Report|Review|Story)$|^(Recipe|ClaimReview)$")
CONTROL = re.compile(r"[\x00-\x1f]+")
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a character beyond the first 65,536. Alone, as where a text was cut within an emoji, it is none, and can't be written."""
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
    article = max(articles, key=lambda node: ("headline" in node) + ("datePublished" in node) + ("author" in node), default={})
    meta: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name, content = tag.get("property") or tag.get("name") or tag.get("itemprop"), tag.get("content")
        if name and content and content.strip():
            meta.setdefault(name.strip().lower(), []).append(" ".join(content.split()))
    return Structured(article, nodes, {name: tuple(values) for name, values in meta.items()})


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
