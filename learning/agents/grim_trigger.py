"""Grim trigger: cooperate until somebody does not, then never again.

Friedman 1971, "A non-cooperative equilibrium for supergames", Review of Economic Studies
38.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from gametheory.errors import ParameterError
from learning.agents.histories import HistoryStrategy, Outcomes, one_action
from learning.agents.sealing import sealed
from learning.parameters import read_count

__all__ = ["GrimTrigger"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class GrimTrigger(HistoryStrategy):
    """Specification of an agent that cooperates while both have cooperated.

    After any outcome that it remembers in which it or, as it saw it, the opponent did
    something else, it punishes. Its own punishment keeps the memory alive, so one outcome is
    memory enough; only trembles of its own could hide it.

    Parameters
    ----------
    cooperate, punish : int
        Two actions; cooperation has the same number for both players.

    Raises
    ------
    ParameterError
        If they are no two actions' numbers.
    """

    cooperate: int = 0
    punish: int = 1

    def __post_init__(self) -> None:
        for name in ("cooperate", "punish"):
            object.__setattr__(self, name, read_count(getattr(self, name), name, 0))
        if self.cooperate == self.punish:
            raise ParameterError(
                f"punish: expected another action than cooperate, got {self.punish} for both"
            )

    def after(self, outcomes: Outcomes, n_actions: int) -> tuple[float, ...]:
        """Probabilities of its actions after a history; see :class:`HistoryStrategy`."""
        peace = all(outcome == (self.cooperate, self.cooperate) for outcome in outcomes)
        one_action(self, max(self.cooperate, self.punish), n_actions)
        return one_action(self, self.cooperate if peace else self.punish, n_actions)
