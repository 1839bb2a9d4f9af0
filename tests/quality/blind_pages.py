"""Pages written without looking at the normaliser's rules, each set by somebody else; all that they tell is invented.

`world`: some fifty languages and the markup of as many systems; `briefs`: short news with the noise around it and the datelines of
many countries; `plain`: text and Markdown as extractors and text browsers leave it; `kinds`: blogs, magazines, press releases, old sites;
`bylines`: who and when in the markup of twenty-five countries; `europe`: its national and regional papers; `dumps`: all of a page's
text, menus and banners and all; `doubtful`: articles that look like none, and the reverse; `asia`: the press of Asia, Africa and
Latin America; `systems`: content systems and page builders, with what misleads around the story; `wires`: agencies credited, and
as many pages that only speak of them; `crawls`: text as crawlers, archives, feeds and mail hand it on; `sites`: pages as
large sites of twenty countries make them; `odd`: articles or none, both ways.
`SET/pages.jsonl` holds the envelopes, `SET/gold.jsonl` what each page says, in the same order: `a|b` are two forms that are
both right, `body_has` and `body_hasnt` snippets that must and must not be in the story, `once` those that must be told once, and
`kind` is `dead` for what is no article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from worker.decode import decode
from worker.model import Dead, Normalised, Origin, Record
from worker.normalise.page import normalise

FOLDER = Path(__file__).parent / "blind"
SETS = ("world", "briefs", "plain", "kinds", "bylines", "europe", "dumps", "doubtful", "asia", "systems", "wires", "crawls", "sites", "odd")
NOW = datetime(2026, 4, 1, tzinfo=UTC)


def read(name: str) -> Iterator[tuple[dict[str, Any], Normalised | Dead]]:
    """Each page's answers in a set, and what the worker makes of it."""
    pages, answers = ((FOLDER / name / f"{part}.jsonl").read_bytes().splitlines() for part in ("pages", "gold"))
    for number, (page, answer) in enumerate(zip(pages, answers, strict=True)):
        raw = decode(Record(Origin(name, 0, number), page, NOW), 10**7, NOW)
        assert not isinstance(raw, Dead), raw
        result = normalise(raw, None)
        assert isinstance(result, Normalised | Dead)
        yield json.loads(answer), result


def rates() -> dict[str, float]:
    """The share of what is right, by set and field."""
    right: dict[str, list[bool]] = {}
    for name in SETS:
        for wanted, result in read(name):
            for field, fits in checked(wanted, result):
                right.setdefault(f"{name}.{field}", []).append(fits)
    return {field: sum(fits) / len(fits) for field, fits in sorted(right.items())}


def wrong() -> Iterator[str]:
    """A line for each field that is wrong."""
    for name in SETS:
        for wanted, result in read(name):
            yield from (f"- {name}: {wanted['url']}: {field}" for field, fits in checked(wanted, result) if not fits)


def checked(wanted: dict[str, Any], result: Normalised | Dead) -> Iterator[tuple[str, bool]]:
    """The fields of a page that are checked, each with whether it is right."""
    yield "outcome", (wanted["kind"] == "dead") == isinstance(result, Dead)
    if isinstance(result, Dead) or wanted["kind"] == "dead":
        return
    told = result.fields.model_dump(mode="json")
    agencies = [agency["name"] for agency in told["agencies"] if agency["name"] not in wanted.get("agencies_optional", ())]
    optional = set(map(_plain, wanted.get("authors_optional", ()))) - set(map(_plain, wanted["authors"]))
    yield "headline", _spaced(told["headline"]) in map(_spaced, wanted["headline"].split("|"))
    yield "authors", [name for name in map(_plain, told["authors"]) if name not in optional] == list(map(_plain, wanted["authors"]))
    yield (
        "published",
        _when(told["published_at"]) in {_when(wanted["published"]), _when(wanted.get("published_alt") or wanted["published"])},
    )
    yield "language", told["language"].split("-")[0] in wanted["language"].split("|")
    yield "agencies", len(agencies) == len(wanted["agencies"]) and all(any(_is(a, name) for name in agencies) for a in wanted["agencies"])
    if not wanted.get("dateline_optional"):
        yield "dateline", _is(wanted["dateline"], told["dateline"])
    for field, found in (("publisher", told["publisher"]["name"]), ("section", told["section"])):
        if wanted.get(field):
            yield field, _is(wanted[field], found)
    body = _spaced(told["body"])
    yield from (("body_has", _spaced(snippet) in body) for snippet in wanted["body_has"])
    yield from (("body_once", body.count(_spaced(snippet)) == 1) for snippet in wanted.get("once", ()))
    yield from (("body_hasnt", _spaced(snippet) not in body) for snippet in wanted["body_hasnt"])


def _is(wanted: str | None, found: str | None) -> bool:
    return not found if wanted is None else any(_plain(one) == _plain(found or "") for one in wanted.split("|"))


def _spaced(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").translate(str.maketrans("‘’“”", "''\"\"")).split())


def _plain(text: str) -> str:
    return _spaced(text).casefold().replace("i̇", "i")


def _when(text: str | None) -> str | float | None:
    return datetime.fromisoformat(text).timestamp() if text and "T" in text else text
