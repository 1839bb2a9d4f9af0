"""Pages that are made to take long: what is read of them grows with their size, never with its square or faster."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from worker.model import Normalised, RawPage
from worker.normalise.page import normalise

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STORY = "".join(f"<p>The harbour board said on day {n} that the crane would be moved to another quay.</p>" for n in range(20))
TOLD = "\n\n" + "\n\n".join(f"The harbour board said on day {n} that the crane would be moved to another quay." for n in range(20))
LINKS = "# The crane\n\n[a](/b) [c](/d) [e](/f)\n\n"
SIZE = 500_000
SECONDS = 8.0
"""Each of these took far longer once; now they take about one second."""


def many(make: Callable[[int], str], size: int = SIZE) -> str:
    """What `make` gives by its number, as often as fits the size."""
    return "".join(map(make, range(size // len(make(100)))))


def name(n: int) -> str:
    """A name of its own for each number."""
    return "Ann L" + "".join(chr(97 + int(figure)) for figure in str(n))


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def page(body: str, head: str = "", title: str = "The crane moves to another quay") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><h1>The crane moves to another quay</h1>{body}</body></html>"


PAGES: dict[str, Callable[[], str]] = {
    "agencies in small letters in brackets": lambda: page(f"<p>Berlin ({'dpa/' * 60}x) - The crane has moved.</p>{STORY}"),
    "agencies before a word": lambda: page(STORY + f"<p>{'AP, ' * 40}x contributed.</p>"),
    "broken JSON-LD that opens again and again": lambda: page(STORY, json_ld('["' + '{"' * 40_000)),
    "much broken JSON-LD": lambda: page(STORY, json_ld("{" + "a b c " * 15_000) * 30),
    "authors in JSON-LD": lambda: page(STORY, json_ld(json.dumps({"@type": "NewsArticle", "author": [name(n) for n in range(20_000)]}))),
    "authors in meta tags": lambda: page(STORY, many(lambda n: f'<meta name="author" content="{name(n)}">')),
    "a class of a megabyte around bylines": lambda: page(
        f'<div class="{"ab-cd " * 80_000}">{"<span class=author>The desk</span>" * 16_000}{STORY}</div>'
    ),
    "a class of a megabyte around headings": lambda: page(f'<div class="{"ab-cd " * 80_000}">{"<h1>x y</h1>" * 40_000}{STORY}</div>'),
    "a byline in a byline": lambda: page(STORY + '<div class="author">' * 200 + "<a>The desk</a>" * 30_000),
    "bylines in a sidebar": lambda: page(f'<div class="sidebar">{"<span class=author>The desk</span>" * 60_000}</div>{STORY}'),
    "a title and headings of many parts": lambda: page(
        "<h1>" + many(lambda n: f"<span>Some headline that is number {n}</span>") + f"</h1>{STORY}",
        title=many(lambda n: f"Some title that is number {n} | "),
    ),
    "walls by the thousand": lambda: page(
        STORY + many(lambda n: f'<div class="paywall"><p>{name(n)} was moved to another quay on that day, and back.</p></div>')
    ),
    "boxes with a link by the thousand": lambda: page(
        STORY
        + many(
            lambda n: f'<div class="b"><a href="/{n}">{name(n)}</a><p>{name(n)} was moved to another quay on that day, and back.</p></div>'
        )
    ),
    "lines set apart by the thousand": lambda: page(
        STORY + many(lambda n: f'<div class="quote">{name(n)} was moved to another quay on that day</div>')
    ),
    "bylines with links by the thousand": lambda: page(
        STORY + '<p class="author">' + many(lambda n: f'<a href="/{n}">{n} {name(n)} desk</a>') + "</p>"
    ),
    "lists within lists": lambda: page(STORY + "<ul><li>Read more:</li>" * 20_000),
    "lines that lead on, deep within": lambda: page(STORY + "<div>" * 240 + "<p>Read more:</p>" * 25_000),
    "headings of comments within the story": lambda: page(
        many(lambda n: f"<p>The harbour board said on day {n} that the crane would be moved to another quay.</p><h2>3 comments</h2>")
    ),
    "pictures with a line each": lambda: page(STORY + "<div><img><div>A crane" * 20_000),
    "items below the story, far from each other": lambda: page(STORY + "<ul>" + "<svg></svg><li><a href=/a>AFP</a>" * 20_000),
    "parts that are sent later": lambda: page(
        STORY
        + many(lambda n: f'<template id="B:{n}"></template><div hidden id="S:{n}">{name(n)}</div>')
        + "<script>"
        + many(lambda n: f'$RC("B:{n}","S:{n}");')
        + "</script>"
    ),
    "what subscribers see, within itself": lambda: page(STORY + '<div class="subscriber-only" hidden>' * 240 + "<p>A crane.</p>" * 20_000),
    "thousands of headings without a story": lambda: (
        "<html><body>" + "<h2>sign</h2>" * 15_000 + "<input><p>The crane moved. " + "word " * 30
    ),
}


@pytest.mark.parametrize("made", PAGES)
def test_a_page_made_to_take_long_takes_no_longer_than_others_of_its_size(made: str) -> None:
    raw = RawPage("https://one.example/a", PAGES[made](), NOW, "text/html")
    began = time.perf_counter()
    assert isinstance(normalise(raw, None), Normalised)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        " /A" * 100_000 + "\nThe harbour board said on Monday that the crane would be moved to another quay of the port.",
        many(lambda n: f"The harbour board said on day {n} that the crane would be moved to another quay.\n", 4 * SIZE),
        "abc def ghi jkl mno\n" * 25_000 + TOLD,
        many(lambda n: f"Menu entry {n}\n") + TOLD,
        "# The crane\n" * 25_000 + TOLD,
        f"{LINKS}[a]: http://one.example/{'y' * 50_000}\n\n{'[a] ' * 12_500}\n\n{TOLD}",
        f"{LINKS}{'<p><img x><br><em>b' * 10_000}\n\n{TOLD}",
        ("- " * 150 + "\n") * 1_600 + TOLD,
        f"{TOLD}\n\n{'…' * 60_000} x",
        "Title: The crane\n" * 25_000 + TOLD,
        f"Title: The crane\nAuthor: Ann Lee\nSource: Ledger\nDate: 2026-11-02\n\n{TOLD}\n\n" + "Note: a crane\n\nx\n" * 20_000,
        "The crane moved | " * 25_000 + TOLD,
        "The crane moved.\nThe crane moved.\n\n" * 12_500 + TOLD,
        "[The crane]\nThe crane\n(Photo: Ann Lee)\n" * 10_000 + TOLD,
        "The harbour board told the\nCoast Ledger\non Monday that the crane would be moved.\n" * 6 + f"by {'A' * 400}!\n{TOLD}",
    ],
    ids=[
        "credits in one line",
        "wrapped lines",
        "small letters",
        "menu",
        "Markdown",
        "a link's long address",
        "captions",
        "bullets",
        "dots",
        "labels",
        "labels between lines",
        "bars",
        "lines twice",
        "descriptions of pictures",
        "a long name",
    ],
)
def test_a_text_made_to_take_long_takes_no_longer_than_others_of_its_size(text: str) -> None:
    raw = RawPage("https://one.example/a", text, NOW, "text/plain")
    began = time.perf_counter()
    normalise(raw, None)
    assert time.perf_counter() - began < SECONDS
