"""The figure of the Pareto frontiers shows what the results say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gametheory import load, solve
from gametheory.analysis import pareto_frontiers
from gametheory.game import BimatrixGame
from reports.figures import plot_pareto_frontiers, svg
from reports.figures.pareto_frontiers import _OUTCOMES
from reports.style import LIGHT

#: A parabola arc, cut by a lone outcome that dominates its middle.
CAKE = BimatrixGame([[4, 0, -1], [0, 0, -1], [-1, -1, 2]], [[0, 0, -1], [0, 4, -1], [-1, -1, 1]])


def legend(ax: Axes) -> list[str]:
    box = ax.get_legend()
    assert box is not None
    return [entry.get_text() for entry in box.get_texts()]


def patches(ax: Axes) -> list[PathPatch]:
    return [patch for patch in ax.patches if isinstance(patch, PathPatch)]


def lines(ax: Axes, colour: str, marker: str) -> list[tuple[float, float]]:
    return [
        (float(x), float(y))
        for line in ax.lines
        if line.get_markeredgecolor() == colour and line.get_marker() == marker
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    ]


def test_arcs_are_drawn_as_the_parabolas_that_they_are() -> None:
    frontiers = pareto_frontiers(CAKE)
    ax = plot_pareto_frontiers(frontiers)
    drawn = [patch.get_path() for patch in patches(ax) if patch.get_linewidth() > 4]
    arcs = [piece for piece in frontiers.mixed_play.pieces if piece.kind == "parabola arc"]
    assert len(drawn) == len(arcs) == 2
    for path, piece in zip(drawn, arcs, strict=True):
        assert list(path.codes) == [Path.MOVETO, Path.CURVE3, Path.CURVE3]
        # sqrt(u) + sqrt(v) = 2 along the curve.
        points = path.interpolated(1).to_polygons(closed_only=False)[0]
        assert np.allclose(np.sqrt(points).sum(axis=1), 2, atol=1e-6)
        assert np.allclose(path.vertices[0], [float(x) for x in piece.start])
        assert np.allclose(path.vertices[-1], [float(x) for x in piece.end])


def test_ends_that_do_not_belong_are_open() -> None:
    ax = plot_pareto_frontiers(pareto_frontiers(CAKE))
    (rings,) = [line for line in ax.lines if line.get_markersize() == 6.5]
    assert rings.get_markerfacecolor() == LIGHT.paper
    ends = sorted(zip(rings.get_xdata(), rings.get_ydata(), strict=True))
    assert ends == [pytest.approx((1, 1)), pytest.approx((2, (2 - 2**0.5) ** 2))]
    assert "end not included" in legend(ax)


def test_lone_outcomes_and_the_line_of_lotteries() -> None:
    ax = plot_pareto_frontiers(pareto_frontiers(load("battle-of-the-sexes")))
    assert sorted(lines(ax, LIGHT.efficient, "D")) == [(1, 2), (2, 1)]
    dashed = [line for line in ax.lines if line.get_color() == LIGHT.ink and line.is_dashed()]
    assert [list(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in dashed] == [
        [(1, 2), (2, 1)]
    ]
    assert legend(ax) == [
        "reached by independent mixing", "efficient in mixed play", "efficient lotteries",
        "outcome", "efficient outcome",
    ]  # fmt: skip


def test_equilibria_are_points_segments_and_rectangles() -> None:
    game = BimatrixGame([[1, 3, 1], [1, 3, 1], [0, 0, 2]], [[5, 5, 0], [4, 4, 4], [2, 1, 0]])
    equilibria = solve(game).payoff_set
    ax = plot_pareto_frontiers(pareto_frontiers(game), equilibria)
    assert "sets of equilibria" in legend(ax)
    green = [line for line in ax.lines if line.get_color() == LIGHT.equilibrium]
    drawn = [set(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in green]
    proper = [r for r in equilibria.merged if r.dimension]
    assert proper
    assert drawn == [{(float(u), float(v)) for u, v in r.corners} for r in proper]
    # Without equilibria, nothing of the kind.
    bare = plot_pareto_frontiers(pareto_frontiers(game))
    assert not [line for line in bare.lines if line.get_color() == LIGHT.equilibrium]
    assert "equilibrium" not in legend(bare)


def test_the_shaded_set_holds_every_profile_and_no_hole_of_the_hull() -> None:
    ax = plot_pareto_frontiers(pareto_frontiers(load("battle-of-the-sexes")))
    (shade,) = [patch for patch in patches(ax) if patch.get_alpha() is not None]
    path = shade.get_path()
    # u = v = p (1 - p) ... the mixed equilibrium is inside, the middle of the hull's edge not.
    assert path.contains_point((0.6, 0.6))
    assert not path.contains_point((1.5, 1.5))
    assert not path.contains_point((1.0, 1.0))


@pytest.mark.parametrize(
    "game",
    [
        BimatrixGame([[1]], [[2]]),
        BimatrixGame([[1, 1], [1, 1]], [[0, 3], [1, 2]]),
        BimatrixGame([[0, 1, 2]], [[2, 2, 0]]),
        BimatrixGame.zero_sum([[1, 2], [3, 0]]),
        BimatrixGame([[1, 2], [3, 4]], [[1, 2], [3, 4]]),
    ],
    ids=["one outcome", "indifferent", "one row", "zero-sum", "common interest"],
)
def test_degenerate_games(game: BimatrixGame) -> None:
    ax = plot_pareto_frontiers(pareto_frontiers(game), solve(game).payoff_set)
    figure: Any = ax.get_figure(root=True)
    assert svg(figure).startswith(b"<?xml")  # and lays it out
    assert "efficient in mixed play" in legend(ax)
    box = ax.get_legend()
    assert box is not None
    assert box.get_window_extent().y1 <= figure.bbox.y1 + 1


def test_large_games_show_what_matters() -> None:
    rng = np.random.default_rng(0)
    game = BimatrixGame(rng.integers(0, 99, (21, 21)), rng.integers(0, 99, (21, 21)))
    assert _OUTCOMES < 21 * 21
    frontiers = pareto_frontiers(game, timeout=0.01)
    assert frontiers.regions is None
    ax = plot_pareto_frontiers(frontiers)
    assert "reached by independent mixing" not in legend(ax)
    shown = {
        (float(x), float(y))
        for line in ax.lines
        if line.get_marker() == "o" and line.get_color() == LIGHT.muted
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }
    assert {(float(u), float(v)) for u, v in frontiers.lotteries.hull} <= shown
    assert len(shown) < 60
