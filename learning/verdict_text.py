"""How a verdict reads: as a paragraph, at the prompt, in a notebook, as JSON."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.results import Result
from gametheory.text import html_table, text_table
from learning.joint_play import JointJudgement
from learning.judgement import Judgement
from learning.outcomes import Share
from learning.prediction import mean_gap
from learning.regret_curve import RegretCurve
from learning.welfare import Welfare

if TYPE_CHECKING:
    from learning.verdict import Verdict

__all__ = ["as_document", "as_html", "as_text", "share_rows", "summary"]

Floats = NDArray[np.float64]

#: Results whose tables are left to whoever asks for them.
_IN_ONE_LINE: Final = (Welfare, RegretCurve)


def summary(verdict: Verdict) -> str:
    """One paragraph that can be quoted."""
    name = verdict.game.name or "the game"
    if verdict.runs is None:
        return _given(verdict, name)
    runs = f"{verdict.runs_judged:,} independent run{'s' * (verdict.runs_judged != 1)}"
    lines = [
        f"{runs} of {verdict.rounds:,} rounds of {name}"
        f"{_left_out(verdict)}, compared with {_target(verdict)}."
    ]
    if not verdict.runs_judged:
        return f"{lines[0]} There is nothing to judge."
    for judgement in (verdict.final_policy, verdict.time_average):
        lines.append(f"{_subject(verdict, judgement)}: {_fate(verdict, judgement)}.")
    lines.append(
        f"Joint play in the same rounds: {_outcomes(verdict, verdict.joint_play)}; median gap to "
        f"coarse correlated equilibrium {_median(verdict.cce_gap)}, to correlated equilibrium "
        f"{_median(verdict.ce_gap)}."
    )
    reached = [s for s in verdict.time_average.shares if s.count and s.component is not None]
    if mean_gap(verdict) is None and len(reached) <= 1:
        # a mean over runs in different basins would describe none of them
        lines.append(f"Mean time average over runs: {_mean(verdict)}.")
    return " ".join(lines)


def _given(verdict: Verdict, name: str) -> str:
    """The paragraph where only policies were given."""
    count = verdict.runs_judged
    policies = f"{count:,} given profile{'s' * (count != 1)} of policies"
    fate = _outcomes(verdict, verdict.final_policy)
    return f"{policies} in {name}, compared with {_target(verdict)}: {fate}."


def _subject(verdict: Verdict, judgement: Judgement) -> str:
    if judgement is verdict.time_average:
        return f"Time average (rounds {verdict.first_round:,} to {verdict.rounds:,})"
    return judgement.subject.capitalize()


def _fate(verdict: Verdict, judgement: Judgement) -> str:
    gap = mean_gap(verdict)
    if judgement is verdict.time_average and gap is not None:
        # Whether a run's average is within the threshold may be a coin toss where the
        # mean is known to four digits; the table has both.
        more = ", by more than the intervals" if gap.is_measurable else ""
        return (
            f"mean over runs {_mean(verdict, gap.predicted)}; {gap.distance:.4f} from the "
            f"equilibrium{more}{_beside_targets(verdict)}"
        )
    trend = f"; these shares were still changing at round {verdict.rounds:,}"
    shares = _outcomes(verdict, judgement)
    return shares + (trend if judgement.still_changing else "")


def _beside_targets(verdict: Verdict) -> str:
    """How far the mean time average is from what exploration makes of the equilibrium."""
    means = [verdict.time_average.mean(player)[0][None] for player in (0, 1)]
    parts = [
        f"; {float(target.distances(means[0], means[1], played=True).min()):.4f} from the "
        f"{target.outcome} {target.detail}"
        for target in verdict.targets
    ]
    return "".join(parts)


def _left_out(verdict: Verdict) -> str:
    parts = []
    if verdict.runs_diverged:
        parts.append(f"{verdict.runs_diverged:,} diverged")
    if verdict.runs_interrupted:
        parts.append(f"{verdict.runs_interrupted:,} not finished")
    return f" ({' and '.join(parts)} of {verdict.runs_asked:,}, left out)" if parts else ""


def _target(verdict: Verdict) -> str:
    count = len(verdict.equilibria.components)
    components = f"{count} component{'s' * (count != 1)} of equilibria"
    if verdict.complete:
        return (
            f"the {components}, which are all" if count > 1 else f"the {components}, the only one"
        )
    return f"the {components} known, which may not be all"


def _outcomes(verdict: Verdict, judgement: Judgement | JointJudgement) -> str:
    found = sorted((s for s in judgement.shares if s.count), key=lambda s: -s.count)
    if not found:
        return "not told by both players"
    level, runs = f"{verdict.thresholds.confidence:.0%}", "runs" if verdict.rounds else "them"
    return "; ".join(
        f"{share.label}, {share.share:.1%} of {runs} ({level} interval "
        f"{share.wilson[0]:.1%} to {share.wilson[1]:.1%})"
        for share in found
    )


def _mean(verdict: Verdict, predicted: tuple[Floats, Floats] | None = None) -> str:
    """Mean time averages with their intervals, beside the equilibrium if there is one."""
    game, level = verdict.game, verdict.thresholds.confidence
    texts, widest = [], 0.0
    for player, actions in enumerate((game.row_actions, game.column_actions)):
        mean, half = verdict.time_average.mean(player, level)
        shown = range(1) if len(actions) == 2 else range(min(len(actions), 4))
        cells = []
        for a in shown:
            cell = f"{actions[a]} {mean[a]:.4f}"
            if half[a] > 0:  # NaN with one run
                cell += f" ± {half[a]:.4f}" if half[a] >= 5e-5 else " ± <0.0001"
                widest = max(widest, half[a])
            if predicted is not None:
                cell += f" (equilibrium {predicted[player][a]:.4f})"
            cells.append(cell)
        more = "" if len(actions) <= 4 else ", ..."
        texts.append(f"{game.players[player]} {', '.join(cells)}{more}")
    return "; ".join(texts) + (f" [{level:.0%} intervals]" if widest else "")


def share_rows(verdict: Verdict, judgement: Judgement | JointJudgement) -> list[list[str]]:
    """Table of the shares of runs, with a header.

    Parameters
    ----------
    verdict : Verdict
    judgement : Judgement or JointJudgement
        One of the three of the verdict.
    """
    level = f"{verdict.thresholds.confidence:.0%}"
    rows = [[judgement.subject, "runs", "share", f"Wilson {level}", f"Clopper-Pearson {level}",
             f"all together {level}"]]  # fmt: skip
    for share in judgement.shares:
        if share.count or share.component is not None:
            rows.append(
                [
                    share.label,
                    f"{share.count:,}",
                    f"{share.share:.1%}",
                    _interval(share.wilson),
                    _interval(share.clopper_pearson),
                    _interval(share.simultaneous),
                ]
            )
    return rows


def _interval(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.1%} to {interval[1]:.1%}"


def _measures(verdict: Verdict) -> list[list[str]]:
    rows = [["median over runs", verdict.final_policy.subject, "time average", "joint play"]]
    both, joint = (verdict.final_policy, verdict.time_average), verdict.joint_play
    rows.append(["distance to nearest component", *(_median(j.distance) for j in both), ""])
    rows.append(["NashConv (payoff units)", *(_median(j.nash_conv) for j in both), ""])
    for player, name in enumerate(verdict.game.players):
        rows.append([f"regret, share of range: {name}", *(
            _median(j.epsilons[:, player]) for j in both), ""])  # fmt: skip
    for k, target in enumerate(verdict.targets):
        rows.append([f"distance to {target.outcome} {target.detail}", *(
            _median(j.fits[k].distance) for j in both), ""])  # fmt: skip
    if verdict.rounds:
        rows.append(["CCE gap (payoff units)", "", "", _median(joint.cce_gap)])
        rows.append(["CE gap (payoff units)", "", "", _median(joint.ce_gap)])
        rows.append(["distance to the product of the marginals", "", "",
                     _median(joint.dependence)])  # fmt: skip
        rows.append(["settled by round (of those that did)",
                     *(_median_round(j.settled_at) for j in (*both, joint))])  # fmt: skip
    return rows


def _median_round(values: Any) -> str:
    known = values[~np.isnan(values)]
    return f"{np.median(known):,.0f}" if len(known) else ""


def _median(values: Any) -> str:
    known = values[~np.isnan(values)]
    return f"{np.median(known):.4g}" if len(known) else "-"


def _components(verdict: Verdict) -> list[str]:
    game = verdict.game
    lines = []
    for k, component in enumerate(verdict.equilibria.components[:20]):
        first = component.extreme[0]
        parts = []
        for actions, strategy in zip(
            (game.row_actions, game.column_actions), first.profile, strict=True
        ):
            used = [(a, p) for a, p in enumerate(strategy) if p][:4]
            parts.append(
                actions[used[0][0]]
                if len(used) == 1 and used[0][1] == 1
                else ", ".join(f"{actions[a]} {float(p):.4f}" for a, p in used)
            )
        more = len(component.extreme) - 1
        text = f"component {k + 1}: ({parts[0]}) against ({parts[1]})"
        lines.append(text + (f", and {more} more extreme equilibria" if more else ""))
    return lines


def as_text(verdict: Verdict) -> str:
    """Return the verdict for the prompt."""
    parts = [summary(verdict)]
    for judgement in (verdict.final_policy, verdict.time_average, verdict.joint_play):
        if judgement.shares:
            parts.append(text_table(share_rows(verdict, judgement)))
    if verdict.runs_judged:
        parts.append(text_table(_measures(verdict)))
    parts.append("\n".join(_components(verdict)))
    parts += [_block(result) for result in _more(verdict)] if verdict.runs_judged else []
    parts.append(f"Thresholds: {verdict.thresholds}")
    parts.extend(f"note: {note}" for note in verdict.notes)
    return "\n\n".join(part for part in parts if part)


def _more(verdict: Verdict) -> list[Result]:
    """The answers behind the verdict that can be had."""
    found = (verdict.welfare, verdict.regret_curve, verdict.motion, verdict.flow)
    known: list[Result] = [result for result in found if result is not None]
    return [verdict.agreement, *known] if verdict.equilibria.components else known


def _block(result: Result) -> str:
    """A result's line and its table, if that says more."""
    shown = [] if isinstance(result, _IN_ONE_LINE) else [t.text() for t in result.tables()]
    return "\n".join([result.summary(), *shown, *(f"note: {note}" for note in result.notes)])


