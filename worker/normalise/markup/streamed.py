"""Pages that a server sends in parts: React leaves places in the page, and sends what goes there later, hidden, at its end.

`<template id="B:0">` is such a place, `<div hidden id="S:0">` what goes there, and a script's `$RC("B:0", "S:0")` puts it there
(react-dom/server, `completeBoundary` and `completeSegment`). Next.js sends whole stories so.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

CALL = re.compile(r'\$R[CRS]\("([^"]{1,99})",\s?"([^"]{1,99})"')
"""A script's word for what goes where: `$RC` and `$RR` name the place first, `$RS` the part."""
PARTS = ("div", "tbody", "tr", "colgroup")
MOST_PARTS = 1_000
"""Parts of a page; some news sites send thirty."""
DEEPEST = 500
"""Elements within each other; parts within parts could else be as many as there are parts."""


def put_in_place(tree: HtmlElement, text: str) -> bool:
    """Moves each part to its place; `text`: the page's source. False where that makes the page deeper than any that is read."""
    calls = CALL.findall(text)
    if not 0 < len(calls) <= MOST_PARTS:
        return True
    places = {element.get("id"): element for element in tree.iter("template")}
    parts = {element.get("id"): element for element in tree.iter(*PARTS)}
    for one, other in calls:
        for place_id, part_id in ((one, other), (other, one)):
            if place_id in places and part_id in parts and parts[part_id] not in places[place_id].iterancestors():
                place, part = places.pop(place_id), parts.pop(part_id)
                place.tag, place.text = "div", part.text
                place.extend(list(part))
    return _depth(tree) <= DEEPEST


def _depth(tree: HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
