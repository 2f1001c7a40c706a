"""Equilibria of largest entropy: closed forms, another solver, proven bounds."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.concepts import (
    CorrelatedPolytope,
    extreme_correlated_equilibria,
    is_coarse_correlated_equilibrium,
    is_correlated_equilibrium,
    maximum_entropy_correlated_equilibrium,
    maximum_entropy_member,
)
from gametheory.concepts.entropy import largest_entropy
from gametheory.strategy import regrets
from gametheory.testing import degenerate_games, games

CHICKEN = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])
#: No gap of the small games below was ever larger; the bound is proved for each by itself.
SMALL_GAP = 1e-6


def entropy(points: list[float]) -> float:
    return -sum(p * math.log(p) for p in points if p > 0)


def test_closed_form() -> None:
    # p1 <= p2 / 2 binds: maximise over (t, 2 t, 1 - 3 t): (1 - 3 t)^3 = 4 t^3.
    found = largest_entropy([[2, -1, 0]], 3)
    t = 1 / (3 + 4 ** (1 / 3))
    assert [float(p) for p in found.point] == pytest.approx([t, 2 * t, 1 - 3 * t], abs=1e-8)
    assert found.entropy <= entropy([t, 2 * t, 1 - 3 * t]) + 1e-15
    assert found.bound >= entropy([t, 2 * t, 1 - 3 * t]) - 1e-15
    assert found.gap < 1e-12


def test_chicken_by_another_method() -> None:
    # By symmetry p = (a, b, b, r); told to swerve a <= 2 b, told to dare b >= 2 r. No point of a
    # grid over (a, b) has more; a fine one on the edge b = 2 r, a = 1 - 5 r comes close.
    found = maximum_entropy_correlated_equilibrium(CHICKEN)
    grid = np.linspace(0.001, 0.999, 999)
    a, b = np.meshgrid(grid, grid)
    rest = 1 - a - 2 * b
    feasible = (rest > 0) & (a <= 2 * b) & (b >= 2 * rest)
    p = np.stack([a, b, b, rest])[:, feasible]
    best = float((-(p * np.log(p)).sum(axis=0)).max())
    assert best <= found.bound
    r = np.linspace(1 / 9, 1 / 5, 1_000_001)[:-1]
    p = np.stack([1 - 5 * r, 2 * r, 2 * r, r])
    best = float((-(p * np.log(p)).sum(axis=0)).max())
    assert found.entropy == pytest.approx(best, abs=1e-12)
    assert is_correlated_equilibrium(CHICKEN, found.joint)
    assert found.gap < 1e-12


def test_a_unique_equilibrium_and_a_uniform_one_are_exact() -> None:
    rock = BimatrixGame.zero_sum([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    found = maximum_entropy_correlated_equilibrium(rock)
    assert found.exact
    assert found.joint == ((Fraction(1, 9),) * 3,) * 3
    # Matching pennies with other stakes: one equilibrium, (1/3, 2/3), not uniform.
    game = BimatrixGame([[2, 0], [0, 1]], [[0, 1], [2, 0]])
    only = maximum_entropy_correlated_equilibrium(game)
    (equilibrium,) = solve(game)
    assert only.exact
    x, y = equilibrium.profile
    assert only.joint == tuple(tuple(p * q for q in y) for p in x)
    assert "exactly the largest" in only.summary()


@settings(max_examples=25)
@given(games(max_actions=3), st.booleans())
def test_members_with_a_proved_bound(game: BimatrixGame, coarse: bool) -> None:
    found = maximum_entropy_correlated_equilibrium(game, coarse=coarse)
    holds = is_coarse_correlated_equilibrium if coarse else is_correlated_equilibrium
    assert holds(game, found.joint)
    assert found.gap < SMALL_GAP
    # No extreme equilibrium, and no mixture of all of them, has more.
    points = [
        [float(p) for row in point for p in row]
        for point in extreme_correlated_equilibria(game, coarse=coarse).points
    ]
    for point in (*points, np.mean(points, axis=0).tolist()):
        assert entropy(point) <= found.bound + 1e-12


def test_a_larger_game_against_scipy() -> None:
    from scipy.optimize import minimize

    rng = np.random.default_rng(5)
    game = BimatrixGame(rng.integers(0, 6, (4, 4)), rng.integers(0, 6, (4, 4)))
    found = maximum_entropy_correlated_equilibrium(game, coarse=True)
    rows = np.array(CorrelatedPolytope(game, coarse=True).rows, dtype=float)
    start = np.full(16, 1 / 16)
    result = minimize(
        lambda p: float((p * np.log(np.maximum(p, 1e-300))).sum()), start, method="SLSQP",
        bounds=[(1e-12, 1)] * 16,
        constraints=[
            {"type": "ineq", "fun": lambda p: -(rows @ p)},
            {"type": "eq", "fun": lambda p: p.sum() - 1},
        ],
        options={"maxiter": 500, "ftol": 1e-12},
    )  # fmt: skip
    assert -result.fun == pytest.approx(found.entropy, abs=1e-5)


@settings(max_examples=25)
@given(degenerate_games(max_actions=3, kinds=("digits", "zero-one-two")))
def test_members_of_components(game: BimatrixGame) -> None:
    for component in solve(game).components:
        found = maximum_entropy_member(component)
        assert len(found.subsets) == len(component.subsets)
        for member, subset in zip(found.subsets, component.subsets, strict=True):
            assert regrets(game, *member.profile) == (0, 0)
            assert component.contains(member.profile)
            assert member.gap < SMALL_GAP
            # No member's entropy exceeds the bound: all extreme pairs, and their mean.
            for row in subset.rows:
                for column in subset.columns:
                    mixed = entropy(list(map(float, row))) + entropy(list(map(float, column)))
                    assert mixed <= member.bound + 1e-12
            middle = [np.mean([[float(p) for p in s] for s in side], axis=0).tolist()
                      for side in (subset.rows, subset.columns)]  # fmt: skip
            assert sum(map(entropy, middle)) <= member.bound + 1e-12


def test_a_component_by_hand() -> None:
    # Entry deterrence: staying out is best while "fight" has probability >= 1/2; of these
    # threats the most uncertain is 1/2.
    entry = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])
    found = maximum_entropy_member(solve(entry).components[1])
    assert found.best.profile == ((0, 1), (Fraction(1, 2), Fraction(1, 2)))
    assert found.best.exact
    assert found.best.bound == pytest.approx(math.log(2))
    document = json.loads(found.to_json())
    assert document["subsets"][0]["column"] == ["1/2", "1/2"]
    assert "its one maximal Nash subset" in repr(found)


def test_faces() -> None:
    found = maximum_entropy_correlated_equilibrium(CHICKEN)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/maximum-entropy-correlated-equilibrium/1"
    assert document["entropy"] <= document["bound"]
    assert "proved to lack at most" in repr(found)
