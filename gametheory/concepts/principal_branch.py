"""The principal branch of logit equilibria, from precision 0 on.

What these are is told by :mod:`gametheory.concepts.quantal_response`; how the curve is
followed by :mod:`gametheory.concepts.logit_path`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.logit_path import LogitPath, follow_path
from gametheory.concepts.logit_payoffs import read_precision, scaled_payoffs
from gametheory.concepts.quantal_response import (
    LogitEquilibria,
    log_profile,
    make_equilibrium,
    where_searched,
)
from gametheory.concepts.words import actions, describe_floats
from gametheory.errors import Interrupted
from gametheory.formats.json_format import to_document as game_document
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table
from gametheory.tolerances import LOGIT_END

__all__ = ["LogitBranch", "logit_branch"]

FloatArray = NDArray[np.float64]

#: Rows of the table of a branch.
_SHOWN: Final = 12


@dataclass(frozen=True, repr=False, eq=False)
class LogitBranch(Result):
    """The principal branch of logit equilibria, in order along the curve.

    Attributes
    ----------
    game : BimatrixGame
    units : str
        As for :class:`LogitEquilibria`.
    precisions : ndarray, shape (k,)
        From 0; they fall where the branch turns back.
    row, column : ndarray, shapes (k, m) and (k, n)
        Probabilities.
    residual : float
        Largest difference, over all points, between a probability and the logit response.
    turning_points : tuple of float
        Precisions at which the branch turns back or forward.
    bifurcations : tuple of float
        Precisions at which another branch crosses it, as symmetric games have.
    status : Status
        How the tracing ended.
    reason : str
    """

    game: BimatrixGame
    units: str
    precisions: FloatArray
    row: FloatArray
    column: FloatArray
    residual: float
    turning_points: tuple[float, ...]
    bifurcations: tuple[float, ...]
    status: Status
    reason: str
    path: LogitPath = field(repr=False)

    def __len__(self) -> int:
        return len(self.precisions)

    @property
    def end(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The profile at the branch's end."""
        return tuple(self.row[-1].tolist()), tuple(self.column[-1].tolist())

    def at(self, *, precision: Any = None, temperature: Any = None) -> LogitEquilibria:
        """Every equilibrium of the branch, as far as it was followed, at one precision.

        Raises
        ------
        ParameterError
            If not exactly one of the two is given, or out of range.
        """
        exact = read_precision(precision, temperature)
        payoffs = self.path.payoffs
        scaled = payoffs.scaled(exact)
        equilibria = tuple(
            make_equilibrium(payoffs, scaled, log_profile(payoffs, point))
            for point in self.path.at(scaled)
        )
        return LogitEquilibria(
            self.game, float(exact), self.units, equilibria, False,
            where_searched(self.path, payoffs, self.units), self.status,
        )  # fmt: skip

    def summary(self) -> str:
        """One line: how far the branch was followed and where it ends."""
        name = f" of {self.game.name}" if self.game.name else ""
        per = "unit of payoff" if self.units == "payoff" else "payoff range"
        turns = len(self.turning_points)
        how = f", {turns} turning point{'s' * (turns != 1)}" if turns else ""
        ends = "; ".join(
            f"{self.game.players[player]} {describe_floats(strategy, actions(self.game, player))}"
            for player, strategy in enumerate(self.end)
        )
        return (
            f"principal logit branch{name}, {len(self)} point{'s' * (len(self) != 1)} to precision "
            f"{format_decimal(float(self.precisions[-1]))} per {per}{how} ({self.status.value}): "
            f"it ends at {ends}"
        )

    def tables(self) -> tuple[Table, ...]:
        """A few points of the branch."""
        chosen = np.unique(np.linspace(0, len(self) - 1, _SHOWN).round().astype(int))
        rows = [
            (format_decimal(float(self.precisions[k])),
             describe_floats(self.row[k].tolist(), self.game.row_actions),
             describe_floats(self.column[k].tolist(), self.game.column_actions))
            for k in chosen
        ]  # fmt: skip
        return (Table("", ("precision", *self.game.players), rows, left=(1, 2)),)

    @property
    def notes(self) -> tuple[str, ...]:
        """Residual, turning points, bifurcations, and why the tracing stopped early."""
        notes = [f"largest residual {self.residual:.1g}"]
        if self.turning_points:
            notes.append("it turns at precision " + _listed(self.turning_points))
        if self.bifurcations:
            notes.append("other branches cross it at precision " + _listed(self.bifurcations))
        if self.status is not Status.FINISHED:
            notes.append(f"it was not followed to the end asked for: {self.reason}")
        return tuple(notes)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/logit-branch/1``."""
        return {
            "schema": "gametheory/logit-branch/1",
            "game": game_document(self.game),
            "units": self.units,
            "status": self.status.value,
            "reason": self.reason,
            "precisions": self.precisions.tolist(),
            "row": self.row.tolist(),
            "column": self.column.tolist(),
            "residual": self.residual,
            "turning_points": list(self.turning_points),
            "bifurcations": list(self.bifurcations),
        }


def _listed(numbers: Sequence[float]) -> str:
    return ", ".join(format_decimal(number) for number in numbers)


def logit_branch(
    game: BimatrixGame, *, end: Any = None, units: str = "payoff", timeout: float | None = None
) -> LogitBranch:
    """Trace the principal branch of logit equilibria from precision 0.

    Predictor and corrector steps along the curve's arc length follow it through turning
    points (:mod:`gametheory.concepts.logit_path`).

    Parameters
    ----------
    game : BimatrixGame
    end : number, optional
        Precision at which to stop, in `units`; `LOGIT_END` over the game's largest payoff
        difference if not given.
    units : str
        ``"payoff"`` or ``"range"``, as for :func:`logit_equilibria`.
    timeout : float, optional
        Seconds; the branch then ends early and says so.

    Returns
    -------
    LogitBranch
        To learn which Nash equilibrium it approaches, see
        :func:`gametheory.concepts.logit_limit`.

    Raises
    ------
    ParameterError
        If the end is out of range.
    UnknownNameError
        If there are no such units.
    Interrupted
        On Ctrl-C, with the branch so far.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> branch = logit_branch(load("travelers-dilemma"))
    >>> [round(p, 3) for p in branch.turning_points]
    [2.658, 2.502]
    """
    payoffs = scaled_payoffs(game, units)
    scaled = LOGIT_END if end is None else payoffs.scaled(read_precision(end))
    path = follow_path(payoffs, scaled, Limits(timeout), crossing=True)
    row, column = path.strategies(path.points)
    precisions = np.array([payoffs.unscaled(float(t)) for t in path.scaled])
    branch = LogitBranch(
        game, units, precisions, row, column, float(path.residual(path.points).max()),
        tuple(float(precisions[k]) for k in path.turning),
        tuple(payoffs.unscaled(t) for t in path.bifurcations),
        path.status, path.reason, path,
    )  # fmt: skip
    for array in (precisions, row, column):
        array.setflags(write=False)
    if path.status is Status.INTERRUPTED:
        raise Interrupted(branch)
    return branch
