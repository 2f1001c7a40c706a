"""The arrays that the compiled walks of :mod:`gametheory.exact.walk` work on."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import MemoryLimitError, check_memory
from gametheory.limits import LimitReached, Status

__all__ = ["WalkArrays"]


#: Bytes below which nobody asks the system for its free memory: asking takes longer.
_UNCHECKED: Final = 1 << 24


class WalkArrays:
    """What the compiled walks work on; starts with the basis of ``x = 0``."""

    def __init__(self, k: int, d: int, kernels: Any) -> None:
        self._kernels = kernels
        self.basic = np.arange(d, d + k)
        self.nonbasic = np.arange(d)
        self.place = np.concatenate([np.arange(d), -1 - np.arange(k)])
        self.state = np.array([0, 0, 0, 1, 0])
        self.path = np.zeros((64, 2), dtype=np.int8)  # of the integer walk
        self.stack = np.zeros(64, dtype=np.uint64)  # these three of the float walk
        self.tried = np.zeros(64, dtype=np.int8)
        self.leave = np.zeros((64, k + d), dtype=np.int8)
        self.visited = np.zeros(256, dtype=np.uint64)
        self.tight = np.zeros(64, dtype=np.uint64)
        self.unsure = np.zeros((16, 4), dtype=np.uint64)
        self.record(((1 << k) - 1) << d, (1 << d) - 1)

    @property
    def count(self) -> int:
        """Number of recorded bases."""
        return int(self.state[2])

    def contains(self, basis: int) -> bool:
        """Whether a basis is recorded."""
        return bool(self._kernels.find_slot(self.visited, np.uint64(basis)) >= 0)

    def record(self, basis: int, tight: int) -> None:
        """Add a basis and its tight set."""
        self.make_room()
        self._kernels.insert(self.visited, np.uint64(basis))
        self.tight[self.count] = tight
        self.state[2] += 1

    def build(self, tableau: Any, matrix: Any, basis: int) -> bool:
        """Make the float tableau of a basis and start there; False if floats can't."""
        self.state[:2] = 0
        return bool(
            self._kernels.build_float(
                tableau, matrix, self.basic, self.nonbasic, self.place, np.uint64(basis)
            )
        )

    def make_room(self) -> None:
        """Let every array that is full grow.

        Raises
        ------
        LimitReached
            If the memory does not suffice.
        """
        size, depth = len(self.tight), len(self.stack)
        if self.count >= size:
            self._check_memory(4 * size, 50)  # tight set, path, two to four slots of the table
            self.tight = _grown(self.tight, 4 * size)
            self.path = _grown(self.path, 4 * size)
        if self.state[1] >= depth:
            self._check_memory(4 * depth, 9 + self.leave.shape[1])
            self.stack = _grown(self.stack, 4 * depth)
            self.tried = _grown(self.tried, 4 * depth)
            self.leave = _grown(self.leave, 4 * depth)
        if 2 * self.count >= len(self.visited):
            table = np.zeros(4 * len(self.visited), dtype=np.uint64)
            self._kernels.rehash(self.visited, table)
            self.visited = table
        if self.state[4] >= len(self.unsure):
            self.unsure = _grown(self.unsure, 4 * len(self.unsure))

    def _check_memory(self, n_bases: int, bytes_each: int) -> None:
        if n_bases * bytes_each < _UNCHECKED:
            return
        try:
            check_memory(n_bases * bytes_each, f"room for {n_bases:,} bases")
        except MemoryLimitError as error:
            raise LimitReached(Status.BUDGET, str(error)) from None


def _grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    larger = np.zeros((size, *array.shape[1:]), dtype=array.dtype)
    larger[: len(array)] = array
    return larger
