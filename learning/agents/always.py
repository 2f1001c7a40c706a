"""Playing one action for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from learning.agents.histories import one_action
from learning.agents.kernel_agent import KernelAgent, make_rule, new_kernel_agent
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import sealed
from learning.parameters import read_count

__all__ = ["Always"]


@final
@sealed
@dataclass(frozen=True, slots=True)
class Always:
    """Specification of an agent that always plays the same action.

    Parameters
    ----------
    action : int
        Counted from 0.

    Raises
    ------
    ParameterError
        If it is no such number.

    Examples
    --------
    >>> Always(1).new(3).policy(0)
    array([0., 1., 0.])
    """

    action: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "action", read_count(self.action, "action", 0))

    needs = frozenset[str]()
    explores_for_ever = False

    def new(self, n_actions: int, n_observations: int = 1, rng: Any = None) -> KernelAgent:
        """Make an agent; see :meth:`learning.QLearner.new`."""
        return new_kernel_agent(self, n_actions, n_observations, rng)

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import agents, rules

        table = one_action(self, self.action, seat.n_actions)
        return make_rule(rules.FIXED, agents.NO_LEARNING, seat, table, {})
