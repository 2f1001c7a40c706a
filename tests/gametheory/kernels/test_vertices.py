"""Proofs by floats: the bound holds, and what is no number proves nothing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.exact.tableau import Tableau
from gametheory.exact.walk_arrays import FloatTableau
from gametheory.kernels import float_tableau as kernels


def _pivot(floats: FloatTableau, row: int, column: int) -> None:
    d = len(floats.names) // 2 - len(floats.start)
    kernels.pivot(floats.tableau, floats.bounds, floats.names, d, row, column, floats.unit)


def _at(matrix: list[list[float]], *pivots: tuple[int, int]) -> FloatTableau:
    floats = FloatTableau(np.array(matrix), kernels.ROUNDING)
    for row, column in pivots:
        _pivot(floats, row, column)
    return floats


def _feasibility(floats: FloatTableau) -> int:
    d = len(floats.names) // 2 - len(floats.start)
    return int(kernels.feasibility(floats.tableau, floats.bounds, floats.names, d))


def test_a_good_tableau_proves_its_basis() -> None:
    # M = [[2, 1], [1, 3]] / 4: x = (8/5, 4/5)
    floats = _at([[0.5, 0.25], [0.25, 0.75]], (0, 0), (1, 1))
    assert floats.tableau[:, 2] == pytest.approx([8 / 5, 4 / 5], rel=1e-15)
    assert _feasibility(floats) == 1


def test_a_negative_coordinate_is_proved_too() -> None:
    # M = [[1, 2], [2, 3]] / 4: x = (-4, 4)
    assert _feasibility(_at([[0.25, 0.5], [0.5, 0.75]], (0, 0), (1, 1))) == -1


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308])
@pytest.mark.parametrize("place", range(3))
def test_one_bad_number_proves_nothing(bad: float, place: int) -> None:
    floats = _at([[0.5, 0.25], [0.25, 0.75]])
    floats.tableau[0, place] = bad
    floats.bounds[1, place] = abs(bad)
    _pivot(floats, 0, 0)
    _pivot(floats, 1, 1)
    assert _feasibility(floats) == 0


@pytest.mark.parametrize("second", [0.5, np.nextafter(0.5, 1)])
def test_a_singular_block_is_never_proved(second: float) -> None:
    # The true block has equal rows; it was rounded, or is singular in floats as well.
    assert _feasibility(_at([[0.5, 0.5], [0.5, second]], (0, 0), (1, 1))) == 0


small = st.integers(1, 5).flatmap(
    lambda d: st.lists(st.lists(st.integers(1, 9), min_size=d, max_size=d), min_size=1, max_size=5)
)


@given(small, st.data())
def test_the_bounds_hold(matrix: list[list[int]], data: st.DataObject) -> None:
    k, d = len(matrix), len(matrix[0])
    floats = FloatTableau(np.array(matrix) / 16.0, kernels.ROUNDING)
    columns = [[Fraction(row[j], 16) for row in matrix] for j in range(d)]
    columns += [[Fraction(i == j) for i in range(k)] for j in range(k)]
    for _ in range(data.draw(st.integers(1, 30))):
        row, column = data.draw(st.integers(0, k - 1)), data.draw(st.integers(0, d - 1))
        if abs(floats.tableau[row, column]) > 1e-9:
            _pivot(floats, row, column)
    basic, nonbasic = floats.names[:k].tolist(), floats.names[k : k + d].tolist()
    wanted = [*(columns[v] for v in nonbasic), [Fraction(1)] * k]
    for j, column in enumerate(wanted):
        entries = [Fraction(v) for v in floats.tableau[:, j].tolist()]
        residual = [
            value - sum(t * columns[v][i] for t, v in zip(entries, basic, strict=True))
            for i, value in enumerate(column)
        ]
        assert sum(map(abs, residual)) <= Fraction(float(floats.bounds[0, j]))
        assert sum(map(abs, entries)) <= Fraction(float(floats.bounds[1, j])) * Fraction("1.0001")


@given(small, st.data())
def test_what_is_proved_is_true(matrix: list[list[int]], data: st.DataObject) -> None:
    k, d = len(matrix), len(matrix[0])
    floats = FloatTableau(np.array(matrix) / 16.0, kernels.ROUNDING)
    for _ in range(data.draw(st.integers(1, 8))):
        row, column = data.draw(st.integers(0, k - 1)), data.draw(st.integers(0, d - 1))
        if abs(floats.tableau[row, column]) > 1e-9:
            _pivot(floats, row, column)
    answer = _feasibility(floats)
    basis = sum(1 << v for v in floats.names[:k].tolist())
    try:
        values = [row[-1] for row in Tableau.at_basis(matrix, [1] * k, basis).rows]
    except ValueError:
        assert answer == 0
        return
    if answer > 0:
        assert min(values) > 0
    if answer < 0:
        assert min(values) < 0
