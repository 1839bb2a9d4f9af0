"""Standard input, line by line, without being held up by it: who writes to it may never write again, and never end it."""

from __future__ import annotations

import io
import math
import os
import select
import time

CHUNK = 2**16


class StandardInput(io.IOBase):
    """The lines of a file descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._held, self._ended = descriptor, bytearray(), False

    def at_hand(self, seconds: float) -> bool:
        """Whether a whole line, or the end, comes within so many seconds: then `readline` does not wait."""
        deadline, searched = time.monotonic() + seconds, 0
        while not self._ended and self._held.find(b"\n", searched) < 0:
            searched = len(self._held)
            left = deadline - time.monotonic()
            if not select.select([self._descriptor], [], [], None if math.isinf(left) else max(0.0, left))[0]:
                return False
            chunk = os.read(self._descriptor, CHUNK)
            self._held += chunk
            self._ended = not chunk
        return True

    def readline(self, size: int | None = -1, /) -> bytes:  # noqa: ARG002 - io.IOBase's signature
        self.at_hand(math.inf)
        end = self._held.find(b"\n") + 1 or len(self._held)
        line = bytes(self._held[:end])
        del self._held[:end]
        return line
