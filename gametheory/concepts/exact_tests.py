"""Tests of a prediction on counts, and of independence on joint counts.

A *p-value* is the probability, if the hypothesis holds, of counts that are at most as
likely as those observed (exact tests), or of a statistic at least as large (chi-square
tests, whose distribution holds for large counts). Every test here takes the plays to be
independent; a test says which others of its assumptions a reader must grant.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

__all__ = ["CountTest", "independence_test", "mixture_test"]

#: Most outcomes over which an exact multinomial test sums.
_OUTCOMES: Final = 200_000


@dataclass(frozen=True, slots=True)
class CountTest:
    """A test.

    Attributes
    ----------
    hypothesis : str
        What is tested.
    method : str
        Which test, and whether it is exact.
    p_value : float
    statistic : float or None
        Of a chi-square test.
    assumes : str
        What must hold besides the hypothesis.
    """

    hypothesis: str
    method: str
    p_value: float
    statistic: float | None
    assumes: str

    def to_document(self) -> dict[str, Any]:
        """Return the test as ``json.dump`` can write it."""
        return {
            "hypothesis": self.hypothesis,
            "method": self.method,
            "p_value": self.p_value,
            "statistic": self.statistic,
            "assumes": self.assumes,
        }


def mixture_test(counts: Sequence[int], mix: Sequence[Fraction], hypothesis: str) -> CountTest:
    """Test whether counts come from a mixed strategy.

    Exact where it can be (binomial for two actions played, multinomial where at most
    200,000 outcomes are possible), else Pearson's chi-square. An action of probability 0
    that was played refutes the strategy outright.

    Parameters
    ----------
    counts : sequence of int
    mix : sequence of Fraction
        Probabilities under the hypothesis.
    hypothesis : str
        In words, for the result.
    """
    independent = "that the plays are independent draws from one strategy"
    if any(c and not p for c, p in zip(counts, mix, strict=True)):
        return CountTest(
            hypothesis, "exact: an action of probability 0 was played", 0.0, None,
            "nothing more",
        )  # fmt: skip
    kept = [(c, float(p)) for c, p in zip(counts, mix, strict=True) if p]
    total = sum(c for c, _ in kept)
    if len(kept) == 1:
        return CountTest(hypothesis, "exact: the only action possible was played", 1.0, None,
                         "nothing more")  # fmt: skip
    if len(kept) == 2:
        from scipy.stats import binomtest

        p_value = float(binomtest(kept[0][0], total, kept[0][1]).pvalue)
        return CountTest(hypothesis, "exact binomial test, two-sided", p_value, None, independent)
    if math.comb(total + len(kept) - 1, len(kept) - 1) <= _OUTCOMES:
        p_value = _multinomial([c for c, _ in kept], [p for _, p in kept])
        return CountTest(hypothesis, "exact multinomial test", p_value, None, independent)
    from scipy.stats import chisquare

    found = chisquare([c for c, _ in kept], [total * p for _, p in kept])
    return CountTest(
        hypothesis, f"Pearson's chi-square, {len(kept) - 1} degrees of freedom (approximate)",
        float(found.pvalue), float(found.statistic),
        independent + ", and expected counts of about five or more",
    )  # fmt: skip


def _multinomial(counts: Sequence[int], mix: Sequence[float]) -> float:
    """Probability of all outcomes that are no likelier than the one observed."""
    from scipy.special import gammaln

    total = sum(counts)
    # All ways to divide the total, one action after the other, with log probabilities.
    left = np.array([total])
    logs = np.array([float(gammaln(total + 1))])
    for p in mix[:-1]:
        sizes = left + 1
        start = np.repeat(np.cumsum(sizes) - sizes, sizes)
        taken = np.arange(int(sizes.sum())) - start
        logs = np.repeat(logs, sizes) + taken * math.log(p) - gammaln(taken + 1)
        left = np.repeat(left, sizes) - taken
    logs = logs + left * math.log(mix[-1]) - gammaln(left + 1)
    own = float(
        gammaln(total + 1)
        + sum(c * math.log(p) - gammaln(c + 1) for c, p in zip(counts, mix, strict=True))
    )
    # Outcomes of equal probability must not be divided by rounding.
    return min(1.0, float(np.exp(logs[logs <= own + 1e-7]).sum()))


def independence_test(counts: Sequence[Sequence[int]]) -> CountTest | None:
    """Test whether the two players' choices are independent of each other.

    Fisher's exact test for two rows and two columns, else Pearson's chi-square. Rows and
    columns that were never played are left out.

    Parameters
    ----------
    counts : m sequences of n ints

    Returns
    -------
    CountTest or None
        None if a player played one action only: then nothing can depend.
    """
    table = np.array(counts, dtype=np.int64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return None
    hypothesis = "the players choose independently of each other"
    assumes = "that the rounds are independent of each other"
    if table.shape == (2, 2):
        from scipy.stats import fisher_exact

        p_value = float(fisher_exact(table)[1])
        return CountTest(hypothesis, "Fisher's exact test, two-sided", p_value, None,
                         assumes + "; it holds how often each action was played fixed")  # fmt: skip
    from scipy.stats import chi2_contingency

    found = chi2_contingency(table, correction=False)
    return CountTest(
        hypothesis, f"Pearson's chi-square, {int(found.dof)} degrees of freedom (approximate)",
        float(found.pvalue), float(found.statistic),
        assumes + ", and expected counts of about five or more",
    )  # fmt: skip
