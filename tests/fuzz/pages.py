"""Coverage-guided fuzzing of the normaliser: whatever the bytes, a page ends as an article or a dead record, never as an exception.

`make fuzz` runs it for FUZZ_SECONDS over the golden pages and what earlier runs found. Bytes that break it are kept as
out/fuzz/crash-*, and `python -m tests.fuzz.pages FILE` runs one of them again.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["worker", "htmldate", "trafilatura"]):
    from worker.model import Dead, Normalised, RawPage
    from worker.normalise.page import normalise

NOW = datetime(2026, 11, 1, tzinfo=UTC)
KINDS = (
    "text/html",
    "text/plain",
    None,
    "text/html; charset=shift_jis",
    "text/html; charset=utf-16",
    "application/xhtml+xml; charset=gb18030",
)


def one(data: bytes) -> None:
    """The last byte picks the content type, so that a page's own file is a good seed."""
    kind = KINDS[data[-1] % len(KINDS)] if data else None
    result = normalise(RawPage("https://www.harbour.example/2026/10/30/crane?id=1", data, NOW, kind), None)
    assert isinstance(result, Normalised | Dead)
    if isinstance(result, Normalised):
        result.fields.model_dump_json()


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
