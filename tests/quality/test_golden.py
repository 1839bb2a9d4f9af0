"""Pages that we wrote, and what must be read off each: NAME.html or NAME.txt, and NAME.json with the fields that are checked."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from worker.model import Dead, Normalised, RawPage
from worker.normalise.page import normalise

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.stem for path in GOLDEN.glob("*.json"))


def read(name: str, url: str) -> Normalised | Dead:
    (path,) = [path for path in GOLDEN.glob(f"{name}.*") if path.suffix != ".json"]
    kind = "text/html" if path.suffix == ".html" else "text/plain"
    page = RawPage(url, path.read_bytes(), datetime(2026, 11, 1, tzinfo=UTC), kind)
    result = normalise(page, None)
    assert isinstance(result, Normalised | Dead)
    return result


def told(result: Normalised | Dead) -> dict[str, Any]:
    """The result in the form that the golden files have."""
    if isinstance(result, Dead):
        return {"dead": result.reason.value}
    fields = result.fields.model_dump(mode="json")
    return fields | {
        "body": result.fields.body.split("\n\n"),
        "agencies": [[agency.name, agency.evidence] for agency in result.fields.agencies],
        "publisher": result.fields.publisher.name,
        "images": [[image.caption, image.credit] for image in result.fields.images],
    }


@pytest.mark.parametrize("name", CASES)
def test_a_page_is_read_as_its_golden_file_says(name: str) -> None:
    wanted = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    found = told(read(name, wanted.get("url", f"https://site.example/{name}")))
    assert {field: found.get(field) for field in wanted} == wanted
