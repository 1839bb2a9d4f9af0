"""Runs on files: every kind of input, and going on after kills at any moment."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.pages import generate
from tests.worker_process import ROOT, WorkerProcess
from worker.files.progress import Progress
from worker.files.sink import FileSink
from worker.stream import Batch

SETTINGS = {"batch.pages": 8, "pool.processes": 1}


def fates(output: Path) -> dict[tuple[str, int], list[tuple[str, dict[str, Any]]]]:
    found: dict[tuple[str, int], list[tuple[str, dict[str, Any]]]] = {}
    for kind in ("articles", "duplicates", "dead"):
        path = output / f"{kind}.jsonl"
        for line in path.read_bytes().splitlines() if path.exists() else ():
            record = json.loads(line)
            found.setdefault((record["origin"]["source"], record["origin"]["offset"]), []).append((kind, record))
    return found


def run(source: Path | str, output: Path, stdin: bytes | None = None, more: Sequence[str] = ()) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "worker", "run", "--input", str(source), "--output", str(output), "--set", "metrics.port=0"]
    for name, value in SETTINGS.items():
        command += ["--set", f"{name}={value}"]
    return subprocess.run([*command, *more], cwd=ROOT, input=stdin, capture_output=True, timeout=240, check=False)


def same(one: dict[Any, Any], other: dict[Any, Any]) -> bool:
    """Whether two runs came to the same outcomes, times of processing and places of reading aside."""

    def plain(found: dict[Any, Any]) -> list[Any]:
        skipped = {"processed_at", "at", "origin", "timestamp"}
        return [
            [(kind, {k: v for k, v in record.items() if k not in skipped}) for kind, record in fate] for _, fate in sorted(found.items())
        ]

    return plain(one) == plain(other)


def test_killed_at_random_and_started_again_it_loses_and_repeats_nothing(tmp_path: Path) -> None:
    rng = random.Random(3)
    pages = generate(40, 3)
    source = tmp_path / "pages.jsonl.gz"
    source.write_bytes(gzip.compress(b"\n".join(page.envelope for page in pages)))
    assert run(source, tmp_path / "calm").returncode == 0
    for _ in range(8):
        worker = WorkerProcess(tmp_path / "log", SETTINGS, "--input", str(source), "--output", str(tmp_path / "out"))
        worker.start()
        time.sleep(rng.uniform(1.0, 2.2))
        worker.kill()
    assert run(source, tmp_path / "out").returncode == 0
    calm, disturbed = fates(tmp_path / "calm"), fates(tmp_path / "out")
    assert sorted(disturbed) == [(source.name, n) for n in range(len(pages))]
    assert all(len(found) == 1 for found in disturbed.values())
    assert same(calm, disturbed)


def test_asked_to_stop_it_ends_cleanly_and_a_grown_file_goes_on(tmp_path: Path) -> None:
    lines = [page.envelope for page in generate(30, 4)]
    source = tmp_path / "pages.jsonl"
    source.write_bytes(b"\n".join(lines[:100]) + b"\n")
    worker = WorkerProcess(tmp_path / "log", SETTINGS, "--input", str(source), "--output", str(tmp_path / "out"))
    worker.start()
    deadline = time.monotonic() + 60
    while not (tmp_path / "out" / "articles.jsonl").exists() or not (tmp_path / "out" / "articles.jsonl").stat().st_size:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert worker.stop() == 0
    with source.open("ab") as file:
        file.write(b"\n".join(lines[100:]) + b"\n")
    assert run(source, tmp_path / "out").returncode == 0
    assert sorted(fates(tmp_path / "out")) == [(source.name, n) for n in range(len(lines))]


def test_another_input_into_the_same_folder_is_refused_with_words(tmp_path: Path) -> None:
    source = tmp_path / "pages.jsonl"
    pages = [page.envelope for page in generate(4, 5)]
    source.write_bytes(b"\n".join(pages))
    assert run(source, tmp_path / "out").returncode == 0
    source.write_bytes(b"\n".join(reversed(pages)))
    again = run(source, tmp_path / "out")
    assert again.returncode == 2
    assert b"another output folder" in again.stderr


def test_standard_input_folder_and_warc_give_what_lines_give(tmp_path: Path) -> None:
    pages = generate(8, 6)
    lines = tmp_path / "pages.jsonl"
    lines.write_bytes(b"\n".join(page.envelope for page in pages))
    assert run(lines, tmp_path / "lines").returncode == 0
    piped = run("-", tmp_path / "piped", lines.read_bytes())
    assert piped.returncode == 0, piped.stderr
    assert piped.stdout == b"", "nothing on standard output but what was asked"
    assert same(fates(tmp_path / "lines"), fates(tmp_path / "piped"))
    warc = tmp_path / "pages.warc.gz"
    with gzip.open(warc, "wb") as file:
        for page in pages:
            body = gzip.compress(page.body.encode())
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\r\n" + body
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {page.url}\r\nWARC-Date: {page.fetched_at:%Y-%m-%dT%H:%M:%SZ}\r\n"
            head += f"WARC-Record-ID: <urn:uuid:{hash(page.body) & 0xFFFFFFFF:08x}>\r\nContent-Type: application/http; msgtype=response\r\n"
            file.write(head.encode() + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n")
    assert run(warc, tmp_path / "archive").returncode == 0
    by_url = [{r["url"]: k for found in fates(tmp_path / name).values() for k, r in found} for name in ("lines", "archive")]
    assert by_url[0] == by_url[1]
    folder = tmp_path / "folder"
    folder.mkdir()
    for n, page in enumerate(pages):
        (folder / f"{n:03}.html").write_text(page.body)
    assert run(folder, tmp_path / "single").returncode == 0
    assert sorted(fates(tmp_path / "single")) == [(f"{n:03}.html", 0) for n in range(len(pages))]


def test_runs_that_share_an_index_do_not_take_each_others_lines_for_their_own(tmp_path: Path) -> None:
    """Files of each day have one name, and standard input always has; what is remembered of a line is of another page the next day."""
    first = generate(1, 29)[0].envelope
    later = json.loads(first) | {"fetched_at": "2026-01-09T08:00:00Z"}
    later["body"] = later["body"].replace("</p>", " This passage was added by the editors in the afternoon, when more was known.</p>", 6)
    index = ("--set", f"index.url=sqlite:///{tmp_path / 'index.sqlite'}")
    told = []
    for day, line in enumerate((first, json.dumps(later).encode(), first)):
        assert run("-", tmp_path / str(day), stdin=line, more=index).returncode == 0
        ((kind, record),) = fates(tmp_path / str(day))["-", 0]
        told.append((kind, record["relation"], record.get("revision")))
    assert told == [("articles", "original", 1), ("articles", "revision", 2), ("duplicates", "recrawl", None)]


def test_a_file_is_unpacked_where_it_is_packed_whatever_its_name_says(tmp_path: Path) -> None:
    lines = b"\n".join(page.envelope for page in generate(2, 23))
    files = {"a.jsonl": lines, "b.JSONL.GZ": gzip.compress(lines), "c.jsonl": gzip.compress(lines), "d.jsonl.gz": lines}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        assert run(tmp_path / name, tmp_path / "out" / name).returncode == 0
        assert same(fates(tmp_path / "out" / name), fates(tmp_path / "out" / "a.jsonl")), name


def test_standard_input_that_pauses_holds_up_neither_pages_nor_a_stop(tmp_path: Path) -> None:
    lines = [page.envelope for page in generate(10, 24)][:10]
    command = [sys.executable, "-m", "worker", "run", "--input", "-", "--output", str(tmp_path / "out"), "--set", "metrics.port=0"]
    with subprocess.Popen([*command, "--set", "pool.processes=1"], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as worker:
        assert worker.stdin is not None
        try:
            worker.stdin.write(b"\n".join(lines) + b"\n" + lines[0][:100])
            worker.stdin.flush()
            deadline = time.monotonic() + 60
            while len(fates(tmp_path / "out")) < len(lines):
                assert time.monotonic() < deadline, "whole lines wait for others that may never come"
                time.sleep(0.1)
            worker.terminate()
            assert worker.wait(20) == 0
        finally:
            worker.kill()
    assert run("-", tmp_path / "out", stdin=b"\n".join(lines * 2)).returncode == 0
    found = fates(tmp_path / "out")
    assert len(found) == 2 * len(lines)
    assert all(len(fate) == 1 for fate in found.values())


def test_a_closed_standard_input_is_said_in_a_line(tmp_path: Path) -> None:
    command = ["sh", "-c", f"{sys.executable} -m worker run --input - --output {tmp_path} --set metrics.port=0 <&-"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert b"standard input is closed" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_file_whose_name_is_no_utf_8_is_read_as_others_are(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.html")).write_text(generate(1, 8)[0].body)
    assert run(folder, tmp_path / "out").returncode == 0
    assert run(folder, tmp_path / "out").returncode == 0, "and it is known again"
    assert [(place, found[0][0], len(found)) for place, found in fates(tmp_path / "out").items()] == [(("caf\\xe9.html", 0), "articles", 1)]


def test_an_output_folder_that_can_not_be_used_is_named_without_a_traceback(tmp_path: Path) -> None:
    source, taken, damaged = tmp_path / "pages.jsonl", tmp_path / "taken", tmp_path / "damaged"
    source.write_bytes(generate(1, 9)[0].envelope)
    taken.write_text("a file")
    damaged.mkdir()
    (damaged / "progress.sqlite").write_text("no database, however long this text may be")
    for folder, code in ((taken, 2), (damaged, 1)):
        result = run(source, folder)
        assert result.returncode == code
        assert str(folder).encode() in result.stderr
        assert b"Traceback" not in result.stderr


def test_dead_records_run_again_are_read_byte_for_byte(tmp_path: Path) -> None:
    source = tmp_path / "pages.jsonl"
    source.write_bytes(b'not json\n{"url": "ftp://x.example/"}\n\n')
    assert run(source, tmp_path / "out").returncode == 0
    assert run(tmp_path / "out" / "dead.jsonl", tmp_path / "again").returncode == 0
    first, second = fates(tmp_path / "out"), fates(tmp_path / "again")
    assert [f[0][1]["value_base64"] for f in first.values()] == [f[0][1]["value_base64"] for f in second.values()]
    assert [f[0][1]["reason"] for f in first.values()] == [f[0][1]["reason"] for f in second.values()]


def test_more_dead_pages_than_the_limit_stop_the_worker_with_the_reasons(tmp_path: Path) -> None:
    source = tmp_path / "pages.jsonl"
    source.write_bytes(b"not json\n" * 1200)
    ended = run(source, tmp_path / "out")
    assert ended.returncode == 4
    assert b"dead.limit" in ended.stderr
    assert b"neither a JSON envelope" in ended.stderr
    assert len(fates(tmp_path / "out")) <= 504, "the batch that went over the limit was published"


def test_a_file_that_is_cut_off_is_processed_up_to_there_and_said_to_be_so(tmp_path: Path) -> None:
    whole = gzip.compress(b"\n".join(page.envelope for page in generate(30, 8)))
    source = tmp_path / "pages.jsonl.gz"
    source.write_bytes(whole[: len(whole) // 2])
    ended = run(source, tmp_path / "out")
    assert ended.returncode == 2
    assert b"cut off" in ended.stderr
    found = fates(tmp_path / "out")
    assert len(found) > 10
    assert all(len(fate) == 1 for fate in found.values())
    source.write_bytes(whole)
    assert run(source, tmp_path / "out").returncode == 0
    assert sorted(fates(tmp_path / "out")) == [(source.name, n) for n in range(len(generate(30, 8)))]


def test_a_run_does_not_read_what_it_writes(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_bytes(generate(4, 4)[0].envelope)
    for given, output in ((tmp_path, tmp_path / "out"), (tmp_path / "out" / "dead.jsonl", tmp_path / "out")):
        done = run(given, output)
        assert done.returncode == 2
        assert b"use another folder" in done.stderr
    assert run(tmp_path / "pages.jsonl", tmp_path).returncode == 0


def test_what_a_killed_run_left_behind_the_published_is_not_taken_for_published(tmp_path: Path) -> None:
    """A file that gets no line in the next batch keeps the length that was published."""
    with closing(Progress(tmp_path)) as progress, closing(FileSink(tmp_path, progress)) as sink:
        (tmp_path / "dead.jsonl").write_bytes(b"left by a run that was killed")
        del sink
    with closing(Progress(tmp_path)) as progress, closing(FileSink(tmp_path, progress)) as sink:
        sink.write([], Batch((), 0, {}, {}))
        assert progress.length("dead.jsonl") == 0
    with closing(Progress(tmp_path)) as progress:
        FileSink(tmp_path, progress).close()
