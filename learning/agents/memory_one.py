"""Memory-one strategies: probabilities of the actions after each outcome of the last round.

For two actions the vector (p1, p2, p3, p4) of probabilities of the first action after
both played it, the player alone, the opponent alone, nobody (Nowak & Sigmund 1990, "The
evolution of stochastic strategies in the Prisoner's Dilemma", Acta Applicandae Mathematicae
20; Press & Dyson 2012, PNAS 109).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, final

from gametheory.errors import NumberError, ParameterError, StrategyError
from gametheory.numbers import read_number
from gametheory.strategy import read_strategy
from learning.agents.histories import HistoryStrategy, Outcomes
from learning.agents.sealing import sealed

__all__ = ["MemoryOne"]

Distribution = tuple[float, ...]


@final
@sealed
@dataclass(frozen=True, slots=True)
class MemoryOne(HistoryStrategy):
    """Specification of an agent that answers the last outcome, mixing perhaps.

    Parameters
    ----------
    probabilities : sequence
        After each outcome of the last round, from the player's own view: own action 0 with
        the opponent's actions in order, then own action 1, and so on. Each is the
        probability of action 0, for a player of two actions, or one probability for each
        of its actions.
    opening : number or sequence
        The same where there is no last round.

    Raises
    ------
    ParameterError
        If they are no probabilities.

    Examples
    --------
    >>> tit_for_tat = MemoryOne([1, 0, 1, 0], 1)
    >>> tit_for_tat.after([(0, 1)], 2)
    (0.0, 1.0)
    """

    probabilities: tuple[Distribution, ...]
    opening: Distribution

    def __post_init__(self) -> None:
        given: Any = self.probabilities
        if isinstance(given, str) or not hasattr(given, "__iter__"):
            raise ParameterError(
                f"MemoryOne: expected probabilities after each outcome, got {given!r}"
            )
        rows = tuple(_read(row, f"after outcome {k}") for k, row in enumerate(given))
        object.__setattr__(self, "probabilities", rows)
        object.__setattr__(self, "opening", _read(self.opening, "opening"))
        sizes = {len(row) for row in (*rows, self.opening)}
        if len(sizes) != 1 or not rows or len(rows) % len(self.opening):
            raise ParameterError(
                "MemoryOne: expected as many probabilities in each row, and as many rows as there "
                f"are outcomes, got {len(rows)} rows of {', '.join(map(str, sorted(sizes)))} and "
                "an opening"
            )

    def after(self, outcomes: Outcomes, n_actions: int) -> Sequence[float]:
        """Probabilities of its actions after a history; see :class:`HistoryStrategy`."""
        if n_actions != len(self.opening):
            raise ParameterError(
                f"MemoryOne: got probabilities of {len(self.opening)} actions for a player of "
                f"{n_actions}; give one for each"
            )
        if not outcomes:
            return self.opening
        own, other = outcomes[-1]
        others = len(self.probabilities) // n_actions
        if other >= others:
            raise ParameterError(
                f"MemoryOne: its {len(self.probabilities)} rows are the outcomes against an "
                f"opponent of {others} actions, who has action {other} here"
            )
        return self.probabilities[own * others + other]


def _read(row: Any, where: str) -> Distribution:
    try:
        if hasattr(row, "__iter__") and not isinstance(row, str):
            given = tuple(row)
            return tuple(float(p) for p in read_strategy(given, len(given)))
        first = read_number(row)
        return tuple(float(p) for p in read_strategy((first, 1 - first), 2))
    except (NumberError, StrategyError) as error:
        raise ParameterError(f"MemoryOne, {where}: expected probabilities; {error}") from None
