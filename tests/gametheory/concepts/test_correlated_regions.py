"""Polygons of correlated payoffs, against the hull of all extreme points."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from gametheory import BimatrixGame, solve
from gametheory.concepts import (
    CorrelatedPolytope,
    correlated_equilibrium,
    correlated_payoffs,
    extreme_correlated_equilibria,
    is_coarse_correlated_equilibrium,
    is_correlated_equilibrium,
    joint_payoffs,
)
from gametheory.exact.planar import convex_hull, turn
from gametheory.limits import LimitReached, Status
from gametheory.testing import games

CHICKEN = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])


def test_chicken() -> None:
    # The corners by hand: both pure equilibria; the best, 21/4 each; and the worst, with as much
    # weight q on the crash as those told to dare bear: 7 p >= 6 p + 2 q, so p = 2/5, q = 1/5.
    found = correlated_payoffs(CHICKEN)
    assert found.feasible.corners == ((0, 0), (7, 2), (6, 6), (2, 7))
    assert set(found.correlated.corners) == {
        (2, 7), (7, 2), (Fraction(21, 4), Fraction(21, 4)), (Fraction(18, 5), Fraction(18, 5)),
    }  # fmt: skip


@settings(max_examples=25)
@given(games(max_actions=3, kinds=("digits", "zero-one-two", "fractions", "huge")))
def test_the_hull_of_the_extreme_points(game: BimatrixGame) -> None:
    found = correlated_payoffs(game)
    for region, coarse, holds in (
        (found.correlated, False, is_correlated_equilibrium),
        (found.coarse, True, is_coarse_correlated_equilibrium),
    ):
        assert region.complete
        assert region.corners == convex_hull(
            extreme_correlated_equilibria(game, coarse=coarse).payoffs
        )
        for corner, joint in zip(region.corners, region.joints, strict=True):
            assert holds(game, joint)
            assert joint_payoffs(game, joint) == corner
    m, n = game.shape
    outcomes = [game.payoff(i, j) for i in range(m) for j in range(n)]
    assert found.feasible.corners == convex_hull(outcomes)


@settings(max_examples=20)
@given(games(max_actions=3))
def test_nash_payoffs_lie_inside(game: BimatrixGame) -> None:
    corners = correlated_payoffs(game).correlated.corners
    for equilibrium in solve(game):
        assert convex_hull([*corners, equilibrium.payoffs]) == corners


def test_a_larger_game_and_a_timeout() -> None:
    rng = np.random.default_rng(1)
    game = BimatrixGame(rng.integers(0, 9, (5, 5)), rng.integers(0, 9, (5, 5)))
    whole = correlated_payoffs(game)
    for region in (whole.correlated, whole.coarse):
        corners = region.corners
        assert len(corners) > 2
        assert all(turn(*(corners[(k + i) % len(corners)] for i in range(3))) > 0
                   for k in range(len(corners)))  # fmt: skip
    best = max(first + second for first, second in whole.correlated.corners)
    assert best == correlated_equilibrium(game).value
    late = correlated_payoffs(game, timeout=1e-9)
    assert (late.correlated.corners, late.correlated.complete) == ((), False)
    assert "only a part is known" in late.summary()


def test_a_part_lies_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    game = BimatrixGame(rng.integers(0, 9, (5, 5)), rng.integers(0, 9, (5, 5)))
    whole = correlated_payoffs(game).coarse
    best, calls = CorrelatedPolytope.best, iter(range(100))

    def few(self: CorrelatedPolytope, objective: Any, limits: Any) -> Any:
        if next(calls) >= 8:
            raise LimitReached(Status.TIMEOUT, "timeout of 1 s")
        return best(self, objective, limits)

    monkeypatch.setattr(CorrelatedPolytope, "best", few)
    part = correlated_payoffs(game).coarse
    assert not part.complete
    assert 2 < len(part.corners) < len(whole.corners)
    assert convex_hull([*whole.corners, *part.corners]) == whole.corners


def test_points_and_segments() -> None:
    dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert correlated_payoffs(dilemma).coarse.corners == ((1, 1),)
    assert "a point" in correlated_payoffs(dilemma).summary()
    same = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert correlated_payoffs(same).correlated.corners == ((Fraction(1, 2),) * 2, (1, 1))
    upright = BimatrixGame([[1, 1], [1, 1]], [[1, 0], [0, 1]])
    assert correlated_payoffs(upright).feasible.corners == ((1, 0), (1, 1))
    # The column player, who is told nothing but the own action, can always have one half.
    assert correlated_payoffs(upright).correlated.corners == ((1, Fraction(1, 2)), (1, 1))


def test_faces() -> None:
    document = json.loads(correlated_payoffs(CHICKEN).to_json())
    assert document["schema"] == "gametheory/correlated-payoffs/1"
    assert ["21/4", "21/4"] in document["correlated"]["corners"]
    assert document["coarse"]["complete"] is True
    assert "a polygon of 4 corners" in repr(correlated_payoffs(CHICKEN))
