"""The proof by floats: what is no number proves nothing."""

from __future__ import annotations

import numpy as np
import pytest

from gametheory.kernels import vertices as kernels


def _feasibility(tableau: np.ndarray, matrix: np.ndarray) -> int:
    k, d = matrix.shape
    return int(
        kernels.feasibility(
            tableau, np.ascontiguousarray(matrix.T), np.arange(k), np.arange(d, d + k),
            np.empty(8, np.int64), np.empty(8, np.int64), np.empty((8, 8)), np.empty((8, 8)),
            np.empty((4, 8)), kernels.ROUNDING,
        )
    )  # fmt: skip


def test_a_good_tableau_proves_its_basis() -> None:
    # M = [[2, 1], [1, 3]]: x = (2/5, 1/5), inverse [[3, -1], [-1, 2]] / 5
    matrix = np.array([[2.0, 1.0], [1.0, 3.0]])
    tableau = np.array([[0.6, -0.2, 0.4], [-0.2, 0.4, 0.2]])
    assert _feasibility(tableau, matrix) == 1


def test_a_negative_coordinate_is_proved_too() -> None:
    # M = [[1, 2], [2, 3]]: x = (-1, 1), inverse [[-3, 2], [2, -1]]
    matrix = np.array([[1.0, 2.0], [2.0, 3.0]])
    tableau = np.array([[-3.0, 2.0, -1.0], [2.0, -1.0, 1.0]])
    assert _feasibility(tableau, matrix) == -1


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308])
@pytest.mark.parametrize("place", range(6))
def test_one_bad_number_proves_nothing(bad: float, place: int) -> None:
    matrix = np.array([[2.0, 1.0], [1.0, 3.0]])
    tableau = np.array([[0.6, -0.2, 0.4], [-0.2, 0.4, 0.2]])
    tableau.ravel()[place] = bad
    assert _feasibility(tableau, matrix) == 0


def test_a_singular_block_is_never_proved() -> None:
    tableau = np.full((2, 3), np.nan)
    tableau[:, 2] = 0.5
    assert _feasibility(tableau, np.ones((2, 2))) == 0
