"""All pure Nash equilibria.

An outcome is a pure equilibrium if each action is a best response to the other:
A is largest in its column there and B largest in its row.
"""

from __future__ import annotations

import numpy as np

from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.solvers.registry import Proposal
from gametheory.strategy import MixedStrategy

__all__ = ["find", "pure_equilibria"]


def pure_equilibria(game: BimatrixGame) -> list[tuple[int, int]]:
    """Outcomes (i, j) that are pure equilibria, in order of rows, then columns.

    Exact for any payoffs: the arrays compared are ordered exactly as the payoffs are.
    """
    row_payoffs, column_payoffs = game.comparable_payoffs(0), game.comparable_payoffs(1)
    stable = (row_payoffs == row_payoffs.max(axis=0)) & (
        column_payoffs == column_payoffs.max(axis=1)[:, None]
    )
    return [(int(i), int(j)) for i, j in np.argwhere(stable.astype(bool))]


def find(game: BimatrixGame, limits: Limits) -> Proposal:
    """Look at every outcome."""
    m, n = game.shape
    rows = [MixedStrategy.pure(i, m) for i in range(m)]
    columns = [MixedStrategy.pure(j, n) for j in range(n)]
    outcomes = pure_equilibria(game)
    limits.spent = m * n
    profiles = [(rows[i], columns[j]) for i, j in outcomes]
    return Proposal(
        profiles,
        Status.FINISHED,
        False,
        "every outcome was checked; mixed equilibria were not looked for",
    )
