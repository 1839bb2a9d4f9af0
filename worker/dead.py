"""Dead records: how they are written, read, filtered and sent back."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from worker.model import Dead, Origin, Record

REPLAYS = "dead-replays"
"""Header that counts how often a record was sent back; it survives the next death."""
MOST_REPLAYS = 3


@dataclass(frozen=True, slots=True)
class DeadRecord:
    """A dead record as read back: why, and the input record, byte for byte."""

    reason: str
    stage: str
    error: str
    at: str
    worker: str
    record: Record

    @property
    def replays(self) -> int:
        count = dict(self.record.headers).get(REPLAYS, b"0")[:9]
        return int(count) if count.isdigit() else 0


def dead_headers(dead: Dead, record: Record, at: datetime, worker: str) -> list[tuple[str, bytes]]:
    """The input's headers, and why it is dead; what an earlier death said is replaced."""
    said = {
        "dead-reason": dead.reason.value,
        "dead-stage": dead.stage.value,
        "dead-error": dead.error,
        "dead-origin": str(record.origin),
        "dead-at": at.isoformat(),
        "dead-worker": worker,
    }
    return [(name, value) for name, value in record.headers if name not in said] + [
        (name, value.encode("utf-8", "replace")) for name, value in said.items()
    ]


def dead_line(dead: Dead, record: Record, at: datetime, worker: str) -> bytes:
    """One JSON object (contract.md, Dead), for a file. Header values are Latin-1 text, which holds any bytes."""
    return orjson.dumps(
        {
            "reason": dead.reason.value,
            "stage": dead.stage.value,
            "error": dead.error,
            "origin": {"source": record.origin.source, "partition": record.origin.partition, "offset": record.origin.offset},
            "at": at.isoformat(),
            "worker": worker,
            "timestamp": record.timestamp.isoformat(),
            "local": record.local,
            "key_base64": None if record.key is None else base64.b64encode(record.key).decode(),
            "headers": [[name, value.decode("latin-1")] for name, value in record.headers],
            "value_base64": None if record.value is None else base64.b64encode(record.value).decode(),
        }
    )


def parse_line(line: bytes) -> DeadRecord:
    """A line of dead.jsonl. Raises ValueError where it is none."""
    try:
        found = orjson.loads(line)
        value, key, origin = found["value_base64"], found.get("key_base64"), found["origin"]
        record = Record(
            origin=Origin(origin["source"], origin["partition"], origin["offset"]),
            value=None if value is None else base64.b64decode(value),
            timestamp=datetime.fromisoformat(found.get("timestamp") or found["at"]),
            key=None if key is None else base64.b64decode(key),
            headers=tuple((name, value.encode("latin-1")) for name, value in found["headers"]),
            local=bool(found.get("local")),
        )
        return DeadRecord(found["reason"], found["stage"], found["error"], found["at"], found["worker"], record)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a dead record: {error!r}") from error


def parse_message(record: Record) -> DeadRecord:
    """A record of the dead topic."""
    said = {name: value.decode("utf-8", "replace") for name, value in record.headers if name.startswith("dead-")}
    source, partition, offset = said.get("dead-origin", "?/0/0").rsplit("/", 2)
    kept = tuple((name, value) for name, value in record.headers if not name.startswith("dead-") or name == REPLAYS)
    original = Record(Origin(source, int(partition), int(offset)), record.value, record.timestamp, record.key, kept)
    reason, stage, error, at, worker = (said.get(f"dead-{name}", "") for name in ("reason", "stage", "error", "at", "worker"))
    return DeadRecord(reason, stage, error, at, worker, original)


def read_file(path: Path) -> Iterator[DeadRecord]:
    """The records of a dead.jsonl. Raises ValueError with the line's number where one is damaged."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines):
            try:
                yield parse_line(line)
            except ValueError as error:
                raise ValueError(f"{path}, line {number + 1}: {error}") from error


def matching(records: Iterable[DeadRecord], reasons: Sequence[str], since: datetime | None, contains: str | None) -> Iterator[DeadRecord]:
    """Those of the given reasons (all, if none), that died since, and whose error holds a text."""
    for record in records:
        if reasons and record.reason not in reasons:
            continue
        if since and (not record.at or datetime.fromisoformat(record.at).astimezone(UTC) < since):
            continue
        if contains and contains not in record.error:
            continue
        yield record


def replayed(dead: DeadRecord) -> Record:
    """The input record, with one more replay counted."""
    headers = tuple((name, value) for name, value in dead.record.headers if name != REPLAYS)
    counted = (*headers, (REPLAYS, str(dead.replays + 1).encode()))
    return Record(dead.record.origin, dead.record.value, dead.record.timestamp, dead.record.key, counted, dead.record.local)
