"""How things look, in figures and on pages alike.

A *role* is what a mark stands for: the row player, the column player, an
equilibrium, an efficient outcome, what learners did. A role keeps its colour,
its shape and its dash everywhere, so that no reader depends on colour alone.
Colours are those of Okabe and Ito (2008, "Color Universal Design"), which stay
apart under the common colour-vision deficiencies. Where they carry text they
are darkened (on light) or lightened (on dark) to a contrast of 4.5 to 1. Their
black is our ink: SVG leaves pure black unnamed, so it could not be exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["DARK", "DASHES", "LIGHT", "MARKERS", "OKABE_ITO", "ROLES", "Theme", "contrast"]

OKABE_ITO: Final = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky blue": "#56B4E9",
    "bluish green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "reddish purple": "#CC79A7",
}

#: What a mark can stand for.
ROLES: Final = ("row", "column", "equilibrium", "efficient", "learned")

#: Shape of a role's points, in matplotlib's letters.
MARKERS: Final = {
    "row": "s",
    "column": "o",
    "equilibrium": "o",
    "efficient": "D",
    "learned": "^",
}

#: Dashes of curves that share one picture, in order.
DASHES: Final[tuple[str | tuple[int, tuple[float, ...]], ...]] = (
    "-",
    (0, (5, 1.6)),
    (0, (1.2, 1.4)),
    (0, (6, 1.6, 1.2, 1.6)),
    (0, (3, 1.2)),
    (0, (8, 2, 1.2, 2, 1.2, 2)),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one appearance, ``#RRGGBB``.

    Attributes
    ----------
    name : str
        ``"light"`` or ``"dark"``.
    paper, panel : str
        Background of the page, and of tables and boxes on it.
    ink, muted : str
        Text, and text of less weight; both readable on `paper` and `panel`.
    rule : str
        Lines, axes and grids.
    row, column, equilibrium, efficient, learned : str
        The roles, as fills and strokes.
    row_text, column_text, equilibrium_text, efficient_text, learned_text : str
        The roles, as text.
    cycle : tuple of str
        Colours of curves that share one picture, in order.
    """

    name: str
    paper: str
    panel: str
    ink: str
    muted: str
    rule: str
    row: str
    column: str
    equilibrium: str
    efficient: str
    learned: str
    row_text: str
    column_text: str
    equilibrium_text: str
    efficient_text: str
    learned_text: str
    cycle: tuple[str, ...]


LIGHT: Final = Theme(
    name="light",
    paper="#FFFFFF",
    panel="#F6F7F9",
    ink="#16191D",
    muted="#565D66",
    rule="#C9CED6",
    row=OKABE_ITO["blue"],
    column=OKABE_ITO["vermillion"],
    equilibrium=OKABE_ITO["bluish green"],
    efficient=OKABE_ITO["orange"],
    learned=OKABE_ITO["reddish purple"],
    row_text="#00639B",
    column_text="#AB4A00",
    equilibrium_text="#00704F",
    efficient_text="#855900",
    learned_text="#98406F",
    cycle=(
        OKABE_ITO["blue"],
        OKABE_ITO["vermillion"],
        OKABE_ITO["bluish green"],
        OKABE_ITO["reddish purple"],
        OKABE_ITO["orange"],
        "#16191D",
    ),
)

DARK: Final = Theme(
    name="dark",
    paper="#14171B",
    panel="#1D2127",
    ink="#E9ECF0",
    muted="#A4ACB7",
    rule="#3D444E",
    row=OKABE_ITO["sky blue"],
    column="#F08A3C",
    equilibrium="#2BC59A",
    efficient="#F0B429",
    learned="#E29CC4",
    row_text="#7CC4EE",
    column_text="#F5A263",
    equilibrium_text="#4FD3AE",
    efficient_text="#F3C14F",
    learned_text="#EBB2D2",
    cycle=(
        OKABE_ITO["sky blue"],
        "#F08A3C",
        "#2BC59A",
        "#E29CC4",
        "#F0B429",
        "#E9ECF0",
    ),
)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1, "contrast ratio").

    Parameters
    ----------
    first, second : str
        ``#RRGGBB``.
    """
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
                        for c in channels)  # fmt: skip
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
