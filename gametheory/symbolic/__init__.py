"""Games whose payoffs hold parameters, and their equilibria as functions of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

#: Public names and the modules of this room that they live in, loaded on first use.
_HOMES: Final[dict[str, str]] = {}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"gametheory.symbolic.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
