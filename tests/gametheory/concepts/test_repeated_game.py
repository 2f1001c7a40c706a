"""The individually rational region, and grim trigger against sums of payoffs."""

import json
from fractions import Fraction

import pytest
from bruteforce import extreme_equilibria, payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.concepts import (
    grim_trigger,
    individually_rational_payoffs,
    security_levels,
)
from gametheory.errors import ParameterError, StrategyError
from gametheory.testing import games, zero_sum_games

F = Fraction
DILEMMA = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], row_actions=["C", "D"],
                       column_actions=["C", "D"])  # fmt: skip
KINDS = ("zero-one", "zero-one-two", "digits", "signed", "fractions")


def test_region_of_the_prisoners_dilemma():
    # By hand: minimax 1 each; the frontier from (0, 5) by (3, 3) to (5, 0) falls by 2/3 and 3/2.
    found = individually_rational_payoffs(DILEMMA)
    assert found.minimax == (1, 1)
    assert set(found.region) == {(1, 1), (F(13, 3), 1), (3, 3), (1, F(13, 3))}
    assert found.pure_region == found.region
    assert found.contains((1, 2))
    assert not found.contains((1, 2), strictly=True)
    assert found.contains((3, 3), strictly=True)
    assert not found.contains((4, 4))
    assert not found.contains((0, 3))


