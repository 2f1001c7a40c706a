"""Security levels, against duality, brute force and the equilibria."""

import json
from fractions import Fraction

import pytest
from bruteforce import extreme_equilibria, payoff_rows
from hypothesis import given, settings

from gametheory import BimatrixGame, solve
from gametheory.concepts import security_levels
from gametheory.errors import ParameterError
from gametheory.testing import games, zero_sum_games

F = Fraction


def test_battle_of_the_sexes():
    # By hand: p 2 = (1 - p) 1 makes the row player indifferent to the column: p = 1/3.
    levels = security_levels(BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    assert levels.values == (F(2, 3), F(2, 3))
    assert levels.row.maximin_strategy == (F(1, 3), F(2, 3))
    assert levels.row.punishment == (F(1, 3), F(2, 3))
    assert levels.pure_maximin == (0, 0)
    assert levels.pure_minimax == (1, 1)
    assert levels.row.pure_punishments == (1,)
    assert levels.column.pure_punishments == (0,)
    assert levels[1] is levels.column


def test_von_neumanns_pennies():
    # Von Neumann & Morgenstern 1944, section 18.2: value 0, pure levels -1 and 1.
    levels = security_levels(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    assert levels.values == (0, 0)
    assert levels.pure_maximin == (-1, -1)
    assert levels.pure_minimax == (1, 1)
    assert levels.row.pure_maximin_actions == (0, 1)


def test_one_action_each_and_equal_payoffs():
    assert security_levels(BimatrixGame([[3]], [["1/7"]])).values == (3, F(1, 7))
    levels = security_levels(BimatrixGame([[5, 5], [5, 5]], [[0, 0], [0, 0]]))
    assert levels.values == levels.pure_maximin == levels.pure_minimax == (5, 0)


def test_an_offset_beyond_floats_loses_nothing():
    base = 10**300
    game = BimatrixGame([[base + 2, base], [base, base + 1]], [[0, 0], [0, 0]])
    assert security_levels(game).row.value == base + F(2, 3)


@settings(max_examples=40)
@given(games(max_actions=3))
def test_duality_proves_the_value(game):
    levels = security_levels(game)
    for player in (0, 1):
        payoffs = payoff_rows(game)[player]
        own = payoffs if player == 0 else [list(column) for column in zip(*payoffs, strict=True)]
        level = levels[player]
        x, y = level.maximin_strategy, level.punishment
        assert sum(x) == sum(y) == 1
        assert min(*x, *y) >= 0
        columns = list(zip(*own, strict=True))
        # No strategy guarantees more than y allows, and x guarantees as much.
        assert min(sum(p * v for p, v in zip(x, c, strict=True)) for c in columns) == level.value
        assert max(sum(p * v for p, v in zip(y, r, strict=True)) for r in own) == level.value
        assert level.pure_maximin == max(min(row) for row in own)
        assert level.pure_minimax == min(max(c) for c in columns)
        assert level.pure_maximin <= level.value <= level.pure_minimax
        assert all(min(own[k]) == level.pure_maximin for k in level.pure_maximin_actions)
        assert all(max(columns[k]) == level.pure_minimax for k in level.pure_punishments)


@settings(max_examples=40)
@given(zero_sum_games(max_actions=3))
def test_the_value_of_a_zero_sum_game_is_its_equilibrium_payoff(game):
    x, y = next(iter(extreme_equilibria(game)))
    assert security_levels(game).values == game[x, y]


@settings(max_examples=40)
@given(games(max_actions=3))
def test_equilibria_pay_no_less(game):
    levels = security_levels(game).values
    for equilibrium in solve(game):
        assert all(u >= v for u, v in zip(equilibrium.payoffs, levels, strict=True))


@settings(max_examples=40)
@given(games(max_actions=3))
def test_seats_may_be_exchanged(game):
    assert security_levels(game.transposed()).values == security_levels(game).values[::-1]


def test_a_player_that_is_none():
    with pytest.raises(ParameterError, match="expected 0"):
        security_levels(BimatrixGame([[1]], [[1]]))[2]


def test_prints_and_serialises():
    game = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]], row_actions=["<b>", "S"])
    levels = security_levels(game)
    assert "Row player 2/3, Column player 2/3" in levels.summary()
    assert "&lt;b&gt; 1/3, S 2/3" in levels._repr_html_()
    document = json.loads(levels.to_json())
    assert document["schema"] == "gametheory/security-levels/1"
    assert document["row"]["value"] == "2/3"
    assert document["row"]["maximin_strategy"] == ["1/3", "2/3"]


def test_long_numbers_are_rounded_in_tables_only():
    game = BimatrixGame([[F(10**40, 3)]], [[1]])
    levels = security_levels(game)
    assert "~3.33333e+39" in repr(levels)
    assert json.loads(levels.to_json())["row"]["value"] == f"{10**40}/3"
