"""Perturbed and logit equilibria as targets, derived anew."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, load, solve
from gametheory.errors import ParameterError
from gametheory.testing import games
from learning import Boltzmann, Decay, EpsilonGreedy, FixedStrategy, QLearner, compare, play
from learning.outcomes import Outcome
from learning.targets import LogitTarget, PerturbedTarget, find_targets, perturbed_game

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="Prisoner's dilemma")


def _greedy(epsilon: float | Decay) -> QLearner:
    return QLearner(learning_rate=0.1, exploration=EpsilonGreedy(epsilon))


def _soft(temperature: float | Decay) -> QLearner:
    return QLearner(learning_rate=0.1, exploration=Boltzmann(temperature))


@given(games(max_actions=3), st.fractions(0, 1), st.fractions(0, 1))
@settings(max_examples=30)
def test_payoffs_of_the_perturbed_game_are_expectations(
    game: BimatrixGame, first: Fraction, second: Fraction
) -> None:
    m, n = game.shape
    perturbed = perturbed_game(game, (first, second))
    for i, j in itertools.product(range(m), range(n)):
        row = [first / m + (1 - first) * (k == i) for k in range(m)]
        column = [second / n + (1 - second) * (k == j) for k in range(n)]
        pure = [Fraction(k == i) for k in range(m)], [Fraction(k == j) for k in range(n)]
        assert perturbed.payoff(i, j) == (game[pure[0], column][0], game[row, pure[1]][1])


def test_exploration_out_of_range() -> None:
    with pytest.raises(ParameterError, match=r"exploration: expected two numbers in \[0, 1\]"):
        perturbed_game(PD, (2, 0))


def test_dominance_survives_perturbation() -> None:
    (target,), why = find_targets(PD, (_greedy(0.15), _greedy(0.15)))
    assert isinstance(target, PerturbedTarget)
    assert not why
    # Defect, but for half of the exploration
    ((row, column),) = target.play[0]
    assert row[0] == pytest.approx([0.075, 0.925])
    assert column[0] == pytest.approx([0.075, 0.925])
    played = np.array([[0.075, 0.925]])
    assert target.distances(played, played, played=True) == pytest.approx(np.zeros((1, 1)))
    assert target.epsilons(played, played, played=True) == pytest.approx(np.zeros((1, 2)))
    # Cooperate .175: the greedy part cooperates .1 / .85, and loses each time what Defect earns
    # more against what is played, 2 against Cooperate and 1 against Defect
    more = np.array([[0.175, 0.825]])
    wanted = 0.1 / 0.85 * (0.175 * 2 + 0.825 * 1)
    spread = float(target.game.payoff_range(0))
    told = target.epsilons(more, more, played=True)[0]
    assert told * spread == pytest.approx([wanted] * 2)


def test_a_mixed_equilibrium_moves_so_that_play_stays() -> None:
    # To keep the other indifferent, what is *played* must be the equilibrium of the game.
    game = load("penalty-kicks")
    (target,), _ = find_targets(game, (_greedy(0.2), _greedy(0.1)))
    assert isinstance(target, PerturbedTarget)
    (equilibrium,) = solve(game)
    ((row, column),) = target.play[0]
    assert row[0] == pytest.approx([float(p) for p in equilibrium.row])
    assert column[0] == pytest.approx([float(p) for p in equilibrium.column])
    ((row, column),) = target.policies[0]
    assert row[0, 0] == pytest.approx((float(equilibrium.row[0]) - 0.1) / 0.8)
    assert column[0, 0] == pytest.approx((float(equilibrium.column[0]) - 0.05) / 0.9)


def test_exploration_can_break_an_equilibrium() -> None:
    # Stag pays 4 with a Stag, 0 with a Hare; Hare 3: against .3 of exploration Stag is worth
    # 4 (1 - .15), more than 3; against .6 only 4 (1 - .3), less.
    game = BimatrixGame.symmetric([[4, 0], [3, 3]])
    for epsilon, stag in ((0.3, True), (0.6, False)):
        (target,), _ = find_targets(game, (_greedy(epsilon), _greedy(epsilon)))
        assert isinstance(target, PerturbedTarget)
        rows = [product[0][0].tolist() for component in target.policies for product in component]
        assert ([1.0, 0.0] in rows) == stag
        assert [0.0, 1.0] in rows


@pytest.mark.parametrize(("temperature", "defect"), [(0.2, 0.9935), (0.5, 0.9002), (1.0, 0.7733)])
def test_logit_equilibria_of_the_dilemma(temperature: float, defect: float) -> None:
    # LEARNING.md's figures are in payoff units; the payoff range is 5
    seat = _soft(temperature / 5)
    (target,), why = find_targets(PD, (seat, seat))
    assert isinstance(target, LogitTarget)
    assert (len(target.equilibria), target.complete, why) == (1, True, "")
    row, column = target.equilibria[0]
    assert row[1] == column[1] == pytest.approx(defect, abs=6e-5)


def test_temperatures_may_differ() -> None:
    (target,), _ = find_targets(PD, (_soft(0.2), _soft(0.1)))
    assert isinstance(target, LogitTarget)
    row, column = target.equilibria[0]
    # by the definition: log odds are payoff differences over the own temperature
    assert math.log(row[1] / row[0]) == pytest.approx(2 * column[0] + column[1])
    assert math.log(column[1] / column[0]) == pytest.approx((2 * row[0] + row[1]) / 0.5)
    assert target.detail == "at T = 0.2 and 0.1 of the payoff range"
    same = target.epsilons(row[None], column[None], played=True)
    assert same == pytest.approx(np.zeros((1, 2)), abs=1e-12)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.05, 2))
def test_the_regularised_regret_is_a_divergence(x: float, y: float, temperature: float) -> None:
    (target,), _ = find_targets(PD, (_soft(temperature), _soft(temperature)))
    row, column = np.array([[x, 1 - x]]), np.array([[y, 1 - y]])
    told = target.epsilons(row, column, played=True)[0]
    for player, (own, other) in enumerate(((row[0], column[0]), (column[0], row[0]))):
        values = np.array([[3, 0], [5, 1]]) @ other / 5 / temperature
        response = np.exp(values) / np.exp(values).sum()
        divergence = float((own * np.log(own / response)).sum())
        assert told[player] == pytest.approx(temperature * divergence, abs=1e-9)


@pytest.mark.parametrize(
    ("seats", "why"),
    [
        ((_greedy(0), _greedy(0)), ""),
        ((FixedStrategy([1, 0]), FixedStrategy([1, 0])), ""),
        ((_greedy(0.1), _soft(0.1)), "only one of them is a softmax learner"),
        ((_soft(0.1), FixedStrategy([1, 0])), "only one of them is a softmax learner"),
        ((_greedy(Decay(0.5, 10, lowest=0.1)), _greedy(0.1)), "changes with time"),
        ((_greedy(1), _greedy(0.1)), "one plays at random"),
    ],
)
def test_who_has_no_target(seats: tuple[QLearner, QLearner], why: str) -> None:
    targets, told = find_targets(PD, seats)
    assert not targets
    assert why in told if why else not told


def test_learners_that_explore_are_at_their_own_equilibrium() -> None:
    # T = 1 payoff unit: Defect .7733, far from the Nash equilibrium.
    seat = QLearner(learning_rate=0.02, exploration=Boltzmann(0.2), initial_value="lowest")
    verdict = compare(play(PD, (seat, seat), 20_000, 30, 1), solve(PD))
    assert set(verdict.time_average.outcomes) == {Outcome.LOGIT}
    label = "logit equilibrium at T = 0.2 of the payoff range"
    assert set(verdict.time_average.labels) == {label}
    assert f"from the {label}" in verdict.summary()
    (fit,) = verdict.time_average.fits
    assert fit.near.all()
    assert fit.distance.max() < 0.05 < verdict.time_average.distance.min()
    # one exploring at .3, the other a fixed cooperator: Defect is played .85 of the time
    seats = _greedy(0.3), FixedStrategy([1, 0])
    verdict = compare(play(PD, seats, 4_000, 5, 1), solve(PD))
    (fit,) = verdict.time_average.fits
    assert not fit.near.any()  # the cooperator would move
    assert set(verdict.time_average.outcomes) == {Outcome.OFF}
