"""Exact gradients against differences of exact values, and steps against their equations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from learning import MemoryOne, RepeatedGame, discounted_values
from learning.kernels.gradients import derivatives, gradient_steps

GAME = BimatrixGame([[-1, -3], [1, -2]], [[2, 0], [1, -1]])
PAYOFFS = np.stack([GAME.row_payoffs.ravel(), GAME.column_payoffs.ravel()])
MIRROR = [0, 1, 3, 2, 4]
H = Fraction(1, 10**5)


def _logits(chances: Any) -> Any:
    array = np.array([[float(c) for c in row] for row in chances])
    return np.log(array / (1 - array))


def _value(p: Any, q: Any, discount: Fraction) -> tuple[Fraction, Fraction]:
    """Both values; p and q by states as the row player numbers them."""
    rows = [[(c, 1 - c) for c in chances] for chances in (p, q)]
    return discounted_values(RepeatedGame(GAME, memory=1), *rows, discount).at_start


def _derived(chances: Any, discount: float) -> tuple[Any, Any, Any]:
    visits, gradients, mixed = np.empty(4), np.empty((2, 2, 5)), np.empty((2, 5, 5))
    logits = _logits([chances[0], [chances[1][k] for k in MIRROR]])
    derivatives(PAYOFFS, discount, logits, np.empty((2, 5)), visits, gradients, mixed)
    return visits, gradients, mixed


@pytest.mark.parametrize("discount", [Fraction(0), Fraction(9, 10)])
def test_derivatives_are_those_of_exact_values(discount: Fraction) -> None:
    rng = np.random.default_rng(4)
    chances = [[Fraction(int(k), 10) for k in rng.integers(1, 10, 5)] for _ in (0, 1)]
    visits, gradients, mixed = _derived(chances, float(discount))
    np.testing.assert_allclose(
        PAYOFFS @ visits, [float(v) for v in _value(*chances, discount)], rtol=1e-12
    )
    slope = [[float(c * (1 - c)) for c in row] for row in chances]

    def moved(x: int | None, y: int | None, a: int, b: int) -> tuple[Fraction, Fraction]:
        p, q = list(chances[0]), list(chances[1])
        if x is not None:
            p[x] += a * H
        if y is not None:
            q[y] += b * H
        return _value(p, q, discount)

    for k in range(5):
        ups = moved(k, None, 1, 0), moved(None, k, 0, 1)
        downs = moved(k, None, -1, 0), moved(None, k, 0, -1)
        for by, (up, down) in enumerate(zip(ups, downs, strict=True)):
            for player in (0, 1):
                expected = float((up[player] - down[player]) / (2 * H)) * slope[by][k]
                assert gradients[player, by, k] == pytest.approx(expected, rel=1e-6, abs=1e-9)
    for x in range(5):
        for y in (0, x, (x + 2) % 5):
            corners = {(a, b): moved(x, y, a, b) for a in (-1, 1) for b in (-1, 1)}
            for player in (0, 1):
                cross = sum(a * b * v[player] for (a, b), v in corners.items()) / (4 * H * H)
                expected = float(cross) * slope[0][x] * slope[1][y]
                assert mixed[player, x, y] == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_values_are_those_of_the_strategies_of_agents() -> None:
    chances = [[Fraction(k, 7) for k in row] for row in ((1, 2, 3, 4, 5), (6, 5, 1, 2, 3))]
    agents = [MemoryOne(row[1:], row[0]) for row in chances]
    exact = discounted_values(RepeatedGame(GAME, memory=1), *agents, "1/2").at_start
    visits, _, _ = _derived([chances[0], [chances[1][k] for k in MIRROR]], 0.5)
    np.testing.assert_allclose(PAYOFFS @ visits, [float(v) for v in exact], rtol=1e-12)


def _step(payoffs: Any, rates: Any, logits: Any, steps: int = 1) -> tuple[Any, Any]:
    logits = logits.copy()[None]
    policies, outcomes = np.empty((1, 1, 2, 5)), np.empty((1, 1, 4))
    gradient_steps(payoffs, 0.9, np.array(rates), 0, 1, steps, 0, logits, policies, outcomes)
    return logits[0], policies[0, 0]


def test_a_step_is_that_of_the_paper() -> None:
    start = np.random.default_rng(2).standard_normal((2, 5))
    gradients, mixed = np.empty((2, 2, 5)), np.empty((2, 5, 5))
    derivatives(PAYOFFS, 0.9, start, np.empty((2, 5)), np.empty(4), gradients, mixed)
    after, policies = _step(PAYOFFS, [[0.3, 0.7], [0.2, 0.0]], start)
    # Foerster et al. 2018: dV1/dtheta1 + rate (dV1/dtheta2)^T d2V2/dtheta2 dtheta1
    row = 0.3 * (gradients[0, 0] + 0.7 * mixed[1] @ gradients[0, 1])
    column = 0.2 * gradients[1, 1]
    np.testing.assert_allclose(after[0] - start[0], row, rtol=1e-9)
    np.testing.assert_allclose(after[1] - start[1], column[MIRROR], rtol=1e-9)
    np.testing.assert_allclose(policies, 1 / (1 + np.exp(-after)), rtol=1e-14)


def test_players_can_be_swapped_and_constants_added() -> None:
    start = np.random.default_rng(3).standard_normal((2, 5))
    rates = [[0.3, 0.7], [0.2, 0.0]]
    after, _ = _step(PAYOFFS, rates, start, 30)
    swapped, _ = _step(PAYOFFS[::-1][:, [0, 2, 1, 3]].copy(), rates[::-1], start[::-1], 30)
    np.testing.assert_allclose(swapped[::-1], after, rtol=1e-9)
    shifted, _ = _step(PAYOFFS + np.array([[7.0], [-3.0]]), rates, start, 30)
    np.testing.assert_allclose(shifted, after, rtol=1e-7, atol=1e-9)
