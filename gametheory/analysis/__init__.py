"""Facts about a game that need no equilibria: best responses, dominance, efficiency, structure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gametheory.analysis.best_responses import (
    best_response_payoff,
    best_responses,
    is_best_response,
    pure_best_responses,
)
from gametheory.analysis.coordination import Coordination, find_coordination
from gametheory.analysis.degeneracy import Degeneracy, find_degeneracy, is_degenerate
from gametheory.analysis.dominance import dominating_mixture, eliminate_dominated
from gametheory.analysis.elimination import Elimination, EliminationStep
from gametheory.analysis.kinds import GameKind, ZeroSumEquivalence, kind
from gametheory.analysis.pareto import ParetoOutcomes, pareto_optimal_outcomes
from gametheory.analysis.paths import BestResponsePath, best_response_path
from gametheory.analysis.potential import Potential, find_potential
from gametheory.analysis.response_regions import (
    BestResponseCurves,
    BestResponseRegions,
    best_response_curves,
    best_response_regions,
)
from gametheory.analysis.responses import ResponseGraph, best_response_cycles, response_graph
from gametheory.analysis.supermodular import Supermodularity, find_supermodular_orders
from gametheory.analysis.symmetry import Symmetry, find_symmetry

if TYPE_CHECKING:
    from gametheory.analysis.curb import CurbSet as CurbSet
    from gametheory.analysis.curb import MinimalCurbSets as MinimalCurbSets
    from gametheory.analysis.curb import is_curb as is_curb
    from gametheory.analysis.curb import minimal_curb_sets as minimal_curb_sets
    from gametheory.analysis.curb import smallest_curb_set as smallest_curb_set
    from gametheory.analysis.frontier_piece import FrontierPiece as FrontierPiece
    from gametheory.analysis.frontiers import ParetoFrontiers as ParetoFrontiers
    from gametheory.analysis.frontiers import pareto_frontiers as pareto_frontiers
    from gametheory.analysis.lottery_frontier import LotteryFrontier as LotteryFrontier
    from gametheory.analysis.lottery_frontier import (
        pareto_frontier_of_lotteries as pareto_frontier_of_lotteries,
    )
    from gametheory.analysis.mixed_frontier import MixedPlayFrontier as MixedPlayFrontier
    from gametheory.analysis.mixed_frontier import (
        pareto_frontier_of_mixed_play as pareto_frontier_of_mixed_play,
    )
    from gametheory.analysis.p_dominant import PDominance as PDominance
    from gametheory.analysis.p_dominant import PDominantEquilibrium as PDominantEquilibrium
    from gametheory.analysis.p_dominant import p_dominance as p_dominance
    from gametheory.analysis.rationalizability import Rationalizability as Rationalizability
    from gametheory.analysis.rationalizability import rationalizable as rationalizable

__all__ = [
    "BestResponseCurves",
    "BestResponsePath",
    "BestResponseRegions",
    "Coordination",
    "CurbSet",
    "Degeneracy",
    "Elimination",
    "EliminationStep",
    "FrontierPiece",
    "GameKind",
    "LotteryFrontier",
    "MinimalCurbSets",
    "MixedPlayFrontier",
    "PDominance",
    "PDominantEquilibrium",
    "ParetoFrontiers",
    "ParetoOutcomes",
    "Potential",
    "Rationalizability",
    "ResponseGraph",
    "Supermodularity",
    "Symmetry",
    "ZeroSumEquivalence",
    "best_response_curves",
    "best_response_cycles",
    "best_response_path",
    "best_response_payoff",
    "best_response_regions",
    "best_responses",
    "dominating_mixture",
    "eliminate_dominated",
    "find_coordination",
    "find_degeneracy",
    "find_potential",
    "find_supermodular_orders",
    "find_symmetry",
    "is_best_response",
    "is_curb",
    "is_degenerate",
    "kind",
    "minimal_curb_sets",
    "p_dominance",
    "pareto_frontier_of_lotteries",
    "pareto_frontier_of_mixed_play",
    "pareto_frontiers",
    "pareto_optimal_outcomes",
    "pure_best_responses",
    "rationalizable",
    "response_graph",
    "smallest_curb_set",
]

#: Names whose modules load FLINT, which takes longer than the others together: on first use.
_HOMES: Final = {
    "CurbSet": "curb",
    "FrontierPiece": "frontier_piece",
    "LotteryFrontier": "lottery_frontier",
    "MinimalCurbSets": "curb",
    "MixedPlayFrontier": "mixed_frontier",
    "PDominance": "p_dominant",
    "PDominantEquilibrium": "p_dominant",
    "ParetoFrontiers": "frontiers",
    "Rationalizability": "rationalizability",
    "is_curb": "curb",
    "minimal_curb_sets": "curb",
    "p_dominance": "p_dominant",
    "pareto_frontier_of_lotteries": "lottery_frontier",
    "pareto_frontier_of_mixed_play": "mixed_frontier",
    "pareto_frontiers": "frontiers",
    "rationalizable": "rationalizability",
    "smallest_curb_set": "curb",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"gametheory.analysis.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
