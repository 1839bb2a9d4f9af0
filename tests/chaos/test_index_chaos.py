"""A Redis that is killed, stays away, or takes a write and loses the answer: the index waits, gives up, never adds twice."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.index_samples import DAY, PLACE, addition, look, origin, origins_found, prints, query_of, remember
from tests.redis_server import RedisServer, redis_cluster
from worker.index import Addition, Index, Unreachable, View
from worker.index.open import open_index


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path) as running:
        yield running


def open_at(port: int, deadline: float, retries: list[int], scheme: str = "redis") -> Index:
    url = f"{scheme}://127.0.0.1:{port}/0"
    return open_index(url, "chaos", 7 * DAY, deadline, on_retry=lambda: retries.append(1), timings=lambda *_: None)


def test_a_settle_waits_for_a_redis_that_comes_back_and_finds_everything_again(server: RedisServer) -> None:
    retries: list[int] = []
    with closing(open_at(server.port, 60.0, retries)) as index:
        index.claim({PLACE: 0})
        remember(index, "de", addition(0, prints(0)))
        server.kill()
        back = threading.Timer(1.0, server.start)
        back.start()
        remember(index, "de", addition(1, prints(1)))
        back.join()
        assert retries
        view = look(index, "de", query_of(addition(0, prints(0))), query_of(addition(1, prints(1))))
        assert [origins_found(view, 0), origins_found(view, 1)] == [{origin(0)}, {origin(1)}]
        assert set(index.claim({PLACE: 0})) == {origin(0), origin(1)}


def test_a_redis_killed_between_look_up_and_write_is_waited_for(server: RedisServer) -> None:
    killed: list[int] = []

    def decide(view: View) -> Sequence[Addition]:
        if not killed:
            killed.append(1)
            server.restart()
        return () if view.found[0].shared else [addition(0, prints(0))]

    with closing(open_at(server.port, 60.0, [])) as index:
        index.settle("de", [query_of(addition(0, prints(0)))], decide)
        assert index.entries() == 1


def test_that_another_writer_was_first_is_no_sign_of_a_redis_in_trouble(server: RedisServer) -> None:
    """Busy replicas meet all the time; the alert for an index that does not answer asks whether calls are tried again."""
    retries: list[int] = []
    with closing(open_at(server.port, 60.0, retries)) as index, closing(open_at(server.port, 60.0, [])) as rival:
        seen: list[int] = []

        def decide(view: View) -> Sequence[Addition]:
            seen.append(len(view.entries))
            if len(seen) == 1:
                remember(rival, "de", addition(0, prints(0)))
            return () if view.found[0].shared else [addition(1, prints(0))]

        index.settle("de", [query_of(addition(1, prints(0)))], decide)
        assert seen == [0, 1]
        assert not retries


def test_a_redis_that_stays_away_is_unreachable(server: RedisServer) -> None:
    with closing(open_at(server.port, 1.0, [])) as index:
        remember(index, "de", addition(0, prints(0)))
        server.kill()
        began = time.monotonic()
        for call in (index.ping, index.entries, lambda: index.claim({PLACE: 0}), lambda: remember(index, "de", addition(1, prints(1)))):
            with pytest.raises(Unreachable):
                call()
        assert time.monotonic() - began < 30  # a safety net: four deadlines of one second


def test_a_cluster_of_which_no_node_answers_is_waited_for_and_then_unreachable(tmp_path: Path) -> None:
    def calls(index: Index, number: int) -> list[Callable[[], object]]:
        other = addition(number, prints(number))
        return [lambda: index.known([other.entry.page_url]), lambda: index.claim({PLACE: 0}), lambda: remember(index, "de", other)]

    with redis_cluster(tmp_path) as nodes, closing(open_at(nodes[0].port, 60.0, [], "redis+cluster")) as index:
        remember(index, "de", addition(0, prints(0)))
        for number in range(3):
            for node in nodes:
                node.kill()
            back = [threading.Timer(1.0, node.start) for node in nodes]
            for timer in back:
                timer.start()
            calls(index, 1)[number]()
            for timer in back:
                timer.join()
        with closing(open_at(nodes[0].port, 1.0, [], "redis+cluster")) as hasty:
            hasty.claim({PLACE: 0})
            for node in nodes:
                node.kill()
            for call in (hasty.ping, hasty.entries, *calls(hasty, 3)):
                with pytest.raises(Unreachable):
                    call()


def test_a_write_whose_answer_is_lost_is_not_made_twice(server: RedisServer) -> None:
    """`decide` here adds whatever it is shown: it is the index that must notice that the write went through."""
    with LossyProxy(server.port) as proxy, closing(open_at(proxy.port, 30.0, [])) as index:
        index.claim({PLACE: 0})
        remember(index, "de", addition(0, prints(0)))
        proxy.lose_next_exec()
        remember(index, "de", addition(1, prints(1)))
        assert proxy.lost == 1
        assert index.entries() == 2
        assert index.known([addition(1, prints(1)).entry.page_url]) == [addition(1, prints(1)).entry]
        assert len(look(index, "de", query_of(addition(2, prints(1)))).entries) == 1


class LossyProxy:
    """Forwards connections to a port; on request passes one EXEC on and then drops the connection instead of the answer."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._armed = threading.Event()
        self.lost = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> LossyProxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def lose_next_exec(self) -> None:
        self._armed.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            server.settimeout(0.02)
            client.settimeout(0.02)
            while True:
                request = _received(client)
                if request == b"":
                    return
                if request:
                    server.sendall(request)
                lose = self._armed.is_set() and request is not None and b"\r\nEXEC\r\n" in request
                answer = _received(server)
                while lose and answer is None:  # it was carried out once it is answered
                    answer = _received(server)
                if lose:
                    self._armed.clear()
                    self.lost += 1
                    return
                if answer == b"":
                    return
                if answer:
                    client.sendall(answer)


def _received(connection: socket.socket) -> bytes | None:
    """What has come; None where nothing has for a moment, empty at the end."""
    try:
        return connection.recv(1 << 20)
    except TimeoutError:
        return None
