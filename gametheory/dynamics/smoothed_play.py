"""Stochastic fictitious play: smoothed answers to past frequencies, with chance.

In each round each player draws an action with the logit probabilities
``exp(u_i / T) / sum_k exp(u_k / T)``, where u are the expected payoffs against the
opponent's past frequencies (Fudenberg and Kreps 1993, "Learning mixed equilibria", Games
and Economic Behavior 5; Fudenberg and Levine 1998, *The Theory of Learning in Games*,
chapter 4). Its mean motion is the logit dynamic; frequencies converge to the logit
equilibrium in zero-sum games (Hofbauer and Sandholm 2002, "On the global convergence of
stochastic fictitious play", Econometrica 70).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from gametheory.dynamics.parameters import real_number, whole_number
from gametheory.dynamics.states import Floats
from gametheory.errors import Interrupted
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.numbers import format_decimal
from gametheory.randomness import Randomness, read_rng
from gametheory.results import Result, Table

__all__ = ["StochasticFictitiousPlay", "stochastic_fictitious_play"]

#: Rounds in one call of the kernel.
_ROUNDS_A_CALL: Final = 200_000


@dataclass(frozen=True, repr=False)
class StochasticFictitiousPlay(Result):
    """What stochastic fictitious play did.

    Attributes
    ----------
    game : BimatrixGame
    temperature : float
    counts : tuple of tuples of int, m x n
        How often each pair of actions was played.
    status : Status
    """

    game: BimatrixGame
    temperature: float
    counts: tuple[tuple[int, ...], ...]
    status: Status

    @cached_property
    def rounds(self) -> int:
        """Rounds played."""
        return sum(map(sum, self.counts))

    @cached_property
    def frequencies(self) -> tuple[Floats, Floats]:
        """How often each player used each action, as shares of the rounds."""
        counts = np.array(self.counts, dtype=np.float64)
        return counts.sum(axis=1) / self.rounds, counts.sum(axis=0) / self.rounds

    def summary(self) -> str:
        """One line: rounds and temperature."""
        return (
            f"stochastic fictitious play at temperature {self.temperature:g} "
            f"({self.status.value}): {self.rounds:,} rounds"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return each player's frequencies."""
        names = (self.game.row_actions, self.game.column_actions)
        tables = []
        for player, actions, shares in zip(self.game.players, names, self.frequencies, strict=True):
            rows = [
                (name, format_decimal(float(share), 6))
                for name, share in zip(actions, shares, strict=True)
            ]
            tables.append(Table(player, ("action", "share"), rows))
        return tuple(tables)

    def to_document(self) -> dict[str, Any]:
        """Return the counts as JSON data."""
        return {
            "schema": "gametheory/stochastic-fictitious-play/1",
            "temperature": self.temperature,
            "status": self.status.value,
            "rounds": self.rounds,
            "counts": [list(row) for row in self.counts],
        }


def stochastic_fictitious_play(
    game: BimatrixGame,
    rounds: int,
    temperature: float,
    *,
    weight: float = 1.0,
    rng: Randomness = None,
) -> StochasticFictitiousPlay:
    """Play smoothed best responses to past frequencies, drawn by chance.

    Parameters
    ----------
    game : BimatrixGame
    rounds : int
        At least 1.
    temperature : float
        T > 0, in payoff units.
    weight : float
        Rounds, > 0, that the even beliefs at the start count for.
    rng : None, int, SeedSequence or Generator

    Raises
    ------
    ParameterError
        If a parameter is out of range.
    Interrupted
        On Ctrl-C, with ``.partial``.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> stochastic_fictitious_play(load("matching-pennies"), 1000, 0.1, rng=1).rounds
    1000
    """
    from gametheory.dynamics.kernels.chance import smoothed_rounds

    rounds = whole_number("rounds", rounds, 1)
    heat = real_number("temperature", temperature, 0, open_low=True)
    seen = real_number("weight", weight, 0, open_low=True)
    chance = read_rng(rng)
    m, n = game.shape
    row_gains = np.array(game.row_payoffs.T, order="C")
    column_gains = game.column_payoffs.copy()
    row_sums, column_sums = seen * row_gains.mean(axis=0), seen * column_gains.mean(axis=0)
    joint = np.zeros((m, n), dtype=np.int64)
    played, status = 0, Status.FINISHED

    def result() -> StochasticFictitiousPlay:
        counts = tuple(tuple(map(int, row)) for row in joint.tolist())
        return StochasticFictitiousPlay(game, heat, counts, status)

    try:
        while played < rounds:
            uniforms = chance.random((min(rounds - played, _ROUNDS_A_CALL), 2))
            smoothed_rounds(
                row_gains, column_gains, row_sums, column_sums, seen + played, heat, joint, uniforms
            )
            played += len(uniforms)
    except KeyboardInterrupt:
        status = Status.INTERRUPTED
        raise Interrupted(result()) from None
    return result()
