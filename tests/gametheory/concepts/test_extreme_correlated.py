"""Extreme correlated equilibria, against brute force over all bases."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, product

import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings

from gametheory import BimatrixGame, solve
from gametheory.concepts import (
    CorrelatedPolytope,
    extreme_correlated_equilibria,
    is_coarse_correlated_equilibrium,
    is_correlated_equilibrium,
    product_distribution,
)
from gametheory.errors import Interrupted
from gametheory.exact import cones
from gametheory.limits import Status
from gametheory.testing import games

CHICKEN = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])


def eliminated(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """Gauss-Jordan elimination; None if the rows are dependent."""
    table = [[*row, b] for row, b in zip(rows, right, strict=True)]
    size = len(table)
    for k in range(size):
        pivot = next((i for i in range(k, size) if table[i][k]), None)
        if pivot is None:
            return None
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [v / table[k][k] for v in table[k]]
        for i in range(size):
            if i != k and table[i][k]:
                table[i] = [v - table[i][k] * w for v, w in zip(table[i], table[k], strict=True)]
    return [row[-1] for row in table]


def brute_force(game: BimatrixGame, coarse: bool) -> set[tuple[Fraction, ...]]:
    """All feasible points at which m n - 1 inequalities, with sum 1, have one solution."""
    A, B = payoff_rows(game)
    m, n = game.shape
    cells = list(product(range(m), range(n)))
    rows = [[Fraction(-int(cell == other)) for other in cells] for cell in cells]
    for b in range(m):
        for a in [None] if coarse else [a for a in range(m) if a != b]:
            rows.append([A[b][j] - A[i][j] if a in (None, i) else Fraction(0) for i, j in cells])
    for b in range(n):
        for a in [None] if coarse else [a for a in range(n) if a != b]:
            rows.append([B[i][b] - B[i][j] if a in (None, j) else Fraction(0) for i, j in cells])
    found = set()
    right = [Fraction(0)] * (m * n - 1) + [Fraction(1)]
    for tight in combinations(rows, m * n - 1):
        point = eliminated([*map(list, tight), [Fraction(1)] * (m * n)], right)
        if point is not None and all(
            sum(v * p for v, p in zip(row, point, strict=True)) <= 0 for row in rows
        ):
            found.add(tuple(point))
    return found


def flat(game: BimatrixGame, coarse: bool) -> set[tuple[Fraction, ...]]:
    found = extreme_correlated_equilibria(game, coarse=coarse)
    assert found.complete
    return {tuple(p for row in point for p in row) for point in found.points}


def test_chicken() -> None:
    # Peeters & Potters 1999, "On the structure of the set of correlated equilibria in
    # two-by-two bimatrix games": five extreme points in a game with three Nash equilibria.
    found = extreme_correlated_equilibria(CHICKEN)
    assert len(found) == 5
    assert set(found.payoffs) >= {(2, 7), (7, 2), (Fraction(14, 3),) * 2, (Fraction(21, 4),) * 2}
    assert flat(CHICKEN, False) == brute_force(CHICKEN, False)
    # In a 2 x 2 game with two incentives a player, one of each sign, CE and CCE coincide.
    assert flat(CHICKEN, True) == flat(CHICKEN, False)


@settings(max_examples=30)
@given(games(max_actions=2))
def test_small_games_by_brute_force(game: BimatrixGame) -> None:
    for coarse in (False, True):
        assert flat(game, coarse) == brute_force(game, coarse)


@settings(max_examples=8)
@given(games(min_actions=2, max_actions=3, kinds=("digits", "zero-one-two")).filter(
    lambda game: game.shape in ((2, 3), (3, 2))))  # fmt: skip
def test_two_by_three_by_brute_force(game: BimatrixGame) -> None:
    assert flat(game, True) == brute_force(game, True)


@settings(max_examples=20)
@given(games(max_actions=3))
def test_extreme_nash_equilibria_are_extreme(game: BimatrixGame) -> None:
    # Evangelista & Raghavan 1996.
    points = set(extreme_correlated_equilibria(game).points)
    for equilibrium in solve(game):
        assert product_distribution(game, *equilibrium.profile) in points
    for point in points:
        assert is_correlated_equilibrium(game, point)


def test_all_points_are_vertices_in_a_larger_game() -> None:
    # Shapley's game: the points satisfy everything and are tight in rows of full rank.
    game = BimatrixGame([[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    found = extreme_correlated_equilibria(game, coarse=True)
    assert found.complete
    rows = CorrelatedPolytope(game, coarse=True).rows
    for point in found.points:
        assert is_coarse_correlated_equilibrium(game, point)
        p = [v for row in point for v in row]
        tight = [row for row in rows if sum(v * q for v, q in zip(row, p, strict=True)) == 0]
        used = [j for j, q in enumerate(p) if q]
        assert rank([[row[j] for j in used] for row in tight]) >= len(used) - 1


def rank(rows: list[list[int]]) -> int:
    from sympy import Matrix

    return int(Matrix(rows).rank()) if rows else 0


def test_limits_keep_what_is_proved() -> None:
    game = BimatrixGame([[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    whole = extreme_correlated_equilibria(game)
    part = extreme_correlated_equilibria(game, budget=20)
    assert (part.status, part.complete) == (Status.BUDGET, False)
    assert set(part.points) < set(whole.points)
    assert "stopped before all were found" in part.summary()
    late = extreme_correlated_equilibria(game, timeout=1e-9)
    assert late.status is Status.TIMEOUT


def test_ctrl_c_keeps_what_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cones._Search, "run", interrupted)
    with pytest.raises(Interrupted) as caught:
        extreme_correlated_equilibria(CHICKEN)
    assert caught.value.partial.status is Status.INTERRUPTED  # type: ignore[attr-defined]


def test_faces() -> None:
    found = extreme_correlated_equilibria(CHICKEN)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/extreme-correlated-equilibria/1"
    assert document["complete"] is True
    assert [["1/2", "1/4"], ["1/4", "0"]] in document["points"]
    assert "(r1, c1) 1/2; (r1, c2) 1/4; (r2, c1) 1/4" in repr(found)
