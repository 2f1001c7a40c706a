"""Rules of reinforcement against their equations in exact arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import AspirationLearner, CrossLearner, Decay, ExperienceWeighted, RothErev
from learning.agents.protocol import Observation

#: Rounds of a player of 3 actions: own action, reward of -2 .. 6.
ROUNDS = st.lists(st.tuples(st.integers(0, 2), st.integers(-2, 6)), max_size=20)
BOUNDS = (-2.0, 6.0)

PAYOFFS = [[3, -1, 0, 2], [0, 4, 1, -2], [1, 1, 1, 1]]


@given(rounds=ROUNDS)
def test_cross(rounds: list[tuple[int, int]]) -> None:
    agent = CrossLearner(learning_rate=0.5).new(3, 1, 1, payoff_bounds=BOUNDS)
    policy = [Fraction(1, 3)] * 3
    for own, reward in rounds:
        agent.update(0, own, float(reward), 0, False)
        move = Fraction(1, 2) * Fraction(reward + 2, 8)
        policy = [p + move * ((a == own) - p) for a, p in enumerate(policy)]
    assert sum(policy) == 1
    assert agent.policy(0) == pytest.approx([float(p) for p in policy], abs=1e-14)


def test_cross_by_the_best_reward_is_sure() -> None:
    agent = CrossLearner().new(3, 1, 1, payoff_bounds=(0, 1))
    agent.update(0, 2, 1.0, 0, False)
    assert agent.policy(0).tolist() == [0, 0, 1]


def test_a_falling_rate_counts_updates() -> None:
    agent = CrossLearner(learning_rate=Decay(1.0, 1)).new(2, 1, 1, payoff_bounds=(0, 1))
    agent.update(0, 0, 0.0, 0, False)  # moves nothing
    agent.update(0, 1, 1.0, 0, False)  # at a rate of 1/2 by now
    assert agent.policy(0).tolist() == [0.25, 0.75]


@given(rounds=ROUNDS)
def test_roth_erev(rounds: list[tuple[int, int]]) -> None:
    agent = RothErev(experimentation=0.25, forgetting=0.125, strength=3).new(
        3, 1, 1, payoff_bounds=BOUNDS
    )
    propensities = [Fraction(8)] * 3  # 3 payoff ranges over 3 actions
    for own, reward in rounds:
        agent.update(0, own, float(reward), 0, False)
        shares = [Fraction(3, 4) if a == own else Fraction(1, 8) for a in range(3)]
        propensities = [
            Fraction(7, 8) * q + share * (reward + 2)
            for q, share in zip(propensities, shares, strict=True)
        ]
    assert agent.values[0] == pytest.approx([float(q) for q in propensities], rel=1e-13)
    total = sum(propensities)
    assert agent.policy(0) == pytest.approx([float(q / total) for q in propensities], rel=1e-13)


@given(rounds=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=20))
def test_experience_weighted_attraction(rounds: list[tuple[int, int]]) -> None:
    phi, rho, delta = Fraction(7, 8), Fraction(3, 4), Fraction(1, 4)
    agent = ExperienceWeighted(
        phi=phi, rho=rho, delta=delta, temperature=0.5, initial_attraction=1,
        initial_experience=2,
    ).new(3, 1, 1, payoffs=PAYOFFS)  # type: ignore[arg-type]  # fmt: skip
    attractions, experience = [Fraction(1)] * 3, Fraction(2)
    for own, other in rounds:
        agent.update(0, own, 0.0, Observation(0, other), False)
        now = rho * experience + 1
        attractions = [
            (phi * experience * A + (1 if a == own else delta) * PAYOFFS[a][other]) / now
            for a, A in enumerate(attractions)
        ]
        experience = now
    assert agent.values[0] == pytest.approx([float(A) for A in attractions], abs=1e-12)
    weights = [math.exp(float(A) / (0.5 * 6)) for A in attractions]
    assert agent.behaviour(0) == pytest.approx([w / sum(weights) for w in weights], rel=1e-11)


@given(rounds=ROUNDS)
def test_aspirations(rounds: list[tuple[int, int]]) -> None:
    agent = AspirationLearner(
        learning_rate=0.25, inertia=0.125, sensitivity=2.0, initial_aspiration=0.75
    ).new(3, 1, 1, payoff_bounds=BOUNDS)
    assert agent.policy(0).tolist() == [1 / 3] * 3
    aspiration = Fraction(4)
    for own, reward in rounds:
        agent.update(0, own, float(reward), 0, False)
        shortfall = max(aspiration - reward, Fraction(0)) / 8
        stay = max(1 - 2 * shortfall, Fraction(1, 8))
        expected = [float(stay if a == own else (1 - stay) / 2) for a in range(3)]
        assert agent.policy(0) == pytest.approx(expected, abs=1e-12)
        aspiration += (reward - aspiration) / 4


def test_aspirations_tremble_into_the_payoff_range() -> None:
    agent = AspirationLearner(learning_rate=0.5, tremble=1.0, sensitivity=0.125, inertia=0.001).new(
        2, 1, 7, payoff_bounds=(0.0, 1.0)
    )
    falls = []
    for _ in range(2_000):
        agent.update(0, 0, 0.0, 0, False)
        falls.append((1 - agent.policy(0)[0]) / 0.125)  # the aspiration that the reward fell from
    drawn = sorted(falls[1:])
    # evenly over 0 .. 1: Kolmogorov-Smirnov at a level of 1e-6
    n = len(drawn)
    distance = max(max((k + 1) / n - x, x - k / n) for k, x in enumerate(drawn))
    assert distance < math.sqrt(math.log(2 / 1e-6) / (2 * n))
