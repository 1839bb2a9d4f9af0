"""`worker inspect`: one page through decode, normalise and judgement, with the reasons, changing nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from worker.commands.run import thresholds
from worker.dead import ORIGIN, parse_message
from worker.decode import decode
from worker.dedupe import Decision, decide, own_passages
from worker.files.progress import InputError
from worker.files.readers import parts, read
from worker.fingerprint import TOKEN
from worker.index import Addition, Query, Unreachable, View
from worker.index.open import open_index
from worker.index.scoped import unscoped
from worker.judge import article_id
from worker.model import Dead, Normalised, Origin, Record
from worker.normalise.page import normalise, told
from worker.settings import Settings
from worker.stream import DependencyDown


def inspect(settings: Settings, page: str, url: str | None) -> int:
    """Print what becomes of the page as one JSON object. 0; 2 where it can't be found; 3 where broker or index does not answer."""
    try:
        record = _record(settings, page)
        if url is not None:
            record = replace(record, headers=(("url", url.encode()), *(h for h in record.headers if h[0] != "url")))
        raw = decode(record, int(settings.page.max_bytes), datetime.now(UTC))
        result = raw if isinstance(raw, Dead) else normalise(raw, None)
        if isinstance(result, Dead):
            _print({"dead": {"reason": result.reason.value, "stage": result.stage.value, "error": result.error}})
        elif isinstance(result, Normalised):
            _print(_report(result, settings, record, raw.fetched_at.timestamp() if not isinstance(raw, Dead) else 0.0))
    except (InputError, ValueError, OSError) as error:
        typer.echo(f"worker: {error}", err=True)
        return 2
    except (DependencyDown, Unreachable) as error:
        typer.echo(f"worker: {error}", err=True)
        return 3
    return 0


def _print(value: Any) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def _record(settings: Settings, page: str) -> Record:
    """The record that is meant: a file's, or a topic's by its place as logs and outcomes tell it."""
    if (place := ORIGIN.fullmatch(page)) and not Path(page).exists():
        return _of_topic(settings, Origin(place[1], int(place[2]), int(place[3])))
    path, colon, number = page.rpartition(":")
    wanted = int(number) if colon and number.isdigit() else 0
    name = path if colon and number.isdigit() else page
    (part,) = parts(name) if not Path(name).is_dir() else _refuse(name)
    with part.open() as raw:
        for record in read(part, raw):
            if record.origin.offset == wanted:
                return record
    raise InputError(f"{name} has no record {wanted}")


def _of_topic(settings: Settings, place: Origin) -> Record:
    from worker.kafka.lookup import record_at

    record = record_at(settings.kafka, place)
    return parse_message(record).record if place.source == settings.kafka.dead_topic else record


def _refuse(name: str) -> Any:
    raise InputError(f"{name} is a folder: name one file in it")


def _report(result: Normalised, settings: Settings, record: Record, seen_at: float) -> dict[str, Any]:
    fields, print_ = result.fields, result.fingerprint
    report: dict[str, Any] = {
        "article": fields.model_dump(mode="json", exclude={"provenance"}),
        "provenance": fields.provenance,
        "shard": print_.script,
        "prints": {"count": len(print_.prints), "words": print_.words, "facts": len(print_.facts), "visible": f"{result.visible:016x}"},
        "milliseconds": {step: round(seconds * 1000, 2) for step, seconds in result.seconds.items()},
    }
    if settings.index.url is None:
        return {**report, "judgement": "set index.url to compare the page with known articles"}
    index = open_index(
        settings.index.url,
        settings.index.prefix,
        settings.dedupe.window,
        settings.index.deadline,
        lambda: None,
        lambda _operation, _seconds: None,
    )
    seen: list[dict[str, Any]] = []

    def look(seen_by_runs: View) -> Sequence[Addition]:
        view = unscoped(seen_by_runs)
        decision = decide(
            record.origin,
            article_id(fields.canonical_url),
            fields.content_hash,
            print_,
            view.found[0],
            view.entries,
            thresholds(settings),
        )
        seen[:] = [_judgement(decision, view, result)]
        return []

    try:
        index.settle(print_.script, [Query(record.origin, print_.prints, fields.canonical_url, seen_at, result.source_url)], look)
    finally:
        index.close()
    return {**report, **seen[0]}


def _judgement(decision: Decision, view: View, result: Normalised) -> dict[str, Any]:
    found, print_ = view.found[0], result.fingerprint
    nearest = [
        {
            "id": view.entries[number].id,
            "headline": view.entries[number].headline,
            "url": view.entries[number].canonical_url,
            "shared_prints": len(shared),
            "of_this": round(len(shared) / max(1, len(print_.prints) - len(found.common)), 3),
            "of_other": round(len(shared) / max(1, view.entries[number].prints), 3),
            "shared_facts": len(print_.facts.keys() & view.entries[number].facts),
            "own_words": sum(after - first for first, after in own_passages(print_, shared, found.common)),
        }
        for number, shared in sorted(found.shared.items(), key=lambda item: -len(item[1]))[:5]
    ]
    judged = decision.again or decision.of
    number = next((n for n in found.shared if judged and view.entries[n].origin == judged.origin), None)
    return {
        "nearest": nearest,
        "judgement": {
            "relation": decision.relation,
            "of": judged and judged.id,
            "similarity": decision.similarity and decision.similarity.model_dump(),
            "is_the_remembered_record_itself": decision.again is not None,
            "common_prints": len(found.common),
        },
        "passages": _passages(result, found.shared[number], found.common) if number is not None else [],
    }


def _passages(result: Normalised, shared: tuple[int, ...], common: frozenset[int]) -> list[dict[str, str]]:
    """The text that was compared, parted into what stands in the judged article too and what is the page's own."""
    text = told(result.fields.body)
    starts = [match.start() for match in TOKEN.finditer(text)] + [len(text)]
    parts, done = [], 0
    for first, after in own_passages(result.fingerprint, shared, common):
        parts += [("known", done, first), ("own", first, after)]
        done = after
    parts.append(("known", done, len(starts) - 1))
    return [{kind: text[starts[first] : starts[after]].strip()} for kind, first, after in parts if after > first]
