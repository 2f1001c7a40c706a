"""The mean number of steps of reasoning that fits observed play best.

Every choice is taken as an independent draw from a population whose levels are Poisson
with mean tau: of a *cognitive hierarchy*, or of *level-k* players, whose level k responds
best to level k - 1 alone. The likelihood jumps where a level's best response changes, so
it is computed on a grid of tau and refined around the best points and at the ends of the
interval, which holds every tau with ``2 (max L - L)`` below the chi-square quantile.

(The module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.level_rules import (
    MODELS,
    TIES,
    LevelZero,
    hierarchy_replies,
    poisson_weights,
    read_level_zero,
    read_tau,
)
from gametheory.concepts.levels import level_k
from gametheory.concepts.logit_likelihood import likelihood_drop
from gametheory.concepts.observed_play import ObservedPlay
from gametheory.concepts.words import describe_floats
from gametheory.errors import ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table

__all__ = ["LevelFit", "fit_levels"]

FloatArray = NDArray[np.float64]

#: Grid of tau, exact.
_STEP: Final = Fraction(1, 20)

#: Digits to which the best tau and the interval's ends are refined.
_FINE: Final = 2**24

#: Relative difference of log likelihoods that rounding can make.
_SAME: Final = 1e-12


@dataclass(frozen=True, repr=False, eq=False)
class LevelFit(Result):
    """The mean number of steps of reasoning that fits observed play best.

    Attributes
    ----------
    observed : ObservedPlay
    model : str
        ``"cognitive-hierarchy"`` or ``"level-k"``.
    tau : float
        Mean of the Poisson distribution of levels with the largest likelihood.
    at_end : bool
        Whether that is the largest tau looked at.
    interval : (float, float or None) or None
        Interval for tau; None above if the set reaches the largest tau looked at, None as
        a whole if the number of plays is not known.
    connected : bool
        Whether the taus of the interval all fit, as far as the grid shows; if not, it is
        the hull of several stretches.
    flat : bool
        Whether the likelihood is the same at every tau: the play tells nothing of it.
    confidence : float
    searched_to : float
        Largest tau looked at.
    row, column : tuple of float
        What the population plays.
    log_likelihood, uniform_log_likelihood : float
        Per play if the number of plays is not known.
    level_zero, ties : str
    """

    observed: ObservedPlay
    model: str
    tau: float
    at_end: bool
    interval: tuple[float, float | None] | None
    connected: bool
    flat: bool
    confidence: float
    searched_to: float
    row: tuple[float, ...]
    column: tuple[float, ...]
    log_likelihood: float
    uniform_log_likelihood: float
    level_zero: str
    ties: str

    @property
    def game(self) -> BimatrixGame:
        """The game that was played."""
        return self.observed.game

    @property
    def profile(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """What the fitted population plays."""
        return self.row, self.column

    def summary(self) -> str:
        """One line: tau with its interval."""
        name = (
            "Poisson cognitive hierarchy" if self.model == "cognitive-hierarchy"
            else "Poisson level-k"
        )  # fmt: skip
        interval = ""
        if self.interval is not None:
            low, high = self.interval
            ends = (
                f"from {format_decimal(low)}, no upper end found" if high is None
                else f"{format_decimal(low)} to {format_decimal(high)}"
            )  # fmt: skip
            interval = f" ({self.confidence:.0%} interval {ends})"
        least = "at least " * self.at_end
        return (
            f"{name}: tau {least}{format_decimal(self.tau)}{interval}, fitted by maximum "
            f"likelihood; level 0 plays {self.level_zero}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Observed and fitted play."""
        names = self.game.row_actions, self.game.column_actions
        rows = [
            (self.game.players[player],
             describe_floats(list(map(float, self.observed.profile[player])), names[player]),
             describe_floats(self.profile[player], names[player]))
            for player in (0, 1)
        ]  # fmt: skip
        return (Table("", ("", "observed", "fitted"), rows, left=(0, 1, 2)),)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the fit assumes."""
        notes = ["assumes independent choices, all from one population of levels"]
        if self.flat:
            notes.append("every tau fits equally well: the play tells nothing of it")
        if not self.connected:
            notes.append("not every tau of the interval fits: it is the hull of several stretches")
        if self.observed.plays is None:
            notes.append("without the number of plays there is no interval")
        elif self.observed.counts is None:
            notes.append("likelihoods come from shares times the number of plays, not from counts")
        return tuple(notes)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/level-fit/1``."""
        return {
            "schema": "gametheory/level-fit/1",
            "observed": self.observed.to_document(),
            "model": self.model,
            "tau": self.tau,
            "at_end": self.at_end,
            "interval": None if self.interval is None else list(self.interval),
            "connected": self.connected,
            "flat": self.flat,
            "confidence": self.confidence,
            "searched_to": self.searched_to,
            "row": list(self.row),
            "column": list(self.column),
            "log_likelihood": self.log_likelihood,
            "uniform_log_likelihood": self.uniform_log_likelihood,
            "level_zero": self.level_zero,
            "ties": self.ties,
        }


