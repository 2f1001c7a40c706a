"""Equilibria of measured payoffs: the bootstrap against the delta method, refusals, limits."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gametheory.catalog import load
from gametheory.concepts import EstimatedGame, bootstrap_equilibria
from gametheory.errors import GameError, Interrupted, ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.limits import Status

# An illustration, not data: whole counts whose shares are near those that Palacios-Huerta
# (2003) published for penalty kicks; he gives the shares, not the counts.
GOALS = [[117, 285], [325, 196]]
KICKS = [[200, 300], [350, 280]]


def kicks() -> EstimatedGame:
    return EstimatedGame.from_counts(
        GOALS, KICKS, worth=100, players=("Kicker", "Goalkeeper"),
        row_actions=("Left", "Right"), column_actions=("Left", "Right"),
    )  # fmt: skip


def delta_method() -> float:
    """Standard error of the kicker's chance of Left, (d - c) / (a - b - c + d), by hand."""
    a, b, c, d = (GOALS[i][j] / KICKS[i][j] for i in (0, 1) for j in (0, 1))
    variances = [p * (1 - p) / n for p, n in zip((a, b, c, d), (200, 300, 350, 280), strict=True)]
    numerator, denominator = d - c, a - b - c + d
    slope = numerator / denominator**2
    gradient = (-slope, slope, slope - 1 / denominator, 1 / denominator - slope)
    return math.sqrt(sum(g * g * v for g, v in zip(gradient, variances, strict=True)))


def test_intervals_are_those_of_the_delta_method() -> None:
    found = bootstrap_equilibria(kicks(), draws=2000, rng=11)
    low, high = found.interval(0, "Left")
    estimate = float(found.equilibria[0].row[0])
    assert low < estimate < high
    # 2,000 draws leave some 4 % of error on an end of the interval, curvature some more.
    assert (high - low) / 2 == pytest.approx(1.96 * delta_method(), rel=0.08)
    assert found.interval(0, "Right") == pytest.approx((1 - high, 1 - low))
    assert found.support_changed == 0
    assert found.kept == (1.0,)
    assert found.several == 0
    assert found.undecided == 0


def test_an_error_in_the_share_of_changed_supports_has_a_closed_form() -> None:
    # Row gets 1 or 0 with error 1 each whatever column does: the best row changes if a
    # normal number of mean 1 and variance 2 is negative: Phi(-1 / sqrt 2) = .2398.
    game = EstimatedGame.from_errors([[1], [0]], [[0], [0]], [[1], [1]], [[0], [0]])
    found = bootstrap_equilibria(game, draws=2000, rng=5)
    expected = 0.5 * math.erfc(0.5)
    assert found.support_changed == pytest.approx(expected, abs=4 * math.sqrt(expected / 2000))
    assert found.kept[0] == pytest.approx(1 - found.support_changed)


def test_exact_payoffs_leave_no_doubt() -> None:
    game = load("battle-of-the-sexes")
    zero = np.zeros((2, 2))
    estimated = EstimatedGame.from_errors(game.row_payoffs, game.column_payoffs, zero, zero)
    found = bootstrap_equilibria(estimated, draws=5, rng=0)
    assert found.kept == (1.0, 1.0, 1.0)
    assert found.several == 1
    assert found.support_changed == 0
    assert found.interval(0, 0, 2) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert found.payoff_interval(1, 0) == (1.0, 1.0)


def test_counts_make_an_exact_constant_sum_game() -> None:
    estimated = kicks()
    assert estimated.game.payoff(0, 0) == (Fraction(117, 2), Fraction(83, 2))
    drawn = estimated.draw(3)
    assert drawn == estimated.draw(3)
    assert drawn != estimated.draw(4)
    for i in (0, 1):
        for j in (0, 1):
            a, b = drawn.payoff(i, j)
            assert a + b == 100
            assert (a / 100 * KICKS[i][j]).denominator == 1
    assert drawn.players == ("Kicker", "Goalkeeper")


def test_constant_sums_draw_one_error_for_both() -> None:
    estimated = EstimatedGame.constant_sum([[1, 0], [0, 1]], [[0.1, 0.1], [0.1, 0]], total=1)
    drawn = estimated.draw(8)
    assert all(sum(drawn.payoff(i, j)) == 1 for i in (0, 1) for j in (0, 1))
    assert drawn.payoff(1, 1)[0] == 1
    assert drawn.payoff(0, 0)[0] != 1


def test_the_same_seed_gives_the_same_draws() -> None:
    first, second, other = (bootstrap_equilibria(kicks(), draws=20, rng=s) for s in (1, 1, 2))
    assert np.array_equal(first.strategies, second.strategies)
    assert not np.array_equal(first.strategies, other.strategies)


