"""Vertices of a polytope that complete the labels of another one's vertices.

P and Q are best-response polytopes of one game, ``{x >= 0 : M x <= 1}`` and
``{y >= 0 : N y <= 1}``; the coordinate ``x_i`` and the slack of row i of N share a label,
and so do ``y_j`` and the slack of row j of M. Let all vertices of P be known.
The points of Q that have every label which a vertex p lacks form a face of Q. If p is
simple, these are as many equations as Q has dimensions, else fewer.
If they are as many and independent the face is one point or empty,
which floats with a proven error bound mostly decide (:func:`~gametheory.kernels.vertices.
feasibility`), and else exact arithmetic; if not, the vertices of Q on that face are
enumerated among the columns that may be used there. So where P has far fewer vertices
than Q, all completely labelled pairs are found without enumerating Q.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gametheory.exact.labels import label_words
from gametheory.exact.tableau import Tableau
from gametheory.exact.vertices import Vertices, enumerate_vertices, masks, sorted_sets
from gametheory.exact.walk import Walk, float_matrix
from gametheory.exact.walk_arrays import FloatTableau, words_for
from gametheory.limits import LimitReached, Limits, Status

__all__ = ["opposite_vertices"]

_WORD = 64
_SLICE = 10_000


def opposite_vertices(
    vertices: Vertices, matrix: Sequence[Sequence[int]], limits: Limits
) -> Vertices:
    """Find the vertices of Q that complete the labels of a vertex of P.

    Parameters
    ----------
    vertices : Vertices
        All vertices of P.
    matrix : m sequences of n int
        N, positive.
    limits : Limits
        One unit of the budget is spent for each vertex of P.

    Returns
    -------
    Vertices
        Those of Q, with ``whole`` False; the bases are the lexicographically feasible
        complements of bases of P.
    """
    search = _Search(vertices, matrix, limits)
    stopped: LimitReached | None = None
    try:
        search.run()
    except LimitReached as limit:
        stopped = limit
    except KeyboardInterrupt:
        stopped = LimitReached(Status.INTERRUPTED, "interrupted")
    words = vertices.tight.shape[1]
    return Vertices(
        matrix,
        sorted_sets(search.tight, words),
        sorted_sets(search.bases, words),
        stopped,
        whole=False,
    )


class _Search:
    def __init__(self, vertices: Vertices, matrix: Sequence[Sequence[int]], limits: Limits) -> None:
        self._matrix = matrix
        self._limits = limits
        self._m, self._n = len(matrix), len(matrix[0])
        tight = masks(vertices.tight)
        self._wanted = [self._missing(mask) for mask in tight if mask.bit_count() == self._m]
        self._faces = [self._missing(mask) for mask in tight if mask.bit_count() > self._m]
        self._degenerate: list[int] = []
        if self._faces:
            simple = set(self._wanted)
            others = map(self._missing, masks(vertices.bases))
            self._degenerate = [nonbasic for nonbasic in others if nonbasic not in simple]
        self.tight: list[int] = []
        self.bases: list[int] = []

    def _missing(self, tight: int) -> int:
        """What must be 0 in Q: labels that a vertex of P lacks, as variables of Q."""
        lacking = ((1 << (self._m + self._n)) - 1) ^ tight
        return lacking >> self._m | (lacking & ((1 << self._m) - 1)) << self._n

    def run(self) -> None:
        """Look at each vertex of P."""
        for start in range(0, len(self._wanted), _SLICE):
            wanted = self._wanted[start : start + _SLICE]
            for nonbasic, answer in zip(wanted, self._answers(wanted), strict=True):
                self._limits.spend()
                if answer > 0:
                    self.tight.append(nonbasic)
                    self.bases.append(nonbasic)
                elif answer == 0:
                    self._decide(nonbasic)
        for nonbasic in self._faces:
            self._limits.spend()
            self._enumerate_face(nonbasic)
        for nonbasic in self._degenerate:
            self._limits.spend()
            tableau = self._tableau(nonbasic)
            if tableau is not None and tableau.is_lexicographically_feasible:
                self.bases.append(nonbasic)

    def _answers(self, wanted: list[int]) -> list[int]:
        """What floats can prove: 1 feasible and nondegenerate, -1 infeasible, 0 nothing."""
        m, n = self._m, self._n
        matrix = float_matrix(self._matrix) if m + n <= 2 * _WORD else None
        if matrix is None:
            return [0] * len(wanted)
        from gametheory.kernels.vertices import sift

        floats = FloatTableau(matrix, Walk.rounding)
        everything = (1 << (m + n)) - 1
        words = words_for(m + n)
        bases = [label_words(everything ^ mask, words) for mask in wanted]
        answers = np.zeros(len(wanted), dtype=np.int8)
        sift(
            floats.tableau, floats.start, floats.bounds, floats.names, n,
            np.array(bases, dtype=np.uint64), answers, floats.unit,
        )  # fmt: skip
        found: list[int] = answers.tolist()
        return found

    def _decide(self, nonbasic: int) -> None:
        """Decide exactly about one vertex of P."""
        tableau = self._tableau(nonbasic)
        if tableau is None:  # dependent equations: perhaps more than a point
            self._enumerate_face(nonbasic)
            return
        if min(row[-1] for row in tableau.rows) < 0:
            return
        tight = nonbasic
        for variable, row in zip(tableau.basic, tableau.rows, strict=True):
            if not row[-1]:
                tight |= 1 << variable
        self.tight.append(tight)
        if tableau.is_lexicographically_feasible:
            self.bases.append(nonbasic)

    def _tableau(self, nonbasic: int) -> Tableau | None:
        everything = (1 << (self._m + self._n)) - 1
        try:
            return Tableau.at_basis(self._matrix, [1] * self._m, everything ^ nonbasic)
        except ValueError:
            return None

    def _enumerate_face(self, nonbasic: int) -> None:
        used = [j for j in range(self._n) if not nonbasic >> j & 1]
        rows = nonbasic >> self._n
        if not used:
            if not rows:
                self.tight.append((1 << self._n) - 1)
            return
        face = enumerate_vertices([[row[j] for j in used] for row in self._matrix], self._limits)
        if face.stopped is not None:
            raise face.stopped
        unused = sum(1 << j for j in range(self._n) if nonbasic >> j & 1)
        for k in range(len(face)):
            mask = face.mask(k)
            tight_rows = mask >> len(used)
            if tight_rows & rows == rows:
                zero = sum(1 << j for place, j in enumerate(used) if mask >> place & 1)
                self.tight.append(unused | zero | tight_rows << self._n)
