"""Random operations on an index, compared with a model of a few lines that keeps everything in a list."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.index_samples import DAY, NOW, PLACE, addition, look, origin, query_of, remember
from tests.redis_server import RedisServer
from worker.index import COMMON, LEAST_SHARED, Addition, Query, View
from worker.index import shard as shards
from worker.index.open import open_index
from worker.model import Origin

WINDOW = 7 * DAY
POOL = [8 * (n * 2**29 + 5) for n in range(12)]
"""Few prints, so that articles share them; all in one bucket of the packed layouts."""


@dataclass
class Model:
    """Everything ever settled. Pages come in order of time here, so what is evicted is out of every later query's reach."""

    shards: dict[str, list[Addition]] = field(default_factory=dict)
    journal: set[Origin] = field(default_factory=set)

    def found(self, shard: str, query: Query) -> dict[Origin, tuple[int, ...]]:
        near = [one for one in self.shards.get(shard, []) if abs(one.entry.seen_at - query.seen_at) <= WINDOW]
        shared = {one.entry.origin: tuple(i for i, value in enumerate(query.prints) if value in one.prints) for one in near}
        return {where: positions for where, positions in shared.items() if len(positions) >= LEAST_SHARED}

    def same_url(self, shard: str, query: Query) -> Origin | None:
        same = [one.entry for one in self.shards.get(shard, []) if one.entry.canonical_url == query.canonical_url]
        return same[-1].origin if same and abs(same[-1].seen_at - query.seen_at) <= WINDOW else None


Step = tuple[str, str, list[int], int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "add", "confirm", "claim"]),
        st.sampled_from(["de", "fr"]),
        st.lists(st.sampled_from(POOL), unique=True, max_size=6),
        st.integers(0, 3),  # which of a few URLs
        st.integers(0, 3),  # days since the step before
    ),
    max_size=COMMON // 2,  # so that no print becomes common
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("model")) as running:
        yield running


@pytest.mark.parametrize("crowded", [shards.CROWDED, 0], ids=["few entries", "buckets grow in number with the first entries"])
@pytest.mark.parametrize("kind", ["sqlite", "redis"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=steps)
def test_an_index_answers_as_a_list_of_all_articles_would(
    kind: str, crowded: int, plan: list[Step], server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = uuid.uuid4().hex
    url = f"redis://127.0.0.1:{server.port}/0" if kind == "redis" else f"sqlite:///{tmp_path_factory.getbasetemp() / name}"
    model, now = Model(), NOW
    with (
        patch.object(shards, "CROWDED", crowded),
        closing(open_index(url, name, WINDOW, 30.0, on_retry=lambda: None, timings=lambda *_: None)) as index,
    ):
        for offset, (what, shard, values, page, days) in enumerate(plan):
            now += days * DAY
            if what == "confirm":
                published = sorted(model.journal)[:2]
                index.confirm(published)
                model.journal -= set(published)
            elif what == "claim":
                model.journal = {where for where in model.journal if where.offset >= offset // 2}
                assert set(index.claim({PLACE: offset // 2})) == model.journal
            else:
                one = addition(
                    offset, values, seen_at=now, url=f"https://news.example/{page}", page_url=f"https://news.example/{shard}{page}"
                )
                compare(model, shard, query_of(one), look(index, shard, query_of(one)))
                remember(index, shard, one)
                model.shards.setdefault(shard, []).append(one)
                model.journal.add(origin(offset))
                assert index.known([one.entry.page_url]) == [one.entry]


def compare(model: Model, shard: str, query: Query, view: View) -> None:
    (found,) = view.found
    assert {view.entries[number].origin: positions for number, positions in found.shared.items()} == model.found(shard, query)
    assert (None if found.same_url is None else view.entries[found.same_url].origin) == model.same_url(shard, query)
