"""The three Pareto frontiers of a game side by side.

They answer the same question for three kinds of play: what can the players get together that
nothing else dominates, if they play one *pure outcome*
(:mod:`gametheory.analysis.pareto`), mix *independently* (:mod:`gametheory.analysis.mixed_frontier`)
or draw a *lottery* over outcomes together (:mod:`gametheory.analysis.lottery_frontier`)? Each kind
of play can do what the one before can, so what is efficient in a wider sense, and can be had in
a narrower one, is efficient there too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from gametheory.analysis.attainable import Region, attainable_regions
from gametheory.analysis.lottery_frontier import LotteryFrontier, pareto_frontier_of_lotteries
from gametheory.analysis.mixed_frontier import MixedPlayFrontier, pareto_frontier_of_mixed_play
from gametheory.analysis.pareto import ParetoOutcomes, pareto_optimal_outcomes
from gametheory.game import BimatrixGame
from gametheory.results import Result, Table

__all__ = ["ParetoFrontiers", "pareto_frontiers"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/pareto-frontiers/1"


@dataclass(frozen=True, eq=False, repr=False)
class ParetoFrontiers(Result):
    """The Pareto frontiers of pure outcomes, of mixed play, and of lotteries.

    Attributes
    ----------
    game : BimatrixGame
    outcomes : ParetoOutcomes
    mixed_play : MixedPlayFrontier
    lotteries : LotteryFrontier
    """

    game: BimatrixGame
    outcomes: ParetoOutcomes
    mixed_play: MixedPlayFrontier
    lotteries: LotteryFrontier

    @cached_property
    def regions(self) -> tuple[Region, ...] | None:
        """Regions that make up what mixed play attains; None if there are too many to draw."""
        return attainable_regions(self.game)

    def summary(self) -> str:
        """One line: the size of each frontier."""
        name = f" of {self.game.name}" if self.game.name else ""
        pieces, corners = len(self.mixed_play.pieces), len(self.lotteries.corners)
        whole = "" if self.mixed_play.complete else ", incomplete"
        return (
            f"Pareto frontiers{name}: {len(self.outcomes)} pure outcome"
            f"{'s' * (len(self.outcomes) != 1)}; mixed play, {pieces} piece"
            f"{'s' * (pieces != 1)}{whole}; lotteries, {corners} corner{'s' * (corners != 1)}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the tables of all three, under their summaries."""
        return tuple(
            Table(result.summary(), table.header, table.rows, table.left)
            for result in (self.outcomes, self.mixed_play, self.lotteries)
            for table in result.tables()
        )

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "schema": SCHEMA,
            "outcomes": self.outcomes.to_document(),
            "mixed_play": self.mixed_play.to_document(),
            "lotteries": self.lotteries.to_document(),
        }


def pareto_frontiers(game: BimatrixGame, timeout: float | None = None) -> ParetoFrontiers:
    """Find all three Pareto frontiers, exactly.

    Parameters
    ----------
    game : BimatrixGame
    timeout : float, optional
        Seconds for the frontier of mixed play; the others take no time to speak of.

    Raises
    ------
    ParameterError
        If `timeout` is not a positive number.
    Interrupted
        On Ctrl-C; ``.partial`` is the frontier of mixed play so far.

    Examples
    --------
    >>> battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> pareto_frontiers(battle).summary()
    'Pareto frontiers: 2 pure outcomes; mixed play, 2 pieces; lotteries, 2 corners'
    """
    return ParetoFrontiers(
        game,
        pareto_optimal_outcomes(game),
        pareto_frontier_of_mixed_play(game, timeout),
        pareto_frontier_of_lotteries(game),
    )
