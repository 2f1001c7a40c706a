"""One Nash equilibrium by the Lemke-Howson algorithm.

Start at the artificial pair (0, 0) of the two best-response polytopes, which has
every label; drop one and follow the path along which only that label is missing
(Lemke & Howson 1964; von Stengel 2002, section 2.3). With the lexicographic rule the
path never returns, so it ends at another completely labelled pair: an equilibrium.
Paths can be exponentially long (Savani & von Stengel 2006).

*Small games* are solved in exact arithmetic, by the path of the first label.

In *large games* a pure equilibrium, the smallest support, is looked for first. Then
compiled paths in floating point are followed, each label's for a few pivots only, then
all again for five times as many, and so on: lengths are heavy-tailed, so that many short
tries beat a long one (Codenotti, De Rossi & Pagan 2008, arXiv:0811.3247), and a path of
few pivots ends at a small support. Where a path ends, its basis is solved and verified
exactly. What floats make of a path therefore decides how long the search takes, never
what is an equilibrium.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import check_memory
from gametheory.exact.tableau import Tableau
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.solvers.exact import best_response_matrices
from gametheory.solvers.pure import pure_equilibria
from gametheory.solvers.registry import Proposal
from gametheory.solvers.supports import Verifier, bits_of, solve_seconds
from gametheory.strategy import MixedStrategy

__all__ = ["find", "follow_path"]

Profile = tuple[Any, Any]
Floats = NDArray[np.float64]

#: Games of at most so many outcomes are solved by exact pivoting: milliseconds.
_EXACT: Final = 256

#: ... and by exact pivoting after all, where floats fail and no more outcomes than this.
_EXACT_AFTER_ALL: Final = 2_500

#: Pivots of each label's first try, and the factor from one round of tries to the next.
_FIRST_TRY: Final = 20
_GROWTH: Final = 5

#: Pivots of each label's last try, as floats may go round in circles: rounds of 20, 100,
#: ..., 12,500 where exact pivoting may take over, up to 312,500 where it may not.
_LAST_SMALL_TRY: Final = 12_500
_LAST_TRY: Final = 312_500

#: Entries of a tableau that may be worked on before Python looks at the clock: some 20 ms.
_WORK: Final = 40_000_000


def follow_path(
    game: BimatrixGame, label: int, limits: Limits
) -> tuple[MixedStrategy, MixedStrategy]:
    """Follow the path on which `label` is missing, from the artificial pair; exact.

    Parameters
    ----------
    game : BimatrixGame
    label : int
        0..m-1 for a row, m..m+n-1 for a column.
    limits : Limits
        One unit of the budget for each pivot.

    Raises
    ------
    LimitReached
        If the limits end it.
    """
    m, n = game.shape
    row_matrix, column_matrix = best_response_matrices(game)
    tableaux = (Tableau(row_matrix, [1] * n), Tableau(column_matrix, [1] * m))
    # Variables as labels: P numbers x_i as i and slack j as m + j, Q numbers y_j as
    # j and slack i as n + i.
    side, entering = (0, label) if label < m else (1, label - m)
    while True:
        limits.spend()
        tableau = tableaux[side]
        column = tableau.nonbasic.index(entering)
        row = tableau.leaving_row(column)
        if row is None:
            raise AssertionError("a positive matrix makes the polytope bounded")
        leaving = tableau.basic[row]
        tableau.pivot(row, column)
        dropped = leaving if side == 0 else (leaving + m if leaving < n else leaving - n)
        if dropped == label:
            return MixedStrategy(tableaux[0].solution()), MixedStrategy(tableaux[1].solution())
        side = 1 - side
        entering = dropped if side == 0 else (dropped - m if dropped >= m else dropped + n)


def find(game: BimatrixGame, limits: Limits) -> Proposal:
    """Find one equilibrium; exact pivoting or compiled paths by the size of the game."""
    m, n = game.shape
    search = _Search(game, limits)
    try:
        if m * n <= _EXACT:
            return search.finished(follow_path(game, 0, limits))
        outcome = next(iter(pure_equilibria(game)), None)
        if outcome is not None:
            pair = MixedStrategy.pure(outcome[0], m), MixedStrategy.pure(outcome[1], n)
            return Proposal(
                [pair],
                Status.FINISHED,
                False,
                "a pure equilibrium, looked for first; others were not looked for",
            )
        return search.run()
    except LimitReached as limit:
        why = f"stopped after {limits.spent} pivots ({limit})"
        return Proposal(search.nearly, limit.status, False, why)
    except KeyboardInterrupt:
        why = f"interrupted after {limits.spent} pivots"
        return Proposal(search.nearly, Status.INTERRUPTED, False, why)


class _Search:
    """Many short paths, and what came of them so far.

    Attributes
    ----------
    nearly : list of (row, column)
        At most one profile in floats that there was no time to make exact.
    """

    def __init__(self, game: BimatrixGame, limits: Limits) -> None:
        self.game = game
        self.limits = limits
        self.verifier = Verifier(game)
        self.nearly: list[Profile] = []

    def finished(self, profile: tuple[MixedStrategy, MixedStrategy]) -> Proposal:
        """Say that the search has ended at `profile`."""
        return Proposal(
            [profile],
            Status.FINISHED,
            False,
            f"the method ends at one equilibrium, after {self.limits.spent} pivots; "
            "others were not looked for",
            verifier=self.verifier,
        )

    def run(self) -> Proposal:
        """Follow the labels' paths in turn, further in each round."""
        m, n = self.game.shape
        path = _Path(self.game)
        timed = self.limits.timeout is not None
        bits = bits_of(self.game) if timed else 0
        labels = list(range(m + n))
        pivots = _FIRST_TRY
        last = _LAST_TRY if m * n > _EXACT_AFTER_ALL else _LAST_SMALL_TRY
        while labels and pivots <= last:
            unfinished = []
            for label in labels:
                ended = path.follow(label, pivots, self.limits)
                if ended is None:
                    unfinished.append(label)
                elif ended:
                    size = max(len(used) for used in path.supports())
                    if timed and 2 * solve_seconds(size, bits) > self.limits.seconds_left:
                        self.nearly = [path.strategies()]
                        return Proposal(
                            self.nearly,
                            Status.FINISHED,
                            False,
                            f"a path ended after {self.limits.spent} pivots in all at a support "
                            f"of {size} actions, which the time left does not allow to solve for "
                            "exactly",
                        )
                    profile = self._made_exact(path)
                    if profile is not None:
                        return self.finished(profile)
            labels = unfinished
            pivots *= _GROWTH
        if m * n <= _EXACT_AFTER_ALL:
            return self.finished(follow_path(self.game, 0, self.limits))
        return Proposal(
            self.nearly,
            Status.FAILED,
            False,
            f"every label's path was followed for {last} pivots, {self.limits.spent} in all, and "
            "no end was confirmed by exact arithmetic: the paths are very long, or floats do not "
            "resolve these payoffs",
        )

    def _made_exact(self, path: _Path) -> tuple[MixedStrategy, MixedStrategy] | None:
        (rows, columns), (tight_columns, tight_rows) = path.supports(), path.tight()
        column = self.verifier.equalise(0, tight_rows, columns)
        row = self.verifier.equalise(1, tight_columns, rows) if column is not None else None
        if row is not None and column is not None:
            profile = row[0], column[0]
            if self.verifier.is_equilibrium(*profile):
                return profile
        self.nearly = self.nearly or [path.strategies()]
        return None


