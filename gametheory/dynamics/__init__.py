"""Deterministic dynamics: how play moves, and where it comes to rest."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gametheory.dynamics.fictitious_play import FictitiousPlay as FictitiousPlay
    from gametheory.dynamics.fictitious_play import Phase as Phase
    from gametheory.dynamics.fictitious_play import fictitious_play as fictitious_play

#: Public names and the modules of this room that they live in, loaded on first use.
_HOMES: Final[dict[str, str]] = {
    "FictitiousPlay": "fictitious_play",
    "Phase": "fictitious_play",
    "fictitious_play": "fictitious_play",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"gametheory.dynamics.{_HOMES[name]}"), name)
        globals()[name] = value  # a module of this room may bear the same name
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
