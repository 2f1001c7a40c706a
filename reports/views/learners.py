"""What learners reached: final policies and time averages, kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from markupsafe import Markup

from gametheory.game import BimatrixGame
from learning.prediction import mean_gap
from reports.facts import Facts
from reports.groups import Group
from reports.page import Picture
from reports.views.learner_words import found, runs_text, sentence
from reports.words import count, decimal, listing, name, percent, say

if TYPE_CHECKING:
    from learning.judgement import Judgement
    from learning.outcomes import Share

__all__ = ["GroupView", "JudgementView", "LearnersView", "learners_view"]

#: Actions whose averages are listed.
_ACTIONS: Final = 12

_WATKINS: Final = Markup(
    "Watkins, C. & Dayan, P. (1992). Q-learning. <cite>Machine Learning</cite> 8, 279–292."
)


@dataclass(frozen=True, slots=True)
class JudgementView:
    """Final policy or time average of a group.

    Attributes
    ----------
    heading : str
    meaning : str
        What is judged.
    shares : tuple of (what, runs, share, interval)
        What became of the runs.
    silent : str
        Who tells no policy, if there is nothing to judge.
    means : tuple of (player, action, mean, half-width of its interval, equilibrium)
    predicted : bool
        Whether there is one equilibrium to stand beside the means.
    measures : tuple of (str or Markup, str)
        How far from equilibrium, medians over runs.
    """

    heading: str
    meaning: str
    shares: tuple[tuple[Markup, str, str, str], ...]
    silent: Markup
    means: tuple[tuple[Markup, Markup, str, str, str], ...]
    predicted: bool
    measures: tuple[tuple[Markup, str], ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group of learners."""

    key: str
    label: str
    who: Markup
    sentence: Markup
    judgements: tuple[JudgementView, ...]
    pictures: tuple[Picture, ...]
    panels: tuple[Picture, ...]
    notes: tuple[str, ...]
    thresholds: str
    level: str


@dataclass(frozen=True, slots=True)
class LearnersView:
    """The section on learners, and what the rest of the page takes from it."""

    knowledge: str
    sources: tuple[Markup, ...]
    groups: tuple[GroupView, ...]
    sentences: list[Markup]
    tiles: list[tuple[str, Markup, Markup]]
    points: tuple[tuple[tuple[float, float], str], ...]
    manifest: tuple[tuple[str, str], ...]


def learners_view(facts: Facts, groups: Mapping[str, Group]) -> LearnersView:
    """Lay out all groups of learners."""
    from learning import QLearner
    from reports.pictures import learning_pictures

    views, tiles, points, manifest = [], [], [], []
    for k, (label, group) in enumerate(groups.items(), 1):
        judged = group.verdict.runs_judged
        pictures, panels = learning_pictures(facts, group) if judged else ((), ())
        views.append(
            GroupView(
                key=f"learners-{k}",
                label=label,
                who=_who(group),
                sentence=sentence(facts, group),
                judgements=tuple(_judgements(facts, group)) if judged else (),
                pictures=pictures,
                panels=panels,
                notes=group.verdict.notes,
                thresholds=str(group.verdict.thresholds).replace("<=", "\u2264"),
                level=percent(group.verdict.thresholds.confidence, 0),
            )
        )
        tiles += _tile(facts, group)
        payoffs = group.average_payoffs
        if payoffs is not None:
            points.append((payoffs, label))
        manifest.append(
            (
                label,
                f"{' against '.join(dict.fromkeys(group.seats))}; {group.runs.rounds:,} rounds, "
                f"{group.runs.runs_asked:,} runs, root seed {group.runs.root}",
            )
        )
    sentences = [view.sentence for view in views]
    seats = [seat for group in groups.values() for seat in group.runs.seats]
    return LearnersView(
        "The learners know only their own payoffs. "
        if all(isinstance(seat, QLearner) for seat in seats)
        else "",
        (_WATKINS,) if any(isinstance(seat, QLearner) for seat in seats) else (),
        tuple(views), sentences, tiles, tuple(points), tuple(manifest),
    )  # fmt: skip


def _who(group: Group) -> Markup:
    verdict, runs = group.verdict, group.runs
    left_out = []
    if verdict.runs_diverged:
        left_out.append(f"{verdict.runs_diverged:,} diverged")
    if verdict.runs_interrupted:
        left_out.append(f"{verdict.runs_interrupted:,} did not finish")
    seats = dict.fromkeys(group.seats)
    return say(
        "{} {}: {} of {} rounds each{}.",
        "Both players are" if len(seats) == 1 else "The players are",
        listing(say("<code>{}</code>", seat) for seat in seats),
        count(runs.runs_asked, "independent run"),
        f"{runs.rounds:,}",
        f" ({' and '.join(left_out)}, left out of the averages)" if left_out else "",
    )


