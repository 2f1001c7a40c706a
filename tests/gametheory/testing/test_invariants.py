"""Invariants hold for a right solver and fail for wrong ones."""

from fractions import Fraction

import pytest
from hypothesis import given

from gametheory import BimatrixGame, solve
from gametheory.errors import StrategyError
from gametheory.testing import (
    assert_dominated_action_ignored,
    assert_duplicate_action_merged,
    assert_is_equilibrium,
    assert_relabelling_equivariant,
    assert_rescaling_invariant,
    assert_same_profiles,
    assert_swap_equivariant,
    games,
)

BATTLE = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
THIRD = Fraction(1, 3)
HALF = Fraction(1, 2)
HALF_AND_A_BIT = HALF + Fraction(1, 10**30)

ALL = [
    assert_dominated_action_ignored,
    assert_duplicate_action_merged,
    assert_relabelling_equivariant,
    assert_rescaling_invariant,
    assert_swap_equivariant,
]


def as_floats(game):
    return [([float(p) for p in e.row], [float(p) for p in e.column]) for e in solve(game)]


def best_cell(game):
    """Wrong: the outcome with the largest sum of payoffs."""
    total = game.row_payoffs + game.column_payoffs
    i, j = divmod(int(total.argmax()), game.shape[1])
    return [
        ([int(k == i) for k in range(game.shape[0])], [int(k == j) for k in range(game.shape[1])])
    ]


def always_uniform(game):
    """Wrong: everybody plays everything."""
    return [tuple([Fraction(1, size)] * size for size in game.shape)]


def best_for_row(game):
    """Incomplete: the row player's favourite."""
    return [max(solve(game), key=lambda e: e.payoffs[0])]


def first_only(game):
    """Incomplete: one equilibrium, chosen by the order of actions."""
    return list(solve(game))[:1]


@pytest.mark.parametrize("invariant", ALL)
@given(game=games(max_actions=3))
def test_hold_for_a_right_solver(invariant, game):
    invariant(solve, game)


@pytest.mark.parametrize("invariant", ALL)
def test_hold_for_floats_within_a_tolerance(invariant):
    game = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    invariant(as_floats, game, tolerance=1e-9)


@pytest.mark.parametrize(
    ("invariant", "wrong"),
    [
        (assert_rescaling_invariant, best_cell),
        (assert_dominated_action_ignored, always_uniform),
        (assert_duplicate_action_merged, always_uniform),
        (assert_relabelling_equivariant, first_only),
        (assert_swap_equivariant, best_for_row),
    ],
)
def test_fail_for_a_wrong_solver(invariant, wrong):
    with pytest.raises(AssertionError, match="profiles differ"):
        invariant(wrong, BATTLE)


def test_is_equilibrium():
    assert_is_equilibrium(BATTLE, [2 * THIRD, THIRD], [THIRD, 2 * THIRD])
    assert_is_equilibrium(BATTLE, [2 / 3, 1 / 3], [1 / 3, 2 / 3], tolerance=1e-9)
    with pytest.raises(AssertionError, match="Row player regrets"):
        assert_is_equilibrium(BATTLE, [2 * THIRD, THIRD], [HALF_AND_A_BIT, 1 - HALF_AND_A_BIT])
    with pytest.raises(AssertionError, match=r"Column player regrets 0\.25 of the payoff range"):
        assert_is_equilibrium(BATTLE, [1, 0], [HALF, HALF])
    with pytest.raises(StrategyError, match="row player: expected 2 probabilities, got 1"):
        assert_is_equilibrium(BATTLE, [1], [0, 1])
    with pytest.raises(StrategyError, match="column player: expected numbers >= 0 that sum to 1"):
        assert_is_equilibrium(BATTLE, [1, 0], ["1/2", "1/3"])


def test_same_profiles():
    one, other = ([1, 0], [1, 0]), ([0, 1], [0, 1])
    assert_same_profiles(BATTLE, [one, other, one], [other, one])
    with pytest.raises(AssertionError, match="missing: 0, 1; 0, 1"):
        assert_same_profiles(BATTLE, [one], [one, other])
    with pytest.raises(AssertionError, match="not expected: 0, 1; 0, 1"):
        assert_same_profiles(BATTLE, [one, other], [one])
    near = ([1.0, 0.0], [1 - 1e-8, 1e-8])
    assert_same_profiles(BATTLE, [near], [one], tolerance=1e-7)
    with pytest.raises(AssertionError, match="profiles differ"):
        assert_same_profiles(BATTLE, [near], [one], tolerance=1e-9)
