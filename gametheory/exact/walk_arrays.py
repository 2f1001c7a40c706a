"""The arrays that the compiled walk of :mod:`gametheory.exact.walk` works on."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import MemoryLimitError, check_memory
from gametheory.limits import LimitReached, Status

__all__ = ["FloatTableau", "WalkArrays", "words_for"]

#: Bytes below which nobody asks the system for its free memory: asking takes longer.
_UNCHECKED: Final = 1 << 24

_WORD: Final = 64


def words_for(variables: int) -> int:
    """Words of 64 bits that a set of variables takes."""
    return (variables + _WORD - 1) // _WORD


class FloatTableau:
    """Tableau, bounds and names of x = 0; :mod:`gametheory.kernels.float_tableau`.

    Parameters
    ----------
    matrix : NDArray[float64], shape (k, d)
        M, as :func:`gametheory.exact.walk.float_matrix` scales it.
    rounding : float
        Largest relative error of an operation.
    """

    def __init__(self, matrix: NDArray[np.float64], rounding: float) -> None:
        k, d = matrix.shape
        width = (d + 4) // 4 * 4  # whole vector registers
        self.start = np.zeros((k, width))
        self.start[:, :d] = matrix
        self.start[:, d] = 1.0
        self.tableau = self.start.copy()
        self.bounds = np.zeros((5, max(width, k)))
        sums = self.start.sum(axis=0)
        self.bounds[1, :width] = self.bounds[3, :width] = sums
        alpha = max(1.0, float(sums[:d].max())) * 1.0001
        self.unit = rounding * alpha
        self.bounds[0, :d] = self.bounds[2, :d] = self.unit
        self.names = initial_names(k, d)


def initial_names(k: int, d: int) -> NDArray[np.int64]:
    """Basic variables, nonbasic ones, and where each variable is, at x = 0."""
    return _initial_names(k, d).copy()


@lru_cache
def _initial_names(k: int, d: int) -> NDArray[np.int64]:
    variables = np.arange(d)
    return np.concatenate([np.arange(d, d + k), variables, variables, -1 - np.arange(k)])


class WalkArrays:
    """What the compiled walk records; starts with the basis of ``x = 0``."""

    def __init__(self, k: int, d: int) -> None:
        from gametheory.kernels.basis_table import insert

        self.words = words_for(k + d)
        self.state = np.array([1, 1, 0, 1])
        self.path = np.zeros(64 * self.words, dtype=np.uint64)
        self.tried = np.zeros(64, dtype=np.int8)
        self.exact = np.zeros(64, dtype=np.int8)
        self.leave = np.zeros((64, 2 * d), dtype=np.int8)
        self.pairs = np.zeros((64, 2), dtype=np.int8)  # the path of the integer walk
        self.visited = np.zeros(256 * self.words, dtype=np.uint64)
        self.tight = np.zeros(64 * self.words, dtype=np.uint64)
        basis = ((1 << k) - 1) << d
        low, high = np.uint64(basis & (2**_WORD - 1)), np.uint64(basis >> _WORD)
        insert(self.visited, self.words, low, high)
        self.path[0] = low
        self.tight[0] = (1 << min(d, _WORD)) - 1
        if self.words > 1:
            self.path[1] = high
            self.tight[1] = ((1 << d) - 1) >> _WORD

    @property
    def count(self) -> int:
        """Number of recorded bases."""
        return int(self.state[1])

    def tight_sets(self) -> NDArray[np.uint64]:
        """Recorded tight sets, as rows of words."""
        return self.tight[: self.count * self.words].reshape(-1, self.words)

    def bases(self) -> NDArray[np.uint64]:
        """Recorded bases, as rows of words."""
        table = self.visited.reshape(-1, self.words)
        found: NDArray[np.uint64] = table[table.any(axis=1) if self.words > 1 else table[:, 0] != 0]
        return found

    def make_room(self) -> None:
        """Let every array that is full grow.

        Raises
        ------
        LimitReached
            If the memory does not suffice.
        """
        words, size, depth = self.words, len(self.tight), len(self.tried)
        if self.count * words >= size:
            self._check_memory(4 * size // words, 40 * words)  # tight sets and the table's slots
            self.tight = _grown(self.tight, 4 * size)
        if self.state[0] >= depth:
            self._check_memory(4 * depth, 2 + 8 * words + self.leave.shape[1])
            self.path = _grown(self.path, 4 * depth * words)
            self.tried = _grown(self.tried, 4 * depth)
            self.exact = _grown(self.exact, 4 * depth)
            self.leave = _grown(self.leave, 4 * depth)
            self.pairs = _grown(self.pairs, 4 * depth)
        if 2 * self.count * words >= len(self.visited):
            from gametheory.kernels.basis_table import rehash

            table = np.zeros(2 * len(self.visited), dtype=np.uint64)
            rehash(self.visited, table, words)
            self.visited = table

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
