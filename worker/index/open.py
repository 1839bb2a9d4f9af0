"""An index by its URL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from worker.index import Index
from worker.index.sqlite import SqliteIndex


def open_index(
    url: str, prefix: str, window: float, deadline: float, on_retry: Callable[[], None], timings: Callable[[str, float], None]
) -> Index:
    """Open the index that `url` names: sqlite:///path, redis://host:port/0, redis+cluster://host:port.

    `window`, `deadline`: seconds. Raises ValueError, `Unreachable`.
    """
    parts = urlsplit(url)
    match parts.scheme:
        case "sqlite":
            # As SQLAlchemy has it: sqlite:///relative/path, sqlite:////absolute/path.
            return SqliteIndex(Path(url.removeprefix("sqlite:///")), window, deadline, timings)
        case "redis" | "rediss" | "redis+cluster" | "rediss+cluster":
            from worker.index.redis import RedisIndex

            return RedisIndex(url, prefix, window, deadline, on_retry, timings)
        case scheme:
            raise ValueError(f"index.url: {scheme!r} is none of redis://, rediss://, redis+cluster://, sqlite:///path")
