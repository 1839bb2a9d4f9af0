"""Where the worker remembers published articles: the protocol, and the plain values it deals in.

An index is parted into *shards*, one for each script: copies are written in one script, so a shard can live in one slot
of a Redis Cluster and be written in one transaction. (By language it was tried: guesses differ between copies, and a page
in two languages met half of its sources; 0.87 of the expansions were linked to their story, by script 0.98.)

It holds, for each article inside the window, one `Entry`; for each print, the numbers of the entries that have it; for
each URL, its latest entry; and, until the write of its batch is confirmed, the outcome that the page was given: the
*journal*. A page that is read again after a crash gets that outcome from the journal, so that what later copies were told
stays true even where the page can't be normalised this time.

Implementations: `sqlite.SqliteIndex` (embedded), `redis.RedisIndex` (shared by replicas).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from worker.model import Agency, Article, Origin, Partition, Publisher, Similarity

LEAST_SHARED = 2
"""Prints an entry must share with a text to be worth a look: one may be a common phrase."""
COMMON = 64
"""Entries that a print may have before it says nothing: a site's template or a stock phrase. Bounds what a look-up costs."""


class Unreachable(Exception):
    """The index did not answer within its deadline. Fatal: the worker stops rather than guess."""


class Fenced(Exception):
    """Another replica has since claimed the partition of a page that was about to be remembered: drop the batch."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index remembers of one published article.

    `relation`, `related_to` and `similarity` are the answer the article was given, so that the same record read again
    is answered the same; the fields of the page serve the record of a later recrawl, which is not normalised.
    `seen_at`: the page's own time (its `fetched_at`, never later than the clock), seconds since 1970.
    `prints`: how many prints its text has. `visible`: print of its visible text. `page_url`: the URL it was fetched by.
    """

    origin: Origin
    id: str
    story_id: str
    revision: int
    relation: str
    related_to: str | None
    similarity: Similarity | None
    seen_at: float
    prints: int
    words: int
    facts: frozenset[int]
    visible: int
    page_url: str
    canonical_url: str
    publisher: Publisher
    headline: str
    published_at: str | None
    agencies: tuple[Agency, ...]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Query:
    """What one page asks of its shard. `seen_at` as in `Entry`: entries further than the window from it are not found.

    `source_url`: the address elsewhere that the page names as its original.
    """

    origin: Origin
    prints: tuple[int, ...]
    canonical_url: str
    seen_at: float
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a shard holds for one query.

    `shared`: by entry number, the positions in `query.prints` of the prints that the entry has too; entries that share
    fewer than `LEAST_SHARED` are left out.
    `common`: positions of the prints that so many entries have that they say nothing about a story; they are in no
    `shared`. `same_url`, `source`: numbers of the latest entries of the query's canonical and source URLs.
    """

    shared: Mapping[int, tuple[int, ...]]
    common: frozenset[int]
    same_url: int | None
    source: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A consistent look at one shard: an answer for each query, and the entries these name, by number.

    The entry that `decide` adds k-th gets the number `next_number + k`, if the view has not changed until it is written.
    """

    found: Sequence[Found]
    entries: Mapping[int, Entry]
    next_number: int


@dataclass(frozen=True, slots=True)
class Addition:
    """An article to remember: its entry, its prints, and its outcome for the journal (the article as JSON)."""

    entry: Entry
    prints: tuple[int, ...]
    journal: bytes


Decide = Callable[[View], Sequence[Addition]]


class Index(Protocol):
    """What remembers articles. Every method raises `Unreachable` where the store does not answer within the deadline."""

    def claim(self, committed: Mapping[Partition, int]) -> dict[Origin, Article]:
        """Take partitions over, each with the offset of the first record whose outcome is not yet published.

        From now on whoever claimed one of them before gets `Fenced` when it tries to remember a page of it. What the
        journal still holds below the offset was published and is dropped; the rest is returned.
        """

    def known(self, page_urls: Sequence[str]) -> list[Entry | None]:
        """The entry of the page last fetched by each URL, or None."""

    def settle(self, shard: str, queries: Sequence[Query], decide: Decide) -> None:
        """Look the queries up, let `decide` judge what was found, and remember what it returns, as one transaction.

        If the shard has changed between look-up and write, nothing is written and `decide` is called again with a new
        view: it must be a pure function of the view. Raises `Fenced`.
        """

    def confirm(self, origins: Iterable[Origin]) -> None:
        """Drop these origins' journal: their outcomes are published."""

    def entries(self) -> int:
        """How many articles are remembered."""

    def ping(self) -> None:
        """Raise `Unreachable` unless the store answers."""

    def close(self) -> None:
        """Release connections and files."""