def test_results_print_and_serialise() -> None:
    found = bootstrap_equilibria(kicks(), draws=50, rng=1)
    assert "50 bootstrap draws" in found.summary()
    assert "Kicker" in repr(found)
    document = json.loads(found.to_json())
    assert document["equilibria"][0]["intervals"][0][0] == list(found.interval(0, 0))
    with pytest.raises(StrategyError, match="no action 'Middle'"):
        found.interval(0, "Middle")


def test_shares_of_one_are_said_to_make_intervals_too_short() -> None:
    estimated = EstimatedGame.from_counts([[5, 9], [0, 6]], [[5, 10], [10, 10]])
    assert "2 outcomes with only successes or only failures" in estimated.notes[0]


@pytest.mark.parametrize(
    ("successes", "attempts", "message"),
    [
        ([[3, 1], [1, 1]], [[2, 1], [1, 1]], "row 0, column 0: expected at most the 2 attempts"),
        ([[0, 1]], [[0, 1]], "attempts, row 0, column 0: expected a whole number of at least 1"),
        ([[1, -1]], [[2, 2]], "successes, row 0, column 1: .* got -1"),
        ([[1, 0.5]], [[2, 2]], "got 0.5"),
        ([[1, float("nan")]], [[2, 2]], "got nan"),
        ([[1, True]], [[2, 2]], "got True"),
        ([[1], [1, 2]], [[2, 2]], "m rows of n counts each"),
        ([], [[2, 2]], "m rows of n counts each"),
        (7, [[2, 2]], "m rows of n counts each, got 7"),
        ([[1, 1]], [[2], [2]], "of one shape"),
        (np.ma.masked_array([[1, 1]], [[True, False]]), [[2, 2]], "masked"),
    ],
)
def test_wrong_counts_are_refused(successes: Any, attempts: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        EstimatedGame.from_counts(successes, attempts)


@pytest.mark.parametrize(
    ("errors", "message"),
    [
        ([[1, -1]], "row_errors, row 0, column 1: expected a standard error >= 0"),
        ([[1, float("nan")]], "row_errors"),
        ([[1, math.inf]], "row_errors"),
        ([[1]], "expected the shape"),
        ([[1, None]], "row_errors"),
    ],
)
def test_wrong_errors_are_refused(errors: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        EstimatedGame.from_errors([[1, 2]], [[1, 2]], errors, [[0, 0]])


@pytest.mark.parametrize("worth", [0, -1, "much", float("nan")])
def test_wrong_worths_are_refused(worth: Any) -> None:
    with pytest.raises(ParameterError, match="worth"):
        EstimatedGame.from_counts([[1]], [[2]], worth=worth)


def test_wrong_games_are_refused() -> None:
    with pytest.raises(GameError, match="one shape"):
        EstimatedGame.from_errors([[1, 2]], [[1], [2]], [[0, 0]], [[0, 0]])
    with pytest.raises(ParameterError, match="make the game by EstimatedGame"):
        EstimatedGame(BimatrixGame([[1, 2]], [[1, 2]]), row_errors=np.zeros((1, 2)))


@pytest.mark.parametrize("draws", [1, 0, 2.5, True, 10**7])
def test_wrong_numbers_of_draws_are_refused(draws: Any) -> None:
    with pytest.raises(ParameterError, match="draws: expected a whole number from 2"):
        bootstrap_equilibria(kicks(), draws=draws)


def test_time_and_interruption_leave_the_draws_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    found = bootstrap_equilibria(kicks(), draws=1_000_000, rng=1, timeout=0.5)
    assert found.status is Status.TIMEOUT
    assert 2 <= found.draws < 1_000_000
    draw = EstimatedGame.draw

    def stopping_at(last: int) -> None:
        calls = iter(range(100))

        def stop(self: EstimatedGame, rng: Any) -> Any:
            if next(calls) == last:
                raise KeyboardInterrupt
            return draw(self, rng)

        monkeypatch.setattr(EstimatedGame, "draw", stop)

    stopping_at(7)
    with pytest.raises(Interrupted) as caught:
        bootstrap_equilibria(kicks(), draws=50, rng=1)
    partial: Any = caught.value.partial
    assert partial.status is Status.INTERRUPTED
    assert partial.draws == 7
    stopping_at(1)
    with pytest.raises(KeyboardInterrupt) as plain:
        bootstrap_equilibria(kicks(), draws=50, rng=1)
    assert not isinstance(plain.value, Interrupted)
