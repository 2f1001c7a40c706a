"""Region diagrams: which equilibria exist where, over two parameters.

The window is cut into vertical *slabs* by the x at which boundary curves cross, turn or
leave the window, the real roots of their resultants and discriminants
(:func:`gametheory.symbolic.feasibility.project`). Within a slab the curves are functions
of x that do not meet, so they cut it into *cells*, one above the other, each inside one
region, which a rational sample tells exactly. Where curves run is computed to more digits
than a float holds.

(One drawing, cell by cell, and its result; hence over 300 lines.)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from gametheory.numbers import read_number
from gametheory.results import Result, Table
from gametheory.symbolic.conditions import ZERO, Condition, Literal
from gametheory.symbolic.feasibility import TooHardError, project
from gametheory.symbolic.line import check_solved, region_where, relevant_polynomials
from gametheory.symbolic.polynomials import Polynomial, ring_of
from gametheory.symbolic.result import ParametricEquilibria
from gametheory.symbolic.roots import Root, between, isolate, simplest_between

__all__ = ["Boundary", "Cell", "RegionDiagram", "region_diagram"]

#: Points on a curve in each slab, if a curve there is not straight.
_SAMPLES: Final = 25

#: Squares of the grid on which places for labels are looked for, each way.
_GRID: Final = 120

Array = NDArray[np.float64]
Window = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A piece of one region: all y between two functions of x.

    Attributes
    ----------
    region : int or None
        Index of the region; None where the assumptions exclude the parameters.
    x, low, high : ndarray, shape (k,)
        The bounds at some x of a slab.
    """

    region: int | None
    x: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """A piece of a curve at which the equilibria, or the assumptions, end.

    Attributes
    ----------
    equation : str
        The curve, such as ``"v = c"``.
    region : int or None
        The region of the points on it.
    critical : bool
        Whether the equilibria change; else only the assumptions end.
    points : ndarray, shape (k, 2)
    """

    equation: str
    region: int | None
    critical: bool
    points: Array


