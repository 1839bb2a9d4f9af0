"""What stands around a story: the short lines that may say who wrote it, when and for whom."""

from __future__ import annotations

import re
from typing import NamedTuple

from worker.normalise.lines.agencies import is_agency, is_credit, is_signature, is_source_line
from worker.normalise.lines.furniture import leads_on
from worker.normalise.lines.strings import line as clean_line
from worker.normalise.lines.strings import lower, plain, words
from worker.normalise.markup.blocks import Block
from worker.normalise.markup.element_names import ASIDE
from worker.normalise.markup.teasers import HEADLINE, LINKED

LINES_BEFORE, LINES_AFTER, LONGEST_LINE = 5, 18, 160
"""Lines around a headline that may hold byline and date, and their length in characters."""
SIGNATURE_LINES, SIGNATURE = 3, 40
"""Lines from a story's last paragraph on that may be its author's name, and the characters of one."""
PICTURES = frozenset({
    "figure", "figcaption", "caption", "image-caption", "wp-caption", "photo", "photos", "image", "images", "img", "picture", "foto",
    "gallery", "slider", "carousel", "slideshow", "lightbox", "related", "comments", "comment", "recommended", "newsletter",
})  # fmt: skip
BYLINES = frozenset({"byline", "by-line", "author", "authors"})
TAGS = frozenset({"tag", "tags", "taglist", "keywords", "topics"})
_TAGGED = (
    "tag(?:s|ged)?", "topics?", "keywords?", "filed under", "schlagw[oö]rte?r?", "stichwörter", "themen", "mots[- ]clés", "sujets",
    "etiquetas", "temas", "palabras clave", "assuntos", "tópicos", "argomenti", "trefwoorden", "emner", "ämnen", "avainsanat", "tagi",
    "tematy", "štítky", "témata", "címkék", "etichete", "oznake", "теги", "темы", "мітки", "ετικέτες", "etiketler", "标签", "標籤",
    "关键词", "タグ", "태그", "แท็ก", "từ khóa", "topik", "وسوم", "תגיות", "टैग्स?",
)  # fmt: skip
TAGGED = re.compile(rf"\W*(?:{'|'.join(_TAGGED)})(?:\W|$)")
"""The beginning of a line that says what a story is about, in lower case."""
META = BYLINES | {"meta", "post-meta", "entry-meta"}
"""What says who and when, also where a title's dot makes a sentence of it: "by Dipl.-Ing. Ann Lee"."""


class Surroundings(NamedTuple):
    """The short lines around a story: those that are named a byline, the others, those of these that may credit an agency,
    and a line that ends it as a name does."""

    bylines: list[str]
    others: list[str]
    credits: list[str]
    signature: str | None

    @property
    def lines(self) -> list[str]:
        return [*self.bylines, *self.others]


def near_headline(blocks: list[Block], headline: str) -> list[str]:
    """The short lines around the headline, where pages say who wrote them and when; those after it come first."""
    title = plain(headline)
    same = [n for n, block in enumerate(blocks) if len(block.text) <= LONGEST_LINE and plain(block.text) == title]
    heads = (
        [n for n in same if blocks[n].home.tag in ("h1", "h2")] or [n for n, block in enumerate(blocks) if block.home.tag == "h1"] or same
    )
    if not heads:
        # A headline that only titles tell: what it would stand above is the story.
        story = next((n for n, block in enumerate(blocks) if block.good and not block.junk), 0)
        above = blocks[max(0, story - LINES_BEFORE) : story]
        return [block.text for block in above if len(block.text) <= LONGEST_LINE and not any(name in PICTURES for _, name in block.junk)]
    at, found, prose = heads[0], [], 0
    for block in blocks[at + 1 : at + 1 + LINES_AFTER]:
        prose += block.good
        if prose > 2:
            break
        if not _is_quoted(block):
            found.append(block.text)
    before = [block.text for block in reversed(blocks[max(0, at - LINES_BEFORE) : at])]
    return [text for text in (*found, *before) if len(text) <= LONGEST_LINE]


