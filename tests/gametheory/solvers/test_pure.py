"""Pure equilibria of any size."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.solvers.pure import pure_equilibria


@given(st.data())
def test_pure_equilibria_by_the_definition(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    numbers = st.sampled_from([0, 1, 2, 0.5, 1e-300, 1e300, 2**70])
    rows = st.lists(st.lists(numbers, min_size=n, max_size=n), min_size=m, max_size=m)
    a, b = data.draw(rows), data.draw(rows)
    expected = [
        [i, j]
        for i in range(m)
        for j in range(n)
        if all(a[k][j] <= a[i][j] for k in range(m)) and all(b[i][k] <= b[i][j] for k in range(n))
    ]
    assert pure_equilibria(BimatrixGame(a, b)).tolist() == expected


@pytest.mark.parametrize("low_and_high", [(0, 1_000_000), (0, 30)])
def test_a_large_game(low_and_high: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    game = BimatrixGame(*rng.integers(*low_and_high, (2, 1000, 1000)))
    start = time.perf_counter()
    found = solve(game, "pure")
    count = len(found)
    # the aim is 50 ms; ten times that, to be safe on a busy machine
    assert time.perf_counter() - start < 0.5
    assert count == len(pure_equilibria(game))
    for i, j in pure_equilibria(game)[:50]:
        assert game.row_payoffs[i, j] == game.row_payoffs[:, j].max()
        assert game.column_payoffs[i, j] == game.column_payoffs[i].max()


def test_very_many_equilibria_are_counted_before_they_are_listed() -> None:
    start = time.perf_counter()
    found = solve(BimatrixGame(np.zeros((300, 300)), np.zeros((300, 300))), "pure")
    assert len(found) == 90_000
    assert time.perf_counter() - start < 1


def test_solve_keeps_every_pure_equilibrium() -> None:
    game = BimatrixGame(np.zeros((7, 9)), np.zeros((7, 9)))
    assert len(solve(game, "pure")) == 63
