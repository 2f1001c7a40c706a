"""Pareto-optimal pure outcomes.

An outcome *dominates* another if no player gets less there and at least one gets
more. An outcome is *Pareto-optimal* (efficient) if no pure outcome dominates it.
Lotteries over outcomes, and mixed profiles, may still dominate a Pareto-optimal
pure outcome: :mod:`gametheory.analysis.lottery_frontier`,
:mod:`gametheory.analysis.mixed_frontier`. Two outcomes with the same pair of
payoffs do not dominate each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.hull import read_payoffs
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = ["ParetoOutcomes", "pareto_optimal_outcomes"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/pareto-outcomes/1"

Outcome = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ParetoOutcomes(Result):
    """Which pure outcomes of a game are Pareto-optimal, and what dominates the rest.

    Attributes
    ----------
    game : BimatrixGame
    optimal : ndarray of bool, shape (m, n), read-only
        Whether each outcome is Pareto-optimal.
    dominators : ndarray of int, shape (m, n), read-only
        For each dominated outcome a Pareto-optimal outcome that dominates it, as
        ``i * n + j``; -1 for a Pareto-optimal one.
    """

    game: BimatrixGame
    optimal: NDArray[np.bool_]
    dominators: NDArray[np.int64]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The Pareto-optimal outcomes as (row, column), in reading order."""
        return tuple((int(i), int(j)) for i, j in np.argwhere(self.optimal))

    def dominated_by(self, i: int, j: int) -> Outcome | None:
        """Return a Pareto-optimal outcome that dominates outcome (i, j), or None.

        Raises
        ------
        ParameterError
            If the game has no outcome (i, j).
        """
        m, n = self.optimal.shape
        if not (0 <= i < m and 0 <= j < n):
            raise ParameterError(f"expected an outcome of a {m} x {n} game, got ({i}, {j})")
        flat = int(self.dominators[i, j])
        return None if flat < 0 else divmod(flat, n)

    def dominating_outcome(self, payoffs: Sequence[Any]) -> Outcome | None:
        """Return a Pareto-optimal outcome whose payoffs dominate a pair; None if there is none.

        Parameters
        ----------
        payoffs : pair of numbers
            Of any play, not only of a pure outcome.
        """
        u, v = read_payoffs(payoffs)
        for cell in self.outcomes:
            own, other = self.game.payoff(*cell)
            if own >= u and other >= v and (own, other) != (u, v):
                return cell
        return None

    def is_dominated(self, payoffs: Sequence[Any]) -> bool:
        """Whether some pure outcome's payoffs dominate a pair of payoffs."""
        return self.dominating_outcome(payoffs) is not None

    def gain(self, payoffs: Sequence[Any]) -> Fraction:
        """Find how much both players could gain, in units of their payoff ranges.

        The largest t for which some pure outcome gives each player at least t times the
        player's payoff range more, as :meth:`gametheory.analysis.MixedPlayFrontier.gain`.
        """
        point = read_payoffs(payoffs)
        sizes = [(k, self.game.payoff_range(k)) for k in (0, 1) if self.game.payoff_range(k)]
        if not sizes:
            return Fraction(0)
        return max(
            min((payoff[k] - point[k]) / size for k, size in sizes)
            for payoff in (self.game.payoff(*cell) for cell in self.outcomes)
        )

    def summary(self) -> str:
        """One line: how many outcomes are Pareto-optimal."""
        name = f" of {self.game.name}" if self.game.name else ""
        total = self.optimal.size
        return (
            f"{len(self)} of {total} pure outcome{'s' * (total != 1)}{name} "
            f"{'is' if len(self) == 1 else 'are'} Pareto-optimal (exact)"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the Pareto-optimal outcomes, the row player's payoffs rising."""
        cells = sorted(self.outcomes, key=lambda cell: self.game.payoff(*cell))
        header = ("outcome", *(f"{player} gets" for player in self.game.players))
        rows = [
            (
                f"{self.game.row_actions[i]}, {self.game.column_actions[j]}",
                *(format_brief(value) for value in self.game.payoff(i, j)),
            )
            for i, j in cells
        ]
        return (Table("", header, rows),)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, exact numbers as text."""
        return {
            "schema": SCHEMA,
            "shape": list(self.optimal.shape),
            "optimal": [
                {"outcome": [i, j], "payoffs": [format_fraction(v) for v in self.game.payoff(i, j)]}
                for i, j in self.outcomes
            ],
            "dominators": self.dominators.tolist(),
        }

    def __contains__(self, outcome: object) -> bool:
        return outcome in self.outcomes

    def __len__(self) -> int:
        return int(self.optimal.sum())


def pareto_optimal_outcomes(game: BimatrixGame) -> ParetoOutcomes:
    """Find the Pareto-optimal pure outcomes and what dominates the rest.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.

    Returns
    -------
    ParetoOutcomes
        Exact, found by one sort of all m n outcomes.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> efficient = pareto_optimal_outcomes(dilemma)
    >>> efficient.outcomes, efficient.dominated_by(1, 1)
    (((0, 0), (0, 1), (1, 0)), (0, 0))
    """
    own, other = (_ranks(game.comparable_payoffs(player)) for player in (0, 1))
    # Walked from the row player's best outcome down, ties by the column player's
    # best, an outcome is optimal exactly if it is a new maximum of the column
    # player, or repeats the payoffs of the outcome that was.
    order = np.lexsort((-other, -own))
    ranked = other[order]
    highest_before = np.maximum.accumulate(np.concatenate(([-1], ranked)))[:-1]
    record = ranked > highest_before
    # Each outcome is compared with the last new maximum at or before it: of the
    # optimal outcomes that are no worse for the row player, the best for the
    # column player.
    leader = order[np.maximum.accumulate(np.where(record, np.arange(order.size), 0))]
    is_optimal = (own[leader] == own[order]) & (other[leader] == ranked)
    optimal = np.empty(order.size, dtype=bool)
    dominators = np.empty(order.size, dtype=np.int64)
    optimal[order] = is_optimal
    dominators[order] = np.where(is_optimal, -1, leader)
    return ParetoOutcomes(game, _frozen(optimal, game.shape), _frozen(dominators, game.shape))


def _ranks(payoffs: NDArray[Any]) -> NDArray[np.int64]:
    """Flat ranks from 0; equal payoffs share a rank."""
    _, ranks = np.unique(payoffs.ravel(), return_inverse=True)
    return ranks.astype(np.int64).ravel()


def _frozen(flat: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    array = flat.reshape(shape)
    array.setflags(write=False)
    return array
