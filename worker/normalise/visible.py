"""A cheap print of what a reader sees, so that a page fetched again need not be normalised again."""

from __future__ import annotations

import re
from itertools import islice

import xxhash
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

SHORT = 8
"""Words below which a line's digits are masked: '1,234 views', '5 minutes ago'; longer lines are prose, where a figure is news."""
MANY_LISTS = 2_000
"""Lists of a page whose lines are not told apart."""
LIST = re.compile(r"<[uo]l", re.IGNORECASE)
DIGITS = re.compile(r"\d[\d.,:]*")


def visible_print(page: str) -> int:
    """64-bit hash of title and visible lines, digits of short lines masked."""
    tree = HTMLTree.parse(page)
    # A list's lines are indented by its depth: a page of lists within lists would be gigabytes.
    formatted = next(islice(LIST.finditer(page), MANY_LISTS, None), None) is None
    return text_print(f"{tree.title or ''}\n{extract_plain_text(tree, preserve_formatting=formatted, links=False, alt_texts=False)}")


def text_print(text: str) -> int:
    """The same of a plain text."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    kept = (DIGITS.sub("#", line) if line.count(" ") < SHORT - 1 else line for line in lines if line)
    return xxhash.xxh3_64_intdigest("\n".join(kept).encode("utf-8", "replace"))
