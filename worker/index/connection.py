"""A connection to Redis or a Redis Cluster that waits for the server under a deadline."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import redis
from redis import exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry

from worker.index import Unreachable

T = TypeVar("T")
SOCKET_SECONDS = 5.0
CONTENDED = 0.005
"""Seconds to wait at most after another writer was first: a write of a batch takes about as long."""
LONGEST_PAUSE = 1.0

_REFUSED = (exceptions.AuthenticationError, exceptions.AuthorizationError, exceptions.NoPermissionError)
"""Does not pass, although some of these are ConnectionErrors too."""
# Passing states of a server or a cluster.
_PASSING = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.ReadOnlyError,
    exceptions.ClusterDownError,
    exceptions.TryAgainError,
    exceptions.AskError,  # MovedError is one
    exceptions.OutOfMemoryError,
    exceptions.RedisClusterException,  # no node answers, or slots without a node
)
_FAULTS = (exceptions.RedisError, exceptions.RedisClusterException)
"""What redis-py raises of a server: the second is not one of the first."""
_PASSING_WORDS = ("BUSY", "LOADING", "MISCONF", "NOREPLICAS", "CLUSTERDOWN", "MASTERDOWN")


class Connection:
    """`client` speaks to the whole server or cluster, `node` to the one that holds a key.

    `node` is a plain client, also in a cluster, so that WATCH, MULTI and MGET work alike; redis-py's own retries are off,
    as it would send an EXEC twice.
    """

    def __init__(self, url: str, deadline: float, on_retry: Callable[[], None]) -> None:
        self._url, self._deadline, self._on_retry = url, deadline, on_retry
        self._at = urlsplit(url).netloc.rpartition("@")[2]
        self._client: Any = None
        self._stale = False

    @property
    def client(self) -> Any:
        if self._client is None:
            seconds = min(SOCKET_SECONDS, self._deadline)
            options: dict[str, Any] = {"socket_timeout": seconds, "socket_connect_timeout": seconds, "retry": Retry(NoBackoff(), 0)}
            kind: Any = redis.RedisCluster if "+cluster" in self._url else redis.Redis
            self._client = kind.from_url(self._url.replace("+cluster", ""), **options)
        elif self._stale and isinstance(self._client, redis.RedisCluster):
            self._client.nodes_manager.initialize()
        self._stale = False
        return self._client

    def node(self, key: bytes) -> Any:
        """The client of the server that holds a key."""
        if not isinstance(self.client, redis.RedisCluster):
            return self.client
        cluster: Any = self.client  # redis-py leaves these untyped
        return cluster.get_redis_connection(cluster.get_node_from_key(key))

    def patiently(self, operation: str, attempt: Callable[[], T]) -> T:
        """Try until it works, with growing, jittered pauses.

        Raises `Unreachable` at the deadline, ValueError where the server will never take what we ask: a wrong password, a
        database it does not have, its protected mode, keys of another program, no Redis at all.
        """
        last: Exception
        end, pause, tries = time.monotonic() + self._deadline, 0.02, 0
        while True:
            tries += 1
            try:
                return attempt()
            except exceptions.WatchError as error:  # another writer was first, which is no trouble to tell of, or the connection was lost
                wait, last = random.uniform(0, CONTENDED * min(tries, 10)), error  # noqa: S311 - jitter
            except _FAULTS as error:
                if isinstance(error, _REFUSED):
                    raise ValueError(f"index at {self._at} refuses: {error}. Check user and password in index.url.") from error
                if not isinstance(error, _PASSING) and not str(error).startswith(_PASSING_WORDS):
                    if isinstance(error, exceptions.DataError):  # what we sent was no command: our fault, not the server's
                        raise
                    raise ValueError(f"index at {self._at}: {operation}: {error}. Check index.url and index.prefix.") from error
                self._stale, pause = True, min(LONGEST_PAUSE, pause * 2)
                wait, last = random.uniform(pause / 2, pause), error  # noqa: S311 - jitter
                self._on_retry()
            if time.monotonic() + wait > end:
                raise Unreachable(
                    f"index at {self._at}: {operation} failed {tries} times in {self._deadline:g} s (index.deadline): {last!r}"
                ) from last
            time.sleep(wait)

    def ping(self, key: bytes) -> None:
        """One attempt. Raises `Unreachable`."""
        try:
            self.node(key).exists(key)
        except _FAULTS as error:
            raise Unreachable(f"index at {self._at} does not answer: {error!r}") from error

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
