"""Welfare of what was played, against exact answers of theory."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, load, solve
from gametheory.analysis import pareto_frontier_of_lotteries
from gametheory.testing import games
from learning import compare
from learning.welfare import possible_gains, welfare_of


@given(games(), st.data())
@settings(max_examples=40)
def test_possible_gains_are_those_of_the_exact_frontier(
    game: BimatrixGame, data: st.DataObject
) -> None:
    m, n = game.shape
    weights = data.draw(st.lists(st.integers(0, 5), min_size=m * n, max_size=m * n))
    if not sum(weights):
        weights[0] = 1
    shares = [Fraction(w, sum(weights)) for w in weights]
    payoffs = [
        sum(
            (shares[i * n + j] * game.payoff(i, j)[k] for i in range(m) for j in range(n)),
            Fraction(0),
        )
        for k in (0, 1)
    ]
    frontier = pareto_frontier_of_lotteries(game)
    wanted = _farthest(game, frontier.corners, payoffs)
    joint = np.array([float(s) for s in shares]).reshape(1, m, n)
    assert possible_gains(game, joint)[0] == pytest.approx(float(wanted), abs=1e-9)


def _farthest(game: BimatrixGame, corners: object, payoffs: list[Fraction]) -> Fraction:
    """Largest t such that some point of the frontier has t ranges more, on its segments."""
    ranges = [game.payoff_range(k) for k in (0, 1)]
    points = list(corners)  # type: ignore[call-overload]
    if not any(ranges):
        return Fraction(0)

    def least(point: tuple[Fraction, Fraction]) -> Fraction:
        return min((point[k] - payoffs[k]) / ranges[k] for k in (0, 1) if ranges[k])

    best = max(least(point) for point in points)
    for a, b in itertools.pairwise(points):
        # along a segment one gain rises, the other falls: look where they are equal
        first = [(p[0] - payoffs[0]) / ranges[0] for p in (a, b)]
        second = [(p[1] - payoffs[1]) / ranges[1] for p in (a, b)]
        rise = (first[1] - first[0]) - (second[1] - second[0])
        if rise:
            t = (second[0] - first[0]) / rise
            if 0 <= t <= 1:
                best = max(best, first[0] + t * (first[1] - first[0]))
    return best


def test_places_in_the_ranges_of_chicken() -> None:
    # Nash payoffs (7, 2), (2, 7), (14/3, 14/3): totals 9 and 28/3. Correlated ones reach 10.5
    # (Aumann 1974) and fall to 7.2 (corners of `correlated_payoffs`).
    game = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    equilibria = solve(game)
    joint = np.array([
        [[1, 0], [0, 0]], [[0, 1], [0, 0]], [[0, 0], [0, 1]], [[0.5, 0.25], [0.25, 0]],
    ])  # fmt: skip
    welfare = welfare_of(equilibria, joint)
    assert welfare.total == pytest.approx([12, 9, 0, 10.5])
    assert welfare.best == 12
    assert welfare.share_of_best == pytest.approx([1, 0.75, 0, 0.875])
    assert welfare.nash == pytest.approx((9, 28 / 3))
    assert welfare.correlated == pytest.approx((7.2, 10.5))
    assert welfare.place("nash") == pytest.approx([9, 0, -27, 4.5])
    assert welfare.place("correlated")[[1, 3]] == pytest.approx([1.8 / 3.3, 1])
    assert welfare.gains[:3] == pytest.approx([0, 0, 6 / 7])


def test_a_best_total_that_is_not_positive_has_no_shares() -> None:
    game = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    log = {"row": [0, 1] * 50, "column": [0, 1] * 50}
    welfare = compare(log, solve(game)).welfare
    assert welfare is not None
    assert np.isnan(welfare.share_of_best).all()
    assert np.isnan(welfare.place("nash")).all()  # all equilibria have the same total
    assert welfare.gains == pytest.approx([0.0])
    assert "of it" not in welfare.summary()
    assert welfare.to_document()["mean_share_of_best"] is None


def test_defection_leaves_welfare_behind() -> None:
    game = load("prisoners-dilemma")
    verdict = compare({"row": [1] * 100, "column": [1] * 100}, solve(game))
    assert verdict.welfare is not None
    assert verdict.welfare.share_of_best == pytest.approx([1 / 3])
    # both could have 3 instead of 1: 2 of the range of 5
    assert verdict.welfare.gains == pytest.approx([0.4])
    assert compare(([1, 0], [1, 0]), solve(game)).welfare is None
