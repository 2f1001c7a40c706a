"""Rules without regret against their equations in exact arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import (
    ConditionalRegretMatching,
    Decay,
    Exp3,
    Hedge,
    InvariantRegretMatching,
    MultiplicativeWeights,
    RegretMatching,
    RegretMatchingPlus,
)
from learning.agents.multiplicative_weights import log_one_minus
from learning.agents.protocol import Observation
from learning.kernels.no_regret import stationary

#: Own payoffs of a player of 3 actions against one of 4; any float sums of them are exact.
PAYOFFS = [[3, -1, 0, 2], [0, 4, 1, -2], [1, 1, 1, 1]]
ROUNDS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=25)


def _agent(specification: Any, **keywords: Any) -> Any:
    return specification.new(3, 1, 5, payoffs=PAYOFFS, **keywords)


def _play(agent: Any, rounds: list[tuple[int, int]]) -> None:
    for own, other in rounds:
        agent.update(0, own, float(PAYOFFS[own][other]), Observation(0, other), False)


def _gains(rounds: list[tuple[int, int]]) -> list[int]:
    return [sum(PAYOFFS[a][other] for _, other in rounds) for a in range(3)]


def _proportional(numbers: list[Fraction]) -> list[Fraction]:
    positive = [max(x, Fraction(0)) for x in numbers]
    total = sum(positive)
    return [x / total if total else Fraction(1, 3) for x in positive]


@given(rounds=ROUNDS)
def test_regret_matching(rounds: list[tuple[int, int]]) -> None:
    agent = _agent(RegretMatching())
    _play(agent, rounds)
    earned = sum(PAYOFFS[own][other] for own, other in rounds)
    regrets = [Fraction(gain - earned) for gain in _gains(rounds)]
    assert agent.values[0].tolist() == regrets
    expected = [float(p) for p in _proportional(regrets)]
    assert agent.policy(0) == pytest.approx(expected, abs=1e-15)
    assert agent.behaviour(0).tolist() == agent.policy(0).tolist()


@given(rounds=ROUNDS)
def test_regret_matching_plus(rounds: list[tuple[int, int]]) -> None:
    agent = _agent(RegretMatchingPlus())
    kept = [Fraction(0)] * 3
    for own, other in rounds:
        policy = _proportional(kept)
        earned = sum(p * PAYOFFS[a][other] for a, p in enumerate(policy))
        kept = [max(kept[a] + PAYOFFS[a][other] - earned, Fraction(0)) for a in range(3)]
        _play(agent, [(own, other)])
    assert agent.values[0] == pytest.approx([float(q) for q in kept], abs=1e-9)
    # the theorem's bound holds for every sequence, not only on average
    assert sum(q * q for q in kept) <= len(rounds) * 3 * 6**2


def _conditional(rounds: list[tuple[int, int]]) -> list[list[int]]:
    return [
        [sum(PAYOFFS[k][j] - PAYOFFS[i][j] for own, j in rounds if own == i) for k in range(3)]
        for i in range(3)
    ]


@given(rounds=ROUNDS)
def test_conditional_regret_matching(rounds: list[tuple[int, int]]) -> None:
    agent = _agent(ConditionalRegretMatching(inertia=1.25))
    assert agent.policy(0).tolist() == [1 / 3] * 3
    _play(agent, rounds)
    last = rounds[-1][0]
    regrets = _conditional(rounds)[last]
    mu = Fraction(5, 4) * 2 * 6  # inertia times (3 - 1) times the payoff range
    move = [max(Fraction(r), Fraction(0)) / len(rounds) / mu for r in regrets]
    move[last] = Fraction(0)
    move[last] = 1 - sum(move)
    assert agent.policy(0) == pytest.approx([float(p) for p in move], abs=1e-14)
    assert move[last] > 0


@given(rounds=ROUNDS)
def test_invariant_regret_matching(rounds: list[tuple[int, int]]) -> None:
    agent = _agent(InvariantRegretMatching())
    assert agent.policy(0).tolist() == [1 / 3] * 3
    _play(agent, rounds)
    positive = np.maximum(np.array(_conditional(rounds), dtype=float), 0)
    policy = agent.policy(0)
    assert policy.sum() == pytest.approx(1)
    assert policy * positive.sum(axis=1) == pytest.approx(policy @ positive, abs=1e-9)


RATES = st.lists(st.sampled_from([0, 0, 0, 1, 2, 5, -3]), min_size=25, max_size=25)


def _stationary(rates: np.ndarray) -> np.ndarray:
    n = len(rates)
    memory = np.full(2 * n * n + 4 * n, np.nan)
    memory[: n * n] = rates.ravel()
    stationary(memory, 0, n, n * n, 2 * n * n + 3 * n)
    return memory[2 * n * n + 3 * n :]


def _limit_from_even_start(rates: np.ndarray) -> np.ndarray:
    """By matrices: the lazy chain's powers, squared until nothing moves."""
    n = len(rates)
    positive = np.maximum(rates, 0.0)
    np.fill_diagonal(positive, 0.0)
    chain = np.eye(n)
    if positive.any():
        step = positive / (2 * positive.sum(axis=1).max())
        chain += step - np.diag(step.sum(axis=1))
    for _ in range(40):
        chain = chain @ chain
        chain /= chain.sum(axis=1, keepdims=True)
    limit: np.ndarray = np.full(n, 1 / n) @ chain
    return limit


