"""The convex hull of the payoff plane."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.facts import hull

Point = tuple[float, float]
COORDINATES = st.integers(-4, 4).map(float)


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=12))
def test_the_hull_is_convex_and_holds_every_point(points: list[Point]) -> None:
    corners = hull(points)
    assert set(corners) <= set(points)
    assert len(set(corners)) == len(corners)
    if len(corners) < 3:
        # All points lie on the segment between the ends.
        first, last = corners[0], corners[-1]
        assert first == min(points)
        assert last == max(points)
        assert all(_turn(first, last, point) == 0 for point in points)
        return
    edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
    assert all(_turn(a, b, point) >= 0 for a, b in edges for point in points)
    following = corners[2:] + corners[:2]
    assert all(_turn(a, b, c) > 0 for (a, b), c in zip(edges, following, strict=True))


def test_the_unit_square() -> None:
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    assert hull([*square, (0.5, 0.5), (0.5, 0.0)]) == square
