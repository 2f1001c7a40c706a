"""Best responses, against the definition and the literature."""

from fractions import Fraction

import numpy as np
import pytest
from bruteforce import payoff_rows
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis import (
    best_response_payoff,
    best_responses,
    is_best_response,
    pure_best_responses,
)
from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame

ONE_ULP = (1.0, 1.0 + 2.0**-52)


def test_penalty_kicks():
    # Palacios-Huerta 2003: at the goalkeeper's 41.99 % left the kicker is indifferent.
    # (0.9497 - 0.6992) / (0.9497 - 0.6992 + 0.9291 - 0.5830) of goalkeeping to the left.
    game = BimatrixGame(
        [["58.30", "94.97"], ["92.91", "69.92"]], [["41.70", "5.03"], ["7.09", "30.08"]]
    )
    left = Fraction(9497 - 6992, 9497 - 6992 + 9291 - 5830)
    assert round(left, 4) == Fraction("0.4199")
    assert best_responses(game, 0, [left, 1 - left]) == (0, 1)
    assert best_responses(game, 0, ["0.4198", "0.5802"]) == (0,)
    assert best_responses(game, 0, ["0.42", "0.58"]) == (1,)


def test_von_stengel_example():
    # von Stengel 2002, example 2.2 (3 x 2): against y = (2/3, 1/3) rows 1 and 2 earn
    # 3 each; against y = (1/3, 2/3) rows 2 and 3 earn 4 each.
    game = BimatrixGame([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])
    assert best_responses(game, 0, ["2/3", "1/3"]) == (0, 1)
    assert best_response_payoff(game, 0, ["2/3", "1/3"]) == 3
    assert best_responses(game, 0, ["1/3", "2/3"]) == (1, 2)
    assert best_response_payoff(game, 0, ["1/3", "2/3"]) == 4
    assert is_best_response(game, 0, [0, "1/7", "6/7"], ["1/3", "2/3"])
    assert not is_best_response(game, 0, ["1/7", "1/7", "5/7"], ["1/3", "2/3"])


def test_names_and_indices():
    game = BimatrixGame(
        [[3, 0], [5, 1]], [[3, 5], [0, 1]], row_actions=["C", "D"], column_actions=["c", "d"]
    )
    assert best_responses(game, 0, "d") == best_responses(game, 0, 1) == (1,)
    assert is_best_response(game, 1, "d", np.int64(0))


def test_one_ulp_is_no_tie():
    game = BimatrixGame([[ONE_ULP[0]], [ONE_ULP[1]]], [[0], [0]])
    assert pure_best_responses(game, 0).tolist() == [[False], [True]]
    assert best_responses(game, 0, [1]) == (1,)


def test_integers_beyond_floats_are_compared_exactly():
    game = BimatrixGame([[2**60], [2**60 + 1]], [[0], [0]])
    assert pure_best_responses(game, 0).tolist() == [[False], [True]]


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(-2, 2), min_size=n, max_size=n), min_size=1, max_size=4
        )
    ),
    st.randoms(use_true_random=False),
)
def test_definition(rows, random):
    game = BimatrixGame(rows, [[random.randint(-2, 2) for _ in row] for row in rows])
    first, second = payoff_rows(game)
    m, n = game.shape
    for i in range(m):
        for j in range(n):
            column = [first[k][j] for k in range(m)]
            assert pure_best_responses(game, 0)[i, j] == (first[i][j] == max(column))
            assert pure_best_responses(game, 1)[i, j] == (second[i][j] == max(second[i]))
    weights = [random.randint(0, 3) for _ in range(m)]
    weights[random.randrange(m)] += 1
    x = [Fraction(w, sum(weights)) for w in weights]
    values = [sum(x[i] * second[i][j] for i in range(m)) for j in range(n)]
    assert best_response_payoff(game, 1, x) == max(values)
    assert best_responses(game, 1, x) == tuple(j for j in range(n) if values[j] == max(values))


def test_answers_are_read_only():
    marked = pure_best_responses(BimatrixGame([[1]], [[1]]), 0)
    with pytest.raises(ValueError, match="read-only"):
        marked[0, 0] = False


@pytest.mark.parametrize("player", [2, -1, "row", True])
def test_wrong_player(player):
    game = BimatrixGame([[1]], [[1]])
    with pytest.raises(ParameterError, match=r"expected 0 \(row player\) or 1"):
        pure_best_responses(game, player)
    with pytest.raises(ParameterError, match="player"):
        best_responses(game, player, [1])


def test_wrong_strategy():
    game = BimatrixGame([[1, 2]], [[1, 2]])
    with pytest.raises(StrategyError, match="column player: expected 2 probabilities, got 3"):
        best_responses(game, 0, [1, 0, 0])
    with pytest.raises(StrategyError, match="no action 'x'"):
        best_responses(game, 0, "x")
