"""Runs judged: their final policies, time averages and joint play, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from gametheory.equilibria import EquilibriumSet
from learning.agents.exploration import EpsilonGreedy
from learning.agents.schedules import Decay
from learning.cycles import play_periods, policy_turns
from learning.joint_play import JointJudgement, judge_joint
from learning.judgement import Judgement, judge
from learning.outcomes import Outcome, Thresholds
from learning.runs import Runs
from learning.settling import averages_settled_at, policies_settled_at
from learning.stability import (
    churning,
    settled_averages,
    settled_policies,
    stability_windows,
    stuck,
)
from learning.targets import Target

__all__ = ["Judgements", "judge_policies", "judge_runs", "run_status"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Judgements:
    """The three objects of the same runs.

    Attributes
    ----------
    final, average : Judgement
    joint : JointJudgement
    """

    final: Judgement
    average: Judgement
    joint: JointJudgement


def run_status(runs: Runs) -> list[Outcome | None]:
    """What is known of each run beforehand: diverged, interrupted, or None."""
    return [
        Outcome.DIVERGED if diverged else None if finished else Outcome.INTERRUPTED
        for diverged, finished in zip(runs.diverged.tolist(), runs.finished.tolist(), strict=True)
    ]


def judge_runs(
    runs: Runs,
    equilibria: EquilibriumSet,
    first: int,
    thresholds: Thresholds,
    targets: Sequence[Target],
) -> Judgements:
    """Judge all three objects.

    Parameters
    ----------
    runs : Runs
    equilibria : EquilibriumSet
    first : int
        First window of the time averages.
    thresholds : Thresholds
    targets : sequence of Target
        What learners that explore could reach besides.
    """
    status = run_status(runs)
    last, windows = stability_windows(runs, tolerances.STABILITY_WINDOW), len(runs.edges) - 1
    still = stuck(runs, max(last, windows - windows // 2), thresholds.locked_in)
    policies = runs.policies[0], runs.policies[1]
    halfway = (windows - 1) // 2
    periods = play_periods(runs)
    turning = np.where(periods > 1, periods, np.nan)
    settled = settled_policies(runs, policies, last, thresholds.drift, thresholds.stability_share)
    # Ends of windows may all fall on the same moment of a turn.
    settled &= np.isnan(turning) & ~churning(runs, last, 1 - thresholds.stability_share)
    turns = np.where(np.isnan(turning), policy_turns(runs, ~settled), turning)
    settled_at = policies_settled_at(runs, policies, thresholds.drift, thresholds.stability_share)
    final = judge(
        "final policy", equilibria, (runs.final_policies[0], runs.final_policies[1]),
        settled, still, status, thresholds,
        earlier=None if policies[0] is None or policies[1] is None
        else (policies[0][:, halfway], policies[1][:, halfway]), targets=targets,
        settled_at=settled_at, periods=turns, at_rest_long=settled_at <= runs.rounds / 2,
    )  # fmt: skip
    joint = runs.joint_frequencies(slice(first, None))
    averages = joint.sum(axis=2), joint.sum(axis=1)
    middle = (first + windows) // 2
    rested = np.zeros(len(runs), dtype=bool)
    earlier = later = halves = None
    if middle > first:
        halves = (
            runs.joint_frequencies(slice(first, middle)),
            runs.joint_frequencies(slice(middle, windows)),
        )
        earlier, later = ((half.sum(axis=2), half.sum(axis=1)) for half in halves)
        rested = settled_averages(earlier, later, thresholds.drift)
    marginals_at, joint_at = averages_settled_at(runs, thresholds.drift)
    average = judge(
        "time average", equilibria, averages, rested, still, status, thresholds,
        earlier=earlier, later=later, explored=_explored(runs, final, averages, thresholds),
        targets=targets, played=True, settled_at=marginals_at, periods=turning,
    )  # fmt: skip
    together = judge_joint(
        equilibria, joint, halves, average, still, status, thresholds, joint_at, turning
    )
    return Judgements(final, average, together)


def _explored(
    runs: Runs, final: Judgement, averages: tuple[Floats, Floats], thresholds: Thresholds
) -> NDArray[np.bool_]:
    """Which time averages are those of a reached final policy mixed with exploration."""
    reached = np.array([outcome is Outcome.REACHED for outcome in final.outcomes], dtype=bool)
    for seat, policy, average in zip(runs.seats, runs.final_policies, averages, strict=True):
        rule = getattr(seat, "exploration", None)
        epsilon = 0.0
        if isinstance(rule, EpsilonGreedy) and not isinstance(rule.epsilon, Decay):
            epsilon = rule.epsilon
        expected = (1 - epsilon) * policy + epsilon / policy.shape[1]
        reached &= np.abs(average - expected).sum(axis=1) / 2 <= thresholds.distance
    return reached


def judge_policies(
    equilibria: EquilibriumSet, row: Floats, column: Floats, thresholds: Thresholds
) -> Judgements:
    """Judge profiles of policies of which nothing else is known.

    Parameters
    ----------
    equilibria : EquilibriumSet
    row, column : ndarray, shapes (runs, m) and (runs, n)
        They are taken as settled, because they are all that there is.
    thresholds : Thresholds
    """
    count = len(row)
    status: list[Outcome | None] = [None] * count
    flags, nothing = np.zeros(count, dtype=bool), np.full(count, np.nan)
    final = judge("given policy", equilibria, (row, column), ~flags, flags, status, thresholds)
    unknown = np.full(row.shape, np.nan), np.full(column.shape, np.nan)
    average = judge("time average", equilibria, unknown, flags, flags, status, thresholds)
    joint = np.full((count, *equilibria.game.shape), np.nan)
    together = judge_joint(
        equilibria, joint, None, average, flags, status, thresholds, nothing, nothing
    )
    return Judgements(final, average, together)
