"""What players gain by not following a mediator, exactly.

A mediator draws an outcome from a joint distribution p and tells each player the own action. The
*gain* of the row player who is told a and plays b instead is

    sum_j p[a, j] (A[b, j] - A[a, j]),

and of the one who plays b whatever the mediator says, the sum of this over all a. The
*external regret* is the largest gain of one action against all recommendations, the *swap
regret* the gain of the best replacement of each action by another, the *internal regret* the
largest gain of one replacement of one action (Blum & Mansour 2007, "From external to internal
regret", Journal of Machine Learning Research 8). The **CCE gap** is the larger of both players'
external regrets and the **CE gap** that of their swap regrets, in units of payoff, 0 exactly at a
coarse correlated and at a correlated equilibrium. External regret may be negative: then every
constant action loses.

(Two results and their makers, just past 300 lines.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.joint import Joint, over_one_denominator, read_joint
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = [
    "CorrelatedGaps",
    "Deviation",
    "correlated_gaps",
    "is_coarse_correlated_equilibrium",
    "is_correlated_equilibrium",
    "profitable_deviation",
]


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way not to follow the mediator, and what it gains.

    Attributes
    ----------
    player : int
        0 for the row player, 1 for the column player.
    recommended : int or None
        The action that the mediator recommends; None if the deviation is the same whatever is
        recommended.
    instead : int
        The action that is played.
    gain : Fraction
        Expected gain in units of payoff, not divided by the probability of the recommendation;
        positive if the deviation pays.
    """

    player: int
    recommended: int | None
    instead: int
    gain: Fraction

    def describe(self, game: BimatrixGame) -> str:
        """Return the deviation in words, with the names of `game`."""
        names = (game.row_actions, game.column_actions)[self.player]
        told = (
            "whatever is recommended" if self.recommended is None
            else f"when {names[self.recommended]} is recommended"
        )  # fmt: skip
        verb = "gains" if self.gain >= 0 else "loses"
        return (
            f"{game.players[self.player]} {verb} {format_brief(abs(self.gain))} by playing "
            f"{names[self.instead]} {told}"
        )


