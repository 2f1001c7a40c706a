"""What became of learners, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from gametheory.equilibria import Component
from gametheory.game import BimatrixGame
from learning.prediction import mean_gap
from reports.facts import Facts
from reports.groups import Group
from reports.words import listing, name, outcome, percent, say, who

if TYPE_CHECKING:
    from learning.judgement import Judgement
    from learning.outcomes import Share
    from learning.prediction import Gap
    from learning.verdict import Verdict

__all__ = ["found", "place", "plus_minus", "runs_text", "sentence"]

#: Outcomes whose name does not read well after "were".
_TOLD: Final = {"locked in": "locked into one pair of actions"}

#: Fates of runs that a sentence can carry.
_SPOKEN: Final = 4


def place(facts: Facts, component: int) -> Markup:
    """An equilibrium component in words."""
    components = facts.equilibria.components
    if len(components) == 1:
        return say("the equilibrium" if components[0].is_point else "the set of equilibria")
    return _component_name(facts.game, components[component], component)


def _component_name(game: BimatrixGame, component: Component, number: int) -> Markup:
    first = component.extreme[0]
    if component.is_point and first.is_pure:
        return outcome(game, (first.support[0][0], first.support[1][0]))
    if component.is_point:
        return say("the mixed equilibrium of component {}", number + 1)
    return say("component {} of the equilibria", number + 1)


def found(facts: Facts, share: Share, distance: float) -> Markup:
    """What became of a share of the runs, after the word "were".

    Parameters
    ----------
    facts : Facts
    share : Share
    distance : float
        Distance within which a component counts as reached.
    """
    if share.component is not None:
        return say("within {} of {}", f"{distance:g}", place(facts, share.component))
    return say("{}", _TOLD.get(str(share.outcome), str(share.outcome)))


def runs_text(share: Share) -> str:
    """Return how many runs a share is: ``all 1,000 runs`` or ``17.1 % of runs``."""
    if share.count == share.of:
        return f"all {share.of:,} runs" if share.of > 1 else "the one run"
    return f"{percent(share.share, 1)} of runs"


def sentence(facts: Facts, group: Group) -> Markup:
    """What became of the group, as a reader would tell it."""
    verdict = group.verdict
    if not verdict.runs_judged:
        return say("{}: no run finished with finite values, so there is nothing to judge.",
                   group.label)  # fmt: skip
    final, average = verdict.final_policy, verdict.time_average
    period = f"rounds {verdict.first_round:,} to {verdict.rounds:,}"
    if any(getattr(seat, "explores_for_ever", False) for seat in group.runs.seats):
        period += ", exploration included,"
    gap = mean_gap(verdict)
    if gap is not None:
        # Whether a run's average is within the threshold may be a coin toss where the
        # mean is known to four digits: the shares stay in the table.
        told = _beside(facts, verdict, gap)
        return say("{}: {}. Mean play over {} was {}.", group.label, _ended(facts, verdict),
                   period, told)  # fmt: skip
    if final.shares and _fates(final) == _fates(average):
        return say("{}: {}; their average play over {} has the same shares.",
                   group.label, _ended(facts, verdict), period)  # fmt: skip
    return say("{}: {}. Average play over {} was {}.", group.label, _ended(facts, verdict),
               period, _listed(facts, verdict, average))  # fmt: skip


def _fates(judgement: Judgement) -> list[tuple[str, int, bool]]:
    return [(share.label, share.count, judgement.still_changing) for share in _happened(judgement)]


def _happened(judgement: Judgement) -> list[Share]:
    return sorted((s for s in judgement.shares if s.count), key=lambda s: -s.count)


def _ended(facts: Facts, verdict: Verdict) -> Markup:
    happened = _happened(verdict.final_policy)
    if not happened:
        return say("not both players tell a policy")
    if len(happened) == 1 and happened[0].outcome == "not settled":
        runs = happened[0].of
        return say("their policies did not settle in {}",
                   f"any of {runs:,} runs" if runs > 1 else "the one run")  # fmt: skip
    return say("at round {} their policies were {}", f"{verdict.rounds:,}",
               _listed(facts, verdict, verdict.final_policy))  # fmt: skip


def _listed(facts: Facts, verdict: Verdict, judgement: Judgement) -> Markup:
    happened = _happened(judgement)
    parts: list[Markup] = [
        say("{} in {}", found(facts, share, verdict.thresholds.distance), runs_text(share))
        for share in happened[:_SPOKEN]
    ]
    if len(happened) > _SPOKEN:
        rest = sum(share.count for share in happened[_SPOKEN:])
        parts.append(say("otherwise in {} of runs", percent(rest / happened[0].of, 1)))
    changing = "; these shares were still changing" if judgement.still_changing else ""
    return say("{}{}", listing(parts), changing) if parts else say("not known")


def _beside(facts: Facts, verdict: Verdict, gap: Gap) -> Markup:
    """Mean play beside the one equilibrium; numbers where one a player says it."""
    game = facts.game
    numbers = Markup("")
    if game.shape == (2, 2):
        numbers = say("{}: ", listing(
            say("{} {}\u00a0{}{} (equilibrium {})", who(game.players[k]),
                name((game.row_actions, game.column_actions)[k][0]),
                percent(float(gap.means[k][0])), plus_minus(float(gap.half_widths[k][0])),
                percent(facts.equilibria[0].profile[k][0]))
            for k in (0, 1)
        ))  # fmt: skip
    distance = f"{gap.distance:.3f}" if gap.distance >= 0.0005 else "under 0.001"
    if any(bool((half != half).any()) for half in gap.half_widths):  # one run: NaN
        return say("{}{} from the equilibrium", numbers, distance)
    if not gap.is_measurable:
        words = "not measurably different from the equilibrium"
    elif gap.distance <= verdict.thresholds.distance:
        words = "close to the equilibrium, but measurably different from it"
    else:
        words = "measurably different from the equilibrium"
    return say("{}{} (distance {})", numbers, words, distance)


def plus_minus(half_width: float) -> str:
    """Return an interval after its mean: ``±\u00a00.08``; nothing where there is none."""
    return f" ±\u00a0{percent(half_width)}" if half_width > 0 else ""
