"""The story's paragraphs, out of markup."""

from __future__ import annotations

import lxml.html
import pytest

from worker.normalise.lines.strings import SENTENCE
from worker.normalise.markup import blocks, body

STORY = [f"The harbour board said on day {n} that the crane would be moved to another quay." for n in range(6)]


def told(inserted: str, lead: str = "") -> list[str]:
    """The paragraphs of a page with a lead above its story and something in its middle."""
    paragraphs = [f"<p>{text}</p>" for text in STORY]
    html = f"<body><article>{lead}{''.join(paragraphs[:3])}{inserted}{''.join(paragraphs[3:])}</article></body>"
    tree = lxml.html.document_fromstring(html)
    return body.paragraphs(tree, blocks.read(tree), "", "")


@pytest.mark.parametrize(
    "inserted",
    [
        '<p>Read also <a href="/a/1">The gulls have come back.</a></p>',
        '<p><b>อ่านเพิ่มเติม</b> <a href="/a/1">ไฟป่าดอยหลวงลามข้ามคืน</a></p>',
        '<p>Související: <a href="/a/1">Jeřáb je pryč.</a></p>',
    ],
)
def test_what_leads_on_goes_with_what_it_leads_to(inserted: str) -> None:
    assert told(inserted) == STORY


def test_what_is_named_a_caption_within_a_line_is_none_of_the_lead() -> None:
    caption = "Video from the fire brigade shows the crane on its way to the quay."
    assert told("", f'<h1>The crane</h1><div class="lead-media"><span class="caption-text"><b>{caption}</b></span></div>') == STORY


def test_what_is_named_a_pictures_description_is_none_of_the_line_behind_it() -> None:
    caption = '<span class="photo"><em class="img_desc">The crane, seen from the quay. Ann Lee</em></span>'
    line = "Nobody on the quay has seen the crane move since the harbour board met in March."
    assert line in told(f"<div>{caption}{line}</div>")


def test_a_sentence_that_begins_like_a_lead_on_and_holds_no_link_is_told() -> None:
    line = "Read more carefully than ever, the letter said nothing of the gulls."
    assert line in told(f"<p>{line}</p>")


@pytest.mark.parametrize(
    ("inserted", "line"),
    [
        ('<p>The crane<sup><a href="#fn1">1</a></sup> stands still, and nobody knows for how long it will.</p>', "The crane stands still"),
        (
            '<p><span class="sr-only">Content</span>The crane stands still, and nobody knows for how long it will.</p>',
            "The crane stands still",
        ),
        ("<p>The crane of 10 m<sup>2</sup> stands still, and nobody knows for how long it will.</p>", "The crane of 10 m2 stands still"),
    ],
    ids=["footnote", "screen reader", "power"],
)
def test_what_is_not_read_with_a_line_is_no_part_of_it(inserted: str, line: str) -> None:
    assert any(text.startswith(line) for text in told(inserted))


def test_a_lead_named_so_by_the_element_around_it_is_told_once_below_a_headline_of_microdata() -> None:
    lead = "It takes longer than the board had thought it would."
    head = f'<h3 itemprop="headline">The crane is moved</h3><div class="teaser-text"><p>{lead}</p></div>'
    assert told("", head) == [lead, *STORY]


def test_a_paragraph_hidden_from_what_reads_aloud_alone_is_told_and_other_hidden_things_are_not() -> None:
    line = "The crane that was built in 1931 stands still, and nobody knows for how long."
    assert line in told(f'<p class="paywall" aria-hidden="true">{line}</p>')
    assert line not in told(f'<div aria-hidden="true">{line}</div>')


def test_prose_with_long_links_is_told_from_the_storys_beginning_to_its_end() -> None:
    link = '<a href="/a/1">moved the oldest crane of the harbour to its northern quay in the spring of that year</a>'
    last = f"<p>The board {link}, and fishermen who had not been asked went to court over it, where they lost.</p>"
    first = f"<p>When the board {link}, it was the third to do so.</p>"
    html = first + "".join(f"<p>{text}</p>" for text in STORY) + last
    tree = lxml.html.document_fromstring(f"<body><article>{html}</article></body>")
    found = body.paragraphs(tree, blocks.read(tree), "", "")
    assert found[0].endswith("the third to do so.")
    assert found[-1].endswith("where they lost.")


