"""Killable child processes: a page that hangs, crashes or eats memory becomes one `Dead`, and its neighbours don't notice.

Our own, because what exists loses work: of 3,000 tasks with 20 of its processes killed at random, pebble 5.2.3 left 2,506
without a result (its processes share one pipe, and one killed between reading a task and saying so takes it along), and
one idle process killed breaks the whole pool. Here each child has a pipe of its own and at most one page. One thread speaks
to the children; another kills those past their deadline, as a child that is stopped holds up whoever speaks to it. Children
are spawned, so that they inherit no socket and no thread.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from worker.model import Dead, Normalised, RawPage, Reason, Stage, Unchanged
from worker.pool_child import Failed, Ready, main

Result = Normalised | Unchanged | Dead

RECYCLE_AFTER = 1000
"""Pages after which a child is replaced: trafilatura and lxml hold caches that only grow."""
NEAR_LIMIT = 0.8
"""Share of `memory` beyond which a child that died counts as out of memory rather than crashed."""
TICK = 0.1
"""Seconds between looks at deadlines and memory."""
FAILED_STARTS = 3
"""Children in a row that may die before they are ready; then the pool is broken."""
PAGE = os.sysconf("SC_PAGE_SIZE")


class PoolBroken(RuntimeError):
    """Children can't be started; the text says why."""


@dataclass(slots=True, eq=False)
class _Task:
    page: RawPage
    known: int | None
    future: Future[Result] = field(default_factory=Future)
    deaths: int = 0


@dataclass(slots=True, eq=False)
class _Child:
    process: SpawnProcess
    pipe: Connection
    recycle_at: int
    ready: bool = False
    baseline: int = 0
    resident: int = 0
    done: int = 0
    task: _Task | None = None
    deadline: float = 0.0
    killed_for: tuple[_Task, Dead] | None = None


