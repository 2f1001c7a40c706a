"""Confidence intervals for a share of independent runs.

Of n runs k ended in a certain way; the share k / n estimates the chance that a run
does. *Wilson's* interval inverts the score test: close to its nominal level on
average, good for display. *Clopper and Pearson's* inverts the two exact binomial
tail tests: it covers at least at its level whatever the chance is, good for claims. Both are
for one share. *Simultaneous* intervals hold for all shares of a table at once: Goodman's are
the first, with his or Clopper and Pearson's intervals at a level so high that k of them may
fail together no oftener than one may. The mean of n runs gets Student's interval,
mean ± t s / sqrt(n).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from learning.parameters import read_count, read_real

__all__ = ["clopper_pearson_interval", "mean_half_widths", "simultaneous_intervals",
           "wilson_interval"]  # fmt: skip


def wilson_interval(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval.

    Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical
    inference", JASA 22: the shares p with (k/n - p)^2 <= z^2 p (1 - p) / n.

    Parameters
    ----------
    count, of : int
        k runs of n.
    confidence : float
        In (0, 1).

    Raises
    ------
    ParameterError
        If a number is out of range.
    """
    k, n, level = _read(count, of, confidence)
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    centre = (k + z2 / 2) / (n + z2)
    half = math.sqrt(z2) / (n + z2) * math.sqrt(k * (n - k) / n + z2 / 4)
    low = 0.0 if k == 0 else max(0.0, centre - half)
    return low, 1.0 if k == n else min(1.0, centre + half)


def clopper_pearson_interval(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Clopper and Pearson's exact interval.

    Clopper, C. J. & Pearson, E. S. (1934), "The use of confidence or fiducial limits
    illustrated in the case of the binomial", Biometrika 26: from the chance at which
    k or more runs of n have probability (1 - confidence) / 2, to that at which k or
    fewer have; quantiles of Beta(k, n - k + 1) and Beta(k + 1, n - k).

    Parameters
    ----------
    count, of : int
        k runs of n.
    confidence : float
        In (0, 1).

    Raises
    ------
    ParameterError
        If a number is out of range.
    """
    from scipy.special import betaincinv

    k, n, level = _read(count, of, confidence)
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n else float(betaincinv(k + 1, n - k, 1 - tail))
    return low, high


def simultaneous_intervals(
    counts: Sequence[int], confidence: float = 0.95, *, exact: bool = False
) -> tuple[tuple[float, float], ...]:
    """Intervals that hold together for the chances of all k outcomes of a run.

    Goodman, L. A. (1965), "On simultaneous confidence intervals for multinomial
    proportions", Technometrics 7, with Bonferroni's inequality: each is the score
    interval at level 1 - (1 - confidence) / k. Close to the level, not above it for
    sure. With `exact`, Clopper and Pearson's at the same level, which together cover at
    least at `confidence` whatever the chances are.

    Parameters
    ----------
    counts : sequence of int
        How often each outcome was seen; the outcomes exclude each other and every run has
        one of them. What they are must have been fixed before looking.
    confidence : float
        In (0, 1), of all intervals together.
    exact : bool

    Returns
    -------
    tuple of (float, float)

    Raises
    ------
    ParameterError
        If a number is out of range or there is no outcome.

    Examples
    --------
    >>> [[round(end, 3) for end in ends] for ends in simultaneous_intervals([30, 60, 10])]
    [[0.204, 0.417], [0.479, 0.71], [0.047, 0.2]]
    """
    level = read_real(confidence, "confidence", 0.0, 1.0, above=True, below=True)
    if not counts:
        raise ParameterError("counts: expected one for each outcome, got none")
    of = sum(read_count(count, "count of runs", 0) for count in counts)
    interval = clopper_pearson_interval if exact else wilson_interval
    each = 1 - (1 - level) / len(counts)
    return tuple(interval(count, of, each) for count in counts)


def mean_half_widths(samples: NDArray[np.float64], confidence: float = 0.95) -> NDArray[np.float64]:
    """Half-width of Student's interval for the mean of independent runs.

    Student (1908), "The probable error of a mean", Biometrika 6: t s / sqrt(n) with s
    the sample standard deviation and t the quantile of n - 1 degrees of freedom.

    Parameters
    ----------
    samples : ndarray, shape (runs, ...)
    confidence : float
        In (0, 1).

    Returns
    -------
    ndarray, shape (...)
        0 where all runs agree; NaN with fewer than two runs.

    Raises
    ------
    ParameterError
        If the confidence is out of range.
    """
    from scipy.special import stdtrit

    level = read_real(confidence, "confidence", 0.0, 1.0, above=True, below=True)
    runs = len(samples)
    if runs < 2:
        return np.full(samples.shape[1:], np.nan)
    quantile = float(stdtrit(runs - 1, (1 + level) / 2))
    half: NDArray[np.float64] = quantile * samples.std(axis=0, ddof=1) / math.sqrt(runs)
    # equal numbers may have a mean that is not quite theirs
    half[samples.max(axis=0) == samples.min(axis=0)] = 0.0
    return half


def _read(count: int, of: int, confidence: float) -> tuple[int, int, float]:
    n = read_count(of, "number of runs")
    k = read_count(count, "count of runs", 0)
    if k > n:
        raise ParameterError(f"count of runs: expected at most {n}, got {k}")
    return k, n, read_real(confidence, "confidence", 0.0, 1.0, above=True, below=True)
