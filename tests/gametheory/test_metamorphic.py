"""What must hold between the answers to a game and to a transformed one.

The equilibria of the transformed game follow by theorem from those of the first, so
these tests need no known answer and go beyond the sizes that brute force can do.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from bruteforce import extreme_equilibria
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.analysis import eliminate_dominated, kind, pareto_optimal_outcomes
from gametheory.concepts import stackelberg
from gametheory.testing import (
    assert_dominated_action_ignored,
    assert_duplicate_action_merged,
    assert_relabelling_equivariant,
    assert_rescaling_invariant,
    assert_same_profiles,
    assert_swap_equivariant,
    games,
    sample_games,
    zero_sum_games,
)

LARGE = [g for g in sample_games(60, 9, max_actions=6) if max(g.shape) >= 5][:20]
CYCLING = BimatrixGame(  # Nashpy's Lemke-Howson does not return on it
    [[0, 0, 0, 2, 0], [2, 2, 0, 1, 1], [1, 1, 0, 0, 2], [0, 1, 1, 0, 2], [2, 0, 2, 1, 1]],
    [[2, 0, 2, 2, 0], [0, 2, 2, 2, 2], [0, 0, 1, 2, 2], [0, 0, 2, 2, 2], [1, 2, 2, 0, 1]],
)
METHODS = ["exact", "pure"]


def solver(method):
    return lambda game: solve(game, method)


def numbers(size):
    number = st.one_of(
        st.integers(-9, 9), st.fractions(-9, 9, max_denominator=7), st.just(10**17 + 1)
    )
    return st.lists(number, min_size=size, max_size=size)


scales = st.sampled_from([Fraction(1, 10**20), Fraction(1, 3), 1, 2, 10**7])


@pytest.mark.parametrize("method", METHODS)
@given(game=games(kinds=["zero-one", "digits", "fractions", "offset"]), data=st.data())
@settings(max_examples=40)
def test_rescaling(method, game, data):
    m, n = game.shape
    assert_rescaling_invariant(
        solver(method),
        game,
        scales=(data.draw(scales), data.draw(scales)),
        column_constants=data.draw(numbers(n)),
        row_constants=data.draw(numbers(m)),
    )


@pytest.mark.parametrize("method", METHODS)
@given(game=games(), data=st.data())
@settings(max_examples=40)
def test_relabelling(method, game, data):
    rows, columns = (data.draw(st.permutations(range(size))) for size in game.shape)
    assert_relabelling_equivariant(solver(method), game, row_order=rows, column_order=columns)


@pytest.mark.parametrize("method", METHODS)
@given(game=games())
@settings(max_examples=40)
def test_swapping_players(method, game):
    assert_swap_equivariant(solver(method), game)


@pytest.mark.parametrize("method", METHODS)
@given(game=games(kinds=["zero-one", "digits", "tiny", "offset"]), data=st.data())
@settings(max_examples=40)
def test_a_strictly_dominated_action(method, game, data):
    payoffs = data.draw(numbers(game.shape[1]))
    assert_dominated_action_ignored(solver(method), game, opponent_payoffs=payoffs)


@pytest.mark.parametrize("method", METHODS)
@given(game=games(), data=st.data())
@settings(max_examples=40)
def test_a_duplicate_action(method, game, data):
    action = data.draw(st.integers(0, game.shape[0] - 1))
    assert_duplicate_action_merged(solver(method), game, action=action)


@pytest.mark.parametrize("game", [*LARGE, CYCLING], ids=lambda game: f"{game.shape}")
def test_all_on_larger_games(game):
    assert_relabelling_equivariant(solve, game)
    assert_swap_equivariant(solve, game)
    assert_duplicate_action_merged(solve, game)
    assert_dominated_action_ignored(solve, game)
    if np.abs([game.row_payoffs, game.column_payoffs]).max() < 1e20:
        # Payoffs of 1e300 times 3 and more would leave the range of floats.
        assert_rescaling_invariant(solve, game, scales=(Fraction(1, 7), 3))


@given(game=games(kinds=["zero-one", "digits", "fractions"]))
@settings(max_examples=40)
def test_strict_elimination_keeps_every_equilibrium(game):
    result = eliminate_dominated(game)

    def lifted():
        for e in solve(result.reduced_game()):
            row, column = [0] * game.shape[0], [0] * game.shape[1]
            for i, p in zip(result.rows, e.row, strict=True):
                row[i] = p
            for j, q in zip(result.columns, e.column, strict=True):
                column[j] = q
            yield row, column

    assert_same_profiles(game, lifted(), solve(game))


@given(game=zero_sum_games())
@settings(max_examples=40)
def test_zero_sum_equilibria_are_interchangeable(game):
    # von Neumann 1928: one value, and optimal strategies combine freely, so there
    # is one component, one maximal Nash subset.
    found = solve(game)
    assert len({e.payoffs for e in found}) == 1
    (component,) = found.components
    assert len(component.subsets) == 1
    rows, columns = {e.row for e in found}, {e.column for e in found}
    assert {e.profile for e in found} == {(x, y) for x in rows for y in columns}


@given(game=games(kinds=["zero-one", "zero-one-two", "digits"], max_actions=3))
@settings(max_examples=60)
def test_equivalent_to_zero_sum_has_one_component(game):
    if kind(game).zero_sum_equivalence is not None:
        (component,) = solve(game).components
        assert len(component.subsets) == 1


def test_rescaling_changes_efficiency_though_not_equilibria():
    # Constants for the opponent's action move outcomes in the payoff plane: mutual
    # defection in a prisoner's dilemma becomes efficient.
    dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    moved = BimatrixGame([[3, 9], [5, 10]], [[3, 5], [9, 10]])
    assert [e.profile for e in solve(dilemma)] == [e.profile for e in solve(moved)]
    assert (1, 1) not in pareto_optimal_outcomes(dilemma)
    assert pareto_optimal_outcomes(moved).outcomes == ((1, 1),)


def test_rescaling_changes_welfare_and_what_a_leader_earns():
    # 10 more for the row player where the column player defects: mutual defection stays the only
    # equilibrium, but the largest sum of payoffs is 15 instead of 6, and its own 12 instead of 2.
    dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    moved = BimatrixGame([[3, 10], [5, 11]], [[3, 5], [0, 1]])
    prices = []
    for game in (dilemma, moved):
        found = solve(game)
        assert [e.profile for e in found] == [((0, 1), (0, 1))]
        assert [c.index for c in found.components] == [1]
        most = max(sum(game.payoff(i, j)) for i in (0, 1) for j in (0, 1))
        prices.append(most / sum(found[0].payoffs))
    assert prices == [3, Fraction(15, 12)]

    leader = BimatrixGame([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    paid = BimatrixGame([[2, 4 + 3], [1, 3 + 3]], [[1, 0], [0, 1]])
    assert [e.profile for e in solve(leader)] == [e.profile for e in solve(paid)]
    # Conitzer and Sandholm's game, and 3 more for the leader in its second column. Half and half
    # makes the follower choose it: (4 + 3) / 2, and 3 more.
    assert [stackelberg(game).value for game in (leader, paid)] == [
        Fraction(7, 2),
        Fraction(13, 2),
    ]


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (2, 3), (3, 3)])
def test_when_nothing_matters_every_pure_profile_is_extreme(shape):
    m, n = shape
    for value in (0, 7, "1/3", 1e300, 5e-324):
        found = solve(BimatrixGame([[value] * n] * m, [[value] * n] * m))
        assert found.complete
        assert len(found) == m * n
        assert all(e.is_pure for e in found)
        (component,) = found.components
        (subset,) = component.subsets
        assert (len(subset.rows), len(subset.columns)) == shape


def test_the_cycling_game_has_its_answer():
    found = solve(CYCLING)
    assert found.complete
    assert {e.profile for e in found} == extreme_equilibria(CYCLING)
    assert len(solve(CYCLING, "lemke-howson")) == 1


@pytest.mark.parametrize(
    ("A", "B", "expected"),
    [
        # Column 2 is dominant; there the rows tie, or a tiny entry decides between them.
        ([[1e300, 0], [-1e300, 0]], [[0, 1], [0, 1]], 2),
        ([[1e300, 0], [-1e300, 1e-300]], [[0, 1], [0, 1]], 1),
        # 10^17 + 1 is no float: with it there is one equilibrium, rounded there are two.
        ([[10**17 + 1], [10**17]], [[0], [0]], 1),
        ([[float(10**17 + 1)], [float(10**17)]], [[0], [0]], 2),
        ([[1.0], [1.0 + 2.0**-52]], [[0], [0]], 1),
        ([[5e-324], [0.0]], [[0], [0]], 1),
    ],
)
def test_payoffs_that_floats_cannot_tell_apart(A, B, expected):
    assert len(solve(BimatrixGame(A, B))) == expected
