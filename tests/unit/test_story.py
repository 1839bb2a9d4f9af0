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


def test_a_story_for_readers_without_scripts_is_read_where_no_other_is() -> None:
    story_ = "".join(f"<p>{LONG} It was said {n} times.</p>" for n in range(6))
    assert len(told(f"<h1>The crane</h1><noscript><div>{story_}</div></noscript>")) == 6
    assert told(f"<article><h1>The crane</h1><p>{LONG}</p></article><noscript>{story_}</noscript>") == [LONG]


def test_a_page_that_scripts_show_is_read_and_a_hidden_box_beside_a_story_is_not() -> None:
    story_ = "".join(f"<p>{LONG} It was said {n} times.</p>" for n in range(6))
    assert len(told(f'<div style="display: none"><h1>The crane</h1>{story_}</div>')) == 6
    assert told(f"<article><h1>The crane</h1><p>{LONG}</p></article><div class='modal' hidden>{story_}</div>") == [LONG]


def test_the_inside_of_a_component_is_read_and_a_template_is_not() -> None:
    inside = f"<h1>The crane</h1><p>{LONG}</p>"
    assert told(f'<news-story><template shadowrootmode="open">{inside}</template></news-story>') == [LONG]
    assert told(f"<article>{inside}</article><template><p>{LONG} Twice.</p></template>") == [LONG]


def test_the_rest_of_a_story_that_scripts_show_to_subscribers_is_told_unless_it_is_scrambled() -> None:
    """So do many American papers, with letters turned by 47 places where they mean it."""
    said = "Nobody at the quay would say who had paid for the crane, or when."
    rest = f'<div class="subscriber-only" style="display: none"><p>{said}</p></div>'
    scrambled = '<div class="subscriber-only encrypted" style="display: none"><p>kAm%96 3@2C5 H:== >66E 282:? :? yF?6]k^Am</p></div>'
    found = told(f'<article><h1>The crane</h1><div class="subscriber-preview"><p>{LONG}</p></div>{rest}{scrambled}</article>')
    assert found == [LONG, said]


def test_a_brief_is_not_taken_for_the_whole_page() -> None:
    """trafilatura tells all of a page, its menu too, where it finds no story."""
    menu = "".join(f'<li class="menu">{item}</li>' for item in ("News", "Sport", "Harbour", "Weather", "Jobs", "Contact"))
    brief = f"<article><h1>The crane</h1><div>{LONG}<br><br>{LONG.replace('Monday', 'Friday')}</div></article>"
    assert told(f"<ul>{menu}</ul>{brief}") == [LONG, LONG.replace("Monday", "Friday")]
