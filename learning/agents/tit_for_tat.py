"""Tit for tat: do what the opponent did last.

Axelrod & Hamilton 1981, "The evolution of cooperation", Science 211.

"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from learning.agents.histories import HistoryStrategy, Outcomes, one_action
from learning.agents.sealing import sealed
from learning.parameters import read_count

__all__ = ["TitForTat"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class TitForTat(HistoryStrategy):
    """Specification of an agent that repeats what it saw the opponent do last.

    Parameters
    ----------
    opening : int
        Its action while there is nothing to repeat.

    Raises
    ------
    ParameterError
        If it is no action's number.
    """

    opening: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "opening", read_count(self.opening, "opening", 0))

    def after(self, outcomes: Outcomes, n_actions: int) -> tuple[float, ...]:
        """Probabilities of its actions after a history; see :class:`HistoryStrategy`."""
        return one_action(self, outcomes[-1][1] if outcomes else self.opening, n_actions)