def fit_levels(
    observed: ObservedPlay,
    *,
    model: str = "cognitive-hierarchy",
    level_zero: LevelZero = "uniform",
    ties: str = "uniform",
    confidence: float = 0.95,
    largest_tau: Any = 8,
) -> LevelFit:
    """Fit tau, the mean number of steps of reasoning, by maximum likelihood.

    Parameters
    ----------
    observed : ObservedPlay
    model : str
        ``"cognitive-hierarchy"`` (level k responds to all below) or ``"level-k"`` (to
        level k - 1).
    level_zero, ties
        As for :func:`gametheory.concepts.level_k`. Level 0 must play every action that
        was observed, unless a higher level does.
    confidence : float
        Of the interval, in (0, 1).
    largest_tau : number
        Up to which tau is looked for.

    Raises
    ------
    ParameterError
        If a parameter is out of range, or no tau gives the observed play a positive
        probability.
    UnknownNameError
        If there is no such model or tie rule.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> from gametheory.concepts import ObservedPlay
    >>> play = ObservedPlay.from_counts(load("prisoners-dilemma"), [20, 80], [25, 75])
    >>> round(fit_levels(play).tau, 3)  # 1 - exp(-tau) / 2 = 155 / 200
    0.799
    """
    drop = likelihood_drop(confidence)
    if model not in MODELS:
        raise UnknownNameError("model of levels", str(model), MODELS)
    if ties not in TIES:
        raise UnknownNameError("tie rule", str(ties), TIES)
    end = read_tau(largest_tau)
    zero, words = read_level_zero(observed.game, level_zero)
    likelihood = _Likelihood(observed, model, zero, ties, end)
    grid = [k * _STEP for k in range(int(end / _STEP) + 1)]
    if grid[-1] < end:
        grid.append(end)
    values = [likelihood(tau) for tau in grid]
    best = max(values)
    if best == -math.inf:
        raise ParameterError(
            "no tau gives the observed play a positive probability: some action observed is "
            "played by no level; let level 0 play it"
        )
    flat = best - min(values) <= _SAME * (1 + abs(best))
    best, where = (best, grid[0]) if flat else _peak(likelihood, grid, values)
    wall = best - drop
    inside = [value >= wall for value in values]
    edges = [where, *(tau for tau, holds in zip(grid, inside, strict=True) if holds)]
    for k in range(len(grid) - 1):
        if inside[k] != inside[k + 1]:
            edges.append(_edge(likelihood, grid[k], grid[k + 1], wall))
    stretches = sum(1 for k, holds in enumerate(inside) if holds and (k == 0 or not inside[k - 1]))
    if not any(inside):
        at = next(k for k, tau in enumerate(grid) if tau >= where)
        edges += [_edge(likelihood, where, grid[max(at - 1, 0)], wall),
                  _edge(likelihood, where, grid[at], wall)]  # fmt: skip
    interval = None
    if observed.plays is not None:
        interval = float(min(edges)), None if inside[-1] else float(max(edges))
    row, column = likelihood.population(where)
    m, n = observed.game.shape
    weights = observed.weights()
    uniform = -float(weights[:m].sum() * math.log(m) + weights[m:].sum() * math.log(n))
    return LevelFit(
        observed, model, float(where), where >= end, interval, stretches <= 1, flat,
        float(confidence), float(end), tuple(row.tolist()), tuple(column.tolist()), best, uniform,
        words, ties,
    )  # fmt: skip


