"""Fraction-free pivots and the lexicographic rule."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.exact.tableau import Tableau

matrices = st.integers(1, 4).flatmap(
    lambda d: st.lists(st.lists(st.integers(1, 9), min_size=d, max_size=d), min_size=1, max_size=4)
)


def _eliminated(matrix: list[list[int]], tableau: Tableau) -> list[list[Fraction]]:
    """The same basis by Gauss-Jordan elimination over Fractions, from scratch."""
    k, d = len(matrix), len(matrix[0])
    rows = [
        [*map(Fraction, row), *(Fraction(i == j) for j in range(k)), Fraction(1)]
        for i, row in enumerate(matrix)
    ]
    for place, variable in enumerate(tableau.basic):
        source = next(r for r in range(place, k) if rows[r][variable])
        rows[place], rows[source] = rows[source], rows[place]
        rows[place] = [v / rows[place][variable] for v in rows[place]]
        for r in range(k):
            if r != place:
                factor = rows[r][variable]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[place], strict=True)]
    return [[row[v] for v in tableau.nonbasic] + [row[k + d]] for row in rows]


@given(matrices, st.lists(st.integers(0, 3), max_size=6))
def test_pivots_agree_with_elimination_in_fractions(
    matrix: list[list[int]], entering: list[int]
) -> None:
    tableau = Tableau(matrix, [1] * len(matrix))
    for choice in entering:
        column = choice % tableau.dimension
        row = tableau.leaving_row(column)
        assert row is not None
        tableau.pivot(row, column)
        assert tableau.determinant > 0
        assert min(r[-1] for r in tableau.rows) >= 0
    ours = [[Fraction(v, tableau.determinant) for v in row] for row in tableau.rows]
    assert ours == _eliminated(matrix, tableau)


@given(matrices, st.integers(0, 3))
def test_a_second_pivot_takes_the_first_back(matrix: list[list[int]], choice: int) -> None:
    tableau, untouched = (Tableau(matrix, [1] * len(matrix)) for _ in range(2))
    column = choice % tableau.dimension
    row = tableau.leaving_row(column)
    assert row is not None
    tableau.pivot(row, column)
    tableau.pivot(row, column)
    assert (tableau.rows, tableau.determinant) == (untouched.rows, untouched.determinant)
    assert (tableau.basic, tableau.nonbasic) == (untouched.basic, untouched.nonbasic)


@given(matrices, st.lists(st.integers(0, 3), max_size=6), st.integers(0, 3))
def test_the_lexicographic_rule_is_a_small_perturbation(
    matrix: list[list[int]], entering: list[int], last: int
) -> None:
    # With a numeric epsilon small enough for these sizes the perturbed right-hand sides
    # have one smallest ratio, and it is the row that the rule names.
    epsilon = Fraction(1, 10**30)
    k = len(matrix)
    tableau = Tableau(matrix, [1] * k)
    for choice in [*entering, last]:
        column = choice % tableau.dimension
        row = tableau.leaving_row(column)
        reduced = _eliminated(
            [[*r, *(int(i == j) for j in range(k))] for i, r in enumerate(matrix)],
            _with_slack_columns(tableau, k),
        )
        ratios = {}
        for i, r in enumerate(reduced):
            inverse = r[tableau.dimension : tableau.dimension + k]
            bound = r[-1] + sum(v * epsilon ** (j + 1) for j, v in enumerate(inverse))
            if r[column] > 0:
                ratios[i] = bound / r[column]
        smallest = min(ratios.values())
        assert [i for i, ratio in ratios.items() if ratio == smallest] == [row]
        assert row is not None
        tableau.pivot(row, column)


@given(matrices, st.lists(st.integers(0, 3), max_size=6))
def test_a_basis_built_directly_is_the_one_that_pivots_reach(
    matrix: list[list[int]], entering: list[int]
) -> None:
    walked = Tableau(matrix, [1] * len(matrix))
    for choice in entering:
        column = choice % walked.dimension
        row = walked.leaving_row(column)
        assert row is not None
        walked.pivot(row, column)
    built = Tableau.at_basis(matrix, [1] * len(matrix), sum(1 << v for v in walked.basic))
    assert built.determinant == walked.determinant
    cells = [
        {
            (basic, nonbasic): value
            for basic, row in zip(tableau.basic, tableau.rows, strict=True)
            for nonbasic, value in zip([*tableau.nonbasic, "value"], row, strict=True)
        }
        for tableau in (walked, built)
    ]
    assert cells[0] == cells[1]


def test_dependent_columns_are_no_basis() -> None:
    with pytest.raises(ValueError, match="linearly dependent"):
        Tableau.at_basis([[1, 1], [1, 1]], [1, 1], 0b11)


class _Copy:
    """A tableau's basis, with a second set of slack columns to read the inverse from."""

    def __init__(self, basic: list[int], nonbasic: list[int]) -> None:
        self.basic = basic
        self.nonbasic = nonbasic


def _with_slack_columns(tableau: Tableau, k: int) -> Tableau:
    d = tableau.dimension
    # columns d..d+k-1 of the widened matrix are copies of the slacks, which follow them
    basic = [v if v < d else v + k for v in tableau.basic]
    nonbasic = [v if v < d else v + k for v in tableau.nonbasic]
    return _Copy(basic, nonbasic + list(range(d, d + k)))  # type: ignore[return-value]
