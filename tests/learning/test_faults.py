"""What goes wrong with learners and long runs, and what must happen instead."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, solve
from gametheory.errors import ParameterError
from learning import (
    Boltzmann,
    EpsilonGreedy,
    FixedStrategy,
    QLearner,
    RepeatedGame,
    compare,
    make_agents,
    play,
)

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="Prisoner's dilemma")
LEARNER = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.15))


@pytest.mark.parametrize("seed", [-1, 1.5, "a", True])
def test_what_is_no_seed(seed: Any) -> None:
    with pytest.raises(ParameterError, match=r"rng: expected None, a non-negative integer"):
        play(PD, (LEARNER, LEARNER), 10, 1, seed)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: QLearner(learning_rate=0, exploration=EpsilonGreedy(0)), "learning_rate: exp"),
        (lambda: QLearner(learning_rate=1.1, exploration=EpsilonGreedy(0)), "learning_rate: exp"),
        (lambda: QLearner(learning_rate=math.nan, exploration=EpsilonGreedy(0)), "learning_rate"),
        (lambda: QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0), discount=1),
         r"discount: expected a number in \[0, 1\), got 1"),
        (lambda: EpsilonGreedy(-0.1), r"epsilon: expected a number in \[0, 1\], got -0.1"),
        (lambda: EpsilonGreedy(1.5), r"epsilon: expected a number in \[0, 1\], got 1.5"),
        (lambda: Boltzmann(0), "temperature: expected a number above 0, got 0"),
        (lambda: play(PD, (LEARNER, LEARNER), 0), "rounds: expected an integer of at least 1"),
        (lambda: play(PD, (LEARNER, LEARNER), 10, 0), "runs: expected an integer of at least 1"),
    ],
)  # fmt: skip
def test_what_is_out_of_range(make: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        make()


def test_a_run_whose_values_overflow_has_diverged_at_a_step_and_is_counted() -> None:
    game = BimatrixGame([[-1.7e308, 1.7e308]], [[0, 0]])
    seats = (QLearner(learning_rate=0.9, exploration=EpsilonGreedy(0)), FixedStrategy([0.9, 0.1]))
    runs = play(game, seats, 20, 60, 2)
    gone = np.flatnonzero(runs.diverged)
    assert 0 < len(gone) < 60
    for r in gone:
        assert runs.run_status[r] == f"diverged at step {runs.diverged[r]}"
    verdict = compare(runs, solve(game))
    assert verdict.runs_diverged == len(gone)
    assert verdict.runs_judged == 60 - len(gone)
    for judgement in (verdict.final_policy, verdict.time_average):
        assert sum(share.count for share in judgement.shares) == 60 - len(gone)
        assert np.isnan(judgement.row[gone]).all()
        assert {judgement.labels[r] for r in gone} == {"diverged"}
    assert verdict.welfare is not None
    assert np.isnan(verdict.welfare.total[gone]).all()


def test_at_a_time_limit_the_next_value_is_still_bootstrapped() -> None:
    # A loop that stops after one step tells no end: q = rate (reward + discount max q').
    seat = QLearner(learning_rate=0.5, exploration=EpsilonGreedy(0), discount=0.5,
                    initial_value=8.0)  # fmt: skip
    world = RepeatedGame(PD)
    agents = make_agents(world, (seat, seat), 1)
    observations = world.reset(None)
    actions = tuple(a.select_action(o) for a, o in zip(agents, observations, strict=True))
    following, rewards, done = world.step(actions)
    assert not done
    for k, agent in enumerate(agents):
        agent.update(observations[k], actions[k], rewards[k], following[k], done)
        value = np.ravel(agent.values)[actions[k]]
        assert value == pytest.approx(8 + 0.5 * (rewards[k] + 0.5 * 8 - 8))
        assert value != pytest.approx(8 + 0.5 * (rewards[k] - 8))  # as at an end


def test_choices_of_both_players_are_independent() -> None:
    # Overlapping bits once moved mutual cooperation from .006 to .0755. Around defection each
    # cooperates in .15 / 2 of the rounds by exploration alone, both in the square of that.
    runs = play(PD, (LEARNER, LEARNER), 2_000, 1_000, 11)
    joint = runs.joint_frequencies(slice(150, None)).mean(axis=0)
    alone = 0.15 / 2
    deviation = math.sqrt(alone**2 * (1 - alone**2) / (1_000 * 500))
    assert abs(joint[0, 0] - alone**2) < 5 * deviation + 5e-4  # rare flips of the greedy action
    # and given what one does the other explores as often
    given_cooperation = joint[0, 0] / joint[0].sum()
    assert given_cooperation == pytest.approx(joint[:, 0].sum(), abs=0.006)
