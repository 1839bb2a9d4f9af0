"""Plain text put back to a line a paragraph says what it said before, whatever shape it came in."""

from __future__ import annotations

import re
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from worker.normalise.lines.strings import tidy
from worker.normalise.markup import markdown
from worker.normalise.plain import textlines

LETTERS = re.compile(r"[^\W\d_]")
words = st.text(st.sampled_from("aAbzÉñжЖ日の한ا-,.:“”(["), min_size=1, max_size=9)
lines = st.lists(words, max_size=14).map(" ".join)
texts = st.lists(st.one_of(lines, st.just(""), st.just("- x y"), st.just("By Ann Lee")), max_size=30).map("\n".join)


@given(texts)
def test_no_letter_is_lost_or_moved(text: str) -> None:
    told = "".join(LETTERS.findall("".join(textlines.paragraphs(text))))
    kept = [line for line in text.split("\n") if not textlines.NO_TEXT.match(line)]
    assert told == "".join(LETTERS.findall("".join(kept))) or _is_doubled(text)


def _is_doubled(text: str) -> bool:
    runs = [len(list(run)) for _, run in groupby(line for line in tidy(text).split("\n") if line)]
    return 2 * runs.count(2) >= textlines.DOUBLED * sum(runs)


@given(texts)
def test_lines_put_back_stay_as_they_are_where_blank_lines_stand_between(text: str) -> None:
    once = textlines.paragraphs(text)
    assert all(line == line.strip() and "\n" not in line for line in once)


@given(st.text(max_size=400))
def test_any_text_can_be_read_as_markdown(text: str) -> None:
    assert markdown.to_html(text).startswith("<html>")
    assert isinstance(markdown.is_markdown(text), bool)
