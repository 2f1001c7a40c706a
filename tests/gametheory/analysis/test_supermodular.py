"""Supermodular games, against all orders, the literature and what follows from them."""

from __future__ import annotations

import json
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis import eliminate_dominated
from gametheory.analysis.supermodular import find_supermodular_orders
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from gametheory.testing import games


def increasing(game, rows, columns):
    """The definition, for all pairs, not only for neighbours."""
    return all(
        game.payoff(rows[k], columns[c])[p] - game.payoff(rows[i], columns[c])[p]
        >= game.payoff(rows[k], columns[j])[p] - game.payoff(rows[i], columns[j])[p]
        for p in (0, 1)
        for i, k in product(range(len(rows)), repeat=2)
        for j, c in product(range(len(columns)), repeat=2)
        if i < k and j < c
    )


@given(games(max_actions=3, kinds=["zero-one-two"]) | games(max_actions=3))
def test_agrees_with_all_orders(game):
    m, n = game.shape
    any_order = any(
        increasing(game, rows, columns)
        for rows in permutations(range(m))
        for columns in permutations(range(n))
    )
    found = find_supermodular_orders(game)
    assert found.supermodular is any_order
    if any_order:
        assert increasing(game, found.row_order, found.column_order)


@st.composite
def shuffled_supermodular(draw):
    """Payoffs built from non-negative second differences, rows and columns shuffled."""
    m, n = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows, columns = rng.permutation(m), rng.permutation(n)
    matrices = []
    for _ in range(2):
        differences = rng.integers(0, 3, (m, n)) * rng.integers(0, 2, (m, n))
        matrix = differences.cumsum(axis=0).cumsum(axis=1)
        matrix = matrix + rng.integers(-9, 9, (1, n)) + rng.integers(-9, 9, (m, 1))
        matrices.append(matrix[np.ix_(rows, columns)])
    return BimatrixGame(*matrices)


@given(shuffled_supermodular())
def test_shuffled_orders_are_found_and_the_theorem_holds(game):
    found = find_supermodular_orders(game)
    assert found.supermodular
    assert increasing(game, found.row_order, found.column_order)
    # Milgrom and Roberts 1990, theorem 5: the extreme survivors of iterated strict
    # dominance are pure equilibria, the smallest and the largest.
    left = eliminate_dominated(game)
    pure = {tuple(s[0] for s in e.support) for e in solve(game, "pure")}
    for end in (0, -1):
        corner = tuple(
            [a for a in order if a in kept][end]
            for order, kept in (
                (found.row_order, left.rows), (found.column_order, left.columns),
            )
        )  # fmt: skip
        assert _tied_to_a_pure_equilibrium(game, corner, pure)


def _tied_to_a_pure_equilibrium(game, corner, pure):
    """Payoffs may tie, then an equilibrium with the same best-response payoffs is meant."""
    i, j = corner
    m, n = game.shape
    best = max(game.payoff(k, j)[0] for k in range(m)), max(game.payoff(i, c)[1] for c in range(n))
    return corner in pure or (game.payoff(i, j) == best)


def test_cournot_duopoly_is_supermodular_once_one_order_is_reversed():
    # Milgrom and Roberts 1990, section 4: quantities are strategic substitutes, price
    # 12 - q1 - q2, no costs.
    A = [[q * (12 - q - r) for r in range(5)] for q in range(5)]
    B = [[r * (12 - q - r) for r in range(5)] for q in range(5)]
    found = find_supermodular_orders(BimatrixGame(A, B))
    assert found.row_order == (0, 1, 2, 3, 4)
    assert found.column_order == (4, 3, 2, 1, 0)


def test_matching_pennies_names_the_conflict():
    found = find_supermodular_orders(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    assert found.supermodular is False
    assert found.conflict == (0, 0, 1)
    assert "neither order of Row player's r1 and r2 fits" in repr(found)
    assert json.loads(found.to_json())["conflict"] == [0, 0, 1]


def test_large_games():
    rng = np.random.default_rng(1)
    levels = np.sort(rng.integers(0, 1000, 25))
    rows, columns = rng.permutation(25), rng.permutation(25)
    product_payoffs = np.outer(levels, levels)[np.ix_(rows, columns)]
    game = BimatrixGame(product_payoffs + rng.integers(0, 99, (1, 25)), product_payoffs)
    found = find_supermodular_orders(game)
    assert found.supermodular
    assert (np.diff(levels[rows[list(found.row_order)]]) >= 0).all() or (
        np.diff(levels[rows[list(found.row_order)]]) <= 0
    ).all()
    too_large = find_supermodular_orders(BimatrixGame(np.zeros((90, 90)), np.zeros((90, 90))))
    assert too_large.supermodular is None
    assert "more than 4,000,000" in too_large.reason


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (3, 1)])
def test_one_action_has_no_differences(shape):
    payoffs = np.arange(shape[0] * shape[1]).reshape(shape)
    assert find_supermodular_orders(BimatrixGame(payoffs, -payoffs)).supermodular
