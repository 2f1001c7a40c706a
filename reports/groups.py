"""A group of learners on a page: who they are, what they did, what it means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.equilibria import EquilibriumSet
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame

if TYPE_CHECKING:
    from learning import Runs, Verdict

__all__ = ["Group", "read_groups"]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Runs of one pair of learners and their verdict.

    Attributes
    ----------
    label : str
        In the plural, e.g. ``"Epsilon-greedy Q-learners"``.
    runs : Runs
    verdict : Verdict
    """

    label: str
    runs: Runs
    verdict: Verdict

    @property
    def seats(self) -> tuple[str, ...]:
        """What each player is."""
        return tuple(_seat(seat) for seat in self.runs.seats)

    @property
    def average_payoffs(self) -> tuple[float, float] | None:
        """Both payoffs averaged over the rounds of the time average and all judged runs."""
        game, verdict = self.runs.game, self.verdict
        if game is None or not verdict.runs_judged:
            return None
        joint = verdict.joint[~np.isnan(verdict.cce_gap)].mean(axis=0)
        first, second = (
            float((joint * payoffs).sum()) for payoffs in (game.row_payoffs, game.column_payoffs)
        )
        return first, second

    def data(self) -> dict[str, Any]:
        """Return what the page's data hold about the group."""
        return {
            "seats": list(self.seats),
            "rounds": self.runs.rounds,
            "runs": self.runs.runs_asked,
            "root_seed": str(self.runs.root),
            "verdict": json.loads(self.verdict.to_json()),
        }


def _seat(seat: object) -> str:
    name = getattr(seat, "__name__", None)
    if isinstance(name, str):
        return name if name.isidentifier() else "a function that makes agents"  # <lambda>
    # A specification prints itself; a live agent's text may hold its address.
    return repr(seat) if hasattr(seat, "new") else type(seat).__name__


def read_groups(
    game: BimatrixGame, equilibria: EquilibriumSet, runs: Any, verdict: Any
) -> dict[str, Group]:
    """Read the arguments `runs` and `verdict` of a report.

    Raises
    ------
    ParameterError
        If they belong to other games, or to different groups.
    """
    from learning import compare

    if runs is None:
        if verdict is not None:
            raise ParameterError("got a verdict without the runs that it is about; give runs=")
        return {}
    by_label = dict(runs) if isinstance(runs, Mapping) else {_label(runs): runs}
    if verdict is None:
        verdicts = {label: compare(record, equilibria) for label, record in by_label.items()}
    elif isinstance(verdict, Mapping):
        verdicts = dict(verdict)
    else:
        verdicts = dict.fromkeys(by_label, verdict)
    lone = verdict is not None and not isinstance(verdict, Mapping)
    if set(verdicts) != set(by_label) or (lone and len(by_label) > 1):
        raise ParameterError(
            f"runs and verdict: expected the same groups, got {sorted(by_label)} and "
            f"{sorted(verdicts) if isinstance(verdict, Mapping) else 'one verdict'}"
        )
    for label, record in by_label.items():
        for part, played in (("runs", record.game), ("verdict", verdicts[label].game)):
            if played != game:
                raise ParameterError(f"{part} of {label}: expected those of this game, got others")
    return {label: Group(label, record, verdicts[label]) for label, record in by_label.items()}


def _label(runs: Runs) -> str:
    from learning import QLearner

    if not all(isinstance(seat, QLearner) for seat in runs.seats):
        return "Learners"
    exploration = {type(getattr(seat, "exploration", None)).__name__ for seat in runs.seats}
    names = {"EpsilonGreedy": "Epsilon-greedy Q-learners", "Boltzmann": "Boltzmann Q-learners"}
    return names.get(exploration.pop(), "Learners") if len(exploration) == 1 else "Learners"
