"""Strategies that do not learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from gametheory.errors import ParameterError, StrategyError
from gametheory.strategy import read_strategy
from learning.agents.kernel_agent import KernelAgent, make_rule, new_kernel_agent
from learning.agents.protocol import KernelRule, Seat

__all__ = ["FixedStrategy"]


@final
@dataclass(frozen=True, slots=True)
class FixedStrategy:
    """Specification of an agent that plays one mixed strategy for ever.

    Parameters
    ----------
    probabilities : sequence of numbers
        One for each action, summing to 1.

    Raises
    ------
    ParameterError
        If they are not probabilities.

    Examples
    --------
    >>> FixedStrategy(["1/3", "2/3"])
    FixedStrategy(probabilities=(0.3333333333333333, 0.6666666666666666))
    """

    probabilities: tuple[float, ...]

    def __init_subclass__(cls) -> None:
        raise TypeError(
            f"{cls.__name__}: FixedStrategy is final, the compiled loop would not see what a "
            "subclass changes; write an agent of your own"
        )

    def __post_init__(self) -> None:
        given: Any = self.probabilities
        try:
            given = tuple(given)
            exact = read_strategy(given, len(given))
        except (TypeError, StrategyError) as error:
            raise ParameterError(f"FixedStrategy: expected probabilities; {error}") from None
        object.__setattr__(self, "probabilities", tuple(float(p) for p in exact))

    needs = frozenset[str]()
    explores_for_ever = False

    def new(self, n_actions: int, n_observations: int = 1, rng: Any = None) -> KernelAgent:
        """Make an agent; see :meth:`learning.QLearner.new`."""
        return new_kernel_agent(self, n_actions, n_observations, rng)

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import agents, rules

        if seat.n_actions != len(self.probabilities):
            raise ParameterError(
                f"FixedStrategy: got {len(self.probabilities)} probabilities for a player of "
                f"{seat.n_actions} actions; give one for each"
            )
        return make_rule(rules.FIXED, agents.NO_LEARNING, seat, self.probabilities, {})
