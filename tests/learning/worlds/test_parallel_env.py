"""Worlds in PettingZoo's own tests, and round for round beside the world itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from gametheory.errors import MissingDependencyError, ParameterError
from learning import RepeatedGame, parallel_env

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
WORLDS = {
    "plain": RepeatedGame(PD),
    "one-shot": RepeatedGame(PD, one_shot=True),
    "chance": RepeatedGame(
        BimatrixGame(np.zeros((2, 3)), np.eye(2, 3)), memory=2, tremble=0.2, noise=0.1,
        continuation=0.9,
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", WORLDS)
def test_pettingzoo_accepts_it(require_oracle: Callable[[str], Any], name: str) -> None:
    require_oracle("pettingzoo")
    from pettingzoo.test import parallel_api_test, parallel_seed_test

    parallel_api_test(parallel_env(WORLDS[name], max_rounds=50), num_cycles=200)
    parallel_seed_test(lambda: parallel_env(WORLDS[name], max_rounds=50))


@pytest.mark.slow
def test_it_is_the_world(require_oracle: Callable[[str], Any]) -> None:
    require_oracle("pettingzoo")
    env, world = parallel_env(WORLDS["chance"], max_rounds=7), WORLDS["chance"]
    rng = np.random.default_rng(3)
    ends = set()
    for seed in range(30):
        observations, infos = env.reset(seed=seed)
        story = [(dict(observations), infos, None, None)]
        actions = []
        while env.agents:
            joint = {"player_0": int(rng.integers(2)), "player_1": int(rng.integers(3))}
            actions.append(tuple(joint.values()))
            observations, rewards, terminations, truncations, infos = env.step(joint)
            story.append((observations, infos, rewards, terminations))
            ends.add((len(actions) == 7, terminations["player_0"], truncations["player_0"]))
        seen = world.reset(np.random.default_rng(seed))
        assert story[0] == ({"player_0": 0, "player_1": 0}, {"player_0": {}, "player_1": {}},
                            None, None)  # fmt: skip
        for joint, (observations, infos, rewards, terminations) in zip(
            actions, story[1:], strict=True
        ):
            seen, paid, done = world.step(joint)
            assert tuple(observations.values()) == seen
            assert [i["opponent_action"] for i in infos.values()] == [
                o.opponent_action for o in seen
            ]
            assert tuple(rewards.values()) == paid
            assert set(terminations.values()) == {done}
    # truncated at the limit only, and not where the world itself ended the episode
    assert {(True, False, True), (False, True, False), (False, False, False)} <= ends
    assert (True, True, True) not in ends


@pytest.mark.slow
def test_wrong_use(require_oracle: Callable[[str], Any]) -> None:
    require_oracle("pettingzoo")
    env = parallel_env(PD)
    with pytest.raises(ParameterError, match=r"call reset\(\)"):
        env.step({"player_0": 0, "player_1": 0})
    env.reset()
    with pytest.raises(ParameterError, match="none came for player_1"):
        env.step({"player_0": 0})
    with pytest.raises(NotImplementedError, match="no global state"):
        env.state()


def test_arguments_and_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ParameterError, match="max_rounds: expected an integer of at least 1"):
        parallel_env(PD, max_rounds=0)
    with pytest.raises(ParameterError, match="expected a BimatrixGame or a world"):
        parallel_env(3)
    monkeypatch.setitem(sys.modules, "pettingzoo", None)
    monkeypatch.delitem(sys.modules, "learning.worlds.parallel_env", raising=False)
    with pytest.raises(
        MissingDependencyError, match=r"pip install 'gametheory-toolkit\[pettingzoo\]'"
    ):
        parallel_env(PD)
