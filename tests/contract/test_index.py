"""What every index promises (worker/index/__init__.py): one suite over SQLite, a real Redis, and a real Redis Cluster."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest
import redis

from tests.index_samples import DAY, NOW, PLACE, addition, look, origin, origins_found, prints, query_of, remember
from tests.redis_server import RedisServer, redis_cluster
from worker.index import COMMON, Addition, Fenced, Index, Query, View
from worker.index import shard as shards
from worker.index.open import open_index
from worker.model import Partition

WINDOW = 7 * DAY
Open = Callable[[], Index]
_prefixes = count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[RedisServer]]:
    with redis_cluster(tmp_path_factory.mktemp("cluster")) as nodes:
        yield nodes


@pytest.fixture(params=["sqlite", "redis", "cluster"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'index.sqlite'}"
    if request.param == "redis":
        return f"redis://127.0.0.1:{request.getfixturevalue('server').port}/0"
    return f"redis+cluster://127.0.0.1:{request.getfixturevalue('cluster')[0].port}"


@pytest.fixture
def opened(url: str) -> Iterator[Open]:
    """Opens the same empty index as often as asked, each time as another replica would."""
    prefix = f"test{next(_prefixes)}"
    with ExitStack() as stack:
        yield lambda: stack.enter_context(
            closing(open_index(url, prefix, WINDOW, deadline=30.0, on_retry=lambda: None, timings=lambda *_: None))
        )


def once(*added: Addition) -> Callable[[View], Sequence[Addition]]:
    """Adds unless a page with the first one's prints is there already, as deduplication does."""
    return lambda view: () if view.found[0].shared else added


def test_an_article_is_found_by_its_prints_with_every_field_unchanged(opened: Open) -> None:
    index, one = opened(), addition(0, prints(1))
    remember(index, "de", one)
    view = look(index, "de", query_of(addition(1, one.prints)))
    assert list(view.entries.values()) == [one.entry]
    assert next(iter(view.found[0].shared.values())) == tuple(range(len(one.prints)))


def test_the_positions_shared_are_exact(opened: Open) -> None:
    index, old, other = opened(), prints(1), prints(2)
    remember(index, "de", addition(0, old))
    mixed = (*other[:3], *old[10:15], *other[3:6], *old[20:22])
    (shared,) = look(index, "de", query_of(addition(1, mixed))).found[0].shared.values()
    assert shared == (3, 4, 5, 6, 7, 11, 12)


def test_answers_come_in_the_order_of_the_queries(opened: Open) -> None:
    index, added = opened(), [addition(n, prints(n)) for n in range(5)]
    remember(index, "de", *added)
    view = look(index, "de", *(query_of(one) for one in reversed(added)))
    assert [origins_found(view, n) for n in range(5)] == [{one.entry.origin} for one in reversed(added)]


def test_a_canonical_url_names_its_latest_entry(opened: Open) -> None:
    index, url = opened(), "https://beispiel.example/äöü/中文?q=ß"
    remember(index, "de", addition(0, prints(1), url=url))
    remember(index, "de", addition(1, prints(2), url=url))
    view = look(index, "de", Query(origin(2), (), url, NOW))
    same_url = view.found[0].same_url
    assert same_url is not None
    assert view.entries[same_url].origin == origin(1)


def test_a_page_finds_the_article_that_it_names_as_its_source(opened: Open) -> None:
    index = opened()
    original, old = addition(0, prints(0)), addition(1, prints(1), seen_at=NOW - 8 * DAY)
    remember(index, "de", old)
    remember(index, "de", original)
    named = [Query(origin(9), prints(9), "https://elsewhere.example/x", NOW, url.entry.canonical_url) for url in (original, old)]
    view = look(index, "de", *named, Query(origin(9), prints(9), "https://elsewhere.example/x", NOW, "https://nobody.example/"))
    assert [found.source if found.source is None else view.entries[found.source].origin for found in view.found] == [origin(0), None, None]
    assert [found.same_url for found in view.found] == [None] * 3


