"""Fictitious play as agents, against exact fictitious play and against theory."""

from __future__ import annotations

import math
from itertools import groupby
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, catalog
from gametheory.dynamics import fictitious_play
from gametheory.errors import ParameterError, SeatError
from learning import (
    ExperienceWeighted,
    FictitiousPlayer,
    Record,
    StochasticFictitiousPlayer,
    make_agents,
    play,
)
from learning.agents.protocol import Observation
from learning.gaps import cce_gap


def _one(k: int, n: int) -> list[float]:
    return [float(a == k) for a in range(n)]


@pytest.mark.parametrize("name", ["shapley", "rock-paper-scissors", "morra", "climbing", "kreps"])
@pytest.mark.parametrize("cell", [(0, 0), (0, 1), (1, 1)])
def test_counts_are_those_of_exact_fictitious_play(name: str, cell: tuple[int, int]) -> None:
    game = catalog.load(name)
    i, j = cell
    m, n = game.shape
    seats = (
        FictitiousPlayer(initial_weights=_one(j, n), tie_rule="first"),
        FictitiousPlayer(initial_weights=_one(i, m), tie_rule="first"),
    )
    runs = play(game, seats, rounds=5_000, record=Record(windows=1))
    exact = fictitious_play(game, 5_001, start=(game.row_actions[i], game.column_actions[j]),
                            ties="first")  # fmt: skip
    expected = np.array(exact.counts)
    expected[i, j] -= 1  # its first round is our starting weights
    assert runs.joint[0, 0].tolist() == expected.tolist()


def test_shapleys_cycle_grows_by_the_root_of_its_cubic() -> None:
    game = catalog.load("shapley")
    seat: Any = FictitiousPlayer(initial_weights=[1, 0, 0], tie_rule="first")
    rounds = 200_000
    runs = play(game, (seat, seat), rounds, record=Record(trajectory=True))
    assert runs.trajectory is not None
    lengths = [len(list(phase)) for _, phase in groupby(map(tuple, runs.trajectory[0].tolist()))]
    growth = next(x for x in np.roots([1, -1, 0, -1]) if abs(x.imag) < 1e-12).real
    assert growth == pytest.approx(1.4656, abs=5e-5)
    for before, after in zip(lengths[-8:-2], lengths[-7:-1], strict=True):  # the last is cut
        assert after / before == pytest.approx(growth, rel=3 / before)
    # Where a phase ends a round late the gap grows by one of 1 / T: like a logarithm. Over
    # the second half of these rounds, the starting cell included, it is 9 / T to 10 / T.
    counts = runs.joint[0].cumsum(axis=0, dtype=np.int64)
    counts[:, 0, 0] += 1
    for window in range(99, 200, 20):
        time = int(runs.edges[window + 1]) + 1
        gap = float(cce_gap(game, counts[None, window] / time)[0])
        assert 9 - 1e-6 <= gap * time <= 10 + 1e-6


def test_stochastic_fictitious_play_comes_to_the_logit_equilibrium() -> None:
    # prisoner's dilemma (3, 0, 5, 1): P(Defect) at temperatures .2, .5 and 1 of its payoffs
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    for temperature, defect in ((0.2, 0.9935), (0.5, 0.9002), (1.0, 0.7733)):
        seat = StochasticFictitiousPlayer(temperature=temperature / 5)
        runs = play(game, (seat, seat), 20_000, 40, rng=3)
        # the policy answers a frequency of 20,000 draws: .0035 at most, times a slope below 1
        assert runs.final_policies[0][:, 1].mean() == pytest.approx(defect, abs=4.5 * 0.0035)


def test_experience_weighted_attraction_holds_fictitious_play() -> None:
    payoffs = [[3, -1, 0], [0, 4, 1]]
    one = StochasticFictitiousPlayer(temperature=0.3, initial_weights=[1, 1, 2]).new(
        2, payoffs=payoffs
    )
    two = ExperienceWeighted(
        phi=1, rho=1, delta=1, temperature=0.3, initial_experience=0
    ).new(2, payoffs=payoffs)  # fmt: skip
    for other in (0, 1, 2, 2):  # the starting weights, as rounds
        two.update(0, 0, 0.0, Observation(0, other), False)
    for other in (1, 1, 0, 2, 1):
        assert two.behaviour(0) == pytest.approx(one.behaviour(0), abs=1e-14)
        for agent in (one, two):
            agent.update(0, 1, 0.0, Observation(0, other), False)


def test_matching_pennies_is_learned() -> None:
    # Robinson 1951: frequencies converge in zero-sum games
    game = catalog.load("matching-pennies")
    runs = play(game, (FictitiousPlayer(), FictitiousPlayer()), 50_000, 20, rng=4)
    assert np.abs(runs.time_average(0) - 0.5).max() < 4 / math.sqrt(50_000)


def test_what_must_be_told() -> None:
    with pytest.raises(ParameterError, match=r"FictitiousPlayer.*give new\(..., payoffs=own"):
        FictitiousPlayer().new(2)
    with pytest.raises(ParameterError, match=r"payoffs: expected finite numbers of shape \(2, "):
        FictitiousPlayer().new(2, payoffs=[[1, 2, 3]])
    with pytest.raises(ParameterError, match="3 initial weights against an opponent of 2 actions"):
        FictitiousPlayer(initial_weights=[1, 1, 1]).new(2, payoffs=[[1, 2], [3, 4]])
    with pytest.raises(ParameterError, match="initial_weights: expected a number of at least 0"):
        FictitiousPlayer(initial_weights=[-1])
    with pytest.raises(ParameterError, match="tie_rule: expected 'random' or 'first'"):
        FictitiousPlayer(tie_rule="last")  # type: ignore[arg-type]
    agent = make_agents(catalog.load("kreps"), (FictitiousPlayer(), FictitiousPlayer()))[0]
    with pytest.raises(SeatError, match="expected a next observation with `opponent_action`"):
        agent.update(0, 0, 1.0, 0, False)
