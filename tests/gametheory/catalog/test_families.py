"""Random families: what their definitions promise, and that seeds decide everything."""

import math
from fractions import Fraction

import numpy as np
import pytest

from gametheory import catalog
from gametheory.catalog import FAMILIES, random_game
from gametheory.errors import MemoryLimitError, ParameterError, UnknownNameError

OPTIONS = {"covariant": {"rho": 0.5}}


def draw(family, m=4, n=4, **options):
    return random_game(family, m, n, **(OPTIONS.get(family, {}) | options))


@pytest.mark.parametrize("family", FAMILIES)
def test_seed_decides_the_game(family):
    game = draw(family, rng=7)
    assert game == draw(family, rng=7)
    assert game == draw(family, rng=np.random.default_rng(7))
    assert game == draw(family, rng=np.random.SeedSequence(7))
    assert game != draw(family, rng=8)
    generator = np.random.default_rng(7)
    assert draw(family, rng=generator) != draw(family, rng=generator)
    assert draw(family, 20, 20) != draw(family, 20, 20)


@pytest.mark.parametrize("family", [f for f in FAMILIES if f != "symmetric"])
def test_shape(family):
    assert draw(family, 2, 5, rng=1).shape == (2, 5)
    assert draw(family, 1, 1, rng=1).shape == (1, 1)
    assert random_game(family, 3, rng=1, **OPTIONS.get(family, {})).shape == (3, 3)


def test_uniform():
    game = draw("uniform", 60, 60, rng=1)
    for payoffs in (game.row_payoffs, game.column_payoffs):
        assert payoffs.min() >= 0
        assert payoffs.max() < 1
        # The mean of 3,600 uniform numbers has standard deviation .0048.
        assert abs(payoffs.mean() - 0.5) < 0.025
    assert abs(np.corrcoef(game.row_payoffs.ravel(), game.column_payoffs.ravel())[0, 1]) < 0.1


@pytest.mark.parametrize(
    ("family", "low", "high"),
    [("integer", 0, 100), ("zero-sum", -100, 100), ("symmetric", 0, 100), ("degenerate", 0, 2)],
)
def test_integers_reach_both_bounds(family, low, high):
    game = draw(family, 60, 60, rng=1)
    assert set(np.unique(game.row_payoffs)) == set(range(low, high + 1))
    game = draw(family, 30, 30, rng=1, low=5, high=6)
    assert set(np.unique(game.row_payoffs)) == {5, 6}
    assert set(np.unique(abs(game.column_payoffs))) == {5, 6}


def test_zero_sum():
    game = draw("zero-sum", 5, 7, rng=1)
    assert all(sum(game.payoff(i, j)) == 0 for i in range(5) for j in range(7))


def test_symmetric():
    game = draw("symmetric", 5, 5, rng=1)
    assert all(game.payoff(i, j) == game.payoff(j, i)[::-1] for i in range(5) for j in range(5))
    with pytest.raises(ParameterError, match="symmetric: expected m = n, got 2 and 3"):
        draw("symmetric", 2, 3)


def test_degenerate_has_ties_within_columns():
    # Five entries of three values: by the pigeonhole principle two are equal.
    game = draw("degenerate", 5, 5, rng=1)
    for j in range(5):
        assert len({game.payoff(i, j)[0] for i in range(5)}) <= 3


@pytest.mark.parametrize("rho", [-0.9, -0.3, 0, 0.5, 0.9])
def test_covariant_has_its_correlation(rho):
    game = draw("covariant", 60, 60, rng=5, rho=rho)
    first, second = game.row_payoffs.ravel(), game.column_payoffs.ravel()
    # Fisher's z has standard deviation 1 / sqrt(3,600 - 3); four of them are allowed.
    z = math.atanh(np.corrcoef(first, second)[0, 1]) - math.atanh(rho)
    assert abs(z) < 4 / math.sqrt(3597)
    for payoffs in (first, second):
        assert abs(payoffs.mean()) < 4 / 60
        assert abs(payoffs.std() - 1) < 4 / math.sqrt(2 * 3600)


def test_covariant_at_the_ends():
    zero_sum, common = (draw("covariant", 5, 5, rng=1, rho=rho) for rho in (-1, 1))
    assert all(sum(zero_sum.payoff(i, j)) == 0 for i in range(5) for j in range(5))
    assert all(len(set(common.payoff(i, j))) == 1 for i in range(5) for j in range(5))
    assert "rho=-1" in zero_sum.name


def test_unknown_family():
    with pytest.raises(UnknownNameError, match="unknown family 'zerosum'; did you mean zero-sum"):
        random_game("zerosum", 2)


@pytest.mark.parametrize("rng", [-1, 1.5, "a", True])
def test_bad_seed(rng):
    with pytest.raises(ParameterError, match="rng: expected"):
        draw("integer", rng=rng)


@pytest.mark.parametrize(
    ("family", "options", "message"),
    [
        ("integer", {"m": 0}, "m: expected at least one action, got 0"),
        ("integer", {"n": -3}, "n: expected at least one action, got -3"),
        ("integer", {"m": 2.0}, "m: expected an integer, got 2.0"),
        ("integer", {"m": True}, "m: expected an integer, got True"),
        ("integer", {"low": 3, "high": 2}, "expected low <= high, got 3 and 2"),
        ("integer", {"low": 101}, "expected low <= high, got 101 and 100"),
        ("integer", {"low": 0.5}, "integer: low: expected an integer, got 0.5"),
        ("integer", {"high": 2**63}, "within"),
        ("integer", {"rho": 0.5}, "integer: this family has no parameter 'rho'"),
        ("uniform", {"low": 0}, "uniform: this family has no parameter 'low'"),
        ("covariant", {"rho": 0, "high": 1}, "covariant: this family has no parameter 'high'"),
        ("covariant", {}, "rho: expected a number from -1 to 1, got None"),
        ("covariant", {"rho": 1.1}, "got 1.1"),
        ("covariant", {"rho": float("nan")}, "got nan"),
        ("covariant", {"rho": True}, "got True"),
        ("covariant", {"rho": "0"}, "got '0'"),
    ],
)
def test_bad_parameters(family, options, message):
    with pytest.raises(ParameterError, match=message):
        random_game(family, **({"m": 2} | options))


def test_memory_is_checked_before_it_is_used():
    with pytest.raises(MemoryLimitError, match="a random 10000000 x 10000000 game needs"):
        draw("uniform", 10**7, 10**7)


def test_payoffs_are_exact_decimals_of_the_floats():
    game = draw("uniform", rng=1)
    assert game.payoff(0, 0)[0] == Fraction(repr(float(game.row_payoffs[0, 0])))
    assert catalog.random_game is random_game
