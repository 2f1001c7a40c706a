"""Learners of values, each against its equation in exact arithmetic, and conformance.

All numbers are small dyadic fractions, so float arithmetic is exact and must agree with
`Fraction` to the last digit.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.errors import ParameterError, SeatError
from learning import (
    UCB,
    Boltzmann,
    Decay,
    EpsilonGreedy,
    ExpectedSarsa,
    FrequencyAdjustedQLearner,
    HystereticQLearner,
    JointActionLearner,
    LenientQLearner,
    QLearner,
    RepeatedGame,
    Sarsa,
    play,
)
from learning.agents.protocol import KernelSpecification, Observation
from learning.testing import check_agent

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
GREEDY, SOFT = EpsilonGreedy(0.25), Boltzmann(0.5)
USUAL: dict[str, Any] = {"learning_rate": 0.25, "discount": 0.5}
LEARNERS: dict[str, Any] = {
    "ucb": QLearner(exploration=UCB(0.5), **USUAL),
    "ucb1": QLearner(learning_rate="average", exploration=UCB(), tie_rule="first"),
    "averages": QLearner(learning_rate="average", exploration=SOFT, initial_value="highest"),
    "sarsa": Sarsa(exploration=GREEDY, **USUAL),
    "soft sarsa": Sarsa(exploration=SOFT, **USUAL),
    "expected sarsa": ExpectedSarsa(exploration=GREEDY, **USUAL),
    "frequency-adjusted": FrequencyAdjustedQLearner(exploration=SOFT, beta=0.125, **USUAL),
    "lenient": LenientQLearner(exploration=GREEDY, leniency=3, **USUAL),
    "hysteretic": HystereticQLearner(exploration=GREEDY, lowering_rate=0.125, **USUAL),
    "joint-action": JointActionLearner(exploration=GREEDY, **USUAL),
}
every_learner = pytest.mark.parametrize("seat", LEARNERS.values(), ids=LEARNERS)

#: Rounds of a learner with 2 observations and 3 actions whose opponent has 2 actions:
#: action, reward, next observation, whether the episode ends, opponent's action.
ROUNDS = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(-4, 4), st.integers(0, 1), st.booleans(), st.integers(0, 1)
    ),
    max_size=7,
)  # fmt: skip
BOUNDS = (-4.0, 4.0)
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def _after(seat: Any, rounds: Any, **told: Any) -> Any:
    agent = seat.new(3, 2, 7, payoff_bounds=BOUNDS, **told)
    seen = 0
    for action, reward, following, done, other in rounds:
        agent.update(seen, action, float(reward), Observation(following, other), done)
        seen = 0 if done else following
    return agent


def _episode(rounds: Any) -> Any:
    """Yield the rounds with the observation before each."""
    seen = 0
    for action, reward, following, done, other in rounds:
        yield seen, action, reward, following, done, other
        seen = 0 if done else following


def _fractions(table: Any) -> list[list[Fraction]]:
    return [[Fraction(v) for v in row] for row in table.tolist()]


@every_learner
def test_conformance(seat: Any) -> None:
    check_agent(seat)
    check_agent(seat, world=RepeatedGame(PD, memory=1, tremble=0.1, continuation=0.9))
    assert isinstance(seat, KernelSpecification)


@every_learner
def test_specifications_print_what_makes_them(seat: Any) -> None:
    assert eval(repr(seat)) == seat  # noqa: S307 - our own text
    with pytest.raises(TypeError, match=f"Mine: {type(seat).__name__} is final"):
        type("Mine", (type(seat),), {})


@given(rounds=ROUNDS)
def test_hysteretic_learning_is_the_equation(rounds: Any) -> None:
    q = [[Fraction(0)] * 3 for _ in range(2)]
    for o, a, reward, following, done, _ in _episode(rounds):
        change = reward + (0 if done else HALF * max(q[following])) - q[o][a]
        q[o][a] += (QUARTER if change >= 0 else QUARTER / 2) * change
    assert _fractions(_after(LEARNERS["hysteretic"], rounds).values) == q


@given(rounds=ROUNDS)
def test_lenient_learning_is_the_equation(rounds: Any) -> None:
    q = [[Fraction(0)] * 3 for _ in range(2)]
    collected: dict[tuple[int, int], list[Fraction]] = {}
    for o, a, reward, following, done, _ in _episode(rounds * 3):
        targets = collected.setdefault((o, a), [])
        targets.append(reward + (0 if done else HALF * max(q[following])))
        if len(targets) == 3:
            q[o][a] += QUARTER * (max(targets) - q[o][a])
            targets.clear()
    assert _fractions(_after(LEARNERS["lenient"], rounds * 3).values) == q


@given(rounds=ROUNDS)
def test_expected_sarsa_is_the_equation(rounds: Any) -> None:
    seat = ExpectedSarsa(exploration=EpsilonGreedy(0.375), tie_rule="first", **USUAL)
    q = [[Fraction(0)] * 3 for _ in range(2)]
    for o, a, reward, following, done, _ in _episode(rounds):
        target = Fraction(reward)
        if not done:
            later = q[following]
            mean = Fraction(3, 8) * sum(later) / 3 + Fraction(5, 8) * max(later)
            target += HALF * mean
        q[o][a] += QUARTER * (target - q[o][a])
    assert _fractions(_after(seat, rounds).values) == [
        [pytest.approx(float(v), abs=1e-14) for v in row] for row in q
    ]


@given(rounds=ROUNDS)
def test_sarsa_plays_what_it_learned_from(rounds: Any) -> None:
    agent = LEARNERS["sarsa"].new(3, 2, 7)
    q = [[Fraction(0)] * 3 for _ in range(2)]
    o, a = 0, agent.select_action(0)
    for _, reward, following, done, _ in rounds:
        agent.update(o, a, float(reward), following, done)
        stream = agent._stream.state.copy()
        seen = 0 if done else following
        b = agent.select_action(seen)
        # drawn already in `update`, unless the episode was over
        assert (agent._stream.state.tolist() == stream.tolist()) == (not done)
        target = reward + (0 if done else HALF * q[following][b])
        q[o][a] += QUARTER * (target - q[o][a])
        assert _fractions(agent.values) == q
        o, a = seen, b


def test_sarsa_draws_anew_where_an_episode_was_cut_off() -> None:
    agent = LEARNERS["sarsa"].new(2, 3, 7)
    agent.update(0, 1, 1.0, 2, False)
    stream = agent._stream.state.copy()
    agent.select_action(1)  # planned for observation 2
    assert agent._stream.state.tolist() != stream.tolist()
    agent.update(1, 1, 1.0, 2, False)
    stream = agent._stream.state.copy()
    agent.select_action(2)
    agent.select_action(2)  # the plan was used up
    assert agent._stream.state.tolist() != stream.tolist()


@given(rounds=ROUNDS, averages=st.booleans())
def test_averages_are_averages_and_visits_are_counted(rounds: Any, averages: bool) -> None:
    rate: Any = "average" if averages else 0.25
    agent = _after(QLearner(learning_rate=rate, exploration=UCB()), rounds)
    q, visits = np.zeros((2, 3)), np.zeros((2, 3))
    rewards: dict[tuple[int, int], list[int]] = {}
    for o, a, reward, *_ in _episode(rounds):
        rewards.setdefault((o, a), []).append(reward)
        visits[o, a] += 1
        if not averages:
            q[o, a] += (reward - q[o, a]) / 4
    if averages:
        for place, got in rewards.items():
            q[place] = sum(got) / len(got)
    assert agent.values == pytest.approx(q, abs=1e-14)
    assert agent.memory[7:].tolist() == visits.ravel().tolist()


@given(
    values=st.lists(st.integers(-4, 4), min_size=3, max_size=3),
    visits=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    first=st.booleans(),
)
def test_upper_confidence_bounds(values: list[int], visits: list[int], first: bool) -> None:
    rule: Any = "first" if first else "random"
    seat = QLearner(learning_rate=0.25, exploration=UCB(0.25), tie_rule=rule)
    agent = seat.new(3, 1, 7, payoff_bounds=BOUNDS)
    agent.values[0] = values
    agent.memory[4:] = visits
    # exact ties happen where both values and visits agree; all else is far apart
    bounds = [
        v + 0.25 * 8 * math.sqrt(2 * math.log(sum(visits)) / k) if k else math.inf
        for v, k in zip(values, visits, strict=True)
    ]
    best = [a for a in range(3) if math.isclose(bounds[a], max(bounds), abs_tol=1e-12)]
    distinct = {(values[a], visits[a]) for a in best if visits[a]}
    if len(distinct) > 1:
        return  # equal in exact arithmetic only: rounding decides
    shares = [float(a == best[0]) if first else (a in best) / len(best) for a in range(3)]
    assert agent.behaviour(0) == pytest.approx(shares)
    top = [a for a in range(3) if values[a] == max(values)]
    greedy = [float(a == top[0]) if first else (a in top) / len(top) for a in range(3)]
    assert agent.policy(0) == pytest.approx(greedy)


def test_frequency_adjusted_changes_are_alike_in_expectation() -> None:
    # where no probability is below beta: sum over draws of p(a) * change = the same share
    # of (expected target - value) for every action
    seat = FrequencyAdjustedQLearner(learning_rate=0.5, exploration=Boltzmann(0.25), beta=0.0625)
    rewards, values = [1.0, 3.0, -2.0], [0.5, 1.5, -0.5]
    for action in range(3):
        agent = seat.new(3, 1, 7, payoff_bounds=BOUNDS)
        agent.values[0] = values
        p = agent.behaviour(0)[action]
        assert p > 0.0625
        agent.update(0, action, rewards[action], 0, True)
        change = p * (agent.values[0][action] - values[action])
        assert change == pytest.approx(0.0625 * 0.5 * (rewards[action] - values[action]))
    # a rarer action is not sped up beyond the learning rate
    agent = seat.new(3, 1, 7, payoff_bounds=BOUNDS)
    agent.values[0] = [0.0, 16.0, 0.0]
    assert agent.behaviour(0)[0] < 0.0625
    agent.update(0, 0, 4.0, 0, True)
    assert agent.values[0].tolist() == [2.0, 16.0, 0.0]


@given(rounds=ROUNDS)
def test_joint_action_learning_is_the_equation(rounds: Any) -> None:
    seat = JointActionLearner(exploration=GREEDY, prior=0.5, **USUAL)
    pairs = np.zeros((2, 3, 2)) * Fraction(0)
    seen = np.full((2, 2), HALF)
    expected = [[Fraction(0)] * 3 for _ in range(2)]
    for o, a, reward, following, done, other in _episode(rounds):
        target = reward + (0 if done else HALF * max(expected[following]))
        pairs[o, a, other] += QUARTER * (target - pairs[o, a, other])
        seen[o, other] += 1
        for action in range(3):
            expected[o][action] = sum(seen[o] * pairs[o, action], Fraction(0)) / sum(seen[o])
    agent = _after(seat, rounds, payoffs=np.zeros((3, 2)))
    assert agent.values == pytest.approx(np.array(expected, dtype=float), abs=1e-13)


def test_joint_action_learners_must_see_the_opponent() -> None:
    seat = LEARNERS["joint-action"]
    assert seat.needs == {"own reward", "opponent action", "game"}
    with pytest.raises(ParameterError, match="how many actions the opponent has"):
        seat.new(2, 1, 7)
    with pytest.raises(SeatError, match="learns from the opponent's actions"):
        seat.new(2, 1, 7, payoffs=np.zeros((2, 2))).update(0, 0, 1.0, 0, False)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: UCB(-1), "constant: expected a number of at least 0, got -1"),
        (lambda: QLearner(learning_rate="mean", exploration=GREEDY), "learning_rate: expected"),
        (lambda: Sarsa(learning_rate="average", exploration=GREEDY), "learning_rate: expected"),
        (
            lambda: Sarsa(learning_rate=0.1, exploration=UCB()),
            r"expected EpsilonGreedy\(epsilon\) or Boltzmann\(temperature\), got UCB",
        ),
        (
            lambda: FrequencyAdjustedQLearner(learning_rate=0.1, exploration=GREEDY, beta=0.1),
            r"exploration: expected Boltzmann\(temperature\), got EpsilonGreedy",
        ),
        (
            lambda: FrequencyAdjustedQLearner(learning_rate=0.1, exploration=SOFT, beta=0),
            r"beta: expected a number in \(0, 1\], got 0",
        ),
        (
            lambda: LenientQLearner(learning_rate=0.1, exploration=SOFT, leniency=0),
            "leniency: expected an integer of at least 1, got 0",
        ),
        (
            lambda: HystereticQLearner(learning_rate=0.1, exploration=SOFT, lowering_rate=0.2),
            "lowering_rate: expected at most the learning rate 0.1 to begin with, got 0.2",
        ),
        (
            lambda: JointActionLearner(learning_rate=0.1, exploration=SOFT, prior=0),
            "prior: expected a number above 0, got 0",
        ),
        (
            lambda: QLearner(learning_rate=0.1, exploration=UCB()).new(2, 1, 7),
            "UCB: the constant is a share of the payoff range",
        ),
        (
            lambda: QLearner(learning_rate=0.1, exploration=UCB()).new(
                2, 1, 7, payoff_bounds=(-1e308, 1e308)
            ),
            "UCB: .* rescale the payoffs",
        ),
    ],
)
def test_out_of_range(make: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        make()


def test_rules_that_are_q_learning_at_an_end_of_their_range() -> None:
    # one draw an action each, so the very same runs
    usual: dict[str, Any] = {
        "learning_rate": Decay(0.5, 30), "exploration": GREEDY, "initial_value": "middle",
    }  # fmt: skip
    world = RepeatedGame(PD, memory=1)
    discounted = {**usual, "discount": 0.5}
    expected = play(world, (QLearner(**discounted),) * 2, 300, 5, rng=1)
    for seat in (
        LenientQLearner(**discounted, leniency=1),
        HystereticQLearner(**discounted, lowering_rate=Decay(0.5, 30)),
    ):
        runs = play(world, (seat, seat), 300, 5, rng=1)
        assert runs.joint.tolist() == expected.joint.tolist()
    expected = play(PD, (QLearner(**usual),) * 2, 300, 5, rng=1)
    seat = ExpectedSarsa(**usual)
    assert play(PD, (seat, seat), 300, 5, rng=1).joint.tolist() == expected.joint.tolist()


@every_learner
def test_relabelling_actions_leaves_the_statistics(seat: Any) -> None:
    if getattr(seat, "tie_rule", "") == "first":
        pytest.skip("a tie rule by labels is meant to depend on them")
    A = np.array([[3.0, 0, 2], [1, 4, 2], [0, 3, 1]])
    B = np.array([[1.0, 2, 0], [4, 0, 2], [3, 3, 1]])
    order = [2, 0, 1]
    plain = play(BimatrixGame(A, B), (seat, seat), 120, 1_500, rng=8)
    moved = play(
        BimatrixGame(A[order][:, order], B[order][:, order]), (seat, seat), 120, 1_500, rng=9
    )
    for window in (slice(0, 5), slice(80, None)):  # early, where ties decide, and late
        one = plain.joint_frequencies(window)[:, order][:, :, order]
        two = moved.joint_frequencies(window)
        errors = np.sqrt((one.var(axis=0) + two.var(axis=0)) / 1_500)
        assert (np.abs(one.mean(axis=0) - two.mean(axis=0)) <= 4.5 * errors).all()


def test_sarsa_draws_its_next_action_by_the_next_rounds_exploration() -> None:
    # epsilon falls from 1 to 1/2 with the first update; after it the greedy action has
    # probability 3/4, and the other would have had 1/2 by the old epsilon
    seat = Sarsa(learning_rate=0.5, exploration=EpsilonGreedy(Decay(1.0, 1)))
    greedy = 0
    for seed in range(2_000):
        agent = seat.new(2, 1, seed)
        agent.values[0] = [1.0, 0.0]
        agent.update(0, 1, 0.0, 0, False)
        greedy += agent.select_action(0) == 0
    assert abs(greedy / 2_000 - 0.75) < 4.5 * math.sqrt(0.75 * 0.25 / 2_000)
