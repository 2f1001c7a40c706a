"""Win-stay lose-shift, or Pavlov.

Nowak & Sigmund 1993, "A strategy of win-stay, lose-shift that outperforms tit-for-tat in
the Prisoner's Dilemma game", Nature 364.

In a prisoner's dilemma a player does well exactly when the opponent cooperates. The player
repeats its action after that and changes it otherwise. :class:`learning.AspirationLearner`
tells success by rewards instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from gametheory.errors import ParameterError
from learning.agents.histories import HistoryStrategy, Outcomes, one_action
from learning.agents.sealing import sealed
from learning.parameters import read_count

__all__ = ["WinStayLoseShift"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class WinStayLoseShift(HistoryStrategy):
    """Specification of an agent of two actions that stays after success; see the module.

    Parameters
    ----------
    cooperate : {0, 1}
        The action of the opponent that makes it a success, and its own opening.

    Raises
    ------
    ParameterError
        If it is none of the two.
    """

    cooperate: int = 0

    def __post_init__(self) -> None:
        cooperate = read_count(self.cooperate, "cooperate", 0)
        if cooperate > 1:
            raise ParameterError(f"cooperate: expected 0 or 1, got {cooperate}")
        object.__setattr__(self, "cooperate", cooperate)

    def after(self, outcomes: Outcomes, n_actions: int) -> tuple[float, ...]:
        """Probabilities of its actions after a history; see :class:`HistoryStrategy`."""
        if n_actions != 2:
            raise ParameterError(
                f"WinStayLoseShift: expected a player of 2 actions, got {n_actions}; with more, "
                "AspirationLearner shifts to any other"
            )
        if not outcomes:
            return one_action(self, self.cooperate, 2)
        own, other = outcomes[-1]
        return one_action(self, own if other == self.cooperate else 1 - own, 2)
