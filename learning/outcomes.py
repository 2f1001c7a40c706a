"""What can become of a run, by which numbers, and how often it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from learning.intervals import clopper_pearson_interval, simultaneous_intervals, wilson_interval

__all__ = ["Outcome", "Share", "Thresholds", "count_shares", "periods_text"]


class Outcome(StrEnum):
    """What became of a run; the text is what a table prints."""

    REACHED = "at a component"
    LOGIT = "logit equilibrium"
    PERTURBED = "perturbed equilibrium"
    CORRELATED = "correlated equilibrium"
    COARSE = "coarse correlated only"
    CYCLE = "cycle"
    NOT_SETTLED = "not settled"
    OFF = "settled off equilibrium"
    AWAY = "settled away from the known equilibria"
    UNLISTED = "settled at an approximate equilibrium that is not listed"
    EXPLORED = "off by no more than exploration explains"
    LOCKED_IN = "locked in"
    UNKNOWN = "tells no policy"
    DIVERGED = "diverged"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers behind a verdict; printed with it.

    Attributes
    ----------
    distance, epsilon : float
        Largest distance to a component, and largest regret of each player as a share
        of the payoff range, at which it is reached.
    burn_in : float
        Share of the rounds left out of time averages.
    stability_window, stability_share, drift : float
        A policy is settled if, in the last `stability_window` of the rounds (the share
        that was used, which few windows make larger than asked), it was
        within `drift` of its final state at `stability_share` of the moments looked
        at; a time average if its two halves lie within `drift`.
    locked_in : float
        Share of the second half of the rounds (of the stability window, if that is
        longer) that one joint action fills in a run that is locked in.
    confidence : float
        Level of the intervals.
    """

    distance: float = tolerances.REACHED_DISTANCE
    epsilon: float = tolerances.REACHED_EPSILON
    burn_in: float = tolerances.BURN_IN
    stability_window: float = tolerances.STABILITY_WINDOW
    stability_share: float = tolerances.STABILITY_SHARE
    drift: float = tolerances.SETTLED_DRIFT
    locked_in: float = tolerances.LOCKED_IN_SHARE
    confidence: float = 0.95

    def __str__(self) -> str:
        return (
            f"at a component: distance <= {self.distance:g} and each regret <= {self.epsilon:g} of "
            f"the payoff range; settled: within {self.drift:g} of the end for "
            f"{self.stability_share:.0%} of the last {self.stability_window:.0%} of the rounds (a "
            f"time average: its halves within {self.drift:g}); locked in: one joint action in "
            f"{self.locked_in:.1%} of the second half; away from equilibria: at rest as long"
        )


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the judged runs ended in one way.

    Attributes
    ----------
    outcome : Outcome
    component : int or None
        Index of the component, from 0, if one was reached.
    count, of : int
        Runs, of those that were judged.
    wilson, clopper_pearson : (float, float)
        Intervals for the chance of it; the first for display, the second for claims.
    simultaneous : (float, float)
        Goodman's interval: those of all shares of the table hold together.
    detail : str
        What the outcome's text leaves open: a temperature, a period; may be empty.
    """

    outcome: Outcome
    component: int | None
    count: int
    of: int
    wilson: tuple[float, float]
    clopper_pearson: tuple[float, float]
    simultaneous: tuple[float, float] = (0.0, 1.0)
    detail: str = ""

    @property
    def share(self) -> float:
        """Count / of."""
        return self.count / self.of

    @property
    def label(self) -> str:
        """Text of the outcome; components are counted from 1."""
        name = str(self.outcome) if self.component is None else f"component {self.component + 1}"
        return f"{name} {self.detail}" if self.detail else name


def count_shares(
    counts: Sequence[tuple[Outcome, int | None, int, str]], of: int, confidence: float
) -> tuple[Share, ...]:
    """Make the shares of a table with their intervals.

    Parameters
    ----------
    counts : sequence of (outcome, component, count, detail)
        Every outcome that a run may have, seen or not: the simultaneous intervals depend
        on how many there are.
    of : int
        Judged runs, the sum of the counts.
    confidence : float
    """
    together = simultaneous_intervals([count for _, _, count, _ in counts], confidence)
    return tuple(
        Share(
            outcome, component, count, of, wilson_interval(count, of, confidence),
            clopper_pearson_interval(count, of, confidence), interval, detail if count else "",
        )
        for (outcome, component, count, detail), interval in zip(counts, together, strict=True)
    )  # fmt: skip


def periods_text(periods: NDArray[np.float64]) -> str:
    """Say which periods cycles had, in rounds; nothing without one.

    Parameters
    ----------
    periods : ndarray
        NaN for runs that do not cycle.
    """
    known = periods[~np.isnan(periods)]
    if not len(known):
        return ""
    low, high = float(known.min()), float(known.max())
    if low == high:
        return f"of period {low:,.6g}"
    return f"of periods {low:,.6g} to {high:,.6g}"
