"""Refinements of Nash equilibrium: of one equilibrium, and of a maximal Nash subset.

Let (x, y) be an equilibrium with supports I, J. It is

*strict*
    if each strategy is the only best reply to the other (Harsanyi 1973); it is pure then.
*quasi-strict*
    if all best replies are played: I are the best replies to y, J those to x (Harsanyi
    1973, there "quasi-strong"; van Damme 1991, chapter 2).
*regular*
    if the Jacobian at (x, y) of ``F(x, y) = 0`` is not singular, where for one action s
    of I ``F_i = x_i ((A y)_i - (A y)_s)`` for i != s and ``F_s = sum x - 1``, and alike
    for the column player (Harsanyi 1973; van Damme 1991, section 2.5).
*perfect*
    if it is the limit of equilibria of games in which every action is played with a small
    probability (Selten 1975); with two players, if both strategies are undominated
    (:mod:`gametheory.equilibria.undominated`).
*evolutionarily stable*
    see :mod:`gametheory.equilibria.stability`; only in symmetric games.

**Regular, in finite terms.** In the Jacobian the row of an action that is not played has
one entry other than 0, what it earns less than s; so the equilibrium must be quasi-strict,
and these rows and columns can go. What is left has two blocks: the rows of ``A_IJ`` minus
row s with a row of ones, and the same for the columns of ``B_IJ``. Hence (x, y) is regular
exactly if it is quasi-strict, I and J are equally many, and both blocks are regular. These
are the quasi-strict isolated equilibria of bimatrix games (van Damme 1991, chapter 3).
A regular equilibrium is perfect: to a completely mixed change of y off J there is one
on J that keeps I equally good, and the other actions stay worse.

What holds on the faces of a maximal Nash subset: :mod:`gametheory.equilibria.faces`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.equilibria.equilibrium import best_response_labels
from gametheory.equilibria.stability import EvolutionaryStability, evolutionary_stability
from gametheory.equilibria.undominated import support_oracle
from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction
from gametheory.strategy import Strategy

if TYPE_CHECKING:
    from gametheory.equilibria.equilibrium import Equilibrium

__all__ = ["EquilibriumRefinements", "is_regular", "strategy_text"]


@dataclass(frozen=True)
class EquilibriumRefinements:
    """What refinements an equilibrium passes; each is decided exactly on first use.

    Attributes
    ----------
    equilibrium : Equilibrium
    """

    equilibrium: Equilibrium

    @property
    def is_pure(self) -> bool:
        """Whether each player uses one action."""
        return self.equilibrium.is_pure

    @property
    def is_symmetric(self) -> bool:
        """Whether the game is symmetric (B is A transposed) and both play the same."""
        e = self.equilibrium
        return e.game.is_symmetric and e.row_strategy == e.column_strategy

    @cached_property
    def best_responses(self) -> tuple[frozenset[int], frozenset[int]]:
        """Each player's best responses to the other's strategy, indices of actions."""
        e = self.equilibrium
        return (
            best_response_labels(e.game, e.column_strategy, 1)[1],
            best_response_labels(e.game, e.row_strategy, 0)[1],
        )

    @property
    def is_strict(self) -> bool:
        """Whether each strategy is the only best reply to the other."""
        return all(len(best) == 1 for best in self.best_responses)

    @property
    def is_quasi_strict(self) -> bool:
        """Whether every best response is played."""
        return all(
            best == frozenset(used)
            for best, used in zip(self.best_responses, self.equilibrium.support, strict=True)
        )

    @cached_property
    def is_regular(self) -> bool:
        """Whether Harsanyi's Jacobian is regular; see the module's text."""
        return self.is_quasi_strict and is_regular(self.equilibrium.game, *self.equilibrium.support)

    @cached_property
    def undominated(self) -> tuple[bool, bool]:
        """Whether each player's strategy is undominated."""
        if self.is_regular:
            return True, True
        game, (rows, columns) = self.equilibrium.game, self.equilibrium.support
        # A completely mixed opponent supports the strategy.
        return (
            len(columns) == game.shape[1]
            or support_oracle(game, 0).is_undominated(frozenset(rows)),
            len(rows) == game.shape[0]
            or support_oracle(game, 1).is_undominated(frozenset(columns)),
        )

    @property
    def is_perfect(self) -> bool:
        """Whether it is trembling-hand perfect: both strategies are undominated."""
        return all(self.undominated)

    @cached_property
    def dominating(self) -> tuple[Strategy | None, Strategy | None]:
        """For each player an undominated strategy that dominates the own one, or None."""
        e = self.equilibrium
        first, second = (
            None if undominated else support_oracle(e.game, player).prove(strategy).dominating
            for player, (strategy, undominated) in enumerate(
                zip(e.profile, self.undominated, strict=True)
            )
        )
        return first, second

    @cached_property
    def evolutionary_stability(self) -> EvolutionaryStability:
        """Whether the strategy is evolutionarily stable, why, and an invading mutant if not."""
        return evolutionary_stability(self.equilibrium)

    @property
    def is_evolutionarily_stable(self) -> bool | None:
        """None where it has no meaning or was not decided: see `evolutionary_stability`."""
        return self.evolutionary_stability.holds

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON; strategies as texts of fractions."""
        return {
            "pure": self.is_pure,
            "strict": self.is_strict,
            "symmetric": self.is_symmetric,
            "quasi_strict": self.is_quasi_strict,
            "regular": self.is_regular,
            "perfect": self.is_perfect,
            "dominating": [strategy_text(strategy) for strategy in self.dominating],
            "evolutionarily_stable": self.is_evolutionarily_stable,
            "mutant": strategy_text(self.evolutionary_stability.mutant),
        }

    def __repr__(self) -> str:
        passed = [
            name.replace("_", " ") for name, value in self.to_document().items() if value is True
        ]
        return f"EquilibriumRefinements({', '.join(passed) or 'none'})"


def is_regular(game: BimatrixGame, rows: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether a *quasi-strict* equilibrium with these supports is regular.

    See the module's text.
    """
    if len(rows) != len(columns):
        return False
    block = np.ix_(rows, columns)
    first, second = (game.integer_payoffs(player)[0][block] for player in (0, 1))
    return _is_regular_block(first.tolist()) and _is_regular_block(second.T.tolist())


def _is_regular_block(rows: list[list[int]]) -> bool:
    """Whether the rows minus the first, and a row of ones, are linearly independent."""
    from flint import fmpz_mat

    first, *others = rows
    differences = [[a - b for a, b in zip(row, first, strict=True)] for row in others]
    return bool(fmpz_mat([*differences, [1] * len(first)]).det() != 0)


def strategy_text(strategy: Strategy | None) -> list[str] | None:
    """Return probabilities as texts of fractions, for JSON; None stays None."""
    return None if strategy is None else [format_fraction(p) for p in strategy]
