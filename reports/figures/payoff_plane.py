"""The payoff plane: what the two players can get together.

Each outcome is a point (row player's payoff, column player's payoff). The
shaded polygon is the convex hull of the outcomes: what correlated play can
reach. Efficient outcomes are diamonds, equilibria rings,
averages of learners triangles. Where the Pareto frontiers are given, what
independent mixing reaches is shaded darker, with its curved boundary; its
frontier is a thick line, that of lotteries a dashed one. Equilibria that fill a
segment or a rectangle of payoffs are drawn as such.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from matplotlib.patheffects import Normal, Stroke

from gametheory.analysis import ParetoFrontiers
from gametheory.equilibria.payoff_set import PayoffRectangle
from reports.figures.canvas import (
    axis_label,
    frame,
    legend,
    new_axes,
    shift,
    shown,
    text,
    text_width,
)
from reports.figures.frontier_lines import add_attainable, add_frontiers, add_rectangles
from reports.style import LIGHT, MARKERS, Theme

__all__ = ["PayoffPlane", "name_outcomes", "plot_payoff_plane"]

Point = tuple[float, float]

#: More outcomes than this are drawn without their names.
_NAMED: Final = 9

#: Size of the outcomes' labels in points.
_SIZE: Final = 8.5


@dataclass(frozen=True, slots=True)
class PayoffPlane:
    """What the payoff plane shows; payoffs in the game's units.

    Attributes
    ----------
    players : (str, str)
    actions : (tuple of str, tuple of str)
        Names of both players' actions.
    outcomes : tuple of (Point, (int, int))
        Payoffs of each outcome and the two actions' indices.
    hull : tuple of Point
        Corners of the convex hull of the outcomes, in order.
    efficient : tuple of Point
        Pareto-optimal outcomes.
    equilibria : tuple of Point
        Payoffs of the equilibria.
    learned : tuple of (Point, str)
        Average payoffs of groups of learners and the groups' labels.
    observed : tuple of Point
        Payoffs expected from observed play.
    frontiers : ParetoFrontiers, optional
        With the attainable set of independent mixing, if it is not too large to draw.
    rectangles : tuple of PayoffRectangle
        Payoffs of sets of equilibria; points among them are drawn as equilibria are.
    """

    players: tuple[str, str]
    actions: tuple[tuple[str, ...], tuple[str, ...]]
    outcomes: tuple[tuple[Point, tuple[int, int]], ...]
    hull: tuple[Point, ...] = ()
    efficient: tuple[Point, ...] = ()
    equilibria: tuple[Point, ...] = ()
    learned: tuple[tuple[Point, str], ...] = ()
    observed: tuple[Point, ...] = ()
    frontiers: ParetoFrontiers | None = None
    rectangles: tuple[PayoffRectangle, ...] = ()


def plot_payoff_plane(data: PayoffPlane, *, ax: Axes | None = None, theme: Theme = LIGHT) -> Axes:
    """Draw the payoff plane.

    Parameters
    ----------
    data : PayoffPlane
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    if ax is None:
        ax = new_axes(theme, width=5.4, height=4.3)
    frame(ax, theme)
    ax.margins(0.12)
    entries: list[tuple[Any, str]] = []
    if len(data.hull) > 2:
        ax.add_patch(
            Polygon(data.hull, closed=True, facecolor=theme.row, alpha=0.09, edgecolor="none",
                    zorder=0.5)
        )  # fmt: skip
    if len(data.hull) > 1:
        ring = (*data.hull, data.hull[0])
        ax.plot(*_xy(ring), color=theme.muted, linewidth=0.8, linestyle=(0, (4, 2)))
    if data.frontiers is not None:
        entries += add_attainable(ax, data.frontiers, theme)
        entries += add_frontiers(ax, data.frontiers, theme)
    (points,) = ax.plot(
        *_xy([point for point, _ in data.outcomes]), linestyle="none", marker="o", markersize=4,
        color=theme.muted,
    )  # fmt: skip
    entries.append((points, "outcome"))
    _add_efficient(ax, data, theme, entries)
    single = list(dict.fromkeys([*data.equilibria, *_lone(data.rectangles)]))
    continua = tuple(r for r in data.rectangles if r.dimension)
    if continua:
        entries += add_rectangles(ax, continua, theme)
    if single:
        (rings,) = ax.plot(
            *_xy(single), linestyle="none", marker=MARKERS["equilibrium"], markersize=12,
            markerfacecolor="none", markeredgecolor=theme.equilibrium, markeredgewidth=2.2,
        )  # fmt: skip
        entries.append((rings, "equilibrium"))
    if data.observed:
        (crosses,) = ax.plot(
            *_xy(data.observed), linestyle="none", marker="P", markersize=8, color=theme.column,
            markeredgecolor=theme.paper, markeredgewidth=0.8,
        )  # fmt: skip
        entries.append((crosses, "observed play"))
    for k, (point, label) in enumerate(data.learned):
        (mark,) = ax.plot(
            *_xy([point]), linestyle="none", marker=("^", "v", "<", ">")[k % 4], markersize=8,
            color=theme.learned, markeredgecolor=theme.ink, markeredgewidth=0.6,
        )  # fmt: skip
        entries.append((mark, label))
    name_outcomes(ax, data, theme)
    row, column = shown(data.players, 30)
    axis_label(ax, "x", f"Payoff of {row}", theme, theme.row_text)
    axis_label(ax, "y", f"Payoff of {column}", theme, theme.column_text)
    legend(ax, [h for h, _ in entries], shown([label for _, label in entries], 40), theme, 3)
    return ax


