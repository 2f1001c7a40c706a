"""Ways to find Nash equilibria: one module a method, one registry."""

from gametheory.solvers.registry import Proposal, Solver, solver, solvers
from gametheory.solvers.solve import solve

__all__ = ["Proposal", "Solver", "solve", "solver", "solvers"]
