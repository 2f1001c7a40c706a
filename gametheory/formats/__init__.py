"""Games in files.

A *format* is a way to write a game down as text; its *suffix* names it:

========== =================================================================
``.nfg``   Gambit's strategic game files (:mod:`gametheory.formats.nfg`)
``.json``  our own schema, the only one that keeps everything
           (:mod:`gametheory.formats.json_format`)
``.csv``   for spreadsheets (:mod:`gametheory.formats.csv_format`)
========== =================================================================

Payoffs are exact in all three, so a game that is written and read again has
the same payoffs and action names. What else a format keeps:

=========  =====  =====  =====
kept       .nfg   .json  .csv
=========  =====  =====  =====
title      yes    yes    yes
players    yes    yes    no
=========  =====  =====  =====

Files are taken for hostile: their size is capped
(:data:`gametheory.formats.files.MAX_BYTES`), nothing in them is ever run, and
whatever is wrong is a :class:`gametheory.errors.FormatError` with its line.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any, Final, Literal

from gametheory.errors import FormatError
from gametheory.formats.files import read_text, write_text
from gametheory.game import BimatrixGame

__all__ = ["SUFFIXES", "dumps", "loads", "read", "write"]

#: The known suffixes, in the order in which they are listed.
SUFFIXES: Final = (".nfg", ".json", ".csv")

_MODULES: Final = {".nfg": "nfg", ".json": "json_format", ".csv": "csv_format"}


def read(path: str | os.PathLike[str]) -> BimatrixGame:
    """Read a game from a file; its suffix says in which format.

    Parameters
    ----------
    path : path-like
        A file that ends in one of `SUFFIXES`, in upper or lower case.

    Raises
    ------
    FormatError
        If the suffix is unknown or the content breaks the format; says where.
    FileAccessError
        If the file cannot be read; also an :class:`OSError`.
    """
    module = _module(Path(path).suffix, os.fspath(path))
    game: BimatrixGame = module.loads(read_text(path), os.fspath(path))
    return game


def write(
    game: BimatrixGame,
    path: str | os.PathLike[str],
    *,
    overwrite: bool = True,
    nfg_body: Literal["payoffs", "outcomes"] = "payoffs",
) -> None:
    """Write a game to a file; its suffix says in which format.

    The file is replaced whole or not at all: a failed write leaves the old one.

    Parameters
    ----------
    game : BimatrixGame
    path : path-like
        A file that ends in one of `SUFFIXES`.
    overwrite : bool
        False refuses to replace a file that exists.
    nfg_body : {"payoffs", "outcomes"}
        For ``.nfg`` only: a list of payoffs, or a list of labelled outcomes and
        an index into it for each profile.

    Raises
    ------
    FormatError
        If the suffix is unknown, or the format has no way to write a name of
        this game.
    FileAccessError
        If the file cannot be written; also an :class:`OSError`.
    """
    text = dumps(game, Path(path).suffix, nfg_body=nfg_body, path=os.fspath(path))
    write_text(path, text, overwrite=overwrite)


def loads(text: str, suffix: str) -> BimatrixGame:
    """Read a game from text, e.g. from standard input.

    Parameters
    ----------
    text : str
    suffix : str
        One of `SUFFIXES`.

    Raises
    ------
    FormatError
        If the suffix is unknown or the text breaks the format.
    """
    game: BimatrixGame = _module(suffix, "").loads(text)
    return game


def dumps(
    game: BimatrixGame,
    suffix: str,
    *,
    nfg_body: Literal["payoffs", "outcomes"] = "payoffs",
    path: str = "",
) -> str:
    """Return a game as text in a format.

    Parameters
    ----------
    game : BimatrixGame
    suffix : str
        One of `SUFFIXES`.
    nfg_body : {"payoffs", "outcomes"}
        As for :func:`write`.
    path : str
        Only stands in messages.

    Raises
    ------
    FormatError
        As for :func:`write`.
    """
    module = _module(suffix, path)
    options = {"body": nfg_body} if suffix.lower() == ".nfg" else {}
    text: str = module.dumps(game, **options)
    return text


def _module(suffix: str, path: str) -> Any:
    name = _MODULES.get(suffix.lower())
    if name is None:
        raise FormatError(
            f"expected a file name that ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}, "
            f"got {suffix[:20]!r}; rename the file or convert it",
            path,
        )
    return importlib.import_module(f"gametheory.formats.{name}")
