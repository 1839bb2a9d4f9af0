"""Scores on outside data, by the scripts that come with it, with what others make of the same pages beside ours."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

SEEDS = (1, 2, 3)
Report = dict[str, Any]
OTHERS = ("trafilatura", "newspaper4k")


def scores(folder: Path) -> dict[str, dict[str, Report]]:
    """By data set, then by who was scored: what the data's scripts print. Takes a few minutes."""
    found: dict[str, dict[str, Report]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        raw = work / "raw.jsonl"
        raw.write_bytes(_script(folder, "pages.py", "data"))
        ours = _worker(raw, work / "articles")
        found["data"] = {"worker": _json(folder, "score_articles.py", "data", str(ours / "articles.jsonl"))}
        for other in OTHERS:
            theirs = work / f"{other}.jsonl"
            theirs.write_bytes(_script(folder, "baselines.py", other, str(raw)))
            found["data"][other] = _json(folder, "score_articles.py", "data", str(theirs))
        segments = _worker(folder / "segments" / "raw.jsonl.gz", work / "segments")
        found["segments"] = {
            "worker": _json(folder, "score_segments.py", "segments", str(segments)),
            "trafilatura": _json(folder, "score_segments.py", "segments", "--trafilatura"),
        }
        credited = [str(raw), str(ours), "segments/raw.jsonl.gz", str(segments)]
        found["agencies"] = {"worker": _json(folder, "score_agencies.py", "agencies.jsonl", *credited)}
        reused = _worker(folder / "reuse" / "raw.jsonl.gz", work / "reuse")
        found["reuse"] = {"worker": _json(folder, "score_reuse.py", "reuse", str(reused))}
        for seed in SEEDS:
            for shuffle in ([], ["--shuffle"]):
                stream = work / f"stream{seed}{''.join(shuffle)}"
                _script(folder, "syndicate.py", "data", str(stream), "--stories", "100", "--seed", str(seed), *shuffle)
                report = _json(folder, "score_stream.py", str(stream), str(_worker(stream / "raw.jsonl", Path(f"{stream}-out"))))
                found.setdefault("stream, shuffled" if shuffle else "stream", {})[f"worker, seed {seed}"] = report
    return found


def table(reports: dict[str, Report]) -> list[str]:
    """Lines of Markdown: a row for each measure, a column for each who was scored; parts of a report by their path."""
    flat = {who: dict(_flat(report)) for who, report in reports.items()}
    names = list(dict.fromkeys(name for values in flat.values() for name in values))
    lines = [f"| | {' | '.join(flat)} |", "| --- |" + " --- |" * len(flat)]
    return lines + [f"| {name} | {' | '.join(str(values.get(name, '')) for values in flat.values())} |" for name in names]


def _flat(report: Report, prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in report.items():
        rows += _flat(value, f"{prefix}{name}: ") if isinstance(value, dict) else [(prefix + name, value)]
    return rows


def _script(folder: Path, name: str, *arguments: str) -> bytes:
    print(f"  {name} {' '.join(Path(a).name for a in arguments)}", file=sys.stderr, flush=True)
    return subprocess.run([sys.executable, name, *arguments], cwd=folder, check=True, stdout=subprocess.PIPE).stdout


def _json(folder: Path, name: str, *arguments: str) -> Report:
    """The object that a script prints, or the several, by what they say their source is."""
    text = _script(folder, name, *arguments).decode().strip()
    if "\n{" not in text:
        return cast(Report, json.loads(text))
    return {part["source"]: part for part in map(json.loads, text.splitlines())}


def _worker(raw: Path, out: Path) -> Path:
    command: Sequence[str] = [sys.executable, "-m", "worker", "run", "--input", str(raw), "--output", str(out), "--set", "metrics.port=0"]
    print(f"  worker run --input {raw.name}", file=sys.stderr, flush=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return out
