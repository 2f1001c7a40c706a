"""Random matching: who meets whom, what it pays, and what is refused."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from gametheory.errors import ParameterError, StrategyError
from learning import Population

WIDE = BimatrixGame([[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]], name="wide")
DOVES = BimatrixGame.symmetric([[-1, 2], [0, 1]])


def test_every_matching_is_as_likely() -> None:
    rounds = 6_000
    for one_population, size, matchings in ((False, 3, 6), (True, 4, 3)):
        world = Population(DOVES, size, one_population=one_population)
        world.reset(np.random.default_rng(4))
        met = Counter(frozenset(map(frozenset, world.pairs())) for _ in range(rounds))
        assert len(met) == matchings
        p = 1 / matchings
        for count in met.values():
            assert abs(count / rounds - p) < 4.5 * np.sqrt(p * (1 - p) / rounds)


def test_each_player_is_paid_by_its_own_pair() -> None:
    world = Population(WIDE, 4)
    world.reset(np.random.default_rng(2))
    rng = np.random.default_rng(3)
    for _ in range(50):
        actions = [int(rng.integers(n)) for n in world.n_actions]
        observations, rewards, done = world.step(actions)
        assert sorted(itertools.chain(*world.met)) == list(range(8))
        assert not done
        for row, column in world.met:
            i, j = actions[row], actions[column]
            assert (rewards[row], rewards[column]) == tuple(map(float, WIDE.payoff(i, j)))
            assert observations[row].opponent_action == j  # type: ignore[attr-defined]
            assert observations[column].opponent_action == i  # type: ignore[attr-defined]


def test_in_one_population_all_take_the_same_part() -> None:
    world = Population(DOVES, 2, one_population=True)
    world.reset(np.random.default_rng(1))
    for i, j in itertools.product((0, 1), repeat=2):
        assert world.step((i, j))[1] == (DOVES.row_payoffs[i, j], DOVES.row_payoffs[j, i])


def test_what_it_tells() -> None:
    world = Population(WIDE, 2)
    assert world.n_actions == (2, 2, 3, 3)
    assert world.payoff_bounds == ((1, 6), (1, 6), (7, 12), (7, 12))
    assert world.own_payoffs(3).tolist() == WIDE.column_payoffs.T.tolist()
    assert repr(world) == "Population(wide, 2)"
    assert "one_population=True" in repr(Population(DOVES, 2, one_population=True))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((None, 2), "game: expected a BimatrixGame, got NoneType"),
        ((DOVES, 0), "size: expected an integer of at least 1"),
        ((DOVES, 10**7), "size: expected at most 1,000,000 players"),
        ((DOVES, 3, True), "size: expected an even number of players, got 3"),
        ((WIDE, 4, True), "expected a game that is symmetric as its actions stand"),
    ],
)
def test_refused(arguments: Any, message: str) -> None:
    game, size, *rest = arguments
    with pytest.raises(ParameterError, match=message):
        Population(game, size, one_population=bool(rest))


def test_illegal_steps() -> None:
    world = Population(DOVES, 2)
    with pytest.raises(ParameterError, match=r"call reset\(rng\)"):
        world.step((0, 0, 0, 0))
    world.reset(np.random.default_rng(1))
    for actions in ((0, 0), (0, 0, 0, 2), (-1, 0, 0, 0)):
        with pytest.raises(StrategyError, match="expected 4 actions"):
            world.step(actions)
