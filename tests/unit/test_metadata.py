"""What pages say of themselves: the paper's name and the day, in the shapes that they have."""

from datetime import UTC, date, datetime

import lxml.html
import pytest

from worker.model import Normalised, RawPage
from worker.normalise import metadata, site, structured, times
from worker.normalise.page import normalise

FETCHED = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Coast Ledger", "Coast Ledger"),
        ("Coast Ledger - News, Weather, Sport", "Coast Ledger"),
        ("The day's news | COAST LEDGER", "COAST LEDGER"),
        ("https://www.coastledger.example", None),
        ("www.coastledger.example", None),
        ("The Ledger - Coast and Country", "The Ledger - Coast and Country"),
    ],
)
def test_a_papers_name_is_no_address_and_wears_no_slogan(said: str, name: str | None) -> None:
    tree = lxml.html.document_fromstring(f'<meta property="og:site_name" content="{said}"><p>x')
    assert metadata.site_name(structured.read(tree), "coastledger.example") == name


def test_a_slogan_goes_where_the_domain_spells_the_name_with_a_hyphen() -> None:
    tree = lxml.html.document_fromstring('<meta property="og:site_name" content="Coast Ledger - News from the coast"><p>x')
    assert metadata.site_name(structured.read(tree), "coast-ledger.example") == "Coast Ledger"


def test_an_address_gives_way_to_the_publisher_that_json_ld_names() -> None:
    ld = '{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Coast Ledger"}}'
    html = f'<meta property="og:site_name" content="www.coastledger.example"><script type="application/ld+json">{ld}</script><p>x'
    assert metadata.site_name(structured.read(lxml.html.document_fromstring(html)), "coastledger.example") == "Coast Ledger"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/01/05/harbour", date(2026, 1, 5)),
        ("/news/20260105-harbour", date(2026, 1, 5)),
        ("/world/2026/jan/05/harbour", date(2026, 1, 5)),
        ("/2026/politics/01/05/harbour", date(2026, 1, 5)),
        ("/2026/janitors/05/harbour", None),
        ("/2026/13/05/harbour", None),
    ],
)
def test_a_url_names_a_day(path: str, day: date | None) -> None:
    assert times.in_url(f"https://coastledger.example{path}", FETCHED) == day


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("2026. január 5.", "hu", date(2026, 1, 5)),
        ("2026 m. sausio 5 d.", "lt", date(2026, 1, 5)),
        ("Thứ Hai, 5 tháng 1 năm 2026", "vi", date(2026, 1, 5)),
        ("5 มกราคม 2569", "th", date(2026, 1, 5)),
        ("٥ يناير ٢٠٢٦", "ar", date(2026, 1, 5)),
        ("5 كانون الثاني 2026", "ar", date(2026, 1, 5)),
        ("५ जनवरी २०२६", "hi", date(2026, 1, 5)),
        ("יום שני, 5 בינואר 2026", "he", date(2026, 1, 5)),
        ("5. siječnja 2026.", "hr", date(2026, 1, 5)),
        ("5. јануар 2026.", "sr", date(2026, 1, 5)),
        ("Senin, 5 Maret 2026", "id", date(2026, 3, 5)),
        ("the 5th of January 2026", "en", date(2026, 1, 5)),
        ("05.01.26, 12:44", "de", date(2026, 1, 5)),
        ("version 5.1.26.3", "de", None),
    ],
)
def test_a_line_names_a_day_in_the_languages_of_the_press(line: str, language: str, day: date | None) -> None:
    assert times.in_lines([line], language, FETCHED) == day


@pytest.mark.parametrize(
    ("language", "day"),
    [("en-US", date(2026, 5, 10)), ("en", date(2026, 5, 10)), ("en-GB", date(2026, 10, 5)), ("es", date(2026, 10, 5))],
)
def test_a_date_in_figures_is_read_as_its_language_writes_it(language: str, day: date) -> None:
    assert times.parse("05/10/2026 05:22 pm", language, FETCHED) == day


@pytest.mark.parametrize(
    ("paragraph", "day"),
    [
        ("5.1.2026 - The crane was moved.", date(2026, 1, 5)),
        ("(5 January 2026) The crane was moved.", date(2026, 1, 5)),
        ("Press release of 5 January 2026 | Harbour – The crane was moved.", date(2026, 1, 5)),
        ("HARBOUR, January 5, 2026 /Wire/ -- The crane was moved.", date(2026, 1, 5)),
        ("On 5 January 2026 the crane was moved.", None),
        ("The crane stood there. 5 January 2026. It was moved.", None),
    ],
)
def test_a_day_that_a_story_opens_with_is_set_apart(paragraph: str, day: date | None) -> None:
    assert times.opening(paragraph, "en", FETCHED) == day


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "headline": "The "old" crane", "datePublished": "2026-01-05T10:00:00Z"}',
        '{"@type": "NewsArticle", "image": , "headline": "The "old" crane", "datePublished": "2026-01-05T10:00:00Z"}',
        '{"@type": "NewsArticle", "headline": "The \'old\' crane", "datePublished": "2026-01-05T10:00:00Z"',
    ],
    ids=["quotes in quotes", "no value", "cut off"],
)
def test_broken_json_ld_still_says_when(broken: str) -> None:
    data = structured.read(lxml.html.document_fromstring(f'<script type="application/ld+json">{broken}</script><p>x'))
    assert data.article["datePublished"] == "2026-01-05T10:00:00Z"
    assert "old" in data.article["headline"]


PAGE = "https://www.coastledger.example/harbour"


@pytest.mark.parametrize(
    ("named", "source"),
    [
        (["https://www.reuters.com/world/harbour?utm_source=x#top"], "https://www.reuters.com/world/harbour"),
        (["https://m.coastledger.example/harbour", "https://bay.example/harbour"], "https://bay.example/harbour"),
        (["/harbour", "https://bay.example/", "//bay.example", "ftp://bay.example/x", "http://[", "", None], None),
        (["https://bay.example/" + "a" * 10_000], None),
    ],
    ids=["another site's", "the first that is another site's", "none that is another site's article", "endless"],
)
def test_the_original_of_a_page_is_an_article_of_another_site(named: list[str | None], source: str | None) -> None:
    assert site.original(PAGE, named) == source


def test_a_page_that_names_an_agencys_article_as_its_original_is_credited_to_the_agency() -> None:
    story = "".join(f"<p>The harbour board said on day {n} that the crane would be moved to another quay.</p>" for n in range(12))
    head = '<link rel="canonical" href="https://www.reuters.com/world/harbour">'
    page = RawPage(PAGE, f"<html><head>{head}</head><body><h1>The crane is moved again</h1>{story}", FETCHED, "text/html")
    result = normalise(page, None)
    assert isinstance(result, Normalised)
    assert result.source_url == "https://www.reuters.com/world/harbour"
    assert result.fields.canonical_url == PAGE
    assert [(one.name, one.evidence, one.text) for one in result.fields.agencies] == [
        ("Reuters", "structured_data", "https://www.reuters.com/world/harbour")
    ]


def test_what_a_page_is_based_on_is_read_from_meta_tags_and_json_ld() -> None:
    ld = '{"@type": "NewsArticle", "isBasedOn": [{"@id": "https://bay.example/x"}, "a book"]}'
    tree = lxml.html.document_fromstring(
        f'<meta name="syndication-source" content="https://bay.example/y"><script type="application/ld+json">{ld}</script><p>x'
    )
    assert metadata.originals(structured.read(tree)) == ["https://bay.example/y", "https://bay.example/x"]
