"""Commitment, against the literature, brute force over vertices, and the equilibria."""

import json
from fractions import Fraction
from itertools import combinations

import pytest
from bruteforce import payoff_rows, vertices
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.concepts import correlated_equilibrium, stackelberg
from gametheory.errors import ParameterError
from gametheory.testing import degenerate_games, games, profiles

F = Fraction


def matrices(game, leader):
    """Payoffs of leader and follower, the leader's actions by rows."""
    first, second = payoff_rows(game)
    if leader == 0:
        return first, second
    return tuple([list(c) for c in zip(*m, strict=True)] for m in (second, first))


def dot(x, payoffs, j):
    return sum(p * row[j] for p, row in zip(x, payoffs, strict=True))


def responses(x, follower):
    values = [dot(x, follower, j) for j in range(len(follower[0]))]
    return [j for j, value in enumerate(values) if value == max(values)]


def worst(x, leader, follower):
    return min(dot(x, leader, j) for j in responses(x, follower))


def test_conitzer_and_sandholm():
    # Conitzer & Sandholm 2006, their first example: the only equilibrium pays 2, commitment to the
    # dominated row 3, to a half each 3.5.
    game = BimatrixGame([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    result = stackelberg(game)
    assert result.value == F(7, 2)
    assert result.optimistic.strategy == (F(1, 2), F(1, 2))
    assert result.pure_optimistic.payoffs == result.pure_pessimistic.payoffs == (3, 1)
    # With a half each she may also answer left, which pays (2 + 1) / 2: a supremum only.
    assert result.pessimistic.value == F(7, 2)
    assert result.pessimistic.attained is None


def test_a_follower_who_never_cares():
    # All answers are best: for the leader the best cell of the best row, against him the
    # value of the zero-sum game; by hand, p 4 = 2 (1 - p): p = 1/3, value 4/3.
    game = BimatrixGame([[4, 0], [0, 2]], [[1, 1], [1, 1]])
    result = stackelberg(game)
    assert result.value == 4
    assert result.pessimistic.value == F(4, 3)
    assert result.pessimistic.attained.strategy == (F(1, 3), F(2, 3))
    assert result.pure_optimistic.payoffs[0] == 4
    assert result.pure_pessimistic.payoffs[0] == 0


def test_an_answer_that_is_best_at_one_strategy_only():
    # c2 is a best response to r1 alone, tied with c1: worth 9 to the optimistic leader only.
    game = BimatrixGame([[1, 9], [0, 0]], [[2, 2], [1, 0]])
    result = stackelberg(game)
    assert result.value == 9
    assert result.pessimistic.value == 1
    assert result.pessimistic.attained.strategy == (1, 0)


def test_attained_on_a_boundary_where_the_tie_does_no_harm():
    # At a half each she is indifferent, and he gets 3 from both answers; the least he gets
    # is 6 q on c1's side and 6 (1 - q) on c2's.
    game = BimatrixGame([[0, 6], [6, 0]], [[1, 0], [0, 1]])
    result = stackelberg(game)
    assert result.value == result.pessimistic.value == 3
    assert result.pessimistic.attained.strategy == (F(1, 2), F(1, 2))


def test_small_games():
    result = stackelberg(BimatrixGame([[1, 3, 2]], [[0, 5, 5]]))
    assert (result.value, result.pessimistic.value) == (3, 2)
    assert stackelberg(BimatrixGame([[1, 3, 2]], [[0, 5, 5]]), leader=1).value == 5
    assert stackelberg(BimatrixGame([["1/3"]], [[2]])).value == F(1, 3)


@pytest.mark.parametrize("leader", [2, -1, True, "row"])
def test_a_leader_that_is_none(leader):
    with pytest.raises(ParameterError, match="expected 0"):
        stackelberg(BimatrixGame([[1]], [[1]]), leader)


@settings(max_examples=40)
@given(games(max_actions=3), st.integers(0, 1))
def test_the_optimistic_value_is_the_best_vertex(game, leader):
    # A linear program's optimum lies at a vertex of X(j), all of which brute force lists.
    own, other = matrices(game, leader)
    best = max(dot(x, own, j) for x, answers in vertices(other) for j in answers)
    result = stackelberg(game, leader)
    assert result.value == best
    x, j = result.optimistic.strategy, result.optimistic.response
    assert j in responses(x, other)
    assert dot(x, own, j) == best
    assert dot(x, other, j) == result.optimistic.payoffs[1 - leader]


@settings(max_examples=40)
@given(st.one_of(games(max_actions=3), degenerate_games(max_actions=3)), st.integers(0, 1),
       st.data())  # fmt: skip
def test_the_pessimistic_value_is_the_supremum(game, leader, data):
    own, other = matrices(game, leader)
    result = stackelberg(game, leader)
    weak = result.pessimistic
    tried = [x for x, _ in vertices(other)]
    tried += [tuple((a + b) / 2 for a, b in zip(x, y, strict=True))
              for x, y in combinations(tried, 2)]  # fmt: skip
    tried.append(data.draw(profiles(game))[leader])
    level = max(worst(x, own, other) for x in tried)
    assert level <= weak.value <= result.value
    # Never out of reach:
    for epsilon in (F(1), F(1, 10**9)):
        assert worst(weak.within(epsilon), own, other) >= weak.value - epsilon
    if weak.attained is None:
        assert level < weak.value
    else:
        assert worst(weak.attained.strategy, own, other) == weak.value


@settings(max_examples=40)
@given(games(max_actions=3), st.integers(0, 1))
def test_pure_commitments_by_their_definition(game, leader):
    own, other = matrices(game, leader)
    tables = [[own[i][j] for j, v in enumerate(row) if v == max(row)]
              for i, row in enumerate(other)]  # fmt: skip
    result = stackelberg(game, leader)
    assert result.pure_optimistic.payoffs[leader] == max(max(row) for row in tables)
    assert result.pure_pessimistic.payoffs[leader] == max(min(row) for row in tables)
    assert result.value >= result.pure_optimistic.payoffs[leader]
    assert result.pessimistic.value >= result.pure_pessimistic.payoffs[leader]


@settings(max_examples=40)
@given(games(max_actions=3))
def test_commitment_is_worth_no_less_than_equilibrium(game):
    # Von Stengel & Zamir 2010, their main result: as sets.
    payoffs = [e.payoffs for e in solve(game)]
    for leader in (0, 1):
        result = stackelberg(game, leader)
        own = [pair[leader] for pair in payoffs]
        assert result.value >= max(own)
        assert result.pessimistic.value >= min(own)


@settings(max_examples=40)
@given(games(max_actions=3), st.integers(0, 1))
def test_commitment_is_worth_no_less_than_correlated_equilibrium(game, leader):
    # Von Stengel & Zamir 2010.
    objective = ("row", "column")[leader]
    result = stackelberg(game, leader)
    assert result.value >= correlated_equilibrium(game, objective).value
    worst = correlated_equilibrium(game, objective, sense="min").value
    assert result.pessimistic.value >= worst


@settings(max_examples=40)
@given(games(max_actions=3), st.integers(0, 1))
def test_seats_may_be_exchanged(game, leader):
    first, second = stackelberg(game, leader), stackelberg(game.transposed(), 1 - leader)
    assert first.value == second.value
    assert first.pessimistic.value == second.pessimistic.value
    assert (first.pessimistic.attained is None) == (second.pessimistic.attained is None)


@settings(max_examples=25)
@given(games(max_actions=3, kinds=("digits", "signed")), st.integers(0, 1), st.integers(1, 9),
       st.integers(-9, 9))  # fmt: skip
def test_units_do_not_matter(game, leader, factor, shift):
    first, second = payoff_rows(game)
    scaled = BimatrixGame([[factor * v + shift for v in row] for row in first],
                          [[shift - v * F(-1, factor) for v in row] for row in second])  # fmt: skip
    before, after = stackelberg(game, leader), stackelberg(scaled, leader)
    unit = factor if leader == 0 else F(1, factor)
    assert after.value == unit * before.value + shift
    assert after.pessimistic.value == unit * before.pessimistic.value + shift
    assert (after.pessimistic.attained is None) == (before.pessimistic.attained is None)


def test_epsilon_must_be_positive():
    weak = stackelberg(BimatrixGame([[2, 4], [1, 3]], [[1, 0], [0, 1]])).pessimistic
    with pytest.raises(ParameterError, match="epsilon: expected a number above 0, got 0"):
        weak.within(0)


def test_a_constant_for_an_action_of_the_follower_matters():
    # It leaves every best response as it is, but what the leader wants her to do changes.
    base = stackelberg(BimatrixGame([[2, 4], [1, 3]], [[1, 0], [0, 1]]))
    moved = stackelberg(BimatrixGame([[12, 4], [11, 3]], [[1, 0], [0, 1]]))
    assert base.optimistic.response == 1
    assert moved.optimistic.response == 0
    assert any("constant added" in note for note in moved.notes)


def test_prints_and_serialises():
    result = stackelberg(BimatrixGame([[2, 4], [1, 3]], [[1, 0], [0, 1]]))
    assert "7/2 against (approached, not reached)" in result.summary()
    assert "within 3/1000 of the supremum" in repr(result)
    document = json.loads(result.to_json())
    assert document["schema"] == "gametheory/stackelberg/1"
    assert document["optimistic"]["strategy"] == ["1/2", "1/2"]
    assert document["pessimistic"]["attained"] is None
    assert document["pessimistic"]["value"] == "7/2"
