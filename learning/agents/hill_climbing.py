"""Policy hill-climbing, and win or learn fast (WoLF).

A hill-climber learns values as a Q-learner does, and moves its *policy* a small step
towards the action of largest value. WoLF takes a smaller step while it *wins*, that is,
while its policy is worth more than its average policy so far; small steps when winning
leave the opponent time to adapt, which makes play of zero-sum games settle.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError, StrategyError
from gametheory.strategy import read_strategy
from learning.agents.exploration import EpsilonGreedy
from learning.agents.kernel_agent import KernelAgent, make_rule, new_kernel_agent
from learning.agents.protocol import OWN_REWARD, PAYOFF_BOUNDS, KernelRule, Seat
from learning.agents.schedules import Decay, Rate, read_rate, schedule_parameters
from learning.agents.sealing import sealed
from learning.agents.value_learner import (
    Bounds,
    Start,
    TieRule,
    read_shared,
    shown,
    starting_value,
)

__all__ = ["PHC", "WoLFPHC"]


_NONE = EpsilonGreedy(0.0)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HillClimber(ABC):
    """What both hill-climbers share; parameters are those of :class:`learning.PHC`."""

    learning_rate: Rate
    exploration: EpsilonGreedy = _NONE
    discount: float = 0.0
    initial_value: Start = 0.0
    initial_policy: tuple[float, ...] | None = None
    tie_rule: TieRule = "random"

    def __post_init__(self) -> None:
        rate = read_rate(self.learning_rate, "learning_rate", 0.0, 1.0, above=True)
        object.__setattr__(self, "learning_rate", rate)
        if not isinstance(self.exploration, EpsilonGreedy):
            raise ParameterError(
                f"exploration: expected EpsilonGreedy(epsilon), got {self.exploration!r}"
            )
        read_shared(self)
        if self.initial_policy is not None:
            policy = _read_policy(self.initial_policy)
            object.__setattr__(self, "initial_policy", policy)

    def __repr__(self) -> str:
        return shown(self)

    @property
    def needs(self) -> frozenset[str]:
        """What its world must give."""
        bounds = {PAYOFF_BOUNDS} if isinstance(self.initial_value, str) else set()
        return frozenset({OWN_REWARD, *bounds})

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that its policy would not."""
        return self.exploration.explores_for_ever

    def new(
        self,
        n_actions: int,
        n_observations: int = 1,
        rng: Any = None,
        *,
        payoff_bounds: Bounds | None = None,
    ) -> KernelAgent:
        """Make an agent; see :meth:`learning.QLearner.new`. Its table is its policy."""
        return new_kernel_agent(self, n_actions, n_observations, rng, payoff_bounds=payoff_bounds)

    @abstractmethod
    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""

    def laid_out(
        self, code: int, seat: Seat, deltas: dict[int, float], *more: NDArray[np.float64]
    ) -> KernelRule:
        """Lay out an agent: values, and what more its rule remembers, follow the policy."""
        from learning.kernels import climbing, layout

        policy = self.initial_policy or (1.0 / seat.n_actions,) * seat.n_actions
        if len(policy) != seat.n_actions:
            raise ParameterError(
                f"initial_policy: got {len(policy)} probabilities for a player of "
                f"{seat.n_actions} actions; give one for each"
            )
        parameters = {
            **schedule_parameters(self.learning_rate, layout.RATE),
            **schedule_parameters(self.exploration.epsilon, layout.EXPLORATION),
            layout.DISCOUNT: self.discount,
            layout.FIRST_TIE: float(self.tie_rule == "first"),
            **deltas,
        }
        start = starting_value(self.initial_value, seat.payoff_bounds)
        values = np.full(seat.n_observations * seat.n_actions, start)
        rest = np.concatenate([values, *more])
        return make_rule(climbing.MIXED_WITH_UNIFORM, code, seat, policy, parameters, rest)


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PHC(HillClimber):
    """Specification of a policy hill-climber.

    Values are learned as by :class:`learning.QLearner`. Then every action but the one of
    largest value gives up ``min(its probability, delta / (n - 1))`` to that one.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1], of the values.
    delta : float or Decay
        In (0, 1]: the step of the policy.
    exploration : EpsilonGreedy
        Share of rounds that are drawn evenly among all actions, besides the policy's
        own; none by default.
    discount : float
        In [0, 1).
    initial_value : float or {"lowest", "middle", "highest"}
    initial_policy : sequence of numbers, optional
        Where the policy starts in every observation, summing to 1; even by default, which
        in many a zero-sum game is its equilibrium already.
    tie_rule : {"random", "first"}
        Which of equal values counts as largest: one drawn evenly, or the first.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Notes
    -----
    Bowling & Veloso 2002, "Multiagent learning using a variable learning rate", Artificial
    Intelligence 136, table 1.

    Examples
    --------
    >>> PHC(learning_rate=0.1, delta=0.01)
    PHC(learning_rate=0.1, delta=0.01)
    """

    delta: Rate

    def __post_init__(self) -> None:
        HillClimber.__post_init__(self)
        object.__setattr__(self, "delta", read_rate(self.delta, "delta", 0.0, 1.0, above=True))

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import climbing

        deltas = dict(schedule_parameters(self.delta, climbing.DELTA))
        return self.laid_out(climbing.HILL_CLIMBING, seat, deltas)


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WoLFPHC(HillClimber):
    """Specification of a hill-climber that wins or learns fast (WoLF-PHC).

    It climbs as :class:`learning.PHC`, by `delta_win` where
    ``sum_a policy(a) q(a) > sum_a average(a) q(a)``, else by `delta_lose`; the average is
    that of its policies in the rounds in which it saw that observation.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1], of the values.
    delta_win, delta_lose : float or Decay
        In (0, 1], the first to begin with at most the second. In their experiments
        ``Decay(1 / 20_000, 20_000)`` and twice that.
    exploration, discount, initial_value, initial_policy, tie_rule
        As for :class:`learning.PHC`.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Notes
    -----
    Bowling & Veloso 2002, "Multiagent learning using a variable learning rate", Artificial
    Intelligence 136, table 2.

    Examples
    --------
    >>> WoLFPHC(learning_rate=0.1, delta_win=0.01, delta_lose=0.04)
    WoLFPHC(learning_rate=0.1, delta_win=0.01, delta_lose=0.04)
    """

    delta_win: Rate
    delta_lose: Rate

    def __post_init__(self) -> None:
        HillClimber.__post_init__(self)
        first = []
        for name in ("delta_win", "delta_lose"):
            rate = read_rate(getattr(self, name), name, 0.0, 1.0, above=True)
            object.__setattr__(self, name, rate)
            first.append(rate.start if isinstance(rate, Decay) else rate)
        if first[0] > first[1]:
            raise ParameterError(
                f"delta_win: expected at most delta_lose {first[1]:g} to begin with, got "
                f"{first[0]:g}"
            )

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import climbing

        deltas = {
            **schedule_parameters(self.delta_win, climbing.DELTA),
            **schedule_parameters(self.delta_lose, climbing.DELTA_LOSE),
        }
        average = np.zeros(seat.n_observations * seat.n_actions)
        counts = np.zeros(seat.n_observations)
        return self.laid_out(climbing.WOLF, seat, deltas, average, counts)


def _read_policy(given: Sequence[object]) -> tuple[float, ...]:
    try:
        entries: Any = tuple(given)
        exact = read_strategy(entries, len(entries))
    except (TypeError, StrategyError) as error:
        raise ParameterError(f"initial_policy: expected probabilities; {error}") from None
    return tuple(float(p) for p in exact)
