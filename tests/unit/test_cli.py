"""The command line: help that teaches, codes that mean something, schemas that hold."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.worker_process import ROOT
from worker.dead import dead_line
from worker.model import Dead, Origin, Reason, Record, Stage

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def worker(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "worker", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "command", [["run"], ["inspect"], ["schema"], ["config"], ["topics", "create"], ["dead", "list"], ["dead", "replay"]], ids=" ".join
)
def test_help_shows_an_example(command: list[str]) -> None:
    shown = worker(*command, "--help")
    assert shown.returncode == 0
    assert f"worker {' '.join(command)} -" in shown.stdout or "Example" in shown.stdout


def test_help_does_not_load_what_only_commands_need() -> None:
    script = "import sys, worker.__main__; print(sorted({'kafka', 'redis', 'trafilatura', 'lxml'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert shown.stdout.strip() == "[]"


def test_wrong_usage_is_2_and_one_line() -> None:
    for arguments in (
        ["run", "--input", "x.jsonl"],
        ["config", "--set", "kafka.grup_id=1"],
        ["run", "--input", "no-such-file.jsonl", "--output", "out/none"],
        ["topics", "create", "--partitions", "0"],
    ):
        ended = worker(*arguments)
        assert ended.returncode == 2, ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_reader_that_has_seen_enough_of_a_list_is_no_error_of_ours(tmp_path: Path) -> None:
    line = dead_line(Dead(Reason.TIMEOUT, Stage.NORMALISE, "slow" * 100), Record(Origin("a", 0, 0), b"x", NOW), NOW, "w")
    (tmp_path / "dead.jsonl").write_bytes((line + b"\n") * 2000)
    command = ["bash", "-c", f"{sys.executable} -m worker dead list {tmp_path}/dead.jsonl | head -1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stderr, len(ended.stdout.splitlines())) == ("", 1)


def test_config_masks_secrets_and_says_where_values_came_from() -> None:
    shown = worker("config", "--set", "index.url=redis://u:hunter2@h/0", "--set", "pool.timeout=30 s")
    assert "hunter2" not in shown.stdout
    assert "timeout: 30.0" in shown.stdout
    assert "[--set pool.timeout]" in shown.stdout


@pytest.mark.parametrize("kind", ["article", "duplicate"])
def test_schema_is_json_schema_of_the_record(kind: str) -> None:
    schema = json.loads(worker("schema", kind).stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "story_id" in schema["required"]
