"""The pool, with real processes really killed."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from worker.model import Dead, RawPage, Reason, Unchanged
from worker.pool import Pool, PoolBroken

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def page(text: str) -> RawPage:
    return RawPage("https://one.example/", text, NOW)


@contextmanager
def pool(processes: int = 2, timeout: float = 20, memory: int = 2**28, recycle_after: int = 1000) -> Iterator[tuple[Pool, list[str]]]:
    causes: list[str] = []
    made = Pool(processes, timeout, memory, "tests.pool_tasks:behave", recycle_after, causes.append)
    try:
        made.warm_up(60)
        yield made, causes
    finally:
        made.close()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("abort", Reason.CRASHED),
        ("segfault", Reason.CRASHED),
        ("exit", Reason.CRASHED),
        ("eat", Reason.OUT_OF_MEMORY),
        ("raise", Reason.CRASHED),
        ("half", Reason.CRASHED),
        ("hang", Reason.TIMEOUT),
    ],
)
def test_a_page_that_misbehaves_is_one_dead_record_and_its_neighbours_are_not_hurt(text: str, reason: Reason) -> None:
    with pool(timeout=1.5) as (p, _):
        before = [p.submit(page(f"echo {n}"), None) for n in range(20)]
        bad = p.submit(page(text), None)
        after = [p.submit(page(f"echo {n}"), None) for n in range(20, 40)]
        dead = bad.result(60)
        assert isinstance(dead, Dead)
        assert dead.reason is reason
        assert [f.result(60) for f in before + after] == [Unchanged(n) for n in range(40)]


def test_every_page_gets_its_result_while_processes_are_killed_at_random() -> None:
    rng = random.Random(1)
    with pool() as (p, causes):
        futures = [p.submit(page(f"echo {n}"), None) for n in range(3000)]
        slow = [p.submit(page("wait 0.02"), None) for _ in range(300)]
        for _ in range(20):
            with suppress(ProcessLookupError):
                os.kill(rng.choice(p.pids()), signal.SIGKILL)
            time.sleep(0.1)
        results = [f.result(120) for f in futures]
        # A page may be killed twice and is dead then; that it hits more than a handful of 3,000 would be a fault.
        assert sum(result != Unchanged(n) for n, result in enumerate(results)) <= 5
        assert all(isinstance(f.result(120), Unchanged | Dead) for f in slow)
        assert causes.count("crashed") >= 10


def test_a_process_that_is_stopped_costs_its_page_and_no_other_however_large_the_page() -> None:
    """A page larger than a pipe's buffer is handed over only as fast as the process takes it."""
    with pool(processes=1, timeout=1.5) as (p, causes):
        os.kill(p.pids()[0], signal.SIGSTOP)
        large, small = p.submit(page("x" * 5_000_000), None), p.submit(page("echo 1"), None)
        dead = large.result(60)
        assert isinstance(dead, Dead)
        assert dead.reason is Reason.TIMEOUT
        assert small.result(60) == Unchanged(1)
        assert causes == ["timeout"]


def test_a_pool_that_can_start_no_process_fails_its_pages_instead_of_leaving_them_waiting() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with pool(processes=1) as (p, _):
        waiting = p.submit(page("wait 60"), None)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))  # the three that are always open
        try:
            os.kill(p.pids()[0], signal.SIGKILL)
            with pytest.raises(PoolBroken, match="can't go on"):
                waiting.result(60)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_an_idle_process_that_is_killed_is_replaced() -> None:
    with pool(processes=1) as (p, causes):
        os.kill(p.pids()[0], signal.SIGKILL)
        assert p.submit(page("echo 7"), None).result(60) == Unchanged(7)
        assert causes == ["crashed"]


def test_processes_are_replaced_after_so_many_pages() -> None:
    with pool(processes=1, recycle_after=10) as (p, causes):
        assert [p.submit(page(f"echo {n}"), None).result(60) for n in range(25)] == [Unchanged(n) for n in range(25)]
        assert causes.count("recycled") == 2


def test_a_task_that_can_not_be_imported_breaks_the_pool_with_the_reason() -> None:
    broken = Pool(1, 5, 2**28, "tests.no_such_module:task")
    try:
        with pytest.raises(PoolBroken, match="no_such_module"):
            broken.warm_up(60)
    finally:
        broken.close()


def test_what_was_discarded_is_not_done_and_new_pages_are() -> None:
    with pool(processes=1) as (p, _):
        running = p.submit(page("wait 0.3"), None)
        queued = [p.submit(page("wait 30"), None) for _ in range(5)]
        time.sleep(0.1)
        p.discard()
        assert all(f.cancelled() for f in queued)
        assert p.submit(page("echo 1"), None).result(60) == Unchanged(1)
        assert running.result(1) == Unchanged(-1)


def test_children_die_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, time\nfrom worker.pool import Pool\n"
        "if __name__ == '__main__':\n    p = Pool(2, 5, 2**28, 'tests.pool_tasks:behave'); p.warm_up(60)\n"
        "    print(*p.pids(), flush=True); time.sleep(100)\n"
    )
    root = str(Path(__file__).parents[2])
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root})
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert pids
    deadline = time.monotonic() + 20
    while any(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE for pid in pids):
        assert time.monotonic() < deadline, "pool processes outlived their parent"
        time.sleep(0.05)
