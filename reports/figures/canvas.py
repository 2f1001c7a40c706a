"""The ground that figures are drawn on: axes, safe text, deterministic SVG.

matplotlib reads text between dollar signs as mathematics, skips legend entries
that begin with an underscore, and warns of characters that its font lacks.
Names of a game may hold all of these; here they are drawn as plain text, and a
lacking character becomes a box.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import astuple
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import ScaledTranslation, Transform

from reports.style import LIGHT, Theme

__all__ = [
    "FONT",
    "axis_label",
    "frame",
    "legend",
    "new_axes",
    "printable",
    "recolour",
    "shift",
    "shown",
    "svg",
    "text",
    "text_width",
]

#: The font that matplotlib brings along, so that a figure is the same everywhere.
FONT: Final = "DejaVu Sans"

_BOX: Final = "\u25a1"

#: Size of legends in points, and their widths in units of it.
_LEGEND: Final = 9.0
_HANDLE: Final = 2.6
_SPACING: Final = 1.6

_SALT: Final = "gametheory"


def new_axes(theme: Theme = LIGHT, *, width: float = 6.4, height: float = 3.9) -> Axes:
    """Axes of a new Figure that pyplot does not know of.

    Parameters
    ----------
    theme : Theme
    width, height : float
        Size in inches.
    """
    figure = Figure(figsize=(width, height), layout="constrained", facecolor=theme.paper)
    FigureCanvasSVG(figure)
    return figure.add_subplot()


def frame(ax: Axes, theme: Theme, *, grid: bool = True) -> None:
    """Give axes their plain look: two spines, small outward ticks, a faint grid."""
    ax.set_facecolor(theme.paper)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(theme.muted)
        spine.set_linewidth(0.8)
    ax.tick_params(
        colors=theme.muted, labelcolor=theme.ink, labelsize=9, labelfontfamily=FONT, width=0.8
    )
    if grid:
        ax.grid(True, color=theme.rule, linewidth=0.5, alpha=0.7)
        ax.set_axisbelow(True)


def shift(ax: Axes, right: float, up: float) -> Transform:
    """Data coordinates of `ax`, moved by inches at any size of the figure."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # axes that are drawn on belong to a figure
    return ax.transData + ScaledTranslation(right, up, figure.dpi_scale_trans)


def text(ax: Axes, x: float, y: float, words: str, **style: Any) -> Text:
    """Draw words at a place, as they are."""
    style.setdefault("family", FONT)
    return ax.text(x, y, printable(words), parse_math=False, **style)


def text_width(words: str, size: float, weight: str = "normal") -> float:
    """Width of a line of text in points."""
    if not words.strip():
        return 0.0
    font = FontProperties(family=[FONT], weight=weight)
    # TextPath has no switch for mathematics; an escaped dollar is a plain one.
    path = TextPath((0, 0), printable(words).replace("$", r"\$"), size=size, prop=font)
    return float(path.get_extents().width)


def axis_label(ax: Axes, axis: str, words: str, theme: Theme, colour: str | None = None) -> None:
    """Label the ``"x"`` or ``"y"`` axis."""
    setter = ax.set_xlabel if axis == "x" else ax.set_ylabel
    setter(
        printable(words), parse_math=False, family=FONT, size=10, color=colour or theme.ink,
    )  # fmt: skip


def legend(
    ax: Axes, handles: Sequence[Any], labels: Sequence[str], theme: Theme, columns: int = 2
) -> None:
    """Put a legend above the axes, where it covers no data.

    Parameters
    ----------
    ax : Axes
    handles : sequence of artists
    labels : sequence of str
        One for each handle, drawn as they are.
    theme : Theme
    columns : int
        Entries side by side.
    """
    if not handles:
        return
    columns = _fitting(ax, labels, columns)
    # Entries are made with harmless labels and renamed: a label that begins with
    # "_" would be dropped.
    box = ax.legend(
        list(handles),
        [str(k) for k in range(len(labels))],
        loc="lower left",
        bbox_to_anchor=(0.0, 1.02),
        ncols=columns,
        frameon=False,
        borderaxespad=0.0,
        borderpad=0.0,
        handlelength=_HANDLE,
        columnspacing=_SPACING,
        prop={"family": FONT, "size": _LEGEND},
    )
    for entry, label in zip(box.get_texts(), labels, strict=True):
        entry.set_parse_math(False)
        entry.set_text(printable(label))
        entry.set_color(theme.ink)


