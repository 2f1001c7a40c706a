"""What levels of reasoning are made of: level 0, best replies, Poisson shares; exact.

The models are described by :mod:`gametheory.concepts.levels`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Final, TypeAlias

import numpy as np

from gametheory.concepts.words import describe_strategy
from gametheory.errors import NumberError, ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.numbers import read_number
from gametheory.strategy import MixedStrategy, action_values, read_strategy

__all__ = [
    "MAX_TAU",
    "MODELS",
    "TIES",
    "LevelZero",
    "Strategy",
    "best_reply",
    "equally",
    "hierarchy_replies",
    "poisson_weights",
    "read_level_zero",
    "read_levels",
    "read_tau",
    "read_ties",
]

Strategy = tuple[Fraction, ...]
#: Level 0 of both players: ``"uniform"``, or a pair of actions or mixed strategies.
LevelZero: TypeAlias = Any

#: What is done with several best responses.
TIES: Final = ("uniform", "first")

MODELS: Final = ("level-k", "cognitive-hierarchy")

#: Levels that may be asked for; from a few levels on they repeat.
_MOST: Final = 1_000

#: Share of players beyond the highest level of a hierarchy.
_TAIL: Final = 1e-12

#: Largest tau; 1.5 describes most experiments.
MAX_TAU: Final = 100


def hierarchy_replies(
    game: BimatrixGame, weights: Sequence[Fraction], zero: tuple[Strategy, Strategy], ties: str
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Actions that each level from 1 on plays, equally often, in a cognitive hierarchy.

    Parameters
    ----------
    game : BimatrixGame
    weights : sequence of Fraction
        Relative shares of levels 0, 1, ...
    zero : pair of strategies
        Level 0.
    ties : str
    """
    # Beliefs matter up to a factor only: all of them are held as integers.
    whole = lcm(*(p.denominator for own in zero for p in own), *range(1, max(game.shape) + 1))
    common = lcm(*(weight.denominator for weight in weights))
    shares = [int(weight * common) for weight in weights]
    own_payoffs = (
        game.integer_payoffs(0)[0].astype(object), game.integer_payoffs(1)[0].T.astype(object)
    )  # fmt: skip
    below = [np.array([shares[0] * int(p * whole) for p in own], dtype=object) for own in zero]
    replies = []
    for share in shares[1:]:
        reply = []
        for player in (0, 1):
            values = (own_payoffs[player] @ below[1 - player]).tolist()
            best = max(values)
            chosen = tuple(k for k, value in enumerate(values) if value == best)
            reply.append(chosen if ties == "uniform" else chosen[:1])
        for player in (0, 1):
            for k in reply[player]:
                below[player][k] += share * (whole // len(reply[player]))
        replies.append((reply[0], reply[1]))
    return replies


def poisson_weights(tau: Fraction, highest: int | None = None) -> list[Fraction]:
    """``tau^k / k!`` for k = 0, 1, ...: Poisson probabilities times exp(tau).

    Parameters
    ----------
    tau : Fraction
    highest : int, optional
        The last k; if not given, less than 1e-12 of the total lies beyond.
    """
    weights = [Fraction(1)]
    total = 1.0
    while True:
        k = len(weights)
        following = weights[-1] * tau / k
        share = float(following)
        total += share
        if highest is not None:
            if k > highest:
                return weights
        # Terms past 2 tau at least halve, so the rest is below twice the next term.
        elif k > 2 * tau and 2 * share <= _TAIL * total:
            return weights
        weights.append(following)


def best_reply(
    game: BimatrixGame, player: int, opponent: Sequence[Fraction], ties: str
) -> Strategy:
    """Best response of a player to a mixed strategy, exact, by a tie rule."""
    values = action_values(game.integer_payoffs(player), opponent, player)
    best = max(values)
    chosen = [k for k, value in enumerate(values) if value == best]
    if ties == "first":
        chosen = chosen[:1]
    return equally(chosen, len(values))


def equally(chosen: Sequence[int], size: int) -> Strategy:
    """Mixed strategy that plays some actions equally often."""
    return MixedStrategy([int(k in chosen) for k in range(size)]).fractions


def read_level_zero(
    game: BimatrixGame, level_zero: LevelZero
) -> tuple[tuple[Strategy, Strategy], str]:
    """Read what level 0 does: both strategies, and words for it.

    Raises
    ------
    ParameterError
        If it is neither ``"uniform"`` nor a pair.
    StrategyError
        If a player has no such action or strategy.
    """
    m, n = game.shape
    if isinstance(level_zero, str) and level_zero == "uniform":
        return ((Fraction(1, m),) * m, (Fraction(1, n),) * n), "uniformly"
    if not isinstance(level_zero, (tuple, list)) or len(level_zero) != 2:
        raise ParameterError(
            "level_zero: expected 'uniform' or a pair with an action or a mixed strategy of each "
            f"player, got {level_zero!r:.60}"
        )
    strategies = []
    for player, given in enumerate(level_zero):
        size = game.shape[player]
        if isinstance(given, (list, tuple, np.ndarray)):
            strategies.append(read_strategy(given, size, player))
        else:
            index = game.action_index(player, given)
            strategies.append(tuple(Fraction(int(k == index)) for k in range(size)))
    first, second = strategies
    names = game.row_actions, game.column_actions
    words = "; ".join(
        f"{game.players[player]}: {describe_strategy(s, names[player])}"
        for player, s in enumerate(strategies)
    )
    return (first, second), words


def read_tau(tau: Any) -> Fraction:
    """Read tau exactly.

    Raises
    ------
    ParameterError
        If it is no number from 0 to `MAX_TAU`.
    """
    try:
        number = read_number(tau, "tau")
    except NumberError as error:
        raise ParameterError(str(error)) from None
    if isinstance(tau, bool) or not 0 <= number <= MAX_TAU:
        raise ParameterError(f"tau: expected a number between 0 and {MAX_TAU}, got {tau!s:.60}")
    return number


def read_levels(levels: Any) -> int:
    """Read the highest level.

    Raises
    ------
    ParameterError
        If it is no whole number from 0 to 1,000.
    """
    if isinstance(levels, bool) or not hasattr(levels, "__index__") or not 0 <= levels <= _MOST:
        raise ParameterError(
            f"levels: expected a whole number from 0 to {_MOST:,}, got {levels!r:.60}"
        )
    return int(levels)


def read_ties(ties: str) -> None:
    """Refuse an unknown tie rule with an UnknownNameError."""
    if ties not in TIES:
        raise UnknownNameError("tie rule", str(ties), TIES)
