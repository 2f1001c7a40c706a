"""Two-player games: everything that theory says about them, exactly.

A game goes in (:class:`BimatrixGame`, :func:`read` a file, :func:`load` a named one
of :mod:`gametheory.catalog`), :func:`solve` finds its Nash equilibria, :func:`analyze`
works out everything else. The rooms below hold it piece by piece:

- :mod:`gametheory.analysis`: best responses, dominance, Pareto frontiers, structure
- :mod:`gametheory.concepts`: correlated equilibria, bargaining, commitment, quantal
  response, observed play
- :mod:`gametheory.dynamics`: how play moves, and where it comes to rest
- :mod:`gametheory.symbolic`: games with parameters
- :mod:`gametheory.solvers`: the methods behind ``solve``, and :func:`cross_check`
- :mod:`gametheory.strategy`: regret, NashConv, distance
- :mod:`gametheory.testing`: Hypothesis strategies and checks for your own tests
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gametheory.analysis import is_degenerate, kind
    from gametheory.catalog import load
    from gametheory.equilibria import Component, Equilibrium, EquilibriumSet
    from gametheory.formats import read, write
    from gametheory.game import BimatrixGame
    from gametheory.overview import Overview, analyze
    from gametheory.solvers.cross_check import cross_check
    from gametheory.solvers.solve import solve

__all__ = [
    "BimatrixGame",
    "Component",
    "Equilibrium",
    "EquilibriumSet",
    "Overview",
    "analyze",
    "cross_check",
    "is_degenerate",
    "kind",
    "load",
    "read",
    "solve",
    "write",
]

# Loaded on first use: `import gametheory` and the command start without numpy.
_LAZY: Final = {
    "BimatrixGame": "gametheory.game",
    "Component": "gametheory.equilibria",
    "Equilibrium": "gametheory.equilibria",
    "EquilibriumSet": "gametheory.equilibria",
    "Overview": "gametheory.overview",
    "analyze": "gametheory.overview",
    "cross_check": "gametheory.solvers.cross_check",
    "is_degenerate": "gametheory.analysis",
    "kind": "gametheory.analysis",
    "load": "gametheory.catalog",
    "read": "gametheory.formats",
    "solve": "gametheory.solvers",
    "write": "gametheory.formats",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'gametheory' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_LAZY])
