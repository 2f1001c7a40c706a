"""What became of learners, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from gametheory.equilibria import Component
from gametheory.game import BimatrixGame
from reports.facts import Facts
from reports.groups import Group
from reports.words import listing, name, outcome, percent, say, who

if TYPE_CHECKING:
    from learning.judgement import Judgement
    from learning.outcomes import Share

__all__ = ["found", "place", "runs_text", "sentence"]

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


def found(facts: Facts, share: Share) -> Markup:
    """What became of a share of the runs, after the word "were"."""
    if share.component is not None:
        return say("at {}", place(facts, share.component))
    return say("{}", str(share.outcome))


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
    fates = _happened(final)
    reached = bool(fates) and all(share.component is not None for share in fates)
    if reached and _fates(final) == _fates(average):
        return say("{} {}; their average play{} was there, too.", group.label,
                   _ended(facts, final), _averages(facts, average))  # fmt: skip
    return say(
        "{} {}. Their average play{} {}.",
        group.label,
        _ended(facts, final),
        _averages(facts, average),
        _averaged(facts, average),
    )


def _fates(judgement: Judgement) -> list[tuple[str, int]]:
    return [(share.label, share.count) for share in _happened(judgement)]


def _happened(judgement: Judgement) -> list[Share]:
    return sorted((s for s in judgement.shares if s.count), key=lambda s: -s.count)


def _ended(facts: Facts, judgement: Judgement) -> Markup:
    happened = _happened(judgement)
    if not happened:
        return say("tell no policy")
    first = happened[0]
    if len(happened) == 1 and first.outcome == "not settled":
        return say("did not settle on a policy in any of {} runs", f"{first.of:,}")
    ends = listing(
        say("{} in {}", found(facts, share), runs_text(share)) for share in happened[:_SPOKEN]
    )
    return say("ended {}", ends)


def _averaged(facts: Facts, judgement: Judgement) -> Markup:
    verbs = {"not settled": "had not settled", "settled off equilibrium": "had settled off "
             "equilibrium", "locked in": "was locked in",
             "off by no more than exploration explains": "was off by no more than exploration "
             "explains"}  # fmt: skip
    parts = [
        say("{} in {}", say("was {}", found(facts, share)) if share.component is not None
            else verbs.get(str(share.outcome), f"had {share.outcome}"), runs_text(share))
        for share in _happened(judgement)[:_SPOKEN]
    ]  # fmt: skip
    return listing(parts) if parts else say("is not known")


def _averages(facts: Facts, judgement: Judgement) -> Markup:
    """Mean of the time averages, where one number a player says it.

    Where runs can end in several places, a mean would hide them.
    """
    game = facts.game
    if game.shape != (2, 2) or not judgement.shares or len(facts.equilibria.components) > 1:
        return Markup("")
    return say(" ({})", listing(
        say("{} {}\u00a0{}", who(game.players[k]),
            name((game.row_actions, game.column_actions)[k][0]),
            percent(float(judgement.mean(k)[0][0])))
        for k in (0, 1)
    ))  # fmt: skip
