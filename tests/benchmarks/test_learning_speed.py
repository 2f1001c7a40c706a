"""Two epsilon-greedy stateless Q-learners in the prisoner's dilemma, beside other loops.

Run with ``pytest tests/benchmarks/test_learning_speed.py -m benchmark -n 0
--benchmark-enable``. One core; random numbers, recording and the start of `play` are timed,
too. Every loop plays the same algorithm, so the joint frequencies that they reach are
compared first. Then every agent that can be named plays itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gametheory.game import BimatrixGame
from learning import EpsilonGreedy, QLearner, RepeatedGame, play
from learning.agents.protocol import STATE
from learning.agents.registry import agent, agent_names

pytestmark = pytest.mark.benchmark

DILEMMA = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
RATE, EPSILON = 0.1, 0.15
LEARNER = QLearner(learning_rate=RATE, exploration=EpsilonGreedy(EPSILON))

Frequencies = np.ndarray


def ours(runs: int, rounds: int, memory: int = 0) -> Frequencies:
    world = RepeatedGame(DILEMMA, memory=memory)
    record = play(world, (LEARNER, LEARNER), rounds, runs, rng=1, threads=1)
    return record.joint_rates()[100:].mean(axis=0)


def one_step_at_a_time(rounds: int) -> Frequencies:
    """The loop that one writes first."""
    rng = np.random.default_rng(1)
    payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    values, counts = np.zeros((2, 2)), np.zeros((2, 2))
    for t in range(rounds):
        actions = [
            int(rng.integers(2)) if rng.random() < EPSILON
            else int(rng.choice(np.flatnonzero(values[k] == values[k].max())))
            for k in (0, 1)
        ]  # fmt: skip
        for k in (0, 1):
            reward = payoffs[k, actions[0], actions[1]]
            values[k, actions[k]] += RATE * (reward - values[k, actions[k]])
        if 2 * t >= rounds:
            counts[actions[0], actions[1]] += 1
    return counts / counts.sum()


def many_seeds_at_once(seeds: int, rounds: int) -> Frequencies:
    """Whole arrays of numpy, one round after the other."""
    rng = np.random.default_rng(1)
    payoffs = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    values, counts, each = np.zeros((2, seeds, 2)), np.zeros(4), np.arange(seeds)
    for t in range(rounds):
        greedy = values[:, :, 1] + 1e-12 * (rng.random((2, seeds)) - 0.5) > values[:, :, 0]
        explores = rng.random((2, seeds)) < EPSILON
        actions = np.where(explores, rng.random((2, seeds)) < 0.5, greedy).astype(np.int64)
        for k in (0, 1):
            reward = payoffs[k, actions[0], actions[1]]
            values[k, each, actions[k]] += RATE * (reward - values[k, each, actions[k]])
        if 2 * t >= rounds:
            counts += np.bincount(2 * actions[0] + actions[1], minlength=4)
    return (counts / counts.sum()).reshape(2, 2)


def test_all_loops_reach_the_same_frequencies() -> None:
    # What exploration around (Defect, Defect) gives: 1 - epsilon / 2 each.
    defects = 1 - EPSILON / 2
    expected = np.outer([1 - defects, defects], [1 - defects, defects])
    for found, error in (
        (ours(1_000, 2_000), 0.01), (ours(1, 200_000), 0.02), (one_step_at_a_time(20_000), 0.04),
        (many_seeds_at_once(2_000, 1_000), 0.02),
    ):  # fmt: skip
        assert np.abs(found - expected).max() < error, found


def test_q_learners(
    report: Callable[[str], None], race: Callable[..., None], benchmark: Any, measuring: bool
) -> None:
    scale = 1 if measuring else 100
    works: list[tuple[str, int, Callable[[int], object]]] = [
        ("ours, 1,000 seeds at once", 20_000_000, lambda n: ours(1_000, n // 1_000)),
        ("ours, one chain", 2_000_000, lambda n: ours(1, n)),
        ("ours, one chain, memory 1", 1_000_000, lambda n: ours(1, n, memory=1)),
        ("numpy, 2,000 seeds at once", 2_000_000, lambda n: many_seeds_at_once(2_000, n // 2_000)),
        ("numpy, one step at a time", 20_000, one_step_at_a_time),
    ]
    benchmark.pedantic(lambda: None, rounds=1)
    for name, steps, work in works:
        steps = max(steps // scale, 2_000)
        work(steps)
        report(f"{name:<28}{_nanoseconds(lambda: work(steps), steps):>10,.1f} ns a joint step")  # noqa: B023


@pytest.mark.parametrize("memory", [0, 1])
def test_every_agent(
    report: Callable[[str], None], benchmark: Any, measuring: bool, memory: int
) -> None:
    steps = 200_000 if measuring else 500
    world = RepeatedGame(DILEMMA, memory=memory)
    benchmark.pedantic(lambda: None, rounds=1)
    for name in agent_names():
        seats = agent(name), agent(name)
        if not memory and STATE in getattr(seats[0], "needs", ()):
            continue
        play(world, seats, 100, rng=1)
        spent = _nanoseconds(lambda: play(world, seats, steps, rng=1, threads=1), steps)  # noqa: B023
        report(f"{name + f', memory {memory}':<44}{spent:>10,.1f} ns a joint step")


def _nanoseconds(work: Callable[[], object], steps: int) -> float:
    """Least processor time of three tries, by step."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent) / steps * 1e9
