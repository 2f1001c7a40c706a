"""Learners beside their differential equations."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gametheory import BimatrixGame, solve
from learning import (
    Boltzmann,
    CrossLearner,
    EpsilonGreedy,
    FrequencyAdjustedQLearner,
    QLearner,
    compare,
    play,
)
from learning.flow import flow_of

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="Prisoner's dilemma")
#: The first action pays 1 more whatever the other does, the range is 1.
PLAIN = BimatrixGame([[1, 1], [0, 0]], [[1, 0], [1, 0]])


def test_cross_learners_follow_the_replicator() -> None:
    # With a constant advantage of 1 the log odds grow by 1 a unit of time, one round being the
    # rate of it: 1 / (1 + exp(-rate t)), whatever the other does.
    seat = CrossLearner(learning_rate=0.002)
    flow = flow_of(play(PLAIN, (seat, seat), 2_000, 400, 1))
    assert flow is not None
    assert flow.dynamic == "replicator"
    for w in (20, 100, 199):
        wanted = 1 / (1 + math.exp(-0.002 * flow.rounds[w]))
        assert flow.solution[0][w, 0] == pytest.approx(wanted, abs=1e-4)
        # Boergers & Sarin: as the rate falls; an error of its order, and chance
        assert flow.learned[0][w, 0] == pytest.approx(wanted, abs=0.01)
    assert flow.distances.max() < 0.01


def test_frequency_adjusted_learners_follow_the_equation_of_boltzmann() -> None:
    seat = FrequencyAdjustedQLearner(
        learning_rate=0.1, beta=0.02, exploration=Boltzmann(0.2), initial_value="lowest"
    )
    verdict = compare(play(PD, (seat, seat), 5_000, 200, 1), solve(PD))
    flow = verdict.flow
    assert flow is not None
    assert not flow.caveat
    assert flow.distances.max() < 0.02
    # both end at the logit equilibrium: log odds of Defect are its advantage over T = 1
    x = float(flow.solution[0][-1, 1])
    assert math.log(x / (1 - x)) == pytest.approx(2 * (1 - x) + x, abs=1e-3)
    assert "Mean policies beside the Boltzmann Q-learning equation" in repr(verdict)


def test_plain_q_learners_only_end_at_the_same_place() -> None:
    seat = QLearner(learning_rate=0.02, exploration=Boltzmann(0.2), initial_value="lowest")
    flow = flow_of(play(PD, (seat, seat), 5_000, 200, 1))
    assert flow is not None
    assert "plain Q-learners update most what they play most" in flow.caveat
    assert flow.distances[-1] < 0.02 < flow.distances.max()


def test_runs_that_part_are_told() -> None:
    meeting = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    seat = FrequencyAdjustedQLearner(
        learning_rate=0.1, beta=0.02, exploration=Boltzmann(0.1), initial_value="lowest"
    )
    flow = flow_of(play(meeting, (seat, seat), 10_000, 30, 1))
    assert flow is not None
    assert np.abs(flow.solution[0] - 0.5).max() < 1e-6  # symmetric: it rests in the middle
    assert "their mean describes none of them" in flow.caveat


def test_who_follows_no_known_equation() -> None:
    greedy = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1))
    soft = QLearner(learning_rate=0.1, exploration=Boltzmann(0.1))
    slow = QLearner(learning_rate=0.05, exploration=Boltzmann(0.1))
    for seats in ((greedy, greedy), (soft, slow), (soft, greedy)):
        assert flow_of(play(PD, seats, 100, 2, 1)) is None
