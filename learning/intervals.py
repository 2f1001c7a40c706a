"""Confidence intervals for a share of independent runs.

Of n runs k ended in a certain way; the share k / n estimates the chance that a run
does. *Wilson's* interval inverts the score test: close to its nominal level on
average, good for display. *Clopper and Pearson's* inverts the two exact binomial
tail tests: it covers at least at its level whatever the chance is, good for claims. The mean
of n runs gets Student's interval, mean ± t s / sqrt(n).
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from learning.parameters import read_count, read_real

__all__ = ["clopper_pearson_interval", "mean_half_widths", "wilson_interval"]


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