def test_a_story_that_begins_within_a_teaser_is_told_from_its_beginning() -> None:
    first = "The harbour's oldest crane is to be moved, the board said when it met on Monday."
    html = f'<div class="teaser-content"><div class="article-body"><p>{first}</p></div></div>'
    rest = "".join(f"<p>{text}</p>" for text in STORY)
    tree = lxml.html.document_fromstring(f'<body><h1>The crane</h1>{html}<div class="article-body">{rest}</div></body>')
    assert body.paragraphs(tree, blocks.read(tree), "The crane", "") == [first, *STORY]


def test_a_lead_is_looked_for_below_the_storys_headline_not_below_a_later_heading() -> None:
    lead = "It takes longer than the board had thought it would, and costs more."
    rest = "".join(f"<p>{text}</p>" for text in STORY)
    head = f"<nav><h1>x</h1></nav><h2>The crane is moved</h2><div>Quay. {lead}</div>"
    tree = lxml.html.document_fromstring(f'<body>{head}<article>{rest}</article><div class="modal"><h1>Save</h1></div></body>')
    assert body.paragraphs(tree, blocks.read(tree), "The crane is moved", lead) == [f"Quay. {lead}", *STORY]


@pytest.mark.parametrize(
    "html",
    [
        '{story}<div class="ad-slot">Advertisement</div><p>Nobody was hurt.</p>',
        "{story}<p>Read more</p><blockquote>“Nobody was hurt,” the board said.</blockquote>",
        '<section class="part">{parts}</section><section class="part"><p>No arrests have been made.</p></section>',
    ],
    ids=["below an advertisement", "a quote below furniture", "in a part of its own"],
)
def test_a_story_ends_with_its_short_last_sentence(html: str) -> None:
    story = "".join(f"<p>{text}</p>" for text in STORY)
    parts = story.replace("</p><p>", '</p></section><section class="part"><p>')
    tree = lxml.html.document_fromstring(
        f"<body><article>{html.format(story=story, parts=parts)}<div><p>© Coast Ledger</p></div></article></body>"
    )
    found = body.paragraphs(tree, blocks.read(tree), "", "")
    assert len(found) == len(STORY) + 1
    assert SENTENCE.search(found[-1])


def test_what_stands_below_a_story_and_is_no_sentence_of_it_is_not_told() -> None:
    html = (
        "".join(f"<p>{text}</p>" for text in STORY)
        + "<p>Advertisement</p><h3>More</h3><p>Kettles and pans</p><div><p>Buy a crane today.</p></div>"
    )
    tree = lxml.html.document_fromstring(f"<body><article>{html}</article></body>")
    assert body.paragraphs(tree, blocks.read(tree), "", "") == STORY


def test_a_story_begins_with_a_short_sentence_in_an_element_of_its_own() -> None:
    html = "<div><p>It was already dark.</p></div>" + "".join(f"<div><p>{text}</p></div>" for text in STORY)
    tree = lxml.html.document_fromstring(f"<body><article><h1>The crane</h1>{html}</article></body>")
    assert body.paragraphs(tree, blocks.read(tree), "The crane", "") == ["It was already dark.", *STORY]


@pytest.mark.parametrize("quotes", ["„%s“", "»%s«", "“%s”", "«%s»", "‘%s’", "「%s」"])
def test_a_sentence_ends_before_a_closing_quote_of_any_language(quotes: str) -> None:
    assert SENTENCE.search(quotes % "The crane is moved.")


def page(html: str, headline: str = "The crane") -> list[str]:
    """The paragraphs of a page."""
    tree = lxml.html.document_fromstring(f"<body>{html}</body>")
    return body.paragraphs(tree, blocks.read(tree), headline, "")


def prose(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    "opened",
    ['<nav class="menu"><ul><li><a href="/">Home</a></ul>', '<div class="related">', '<div id="footer">', "<aside><a href='/'>Home</a>"],
    ids=["nav", "related", "footer", "aside"],
)
def test_an_element_that_holds_headline_and_story_is_the_page_whatever_it_is_called(opened: str) -> None:
    assert page(f"{opened}<h1>The crane</h1>{prose(STORY)}") == STORY


