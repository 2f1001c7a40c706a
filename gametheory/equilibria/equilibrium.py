"""One Nash equilibrium, exact; and one profile that could not be made exact.

A profile (x, y) is a *Nash equilibrium* if neither player has a positive regret
(Nash 1951): every action that is played is a best response. It is *extreme* if it
is not a proper convex combination of others in its maximal Nash subset.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal, format_fraction
from gametheory.strategy import MixedStrategy, action_values, epsilons, regrets

if TYPE_CHECKING:
    from gametheory.equilibria.refinements import EquilibriumRefinements

__all__ = ["ApproximateEquilibrium", "Equilibrium", "best_response_labels"]


@dataclass(frozen=True, repr=False)
class Equilibrium:
    """A Nash equilibrium, verified in exact arithmetic.

    Attributes
    ----------
    game : BimatrixGame
    row_strategy, column_strategy : MixedStrategy
        The strategies as integers over one denominator.
    """

    game: BimatrixGame = field(repr=False)
    row_strategy: MixedStrategy
    column_strategy: MixedStrategy

    @property
    def row(self) -> tuple[Fraction, ...]:
        """The row player's mixed strategy, m probabilities."""
        return self.row_strategy.fractions

    @property
    def column(self) -> tuple[Fraction, ...]:
        """The column player's mixed strategy, n probabilities."""
        return self.column_strategy.fractions

    @property
    def profile(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Both mixed strategies."""
        return self.row, self.column

    @property
    def payoffs(self) -> tuple[Fraction, Fraction]:
        """Both expected payoffs, exact."""
        return self.game[self.row, self.column]

    @property
    def support(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Indices of the actions that each player uses."""
        return self.row_strategy.support, self.column_strategy.support

    @property
    def is_pure(self) -> bool:
        """Whether each player uses one action."""
        return all(len(used) == 1 for used in self.support)

    @cached_property
    def refinements(self) -> EquilibriumRefinements:
        """Whether it is strict, regular, perfect, evolutionarily stable, and so on."""
        from gametheory.equilibria.refinements import EquilibriumRefinements

        return EquilibriumRefinements(self)

    def __repr__(self) -> str:
        strategies = "; ".join(
            ", ".join(format_fraction(p) for p in strategy) for strategy in self.profile
        )
        payoffs = ", ".join(format_fraction(p) for p in self.payoffs)
        return f"Equilibrium(({strategies}), payoffs ({payoffs}))"

    def describe(self) -> str:
        """Name the actions: ``"Left 1/3, Right 2/3"`` for each player."""
        parts = []
        for player, strategy in enumerate(self.profile):
            actions = (self.game.row_actions, self.game.column_actions)[player]
            played = [
                actions[k] if p == 1 else f"{actions[k]} {format_fraction(p)}"
                for k, p in enumerate(strategy)
                if p
            ]
            parts.append(f"{self.game.players[player]}: {', '.join(played)}")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class ApproximateEquilibrium:
    """A profile near an equilibrium that no exact equilibrium was found for.

    Attributes
    ----------
    game : BimatrixGame
    row, column : tuple of Fraction
        The mixed strategies.
    """

    game: BimatrixGame = field(repr=False)
    row: tuple[Fraction, ...]
    column: tuple[Fraction, ...]

    @property
    def regrets(self) -> tuple[Fraction, Fraction]:
        """Both players' exact regrets, in payoff units."""
        return regrets(self.game, self.row, self.column)

    @property
    def epsilons(self) -> tuple[Fraction, Fraction]:
        """Both players' exact regrets as shares of their payoff ranges."""
        return epsilons(self.game, self.row, self.column)

    def __repr__(self) -> str:
        shown = ", ".join(format_decimal(value, 3) for value in self.epsilons)
        return f"ApproximateEquilibrium(epsilons ({shown}))"


def best_response_labels(
    game: BimatrixGame, strategy: MixedStrategy, player: int
) -> tuple[frozenset[int], frozenset[int]]:
    """Labels of one player's strategy (von Stengel 2002, section 2.2).

    Parameters
    ----------
    game : BimatrixGame
    strategy : MixedStrategy
        Strategy of `player`.
    player : int

    Returns
    -------
    unplayed : frozenset of int
        The player's actions with probability 0.
    best : frozenset of int
        The opponent's best responses.
    """
    values = action_values(game.integer_payoffs(1 - player), strategy.fractions, 1 - player)
    best = max(values)
    return (
        frozenset(k for k, number in enumerate(strategy.numerators) if not number),
        frozenset(k for k, value in enumerate(values) if value == best),
    )
