"""Symmetric games: seats that can be exchanged without changing the game.

A game is *symmetric* if its actions can be matched so that exchanging the seats changes
nothing: there is a bijection s from rows to columns with ``B[i, s(k)] = A[k, s(i)]`` for
all rows i and k (Nash 1951, "Non-cooperative games", Annals of Mathematics 54, calls
such a permutation of all actions a symmetry of the game). Numbered by the bijection, B
is A transposed. :attr:`BimatrixGame.is_symmetric` asks whether it is as the actions stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.differences import common_integers
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.results import Result, Table

__all__ = ["SCHEMA", "Symmetry", "find_symmetry"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/symmetry/1"

#: Partial matchings between two looks at the clock.
_BATCH: Final = 256


@dataclass(frozen=True, slots=True, repr=False)
class Symmetry(Result):
    """Whether a game is symmetric, with the matching that shows it.

    Attributes
    ----------
    game : BimatrixGame
    matching : tuple of int, or None
        The column that each row is matched with; None if there is none, or none was found.
    status : Status
        ``finished``, or ``timeout`` if it was not decided in time.
    """

    game: BimatrixGame
    matching: tuple[int, ...] | None
    status: Status

    @property
    def is_symmetric(self) -> bool | None:
        """Whether the game is symmetric; None if that was not decided."""
        return True if self.matching else False if self.status is Status.FINISHED else None

    def summary(self) -> str:
        """Whether the seats can be exchanged."""
        name = self.game.name or "The game"
        if self.matching is None:
            undecided = self.is_symmetric is None
            return (
                f"{name}: symmetry not decided in time" if undecided else f"{name} is not symmetric"
            )
        same = self.matching == tuple(range(len(self.matching)))
        return f"{name} is symmetric{'' if same else ' once its actions are matched'}"

    def tables(self) -> tuple[Table, ...]:
        """The matched actions, unless each is matched with the one of its number."""
        if self.matching is None or self.matching == tuple(range(len(self.matching))):
            return ()
        rows = [
            (self.game.row_actions[i], self.game.column_actions[j])
            for i, j in enumerate(self.matching)
        ]
        return (Table("matched actions", self.game.players, rows, (0, 1)),)

    def to_document(self) -> dict[str, Any]:
        """Matching and status, schema ``gametheory/symmetry/1``."""
        return {
            "schema": SCHEMA,
            "symmetric": self.is_symmetric,
            "matching": None if self.matching is None else list(self.matching),
            "status": self.status.value,
        }


def find_symmetry(game: BimatrixGame, timeout: float | None = None) -> Symmetry:
    """Find a matching of the actions that makes a game symmetric, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game. The search is quick unless many actions look alike in every
        payoff that they can earn; then it may grow exponentially.
    timeout : float, optional
        Seconds.

    Examples
    --------
    >>> hawk_dove = BimatrixGame([[3, 0], [2, 1]], [[1, 0], [2, 3]],
    ...                          row_actions=["Hawk", "Dove"], column_actions=["Dove", "Hawk"])
    >>> find_symmetry(hawk_dove).matching
    (1, 0)
    """
    limits = Limits(timeout)
    m, n = game.shape
    if m != n:
        return Symmetry(game, None, Status.FINISHED)
    if game.is_symmetric:
        return Symmetry(game, tuple(range(m)), Status.FINISHED)
    row_payoffs, column_payoffs = _ranks(game)
    # What a row and its column share: the payoffs that either player gets along them.
    rows = np.sort(row_payoffs, axis=1), np.sort(column_payoffs, axis=1)
    columns = np.sort(column_payoffs, axis=0).T, np.sort(row_payoffs, axis=0).T
    alike = (rows[0][:, None] == columns[0][None]).all(axis=2) & (
        rows[1][:, None] == columns[1][None]
    ).all(axis=2)
    if not (alike.any(axis=0).all() and alike.any(axis=1).all()):
        return Symmetry(game, None, Status.FINISHED)
    try:
        matching = _match(row_payoffs, column_payoffs, alike, limits.check_time)
    except LimitReached as reached:
        return Symmetry(game, None, reached.status)
    return Symmetry(game, matching, Status.FINISHED)


def _ranks(game: BimatrixGame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Both players' payoffs as ranks on one scale."""
    first, second, _ = common_integers(game)
    _, ranks = np.unique(np.concatenate([first, second]), return_inverse=True)
    both = ranks.reshape(2, *game.shape)
    return both[0], both[1]


def _match(
    row_payoffs: NDArray[np.int64],
    column_payoffs: NDArray[np.int64],
    alike: NDArray[np.bool_],
    check_time: Callable[[], None],
) -> tuple[int, ...] | None:
    n = len(alike)
    # Rows with the fewest candidates come first; the search is depth-first.
    order = np.argsort(alike.sum(axis=1), kind="stable").tolist()
    candidates = [np.flatnonzero(alike[i]).tolist() for i in order]
    chosen: list[int] = []
    position = [0]
    steps = 0
    while position:
        depth = len(chosen)
        steps += 1
        if steps % _BATCH == 0:
            check_time()
        if position[-1] == len(candidates[depth]):
            position.pop()
            if chosen:
                chosen.pop()
            continue
        column = candidates[depth][position[-1]]
        position[-1] += 1
        if column in chosen:
            continue
        i, rows, columns = order[depth], order[: depth + 1], [*chosen, column]
        if (column_payoffs[i, columns] == row_payoffs[rows, column]).all() and (
            column_payoffs[rows, column] == row_payoffs[i, columns]
        ).all():
            chosen.append(column)
            if depth + 1 == n:
                return tuple(chosen[order.index(i)] for i in range(n))
            position.append(0)
    return None