class Pool:
    """`processes` children that run `task` ("module:function") on pages, each at most `timeout` seconds and `memory` bytes.

    `on_restart` is told the cause of each replacement: timeout, crashed, out_of_memory, recycled.
    """

    def __init__(
        self,
        processes: int,
        timeout: float,
        memory: int,
        task: str = "worker.normalise.page:normalise",
        recycle_after: int = RECYCLE_AFTER,
        on_restart: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._timeout, self._memory, self._task, self._on_restart = timeout, memory, task, on_restart
        self._recycle_after = recycle_after
        self._context = multiprocessing.get_context("spawn")
        self._queue: deque[_Task] = deque()
        self._lock = threading.Lock()
        self._closed = False
        self._broken: str | None = None
        self._failed_starts = 0
        self._all_ready = threading.Event()
        self._wake_read, self._wake_write = multiprocessing.Pipe(duplex=False)
        # Staggered, so that the children are not all replaced at once.
        self._children = [self._spawn(recycle_after * (n + 1) // processes + 1) for n in range(processes)]
        self._thread = threading.Thread(target=self._watch, name="pool", daemon=True)
        self._thread.start()
        threading.Thread(target=self._guard, name="pool-guard", daemon=True).start()

    def warm_up(self, deadline: float) -> None:
        """Wait until every child is ready. Raises `PoolBroken` where one can't start, or after `deadline` seconds."""
        if not self._all_ready.wait(deadline) or self._broken:
            raise PoolBroken(self._broken or f"the pool's processes were not ready after {deadline:g} s")

    def submit(self, page: RawPage, known: int | None) -> Future[Result]:
        """Have a page normalised. The future always completes; it raises only `PoolBroken` and CancelledError."""
        task = _Task(page, known)
        with self._lock:
            if self._broken:
                task.future.set_exception(PoolBroken(self._broken))
                return task.future
            self._queue.append(task)
        self._wake()
        return task.future

    def discard(self) -> None:
        """Drop what has not begun; what runs goes on, but nobody waits for it."""
        with self._lock:
            dropped = list(self._queue)
            self._queue.clear()
        for task in dropped:
            task.future.cancel()

    def close(self) -> None:
        """Kill the children."""
        self._closed = True
        for child in list(self._children):
            child.process.kill()  # before the thread is waited for, which may be waiting for a child
        self._wake()
        self._thread.join()
        for child in self._children:
            child.process.kill()
            child.process.join()
            child.pipe.close()

    def resident_bytes(self) -> int:
        """Memory of all children."""
        return sum(_resident(child.process.pid) for child in self._children)

    def pids(self) -> list[int]:
        """The children's process ids."""
        return [child.process.pid for child in self._children if child.process.pid]

    def _wake(self) -> None:
        self._wake_write.send_bytes(b"x")

    def _spawn(self, recycle_at: int) -> _Child:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=main, args=(theirs, self._task, self._memory), name="normalise", daemon=True)
        process.start()
        theirs.close()
        return _Child(process, ours, recycle_at)

    def _watch(self) -> None:
        try:
            while not self._closed:
                self._turn()
        except OSError as error:  # no memory, no process or no file handle left for another child
            self._fail(f"the pool can't go on: {error!r}")

    def _turn(self) -> None:
        pipes = {child.pipe: child for child in self._children}
        sentinels = {child.process.sentinel: child for child in self._children}
        for ready in wait([self._wake_read, *pipes, *sentinels], TICK):
            if ready is self._wake_read:
                self._drain()
            elif isinstance(ready, Connection):
                self._receive(pipes[ready])
        for ready, child in sentinels.items():
            if child in self._children and wait([ready], 0):
                self._died(child)
        self._hand_out()

    def _drain(self) -> None:
        while self._wake_read.poll():
            self._wake_read.recv_bytes()

    def _hand_out(self) -> None:
        for child in self._children:
            if not child.ready or child.task is not None:
                continue
            with self._lock:
                task = self._queue.popleft() if self._queue else None
            if task is None:
                return
            if task.future.cancelled():
                continue
            child.deadline = time.monotonic() + self._timeout  # before the task, by which the guard goes
            child.task = task
            try:
                child.pipe.send((task.page, task.known))
            except OSError:
                self._died(child)

    def _receive(self, child: _Child) -> None:
        """Take what a child says; an end of its pipe is left to the death of its process."""
        try:
            message = child.pipe.recv()
        except (EOFError, OSError):  # OSError: an end within a message
            return
        match message:
            case Ready(baseline):
                child.ready, child.baseline, self._failed_starts = True, baseline, 0
                if all(c.ready for c in self._children):
                    self._all_ready.set()
            case Failed(text):
                self._fail(text)
            case _:
                task, child.task = child.task, None
                child.done += 1
                if task is not None:
                    _complete(task, message)
                if isinstance(message, Dead) and message.reason is Reason.OUT_OF_MEMORY:
                    self._replace(child, "out_of_memory")
                elif child.done >= child.recycle_at:
                    self._replace(child, "recycled")

    def _guard(self) -> None:
        """Kill children past their deadline or their memory."""
        while not self._closed:
            time.sleep(TICK)
            for child in list(self._children):
                if (task := child.task) is None:
                    continue
                child.resident = _resident(child.process.pid)
                if time.monotonic() > child.deadline:
                    dead = Dead(Reason.TIMEOUT, Stage.NORMALISE, f"took longer than {self._timeout:g} s")
                elif child.resident - child.baseline > self._memory:
                    dead = Dead(Reason.OUT_OF_MEMORY, Stage.NORMALISE, f"took more than {self._memory:,} bytes of memory")
                else:
                    continue
                child.killed_for = (task, dead)
                child.process.kill()

    def _died(self, child: _Child) -> None:
        """A child was killed by the guard or from outside, or ended on its own: then its page gets a second chance."""
        if self._closed:
            return
        while child.pipe.poll():  # it may have answered before it died
            before = child.done
            self._receive(child)
            if child not in self._children:
                return
            if child.done == before:
                break
        child.process.join()
        if not child.ready and child.process.exitcode != -signal.SIGKILL:  # which would be somebody's doing, not its own
            self._failed_starts += 1
            if self._failed_starts >= FAILED_STARTS:
                self._fail(f"{FAILED_STARTS} processes in a row died before they were ready; the last one {_ending(child)}")
                return
        task = child.task
        if child.killed_for and child.killed_for[0] is task:
            self._lose(child, child.killed_for[1])
            return
        near = task is not None and child.resident - child.baseline > NEAR_LIMIT * self._memory
        if task is not None and (task.deaths or near):
            reason = Reason.OUT_OF_MEMORY if near else Reason.CRASHED
            self._lose(child, Dead(reason, Stage.NORMALISE, f"the process {_ending(child)}"))
            return
        if task is not None:
            task.deaths += 1
            with self._lock:
                self._queue.appendleft(task)
        self._replace(child, "crashed")

    def _lose(self, child: _Child, dead: Dead) -> None:
        task, child.task = child.task, None
        self._replace(child, dead.reason.value)
        if task is not None:
            _complete(task, dead)

    def _replace(self, child: _Child, cause: str) -> None:
        child.process.kill()
        child.process.join()
        child.pipe.close()
        self._children[self._children.index(child)] = self._spawn(self._recycle_after)
        self._on_restart(cause)

    def _fail(self, text: str) -> None:
        """Give up: every page that waits, and every one that comes, fails."""
        self._all_ready.set()
        self._closed = True
        with self._lock:
            self._broken = text
            waiting: Sequence[_Task] = [*self._queue, *(c.task for c in self._children if c.task)]
            self._queue.clear()
        for task in waiting:
            if not task.future.done():
                task.future.set_exception(PoolBroken(text))


def _complete(task: _Task, result: Result) -> None:
    if task.future.set_running_or_notify_cancel():
        task.future.set_result(result)


def _ending(child: _Child) -> str:
    code = child.process.exitcode
    return f"died of {signal.Signals(-code).name}" if code is not None and code < 0 else f"ended with exit code {code}"


def _resident(pid: int | None) -> int:
    """Resident bytes of a process; 0 where the system does not tell or it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0
