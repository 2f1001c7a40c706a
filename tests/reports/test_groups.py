"""Groups of runs in a report: what they are called."""

from __future__ import annotations

from typing import Any

import pytest

from gametheory import solve
from gametheory.catalog import load
from learning import PHC, Boltzmann, EpsilonGreedy, HystereticQLearner, QLearner, play
from reports.groups import read_groups

GREEDY, SOFT = EpsilonGreedy(0.1), Boltzmann(0.1)


@pytest.mark.parametrize(
    ("seat", "label"),
    [
        (QLearner(learning_rate=0.1, exploration=GREEDY), "Epsilon-greedy Q-learners"),
        (QLearner(learning_rate=0.1, exploration=SOFT), "Boltzmann Q-learners"),
        # they explore alike but are other learners
        (HystereticQLearner(learning_rate=0.1, exploration=GREEDY, lowering_rate=0), "Learners"),
        (PHC(learning_rate=0.1, delta=0.1, exploration=GREEDY), "Learners"),
    ],
)
def test_only_q_learners_are_called_so(seat: Any, label: str) -> None:
    game = load("prisoners-dilemma")
    runs = play(game, (seat, seat), rounds=20, runs=2, rng=1)
    assert list(read_groups(game, solve(game), runs, None)) == [label]
