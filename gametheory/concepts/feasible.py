"""What the two players can get together: the feasible payoffs.

A pair of payoffs is *feasible* if some lottery over outcomes (correlated play) has it in
expectation: the convex hull of the outcomes' payoffs, a polygon with exact corners. Its
*comprehensive hull* also holds what is worse than a feasible pair for a player, or for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from gametheory.analysis.hull import hull_of_outcomes
from gametheory.errors import InternalError
from gametheory.exact.planar import HalfPlane, clip, pareto_chain, turn
from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction

__all__ = [
    "Lottery",
    "Point",
    "best_above",
    "clip_above",
    "feasible_polygon",
    "lottery_of",
    "point_document",
]

Point = tuple[Fraction, Fraction]
Lottery = tuple[tuple[tuple[int, int], Fraction], ...]


def feasible_polygon(game: BimatrixGame) -> tuple[Point, ...]:
    """Corners of the set of feasible payoffs, as :func:`gametheory.exact.planar.convex_hull`."""
    return hull_of_outcomes(game)


def clip_above(polygon: Sequence[Point], floor: Point) -> tuple[Point, ...]:
    """Points of a polygon that are at least `floor` in both coordinates; may be empty."""
    for normal, bound in (((-1, 0), -floor[0]), ((0, -1), -floor[1])):
        if polygon:
            polygon = _exact(clip(polygon, HalfPlane(normal, bound, (floor, floor))))
    return tuple(polygon)


def best_above(polygon: Sequence[Point], floor: Point) -> Point:
    """The undominated point above a point from which only one coordinate can grow, or none."""
    chain = pareto_chain(clip_above(polygon, floor))
    if len(chain) != 1:
        raise InternalError(f"expected one best point above {floor}, got {chain}")
    return _exact(chain)[0]


def lottery_of(game: BimatrixGame, polygon: Sequence[Point], point: Point) -> Lottery:
    """Return a lottery over outcomes with given expected payoffs.

    Parameters
    ----------
    game : BimatrixGame
    polygon : sequence of points
        Its feasible payoffs.
    point : pair of Fraction
        A point of the polygon.

    Returns
    -------
    tuple of ((int, int), Fraction)
        Outcomes with positive probability: one at a corner, two on an edge, three inside.
    """
    return tuple(
        (_outcome(game, corner), share)
        for corner, share in _mixture(polygon, point)
        if share
    )  # fmt: skip


def point_document(point: Sequence[Fraction]) -> list[str]:
    """Pair of payoffs as exact text."""
    return [format_fraction(value) for value in point]


def _mixture(polygon: Sequence[Point], point: Point) -> list[tuple[Point, Fraction]]:
    if len(polygon) == 1:
        return [(polygon[0], Fraction(1))]
    for a, b in pairwise([*polygon, polygon[0]]):
        if turn(a, b, point) == 0:
            k = 0 if a[0] != b[0] else 1
            share = (point[k] - a[k]) / (b[k] - a[k])
            if 0 <= share <= 1:
                return [(a, 1 - share), (b, share)]
    origin = polygon[0]
    for a, b in pairwise(polygon[1:]):
        area = turn(origin, a, b)
        shares = [Fraction(turn(p, q, point)) / area
                  for p, q in ((a, b), (b, origin), (origin, a))]  # fmt: skip
        if min(shares) >= 0:
            return list(zip((origin, a, b), shares, strict=True))
    raise InternalError(f"no lottery over outcomes has the payoffs {point}")


def _outcome(game: BimatrixGame, corner: Point) -> tuple[int, int]:
    """First outcome, in reading order, with exactly these payoffs."""
    same = np.ones(game.shape, dtype=bool)
    for player, value in enumerate(corner):
        integers, unit = game.integer_payoffs(player)
        same &= (integers == int(value * unit)).astype(bool)
    i, j = np.argwhere(same)[0]
    return int(i), int(j)


def _exact(points: Sequence[tuple[int | Fraction, int | Fraction]]) -> tuple[Point, ...]:
    return tuple((Fraction(u), Fraction(v)) for u, v in points)
