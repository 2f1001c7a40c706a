"""The world of stateless learners."""

from __future__ import annotations

import itertools
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


def test_histories_are_numbered_like_a_heap() -> None:
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    world = RepeatedGame(game, memory=2)
    assert world.n_observations == (1 + 4 + 16, 1 + 4 + 16)
    seen = {()}
    for length in (1, 2):
        seen |= set(itertools.product(itertools.product((0, 1), (0, 1)),
                                                    repeat=length))  # fmt: skip
    assert {world.outcomes(h) for h in range(21)} == seen
    for history in range(21):
        for i, j in itertools.product((0, 1), (0, 1)):
            after = world.outcomes(world.next_history(history, i, j))
            assert after == (*world.outcomes(history), (i, j))[-2:]


def test_the_kernel_numbers_histories_alike() -> None:
    from learning.kernels.repeated import next_history

    game = BimatrixGame([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]])
    for memory in range(4):
        world = RepeatedGame(game, memory=memory)
        for history in range(world.n_observations[0]):
            for outcome in range(6):
                i, j = divmod(outcome, 3)
                expected = world.next_history(history, i, j)
                assert next_history(history, outcome, 6, memory) == expected


def test_a_start_outcome_is_what_came_before() -> None:
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], row_actions=["C", "D"],
                        column_actions=["C", "D"])  # fmt: skip
    world = RepeatedGame(game, memory=2, start=("C", "D"))
    assert world.outcomes(world.reset()[0]) == ((0, 1), (0, 1))
    assert "start=((0, 1),)" in repr(world)
    with pytest.raises(ParameterError, match="see no outcome; give memory=1"):
        RepeatedGame(game, start=(0, 0))


def test_trembles_noise_and_continuation_have_their_chances() -> None:
    game = BimatrixGame(np.zeros((3, 2)), np.zeros((3, 2)))
    world = RepeatedGame(game, tremble=(0.3, 0.0), noise=(0.2, 0.0), continuation=0.75)
    rng = np.random.default_rng(8)
    rounds, slips, wrong, ends = 20_000, np.zeros(3), 0, 0
    world.reset(rng)
    for _ in range(rounds):
        (first, second), _, done = world.step((1, 0))
        slips[world.played[0]] += 1
        wrong += first.opponent_action != world.played[1]
        assert second.opponent_action == world.played[0]
        ends += done
    for count, chance in ((slips[0], 0.15), (slips[2], 0.15), (wrong, 0.2), (ends, 0.25)):
        assert abs(count / rounds - chance) < 4.5 * np.sqrt(chance * (1 - chance) / rounds)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"memory": -1}, "memory: expected an integer of at least 0"),
        ({"memory": 10}, "memory: 10 outcomes of a 2 x 2 game are more than 1,000,000 histories"),
        ({"memory": 10**9}, "more than 1,000,000 histories"),
        ({"continuation": 1.5}, r"continuation: expected a number in \[0, 1\]"),
        ({"continuation": 0.5, "one_shot": True}, "has no continuation probability"),
        ({"tremble": -0.1}, r"tremble: expected a number in \[0, 1\]"),
        ({"noise": (0.1, 0.2, 0.3)}, "one for each of the two players"),
    ],
)
def test_worlds_out_of_range(keywords: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        RepeatedGame(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]), **keywords)


def test_chance_needs_a_source() -> None:
    world = RepeatedGame(BimatrixGame([[1, 2]], [[1, 2]]), tremble=0.5)
    world.reset()
    with pytest.raises(ParameterError, match=r"call reset\(rng\)"):
        world.step((0, 0))