def as_html(verdict: Verdict) -> str:
    """Return the verdict for a notebook; every name is escaped."""
    parts = [f"<p>{html.escape(summary(verdict))}</p>"]
    for judgement in (verdict.final_policy, verdict.time_average, verdict.joint_play):
        if judgement.shares:
            parts.append(html_table(share_rows(verdict, judgement), "Share of runs"))
    if verdict.runs_judged:
        parts.append(html_table(_measures(verdict), "How far from equilibrium"))
    for result in _more(verdict) if verdict.runs_judged else []:
        parts.append(result._repr_html_())
    lines = [*_components(verdict), f"Thresholds: {verdict.thresholds}", *verdict.notes]
    parts.extend(f"<p>{html.escape(line)}</p>" for line in lines)
    return "".join(parts)


def as_document(verdict: Verdict) -> dict[str, Any]:
    """Return the totals of a verdict for JSON; numbers that do not exist are null."""
    from learning.verdict import SCHEMA

    thresholds = verdict.thresholds
    return {
        "schema": SCHEMA,
        "game": verdict.game.name,
        "complete": verdict.complete,
        "components": len(verdict.equilibria.components),
        "rounds": verdict.rounds,
        "first_round_of_averages": verdict.first_round,
        "runs": {
            "asked": verdict.runs_asked,
            "judged": verdict.runs_judged,
            "diverged": verdict.runs_diverged,
            "not_finished": verdict.runs_interrupted,
        },
        "thresholds": {name: getattr(thresholds, name) for name in thresholds.__slots__},
        "final_policy": _judgement_document(verdict.final_policy, thresholds.confidence),
        "time_average": _judgement_document(verdict.time_average, thresholds.confidence),
        "joint": {
            "cce_gap": _median_number(verdict.cce_gap),
            "ce_gap": _median_number(verdict.ce_gap),
            "dependence": _median_number(verdict.joint_play.dependence),
            "settled_by": _median_number(verdict.joint_play.settled_at),
            "shares": _share_documents(verdict.joint_play.shares),
        },
        "targets": [
            {
                "outcome": str(target.outcome),
                "detail": target.detail,
                "complete": target.complete,
                "median_distance": {
                    name: _median_number(judgement.fits[k].distance)
                    for name, judgement in (
                        ("final_policy", verdict.final_policy),
                        ("time_average", verdict.time_average),
                    )
                },
            }
            for k, target in enumerate(verdict.targets)
        ],
        "welfare": _document(verdict.welfare),
        "agreement": _document(verdict.agreement),
        "motion": _document(verdict.motion),
        "notes": list(verdict.notes),
    }


