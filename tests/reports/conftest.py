"""Games and runs that the tests of pages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from pages import HOSTILE

from gametheory import catalog
from gametheory.game import BimatrixGame
from learning import Boltzmann, EpsilonGreedy, QLearner, Runs, play


@pytest.fixture(scope="session")
def penalty_kicks() -> BimatrixGame:
    return catalog.load("penalty-kicks")


@pytest.fixture(scope="session")
def hostile() -> BimatrixGame:
    """A degenerate game whose names are all hostile."""
    return BimatrixGame(
        [[2, 0, 2], [2, 1, 0]], [[1, 1, 0], [0, 0, 0]], name=HOSTILE[1],
        row_actions=[HOSTILE[0], HOSTILE[5]], column_actions=HOSTILE[2:4] + HOSTILE[7:8],
        players=[HOSTILE[10], HOSTILE[9]],
    )  # fmt: skip


@pytest.fixture(scope="session")
def few_runs() -> Callable[..., Mapping[str, Runs]]:
    return _few_runs


def _few_runs(game: BimatrixGame, runs: int = 12, rounds: int = 400) -> Mapping[str, Runs]:
    """A little learning of both kinds."""
    record = {}
    for label, exploration in (
        ("Epsilon-greedy Q-learners", EpsilonGreedy(0.1)),
        ("Boltzmann Q-learners", Boltzmann(0.1)),
    ):
        learner = QLearner(learning_rate=0.1, exploration=exploration, initial_value="lowest")
        record[label] = play(game, (learner, learner), rounds=rounds, runs=runs, rng=3)
    return record


@pytest.fixture(scope="session")
def penalty_runs(penalty_kicks: BimatrixGame) -> Mapping[str, Runs]:
    return _few_runs(penalty_kicks)


@pytest.fixture(scope="session")
def hostile_runs(hostile: BimatrixGame) -> Mapping[str, Runs]:
    return _few_runs(hostile)


@pytest.fixture(scope="session")
def identity() -> BimatrixGame:
    """The identity game of size 5: 31 equilibria, one for each set of actions."""
    return BimatrixGame(np.eye(5, dtype=int), np.eye(5, dtype=int))