@dataclass(frozen=True, repr=False, eq=False)
class RegionDiagram(Result):
    """The regions of a game with two parameters in a window.

    Attributes
    ----------
    result : ParametricEquilibria
    x, y : (float, float)
        The window; x is the first parameter.
    cells : tuple of Cell
        They fill the window.
    boundaries : tuple of Boundary
    places : dict of int to (x, y, room)
        For each region with an area in the window the middle of its roomiest part, and the
        distance from there to its boundary as a share of the window.
    """

    result: ParametricEquilibria
    x: Window
    y: Window
    cells: tuple[Cell, ...]
    boundaries: tuple[Boundary, ...]
    places: dict[int, tuple[float, float, float]]

    @property
    def curves(self) -> tuple[str, ...]:
        """Equations of the critical curves in the window, each once."""
        return tuple(dict.fromkeys(b.equation for b in self.boundaries if b.critical))

    def contents(self, region: int) -> tuple[str, ...]:
        """Short names of the extreme equilibria of a region."""
        return tuple(
            self.result.equilibria[k].label for k in self.result.regions[region].equilibria
        )

    def summary(self) -> str:
        """One line: how many regions are in sight, and what divides them."""
        first, second = self.result.game.parameters
        curves = ", ".join(self.curves) or "nothing"
        return (
            f"{len(self.places)} regions of {self.result.game.name or 'the game'} for {first} in "
            f"[{self.x[0]:g}, {self.x[1]:g}] and {second} in [{self.y[0]:g}, {self.y[1]:g}]; "
            f"divided by {curves}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the regions in sight."""
        rows = [
            (str(self.result.regions[k].condition), "; ".join(self.contents(k)))
            for k in sorted(self.places)
        ]
        return (Table("", ("if", "extreme equilibria"), rows, left=(0, 1)),)

    def to_document(self) -> dict[str, Any]:
        """Return what ``json.dump`` can write."""
        return {
            "schema": "gametheory/region-diagram/1",
            "game": self.result.game.to_document(),
            "window": [list(self.x), list(self.y)],
            "cells": [
                {
                    "region": cell.region,
                    "x": cell.x.tolist(),
                    "low": cell.low.tolist(),
                    "high": cell.high.tolist(),
                }
                for cell in self.cells
            ],
            "boundaries": [
                {
                    "equation": boundary.equation,
                    "critical": boundary.critical,
                    "region": boundary.region,
                    "points": boundary.points.tolist(),
                }
                for boundary in self.boundaries
            ],
            "conditions": [str(region.condition) for region in self.result.regions],
        }


def region_diagram(
    result: ParametricEquilibria, x: tuple[object, object], y: tuple[object, object]
) -> RegionDiagram:
    """Cut a window of the two parameters into regions.

    Parameters
    ----------
    result : ParametricEquilibria
        Of a game with two parameters; fix others before with
        :meth:`~gametheory.symbolic.ParametricGame.fix`.
    x, y : (number, number)
        The values of the first and of the second parameter that are shown.

    Returns
    -------
    RegionDiagram

    Raises
    ------
    ParameterError
        If the game does not have two parameters, the search ended early, the window is
        empty, or the curves are too complicated.

    Examples
    --------
    >>> from gametheory.symbolic import ParametricGame, solve_parametric
    >>> game = ParametricGame.symmetric(
    ...     [["(v - c)/2", "v"], ["0", "v/2"]], parameters="v c", assuming="v > 0, c > 0")
    >>> region_diagram(solve_parametric(game), x=(0, 4), y=(0, 4)).curves
    ('v = c',)
    """
    check_solved(result)
    names = result.game.parameters
    if len(names) != 2:
        raise ParameterError(
            f"expected a game with two parameters, got {', '.join(names)}; fix others with game.fix"
        )
    windows = [[read_number(end, name) for end in w] for name, w in zip(names, (x, y), strict=True)]
    for name, ends in zip(names, windows, strict=True):
        if len(ends) != 2 or ends[0] >= ends[1]:
            raise ParameterError(
                f"window of {name}: expected two ascending numbers, got {', '.join(map(str, ends))}"
            )
    try:
        return _Drawing(result, windows[0], windows[1]).diagram()
    except TooHardError:
        raise ParameterError(
            "the curves between the regions are too complicated to draw; fix a parameter"
        ) from None


@dataclass(frozen=True, slots=True)
class _Slab:
    """The curves above one open interval of x."""

    x: Array
    middle: Fraction
    #: Curves from the lower to the upper edge of the window, at `middle` and at all of `x`.
    roots: list[Root]
    origins: list[Polynomial]
    heights: NDArray[np.float64]
    regions: list[int | None]


class _Drawing:
    """Makes one diagram."""

    def __init__(
        self, result: ParametricEquilibria, x: Sequence[Fraction], y: Sequence[Fraction]
    ) -> None:
        self.result, self.x, self.y = result, tuple(x), tuple(y)
        self.polynomials = relevant_polynomials(result)

    def diagram(self) -> RegionDiagram:
        slabs = self._slabs()
        cells = [
            Cell(region, slab.x, slab.heights[k], slab.heights[k + 1])
            for slab in slabs
            for k, region in enumerate(slab.regions)
        ]
        boundaries = [b for slab in slabs for b in self._within(slab)]
        boundaries += self._upright(slabs)
        x, y = ((float(w[0]), float(w[1])) for w in (self.x, self.y))
        return RegionDiagram(
            self.result, x, y, tuple(cells), tuple(boundaries), _places(cells, x, y)
        )

    def _edges(self) -> list[Polynomial]:
        ring = ring_of(self.result.game.parameters)
        return [
            ring.make({(0, 1): value.denominator, (0, 0): -value.numerator})
            if value
            else ring.variable(1)
            for value in self.y
        ]

    def _slabs(self) -> list[_Slab]:
        curves = list(dict.fromkeys([*self.polynomials, *self._edges()]))
        stops = [
            root
            for root in isolate(project(curves, 1))
            if self.x[0] < root.high and root.low < self.x[1]
        ]
        tiny = (self.x[1] - self.x[0]) / 2**40
        stops = [root.refined(tiny) for root in stops]
        inner = [(r.low, r.high) for r in stops if self.x[0] < r.low and r.high < self.x[1]]
        ends = [(self.x[0], self.x[0]), *inner, (self.x[1], self.x[1])]
        return [
            self._slab(curves, left[1], right[0], tiny)
            for left, right in pairwise(ends)
            if left[1] < right[0]
        ]

    def _slab(
        self, curves: list[Polynomial], left: Fraction, right: Fraction, tiny: Fraction
    ) -> _Slab:
        middle = simplest_between(left, right)
        roots, origins = self._above(curves, middle)
        straight = all(o.degree <= 1 or len(o.variables) == 1 for o in origins)
        count = 2 if straight else _SAMPLES
        # Curves may meet at the very ends, which belong to the neighbours.
        inset = min(tiny, (right - left) / 1000)
        start, stop = left + inset, right - inset
        places = [start + (stop - start) * k / (count - 1) for k in range(count)]
        columns = []
        for place in places:
            found, _ = self._above(curves, place)
            if len(found) != len(roots):  # an end so near to a crossing that roots coincide
                continue
            columns.append((place, [_height(root, (self.y[1] - self.y[0]) / 2**40)
                                    for root in found]))  # fmt: skip
        samples = [between(a, b) for a, b in pairwise(roots)]
        return _Slab(
            np.array([float(place) for place, _ in columns]),
            middle,
            roots,
            origins,
            np.array([heights for _, heights in columns]).T,
            [self._region((middle, sample)) for sample in samples],
        )

    def _above(
        self, curves: list[Polynomial], place: Fraction
    ) -> tuple[list[Root], list[Polynomial]]:
        """Roots over one x from the lower to the upper edge, and the curves they are on."""
        owners: dict[Polynomial, Polynomial] = {}
        for curve in curves:
            if 1 in curve.variables:
                for factor, _ in curve.fixed(0, place).factors[1]:
                    owners.setdefault(factor, curve)
        roots = isolate(list(owners))
        low, high = (
            next(k for k, root in enumerate(roots) if root.exact == edge) for edge in self.y
        )
        kept = roots[low : high + 1]
        return kept, [owners[root.polynomial] for root in kept]

    def _region(self, point: tuple[Fraction, Fraction]) -> int | None:
        if not self.result.game.allows(point):
            return None
        return self.result.region_of(point)

    def _within(self, slab: _Slab) -> list[Boundary]:
        """Boundaries between cells one above the other."""
        found = []
        for k, (below, above) in enumerate(pairwise(slab.regions), start=1):
            root = slab.roots[k]
            at = self._on_curve(slab.middle, root)
            if len({below, at, above}) > 1:
                points = np.column_stack([slab.x, slab.heights[k]])
                found.append(self._boundary(slab.origins[k], below, at, above, points))
        return found

    def _on_curve(self, place: Fraction, root: Root) -> int | None:
        def sign(polynomial: Polynomial) -> int:
            fixed = polynomial.fixed(0, place)
            total, factors = fixed.factors
            for factor, exponent in factors:
                if factor == root.polynomial:
                    return 0
                total *= factor.sign_at((Fraction(0), root.low)) ** exponent
            return total

        return region_where(self.result, sign)

    def _boundary(
        self,
        curve: Polynomial,
        before: int | None,
        at: int | None,
        after: int | None,
        points: Array,
    ) -> Boundary:
        equation = str(Condition(self.result.game.parameters, ((Literal(curve, ZERO),),)))
        return Boundary(equation, at, len({before, at, after} - {None}) > 1, points)

    def _upright(self, slabs: list[_Slab]) -> list[Boundary]:
        """Boundaries between slabs: lines x = constant."""
        lines = {root: p for p in self.polynomials if p.variables == (0,) for root in isolate([p])}
        found = []
        for root, polynomial in lines.items():
            place = float(root)
            if not self.x[0] < root.low <= root.high < self.x[1]:
                continue
            for left, right in pairwise(slabs):
                if not left.middle < root.low <= root.high < right.middle:
                    continue
                ends = sorted({*left.heights[:, -1].tolist(), *right.heights[:, 0].tolist()})
                for low, high in pairwise(ends):
                    if high - low < 1e-9 * float(self.y[1] - self.y[0]):
                        continue
                    y = simplest_between(Fraction(low), Fraction(high))
                    before = _region_beside(left, -1, float(y))
                    after = _region_beside(right, 0, float(y))
                    at = self._on_line(root, y)
                    if len({before, at, after}) > 1:
                        points = np.array([[place, low], [place, high]])
                        found.append(self._boundary(polynomial, before, at, after, points))
        return found

    def _on_line(self, root: Root, y: Fraction) -> int | None:
        def sign(polynomial: Polynomial) -> int:
            fixed = polynomial.fixed(1, y)
            total, factors = fixed.factors
            others = [factor for factor, _ in factors if factor != root.polynomial]
            if len(others) < len(factors):
                return 0
            (place,) = [r for r in isolate([*others, root.polynomial])
                        if r.polynomial == root.polynomial and r.low <= root.high
                        and root.low <= r.high]  # fmt: skip
            for factor, exponent in factors:
                total *= factor.sign_at((place.low, Fraction(0))) ** exponent
            return total

        return region_where(self.result, sign)


def _region_beside(slab: _Slab, side: int, y: float) -> int | None:
    """Region of the cell at height y at an end of a slab: -1 the right, 0 the left one."""
    place = bisect_left(slab.heights[:, side].tolist(), y)
    return slab.regions[min(max(place, 1), len(slab.regions)) - 1]


def _height(root: Root, tiny: Fraction) -> float:
    narrow = root.refined(tiny)
    return float((narrow.low + narrow.high) / 2)


def _places(cells: Sequence[Cell], x: Window, y: Window) -> dict[int, tuple[float, float, float]]:
    """Where in each region a label has most room, on a grid."""
    from scipy.ndimage import distance_transform_edt

    steps = (np.arange(_GRID) + 0.5) / _GRID
    across, up = x[0] + (x[1] - x[0]) * steps, y[0] + (y[1] - y[0]) * steps
    grid = np.full((_GRID, _GRID), -1)
    for cell in cells:
        if cell.region is None:
            continue
        inside = np.flatnonzero((across >= cell.x[0]) & (across <= cell.x[-1]))
        for k in inside:
            low = np.interp(across[k], cell.x, cell.low)
            high = np.interp(across[k], cell.x, cell.high)
            grid[(up > low) & (up < high), k] = cell.region
    places = {}
    for region in sorted({cell.region for cell in cells} - {None}, key=str):
        assert region is not None
        mask = np.pad(grid == region, 1)
        distances = distance_transform_edt(mask)[1:-1, 1:-1]
        row, column = divmod(int(distances.argmax()), _GRID)
        room = float(distances[row, column])
        if room > 0:
            places[region] = (float(across[column]), float(up[row]), room / _GRID)
        else:  # thinner than the grid
            own = [c for c in cells if c.region == region]
            cell = max(own, key=lambda c: float(np.max(c.high - c.low) * (c.x[-1] - c.x[0])))
            middle = len(cell.x) // 2
            places[region] = (
                float(cell.x[middle]), float(cell.low[middle] + cell.high[middle]) / 2, 0.0,
            )  # fmt: skip
    return places