@given(numbers=RATES, n=st.integers(1, 5))
def test_stationary_distribution_of_any_chain(numbers: list[int], n: int) -> None:
    rates = np.array(numbers[: n * n], dtype=float).reshape(n, n)
    found = _stationary(rates)
    assert found == pytest.approx(_limit_from_even_start(rates), abs=1e-9)


@given(numbers=RATES)
def test_stationary_distribution_does_not_know_names(numbers: list[int]) -> None:
    rates = np.array(numbers[:16], dtype=float).reshape(4, 4)
    found = _stationary(rates)
    for order in permutations(range(4)):
        moved = _stationary(rates[np.ix_(order, order)])
        assert moved == pytest.approx(found[list(order)], abs=1e-12)


def test_stationary_distribution_keeps_tiny_probabilities() -> None:
    # birth and death with ratio 1e-30: elimination without subtraction loses no digit
    rates = np.array([[0, 1e-30, 0], [1, 0, 1e-30], [0, 1, 0]])
    assert _stationary(rates) == pytest.approx([1, 1e-30, 1e-60], rel=1e-14, abs=0)


@pytest.mark.parametrize("optimistic", [False, True])
@given(rounds=ROUNDS)
def test_hedge(optimistic: bool, rounds: list[tuple[int, int]]) -> None:
    agent = _agent(Hedge(learning_rate=0.75, optimistic=optimistic))
    _play(agent, rounds)
    gains = _gains(rounds)
    if optimistic:
        gains = [gain + PAYOFFS[a][rounds[-1][1]] for a, gain in enumerate(gains)]
    assert agent.values[0].tolist() == gains
    weights = [math.exp(0.75 * (gain - max(gains)) / 6) for gain in gains]
    assert agent.policy(0) == pytest.approx([w / sum(weights) for w in weights], rel=1e-12)


def test_a_falling_rate_multiplies_the_whole_sum() -> None:
    agent = _agent(Hedge(learning_rate=Decay(2.0, 1, power=0.5)))
    _play(agent, [(0, 0), (0, 1), (0, 3)])
    gains = [3 - 1 + 2, 0 + 4 - 2, 3]
    weights = [math.exp(gain / 6) for gain in gains]  # 2 / sqrt(1 + 3) = 1
    assert agent.policy(0) == pytest.approx([w / sum(weights) for w in weights])


