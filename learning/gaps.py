"""How far play is from equilibrium, for many profiles or joint distributions at once.

A player's *epsilon* is the regret at a profile divided by the payoff range; *NashConv*
is the sum of both regrets. For a distribution over joint actions, the *external
regret* of a player is what the best constant action would have gained, the *swap
regret* what the best replacement of each action by another would have. The CCE gap
and the CE gap are the larger of the two players' external and swap regrets: 0 exactly
at a coarse correlated and at a correlated equilibrium (Moulin & Vial 1978; Aumann
1974; Blum & Mansour 2007).

Everything is in floats: what learners did is measured, not proved.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gametheory.game import BimatrixGame

__all__ = ["cce_gap", "ce_gap", "external_regrets", "in_payoff_units", "profile_epsilons",
           "profile_payoffs", "scaled_payoffs", "swap_regrets"]  # fmt: skip

Floats = NDArray[np.float64]


def scaled_payoffs(game: BimatrixGame, player: int) -> Floats:
    """Payoffs of one player moved and scaled to 0 .. 1, own actions first.

    Differences are taken exactly, so neither an offset of 1e17 nor a range beyond
    float64 spoils them.

    Parameters
    ----------
    game : BimatrixGame
    player : int

    Returns
    -------
    ndarray, shape (own actions, opponent's actions)
        Zeros if all payoffs are equal.
    """
    integers, _ = game.integer_payoffs(player)
    low, high = int(integers.min()), int(integers.max())
    if high - low >= 2**63:
        integers = integers.astype(object)
    scaled = (integers - low) / (high - low) if high > low else np.zeros(integers.shape)
    floats: Floats = np.asarray(scaled, dtype=np.float64)
    return np.ascontiguousarray(floats if player == 0 else floats.T)


def in_payoff_units(game: BimatrixGame, player: int, shares: Floats) -> Floats:
    """Shares of a player's payoff range in units of payoff; 0 where not positive.

    Infinite where the product is beyond float64.

    Parameters
    ----------
    game : BimatrixGame
    player : int
    shares : ndarray
    """
    spread = game.payoff_range(player)
    largest = float(spread) if spread <= sys.float_info.max else math.inf
    result = shares.copy()  # NaN stays NaN
    result[shares <= 0.0] = 0.0
    result[shares > 0.0] *= largest
    return result


def profile_epsilons(game: BimatrixGame, row: Floats, column: Floats) -> Floats:
    """Both players' regrets as shares of their payoff ranges.

    Parameters
    ----------
    game : BimatrixGame
    row, column : ndarray, shapes (runs, m) and (runs, n)

    Returns
    -------
    ndarray, shape (runs, 2)
        NaN where a strategy is NaN.
    """
    result = np.empty((len(row), 2))
    for player, (own, other) in enumerate(((row, column), (column, row))):
        values = other @ scaled_payoffs(game, player).T
        regret = values.max(axis=1) - (own * values).sum(axis=1)
        result[:, player] = np.maximum(regret, 0.0)
    return result


def profile_payoffs(game: BimatrixGame, row: Floats, column: Floats) -> Floats:
    """Both expected payoffs of each profile, shape (runs, 2)."""
    return np.stack(
        [
            np.einsum("ri,ij,rj->r", row, payoffs, column, optimize=True)
            for payoffs in (game.row_payoffs, game.column_payoffs)
        ],
        axis=1,
    )


def external_regrets(game: BimatrixGame, joint: Floats) -> Floats:
    """Both players' external regrets as shares of their payoff ranges; may be negative.

    Parameters
    ----------
    game : BimatrixGame
    joint : ndarray, shape (..., m, n)
        Distributions over joint actions.

    Returns
    -------
    ndarray, shape (..., 2)
    """
    return _both(game, joint, _external_regret)


def swap_regrets(game: BimatrixGame, joint: Floats) -> Floats:
    """Both players' swap regrets as shares of their payoff ranges; as the external ones."""
    return _both(game, joint, _swap_regret)


def _both(game: BimatrixGame, joint: Floats, regret: Callable[[Floats, Floats], Floats]) -> Floats:
    flat = joint.reshape(-1, *game.shape)
    own = (flat, flat.transpose(0, 2, 1))
    regrets = [regret(scaled_payoffs(game, player), own[player]) for player in (0, 1)]
    return np.stack(regrets, axis=1).reshape(*joint.shape[:-2], 2)


def cce_gap(game: BimatrixGame, joint: Floats) -> Floats:
    """Larger of both players' external regrets, in payoff units; 0 if none is positive.

    Parameters
    ----------
    game : BimatrixGame
    joint : ndarray, shape (runs, m, n)
        Distributions over joint actions.

    Returns
    -------
    ndarray, shape (runs,)
    """
    return _larger(game, joint, _external_regret)


def ce_gap(game: BimatrixGame, joint: Floats) -> Floats:
    """Larger of both players' swap regrets, in payoff units; as :func:`cce_gap`."""
    return _larger(game, joint, _swap_regret)


def _larger(
    game: BimatrixGame, joint: Floats, regret: Callable[[Floats, Floats], Floats]
) -> Floats:
    shares = _both(game, joint, regret)
    gaps = [in_payoff_units(game, player, shares[:, player]) for player in (0, 1)]
    return np.maximum(gaps[0], gaps[1])


def _external_regret(payoffs: Floats, joint: Floats) -> Floats:
    regrets: Floats = (joint.sum(axis=1) @ payoffs.T).max(axis=1) - _earned(payoffs, joint)
    return regrets


def _swap_regret(payoffs: Floats, joint: Floats) -> Floats:
    total = np.zeros(len(joint))
    for action in range(payoffs.shape[0]):
        total += (joint[:, action, :] @ payoffs.T).max(axis=1)
    return total - _earned(payoffs, joint)


def _earned(payoffs: Floats, joint: Floats) -> Floats:
    earned: Floats = np.einsum("rij,ij->r", joint, payoffs)
    return earned
