"""Sentences on dominance, best-response paths and efficiency of known games."""

from __future__ import annotations

import pytest

from gametheory import BimatrixGame, catalog, solve
from reports.facts import gather
from reports.views.structure import structure_view
from reports.words import plain


def _told(game: BimatrixGame) -> str:
    view = structure_view(gather(game, solve(game)))
    parts = (*view.dominance, *view.steps, *view.weak_steps, *view.responses, *view.efficiency)
    return " ".join(plain(part) for part in parts)


@pytest.mark.parametrize(
    ("game", "phrases"),
    [
        ("prisoners-dilemma", [
            "removes two actions in one round",
            "Round 1: the row player’s Cooperate is strictly dominated by Defect",
            "play ends in the equilibrium (Defect, Defect) from every start",
            "Three outcomes are efficient",
            "The equilibrium (Defect, Defect) is not: (Cooperate, Cooperate) is better",
        ]),
        ("matching-pennies", [
            "No action is strictly or weakly dominated",
            "never comes to rest: there is no pure equilibrium",
            "A cycle: (Heads, Heads) → ",
            "Every outcome is efficient",
        ]),
        ("stag-hunt", ["play ends in one of two pure equilibria from every start"]),
    ],
)  # fmt: skip
def test_known_games(game: str, phrases: list[str]) -> None:
    told = _told(catalog.load(game))
    for phrase in phrases:
        assert phrase in told


def test_dominance_by_a_mixture_names_the_mixture() -> None:
    # The third row is dominated by half of each of the others, and by neither alone.
    game = BimatrixGame([[4, 0], [0, 4], [1, 1]], [[0, 1], [1, 0], [0, 0]])
    assert "r3 is strictly dominated by the mixture r1 with 1/2 and r2 with 1/2" in _told(game)


def test_weak_dominance_carries_its_caveat() -> None:
    game = BimatrixGame([[1, 1], [1, 0]], [[1, 0], [1, 1]])
    view = structure_view(gather(game, solve(game)))
    assert not view.steps
    assert "weakly dominated" in plain(view.weak_steps[0])
    assert "another order" in view.caveat
