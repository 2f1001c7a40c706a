"""Equilibria drawn over one parameter: probabilities as the parameter moves.

Over an interval between critical values every maximal Nash subset is a *strip*: for each
action the least and the largest probability, as functions of the parameter. A single
equilibrium is a strip of width 0, a continuum has some width; at a critical value itself
the strip is a point or a vertical segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from gametheory.numbers import read_number
from gametheory.results import Result, Table
from gametheory.symbolic.line import CriticalValue, Line, check_solved, decompose
from gametheory.symbolic.polynomials import RationalFunction
from gametheory.symbolic.result import ParametricEquilibria
from gametheory.symbolic.roots import Root

__all__ = ["Array", "EquilibriumCurves", "Strip", "equilibrium_curves"]

#: Values of the parameter in each interval.
_SAMPLES: Final = 65

#: Roots are irrational at most to this width, relative to the window, where they are drawn.
_WIDTH: Final = Fraction(1, 2**60)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """A maximal Nash subset over an interval of the parameter, or at one value.

    Attributes
    ----------
    equilibria : tuple of int
        Its extreme equilibria, as numbered in the result.
    values : ndarray, shape (k,)
        Values of the parameter, ascending; one for a strip at a critical value.
    low, high : pair of ndarray, shape (k, actions)
        For each player the least and largest probability of every action.
    """

    equilibria: tuple[int, ...]
    values: Array
    low: tuple[Array, Array]
    high: tuple[Array, Array]


@dataclass(frozen=True, repr=False, eq=False)
class EquilibriumCurves(Result):
    """All equilibria over one parameter.

    Attributes
    ----------
    result : ParametricEquilibria
        Of a game with one parameter.
    window : (float, float)
        The values shown.
    critical : tuple of CriticalValue
        Where the equilibria change, inside the window.
    excluded : tuple of (float, float)
        Intervals that the assumptions exclude.
    strips : tuple of Strip
        Everything to draw; intervals first, then critical values.
    """

    result: ParametricEquilibria
    window: tuple[float, float]
    critical: tuple[CriticalValue, ...]
    excluded: tuple[tuple[float, float], ...]
    strips: tuple[Strip, ...]

    def summary(self) -> str:
        """One line: the parameter, the window, the critical values."""
        values = ", ".join(map(str, self.critical)) or "none"
        name = self.result.game.name or "the game"
        (parameter,) = self.result.game.parameters
        low, high = self.window
        return (
            f"Equilibria of {name} for {parameter} from {low:g} to {high:g}; "
            f"they change at: {values}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return which equilibria there are around each critical value."""

        def members(region: int | None) -> str:
            if region is None:
                return "excluded"
            return ", ".join(str(k + 1) for k in self.result.regions[region].equilibria)

        (parameter,) = self.result.game.parameters
        rows = [(str(c), members(c.before), members(c.at), members(c.after)) for c in self.critical]
        return (Table("", (parameter, "below", "there", "above"), rows, left=(0, 1, 2, 3)),)

    def to_document(self) -> dict[str, Any]:
        """Return what ``json.dump`` can write."""
        return {
            "schema": "gametheory/equilibrium-curves/1",
            "game": self.result.game.to_document(),
            "window": list(self.window),
            "critical": [str(c.exact) if c.exact is not None else float(c) for c in self.critical],
            "excluded": [list(interval) for interval in self.excluded],
            "strips": [
                {
                    "equilibria": list(strip.equilibria),
                    "values": strip.values.tolist(),
                    "low": [array.tolist() for array in strip.low],
                    "high": [array.tolist() for array in strip.high],
                }
                for strip in self.strips
            ],
        }


