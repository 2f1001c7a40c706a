"""Fictitious play as an agent.

Brown 1951, "Iterative solution of games by fictitious play", in Activity Analysis of
Production and Allocation.

The player believes that the opponent mixes as its past actions were frequent, perhaps with
starting weights, and plays a best response to that belief. Two such players move
simultaneously, each by what was seen before the round;
:func:`gametheory.dynamics.fictitious_play` gives the same counts in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import FullInformation, sealed, told_payoffs
from learning.parameters import read_real

__all__ = ["FictitiousPlayer", "read_weights", "told_weights"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class FictitiousPlayer(FullInformation):
    """Specification of a player by fictitious play; see the module.

    Its values are what each action would have earned against all past actions of the
    opponent and the starting weights, in payoff units. They are sums of floats: with
    payoffs such as 0.1 a tie may be broken by rounding, with integers never below 2**53.

    Parameters
    ----------
    initial_weights : sequence of float, optional
        Starting weight of each of the opponent's actions; none if not given, so that in the
        first round all actions are best responses.
    tie_rule : {"random", "first"}
        Whether several best responses are equally likely, or the action that is listed
        first is played.

    Raises
    ------
    ParameterError
        If a parameter is out of range.
    """

    initial_weights: Sequence[float] | None = None
    tie_rule: Literal["random", "first"] = "random"

    def __post_init__(self) -> None:
        object.__setattr__(self, "initial_weights", read_weights(self.initial_weights))
        if self.tie_rule not in ("random", "first"):
            raise ParameterError(f"tie_rule: expected 'random' or 'first', got {self.tie_rule!r}")

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import beliefs, layout, rules

        payoffs = told_payoffs(self, seat)
        parameters = {layout.FIRST_TIE: float(self.tie_rule == "first")}
        start = payoffs @ told_weights(self, self.initial_weights, payoffs)
        return make_rule(rules.EPSILON_GREEDY, beliefs.BELIEF_SUMS, seat, start, parameters)


def read_weights(given: Sequence[float] | None) -> tuple[float, ...] | None:
    """Read starting weights of the opponent's actions.

    Raises
    ------
    ParameterError
        If they are no numbers of at least 0.
    """
    if given is None:
        return None
    if not hasattr(given, "__iter__"):
        raise ParameterError(
            f"initial_weights: expected a weight for each of the opponent's actions, got {given!r}"
        )
    return tuple(read_real(weight, "initial_weights", 0.0) for weight in given)


def told_weights(
    specification: object, weights: Sequence[float] | None, payoffs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a seat's opponent; zeros if none are given.

    Raises
    ------
    ParameterError
        If their number is not that of the opponent's actions.
    """
    others = payoffs.shape[1]
    if weights is None:
        return np.zeros(others)
    if len(weights) != others:
        raise ParameterError(
            f"{type(specification).__name__}: got {len(weights)} initial weights against an "
            f"opponent of {others} actions; give one for each"
        )
    return np.array(weights)
