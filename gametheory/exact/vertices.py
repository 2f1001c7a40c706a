"""All vertices of a polytope ``{x >= 0 : M x <= 1}`` with positive M, exactly.

A vertex is determined by its *tight set*: the variables (coordinates of x and slacks)
that are 0 there. In a degenerate polytope several bases share one. The bases are
visited by :mod:`gametheory.exact.walk`, which says why none is left out; every vertex has
at least one, because the perturbed polytope tends to the unperturbed one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import comb, gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.exact.labels import label_words
from gametheory.exact.walk import Walk
from gametheory.exact.walk_arrays import words_for
from gametheory.limits import LimitReached, Limits, Status

__all__ = ["Vertices", "enumerate_vertices", "masks", "max_bases", "positive_matrix", "sorted_sets"]

_WORD: Final = 64


def max_bases(dimension: int, n_rows: int) -> int:
    """Largest number of bases of a polytope with `dimension` + `n_rows` inequalities.

    The upper bound theorem for simple polytopes (McMullen 1970): with N inequalities
    in dimension d at most ``C(N - ceil(d/2), N - d) + C(N - floor(d/2) - 1, N - d)``
    vertices.
    """
    total = dimension + n_rows
    return comb(total - (dimension + 1) // 2, n_rows) + comb(total - dimension // 2 - 1, n_rows)


def positive_matrix(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Subtract each column's minimum, divide by the common divisor, add 1.

    Payoffs of a player (a row for each own action) keep their best responses.
    """
    lows = [min(column) for column in zip(*rows, strict=True)]
    shifted = [[value - low for value, low in zip(row, lows, strict=True)] for row in rows]
    divisor = gcd(*(value for row in shifted for value in row)) or 1
    return [[value // divisor + 1 for value in row] for row in shifted]


class Vertices:
    """Vertices of one polytope, in a fixed order.

    Attributes
    ----------
    matrix : k sequences of d int
        M.
    tight : NDArray[uint64], shape (number of vertices, words)
        Tight sets as bit masks, least significant word first: bit j for ``x_j = 0``,
        bit d + i for ``(M x)_i = 1``; all different.
    bases : NDArray[uint64], shape (number of bases, words)
        The lexicographically feasible bases, as bit masks of the *nonbasic* variables.
        The vertex of a basis is the one whose tight set contains it.
    stopped : LimitReached or None
        The limit that ended the enumeration, if one did.
    whole : bool
        Whether these were to be all vertices, not only those that complete the labels of
        the other polytope's (:mod:`gametheory.exact.opposite`).
    """

    def __init__(
        self,
        matrix: Sequence[Sequence[int]],
        tight: NDArray[np.uint64],
        bases: NDArray[np.uint64],
        stopped: LimitReached | None,
        *,
        whole: bool = True,
    ) -> None:
        self.matrix = matrix
        self.tight = tight
        self.bases = bases
        self.stopped = stopped
        self.whole = whole
        self._points: dict[int, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self.tight)

    @property
    def dimension(self) -> int:
        """Number of coordinates, d."""
        return len(self.matrix[0])

    @cached_property
    def is_simple(self) -> bool:
        """Whether each vertex is tight for exactly d inequalities; none is for fewer."""
        return int(np.bitwise_count(self.tight).sum()) == len(self.tight) * self.dimension

    def point(self, index: int) -> tuple[int, ...]:
        """Vertex as d non-negative integers: its coordinates times a positive number.

        Solved exactly on first use.
        """
        if index not in self._points:
            self._points[index] = _solve(self.matrix, self.mask(index))
        return self._points[index]

    def mask(self, index: int) -> int:
        """Tight set of a vertex as one integer."""
        return sum(int(word) << (_WORD * w) for w, word in enumerate(self.tight[index]))


def _solve(matrix: Sequence[Sequence[int]], tight: int) -> tuple[int, ...]:
    """Solve ``M_J x_I = 1`` for the rows J and the coordinates I that a tight set names."""
    from flint import fmpz_mat

    d = len(matrix[0])
    used = [j for j in range(d) if not tight >> j & 1]
    if not used:
        return (0,) * d
    if len(used) == 1:
        return tuple(int(j == used[0]) for j in range(d))
    rows = [[*(matrix[i][j] for j in used), 1] for i in range(len(matrix)) if tight >> (d + i) & 1]
    reduced, denominator, rank = fmpz_mat(rows).rref()
    if rank != len(used):
        raise AssertionError("a tight set determines its vertex")
    solution = [int(reduced[i, len(used)]) for i in range(rank)]
    if denominator < 0:
        solution = [-value for value in solution]
    if min(solution) <= 0:
        raise AssertionError("a vertex has positive coordinates where it is not tight")
    divisor = gcd(*solution)
    point = [0] * d
    for j, value in zip(used, solution, strict=True):
        point[j] = value // divisor
    return tuple(point)


def enumerate_vertices(matrix: Sequence[Sequence[int]], limits: Limits) -> Vertices:
    """Find every vertex of ``{x >= 0 : M x <= 1}``.

    Parameters
    ----------
    matrix : k sequences of d int
        M; all entries positive, which makes the polytope bounded.
    limits : Limits
        One unit of the budget is spent for each basis.

    Returns
    -------
    Vertices
        All of them, unless ``stopped`` names the limit that was reached.
    """
    walk = Walk(matrix, limits)
    stopped: LimitReached | None = None
    try:
        walk.run()
    except LimitReached as limit:
        stopped = limit
    except KeyboardInterrupt:
        stopped = LimitReached(Status.INTERRUPTED, "interrupted")
    k, d = len(matrix), len(matrix[0])
    words = words_for(k + d)
    tight = sorted_sets(walk.tight_sets(), words)
    vertices = Vertices(matrix, tight, tight, stopped)
    if vertices.is_simple:
        return vertices  # each vertex has its own basis
    nonbasic = sorted_sets(walk.bases(), words)[::-1] ^ label_words((1 << (k + d)) - 1, words)
    return Vertices(matrix, tight, nonbasic, stopped)


def masks(sets: NDArray[np.uint64]) -> list[int]:
    """Rows of words as integers."""
    total: list[int] = sets[:, 0].tolist()
    for w in range(1, sets.shape[1]):
        total = [
            low | high << (_WORD * w) for low, high in zip(total, sets[:, w].tolist(), strict=True)
        ]
    return total


def sorted_sets(sets: list[int] | NDArray[np.uint64], words: int) -> NDArray[np.uint64]:
    """Different bit masks in increasing order, as rows of words.

    Parameters
    ----------
    sets : list of int, or NDArray[uint64] of rows of words
    words : int
    """
    if isinstance(sets, list):
        rows = [[mask >> (_WORD * w) & (2**_WORD - 1) for w in range(words)] for mask in sets]
        sets = np.array(rows, dtype=np.uint64).reshape(-1, words)
    # numpy's unique hashes, ten times slower.
    ordered = np.sort(sets, axis=0) if words == 1 else sets[np.lexsort(sets.T)]
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return ordered[first]
