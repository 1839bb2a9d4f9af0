"""The story's lines where little is found: trafilatura says where they stand, the page what they say."""

from __future__ import annotations

import lxml.html

from worker.normalise.markup import blocks, story

SHORT = ["The crane is gone.", "It fell at noon.", "A gull saw it fall.", "Nobody else did."]
LONG = "The harbour board said on Monday that nobody would be charged for what happened to the crane at the northern quay."


def told(html: str, headline: str = "The crane") -> list[str]:
    tree = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    return story.lines(tree, blocks.read(tree), "https://example.com/a", headline, "")


def test_a_line_with_links_is_one_line_and_a_tables_row_has_no_bars() -> None:
    """trafilatura alone tells a table as Markdown."""
    rows = "".join(f"<tr><td>Quay {n}</td><td>{n}0 metres of the wall were seen to have moved</td></tr>" for n in range(1, 8))
    found = told(f"<article><h1>The crane</h1><p>{LONG}</p><table>{rows}</table></article>")
    assert found[:2] == [LONG, "Quay 1 10 metres of the wall were seen to have moved"]


def test_captions_and_what_stands_above_the_first_paragraph_are_not_told() -> None:
    head = "<p>Harbour</p><h1>The crane</h1><p>2 min read</p><figure><img src='a.jpg'><figcaption>The crane in May.</figcaption></figure>"
    assert told(f"<main>{head}<p>{LONG}</p></main>") == [LONG]


def test_a_brief_that_is_found_whole_stays_as_it_is_found() -> None:
    assert told(f"<article><h1>The crane</h1><p>{LONG}</p>{''.join(f'<p>{line}</p>' for line in SHORT)}</article>") == [LONG, *SHORT]
