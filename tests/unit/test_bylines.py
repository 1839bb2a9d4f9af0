"""Bylines as pages write them, and the persons they name."""

import lxml.html
import pytest

from worker.normalise.authors import Paper, authors, persons
from worker.normalise.bylines import LABELLED
from worker.normalise.structured import Structured

PAPER = Paper("Coast Ledger", "coastledger.example")
NAMELESS = Paper(None, "coastledger.example")


@pytest.mark.parametrize(
    ("byline", "paper", "names"),
    [
        ("By Nora Winfield March 13, 2026 9:00 PM", PAPER, ["Nora Winfield"]),
        ("By NORA WINFIELD March 11, 2026 3:46 PM Morning Show", PAPER, ["Nora Winfield"]),
        ("By Nora Winfield on Friday, March 13, 2026", PAPER, ["Nora Winfield"]),
        ("par Mathilde Roy le 7 mai 2026", PAPER, ["Mathilde Roy"]),
        ("Von Karla Brandt und Uwe Lenz, aktualisiert am 3. Mai 2026", PAPER, ["Karla Brandt", "Uwe Lenz"]),
        ("ByJ.R. Poe", PAPER, ["J.R. Poe"]),
        ("Byron Poe", PAPER, ["Byron Poe"]),
        ("VON KARLA BRANDT UND UWE LENZ", PAPER, ["Karla Brandt", "Uwe Lenz"]),
        # "dan" is the Indonesian for "and", "e" the Italian, "y" the Spanish.
        ("Dan Ferris", PAPER, ["Dan Ferris"]),
        ("Oleh Budi Santoso dan Sri Wahyuni", PAPER, ["Budi Santoso", "Sri Wahyuni"]),
        ("By William E. Stone and Laura Y Hall", PAPER, ["William E. Stone", "Laura Y Hall"]),
        # After what a person is comes where she works.
        ("By Daniel Karl Moor, Senior Staff Counsel, Speech, Privacy, and Rights Unit", PAPER, ["Daniel Karl Moor"]),
        ("By Ann Poe, editor, and Bob Roe, reporter", PAPER, ["Ann Poe", "Bob Roe"]),
        # The paper is no person, by its name or after others by its domain; a person's own site is hers.
        ("Nora Winfield Coast Ledger", PAPER, ["Nora Winfield"]),
        ("Nora Winfield, COAST LEDGER 8:42 a.m. EDT October 3, 2026", NAMELESS, ["Nora Winfield"]),
        ("Coast Ledger", PAPER, []),
        ("Nora Winfield", Paper(None, "norawinfield.example"), ["Nora Winfield"]),
        ("Atlantic Harbour Capital Investors", PAPER, []),
        ("Ediciones del Puerto", PAPER, []),
        ("新华社记者", PAPER, []),
        ("홍길동 기자", PAPER, ["홍길동"]),
        ("山田太郎記者", PAPER, ["山田太郎"]),
        ("东方早报网", PAPER, []),
    ],
)
def test_a_byline_names_persons_only(byline: str, paper: Paper, names: list[str]) -> None:
    assert persons([byline], paper) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Datum: 19.11.2026 Autor: Fritz Amsel Quelle: Lokalbote", "Fritz Amsel"),
        ("Autorin/Autor Jonas Reiter", "Jonas Reiter"),
        ("Text: Ursula Winter | Foto: Jan Koch", "Ursula Winter"),
        ("Author: Jane Doe", "Jane Doe"),
        ("Authorities closed the bridge", None),
        ("The text of the law", None),
    ],
)
def test_a_label_names_authors_among_other_labels(line: str, names: str | None) -> None:
    label = LABELLED.search(line)
    assert (label["names"] if label else None) == names


@pytest.mark.parametrize(("line", "names"), [("Boris T. Amsel", ["Boris T. Amsel"]), ("A line of another story", None)])
def test_a_link_to_an_authors_page_counts_where_it_stands_beside_the_headline(line: str, names: list[str] | None) -> None:
    tree = lxml.html.document_fromstring('<h1>Bridge closed</h1><a href="/author/boris-t-amsel/">Boris T. Amsel</a><p>x')
    found = authors(tree, Structured({}, ()), PAPER, [line], [], [])
    assert (found[0] if found else None) == names


def test_an_address_that_a_meta_tag_gives_as_author_is_the_name_of_the_link_to_it() -> None:
    address = "https://coastledger.example/author/nora-winfield/"
    tree = lxml.html.document_fromstring(f'<h1>Bridge closed</h1><p>x</p><aside><a href="{address}">by Nora Winfield</a></aside>')
    assert authors(tree, Structured({}, (), {"article:author": (address,)}), PAPER, [], [], []) == (["Nora Winfield"], "markup")