def test_a_page_is_known_by_the_url_it_was_fetched_by_and_by_no_other(opened: Open) -> None:
    index = opened()
    one = addition(0, prints(1), page_url="https://beispiel.example/straße?ref=中文")
    remember(index, "de", one)
    assert index.known(["https://other.example/", one.entry.page_url, one.entry.canonical_url]) == [None, one.entry, None]
    assert index.known([]) == []


def test_entries_further_than_the_window_are_not_found_either_way(opened: Open) -> None:
    index, one = opened(), addition(0, prints(1))
    remember(index, "de", one)
    for away, found in ((WINDOW, True), (-WINDOW, True), (WINDOW + 1, False), (-WINDOW - 1, False)):
        answer = look(index, "de", query_of(one, NOW + away)).found[0]
        assert (bool(answer.shared), answer.same_url is not None) == (found, found), away


def test_shards_do_not_see_each_other(opened: Open) -> None:
    index = opened()
    for n in range(20):
        remember(index, f"l{n}", addition(n, prints(1)))
    assert [origins_found(look(index, f"l{n}", query_of(addition(99, prints(1))))) for n in range(20)] == [{origin(n)} for n in range(20)]
    assert index.entries() == 20


def test_the_next_number_is_the_one_given(opened: Open) -> None:
    index, one, two = opened(), addition(0, prints(1)), addition(1, prints(2))
    foreseen = look(index, "de", query_of(one)).next_number
    remember(index, "de", one, two)
    view = look(index, "de", query_of(one), query_of(two))
    assert [set(found.shared) for found in view.found] == [{foreseen}, {foreseen + 1}]


def test_a_print_that_many_entries_have_is_common_and_in_no_share(opened: Open) -> None:
    index, template = opened(), prints(0, 3)
    for n in range(COMMON):
        assert not look(index, "de", query_of(addition(500, template))).found[0].common
        remember(index, "de", addition(n, (*template, *prints(n + 1, 4))))
    found = look(index, "de", query_of(addition(500, (*prints(1, 4), *template)))).found[0]
    assert found.common == {4, 5, 6}
    assert list(found.shared.values()) == [(0, 1, 2, 3)]


def test_articles_that_left_the_window_go_and_those_inside_stay(opened: Open) -> None:
    index = opened()
    old = [addition(n, prints(n), seen_at=NOW - 8 * DAY) for n in range(4)]
    live = [addition(n, prints(n), seen_at=NOW - 6 * DAY) for n in range(4, 8)]
    remember(index, "de", *old)
    remember(index, "de", *live)
    for n in range(8, 14):
        remember(index, "de", addition(n, prints(n)))
    assert index.entries() == 10
    assert index.known([one.entry.page_url for one in old]) == [None] * 4
    assert index.known([one.entry.page_url for one in live]) == [one.entry for one in live]
    for one in old:
        assert not look(index, "de", query_of(one)).entries


def test_evicting_an_old_revision_leaves_the_newer_ones_urls(opened: Open) -> None:
    index, url = opened(), "https://news.example/ticker"
    remember(index, "de", addition(0, prints(0), seen_at=NOW - 8 * DAY, url=url))
    newer = addition(1, prints(1), url=url)
    remember(index, "de", newer)
    remember(index, "de", addition(2, prints(2)))
    assert index.entries() == 2
    assert index.known([newer.entry.page_url]) == [newer.entry]
    assert look(index, "de", Query(origin(9), (), url, NOW)).found[0].same_url is not None


def test_the_journal_outlives_the_process_until_it_is_confirmed(opened: Open) -> None:
    first = opened()
    first.claim({PLACE: 0})
    added = [addition(n, prints(n)) for n in range(4)]
    remember(first, "de", *added[:2])
    remember(first, "fr", *added[2:])
    first.confirm([origin(1)])
    left = opened().claim({PLACE: 0})
    assert set(left) == {origin(0), origin(2), origin(3)}
    assert left[origin(2)].model_dump_json().encode() == added[2].journal


