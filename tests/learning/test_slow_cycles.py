"""Cycles that slow down are not taken for rest, and no unsettled run for an equilibrium."""

from __future__ import annotations

import numpy as np
import pytest

from gametheory import BimatrixGame, load, solve
from learning import (
    EpsilonGreedy,
    FictitiousPlayer,
    QLearner,
    Record,
    RegretMatching,
    compare,
    play,
)
from learning.outcomes import Outcome

EQUILIBRIA = (Outcome.REACHED, Outcome.CORRELATED, Outcome.COARSE)


@pytest.mark.parametrize("rounds", [5_000, 20_000, 50_000])
def test_fictitious_play_in_shapleys_game_is_never_settled(rounds: int) -> None:
    # The runs of one action pair grow by 1.4656 (the root of x^3 = x^2 + 1): the last one may
    # stand still for a third of all rounds, and moves on all the same.
    game = load("shapley")
    seat = FictitiousPlayer(tie_rule="first")
    runs = play(game, (seat, seat), rounds, 1, 1, record=Record(trajectory=True))
    verdict = compare(runs, solve(game))
    for judgement in (verdict.final_policy, verdict.time_average, verdict.joint_play):
        assert judgement.labels == ("not settled",)  # type: ignore[attr-defined]
    assert np.isnan(verdict.joint_play.periods).all()  # turns grow: no period
    assert runs.trajectory is not None
    changes = np.flatnonzero(np.diff(runs.trajectory[0] @ [3, 1])) + 1
    lengths = np.diff(changes)[-6:]
    assert lengths[1:] / lengths[:-1] == pytest.approx(1.4656, abs=0.03)
    # since round 1 the gap to the coarse correlated equilibria is of order 1 / T
    whole = compare(runs, solve(game), burn_in=0)
    assert 5 / rounds < whole.cce_gap[0] < 15 / rounds


def test_fictitious_play_in_step_has_a_period_and_no_equilibrium_but_in_its_averages() -> None:
    # From these starts both move in step and meet on one diagonal only: the averages are those of
    # the equilibrium, but the gap to the coarse correlated equilibria stays 1 / 3.
    game = load("shapley")
    seats = (
        FictitiousPlayer(initial_weights=[1, 0.1, 0.2], tie_rule="first"),
        FictitiousPlayer(initial_weights=[0.3, 1, 0.1], tie_rule="first"),
    )
    verdict = compare(play(game, seats, 6_000, 1, 1, record=Record(trajectory=True)), solve(game))
    assert verdict.final_policy.labels == ("cycle of period 6",)
    assert verdict.time_average.labels == ("component 1",)
    assert verdict.joint_play.labels == ("settled off equilibrium",)
    assert verdict.cce_gap == pytest.approx([1 / 3], abs=1e-3)


def test_regrets_are_not_told_as_values() -> None:
    game = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    motion = compare(play(game, (RegretMatching(),) * 2, 2_000, 5, 1), solve(game)).motion
    assert motion is not None
    assert motion.value_means == (None, None)
    assert "Values" not in motion.summary()
    # learners of values that never rest: noise is told, rest is not
    seat = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1))
    motion = compare(play(game, (seat, seat), 2_000, 5, 1), solve(game)).motion
    assert motion is not None
    assert not motion.steady
    assert "Values" in motion.summary()
    assert "neither convergence" not in motion.summary()


def test_what_is_not_settled_is_no_equilibrium() -> None:
    for name in ("matching-pennies", "battle-of-the-sexes", "rock-paper-scissors"):
        game = load(name)
        seat = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.05))
        verdict = compare(play(game, (seat, seat), 1_000, 40, 1), solve(game))
        for judgement in (verdict.final_policy, verdict.time_average, verdict.joint_play):
            outcomes = np.array(judgement.outcomes)  # type: ignore[attr-defined]
            claimed = np.isin(outcomes, EQUILIBRIA)
            assert not (claimed & ~judgement.settled).any()  # type: ignore[attr-defined]