def test_an_aside_below_the_headline_that_holds_all_of_a_long_story_is_the_story() -> None:
    story = [f"{line} It took {n} hours, and nobody was hurt when it came down at last." for n, line in enumerate(STORY * 2)]
    assert page(f"<h1>The crane</h1><aside>{prose(story)}</aside>") == story


def test_a_short_sentence_beside_a_lead_is_told_with_it() -> None:
    points = f"<ul><li>{STORY[0]}</li><li>Two men were hurt on Monday.</li></ul>"
    html = f'<h1>The crane</h1>{points}<div class="article-body">{prose(STORY[1:])}</div>'
    assert page(html) == [STORY[0], "Two men were hurt on Monday.", *STORY[1:]]


def test_the_heading_of_a_storys_first_part_is_told_and_the_second_line_of_the_headline_is_not() -> None:
    first, second = "<h2>What was moved</h2>", "<h2>Board gives way</h2>"
    assert page(f"<article><h1>The crane</h1><p>By Ann Lee</p>{first}{prose(STORY)}</article>")[0] == "What was moved"
    assert page(f"<article><h1>The crane</h1>{second}{prose(STORY)}</article>") == STORY


def test_the_entries_of_a_live_report_are_told_also_where_each_stands_in_an_article_of_its_own() -> None:
    entries = "".join(f"<article><h2>Hour {n}</h2><p>{line}</p></article>" for n, line in enumerate(STORY))
    found = page(f"<h1>The crane</h1><div>{entries}</div>")
    assert [line for line in found if line in STORY] == STORY


def test_items_of_a_list_are_told_also_where_each_holds_a_paragraph() -> None:
    items = f"<ul><li><p>{STORY[0]}</p></li><li><p>Work on it begins in August.</p></li></ul>"
    assert page(f"<h1>The crane</h1>{prose(STORY[1:])}<h2>Quick facts</h2>{items}")[-2:] == [STORY[0], "Work on it begins in August."]


def test_items_of_a_list_within_a_list_are_told_at_a_storys_end() -> None:
    items = "<ul><li>The board decided three things about the crane:<ul><li>it stays, for now, on the northern quay</li></ul></li></ul>"
    assert page(f"<h1>The crane</h1><div>{prose(STORY)}{items}</div>")[-1] == "it stays, for now, on the northern quay"


@pytest.mark.parametrize(
    "named", ['class="ledComentarios-box"', 'class="kommentare"', 'itemprop="comment"', 'class="g-artboard"', 'class="ai2html"']
)
def test_readers_comments_and_charts_are_told_by_their_names(named: str) -> None:
    other = "I was there when the crane was moved, and it took all of the night."
    assert page(f"<h1>The crane</h1><div>{prose(STORY)}<div {named}><p>{other}</p></div></div>") == STORY


def test_an_opinion_may_be_called_a_comment_where_it_stands_below_the_headline_alone() -> None:
    others = "".join(f'<div class="comment"><p>{line}</p></div>' for line in ("I saw the crane come down, and it was a sad day.",) * 2)
    assert page(f'<h1>The crane</h1><div class="comment-body">{prose(STORY)}</div><div class="all">{others}</div>') == STORY


def test_a_link_with_a_paragraph_in_several_boxes_of_one_name_is_a_teaser() -> None:
    boxes = "".join(
        f'<div class="x3"><a href="/{n}">A ferry is late again</a><p>The ferry was {n} hours late, and nobody knew why.</p></div>'
        for n in "234"
    )
    assert page(f"<h1>The crane</h1><div>{prose(STORY)}{boxes}</div>") == STORY


def test_the_entries_of_a_live_report_are_told_where_each_has_a_link_to_itself() -> None:
    boxes = "".join(f'<div class="x3"><a href="/live/{n}">{n} mins ago</a><p>{line}</p></div>' for n, line in enumerate(STORY))
    lead = "The harbour board moves the crane today. We tell what happens on the quay, hour by hour, until it stands again."
    assert [line for line in page(f"<h1>The crane</h1><div><p>{lead}</p>{boxes}</div>") if line in STORY] == STORY


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<blockquote><p>The crane would be moved to another quay.</p></blockquote>", False),
        ('<div class="istaknuto">the crane would be moved to another quay</div>', False),
        ("<blockquote><p>Nobody has asked the gulls what they make of it.</p></blockquote>", True),
        ("<h3>The crane would be moved to another quay</h3>", True),
    ],
    ids=["a quote", "set apart", "a quote of its own", "a subhead"],
)
def test_a_quote_that_is_pulled_out_of_the_text_is_not_told_twice(html: str, kept: bool) -> None:
    found = page(f"<h1>The crane</h1><div>{prose(STORY[:3])}{html}{prose(STORY[3:])}</div>")
    assert (len(found) > len(STORY)) is kept


