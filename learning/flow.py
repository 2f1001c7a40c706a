"""What learners did beside the differential equation that they follow for small rates.

- Boltzmann Q-learning: ``x'_i = x_i (p_i - p x - T (log x_i - sum x log x))`` (Tuyls, 't Hoen
  & Vanschoenwinkel 2006), exact in the limit for *frequency-adjusted* learners (Kaisers &
  Tuyls 2010); plain Q-learners update what they play most, which the equation leaves out, so
  their paths differ from it though both rest at the same points.
- Cross learning: the replicator dynamics (Boergers & Sarin 1997).

With payoffs in units of T, one round is as much time as the learning rate (times beta for
frequency-adjusted learners): a value then moves by ``rate (p - q)``, and log shares by
``rate / T`` times as much. Learners begin at equal probabilities, and so does the solution.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from gametheory.errors import SolverError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.results import Result, Table
from learning.agents.exploration import Boltzmann
from learning.agents.schedules import Decay
from learning.runs import Runs

__all__ = ["FlowComparison", "flow_of"]

Floats = NDArray[np.float64]

#: Rows of the table, and seconds for the integration.
_ROWS: Final = 10
_SECONDS: Final = 5.0

_PLAIN: Final = (
    "plain Q-learners update most what they play most, which the equation leaves out: only "
    "where paths end can be expected to agree"
)


_APART: Final = (
    "runs end in different places, and their mean describes none of them: noise decides where the "
    "equation rests on a boundary between basins"
)


@dataclass(frozen=True, eq=False, repr=False)
class FlowComparison(Result):
    """Mean policies of the finished runs beside the solution of the equation.

    Attributes
    ----------
    game : BimatrixGame
    dynamic : str
        The equation's name.
    rounds : ndarray of int, shape (windows,)
    learned, solution : pair of ndarray, shapes (windows, m) and (windows, n)
    distances : ndarray, shape (windows,)
        Total variation, the larger of both players'.
    caveat : str
        Why they need not agree; may be empty.
    """

    game: BimatrixGame
    dynamic: str
    rounds: NDArray[np.int64]
    learned: tuple[Floats, Floats]
    solution: tuple[Floats, Floats]
    distances: Floats
    caveat: str

    def summary(self) -> str:
        """One line: the largest and the last distance."""
        worst = int(self.distances.argmax())
        return (
            f"Mean policies beside the {self.dynamic} equation: at most "
            f"{self.distances[worst]:.4f} apart (round {self.rounds[worst]:,}), "
            f"{self.distances[-1]:.4f} at the end"
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Why they need not agree."""
        return (self.caveat,) if self.caveat else ()

    def tables(self) -> tuple[Table, ...]:
        """Some rounds, the first action of each player."""
        steps = np.unique(np.linspace(0, len(self.rounds) - 1, _ROWS).round().astype(int))
        names = self.game.row_actions[0], self.game.column_actions[0]
        header = ["round"]
        for player, name in zip(self.game.players, names, strict=True):
            header += [f"{player} {name}", "equation"]
        rows = [
            (f"{self.rounds[w]:,}", *(f"{part[w, 0]:.4f}" for k in (0, 1)
                                      for part in (self.learned[k], self.solution[k])),
             f"{self.distances[w]:.4f}")
            for w in steps.tolist()
        ]  # fmt: skip
        return (Table("", (*header, "distance"), rows, left=()),)

    def to_document(self) -> dict[str, Any]:
        """Return both paths."""
        return {
            "schema": "gametheory/learned-flow/1",
            "dynamic": self.dynamic,
            "rounds": self.rounds.tolist(),
            "learned": [part.tolist() for part in self.learned],
            "solution": [part.tolist() for part in self.solution],
            "distances": self.distances.tolist(),
            "caveat": self.caveat,
        }


def flow_of(runs: Runs) -> FlowComparison | None:
    """Set mean policies beside their equation.

    Parameters
    ----------
    runs : Runs

    Returns
    -------
    FlowComparison or None
        None if no equation is known for these learners (two of one kind, stateless,
        undiscounted, with constant and equal rates), none finished, or the equation could
        not be integrated in time.
    """
    from gametheory.dynamics import BoltzmannQ, Replicator, simulate

    game, policies = runs.game, (runs.policies[0], runs.policies[1])
    told = [_law(seat) for seat in runs.seats]
    row, column = policies
    if game is None or row is None or column is None or not runs.finished.any():
        return None
    if told[0] is None or told[1] is None or told[0][:2] != told[1][:2]:
        return None
    name, rate, caveat = told[0][0], told[0][1], told[0][3]
    scaled = _in_units(game, (told[0][2], told[1][2]))
    dynamic = Replicator() if name == "replicator" else BoltzmannQ(1.0)
    start = tuple(np.full(count, 1 / count) for count in game.shape)
    horizon = rate * runs.rounds
    points = max(2 * (len(runs.edges) - 1), 2)
    try:
        path = simulate(scaled, dynamic, start, horizon, points=points, timeout=_SECONDS)
    except SolverError:
        return None
    if path.status is not Status.FINISHED:
        return None
    times = rate * runs.edges[1:]
    learned = [np.asarray(p[runs.finished].mean(axis=0)) for p in (row, column)]
    solution = [
        np.stack([np.interp(times, path.times, part[:, a]) for a in range(part.shape[1])], axis=1)
        for part in path.states
    ]
    apart = [np.abs(a - b).sum(axis=1) / 2 for a, b in zip(learned, solution, strict=True)]
    ends = [p[runs.finished, -1] - mean[-1] for p, mean in zip((row, column), learned, strict=True)]
    away = np.max([np.abs(end).sum(axis=1) / 2 for end in ends], axis=0)
    if float(np.median(away)) > tolerances.REACHED_DISTANCE:
        caveat = "; ".join(part for part in (caveat, _APART) if part)
    return FlowComparison(
        game, path.dynamic.title, runs.edges[1:], (learned[0], learned[1]),
        (solution[0], solution[1]), np.maximum(apart[0], apart[1]), caveat,
    )  # fmt: skip


def _law(seat: Any) -> tuple[str, float, float, str] | None:
    """Name of the law, time a round, unit of payoff as a share of the range, caveat."""
    kind = type(seat).__name__
    rate = getattr(seat, "learning_rate", None)
    if not isinstance(rate, float):
        return None
    if kind == "CrossLearner":
        return "replicator", rate, 1.0, ""
    rule = getattr(seat, "exploration", None)
    if not isinstance(rule, Boltzmann) or isinstance(rule.temperature, Decay):
        return None
    if getattr(seat, "discount", 0.0):
        return None
    if kind == "QLearner":
        return "boltzmann", rate, rule.temperature, _PLAIN
    if kind == "FrequencyAdjustedQLearner":
        return "boltzmann", rate * seat.beta, rule.temperature, ""
    return None


def _in_units(game: BimatrixGame, units: tuple[float, float]) -> BimatrixGame:
    """Payoffs from 0, as multiples of a share of the own payoff range."""
    m, n = game.shape
    tables = []
    for player, unit in enumerate(units):
        spread = (game.payoff_range(player) or Fraction(1)) * Fraction(repr(unit))
        cells = [[game.payoff(i, j)[player] for j in range(n)] for i in range(m)]
        low = min(min(row) for row in cells)
        tables.append([[(cell - low) / spread for cell in row] for row in cells])
    return BimatrixGame(tables[0], tables[1])
