"""How regret fell: external regret a round since the first, with a bootstrap band.

A player's *average external regret* after t rounds is what the best constant action would
have gained a round against what the other played in these t rounds. The band around the mean
over runs is the *percentile bootstrap*: runs are drawn again with replacement, and the band
holds the middle of the means that come out (Efron 1979, "Bootstrap methods: another look at
the jackknife", Annals of Statistics 7). It holds for each round by itself, not for the curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal
from gametheory.randomness import read_rng
from gametheory.results import Result, Table
from learning.gaps import external_regrets
from learning.parameters import read_count, read_real
from learning.runs import Runs
from learning.settling import running_joints

__all__ = ["RegretCurve", "bootstrap_band", "regret_curve"]

Floats = NDArray[np.float64]

#: Samples of the bootstrap: a percentile at 2.5 % then rests on 25 of them.
_RESAMPLES: Final = 1_000

#: Rows of the table.
_ROWS: Final = 12


@dataclass(frozen=True, eq=False, repr=False)
class RegretCurve(Result):
    """Average external regret since round 1, as a share of each player's payoff range.

    Attributes
    ----------
    game : BimatrixGame
    rounds : ndarray of int, shape (windows,)
    regrets : ndarray, shape (finished runs, windows, 2)
        Below 0 where the player did better than any constant action.
    mean, low, high : ndarray, shape (windows, 2)
        Mean over runs and its band; NaN bounds with fewer than two runs.
    confidence : float
    resamples : int
    """

    game: BimatrixGame
    rounds: NDArray[np.int64]
    regrets: Floats
    mean: Floats
    low: Floats
    high: Floats
    confidence: float
    resamples: int

    def summary(self) -> str:
        """One line: the last means."""
        ends = "; ".join(
            f"{name} {self.mean[-1, k]:.4g} ({self.low[-1, k]:.4g} to {self.high[-1, k]:.4g})"
            for k, name in enumerate(self.game.players)
        )
        return (
            f"Average external regret after {self.rounds[-1]:,} rounds, shares of the payoff "
            f"range, with {self.confidence:.0%} bootstrap bands: {ends}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return some of the rounds, evenly spread in logarithms."""
        steps = np.geomspace(1, len(self.rounds), _ROWS).round().astype(int) - 1
        rows = [
            (f"{self.rounds[w]:,}", *(
                f"{format_decimal(float(self.mean[w, k]))} "
                f"({format_decimal(float(self.low[w, k]))} to "
                f"{format_decimal(float(self.high[w, k]))})" for k in (0, 1)))
            for w in np.unique(steps).tolist()
        ]  # fmt: skip
        return (Table("", ("round", *self.game.players), rows, left=()),)

    def to_document(self) -> dict[str, Any]:
        """Return the means and the band."""

        def numbers(values: Floats) -> list[list[float | None]]:
            return [[None if np.isnan(v) else float(v) for v in row] for row in values]

        return {
            "schema": "gametheory/regret-curve/1",
            "rounds": self.rounds.tolist(),
            "mean": numbers(self.mean),
            "low": numbers(self.low),
            "high": numbers(self.high),
            "confidence": self.confidence,
            "resamples": self.resamples,
        }


def bootstrap_band(
    samples: Floats, confidence: float = 0.95, *, resamples: int = _RESAMPLES, rng: Any = None
) -> tuple[Floats, Floats]:
    """Percentile bootstrap of the mean over the first axis.

    Parameters
    ----------
    samples : ndarray, shape (runs, ...)
    confidence : float
        In (0, 1).
    resamples : int
    rng : None, int, SeedSequence or Generator

    Returns
    -------
    low, high : ndarray, shape (...)
        NaN with fewer than two runs.
    """
    level = read_real(confidence, "confidence", 0.0, 1.0, above=True, below=True)
    count, runs = read_count(resamples, "resamples"), len(samples)
    if runs < 2:
        nothing = np.full(samples.shape[1:], np.nan)
        return nothing, nothing.copy()
    weights = read_rng(rng).multinomial(runs, np.full(runs, 1 / runs), size=count) / runs
    means = (weights @ samples.reshape(runs, -1)).reshape(count, *samples.shape[1:])
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def regret_curve(
    runs: Runs, confidence: float = 0.95, *, resamples: int = _RESAMPLES
) -> RegretCurve:
    """Follow the average external regret of the finished runs.

    Parameters
    ----------
    runs : Runs
        Of two players in a bimatrix game.
    confidence : float
        Of the band at each round, in (0, 1).
    resamples : int

    Raises
    ------
    ParameterError
        If the runs are of no bimatrix game, none finished, or a number is out of range.
    """
    if runs.game is None or not runs.finished.any():
        raise ParameterError(
            "regret curve: expected runs of a bimatrix game of which one at least finished"
        )
    game, kept = runs.game, runs.finished
    regrets = np.stack(
        [external_regrets(game, joint[kept]) for joint in running_joints(runs)], axis=1
    )
    low, high = bootstrap_band(regrets, confidence, resamples=resamples, rng=runs.root)
    return RegretCurve(
        game, runs.edges[1:], regrets, regrets.mean(axis=0), low, high, confidence, resamples
    )
