"""Structured data of any shape, and plain texts of any lines: the page ends as an article or as a dead record with its reason."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker.model import Dead, Normalised, RawPage
from worker.normalise.page import normalise

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STORY = (
    "<p>" + "</p><p>".join(f"The harbour board said on day {n} that the crane would be moved to another quay." for n in range(12)) + "</p>"
)
WORDS = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(
    [
        "By Ann Lee",
        "Reuters",
        "2026-01-01T10:00:00+01:00",
        "2025-12-31",
        "99:99",
        "https://one.example/a",
        "http://[",
        "<p>x</p>",
        "&amp;#xD800;",
        "x@y.z",
        "cut within an emoji \ud83d",
    ]
)
"""Halves of surrogate pairs among them, which JSON's escapes can say and UTF-8 can't."""
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@type", "name", "url", "@id", "@value", "@list", "caption"]), inner)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["@type", "@id", "@graph", "headline", "name", "author", "creator", "datePublished", "dateModified", "articleBody", "articleSection",
    "keywords", "image", "publisher", "isAccessibleForFree", "mainEntityOfPage", "inLanguage", "url", "description", "copyrightHolder"]
)  # fmt: skip
METAS = st.sampled_from(
    ["og:title", "og:type", "og:url", "og:site_name", "og:locale", "og:image", "og:description", "article:author", "author", "keywords",
    "article:published_time", "article:modified_time", "article:section", "description", "date", "twitter:title", "dc.creator"]
)  # fmt: skip
SLOW_EXAMPLES = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def page(head: str) -> RawPage:
    document = f"<html><head><title>Crane</title>{head}</head><body><h1>Crane</h1>{STORY}</body></html>"
    return RawPage("https://one.example/a", document.encode("utf-8", "replace"), NOW, "text/html")


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@SLOW_EXAMPLES
@given(st.dictionaries(KEYS, VALUES, max_size=6), st.lists(st.tuples(METAS, WORDS), max_size=5))
def test_any_structured_data_leaves_the_story_readable(data: dict[str, Any], metas: list[tuple[str, str]]) -> None:
    """Nonsense in the head costs fields at most: the story's text is there, so the page is an article."""
    told = "".join(f'<meta property="{name}" content="{html.escape(value)}">' for name, value in metas)
    script = json.dumps({"@type": "NewsArticle", **data}).replace("</", "<\\/")
    result = normalise(page(told + json_ld(script)), None)
    assert isinstance(result, Normalised), result
    assert "would be moved to another quay" in result.fields.body or data.get("articleBody")
    assert json.loads(result.fields.model_dump_json())["url"] == "https://one.example/a"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:image" content="http://[">',
        '<meta property="og:image" content="http://">',
        '<link rel="canonical" href="http://one.example:99999/">',
        '<meta property="og:url" content="//[">',
        '<meta property="article:author" content="http://[">',
        json_ld('{"@type": "NewsArticle", "image": ["https://[", {"url": "http://one\u2100two/"}]}'),
    ],
)
def test_what_is_no_address_is_passed_over(head: str) -> None:
    result = normalise(page(head), None)
    assert isinstance(result, Normalised)
    assert (result.fields.images, result.fields.canonical_url) == ((), "https://one.example/a")


@pytest.mark.parametrize("key", ["author", "keywords", "articleSection", "image", "publisher", "articleBody"])
def test_values_nested_without_end_are_passed_over(key: str) -> None:
    deep = "[" * 700 + '"x"' + "]" * 700
    assert isinstance(normalise(page(json_ld(f'{{"@type":"NewsArticle","{key}":{deep}}}')), None), Normalised)


LINES = st.lists(
    st.text(max_size=80) | st.sampled_from(["By Ann Lee", "(Reuters) -", "Photo: AP", "We use cookies.", "LONDON (AP) — A ship sank."]),
    max_size=30,
)


@SLOW_EXAMPLES
@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\u2028"]))
def test_a_plain_text_of_any_lines_ends_as_a_value(lines: list[str], ending: str) -> None:
    body = ending.join(lines).encode("utf-8", "replace")
    assert isinstance(normalise(RawPage("https://one.example/a", body, NOW, "text/plain"), None), Normalised | Dead)


BROKEN = '{"@type": "NewsArticle", "headline": "The crane", "author": [{"name": "Ann Lee"}], "datePublished": "2025-12-31T10:00:00Z"}'


@SLOW_EXAMPLES
@given(st.integers(0, len(BROKEN)), st.integers(0, 20), st.text(st.sampled_from("{}[]\",:\\/*#'`\nu\ud83d\0e1"), max_size=8))
def test_any_broken_json_ld_leaves_the_story_readable(at: int, dropped: int, put: str) -> None:
    result = normalise(page(json_ld(BROKEN[:at] + put + BROKEN[at + dropped :])), None)
    assert isinstance(result, Normalised), result
    assert "would be moved to another quay" in result.fields.body
