"""Region diagrams, against exact areas and the answer at single points."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import ParameterError
from gametheory.symbolic import ParametricGame, region_diagram, solve_parametric
from gametheory.symbolic.diagram import RegionDiagram

HAWK_DOVE = ParametricGame.symmetric(
    [["(v - c)/2", "v"], ["0", "v/2"]], parameters="v c", row_actions=["Hawk", "Dove"]
)
CURVED = ParametricGame(
    [["x**2 + y**2", 0], [1, "x*y"]], [["x**2 - y", 1], [0, 1]], parameters="x y"
)


def areas(diagram: RegionDiagram) -> dict[int | None, float]:
    total: dict[int | None, float] = {}
    for cell in diagram.cells:
        area = float(np.trapezoid(cell.high - cell.low, cell.x))
        total[cell.region] = total.get(cell.region, 0.0) + area
    return total


def region_drawn(diagram: RegionDiagram, x: float, y: float) -> list[int | None]:
    return [
        cell.region
        for cell in diagram.cells
        if cell.x[0] < x < cell.x[-1]
        and np.interp(x, cell.x, cell.low) < y < np.interp(x, cell.x, cell.high)
    ]


def test_hawk_dove_has_four_triangles_and_rectangles():
    result = solve_parametric(HAWK_DOVE)
    diagram = region_diagram(result, (-2, 4), (-2, 4))
    contents = {diagram.contents(k): area for k, area in areas(diagram).items() if k is not None}
    # The diagonal and the axis v = 0 cut the square of area 36.
    assert contents == {
        ("Hawk, Hawk",): pytest.approx(4 * 6 - 8),
        ("Hawk, Hawk", "Dove, Dove", "mixed"): pytest.approx(2),
        ("Hawk, Dove", "Dove, Hawk", "mixed"): pytest.approx(8),
        ("Dove, Dove",): pytest.approx(2 * 6 - 2),
    }
    assert set(diagram.curves) == {"v = c", "v = 0"}
    assert all(b.critical for b in diagram.boundaries)


def test_curved_regions_have_the_right_areas():
    # Only the disc matters: row's first action pays x**2 + y**2 against 1.
    game = ParametricGame([["x**2 + y**2"], [1]], [[0], [0]], parameters="x y")
    diagram = region_diagram(solve_parametric(game), (-2, 2), (-2, 2))
    by_contents = {diagram.contents(k): a for k, a in areas(diagram).items() if k is not None}
    assert by_contents[("r2, c1",)] == pytest.approx(math.pi, rel=2e-2)  # chords lie inside
    assert by_contents[("r1, c1",)] == pytest.approx(16 - math.pi, rel=1e-2)
    assert diagram.curves == ("x**2 + y**2 = 1",)
    for boundary in diagram.boundaries:
        x, y = boundary.points.T
        assert x**2 + y**2 == pytest.approx(np.ones(len(x)), abs=1e-9)


def test_assumptions_are_drawn_but_not_critical():
    game = ParametricGame.symmetric(
        [["(v - c)/2", "v"], ["0", "v/2"]], parameters="v c", assuming="v > 0, c > 0"
    )
    diagram = region_diagram(solve_parametric(game), (-1, 3), (-1, 3))
    assert areas(diagram)[None] == pytest.approx(16 - 9)
    assert diagram.curves == ("v = c",)
    assert {b.equation for b in diagram.boundaries if not b.critical} == {"v = 0", "c = 0"}


@lru_cache
def drawn_once(game: ParametricGame) -> RegionDiagram:
    return region_diagram(solve_parametric(game), (-2, 2), ("-2", Fraction(2)))


@pytest.mark.parametrize("game", [HAWK_DOVE, CURVED], ids=["lines", "curves"])
@settings(max_examples=30)
@given(data=st.data())
def test_every_point_is_in_the_cell_of_its_region(game, data):
    diagram = drawn_once(game)
    result = diagram.result
    point = tuple(data.draw(st.fractions(-2, 2, max_denominator=20)) for _ in range(2))
    values = dict(zip(game.parameters, point, strict=True))
    # Chords stand for arcs: near curves nothing is asked.
    if any(abs(float(p(point))) < 0.05 for p in result.critical_polynomials):
        return
    drawn = region_drawn(diagram, *map(float, point))
    if drawn:  # not on the edge of a slab
        assert [result.regions[k] for k in drawn if k is not None] == [result.region_at(values)]


def test_cells_fill_the_window_and_labels_stand_inside():
    for game in (HAWK_DOVE, CURVED):
        result = solve_parametric(game)
        diagram = region_diagram(result, (-2, 2), (-2, 2))
        assert sum(areas(diagram).values()) == pytest.approx(16)
        for region, (x, y, room) in diagram.places.items():
            assert 0 <= room < 1
            point = (Fraction(x), Fraction(y))
            assert result.region_of(point) == region


def test_shows_itself():
    diagram = region_diagram(solve_parametric(HAWK_DOVE), (0, 1), (0, 1))
    assert "2 regions" in repr(diagram)
    assert "divided by v = c" in repr(diagram)
    document = json.loads(diagram.to_json())
    assert document["schema"] == "gametheory/region-diagram/1"
    assert len(document["cells"]) == len(diagram.cells)


def test_errors():
    with pytest.raises(ParameterError, match=r"result of solve_parametric.*, got ParametricGame"):
        region_diagram(HAWK_DOVE, (0, 1), (0, 1))
    result = solve_parametric(HAWK_DOVE)
    with pytest.raises(ParameterError, match="two ascending numbers, got 1, 1"):
        region_diagram(result, (1, 1), (0, 1))
    with pytest.raises(ParameterError, match="window of c"):
        region_diagram(result, (0, 1), (1, 0))
    with pytest.raises(ParameterError, match="two parameters, got v;"):
        region_diagram(solve_parametric(HAWK_DOVE.fix(c=1)), (0, 1), (0, 1))
    with pytest.raises(ParameterError, match="status timeout"):
        region_diagram(solve_parametric(HAWK_DOVE, timeout=1e-9), (0, 1), (0, 1))
