"""When a page was published, where it says so in more than one place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker.model import Normalised, RawPage
from worker.normalise.page import normalise

FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
STORY = "".join(
    f"<p>The harbour board said at its meeting number {n} that the crane would be moved to another quay.</p>" for n in range(12)
)


def told(head: str, shown: str, lead: str = "") -> tuple[str, str | None]:
    """The day or instant of a page with this in its head, this below its headline and this above its story; and where from."""
    html = f"<html lang=en><head>{head}</head><body><h1>The crane is moved again</h1><p>{shown}</p>{lead}<article>{STORY}</article>"
    result = normalise(RawPage("https://example.com/crane", html, FETCHED, "text/html"), None)
    assert isinstance(result, Normalised)
    return str(result.fields.published_at), result.fields.provenance.get("published_at")


@pytest.mark.parametrize("name", ["date", "dc.date", "DCTERMS.created"])
def test_a_tag_named_date_gives_way_to_another_day_that_the_page_shows(name: str) -> None:
    tag = f'<meta name="{name}" content="2019-01-01T08:00:00+01:00">'
    assert told(tag, "14 September 2022") == ("2022-09-14", "text")
    assert told(tag, "") == ("2019-01-01 08:00:00+01:00", "meta")


def test_a_tag_named_date_that_gives_the_time_of_the_day_shown_or_said_is_believed() -> None:
    tag = '<meta name="date" content="2022-09-14T08:00:00+02:00">'
    assert told(tag, "14 September 2022") == ("2022-09-14 08:00:00+02:00", "meta")
    assert told(f'{tag}<meta property="article:published_time" content="2022-09-14">', "") == ("2022-09-14 08:00:00+02:00", "meta")


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("2021-11-04T23:00:00Z", "2021-11-05"),
        ("2021-11-04T23:00:01Z", "2021-11-04 23:00:01+00:00"),
        ("2021-11-05T00:00:00Z", "2021-11-05 00:00:00+00:00"),
        ("2021-11-03T23:00:00Z", "2021-11-03 23:00:00+00:00"),
    ],
    ids=["midnight in Paris", "a second later", "the same day in London", "another day"],
)
def test_midnight_of_the_day_shown_is_a_day_and_no_instant(said: str, when: str) -> None:
    assert told(f'<meta property="article:published_time" content="{said}">', "5 November 2021")[0] == when


def test_an_element_that_says_when_the_page_was_changed_is_read_last() -> None:
    published = '<time class="entry-date published" datetime="2022-09-14T08:00:00+02:00">14 September</time>'
    changed = '<time class="updated" datetime="2022-09-20T09:00:00+02:00">20 September</time>'
    assert told("", changed + published) == ("2022-09-14 08:00:00+02:00", "markup")
    assert told("", changed) == ("2022-09-20 09:00:00+02:00", "markup")


def test_the_day_that_a_lead_opens_with_is_read_also_where_the_lead_is_named_a_teaser() -> None:
    lead = (
        '<div class="teaser-text"><p>Press release of 25 January 2022 | The harbour board has the crane moved to another quay,'
        " where it stood when it was built, and says what that will cost its members this year.</p></div>"
    )
    assert told("", "", lead) == ("2022-01-25", "text")
