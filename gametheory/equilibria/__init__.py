"""Sets of Nash equilibria: what they hold, how they hang together, how they print."""

from gametheory.equilibria.components import Component, MaximalNashSubset
from gametheory.equilibria.equilibrium import ApproximateEquilibrium, Equilibrium
from gametheory.equilibria.equilibrium_set import EquilibriumSet, Scope

__all__ = [
    "ApproximateEquilibrium",
    "Component",
    "Equilibrium",
    "EquilibriumSet",
    "MaximalNashSubset",
    "Scope",
]