def _is_quoted(block: Block) -> bool:
    """Whether a line is a picture's or another's words, whose days and names are not the story's."""
    return any(name in ("figure", "figcaption") for _, name in block.junk) or "blockquote" in (
        block.home.tag,
        *(above.tag for above in block.home.iterancestors("blockquote")),
    )


def around_story(blocks: list[Block], headline: str, last: str | None) -> Surroundings:
    """The short lines from the headline to a little below the story, less those of pictures and of what stands beside.

    `last`: the story's last paragraph; None where it has none.
    """
    title = plain(headline)
    begin = next((n for n, b in enumerate(blocks) if b.home.tag in ("h1", "h2") and plain(b.text) == title), 0)
    end = max((n for n, b in enumerate(blocks) if b.text == last), default=begin)
    bylines: list[str] = []
    others: list[str] = []
    credits_: list[str] = []
    other_stories = False
    inside = {block.home.getparent() for block in blocks[max(0, end - 1) : end + 1]}
    start = max(0, begin - LINES_BEFORE)
    for n, block in enumerate(blocks[start : end + LINES_AFTER], start):
        leads = _leads_on(block)
        other_stories = n > end and (other_stories or leads or block.is_heading)
        names = {name for _, name in block.junk}
        if (
            (block.good and not names & META)
            or len(block.text) > LONGEST_LINE
            or any(element.tag in ASIDE for element, _ in block.junk)
            or names & PICTURES
        ):
            continue
        (bylines if names & BYLINES else others).append(block.text)
        apart = (
            other_stories
            and block.home.getparent() not in inside
            and not (is_credit(block.text) or is_signature(block.text) or _is_source(block.text))
        )
        above = n <= begin and not (n == begin - 1 and is_agency(block.text))
        if not (above or names & BYLINES or names & TAGS or apart or leads or (n > end and _is_tag(block))):
            credits_.append(block.text)
    return Surroundings(bylines, others, credits_, signature(blocks, last) if last is not None else None)


def _is_source(line: str) -> bool:
    return is_source_line(line) and not is_agency(line)


def _leads_on(block: Block) -> bool:
    """Whether a line leads to another story, or says that such follow."""
    return leads_on(block.text) or (block.link_share > LINKED and words(block.text) >= HEADLINE)


def _is_tag(block: Block) -> bool:
    """Whether a line says what a story is about: a link in a list of links, or what stands behind such a word."""
    if TAGGED.match(lower(block.text)):
        return True
    item = next((element for element in (block.home, *block.home.iterancestors("li")) if element.tag == "li"), None)
    beside = (item.getprevious(), item.getnext()) if item is not None else ()
    return block.link_share > LINKED and any(near is not None and near.tag == "li" for near in beside)


def signature(blocks: list[Block], last: str) -> str | None:
    """A short line set apart by its type or to the right that ends the story or stands below it, as names do.

    `last`: the story's last paragraph.
    """
    at = max((n for n, block in enumerate(blocks) if block.text == last), default=len(blocks))
    for block in blocks[at : at + SIGNATURE_LINES]:
        if len(block.text) <= SIGNATURE and not block.linked and not block.good and _is_set_apart(block):
            return block.text
        if len(block.text) <= 2 * SIGNATURE and not block.linked and _is_to_the_right(block) and (first := _first_line(block)):
            return first
    return None


def _first_line(block: Block) -> str | None:
    """What stands before a line break in a block: above what the author is comes who it is."""
    broken = next(block.home.iterdescendants("br"), None)
    return clean_line(str(broken.xpath("string(preceding::text()[1])"))) if broken is not None else None


def _is_to_the_right(block: Block) -> bool:
    home = block.home
    return home.get("align") == "right" or "text-align:right" in (home.get("style") or "").replace(" ", "")


def _is_set_apart(block: Block) -> bool:
    home = block.home
    parts = [child for child in home if isinstance(child.tag, str)]
    emphasised = not (home.text or "").strip() and len(parts) == 1 and parts[0].tag in ("b", "strong", "i", "em")
    return _is_to_the_right(block) or (emphasised and not (parts[0].tail or "").strip())
