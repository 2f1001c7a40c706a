"""One object judged: which equilibrium component each run's profile is at, if any.

The objects are kept apart, because they answer different questions: the *final
policy* is what the agents would play at the end (without epsilon-greedy exploration; a
softmax as it is), the *time average* how often each action was in fact played. A
profile is *near* a component if its distance and each player's regret are small; *at*
it if it is settled, too. See :mod:`gametheory.tolerances` for the numbers and their
reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gametheory.equilibria import Component, EquilibriumSet
from gametheory.game import BimatrixGame
from learning.distances import component_distances
from learning.gaps import in_payoff_units, profile_epsilons, profile_payoffs
from learning.intervals import mean_half_widths
from learning.outcomes import Outcome, Share, Thresholds, count_shares, periods_text
from learning.stability import is_changing
from learning.targets import Target

__all__ = ["Judgement", "TargetFit", "judge"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TargetFit:
    """How near each run came to what learners that explore could reach.

    Attributes
    ----------
    target : Target
    distances : ndarray, shape (runs, parts)
        Total variation distances to each component, or logit equilibrium.
    nearest : ndarray of int, shape (runs,)
        Index of the nearest one; -1 for none.
    distance : ndarray, shape (runs,)
    epsilons : ndarray, shape (runs, 2)
        Regrets in the sense of the target, as shares of the payoff range.
    near : ndarray of bool, shape (runs,)
        Within both thresholds, settled or not.
    """

    target: Target
    distances: Floats
    nearest: NDArray[np.int64]
    distance: Floats
    epsilons: Floats
    near: Flags


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
    settled_at : ndarray, shape (runs,)
        Round by which it had settled, up to a window; NaN where it did not.
    periods : ndarray, shape (runs,)
        Rounds of a turn where a cycle was seen, NaN elsewhere.
    fits : tuple of TargetFit
        Beside what exploration makes of the equilibria.
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
    settled_at: Floats
    periods: Floats
    fits: tuple[TargetFit, ...]
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
        details = {fit.target.outcome: fit.target.detail for fit in self.fits}

        def label(r: int) -> str:
            outcome = self.outcomes[r]
            if outcome is Outcome.REACHED:
                return f"component {self.nearest[r] + 1}"
            if outcome is Outcome.CYCLE:
                return f"{outcome} {periods_text(self.periods[[r]])}"
            return f"{outcome} {details[outcome]}" if outcome in details else str(outcome)

        return tuple(label(r) for r in range(len(self.outcomes)))

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
    targets: Sequence[Target] = (),
    played: bool = False,
    settled_at: Floats | None = None,
    periods: Floats | None = None,
    at_rest_long: Flags | None = None,
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
        Which runs kept to one joint action in the second half of the rounds.
    status : list of (Outcome or None)
        What is known of a run beforehand: diverged or interrupted.
    thresholds : Thresholds
    earlier, later : pair of ndarray, shapes (runs, m) and (runs, n), optional
        Profiles between which a trend is looked for; `later` is `profiles` if not given.
    explored : ndarray of bool, shape (runs,), optional
        Which runs differ from a reached component by exploration only.
    targets : sequence of Target
        What else they could reach.
    played : bool
        Whether the profiles hold exploration.
    settled_at : ndarray, shape (runs,), optional
        Rounds by which runs had settled; used for those that are.
    periods : ndarray, shape (runs,), optional
        Rounds of a turn where a cycle was seen, else NaN.
    at_rest_long : ndarray of bool, shape (runs,), optional
        Which runs were at rest for the second half of the rounds; the others are not called
        settled off equilibrium, where somebody would gain by moving on: cycles that slow
        down, as those of fictitious play, stand still for long before they do.
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
    fits = tuple(_fit(target, row, column, good, thresholds, played=played) for target in targets)
    turns = np.full(runs, np.nan) if periods is None else periods

    def outcome(r: int) -> Outcome:
        if not good[r]:
            return Outcome.UNKNOWN
        if not settled[r]:
            return Outcome.NOT_SETTLED if np.isnan(turns[r]) else Outcome.CYCLE
        if near[r]:
            return Outcome.REACHED
        for fit in fits:
            if fit.near[r]:
                return fit.target.outcome
        if small[r] and not complete:
            return Outcome.UNLISTED
        if explored is not None and explored[r]:
            return Outcome.EXPLORED
        if stuck[r]:
            return Outcome.LOCKED_IN
        if at_rest_long is not None and not at_rest_long[r]:
            return Outcome.NOT_SETTLED
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
    rested = settled & good
    when = np.full(runs, np.nan)
    if settled_at is not None:
        when[rested] = settled_at[rested]
    seen = np.array([outcome is Outcome.CYCLE for outcome in outcomes], dtype=bool)
    turns = np.where(seen, turns, np.nan)
    return Judgement(
        subject, row, column, payoffs, regrets[0] + regrets[1], epsilons, distances, nearest,
        distance, rested, when, turns, fits, changing, outcomes,
        _shares(outcomes, nearest, good, len(components), thresholds.confidence, fits, turns),
    )  # fmt: skip


def _fit(
    target: Target,
    row: Floats,
    column: Floats,
    good: Flags,
    thresholds: Thresholds,
    *,
    played: bool,
) -> TargetFit:
    some = target.distances(row[good], column[good], played=played)
    distances = np.full((len(row), some.shape[1]), np.nan)
    epsilons = np.full((len(row), 2), np.nan)
    nearest = np.full(len(row), -1, dtype=np.int64)
    distance = np.full(len(row), np.nan)
    distances[good] = some
    epsilons[good] = target.epsilons(row[good], column[good], played=played)
    nearest[good] = some.argmin(axis=1)
    distance[good] = some.min(axis=1)
    close = (distance <= thresholds.distance) & (epsilons <= thresholds.epsilon).all(axis=1)
    return TargetFit(target, distances, nearest, distance, epsilons, np.asarray(close))


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
    fits: tuple[TargetFit, ...],
    turns: Floats,
) -> tuple[Share, ...]:
    if not good.any():
        return ()
    names = np.array(outcomes)
    counts: list[tuple[Outcome, int | None, int, str]] = [
        (Outcome.REACHED, k, int(((names == Outcome.REACHED) & (nearest == k)).sum()), "")
        for k in range(components)
    ]
    details = {fit.target.outcome: fit.target.detail for fit in fits}
    details[Outcome.CYCLE] = periods_text(turns)
    counts += [
        (outcome, None, int((names == outcome).sum()), details.get(outcome, ""))
        for outcome in (
            *(fit.target.outcome for fit in fits), Outcome.UNLISTED, Outcome.LOCKED_IN,
            Outcome.EXPLORED, Outcome.OFF, Outcome.AWAY, Outcome.CYCLE, Outcome.NOT_SETTLED,
        )
    ]  # fmt: skip
    return count_shares(counts, int(good.sum()), confidence)
