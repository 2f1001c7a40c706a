"""Minimal CURB sets, against all products of sets of actions."""

from __future__ import annotations

import json
from itertools import combinations, product

import numpy as np
import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings

from gametheory import BimatrixGame, solve
from gametheory.analysis import curb as curb_module
from gametheory.analysis import is_curb, minimal_curb_sets, rationalizable, smallest_curb_set
from gametheory.analysis.curb import CurbSet
from gametheory.errors import Interrupted, ParameterError
from gametheory.limits import Status
from gametheory.testing import games


def best_to_some_belief(payoffs: list[list[float]], own: int, support: tuple[int, ...]) -> bool:
    """Whether a row maximises against some mixture of the columns in `support`, by scipy."""
    from scipy.optimize import linprog

    table = np.array(payoffs)[:, list(support)]
    k = len(support)
    result = linprog(
        np.zeros(k), A_ub=table - table[own], b_ub=np.zeros(len(table)), A_eq=np.ones((1, k)),
        b_eq=[1.0], method="highs",
    )  # fmt: skip
    return bool(result.status == 0)


def subsets(size: int) -> list[tuple[int, ...]]:
    return [c for k in range(1, size + 1) for c in combinations(range(size), k)]


def brute_force(game: BimatrixGame) -> set[CurbSet]:
    """All minimal ones among all products, each checked with all beliefs."""
    A, B = ([[float(v) for v in row] for row in rows] for rows in payoff_rows(game))
    m, n = game.shape
    rows_for = {Y: {i for i in range(m) if best_to_some_belief(A, i, Y)} for Y in subsets(n)}
    transposed = [list(column) for column in zip(*B, strict=True)]
    columns_for = {
        X: {j for j in range(n) if best_to_some_belief(transposed, j, X)} for X in subsets(m)
    }
    closed = [
        CurbSet(X, Y)
        for X, Y in product(subsets(m), subsets(n))
        if rows_for[Y] <= set(X) and columns_for[X] <= set(Y)
    ]
    return {
        found for found in closed
        if not any(other != found and other.issubset(found) for other in closed)
    }  # fmt: skip


def test_basu_and_weibull() -> None:
    # Matching pennies beside a strict equilibrium: both are closed, the rest is not. In the
    # manner of Basu & Weibull 1991, whose point is that a CURB set may be no equilibrium.
    game = BimatrixGame([[3, 1, 0], [1, 3, 0], [0, 0, 2]], [[1, 3, 0], [3, 1, 0], [0, 0, 2]])
    found = minimal_curb_sets(game)
    assert found.sets == (CurbSet((0, 1), (0, 1)), CurbSet((2,), (2,)))
    assert found.complete
    assert is_curb(game, [0, 1], [0, 1])
    assert not is_curb(game, [0], [0, 1])
    assert not is_curb(game, [0, 1], [])
    assert smallest_curb_set(game, rows=["r1"]) == CurbSet((0, 1), (0, 1))
    assert smallest_curb_set(game, [0], [2]) == CurbSet((0, 1, 2), (0, 1, 2))


def test_a_best_response_to_a_mixture_only() -> None:
    # The third row is no best response to a column, but to half and half.
    game = BimatrixGame([[3, 0], [0, 3], [2, 2]], [[0, 1], [1, 0], [0, 0]])
    assert minimal_curb_sets(game).sets == (CurbSet((0, 1, 2), (0, 1)),)


@settings(max_examples=25)
@given(games(max_actions=3, kinds=("digits", "signed", "zero-one-two")))
def test_all_products(game: BimatrixGame) -> None:
    found = minimal_curb_sets(game)
    assert found.complete
    assert len(found) == len(set(found.sets))
    assert set(found.sets) == brute_force(game)


@settings(max_examples=20)
@given(games(max_actions=3))
def test_what_theory_says_of_them(game: BimatrixGame) -> None:
    found = minimal_curb_sets(game)
    left = rationalizable(game)
    equilibria = list(solve(game))
    for each in found.sets:
        assert is_curb(game, each.rows, each.columns)
        # Minimal ones hold rationalizable actions only, and an equilibrium's support.
        assert each.issubset(CurbSet(left.rows, left.columns))
        assert any(
            set(e.support[0]) <= set(each.rows) and set(e.support[1]) <= set(each.columns)
            for e in equilibria
        )
    # No two have an action in common.
    for first, second in combinations(found.sets, 2):
        assert not set(first.rows) & set(second.rows)
        assert not set(first.columns) & set(second.columns)


@settings(max_examples=20)
@given(games(max_actions=3, kinds=("digits", "zero-one-two")))
def test_rescaling_and_swapping(game: BimatrixGame) -> None:
    A, B = payoff_rows(game)
    other = BimatrixGame(
        [[3 * v + j for j, v in enumerate(row)] for row in A],
        [[v / 7 - i for v in row] for i, row in enumerate(B)],
    )
    sets = minimal_curb_sets(game).sets
    assert minimal_curb_sets(other).sets == sets
    swapped = minimal_curb_sets(game.transposed()).sets
    assert {CurbSet(each.columns, each.rows) for each in swapped} == set(sets)


def test_a_larger_game() -> None:
    # Strict equilibria on the diagonal of a 12 x 12 game, and pennies in a corner.
    A, B = np.zeros((12, 12)), np.zeros((12, 12))
    for k in range(2, 12):
        A[k, k] = B[k, k] = 1
    A[:2, :2], B[:2, :2] = [[2, 1], [1, 2]], [[1, 2], [2, 1]]
    found = minimal_curb_sets(BimatrixGame(A, B))
    assert found.sets[0] == CurbSet((0, 1), (0, 1))
    assert found.sets[1:] == tuple(CurbSet((k,), (k,)) for k in range(2, 12))


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    game = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    late = minimal_curb_sets(game, timeout=1e-9)
    assert (late.status, late.sets, late.complete) == (Status.TIMEOUT, (), False)
    assert "stopped before all searches" in late.summary()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(curb_module, "_grown", interrupted)
    with pytest.raises(Interrupted) as caught:
        minimal_curb_sets(game)
    assert caught.value.partial.status is Status.INTERRUPTED  # type: ignore[attr-defined]


def test_faces() -> None:
    game = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]], row_actions=["Bach", "Stravinsky"])
    found = minimal_curb_sets(game)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/minimal-curb-sets/1"
    assert document["sets"] == [{"rows": [0], "columns": [0]}, {"rows": [1], "columns": [1]}]
    assert "2 minimal CURB sets (exact, finished)" in repr(found)
    assert "Stravinsky" in repr(found)
    assert (0, 0) in found.sets[0]
    assert (1, 0) not in found.sets[0]
    with pytest.raises(ParameterError, match="at least one action"):
        smallest_curb_set(game)
