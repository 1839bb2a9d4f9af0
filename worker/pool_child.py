"""What runs in a pool process: pages in, results out, one at a time."""

from __future__ import annotations

import ctypes
import importlib
import os
import resource
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from worker.model import Dead, Reason, Stage

PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True, slots=True)
class Ready:
    """The child has imported its task; `baseline`: its resident bytes before the first page."""

    baseline: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The child can't import its task."""

    text: str


def main(pipe: Connection, task: str, memory: int) -> None:
    """Answer pages from `pipe` until it ends. `task` is "module:function"."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    module, _, name = task.partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
    except Exception:  # noqa: BLE001 - whatever keeps the module from loading is the parent's to report
        pipe.send(Failed(traceback.format_exc()))
        return
    virtual, resident = _memory()
    resource.setrlimit(resource.RLIMIT_AS, (virtual + memory, virtual + memory) if virtual else (resource.RLIM_INFINITY,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe.send(Ready(resident))
    while True:
        try:
            page, known = pipe.recv()
        except EOFError:
            return
        try:
            result = function(page, known)
        except MemoryError:
            result = Dead(Reason.OUT_OF_MEMORY, Stage.NORMALISE, f"took more than {memory:,} bytes of memory")
        except Exception as error:  # noqa: BLE001 - values cross processes, exceptions do not
            place = traceback.extract_tb(error.__traceback__)[-1]
            result = Dead(Reason.CRASHED, Stage.NORMALISE, f"{error!r:.500} at {Path(place.filename).name}:{place.lineno}")
        pipe.send(result)


def _memory() -> tuple[int, int]:
    """Virtual and resident bytes of this process; zeros where the system does not tell."""
    try:
        virtual, resident = Path("/proc/self/statm").read_text().split()[:2]
    except OSError:
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return int(virtual) * page, int(resident) * page