class _Path:
    """State of the compiled kernel, which the paths of one game use in turn."""

    def __init__(self, game: BimatrixGame) -> None:
        m, n = self.shape = game.shape
        largest = min(m, n) + 1
        check_memory(16 * (m * n + largest**2), "the polytopes of a Lemke-Howson path")
        self.columns = positive_floats(game, 1), positive_floats(game, 0)
        self._inverses = np.empty((largest, largest)), np.empty((largest, largest))
        self._in_z = np.zeros((2, largest), dtype=np.int64)
        self._in_slack = np.zeros((2, largest), dtype=np.int64)
        self._places = np.empty(m + n, dtype=np.int64), np.empty(m + n, dtype=np.int64)
        self._z = np.zeros((2, largest))
        self._slacks = np.empty(n), np.empty(m)
        self._size = np.zeros((2, 2), dtype=np.int64)
        self._state = np.zeros(4, dtype=np.int64)

    def follow(self, label: int, pivots: int, limits: Limits) -> bool | None:
        """Follow a path; True at its end, None if it is longer, False if floats lost it."""
        from gametheory.kernels import lemke_howson as kernel

        m, n = self.shape
        for places, slacks in zip(self._places, self._slacks, strict=True):
            places.fill(-1)
            slacks.fill(1.0)
        self._size.fill(0)
        self._state[:] = label, int(label >= m), label - m if label >= m else label, 0
        at_once = max(1, _WORK // (m * n))
        done = 0
        while done < pivots:
            limits.check_time()
            room = limits.room(min(pivots - done, at_once))
            code = kernel.follow(
                *self.columns, *self._inverses, self._in_z, self._in_slack, *self._places,
                self._z, *self._slacks, self._size, self._state, room,
            )  # fmt: skip
            limits.spend(max(1, int(self._state[3]) - done))
            done = int(self._state[3])
            if code != kernel.PAUSED:
                return bool(code == kernel.FINISHED)
        return None

    def supports(self) -> tuple[list[int], list[int]]:
        """Rows and columns whose probabilities are basic."""
        first, second = (
            sorted(self._in_z[side, : self._size[side, 0]].tolist()) for side in (0, 1)
        )
        return first, second

    def tight(self) -> tuple[list[int], list[int]]:
        """Columns and rows that the row's and the column's strategy make best responses."""
        first, second = (
            sorted(self._in_slack[side, : self._size[side, 0]].tolist()) for side in (0, 1)
        )
        return first, second

    def strategies(self) -> tuple[Floats, Floats]:
        """Both strategies in floats."""
        strategies = []
        for side in (0, 1):
            size = self._size[side, 0]
            strategy = np.zeros(self.shape[side])
            strategy[self._in_z[side, :size]] = np.maximum(self._z[side, :size], 0.0)
            strategies.append(strategy / strategy.sum())
        return strategies[0], strategies[1]


def positive_floats(game: BimatrixGame, player: int) -> Floats:
    """A player's payoffs between 1 and 2, one row for each action of the *opponent*.

    A positive factor and a constant for each action of the opponent, which change no best
    response. Where the constant takes most digits of floats with it, the exact payoffs are
    shifted before they are rounded.
    """
    payoffs: Any = game.comparable_payoffs(player)
    payoffs = payoffs.T if player == 0 else payoffs
    lowest, highest = payoffs.min(axis=1), payoffs.max(axis=1)
    with np.errstate(over="ignore"):  # of integers too: the spread is negative then
        spread = float((highest - lowest).max())
    largest = max(float(highest.max()), -float(lowest.min()))
    if payoffs.dtype == object or not 1e-3 * largest < spread < 1e300:
        exact = game.integer_payoffs(player)[0].astype(object)
        exact = exact.T if player == 0 else exact
        raised = exact - exact.min(axis=1)[:, None]
        spread = 2.0**60 if raised.max() else 0.0
        shifted = np.ascontiguousarray(raised * 2**60 // max(raised.max(), 1), dtype=np.float64)
    else:
        shifted = np.ascontiguousarray(payoffs, dtype=np.float64) - lowest[:, None]
    shifted /= spread or 1.0
    shifted += 1.0
    return shifted