def test_pennies_pay_nothing_more():
    found = individually_rational_payoffs(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    assert found.region == ((0, 0),)
    assert found.pure_region == ()  # (1, 1) is not feasible
    assert any("pure punishments alone sustain nothing" in note for note in found.notes)
    assert any("no feasible pair" in note for note in found.notes)


@settings(max_examples=40)
@given(games(max_actions=3), st.data())
def test_region_by_definition(game, data):
    found = individually_rational_payoffs(game)
    levels = security_levels(game)
    for region, floor in ((found.region, levels.values), (found.pure_region, levels.pure_minimax)):
        assert all(p[k] >= floor[k] for p in region for k in (0, 1))
    first, second = payoff_rows(game)
    m, n = game.shape
    cells = [(first[i][j], second[i][j]) for i in range(m) for j in range(n)]
    weights = data.draw(st.lists(st.integers(0, 5), min_size=len(cells), max_size=len(cells)))
    if any(weights):
        point = tuple(sum(w * c[k] for w, c in zip(weights, cells, strict=True)) / F(sum(weights))
                      for k in (0, 1))  # fmt: skip
        assert found.contains(point) == all(point[k] >= levels.values[k] for k in (0, 1))
    for x, y in extreme_equilibria(game):
        assert found.contains(game[x, y])


@settings(max_examples=40)
@given(zero_sum_games(max_actions=3))
def test_zero_sum_games_have_one_pair(game):
    assert individually_rational_payoffs(game).region == (security_levels(game).values,)


# Grim trigger


def test_the_textbook_dilemma():
    # (T - R) / (T - P) = (5 - 3) / (5 - 1): the textbooks' bound.
    trigger = grim_trigger(DILEMMA, ("C", "C"))
    assert trigger.critical == trigger.critical_by_player == F(1, 2)
    assert trigger.sustained("1/2")
    assert trigger.sustained("0.4999") is False
    # The equilibrium itself needs no patience, the sucker's outcome no patience suffices.
    assert grim_trigger(DILEMMA, ("D", "D")).critical == 0
    sucker = grim_trigger(DILEMMA, ("C", "D"))
    assert sucker.critical is None
    assert "no stage equilibrium sustains (C, D)" in sucker.summary()


def test_cournots_cartel():
    # Three quantities: half the monopoly's, Cournot's, the best reply to the first. With demand
    # 1 - q and no cost: q = 1/4, 1/3, 3/8; cartel 1/8, Cournot 1/9, deviation 9/64. The factor is
    # (9/64 - 1/8) / (9/64 - 1/9) = 9/17 (the textbooks' value for two firms).
    q = [F(1, 4), F(1, 3), F(3, 8)]
    game = BimatrixGame.symmetric([[a * (1 - a - b) for b in q] for a in q])
    assert grim_trigger(game, (0, 0)).critical == F(9, 17)


def test_punishments_of_their_own():
    # The outcome pays (3, 3), a deviation 5; the pure equilibria pay (4, 1) and (1, 4), so that
    # each of them rewards one player. Each deviator's worse one does it from
    # (5 - 3) / (5 - 1) on.
    game = BimatrixGame([[4, 0, 5], [0, 1, 0], [0, 0, 3]], [[1, 0, 0], [0, 4, 0], [5, 0, 3]])
    pure = solve(game, "pure")
    assert {e.payoffs for e in pure} == {(4, 1), (1, 4)}
    trigger = grim_trigger(game, (2, 2), pure)
    assert trigger.critical is None
    assert trigger.critical_by_player == F(1, 2)
    assert trigger.sustained(F(9, 10)) is None  # others were not looked for
    assert any("of each player's own" in note for note in trigger.notes)
    # With all equilibria known, the mixed one over the first two actions punishes both: each
    # earns 4/5 there, so (5 - 3) / (5 - 4/5).
    whole = grim_trigger(game, (2, 2))
    assert whole.complete
    assert whole.critical == 2 / F(21, 5)


def test_an_interval_may_end_below_one():
    # (r1, c1) pays (2, 2), any deviation less at once; the equilibrium (r2, c2) pays 3 each, so
    # patient players would rather be punished: 2 >= (1 - d) 0 + d 3 up to d = 2/3.
    game = BimatrixGame([[2, 0], [0, 3]], [[2, 0], [0, 3]])
    trigger = grim_trigger(game, (0, 0), solve(game, "pure"))
    by_payoffs = {p.payoffs: p.interval for p in trigger.punishments}
    assert by_payoffs[3, 3] == (0, F(2, 3))
    assert by_payoffs[2, 2] == (0, 1)
    assert trigger.critical == 0
    assert any("rather be punished" in note for note in trigger.notes)


def test_one_action_each():
    trigger = grim_trigger(BimatrixGame([[3]], [[4]]), (0, 0))
    assert trigger.deviations == (None, None)
    assert trigger.critical == 0


def test_no_equilibrium_found():
    pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    trigger = grim_trigger(pennies, (0, 0), solve(pennies, "pure"))
    assert trigger.punishments == ()
    assert trigger.critical is trigger.critical_by_player is None
    assert trigger.sustained(0.9) is None
    assert "none of the stage equilibria found" in trigger.summary()


@settings(max_examples=50)
@given(games(max_actions=3, kinds=KINDS), st.data())
def test_against_sums_of_payoffs(game, data):
    m, n = game.shape
    i, j = data.draw(st.integers(0, m - 1)), data.draw(st.integers(0, n - 1))
    d = data.draw(st.fractions(0, F(39, 40), max_denominator=40))
    trigger = grim_trigger(game, (i, j))
    works = False
    for p in trigger.punishments:
        # Discounted sums: p for ever, against one round of a deviation and n for ever after.
        stay = [value / (1 - d) for value in game.payoff(i, j)]
        left = [game.payoff(k, j)[0] + d * p.payoffs[0] / (1 - d) for k in range(m) if k != i]
        right = [game.payoff(i, k)[1] + d * p.payoffs[1] / (1 - d) for k in range(n) if k != j]
        deters = all(x <= stay[0] for x in left) and all(x <= stay[1] for x in right)
        assert deters == (p.interval is not None and p.interval[0] <= d <= p.interval[1])
        works = works or deters
    assert trigger.sustained(d) == works
    if trigger.critical is not None:
        assert trigger.sustained(max(d, trigger.critical))
        assert trigger.critical_by_player <= trigger.critical
    if trigger.critical == 0 and works is False:
        raise AssertionError("a critical factor of 0 sustains everything")


def test_refused():
    with pytest.raises(StrategyError, match="no action 'E'"):
        grim_trigger(DILEMMA, ("E", "C"))
    with pytest.raises(ParameterError, match="an action of each player, got 'C'"):
        grim_trigger(DILEMMA, "C")
    with pytest.raises(ParameterError, match="expected equilibria of this game"):
        grim_trigger(DILEMMA, (0, 0), solve(BimatrixGame([[1]], [[1]])))
    with pytest.raises(ParameterError, match="from 0 to below 1, got 1"):
        grim_trigger(DILEMMA, (0, 0)).sustained(1)
    with pytest.raises(ParameterError, match="expected a pair of payoffs, got 3"):
        individually_rational_payoffs(DILEMMA).contains(3)


def test_prints_and_serialises():
    trigger = grim_trigger(DILEMMA, ("C", "C"))
    assert trigger.summary() == (
        "grim trigger sustains (C, C), which pays (3, 3), for discount factors from 1/2 on (exact)"
    )
    assert "from 1/2 on" in repr(trigger)
    document = json.loads(trigger.to_json())
    assert document["schema"] == "gametheory/grim-trigger/1"
    assert document["critical"] == "1/2"
    assert document["punishments"][0]["interval"] == ["1/2", "1"]
    region = individually_rational_payoffs(DILEMMA)
    assert region.summary() == (
        "individually rational payoffs: a polygon with 4 corners above the minimax point (1, 1) "
        "(exact)"
    )
    document = json.loads(region.to_json())
    assert document["schema"] == "gametheory/individually-rational-payoffs/1"
    assert document["region"][0] == ["1", "1"]
