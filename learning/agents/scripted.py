"""Playing what a log says, such as the actions of a person in an experiment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, final

import numpy as np

from gametheory.errors import ParameterError
from learning.agents.histories import one_action
from learning.agents.kernel_agent import KernelAgent, make_rule, new_kernel_agent
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import sealed
from learning.parameters import read_count

__all__ = ["Scripted"]


@final
@sealed
@dataclass(frozen=True, slots=True)
class Scripted:
    """Specification of an agent that plays a list of actions, one a round.

    Episodes and observations do not matter: it goes on through the list.

    Parameters
    ----------
    actions : sequence of int
        Counted from 0.
    afterwards : {"repeat", "stay"}
        Whether the list begins again at its end, or its last action is played for ever.

    Raises
    ------
    ParameterError
        If the list is empty or holds what is no action's number.

    Examples
    --------
    >>> Scripted([0, 1, 1]).new(2).policy(0)
    array([1., 0.])
    """

    actions: tuple[int, ...]
    afterwards: Literal["repeat", "stay"] = "repeat"

    def __post_init__(self) -> None:
        given: Sequence[Any] = self.actions
        if isinstance(given, str) or not hasattr(given, "__iter__"):
            raise ParameterError(f"actions: expected a list of actions, got {given!r:.60}")
        read = tuple(read_count(action, f"action {k}", 0) for k, action in enumerate(given))
        if not read:
            raise ParameterError("actions: expected at least one action, got an empty list")
        object.__setattr__(self, "actions", read)
        if self.afterwards not in ("repeat", "stay"):
            raise ParameterError(
                f"afterwards: expected 'repeat' or 'stay', got {self.afterwards!r}"
            )

    needs = frozenset[str]()
    explores_for_ever = False

    def new(self, n_actions: int, n_observations: int = 1, rng: Any = None) -> KernelAgent:
        """Make an agent; see :meth:`learning.QLearner.new`."""
        return new_kernel_agent(self, n_actions, n_observations, rng)

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import agents

        one_action(self, max(self.actions), seat.n_actions)
        parameters = {
            agents.SCRIPT_LENGTH: float(len(self.actions)),
            agents.SCRIPT_REPEATS: float(self.afterwards == "repeat"),
        }
        script = np.array(self.actions, dtype=np.float64)
        return make_rule(agents.SCRIPTED, agents.COUNTING, seat, 0.0, parameters, rest=script)