class _Likelihood:
    """Log likelihood of observed play as a function of tau."""

    def __init__(
        self, observed: ObservedPlay, model: str, zero: Any, ties: str, end: Fraction
    ) -> None:
        self._game, self._zero, self._ties = observed.game, zero, ties
        m = observed.game.shape[0]
        weights = observed.weights()
        self._weights = weights[:m], weights[m:]
        self._fixed: tuple[FloatArray, FloatArray] | None = None
        if model == "level-k":
            levels = level_k(
                observed.game, len(poisson_weights(end)) - 1, level_zero=zero, ties=ties
            )
            self._fixed = _floats(levels.row), _floats(levels.column)

    def population(self, tau: Fraction) -> tuple[FloatArray, FloatArray]:
        weights = poisson_weights(tau)
        shares = np.array([float(w) for w in weights])
        shares /= shares.sum()
        if self._fixed is not None:
            rows, columns = self._fixed
            return shares @ rows[: len(shares)], shares @ columns[: len(shares)]
        mixes = [shares[0] * np.array([float(p) for p in own]) for own in self._zero]
        replies = hierarchy_replies(self._game, weights, self._zero, self._ties)
        for share, reply in zip(shares[1:], replies, strict=True):
            for mix, chosen in zip(mixes, reply, strict=True):
                mix[list(chosen)] += share / len(chosen)
        return mixes[0], mixes[1]

    def __call__(self, tau: Fraction) -> float:
        total = 0.0
        for counts, mix in zip(self._weights, self.population(tau), strict=True):
            played = counts > 0
            if (mix[played] == 0).any():
                return -math.inf
            total += float(counts[played] @ np.log(mix[played]))
        return total


def _floats(levels: Any) -> FloatArray:
    return np.array([[float(p) for p in level] for level in levels])


def _peak(
    likelihood: _Likelihood, grid: list[Fraction], values: list[float]
) -> tuple[float, Fraction]:
    """Largest value: the best points of the grid, refined by narrowing grids."""
    order = sorted(range(len(grid)), key=values.__getitem__, reverse=True)
    best, where = values[order[0]], grid[order[0]]
    for k in order[:2]:
        low, high = grid[max(k - 1, 0)], grid[min(k + 1, len(grid) - 1)]
        while high - low > Fraction(1, _FINE):
            points = [low + (high - low) * j / 8 for j in range(9)]
            found = [likelihood(_rounded(tau)) for tau in points]
            top = max(range(9), key=found.__getitem__)
            if found[top] > best:
                best, where = found[top], _rounded(points[top])
            low, high = points[max(top - 1, 0)], points[min(top + 1, 8)]
    # Of taus that fit equally well up to rounding, the smallest: the simplest population.
    same = best - _SAME * (1 + abs(best))
    return best, next(
        (tau for tau, v in zip(grid, values, strict=True) if v >= same and tau < where), where
    )


def _edge(likelihood: _Likelihood, a: Fraction, b: Fraction, wall: float) -> Fraction:
    holds = likelihood(a) >= wall
    while abs(b - a) > Fraction(1, _FINE):
        middle = _rounded((a + b) / 2)
        if (likelihood(middle) >= wall) == holds:
            a = middle
        else:
            b = middle
    return a


def _rounded(tau: Fraction) -> Fraction:
    """A tau of few digits, so that powers stay short."""
    return Fraction(round(tau * 4 * _FINE), 4 * _FINE)
