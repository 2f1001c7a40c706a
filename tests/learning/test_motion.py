"""What moves, and the story of the prisoner's dilemma."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, load, solve
from learning import EpsilonGreedy, FixedStrategy, QLearner, Record, compare, play

PD = BimatrixGame(
    [[3, 0], [5, 1]],
    [[3, 5], [0, 1]],
    row_actions=["Cooperate", "Defect"],
    column_actions=["Cooperate", "Defect"],
)
PENNIES = BimatrixGame.zero_sum([[1, -1], [-1, 1]])


def test_the_dilemma_told_as_it_is() -> None:
    # LEARNING.md's teaching case: the policy rests at defection, values keep their noise.
    seat = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.15))
    runs = play(PD, (seat, seat), rounds=2_000, runs=400, rng=5)
    motion = compare(runs, solve(PD), burn_in=0.75).motion
    assert motion is not None
    assert (motion.first, motion.last) == (1_501, 2_000)
    assert motion.greedy_pair == (1, 1)
    assert motion.pair_leads == 400
    assert motion.greedy_share > 0.998
    assert np.isnan(motion.periods).all()
    # by the definition: exploration around (Defect, Defect)
    assert motion.explained is not None
    assert motion.explained.ravel() == pytest.approx([0.075**2, *[0.075 * 0.925] * 2, 0.925**2])
    error = 4.5 * np.sqrt(motion.explained / (400 * 500)) + 1e-3
    assert (np.abs(motion.joint - motion.explained) < error).all()
    # Values: what each action earns against exploration, and noise that stays. In the long run
    # the variance is rate / (2 - rate) times that of the rewards.
    for means, noise in zip(motion.value_means, motion.value_noise, strict=True):
        assert means is not None
        assert noise is not None
        assert means == pytest.approx([3 * 0.075, 5 * 0.075 + 0.925], abs=0.05)
        spread = 4 * math.sqrt(0.075 * 0.925) * math.sqrt(0.1 / 1.9)
        assert noise[1] == pytest.approx(spread, rel=0.08)
    text = motion.summary()
    assert "the greedy pair was (Defect, Defect) on 99.9" in text
    assert "no cycle was seen in any run" in text
    assert "neither convergence of the values nor a cycle of the policy" in text


class Alternator:
    """Changes its pure policy after every so many rounds."""

    def __init__(self, every: int) -> None:
        self.every, self.rounds = every, 0

    def select_action(self, observation: Any) -> int:
        return self.rounds // self.every % 2

    def update(self, *experience: Any) -> None:
        self.rounds += 1

    def policy(self, observation: Any) -> list[float]:
        action = self.rounds // self.every % 2
        return [1.0 - action, float(action)]


def test_flips_drift_and_moving_best_responses_by_construction() -> None:
    # Windows of 10 rounds, a new action every 20: policies move at every other window's end, and
    # with them the opponent's best response; the opponent, who is still, moves nobody's.
    seats = (lambda rng: Alternator(20)), FixedStrategy([0.9, 0.1])
    runs = play(PENNIES, seats, 2_000, 3, 1, record=Record(windows=200))
    motion = compare(runs, solve(PENNIES)).motion
    assert motion is not None
    # 100 moments, 99 steps between them, every other one moves
    moved = motion.drift[:, 0]
    assert moved == pytest.approx([50 / 99] * 3, abs=1 / 99)
    assert motion.response_moves[:, 1] == pytest.approx(moved)
    assert motion.response_moves[:, 0].tolist() == [0.0] * 3
    assert motion.drift[:, 1].tolist() == [0.0] * 3


def test_a_log_tells_of_play_only() -> None:
    game = load("matching-pennies")
    turn = {"row": [0, 1, 1, 0] * 500, "column": [0, 0, 1, 1] * 500}
    motion = compare(turn, solve(game)).motion
    assert motion is not None
    assert np.isnan(motion.flips).all()
    assert motion.greedy_pair is None
    assert motion.periods.tolist() == [4]
    assert "a cycle of period 4 was seen in 1 of 1 runs" in motion.summary()
    assert motion.to_document()["median_period"] == 4
    assert compare(([1, 0], [1, 0]), solve(game)).motion is None
