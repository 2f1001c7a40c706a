"""One object judged: which equilibrium component each run's profile is at, if any.

The objects are kept apart, because they answer different questions: the *final
policy* is what the agents would play at the end without exploration, the *time
average* how often each action was in fact played. A profile is *at* a component if it
is settled, near it, and each player's regret is small; see
:mod:`gametheory.tolerances` for the numbers and their reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from gametheory.equilibria import Component
from gametheory.game import BimatrixGame
from learning.distances import component_distances
from learning.gaps import in_payoff_units, profile_epsilons, profile_payoffs
from learning.intervals import clopper_pearson_interval, wilson_interval

__all__ = ["Judgement", "Outcome", "Share", "Thresholds", "judge"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Outcome(StrEnum):
    """What became of a run; the text is what a table prints."""

    REACHED = "at a component"
    NOT_SETTLED = "not settled"
    OFF = "settled off equilibrium"
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
        A policy is settled if, in the last `stability_window` of the rounds, it was
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Judgement:
    """What became of one object in each run.

    Rows of runs that were not judged (diverged, interrupted, no policy told) are NaN,
    and their nearest component is -1.

    Attributes
    ----------
    subject : {"final policy", "time average"}
    row, column : ndarray, shapes (runs, m) and (runs, n)
        The profiles.
    payoffs : ndarray, shape (runs, 2)
    nash_conv : ndarray, shape (runs,)
        Sum of both regrets, in payoff units.
    epsilons : ndarray, shape (runs, 2)
        Regrets as shares of each player's payoff range.
    distances : ndarray, shape (runs, components)
        Total variation distances.
    nearest : ndarray of int, shape (runs,)
        Index of the nearest component, from 0; -1 for none.
    distance : ndarray, shape (runs,)
        To the nearest component.
    settled : ndarray of bool, shape (runs,)
    outcomes : tuple of Outcome
    shares : tuple of Share
        Over the judged runs; empty if there is none.
    """

    subject: str
    row: Floats
    column: Floats
    payoffs: Floats
    nash_conv: Floats
    epsilons: Floats
    distances: Floats
    nearest: NDArray[np.int64]
    distance: Floats
    settled: Flags
    outcomes: tuple[Outcome, ...]
    shares: tuple[Share, ...]

    @property
    def judged(self) -> Flags:
        """Which runs were judged, shape (runs,)."""
        return np.asarray(~np.isnan(self.row).any(axis=1))

    @property
    def labels(self) -> tuple[str, ...]:
        """Each run's outcome as text, components counted from 1."""
        return tuple(
            f"component {nearest + 1}" if outcome is Outcome.REACHED else str(outcome)
            for outcome, nearest in zip(self.outcomes, self.nearest.tolist(), strict=True)
        )

    def mean(self, player: int) -> tuple[Floats, Floats]:
        """Mean strategy over the judged runs and its standard error, shapes (actions,).

        NaN without a judged run; the standard error also with only one.
        """
        strategies = (self.row, self.column)[player][self.judged]
        count, actions = strategies.shape
        if count == 0:
            return np.full(actions, np.nan), np.full(actions, np.nan)
        error = np.full(actions, np.nan)
        if count > 1:
            error = strategies.std(axis=0, ddof=1) / np.sqrt(count)
        return strategies.mean(axis=0), error


def judge(
    subject: str,
    game: BimatrixGame,
    components: tuple[Component, ...],
    profiles: tuple[Floats, Floats],
    settled: Flags,
    stuck: Flags,
    status: list[Outcome | None],
    thresholds: Thresholds,
) -> Judgement:
    """Judge one object in all runs.

    Parameters
    ----------
    subject : str
    game : BimatrixGame
    components : tuple of Component
    profiles : pair of ndarray, shapes (runs, m) and (runs, n)
        NaN where there is none.
    settled : ndarray of bool, shape (runs,)
    stuck : ndarray of bool, shape (runs,)
        Which runs kept to one joint action throughout the stability window.
    status : list of (Outcome or None)
        What is known of a run beforehand: diverged or interrupted.
    thresholds : Thresholds
    """
    runs = len(settled)
    row, column = (np.array(p, dtype=np.float64) for p in profiles)
    known = np.array([outcome is None for outcome in status], dtype=bool)
    good = known & ~np.isnan(row).any(axis=1) & ~np.isnan(column).any(axis=1)
    row[~good], column[~good] = np.nan, np.nan
    epsilons = np.full((runs, 2), np.nan)
    payoffs = np.full((runs, 2), np.nan)
    distances = np.full((runs, len(components)), np.nan)
    nearest = np.full(runs, -1, dtype=np.int64)
    distance = np.full(runs, np.nan)
    if good.any():
        epsilons[good] = profile_epsilons(game, row[good], column[good])
        payoffs[good] = profile_payoffs(game, row[good], column[good])
        if components:
            distances[good] = component_distances(components, row[good], column[good])
            nearest[good] = distances[good].argmin(axis=1)
            distance[good] = distances[good].min(axis=1)
    regrets = [in_payoff_units(game, player, epsilons[:, player]) for player in (0, 1)]
    near = (distance <= thresholds.distance) & (epsilons <= thresholds.epsilon).all(axis=1)
    outcomes = tuple(
        status[r]
        or (
            Outcome.UNKNOWN
            if not good[r]
            else Outcome.NOT_SETTLED
            if not settled[r]
            else Outcome.REACHED
            if near[r]
            else Outcome.LOCKED_IN
            if stuck[r]
            else Outcome.OFF
        )
        for r in range(runs)
    )
    return Judgement(
        subject, row, column, payoffs, regrets[0] + regrets[1], epsilons, distances, nearest,
        distance, settled & good, outcomes,
        _shares(outcomes, nearest, good, len(components), thresholds.confidence),
    )  # fmt: skip


def _shares(
    outcomes: tuple[Outcome, ...],
    nearest: NDArray[np.int64],
    good: Flags,
    components: int,
    confidence: float,
) -> tuple[Share, ...]:
    of = int(good.sum())
    if of == 0:
        return ()
    names = np.array(outcomes)
    counts: list[tuple[Outcome, int | None, int]] = [
        (Outcome.REACHED, k, int(((names == Outcome.REACHED) & (nearest == k)).sum()))
        for k in range(components)
    ]
    counts += [
        (outcome, None, int((names == outcome).sum()))
        for outcome in (Outcome.LOCKED_IN, Outcome.OFF, Outcome.NOT_SETTLED)
    ]
    return tuple(
        Share(
            outcome, component, count, of, wilson_interval(count, of, confidence),
            clopper_pearson_interval(count, of, confidence),
        )
        for outcome, component, count in counts
    )  # fmt: skip
