"""What a run on files shows: a progress bar while it runs, where there is a terminal, and a table at the end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from worker.files.source import FileSource
from worker.model import Article, Duplicate, Outcome


class Display:
    """Shows a run's progress on standard error; standard output stays free."""

    def __init__(self, source: FileSource, output: Path) -> None:
        self._source, self._output = source, output
        self._counts: Counter[tuple[str, str]] = Counter()
        self._console = Console(stderr=True)
        self._began = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("reading", total=None)

    def __enter__(self) -> Display:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._bar.stop()
        self._console.print(self._table())

    def update(self, outcomes: Sequence[Outcome]) -> None:
        """Take a published batch into account."""
        self._counts.update(_kind(outcome) for outcome in outcomes)
        totals = Counter[str]()
        for (outcome, _), count in self._counts.items():
            totals[outcome] += count
        pages = totals.total()
        rate = pages / max(1e-9, time.monotonic() - self._began)
        text = f"{rate:.0f} pages/s  {totals['article']} articles  {totals['duplicate']} duplicates  {totals['dead']} dead"
        share = self._source.share_done()
        self._bar.update(self._task, description=text, total=None if share is None else 1.0, completed=share or 0.0)

    def _table(self) -> Table:
        seconds = time.monotonic() - self._began
        pages = self._counts.total()
        table = Table(
            "outcome", "", "pages", title=f"{pages} pages in {seconds:.1f} s ({pages / max(1e-9, seconds):.0f}/s) to {self._output}"
        )
        for (outcome, detail), count in sorted(self._counts.items()):
            table.add_row(outcome, detail, str(count))
        return table


def _kind(outcome: Outcome) -> tuple[str, str]:
    match outcome.result:
        case Article() as article:
            return "article", article.relation
        case Duplicate() as duplicate:
            return "duplicate", duplicate.relation
        case dead:
            return "dead", dead.reason.value
