"""The game that a command is about, and the codes that it ends with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gametheory.errors import FormatError, UnknownNameError
from gametheory.formats.files import FileAccessError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from reports.terminal import DONE, FAILED, STOPPED, tell

if TYPE_CHECKING:
    from gametheory.catalog import CatalogEntry
    from gametheory.equilibria import EquilibriumSet

__all__ = ["exit_code", "not_written", "read_game"]

#: An ending such as ``.nfg``; ``penalty:k=-1.5`` has none.
_SUFFIX: Final = re.compile(r"\.[A-Za-z]\w*$")


def read_game(argument: str) -> tuple[BimatrixGame, CatalogEntry | None]:
    """Read a game from the catalogue or a file.

    A name of the catalogue wins over a file, unless the argument has a suffix or
    a slash.

    Returns
    -------
    game : BimatrixGame
    entry : CatalogEntry or None
        None for a file.

    Raises
    ------
    GameTheoryError
        If there is no such game, or it cannot be read.
    """
    from gametheory import catalog, formats

    named = ":" in argument and catalog.is_known(argument)  # penalty:k=1/3 is no path
    if not named and ("/" in argument or "\\" in argument or _SUFFIX.search(argument)):
        return formats.read(argument), None
    name = argument.partition(":")[0]
    try:
        return catalog.load(argument), catalog.get(name)
    except UnknownNameError as error:
        if Path(argument).is_file():
            raise FormatError(
                f"expected a file name that ends in {', '.join(formats.SUFFIXES)}, or a game from "
                "`gametheory games`",
                argument,
            ) from None
        if error.near:
            raise
        raise FormatError(
            f"expected a game from `gametheory games` or a file, got {argument[:100]!r}, which is "
            "neither"
        ) from None


def exit_code(found: EquilibriumSet) -> int:
    """Return the code for a search that finished, failed or was cut short."""
    if found.status is Status.FINISHED:
        return DONE
    return FAILED if found.status is Status.FAILED else STOPPED


def not_written(error: FileAccessError) -> int:
    """Tell why a file was not written, and return the code for it."""
    tell(str(error))
    return FAILED
