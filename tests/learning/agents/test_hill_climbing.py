"""Policy hill-climbing and WoLF: their equations in exact arithmetic, and conformance."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.errors import ParameterError
from learning import PHC, Decay, EpsilonGreedy, RepeatedGame, WoLFPHC, play
from learning.testing import check_agent

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)
SEATS: dict[str, Any] = {
    "phc": PHC(learning_rate=0.25, delta=0.125, exploration=EpsilonGreedy(0.25)),
    "wolf": WoLFPHC(
        learning_rate=Decay(0.01, 1_000_000),
        delta_win=Decay(1 / 20_000, 20_000),
        delta_lose=Decay(1 / 10_000, 20_000),
        initial_value="middle",
    ),
}
every_climber = pytest.mark.parametrize("seat", SEATS.values(), ids=SEATS)

#: Rounds of a climber with 2 observations and 3 actions: action, reward, next
#: observation, whether the episode ends.
ROUNDS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(-4, 4), st.integers(0, 1), st.booleans()), max_size=7
)


@every_climber
def test_conformance(seat: Any) -> None:
    check_agent(seat)
    check_agent(seat, world=RepeatedGame(PD, memory=1, tremble=0.1, continuation=0.9))


@every_climber
def test_specifications_print_what_makes_them(seat: Any) -> None:
    assert eval(repr(seat)) == seat  # noqa: S307 - our own text
    with pytest.raises(TypeError, match=f"Mine: {type(seat).__name__} is final"):
        type("Mine", (type(seat),), {})


def _step(policy: list[Fraction], q: list[Fraction], delta: Fraction) -> None:
    """Bowling & Veloso's step, as it is printed; the first of equal values is largest."""
    n = len(policy)
    greedy = q.index(max(q))
    gives = [min(p, delta / (n - 1)) for p in policy]
    for a in range(n):
        policy[a] += sum(gives[b] for b in range(n) if b != greedy) if a == greedy else -gives[a]


@given(rounds=ROUNDS, wolf=st.booleans())
def test_climbing_is_the_equation(rounds: Any, wolf: bool) -> None:
    # eighths and sixteenths keep policies exact; the average policy divides by counts, so
    # whether WoLF wins is compared in floats only where it is not a tie
    start = (0.5, 0.25, 0.25)
    usual: dict[str, Any] = {
        "learning_rate": 0.25, "discount": 0.5, "initial_policy": start, "tie_rule": "first",
    }  # fmt: skip
    seat: Any = (
        WoLFPHC(**usual, delta_win=0.0625, delta_lose=0.25) if wolf else PHC(**usual, delta=0.25)
    )
    agent = seat.new(3, 2, 7)
    q = [[Fraction(0)] * 3 for _ in range(2)]
    policy = [[Fraction(p) for p in start] for _ in range(2)]
    average = [[Fraction(0)] * 3 for _ in range(2)]
    count, seen = [0, 0], 0
    for action, reward, following, done in rounds:
        o = seen
        agent.update(o, action, float(reward), following, done)
        target = reward + (0 if done else HALF * max(q[following]))
        q[o][action] += QUARTER * (target - q[o][action])
        delta = QUARTER
        if wolf:
            count[o] += 1
            for a in range(3):
                average[o][a] += (policy[o][a] - average[o][a]) / count[o]
            gain = sum(((policy[o][a] - average[o][a]) * q[o][a] for a in range(3)), Fraction(0))
            if gain > 0:
                delta = Fraction(1, 16)
            if abs(gain) < Fraction(1, 10**9) and count[o] > 2:
                return  # rounding of thirds may decide
        _step(policy[o], q[o], delta)
        assert [[Fraction(p) for p in row] for row in agent.values.tolist()] == policy
        assert [Fraction(v) for v in agent.memory[7:13]] == [v for row in q for v in row]
        seen = 0 if done else following