def _tile(facts: Facts, group: Group) -> list[tuple[str, Markup, Markup]]:
    if not group.verdict.runs_judged:
        return []
    verdict = group.verdict
    final, average = (
        max(judgement.shares, key=lambda share: share.count, default=None)
        for judgement in (verdict.final_policy, verdict.time_average)
    )
    if final is None or average is None:
        return []
    distance, gap = verdict.thresholds.distance, mean_gap(verdict)
    if gap is not None:
        mean = say("mean play {} from the equilibrium", f"{gap.distance:.3f}")
    else:
        mean = say("time average {} in {}", found(facts, average, distance), runs_text(average))
    runs = runs_text(final) + (", still changing" if verdict.final_policy.still_changing else "")
    return [
        (f"{group.label}, final policy", found(facts, final, distance), say("{}; {}", runs, mean))
    ]


def _judgements(facts: Facts, group: Group) -> list[JudgementView]:
    verdict = group.verdict
    meanings = (
        ("Final policy", verdict.final_policy, _final_meaning(group)),
        ("Time average", verdict.time_average, f"How often each action was played in rounds "
         f"{verdict.first_round:,} to {verdict.rounds:,}, all exploration included."),
    )  # fmt: skip
    views = []
    for heading, judgement, meaning in meanings:
        measures = [
            (say("Distance to the nearest component"), _median(judgement.distance)),
            (say("NashConv, payoff units"), _median(judgement.nash_conv)),
        ]
        measures += [
            (say("Regret of {}, share of range", name(player)), _median(judgement.epsilons[:, k]))
            for k, player in enumerate(facts.game.players)
        ]
        if judgement is verdict.time_average:
            measures += [
                (say("CCE gap of joint play, payoff units"), _median(verdict.cce_gap)),
                (say("CE gap of joint play, payoff units"), _median(verdict.ce_gap)),
            ]
        only = facts.equilibria[0].profile if _is_single(facts) else None
        views.append(
            JudgementView(
                heading=heading,
                meaning=meaning,
                shares=tuple(_share_rows(facts, judgement.shares, verdict.thresholds.distance)),
                silent=_silent(facts.game, group),
                means=tuple(_means(facts.game, judgement, only, verdict.thresholds.confidence)),
                predicted=only is not None,
                measures=tuple(measures) if judgement.shares else (),
            )
        )
    return views


def _final_meaning(group: Group) -> str:
    from learning import Boltzmann, EpsilonGreedy

    rules = {type(getattr(seat, "exploration", None)) for seat in group.runs.seats}
    if rules == {EpsilonGreedy}:
        return "What the learners would play at the end, without exploration."
    if rules == {Boltzmann}:
        return "The learners’ softmax policies at the end; exploration is part of them."
    return "What each player’s policy was at the end."


def _silent(game: BimatrixGame, group: Group) -> Markup:
    """Who tells no policy."""
    told = group.runs.final_policies
    silent = [name(game.players[k]) for k in (0, 1) if bool(np.isnan(told[k]).all())]
    verb = "tell" if len(silent) > 1 else "tells"
    return say("{} {} no policy.", listing(silent), verb) if silent else Markup("")


def _is_single(facts: Facts) -> bool:
    return facts.equilibria.complete and len(facts.equilibria) == 1


def _share_rows(
    facts: Facts, shares: Sequence[Share], distance: float
) -> list[tuple[Markup, str, str, str]]:
    rows = []
    for share in shares:
        # A component that nobody reached is worth a row, up to a point.
        if share.count or (share.component is not None and share.component < _ACTIONS):
            low, high = share.wilson
            rows.append(
                (
                    found(facts, share, distance),
                    f"{share.count:,}",
                    percent(share.share, 1),
                    f"{percent(low, 1)} to {percent(high, 1)}",
                )
            )
    return rows


def _means(
    game: BimatrixGame,
    judgement: Judgement,
    only: tuple[tuple[Fraction, ...], tuple[Fraction, ...]] | None,
    confidence: float,
) -> list[tuple[Markup, Markup, str, str, str]]:
    if not judgement.shares:
        return []
    rows = []
    for player, actions in enumerate((game.row_actions, game.column_actions)):
        mean, half = judgement.mean(player, confidence)
        for k in range(min(len(actions), _ACTIONS)):
            rows.append(
                (
                    name(game.players[player]),
                    name(actions[k]),
                    percent(float(mean[k])),
                    percent(float(half[k])) if half[k] > 0 else "",  # none: NaN with one run
                    percent(only[player][k]) if only else "",
                )
            )
    return rows


def _median(values: Any) -> str:
    known = values[~np.isnan(values)]
    return decimal(float(np.median(known))) if len(known) else "—"