def equilibrium_curves(
    result: ParametricEquilibria, window: tuple[object, object] | None = None
) -> EquilibriumCurves:
    """Follow every equilibrium over the parameter.

    Parameters
    ----------
    result : ParametricEquilibria
        Of a game with one parameter; fix the others before with
        :meth:`~gametheory.symbolic.ParametricGame.fix`.
    window : (number, number), optional
        The values to show; by default all at which something changes, with some room.

    Returns
    -------
    EquilibriumCurves
        Every probability is computed exactly and then rounded to a float.

    Raises
    ------
    ParameterError
        If the game has several parameters, the search ended early, or the window is empty.

    Examples
    --------
    >>> from gametheory.symbolic import ParametricGame, solve_parametric
    >>> hunt = ParametricGame.symmetric([[1, 0], ["h", "h"]], parameters="h")
    >>> curves = equilibrium_curves(solve_parametric(hunt), window=(0, 1))
    >>> [str(value) for value in curves.critical]
    ['0', '1']
    """
    check_solved(result)
    line = decompose(result)
    low, high = _window(line, window)
    width = (high - low) * _WIDTH
    strips: list[Strip] = []
    excluded: list[tuple[float, float]] = []
    ends = [None, *line.roots, None]
    for k, region in enumerate(line.between):
        left, right = ends[k], ends[k + 1]
        start = low if left is None else max(low, left.refined(width).high)
        stop = high if right is None else min(high, right.refined(width).low)
        if start >= stop:
            continue
        if region is None:
            if excluded and excluded[-1][1] == float(start):
                excluded[-1] = (excluded[-1][0], float(stop))
            else:
                excluded.append((float(start), float(stop)))
            continue
        values = [start + (stop - start) * j / (_SAMPLES - 1) for j in range(_SAMPLES)]
        strips += _strips(result, region, values)
    for root, region in zip(line.roots, line.at, strict=True):
        place = root.refined(width)
        if region is not None and low <= place.low and place.high <= high:
            strips += _strips(result, region, [_middle(place)])
    critical = tuple(c for c in line.critical if low <= c.root.low and c.root.high <= high)
    return EquilibriumCurves(
        result, (float(low), float(high)), critical, tuple(excluded), tuple(strips)
    )


def _middle(root: Root) -> Fraction:
    return (root.low + root.high) / 2


def _window(line: Line, window: tuple[object, object] | None) -> tuple[Fraction, Fraction]:
    if window is not None:
        low, high = (read_number(end, "window") for end in window)
        if low >= high:
            raise ParameterError(f"window: expected two ascending numbers, got {low}, {high}")
        return low, high
    if not line.roots:
        return Fraction(0), Fraction(1)
    first, last = line.roots[0], line.roots[-1]
    room = (last.high - first.low) / 4 or Fraction(1)
    # No room is needed where the assumptions end.
    low = first.low - (0 if line.between[0] is None else room)
    return low, last.high + (0 if line.between[-1] is None else room)


def _strips(result: ParametricEquilibria, region: int, values: Sequence[Fraction]) -> list[Strip]:
    made = []
    for rows, columns in result.regions[region].subsets:
        strategies = (
            [result.equilibria[k].row_functions for k in rows],
            [result.equilibria[k].column_functions for k in columns],
        )
        functions = [f for player in strategies for strategy in player for f in strategy]
        straight = all(f.constant is not None for f in functions)
        chosen = (values[0], values[-1]) if straight and len(values) > 1 else values
        # An end may be a pole of what is continuous inside.
        kept = [v for v in chosen if all(f.bottom((v,)) for f in functions)]
        tables = [
            np.array([[[_at(f, v) for f in strategy] for strategy in player] for v in kept])
            for player in strategies
        ]
        members = tuple(
            k
            for k in result.regions[region].equilibria
            if result.equilibria[k].row_functions in strategies[0]
            and result.equilibria[k].column_functions in strategies[1]
        )
        made.append(
            Strip(
                members,
                np.array([float(v) for v in kept]),
                (tables[0].min(axis=1), tables[1].min(axis=1)),
                (tables[0].max(axis=1), tables[1].max(axis=1)),
            )
        )
    return made


def _at(function: RationalFunction, value: Fraction) -> float:
    return float(function((value,)))
