"""Mixed strategies: reading, regret, distance."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.errors import StrategyError
from gametheory.strategy import (
    MixedStrategy,
    distance,
    epsilons,
    nash_conv,
    read_strategy,
    regrets,
    support,
)

PENNIES = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([0.5, 0.6], "probabilities must sum to 1, they sum to 1.1"),
        ([0.5], "expected 2 probabilities, got 1"),
        ([1.5, -0.5], "probability of action 1: expected a number >= 0, got -0.5"),
        ([float("nan"), 1], "probability of action 0: expected a finite number"),
        (["1/2", "1/3"], "must sum to 1"),
        (["a", "b"], "expected a number such as"),
        ("11", "expected 2 probabilities"),
        (None, "expected 2 probabilities"),
        ({0: 1, 1: 0}, "expected 2 probabilities"),
        ({0.25, 0.75}, "expected 2 probabilities"),
        (np.ma.masked_array([1, 0]), "masked array"),
    ],
)
def test_what_is_no_strategy_is_refused(values: Any, message: str) -> None:
    with pytest.raises(StrategyError, match=message) as caught:
        read_strategy(values, 2, 1)
    assert str(caught.value).startswith("column player")


def test_exact_numbers_must_sum_exactly() -> None:
    with pytest.raises(StrategyError):
        read_strategy(["0.3333333333333", "2/3"], 2)
    assert read_strategy(["1/3", Fraction(2, 3)], 2) == (Fraction(1, 3), Fraction(2, 3))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6).filter(lambda v: sum(v) > 0.01))
def test_rounded_floats_become_an_exact_strategy(weights: list[float]) -> None:
    values = np.array(weights) / np.sum(weights)
    strategy = read_strategy(values, len(weights))
    assert sum(strategy) == 1
    assert np.allclose([float(p) for p in strategy], values, atol=1e-9)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5).filter(any), st.integers(1, 9))
def test_mixed_strategies_are_canonical(weights: list[int], factor: int) -> None:
    one, scaled = MixedStrategy(weights), MixedStrategy([factor * w for w in weights])
    assert one == scaled
    assert hash(one) == hash(scaled)
    assert one.fractions == tuple(Fraction(w, sum(weights)) for w in weights)
    assert MixedStrategy.from_fractions(one.fractions) == one
    assert one.support == support(one.fractions)


def test_regret_of_matching_pennies() -> None:
    # at (Heads, Heads) the loser, the column player, would gain 2 of a range of 2
    assert regrets(PENNIES, [1, 0], [1, 0]) == (0, 2)
    assert nash_conv(PENNIES, [1, 0], [1, 0]) == 2
    assert epsilons(PENNIES, [1, 0], [1, 0]) == (0, 1)
    assert regrets(PENNIES, [HALF, HALF], [HALF, HALF]) == (0, 0)


def test_epsilon_is_0_where_the_payoff_range_is_0() -> None:
    game = BimatrixGame([[7, 7]], [[1, 2]])
    assert epsilons(game, [1], [1, 0]) == (0, 1)


@given(st.data())
def test_regret_is_the_best_pure_deviation(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    rows = st.lists(st.lists(st.integers(-9, 9), min_size=n, max_size=n), min_size=m, max_size=m)
    game = BimatrixGame(data.draw(rows), data.draw(rows))
    x = [Fraction(1, m)] * m
    y = [Fraction(1, n)] * n
    best_row = max(game[i, y][0] for i in range(m))
    best_column = max(game[x, j][1] for j in range(n))
    value = game[x, y]
    assert regrets(game, x, y) == (best_row - value[0], best_column - value[1])


def test_distance_is_total_variation() -> None:
    one = ([Fraction(1), Fraction(0)], [HALF, HALF])
    two = ([HALF, HALF], [HALF, HALF])
    assert distance(one, two) == HALF
    assert distance(one, one) == 0
    assert distance(one, ([Fraction(0), Fraction(1)], [HALF, HALF])) == 1
    with pytest.raises(StrategyError, match="have no distance"):
        distance(one, ([Fraction(1)], [HALF, HALF]))
