"""One object judged: which equilibrium component each run's profile is at, if any.

The objects are kept apart, because they answer different questions: the *final
policy* is what the agents would play at the end (without epsilon-greedy exploration; a
softmax as it is), the *time average* how often each action was in fact played. A
profile is *near* a component if its distance and each player's regret are small; *at*
it if it is settled, too. See :mod:`gametheory.tolerances` for the numbers and their
reasons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gametheory.equilibria import Component, EquilibriumSet
from gametheory.game import BimatrixGame
from learning.distances import component_distances
from learning.gaps import in_payoff_units, profile_epsilons, profile_payoffs
from learning.intervals import clopper_pearson_interval, mean_half_widths, wilson_interval
from learning.outcomes import Outcome, Share, Thresholds
from learning.stability import is_changing

__all__ = ["Judgement", "judge"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


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
    still_changing : bool
        Whether the shares of runs near the components were still changing: since half
        of the rounds for policies, between its halves for a time average.
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
    still_changing: bool
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

    def mean(self, player: int, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Mean strategy over the judged runs and its interval, shapes (actions,).

        Parameters
        ----------
        player : int
        confidence : float
            Level of the interval, in (0, 1).

        Returns
        -------
        mean : ndarray
            NaN without a judged run.
        half_width : ndarray
            The interval is mean ± half_width; 0 where all runs agree, NaN with fewer
            than two.
        """
        strategies = (self.row, self.column)[player][self.judged]
        if len(strategies) == 0:
            return np.full(strategies.shape[1], np.nan), np.full(strategies.shape[1], np.nan)
        return strategies.mean(axis=0), mean_half_widths(strategies, confidence)


def judge(
    subject: str,
    equilibria: EquilibriumSet,
    profiles: tuple[Floats, Floats],
    settled: Flags,
    stuck: Flags,
    status: list[Outcome | None],
    thresholds: Thresholds,
    *,
    earlier: tuple[Floats, Floats] | None = None,
    later: tuple[Floats, Floats] | None = None,
    explored: Flags | None = None,
) -> Judgement:
    """Judge one object in all runs.

    Parameters
    ----------
    subject : str
    equilibria : EquilibriumSet
        If it is not complete, a profile away from it is not called off equilibrium.
    profiles : pair of ndarray, shapes (runs, m) and (runs, n)
        NaN where there is none.
    settled : ndarray of bool, shape (runs,)
    stuck : ndarray of bool, shape (runs,)
        Which runs kept to one joint action throughout the stability window.
    status : list of (Outcome or None)
        What is known of a run beforehand: diverged or interrupted.
    thresholds : Thresholds
    earlier, later : pair of ndarray, shapes (runs, m) and (runs, n), optional
        Profiles between which a trend is looked for; `later` is `profiles` if not given.
    explored : ndarray of bool, shape (runs,), optional
        Which runs differ from a reached component by exploration only.
    """
    game, components, complete = equilibria.game, equilibria.components, equilibria.complete
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
    small: Flags = np.asarray((epsilons <= thresholds.epsilon).all(axis=1))
    near: Flags = (distance <= thresholds.distance) & small

    def outcome(r: int) -> Outcome:
        if not good[r]:
            return Outcome.UNKNOWN
        if not settled[r]:
            return Outcome.NOT_SETTLED
        if near[r]:
            return Outcome.REACHED
        if small[r] and not complete:
            return Outcome.UNLISTED
        if explored is not None and explored[r]:
            return Outcome.EXPLORED
        if stuck[r]:
            return Outcome.LOCKED_IN
        return Outcome.OFF if complete else Outcome.AWAY

    outcomes = tuple(status[r] or outcome(r) for r in range(runs))
    changing = False
    if earlier is not None and good.any():
        now = (row, column) if later is None else later
        before_and_now = [
            _near(game, components, strategies[0][good], strategies[1][good], thresholds)
            for strategies in (earlier, now)
        ]
        changing = is_changing(*before_and_now)
    return Judgement(
        subject, row, column, payoffs, regrets[0] + regrets[1], epsilons, distances, nearest,
        distance, settled & good, changing, outcomes,
        _shares(outcomes, nearest, good, len(components), thresholds.confidence),
    )  # fmt: skip


def _near(
    game: BimatrixGame,
    components: tuple[Component, ...],
    row: Floats,
    column: Floats,
    thresholds: Thresholds,
) -> NDArray[np.int64]:
    """Index of the component that each profile is near, -1 for none, shape (runs,)."""
    if not components:
        return np.full(len(row), -1, dtype=np.int64)
    known = ~np.isnan(row).any(axis=1) & ~np.isnan(column).any(axis=1)
    result = np.full(len(row), -1, dtype=np.int64)
    distances = component_distances(components, row[known], column[known])
    small = (profile_epsilons(game, row[known], column[known]) <= thresholds.epsilon).all(axis=1)
    near = small & (distances.min(axis=1) <= thresholds.distance)
    result[known] = np.where(near, distances.argmin(axis=1), -1)
    return result


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
        for outcome in (
            Outcome.UNLISTED, Outcome.LOCKED_IN, Outcome.EXPLORED, Outcome.OFF, Outcome.AWAY,
            Outcome.NOT_SETTLED,
        )
    ]  # fmt: skip
    return tuple(
        Share(
            outcome, component, count, of, wilson_interval(count, of, confidence),
            clopper_pearson_interval(count, of, confidence),
        )
        for outcome, component, count in counts
    )  # fmt: skip