def _lone(rectangles: Iterable[PayoffRectangle]) -> list[Point]:
    return [(float(r.row[0]), float(r.column[0])) for r in rectangles if not r.dimension]


def _add_efficient(
    ax: Axes, data: PayoffPlane, theme: Theme, entries: list[tuple[Any, str]]
) -> None:
    if not data.efficient:
        return
    (diamonds,) = ax.plot(
        *_xy(sorted(set(data.efficient))), linestyle="none", marker=MARKERS["efficient"],
        markersize=7, color=theme.efficient, markeredgecolor=theme.ink, markeredgewidth=0.6,
    )  # fmt: skip
    entries.append((diamonds, "efficient outcome"))


def name_outcomes(ax: Axes, data: PayoffPlane, theme: Theme) -> None:
    """Write the actions beside each outcome, away from marks, if there are few enough."""
    if len(data.outcomes) > _NAMED:
        return
    # Outcomes with equal payoffs share one point and one label.
    places: dict[Point, list[str]] = {}
    rows, columns = (shown(names, 14) for names in data.actions)
    for point, (i, j) in data.outcomes:
        places.setdefault(point, []).append(f"{rows[i]}, {columns[j]}")
    scale = _points_per_unit(ax)
    ceiling = ax.get_ylim()[1] * scale[1]  # the legend begins there
    taken = [_Box(x * scale[0], y * scale[1], 0, 0).grown(7) for (x, y) in _marks(data)]
    for (x, y), labels in places.items():
        width, height = max(text_width(label, _SIZE) for label in labels), 11.0 * len(labels)
        boxes = [
            (right, up, _Box(x * scale[0] + right * 8 - (right < 0) * width,
                             y * scale[1] + up * 5 - (up < 0) * height, width, height))
            for up in (1, -1) for right in (1, -1)
        ]  # fmt: skip
        right, up, box = min(
            boxes,
            key=lambda place: sum(place[2].overlap(t) for t in taken) + place[2].above(ceiling),
        )
        taken.append(box)
        words = text(
            ax, x, y, "\n".join(labels), size=_SIZE, color=theme.ink,
            va="bottom" if up > 0 else "top", ha="left" if right > 0 else "right",
        )  # fmt: skip
        # A shift in points keeps the label beside its mark at any size.
        words.set_transform(shift(ax, right * 8 / 72, up * 5 / 72))
        if data.frontiers is not None:  # more lines to be read through
            words.set_path_effects([Stroke(linewidth=2.2, foreground=theme.paper), Normal()])


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle in points: lower left corner, width, height."""

    x: float
    y: float
    width: float
    height: float

    def grown(self, by: float) -> _Box:
        return _Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def above(self, ceiling: float) -> float:
        """Area higher than `ceiling`."""
        return self.width * min(max(self.y + self.height - ceiling, 0.0), self.height)

    def overlap(self, other: _Box) -> float:
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(wide, 0.0) * max(high, 0.0)


def _points_per_unit(ax: Axes) -> tuple[float, float]:
    figure = ax.get_figure(root=True)
    assert figure is not None  # axes that are drawn on belong to a figure
    place = ax.get_position()
    wide, high = (float(inches) * 72 for inches in figure.get_size_inches())
    (left, right), (low, top) = ax.get_xlim(), ax.get_ylim()
    return place.width * wide / (right - left), place.height * high / (top - low)


def _marks(data: PayoffPlane) -> list[Point]:
    return [
        *(point for point, _ in data.outcomes),
        *data.equilibria,
        *_lone(data.rectangles),
        *data.observed,
        *(point for point, _ in data.learned),
    ]


def _xy(points: Iterable[Point]) -> tuple[list[float], list[float]]:
    pairs = list(points)
    return [x for x, _ in pairs], [y for _, y in pairs]
