"""The data contract as types: what goes in, what comes out, and the plain values that travel between stages.

Contract records (`Article`, `Duplicate`) are pydantic models, so that `worker schema` can publish them; values that
only travel inside the worker are frozen dataclasses. Names follow schema.org NewsArticle and IPTC ninjs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

SCHEMA_VERSION = "1.0"

HexId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """One ordered part of a source: a Kafka topic's partition; for a file its name and 0."""

    source: str
    partition: int


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a record was read: topic, partition and offset; for a file its name, 0 and the 0-based record number."""

    source: str
    partition: int
    offset: int

    @property
    def place(self) -> Partition:
        return Partition(self.source, self.partition)

    def __str__(self) -> str:
        return f"{self.source}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True)
class Record:
    """A record as a source read it, not yet looked into.

    `value` is None for a Kafka tombstone. `timestamp` is the record's own time (Kafka's timestamp; a file's time of
    last change). `local` marks a page read from a file of its own, whose `url` header may be a `file:` URL.
    """

    origin: Origin
    value: bytes | None
    timestamp: datetime
    key: bytes | None = None
    headers: tuple[tuple[str, bytes], ...] = ()
    local: bool = False


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page to be read: the input contract, decoded. `body` is bytes as fetched, or text where the envelope held text."""

    url: str
    body: bytes | str
    fetched_at: datetime
    content_type: str | None = None
    status: int | None = None
    crawl_id: str | None = None


class Reason(StrEnum):
    """Why a page is dead: a closed set."""

    MALFORMED = "malformed"
    NO_URL = "no_url"
    UNSUPPORTED_TYPE = "unsupported_type"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    NOT_ARTICLE = "not_article"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out_of_memory"
    INVALID = "invalid"


class Stage(StrEnum):
    """The stages a page passes, in order; labels of metrics and of dead records."""

    DECODE = "decode"
    RECRAWL = "recrawl"
    NORMALISE = "normalise"
    DEDUPE = "dedupe"
    WRITE = "write"


class Contract(BaseModel):
    """Base of the published records: unknown fields are refused, values are never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Publisher(Contract):
    """Who runs the site. `domain` is the registrable domain."""

    name: str | None
    domain: str | None


class Agency(Contract):
    """A news agency that the text is credited to, and the words that say so."""

    name: str
    evidence: Literal["dateline", "byline", "credit", "source_line", "structured_data", "domain"]
    text: str


class Image(Contract):
    """A picture of the article. `url` is null where a plain-text page holds a caption alone."""

    url: str | None
    caption: str | None = None
    credit: str | None = None


class Similarity(Contract):
    """Shares, 0 to 1, of each text that are found in the other."""

    of_this: Share
    of_other: Share


class OriginRecord(Contract):
    """`Origin` as records carry it."""

    source: str
    partition: NonNegativeInt
    offset: NonNegativeInt


Instant = datetime | date
"""RFC 3339 with offset, or a bare date where only the day is known."""

Provenance = Literal["json-ld", "meta", "markup", "text", "url", "header"]


class PageFields(Contract):
    """What a page itself says: the fields that normalising reads off it, shared by articles and duplicates' owners."""

    url: str
    canonical_url: str
    publisher: Publisher
    headline: str
    description: str | None = None
    body: str
    authors: tuple[str, ...] = ()
    published_at: Instant | None = None
    modified_at: Instant | None = None
    language: str
    dateline: str | None = None
    agencies: tuple[Agency, ...] = ()
    images: tuple[Image, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    accessible_for_free: bool | None = None
    word_count: NonNegativeInt
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]+$")]
    provenance: dict[str, Provenance] = Field(default_factory=dict)


class Article(PageFields):
    """A published article, as `worker schema article` describes it."""

    schema_version: str = SCHEMA_VERSION
    id: HexId
    revision: PositiveInt
    story_id: HexId
    relation: Literal["original", "revision", "expansion", "related"]
    related_to: HexId | None = None
    similarity: Similarity | None = None
    fetched_at: datetime
    processed_at: datetime
    crawl_id: str | None = None
    origin: OriginRecord


class Duplicate(Contract):
    """A page that says nothing new, as `worker schema duplicate` describes it."""

    schema_version: str = SCHEMA_VERSION
    relation: Literal["recrawl", "copy", "excerpt"]
    duplicate_of: HexId
    story_id: HexId
    similarity: Similarity | None = None
    url: str
    canonical_url: str
    publisher: Publisher
    headline: str
    published_at: Instant | None = None
    agencies: tuple[Agency, ...] = ()
    fetched_at: datetime
    processed_at: datetime
    crawl_id: str | None = None
    origin: OriginRecord


@dataclass(frozen=True, slots=True)
class Dead:
    """A page that can't become an article: the judgement. The sink writes it with the input, byte for byte."""

    reason: Reason
    stage: Stage
    error: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What deduplication keeps of a text.

    `prints`: 64-bit hashes of word 5-grams, one in eight by value, distinct, in text order; `positions`: the index of
    each one's first word in the text; `words`: the text's length in tokens; `facts`: 32-bit hashes of the names and
    numbers that the text states, each with the index of the token where it first stands; `script`: what it is written in.
    """

    prints: tuple[int, ...]
    positions: tuple[int, ...]
    words: int
    facts: Mapping[int, int]
    script: str


@dataclass(frozen=True, slots=True)
class Normalised:
    """What a pool process makes of a page: its fields, its fingerprint, and the print of its visible text.

    `seconds` holds the time each step took in the process, by step name; `source_url`: the address on another site that
    the page names as its original.
    """

    fields: PageFields
    fingerprint: Fingerprint
    visible: int
    seconds: dict[str, float] = field(default_factory=dict)
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """What a pool process answers where a page's visible text is what it was when its URL was last read."""

    visible: int
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The one outcome of an input record."""

    record: Record
    result: Article | Duplicate | Dead
