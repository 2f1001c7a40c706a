"""All pure Nash equilibria.

An outcome is a pure equilibrium if each action is a best response to the other:
A is largest in its column there and B largest in its row.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.solvers.registry import LazyProfiles, Proposal
from gametheory.strategy import MixedStrategy

__all__ = ["find", "pure_equilibria"]


def pure_equilibria(game: BimatrixGame) -> NDArray[np.int64]:
    """Outcomes that are pure equilibria, shape (number, 2), in order of rows, then columns.

    Exact for any payoffs: the arrays compared are ordered exactly as the payoffs are.
    """
    row_payoffs, column_payoffs = game.comparable_payoffs(0), game.comparable_payoffs(1)
    stable = (row_payoffs == row_payoffs.max(axis=0)) & (
        column_payoffs == column_payoffs.max(axis=1)[:, None]
    )
    return np.argwhere(stable.astype(bool))


class PureProfiles(LazyProfiles):
    """Outcomes whose strategies are made when they are read."""

    def __init__(self, shape: tuple[int, int], outcomes: NDArray[np.int64]) -> None:
        self._shape = shape
        self._outcomes = outcomes

    def __len__(self) -> int:
        return len(self._outcomes)

    def __iter__(self) -> Iterator[tuple[MixedStrategy, MixedStrategy]]:
        m, n = self._shape
        rows = {i: MixedStrategy.pure(i, m) for i in set(self._outcomes[:, 0].tolist())}
        columns = {j: MixedStrategy.pure(j, n) for j in set(self._outcomes[:, 1].tolist())}
        for i, j in self._outcomes.tolist():
            yield rows[i], columns[j]

    def __contains__(self, profile: object) -> bool:
        return any(profile == member for member in self)


def find(game: BimatrixGame, limits: Limits) -> Proposal:
    """Look at every outcome."""
    m, n = game.shape
    limits.spent = m * n
    return Proposal(
        PureProfiles(game.shape, pure_equilibria(game)),
        Status.FINISHED,
        False,
        "every outcome was checked; mixed equilibria were not looked for",
    )
