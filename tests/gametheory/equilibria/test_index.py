"""The index of components."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve


def test_the_entry_game() -> None:
    # issue: enter and accommodate has +1; the continuum in which the entrant stays out has 0
    components = solve(BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])).components
    by_size = {len(c.extreme): c for c in components}
    assert by_size[1].index == 1
    assert by_size[1].essential == "essential (proved)"
    assert by_size[2].index == 0
    assert by_size[2].essential == "not decided by the index"


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_identity_game(n: int) -> None:
    # von Stengel 2002: an equilibrium with k actions of the identity game has (-1)^(k + 1)
    components = solve(BimatrixGame(np.eye(n), np.eye(n))).components
    assert len(components) == 2**n - 1
    for component in components:
        k = len(component.extreme[0].support[0])
        assert component.index == (-1) ** (k + 1)


def test_strict_equilibria_have_index_1() -> None:
    for component in solve(BimatrixGame([[4, 0], [3, 2]], [[4, 3], [0, 2]])).components:
        e = component.extreme[0]
        assert component.index == (1 if e.is_pure else -1)


def test_a_method_that_is_not_complete_gives_no_index() -> None:
    found = solve(BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]]), "pure")
    assert [c.index for c in found.components] == [None, None]
    assert found.components[0].essential == "index not computed"


small_games = st.integers(1, 3).flatmap(
    lambda m: st.integers(1, 3).flatmap(
        lambda n: st.tuples(
            *[st.lists(st.lists(st.integers(0, 2), min_size=n, max_size=n), min_size=m, max_size=m)]
            * 2
        )
    )
)


@given(small_games, st.integers(0, 2))
@settings(max_examples=50)
def test_duplicating_an_action_keeps_the_indices(matrices: Any, row: int) -> None:
    a, b = matrices
    row %= len(a)
    once = sorted(c.index for c in solve(BimatrixGame(a, b)).components)
    twice = sorted(c.index for c in solve(BimatrixGame([*a, a[row]], [*b, b[row]])).components)
    assert once == twice


def _solve(rows: list[list[Fraction]]) -> list[Fraction] | None:
    size = len(rows)
    for c in range(size):
        pivot = next((r for r in range(c, size) if rows[r][c]), None)
        if pivot is None:
            return None
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [v / rows[c][c] for v in rows[c]]
        for r in range(size):
            if r != c:
                rows[r] = [p - rows[r][c] * q for p, q in zip(rows[r], rows[c], strict=True)]
    return [row[-1] for row in rows]


def _determinant(matrix: list[list[Fraction]]) -> Fraction:
    if not matrix:
        return Fraction(1)
    return sum(
        (-1) ** j * matrix[0][j] * _determinant([[*r[:j], *r[j + 1 :]] for r in matrix[1:]])
        for j in range(len(matrix))
    )  # type: ignore[return-value]


def _perturbed_equilibria(a: Any, b: Any) -> list[tuple[list[Fraction], list[Fraction], int]]:
    """Equilibria of a nondegenerate game by trying all supports of equal size, with index."""
    m, n = len(a), len(a[0])
    found = []
    for k in range(1, min(m, n) + 1):
        for rows in combinations(range(m), k):
            for columns in combinations(range(n), k):
                zero, one = Fraction(0), Fraction(1)
                y = _solve(
                    [[*(a[rows[0]][j] - a[i][j] for j in columns), zero] for i in rows[1:]]
                    + [[one] * (k + 1)]
                )
                x = _solve(
                    [[*(b[i][columns[0]] - b[i][j] for i in rows), zero] for j in columns[1:]]
                    + [[one] * (k + 1)]
                )
                if x is None or y is None or min(x) <= 0 or min(y) <= 0:
                    continue
                full_x, full_y = [zero] * m, [zero] * n
                for i, p in zip(rows, x, strict=True):
                    full_x[i] = p
                for j, p in zip(columns, y, strict=True):
                    full_y[j] = p
                values = [sum(a[i][j] * full_y[j] for j in range(n)) for i in range(m)]
                others = [sum(b[i][j] * full_x[i] for i in range(m)) for j in range(n)]
                if max(values) > values[rows[0]] or max(others) > others[columns[0]]:
                    continue
                product = _determinant([[a[i][j] for j in columns] for i in rows]) * _determinant(
                    [[b[i][j] for j in columns] for i in rows]
                )
                found.append((full_x, full_y, (-1) ** (k + 1) * (1 if product > 0 else -1)))
    return found


@given(small_games, st.integers(0, 10**6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_indices_agree_with_a_perturbed_game(matrices: Any, seed: int) -> None:
    # A nearby nondegenerate game, positive payoffs, all by brute force; each of its
    # equilibria is counted where it is nearest.
    rng = np.random.default_rng(seed)
    near = [
        [[v + 1 + Fraction(int(rng.integers(1, 10**6)), 10**12) for v in row] for row in matrix]
        for matrix in matrices
    ]
    components = solve(BimatrixGame(*matrices)).components
    counted = [0] * len(components)
    for x, y, index in _perturbed_equilibria(*near):
        distances = [c.distance((x, y)) for c in components]
        nearest = int(np.argmin(distances))
        assert distances[nearest] < 1e-2
        counted[nearest] += index
    assert [c.index for c in components] == counted