def test_what_stands_below_the_word_contact_is_told_no_more() -> None:
    contact = "<h3>Media contact</h3><p>Ann Lee, press office, tel. +49 461 5550-123</p>"
    assert page(f"<h1>The crane</h1>{prose(STORY)}{contact}") == STORY


def test_a_paragraph_below_many_headings_and_links_is_the_sites_and_a_list_with_subheads_is_told() -> None:
    offers = "".join(f"<h4>Offer {n}</h4><div><a href='/{n}'>See offer {n}</a></div>" for n in range(4))
    last = "Do you want to buy online? Then use one of these links to keep the harbour afloat."
    story = [*STORY, *(line.replace("crane", "ferry") for line in STORY)]
    assert page(f"<h1>The crane</h1><div>{prose(story)}{offers}<div><p>{last}</p></div></div>") == story
    lists = "".join(f"<h4>Quay {n}</h4><p>{line}</p>" for n, line in enumerate(STORY))
    assert [line for line in page(f"<h1>The crane</h1><div>{lists}</div>") if line in STORY] == STORY


def paragraphs(html: str, headline: str = "The crane") -> list[str]:
    tree = lxml.html.document_fromstring(f"<body>{html}</body>")
    return body.paragraphs(tree, blocks.read(tree), headline, "")


OTHER = [f"The council of another town voted on day {n} to build a bus station beside the old market hall." for n in range(4)]


@pytest.mark.parametrize(
    "page",
    [
        '<article class="page"><header class="head"><h1 class="title">{}</h1></header><div class="body">{}</div></article>',
        '<section><div class="top"><h1>{}</h1><p class="byline">By Ann Lee</p></div>{}</section>',
    ],
)
def test_another_story_below_under_a_headline_of_the_same_make_is_not_told(page: str) -> None:
    first, second = (
        page.format(title, "".join(f"<p>{text}</p>" for text in story)) for title, story in (("The crane", STORY), ("A bus", OTHER))
    )
    assert paragraphs(first + second) == STORY


def test_an_h1_within_the_story_is_a_subhead() -> None:
    told_ = "".join(f"<p>{text}</p>" for text in STORY)
    html = f'<article><h1 class="title">The crane</h1><div>{told_}<h1>What comes next</h1><p>{OTHER[0]}</p></div></article>'
    assert OTHER[0] in paragraphs(html)


def test_a_long_window_that_asks_for_consent_is_not_the_story_of_a_brief() -> None:
    consent = " ".join(f"Cookies of our partners, number {n}, help us to know you and your personal data." for n in range(12))
    html = f'<div id="sliding-popup"><p>{consent}</p></div><div><h1>The crane</h1><p>{STORY[0]}</p><p>{STORY[1]}</p></div>'
    assert paragraphs(html) == STORY[:2]


def test_what_somebody_says_to_another_in_a_story_behind_a_wall_asks_nothing_of_the_reader() -> None:
    said = "“You moved your crane at night, and you did it after you had been told to stop,” she said."
    wrapped = "".join(f'<div class="subscriber-only"><p>{text}</p></div>' for text in (*STORY[:2], said, "It was old."))
    assert paragraphs(f"<h1>The crane</h1><div>{wrapped}</div>") == [*STORY[:2], said, "It was old."]


def test_an_h1_in_a_wrapper_of_its_own_is_a_subhead_where_nothing_says_who_or_when() -> None:
    part = '<div class="widget"><h1 class="title">{}</h1></div><div class="text">{}</div>'
    first, second = ("".join(f"<p>{text}</p>" for text in story) for story in (STORY, OTHER))
    assert paragraphs(part.format("The crane", first) + part.format("What happens next", second))[-1] == OTHER[-1]