@given(rounds=ROUNDS)
def test_multiplicative_weights(rounds: list[tuple[int, int]]) -> None:
    agent = _agent(MultiplicativeWeights(learning_rate=0.25))
    _play(agent, rounds)
    weights = [
        math.prod(1 - Fraction(1, 4) * Fraction(4 - PAYOFFS[a][j], 6) for _, j in rounds)
        for a in range(3)
    ]
    expected = [float(w / sum(weights)) for w in weights]
    assert agent.policy(0) == pytest.approx(expected, rel=1e-12)


@given(x=st.floats(0, 0.5))
def test_portable_logarithm(x: float) -> None:
    assert log_one_minus(x) == pytest.approx(math.log1p(-x), rel=2e-15, abs=1e-300)


@given(rounds=ROUNDS)
def test_exp3(rounds: list[tuple[int, int]]) -> None:
    agent = Exp3(gamma=0.3).new(3, 1, 5, payoff_bounds=(-2, 4))
    weights = [1.0] * 3
    for own, other in rounds:
        policy = [0.7 * w / sum(weights) + 0.1 for w in weights]
        assert agent.behaviour(0) == pytest.approx(policy, rel=1e-9)
        reward = PAYOFFS[own][other]
        agent.update(0, own, float(reward), 0, False)
        weights[own] *= math.exp(0.3 * (reward + 2) / 6 / policy[own] / 3)
    assert agent.policy(0) == pytest.approx([w / sum(weights) for w in weights], rel=1e-9)


@pytest.mark.parametrize("specification", [
    RegretMatching(), RegretMatchingPlus(), ConditionalRegretMatching(), InvariantRegretMatching(),
    Hedge(learning_rate=0.5), Hedge(learning_rate=0.5, optimistic=True),
    MultiplicativeWeights(learning_rate=0.5),
])  # fmt: skip
@given(rounds=ROUNDS, moves=st.lists(st.integers(-8, 8), min_size=4, max_size=4))
def test_a_constant_for_each_opponent_action_changes_nothing(
    specification: Any, rounds: list[tuple[int, int]], moves: list[int]
) -> None:
    # The payoff range moves with such constants, and with it rates counted in shares of
    # it: so one constant for all columns where the range counts.
    ranged = isinstance(specification, (ConditionalRegretMatching, Hedge, MultiplicativeWeights))
    columns = [moves[0]] * 4 if ranged else moves
    moved = [[2 * u + c for u, c in zip(row, columns, strict=True)] for row in PAYOFFS]
    one, two = _agent(specification), specification.new(3, 1, 5, payoffs=moved)
    for own, other in rounds:
        for agent in (one, two):
            agent.update(0, own, 0.0, Observation(0, other), False)
        assert two.behaviour(0) == pytest.approx(one.behaviour(0), abs=1e-12)


@pytest.mark.parametrize("specification", [
    RegretMatching(), RegretMatchingPlus(), ConditionalRegretMatching(), InvariantRegretMatching(),
    Hedge(learning_rate=0.5), MultiplicativeWeights(learning_rate=0.5),
])  # fmt: skip
@given(rounds=ROUNDS, order=st.permutations(range(3)))
def test_renaming_actions_renames_policies(
    specification: Any, rounds: list[tuple[int, int]], order: list[int]
) -> None:
    one = _agent(specification)
    two = specification.new(3, 1, 5, payoffs=[PAYOFFS[a] for a in order])
    for own, other in rounds:
        one.update(0, own, 0.0, Observation(0, other), False)
        two.update(0, order.index(own), 0.0, Observation(0, other), False)
        assert two.behaviour(0) == pytest.approx(one.behaviour(0)[list(order)], abs=1e-12)


def test_what_overflows_has_diverged() -> None:
    for specification in (
        RegretMatching(),
        ConditionalRegretMatching(),
        InvariantRegretMatching(),
        Hedge(learning_rate=1),
    ):
        agent = specification.new(2, 1, 5, payoffs=[[8e307, 0], [-8e307, 0]])
        for own in (1, 0, 1):
            agent.update(0, own, 0.0, Observation(0, 0), False)
        assert not agent.finite
