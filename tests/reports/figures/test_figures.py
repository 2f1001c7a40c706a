"""Every figure: draws where it is told, leaves no trace, survives every name.

The suite turns warnings into errors, so a glyph that the font lacks, or a name
read as mathematics, fails these tests.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pages import HOSTILE

from gametheory.analysis import (
    best_response_curves,
    best_response_regions,
    pareto_frontiers,
    response_graph,
)
from gametheory.dynamics import (
    Logit,
    PhasePortrait,
    RegretMatching,
    Replicator,
    phase_portrait,
    simulate,
)
from gametheory.game import BimatrixGame
from gametheory.symbolic import (
    EquilibriumCurves,
    ParametricGame,
    RegionDiagram,
    equilibrium_curves,
    region_diagram,
    solve_parametric,
)
from reports.figures import (
    plot_best_response_curves,
    plot_best_response_regions,
    plot_bimatrix,
    plot_equilibrium_curve,
    plot_learning_curves,
    plot_pareto_frontiers,
    plot_payoff_plane,
    plot_region_diagram,
    plot_response_graph,
    plot_simplex_portrait,
    plot_square_portrait,
    plot_trajectory,
    svg,
)
from reports.figures.canvas import new_axes, printable, recolour, shown, text_width
from reports.figures.learning_curves import Curve, LearningCurves
from reports.figures.payoff_plane import PayoffPlane
from reports.marks import mark
from reports.style import DARK, LIGHT


def hostile_game() -> BimatrixGame:
    """Two players and 4 x 4 actions whose names are all hostile."""
    names = list(HOSTILE)
    return BimatrixGame(
        np.arange(16).reshape(4, 4), np.arange(16)[::-1].reshape(4, 4), name=names[0],
        row_actions=names[2:6], column_actions=names[6:10], players=names[10:12],
    )  # fmt: skip


def _plane(game: BimatrixGame) -> PayoffPlane:
    m, n = game.shape
    points = {
        (i, j): (float(game.row_payoffs[i, j]), float(game.column_payoffs[i, j]))
        for i in range(m)
        for j in range(n)
    }
    return PayoffPlane(
        players=game.players,
        actions=(game.row_actions, game.column_actions),
        outcomes=tuple((point, cell) for cell, point in points.items()),
        hull=((0.0, 0.0), (15.0, 0.0), (0.0, 15.0)),
        efficient=(points[0, 0],),
        equilibria=(points[m - 1, 0],),
        learned=((points[0, 0], HOSTILE[2]), (points[0, 0], HOSTILE[6])),
        observed=((1.0, 1.0),),
    )


def _curves(names: tuple[str, ...]) -> LearningCurves:
    rounds = np.linspace(10, 1000, 20)
    level = np.linspace(0.1, 0.9, len(names))
    return LearningCurves(
        rounds=rounds,
        curves=tuple(
            Curve(name, y + 0 * rounds, y - 0.1 + 0 * rounds, y + 0.1 + 0 * rounds, float(y))
            for name, y in zip(names, level, strict=True)
        ),
        quantity="Share of rounds",
        band="median and middle 80 % of 10 runs",
        reference="equilibrium",
        limits=(0.0, 1.0),
    )


def hostile_square(payoffs: object = ((-1, 1), (0, 0))) -> BimatrixGame:
    """A 2 x 2 game of hostile names; by default one with a continuum of equilibria."""
    return BimatrixGame(
        payoffs, [[-1, 1], [2, 2]], row_actions=HOSTILE[2:4], column_actions=HOSTILE[6:8],
        players=HOSTILE[10:12],
    )  # fmt: skip


def hostile_triangle() -> BimatrixGame:
    """A 3 x 3 game of hostile names."""
    return BimatrixGame(
        [[0, 1, -1], [-1, 0, 1], [1, -1, 0]], [[2, 0, 1], [2, 2, 0], [2, 1, 1]],
        row_actions=HOSTILE[2:5], column_actions=HOSTILE[6:9], players=HOSTILE[10:12],
    )  # fmt: skip


def hostile_diagram() -> RegionDiagram:
    """Regions, curved ones and excluded ones among them, of a game of hostile names."""
    game = ParametricGame(
        [["x**2 + y**2", 0], [1, "x*y"]], [["x**2 - y", 1], [0, 1]], parameters="x y",
        assuming="x + y < 3", row_actions=HOSTILE[2:4], column_actions=HOSTILE[6:8],
        players=HOSTILE[10:12],
    )  # fmt: skip
    return region_diagram(solve_parametric(game), (-2, 2), (-2, 2))


def hostile_parameter(payoff: str = "p**3 - 2") -> EquilibriumCurves:
    """Equilibria over a parameter, continua among them, of a game of hostile names."""
    game = ParametricGame(
        [["p**2", "p"], ["p**2", "1"]], [["p", 1], [0, payoff]], parameters="p",
        assuming="p > -1", row_actions=HOSTILE[2:4], column_actions=HOSTILE[6:8],
        players=HOSTILE[10:12],
    )  # fmt: skip
    return equilibrium_curves(solve_parametric(game), (-2, 2))


#: Even mixtures of four actions.
EVEN = ([0.25] * 4, [0.25] * 4)


@cache
def portrait(kind: str) -> PhasePortrait:
    """Phase portraits of games with hostile names."""
    if kind == "triangle":
        population = BimatrixGame.symmetric(
            [[0, -1, 2], [2, 0, -1], [-1, 2, 0]], row_actions=HOSTILE[2:5]
        )
        return phase_portrait(population, Logit(1), resolution=5)
    payoffs = ((0, 0), (0, 0)) if kind == "idle" else ((-1, 1), (0, 0))
    return phase_portrait(hostile_square(payoffs), Replicator(), resolution=5)


FIGURES: list[tuple[Callable[..., Axes], Callable[[], Any]]] = [
    (plot_bimatrix, lambda: mark(hostile_game(), [(0, 0)])),
    (plot_payoff_plane, lambda: _plane(hostile_game())),
    (plot_payoff_plane, lambda: _plane(BimatrixGame([[1, 2]], [[3, 4]]))),
    (plot_best_response_curves, lambda: best_response_curves(hostile_square())),
    (plot_best_response_curves, lambda: best_response_curves(hostile_square(((1, 1), (1, 1))))),
    (plot_best_response_regions, lambda: best_response_regions(hostile_triangle(), 0)),
    (plot_best_response_regions, lambda: best_response_regions(hostile_square(), 1)),
    (plot_response_graph, lambda: response_graph(hostile_game())),
    (plot_response_graph, lambda: response_graph(hostile_triangle(), "better")),
    (plot_region_diagram, hostile_diagram),
    (plot_equilibrium_curve, hostile_parameter),
    (plot_equilibrium_curve, lambda: hostile_parameter("2*p")),
    (plot_pareto_frontiers, lambda: pareto_frontiers(hostile_game())),
    (plot_square_portrait, lambda: portrait("square")),
    (plot_square_portrait, lambda: portrait("idle")),
    (plot_simplex_portrait, lambda: portrait("triangle")),
    (plot_trajectory, lambda: simulate(hostile_game(), RegretMatching(), EVEN, 50)),
    (plot_trajectory, lambda: portrait("triangle").trajectories[0]),
    (plot_learning_curves, lambda: _curves(HOSTILE[:6])),
    (plot_learning_curves, lambda: _curves(HOSTILE[6:12])),
]
EVERY = pytest.mark.parametrize(("plot", "data"), FIGURES)


def _figure(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


@EVERY
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_same_data_give_the_same_bytes(plot: Any, data: Any, theme: Any) -> None:
    first, second = (svg(_figure(plot(data(), theme=theme))) for _ in range(2))
    assert first == second


@EVERY
def test_draws_on_the_axes_given(plot: Any, data: Any) -> None:
    figure = Figure()
    left, right = figure.subplots(1, 2)
    before = len(left.get_children())
    assert plot(data(), ax=right) is right
    assert len(left.get_children()) == before
    assert len(figure.axes) == 2
    figure.draw_without_rendering()


@EVERY
def test_no_global_state_is_touched(plot: Any, data: Any) -> None:
    from matplotlib import pyplot

    settings, open_figures = dict(matplotlib.rcParams), pyplot.get_fignums()
    svg(_figure(plot(data())))
    assert dict(matplotlib.rcParams) == settings
    assert pyplot.get_fignums() == open_figures


@EVERY
def test_settings_of_the_user_do_not_reach_names(plot: Any, data: Any) -> None:
    with matplotlib.rc_context({"text.parse_math": True, "font.size": 3, "lines.linewidth": 9}):
        figure = _figure(plot(data()))
        figure.draw_without_rendering()


@EVERY
def test_svg_asks_nothing_of_anybody(plot: Any, data: Any) -> None:
    source = svg(_figure(plot(data()))).decode("utf-8")
    root = ET.fromstring(source)  # well-formed
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "image", "foreignObject", "text", "metadata", "a"}
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute.endswith("href"):
                assert value.startswith("#")
    assert "date" not in source.lower()
    assert not re.search(r"url\((?!#)", source)


@EVERY
def test_recolouring_is_drawing_in_the_other_theme(plot: Any, data: Any) -> None:
    light, dark = (svg(_figure(plot(data(), theme=theme))) for theme in (LIGHT, DARK))
    changed = recolour(light, LIGHT, DARK)
    pattern = re.compile(rb"#[0-9a-f]{6}\b", re.IGNORECASE)
    assert [c.lower() for c in pattern.findall(changed)] == pattern.findall(dark)


def test_underlines_frames_and_diamonds_are_those_of_the_marks() -> None:
    # Prisoner's dilemma: defecting is the best response to both actions.
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    ax = plot_bimatrix(mark(game, [(0, 0), (0, 1), (1, 0)]))
    labels = {t.get_text(): t for t in ax.texts}
    assert {"3", "0", "5", "1", "r1", "c2"} <= set(labels)
    best = [t for t in ax.texts if t.get_text().isdigit() and t.get_weight() == "bold"]
    # (D,C): row, (C,D): column, (D,D): both.
    assert sorted(t.get_text() for t in best) == ["1", "1", "5", "5"]
    underlines = [line for line in ax.lines if line.get_markersize() > 0 and
                  not isinstance(line.get_marker(), str)]  # fmt: skip
    assert len(underlines) == 4
    assert sum(line.get_marker() == "D" for line in ax.lines) == 3
    assert len(ax.patches) == 1
    legend = ax.get_legend()
    assert legend is not None
    assert [t.get_text() for t in legend.get_texts()] == [
        "best response", "pure equilibrium", "efficient outcome"
    ]  # fmt: skip


def test_points_of_the_plane_are_where_the_payoffs_say() -> None:
    data = _plane(BimatrixGame([[4, 1], [3, 2]], [[4, 3], [1, 2]]))
    ax = plot_payoff_plane(data)
    drawn = {
        (float(x), float(y))
        for line in ax.lines
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }
    assert {point for point, _ in data.outcomes} <= drawn
    assert set(data.equilibria) <= drawn
    assert ax.get_xlabel() == "Payoff of Row player"
    assert ax.get_ylabel() == "Payoff of Column player"


def test_names_stand_in_the_legend_as_they_are() -> None:
    names = ("_hidden", "$5 vs $6", r"$\frac{$", "<b>")
    legend = plot_learning_curves(_curves(names)).get_legend()
    assert legend is not None
    assert [t.get_text() for t in legend.get_texts()][:4] == list(names)
    assert all(t.get_parse_math() is False for t in legend.get_texts())


def test_curves_and_bands_are_the_data() -> None:
    data = _curves(("a", "b"))
    ax = plot_learning_curves(data)
    for curve, line in zip(data.curves, [x for x in ax.lines if len(x.get_xdata()) > 2],
                           strict=True):  # fmt: skip
        assert np.array_equal(line.get_ydata(), curve.line)
        assert np.array_equal(line.get_xdata(), data.rounds)
    for curve, band in zip(data.curves, ax.collections, strict=True):
        box = band.get_paths()[0].get_extents()
        assert box.y0 == pytest.approx(curve.low.min())
        assert box.y1 == pytest.approx(curve.high.max())
    # The two curves and the level of the reference are told apart by their dashes.
    source = svg(_figure(ax)).decode("utf-8")
    assert len(set(re.findall(r"stroke-dasharray: ([\d., ]+)", source))) >= 2


def test_legends_do_not_cover_the_data() -> None:
    ax = plot_learning_curves(_curves(HOSTILE[:6]))
    figure = _figure(ax)
    svg(figure)  # lays it out
    legend = ax.get_legend()
    assert legend is not None
    assert not legend.get_window_extent().overlaps(ax.patch.get_window_extent())
    # The legend and every label lie on the paper.
    paper = figure.bbox
    assert legend.get_window_extent().y1 <= paper.y1 + 1


def test_unknown_characters_become_boxes() -> None:
    assert printable("合a作") == "□a□"
    assert printable("plain é – 😀") == "plain é – 😀"


def test_names_that_lose_something_get_their_number() -> None:
    assert shown(["合作", "背叛", "ok"]) == ["□□ (1)", "□□ (2)", "ok"]
    assert shown(["x" * 30 + "a", "x" * 30 + "b"], 10) == [
        "x" * 9 + "… (1)", "x" * 9 + "… (2)"
    ]  # fmt: skip
    assert shown(["one", "two"]) == ["one", "two"]


def test_text_width_grows_and_reads_no_mathematics() -> None:
    assert text_width("", 10) == 0
    assert text_width("ii", 10) < text_width("WW", 10)
    assert text_width(r"$\frac{$", 10) > text_width("$", 10)
    assert text_width("ab", 20) == pytest.approx(2 * text_width("ab", 10), rel=0.02)


def test_new_axes_are_unknown_to_pyplot() -> None:
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    ax = new_axes(width=3, height=2)
    assert tuple(_figure(ax).get_size_inches()) == (3, 2)
    assert pyplot.get_fignums() == before
