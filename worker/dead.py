"""Dead records: how they are written, read, filtered and sent back."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from worker.model import Dead, Origin, Record

REPLAYS, REPLAY_OF = "dead-replays", "dead-replay-of"
"""Headers of a record that was sent back: how often, and the place of the dead record it was. They survive the next death."""
MOST_REPLAYS = 3
SAID = ("dead-reason", "dead-stage", "dead-error", "dead-origin", "dead-at", "dead-worker")
"""Headers that a death adds to the input's; those of an earlier death are replaced."""
ORIGIN = re.compile(r"(.*)/(\d{1,10})/(\d{1,19})")


@dataclass(frozen=True, slots=True)
class DeadRecord:
    """A dead record as read back: why, and the input record, byte for byte."""

    reason: str
    stage: str
    error: str
    at: str
    worker: str
    record: Record
    place: Origin | None = None
    """Where it stands in the dead topic; None in a file."""

    @property
    def replays(self) -> int:
        count = dict(self.record.headers).get(REPLAYS, b"0")[:9]
        return int(count) if count.isdigit() else 0

    @property
    def replay_of(self) -> str:
        return dict(self.record.headers).get(REPLAY_OF, b"").decode("utf-8", "replace")


def dead_headers(dead: Dead, record: Record, at: datetime, worker: str) -> list[tuple[str, bytes]]:
    """The input's headers, and why it is dead."""
    said = (dead.reason.value, dead.stage.value, dead.error, str(record.origin), at.isoformat(), worker)
    kept = [(name, value) for name, value in record.headers if name not in SAID]
    return kept + [(name, value.encode("utf-8", "replace")) for name, value in zip(SAID, said, strict=True)]


def dead_line(dead: Dead, record: Record, at: datetime, worker: str) -> bytes:
    """One JSON object, as `worker schema dead` describes it, for a file. Header values are Latin-1 text, which holds any bytes."""
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
    """A record of the dead topic. One that others have put there has empty reasons and a place that is none."""
    said = {name: value.decode("utf-8", "replace") for name, value in record.headers if name in SAID}
    reason, stage, error, origin, at, worker = (said.get(name, "") for name in SAID)
    source, partition, offset = found.groups() if (found := ORIGIN.fullmatch(origin)) else ("?", 0, 0)
    kept = tuple((name, value) for name, value in record.headers if name not in SAID)
    original = Record(Origin(source, int(partition), int(offset)), record.value, record.timestamp, record.key, kept)
    return DeadRecord(reason, stage, error, at, worker, original, record.origin)


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
        if since and not _died_since(record, since):
            continue
        if contains and contains not in record.error:
            continue
        yield record


def _died_since(record: DeadRecord, since: datetime) -> bool:
    try:
        return datetime.fromisoformat(record.at).astimezone(UTC) >= since
    except (ValueError, OverflowError):
        return False


def replayed(dead: DeadRecord) -> Record:
    """The input record, with one more replay counted."""
    headers = tuple((name, value) for name, value in dead.record.headers if name not in (REPLAYS, REPLAY_OF))
    counted = (*headers, (REPLAYS, str(dead.replays + 1).encode()), (REPLAY_OF, str(dead.place).encode()))
    return Record(dead.record.origin, dead.record.value, dead.record.timestamp, dead.record.key, counted, dead.record.local)
