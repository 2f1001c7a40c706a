"""Tables of plain text and of HTML, for the prompt and for notebooks."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence

__all__ = ["display_width", "html_table", "text_table"]


def display_width(text: str) -> int:
    """Columns that a terminal uses for `text` (wide CJK and emoji count two)."""
    return sum(
        0
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf"
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def text_table(rows: Sequence[Sequence[str]], *, left: Sequence[int] = (0,)) -> str:
    """Align rows of cells into columns separated by two blanks.

    Parameters
    ----------
    rows : sequence of sequences of str
        All of one length; the first may be a header.
    left : sequence of int
        Columns set flush left; the others are flush right.
    """
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for k, cell in enumerate(row):
            padding = " " * (widths[k] - display_width(cell))
            cells.append(cell + padding if k in left else padding + cell)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def html_table(rows: Sequence[Sequence[str]], caption: str) -> str:
    """Return an HTML table with a header row and header column; every cell is escaped."""
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in rows[0])
    body = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows[1:]
    )
    return (
        f"<table><caption>{html.escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
