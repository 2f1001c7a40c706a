"""Two-player games: everything that theory says about them, exactly.

A *game* goes in (:class:`BimatrixGame`, :func:`read`, :func:`load`), :func:`solve`
finds its Nash equilibria.
"""

from __future__ import annotations

from gametheory.equilibria import Component, Equilibrium, EquilibriumSet
from gametheory.game import BimatrixGame
from gametheory.solvers import solve

__all__ = ["BimatrixGame", "Component", "Equilibrium", "EquilibriumSet", "solve"]
