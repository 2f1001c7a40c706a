"""A line of progress on stderr: only on a terminal, only for work that takes a while."""

from __future__ import annotations

import sys
import time
from typing import Final

__all__ = ["Progress"]

_PATIENCE: Final = 2.0  # seconds before the first line
_PAUSE: Final = 0.2  # seconds between lines


class Progress:
    """Shows how much is done and, where the total is known, the time left.

    Parameters
    ----------
    title : str
        What is going on.
    total : int, optional
        Steps of work, if known.
    unit : str
        What a step is, in the plural; shown if the total is not known.
    show : bool, optional
        None shows it if stderr is a terminal.
    """

    def __init__(
        self, title: str, total: int | None = None, *, unit: str = "steps", show: bool | None = None
    ) -> None:
        self._title = title
        self._total = total
        self._unit = unit
        self._show = sys.stderr is not None and sys.stderr.isatty() if show is None else show
        self._start = time.monotonic()
        self._next = self._start + _PATIENCE
        self._width = 0

    def update(self, done: int) -> None:
        """Tell how many steps are done."""
        now = time.monotonic()
        if not self._show or now < self._next or done <= 0:
            return
        self._next = now + _PAUSE
        if self._total is None:
            state = f"{done:,} {self._unit}, {now - self._start:.0f} s"
        else:
            share = min(done / max(self._total, 1), 1.0)
            state = f"{share:.0%}, {(now - self._start) * (1 - share) / share:.0f} s left"
        line = f"{self._title}: {state}"
        self._width = max(self._width, len(line))
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()

    def close(self) -> None:
        """Wipe the line."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0
