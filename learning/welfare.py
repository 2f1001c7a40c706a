"""How well learners did for themselves: welfare, and where it lies in what theory allows.

*Welfare* is the sum of both payoffs, of joint play over the rounds of the time average. Its
*share of the best* is the quotient by the largest sum of any outcome, where that is positive.
Its *place* in the range of the Nash (or correlated) equilibria's welfare is 0 at the worst of
them and 1 at the best, below 0 or above 1 outside. The *possible gain* is how much more both
players could have together by a lottery over outcomes, as a share of each one's payoff range
(:mod:`gametheory.concepts.efficiency`): 0 on the Pareto frontier.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.equilibria import EquilibriumSet
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table
from learning.gaps import scaled_payoffs

__all__ = ["Welfare", "possible_gains", "welfare_of"]

Floats = NDArray[np.float64]
Range = tuple[float, float]

#: Outcomes beyond which correlated equilibria are left out: their programs are exact.
_MOST_OUTCOMES: Final = 100


@dataclass(frozen=True, eq=False, repr=False)
class Welfare(Result):
    """Welfare of each run; NaN for runs that were not judged.

    Attributes
    ----------
    game : BimatrixGame
    payoffs : ndarray, shape (runs, 2)
    total : ndarray, shape (runs,)
    best : float
        Largest total of an outcome.
    gains : ndarray, shape (runs,)
        Possible gains, shares of the payoff range.
    nash, correlated : (float, float) or None
        Least and largest total of the equilibria; None where they are not known exactly, or
        the game is too large.
    """

    game: BimatrixGame
    payoffs: Floats
    total: Floats
    best: float
    gains: Floats
    nash: Range | None
    correlated: Range | None

    @property
    def share_of_best(self) -> Floats:
        """Total / best, shape (runs,); NaN where the best is not positive."""
        if not 0 < self.best < math.inf:
            return np.full_like(self.total, np.nan)
        shares: Floats = self.total / self.best
        return shares

    def place(self, concept: str) -> Floats:
        """Place in a range, shape (runs,); NaN where it is not known, a point or beyond floats.

        Parameters
        ----------
        concept : {"nash", "correlated"}
        """
        limits = {"nash": self.nash, "correlated": self.correlated}[concept]
        if limits is None or not 0 < limits[1] - limits[0] < math.inf:
            return np.full_like(self.total, np.nan)
        places: Floats = (self.total - limits[0]) / (limits[1] - limits[0])
        return places

    def summary(self) -> str:
        """One line: the mean total beside the best and the Nash range."""
        known = self.total[~np.isnan(self.total)]
        if not len(known):
            return "Welfare: nothing was judged"
        mean = _mean(self.total)
        if mean is None or not math.isfinite(self.best):
            return "Welfare: the sum of both payoffs is beyond the range of floats"
        share = f", {mean / self.best:.1%} of it" if self.best > 0 else ""
        ranges = "".join(
            f"; {name} equilibria: {format_decimal(low)}"
            + (f" to {format_decimal(high)}" if high != low else "")
            for name, limits in (("Nash", self.nash), ("correlated", self.correlated))
            if limits is not None
            for low, high in (limits,)
        )
        gain = float(np.nanmedian(self.gains))
        return (
            f"Welfare (sum of both payoffs a round): mean {format_decimal(mean)} over runs, the "
            f"best outcome has {format_decimal(self.best)}{share}{ranges}; both could have "
            f"{gain:.1%} of their payoff range more (median)"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return quantiles over the runs."""
        rows = []
        for name, values in (
            ("total", self.total), ("share of the best total", self.share_of_best),
            ("possible gain, share of range", self.gains),
            ("place in the Nash range", self.place("nash")),
            ("place in the correlated range", self.place("correlated")),
        ):  # fmt: skip
            known = values[~np.isnan(values)]
            if len(known):
                cells = (format_decimal(float(q)) for q in np.quantile(known, [0.1, 0.5, 0.9]))
                rows.append((name, *cells))
        return (Table("", ("welfare", "10%", "median", "90%"), rows),) if rows else ()

    def to_document(self) -> dict[str, Any]:
        """Return the totals: means over the judged runs."""
        return {
            "schema": "gametheory/learned-welfare/1",
            "best": self.best if math.isfinite(self.best) else None,
            "mean_total": _mean(self.total),
            "mean_share_of_best": _mean(self.share_of_best),
            "mean_possible_gain": _mean(self.gains),
            "nash": _ends(self.nash),
            "correlated": _ends(self.correlated),
            "mean_place_in_nash": _mean(self.place("nash")),
            "mean_place_in_correlated": _mean(self.place("correlated")),
        }


