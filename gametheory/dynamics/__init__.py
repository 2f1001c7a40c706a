"""Deterministic dynamics: how play moves, and where it comes to rest."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

#: Public names and the modules of this room that they live in, loaded on first use.
_HOMES: Final[dict[str, str]] = {}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"gametheory.dynamics.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