def test_claiming_drops_the_journal_below_the_committed_offset(opened: Open) -> None:
    first = opened()
    first.claim({PLACE: 0})
    remember(first, "de", *(addition(n, prints(n)) for n in range(4)))
    assert set(opened().claim({PLACE: 2})) == {origin(2), origin(3)}
    assert set(opened().claim({PLACE: 0})) == {origin(2), origin(3)}


def test_claiming_one_partition_leaves_another_alone(opened: Open) -> None:
    first, other = opened(), Partition("pages", 1)
    first.claim({PLACE: 0, other: 0})
    remember(first, "de", addition(0, prints(0)), addition(0, prints(1), other))
    assert set(opened().claim({PLACE: 5})) == set()
    remember(first, "de", addition(1, prints(2), other))
    assert set(opened().claim({other: 0})) == {origin(0, other), origin(1, other)}


@pytest.mark.parametrize("shard", ["de", "seen-by-nobody"])
def test_who_lost_a_partition_can_not_remember_a_page_of_it(opened: Open, shard: str) -> None:
    zombie, successor = opened(), opened()
    zombie.claim({PLACE: 0})
    remember(zombie, "de", addition(0, prints(0)))
    successor.claim({PLACE: 0})
    with pytest.raises(Fenced):
        remember(zombie, shard, addition(1, prints(1)))
    assert not look(successor, shard, query_of(addition(1, prints(1)))).entries
    remember(successor, shard, addition(2, prints(2)))


def test_what_was_claimed_between_look_up_and_write_is_fenced_or_in_the_successors_journal(opened: Open) -> None:
    zombie, successor = opened(), opened()
    zombie.claim({PLACE: 0})
    claimed: list[set[object]] = []
    claim = threading.Thread(target=lambda: claimed.append(set(opened().claim({PLACE: 0}))))

    def decide(_: View) -> Sequence[Addition]:
        if not claim.ident:
            claim.start()
            claim.join(timeout=2.0)  # a store whose writers wait for each other lets it finish only after us
        return [addition(0, prints(0))]

    fenced = False
    try:
        zombie.settle("new", [query_of(addition(0, prints(0)))], decide)
    except Fenced:
        fenced = True
    claim.join()
    there = bool(look(successor, "new", query_of(addition(0, prints(0)))).entries)
    assert there is not fenced
    assert (origin(0) in claimed[0]) is there


def test_a_write_in_between_is_seen_before_deciding(opened: Open) -> None:
    index, other, text = opened(), opened(), prints(7)
    rival = threading.Thread(target=lambda: other.settle("de", [query_of(addition(1, text))], once(addition(1, text))))
    mine = once(addition(0, text))

    def decide(view: View) -> Sequence[Addition]:
        if not rival.ident:
            rival.start()
            rival.join(timeout=2.0)
        return mine(view)

    index.settle("de", [query_of(addition(0, text))], decide)
    rival.join()
    assert len(origins_found(look(index, "de", query_of(addition(2, text))))) == 1
    assert index.entries() == 1


def test_of_many_copies_at_once_exactly_one_becomes_the_article(opened: Open) -> None:
    indexes, text = [opened() for _ in range(8)], prints(7)

    def settle(n: int) -> None:
        for story in range(5):
            copy = addition(n * 100 + story, tuple(value + 8 * story for value in text))
            indexes[n].settle("de", [query_of(copy)], once(copy))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(settle, range(8)))
    assert indexes[0].entries() == 5


def test_deciding_on_nothing_writes_nothing(opened: Open) -> None:
    index = opened()
    before = look(index, "de", query_of(addition(0, prints(0)))).next_number
    assert look(index, "de", query_of(addition(0, prints(0)))).next_number == before
    assert index.entries() == 0
    assert index.claim({PLACE: 0}) == {}


