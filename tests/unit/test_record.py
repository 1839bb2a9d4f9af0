"""What archives, feeds and letters say of a story above it is read as fields, and is none of the story."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from worker.model import Normalised, RawPage
from worker.normalise.page import normalise
from worker.normalise.plain import record

STORY = "\n\n".join(
    f"The harbour board said on day {n} that the oldest crane would be moved to another quay before the winter." for n in range(5)
)
ARCHIVE = """Regional archive - record 3 of 9

Title:      The crane is moved
Author:     Ann Lee
Source:     Coast Ledger
Date:       2 November 2026
Length:     604 words

Full text:
"""
FACTIVA = """HD      The crane is moved
BY      Ann Lee
WC      402 words
PD      2 November 2026
SN      Coast Ledger
LP
"""
CARD = """og:site_name: Coast Ledger
og:title: The crane is moved
article:author: Ann Lee
article:published_time: 2026-11-02T10:00:00+01:00
"""
CHINESE = """标题：The crane is moved
作者：Ann Lee
来源：Coast Ledger
日期：2026-11-02
"""
FOOT = "\n\nCaption: The crane in May. Picture: Bo Ek\nIndex terms: Cranes; Quays\n"


@pytest.mark.parametrize("head", [ARCHIVE, FACTIVA, CARD, CHINESE])
def test_a_record_names_headline_author_paper_and_day_and_is_none_of_the_story(head: str) -> None:
    page = RawPage(
        url="https://archive.example/3",
        body=f"{head}\n{STORY}{FOOT}".encode(),
        fetched_at=datetime(2026, 11, 3, tzinfo=UTC),
        content_type="text/plain",
    )
    found = normalise(page, None)
    assert isinstance(found, Normalised)
    fields = found.fields
    assert (fields.headline, fields.authors, fields.publisher.name) == ("The crane is moved", ("Ann Lee",), "Coast Ledger")
    assert str(fields.published_at).startswith(str(date(2026, 11, 2)))
    assert fields.body == STORY


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f"Where: the quay\nWhen: Monday\nPrice: 5 euros\nPhone: 12345\n\n{STORY}",
        f"Title: The crane\nAuthor: Ann Lee\n\n{STORY}",
    ],
)
def test_a_text_that_begins_as_any_other_has_no_record(text: str) -> None:
    assert record.read(text) == record.Record(text)


@pytest.mark.parametrize(
    "above",
    [
        "The book of the crane\n\nBy Mara Quill\n\nTitle: The Salt Year\nAuthor: Jonas Feld\nPublisher: Penguin\nPages: 312",
        f"{STORY[:120]}\n\nDate: 31 October 2026\nSource: the theatre\nSeats: 300\nPrice: 5 euros",
        "A concert\n\nFecha: 31 de octubre de 2026\nLugar: Teatro Real\nAforo: 300\nPrecio: 5 euros",
    ],
)
def test_a_box_within_a_story_is_no_record(above: str) -> None:
    assert record.read(f"{above}\n\n{STORY}").said == {}


@pytest.mark.parametrize(
    "opening",
    ["HOLLIN: The harbour board voted on Monday to move the crane.", "Q: How long will it take to move the crane to its quay?"],
)
def test_a_labelled_sentence_below_a_record_is_the_storys(opening: str) -> None:
    found = record.read(
        f"{ARCHIVE.replace('Full text:', '')}\n{opening}\n\n{STORY}\n\nWhat happens next: the board meets on Friday to vote on it.\n\n"
    )
    assert found.said["headline"] == ["The crane is moved"]
    assert opening in found.text
    assert "What happens next" in found.text
