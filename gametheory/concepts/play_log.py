"""Logs of rounds in CSV files.

A log in a CSV file has a header and one line a round::

    round,Kicker,Goalkeeper
    1,Left,Right
    2,Right,Right

The two columns carry the players' names, or are called ``row`` and ``column``; a column
``run`` tells independent pairs of players or sessions apart, and is kept by `read_rounds`; other
columns are ignored. Actions stand by name; a column none of whose cells is a name holds
indices counted from 0.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gametheory.concepts.observed_play import ObservedPlay
from gametheory.errors import FormatError
from gametheory.formats.files import read_text
from gametheory.game import BimatrixGame

__all__ = ["Rounds", "play_from_text", "read_play", "read_rounds", "rounds_from_text"]

_PLAYERS: Final = ("row", "column")

#: Name of the column that tells independent runs apart.
_RUN: Final = "run"


@dataclass(frozen=True, slots=True)
class Rounds:
    """Rounds in the order of a log.

    Attributes
    ----------
    row, column : tuple of int
        Index of each player's action in each round.
    runs : tuple of str or None
        Which run each round belongs to; None without such a column.
    """

    row: tuple[int, ...]
    column: tuple[int, ...]
    runs: tuple[str, ...] | None


def read_play(game: BimatrixGame, path: str | os.PathLike[str]) -> ObservedPlay:
    """Read a log of rounds from a CSV file, as the module describes.

    Parameters
    ----------
    game : BimatrixGame
    path : path-like
        UTF-8 text of at most 64 MiB.

    Raises
    ------
    FormatError
        With the line.
    """
    name = os.fspath(path)
    return play_from_text(game, read_text(path), name)


def play_from_text(game: BimatrixGame, text: str, path: str = "") -> ObservedPlay:
    """Read a log of rounds from the text of a CSV file.

    Parameters
    ----------
    game : BimatrixGame
    text : str
    path : str
        Only stands in messages, and as the source.
    """
    rounds = rounds_from_text(game, text, path)
    return ObservedPlay.from_rounds(game, rounds.row, rounds.column, source=path)


def read_rounds(game: BimatrixGame, path: str | os.PathLike[str]) -> Rounds:
    """Read the rounds of a CSV file in order; parameters and errors as for :func:`read_play`."""
    return rounds_from_text(game, read_text(path), os.fspath(path))


def rounds_from_text(game: BimatrixGame, text: str, path: str = "") -> Rounds:
    """Read the rounds of the text of a CSV file in order; see :func:`play_from_text`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[int] = []
    cells: tuple[list[str], list[str]] = ([], [])
    runs: list[str] = []
    run_place: int | None = None
    places: tuple[int, int] | None = None
    width = 0
    try:
        for record in reader:
            if not record:
                continue
            if places is None:
                places = _places(game, record, path, reader.line_num)
                width = len(record)
                run_place = _run_place(record, places)
                continue
            if len(record) != width:
                raise FormatError(
                    f"expected {width} cells, as in the header, got {len(record)}", path,
                    reader.line_num,
                )  # fmt: skip
            lines.append(reader.line_num)
            for player in (0, 1):
                cells[player].append(record[places[player]].strip())
            if run_place is not None:
                runs.append(record[run_place].strip())
    except csv.Error as error:
        raise FormatError(f"not comma-separated values: {error}", path, reader.line_num) from error
    if not lines:
        raise FormatError("expected a header and at least one round, got none", path, 1)
    row, column = (_columns(game, player, cells[player], lines, path) for player in (0, 1))
    return Rounds(tuple(row), tuple(column), None if run_place is None else tuple(runs))


def _run_place(header: Sequence[str], places: tuple[int, int]) -> int | None:
    found = [k for k, cell in enumerate(header) if cell.strip() == _RUN and k not in places]
    return found[0] if found else None


def _places(game: BimatrixGame, header: Sequence[str], path: str, line: int) -> tuple[int, int]:
    """Positions of the two players' columns."""
    found = []
    stripped = [cell.strip() for cell in header]
    for player in (0, 1):
        names = {game.players[player], _PLAYERS[player]}
        here = [k for k, cell in enumerate(stripped) if cell in names]
        if len(here) != 1:
            raise FormatError(
                f"header: expected one column called {game.players[player]!r:.60} or "
                f"{_PLAYERS[player]!r}, got {len(here)} among {', '.join(stripped)!r:.80}",
                path, line,
            )  # fmt: skip
        found.append(here[0])
    return found[0], found[1]


def _columns(
    game: BimatrixGame, player: int, cells: Sequence[str], lines: Sequence[int], path: str
) -> list[int]:
    """Indices of the actions in a column: by name, or all by index."""
    names = {name: k for k, name in enumerate((game.row_actions, game.column_actions)[player])}
    by_index = {str(k): k for k in range(len(names))}
    known = names if any(cell in names for cell in cells) else by_index
    try:
        return [known[cell] for cell in cells]
    except KeyError as error:
        missing = error.args[0]
        expected = ", ".join(list(names)[:10])
        raise FormatError(
            f"{game.players[player]} has no action {missing!r:.60}; expected one of "
            f"{expected:.200}" + (f" or 0 to {len(names) - 1}" if known is by_index else ""),
            path, lines[cells.index(missing)],
        ) from None  # fmt: skip
