"""What the worker makes of pages whose answers are known, as a table in a file.

python -m tests.quality --output out/quality                  pages and streams that we made
python -m tests.quality --output out/quality --eval FOLDER    FOLDER's pages and streams too, beside trafilatura and newspaper4k
python -m tests.quality --ratchet                             raise the floors of tests/quality/floors.json to what is reached
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.quality import blind_pages, outside
from tests.quality.streams import Line, Rates, generated, judged, mean
from tests.quality.streams import outside as outside_stream
from tests.quality.test_floors import FLOORS, SEEDS, STORIES, rates
from tests.quality.test_golden import CASES, GOLDEN, read, told
from worker.dedupe import Thresholds

STEPS = {
    "copied": (0.2, 0.3, 0.4, 0.5, 0.6),
    "reworded": (0.1, 0.2, 0.3),
    "same_facts": (0.45, 0.55, 0.65, 0.75, 0.85),
    "own": (0.2, 0.33, 0.45),
    "own_words": (75, 150, 300),
    "held_whole": (0.6, 0.8, 0.95),
    "held": (0.35, 0.5, 0.65),
}
"""Values of each threshold that are tried, the others at their defaults."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=Path("out/quality"), help="folder for quality.md")
    parser.add_argument("--eval", type=Path, help="folder of outside data with its scripts")
    parser.add_argument("--ratchet", action="store_true", help="raise the floors, and do nothing else")
    wanted = parser.parse_args()
    if wanted.ratchet:
        ratchet()
        return
    lines = ["# Pages that we wrote", "", *golden(), "", "Wrong on pages written blind:", "", *blind_pages.wrong(), ""]
    lines += [f"# Streams ({len(SEEDS)} seeds, {STORIES} stories) and pages written blind", ""]
    print("streams that we made", file=sys.stderr)
    lines += ["| rate | mean | floor |", "| --- | --- | --- |"]
    floors = json.loads(FLOORS.read_text())
    lines += [f"| {name} | {rate:.4f} | {floors.get(name, '')} |" for name, rate in rates().items()]
    if wanted.eval:
        folder = wanted.eval.resolve()
        for name, reports in outside.scores(folder).items():
            lines += ["", f"# Outside data: {name}", "", *outside.table(reports)]
        lines += ["", "# Thresholds, on outside streams", "", *thresholds(streams_of(folder))]
    else:
        lines += ["", "# Thresholds, on the streams that we made", "", *thresholds([generated(STORIES, seed) for seed in SEEDS])]
    wanted.output.mkdir(parents=True, exist_ok=True)
    path = wanted.output / "quality.md"
    path.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    print(f"written to {path}", file=sys.stderr)


def golden() -> list[str]:
    """How many fields of the golden pages are read as they should be."""
    right, wrong = 0, []
    for name in CASES:
        wanted = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
        found = told(read(name, wanted.get("url", f"https://site.example/{name}")))
        missed = [field for field in wanted if found.get(field) != wanted[field]]
        right += len(wanted) - len(missed)
        wrong += [f"- {name}: {field}" for field in missed]
    return [f"{len(CASES)} pages, {right} fields right, {len(wrong)} wrong", *wrong]


def streams_of(folder: Path) -> list[list[Line]]:
    """Three streams that the outside data's generator makes."""
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        for seed in outside.SEEDS:
            stream = Path(temporary) / str(seed)
            command = [sys.executable, "syndicate.py", "data", str(stream), "--stories", "100", "--seed", str(seed)]
            subprocess.run(command, cwd=folder, check=True)
            found.append(outside_stream(stream))
    return found


def thresholds(streams: Sequence[Sequence[Line]]) -> list[str]:
    """How what is caught and what is wrongly dropped move with each threshold; the defaults in bold."""
    defaults = Thresholds()
    found: list[str] = []
    for name, values in STEPS.items():
        for value in values:
            print(f"dedupe.{name} = {value}", file=sys.stderr, flush=True)
            changed: dict[str, Any] = {name: value}
            rules = replace(defaults, **changed)
            row = mean([judged(stream, rules) for stream in streams])
            label = f"dedupe.{name} = {value}"
            found.append(_row(f"**{label}**" if rules == defaults else label, row))
    names = _shown(row)
    return [f"| | {' | '.join(names)} |", "| --- |" + " --- |" * len(names), *found]


def _shown(row: Rates) -> list[str]:
    return [name for name in row if name != "lost"]


def _row(label: str, row: Rates) -> str:
    return f"| {label} | {' | '.join(f'{row[name]:.3f}' for name in _shown(row))} |"


def ratchet() -> None:
    """Raise each floor to what is reached now, in steps of a thousandth; none is lowered."""
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    for name, rate in rates().items():
        floors[name] = max(floors.get(name, 0.0), math.floor(rate * 1000) / 1000)
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    print(FLOORS.read_text())


if __name__ == "__main__":
    main()
