"""`worker inspect` shows what a run would make of a page, and changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.kafka_broker import Broker
from tests.pages import generate
from tests.worker_process import ROOT, WorkerProcess


def inspect(*arguments: str) -> tuple[int, dict[str, Any], str]:
    command = [sys.executable, "-m", "worker", "inspect", *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, json.loads(ended.stdout) if ended.stdout else {}, ended.stderr


def test_each_record_of_a_run_is_judged_as_the_run_judged_it(tmp_path: Path) -> None:
    pages = generate(6, 31)
    source, output = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_bytes(b"\n".join(page.envelope for page in pages) + b"\n")
    worker = WorkerProcess(tmp_path / "log", {"pool.processes": 1}, "--input", str(source), "--output", str(output))
    worker.start()
    assert worker.process is not None
    assert worker.process.wait(60) == 0
    index = output / "index.sqlite"
    before = sorted(index.parent.glob("*.jsonl")), [path.read_bytes() for path in sorted(index.parent.glob("*.jsonl"))]
    fates = [json.loads(line) for name in ("articles", "duplicates") for line in (output / f"{name}.jsonl").read_bytes().splitlines()]
    by_offset = {record["origin"]["offset"]: record for record in fates}
    wanted = [n for n, page in enumerate(pages) if page.kind in ("original", "copy", "expansion")][:5]
    for number in wanted:
        code, said, _ = inspect(f"{source}:{number}", "--set", f"index.url=sqlite:///{index}")
        assert code == 0
        assert said["judgement"]["relation"] == by_offset[number]["relation"]
        assert said["article"]["headline"] == by_offset[number]["headline"]
        assert said["provenance"]["headline"] in ("json-ld", "meta", "markup")
        if pages[number].kind == "expansion":
            assert {key for part in said["passages"] for key in part} == {"known", "own"}
    assert before == (sorted(index.parent.glob("*.jsonl")), [path.read_bytes() for path in sorted(index.parent.glob("*.jsonl"))])


def test_a_page_of_its_own_needs_no_index_and_a_dead_one_says_why(tmp_path: Path) -> None:
    page = generate(1, 32)[0]
    (tmp_path / "page.html").write_text(page.body)
    code, said, _ = inspect(str(tmp_path / "page.html"), "--url", page.url)
    assert (code, said["article"]["url"]) == (0, page.url)
    assert "index.url" in said["judgement"]
    (tmp_path / "empty.html").write_text("<html><body><video src=a.mp4></video></body></html>")
    code, said, _ = inspect(str(tmp_path / "empty.html"), "--url", page.url)
    assert (code, said["dead"]["reason"]) == (0, "no_text")


def test_what_can_not_be_inspected_is_said_in_a_line(tmp_path: Path) -> None:
    for argument, words in ((str(tmp_path / "none.html"), "none.html"), (str(tmp_path), "folder")):
        code, _, said = inspect(argument)
        assert code == 2
        assert words in said
        assert "Traceback" not in said


def test_a_topics_record_is_inspected_by_its_place_and_a_dead_one_as_it_came_in(broker: Broker) -> None:
    page = generate(1, 33)[0]
    broker.create_topics(["inspect.raw", "inspect.dead"])
    broker.produce("inspect.raw", [(0, page.envelope, [])])
    said_of_it = [("dead-reason", b"timeout"), ("dead-origin", b"inspect.raw/0/0")]
    broker.produce("inspect.dead", [(0, page.envelope, said_of_it)])
    settings = "--set", f"kafka.bootstrap_servers={broker.bootstrap}", "--set", "kafka.dead_topic=inspect.dead"
    for place in ("inspect.raw/0/0", "inspect.dead/0/0"):
        code, said, _ = inspect(place, *settings)
        assert (code, said["article"]["url"]) == (0, page.url)
    for place, words in (("inspect.raw/0/7", "not 7"), ("inspect.raw/5/0", "partition 5"), ("inspect.none/0/0", "inspect.none")):
        code, _, error = inspect(place, *settings)
        assert code == 2
        assert words in error
