"""Sets of Nash equilibria: what they hold, how they hang together, how they print."""

from gametheory.equilibria.components import Component, MaximalNashSubset
from gametheory.equilibria.dominance_relations import (
    payoff_dominance,
    payoff_dominates,
    risk_dominance,
)
from gametheory.equilibria.equilibrium import ApproximateEquilibrium, Equilibrium
from gametheory.equilibria.equilibrium_set import EquilibriumSet, Scope
from gametheory.equilibria.payoff_set import PayoffRectangle, PayoffSet
from gametheory.equilibria.refinement_table import RefinementTable
from gametheory.equilibria.undominated import prove_dominance

__all__ = [
    "ApproximateEquilibrium",
    "Component",
    "Equilibrium",
    "EquilibriumSet",
    "MaximalNashSubset",
    "PayoffRectangle",
    "PayoffSet",
    "RefinementTable",
    "Scope",
    "payoff_dominance",
    "payoff_dominates",
    "prove_dominance",
    "risk_dominance",
]
