"""Tasks for the pool's tests: pages whose text says how to misbehave."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import struct
import time
from multiprocessing.connection import Connection

from worker.model import Dead, RawPage, Reason, Stage, Unchanged


def behave(page: RawPage, known: int | None) -> Unchanged | Dead:  # noqa: ARG001 - the pool's signature
    """Answer with the page's number, or do what its text says."""
    word, _, argument = str(page.body).partition(" ")
    match word:
        case "hang":
            ctypes.CDLL(None).sleep(1000)  # in C, with no chance for Python's signal handlers
        case "abort":
            os.abort()
        case "segfault":
            ctypes.string_at(0)
        case "exit":
            os._exit(3)
        case "eat":
            held = []
            while True:
                held.append(bytearray(20_000_000))
        case "raise":
            raise ValueError("no such page")
        case "half":
            _send_half_an_answer()
            os.kill(os.getpid(), signal.SIGKILL)
        case "wait":
            time.sleep(float(argument))
        case "dead":
            return Dead(Reason.NO_TEXT, Stage.NORMALISE, "nothing")
        case _:
            return Unchanged(int(argument))
    return Unchanged(-1)


def _send_half_an_answer() -> None:
    for pipe in (found for found in gc.get_objects() if isinstance(found, Connection)):
        os.write(pipe.fileno(), struct.pack("!i", 100_000) + b"x" * 500)  # multiprocessing's framing
