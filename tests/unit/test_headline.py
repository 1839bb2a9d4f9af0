"""Headlines out of what a heading and the page's titles say."""

import lxml.html
import pytest

from worker.normalise.fields import headline, structured


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("山城新建步行桥，居民出行更方便！-江岸新闻网", "山城新建步行桥，居民出行更方便！"),
        ("山城新建步行桥_社会频道_江岸网", "山城新建步行桥"),
        ("山あいの駅に図書館、乗客が本を持ち寄る｜川辺ニュース", "山あいの駅に図書館、乗客が本を持ち寄る"),
        ("代表团出席中国-东盟博览会", "代表团出席中国-东盟博览会"),
        ("Harbour dredging starts a year early - Coast Ledger", "Harbour dredging starts a year early"),
    ],
)
def test_a_title_alone_is_told_without_the_paper(title: str, told: str) -> None:
    tree = lxml.html.document_fromstring(f"<html><head><title>{title}</title></head><body><p>x</p></body></html>")
    assert headline.headline(tree, structured.read(tree), None) == (told, "markup")


def test_a_part_of_a_heading_that_is_just_the_title_stands_without_its_second_line() -> None:
    tree = lxml.html.document_fromstring(
        '<head><meta property="og:title" content="Harbour dredging starts early"></head>'
        "<h1>Harbour dredging starts early <span>Fishermen were not asked, and say so</span></h1>"
    )
    assert headline.headline(tree, structured.read(tree), None) == ("Harbour dredging starts early", "markup")


def told(head: str, body: str) -> tuple[str, str] | None:
    tree = lxml.html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return headline.headline(tree, structured.read(tree), None)


def titles(title: str, shared: str, said: str) -> str:
    return (
        f'<title>{title}</title><meta property="og:title" content="{shared}">'
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{said}"}}</script>'
    )


READERS, MACHINES = "Fishermen wake up to find the crane gone", "Harbour dredging 2026: what it means for fishermen"


@pytest.mark.parametrize(
    ("title", "shared", "said", "found"),
    [
        (f"{MACHINES} | Coast Ledger", READERS, MACHINES, (READERS, "markup")),
        (f"{READERS} | Coast Ledger", READERS, MACHINES, (MACHINES, "json-ld")),
        (f"{MACHINES} | Coast Ledger", MACHINES, MACHINES, (MACHINES, "json-ld")),
    ],
    ids=["JSON-LD has the search engine's", "the page has the search engine's", "the page shows what nothing else says"],
)
def test_of_two_headlines_the_one_that_the_title_does_not_repeat_is_the_readers(
    title: str, shared: str, said: str, found: tuple[str, str]
) -> None:
    assert told(titles(title, shared, said), f"<h1>{READERS}</h1><p>x") == found


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("<span class='kicker'>Coast</span> <span>Harbour dredging starts early</span>", "Harbour dredging starts early"),
        ("<div class='topic-label'>The coast</div> Harbour dredging starts early", "Harbour dredging starts early"),
        ("Harbour dredging starts early <small>Coast, 4 May 2026</small>", "Harbour dredging starts early"),
        ("Harbour dredging starts early <h4 class='author'>by <a>Ann Lee</a></h4>", "Harbour dredging starts early"),
        ("<span class='article__kicker'>Coast</span><span>: </span>Harbour dredging starts early", "Coast: Harbour dredging starts early"),
        ("Harbour <em class='label'>dredging</em>", "Harbour dredging"),
    ],
)
def test_what_a_heading_calls_a_kicker_or_a_byline_is_left_out_unless_a_sign_joins_it(heading: str, found: str) -> None:
    shared = "Coast: Harbour dredging starts early"
    head = f'<title>{shared}</title><meta property="og:title" content="{shared}">'
    assert told(head, f"<h1>{heading}</h1><p>x") == (found, "markup")


def test_a_sections_name_in_a_heading_of_the_first_rank_gives_way_to_the_headline() -> None:
    head = "<title>News - Harbour dredging starts early - Coast Ledger</title>"
    assert told(head, "<h1 class=hidden>News</h1><h1>Harbour dredging starts early</h1><p>x") == ("Harbour dredging starts early", "markup")


def test_a_headline_ends_where_a_text_would_begin() -> None:
    assert len(headline.cut("Harbour dredging starts early. " * 100, headline.MOST)) <= headline.MOST
    assert headline.cut("港" * 2000, headline.MOST) == "港" * headline.MOST + "…"


def test_a_title_with_a_range_in_it_loses_the_sites_part_only() -> None:
    tree = lxml.html.document_fromstring("<title>Report for 14. - 20. January 2026 - CLI</title><p>x")
    assert headline.headline(tree, structured.read(tree), "cli.example") == ("Report for 14. - 20. January 2026", "markup")


def test_a_heading_that_is_the_sites_domain_is_no_headline() -> None:
    tree = lxml.html.document_fromstring(
        "<title>Harbour dredging starts early | coastledger.example</title><h1>coastledger.example</h1><p>x"
    )
    assert headline.headline(tree, structured.read(tree), "coastledger.example") == ("Harbour dredging starts early", "markup")
