"""Schedules: the formula, its ranges, and the kernel's view of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import ParameterError
from learning import EpsilonGreedy, QLearner
from learning.agents.schedules import Decay, schedule_parameters
from learning.kernels.layout import N_PARAMETERS, RATE, scheduled


@given(
    start=st.floats(0.01, 1), steps=st.floats(1, 1e4), power=st.sampled_from([0.5, 1.0]),
    lowest=st.floats(0, 0.01), t=st.integers(0, 10**6),
)  # fmt: skip
def test_the_kernel_computes_the_formula(
    start: float, steps: float, power: float, lowest: float, t: int
) -> None:
    decay = Decay(start, steps, power, lowest)
    row = np.zeros((1, N_PARAMETERS))
    for place, value in schedule_parameters(decay, RATE).items():
        row[0, place] = value
    assert scheduled(row, 0, RATE, float(t)) == pytest.approx(decay.at(t), rel=1e-15)
    assert decay.at(t) == pytest.approx(max(lowest, start / math.pow(1 + t / steps, power)))


def test_rate_of_bowling_and_veloso() -> None:
    # Bowling & Veloso 2002, section 6: 1 / (100 + t / 10,000)
    decay = Decay(0.01, 1_000_000)
    assert [decay.at(t) for t in (0, 10**6, 10**8)] == pytest.approx(
        [1 / (100 + t / 10_000) for t in (0, 10**6, 10**8)]
    )


def test_values_learned_by_a_harmonic_rate_are_means() -> None:
    # 1 / (1 + t) makes the value of an action that is always played its mean reward
    learner = QLearner(learning_rate=Decay(1.0, 1.0), exploration=EpsilonGreedy(0))
    agent = learner.new(1, 1, 1)
    for reward in (4.0, 2.0, 9.0):
        agent.update(0, 0, reward, 0, False)
    assert agent.values[0, 0] == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 1), "start: expected a number above 0"),
        ((1, 0), "steps: expected a number above 0"),
        ((1, 1, 2), "power: expected 1 or 0.5, got 2"),
        ((1, 1, 1, 2), r"lowest: expected a number in \[0, 1\]"),
    ],
)
def test_out_of_range(arguments: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        Decay(*arguments)


def test_a_schedule_must_start_within_the_range_of_what_it_schedules() -> None:
    with pytest.raises(ParameterError, match=r"learning_rate, start: expected .*\(0, 1\]"):
        QLearner(learning_rate=Decay(2.0, 10), exploration=EpsilonGreedy(0.1))
    with pytest.raises(ParameterError, match="epsilon, start"):
        EpsilonGreedy(Decay(1.5, 10))


def test_only_what_does_not_fall_to_nothing_explores_for_ever() -> None:
    assert EpsilonGreedy(Decay(1.0, 10, lowest=0.1)).explores_for_ever
    assert not EpsilonGreedy(Decay(1.0, 10)).explores_for_ever
