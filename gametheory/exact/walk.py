"""Depth-first walks over the lexicographically feasible bases of a polytope.

For ``{x >= 0 : M x <= 1}`` with positive M. The bases, under the rule of
:mod:`gametheory.exact.tableau`, are the vertices of a simple polytope (the perturbed
one), two of them neighbours exactly if one pivot leads from one to the other. The graph
of a polytope is connected (Balinski 1961), so a set of bases that holds the start and
with each basis all its neighbours holds all of them. Three arithmetics produce such a
set; they differ in speed only.

*Integers* (``walk_integer``): every pivot and every comparison exact in int64; the walk
gives up where an entry leaves the safe range.

*Floats* (``walk_float``) find the way. A basis is recorded only with a proof that it is
feasible and nondegenerate, by a bound on the rounding error of its solution
(:func:`gametheory.kernels.vertices.feasibility`); the pivots that led there need no
proof. If B and B' are such bases and differ in one variable, they are the two ends of
an edge, because an edge of a polytope has two ends; so neighbours among proved bases
are the right neighbours. Where the other end of an edge is not proved, *exact*
arithmetic decides: it pivots by the lexicographic rule, walks through all degenerate
bases that it meets and hands the nondegenerate ones back. Such an edge is looked at
once for each supposed neighbour N: if N is found to be a feasible basis of the vertex at
the end, then every other edge with the same supposed neighbour ends at that vertex, whose
lexicographically feasible bases are then all recorded (they are the vertices of the
perturbed tangent cone, a pointed polyhedron, so its bounded edges connect them and the
walk leaves none out).

*Exact* (Python integers): the same walk, for more than 64 variables or where floats
can't prove enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.exact.tableau import Tableau
from gametheory.exact.walk_arrays import WalkArrays
from gametheory.limits import Limits

__all__ = ["Walk", "float_matrix"]

Matrix = Sequence[Sequence[int]]

#: Bases between two looks at the clock: a few hundredths of a second.
_SLICE: Final = 10_000

#: Variables that fit one machine word.
_WORD: Final = 64

#: With so few variables Python is done in less time than the compiled walks take to load.
_SMALL: Final = 5

#: Edges that exact arithmetic settles before floats are given up, unless they are few
#: beside the bases that floats have proved.
_PATIENCE: Final = 300


class Walk:
    """The bases of one polytope that have been visited so far.

    Parameters
    ----------
    matrix : k sequences of d int
        M, all entries positive.
    limits : Limits
        One unit of the budget is spent for each basis.
    """

    #: Rounding error that the proofs allow for each float operation; tests raise it.
    rounding: float = 2.0**-53

    def __init__(self, matrix: Matrix, limits: Limits) -> None:
        self._matrix = matrix
        self._limits = limits
        self._size = (len(matrix), len(matrix[0]))
        self._spent_before = limits.spent
        self._masks: list[int] = []
        self._seen: set[int] = set()
        self._arrays: WalkArrays | None = None

    def run(self) -> None:
        """Visit every basis.

        Raises
        ------
        LimitReached
            If a limit was reached first; what was visited stays.
        """
        k, d = self._size
        if _SMALL < k + d <= _WORD:
            if self._walk_integers() or self._walk_floats():
                return
            self._arrays = None
            self._limits.refund(self._spent_before)
        seen = self._seen

        def record(basis: int, tight: int) -> None:
            self._limits.spend()
            seen.add(basis)
            self._masks.append(tight)

        _explore(Tableau(self._matrix, [1] * k), seen.__contains__, record, None)

    def tight_sets(self) -> list[int] | NDArray[np.uint64]:
        """Tight set of each visited basis: the variables that are 0 there, as bit masks."""
        if self._arrays is not None:
            return self._arrays.tight[: self._arrays.count]
        return self._masks

    def bases(self) -> list[int] | NDArray[np.uint64]:
        """Visited bases, each once, as bit masks of the basic variables; in no order."""
        if self._arrays is not None:
            table = self._arrays.visited
            found: NDArray[np.uint64] = table[table != 0]
            return found
        return list(self._seen)

    def _walk_integers(self) -> bool:
        from gametheory.kernels import vertices as kernels

        if max(map(max, self._matrix)) >= kernels.SAFE_INTEGER:
            return False
        arrays = self._arrays = WalkArrays(*self._size, kernels)
        self._limits.spend()
        tableau = np.array([[*row, 1] for row in self._matrix], dtype=np.int64)
        while True:
            before = arrays.count
            code = kernels.walk_integer(
                tableau, arrays.basic, arrays.nonbasic, arrays.place, arrays.state,
                arrays.path, arrays.visited, arrays.tight, self._limits.room(_SLICE),
            )  # fmt: skip
            if code == kernels.FINISHED:
                self._limits.spend(arrays.count - before)
                return True
            if code == kernels.OVERFLOW:
                self._limits.refund(self._spent_before)
                return False
            self._spend(arrays.count - before)
            arrays.make_room()

    def _walk_floats(self) -> bool:
        from gametheory.kernels import vertices as kernels

        k, d = self._size
        matrix = float_matrix(self._matrix)
        if matrix is None:
            return False
        arrays = self._arrays = WalkArrays(k, d, kernels)
        self._limits.spend()
        tableau = np.hstack([matrix, np.ones((k, 1))])
        roots: list[int] = []
        settled: set[int] = set()
        looked_at = 0
        while True:
            before = arrays.count
            code = kernels.walk_float(
                tableau, matrix, arrays.basic, arrays.nonbasic, arrays.place, arrays.state,
                arrays.stack, arrays.tried, arrays.leave, arrays.visited, arrays.tight,
                arrays.unsure, self.rounding, self._limits.room(_SLICE),
            )  # fmt: skip
            if code == kernels.LOST:
                return False
            if code != kernels.FINISHED:
                self._spend(arrays.count - before)
                arrays.make_room()
                continue
            self._limits.spend(arrays.count - before)
            for basis, entering, leaving, supposed in arrays.unsure[
                looked_at : arrays.state[4]
            ].tolist():
                looked_at += 1
                if looked_at > _PATIENCE + arrays.count // 4:
                    return False
                if supposed in settled or arrays.contains(supposed):
                    continue
                if self._settle(basis, entering, leaving, roots):
                    settled.add(supposed)
            if not self._next_root(tableau, matrix, roots):
                return True

    def _next_root(self, tableau: Any, matrix: Any, roots: list[int]) -> bool:
        """Set the float walk on a basis that exact arithmetic has handed over, if any is left."""
        arrays = self._arrays
        assert arrays is not None
        k, d = self._size
        while roots:
            root = roots.pop()
            if arrays.contains(root):
                continue
            self._limits.spend()
            arrays.record(root, (1 << (k + d)) - 1 ^ root)
            if arrays.build(tableau, matrix, root):
                return True
            for entering in range(k + d):
                if not root >> entering & 1:
                    self._settle(root, entering, None, roots)
        return False

    def _spend(self, bases: int) -> None:
        """Count the bases of an unfinished walk; one that was allowed none wanted one."""
        self._limits.spend(bases if bases or self._limits.room(1) else 1)

    def _settle(self, basis: int, entering: int, leaving: int | None, roots: list[int]) -> bool:
        """Follow an edge that floats are unsure of, exactly.

        True if letting `leaving` go gives a feasible basis of the vertex at its end.
        """
        tableau = Tableau.at_basis(self._matrix, [1] * self._size[0], basis)
        column = tableau.nonbasic.index(entering)
        row = tableau.leaving_row(column)
        if row is None:
            raise AssertionError("a positive matrix makes the polytope bounded")
        rows = tableau.rows
        is_end = False
        if leaving is not None:
            other = rows[tableau.basic.index(leaving)]
            is_end = other[column] > 0 and (
                other[-1] * rows[row][column] == rows[row][-1] * other[column]
            )
        arrays = self._arrays
        assert arrays is not None
        neighbour = basis ^ (1 << tableau.basic[row]) ^ (1 << entering)
        if arrays.contains(neighbour):
            return is_end
        tableau.pivot(row, column)
        if tableau.is_nondegenerate:
            roots.append(neighbour)
            return is_end

        def record(mask: int, tight: int) -> None:
            self._limits.spend()
            arrays.record(mask, tight)

        _explore(tableau, arrays.contains, record, roots.append)
        return is_end


def float_matrix(matrix: Matrix) -> NDArray[np.float64] | None:
    """M in floats with columns of one size; None if its numbers are out of their range.

    Powers of 2 for the variables change no rounding, and no basis.
    """
    try:
        floats = np.array(matrix, dtype=np.float64)
    except OverflowError:
        return None
    floats *= np.exp2(-np.ceil(np.log2(floats.max(axis=0))))
    # A denormal would have lost digits: more than the one rounding that the proofs allow.
    return floats if floats.min() >= 2.0**-1000 else None


def _explore(
    tableau: Tableau,
    contains: Callable[[int], bool],
    record: Callable[[int, int], None],
    hand_over: Callable[[int], None] | None,
) -> None:
    """Walk exactly from a basis; with `hand_over`, through degenerate bases only.

    Nondegenerate bases are then handed over and not entered.
    """
    bits = [1 << v for v in range(len(tableau.basic) + tableau.dimension)]
    basis = sum(bits[v] for v in tableau.basic)
    path: list[tuple[int, int]] = []
    column = 0
    record(basis, _tight(tableau, bits))
    while True:
        if column == tableau.dimension:
            if not path:
                return
            row, column = path.pop()
            basis ^= bits[tableau.basic[row]] ^ bits[tableau.nonbasic[column]]
            tableau.pivot(row, column)
            column += 1
            continue
        leaving = tableau.leaving_row(column)
        if leaving is None:
            raise AssertionError("a positive matrix makes the polytope bounded")
        neighbour = basis ^ bits[tableau.basic[leaving]] ^ bits[tableau.nonbasic[column]]
        if contains(neighbour):
            column += 1
            continue
        tableau.pivot(leaving, column)
        if hand_over is not None and tableau.is_nondegenerate:
            hand_over(neighbour)
            tableau.pivot(leaving, column)
            column += 1
            continue
        basis = neighbour
        path.append((leaving, column))
        column = 0
        record(basis, _tight(tableau, bits))


def _tight(tableau: Tableau, bits: list[int]) -> int:
    tight = sum(bits[v] for v in tableau.nonbasic)
    for variable, row in zip(tableau.basic, tableau.rows, strict=True):
        if not row[-1]:
            tight |= bits[variable]
    return tight
