"""Markdown, as services that read pages for language models hand them on: made HTML again, whose rules then hold."""

from __future__ import annotations

import html
import re

from markdown_it import MarkdownIt

from worker.normalise.lines.agencies import is_agency

LINK = re.compile(r"\]\(\s*(?:https?:|/|#|mailto:|\.)")
HEADING = re.compile(r"^(?:#{1,6}\s+\S|\S.{2,150}\n(?:={3,}|-{3,})\s*$)", re.MULTILINE)
EMPHASIS = re.compile(r"\*\*[^*\n]{2,200}\*\*|!\[")
LINKS = 3
"""Links from which on a text is Markdown whatever else it holds."""
LONGEST = 400_000
"""Characters of a text that is read as Markdown; rendering takes seconds a megabyte, and a page of words has a tenth."""
HEAD = re.compile(
    r"\A\s*(?:Title:\s*(?P<title>[^\n]*)\n+)?(?:URL Source:\s*(?P<url>\S+)\s*\n+)?(?:Published Time:\s*(?P<when>[^\n]*)\n+)?"
    r"(?:Warning:[^\n]*\n+)*Markdown Content:[ \t]*\n?"
)
"""What Jina's reader writes above a page."""
FRONT_MATTER = re.compile(r"\A\s*---\n.{0,5000}?\n(?:---|\.\.\.)\n", re.DOTALL)
PAIR = re.compile(r"^(\w+):[ \t]*(\S[^\n]{0,300})$", re.MULTILINE)
META = (
    ("author", "author"), ("date", "article:published_time"), ("published", "article:published_time"), ("description", "description"),
    ("sitename", "og:site_name"), ("site_name", "og:site_name"), ("publisher", "og:site_name"), ("source", "og:site_name"),
)  # fmt: skip
"""Keys of front matter, and the meta tags that say the same."""
LONG_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:\s*\S{300,}", re.MULTILINE)
"""A definition of a link whose address would be written out wherever the link is."""
PANDOC = re.compile(r"^:{3,}.*$|(?<=[\])\w])\s?\{[#.][^{}\n]{0,200}\}", re.MULTILINE)
"""Pandoc's fences around divisions, and its names for what stands before."""
PICTURE = r"<p>(?:<a [^>]{0,1000}>)?\s?<img [^>]{0,2000}>\s?(?:</a>)?"
CAPTIONED = re.compile(
    rf"({PICTURE})\s?(?:<br ?/?>\s?)?(<em>(?:(?!</?p>).){{1,400}}</em>)</p>"
    rf"|({PICTURE})</p>\s?<p>((?:(?!</?p>|<a ).){{3,250}}?)</p>",
    re.DOTALL,
)
"""A picture with emphasised words below it, or a short paragraph."""
SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)]*$")
CREDITED = re.compile(
    r"©|\(c\)|/[^/]{2,40}\)?\W*$|\b(?:photo|foto|image|bild|credit|photograph|fotografie|фото)\w*\s*(?:by|von|:)", re.IGNORECASE
)


JINA_PICTURE = re.compile(r"!\[Image \d{1,4}(?:: )?")
"""Its numbers of pictures, before what they show."""


def is_markdown(text: str, declared: bool = False) -> bool:
    """Whether a text is Markdown: declared as such, or with links in its way, or headings with links or emphasis."""
    if len(text) > LONGEST or declared:
        return declared and len(text) <= LONGEST
    links = len(LINK.findall(text))
    return links >= LINKS or bool(HEADING.search(text) and (links or EMPHASIS.search(text)))


def to_html(text: str) -> str:
    """The page that a Markdown text was made from, about: its words, links, pictures and headings."""
    found = HEAD.match(text)
    head = ""
    if found:
        text = text[found.end() :]
        if title := found["title"]:
            head += f"<title>{html.escape(title)}</title>"
        if url := found["url"]:
            head += f'<link rel="canonical" href="{html.escape(url)}">'
        if when := found["when"]:
            head += f'<meta property="article:published_time" content="{html.escape(when)}">'
    if matter := FRONT_MATTER.match(text):
        text = text[matter.end() :]
        pairs = ((key.lower(), value.strip("\"' ")) for key, value in PAIR.findall(matter[0]))
        said = {key: html.escape(value) for key, value in pairs if not is_agency(value)}
        head += f"<title>{said['title']}</title>" if "title" in said else ""
        head += "".join(f'<meta property="{name}" content="{said[key]}">' for key, name in META if key in said)
    text = JINA_PICTURE.sub("![", LONG_REFERENCE.sub("", PANDOC.sub("", text)))
    body = CAPTIONED.sub(_figure, MarkdownIt("commonmark").enable("table").disable("code").render(text))
    return f"<html><head>{head}</head><body>{body}</body></html>"


def _figure(match: re.Match[str]) -> str:
    """A picture with its caption; the paragraph below it only where that is no sentence, or names who took the picture."""
    picture, caption = match[1] or match[3], match[2] or match[4]
    words = re.sub(r"<[^>]*>", "", caption).strip()
    if match[4] and SENTENCE.search(words) and not CREDITED.search(words):
        return match[0]
    return f"<figure>{picture.removeprefix('<p>')}<figcaption>{caption}</figcaption></figure>"
