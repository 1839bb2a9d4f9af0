"""How long a page takes in the index, and how many bytes an article, as the index grows.

Run from the repository: `python -m tests.bench.index_bench --index sqlite redis --articles 10000 100000`.
Pages come in batches of one shard, each with prints of its own and some of an older article's; every one is looked up,
added and confirmed. Time is of the last tenth of the pages. Each run has a server or a file of its own, in a folder for
temporary files that is removed.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from tests.index_samples import DAY, NOW, PLACE, addition, remember
from tests.redis_server import RedisServer
from worker.index import Addition, Index
from worker.index.open import open_index

PRINTS, BATCH = 60, 64
"""Prints of an article: 60 are a text of 480 words. Pages settled at once."""
OLDER = 8
"""Prints a page shares with one of the articles before it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", nargs="+", choices=["sqlite", "redis"], default=["sqlite", "redis"], help="which to measure")
    parser.add_argument("--articles", nargs="+", type=int, default=[10_000], help="sizes to grow to, e.g. 10000 100000 1000000")
    parser.add_argument("--prints", type=int, default=PRINTS, help="prints of an article")
    parser.add_argument("--batch", type=int, default=BATCH, help="pages settled at once")
    parser.add_argument("--window", type=float, default=1.0, help="share of the articles that the window holds; the rest is evicted")
    options = parser.parse_args()
    print(f"{'index':8}{'articles':>10}{'ms a page':>12}{'bytes an article':>18}")
    for kind in options.index:
        for articles in options.articles:
            seconds, held, size = measure(kind, articles, options.prints, options.batch, options.window)
            print(f"{kind:8}{articles:>10}{1000 * seconds:>12.3f}{size / held:>18.0f}", flush=True)


def measure(kind: str, articles: int, prints: int, batch: int, window: float) -> tuple[float, int, int]:
    """Seconds a page over the last tenth, articles held at the end, bytes in all."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, size = f"sqlite:///{folder / 'index.sqlite'}", lambda: sum(file.stat().st_size for file in folder.iterdir())
        if kind == "redis":
            server = stack.enter_context(RedisServer(folder))
            url, size = f"redis://127.0.0.1:{server.port}/0", lambda: used_memory(server)
        index = stack.enter_context(closing(open_index(url, "bench", 7 * DAY, 60.0, on_retry=lambda: None, timings=lambda *_: None)))
        index.claim({PLACE: 0})
        return fill(index, articles, prints, batch, 7 * DAY / (articles * window), size)


def fill(index: Index, articles: int, prints: int, batch: int, apart: float, size: Callable[[], int]) -> tuple[float, int, int]:
    """Settle all articles, `apart` seconds of the pages' time from each other."""
    chance, spent, counted, empty = random.Random(1), 0.0, 0, size()
    texts: list[tuple[int, ...]] = []
    for start in range(0, articles, batch):
        pages = [page(offset, chance, texts, prints, apart) for offset in range(start, min(start + batch, articles))]
        began = time.perf_counter()
        remember(index, "en", *pages)
        index.confirm([one.entry.origin for one in pages])
        if start + batch >= articles * 0.9:
            spent, counted = spent + time.perf_counter() - began, counted + len(pages)
    return spent / counted, index.entries(), size() - empty


def page(offset: int, chance: random.Random, texts: list[tuple[int, ...]], prints: int, apart: float) -> Addition:
    old = chance.choice(texts) if texts else ()
    own = tuple(chance.getrandbits(64) & ~7 for _ in range(prints - len(old)))
    texts.append(own[:OLDER])
    return addition(offset, (*old, *own), seen_at=NOW + offset * apart)


def used_memory(server: RedisServer) -> int:
    with closing(server.client()) as client:
        info: Any = client.info("memory")
        return int(info["used_memory"])


if __name__ == "__main__":
    main()
