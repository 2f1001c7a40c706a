"""Dominance, best-response paths and efficient outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from gametheory.analysis import Elimination, EliminationStep, ResponseGraph
from gametheory.game import BimatrixGame
from reports.facts import Facts
from reports.words import count, exact, listing, name, outcome, say, who

__all__ = ["StructureView", "structure_view"]

#: Entries of a list that are shown.
_LISTED: Final = 12


@dataclass(frozen=True, slots=True)
class StructureView:
    """The section on structure: lists of sentences."""

    dominance: tuple[Markup, ...]
    steps: tuple[Markup, ...]
    weak_steps: tuple[Markup, ...]
    caveat: str
    responses: tuple[Markup, ...]
    efficiency: tuple[Markup, ...]


def structure_view(facts: Facts) -> StructureView:
    """Word what is known about the structure of a game."""
    weak = facts.weak if facts.weak and facts.weak.steps else None
    if weak and facts.strict and weak.steps == facts.strict.steps:
        weak = None
    return StructureView(
        dominance=tuple(_dominance(facts)),
        steps=_steps(facts.game, facts.strict),
        weak_steps=_steps(facts.game, weak),
        caveat=weak.caveat if weak else "",
        responses=tuple(_responses(facts)),
        efficiency=tuple(_efficiency(facts)),
    )


def _dominance(facts: Facts) -> list[Markup]:
    strict = facts.strict
    if strict is None:
        return [say("Dominance was not worked out: the game is too large.")]
    how = "" if strict.dominators == "mixed" else " by another action (mixtures were not tried)"
    if not strict.steps:
        weak = facts.weak.steps if facts.weak else ()
        what = "strictly" if weak else "strictly or weakly"
        return [say("No action is {} dominated{}.", what, how)]
    left = (
        listing(name(facts.game.row_actions[i]) for i in strict.rows[:_LISTED]),
        listing(name(facts.game.column_actions[j]) for j in strict.columns[:_LISTED]),
    )
    return [
        say("Iterated elimination of strictly dominated actions removes {} in {}.",
            count(len(strict.steps), "action"), count(strict.rounds, "round")),
        say("It leaves {} to {} and {} to {}.", left[0], who(facts.game.players[0]), left[1],
            who(facts.game.players[1])) if max(len(strict.rows), len(strict.columns)) <= _LISTED
        else say("It leaves a game of {} × {} actions.", len(strict.rows), len(strict.columns)),
    ]  # fmt: skip


def _steps(game: BimatrixGame, elimination: Elimination | None) -> tuple[Markup, ...]:
    if elimination is None:
        return ()
    steps = elimination.steps
    listed = [_step(game, step, elimination.dominance) for step in steps[:_LISTED]]
    if len(steps) > _LISTED:
        listed.append(say("… and {} more.", len(steps) - _LISTED))
    return tuple(listed)


def _step(game: BimatrixGame, step: EliminationStep, dominance: str) -> Markup:
    actions = (game.row_actions, game.column_actions)[step.player]
    used = [k for k, p in enumerate(step.mixture) if p]
    by = listing(
        name(actions[k]) if step.is_pure else
        say("{} with {}", name(actions[k]), exact(step.mixture[k]) or "a share of")
        for k in used
    )  # fmt: skip
    return say("Round {}: {}’s {} is {} dominated by {}{}.", step.round,
               who(game.players[step.player]), name(actions[step.action]),
               "strictly" if dominance == "strict" else "weakly",
               "" if step.is_pure else "the mixture ", by)  # fmt: skip


def _responses(facts: Facts) -> list[Markup]:
    graph = facts.graph
    if graph is None:
        return [say("Best-response paths were not followed: the game is too large.")]
    pure = graph.pure_equilibria
    sentences = []
    if graph.acyclic:
        sentences.append(
            say("If players move one at a time, each to a best response, play ends in {} from "
                "every start.", _ends(facts.game, pure))
        )  # fmt: skip
        return sentences
    if not pure:
        sentences.append(
            say("If players move one at a time, each to a best response, play never comes to "
                "rest: there is no pure equilibrium.")
        )  # fmt: skip
    elif len(graph.sinks) > len(pure):
        sentences.append(say("Best-response play ends in {} or goes round for ever, depending on "
                             "the start.", _ends(facts.game, pure)))  # fmt: skip
    else:
        sentences.append(say("Best-response play can go round, but can always still end in {}.",
                             _ends(facts.game, pure)))  # fmt: skip
    sentences += [_cycle(facts.game, graph, k) for k in range(min(len(graph.cyclic), 3))]
    return sentences


def _ends(game: BimatrixGame, pure: Sequence[tuple[int, int]]) -> Markup:
    if len(pure) == 1:
        return say("the equilibrium {}", outcome(game, pure[0]))
    return say("one of {}", count(len(pure), "pure equilibrium", "pure equilibria"))


def _cycle(game: BimatrixGame, graph: ResponseGraph, component: int) -> Markup:
    walk = graph.cycle(component)
    shown = [outcome(game, cell) for cell in walk[:_LISTED]]
    more = [Markup("…")] if len(walk) > _LISTED else []
    ring = Markup(" → ").join([*shown, *more, outcome(game, walk[0])])
    return say("A cycle: {}.", ring)


def _efficiency(facts: Facts) -> list[Markup]:
    if facts.constant_sum is not None:
        return [say("Every outcome is efficient, as always where payoffs add up to a constant.")]
    cells = facts.efficient.outcomes
    total = facts.game.shape[0] * facts.game.shape[1]
    if len(cells) > _LISTED:
        sentences = [say("{} of {} outcomes are efficient.", len(cells), total)]
    else:
        sentences = [
            say("{} {} efficient (Pareto-optimal among pure outcomes): {}.",
                count(len(cells), "outcome").capitalize(), "is" if len(cells) == 1 else "are",
                listing(outcome(facts.game, cell) for cell in cells))
        ]  # fmt: skip
    for cell in facts.pure[:_LISTED]:
        better = facts.efficient.dominated_by(*cell)
        if better is not None:
            sentences.append(
                say("The equilibrium {} is not: {} is better for somebody and worse for nobody.",
                    outcome(facts.game, cell), outcome(facts.game, better))
            )  # fmt: skip
    return sentences
