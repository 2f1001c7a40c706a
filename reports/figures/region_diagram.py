"""Region diagrams: which equilibria exist where, over two parameters.

Each region has a colour and a hatching of its own and is named by its equilibria, in place
where they fit, else by a letter that the legend explains. Critical curves are drawn as
they are, each with dashes of its own; where assumptions exclude the parameters is grey.
"""

from __future__ import annotations

import re
from typing import Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from gametheory.symbolic import RegionDiagram
from gametheory.symbolic.diagram import Boundary, Cell
from reports.figures.canvas import axis_label, frame, legend, new_axes, shown, text, text_width
from reports.style import DASHES, LIGHT, Theme

__all__ = ["plot_region_diagram"]

#: Hatchings of regions, in order; colours repeat after six, hatchings after seven.
_HATCHES: Final = ("////", "....", "\\\\\\\\", "----", "xxxx", "||||", "oo")

#: Size of names inside regions, in points.
_SIZE: Final = 9.0

_POWER: Final = re.compile(r"\*\*(\d+)")
_RAISED: Final = str.maketrans(
    "0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
)

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def plot_region_diagram(
    diagram: RegionDiagram, *, ax: Axes | None = None, theme: Theme = LIGHT
) -> Axes:
    """Draw a region diagram.

    Parameters
    ----------
    diagram : RegionDiagram
        From :func:`gametheory.symbolic.region_diagram`.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    if ax is None:
        ax = new_axes(theme, width=5.6, height=5.0)
    frame(ax, theme, grid=False)
    ax.set_xlim(diagram.x)
    ax.set_ylim(diagram.y)
    entries: list[tuple[Artist, str]] = []
    _excluded(ax, diagram, theme, entries)
    names = diagram.result.game.parameters
    axis_label(ax, "x", names[0], theme)
    axis_label(ax, "y", names[1], theme)
    letters = iter(_LETTERS)
    labels = shown([equilibrium.label for equilibrium in diagram.result.equilibria], 30)
    for k, region in enumerate(sorted(diagram.places)):
        colour, hatch = theme.cycle[k % len(theme.cycle)], _HATCHES[k % len(_HATCHES)]
        cells = [cell for cell in diagram.cells if cell.region == region]
        ax.add_patch(
            PathPatch(_outline(cells), facecolor=colour, alpha=0.16, edgecolor="none", zorder=1)
        )
        ax.add_patch(
            PathPatch(_outline(cells), facecolor="none", edgecolor=colour, alpha=0.4, hatch=hatch,
                      linewidth=0, zorder=1.1)
        )  # fmt: skip
        lines = [labels[e] for e in diagram.result.regions[region].equilibria]
        x, y, room = diagram.places[region]
        if not _fits(ax, lines, room):
            letter = next(letters, "?")
            swatch = Patch(facecolor=(colour, 0.16), edgecolor=(colour, 0.4), hatch=hatch)
            entries.append((swatch, f"{letter}   {_joined(lines)}"))
            lines = [letter]
        text(
            ax, x, y, "\n".join(lines), size=_SIZE, color=theme.ink, ha="center", va="center",
            weight="bold" if len(lines) == 1 and len(lines[0]) == 1 else "normal", zorder=4,
            linespacing=1.25,
            bbox={"boxstyle": "round,pad=0.25", "facecolor": theme.paper, "edgecolor": "none",
                  "alpha": 0.85},
        )  # fmt: skip
    _curves(ax, diagram, theme, entries)
    legend(ax, [h for h, _ in entries], shown([label for _, label in entries], 90), theme, 3)
    return ax


def _excluded(
    ax: Axes, diagram: RegionDiagram, theme: Theme, entries: list[tuple[Artist, str]]
) -> None:
    cells = [cell for cell in diagram.cells if cell.region is None]
    if cells:
        ax.add_patch(PathPatch(_outline(cells), facecolor=theme.rule, edgecolor="none", zorder=0.5))
        entries.append((Patch(facecolor=theme.rule, edgecolor="none"), "excluded by assumption"))


def _curves(
    ax: Axes, diagram: RegionDiagram, theme: Theme, entries: list[tuple[Artist, str]]
) -> None:
    dashes = {equation: DASHES[k % len(DASHES)] for k, equation in enumerate(diagram.curves)}
    told: set[str] = set()
    for boundary in diagram.boundaries:
        if boundary.critical:
            (line,) = _draw(ax, boundary, color=theme.ink, linewidth=1.8,
                            linestyle=dashes[boundary.equation], zorder=3)  # fmt: skip
            if boundary.equation not in told:
                told.add(boundary.equation)
                entries.append((line, _typeset(boundary.equation)))
        else:
            _draw(ax, boundary, color=theme.muted, linewidth=1.0, zorder=2)


def _draw(ax: Axes, boundary: Boundary, **style: object) -> list[Line2D]:
    return ax.plot(boundary.points[:, 0], boundary.points[:, 1], **style)  # type: ignore[arg-type]  # keywords of lines


def _outline(cells: list[Cell]) -> Path:
    """Return all cells of a region as one path, so that no seams show."""
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    for cell in cells:
        lower = list(zip(cell.x.tolist(), cell.low.tolist(), strict=True))
        upper = list(zip(cell.x.tolist(), cell.high.tolist(), strict=True))
        ring = [*lower, *reversed(upper)]
        vertices += [*ring, ring[0]]
        codes += [int(Path.MOVETO), *[int(Path.LINETO)] * (len(ring) - 1), int(Path.CLOSEPOLY)]
    return Path(vertices, codes)


def _fits(ax: Axes, lines: list[str], room: float) -> bool:
    """Whether words fit into a circle whose radius is a share of the axes."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # axes that are drawn on belong to a figure
    place = ax.get_position()
    inches = figure.get_size_inches()
    # The layout leaves less than get_position says, for labels and the legend.
    radius = room * 72 * min(place.width * float(inches[0]), place.height * float(inches[1])) * 0.9
    half = max(text_width(line, _SIZE) for line in lines) / 2
    high = len(lines) * _SIZE * 1.25 / 2
    return bool(half**2 + high**2 < radius**2)


def _typeset(equation: str) -> str:
    """Write powers and products as on paper: x² + 3·x·y."""
    powers = _POWER.sub(lambda m: m.group(1).translate(_RAISED), equation)
    return powers.replace("*", "\u00b7")


def _joined(lines: list[str]) -> str:
    return " · ".join(lines)