def test_an_error_in_deciding_leaves_the_index_as_it_was(opened: Open) -> None:
    index = opened()

    def fail(_: View) -> Sequence[Addition]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        index.settle("de", [query_of(addition(0, prints(0)))], fail)
    remember(index, "de", addition(0, prints(0)))
    assert index.entries() == 1


def test_ping_may_be_asked_from_another_thread(opened: Open) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(opened().ping).result()


def test_a_large_batch_is_written_though_others_write_small_ones_all_the_time(server: RedisServer) -> None:
    """Each of the others takes a moment to decide, and the large batch so long that one of them has always written before."""
    url, prefix, stop = f"redis://127.0.0.1:{server.port}/0", f"test{next(_prefixes)}", threading.Event()

    def client() -> Index:
        return open_index(url, prefix, WINDOW, deadline=20.0, on_retry=lambda: None, timings=lambda *_: None)

    def write_small(writer: int) -> None:
        with closing(client()) as index:
            for n in count():
                if stop.is_set():
                    return
                remember(index, "de", addition(10_000 * writer + n, prints(10_000 * writer + n)))

    def slowly(_: View) -> Sequence[Addition]:
        stop.wait(0.1)
        return [addition(1, prints(1))]

    with ThreadPoolExecutor(4) as others, closing(client()) as index:
        for writer in range(1, 5):
            others.submit(write_small, writer)
        try:
            index.settle("de", [query_of(addition(1, prints(1)))], slowly)
        finally:
            stop.set()
        assert look(index, "de", query_of(addition(2, prints(1)))).entries
    assert not server.client().exists(b"{%s:de}:turn" % prefix.encode())


def test_a_claim_is_ahead_of_epochs_that_redis_forgot(server: RedisServer) -> None:
    url, prefix = f"redis://127.0.0.1:{server.port}/0", f"test{next(_prefixes)}"

    def client() -> Index:
        return open_index(url, prefix, WINDOW, deadline=5.0, on_retry=lambda: None, timings=lambda *_: None)

    with closing(client()) as one, closing(client()) as other:
        for _ in range(5):
            one.claim({PLACE: 0})
        server.client().delete(f"{prefix}:fence")
        remember(one, "de", addition(0, prints(0)))
        other.claim({PLACE: 0})
        remember(other, "de", addition(1, prints(1)))
        with pytest.raises(Fenced):
            remember(one, "de", addition(2, prints(2)))


def test_a_redis_that_drops_keys_when_it_is_full_is_refused(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as full:
        full.client().config_set("maxmemory", "100mb")
        full.client().config_set("maxmemory-policy", "allkeys-lru")
        url = f"redis://127.0.0.1:{full.port}/0"
        with closing(open_index(url, "x", WINDOW, deadline=5.0, on_retry=lambda: None, timings=lambda *_: None)) as index:
            with pytest.raises(ValueError, match="noeviction"):
                index.claim({PLACE: 0})
            full.client().config_set("maxmemory-policy", "volatile-lru")
            index.claim({PLACE: 0})


@pytest.mark.parametrize("crowded", [shards.CROWDED, 0])
def test_eviction_removes_all_keys_but_those_of_live_entries(server: RedisServer, crowded: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis: keys of a page seen long ago do not pile up, however many buckets there were when it came."""
    monkeypatch.setattr(shards, "CROWDED", crowded)

    def keys(stories: int) -> int:
        with closing(redis.Redis(port=server.port)) as client:
            client.flushall()
            url = f"redis://127.0.0.1:{server.port}/0"
            with closing(open_index(url, "evict", WINDOW, 30.0, lambda: None, lambda *_: None)) as index:
                for n in range(stories):
                    remember(index, "de", addition(n, prints(n), seen_at=NOW + n * DAY))
                    index.confirm([origin(n)])
                return int(client.dbsize()) - 60 * index.entries()

    assert keys(40) < keys(20) + 60  # fewer than one article's prints: two prints may lie in one bucket
