"""The conformance check of worlds: ours pass, broken ones are refused with the reason."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from learning import Population, RepeatedGame
from learning.testing import check_world

GAME = BimatrixGame([[3, 0, 1], [5, 1, 2]], [[3, 5, 0], [0, 1, 4]])


class Noisy(RepeatedGame):
    """A good world with chance in it: an episode ends with probability 1/10."""

    def reset(self, rng: Any = None) -> Any:
        self.rng = rng
        return 0, 0

    def step(self, actions: Any) -> Any:
        observations, rewards, _ = super().step(actions)
        return observations, rewards, bool(self.rng.random() < 0.1)


SQUARE = BimatrixGame.symmetric([[3, 0], [5, 1]])


@pytest.mark.parametrize(
    "world",
    [
        RepeatedGame(GAME),
        RepeatedGame(GAME, one_shot=True),
        RepeatedGame(GAME, memory=2),
        RepeatedGame(GAME, memory=1, start=(1, 2)),
        RepeatedGame(GAME, continuation=0.9),
        RepeatedGame(GAME, tremble=(0.2, 0.0)),
        RepeatedGame(GAME, memory=1, tremble=0.1, noise=(0.0, 0.3), continuation=0.8),
        Population(SQUARE, 5),
        Population(GAME, 3),
        Population(SQUARE, 6, one_population=True),
        Noisy(GAME),
    ],
    ids=repr,
)
def test_good_worlds_pass(world: Any) -> None:
    check_world(world)


class Blind(RepeatedGame):
    def reset(self, rng: Any = None) -> Any:
        return (0,)


class Farsighted(RepeatedGame):
    def step(self, actions: Any) -> Any:
        return (0, 1), super().step(actions)[1], False


class Gymnasium(RepeatedGame):
    def step(self, actions: Any) -> Any:
        return (*super().step(actions), False, {})


class Each(RepeatedGame):
    def step(self, actions: Any) -> Any:
        return (*super().step(actions)[:2], (False, False))


class Generous(RepeatedGame):
    def step(self, actions: Any) -> Any:
        observations, rewards, done = super().step(actions)
        return observations, (rewards[0] + 1, rewards[1]), done


class Broke(RepeatedGame):
    def step(self, actions: Any) -> Any:
        return (0, 0), (float("nan"), 0.0), False


class Remembering(RepeatedGame):
    """Carries over a reset what was played before."""

    total = 0

    def step(self, actions: Any) -> Any:
        self.total += actions[0]
        observations, rewards, _ = super().step(actions)
        return observations, rewards, self.total % 7 == 0


class Restless(Noisy):
    """Takes its chance from a generator of its own."""

    own = np.random.default_rng(3)

    def reset(self, rng: Any = None) -> Any:
        return super().reset(self.own)


class Reversed(RepeatedGame):
    payoff_bounds = ((5.0, 0.0), (0.0, 5.0))  # type: ignore[assignment]


class Lonely(RepeatedGame):
    n_observations = (1,)  # type: ignore[assignment]


class Empty(RepeatedGame):
    n_actions = (2, 0)  # type: ignore[assignment]


class Secretive(RepeatedGame):
    gives = "everything"  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("world", "message"),
    [
        (Blind, r"Blind.reset: expected 2 observations, one for each player, got \(0,\)"),
        (Farsighted, "Farsighted.step: player 1: expected an observation 0 to 0, got 1"),
        (Gymnasium, r"Gymnasium.step: expected \(next_observations, rewards, done\)"),
        (Each, r"Each.step: expected done to be one truth value for all players, got \(False"),
        (Generous, r"Generous.step: player 0: reward 6.0 lies outside payoff_bounds \(0.0, 5.0\)"),
        (Broke, "Broke.step: player 0: expected a finite reward, got nan"),
        (Remembering, "Remembering: not reproducible, or state survives a reset"),
        (Restless, "Restless: not reproducible"),
        (Reversed, r"payoff_bounds\[0\]: expected \(lowest, highest\), got \(5.0, 0.0\)"),
        (Lonely, "Lonely.n_observations: expected 2 entries, got 1"),
        (Empty, r"Empty.n_actions: expected integers of at least 1, got \(2, 0\)"),
        (Secretive, "Secretive.gives: expected a set of words, got 'everything'"),
    ],
)
def test_broken_worlds_are_refused(world: Any, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        check_world(world(GAME))


def test_no_world_at_all() -> None:
    world: Any = object()
    with pytest.raises(AssertionError, match="object, which has no reset, step, n_actions"):
        check_world(world)
