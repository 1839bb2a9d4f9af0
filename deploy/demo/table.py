#!/usr/bin/env python3
"""Show what became of each demo page and why: input file and output folder to a table on standard output.

usage: table.py pages.jsonl OUTPUT_FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def why(kind: str, record: dict[str, Any], line_of: dict[str, int]) -> tuple[str, str]:
    """What a record says became of its page, and the reason, in words."""
    if kind == "dead":
        return f"[red]dead: {record['reason']}", record["error"]
    shares = (
        record["similarity"]
        and f"{record['similarity']['of_this']:.0%} of it in that, {record['similarity']['of_other']:.0%} of that in it"
    )
    if kind == "duplicates":
        return f"[yellow]{record['relation']} of page {line_of[record['duplicate_of']]}", shares or ""
    if record["related_to"]:
        return f"[green]article: {record['relation']} of page {line_of[record['related_to']]}", shares or ""
    agencies = ", ".join(agency["name"] for agency in record["agencies"])
    return "[green]article", "nothing like it was seen before" + (f"; credited to {agencies}" if agencies else "")


def main(pages: Path, output: Path) -> None:
    fates: dict[int, tuple[str, dict[str, Any]]] = {}
    for kind in ("articles", "duplicates", "dead"):
        for record in records(output / f"{kind}.jsonl"):
            fates[record["origin"]["offset"]] = (kind, record)
    line_of: dict[str, int] = {}
    for line, (kind, record) in sorted(fates.items()):
        if kind == "articles":
            line_of.setdefault(record["id"], line)
    table = Table("page", "what it is", "what became of it", "why", title="What became of each page")
    for line, page in enumerate(records(pages)):
        table.add_row(str(line), page["crawl_id"], *why(*fates[line], line_of))
    Console(width=None if sys.stdout.isatty() else 150).print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
