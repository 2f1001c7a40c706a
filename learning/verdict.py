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
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from gametheory.equilibria import EquilibriumSet
from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.strategy import read_strategy
from learning.joint_play import JointJudgement
from learning.judgement import Judgement
from learning.judging import judge_policies, judge_runs, run_status
from learning.logs import read_log
from learning.outcomes import Thresholds
from learning.parameters import read_real
from learning.runs import Runs
from learning.stability import stability_share_of_rounds
from learning.targets import Target, find_targets

if TYPE_CHECKING:
    from learning.agreement import Agreement
    from learning.flow import FlowComparison
    from learning.motion import Motion
    from learning.regret_curve import RegretCurve
    from learning.welfare import Welfare

__all__ = ["SCHEMA", "Verdict", "compare"]

Floats = NDArray[np.float64]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/verdict/1"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
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
    joint_play : JointJudgement
        How often each pair of actions was played over the rounds of the time average.
    targets : tuple of Target
        What learners that explore for ever could reach besides Nash equilibria: equilibria
        of the game perturbed by their exploration, or logit equilibria.
    runs : Runs or None
        What was judged; None if only policies were given.
    thresholds : Thresholds
    notes : tuple of str
        What a careful reader should know.

    Five more answers are computed when they are asked for: `regret_curve`, `welfare`,
    `agreement` with theory, `motion` and `flow`.
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
    joint_play: JointJudgement
    targets: tuple[Target, ...]
    runs: Runs | None
    thresholds: Thresholds
    notes: tuple[str, ...]

    @property
    def joint(self) -> Floats:
        """Empirical joint distribution of each run, shape (runs, m, n)."""
        return self.joint_play.joint

    @property
    def cce_gap(self) -> Floats:
        """Larger of both players' external regrets, in payoff units, shape (runs,)."""
        return self.joint_play.cce_gap

    @property
    def ce_gap(self) -> Floats:
        """Larger of both players' swap regrets, in payoff units, shape (runs,)."""
        return self.joint_play.ce_gap

    @cached_property
    def regret_curve(self) -> RegretCurve | None:
        """Average external regret since round 1 with its band; None if nothing was judged."""
        from learning.regret_curve import regret_curve

        if self.runs is None or not self.runs_judged:
            return None
        return regret_curve(self.runs, self.thresholds.confidence)

    @cached_property
    def welfare(self) -> Welfare | None:
        """Sum of payoffs beside the best one and those of equilibria; None without play."""
        from learning.welfare import welfare_of

        if self.runs is None or not self.runs_judged:
            return None
        return welfare_of(self.equilibria, self.joint)

    @cached_property
    def agreement(self) -> Agreement:
        """What theory says of each component, beside its measured share."""
        from learning.agreement import agreement_of

        return agreement_of(self.equilibria, self.final_policy, self.time_average)

    @cached_property
    def motion(self) -> Motion | None:
        """What kept moving: flips, drift, best responses, periods; None without play."""
        from learning.motion import motion_of

        return motion_of(self)

    @cached_property
    def flow(self) -> FlowComparison | None:
        """Mean policies beside their differential equation; None where none is known."""
        from learning.flow import flow_of

        return None if self.runs is None else flow_of(self.runs)

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
    runs: Any,
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
    runs : Runs, pair of policies, or log
        Runs of two players in a bimatrix game; or a tuple ``(row, column)`` of one
        strategy each, or of arrays with one strategy a run; or a log of rounds, see
        :func:`learning.read_log`: a CSV file, a data frame, a dict of columns, or a list
        of these.
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
    if not isinstance(equilibria, EquilibriumSet):
        raise ParameterError(
            "expected compare(runs, equilibria) with the equilibria that solve(game) found, got "
            f"{type(equilibria).__name__}"
        )
    game = equilibria.game
    thresholds = Thresholds(
        distance=read_real(distance, "distance", 0.0, 1.0),
        epsilon=read_real(epsilon, "epsilon", 0.0, 1.0),
        burn_in=read_real(burn_in, "burn_in", 0.0, 1.0, below=True),
        confidence=read_real(confidence, "confidence", 0.0, 1.0, above=True, below=True),
    )
    if isinstance(runs, tuple):
        return _of_policies(runs, equilibria, thresholds)
    record = runs if isinstance(runs, Runs) else read_log(game, runs)
    if record.game is None or record.game != game:
        played = record.world if record.game is None else (record.game.name or "another game")
        raise ParameterError(
            f"the runs played {played}, the equilibria are those of {game.name or 'another game'}; "
            "give solve(game) of the game that was played"
        )
    thresholds = replace(
        thresholds, stability_window=stability_share_of_rounds(record, tolerances.STABILITY_WINDOW)
    )
    first = record.first_window(thresholds.burn_in)
    targets, why_not = find_targets(game, record.seats)
    judged = judge_runs(record, equilibria, first, thresholds, targets)
    count = sum(outcome is None for outcome in run_status(record))
    diverged = int((record.diverged > 0).sum())
    return Verdict(
        game=game,
        equilibria=equilibria,
        complete=equilibria.complete,
        rounds=record.rounds,
        runs_asked=record.runs_asked,
        runs_judged=count,
        runs_diverged=diverged,
        runs_interrupted=record.runs_asked - count - diverged,
        first_round=int(record.edges[first]) + 1,
        final_policy=judged.final,
        time_average=judged.average,
        joint_play=judged.joint,
        targets=targets,
        runs=record,
        thresholds=thresholds,
        notes=_notes(record, equilibria, targets, why_not),
    )


