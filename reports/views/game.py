"""The game as a labelled bimatrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from reports.facts import Facts
from reports.words import name, percent, say, who

__all__ = ["Bimatrix", "BimatrixCell", "bimatrix"]

#: Rows and columns of a game that a page shows.
_SHOWN: Final = 14

#: Characters of a payoff that a cell holds; a longer one is rounded.
_PAYOFF: Final = 12


@dataclass(frozen=True, slots=True)
class BimatrixCell:
    """One outcome in the table."""

    row: str
    column: str
    best_row: bool
    best_column: bool
    equilibrium: bool
    efficient: bool


@dataclass(frozen=True, slots=True)
class Bimatrix:
    """The table.

    Attributes
    ----------
    players : (Markup, Markup)
    columns : tuple of (Markup, str)
        Names of the columns and, if the game has one equilibrium, in mixed
        strategies, the probabilities in it.
    rows : tuple of (Markup, str, tuple of BimatrixCell)
    caption : Markup
    cut : str
        What is not shown, or not in full; empty if everything is.
    has_equilibrium, has_efficient : bool
        Whether the legend needs the mark.
    probabilities : bool
        Whether the names carry probabilities.
    density : str
        Class of the table: the more columns, the closer.
    """

    players: tuple[Markup, Markup]
    columns: tuple[tuple[Markup, str], ...]
    rows: tuple[tuple[Markup, str, tuple[BimatrixCell, ...]], ...]
    caption: Markup
    cut: str
    has_equilibrium: bool
    has_efficient: bool
    probabilities: bool
    density: str


def bimatrix(facts: Facts) -> Bimatrix:
    """Lay out the game."""
    game, marked, found = facts.game, facts.marked, facts.equilibria
    m, n = game.shape
    shown_m, shown_n = min(m, _SHOWN), min(n, _SHOWN)
    only = found[0] if found.complete and len(found) == 1 and not found[0].is_pure else None
    row_shares = [percent(p) for p in only.row] if only else [""] * m
    column_shares = [percent(p) for p in only.column] if only else [""] * n
    texts = marked.texts(shown_m, shown_n, _PAYOFF)
    rows = tuple(
        (
            name(game.row_actions[i]),
            row_shares[i],
            tuple(
                BimatrixCell(
                    row=texts[i][j][0].replace("-", "\u2212"),
                    column=texts[i][j][1].replace("-", "\u2212"),
                    best_row=(i, j) in marked.best_rows,
                    best_column=(i, j) in marked.best_columns,
                    equilibrium=(i, j) in marked.equilibria,
                    efficient=(i, j) in marked.efficient,
                )
                for j in range(shown_n)
            ),
        )
        for i in range(shown_m)
    )
    cut = ""
    if (shown_m, shown_n) != (m, n):
        cut = f"{shown_m} of {m} rows and {shown_n} of {n} columns are shown; the data hold all."
    if texts != marked.texts(shown_m, shown_n):
        cut = f"{cut} Long numbers are rounded; the data hold them exactly.".lstrip()
    players = name(game.players[0]), name(game.players[1])
    return Bimatrix(
        players=players,
        columns=tuple(
            (name(game.column_actions[j]), column_shares[j]) for j in range(shown_n)
        ),
        rows=rows,
        caption=say(
            "{} chooses the row and gets the lower left number, {} chooses the column "
            "and gets the upper right one.",
            *(who(player, k == 0) for k, player in enumerate(game.players)),
        ),
        cut=cut,
        has_equilibrium=bool(marked.equilibria),
        has_efficient=bool(marked.efficient) and facts.constant_sum is None,
        probabilities=only is not None,
        density="dense" if shown_n > 7 else "close" if shown_n > 4 else "",
    )  # fmt: skip