@dataclass(frozen=True, repr=False)
class CorrelatedGaps(Result):
    """How far a joint distribution is from correlated and coarse correlated equilibrium; exact.

    Attributes
    ----------
    game : BimatrixGame
    joint : m tuples of n Fractions
    external : pair of Deviation
        For each player the best constant action; its gain is the external regret.
    internal : pair of Deviation
        For each player the best replacement of one action; its gain is the internal regret.
    replacements : pair of tuples of Deviation
        For each player and each recommended action the best replacement; the gains sum to the
        swap regret.
    """

    game: BimatrixGame
    joint: Joint
    external: tuple[Deviation, Deviation]
    internal: tuple[Deviation, Deviation]
    replacements: tuple[tuple[Deviation, ...], tuple[Deviation, ...]]

    @property
    def external_regrets(self) -> tuple[Fraction, Fraction]:
        """Both players' external regrets in units of payoff; may be negative."""
        return self.external[0].gain, self.external[1].gain

    @property
    def internal_regrets(self) -> tuple[Fraction, Fraction]:
        """Both players' internal regrets in units of payoff."""
        return self.internal[0].gain, self.internal[1].gain

    @property
    def swap_regrets(self) -> tuple[Fraction, Fraction]:
        """Both players' swap regrets in units of payoff."""
        first, second = (sum((d.gain for d in each), Fraction(0)) for each in self.replacements)
        return first, second

    @property
    def cce_gap(self) -> Fraction:
        """Larger of the external regrets, 0 if none is positive."""
        return max(Fraction(0), *self.external_regrets)

    @property
    def ce_gap(self) -> Fraction:
        """Larger of the swap regrets."""
        return max(self.swap_regrets)

    @property
    def is_correlated_equilibrium(self) -> bool:
        """Whether no replacement of an action gains."""
        return self.ce_gap == 0

    @property
    def is_coarse_correlated_equilibrium(self) -> bool:
        """Whether no constant action gains."""
        return self.cce_gap == 0

    def summary(self) -> str:
        """Return the verdict and both gaps."""
        if self.is_correlated_equilibrium:
            verdict = "a correlated equilibrium"
        elif self.is_coarse_correlated_equilibrium:
            verdict = "a coarse correlated equilibrium, but no correlated equilibrium"
        else:
            verdict = "no coarse correlated equilibrium"
        return (
            f"{verdict[0].upper()}{verdict[1:]}: CE gap {format_brief(self.ce_gap)}, CCE gap "
            f"{format_brief(self.cce_gap)} (units of payoff, exact)"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the three regrets of each player."""
        kinds = (self.external_regrets, self.swap_regrets, self.internal_regrets)
        rows = [
            (self.game.players[player], *(format_brief(kind[player]) for kind in kinds))
            for player in (0, 1)
        ]
        header = ("", "external regret", "swap regret", "internal regret")
        return (Table("", header, rows),)

    @property
    def notes(self) -> tuple[str, ...]:
        """The deviations that pay most."""
        worst = max(self.internal, key=lambda deviation: deviation.gain)
        constant = max(self.external, key=lambda deviation: deviation.gain)
        return tuple(
            f"{deviation.describe(self.game)}."
            for deviation in (constant, worst)
            if deviation.gain > 0
        )

    def to_document(self) -> dict[str, Any]:
        """Return gaps, regrets and the deviations behind them."""
        return {
            "schema": "gametheory/correlated-gaps/1",
            "joint": [[format_fraction(p) for p in row] for row in self.joint],
            "ce_gap": format_fraction(self.ce_gap),
            "cce_gap": format_fraction(self.cce_gap),
            "swap_regrets": [format_fraction(v) for v in self.swap_regrets],
            "external": [deviation_document(d) for d in self.external],
            "internal": [deviation_document(d) for d in self.internal],
        }


def deviation_document(deviation: Deviation) -> dict[str, Any]:
    """Return a deviation as ``json.dump`` can write it."""
    return {
        "player": deviation.player,
        "recommended": deviation.recommended,
        "instead": deviation.instead,
        "gain": format_fraction(deviation.gain),
    }


def correlated_gaps(game: BimatrixGame, joint: Any) -> CorrelatedGaps:
    """Measure how far a joint distribution is from correlated equilibrium, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    joint : m sequences of n numbers
        As for :func:`gametheory.concepts.read_joint`.

    Returns
    -------
    CorrelatedGaps

    Raises
    ------
    StrategyError
        If `joint` is no joint distribution of the game.

    Examples
    --------
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> gaps = correlated_gaps(pennies, [["1/2", 0], [0, "1/2"]])
    >>> gaps.cce_gap, gaps.ce_gap
    (Fraction(1, 1), Fraction(2, 1))
    """
    read = read_joint(game, joint)
    weights, denominator = over_one_denominator(read)
    external, internal, replacements = [], [], []
    for player in (0, 1):
        gains = _gains(game, weights, player)
        divisor = denominator * game.integer_payoffs(player)[1]
        constant = gains.sum(axis=0)
        best = int(np.argmax(constant))
        external.append(Deviation(player, None, best, Fraction(int(constant[best]), divisor)))
        each = tuple(
            Deviation(player, a, int(np.argmax(row)), Fraction(int(max(row)), divisor))
            for a, row in enumerate(gains)
        )
        replacements.append(each)
        internal.append(max(each, key=lambda deviation: deviation.gain))
    return CorrelatedGaps(
        game, read, (external[0], external[1]), (internal[0], internal[1]),
        (replacements[0], replacements[1]),
    )  # fmt: skip


def _gains(game: BimatrixGame, weights: NDArray[Any], player: int) -> NDArray[Any]:
    """Gain of playing b (column) for a recommended a (row), times both denominators."""
    payoffs = game.integer_payoffs(player)[0].astype(object)
    own, table = (weights, payoffs) if player == 0 else (weights.T, payoffs.T)
    values = own @ table.T
    gains: NDArray[Any] = values - values.diagonal()[:, None]
    return gains


def profitable_deviation(
    game: BimatrixGame, joint: Any, *, coarse: bool = False
) -> Deviation | None:
    """Return the deviation that gains most, or None in an equilibrium.

    Parameters
    ----------
    game : BimatrixGame
    joint : m sequences of n numbers
        Joint distribution.
    coarse : bool
        Whether only constant actions count as deviations (coarse correlated equilibrium).

    Returns
    -------
    Deviation or None
        The violated constraint with the largest gain: who, told what, plays what instead.

    Examples
    --------
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], row_actions=["C", "D"])
    >>> profitable_deviation(dilemma, [[1, 0], [0, 0]]).describe(dilemma)
    'Row player gains 2 by playing D when C is recommended'
    """
    gaps = correlated_gaps(game, joint)
    worst = max(gaps.external if coarse else gaps.internal, key=lambda d: d.gain)
    return worst if worst.gain > 0 else None


def is_correlated_equilibrium(game: BimatrixGame, joint: Any) -> bool:
    """Whether following the mediator is a best response to every recommendation; exact.

    Parameters
    ----------
    game : BimatrixGame
    joint : m sequences of n numbers
        Joint distribution; :func:`profitable_deviation` returns the witness if it is none.
    """
    return correlated_gaps(game, joint).is_correlated_equilibrium


def is_coarse_correlated_equilibrium(game: BimatrixGame, joint: Any) -> bool:
    """Whether no constant action is better than to follow the mediator; exact.

    Parameters
    ----------
    game : BimatrixGame
    joint : m sequences of n numbers
        Joint distribution; :func:`profitable_deviation` returns the witness if it is none.
    """
    return correlated_gaps(game, joint).is_coarse_correlated_equilibrium
