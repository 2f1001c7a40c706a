"""The third object judged: how often each *pair* of actions was played together.

Two players' averages may look like an equilibrium though they never played it: who always
meets at one place or at the other has the averages of who mixes. The *empirical joint
distribution* of a run is therefore judged by itself: by its external and swap regrets against
coarse correlated and correlated equilibria, and as a Nash equilibrium only where it is near
the product of its own marginals. Its *dependence* is the total variation distance to that
product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.equilibria import EquilibriumSet
from learning.gaps import external_regrets, in_payoff_units, swap_regrets
from learning.judgement import Judgement
from learning.outcomes import Outcome, Share, Thresholds, count_shares, periods_text

__all__ = ["JointJudgement", "judge_joint"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: What a time average may be at, and a joint distribution near its product with it.
_SHARED: Final = (Outcome.REACHED, Outcome.LOGIT, Outcome.PERTURBED)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class JointJudgement:
    """What became of the joint distribution in each run.

    Rows of runs that were not judged are NaN.

    Attributes
    ----------
    subject : str
        ``"joint play"``.
    joint : ndarray, shape (runs, m, n)
        Distribution over the rounds of the time average.
    external, swap : ndarray, shape (runs, 2)
        Regrets of both players as shares of their payoff ranges; the external ones may be
        negative.
    cce_gap, ce_gap : ndarray, shape (runs,)
        The larger of both players' external and swap regrets, in payoff units.
    dependence : ndarray, shape (runs,)
    settled : ndarray of bool, shape (runs,)
        Whether the distributions of both halves of those rounds lie within the drift.
    settled_at : ndarray, shape (runs,)
        Round by which the distribution since round 1 had settled; NaN where it did not.
    periods : ndarray, shape (runs,)
        Exact period of play where one above 1 was seen, settled or not; else NaN.
    nearest : ndarray of int, shape (runs,)
        Component that the marginals are nearest to, -1 for none.
    outcomes : tuple of Outcome
    shares : tuple of Share
        Over the judged runs; empty if there is none.
    """

    subject: str
    joint: Floats
    external: Floats
    swap: Floats
    cce_gap: Floats
    ce_gap: Floats
    dependence: Floats
    settled: Flags
    settled_at: Floats
    periods: Floats
    nearest: NDArray[np.int64]
    outcomes: tuple[Outcome, ...]
    shares: tuple[Share, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Each run's outcome as text, components counted from 1."""
        return tuple(
            f"component {nearest + 1}" if outcome is Outcome.REACHED
            else f"{outcome} {periods_text(self.periods[[r]])}" if outcome is Outcome.CYCLE
            else str(outcome)
            for r, (outcome, nearest) in enumerate(
                zip(self.outcomes, self.nearest.tolist(), strict=True)
            )
        )  # fmt: skip


def judge_joint(
    equilibria: EquilibriumSet,
    joint: Floats,
    halves: tuple[Floats, Floats] | None,
    average: Judgement,
    stuck: Flags,
    status: list[Outcome | None],
    thresholds: Thresholds,
    settled_at: Floats,
    periods: Floats,
) -> JointJudgement:
    """Judge the joint distribution of all runs.

    Parameters
    ----------
    equilibria : EquilibriumSet
    joint : ndarray, shape (runs, m, n)
    halves : pair of ndarray, shapes (runs, m, n), or None
        The distributions of both halves of the same rounds; without them nothing is settled.
    average : Judgement
        Of its marginals.
    stuck : ndarray of bool, shape (runs,)
    status : list of (Outcome or None)
    thresholds : Thresholds
    settled_at, periods : ndarray, shape (runs,)
    """
    game = equilibria.game
    good = average.judged
    joint = np.where(good[:, None, None], joint, np.nan)
    external, swap = external_regrets(game, joint), swap_regrets(game, joint)
    gaps = [
        np.max([in_payoff_units(game, k, regrets[:, k]) for k in (0, 1)], axis=0)
        for regrets in (external, swap)
    ]
    product = joint.sum(axis=2)[:, :, None] * joint.sum(axis=1)[:, None, :]
    dependence = np.abs(joint - product).sum(axis=(1, 2)) / 2
    settled = np.zeros(len(joint), dtype=bool)
    if halves is not None:
        moved = np.abs(halves[0] - halves[1]).sum(axis=(1, 2)) / 2
        settled = good & (moved <= thresholds.drift)

    def outcome(r: int) -> Outcome:
        if not good[r]:
            return Outcome.UNKNOWN
        if not settled[r]:
            return Outcome.NOT_SETTLED if np.isnan(periods[r]) else Outcome.CYCLE
        if dependence[r] <= thresholds.distance and average.outcomes[r] in _SHARED:
            return average.outcomes[r]
        if swap[r].max() <= thresholds.epsilon:
            return Outcome.CORRELATED
        if external[r].max() <= thresholds.epsilon:
            return Outcome.COARSE
        return Outcome.LOCKED_IN if stuck[r] else Outcome.OFF

    outcomes = tuple(status[r] or outcome(r) for r in range(len(joint)))
    return JointJudgement(
        "joint play", joint, external, swap, gaps[0], gaps[1], dependence, settled,
        np.where(settled, settled_at, np.nan), np.where(good, periods, np.nan), average.nearest,
        outcomes, _shares(outcomes, average, good, thresholds.confidence, periods),
    )  # fmt: skip


def _shares(
    outcomes: tuple[Outcome, ...],
    average: Judgement,
    good: Flags,
    confidence: float,
    periods: Floats,
) -> tuple[Share, ...]:
    if not good.any():
        return ()
    names, components = np.array(outcomes), average.distances.shape[1]
    counts: list[tuple[Outcome, int | None, int, str]] = [
        (Outcome.REACHED, k, int(((names == Outcome.REACHED) & (average.nearest == k)).sum()), "")
        for k in range(components)
    ]
    details = {fit.target.outcome: fit.target.detail for fit in average.fits}
    details[Outcome.CYCLE] = periods_text(periods[names == Outcome.CYCLE])
    counts += [
        (kind, None, int((names == kind).sum()), details.get(kind, ""))
        for kind in (
            *(fit.target.outcome for fit in average.fits), Outcome.CORRELATED, Outcome.COARSE,
            Outcome.LOCKED_IN, Outcome.OFF, Outcome.CYCLE, Outcome.NOT_SETTLED,
        )
    ]  # fmt: skip
    return count_shares(counts, int(good.sum()), confidence)
