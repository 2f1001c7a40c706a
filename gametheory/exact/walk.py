"""Depth-first walks over the lexicographically feasible bases of a polytope.

For ``{x >= 0 : M x <= 1}`` with positive M. The bases, under the rule of
:mod:`gametheory.exact.tableau`, are the vertices of a simple polytope (the perturbed
one), two of them neighbours exactly if one pivot leads from one to the other. The graph
of a polytope is connected (Balinski 1961), so a set of bases that holds the start and
with each basis all its neighbours holds all of them. Two walks produce such a set; they
differ in speed only.

*Compiled* (:func:`gametheory.kernels.vertices.walk`). Floats find the way: at a basis B they
guess what leaves when a variable enters, and so a neighbour B'. Either B' is proved to be
feasible and nondegenerate by a bound on the error of its solution
(:mod:`gametheory.kernels.float_tableau`); then B and B' are bases of the perturbed polytope
that differ in one variable, hence the two ends of an edge, because an edge of a polytope
has two ends: the guess was right, whatever led to it. So it was if B' is recorded already.
Or nothing is proved: then the signs of B's tableau are computed exactly, modulo primes
(:mod:`gametheory.kernels.residue_tableau`), and the lexicographic rule says what leaves for
all entering variables of B. What is recorded is thus lexicographically feasible, by one of
two proofs, and each edge of each recorded basis leads to a recorded one.

*Exact* (Python integers): the same walk by :class:`~gametheory.exact.tableau.Tableau`, for
more than 127 variables, for numbers beyond the range of floats or of the primes, and where a
prime divides a determinant that is not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.exact.residues import residue_tableaux
from gametheory.exact.tableau import Tableau
from gametheory.exact.walk_arrays import FloatTableau, WalkArrays, initial_names
from gametheory.limits import Limits

__all__ = ["MOST_VARIABLES", "Walk", "explore", "float_matrix"]

Matrix = Sequence[Sequence[int]]

#: Bases between two looks at the clock: a few hundredths of a second.
_SLICE: Final = 10_000

#: Variables that fit one machine word.
_WORD: Final = 64

#: With entries up to the first number ties abound, and numbers mostly stay small; with the
#: second as bound of the products along a diagonal they do, whatever the entries.
_FEW_VALUES: Final = 16
_SMALL_MINORS: Final = 2**34

#: Variables that the compiled walk takes: their numbers fit a signed byte.
MOST_VARIABLES: Final = 127

#: With so few variables Python is done in less time than the compiled walk takes to load.
_SMALL: Final = 5


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
        spent_before = self._limits.spent
        if _SMALL < k + d <= MOST_VARIABLES:
            for attempt in (self._walk_integers, self._walk_floats):
                if attempt():
                    return
                self._arrays = None
                self._limits.refund(spent_before)
        seen = self._seen

        def record(basis: int, tight: int) -> None:
            self._limits.spend()
            seen.add(basis)
            self._masks.append(tight)

        explore(Tableau(self._matrix, [1] * k), seen.__contains__, record)

    def tight_sets(self) -> list[int] | NDArray[np.uint64]:
        """Tight set of each visited basis: the variables that are 0 there, as bit masks.

        Integers, or rows of words.
        """
        return self._masks if self._arrays is None else self._arrays.tight_sets()

    def bases(self) -> list[int] | NDArray[np.uint64]:
        """Visited bases, each once, as bit masks of the basic variables; in no order."""
        return list(self._seen) if self._arrays is None else self._arrays.bases()

    def _walk_integers(self) -> bool:
        """False if another walk must do it."""
        k, d = self._size
        largest = max(map(max, self._matrix))
        if k + d > _WORD or (largest > _FEW_VALUES and largest ** min(k, d) > _SMALL_MINORS):
            return False
        from gametheory.kernels.integer_walk import walk_integer

        tableau = np.array([[*row, 1] for row in self._matrix], dtype=np.int64)
        names = initial_names(k, d)
        self._limits.spend()
        arrays = self._arrays = WalkArrays(k, d)
        arrays.state[0] = 0
        return self._go_on(
            arrays,
            lambda steps: walk_integer(
                tableau, names, arrays.state, arrays.pairs, arrays.visited, arrays.tight, steps
            ),
        )

    def _walk_floats(self) -> bool:
        """False if another walk must do it."""
        matrix = float_matrix(self._matrix)
        if matrix is None:
            return False
        from gametheory.kernels.vertices import walk
        from gametheory.kernels.walk_codes import LOST, UNSURE

        k, d = self._size
        floats = FloatTableau(matrix, self.rounding)
        exact = np.empty((0, k, d + 1), np.int64), np.empty((2, 0), np.int64)
        names = initial_names(k, d)
        self._limits.spend()
        arrays = self._arrays = WalkArrays(k, d)

        def step(steps: int) -> int:
            code: int = walk(
                floats.tableau, floats.start, floats.bounds, floats.names, *exact, names,
                arrays.state, arrays.path, arrays.tried, arrays.exact, arrays.leave,
                arrays.visited, arrays.tight, arrays.words, floats.unit, steps,
            )  # fmt: skip
            return code

        def advance(steps: int) -> int:
            nonlocal exact
            before = arrays.count
            code = step(steps)
            if code == UNSURE:
                prepared = residue_tableaux(self._matrix)
                if prepared is None:
                    return LOST
                exact = prepared
                code = step(steps - (arrays.count - before))
            return code

        return self._go_on(arrays, advance)

    def _go_on(self, arrays: WalkArrays, advance: Callable[[int], int]) -> bool:
        """Let a compiled walk run to its end; False if it is lost."""
        from gametheory.kernels.walk_codes import FINISHED, LOST

        while True:
            before = arrays.count
            code = advance(self._limits.room(_SLICE))
            visited = arrays.count - before
            if code == FINISHED:
                self._limits.spend(visited)
                return True
            if code == LOST:
                return False
            # A walk that was allowed no basis wanted one.
            self._limits.spend(visited if visited or self._limits.room(1) else 1)
            arrays.make_room()


def float_matrix(matrix: Matrix) -> NDArray[np.float64] | None:
    """M in floats with columns of one size; None if its numbers are out of their range.

    Powers of 2 for the variables change no rounding, and no basis.
    """
    try:
        floats = np.array(matrix, dtype=np.float64)
    except OverflowError:
        return None
    _, exponents = np.frexp(floats.max(axis=0))
    floats = np.ldexp(floats, -exponents)
    # A denormal would have lost digits: more than the one rounding that the proofs allow.
    return floats if floats.min() >= 2.0**-1000 else None


def explore(
    tableau: Tableau,
    contains: Callable[[int], bool],
    record: Callable[[int, int], None],
) -> None:
    """Visit every basis that pivots of the lexicographic rule lead to, exactly.

    Parameters
    ----------
    tableau : Tableau
        At a lexicographically feasible basis; changed in place.
    contains : callable
        Whether a basis, as a bit mask, has been recorded.
    record : callable
        Takes a basis and its tight set; the tableau is there.
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
