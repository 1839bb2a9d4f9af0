"""Lines of plain text back to one a paragraph, in the shapes that tools leave them in."""

from __future__ import annotations

import pytest

from worker.normalise.plain.textlines import paragraphs

WRAPPED = """Village buys its own
lighthouse for £1

THE people of Skerrow have bought their
lighthouse for a pound, eleven years after
the last keeper handed in the keys and
three days before it was due to be pulled
down.
A deed signed on Tuesday in the back room
of the Anchor makes the trust the owner of
the light-
house, two cottages and a quantity of half-
and whole-dried paint."""
PARTED = """Lowmere locks closed
By
Dana Whitlock
and
Peter Osei
A barge loaded with road salt struck the lower gate of the
Lowmere locks
early on Monday, the authority said.
"We will not guess," she said. "If the
sill is cracked
, we are talking about
six or seven weeks
."
Grain held up
Every boat that does not move is another truck, said
Luis Abernathy
, who runs an elevator."""
LYNX = """   [1]Home [2]News

   The sensor is no larger than a lunchbox, said Prather, a [3]retired
   smokejumper. It samples the air and then sends word of it to a
   neighbor, which passes it on, and so it goes until somebody hears.

   Nobody had thought of it before, and nobody was asked for money, so
   that the first of them was built in a garage, of what was there.

   [smoke-1200.jpg]

     * The first of them is on the fire tower above the falls, and
       the others are not.

References

   1. https://example.com/
   2. https://example.com/news
   3. https://example.com/a
"""


def test_lines_wrapped_at_a_width_are_joined_and_words_parted_by_a_hyphen_too() -> None:
    assert [line for line in paragraphs(WRAPPED) if line] == [
        "Village buys its own lighthouse for £1",
        "THE people of Skerrow have bought their lighthouse for a pound, eleven years after the last keeper handed in the keys and"
        " three days before it was due to be pulled down.",
        "A deed signed on Tuesday in the back room of the Anchor makes the trust the owner of the lighthouse, two cottages and a"
        " quantity of half- and whole-dried paint.",
    ]


def test_sentences_parted_at_their_links_are_joined_and_bylines_too() -> None:
    assert paragraphs(PARTED) == [
        "Lowmere locks closed",
        "By Dana Whitlock and Peter Osei",
        "A barge loaded with road salt struck the lower gate of the Lowmere locks early on Monday, the authority said.",
        '"We will not guess," she said. "If the sill is cracked, we are talking about six or seven weeks."',
        "Grain held up",
        "Every boat that does not move is another truck, said Luis Abernathy, who runs an elevator.",
    ]


def test_what_a_browser_for_terminals_adds_goes() -> None:
    assert [line for line in paragraphs(LYNX) if line] == [
        "Home News",
        "The sensor is no larger than a lunchbox, said Prather, a retired smokejumper. It samples the air and then sends word of it"
        " to a neighbor, which passes it on, and so it goes until somebody hears.",
        "Nobody had thought of it before, and nobody was asked for money, so that the first of them was built in a garage, of what was"
        " there.",
        "* The first of them is on the fire tower above the falls, and the others are not.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Home\nNews\nThe crane is moved\n\nThe harbour board said on Monday that the crane would be moved.\nNobody was asked.",
        "One line alone, and nothing else.",
        "",
    ],
)
def test_lines_that_nothing_has_broken_stay(text: str) -> None:
    assert paragraphs(text) == text.split("\n")


def test_scripts_without_spaces_are_joined_without_them() -> None:
    text = "釜山で最も古い市場の一つ\n、影島東市場で\n、時計塔が\n。\n"
    assert paragraphs(text)[0] == "釜山で最も古い市場の一つ、影島東市場で、時計塔が。"


@pytest.mark.parametrize(
    "text",
    [
        "What the plan holds:\na new wall of granite\ntwo flights of steps\na ramp for wheelchairs\nlights along the whole quay",
        "\n".join(f"Work on wall {n} will begin in May and will cost about two million pounds in all." for n in range(8)),
        "The wall falls, and nobody is there\nvon Max Mustermann\nA wall fell.\nIt was old.",
    ],
    ids=["a list in small letters", "a sentence a line", "a byline"],
)
def test_lists_and_lines_that_are_whole_stay_apart(text: str) -> None:
    assert paragraphs(text) == text.split("\n")


def test_a_byline_is_not_joined_to_a_headline_as_wide_as_the_text() -> None:
    story = WRAPPED.replace("Village buys its own\nlighthouse for £1", "Village buys its lighthouse for one\nBy Ann Lee")
    assert paragraphs(story)[:2] == ["Village buys its lighthouse for one", "By Ann Lee"]


def test_text_below_a_list_of_addresses_is_kept() -> None:
    text = "The wall [1] falls.\nLinks:\n1. https://a.example/\n2. https://b.example/\n3. https://c.example/\nIt was old."
    assert paragraphs(text) == ["The wall falls.", "Links:", "It was old."]


def test_elements_that_bars_part_are_lines_and_those_of_one_sentence_one() -> None:
    row = " | ".join(
        (
            "Menu",
            *(f"Item {n}" for n in range(20)),
            "By",
            "Ann Lee",
            "and",
            "Bo Ek",
            "The old crane of the",
            "Northern Quay",
            ", which fell, is gone.",
        )
    )
    assert paragraphs(row)[-2:] == ["By Ann Lee and Bo Ek", "The old crane of the Northern Quay, which fell, is gone."]
    assert paragraphs("Home | News | Sport\nThe crane fell | it is gone.") == ["Home | News | Sport", "The crane fell | it is gone."]


def test_lines_that_all_stand_twice_are_read_once_and_a_repeat_is_left() -> None:
    lines = [f"The crane fell on day {n}." for n in range(8)]
    assert paragraphs("\n".join(line for line in lines for _ in "ab")) == lines
    assert paragraphs("\n".join([*lines, lines[-1]])) == [*lines, lines[-1]]
