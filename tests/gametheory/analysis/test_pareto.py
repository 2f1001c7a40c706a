"""Pareto-optimal outcomes, against the definition."""

import numpy as np
import pytest
from bruteforce import payoff_rows
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis import pareto_optimal_outcomes
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame


def dominates(one, other):
    return one[0] >= other[0] and one[1] >= other[1] and one != other


def check_definition(game):
    first, second = payoff_rows(game)
    m, n = game.shape
    pairs = {(i, j): (first[i][j], second[i][j]) for i in range(m) for j in range(n)}
    optimal = {
        place
        for place, pair in pairs.items()
        if not any(dominates(other, pair) for other in pairs.values())
    }
    found = pareto_optimal_outcomes(game)
    assert list(found.outcomes) == sorted(optimal)
    assert len(found) == len(optimal)
    for place, pair in pairs.items():
        dominator = found.dominated_by(*place)
        assert (dominator is None) == (place in optimal) == (place in found)
        if dominator is not None:
            assert dominator in optimal
            assert dominates(pairs[dominator], pair)


def test_prisoners_dilemma():
    # Only mutual defection is inefficient: the dilemma.
    found = pareto_optimal_outcomes(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert found.outcomes == ((0, 0), (0, 1), (1, 0))
    assert found.dominated_by(1, 1) == (0, 0)


def test_zero_sum_games_have_no_inefficient_outcome():
    found = pareto_optimal_outcomes(BimatrixGame.zero_sum([[1, -1, 0], [5, 2, 2]]))
    assert found.optimal.all()


def test_equal_pairs_do_not_dominate_each_other():
    found = pareto_optimal_outcomes(BimatrixGame([[1, 1], [0, 1]], [[2, 2], [2, 1]]))
    assert found.outcomes == ((0, 0), (0, 1))


def test_one_ulp_decides():
    below, above = 1.0, 1.0 + 2.0**-52
    found = pareto_optimal_outcomes(BimatrixGame([[below, above]], [[1e300, 1e300]]))
    assert found.outcomes == ((0, 1),)


payoffs = st.sampled_from([0, 1, 2, 1.0 + 2.0**-52, "1/3", 2**70, 1e-300])


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_definition(m, n, data):
    matrix = st.lists(st.lists(payoffs, min_size=n, max_size=n), min_size=m, max_size=m)
    check_definition(BimatrixGame(data.draw(matrix), data.draw(matrix)))


def test_definition_on_a_larger_game():
    rng = np.random.default_rng(3)
    check_definition(BimatrixGame(rng.normal(size=(12, 9)), rng.normal(size=(12, 9))))


def test_unknown_outcome():
    found = pareto_optimal_outcomes(BimatrixGame([[1]], [[1]]))
    with pytest.raises(ParameterError, match=r"an outcome of a 1 x 1 game, got \(0, 1\)"):
        found.dominated_by(0, 1)
