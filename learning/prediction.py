"""Mean play beside the one equilibrium of a game that has one only.

Where runs can end in several places their mean describes none of them, and there is
nothing to stand it beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from learning.outcomes import Outcome

if TYPE_CHECKING:
    from learning.verdict import Verdict

__all__ = ["Gap", "mean_gap"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Mean time average over runs, and the one equilibrium.

    Attributes
    ----------
    means, half_widths, predicted : pair of ndarray, shapes (m,) and (n,)
        Means over runs, their intervals (NaN with one run), and the equilibrium.
    """

    means: tuple[Floats, Floats]
    half_widths: tuple[Floats, Floats]
    predicted: tuple[Floats, Floats]

    @property
    def distance(self) -> float:
        """Total variation distance, the larger of both players'."""
        return max(
            float(np.abs(mean - p).sum()) / 2
            for mean, p in zip(self.means, self.predicted, strict=True)
        )

    @property
    def is_measurable(self) -> bool:
        """Whether some mean differs from the equilibrium by more than its interval."""
        return any(
            bool((np.abs(mean - p) > half).any())
            for mean, half, p in zip(self.means, self.half_widths, self.predicted, strict=True)
        )


def mean_gap(verdict: Verdict) -> Gap | None:
    """Gap between the mean time average and the equilibrium.

    Returns
    -------
    Gap or None
        None without a judged run, if the game is not known to have exactly one
        equilibrium, or if some run was locked in: a mean would hide that.
    """
    found, average = verdict.equilibria, verdict.time_average
    locked = any(s.count and s.outcome is Outcome.LOCKED_IN for s in average.shares)
    if not average.shares or locked or not found.complete or len(found) != 1:
        return None
    (row, row_half), (column, column_half) = (
        average.mean(player, verdict.thresholds.confidence) for player in (0, 1)
    )
    first, second = (np.array([float(p) for p in s]) for s in found[0].profile)
    return Gap((row, column), (row_half, column_half), (first, second))
