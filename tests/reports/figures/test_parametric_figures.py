"""Figures of games with parameters: they show what their data say."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch

from gametheory.symbolic import (
    ParametricGame,
    equilibrium_curves,
    region_diagram,
    solve_parametric,
)
from reports.figures import plot_equilibrium_curve, plot_region_diagram, svg
from reports.style import LIGHT

HAWK_DOVE = ParametricGame.symmetric(
    [["(v - c)/2", "v"], ["0", "v/2"]], parameters="v c", assuming="v > 0, c > 0",
    row_actions=["Hawk", "Dove"],
)  # fmt: skip


def legend_of(ax: Axes) -> list[str]:
    legend = ax.get_legend()
    assert legend is not None
    return [t.get_text() for t in legend.get_texts()]


def test_regions_are_filled_hatched_and_named() -> None:
    diagram = region_diagram(solve_parametric(HAWK_DOVE), (-1, 4), (-1, 4))
    ax = plot_region_diagram(diagram)
    names = {t.get_text() for t in ax.texts}
    assert names == {"Hawk, Hawk", "Hawk, Dove\nDove, Hawk\nmixed"}
    assert legend_of(ax) == ["excluded by assumption", "v = c"]
    hatched = [p for p in ax.patches if isinstance(p, PathPatch) and p.get_hatch()]
    assert len({p.get_hatch() for p in hatched}) == len(hatched) == 2
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("v", "c")
    # The one critical curve is the diagonal, from the origin to the window's corner.
    (curve,) = [line for line in ax.lines if to_hex(line.get_color()).upper() == LIGHT.ink]
    points = np.column_stack([curve.get_xdata(), curve.get_ydata()])
    assert points == pytest.approx(np.array([[0, 0], [4, 4]]), abs=1e-9)
    # Every name stands inside its region.
    for label in ax.texts:
        x, y = label.get_position()
        assert (label.get_text() == "Hawk, Hawk") == (x > y)


def test_names_that_do_not_fit_become_letters() -> None:
    game = ParametricGame(
        [["x**2 + y**2", 0], [1, "x*y"]], [["x**2 - y", 1], [0, 1]], parameters="x y"
    )
    ax = plot_region_diagram(region_diagram(solve_parametric(game), (-2, 2), (-2, 2)))
    words = legend_of(ax)
    assert {"x² = y + 1", "x² + y² = 1", "x = 0", "y = 0"} <= set(words)
    letters = [t.get_text() for t in ax.texts if len(t.get_text()) == 1]
    assert [w[0] for w in words if "   " in w] == letters
    dashes = {line.get_linestyle() if isinstance(line.get_linestyle(), str) else "x"
              for line in ax.lines}  # fmt: skip
    assert len(dashes) > 1


def test_curves_are_the_data_and_critical_values_are_named() -> None:
    curves = equilibrium_curves(solve_parametric(HAWK_DOVE.fix(c=2)), (-1, 4))
    ax = plot_equilibrium_curve(curves, player=1, action=0)
    assert ax.get_ylabel() == "Column player: probability of Hawk"
    assert [t.get_text() for t in ax.texts] == ["v = 2"]
    assert legend_of(ax) == ["Hawk, Hawk", "Hawk, Dove", "Dove, Hawk", "mixed",
                             "excluded by assumption", "continuum of equilibria"]  # fmt: skip
    mixed = max(ax.lines, key=lambda line: len(line.get_xdata()))
    x, y = np.asarray(mixed.get_xdata()), np.asarray(mixed.get_ydata())
    assert y == pytest.approx(x / 2)
    assert (x.min(), x.max()) == (0, 2)


def test_names_of_near_critical_values_do_not_overlap() -> None:
    game = ParametricGame(
        [["p", "p"], [1, "101/100"]], [["p", "102/100"], ["p", "103/100"]], parameters="p"
    )
    curves = equilibrium_curves(solve_parametric(game), (0, 3))
    ax = plot_equilibrium_curve(curves)
    figure = ax.get_figure(root=True)
    assert figure is not None
    svg(figure)
    boxes = [t.get_window_extent() for t in ax.texts]
    assert [str(c) for c in curves.critical] == ["101/100", "51/50"]
    assert len(boxes) == 2
    assert not boxes[0].overlaps(boxes[1])
