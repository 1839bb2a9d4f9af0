"""Pages that arrive as Markdown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from worker.model import Normalised, RawPage
from worker.normalise.markup import markdown
from worker.normalise.page import normalise

FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
STORY = [
    f"The harbour board said on day {n} that the [old crane](https://example.com/crane) would be **moved** to another quay of the harbour."
    for n in range(5)
]
TOLD = [line.replace("[old crane](https://example.com/crane)", "old crane").replace("**", "") for line in STORY]
PAGE = f"""Title: The crane is moved | Coast Ledger

URL Source: https://example.com/crane

Published Time: 2026-03-05T07:00:00+00:00

Markdown Content:
[Skip to content](https://example.com/crane#main)

*   [News](https://example.com/news)
*   [Sport](https://example.com/sport)

# The crane is moved

By [Ann Lee](https://example.com/author/ann-lee)

![Image 1: The crane](https://example.com/crane.jpg)

The crane in the autumn of 1979. Photo: Bo Ek

{STORY[0]}

{STORY[1]}

**Read also:** [The gulls are back](https://example.com/gulls)

## What it costs

> {STORY[2]}

{STORY[3]}

{STORY[4]}

[![](https://example.com/ad.png)](https://example.com/buy)
"""


def test_a_page_in_markdown_is_read_as_the_page_that_it_was_made_from() -> None:
    result = normalise(RawPage("https://example.com/crane", PAGE, FETCHED, "text/plain"), None)
    assert isinstance(result, Normalised)
    told = result.fields
    assert told.headline == "The crane is moved"
    assert told.body.split("\n\n") == [*TOLD[:2], "What it costs", *TOLD[2:]]
    assert (told.authors, told.published_at) == (("Ann Lee",), datetime(2026, 3, 5, 7, tzinfo=UTC))
    assert [image.url for image in told.images] == ["https://example.com/crane.jpg"]


@pytest.mark.parametrize(
    ("text", "is_markdown"),
    [
        ("# The crane\n\n**It** moved.", True),
        ("The crane\n=========\n\nSee [this](/a).", True),
        ("[a](/b) [c](/d) [e](https://example.com/f)", True),
        ("#1 in the charts: the crane.", False),
        ("The crane * moved ** to (another) quay [sic].", False),
        ("The crane moved.\n---\nNobody was asked.", False),
    ],
)
def test_markdown_is_told_by_links_or_by_headings_with_emphasis(text: str, is_markdown: bool) -> None:
    assert markdown.is_markdown(text) is is_markdown


def test_a_sentence_below_a_picture_is_the_storys_unless_it_names_who_took_it() -> None:
    picture = "![crane](/crane.jpg)\n\n"
    assert "<figcaption>" not in markdown.to_html(f"{picture}The crane was moved on Monday.")
    assert "<figcaption>" in markdown.to_html(f"{picture}The crane was moved on Monday. (Bo Ek/AAP PHOTOS)")
    assert "<figcaption>" in markdown.to_html(f"{picture}The crane at its quay")
    assert "<figcaption>" in markdown.to_html("![crane](/crane.jpg)_The crane at its quay. BO EK/LUSA_")


def test_a_day_that_is_all_the_reader_says_is_a_day() -> None:
    page = PAGE.replace("2026-03-05T07:00:00+00:00", "2026-03-05")
    result = normalise(RawPage("https://example.com/crane", page, FETCHED, "text/plain"), None)
    assert isinstance(result, Normalised)
    assert result.fields.published_at == date(2026, 3, 5)


@pytest.mark.parametrize(("day", "paper"), [("date", "sitename"), ("published", "source")])
def test_front_matter_names_headline_author_day_and_paper(day: str, paper: str) -> None:
    matter = f'---\ntitle: "The crane is moved"\nauthor: Ann Lee\n{day}: 2026-03-05\n{paper}: Coast Ledger\n---\n\n'
    result = normalise(RawPage("https://example.com/crane", matter + "\n\n".join(STORY), FETCHED, "text/markdown"), None)
    assert isinstance(result, Normalised)
    fields = result.fields
    assert (fields.headline, fields.authors, fields.publisher.name) == ("The crane is moved", ("Ann Lee",), "Coast Ledger")
    assert fields.published_at == date(2026, 3, 5)
    assert fields.body.split("\n\n") == TOLD
