"""Captions as papers print them, parted from who took the picture."""

from __future__ import annotations

import pytest

from worker.normalise.fields.images import parted
from worker.normalise.lines.captions import is_caption

CAPTIONS = [
    ("A crane on the quay. Photo: Ann Lee/AP", "A crane on the quay.", "Ann Lee/AP"),
    ("A crane on the quay. (AP Photo/Ann Lee)", "A crane on the quay.", "AP Photo/Ann Lee"),
    ("A crane on the quay | © Ann Lee", "A crane on the quay", "Ann Lee"),
    ("A crane on the quay. /Ann Lee/AP", "A crane on the quay.", "Ann Lee/AP"),
    ("Ein Kran am Kai. (Bild: Keystone/Urs Baumer)", "Ein Kran am Kai.", "Keystone/Urs Baumer"),
    ("Foto: dpa / Ann Lee", "", "dpa / Ann Lee"),
    ("A caption with no credit.", "A caption with no credit.", None),
    ("The photo by the door shows a crane.", "The photo by the door shows a crane.", None),
    ("People (left) and Bob (right) at 10/12 Main Street.", "People (left) and Bob (right) at 10/12 Main Street.", None),
]


@pytest.mark.parametrize(("text", "caption", "credit"), CAPTIONS)
def test_a_caption_is_parted_from_its_credit(text: str, caption: str, credit: str | None) -> None:
    assert parted(text) == (caption, credit)


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("1of4Workers guide the lighthouse along the coastal road.", True),
        ("A lighthouse on its way inland. /Mara Quill/AFP", True),
        ("Latarnia w drodze w głąb lądu (fot. Mara Quill)", True),
        ("The barrier at the crossing on Tuesday. © Ann Lee/dpa", True),
        ("Żuraw na nabrzeżu, stan obecny Fot. Mara Quill", True),
        ("주민들이 종을 끌어 올리고 있다. [춘해군 제공. 재판매 및 DB 금지]", True),
        ("(Foto di Mara Quill)", True),
        ("Online le foto di Mara Quill rubate dal cloud", False),
        ("Ny bild av den gamla kranen växer fram", False),
        ("3 of 4 people in the town say that they would move it again.", False),
        ("The ticket costs 5 euros / 4 euros for children.", False),
    ],
)
def test_captions_are_told_from_sentences(line: str, caption: bool) -> None:
    assert is_caption(line) is caption
