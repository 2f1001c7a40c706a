"""Specifications: their ranges, what they make, how they print."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gametheory.errors import ParameterError
from learning import Boltzmann, EpsilonGreedy, FixedStrategy, QLearner
from learning.agents.protocol import KernelSpecification

GREEDY = EpsilonGreedy(0.1)


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf, "0.1", None, True])
def test_epsilon_out_of_range(value: Any) -> None:
    with pytest.raises(ParameterError, match=r"epsilon: expected a number in \[0, 1\], got"):
        EpsilonGreedy(value)


@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, "1", False])
def test_temperature_out_of_range(value: Any) -> None:
    with pytest.raises(ParameterError, match="temperature: expected a number above 0, got"):
        Boltzmann(value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("learning_rate", 0, r"in \(0, 1\]"),
        ("learning_rate", 1.5, r"in \(0, 1\]"),
        ("learning_rate", True, r"in \(0, 1\]"),
        ("learning_rate", math.nan, r"in \(0, 1\]"),
        ("discount", 1.0, r"in \[0, 1\)"),
        ("discount", -0.1, r"in \[0, 1\)"),
        ("initial_value", math.inf, "a finite number"),
        ("initial_value", "top", "one of lowest, middle, highest"),
        ("tie_rule", "last", "'random' or 'first'"),
        ("exploration", 0.1, "EpsilonGreedy"),
    ],
)
def test_learner_out_of_range(name: str, value: Any, expected: str) -> None:
    arguments: dict[str, Any] = {"learning_rate": 0.1, "exploration": GREEDY, name: value}
    with pytest.raises(ParameterError, match=f"{name}: expected .*{expected}"):
        QLearner(**arguments)


def test_exact_and_numpy_numbers_are_read() -> None:
    learner = QLearner(learning_rate=Fraction(1, 4), exploration=EpsilonGreedy(np.float32(0.5)))
    assert (learner.learning_rate, learner.exploration) == (0.25, EpsilonGreedy(0.5))


def test_specifications_are_frozen_values() -> None:
    one = QLearner(learning_rate=0.1, exploration=Boltzmann(0.5), tie_rule="first")
    two = QLearner(learning_rate=0.1, exploration=Boltzmann(0.5), tie_rule="first")
    assert one == two
    assert hash(one) == hash(two)
    assert repr(one) == (
        "QLearner(learning_rate=0.1, exploration=Boltzmann(temperature=0.5), tie_rule='first')"
    )
    with pytest.raises(FrozenInstanceError):
        one.learning_rate = 0.2  # type: ignore[misc]
    assert isinstance(one, KernelSpecification)
    assert isinstance(FixedStrategy([1]), KernelSpecification)


@pytest.mark.parametrize("base", [QLearner, FixedStrategy])
def test_specifications_are_final(base: Any) -> None:
    with pytest.raises(TypeError, match=f"Mine: {base.__name__} is final"):
        type("Mine", (base,), {})


@pytest.mark.parametrize("values", [[0.5, 0.6], [-0.1, 1.1], [math.nan, 1], [], "ab", None, 3])
def test_fixed_strategy_out_of_range(values: Any) -> None:
    with pytest.raises(ParameterError, match="FixedStrategy: expected probabilities"):
        FixedStrategy(values)


def test_fixed_strategy_of_the_wrong_length() -> None:
    with pytest.raises(ParameterError, match="got 2 probabilities for a player of 3 actions"):
        FixedStrategy([0.5, 0.5]).new(3)


def test_bounds_are_needed_and_checked() -> None:
    learner = QLearner(learning_rate=0.1, exploration=Boltzmann(0.5))
    with pytest.raises(ParameterError, match="share of the payoff range"):
        learner.new(2, 1, 7)
    with pytest.raises(ParameterError, match=r"expected \(lowest, highest\), got \(2, 1\)"):
        learner.new(2, 1, 7, payoff_bounds=(2, 1))
    with pytest.raises(ParameterError, match="rescale the payoffs"):
        learner.new(2, 1, 7, payoff_bounds=(-1e308, 1e308))
    optimist = QLearner(learning_rate=0.1, exploration=GREEDY, initial_value="highest")
    with pytest.raises(ParameterError, match="place in the payoff range"):
        optimist.new(2, 1, 7)
    assert optimist.needs == {"own reward", "payoff bounds"}
    assert QLearner(learning_rate=0.1, exploration=GREEDY).needs == {"own reward"}


@pytest.mark.parametrize("bad", [0, -1, 1.5, True, "2"])
def test_sizes_out_of_range(bad: Any) -> None:
    learner = QLearner(learning_rate=0.1, exploration=GREEDY)
    with pytest.raises(ParameterError, match="n_actions: expected an integer of at least 1"):
        learner.new(bad)
    with pytest.raises(ParameterError, match="n_observations: expected an integer of at least 1"):
        learner.new(2, bad)


@pytest.mark.parametrize("seed", [-1, 1.5, "a", True])
def test_seeds_out_of_range(seed: Any) -> None:
    with pytest.raises(ParameterError, match="rng: expected"):
        QLearner(learning_rate=0.1, exploration=GREEDY).new(2, 1, seed)


@pytest.mark.parametrize(
    ("place", "value"), [("lowest", -2.0), ("middle", 1.0), ("highest", 4.0), (7, 7.0)]
)
def test_initial_values(place: Any, value: float) -> None:
    learner = QLearner(learning_rate=0.1, exploration=GREEDY, initial_value=place)
    assert learner.new(3, 2, 1, payoff_bounds=(-2.0, 4.0)).values.tolist() == [[value] * 3] * 2


def test_temperature_is_a_share_of_the_range() -> None:
    agent = QLearner(learning_rate=1.0, exploration=Boltzmann(0.25)).new(
        2, 1, 1, payoff_bounds=(10.0, 14.0)
    )
    agent.values[0] = [1.0, 3.0]  # two temperatures apart: 0.25 * 4 = 1
    odds = math.exp(2.0)
    assert agent.behaviour(0) == pytest.approx([1 / (1 + odds), odds / (1 + odds)])
    assert agent.policy(0).tolist() == agent.behaviour(0).tolist()
    flat = QLearner(learning_rate=1.0, exploration=Boltzmann(0.5)).new(
        2, 1, 1, payoff_bounds=(3, 3)
    )
    flat.values[0] = [0.0, 0.5]
    assert flat.behaviour(0)[1] == pytest.approx(math.e / (1 + math.e))


def test_policy_without_exploration() -> None:
    agent = QLearner(learning_rate=1.0, exploration=EpsilonGreedy(0.5)).new(4, 1, 1)
    agent.values[0] = [1.0, 2.0, 2.0, 0.0]
    assert agent.policy(0).tolist() == [0.0, 0.5, 0.5, 0.0]
    assert agent.behaviour(0).tolist() == [0.125, 0.375, 0.375, 0.125]


def test_one_observation_does_not_touch_another_and_done_stops_bootstrapping() -> None:
    agent = QLearner(learning_rate=0.5, discount=0.5, exploration=GREEDY).new(2, 3, 1)
    agent.values[1] = [4.0, 8.0]
    agent.update(0, 1, 2.0, 1, False)  # a time limit here would be no end: 8 still counts
    assert agent.values[0].tolist() == [0.0, 0.5 * (2.0 + 0.5 * 8.0)]
    agent.update(0, 0, 2.0, 1, True)  # the world's own end: nothing follows
    assert agent.values[0].tolist() == [1.0, 3.0]
    assert agent.values[1:].tolist() == [[4.0, 8.0], [0.0, 0.0]]


@pytest.mark.parametrize("action", [2, -1, 10**6])
def test_an_action_that_is_none_is_refused(action: int) -> None:
    agent = QLearner(learning_rate=0.5, exploration=GREEDY).new(2, 1, 1)
    with pytest.raises(ParameterError, match=f"action: expected an integer 0 to 1, got {action}"):
        agent.update(0, action, 1.0, 0, False)


def test_agents_of_one_specification_share_nothing() -> None:
    learner = QLearner(learning_rate=0.5, exploration=GREEDY)
    one, two = learner.new(2, 1, 1), learner.new(2, 1, 1)
    one.update(0, 0, 5.0, 0, False)
    assert two.values.tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize("bounds", [(0.0, 5e-324), (0.0, 1e-320)])
def test_a_denormal_payoff_range_is_refused_by_name(bounds: tuple[float, float]) -> None:
    with pytest.raises(ParameterError, match="of the payoff range"):
        Boltzmann(0.1).payoff_scale(bounds)
