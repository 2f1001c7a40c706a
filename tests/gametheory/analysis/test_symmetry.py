"""Symmetric games, against all matchings."""

from __future__ import annotations

import json
from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis.symmetry import find_symmetry
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.testing import games


def fits(game, matching):
    n = len(matching)
    return all(
        game.payoff(i, matching[k])[1] == game.payoff(k, matching[i])[0]
        for i in range(n)
        for k in range(n)
    )


@given(games(min_actions=2, max_actions=3, kinds=["zero-one-two"]))
def test_agrees_with_all_matchings(game):
    found = find_symmetry(game)
    m, n = game.shape
    any_fits = m == n and any(fits(game, s) for s in permutations(range(n)))
    assert found.is_symmetric is any_fits
    if any_fits:
        assert fits(game, found.matching)


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_hidden_matchings_are_found(n, seed):
    rng = np.random.default_rng(seed)
    payoffs, order = rng.integers(0, 3, (n, n)), rng.permutation(n)
    game = BimatrixGame(payoffs[:, order], payoffs.T[:, order])
    assert fits(game, find_symmetry(game).matching)


def test_battle_of_the_sexes_is_symmetric_by_crossing():
    # Each prefers another meeting: what is Bach to one is Stravinsky to the other.
    found = find_symmetry(BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    assert found.matching == (1, 0)
    assert "once its actions are matched" in repr(found)
    assert json.loads(found.to_json())["matching"] == [1, 0]


def test_matching_pennies_is_not_symmetric():
    # One player wants to match, the other does not.
    assert find_symmetry(BimatrixGame.zero_sum([[1, -1], [-1, 1]])).is_symmetric is False


def test_units_of_the_two_players_count():
    assert find_symmetry(BimatrixGame([["1/3", 0], [0, 1]], [["1/3", 0], [0, 1]])).is_symmetric
    assert not find_symmetry(BimatrixGame([[1, 0], [0, 3]], [["1/3", 0], [0, 1]])).is_symmetric


def test_says_when_time_was_too_short():
    # All actions look alike in a Latin square, so the search has to try.
    n = 24
    square = [[(i + j) % n for j in range(n)] for i in range(n)]
    other = [[(i * 5 + j) % n for j in range(n)] for i in range(n)]
    found = find_symmetry(BimatrixGame(square, other), timeout=1e-9)
    assert (found.is_symmetric, found.status) == (None, Status.TIMEOUT)
    assert "not decided in time" in repr(found)
