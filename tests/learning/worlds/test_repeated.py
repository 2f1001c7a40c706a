"""The world of stateless learners."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from gametheory.errors import ParameterError, StrategyError
from learning import RepeatedGame

GAME = BimatrixGame([[1, 2, 3], [4, 5, 6]], [[7, 8, 9], ["1/4", -2, 0]], name="two by three")


def test_rewards_are_the_payoffs() -> None:
    world = RepeatedGame(GAME)
    assert world.reset(np.random.default_rng(1)) == (0, 0)
    for i in range(2):
        for j in range(3):
            expected = tuple(float(p) for p in GAME.payoff(i, j))
            assert world.step((i, j)) == ((0, 0), expected, False)
            assert RepeatedGame(GAME, one_shot=True).step([i, j]) == ((0, 0), expected, True)


def test_what_it_tells() -> None:
    world = RepeatedGame(GAME)
    assert world.n_actions == (2, 3)
    assert world.n_observations == (1, 1)
    assert world.payoff_bounds == ((1.0, 6.0), (-2.0, 9.0))
    assert "state" not in world.gives
    assert repr(world) == "RepeatedGame(two by three)"
    assert repr(RepeatedGame(BimatrixGame([[1]], [[1]]), one_shot=True)) == (
        "RepeatedGame(1 x 1 game, one_shot=True)"
    )


@pytest.mark.parametrize("actions", [(2, 0), (0, 3), (-1, 0), (0, -1)])
def test_illegal_actions(actions: tuple[int, int]) -> None:
    with pytest.raises(StrategyError, match=r"expected actions 0 to 1 and 0 to 2, got \("):
        RepeatedGame(GAME).step(actions)


@pytest.mark.parametrize("game", [None, [[1, 2]], "prisoners-dilemma"])
def test_no_game(game: Any) -> None:
    with pytest.raises(ParameterError, match="expected a BimatrixGame, got"):
        RepeatedGame(game)