def _fitting(ax: Axes, labels: Sequence[str], columns: int) -> int:
    """Largest number of columns, up to `columns`, with which the legend fits the figure."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # axes that are drawn on belong to a figure
    room = float(figure.get_size_inches()[0]) * 72 * ax.get_position().width
    widths = [text_width(label, _LEGEND) for label in labels]
    for number in range(min(columns, len(labels)), 1, -1):
        # As matplotlib fills columns: the first ones take what is left over.
        rows, longer = divmod(len(labels), number)
        ends = [k * rows + min(k, longer) for k in range(number + 1)]
        columns_widths = [max(widths[a:b]) for a, b in pairwise(ends)]
        frame_width = len(columns_widths) * (_HANDLE + 0.8 + _SPACING) * _LEGEND
        if sum(columns_widths) + frame_width <= room:
            return number
    return 1


def printable(words: str) -> str:
    """Replace each character that the figures' font lacks by a box."""
    glyphs = _glyphs()
    return "".join(c if ord(c) in glyphs or c == "\n" else _BOX for c in words)


def shown(names: Sequence[str], length: int = 22) -> list[str]:
    """Names as they stand in a figure: cut to `length`, without lacking characters.

    Names that lose something and are no longer told apart get their number.
    """
    short = [printable(n if len(n) <= length else n[: length - 1] + "\u2026") for n in names]
    return [
        label if label == name or (short.count(label) == 1 and _BOX not in label)
        else f"{label} ({k + 1})"
        for k, (name, label) in enumerate(zip(names, short, strict=True))
    ]  # fmt: skip


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    path = font_manager.findfont(FontProperties(family=[FONT]))
    # 10 and 13 are in the font's table as blanks, but break a line.
    return frozenset(font_manager.get_font(path).get_charmap()) - {10, 13}


def svg(figure: Figure) -> bytes:
    """Write a figure as SVG: the same bytes for the same figure, text as outlines.

    Parameters
    ----------
    figure : Figure

    Returns
    -------
    bytes
        No date, no creator, no address to load from.
    """
    out = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": _SALT, "svg.fonttype": "path"}):
        figure.savefig(
            out,
            format="svg",
            facecolor=figure.get_facecolor(),
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    return _tidy(out.getvalue())


#: Lines of a path's outline, as matplotlib's SVG writes them.
_OUTLINE: Final = re.compile(rb"(?m)^(?:[MLQC] |\s*<path (?:id=\"\w+\" )?d=\"M )[-\d. \n]+")
_LONG: Final = re.compile(rb"(\d+\.\d\d)\d+")


def _tidy(source: bytes) -> bytes:
    """Round outlines to a hundredth of a point; drop comments, indentation and line ends."""
    bare = re.sub(rb"(?s)<!--.*?-->", b"", source)
    rounded = _OUTLINE.sub(lambda line: _LONG.sub(rb"\1", line.group()), bare)
    return re.sub(rb">\s+<", b"><", re.sub(rb"\s*\n\s*", b" ", rounded)).strip() + b"\n"


def recolour(source: bytes, old: Theme, new: Theme) -> bytes:
    """Give an SVG another appearance, which is faster than to draw it again.

    Parameters
    ----------
    source : bytes
        From :func:`svg`, drawn in the theme `old`.
    old, new : Theme
        Equal colours of `old` must be equal in `new`.
    """
    colours = dict(zip(_colours(old), _colours(new), strict=True))
    return _COLOUR.sub(lambda c: colours.get(c.group().lower(), c.group()), source)


_COLOUR: Final = re.compile(rb"#[0-9a-fA-F]{6}\b")


def _colours(theme: Theme) -> list[bytes]:
    values = [value for value in astuple(theme)[1:] if isinstance(value, str)]
    return [value.lower().encode("ascii") for value in (*values, *theme.cycle)]