def _mean(values: Floats) -> float | None:
    """Mean of what is known; None without it or beyond floats."""
    known = values[~np.isnan(values)]
    with np.errstate(over="ignore"):
        mean = float((known / max(len(known), 1)).sum())
    return mean if len(known) and math.isfinite(mean) else None


def _ends(limits: Range | None) -> list[float] | None:
    known = limits is not None and all(map(math.isfinite, limits))
    return list(limits) if known and limits is not None else None


def _float(number: Fraction) -> float:
    """Nearest float, infinite beyond their range."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def possible_gains(game: BimatrixGame, joint: Floats) -> Floats:
    """Largest t such that a lottery gives each player t payoff ranges more, for many at once.

    Parameters
    ----------
    game : BimatrixGame
    joint : ndarray, shape (runs, m, n)

    Returns
    -------
    ndarray, shape (runs,)
        As ``pareto_frontier_of_lotteries(game).gain`` gives it exactly for one pair of
        payoffs; 0 if all payoffs of both players are equal.
    """
    from gametheory.analysis.lottery_frontier import pareto_frontier_of_lotteries

    ranges = [game.payoff_range(player) for player in (0, 1)]
    lows = [min(game.payoff(i, j)[k] for i in range(game.shape[0]) for j in range(game.shape[1]))
            for k in (0, 1)]  # fmt: skip
    # in units of each range, where the direction of gain is (1, 1)
    corners = [
        tuple(float((c - low) / r) if r else 0.0
              for c, low, r in zip(corner, lows, ranges, strict=True))
        for corner in pareto_frontier_of_lotteries(game).corners
    ]  # fmt: skip
    tables = scaled_payoffs(game, 0), scaled_payoffs(game, 1).T
    u, v = (np.einsum("rij,ij->r", joint, table) for table in tables)
    limits = []
    if ranges[0]:
        limits.append(corners[-1][0] - u)
    if ranges[1]:
        limits.append(corners[0][1] - v)
    for (a, b), (c, d) in pairwise(corners):
        # outward normal (b - d, c - a), both positive along the frontier
        limits.append(((b - d) * (a - u) + (c - a) * (b - v)) / ((b - d) + (c - a)))
    gains: Floats = np.min(limits, axis=0) if limits else np.zeros(len(joint))
    return gains


def welfare_of(equilibria: EquilibriumSet, joint: Floats) -> Welfare:
    """Measure the welfare of joint play.

    Parameters
    ----------
    equilibria : EquilibriumSet
    joint : ndarray, shape (runs, m, n)
        NaN for runs that are not judged.
    """
    from gametheory.concepts.welfare import welfare_ratios

    game = equilibria.game
    payoffs = np.stack(
        [np.einsum("rij,ij->r", joint, table) for table in (game.row_payoffs, game.column_payoffs)],
        axis=1,
    )
    concepts = ["nash"] if equilibria.complete else []
    if game.shape[0] * game.shape[1] <= _MOST_OUTCOMES:
        concepts.append("correlated")
    ranges: dict[str, Range] = {}
    best = _float(max(sum(game.payoff(i, j), Fraction(0)) for i in range(game.shape[0])
                      for j in range(game.shape[1])))  # fmt: skip
    if concepts:
        ratios = welfare_ratios(game, equilibria, concepts=concepts)
        for found in ratios.ranges:
            if found.worst[0] == found.worst[1] and found.best[0] == found.best[1]:
                ranges[found.concept] = _float(found.worst[0]), _float(found.best[0])
    with np.errstate(over="ignore"):
        total = payoffs.sum(axis=1)
    return Welfare(
        game, payoffs, total, best, possible_gains(game, joint),
        ranges.get("nash"), ranges.get("correlated"),
    )  # fmt: skip
