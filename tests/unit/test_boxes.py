"""Boxes within a story: pictures with their captions, what leads on, and readers' comments below."""

from __future__ import annotations

import lxml.html
import pytest

from worker.normalise.markup import blocks, body

STORY = [f"The harbour board said on day {n} that the crane would be moved to another quay." for n in range(6)]
HALVES = ["".join(f"<p>{line}</p>" for line in part) for part in (STORY[:3], STORY[3:])]
CAPTION = "The crane in the autumn of 1979, shortly before it was painted"


def told(between: str, below: str = "") -> list[str]:
    """The paragraphs of a story with something in its middle and something below it."""
    tree = lxml.html.document_fromstring(f"<body><h1>The crane</h1><div>{HALVES[0]}{between}{HALVES[1]}{below}</div></body>")
    return body.paragraphs(tree, blocks.read(tree), "The crane", "")


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="x1"><img src="a.jpg"><div>{CAPTION}.</div></div>',
        f'<dl><dt><img src="a.jpg"></dt><dt><b>{CAPTION}</b></dt></dl>',
        f'<table><tr><td><img src="a.jpg"></td></tr><tr><td>{CAPTION}.</td></tr></table>',
        f'<center><a href="b"><picture><img src="a.jpg"></picture></a><br>{CAPTION}.</center>',
        f'<div><div><amp-img src="a.jpg"></amp-img></div><p>{CAPTION}</p><p>Ann Lee</p></div>',
    ],
)
def test_what_shares_a_box_with_nothing_but_a_picture_is_its_caption(box: str) -> None:
    assert told(box) == STORY


@pytest.mark.parametrize(
    "part",
    [
        '<div><img src="a.jpg"><p>{}</p></div>'.format("The crane has a story of its own. " * 6),
        f'<div><h2>The crane</h2><img src="a.jpg"><p>{CAPTION}.</p></div>',
        f'<p><img src="emoji.png"> {CAPTION}.</p>',
        f'<table><tr><td><img src="icon.png"></td><td>{CAPTION}.</td></tr><tr><td>Quay</td><td>Four</td></tr></table>',
    ],
    ids=["a long paragraph", "a part with its heading", "a paragraph with a small picture", "a row of a table"],
)
def test_parts_of_a_story_that_hold_a_picture_are_told(part: str) -> None:
    assert len(told(part)) > len(STORY)


@pytest.mark.parametrize(
    "box",
    [
        "<div><h4>Mehr aus dem Heft</h4><ul><li>Der Mann, der Räder sammelt</li></ul></div>",
        "<h3>À lire aussi</h3><ul><li><a href=/a>Le port vu du ciel</a></li><li>Une photographe a compté les grues</li></ul>",
        "<section><div>Ещё по теме:</div><div>Кран запел</div></section>",
    ],
)
def test_what_a_line_leads_on_to_goes_with_it(box: str) -> None:
    assert told(box) == STORY


def test_a_part_of_the_story_that_begins_with_a_line_that_leads_on_is_told() -> None:
    tree = lxml.html.document_fromstring(f"<body><h1>The crane</h1><div>{HALVES[0]}</div><div><p>Read more:</p>{HALVES[1]}</div></body>")
    assert [line for line in body.paragraphs(tree, blocks.read(tree), "The crane", "") if line in STORY] == STORY


@pytest.mark.parametrize("label", ["2 Messages", "Vos commentaires", "Leave a Reply", "Комментарии (3)", "12 Kommentare", "コメント"])
def test_nothing_below_the_words_above_comments_is_told(label: str) -> None:
    comment = "<div><p>My father was among those who moved it. He never said a word about it to anyone.</p></div>"
    assert told("", f"<h3>{label}</h3>{comment * 4}") == STORY


@pytest.mark.parametrize("subhead", ["<h2>Comments</h2>", "<p><a href=#c>12 comments</a></p>", "<p>Join the conversation</p>"])
def test_a_story_goes_on_below_such_words_where_it_stands_on_in_its_element(subhead: str) -> None:
    more = [line.replace("crane", "ferry") for line in STORY]
    assert [line for line in told("", subhead + "".join(f"<p>{line}</p>" for line in more)) if line in (*STORY, *more)] == [*STORY, *more]


def test_a_heading_that_speaks_of_comments_is_told() -> None:
    assert "Comments by the minister" in told("<h3>Comments by the minister</h3>")
