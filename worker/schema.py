"""JSON Schemas of what goes in and what comes out, for `worker schema`.

Articles and duplicates are the very models that are published. The envelope and the line of dead.jsonl are described
here: `decode.py` reads the one by hand, to give each fault its reason; `dead.py` writes the other byte for byte.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from worker.decode import LONGEST
from worker.model import Article, Duplicate, OriginRecord, Reason, Stage

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Envelope(BaseModel):
    """A raw page in JSON: exactly one of `body` and `body_base64`. Further fields are let through and not read."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["body"], "properties": {"body": {"type": "string"}, "body_base64": {"type": "null"}}},
                {"required": ["body_base64"], "properties": {"body_base64": {"type": "string"}, "body": {"type": "null"}}},
            ]
        }
    )

    url: str = Field(
        pattern=r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]+([/?#]|\s*$)", max_length=LONGEST, description="absolute, http or https"
    )
    body: str | None = Field(None, description="the page as text")
    body_base64: str | None = Field(None, description="the page's bytes, in base64")
    fetched_at: datetime | None = Field(None, description="RFC 3339; the record's timestamp where absent")
    content_type: str | None = Field(None, description="as the server sent it; sniffed where absent")
    status: int | None = Field(None, description="of the answer; 400 and above is not_article")
    headers: JsonValue = Field(None, description="of the answer; not read")
    crawl_id: JsonValue = Field(None, description="passed through untouched", json_schema_extra={"maxLength": LONGEST})


class DeadLine(BaseModel):
    """A line of dead.jsonl. On Kafka the value is the input's, and the rest are headers (dead-reason, dead-stage, …)."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason
    stage: Stage
    error: str
    origin: OriginRecord
    at: datetime
    worker: str
    timestamp: datetime = Field(description="the input record's own")
    local: bool = Field(description="whether the page was a file of its own, whose URL is a file: URL")
    key_base64: str | None
    headers: list[tuple[str, str]] = Field(description="the input's; values as Latin-1 text, which holds any bytes")
    value_base64: str | None = Field(description="the input, byte for byte; null for a Kafka tombstone")


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a record: "envelope", "article", "duplicate" or "dead"."""
    records: dict[str, type[BaseModel]] = {"envelope": Envelope, "article": Article, "duplicate": Duplicate, "dead": DeadLine}
    mode: Literal["validation", "serialization"] = "validation" if kind == "envelope" else "serialization"
    return {"$schema": DIALECT, **records[kind].model_json_schema(mode=mode)}
