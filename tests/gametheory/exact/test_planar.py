"""Exact polygons: against definitions, by exhaustion over small grids."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import ParameterError
from gametheory.exact.planar import (
    HalfPlane,
    Point,
    clip,
    convex_hull,
    half_planes,
    pareto_chain,
    reach,
    separate,
    turn,
)

NUMBERS = st.one_of(st.integers(-4, 4), st.fractions(-3, 3, max_denominator=3))
POINTS = st.tuples(NUMBERS, NUMBERS)
CLOUDS = st.lists(POINTS, min_size=1, max_size=9)


def _in_some_triangle(points: list[Point], p: Point) -> bool:
    """Carathéodory: a point of the hull lies in a triangle of the points."""
    if p in points:
        return True
    for a, b in combinations(points, 2):
        if turn(a, b, p) == 0 and min(a, b) <= p <= max(a, b):
            return True
    for corners in combinations(points, 3):
        signs = [turn(a, b, p) for a, b in pairwise([*corners, corners[0]])]
        if turn(*corners) and (min(signs) >= 0 or max(signs) <= 0):
            return True
    return False


@given(CLOUDS)
def test_the_hull_is_convex_and_holds_every_point(points: list[Point]) -> None:
    corners = convex_hull(points)
    assert set(corners) <= set(points)
    assert len(set(corners)) == len(corners)
    assert corners[0] == min(points)
    if len(corners) < 3:
        # All points lie on the segment between the ends.
        assert corners[-1] == max(points)
        assert all(turn(corners[0], corners[-1], point) == 0 for point in points)
        return
    edges = list(pairwise([*corners, corners[0]]))
    assert all(turn(a, b, point) >= 0 for a, b in edges for point in points)
    following = corners[2:] + corners[:2]
    assert all(turn(a, b, c) > 0 for (a, b), c in zip(edges, following, strict=True))


@given(CLOUDS, POINTS)
def test_separation_decides_membership(points: list[Point], p: Point) -> None:
    polygon = convex_hull(points)
    plane = separate(polygon, p)
    assert (plane is None) == _in_some_triangle(points, p)
    if plane is not None:
        assert plane.excess(p) > 0
        assert all(plane.excess(q) <= 0 for q in points)
        assert all(plane.excess(q) == 0 for q in plane.edge)
        assert set(plane.edge) <= set(polygon)


@given(CLOUDS)
def test_half_planes_touch_the_polygon(points: list[Point]) -> None:
    for plane in half_planes(convex_hull(points)):
        assert any(plane.normal)
        assert max(plane.excess(p) for p in points) == 0


@given(CLOUDS)
def test_the_chain_is_what_nothing_in_the_polygon_dominates(points: list[Point]) -> None:
    polygon = convex_hull(points)
    chain = pareto_chain(polygon)
    assert set(chain) <= set(polygon)
    assert all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(chain))

    def weakly_dominated(p: Point, dominator: Point) -> bool:
        return dominator != p and dominator[0] >= p[0] and dominator[1] >= p[1]

    on_chain = [*chain, *(_middle(a, b) for a, b in pairwise(chain))]
    boundary = [*polygon, *(_middle(a, b) for a, b in pairwise([*polygon, polygon[0]]))]
    assert not any(weakly_dominated(p, q) for p in on_chain for q in boundary)
    for p in boundary:
        if p not in on_chain:
            # Undominated by corners, such a point is dominated by one of an edge: try both
            # directions of growth by a step that is small beside the polygon's features.
            step = Fraction(1, 10**6)
            assert any(
                separate(polygon, (p[0] + dx, p[1] + dy)) is None
                for dx, dy in ((step, 0), (0, step), (step, step))
            ) or any(weakly_dominated(p, q) for q in polygon)


def _middle(a: Point, b: Point) -> Point:
    return Fraction(a[0] + b[0]) / 2, Fraction(a[1] + b[1]) / 2


@given(CLOUDS, POINTS, st.integers(-6, 6), POINTS)
def test_clipping_is_intersection(
    points: list[Point], normal: Point, bound: int, probe: Point
) -> None:
    if not any(normal):
        return
    polygon, plane = convex_hull(points), HalfPlane(normal, bound, ((0, 0), (0, 0)))
    clipped = clip(polygon, plane)
    wanted = separate(polygon, probe) is None and plane.excess(probe) <= 0
    assert (bool(clipped) and separate(clipped, probe) is None) == wanted
    assert bool(clipped) == any(plane.excess(p) <= 0 for p in polygon)
    assert clipped == (convex_hull(clipped) if clipped else ())


@given(CLOUDS, POINTS, st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any))
def test_reach_is_the_last_point_of_the_comprehensive_hull(
    points: list[Point], start: Point, direction: Point
) -> None:
    polygon = convex_hull(points)
    t = reach(polygon, start, direction)
    # The comprehensive hull, cut off far away, as the hull of more points.
    far = -(10**9)
    big = convex_hull([*points, *((far, y) for _, y in points), *((x, far) for x, _ in points),
                       (far, far)])  # fmt: skip
    if t is None:
        assert separate(big, start) is not None
        assert 0 in direction
        return
    at = start[0] + t * direction[0], start[1] + t * direction[1]
    beyond = at[0] + Fraction(direction[0], 10**6), at[1] + Fraction(direction[1], 10**6)
    assert separate(big, at) is None
    assert separate(big, beyond) is not None


def test_the_unit_square() -> None:
    square = ((0, 0), (1, 0), (1, 1), (0, 1))
    half = Fraction(1, 2)
    assert convex_hull([*square, (half, half), (half, 0)]) == square
    assert pareto_chain(square) == ((1, 1),)


def test_words_of_refusal() -> None:
    with pytest.raises(ParameterError, match="at least one point"):
        convex_hull([])
    for direction in ((0, 0), (-1, 1)):
        with pytest.raises(ParameterError, match="two numbers >= 0"):
            reach(((0, 0),), (0, 0), direction)
