"""Text that was wrapped at a fixed width, as mail and press releases are, back to one line a paragraph."""

from __future__ import annotations

from itertools import pairwise

WIDEST, NARROWEST = 100, 40
"""Columns at which texts are wrapped."""
LEAST_BREAKS = 5
"""Line breaks that wrapping is told by."""
SLACK = 6
"""Columns that texts wrapped by hand leave free."""
MOST = 0.8
"""Share of the breaks that a wrapped text has where the next word did not fit."""


def unwrap(text: str) -> str:
    """The text with lines joined that were parted only because the next word did not fit; unchanged where it was not wrapped."""
    lines = text.split("\n")
    width = max(map(len, lines))
    if not NARROWEST <= width <= WIDEST:
        return text
    inside = [_is_full(line, after, width) for line, after in pairwise(lines) if line and after]
    if len(inside) < LEAST_BREAKS or sum(inside) < MOST * len(inside):
        return text
    joined = [lines[0]]
    for line, after in pairwise(lines):
        joined += [" " if line and after and _is_full(line, after, width) else "\n", after]
    return "".join(joined)


def _is_full(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.split(" ", 1)[0]) > width - SLACK
