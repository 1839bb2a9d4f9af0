"""How many pages die: the log line of each, and the limit above which the fault must be ours."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import structlog

from worker.model import Dead, Outcome, Reason

log = structlog.get_logger(__name__)

WINDOW = 1000
"""Pages over which `dead.limit` is taken."""
OURS = frozenset({Reason.TIMEOUT, Reason.CRASHED, Reason.OUT_OF_MEMORY, Reason.INVALID})
"""Reasons that may be our fault, and are logged as warnings."""


class DeadLimit(Exception):
    """More pages die than can be the pages' fault. Fatal: exit code 4."""


class Deaths:
    """The deaths among the last `WINDOW` published pages. `share`: of the window, how many are too many."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._last: deque[bool] = deque(maxlen=WINDOW)

    def check(self, outcomes: Sequence[Outcome]) -> None:
        """Raises `DeadLimit` where publishing these would take the share over the limit."""
        window = deque(self._last, maxlen=WINDOW)
        window.extend(isinstance(o.result, Dead) for o in outcomes)
        if sum(window) > self._share * WINDOW:
            reasons = sorted({f"{o.result.reason}: {o.result.error}" for o in outcomes if isinstance(o.result, Dead)})[:5]
            raise DeadLimit(
                f"{sum(window)} of the last {len(window)} pages are dead, more than dead.limit ({self._share:.0%} of {WINDOW}) allows; "
                f"the last batch was not published. Its reasons: {'; '.join(reasons)}"
            )

    def note(self, outcomes: Sequence[Outcome]) -> None:
        """Take published outcomes into account, and log each death."""
        for outcome in outcomes:
            dead = outcome.result
            self._last.append(isinstance(dead, Dead))
            if isinstance(dead, Dead):
                say = log.warning if dead.reason in OURS else log.debug
                say("page is dead", origin=str(outcome.record.origin), reason=dead.reason.value, stage=dead.stage.value, error=dead.error)
