"""How a stream of pages with known answers is judged, by kind of page: without a broker, in one process, in order."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from tests.pages import DUPLICATES, generate, story_f1
from worker.decode import decode
from worker.dedupe import Thresholds
from worker.index import Addition, View
from worker.index.sqlite import SqliteIndex
from worker.judge import Judged, judge, query_of
from worker.model import Dead, Duplicate, Normalised, Origin, Outcome, Partition, Record
from worker.normalise.page import normalise

NOW = datetime(2027, 1, 1, tzinfo=UTC)
LARGEST = 10**7
BATCH = 64
Rates = dict[str, float]
"""caught.KIND (told as a duplicate of the right story), false.KIND (wrongly told as one), linked.KIND, story_f1, lost; shares."""


@dataclass(frozen=True, slots=True)
class Line:
    """A page of a stream, normalised, and what is true of it."""

    kind: str
    story: str
    page: Judged | None


def generated(stories: int, seed: int) -> list[Line]:
    """A stream of pages that we made."""
    pages = generate(stories, seed)
    return normalised((page.kind, page.story, page.envelope) for page in pages)


def outside(folder: Path) -> list[Line]:
    """A stream in a folder: raw.jsonl, and truth.jsonl with kind and story of each line."""
    truth = map(json.loads, (folder / "truth.jsonl").read_text().splitlines())
    lines = (folder / "raw.jsonl").read_bytes().splitlines()
    return normalised((t["kind"], t["story"], line) for t, line in zip(truth, lines, strict=True))


def normalised(rows: Iterable[tuple[str, str, bytes]]) -> list[Line]:
    """Lines of (kind, story, envelope), each page read once however often it is judged."""
    listed = list(rows)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        pages = pool.map(_judged, range(len(listed)), [row[2] for row in listed], chunksize=16)
        return [Line(kind, story, page) for (kind, story, _), page in zip(listed, pages, strict=True)]


def _judged(number: int, envelope: bytes) -> Judged | None:
    record = Record(Origin("stream", 0, number), envelope, NOW)
    page = decode(record, LARGEST, NOW)
    if isinstance(page, Dead):
        return None
    result = normalise(page, None)
    return Judged(record, page, result) if isinstance(result, Normalised) else None


def judged(lines: Sequence[Line], rules: Thresholds) -> Rates:
    """The rates at which the stream's pages are told for what they are."""
    told: dict[int, Outcome] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(SqliteIndex(Path(folder) / "index.sqlite", rules.window, 30, lambda *_: None)) as index,
    ):
        index.claim({Partition("stream", 0): 0})
        for start in range(0, len(lines), BATCH):
            shards: dict[str, list[Judged]] = defaultdict(list)
            for line in lines[start : start + BATCH]:
                if line.page:
                    shards[line.page.normalised.fingerprint.script].append(line.page)
            settled: list[Outcome] = []
            for shard, pages in shards.items():

                def settle(view: View, pages: Sequence[Judged] = pages, settled: list[Outcome] = settled) -> list[Addition]:
                    outcomes, additions = judge(pages, view, rules, LARGEST, NOW)
                    settled += outcomes
                    return additions

                index.settle(shard, [query_of(page) for page in pages], settle)
            index.confirm([outcome.record.origin for outcome in settled])
            told |= {outcome.record.origin.offset: outcome for outcome in settled}
    return _rates(lines, told)


def _rates(lines: Sequence[Line], told: dict[int, Outcome]) -> Rates:
    said = {n: None if isinstance(o.result, Dead) else o.result.story_id for n, o in told.items()}
    right = {line.story: said.get(n) for n, line in enumerate(lines) if line.kind == "original"}
    rates: Rates = {"lost": sum(n not in told for n in range(len(lines))) / len(lines)}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(lines):
        by_kind[line.kind].append(n)
    for kind, numbers in sorted(by_kind.items()):
        dropped = [n for n in numbers if n in told and isinstance(told[n].result, Duplicate)]
        ours = [n for n in numbers if n in said and said[n] == right.get(lines[n].story)]
        if kind in DUPLICATES:
            rates[f"caught.{kind}"] = len(set(dropped) & set(ours)) / len(numbers)
        else:
            rates[f"false.{kind}"] = len(dropped) / len(numbers)
        if kind in ("revision", "expansion"):
            rates[f"linked.{kind}"] = len(ours) / len(numbers)
    rates["story_f1"] = story_f1({n: line.story for n, line in enumerate(lines)}, {n: said.get(n) for n in range(len(lines))})
    return rates


def mean(rates: Sequence[Rates]) -> Rates:
    return {name: sum(r[name] for r in rates) / len(rates) for name in rates[0]}
