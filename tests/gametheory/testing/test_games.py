"""The Hypothesis strategies keep their promises, and reach what they should reach."""

from fractions import Fraction

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from gametheory.analysis import is_degenerate, kind
from gametheory.errors import UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.testing import (
    PAYOFF_KINDS,
    degenerate_games,
    games,
    mixed_strategies,
    profiles,
    sample_games,
    zero_sum_games,
)

KINDS = list(PAYOFF_KINDS)
#: Found is enough; a small example is not needed.
REACH = settings(max_examples=3000, database=None, derandomize=True, phases=[Phase.generate])


def exact_kind(kind):
    """The values of a kind as a game holds them."""
    return {BimatrixGame([[value]], [[0]]).payoff(0, 0)[0] for value in PAYOFF_KINDS[kind]}


def payoffs(game, player):
    m, n = game.shape
    return {game.payoff(i, j)[player] for i in range(m) for j in range(n)}


def test_kinds_are_what_their_names_say():
    assert exact_kind("zero-one") == {0, 1}
    assert exact_kind("zero-one-two") == {0, 1, 2}
    assert exact_kind("digits") == set(range(10))
    assert {v.denominator for v in exact_kind("fractions")} == {1, 2, 3, 4, 5, 6}
    assert max(exact_kind("huge")) == 9 * 10**300
    assert Fraction(5, 10**324) in exact_kind("tiny")
    assert all(abs(v - 10**17) < 10 for v in exact_kind("offset"))
    assert len({float(v) for v in exact_kind("offset")}) < len(exact_kind("offset"))
    low, middle, high = sorted(exact_kind("one-ulp"))
    assert middle == 1
    assert 0 < 1 - low < high - 1 < Fraction(1, 10**15)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=15)
def test_games_draw_only_what_was_asked_for(kind, data):
    game = data.draw(games(min_actions=2, max_actions=3, kinds=[kind]))
    assert set(game.shape) <= {2, 3}
    assert payoffs(game, 0) | payoffs(game, 1) <= exact_kind(kind)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (4, 4)])
def test_games_reach_every_shape(shape):
    assert find(games(), lambda game: game.shape == shape, settings=REACH).shape == shape


@pytest.mark.parametrize("kind", KINDS)
def test_games_reach_every_kind_in_both_seats(kind):
    def both(game):
        return payoffs(game, 0) | payoffs(game, 1) <= exact_kind(kind) and game.shape == (2, 2)

    assert both(find(games(), both, settings=REACH))


@given(zero_sum_games())
def test_zero_sum_games_are_zero_sum(game):
    assert kind(game).label == "zero-sum"
    m, n = game.shape
    assert all(sum(game.payoff(i, j)) == 0 for i in range(m) for j in range(n))


@given(degenerate_games())
def test_degenerate_games_are_degenerate(game):
    assert is_degenerate(game) is True


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (3, 4)])
def test_degenerate_games_reach_every_shape(shape):
    assert find(degenerate_games(), lambda game: game.shape == shape, settings=REACH).shape == shape


def test_degenerate_games_reach_repeated_lines():
    def repeated(game):
        m, n = game.shape
        rows = [tuple(game.payoff(i, j) for j in range(n)) for i in range(m)]
        return n > 1 and len(set(rows)) < m and len(payoffs(game, 0)) > 2

    assert repeated(find(degenerate_games(), repeated, settings=REACH))


@given(st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), mixed_strategies(n))))
def test_mixed_strategies_are_distributions(drawn):
    n, strategy = drawn
    assert len(strategy) == n
    assert sum(strategy) == 1
    assert min(strategy) >= 0
    assert max(p.denominator for p in strategy) <= 60


@given(mixed_strategies(4, completely_mixed=True))
def test_completely_mixed(strategy):
    assert min(strategy) > 0


@pytest.mark.parametrize("wanted", [0, 1, 2])
def test_mixed_strategies_reach_pure_ones(wanted):
    assert find(mixed_strategies(3), lambda s: s[wanted] == 1, settings=REACH)


@given(games(max_actions=3).flatmap(lambda game: st.tuples(st.just(game), profiles(game))))
def test_profiles_fit_their_game(drawn):
    game, (row, column) = drawn
    assert (len(row), len(column)) == game.shape
    assert game[row, column]


def test_samples_are_reproducible_and_of_every_kind():
    drawn = sample_games(200, rng=5)
    assert drawn == sample_games(200, rng=5)
    assert drawn != sample_games(200, rng=6)
    assert {(1, 1), (1, 4), (4, 1), (4, 4)} <= {game.shape for game in drawn}
    assert max(max(game.shape) for game in drawn) == 4
    for name in KINDS:
        assert any(payoffs(game, 0) <= exact_kind(name) for game in drawn)


def test_unknown_kind():
    with pytest.raises(UnknownNameError, match="did you mean huge"):
        games(kinds=["hug"])
    with pytest.raises(UnknownNameError, match="kind of payoffs"):
        sample_games(0, kinds=["?"])
