"""Curves against the record that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from pages import read_page

from gametheory.game import BimatrixGame
from learning import Runs
from reports import Report
from reports.curves import joint_curves, preference_curves, value_curves


@pytest.fixture(scope="module")
def runs(penalty_runs: Mapping[str, Runs]) -> Runs:
    return penalty_runs["Boltzmann Q-learners"]


def _window(runs: Runs, last_round: float) -> int:
    return runs.edges.tolist().index(int(last_round)) - 1


def test_joint_rates_run_by_run(runs: Runs) -> None:
    labels: dict[tuple[int, ...], str] = {cell: f"{cell}" for cell in product(range(2), repeat=2)}
    predicted: dict[tuple[int, ...], Fraction] = {(0, 1): Fraction(1, 4)}
    data = joint_curves(runs, labels, predicted)
    assert [curve.label for curve in data.curves] == list(labels.values())
    assert [curve.reference for curve in data.curves] == [None, 0.25, None, None]
    assert sum(curve.line for curve in data.curves) == pytest.approx(np.ones(len(data.rounds)))
    assert data.rounds[-1] == runs.rounds
    for k, last in enumerate(data.rounds):
        w = _window(runs, last)
        length = runs.edges[w + 1] - runs.edges[w]
        for curve, (i, j) in zip(data.curves, labels, strict=True):
            shares = [run[w, i, j] / length for run in runs.joint]
            assert curve.line[k] == pytest.approx(sum(shares) / len(shares))
            assert min(shares) <= curve.low[k] <= curve.high[k] <= max(shares)


def test_values_and_preferences(runs: Runs) -> None:
    values = runs.values[0]
    assert values is not None
    actions = ("Left", "Right")
    data, preference = value_curves(runs, 0, actions), preference_curves(runs, 0, actions)
    assert data is not None
    assert preference is not None
    assert [curve.label for curve in data.curves] == ["Left", "Right"]
    assert [curve.label for curve in preference.curves] == ["Left − Right"]
    for k, last in enumerate(data.rounds):
        at = values[:, _window(runs, last)]
        assert data.curves[1].line[k] == pytest.approx(np.median(at[:, 1]))
        difference = at[:, 0] - at[:, 1]
        assert preference.curves[0].line[k] == pytest.approx(np.median(difference))


def test_many_actions_show_the_most_frequent() -> None:
    from learning import FixedStrategy, play

    game = BimatrixGame(np.zeros((4, 4)), np.zeros((4, 4)))
    seats = (FixedStrategy([0.7, 0.3, 0, 0]), FixedStrategy([0, 0, 0.4, 0.6]))
    record = play(game, seats, rounds=200, runs=4, rng=1)
    labels: dict[tuple[int, ...], str] = {cell: f"{cell}" for cell in product(range(4), repeat=2)}
    data = joint_curves(record, labels, {})
    assert len(data.curves) == 6
    assert {"(0, 2)", "(0, 3)", "(1, 2)", "(1, 3)"} <= {curve.label for curve in data.curves}


def test_many_actions_show_values_of_those_played_most() -> None:
    from learning import EpsilonGreedy, QLearner, play

    # The last three of eight actions pay, so they are played most and are drawn.
    payoffs = np.tile(np.array([[0.0] * 5 + [8, 9, 10]]).T, (1, 8))
    game = BimatrixGame(payoffs, payoffs.T)
    learner = QLearner(learning_rate=0.5, exploration=EpsilonGreedy(0.2), initial_value="lowest")
    record = play(game, (learner, learner), rounds=400, runs=4, rng=1)
    actions = tuple("abcdefgh")
    data = value_curves(record, 1, actions)
    assert data is not None
    assert len(data.curves) == 6
    drawn = [curve.label for curve in data.curves]
    assert {"f", "g", "h"} < set(drawn)
    values = record.values[1]
    assert values is not None
    for curve in data.curves:
        assert curve.line[-1] == np.median(values[:, -1, actions.index(curve.label)])


def test_the_axis_of_shares_ends_above_what_is_drawn(runs: Runs) -> None:
    labels: dict[tuple[int, ...], str] = {cell: f"{cell}" for cell in product(range(2), repeat=2)}
    data = joint_curves(runs, labels, {})
    assert data.limits is not None
    highest = max(max(curve.high[-1], curve.line.max()) for curve in data.curves)
    assert highest <= data.limits[1] <= 1


def test_what_does_not_learn_has_no_values_on_the_page() -> None:
    from learning import FixedStrategy, play

    game = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    record = play(game, (FixedStrategy([0.5, 0.5]),) * 2, rounds=50, runs=4, rng=1)
    captions = [
        figure.text() for figure in read_page(Report(game, runs=record).html()).all("figcaption")
    ]
    assert len(captions) == 2  # rates of joint actions, and the payoff plane
    assert not any("Q-values" in caption for caption in captions)
