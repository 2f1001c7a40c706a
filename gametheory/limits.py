"""How long a computation may go on, and how it ended."""

from __future__ import annotations

import math
from enum import StrEnum
from numbers import Integral, Real
from typing import Any

from gametheory import clock
from gametheory.errors import ParameterError
from gametheory.progress import Progress

__all__ = ["LimitReached", "Limits", "Status"]


class Status(StrEnum):
    """How a computation ended."""

    FINISHED = "finished"
    TIMEOUT = "timeout"
    BUDGET = "budget"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class LimitReached(Exception):  # noqa: N818  (a signal between our own functions, not an error)
    """Raised inside a search when its limit is reached.

    Parameters
    ----------
    status : Status
    why : str
        For the reader of the result, e.g. ``"timeout of 2 s"``.
    """

    def __init__(self, status: Status, why: str) -> None:
        super().__init__(why)
        self.status = status


class Limits:
    """Time and work that a search may spend.

    Parameters
    ----------
    timeout : float, optional
        Seconds from now; positive.
    budget : int, optional
        Number of bases that may be visited; positive. Unlike time it is
        deterministic.

    Raises
    ------
    ParameterError
        If a limit is not a positive number.
    """

    __slots__ = ("_progress", "_stopped", "budget", "deadline", "spent", "timeout")

    def __init__(self, timeout: float | None = None, budget: int | None = None) -> None:
        seconds: Any = timeout
        if seconds is not None and (
            isinstance(seconds, bool) or not isinstance(seconds, Real) or not float(seconds) > 0
        ):
            raise ParameterError(f"timeout: expected seconds above 0, got {timeout!r}")
        bases: Any = budget
        if bases is not None and (
            isinstance(bases, bool) or not isinstance(bases, Integral) or bases < 1
        ):
            raise ParameterError(f"budget: expected a whole number of bases >= 1, got {budget!r}")
        self.timeout = None if timeout is None else float(timeout)
        self.budget = None if budget is None else int(budget)
        self.deadline = math.inf if self.timeout is None else clock.now() + self.timeout
        self.spent = 0
        self._stopped: LimitReached | None = None
        self._progress = Progress("looking for equilibria", unit="bases visited")

    @property
    def seconds_left(self) -> float:
        """Seconds until the deadline; infinite without a timeout."""
        return self.deadline - clock.now()

    def child(self) -> Limits:
        """Limits with the same deadline and no budget, for work at the same time."""
        other = Limits()
        other.timeout, other.deadline = self.timeout, self.deadline
        return other

    def stop(self, reason: LimitReached) -> None:
        """Let the next call of :meth:`spend` raise `reason`."""
        self._stopped = reason

    def room(self, wanted: int) -> int:
        """Return how many bases may be visited next: at most `wanted`, perhaps none."""
        return wanted if self.budget is None else min(wanted, self.budget - self.spent)

    def refund(self, spent: int) -> None:
        """Go back to an earlier value of `spent`: a search starts again in another way."""
        self.spent = spent

    def spend(self, bases: int = 1) -> None:
        """Count visited bases.

        Raises
        ------
        LimitReached
            If the budget or the time is used up.
        """
        if self._stopped is not None:
            raise self._stopped
        if self.budget is not None and self.spent + bases > self.budget:
            raise LimitReached(Status.BUDGET, f"budget of {self.budget} bases")
        self.spent += bases
        self._progress.update(self.spent)
        self.check_time()

    def check_time(self) -> None:
        """Raise :class:`LimitReached` if the time is used up."""
        if clock.now() >= self.deadline:
            raise LimitReached(Status.TIMEOUT, f"timeout of {self.timeout:g} s")

    def close(self) -> None:
        """Wipe the line of progress, if there is one."""
        self._progress.close()
