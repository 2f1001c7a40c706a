"""Equilibria by brute force, from the definition and in exact arithmetic."""

from fractions import Fraction

import pytest


def _pure(game):
    m, n = game.shape
    table = [[game.payoff(i, j) for j in range(n)] for i in range(m)]
    best_rows = [max(table[i][j][0] for i in range(m)) for j in range(n)]
    best_columns = [max(table[i][j][1] for j in range(n)) for i in range(m)]
    return {
        (game.row_actions[i], game.column_actions[j])
        for i in range(m)
        for j in range(n)
        if table[i][j] == (best_rows[j], best_columns[i])
    }


def _check(game, x, y):
    m, n = game.shape
    x, y = [Fraction(p) for p in x], [Fraction(p) for p in y]
    assert len(x) == m
    assert len(y) == n
    assert sum(x) == sum(y) == 1
    assert min(*x, *y) >= 0
    rows = [sum(y[j] * game.payoff(i, j)[0] for j in range(n)) for i in range(m)]
    columns = [sum(x[i] * game.payoff(i, j)[1] for i in range(m)) for j in range(n)]
    return all(p == 0 or v == max(rows) for p, v in zip(x, rows, strict=True)) and all(
        p == 0 or v == max(columns) for p, v in zip(y, columns, strict=True)
    )


@pytest.fixture(scope="session")
def pure_equilibria():
    """Function: the set of all pure equilibria, as pairs of action names."""
    return _pure


@pytest.fixture(scope="session")
def is_equilibrium():
    """Function: whether two mixed strategies are an equilibrium."""
    return _check
