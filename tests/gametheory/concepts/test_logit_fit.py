"""Fits of logit precision against closed forms and a grid search."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from gametheory.catalog import load
from gametheory.concepts import ObservedPlay, fit_logit, logit_branch, logit_equilibria
from gametheory.errors import ParameterError, UnknownNameError
from gametheory.game import BimatrixGame

DILEMMA = load("prisoners-dilemma")


def binomial_interval(k: int, n: int) -> tuple[float, float]:
    """Likelihood ratio interval for a chance, 95 %, by bisection."""

    def loss(p: float) -> float:
        return k * math.log(p) + (n - k) * math.log(1 - p)

    wall = loss(k / n) - 1.959963984540054**2 / 2
    ends = []
    for outside in (1e-12, 1 - 1e-12):
        a, b = outside, k / n
        for _ in range(200):
            middle = (a + b) / 2
            if loss(middle) < wall:
                a = middle
            else:
                b = middle
        ends.append(a)
    return ends[0], ends[1]


@pytest.mark.parametrize("branches", ["principal", "all"])
def test_the_dilemma_has_a_closed_form(branches: str) -> None:
    # Both defect with one probability d, logit d = lambda (2 - d): the likelihood is that of
    # a binomial with 155 of 200, and the interval its interval, carried over to lambda.
    fit = fit_logit(ObservedPlay.from_counts(DILEMMA, [20, 80], [25, 75]), branches=branches)

    def precision(d: float) -> float:
        return math.log(d / (1 - d)) / (2 - d)

    assert fit.precision == pytest.approx(precision(155 / 200), rel=1e-6)
    assert fit.interval is not None
    assert fit.interval == pytest.approx(
        tuple(precision(d) for d in binomial_interval(155, 200)), rel=1e-6
    )
    assert fit.row[1] == pytest.approx(0.775, abs=1e-6)
    assert fit.best_log_likelihood > fit.log_likelihood > fit.uniform_log_likelihood
    assert not fit.at_end
    assert not fit.flat


def test_play_near_uniform_has_an_interval_from_zero() -> None:
    fit = fit_logit(ObservedPlay.from_counts(DILEMMA, [60, 40], [55, 45]))
    assert fit.precision == 0
    assert fit.interval is not None
    assert fit.interval[0] == 0


def test_equilibrium_play_has_no_upper_end() -> None:
    fit = fit_logit(ObservedPlay.from_counts(DILEMMA, [0, 50], [0, 50]))
    assert fit.at_end
    assert fit.interval is not None
    assert fit.interval[1] is None
    assert "no upper end found" in fit.summary()
    assert json.loads(fit.to_json())["interval"][1] is None


def test_other_branches_can_fit_better() -> None:
    # Play near Bach, Bach: the principal branch goes to the mixed equilibrium.
    game = load("battle-of-the-sexes")
    play = ObservedPlay.from_counts(game, [90, 10], [80, 20])
    principal, every = (fit_logit(play, branches=b) for b in ("principal", "all"))
    # On the principal branch x1 = 1 - y1, so L = 110 log p + 90 log (1 - p): p = .55.
    assert principal.row[0] == pytest.approx(0.55, abs=1e-6)
    assert every.log_likelihood > principal.log_likelihood + 40
    # Against a grid search over all equilibria.
    best = max(
        sum(c * math.log(p) for c, p in zip((90, 10, 80, 20), (*e.row, *e.column), strict=True))
        for precision in np.arange(1.4, 2.2, 0.01)
        for e in logit_equilibria(game, precision=float(precision))
    )
    assert best <= every.log_likelihood + 1e-9
    assert best > every.log_likelihood - 0.1


def test_a_large_game_is_fitted_as_a_grid_search_says() -> None:
    rng = np.random.default_rng(5)
    game = BimatrixGame(rng.integers(0, 10, (4, 3)), rng.integers(0, 10, (4, 3)))
    play = ObservedPlay.from_counts(game, [7, 11, 3, 9], [12, 6, 12])
    fit = fit_logit(play)
    weights = play.weights()
    values = {}
    branch = logit_branch(game, end=2)
    for precision in np.linspace(0, 1, 51):
        (e,) = branch.at(precision=float(precision))
        values[float(precision)] = float(weights @ np.log([*e.row, *e.column]))
    assert max(values.values()) <= fit.log_likelihood + 1e-9
    if fit.precision <= 1:
        top = max(values, key=values.__getitem__)
        assert abs(top - fit.precision) <= 0.021
    assert fit.interval is not None
    low, high = fit.interval
    wall = fit.log_likelihood - 1.959963984540054**2 / 2
    for precision, value in values.items():
        inside = low - 1e-9 <= precision <= (math.inf if high is None else high) + 1e-9
        assert inside == (value >= wall) or abs(value - wall) < 1e-6


def test_narrow_intervals_are_found_between_points_of_the_branch() -> None:
    # With n = 2e10 choices the interval is far narrower than a step; the estimate stays.
    play = ObservedPlay.from_counts(DILEMMA, [20 * 10**8, 80 * 10**8], [25 * 10**8, 75 * 10**8])
    for branches in ("principal", "all"):
        fit = fit_logit(play, branches=branches)
        assert fit.interval is not None
        low, high = fit.interval
        assert high is not None
        # Standard error of d is sqrt(.775 * .225 / 2e10) = 2.95e-6, of lambda 5.3 times that
        # (d lambda / d d = 1 / (d (1 - d) (2 - d)) + logit d / (2 - d)^2 = 5.5).
        assert fit.precision == pytest.approx(math.log(0.775 / 0.225) / 1.225, abs=1e-6)
        assert 2 * 1.96 * 2.95e-6 * 5 < high - low < 2 * 1.96 * 2.95e-6 * 6
        assert low < fit.precision < high


def test_scaling_payoffs_divides_the_precision_and_units_of_range_do_not_care() -> None:
    large = BimatrixGame(DILEMMA.row_payoffs * 10, (DILEMMA.column_payoffs * 10).tolist())
    counts = [20, 80], [25, 75]
    fits = [
        fit_logit(ObservedPlay.from_counts(game, *counts), units=units)
        for game in (DILEMMA, large)
        for units in ("payoff", "range")
    ]
    assert fits[2].precision == pytest.approx(fits[0].precision / 10, rel=1e-6)
    assert fits[3].precision == pytest.approx(fits[1].precision, rel=1e-6)
    assert fits[1].precision == pytest.approx(fits[0].precision * 5, rel=1e-6)  # range 5


def test_shares_without_plays_have_an_estimate_and_no_interval() -> None:
    fit = fit_logit(ObservedPlay.from_frequencies(DILEMMA, ["1/5", "4/5"], ["1/4", "3/4"]))
    assert fit.precision == pytest.approx(math.log(0.775 / 0.225) / 1.225, rel=1e-6)
    assert fit.interval is None
    assert any("no interval" in note for note in fit.notes)


def test_a_flat_likelihood_is_called_so() -> None:
    fit = fit_logit(ObservedPlay.from_counts(load("matching-pennies"), [3, 9], [8, 4]))
    assert fit.flat
    assert any("tells nothing" in note for note in fit.notes)


def test_wrong_arguments_are_refused() -> None:
    play = ObservedPlay.from_counts(DILEMMA, [1, 2], [1, 2])
    for confidence in (0, 1, -1, float("nan"), "x", True):
        with pytest.raises(ParameterError, match=r"confidence: expected a number in \(0, 1\)"):
            fit_logit(play, confidence=confidence)  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="did you mean all"):
        fit_logit(play, branches="al")
    large = ObservedPlay.from_counts(load("rock-paper-scissors"), [1, 1, 1], [1, 1, 1])
    with pytest.raises(ParameterError, match="expected a 2 x 2 game, got 3 x 3"):
        fit_logit(large, branches="all")
