"""The precision that fits observed play best, by maximum likelihood.

If each choice is an independent draw from the logit equilibrium at precision lambda, the
log likelihood of counts c and d is ``L = sum_i c_i log x_i + sum_j d_j log y_j``. Along the
principal branch L is linear in the unknowns of the curve, so its peaks are where its
derivative along the tangent changes sign. The *interval* holds every lambda at which some
equilibrium considered has ``2 (max L - L)`` below the quantile of the chi-square
distribution with one degree of freedom (the likelihood ratio's interval; one parameter, so
also the profile likelihood's). In 2 x 2 games all branches may be considered: then L at
a lambda is the largest over all equilibria there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.logit_likelihood import END, fit_all, fit_path, likelihood_drop
from gametheory.concepts.logit_path import follow_path
from gametheory.concepts.logit_payoffs import scaled_payoffs
from gametheory.concepts.observed_play import ObservedPlay
from gametheory.concepts.words import actions, describe_floats
from gametheory.errors import Interrupted, ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table

__all__ = ["LogitFit", "fit_logit"]

FloatArray = NDArray[np.float64]

_BRANCHES: Final = ("principal", "all")


@dataclass(frozen=True, repr=False, eq=False)
class LogitFit(Result):
    """The precision that fits observed play best.

    Attributes
    ----------
    observed : ObservedPlay
    units : str
        As for :func:`gametheory.concepts.logit_equilibria`.
    branches : str
        ``"principal"`` or ``"all"``.
    precision : float
        Lambda of the largest likelihood.
    at_end : bool
        Whether that is the largest lambda looked at: the likelihood may still rise.
    interval : (float, float or None) or None
        Interval for lambda; None above if it has no upper end up to the largest lambda
        looked at, None as a whole if the number of plays is not known.
    flat : bool
        Whether the likelihood is the same at every precision looked at.
    confidence : float
        Nominal coverage of the interval, by the asymptotic distribution.
    searched_to : float
        Largest lambda looked at.
    row, column : tuple of float
        The equilibrium there.
    log_likelihood, uniform_log_likelihood, best_log_likelihood : float
        Of the fit, of uniform play, of the observed frequencies themselves; per play if
        the number of plays is not known.
    status : Status
    """

    observed: ObservedPlay
    units: str
    branches: str
    precision: float
    at_end: bool
    interval: tuple[float, float | None] | None
    flat: bool
    confidence: float
    searched_to: float
    row: tuple[float, ...]
    column: tuple[float, ...]
    log_likelihood: float
    uniform_log_likelihood: float
    best_log_likelihood: float
    status: Status = Status.FINISHED

    @property
    def game(self) -> BimatrixGame:
        """The game that was played."""
        return self.observed.game

    @property
    def profile(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The fitted equilibrium."""
        return self.row, self.column

    def summary(self) -> str:
        """One line: lambda with its interval."""
        per = "unit of payoff" if self.units == "payoff" else "payoff range"
        if self.at_end:
            value = f"at least {format_decimal(self.precision)}, the largest looked at,"
        else:
            value = format_decimal(self.precision)
        which = "the principal branch" if self.branches == "principal" else "all branches"
        return (
            f"logit precision {value} per {per}{self._interval_text()}, fitted on {which} by "
            "maximum likelihood"
        )

    def _interval_text(self) -> str:
        if self.interval is None:
            return ""
        low, high = self.interval
        upper = "no upper end found" if high is None else format_decimal(high)
        joined = f"{format_decimal(low)} to {upper}" if high is not None else (
            f"from {format_decimal(low)}, {upper}"
        )  # fmt: skip
        return f" ({self.confidence:.0%} interval {joined})"

    def tables(self) -> tuple[Table, ...]:
        """Observed and fitted strategies; log likelihoods."""
        rows = [
            (self.game.players[player],
             describe_floats(list(map(float, self.observed.profile[player])),
                             actions(self.game, player)),
             describe_floats(self.profile[player], actions(self.game, player)))
            for player in (0, 1)
        ]  # fmt: skip
        values = (self.log_likelihood, self.uniform_log_likelihood, self.best_log_likelihood)
        names = ("fit", "uniform play", "observed frequencies")
        likelihoods = [(name, f"{v:.4f}") for name, v in zip(names, values, strict=True)]
        caption = "log likelihood" + ("" if self.observed.plays else ", per play")
        return (
            Table("", ("", "observed", "fitted"), rows, left=(0, 1, 2)),
            Table(caption, ("", ""), likelihoods),
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What the fit assumes."""
        notes = ["assumes independent choices, all from one logit equilibrium"]
        if self.flat:
            notes.append("every precision fits equally well: the play tells nothing of it")
        if self.observed.plays is None:
            notes.append("without the number of plays there is no interval")
        elif self.observed.counts is None:
            notes.append("likelihoods come from shares times the number of plays, not from counts")
        if self.branches == "principal":
            notes.append("other branches of equilibria were not considered")
        if self.status is not Status.FINISHED:
            notes.append(f"the branch was followed to precision {self.searched_to:.6g} only")
        return tuple(notes)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/logit-fit/1``."""
        return {
            "schema": "gametheory/logit-fit/1",
            "observed": self.observed.to_document(),
            "units": self.units,
            "branches": self.branches,
            "precision": self.precision,
            "at_end": self.at_end,
            "interval": None if self.interval is None else list(self.interval),
            "flat": self.flat,
            "confidence": self.confidence,
            "searched_to": self.searched_to,
            "row": list(self.row),
            "column": list(self.column),
            "log_likelihood": self.log_likelihood,
            "uniform_log_likelihood": self.uniform_log_likelihood,
            "best_log_likelihood": self.best_log_likelihood,
            "status": self.status.value,
        }


def fit_logit(
    observed: ObservedPlay,
    *,
    units: str = "payoff",
    branches: str = "principal",
    confidence: float = 0.95,
    timeout: float | None = None,
) -> LogitFit:
    """Fit the precision of logit equilibrium to observed play by maximum likelihood.

    Parameters
    ----------
    observed : ObservedPlay
    units : str
        ``"payoff"`` or ``"range"``, as for :func:`gametheory.concepts.logit_equilibria`.
    branches : str
        ``"principal"``, or ``"all"`` in 2 x 2 games.
    confidence : float
        Of the interval, in (0, 1).
    timeout : float, optional
        Seconds for following the branch.

    Returns
    -------
    LogitFit

    Raises
    ------
    ParameterError
        If the confidence is out of range, or all branches are asked for in a larger game.
    UnknownNameError
        If there are no such units or branches.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> from gametheory.concepts import ObservedPlay
    >>> play = ObservedPlay.from_counts(load("prisoners-dilemma"), [20, 80], [25, 75])
    >>> round(fit_logit(play).precision, 3)
    1.01
    """
    drop = likelihood_drop(confidence)
    if branches not in _BRANCHES:
        raise UnknownNameError("choice of branches", str(branches), _BRANCHES)
    payoffs = scaled_payoffs(observed.game, units)
    weights = observed.weights()
    if branches == "all":
        if observed.game.shape != (2, 2):
            raise ParameterError(
                f"branches='all': expected a 2 x 2 game, got {observed.game.shape[0]} x "
                f"{observed.game.shape[1]}; use branches='principal'"
            )
        found = fit_all(payoffs, weights, drop)
        status = Status.FINISHED
    else:
        path = follow_path(payoffs, END, Limits(timeout), crossing=True)
        found = fit_path(path, weights, drop)
        status = path.status
    m = observed.game.shape[0]
    row, column = (np.exp(part) / np.exp(part).sum() for part in (found.logs[:m], found.logs[m:]))
    end = payoffs.unscaled(found.end)
    interval = None
    if observed.plays is not None:
        upper = None if found.high is None else payoffs.unscaled(found.high)
        interval = payoffs.unscaled(found.low), upper
    uniform = -float(weights[:m].sum() * math.log(m) + weights[m:].sum() * math.log(len(column)))
    result = LogitFit(
        observed, units, branches, payoffs.unscaled(found.scaled), found.scaled >= found.end,
        interval, found.flat, float(confidence), end, tuple(row.tolist()), tuple(column.tolist()),
        found.value, uniform, _best(weights, m), status,
    )  # fmt: skip
    if status is Status.INTERRUPTED:
        raise Interrupted(result)
    return result


def _best(weights: FloatArray, m: int) -> float:
    """Log likelihood of the observed frequencies."""
    total = 0.0
    for part in (weights[:m], weights[m:]):
        played = part[part > 0]
        total += float((played * np.log(played / part.sum())).sum())
    return total
