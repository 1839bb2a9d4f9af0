"""Quality never falls: the rates on streams and pages that we made stay at or above floors.json, which `make ratchet` only raises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.quality import blind_pages
from tests.quality.streams import Rates, generated, judged, mean
from worker.dedupe import Thresholds

FLOORS = Path(__file__).parent / "floors.json"
SEEDS, STORIES = (1, 2, 3), 60


def rates() -> Rates:
    """Of judging, means over the seeds, and of reading pages; what shall be low is told as 1 less it, so that more is always better."""
    found = mean([judged(generated(STORIES, seed), Thresholds()) for seed in SEEDS])
    judging = {
        f"not {name}" if (low := name == "lost" or name.startswith("false")) else name: 1 - r if low else r for name, r in found.items()
    }
    return judging | blind_pages.rates()


@pytest.fixture(scope="module")
def measured() -> Rates:
    return rates()


@pytest.mark.parametrize(("name", "floor"), json.loads(FLOORS.read_text()).items())
def test_a_rate_is_at_its_floor_or_above(measured: Rates, name: str, floor: float) -> None:
    assert measured[name] >= floor


def test_each_rate_has_a_floor(measured: Rates) -> None:
    assert measured.keys() == json.loads(FLOORS.read_text()).keys()