def _of_policies(
    policies: tuple[Any, ...], equilibria: EquilibriumSet, thresholds: Thresholds
) -> Verdict:
    """Judge profiles given as arrays: one, or one a run."""
    game = equilibria.game
    if len(policies) != 2:
        raise ParameterError(
            "expected policies as a pair (row, column) of one strategy each or of arrays with one "
            f"strategy a run, got {len(policies)} items; a log stands in a list, a dict, a data "
            "frame or a file"
        )
    row, column = (_read_policies(game, k, given) for k, given in enumerate(policies))
    if len(row) != len(column):
        raise ParameterError(
            f"policies: expected as many of {game.players[0]} as of {game.players[1]}, got "
            f"{len(row)} and {len(column)}"
        )
    judged = judge_policies(equilibria, row, column, thresholds)
    notes = _notes(None, equilibria, (), "")
    return Verdict(
        game=game, equilibria=equilibria, complete=equilibria.complete, rounds=0,
        runs_asked=len(row), runs_judged=len(row), runs_diverged=0, runs_interrupted=0,
        first_round=0, final_policy=judged.final, time_average=judged.average,
        joint_play=judged.joint, targets=(), runs=None, thresholds=thresholds,
        notes=(*notes, "policies were given: whether they had come to rest is not known"),
    )  # fmt: skip


def _read_policies(game: BimatrixGame, player: int, given: Any) -> Floats:
    """Strategies of one player, shape (runs, actions), each checked."""
    name, wanted = game.players[player], game.shape[player]
    rows = list(given) if hasattr(given, "__iter__") and not isinstance(given, (str, dict)) else []
    if rows and not hasattr(rows[0], "__iter__"):
        rows = [rows]
    if not rows:
        raise ParameterError(f"policies of {name}: expected strategies, got {given!r:.60}")
    read = []
    for k, strategy in enumerate(rows):
        try:
            read.append([float(p) for p in read_strategy(strategy, wanted, player)])
        except StrategyError as error:
            raise StrategyError(f"policy {k}: {error}") from None
    return np.array(read)


def _notes(
    runs: Runs | None, equilibria: EquilibriumSet, targets: Sequence[Target], why_not: str
) -> tuple[str, ...]:
    notes: list[str] = []
    if not equilibria.complete:
        notes.append(
            f"the list of equilibria is not known to be complete ({equilibria.reason}); nearest "
            "means nearest of those known, and two components may belong together"
        )
    explorers = [
        equilibria.game.players[k]
        for k, seat in enumerate(() if runs is None else runs.seats)
        if getattr(seat, "explores_for_ever", False)
    ]
    if explorers:
        beside = (
            " and ".join(f"{target.outcome} {target.detail}" for target in targets)
            or f"but what that leads to was not computed: {why_not}"
        )
        notes.append(
            f"{' and '.join(explorers)} never stop{'s' * (len(explorers) == 1)} exploring, and "
            "time averages hold exploration, too; "
            + (f"so runs stand beside another target as well: {beside}" if targets else beside)
        )
    notes += [
        f"the points of the target {target.outcome} {target.detail} may not be all"
        for target in targets
        if not target.complete
    ]
    if runs is not None and len(runs.edges) - 1 < tolerances.STABILITY_MOMENTS:
        notes.append(
            f"too few windows were recorded to call a policy settled: {len(runs.edges) - 1}; "
            f"record at least {tolerances.STABILITY_MOMENTS}"
        )
    if any(component.subsets_complete is False for component in equilibria.components):
        notes.append(
            "a component has too many maximal Nash subsets: its distance is an upper bound"
        )
    return tuple(notes)
