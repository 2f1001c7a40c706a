"""The attainable set: every profile is in a region, and every region's point is attained."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.analysis.attainable import (
    MAX_REGIONS,
    Region,
    attainable_regions,
    falling_families,
)
from gametheory.analysis.hull import hull_of_outcomes
from gametheory.exact.planar import separate, turn
from gametheory.game import BimatrixGame
from gametheory.testing import games, profiles

F = Fraction
KINDS = ("digits", "signed", "zero-one-two", "fractions")


def outline(region: Region, steps: int = 64) -> list[tuple[float, float]]:
    """A region's boundary as a polygon in floats."""
    points = [tuple(map(float, region.start))]
    for step in region.steps:
        end = tuple(map(float, step[-1]))
        if len(step) == 2:
            start, control = points[-1], tuple(map(float, step[0]))
            for k in range(1, steps):
                t = k / steps
                points.append(tuple(
                    (1 - t) ** 2 * a + 2 * t * (1 - t) * c + t * t * b
                    for a, c, b in zip(start, control, end, strict=True)
                ))  # fmt: skip
        points.append(end)
    return points  # type: ignore[return-value]


def signed_area(polygon: list[tuple[float, float]]) -> float:
    x, y = np.array(polygon).T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


def distance_outside(polygon: list[tuple[float, float]], point: tuple[float, float]) -> float:
    """0 inside, by the winding number; else the distance to the boundary."""
    a = np.array(polygon)
    b = np.roll(a, -1, axis=0)
    p = np.array(point)
    angles = np.angle(((b - p) @ [1, 1j]) / np.where((a - p).any(axis=1), (a - p) @ [1, 1j], 1))
    along = b - a
    lengths = (along**2).sum(axis=1)
    t = np.clip(((p - a) * along).sum(axis=1) / np.where(lengths, lengths, 1), 0, 1)
    nearest = float(np.sqrt((((a + t[:, None] * along) - p) ** 2).sum(axis=1)).min())
    inside = nearest > 1e-9 and abs(angles.sum()) > np.pi
    return 0.0 if inside else nearest


@given(games(min_actions=1, max_actions=4, kinds=KINDS), st.data())
@settings(max_examples=40)
def test_every_profile_is_in_a_region(game: BimatrixGame, data: st.DataObject) -> None:
    regions = attainable_regions(game)
    assert regions is not None
    outlines = [outline(region) for region in regions]
    for region, polygon in zip(regions, outlines, strict=True):
        assert signed_area(polygon) > 0 or len(region.steps) == 2  # a segment
    x, y = data.draw(profiles(game))
    payoffs = game[x, y]
    point = float(payoffs[0]), float(payoffs[1])
    size = max(float(game.payoff_range(k)) for k in (0, 1))
    if not regions:  # all outcomes have the same payoffs
        assert size == 0
        return
    # 64 chords leave a parabola arc by at most 1/8 of its second difference over 64^2.
    assert min(distance_outside(polygon, point) for polygon in outlines) <= 1e-3 * size


@given(games(min_actions=2, max_actions=3, kinds=KINDS))
@settings(max_examples=40)
def test_regions_lie_in_the_hull_and_are_attained(game: BimatrixGame) -> None:
    hull = hull_of_outcomes(game)
    regions = attainable_regions(game)
    assert regions is not None
    assert separate(hull, game[[F(1, game.shape[0])] * game.shape[0],
                               [F(1, game.shape[1])] * game.shape[1]]) is None  # fmt: skip
    for region in regions:
        assert all(separate(hull, corner) is None for corner in region.corners)
        assert region.steps[-1][-1] == region.start


def test_an_area_by_calculus() -> None:
    # sqrt(u) + sqrt(v) <= 2 has the area 16 / 6: the integral of (2 - sqrt u)^2 from 0 to 4.
    cake = BimatrixGame([[4, 0], [0, 0]], [[0, 0], [0, 4]])
    regions = attainable_regions(cake)
    assert regions is not None
    # Both halves of the square, p > q and p < q, have this image; the others are the axes.
    assert [len(region.steps) for region in regions] == [2, 2, 3]
    assert signed_area(outline(regions[-1], 2000)) == pytest.approx(8 / 3)


def test_a_parallelogram() -> None:
    # Additive payoffs, d = 0: the image of the square is a parallelogram.
    game = BimatrixGame([[0, 1], [2, 3]], [[0, 2], [1, 3]])
    regions = attainable_regions(game)
    assert regions is not None
    (region,) = [r for r in regions if len(r.steps) > 2]
    assert all(len(step) == 1 for step in region.steps)
    assert set(region.corners) == {(0, 0), (2, 1), (3, 3), (1, 2)}
    assert turn(*region.corners[:3]) > 0


def test_too_many_subgames_have_no_picture() -> None:
    side = 12
    assert (side * (side - 1) // 2) ** 2 > MAX_REGIONS
    assert attainable_regions(BimatrixGame(np.eye(side), np.eye(side))) is None


@given(games(min_actions=1, max_actions=3))
@settings(max_examples=40)
def test_families_are_what_their_profiles_get(game: BimatrixGame) -> None:
    for family in falling_families(game):
        for s in (F(0), F(1, 3), F(1)):
            strategies = []
            for used, weights, size in (
                (family.rows, family.row_weights, game.shape[0]),
                (family.columns, family.column_weights, game.shape[1]),
            ):
                first = weights[0] + s * (weights[1] - weights[0])
                vector = [F(0)] * size
                vector[used[-1]] = 1 - first
                vector[used[0]] = first
                strategies.append(vector)
            assert game[strategies[0], strategies[1]] == family.arc.at(s)
        assert family.arc.start[0] < family.arc.end[0]
        assert family.arc.start[1] > family.arc.end[1]
