"""Looking games up by name."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from gametheory.catalog.entry import CatalogEntry
from gametheory.errors import ParameterError, UnknownNameError
from gametheory.game import BimatrixGame

__all__ = ["entries", "get", "is_known", "load", "names"]


def entries() -> tuple[CatalogEntry, ...]:
    """All entries, in the order of their names."""
    return tuple(sorted(_by_key()[0], key=lambda entry: entry.name))


def names() -> tuple[str, ...]:
    """Names of all entries, in order; without aliases."""
    return tuple(entry.name for entry in entries())


def get(name: str) -> CatalogEntry:
    """Return an entry by its name, an alias or its title.

    Upper and lower case, hyphens, underscores, spaces and apostrophes make no
    difference.

    Raises
    ------
    UnknownNameError
        If there is none; suggests near names.
    """
    if not isinstance(name, str):
        raise ParameterError(f"expected the name of a game, got {name!r:.60}")
    known = _by_key()[1]
    entry = known.get(_key(name))
    if entry is None:
        raise UnknownNameError("game", name, chain(names(), *(e.aliases for e in entries())))
    return entry


def is_known(specification: str) -> bool:
    """Whether the part of a specification before the colon names an entry."""
    return _key(specification.partition(":")[0]) in _by_key()[1]


def load(specification: str) -> BimatrixGame:
    """Build the game that a specification such as ``"penalty:k=-50"`` names.

    Parameters
    ----------
    specification : str
        ``name`` or ``name:parameter=value,parameter=value``.

    Raises
    ------
    UnknownNameError
        If no entry has the name.
    ParameterError
        If a parameter is unknown, set twice, without value or out of range.
    """
    if not isinstance(specification, str):
        raise ParameterError(f"expected text such as 'penalty:k=-50', got {specification!r:.60}")
    name, colon, settings = specification.partition(":")
    entry = get(name)
    values: dict[str, object] = {}
    for setting in settings.split(",") if colon else ():
        parameter, equals, value = (part.strip() for part in setting.partition("="))
        if not (parameter and equals and value):
            raise ParameterError(
                f"{entry.name}: expected parameter=value after the colon, got {setting[:60]!r}, "
                f"such as {_example(entry)}"
            )
        if parameter in values:
            raise ParameterError(f"{entry.name}: {parameter[:60]!r} is set twice; set it once")
        values[parameter] = value
    return entry.game(**values)


def _example(entry: CatalogEntry) -> str:
    if not entry.parameters:
        return f"{entry.name!r}, which has no parameters"
    first = entry.parameters[0]
    return repr(f"{entry.name}:{first.name}={first.default}")


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", re.sub("['’]", "", name.strip().lower()))


@cache
def _by_key() -> tuple[tuple[CatalogEntry, ...], dict[str, CatalogEntry]]:
    from gametheory.catalog.games import ENTRIES

    known: dict[str, CatalogEntry] = {}
    for entry in ENTRIES:
        for name in (entry.name, *entry.aliases, entry.title):
            known.setdefault(_key(name), entry)
    return ENTRIES, known
