"""What a page puts around a story is told from the story."""

from __future__ import annotations

import pytest

from worker.normalise import clean

STORY = ["The crane left the quay on Monday.", "Nobody had asked the fishermen, the board said."]
BIOGRAPHY = "Ann Lee is a reporter on the coast and writes about cranes."


@pytest.mark.parametrize(
    ("ending", "authors", "kept"),
    [
        ([BIOGRAPHY], ["Ann Lee"], 0),
        ([BIOGRAPHY, "Bo Ek is the paper's photographer."], ["Ann Lee", "Bo Ek"], 0),
        ([BIOGRAPHY], ["Bo Ek"], 1),
        ([BIOGRAPHY, "The crane is to come back in May."], ["Ann Lee"], 2),
        (["Lee was not there."], ["Lee"], 1),
    ],
    ids=["the author's", "two authors'", "somebody else's", "within the story", "one word is no name"],
)
def test_what_ends_a_story_and_begins_with_its_authors_name_is_no_part_of_it(ending: list[str], authors: list[str], kept: int) -> None:
    assert clean.without_biographies([*STORY, *ending], authors) == [*STORY, *ending][: len(STORY) + kept]


def test_a_story_that_is_all_about_its_author_is_not_emptied() -> None:
    assert clean.without_biographies([BIOGRAPHY], ["Ann Lee"]) == [BIOGRAPHY]


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("Chat with us in Facebook Messenger. Find out what's happening in the harbour as it unfolds.", True),
        ("Sign up for our newsletter and get the harbour in your inbox.", True),
        ("The board said that fishermen had signed a letter and sent it on.", False),
    ],
)
def test_what_a_page_asks_of_its_reader_is_no_part_of_the_story(line: str, furniture: bool) -> None:
    assert clean.is_furniture(line) is furniture
