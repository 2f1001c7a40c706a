"""Prices of anarchy and of stability."""

import json
from fractions import Fraction

import pytest
from bruteforce import extreme_equilibria, payoff_rows
from hypothesis import given, settings

from gametheory import BimatrixGame, solve
from gametheory.concepts import welfare_ratios
from gametheory.errors import ParameterError, UnknownNameError
from gametheory.testing import games

F = Fraction

#: The game of chicken of Aumann 1974, example 2.7.
CHICKEN = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])


def test_prisoners_dilemma():
    # One equilibrium, strictly dominant: welfare 2 against 6, for all three kinds.
    ratios = welfare_ratios(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert ratios.benchmark == 6
    assert ratios.outcomes == ((0, 0),)
    for found in ratios.ranges:
        assert found.anarchy.value == found.stability.value == 3


def test_chicken():
    ratios = welfare_ratios(CHICKEN)
    # Nash: 9 at the pure ones; at the mixed one, 2/3 each, both get 14/3.
    assert ratios["nash"].worst == (9, 9)
    assert ratios["nash"].best == (F(28, 3), F(28, 3))
    assert ratios["nash"].stability.value == 12 / F(28, 3)
    # With probability p of (6, 6) and q of each (2, 7), a player told to swerve stays if
    # 6 p + 2 q >= 7 p: p = 1/2, q = 1/4 is best and gives 5 1/4 each.
    assert ratios["correlated"].stability.value == 12 / F(21, 2)


def test_a_continuum_of_equilibria():
    # The column player is indifferent: every mixture is an equilibrium, of welfare 1 to 4.
    ratios = welfare_ratios(BimatrixGame([[1, 4]], [[0, 0]]))
    assert ratios["nash"].anarchy.value == 4
    assert ratios["nash"].stability.value == 1


def test_undefined_where_welfare_is_not_positive():
    ratios = welfare_ratios(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    for found in ratios.ranges:
        assert found.anarchy.status == found.stability.status == "undefined"
        assert found.anarchy.value is None
    assert "undefined" in ratios.summary()
    assert any("not positive" in note for note in ratios.notes)
    # Undefined anarchy, defined stability: coordinate on 2 or on -1.
    mixed = welfare_ratios(BimatrixGame([[1, -2], [-2, -1]], [[1, -2], [-2, -1]]))
    assert mixed["nash"].anarchy.status == "undefined"
    assert mixed["nash"].stability.value == 1


def test_a_shift_changes_the_ratios():
    shifted = BimatrixGame([[13, 10], [15, 11]], [[3, 5], [0, 1]])
    ratios = welfare_ratios(shifted)
    assert ratios["nash"].anarchy.value == F(16, 12)
    assert any("constant" in note for note in ratios.notes)


def test_incomplete_equilibria_give_bounds():
    one = solve(CHICKEN, "lemke-howson")
    assert not one.complete
    ratios = welfare_ratios(CHICKEN, one)
    whole = welfare_ratios(CHICKEN)
    for kind in ("anarchy", "stability"):
        bounds, exact = getattr(ratios["nash"], kind), getattr(whole["nash"], kind)
        assert bounds.status in ("bounded", "exact")
        assert bounds.low <= exact.value <= bounds.high
    assert any("not all Nash equilibria are known" in note for note in ratios.notes)


def test_nothing_found_and_nothing_else_asked():
    shifted = BimatrixGame([[3, 1], [1, 3]], [[-1, 1], [1, -1]])
    # Every outcome has welfare 2, so the ratio is known without any equilibrium.
    ratios = welfare_ratios(shifted, solve(shifted, "pure"), concepts=["nash"])
    assert ratios["nash"].anarchy.value == 1
    open_game = BimatrixGame([[1, -1], [-1, 2]], [[-1, 1], [1, -1]])
    ratios = welfare_ratios(open_game, solve(open_game, "pure"), concepts=["nash"])
    assert ratios["nash"].anarchy.status == "undecided"
    assert ratios["nash"].anarchy.high is None


@settings(max_examples=40)
@given(games(max_actions=3))
def test_against_brute_force_and_inclusion(game):
    first, second = payoff_rows(game)
    cells = [a + b for r, s in zip(first, second, strict=True) for a, b in zip(r, s, strict=True)]
    ratios = welfare_ratios(game)
    assert ratios.benchmark == max(cells)
    nash, correlated, coarse = ratios.ranges
    # Welfare is bilinear, so its extremes over a product of polytopes are at vertices.
    sums = [sum(game[x, y]) for x, y in extreme_equilibria(game)]
    assert nash.worst == (min(sums), min(sums))
    assert nash.best == (max(sums), max(sums))
    assert min(cells) <= coarse.worst[0] <= correlated.worst[0] <= nash.worst[0]
    assert nash.best[0] <= correlated.best[0] <= coarse.best[0] <= max(cells)
    for found in ratios.ranges:
        for price, (welfare, _) in ((found.anarchy, found.worst), (found.stability, found.best)):
            if welfare > 0:
                assert price.value == max(cells) / welfare >= 1
            else:
                assert price.status == "undefined"


@settings(max_examples=15)
@given(games(max_actions=3))
def test_seats_may_be_exchanged(game):
    assert welfare_ratios(game).ranges == welfare_ratios(game.transposed()).ranges


def test_refused():
    with pytest.raises(ParameterError, match="expected equilibria of this game"):
        welfare_ratios(BimatrixGame([[1]], [[1]]), solve(CHICKEN))
    with pytest.raises(UnknownNameError, match="unknown concept 'nahs'"):
        welfare_ratios(CHICKEN, concepts=["nahs"])
    with pytest.raises(ParameterError, match="got none"):
        welfare_ratios(CHICKEN, concepts=[])
    with pytest.raises(UnknownNameError, match="unknown concept 'correlated'"):
        welfare_ratios(CHICKEN, concepts="nash")["correlated"]


def test_prints_and_serialises():
    ratios = welfare_ratios(CHICKEN)
    assert ratios.summary() == (
        "nash equilibria: price of anarchy 4/3, of stability 9/7; benchmark 12, the best sum of "
        "payoffs (r1, c1)"
    )
    document = json.loads(ratios.to_json())
    assert document["schema"] == "gametheory/welfare-ratios/1"
    assert document["ranges"][0]["price_of_anarchy"] == {
        "status": "exact", "low": "4/3", "high": "4/3",
    }  # fmt: skip
