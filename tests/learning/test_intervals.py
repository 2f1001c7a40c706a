"""Confidence intervals, against their definitions in exact arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from gametheory.errors import ParameterError
from learning.intervals import (
    clopper_pearson_interval,
    mean_half_widths,
    simultaneous_intervals,
    wilson_interval,
)

CASES = [(0, 1), (1, 1), (0, 20), (20, 20), (1, 30), (7, 25), (15, 30), (999, 1000)]


def _tail(k: int, n: int, p: Fraction, *, upper: bool) -> Fraction:
    """P(X >= k) or P(X <= k) for X binomial (n, p), exact."""
    counts = range(k, n + 1) if upper else range(k + 1)
    return sum((math.comb(n, x) * p**x * (1 - p) ** (n - x) for x in counts), Fraction(0))


@pytest.mark.parametrize(("k", "n"), [case for case in CASES if case[1] <= 30])
@pytest.mark.parametrize("confidence", [0.9, 0.99])
def test_clopper_pearson_inverts_the_binomial_tails(k: int, n: int, confidence: float) -> None:
    low, high = clopper_pearson_interval(k, n, confidence)
    alpha = Fraction(1 - confidence) / 2
    step = Fraction(1, 10**7)
    if k == 0:
        assert low == 0.0
    else:  # the tail grows with p and passes alpha at `low`
        assert _tail(k, n, Fraction(low) - step, upper=True) < alpha
        assert _tail(k, n, Fraction(low) + step, upper=True) > alpha
    if k == n:
        assert high == 1.0
    else:
        assert _tail(k, n, Fraction(high) + step, upper=False) < alpha
        assert _tail(k, n, Fraction(high) - step, upper=False) > alpha


@pytest.mark.parametrize(("k", "n"), CASES)
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_wilson_inverts_the_score_test(k: int, n: int, confidence: float) -> None:
    z = NormalDist().inv_cdf((1 + confidence) / 2)

    def score(p: float) -> float:  # negative inside the interval
        return (k / n - p) ** 2 - z * z * p * (1 - p) / n

    low, high = wilson_interval(k, n, confidence)
    assert low == 0.0 if k == 0 else score(low) == pytest.approx(0, abs=1e-12)
    assert high == 1.0 if k == n else score(high) == pytest.approx(0, abs=1e-12)
    assert low <= k / n <= high
    assert score((low + high) / 2) < 0


def test_published_figures() -> None:
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion",
    # Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29;
    # method 3 is Wilson's score interval, method 5 the exact one.
    for k, n, wilson, exact in [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ]:
        assert wilson_interval(k, n) == pytest.approx(wilson, abs=5.1e-5)
        assert clopper_pearson_interval(k, n) == pytest.approx(exact, abs=5.1e-5)


@pytest.mark.parametrize("interval", [wilson_interval, clopper_pearson_interval])
def test_a_thousand_runs_give_three_points(interval: Any) -> None:
    low, high = interval(500, 1000)
    assert 0.029 < (high - low) / 2 < 0.033
    mirrored = interval(123, 1000), interval(877, 1000)
    assert mirrored[0][0] == pytest.approx(1 - mirrored[1][1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1, 0), "number of runs: expected an integer of at least 1, got 0"),
        ((3, 2), "count of runs: expected at most 2, got 3"),
        ((-1, 2), "count of runs: expected an integer of at least 0"),
        ((1.0, 2), "count of runs: expected an integer"),
        ((1, 2, 1.0), r"confidence: expected a number in \(0, 1\)"),
    ],
)
def test_refusals(arguments: Any, message: str) -> None:
    for interval in (wilson_interval, clopper_pearson_interval):
        with pytest.raises(ParameterError, match=message):
            interval(*arguments)


def test_student_interval_of_a_mean() -> None:
    # Student's 97.5 % quantile for 4 degrees of freedom is 2.776 (any table); the sample
    # variance of 1 .. 5 is 2.5.
    samples = np.array([[1.0, 7.0], [2.0, 7.0], [3.0, 7.0], [4.0, 7.0], [5.0, 7.0]])
    half = mean_half_widths(samples)
    assert half[0] == pytest.approx(2.776 * math.sqrt(2.5 / 5), rel=1e-3)
    assert half[1] == 0.0
    # 0.1 seven times: rounding must not make an interval
    assert mean_half_widths(np.full((7, 1), 0.1)).tolist() == [0.0]
    assert np.isnan(mean_half_widths(samples[:1])).all()
    with pytest.raises(ParameterError, match="confidence"):
        mean_half_widths(samples, 1.0)


def _chances(n: int, k: int) -> Iterator[tuple[int, ...]]:
    if k == 1:
        yield (n,)
        return
    for first in range(n + 1):
        yield from ((first, *rest) for rest in _chances(n - first, k - 1))


@pytest.mark.parametrize("exact", [True, False])
def test_simultaneous_intervals_hold_together(exact: bool) -> None:
    # the probability that all three hold, summed over all tables of 20 runs
    n, log_n = 20, math.lgamma(21)
    tables = {counts: simultaneous_intervals(counts, exact=exact) for counts in _chances(n, 3)}
    covered = []
    for chances in [(1 / 3, 1 / 3, 1 / 3), (0.5, 0.3, 0.2), (0.8, 0.15, 0.05), (0.6, 0.39, 0.01)]:
        total = 0.0
        for counts, intervals in tables.items():
            if all(a <= p <= b for p, (a, b) in zip(chances, intervals, strict=True)):
                total += math.exp(
                    log_n
                    + sum(
                        c * math.log(p) - math.lgamma(c + 1)
                        for c, p in zip(counts, chances, strict=True)
                    )
                )
        covered.append(total)
    # exact ones always; Goodman's are a normal approximation
    assert min(covered) >= (0.95 if exact else 0.9)
    assert max(covered) < 1


def test_simultaneous_intervals_are_wider_than_single_ones() -> None:
    # Goodman's equation: (k/n - p)^2 = B p (1 - p) / n, B the chi-square quantile at .05 / 3
    counts = [30, 60, 10]
    b = NormalDist().inv_cdf(1 - 0.05 / 6) ** 2
    for count, (low, high) in zip(counts, simultaneous_intervals(counts), strict=True):
        for p in (low, high):
            assert (count / 100 - p) ** 2 == pytest.approx(b * p * (1 - p) / 100)
        alone = wilson_interval(count, 100)
        assert low < alone[0] < alone[1] < high
    assert simultaneous_intervals([7]) == (wilson_interval(7, 7),)
    with pytest.raises(ParameterError, match="expected one for each outcome, got none"):
        simultaneous_intervals([])
    with pytest.raises(ParameterError, match="confidence"):
        simultaneous_intervals([1, 2], 1.0)
    with pytest.raises(ParameterError, match="count of runs: expected an integer of at least 0"):
        simultaneous_intervals([1, -2])
