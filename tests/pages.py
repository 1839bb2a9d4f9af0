"""A seeded generator of raw pages with known syndication: invented words, invented sites, no outside data.

Kinds: original, recrawl, copy, excerpt, rewrite (a deduplicating worker owes a duplicate), revision, expansion (an
article of the same story), formula and digest (an article and story of its own). `crawl_id` holds "kind:story".
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
SMALL = ["the", "of", "and", "to", "in", "a", "for", "that", "with", "on", "at", "by", "from", "as", "it", "said", "was", "were"]
START = datetime(2026, 1, 5, tzinfo=UTC)
SPAN = timedelta(days=3)
DUPLICATES = frozenset({"recrawl", "copy", "excerpt", "rewrite"})
DIGESTED = 6
"""Stories whose beginnings make a digest; there is one for each ten stories."""
FORMULA = (
    "{firm} on {day} reported net income of {a} million in its latest quarter, the company said in a statement.",
    "The company said it had profit of {b} cents per share. Earnings, adjusted for one-time gains, came to {c} cents per share.",
    "The results beat the expectations of analysts. The company posted revenue of {d} million in the period.",
    "For the current quarter, {firm} said it expects revenue in the range of {e} million to {f} million.",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A raw page; `envelope` gives it in the input contract."""

    kind: str
    story: str
    url: str
    body: str
    fetched_at: datetime

    @property
    def envelope(self) -> bytes:
        fields = {"url": self.url, "body": self.body, "content_type": "text/html", "fetched_at": self.fetched_at.isoformat()}
        return json.dumps(fields | {"crawl_id": f"{self.kind}:{self.story}"}).encode()


def paragraphs(rng: random.Random, words: int) -> list[str]:
    """Paragraphs of invented sentences, with names and figures in some."""
    found: list[str] = []
    while sum(len(p.split()) for p in found) < words:
        sentences = []
        for _ in range(rng.randint(2, 4)):
            sentence = [rng.choice(SMALL) if rng.random() < 0.35 else _word(rng) for _ in range(rng.randint(9, 22))]
            if rng.random() < 0.6:
                sentence[rng.randrange(1, len(sentence))] = _word(rng).capitalize()
            if rng.random() < 0.4:
                sentence[rng.randrange(1, len(sentence))] = str(rng.randint(3, 9999))
            sentences.append(" ".join([sentence[0].capitalize(), *sentence[1:]]) + ".")
        found.append(" ".join(sentences))
    return found


def _word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))


def _html(rng: random.Random, site: int, url: str, title: str, paras: Sequence[str]) -> str:
    links = "".join(f'<li><a href="/{n}">{_word(rng).capitalize()} {_word(rng)}</a></li>' for n in range(site % 7))
    text = "\n".join(f"<p>{html.escape(p)}</p>" for p in paras)
    wrapped = (
        f"<article><h1>{title}</h1>{text}</article>"
        if site % 2
        else f'<div class="story"><h1>{title}</h1><div class="text">{text}</div></div>'
    )
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": title}) if site % 3 else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Site {site}</title>'
        f'<link rel="canonical" href="{url}">'
        f'<meta property="og:type" content="article"><script type="application/ld+json">{data or "{}"}</script></head>'
        f"<body><nav><ul>{links}</ul></nav><main>{wrapped}</main><div>{rng.randint(1, 9999)} views</div>"
        f"<footer>© Site {site}</footer></body></html>"
    )


def generate(stories: int, seed: int) -> list[Page]:
    """About five pages a story, in order of time."""
    rng = random.Random(seed)
    pages: list[Page] = []

    def put(kind: str, story: str, url: str, site: int, title: str, paras: Sequence[str], at: float) -> None:
        pages.append(Page(kind, story, url, _html(rng, site, url, title, paras), START + at * SPAN))

    def elsewhere() -> tuple[str, int]:
        site = rng.randrange(40)
        return f"https://site{site}.example/{rng.getrandbits(40):010x}.html", site

    beginnings: list[str] = []
    for number in range(stories):
        story, paras, title = f"s{number}", paragraphs(rng, rng.randint(180, 420)), f"{_word(rng).capitalize()} {_word(rng)} {_word(rng)}"
        beginnings.append(paras[0])
        begin, (url, site) = rng.random() * 0.9, elsewhere()
        put("original", story, url, site, title, paras, begin)
        for kind in rng.sample(["recrawl", "copy", "copy", "excerpt", "rewrite", "revision", "expansion"], rng.randint(2, 5)):
            at, (other, other_site) = begin + (0.02 + 0.98 * rng.random()) * (1 - begin), elsewhere()
            match kind:
                case "recrawl":
                    put(kind, story, url, site, title, paras, begin + 0.01)
                case "copy":
                    put(kind, story, other, other_site, title, paras, at)
                case "excerpt":
                    put(kind, story, other, other_site, title, paras[: max(2, len(paras) // 2)], at)
                case "rewrite":
                    changed = [" ".join(_word(rng) if rng.random() < 0.06 else w for w in p.split()) for p in paras]
                    put(kind, story, other, other_site, title, changed, at)
                case "revision":
                    put(kind, story, url, site, title, [*paragraphs(rng, 60), *paras], max(at, begin + 0.02))
                case _:
                    own = paragraphs(rng, sum(len(p.split()) for p in paras))
                    put(kind, story, other, other_site, title, [*own[: len(own) // 2], *paras, *own[len(own) // 2 :]], at)
        other, other_site = elsewhere()
        figures = {name: f"{rng.randint(5, 900)}.{rng.randint(0, 9)}" for name in "abcdef"}
        words = {"firm": f"{_word(rng).capitalize()} {_word(rng).capitalize()}", "day": rng.choice(["Monday", "Tuesday", "Friday"])}
        put(
            "formula",
            f"f{number}",
            other,
            other_site,
            f"{words['firm']} earnings",
            [p.format(**figures, **words) for p in FORMULA],
            rng.random(),
        )
    for number in range(stories // 10):
        other, other_site = elsewhere()
        put("digest", f"d{number}", other, other_site, "The week in brief", rng.sample(beginnings, DIGESTED), 0.95 + 0.05 * rng.random())
    return sorted(pages, key=lambda page: page.fetched_at)


def story_f1(truth: Mapping[Any, str], said: Mapping[Any, str | None]) -> float:
    """F1 over all pairs of inputs said to be of one story, against the pairs that are."""

    def pairs(groups: Mapping[Any, str | None]) -> set[tuple[Any, Any]]:
        members: dict[str, list[Any]] = {}
        for place, story in groups.items():
            if story is not None:
                members.setdefault(story, []).append(place)
        return {pair for group in members.values() for pair in combinations(sorted(group), 2)}

    true, found = pairs(truth), pairs(said)
    return 2 * len(true & found) / max(1, len(true) + len(found))


def truth_of(places: Iterable[tuple[Any, Page]]) -> dict[Any, str]:
    return {place: page.story for place, page in places}
