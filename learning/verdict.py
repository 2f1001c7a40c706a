"""What the learners reached, compared with theory.

Three objects are judged, never mixed: the policies at the end (without epsilon-greedy
exploration; a softmax as it is), the time averages of play (the *marginals*), and the
*empirical joint distribution* of actions, which is compared with correlated equilibria
by its gaps. Profiles are compared with the *components* of the set of Nash equilibria,
not with single points of it. Runs are independent, so the share of them that reached a
component estimates the chance of it in that many rounds, with an interval.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from gametheory.equilibria import EquilibriumSet
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from learning.agents.exploration import EpsilonGreedy
from learning.agents.schedules import Decay
from learning.gaps import cce_gap, ce_gap
from learning.judgement import Judgement, judge
from learning.outcomes import Outcome, Thresholds
from learning.parameters import read_real
from learning.runs import Runs
from learning.stability import (
    settled_averages,
    settled_policies,
    stability_share_of_rounds,
    stability_windows,
    stuck,
)

__all__ = ["SCHEMA", "Verdict", "compare"]

Floats = NDArray[np.float64]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/verdict/1"


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Verdict:
    """Which equilibria learners reached, how often, and how sure that is.

    Attributes
    ----------
    game : BimatrixGame
    equilibria : EquilibriumSet
    complete : bool
        Whether the set holds all extreme equilibria; otherwise "nearest" means nearest
        of those known.
    rounds : int
    runs_asked, runs_judged, runs_diverged, runs_interrupted : int
        Averages and shares are over the runs judged; the others are counted here.
    first_round : int
        First round, from 1, of the time averages.
    final_policy, time_average : Judgement
    joint : ndarray, shape (runs, m, n)
        Empirical joint distribution of each run over the rounds of the time average.
    cce_gap, ce_gap : ndarray, shape (runs,)
        Larger of the two players' external and swap regrets of it, in payoff units;
        NaN for runs not judged.
    thresholds : Thresholds
    notes : tuple of str
        What a careful reader should know.
    """

    game: BimatrixGame
    equilibria: EquilibriumSet = field(repr=False)
    complete: bool
    rounds: int
    runs_asked: int
    runs_judged: int
    runs_diverged: int
    runs_interrupted: int
    first_round: int
    final_policy: Judgement
    time_average: Judgement
    joint: Floats
    cce_gap: Floats
    ce_gap: Floats
    thresholds: Thresholds
    notes: tuple[str, ...]

    def summary(self) -> str:
        """One paragraph that can be quoted."""
        from learning.verdict_text import summary

        return summary(self)

    def __repr__(self) -> str:
        from learning.verdict_text import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from learning.verdict_text import as_html

        return as_html(self)

    def to_json(self) -> str:
        """Return the totals as JSON text, schema ``gametheory/verdict/1``.

        Components are indices, from 0, into those of the set of equilibria.
        """
        from learning.verdict_text import as_document

        return json.dumps(as_document(self), ensure_ascii=True, allow_nan=False, indent=1)


def compare(
    runs: Runs,
    equilibria: EquilibriumSet,
    *,
    burn_in: float = tolerances.BURN_IN,
    distance: float = tolerances.REACHED_DISTANCE,
    epsilon: float = tolerances.REACHED_EPSILON,
    confidence: float = 0.95,
) -> Verdict:
    """Say which equilibria the runs reached.

    Parameters
    ----------
    runs : Runs
        Of two players in a bimatrix game.
    equilibria : EquilibriumSet
        Of the same game.
    burn_in : float
        Share of the rounds, in [0, 1), left out of the time averages.
    distance, epsilon : float
        Largest total variation distance, and largest regret of each player as a share
        of the payoff range, at which a component counts as reached; 0 to 1.
    confidence : float
        Level of the intervals, in (0, 1).

    Returns
    -------
    Verdict

    Raises
    ------
    ParameterError
        If the runs are not of the game of the equilibria, or a number is out of range.
    """
    if not isinstance(runs, Runs) or not isinstance(equilibria, EquilibriumSet):
        raise ParameterError(
            "expected compare(runs, equilibria) with the results of play and solve, got "
            f"{type(runs).__name__} and {type(equilibria).__name__}"
        )
    game = equilibria.game
    if runs.game is None or runs.game != game:
        played = runs.world if runs.game is None else (runs.game.name or "another game")
        raise ParameterError(
            f"the runs played {played}, the equilibria are those of {game.name or 'another game'}; "
            "give solve(game) of the game that was played"
        )
    thresholds = Thresholds(
        distance=read_real(distance, "distance", 0.0, 1.0),
        epsilon=read_real(epsilon, "epsilon", 0.0, 1.0),
        burn_in=read_real(burn_in, "burn_in", 0.0, 1.0, below=True),
        stability_window=stability_share_of_rounds(runs, tolerances.STABILITY_WINDOW),
        confidence=read_real(confidence, "confidence", 0.0, 1.0, above=True, below=True),
    )
    first = runs.first_window(thresholds.burn_in)
    status = _status(runs)
    judged = np.array([outcome is None for outcome in status], dtype=bool)
    final, average = _judge_both(runs, equilibria, first, status, thresholds)
    joint = runs.joint_frequencies(slice(first, None))
    gaps = [np.full(len(runs), np.nan) for _ in range(2)]
    for gap, function in zip(gaps, (cce_gap, ce_gap), strict=True):
        gap[judged] = function(game, joint[judged])
    return Verdict(
        game=game,
        equilibria=equilibria,
        complete=equilibria.complete,
        rounds=runs.rounds,
        runs_asked=runs.runs_asked,
        runs_judged=int(judged.sum()),
        runs_diverged=int((runs.diverged > 0).sum()),
        runs_interrupted=runs.runs_asked - int(judged.sum()) - int((runs.diverged > 0).sum()),
        first_round=int(runs.edges[first]) + 1,
        final_policy=final,
        time_average=average,
        joint=joint,
        cce_gap=gaps[0],
        ce_gap=gaps[1],
        thresholds=thresholds,
        notes=_notes(runs, equilibria, first),
    )


def _status(runs: Runs) -> list[Outcome | None]:
    return [
        Outcome.DIVERGED if diverged else None if finished else Outcome.INTERRUPTED
        for diverged, finished in zip(runs.diverged.tolist(), runs.finished.tolist(), strict=True)
    ]


def _judge_both(
    runs: Runs,
    equilibria: EquilibriumSet,
    first: int,
    status: list[Outcome | None],
    thresholds: Thresholds,
) -> tuple[Judgement, Judgement]:
    """Judge final policies and time averages."""
    last, windows = stability_windows(runs, tolerances.STABILITY_WINDOW), len(runs.edges) - 1
    still = stuck(runs, last, thresholds.locked_in)
    policies = runs.policies[0], runs.policies[1]
    halfway = (windows - 1) // 2
    final = judge(
        "final policy", equilibria, (runs.final_policies[0], runs.final_policies[1]),
        settled_policies(runs, policies, last, thresholds.drift, thresholds.stability_share),
        still, status, thresholds,
        earlier=None if policies[0] is None or policies[1] is None
        else (policies[0][:, halfway], policies[1][:, halfway]),
    )  # fmt: skip
    averages = runs.time_average(0, slice(first, None)), runs.time_average(1, slice(first, None))
    middle = (first + windows) // 2
    settled = np.zeros(len(runs), dtype=bool)
    earlier = later = None
    if middle > first:
        earlier, later = (
            (runs.time_average(0, part), runs.time_average(1, part))
            for part in (slice(first, middle), slice(middle, windows))
        )
        settled = settled_averages(earlier, later, thresholds.drift)
    average = judge(
        "time average", equilibria, averages, settled, still, status, thresholds,
        earlier=earlier, later=later, explored=_explored(runs, final, averages, thresholds),
    )  # fmt: skip
    return final, average


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


def _notes(runs: Runs, equilibria: EquilibriumSet, first: int) -> tuple[str, ...]:
    notes: list[str] = []
    if not equilibria.complete:
        notes.append(
            f"the list of equilibria is not known to be complete ({equilibria.reason}); nearest "
            "means nearest of those known, and two components may belong together"
        )
    explorers = [
        equilibria.game.players[k]
        for k, seat in enumerate(runs.seats)
        if getattr(seat, "explores_for_ever", False)
    ]
    if explorers:
        notes.append(
            f"{' and '.join(explorers)} never stop{'s' * (len(explorers) == 1)} exploring, and "
            "time averages hold exploration, too: such learners belong beside equilibria of the "
            "game perturbed by it (for Boltzmann learners logit equilibria) as well; that "
            "comparison is not made here"
        )
    if len(runs.edges) - 1 < tolerances.STABILITY_MOMENTS:
        notes.append(
            f"too few windows were recorded to call a policy settled: {len(runs.edges) - 1}; "
            f"record at least {tolerances.STABILITY_MOMENTS}"
        )
    if any(component.subsets_complete is False for component in equilibria.components):
        notes.append(
            "a component has too many maximal Nash subsets: its distance is an upper bound"
        )
    return tuple(notes)
