"""What can become of a run, by which numbers, and how often it did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gametheory import tolerances

__all__ = ["Outcome", "Share", "Thresholds"]


class Outcome(StrEnum):
    """What became of a run; the text is what a table prints."""

    REACHED = "at a component"
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
        Share of the stability window that one joint action fills in a run that is
        locked in.
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
            f"{self.locked_in:.1%} of them"
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
    """

    outcome: Outcome
    component: int | None
    count: int
    of: int
    wilson: tuple[float, float]
    clopper_pearson: tuple[float, float]

    @property
    def share(self) -> float:
        """Count / of."""
        return self.count / self.of

    @property
    def label(self) -> str:
        """Text of the outcome; components are counted from 1."""
        return str(self.outcome) if self.component is None else f"component {self.component + 1}"
