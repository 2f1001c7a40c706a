"""Potentials, against their definitions, brute force over closed walks, and the literature."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis.potential import find_potential
from gametheory.game import BimatrixGame
from gametheory.testing import games


def moves(game):
    """All (from, to, gain) of one player moving alone."""
    m, n = game.shape
    for i, j in product(range(m), range(n)):
        here = game.payoff(i, j)
        for k in range(m):
            if k != i:
                yield (i, j), (k, j), 0, game.payoff(k, j)[0] - here[0]
        for k in range(n):
            if k != j:
                yield (i, j), (i, k), 1, game.payoff(i, k)[1] - here[1]


def closure(game, *, weak):
    """reach[p, q]: whether a walk without losses (weak), or of gains, leads from p to q."""
    m, n = game.shape
    reach = np.zeros((m * n, m * n), dtype=bool)
    for (i, j), (k, c), _, gain in moves(game):
        if gain > 0 or (weak and gain == 0):
            reach[i * n + j, k * n + c] = True
    for k in range(m * n):
        reach |= np.outer(reach[:, k], reach[k])
    return reach


def brute_force_kind(game):
    """The strongest kind, each by its definition or by its cycle condition."""
    m, n = game.shape

    def integrates(weight):
        # The only candidate, built along the first row and then along columns.
        candidate = {
            (i, j): (game.payoff(i, j)[0] - game.payoff(0, j)[0]) / weight + game.payoff(0, j)[1]
            for i in range(m)
            for j in range(n)
        }
        return all(
            (candidate[b] - candidate[a]) * (weight if player == 0 else 1) == gain
            for a, b, player, gain in moves(game)
        )

    if integrates(Fraction(1)):
        return "exact"
    # Any weight would show in some four-cycle: the ratio of the two players' shares.
    for i, k in product(range(m), repeat=2):
        for j, c in product(range(n), repeat=2):
            shares = [
                sum(s * game.payoff(*cell)[p] for s, cell in
                    ((1, (i, j)), (-1, (k, j)), (-1, (i, c)), (1, (k, c))))
                for p in (0, 1)
            ]  # fmt: skip
            if shares[1] and shares[0] / shares[1] > 0 and integrates(shares[0] / shares[1]):
                return "weighted"
    weak, strict = closure(game, weak=True), closure(game, weak=False)
    gains = [(a[0] * n + a[1], b[0] * n + b[1]) for a, b, _, gain in moves(game) if gain > 0]
    if not any(weak[b, a] for a, b in gains):
        return "ordinal"
    return "none" if any(strict[b, a] for a, b in gains) else "generalised ordinal"


def assert_is_what_it_says(found):
    game = found.game
    if found.values is not None:
        for (i, j), (k, c), player, gain in moves(game):
            rise = found.values[k][c] - found.values[i][j]
            if found.weights is not None:
                assert rise * found.weights[player] == gain
            elif found.kind == "ordinal":
                assert (rise > 0) == (gain > 0)
                assert (rise < 0) == (gain < 0)
            else:
                assert rise > 0 or gain <= 0
    if found.kind in ("none", "generalised ordinal"):
        walk = [*found.cycle, found.cycle[0]]
        known = {(a, b): gain for a, b, _, gain in moves(game)}
        taken = [known[step] for step in pairwise(walk)]
        assert min(taken) > 0 if found.kind == "none" else min(taken) >= 0 < taken[0]
        assert len(set(found.cycle)) == len(found.cycle)
    else:
        assert found.cycle == ()


@given(games(max_actions=3, kinds=["zero-one-two"]) | games(max_actions=3))
def test_kind_is_that_of_brute_force_and_the_witness_holds(game):
    found = find_potential(game)
    assert found.kind == brute_force_kind(game)
    assert bool(found) == (found.kind != "none")
    assert_is_what_it_says(found)


@given(st.lists(st.integers(-3, 3), min_size=6, max_size=6), st.data())
def test_built_potentials_are_found(entries, data):
    potential = np.array(entries).reshape(2, 3)
    columns = np.array(data.draw(st.lists(st.integers(-5, 5), min_size=3, max_size=3)))
    rows = np.array(data.draw(st.lists(st.integers(-5, 5), min_size=2, max_size=2)))
    weight = data.draw(st.integers(1, 3))
    found = find_potential(BimatrixGame(weight * potential + columns, potential + rows[:, None]))
    assert found.kind in ("exact", "weighted")
    assert_is_what_it_says(found)
    best = potential.max()
    assert set(found.maximisers) == set(map(tuple, np.argwhere(potential == best).tolist())) or (
        weight > 1 and found.kind == "exact"  # only where second differences vanish
    )


def test_prisoners_dilemma_of_monderer_and_shapley():
    # Monderer and Shapley 1996, section 2: the game and its potential.
    found = find_potential(BimatrixGame([[1, 9], [0, 6]], [[1, 0], [9, 6]]))
    assert (found.kind, found.values) == ("exact", ((4, 3), (3, 0)))
    assert found.maximisers == ((0, 0),)


def test_congestion_game_of_rosenthal():
    # Rosenthal 1973: costs c(users) of each road; the potential sums c(1) + ... + c(users).
    costs = [(2, 7), (3, 5), (4, 4)]
    A = [[-costs[i][i == j] for j in range(3)] for i in range(3)]
    B = [[-costs[j][i == j] for j in range(3)] for i in range(3)]
    rosenthal = [
        [-(costs[i][0] + (costs[i][1] if i == j else costs[j][0])) for j in range(3)]
        for i in range(3)
    ]
    found = find_potential(BimatrixGame(A, B))
    low = min(map(min, rosenthal))
    assert found.kind == "exact"
    assert found.values == tuple(tuple(v - low for v in row) for row in rosenthal)


def test_generalised_but_not_ordinal():
    # Monderer and Shapley 1996, section 2: the second player is indifferent in row one,
    # and that closes a walk without losses.
    found = find_potential(BimatrixGame([[1, 2], [2, 0]], [[0, 0], [0, 1]]))
    assert found.kind == "generalised ordinal"
    assert_is_what_it_says(found)


def test_huge_payoffs_are_exact():
    big = 2**80
    assert find_potential(BimatrixGame([[big, 0], [0, 1]], [[big, 0], [0, 1]])).kind == "exact"
    nearly = find_potential(BimatrixGame([[big, 0], [0, 1]], [[big + 1, 0], [0, 1]]))
    assert nearly.weights == (Fraction(big + 1, big + 2), 1)


def test_large_games():
    rng = np.random.default_rng(5)
    common = rng.integers(0, 1000, (120, 90))
    assert find_potential(BimatrixGame(common, common)).kind == "exact"
    monotone = find_potential(BimatrixGame(common, common**3))
    assert monotone.kind == "ordinal"
    levels = np.array(monotone.values, dtype=float)
    assert ((np.diff(levels, axis=1) > 0) == (np.diff(common, axis=1) > 0)).all()
    unlike = BimatrixGame(common, rng.integers(0, 1000, (120, 90)))
    assert find_potential(unlike).kind == "none"


def test_prints_and_serialises():
    found = find_potential(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    assert repr(found).endswith(
        "(r1, c1) → (r1, c2) → (r2, c2) → (r2, c1) → (r1, c1) is a cycle of better responses"
    )
    document = json.loads(found.to_json())
    assert (document["kind"], document["values"]) == ("none", None)
    assert document["cycle"] == [[0, 0], [0, 1], [1, 1], [1, 0]]
    weighted = find_potential(BimatrixGame([[2, 0], [0, 2]], [[1, 0], [0, 1]]))
    assert "weights 2 and 1" in repr(weighted)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (3, 1)])
def test_one_player_decides(shape):
    payoffs = np.arange(shape[0] * shape[1]).reshape(shape)
    assert find_potential(BimatrixGame(payoffs, -payoffs)).kind == "exact"
