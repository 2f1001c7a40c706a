"""Strict copositivity: against determinants, graphs and the definition."""

from __future__ import annotations

from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import ParameterError
from gametheory.exact.copositivity import copositivity_violation
from gametheory.limits import LimitReached

# Horn's form (Hall & Newman 1963): copositive, 0 at (1, 1, 0, 0, 0), and not the sum of a
# positive semidefinite and a non-negative matrix.
HORN = [
    [1, -1, 1, 1, -1],
    [-1, 1, -1, 1, 1],
    [1, -1, 1, -1, 1],
    [1, 1, -1, 1, -1],
    [-1, 1, 1, -1, 1],
]
ICOSAHEDRON = {  # top, upper ring 1..5, lower ring 6..10, bottom
    *((0, k) for k in range(1, 6)),
    *((11, k) for k in range(6, 11)),
    *((k, k % 5 + 1) for k in range(1, 6)),
    *((k + 5, k % 5 + 6) for k in range(1, 6)),
    *((k, k + 5) for k in range(1, 6)),
    *((k, (k + 3) % 5 + 6) for k in range(1, 6)),
}
PETERSEN = {
    *((k, (k + 1) % 5) for k in range(5)),
    *((k + 5, (k + 2) % 5 + 5) for k in range(5)),
    *((k, k + 5) for k in range(5)),
}


def form(matrix, z):
    return sum(a * matrix[i][j] * b for i, a in enumerate(z) for j, b in enumerate(z))


def determinant(matrix):
    """Leibniz' formula."""
    total = 0
    for order in permutations(range(len(matrix))):
        term = 1
        for i, j in enumerate(order):
            term *= matrix[i][j]
        inversions = sum(a > b for a, b in combinations(order, 2))
        total += term if inversions % 2 == 0 else -term
    return total


def keller(matrix):
    """Keller's criterion (Hadeler 1983, theorem 2).

    Strictly copositive exactly if each principal submatrix for which the cofactors of the
    last row are all positive has a positive determinant.
    """
    for size in range(1, len(matrix) + 1):
        for chosen in combinations(range(len(matrix)), size):
            part = [[matrix[i][j] for j in chosen] for i in chosen]
            cofactors = [
                (-1) ** (size - 1 + k)
                * determinant([[v for j, v in enumerate(row) if j != k] for row in part[:-1]])
                for k in range(size)
            ]
            if min(cofactors) > 0 and determinant(part) <= 0:
                return False
    return True


@st.composite
def symmetric_matrices(draw, max_order=4):
    order = draw(st.integers(1, max_order))
    low, high = draw(st.sampled_from([(-2, 2), (-3, 9)]))
    values = {
        (i, j): draw(st.integers(low, high) if i != j else st.integers(1, high))
        for i in range(order)
        for j in range(i + 1)
    }
    return [[values[max(i, j), min(i, j)] for j in range(order)] for i in range(order)]


@settings(max_examples=200)
@given(symmetric_matrices())
def test_agrees_with_keller(matrix):
    violation = copositivity_violation(matrix)
    assert (violation is None) == keller(matrix)
    if violation is not None:
        assert min(violation) >= 0
        assert max(violation) > 0
        assert form(matrix, violation) <= 0


@settings(max_examples=60)
@given(symmetric_matrices(max_order=5))
def test_the_form_is_positive_on_a_grid_if_nothing_is_found(matrix):
    if copositivity_violation(matrix) is None:
        grid = (z for z in product(range(4), repeat=len(matrix)) if any(z))
        assert all(form(matrix, z) > 0 for z in grid)


def test_horns_form():
    violation = copositivity_violation(HORN)
    assert violation is not None
    assert form(HORN, violation) == 0
    nearly = [[100 * v + (i == j) for j, v in enumerate(row)] for i, row in enumerate(HORN)]
    assert copositivity_violation(nearly) is None


@pytest.mark.parametrize(("edges", "stable"), [(PETERSEN, 4), (ICOSAHEDRON, 3)])
def test_stability_numbers_of_graphs(edges, stable):
    # Motzkin & Straus 1965; de Klerk & Pasechnik 2002: t (I + adjacency) - E is strictly
    # copositive exactly if t is larger than the stability number.
    order = 1 + max(max(edge) for edge in edges)
    near = {(i, j) for i, j in edges} | {(j, i) for i, j in edges} | {(i, i) for i in range(order)}
    for tenths in (10 * stable, 10 * stable + 1):
        matrix = [[tenths * ((i, j) in near) - 10 for j in range(order)] for i in range(order)]
        violation = copositivity_violation(matrix)
        assert (violation is None) == (tenths > 10 * stable)
        if violation is not None:
            assert form(matrix, violation) <= 0


def test_the_graphs_are_what_they_are_called():
    assert len(ICOSAHEDRON) == 30
    assert len(PETERSEN) == 15


def test_edges():
    assert copositivity_violation([]) is None
    assert copositivity_violation([[0]]) == (1,)
    assert copositivity_violation([[5]]) is None
    assert copositivity_violation([[1, -1], [-1, 1]]) == (1, 1)  # 0 at (1, 1)
    assert copositivity_violation([[10**40, 1 - 10**40], [1 - 10**40, 10**40]]) is None
    with pytest.raises(ParameterError, match="symmetric matrix of order 2"):
        copositivity_violation([[1, 2], [3, 1]])


def test_too_many_submatrices_are_said():
    nearly = [[100 * v + (i == j) for j, v in enumerate(row)] for i, row in enumerate(HORN)]
    with pytest.raises(LimitReached, match="3 principal submatrices do not decide"):
        copositivity_violation(nearly, max_submatrices=3)
