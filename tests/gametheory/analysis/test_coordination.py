"""Coordination and anti-coordination, against the definition and known games."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from gametheory.analysis.coordination import find_coordination
from gametheory.catalog import load
from gametheory.game import BimatrixGame
from gametheory.testing import games


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("stag-hunt", "coordination"),  # Skyrms 2004
        ("battle-of-the-sexes", "coordination"),  # Luce and Raiffa 1957
        ("chicken", "anti-coordination"),
        ("hawk-dove", "anti-coordination"),
        ("prisoners-dilemma", "none"),
        ("matching-pennies", "none"),
    ],
)
def test_known_games(name, kind):
    assert find_coordination(load(name)).kind == kind


def test_names_decide_what_is_alike():
    payoffs = [[0, 1], [1, 0]]
    crossed = BimatrixGame(payoffs, payoffs, row_actions=["a", "b"], column_actions=["b", "a"])
    assert find_coordination(crossed).kind == "coordination"
    unnamed = BimatrixGame([[0, 2], [1, 0]], [[0, 5], [1, 0]])
    assert find_coordination(unnamed).kind == "coordination by renaming"


@given(games(max_actions=3, kinds=["zero-one-two"]) | games(max_actions=3))
def test_pairs_are_the_only_best_responses_to_each_other(game):
    m, n = game.shape
    answers = (
        [
            [
                i
                for i in range(m)
                if all(game.payoff(i, j)[0] >= game.payoff(k, j)[0] for k in range(m))
            ]
            for j in range(n)
        ],
        [
            [
                j
                for j in range(n)
                if all(game.payoff(i, j)[1] >= game.payoff(i, k)[1] for k in range(n))
            ]
            for i in range(m)
        ],
    )
    paired = m == n > 1 and all(
        len(only) == 1 and answers[1][only[0]] == [j] for j, only in enumerate(answers[0])
    )
    found = find_coordination(game)
    assert bool(found) == paired
    assert set(found.pairs) == ({(answers[0][j][0], j) for j in range(n)} if paired else set())


def test_prints_and_serialises():
    found = find_coordination(load("stag-hunt"))
    assert "answers its like" in repr(found)
    assert json.loads(found.to_json())["pairs"] == [[0, 0], [1, 1]]
