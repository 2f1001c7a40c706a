"""Games as comma-separated values, for spreadsheets.

One cell holds one profile: both payoffs with a comma between them, so the cell
stands in quotation marks::

    "Prisoner's dilemma","Cooperate","Defect"
    "Cooperate","3,3","0,5"
    "Defect","5,0","1,1"

Rows are the row player's actions, columns the column player's. Each payoff is
an exact number: ``3``, ``-0.25``, ``1/3``, ``1e-3``. A row of action names above
and a column of action names on the left are each optional.

**What is a name and what a payoff.** A cell is a *payoff cell* if it is two
numbers with a comma between them (``nan`` and ``inf`` count, so that they are
refused rather than taken for names); every other cell is a *name cell*. Then

1. there is a row of names if, and only if, the last cell of the first row is a
   name cell;
2. there is a column of names if, and only if, the last cell of the first column
   is a name cell;
3. if there are both, the cell in the corner is the title (it may be empty);
4. every other cell of the row or column of names must be a name cell, and every
   remaining cell a payoff cell; anything else is an error, never a guess.

**Names that look like something else.** A cell that begins with an apostrophe
is a name cell, without the apostrophe. So an action called ``3,5`` is written
``'3,5``. We write the apostrophe before every name that would otherwise be read
differently and before every name that a spreadsheet would run as a formula,
which begins with ``=``, ``+``, ``-`` or ``@``; spreadsheets show such cells as
text. Names without the apostrophe lose spaces at their ends.

Lines without any cell are skipped. There are no comments. Players' names are
not kept.

Source: RFC 4180 for the quoting; OWASP, "CSV Injection", for the apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from gametheory.errors import FormatError, NumberError
from gametheory.formats.names import check_names, payoff_texts, read_payoff
from gametheory.game import BimatrixGame
from gametheory.labels import name_fault

__all__ = ["dumps", "loads"]

# Possessive, so that a long run of spaces costs one pass.
_NUMBER: Final = r"\s*+[+-]?(?:\.?[0-9][0-9.eE+/ -]*+|nan|infinity|inf)\s*+"
_PAYOFFS: Final = re.compile(f"{_NUMBER},{_NUMBER}", re.IGNORECASE)

#: First characters of a formula, in the halfwidth and the fullwidth form.
_FORMULA: Final = frozenset("=+-@＝＋－＠")

_Payoff = int | float | Fraction
_Row = tuple[int, list[str]]


def loads(text: str, path: str = "") -> BimatrixGame:
    """Read a game from the text of a ``.csv`` file.

    Parameters
    ----------
    text : str
    path : str
        Only stands in messages.

    Raises
    ------
    FormatError
        With the line.
    """
    rows = _rows(text, path)
    has_names_above = not _is_payoffs(rows[0][1][-1])
    has_names_left = not _is_payoffs(rows[-1][1][0])
    top, left = int(has_names_above), int(has_names_left)
    _refuse_mixture([(rows[0][0], cell) for cell in rows[0][1][left:]], "first row", path)
    _refuse_mixture([(line, cells[0]) for line, cells in rows[top:]], "first column", path)
    body = rows[top:]
    width = len(rows[0][1]) - left
    if not body or not width:
        raise FormatError(
            'expected at least one profile, one cell such as "3,5", got none; put both payoffs '
            "of a profile into one quoted cell",
            path,
            rows[0][0],
        )
    column_actions = row_actions = title = None
    if has_names_above:
        line, cells = rows[0]
        what = "an action of the column player"
        column_actions = _names(cells[left:], [line] * width, what, path)
    if has_names_left:
        cells = [cells[0] for _, cells in body]
        what = "an action of the row player"
        row_actions = _names(cells, [line for line, _ in body], what, path)
    if has_names_above and has_names_left:
        title = _title(rows[0][1][0], path, rows[0][0])
    known: dict[str, tuple[_Payoff, _Payoff]] = {}
    pairs = []
    for line, cells in body:
        for j, cell in enumerate(cells[left:]):
            if cell not in known:
                known[cell] = _payoffs(cell, path, line, j + left + 1)
        pairs.append([known[cell] for cell in cells[left:]])
    return BimatrixGame(
        [[pair[0] for pair in row] for row in pairs],
        [[pair[1] for pair in row] for row in pairs],
        name=title,
        row_actions=row_actions,
        column_actions=column_actions,
    )


def dumps(game: BimatrixGame) -> str:
    """Return a game as the text of a ``.csv`` file, with title and action names."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([_write_name(name) for name in (game.name, *game.column_actions)])
    for name, *payoffs in zip(
        game.row_actions, payoff_texts(game, 0), payoff_texts(game, 1), strict=True
    ):
        cells = (f"{a},{b}" for a, b in zip(*payoffs, strict=True))
        writer.writerow([_write_name(name), *cells])
    return text.getvalue()


def _rows(text: str, path: str) -> list[_Row]:
    """All rows that have cells, of one length, each with the line on which it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[_Row] = []
    try:
        for cells in reader:
            if not cells:
                continue
            rows.append((reader.line_num, cells))
            if len(cells) != len(rows[0][1]):
                raise FormatError(
                    f"expected {len(rows[0][1])} cells, as in line {rows[0][0]}, got "
                    f"{len(cells)}; both payoffs of a profile stand in one quoted cell, "
                    '"3,5", and the corner above the names may be empty but must be there',
                    path,
                    reader.line_num,
                )
    except csv.Error as error:
        raise FormatError(f"not comma-separated values: {error}", path, reader.line_num) from error
    if not rows:
        raise FormatError("expected a game, got an empty file", path, 1)
    return rows


def _is_payoffs(cell: str) -> bool:
    return "," in cell and _PAYOFFS.fullmatch(cell) is not None


def _refuse_mixture(cells: Sequence[tuple[int, str]], place: str, path: str) -> None:
    """Refuse a row or column that is neither all names nor all payoffs."""
    payoffs = [cell for cell in cells if _is_payoffs(cell[1])]
    names = [cell for cell in cells if not _is_payoffs(cell[1])]
    if payoffs and names:
        # The rarer kind is the likelier mistake.
        few, many = sorted((names, payoffs), key=len)
        raise FormatError(
            f"expected only names or only payoffs in the {place}, got {few[0][1][:40]!r} beside "
            f"{many[0][1][:40]!r}; a name that looks like payoffs needs an apostrophe before it",
            path,
            few[0][0],
        )


def _names(cells: Sequence[str], lines: Sequence[int], what: str, path: str) -> list[str]:
    names = [_read_name(cell) for cell in cells]
    check_names(names, what, path, lines.__getitem__)
    return names


def _title(cell: str, path: str, line: int) -> str:
    title = _read_name(cell)
    fault = name_fault(title) if title else None
    if fault is not None:
        raise FormatError(f"the title in the corner is not usable: {fault}", path, line)
    return title


def _payoffs(cell: str, path: str, line: int, column: int) -> tuple[_Payoff, _Payoff]:
    try:
        if not _is_payoffs(cell):
            shown = cell if len(cell) <= 40 else cell[:37] + "..."
            raise NumberError(f'expected two payoffs in one quoted cell, "3,5", got {shown!r}')
        first, second = (read_payoff(part) for part in cell.split(","))
    except NumberError as error:
        raise FormatError(f"cell {column}: {error}", path, line) from error
    return first, second


def _read_name(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell.strip()


def _write_name(name: str) -> str:
    guarded = name[:1] in _FORMULA or name.startswith("'") or _is_payoffs(name)
    return "'" + name if guarded or name != name.strip() else name
