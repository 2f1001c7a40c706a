"""Regret over time and its band."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gametheory import BimatrixGame, load, solve
from gametheory.errors import ParameterError
from learning import FixedStrategy, compare, play, read_log
from learning.regret_curve import bootstrap_band, regret_curve

PENNIES = BimatrixGame.zero_sum([[1, -1], [-1, 1]])


def test_regret_of_a_log_by_hand() -> None:
    # Heads against heads, then against tails: after 2k rounds any constant action has 0.
    game = load("prisoners-dilemma")
    runs = read_log(game, {"row": [0, 1, 0, 0], "column": [1, 1, 0, 1]}, windows=4)
    curve = regret_curve(runs)
    rows, columns = [0, 1, 0, 0], [1, 1, 0, 1]
    for t in range(1, 5):
        for player in (0, 1):
            own, other = (rows, columns) if player == 0 else (columns, rows)
            table = [[3, 0], [5, 1]]
            had = sum(table[a][b] for a, b in zip(own[:t], other[:t], strict=True))
            best = max(sum(table[a][b] for b in other[:t]) for a in (0, 1))
            assert curve.mean[t - 1, player] == pytest.approx((best - had) / t / 5)
    assert curve.rounds.tolist() == [1, 2, 3, 4]
    assert np.isnan(curve.low).all()  # one run has no band
    assert curve.to_document()["low"][0] == [None, None]


def test_the_band_is_that_of_the_mean() -> None:
    # For many runs the bootstrap of a mean is normal: mean +- 1.96 s / sqrt(n).
    samples = np.random.default_rng(1).exponential(size=(900, 2))
    low, high = bootstrap_band(samples, resamples=4_000, rng=2)
    half = 1.96 * samples.std(axis=0) / math.sqrt(900)
    assert (high - low) / 2 == pytest.approx(half, rel=0.06)
    assert (low + high) / 2 == pytest.approx(samples.mean(axis=0), abs=0.2 * half.max())


def test_the_band_covers_the_expectation() -> None:
    # coins: of 200 bands at 90 % some 180 hold 1/2; below 163 has probability 1e-4
    rng = np.random.default_rng(3)
    held = 0
    for k in range(200):
        low, high = bootstrap_band(rng.integers(0, 2, (80, 1)) * 1.0, 0.9, resamples=300, rng=k)
        held += int(low[0] <= 0.5 <= high[0])
    assert held >= 163


def test_the_same_runs_have_the_same_band() -> None:
    seats = FixedStrategy([0.5, 0.5]), FixedStrategy([0.5, 0.5])
    verdict = compare(play(PENNIES, seats, 1_000, 30, 1), solve(PENNIES))
    again = compare(play(PENNIES, seats, 1_000, 30, 1), solve(PENNIES))
    assert verdict.regret_curve is not None
    assert again.regret_curve is not None
    assert (verdict.regret_curve.low == again.regret_curve.low).all()
    assert (verdict.regret_curve.low <= verdict.regret_curve.mean).all()
    assert "Average external regret after 1,000 rounds" in repr(verdict)
    # the larger regret at the end is the CCE gap of all rounds, half the range of 2
    whole = compare(play(PENNIES, seats, 1_000, 30, 1), solve(PENNIES), burn_in=0)
    assert verdict.regret_curve.regrets[:, -1].max(axis=1) * 2 == pytest.approx(whole.cce_gap)


def test_nothing_finished() -> None:
    from dataclasses import replace

    seats = FixedStrategy([0.5, 0.5]), FixedStrategy([0.5, 0.5])
    runs = play(PENNIES, seats, 100, 2, 1)
    with pytest.raises(ParameterError, match="of which one at least finished"):
        regret_curve(replace(runs, played=runs.played * 0 + 1))
