"""Elements of a page that readers don't see, or not at once."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from worker.normalise.markup.element_names import READ, name_of

UNSEEN = re.compile(r"\b(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|mw-editsection|a11y-hidden|assistive-text)\b", re.IGNORECASE)
"""Classes of what is read aloud and not seen."""
WINDOWS = frozenset({"dialog", "modal", "popup", "overlay"})
"""What an element is called that opens above the page."""
FOR_SUBSCRIBERS = re.compile(
    r"(?:^|[\s_-])(?:subscriber|member|premium|paywall(?:ed)?|metered)s?[-_]?(?:only|content|body)(?:$|[\s_-])", re.IGNORECASE
)
SCRAMBLED = re.compile(r"^\s*kAm|k\^Am")
"""Marks of a paragraph whose letters were turned by 47 places, as one system of many American papers does: "<p>" and "</p>"."""
FOOTNOTE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z*†])[\])]?\s*")


def is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return (
        element.get("hidden") is not None
        # On a paragraph it hides the text from readers without a subscription that read aloud, not from those that see.
        or (element.get("aria-hidden") == "true" and element.tag not in READ)
        or (style is not None and "display:none" in style.replace(" ", ""))
    ) and not (_is_for_subscribers(element) and not SCRAMBLED.search(element.text_content()))


def _is_for_subscribers(element: HtmlElement) -> bool:
    """Whether an element is named as the rest of a story, which scripts show to subscribers."""
    return bool(FOR_SUBSCRIBERS.search(element.get("class") or ""))


def is_unseen(element: HtmlElement) -> bool:
    """Whether an element within a line is for machines that read aloud, leads to a footnote, or edits the page."""
    if element.tag == "sup":
        return FOOTNOTE.fullmatch(element.text_content()) is not None and any(
            (link.get("href") or "").startswith("#") for link in element.iter("a")
        )
    names = element.get("class")
    return names is not None and _names_unseen(names)


@lru_cache(maxsize=4096)
def _names_unseen(names: str) -> bool:
    return bool(UNSEEN.search(names))


def drop_hidden(tree: HtmlElement) -> None:
    """Takes what readers don't see out of the tree; what is folded, as a slide that is not yet shown, stays."""
    for element in list(tree.iter(etree.Element)):
        if element.getparent() is None:
            continue
        if element.tag == "template" or (is_hidden(element) and (_is_window(element) or _is_for_subscribers(element))):
            element.drop_tree()


def _is_window(element: HtmlElement) -> bool:
    return element.tag == "dialog" or name_of(element.get("class"), element.get("id")) in WINDOWS
