"""Pages of plain text: which line is the headline, who publishes and signs, where the story begins and ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from worker.model import Dead, Normalised, RawPage, Reason
from worker.normalise.fields import publisher
from worker.normalise.lines.strings import unaccented
from worker.normalise.page import normalise
from worker.normalise.plain.headline import in_slug, is_menu
from worker.normalise.site import slug

URL = "https://coastledger.example/news/oldest-crane-moved-to-northern-quay"
HEADLINE = "Oldest crane is moved to another quay after a vote"
STORY = [f"The harbour board said on day {n} that the oldest crane would be moved to another quay before the winter." for n in range(5)]


def read(lines: list[str], url: str = URL) -> Normalised | Dead:
    body = "\n".join(lines).encode()
    found = normalise(RawPage(url=url, body=body, fetched_at=datetime(2026, 11, 2, tzinfo=UTC), content_type="text/plain"), None)
    assert isinstance(found, Normalised | Dead)
    return found


def told(lines: list[str], url: str = URL) -> Normalised:
    found = read(lines, url)
    assert isinstance(found, Normalised), found
    return found


def test_an_address_says_the_headlines_words() -> None:
    assert slug("https://ledger.example/a/B%C3%BCrger-w%C3%A4hlen-Kran_2026.html") == {"burger", "wahlen", "kran", "html"}
    assert slug("https://ledger.example/news/812331") == frozenset()
    assert in_slug("Bürger wählen den Kran", slug("https://ledger.example/buerger/burger-waehlen-kran")) == pytest.approx(2 / 3)
    assert in_slug("Der Kran", slug("https://ledger.example/burger-wahlen-kran")) == 0


def test_the_line_that_the_address_says_is_the_headline_and_the_story_begins_below_it() -> None:
    banner = "Click Agree and read on; the people who pay for this page want to know what you read, and where, and when you do so."
    page = [banner, "Agree", HEADLINE, "By Ann Lee", "3 May 2026", *STORY]
    fields = told(page).fields
    assert (fields.headline, fields.authors) == (HEADLINE, ("Ann Lee",))
    assert fields.body == "\n\n".join(STORY)


def test_the_first_paragraph_is_no_headline_though_it_says_the_address_too() -> None:
    first = "The oldest crane was moved to the northern quay."
    assert told(["Coast Ledger", "Crane gone", first, *STORY]).fields.body == "\n\n".join([first, *STORY])


@pytest.mark.parametrize("line", ["Home > News > Harbour", "Accueil » Port » Grues", "News | Sport | Culture", "News    Sport    Culture"])
def test_a_menu_is_no_headline(line: str) -> None:
    assert is_menu(line)
    assert not is_menu(HEADLINE)


def test_byline_and_day_may_stand_below_a_lead() -> None:
    lead = "The board decided after a debate of three hours, and against the will of those who fish there."
    page = ["Coast Ledger", HEADLINE, lead, "By Ann Lee and Bo Ek", "3 May 2026", "Facebook X Print", *STORY]
    fields = told(page).fields
    assert fields.authors == ("Ann Lee", "Bo Ek")
    assert fields.published_at is not None
    assert fields.body == "\n\n".join([lead, *STORY])


@pytest.mark.parametrize("below", [["Ann Lee", "Harbour Reporter"], ["Ann Lee, ČTK", "3 May 2026"], ["3 May 2026 | Author: Ann Lee"]])
def test_a_name_with_a_trade_or_an_agency_beside_it_is_the_authors(below: list[str]) -> None:
    assert told(["Coast Ledger", HEADLINE, *below, *STORY]).fields.authors == ("Ann Lee",)


def test_a_dateline_says_the_day_where_nothing_else_does() -> None:
    first = "PORTLAND, Ore. – Feb. 17, 2026 – The harbour board said that it would move the crane to another quay."
    assert str(told(["Coast Ledger", HEADLINE, first, *STORY]).fields.published_at) == "2026-02-17"


def test_nothing_below_three_hashes_is_told_and_a_subhead_below_a_led_headline_is() -> None:
    page = [
        "Coast Ledger",
        HEADLINE,
        "",
        STORY[0],
        "",
        "Read also",
        "A ferry is late",
        "",
        "What was moved",
        "",
        *STORY[1:],
        "",
        "###",
        "",
        "Call us.",
    ]
    assert told(page).fields.body == "\n\n".join([STORY[0], "What was moved", *STORY[1:]])


@pytest.mark.parametrize(
    ("top", "foot", "url", "name"),
    [
        (["The Coast Ledger uses cookies"], "© 2026 Quay Media", "https://coastledger.example/a", "The Coast Ledger"),
        (["Skip", "صدى الوادي"], "جميع الحقوق محفوظة صدى الوادي 2026", "https://sada.example/a", "صدى الوادي"),
        (["本文へ移動", "北牧新報"], "お問い合わせ", "https://kitamaki.example/a", "北牧新報"),
        (["News", "Sport"], "© 2001-2026. Part of a group.", "https://abc.example/a", None),
        (["Новости"], "Сетевое издание «Заря Севера». 16+", "https://zs.example/a", "Заря Севера"),
    ],
    ids=["spelt in a line", "at top and foot", "masthead", "a menu", "registered"],
)
def test_a_paper_is_named_by_domain_foot_or_masthead(top: list[str], foot: str, url: str, name: str | None) -> None:
    assert told([*top, HEADLINE, *STORY, "", foot], url).fields.publisher.name == name


def test_a_name_spelt_in_a_line_comes_with_its_article() -> None:
    assert publisher.spelt_in("coastledger.example", ["Welcome to The Coast Ledger, reader"]) == "The Coast Ledger"
    assert publisher.spelt_in("coastledger.example", ["the coast ledger"]) is None
    assert unaccented("Ærø Łódź Västerås") == "AEro Lodz Vasteras".replace("AE", "Ae")


def test_short_paragraphs_that_are_each_signed_are_a_listing() -> None:
    teasers = [
        line
        for n in range(5)
        for line in (
            f"Crane {n} is moved",
            f"It takes {n} days longer than the board had thought it would take in May.",
            "By Ann Lee",
            "Feb. 23, 2026",
        )
    ]
    found = read(
        ["Coast Ledger", "Harbour", "News about the harbour, its cranes and its quays, and of those who work there.", *teasers],
        "https://a.example/b",
    )
    assert isinstance(found, Dead)
    assert found.reason is Reason.NOT_ARTICLE


def test_a_page_that_asks_for_a_password_and_speaks_to_its_reader_is_a_login_page() -> None:
    asked = "With your account you read three articles a month, keep a list of your own and say what you think of them. " * 4
    page = ["Coast Ledger", "Log in", "Password", "Do you have no account?", *([asked] * 2)]
    found = read(page, "https://a.example/b")
    assert isinstance(found, Dead)
    assert "password" in found.error
    assert isinstance(read(["Log in", "Password", HEADLINE, *STORY], "https://a.example/b"), Normalised)


def test_an_error_page_is_told_by_a_line_above_its_text() -> None:
    page = [
        "Coast Ledger",
        "Error 404",
        "What a pity",
        "You may have followed an old link, or the page may have moved to another quay of ours.",
        "Go back to where you were, or ask us.",
    ]
    found = read(page, "https://a.example/b")
    assert isinstance(found, Dead)
    assert "error page" in found.error


def test_a_banner_above_and_a_count_of_comments_end_no_story() -> None:
    banner = ["We and our partners process personal data.", "Some partners rely on their legitimate business interest in your visit."]
    found = told(
        [
            *banner,
            "Coast Ledger",
            HEADLINE,
            "By Ann Lee",
            "0 Comments",
            *STORY,
            "Comments",
            "A reader says that the crane is ugly, and that it was so all along.",
        ]
    )
    assert found.fields.body.split("\n\n") == STORY


@pytest.mark.parametrize(
    "inserted",
    [
        ["Play", "Mute", "Current Time 0:00", "Duration 0:42"],
        ["Share on Facebook", "WhatsApp'ta paylaş", "Copy link"],
        ["41.20", "-4.06 (-8.97%)"],
        ["The crane on Tuesday. © Ann Lee/dpa"],
        ["[The crane on Tuesday]", "The crane on Tuesday", "(Photo: Ann Lee)"],
    ],
)
def test_what_players_buttons_and_boards_say_is_none_of_the_story(inserted: list[str]) -> None:
    assert told([HEADLINE, "By Ann Lee", *STORY[:3], *inserted, *STORY[3:]]).fields.body.split("\n\n") == STORY


@pytest.mark.parametrize("end", [["Next article", "Another crane"], ["-" * 40], ["About the author"]])
def test_nothing_below_what_ends_a_story_is_told(end: list[str]) -> None:
    below = "Ann Lee writes about cranes and quays, and has done so since she was a child."
    assert told([HEADLINE, "By Ann Lee", *STORY, "It was old.", *end, below]).fields.body.split("\n\n") == [*STORY, "It was old."]


def test_the_head_of_a_paper_with_page_and_day_is_no_headline() -> None:
    found = told(["THE COAST LEDGER Monday, November 2, 2026 Page 3A", "", HEADLINE, "", *STORY], "https://example.com/a/3")
    assert found.fields.headline == HEADLINE


def test_short_paragraphs_that_each_stand_below_a_heading_are_a_front_page() -> None:
    teasers = [
        line
        for n in range(4)
        for line in (f"Crane number {n}", f"The board said on day {n} that the crane had been moved to another quay.")
    ]
    found = read(["Coast Ledger", "News", *teasers], "https://coastledger.example/")
    assert isinstance(found, Dead)
    assert found.reason == Reason.NOT_ARTICLE


@pytest.mark.parametrize("short", ["Nobody was hurt, it said.", "Why was the crane moved?"])
def test_short_sentences_between_paragraphs_make_no_front_page(short: str) -> None:
    lines = [line for text in STORY for line in (text, short)]
    assert told([HEADLINE, "By Ann Lee", *lines]).fields.body.startswith(STORY[0])


def test_a_sentence_below_an_advertisement_is_told_whatever_it_says_of_time() -> None:
    said = "Every year some 200 people come to the port to see the crane."
    assert said in told([HEADLINE, "By Ann Lee", *STORY[:3], "Advertisement", said, *STORY[3:]]).fields.body


def test_a_caption_below_a_story_names_no_author() -> None:
    found = told([HEADLINE, *STORY, "Emmanuel Macron (AFP)"])
    assert found.fields.authors == ()
    assert told([HEADLINE, *STORY, "Khánh Linh (Theo AFP)"]).fields.authors == ("Khánh Linh",)


@pytest.mark.parametrize("word", ["Background", "Kumppani löytyi, kumppanin nimi salassa"])
def test_common_words_are_subheads(word: str) -> None:
    assert word in told([HEADLINE, "By Ann Lee", *STORY[:3], word, *STORY[3:]]).fields.body
