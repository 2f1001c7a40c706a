"""Commands about games as files and names: games, convert."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gametheory.formats.files import FileAccessError
from gametheory.formats.names import decimal_text
from gametheory.text import text_table
from reports.commands.reading import not_written, read_game
from reports.terminal import DONE

if TYPE_CHECKING:
    from gametheory.catalog import CatalogEntry

__all__ = ["convert", "games"]


def games(options: argparse.Namespace) -> int:
    """List the catalogue."""
    from gametheory import catalog

    entries = [catalog.get(name) for name in catalog.names()]
    if options.json:
        print(json.dumps([_described(entry) for entry in entries], indent=1))
        return DONE
    rows = [["name", "size", "parameters", "title"]]
    rows += [[entry.name, _size(entry), _parameters(entry), entry.title] for entry in entries]
    print(text_table(rows, left=(0, 1, 2, 3)))
    return DONE


def _parameters(entry: CatalogEntry) -> str:
    return ",".join(f"{p.name}={decimal_text(p.default)}" for p in entry.parameters)


def _size(entry: CatalogEntry) -> str:
    m, n = entry.game().shape
    return f"{m} x {n}"


def _described(entry: CatalogEntry) -> dict[str, Any]:
    m, n = entry.game().shape
    return {
        "name": entry.name,
        "aliases": list(entry.aliases),
        "title": entry.title,
        "size": [m, n],
        "parameters": {p.name: decimal_text(p.default) for p in entry.parameters},
        "source": entry.source,
    }


def convert(options: argparse.Namespace) -> int:
    """Write a game in another format."""
    from gametheory import formats

    game, _ = read_game(options.game)
    formats.dumps(game, Path(options.output).suffix, path=options.output)  # wrong use comes first
    try:
        formats.write(game, options.output)
    except FileAccessError as error:
        return not_written(error)
    return DONE
