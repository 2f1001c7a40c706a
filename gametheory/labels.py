"""Names of actions, players and games: what they may contain."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from gametheory.errors import GameError

__all__ = ["MAX_NAME", "name_fault", "read_actions", "read_names"]

#: Longest accepted name of an action, player or game, in characters.
MAX_NAME: Final = 200

# Embeddings, overrides and isolates can reorder the text around a name.
_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


_INVISIBLE: Final = ("Cf", "Zs", "Mn", "Me")


def name_fault(name: str) -> str | None:
    """Say what is wrong with a name, or None.

    Refused are: empty or blank names, more than `MAX_NAME` characters, control
    characters, lone surrogates (not writable as UTF-8) and the Unicode controls
    that reorder surrounding text. Everything else is a name and is escaped where
    it is printed.
    """
    if not name.strip():
        return "it is empty"
    if len(name) > MAX_NAME:
        return f"it has {len(name)} characters; at most {MAX_NAME} are allowed"
    if all(unicodedata.category(character) in _INVISIBLE for character in name):
        return "it has no visible character"
    for character in name:
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Zl", "Zp") or character in _BIDI_CONTROLS:
            return f"it contains the character U+{ord(character):04X}, which cannot be printed"
    return None


def read_actions(
    names: Sequence[str] | None, count: int, player: str, letter: str
) -> tuple[str, ...]:
    """Read a player's action names; ``r1, r2, ...`` (or another letter) if there are none."""
    if names is None:
        return _numbered(letter, count)
    return read_names(names, count, f"{player}_actions")


@lru_cache(maxsize=64)
def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{k + 1}" for k in range(count))


def read_names(names: Sequence[str], count: int, what: str) -> tuple[str, ...]:
    """Read `count` distinct, printable names.

    Raises
    ------
    GameError
        Says which name is missing, repeated or unusable.
    """
    unordered = isinstance(names, (dict, set, frozenset))
    if unordered or isinstance(names, str) or not hasattr(names, "__iter__"):
        raise GameError(f"{what}: expected {count} names, got {names!r:.60}")
    read = tuple(names)
    if len(read) != count:
        raise GameError(f"{what}: expected {count} names, got {len(read)}")
    places: dict[str, int] = {}
    for k, name in enumerate(read):
        if not isinstance(name, str):
            raise GameError(f"{what}: expected text, got {type(name).__name__} at place {k}")
        fault = name_fault(name)
        if fault is not None:
            raise GameError(f"{what}: the name at place {k} is not usable: {fault}")
        if places.setdefault(name, k) != k:
            raise GameError(
                f"{what}: {name!r} stands at places {places[name]} and {k}; names must differ"
            )
    return read