def test_exploration_is_mixed_in() -> None:
    seat = PHC(learning_rate=0.5, delta=0.5, exploration=EpsilonGreedy(0.25), initial_policy=[1, 0])
    agent = seat.new(2, 1, 1)
    assert agent.policy(0).tolist() == [1.0, 0.0]
    assert agent.behaviour(0).tolist() == [0.875, 0.125]
    assert seat.explores_for_ever
    assert not SEATS["wolf"].explores_for_ever


def test_equal_values_are_drawn_evenly() -> None:
    seat = PHC(learning_rate=0.5, delta=1)
    winners = [0, 0, 0]
    for seed in range(900):
        agent = seat.new(3, 1, seed)
        agent.update(0, 0, 0.0, 0, True)  # all values stay 0
        assert agent.policy(0).max() == 1.0  # the others have 1/3 each and give up to 1/2
        winners[int(agent.policy(0).argmax())] += 1
    assert max(winners) < 300 + 4.5 * (900 * 2 / 9) ** 0.5
    assert min(winners) > 300 - 4.5 * (900 * 2 / 9) ** 0.5


def test_policies_stay_probabilities() -> None:
    game = BimatrixGame([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    seat = WoLFPHC(learning_rate=0.1, delta_win=0.0123, delta_lose=0.0456)
    runs = play(game, (seat, seat), 20_000, 5, rng=1)
    for told in runs.policies:
        assert told is not None
        assert (told >= 0).all()
        assert abs(told.sum(axis=2) - 1).max() < 1e-15 * 4


def test_a_single_action_is_kept() -> None:
    agent = PHC(learning_rate=0.5, delta=0.5).new(1, 1, 7)
    agent.update(0, 0, 2.0, 0, True)
    assert agent.policy(0).tolist() == [1.0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"delta_win": 0}, r"delta_win: expected a number in \(0, 1\], got 0"),
        ({"delta_lose": 1.5}, r"delta_lose: expected a number in \(0, 1\], got 1.5"),
        ({"delta_win": 0.4}, "delta_win: expected at most delta_lose 0.2 to begin with, got 0.4"),
        ({"exploration": 0.1}, r"exploration: expected EpsilonGreedy\(epsilon\), got 0.1"),
        ({"initial_policy": [0.5, 0.6]}, "initial_policy: expected probabilities"),
        ({"initial_policy": 3}, "initial_policy: expected probabilities"),
        ({"discount": 1}, r"discount: expected a number in \[0, 1\), got 1"),
        ({"tie_rule": "last"}, "tie_rule: expected 'random' or 'first'"),
    ],
)
def test_out_of_range(change: dict[str, Any], message: str) -> None:
    usual: dict[str, Any] = {"learning_rate": 0.1, "delta_win": 0.1, "delta_lose": 0.2}
    with pytest.raises(ParameterError, match=message):
        WoLFPHC(**{**usual, **change})


def test_a_policy_of_the_wrong_length() -> None:
    with pytest.raises(ParameterError, match="got 2 probabilities for a player of 3 actions"):
        PHC(learning_rate=0.1, delta=0.1, initial_policy=[0.5, 0.5]).new(3)


def test_relabelling_actions_leaves_the_statistics() -> None:
    A, B = [[3, 0], [1, 2]], [[0, 2], [2, 1]]
    seat = WoLFPHC(learning_rate=0.25, delta_win=0.02, delta_lose=0.05)
    plain = play(BimatrixGame(A, B), (seat, seat), 200, 1_500, rng=8)
    moved = play(
        BimatrixGame([row[::-1] for row in A[::-1]], [row[::-1] for row in B[::-1]]),
        (seat, seat), 200, 1_500, rng=9,
    )  # fmt: skip
    one, two = plain.joint_frequencies()[:, ::-1, ::-1], moved.joint_frequencies()
    errors = ((one.var(axis=0) + two.var(axis=0)) / 1_500) ** 0.5
    assert (abs(one.mean(axis=0) - two.mean(axis=0)) <= 4.5 * errors).all()