def _document(result: Result | None) -> dict[str, Any] | None:
    return None if result is None else result.to_document()


def _share_documents(shares: tuple[Share, ...]) -> list[dict[str, Any]]:
    return [
        {
            "outcome": str(share.outcome),
            "detail": share.detail,
            "component": share.component,
            "count": share.count,
            "of": share.of,
            "wilson": list(share.wilson),
            "clopper_pearson": list(share.clopper_pearson),
            "simultaneous": list(share.simultaneous),
        }
        for share in shares
    ]


def _judgement_document(judgement: Judgement, confidence: float) -> dict[str, Any]:
    return {
        "subject": judgement.subject,
        "shares": _share_documents(judgement.shares),
        "settled_by": _median_number(judgement.settled_at),
        "still_changing": judgement.still_changing,
        "median_nash_conv": _median_number(judgement.nash_conv),
        "median_distance": _median_number(judgement.distance),
        "mean_profile": [_numbers(judgement.mean(player, confidence)[0]) for player in (0, 1)],
        "mean_half_widths": [_numbers(judgement.mean(player, confidence)[1]) for player in (0, 1)],
    }


def _numbers(values: Floats) -> list[float | None]:
    return [None if math.isnan(value) else value for value in values.tolist()]


def _median_number(values: Any) -> float | None:
    known = values[~np.isnan(values)]
    median = float(np.median(known)) if len(known) else math.nan
    return median if math.isfinite(median) else None
