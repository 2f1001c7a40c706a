"""Facts about a game that need no equilibria: best responses, dominance, efficiency, structure."""

from __future__ import annotations

from gametheory.analysis.best_responses import (
    best_response_payoff,
    best_responses,
    is_best_response,
    pure_best_responses,
)
from gametheory.analysis.degeneracy import is_degenerate
from gametheory.analysis.dominance import dominating_mixture, eliminate_dominated
from gametheory.analysis.elimination import Elimination, EliminationStep
from gametheory.analysis.kinds import GameKind, ZeroSumEquivalence, kind
from gametheory.analysis.pareto import ParetoOutcomes, pareto_optimal_outcomes
from gametheory.analysis.paths import BestResponsePath, best_response_path
from gametheory.analysis.responses import ResponseGraph, best_response_cycles, response_graph

__all__ = [
    "BestResponsePath",
    "Elimination",
    "EliminationStep",
    "GameKind",
    "ParetoOutcomes",
    "ResponseGraph",
    "ZeroSumEquivalence",
    "best_response_cycles",
    "best_response_path",
    "best_response_payoff",
    "best_responses",
    "dominating_mixture",
    "eliminate_dominated",
    "is_best_response",
    "is_degenerate",
    "kind",
    "pareto_optimal_outcomes",
    "pure_best_responses",
    "response_graph",
]
