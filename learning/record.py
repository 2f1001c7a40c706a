"""What is to be recorded of runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learning.parameters import read_count

__all__ = ["Record"]


@dataclass(frozen=True, slots=True)
class Record:
    """What to record.

    Parameters
    ----------
    windows : int
        Number of windows; fewer if there are fewer rounds. Memory grows with it.
    trajectory : bool
        Whether to keep every action of every round.
    """

    windows: int = 200
    trajectory: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "windows", read_count(self.windows, "record, windows"))

    def edges(self, rounds: int) -> NDArray[np.int64]:
        """First round, from 0, of each window, and the number of rounds."""
        windows = min(self.windows, rounds)
        return np.array([rounds * w // windows for w in range(windows + 1)], dtype=np.int64)
