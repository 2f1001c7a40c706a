"""What the players can get together: payoffs of correlated and coarse correlated equilibria.

Both players' expected payoffs are linear in the joint distribution, so the payoffs of all
correlated equilibria make a convex polygon, inside that of the coarse ones, inside the hull of
all outcomes. Its corners are found without the (far more numerous) extreme points of the
polytope: an edge between two known points is either on the boundary, which the linear program
in the direction of its outer normal proves, or the program yields a point beyond it, and two new
edges. All programs are exact, so the polygon is. It may have hundreds of corners in a 10 x 10 game;
where the time given ends the search, the corners found so far make a polygon inside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.correlated import CorrelatedPolytope, common_payoffs
from gametheory.concepts.joint import Joint
from gametheory.exact.planar import convex_hull
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = ["CorrelatedPayoffs", "PayoffRegion", "correlated_payoffs"]

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class PayoffRegion:
    """A convex polygon of expected payoffs.

    Attributes
    ----------
    corners : tuple of (Fraction, Fraction)
        Payoffs of the row and the column player, counter-clockwise from the lexicographically
        smallest; a single point or the two ends of a segment are possible, and nothing at all if
        the time was over before a corner was known.
    joints : tuple of joint distributions
        One that has the payoffs, for each corner.
    complete : bool
        Whether this is the whole region; else it is a part of it, and a corner may lie inside.
    """

    corners: tuple[Point, ...]
    joints: tuple[Joint, ...]
    complete: bool = True


@dataclass(frozen=True, repr=False)
class CorrelatedPayoffs(Result):
    """The three polygons of payoffs; exact.

    Attributes
    ----------
    game : BimatrixGame
    feasible : PayoffRegion
        The hull of the outcomes: what any joint distribution can give.
    coarse : PayoffRegion
        Payoffs of the coarse correlated equilibria.
    correlated : PayoffRegion
        Payoffs of the correlated equilibria.
    """

    game: BimatrixGame
    feasible: PayoffRegion
    coarse: PayoffRegion
    correlated: PayoffRegion

    def summary(self) -> str:
        """Return how many corners each polygon has."""
        parts = [
            f"{name} {_shape(len(region.corners))}"
            for name, region in (
                ("correlated equilibria", self.correlated),
                ("coarse correlated equilibria", self.coarse),
                ("all outcomes", self.feasible),
            )
        ]
        whole = self.coarse.complete and self.correlated.complete
        how = "exact" if whole else "timeout: of some regions only a part is known"
        return f"Payoffs of {parts[0]}, of {parts[1]}, of {parts[2]} ({how})"

    def tables(self) -> tuple[Table, ...]:
        """Return the corners of the two equilibrium polygons."""
        return tuple(
            Table(
                caption,
                self.game.players,
                [(format_brief(first), format_brief(second)) for first, second in region.corners],
                left=(),
            )
            for caption, region in (
                ("Correlated equilibria", self.correlated),
                ("Coarse correlated equilibria", self.coarse),
            )
        )

    def to_document(self) -> dict[str, Any]:
        """Return the corners of the three polygons, the first two with their distributions."""
        return {
            "schema": "gametheory/correlated-payoffs/1",
            **{
                name: {
                    "complete": region.complete,
                    "corners": [[format_fraction(v) for v in corner] for corner in region.corners],
                    "joints": [
                        [[format_fraction(p) for p in row] for row in joint]
                        for joint in region.joints
                    ],
                }
                for name, region in (
                    ("correlated", self.correlated),
                    ("coarse", self.coarse),
                    ("feasible", self.feasible),
                )
            },
        }


def _shape(corners: int) -> str:
    return {0: "nothing yet", 1: "a point", 2: "a segment"}.get(
        corners, f"a polygon of {corners} corners"
    )


def correlated_payoffs(game: BimatrixGame, *, timeout: float | None = None) -> CorrelatedPayoffs:
    """Find the payoffs of all correlated and of all coarse correlated equilibria, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    timeout : float, optional
        Seconds; regions that are not finished then say so.

    Returns
    -------
    CorrelatedPayoffs

    Examples
    --------
    >>> chicken = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> [(str(x), str(y)) for x, y in correlated_payoffs(chicken).correlated.corners]
    [('2', '7'), ('18/5', '18/5'), ('7', '2'), ('21/4', '21/4')]
    """
    limits = Limits(timeout)
    unit, payoffs = common_payoffs(game)
    feasible, coarse, correlated = (
        _region(best, payoffs, unit, limits)
        for best in (
            _best_outcome,
            _best_in(CorrelatedPolytope(game, coarse=True), limits),
            _best_in(CorrelatedPolytope(game), limits),
        )
    )
    return CorrelatedPayoffs(game, feasible, coarse, correlated)


def _best_in(polytope: CorrelatedPolytope, limits: Limits) -> Callable[[NDArray[Any]], Joint]:
    return lambda table: polytope.best(table, limits)[0]


def _best_outcome(table: NDArray[Any]) -> Joint:
    m, n = table.shape
    place = divmod(int(np.argmax(table)), n)
    return tuple(tuple(Fraction(int((i, j) == place)) for j in range(n)) for i in range(m))


def _region(
    best: Callable[[NDArray[Any]], Joint],
    payoffs: tuple[NDArray[Any], NDArray[Any]],
    unit: int,
    limits: Limits,
) -> PayoffRegion:
    """Corners of the image of a polytope whose best point in any direction is known."""
    joints: dict[Point, Joint] = {}

    # The longest edges first: what a timeout leaves out is small.
    edges: list[tuple[Fraction, Point, Point]] = []

    def farthest(x: Fraction | int, y: Fraction | int) -> Point:
        scale = Fraction(x).denominator * Fraction(y).denominator
        joint = best(int(x * scale) * payoffs[0] + int(y * scale) * payoffs[1])
        point = _expected(payoffs[0], joint), _expected(payoffs[1], joint)
        joints.setdefault(point, joint)
        return point

    def add(a: Point, b: Point) -> None:
        heappush(edges, (-max(abs(a[0] - b[0]), abs(a[1] - b[1])), a, b))

    complete = True
    try:
        start, end = farthest(-1, 0), farthest(1, 0)
        if start[0] == end[0]:
            start, end = farthest(0, -1), farthest(0, 1)
        if start != end:
            add(start, end)
            add(end, start)
        while edges:
            _, a, b = heappop(edges)
            normal = b[1] - a[1], a[0] - b[0]  # to the right of a -> b: outwards
            c = farthest(*normal)
            if normal[0] * (c[0] - a[0]) + normal[1] * (c[1] - a[1]) > 0:
                add(a, c)
                add(c, b)
    except LimitReached:
        complete = False
    # The programs may have met points within edges: the hull drops them.
    corners = convex_hull(joints) if joints else ()
    return PayoffRegion(
        tuple((Fraction(x) / unit, Fraction(y) / unit) for x, y in corners),
        tuple(joints[Fraction(x), Fraction(y)] for x, y in corners),
        complete=complete,
    )


def _expected(table: NDArray[Any], joint: Joint) -> Fraction:
    return sum(
        (p * int(v) for p, v in zip((p for row in joint for p in row), table.ravel(), strict=True)
         if p), Fraction(0),
    )  # fmt: skip
