"""Vertex enumeration against all bases, and against counts from the literature."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.exact.vertices import enumerate_vertices, max_bases
from gametheory.limits import LimitReached, Limits, Status

matrices = st.integers(1, 4).flatmap(
    lambda d: st.lists(st.lists(st.integers(1, 4), min_size=d, max_size=d), min_size=1, max_size=4)
)


def _solve(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Gauss elimination of a square system with its right-hand side; None if singular."""
    size = len(rows)
    for c in range(size):
        pivot = next((r for r in range(c, size) if rows[r][c]), None)
        if pivot is None:
            return None
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [v / rows[c][c] for v in rows[c]]
        for r in range(size):
            if r != c:
                rows[r] = [a - rows[r][c] * b for a, b in zip(rows[r], rows[c], strict=True)]
    return [row[-1] for row in rows]


def _brute_force(matrix: list[list[int]]) -> dict[int, tuple[Fraction, ...]]:
    d = len(matrix[0])
    inequalities = [([Fraction(-(i == j)) for j in range(d)], Fraction(0)) for i in range(d)]
    inequalities += [([Fraction(v) for v in row], Fraction(1)) for row in matrix]
    found = {}
    for chosen in combinations(inequalities, d):
        point = _solve([[*row, bound] for row, bound in chosen])
        if point is None:
            continue
        slacks = [
            bound - sum(a * x for a, x in zip(row, point, strict=True))
            for row, bound in inequalities
        ]
        if min(slacks) >= 0:
            found[sum(1 << k for k, slack in enumerate(slacks) if slack == 0)] = tuple(point)
    return found


@given(matrices)
def test_all_vertices_are_found(matrix: list[list[int]]) -> None:
    found: dict[int, tuple[int, ...]] = {}
    enumerate_vertices(matrix, Limits(), found)
    expected = _brute_force(matrix)
    assert found.keys() == expected.keys()
    for tight, vertex in found.items():
        total = sum(expected[tight]) or 1
        assert tuple(Fraction(v, sum(vertex) or 1) for v in vertex) == tuple(
            x / total for x in expected[tight]
        )


@pytest.mark.parametrize("d", [2, 3, 4])
def test_a_cube_has_two_to_the_d_vertices(d: int) -> None:
    found: dict[int, tuple[int, ...]] = {}
    # x_i + (tiny sum of the others) <= 1 is a combinatorial cube with positive entries
    matrix = [[100 if i == j else 1 for j in range(d)] for i in range(d)]
    enumerate_vertices(matrix, Limits(), found)
    assert len(found) == 2**d


@pytest.mark.parametrize(
    ("dimension", "n_rows", "vertices"),
    [
        (1, 1, 2),  # a segment
        (2, 5, 7),  # a polygon has as many vertices as sides
        (3, 5, 12),  # 2 (N - 2), the dodecahedron-like simple polytopes, by Euler
        (4, 4, 20),  # N (N - 3) / 2, dual cyclic polytopes (Ziegler 1995, example 0.6)
    ],
)
def test_the_upper_bound_theorem(dimension: int, n_rows: int, vertices: int) -> None:
    assert max_bases(dimension, n_rows) == vertices


@given(matrices)
def test_no_walk_visits_more_than_the_bound(matrix: list[list[int]]) -> None:
    limits = Limits()
    enumerate_vertices(matrix, limits, {})
    assert limits.spent <= max_bases(len(matrix[0]), len(matrix))


def test_memory_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gametheory.exact.vertices._FIRST_MEMORY_CHECK", 2)
    monkeypatch.setattr("gametheory.errors._available_memory", lambda: 100)
    with pytest.raises(
        LimitReached, match=r"room for 4 bases needs .* GiB are available"
    ) as reached:
        enumerate_vertices([[3, 1, 1], [1, 3, 1], [1, 1, 3]], Limits(), {})
    assert reached.value.status is Status.BUDGET


@pytest.mark.parametrize("budget", [1, 2, 7])
def test_the_budget_counts_bases(budget: int) -> None:
    found: dict[int, tuple[int, ...]] = {}
    limits = Limits(budget=budget)
    with pytest.raises(LimitReached) as reached:
        enumerate_vertices([[3, 1, 1], [1, 3, 1], [1, 1, 3]], limits, found)
    assert reached.value.status is Status.BUDGET
    assert limits.spent == budget == len(found)
