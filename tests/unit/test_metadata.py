"""What pages say of themselves: the paper's name and the day, in the shapes that they have."""

from datetime import UTC, date, datetime

import lxml.html
import pytest

from worker.normalise import metadata, structured, times

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
