"""States of the dynamics: shares of one population, or of two.

A *state* is one vector of shares (*one population*, whose members are matched with each
other: a symmetric game) or a pair of them (*two populations*, one in each seat). Shares
are mixed strategies: non-negative, of sum 1. An action's *value* is its expected payoff
against the population in the other seat, ``A y`` and ``B' x``, or ``A x`` for one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import GameError, ParameterError
from gametheory.game import BimatrixGame
from gametheory.strategy import Strategy, action_values, read_strategy

__all__ = ["Floats", "State", "centred", "check_populations", "exact_values", "float_values",
           "frozen",
           "read_exact", "read_floats"]  # fmt: skip

Floats: TypeAlias = NDArray[np.float64]

#: One or two vectors of shares; a last axis of actions, any axes before it.
State: TypeAlias = tuple[Floats, ...]


def check_populations(game: BimatrixGame, populations: Any) -> int:
    """Return 1 or 2; raise if it is neither, or 1 for a game that is not symmetric."""
    if isinstance(populations, bool) or populations not in (1, 2):
        raise ParameterError(f"populations: expected 1 or 2, got {populations!r:.60}")
    if populations == 1 and not game.is_symmetric:
        raise GameError(
            "one population plays against itself, so the game must be symmetric (B = A "
            "transposed); give a pair of states for two populations"
        )
    return int(populations)


def read_exact(game: BimatrixGame, state: Any) -> tuple[Strategy, ...]:
    """Read a state exactly.

    Parameters
    ----------
    game : BimatrixGame
        Symmetric, if the state is one vector.
    state : sequence of numbers, or pair of such
        An entry of a pair may also be an action's name.

    Raises
    ------
    StrategyError
        If shares are negative, don't sum to 1 or are of the wrong number.
    GameError
        If one vector is given for a game that is not symmetric.
    ParameterError
        If it is neither.
    """
    if isinstance(state, (str, bytes, dict, set)) or not hasattr(state, "__len__"):
        raise ParameterError(
            "state: expected a mixed strategy, or a pair of them for two populations, "
            f"got {state!r:.60}"
        )
    if len(state) == 2 and _is_pair(game, state):
        return tuple(
            read_strategy(_vector(game, player, entry), game.shape[player], player)
            for player, entry in enumerate(state)
        )
    check_populations(game, 1)
    return (read_strategy(state, game.shape[0], 0),)


def _is_pair(game: BimatrixGame, state: Any) -> bool:
    """Whether these are two strategies, not two shares; a text may also be a number."""
    names = (game.row_actions, game.column_actions)
    if any(hasattr(entry, "__len__") and not isinstance(entry, str) for entry in state):
        return True
    return all(entry in known for entry, known in zip(state, names, strict=True))


def _vector(game: BimatrixGame, player: int, entry: Any) -> Any:
    if isinstance(entry, str):
        index = game.action_index(player, entry)
        return [int(k == index) for k in range(game.shape[player])]
    return entry


def read_floats(game: BimatrixGame, state: Any) -> State:
    """Read a state as float arrays, each divided by its sum; errors as :func:`read_exact`."""
    shares = [np.array([float(p) for p in part]) for part in read_exact(game, state)]
    return tuple(part / part.sum() for part in shares)


#: Payoffs larger than this many times their differences lose digits of these in floats.
_OFFSET: Final = 1_000


def centred(game: BimatrixGame) -> BimatrixGame:
    """Return the game without large constants, for laws that see differences of payoffs only.

    From each player's payoffs against one action of the opponent a constant is taken
    exactly, so that ``10**17 + 1`` and ``10**17`` don't become the same float.
    """
    m, n = game.shape
    large = False
    for player, floats in enumerate((game.row_payoffs, game.column_payoffs)):
        spread = float(np.ptp(floats, axis=player).max())
        large = large or float(np.abs(floats).max()) > _OFFSET * spread
    if not large:
        return game
    first = [[game.payoff(i, j)[0] for j in range(n)] for i in range(m)]
    second = [[game.payoff(i, j)[1] for j in range(n)] for i in range(m)]
    lowest = [min(column) for column in zip(*first, strict=True)]
    return BimatrixGame(
        [[v - low for v, low in zip(row, lowest, strict=True)] for row in first],
        [[v - min(row) for v in row] for row in second],
        name=game.name or None, row_actions=game.row_actions,
        column_actions=game.column_actions, players=game.players,
    )  # fmt: skip


def float_values(game: BimatrixGame, state: State) -> State:
    """Values of all actions at a state, in payoff units."""
    if len(state) == 1:
        return (state[0] @ game.row_payoffs.T,)
    return state[1] @ game.row_payoffs.T, state[0] @ game.column_payoffs


def exact_values(
    game: BimatrixGame, state: tuple[Strategy, ...]
) -> tuple[tuple[Fraction, ...], ...]:
    """Exact values of all actions at a state."""
    if len(state) == 1:
        return (tuple(action_values(game.integer_payoffs(0), state[0], 0)),)
    return (
        tuple(action_values(game.integer_payoffs(0), state[1], 0)),
        tuple(action_values(game.integer_payoffs(1), state[0], 1)),
    )


def frozen(array: Floats) -> Floats:
    """Return the array itself, read-only from now on."""
    array.setflags(write=False)
    return array
