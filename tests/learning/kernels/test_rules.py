"""Rules of choice and of learning, against exact rational arithmetic."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.kernels import agents, layout, rules
from learning.kernels.streams import Stream

VALUES = st.lists(st.integers(-3, 3), min_size=1, max_size=6)


def _policy(code: int, exploration: float, first: bool, values: list[float]) -> np.ndarray:
    policy = np.empty(len(values))
    rules.policy_of(code, exploration, first, np.array(values, dtype=float), 0, policy)
    return policy


@pytest.mark.parametrize("x", [0.0, -1e-300, -0.1, -0.34657359, -0.3466, -1.0, -37.5, -707.9])
def test_exponential_at_single_points(x: float) -> None:
    assert rules.exponential(x) == pytest.approx(math.exp(x), rel=5e-16, abs=0)


def test_exponential_everywhere() -> None:
    # math.exp is within one unit in the last place (2.3e-16) of the truth
    points = np.random.default_rng(1).uniform(-708, 0, 20_000)
    for x in points.tolist():
        assert abs(rules.exponential(x) / math.exp(x) - 1) < 7e-16
    assert rules.exponential(-708.1) == 0.0
    assert rules.exponential(-math.inf) == 0.0
    assert rules.exponential(0.0) == 1.0
    assert rules.exponential(math.nan) == 0.0


@given(x=st.floats(1, 2**53 - 1))
def test_logarithm(x: float) -> None:
    exact = Decimal(x).ln()  # to 28 digits
    assert abs(Decimal(rules.logarithm(x)) - exact) <= Decimal("4e-16") * (1 + exact)


@pytest.mark.parametrize("power", range(53))
def test_logarithm_at_powers_of_two_and_just_below(power: int) -> None:
    for x in (2.0**power, max(1.0, 2.0**power * (1 - 2**-53))):
        exact = Decimal(x).ln()
        assert abs(Decimal(rules.logarithm(x)) - exact) <= Decimal("4e-16") * (1 + exact)


@given(values=VALUES, epsilon=st.fractions(0, 1))
def test_epsilon_greedy_policy(values: list[int], epsilon: Fraction) -> None:
    best = [a for a, v in enumerate(values) if v == max(values)]
    n = len(values)
    exact = [epsilon / n + (1 - epsilon) * Fraction(a in best, len(best)) for a in range(n)]
    got = _policy(rules.EPSILON_GREEDY, float(epsilon), False, values)
    assert got == pytest.approx([float(p) for p in exact], abs=1e-15)
    exact = [epsilon / n + (1 - epsilon) * (a == best[0]) for a in range(n)]
    got = _policy(rules.EPSILON_GREEDY, float(epsilon), True, values)
    assert got == pytest.approx([float(p) for p in exact], abs=1e-15)


@given(values=VALUES, temperature=st.floats(0.05, 5))
def test_softmax_policy(values: list[int], temperature: float) -> None:
    weights = [math.exp(v / temperature) for v in values]
    got = _policy(rules.BOLTZMANN, 1 / temperature, False, values)
    assert got == pytest.approx([w / math.fsum(weights) for w in weights], rel=1e-12)
    # only differences count
    shifted = _policy(rules.BOLTZMANN, 1 / temperature, False, [v + 16 for v in values])
    assert shifted.tolist() == got.tolist()


def test_softmax_survives_huge_differences() -> None:
    assert _policy(rules.BOLTZMANN, 1e300, False, [0.0, 1e300]).tolist() == [0.0, 1.0]


@given(
    weights=st.lists(st.integers(0, 5), min_size=1, max_size=6).filter(any),
    u=st.fractions(0, 1).filter(lambda u: u < 1),
)
def test_sample_inverts_the_cumulated_probabilities(weights: list[int], u: Fraction) -> None:
    total = sum(weights)
    if any(abs(float(u) * total - k) < 1e-9 for k in range(total + 1)):
        return  # on an edge rounding may go either way
    cumulated = [Fraction(sum(weights[: a + 1]), total) for a in range(len(weights))]
    expected = next(a for a, c in enumerate(cumulated) if u < c)
    policy = np.array(weights, dtype=float) / total
    assert rules.sample(policy, float(u)) == expected


def test_sample_never_takes_an_impossible_action() -> None:
    policy = np.array([0.0, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 0.0])
    assert rules.sample(policy, 0.0) == 1
    assert rules.sample(policy, 1 - 2**-53) == 6  # the sum of the six is below 1


def _agent(choice: int, exploration: float, values: list[float]) -> tuple[Any, ...]:
    """Arguments of `act_alone`: an agent that knows its values, up to the stream."""
    row = np.zeros((1, layout.N_PARAMETERS))
    row[0, layout.EXPLORATION] = exploration
    memory = np.array([*values, 0.0])
    return choice, agents.Q_LEARNING, row, memory, len(values), 1, 0


def _policy_acted_by(agent: tuple[Any, ...]) -> np.ndarray:
    choice, _, row, memory, n, observations, observation = agent
    probabilities = np.empty(n)
    agents.policy_alone(choice, row, memory, n, observations, observation, True, probabilities)
    return probabilities


@given(
    values=VALUES, epsilon=st.floats(0, 1), first=st.booleans(), u=st.floats(0, 1, exclude_max=True)
)
def test_epsilon_greedy_draws_what_its_policy_says(
    values: list[int], epsilon: float, first: bool, u: float
) -> None:
    memory = np.array(values, dtype=float)
    policy = _policy(rules.EPSILON_GREEDY, epsilon, first, values)
    drawn = rules.sample_greedy(epsilon, first, memory, 0, len(values), u)
    assert drawn == rules.sample(policy, u)


def test_one_draw_an_action_whatever_the_rule() -> None:
    for code in (rules.FIXED, rules.EPSILON_GREEDY, rules.BOLTZMANN):
        stream, twin = Stream(5), Stream(5)
        agents.act_alone(*_agent(code, 0.3, [0.25, 0.75]), stream.state, np.empty(2))
        twin.random()
        assert stream.state.tolist() == twin.state.tolist()


@pytest.mark.parametrize("code", [rules.EPSILON_GREEDY, rules.BOLTZMANN])
def test_chosen_frequencies_are_the_policy(code: int) -> None:
    stream, agent = Stream(11), _agent(code, 0.4, [1.0, 1.0, 0.0])
    counts = np.zeros(3)
    draws = 40_000
    for _ in range(draws):
        counts[agents.act_alone(*agent, stream.state, np.empty(3))] += 1
    policy = _policy_acted_by(agent)
    errors = np.sqrt(policy * (1 - policy) / draws)
    assert (np.abs(counts / draws - policy) < 4.5 * errors).all()


def test_successive_choices_are_independent() -> None:
    # Exploration and the action explored come from one draw that picks one cell of
    # the unit interval, so neither can depend on the other or on the round before.
    stream, agent = Stream(12), _agent(rules.EPSILON_GREEDY, 0.5, [0.0, 1.0])
    actions = np.array([agents.act_alone(*agent, stream.state, np.empty(2)) for _ in range(40_000)])
    rare = 0.25
    pairs = ((actions[1:] == 0) & (actions[:-1] == 0)).mean()
    error = math.sqrt(rare**2 * (1 - rare**2) / 40_000 * (1 + 2 * rare))
    assert abs(pairs - rare**2) < 4.5 * error


@given(
    values=st.lists(st.integers(-4, 4), min_size=2, max_size=4),
    following=st.lists(st.integers(-4, 4), min_size=2, max_size=4),
    reward=st.integers(-5, 5),
    done=st.booleans(),
)
def test_learning_is_the_equation(
    values: list[int], following: list[int], reward: int, done: bool
) -> None:
    # quarters and halves: every float operation is exact
    n = len(values)
    rate, discount = Fraction(1, 4), Fraction(1, 2)
    target = reward + (0 if done else discount * max((following * n)[:n]))
    expected = [Fraction(v) for v in values]
    expected[1] += rate * (target - expected[1])
    memory = np.array([*values, *(following * n)[:n]], dtype=float)
    fine = rules.learn(0.25, 0.5, memory, 0, n, 1, float(reward), n, done)
    assert fine
    assert [Fraction(v) for v in memory[:n].tolist()] == expected


def test_learning_tells_of_overflow() -> None:
    values = np.array([-1e308])
    assert not rules.learn(1.0, 0.0, values, 0, 1, 0, 1e308, 0, False)
    values = np.array([np.nan])
    assert not rules.learn(0.1, 0.0, values, 0, 1, 0, 1.0, 0, False)


@pytest.mark.parametrize(
    ("values", "last", "expected"),
    [
        ([0.0, 0.0], -1, -1),  # nothing greedy yet
        ([0.0, 1.0], -1, 1),
        ([1.0, 1.0], 0, 0),  # still among the best
        ([1.0, 1.0], 1, 1),
        ([0.0, 1.0, 1.0], 0, 0),  # beaten, but by no single action
        ([0.0, 2.0, 1.0], 0, 1),
        ([2.0, 1.0], 1, 0),
    ],
)
def test_greedy_action_by_no_label(values: list[float], last: int, expected: int) -> None:
    assert rules.greedy_action(np.array(values), 0, len(values), last) == expected
    mirrored = -1 if last < 0 else len(values) - 1 - last
    image = -1 if expected < 0 else len(values) - 1 - expected
    assert rules.greedy_action(np.array(values[::-1]), 0, len(values), mirrored) == image
