"""The same pages come to the same outcomes through files and through Kafka.

With EVAL naming a folder of outside data (`make same EVAL=folder`) its pages, its page of plain text and a stream of some
600 pages go both ways too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pages import generate
from tests.stage import Stage
from tests.worker_process import TOPICS, WorkerProcess, outcomes, wait_for_outcomes

EVAL = Path(os.environ["EVAL"]).resolve() if os.environ.get("EVAL") else None


def made(_: Path) -> list[bytes]:
    return [page.envelope for page in generate(20, 11)] + [b"not json", b'{"url": "https://x.example/"}']


def outside_pages(_: Path) -> list[bytes]:
    assert EVAL
    return subprocess.run([sys.executable, "pages.py", "data"], cwd=EVAL, check=True, capture_output=True).stdout.splitlines()


def outside_text(_: Path) -> list[bytes]:
    assert EVAL
    texts = sorted((EVAL / "seed").glob("*.txt"))
    assert texts
    return [
        json.dumps({"url": f"https://seed.example/{n}", "body": path.read_text(encoding="utf-8"), "content_type": "text/plain"}).encode()
        for n, path in enumerate(texts)
    ]


def outside_stream(folder: Path) -> list[bytes]:
    assert EVAL
    subprocess.run([sys.executable, "syndicate.py", "data", str(folder / "stream"), "--stories", "100"], cwd=EVAL, check=True)
    return (folder / "stream" / "raw.jsonl").read_bytes().splitlines()


STREAMS: list[Callable[[Path], list[bytes]]] = [made, *([outside_pages, outside_text, outside_stream] if EVAL else [])]


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the times of processing and the name of the place it was read from."""
    return {key: value for key, value in record.items() if key not in ("processed_at", "origin", "fetched_at", "at", "headers", "value")}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("stream", STREAMS, ids=lambda make: make.__name__)
def test_files_and_kafka_agree_on_each_page(stage: Stage, tmp_path: Path, stream: Callable[[Path], list[bytes]]) -> None:
    lines = stream(tmp_path)
    stage.create_topics()
    stage.broker.produce(stage.input, [(0, line, []) for line in lines])
    worker = stage.worker("a", pool__processes=2)
    wait_for_outcomes(stage.broker, len(lines), [worker], 800, stage.topics)
    assert worker.stop(35) == 0
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    arguments = "--input", str(tmp_path / "in.jsonl"), "--output", str(tmp_path / "out")
    files = WorkerProcess(tmp_path / "log", {"pool.processes": 2}, *arguments)
    files.start()
    assert files.process is not None
    assert files.process.wait(800) == 0
    by_files = {
        record["origin"]["offset"]: (kind, plain(record) if kind != "dead" else record["reason"])
        for kind in TOPICS
        for record in map(json.loads, (tmp_path / "out" / f"{kind}.jsonl").read_bytes().splitlines())
    }
    by_kafka = {}
    for (_, offset), fates in outcomes(stage.broker, stage.topics).items():
        ((kind, record),) = fates
        by_kafka[offset] = (kind, plain(record) if kind != "dead" else record["reason"])
    assert len(by_files) == len(lines)
    assert by_files == by_kafka
