"""An index that several inputs share: `pages.jsonl`, line 3, is another page in another run, and so is a partition's third
record in another cluster, or in a topic that was deleted and made anew under its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from worker.index import Addition, Decide, Entry, Index, Query, View
from worker.model import Article, Origin, Partition

SCOPE = re.compile(r"^[0-9a-f]{16}:")


def unscoped(view: View) -> View:
    """A view for who looks from outside of all inputs: each one's records under their own names."""
    bare = {number: SCOPE.sub("", entry.origin.source) for number, entry in view.entries.items()}
    return replace(view, entries={n: replace(e, origin=replace(e.origin, source=bare[n])) for n, e in view.entries.items()})


class ScopedIndex:
    """`Index` whose sources stand under the name of their input, `scope` (16 hex digits), so that none takes another's page for its own."""

    def __init__(self, index: Index, scope: str) -> None:
        self._index, self._scope = index, f"{scope}:"

    def claim(self, committed: Mapping[Partition, int]) -> dict[Origin, Article]:
        scoped = {Partition(self._scope + place.source, place.partition): offset for place, offset in committed.items()}
        return {self._ours(origin): article for origin, article in self._index.claim(scoped).items()}

    def known(self, page_urls: Sequence[str]) -> list[Entry | None]:
        return [entry and self._told(entry) for entry in self._index.known(page_urls)]

    def settle(self, shard: str, queries: Sequence[Query], decide: Decide) -> None:
        def scoped(view: View) -> Sequence[Addition]:
            told = replace(view, entries={number: self._told(entry) for number, entry in view.entries.items()})
            return [replace(a, entry=replace(a.entry, origin=self._scoped(a.entry.origin))) for a in decide(told)]

        self._index.settle(shard, [replace(query, origin=self._scoped(query.origin)) for query in queries], scoped)

    def confirm(self, origins: Iterable[Origin]) -> None:
        self._index.confirm([self._scoped(origin) for origin in origins])

    def entries(self) -> int:
        return self._index.entries()

    def ping(self) -> None:
        self._index.ping()

    def close(self) -> None:
        self._index.close()

    def _told(self, entry: Entry) -> Entry:
        return replace(entry, origin=self._ours(entry.origin))

    def _scoped(self, origin: Origin) -> Origin:
        return replace(origin, source=self._scope + origin.source)

    def _ours(self, origin: Origin) -> Origin:
        return replace(origin, source=origin.source.removeprefix(self._scope))
