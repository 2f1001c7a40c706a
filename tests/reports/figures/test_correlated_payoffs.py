"""The figure of correlated payoffs: what it shows, and names that break pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon
from pages import HOSTILE

from gametheory import BimatrixGame, solve
from gametheory.concepts import correlated_payoffs
from reports.figures import plot_correlated_payoffs, svg
from reports.style import DARK, LIGHT

CHICKEN = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])


def draw(game: BimatrixGame, **options: Any) -> Axes:
    equilibria = [equilibrium.payoffs for equilibrium in solve(game)]
    return plot_correlated_payoffs(correlated_payoffs(game), equilibria=equilibria, **options)


def words(ax: Axes) -> list[str]:
    box = ax.get_legend()
    assert box is not None
    return [entry.get_text() for entry in box.get_texts()]


def corners(patch: Polygon) -> set[tuple[float, float]]:
    return {(float(x), float(y)) for x, y in np.round(patch.get_xy(), 9)}


def test_both_regions_have_the_corners_of_the_result() -> None:
    game = BimatrixGame([[3, 1, 4], [1, 5, 0], [1, 0, 2]], [[3, 1, 1], [4, 2, 0], [1, 0, 5]])
    ax = draw(game)
    regions = [patch for patch in ax.patches if isinstance(patch, Polygon)]
    expected = correlated_payoffs(game)
    drawn = {frozenset(corners(patch)) for patch in regions}
    for region in (expected.feasible, expected.coarse):
        assert (
            frozenset((round(float(x), 9), round(float(y), 9)) for x, y in region.corners) in drawn
        )
    # The only correlated equilibrium is a square.
    assert [line.get_xydata().tolist() for line in ax.lines if line.get_marker() == "s"] == [
        [[3.0, 3.0]]
    ]
    assert words(ax) == [
        "outcome", "equilibrium", "coarse correlated equilibria", "correlated equilibria",
    ]  # fmt: skip


def test_regions_differ_by_more_than_colour() -> None:
    rng = np.random.default_rng(6)
    ax = draw(BimatrixGame(rng.integers(0, 9, (5, 5)), rng.integers(0, 9, (5, 5))))
    coarse, correlated = (patch for patch in ax.patches if patch.get_linewidth() > 1)
    assert coarse.get_hatch()
    assert not correlated.get_hatch()
    assert coarse.get_linestyle() != correlated.get_linestyle()
    assert to_hex(correlated.get_edgecolor()) == LIGHT.equilibrium.lower()


def test_points_and_segments_are_drawn() -> None:
    dilemma = draw(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert sum(line.get_marker() == "s" for line in dilemma.lines) == 2
    same = draw(BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]]))
    ends = [line.get_xydata().tolist() for line in same.lines if line.get_linewidth() > 2]
    assert ends.count([[0.5, 0.5], [1.0, 1.0]]) == 2


def test_a_part_says_so() -> None:
    whole = correlated_payoffs(CHICKEN)
    part = replace(whole.correlated, corners=whole.correlated.corners[:3], complete=False)
    nothing = replace(whole.coarse, corners=(), joints=(), complete=False)
    ax = plot_correlated_payoffs(replace(whole, correlated=part, coarse=nothing))
    assert words(ax) == ["outcome", "correlated equilibria (a part)"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_same_bytes_each_time(theme: Any) -> None:
    first, second = (
        svg(draw(CHICKEN, theme=theme).get_figure(root=True))  # type: ignore[arg-type]  # it has one
        for _ in range(2)
    )
    assert first == second
    ElementTree.fromstring(first)


@pytest.mark.parametrize("names", [HOSTILE[k : k + 4] for k in range(0, 12, 4)], ids=str)
def test_hostile_names_are_text(names: tuple[str, ...]) -> None:
    game = BimatrixGame(
        [[6, 2], [7, 0]], [[6, 7], [2, 0]], row_actions=names[:2], column_actions=names[2:],
        players=names[:2],
    )  # fmt: skip
    figure = draw(game).get_figure(root=True)
    assert figure is not None
    source = svg(figure)
    assert b"<script" not in source
    ElementTree.fromstring(source)
