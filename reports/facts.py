"""What a page says about a game, gathered from the library before it is worded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from gametheory.analysis import (
    Elimination,
    GameKind,
    ParetoOutcomes,
    ResponseGraph,
    eliminate_dominated,
    kind,
    pareto_optimal_outcomes,
    response_graph,
)
from gametheory.equilibria import EquilibriumSet
from gametheory.game import BimatrixGame
from reports.marks import MarkedGame, mark

__all__ = ["Facts", "gather"]

#: Outcomes up to which dominance by mixtures is looked for; beyond, its linear
#: programs take longer than a reader waits, and only pure dominators are.
_MIXED_DOMINANCE: Final = 1_600

#: Outcomes up to which kind, elimination and response graph are worked out.
_STRUCTURE: Final = 40_000


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about a game that need no learners.

    Attributes
    ----------
    game : BimatrixGame
    equilibria : EquilibriumSet
    marked : MarkedGame
    efficient : ParetoOutcomes
    kind : GameKind or None
        None for games too large for it; the page says so.
    strict, weak : Elimination or None
    graph : ResponseGraph or None
    """

    game: BimatrixGame
    equilibria: EquilibriumSet
    marked: MarkedGame
    efficient: ParetoOutcomes
    kind: GameKind | None
    strict: Elimination | None
    weak: Elimination | None
    graph: ResponseGraph | None

    @property
    def constant_sum(self) -> Fraction | None:
        """The sum of both payoffs, if it is the same everywhere."""
        return self.kind.payoff_sum if self.kind else None

    @property
    def pure(self) -> tuple[tuple[int, int], ...]:
        """All pure equilibria, found by looking at each outcome."""
        return tuple(sorted(self.marked.equilibria))


def gather(game: BimatrixGame, equilibria: EquilibriumSet) -> Facts:
    """Work out what the page tells about a game."""
    m, n = game.shape
    efficient = pareto_optimal_outcomes(game)
    structured = m * n <= _STRUCTURE
    dominators: Literal["mixed", "pure"] = "mixed" if m * n <= _MIXED_DOMINANCE else "pure"
    return Facts(
        game=game,
        equilibria=equilibria,
        marked=mark(game, efficient.outcomes),
        efficient=efficient,
        kind=kind(game) if structured else None,
        strict=eliminate_dominated(game, "strict", dominators) if structured else None,
        weak=eliminate_dominated(game, "weak", dominators) if structured else None,
        graph=response_graph(game, "best") if structured else None,
    )
