"""The Pareto frontier of lotteries over outcomes: what correlated play can reach.

A *lottery* (a joint distribution, correlated play) draws an outcome by given probabilities; its
payoffs are expected ones. All lotteries together attain the convex hull of the outcomes'
payoffs. A pair of payoffs *dominates* another if no player gets less there and at least one gets
more; the *Pareto frontier of lotteries* is what no payoffs of the hull dominate: the chain of its
upper right edges, from the outcome best for the column player to the one best for the row
player. Every point of it is attained by a lottery over the two outcomes at the ends of an edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from gametheory.analysis.hull import hull_of_outcomes, read_payoffs
from gametheory.analysis.pareto import pareto_optimal_outcomes
from gametheory.exact.planar import HalfPlane, pareto_chain, reach, separate
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = ["LotteryFrontier", "pareto_frontier_of_lotteries"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/lottery-frontier/1"

Payoffs = tuple[Fraction, Fraction]
Lottery = tuple[tuple[tuple[int, int], Fraction], ...]


@dataclass(frozen=True, eq=False, repr=False)
class LotteryFrontier(Result):
    """The payoffs of lotteries that no lottery's payoffs dominate.

    Attributes
    ----------
    game : BimatrixGame
    hull : tuple of pairs of Fraction
        Corners of the convex hull of the outcomes, counter-clockwise.
    corners : tuple of pairs of Fraction
        Corners of the frontier, the row player's payoffs rising.
    outcomes : tuple of (int, int)
        An outcome, as (row, column), with the payoffs of each corner of the frontier.
    """

    game: BimatrixGame
    hull: tuple[Payoffs, ...]
    corners: tuple[Payoffs, ...]
    outcomes: tuple[tuple[int, int], ...]

    @property
    def edges(self) -> tuple[tuple[Payoffs, Payoffs], ...]:
        """The frontier's segments, by their ends."""
        return tuple(pairwise(self.corners))

    def separating_edge(self, payoffs: Sequence[Any]) -> HalfPlane | None:
        """Return a half-plane that holds the hull but not a pair of payoffs; None if in the hull.

        Parameters
        ----------
        payoffs : pair of numbers
        """
        return separate(self.hull, read_payoffs(payoffs))

    def dominating_lottery(self, payoffs: Sequence[Any]) -> Lottery | None:
        """Return a lottery whose payoffs dominate a pair of payoffs; None if there is none.

        The lottery is on the frontier and gives the row player as much as it may, of the two
        gains one at least being positive.

        Returns
        -------
        tuple of ((int, int), Fraction), or None
            Outcomes with positive probability: one or two.
        """
        u, v = read_payoffs(payoffs)
        # The row player's best point that gives the column player v still.
        last = max((k for k, c in enumerate(self.corners) if c[1] >= v), default=None)
        if last is None:
            return None
        corner = self.corners[last]
        lottery: Lottery = ((self.outcomes[last], Fraction(1)),)
        point = corner
        if last + 1 < len(self.corners) and corner[1] > v:
            following = self.corners[last + 1]
            share = (corner[1] - v) / (corner[1] - following[1])
            point = corner[0] + share * (following[0] - corner[0]), v
            lottery = (
                (self.outcomes[last], 1 - share),
                (self.outcomes[last + 1], share),
            )
        return lottery if point[0] >= u and point != (u, v) else None

    def is_dominated(self, payoffs: Sequence[Any]) -> bool:
        """Whether some lottery's payoffs dominate a pair of payoffs."""
        return self.dominating_lottery(payoffs) is not None

    def gain(self, payoffs: Sequence[Any]) -> Fraction:
        """Find how much both players could gain, in units of their payoff ranges.

        As :meth:`gametheory.analysis.MixedPlayFrontier.gain`, with lotteries.
        """
        point = read_payoffs(payoffs)
        ranges = self.game.payoff_range(0), self.game.payoff_range(1)
        if not any(ranges):
            return Fraction(0)
        if not all(ranges):
            # One player is indifferent; the other's gain counts.
            player = 0 if ranges[0] else 1
            return (self.corners[0][player] - point[player]) / ranges[player]
        gain = reach(self.hull, point, ranges)
        assert gain is not None  # no entry of the direction is 0
        return gain

    def summary(self) -> str:
        """One line: corners and edges."""
        name = f" of {self.game.name}" if self.game.name else ""
        count = len(self.corners)
        edges = f"{count - 1} edge{'s' * (count != 2)}"
        what = "one outcome, best for both" if count == 1 else f"{count} corners, {edges}"
        return f"Pareto frontier of lotteries{name}: {what} (exact)"

    def tables(self) -> tuple[Table, ...]:
        """Return the frontier's corners from left to right."""
        header = ("corner", *(f"{player} gets" for player in self.game.players))
        rows = [
            (
                f"{self.game.row_actions[i]}, {self.game.column_actions[j]}",
                *(format_brief(value) for value in corner),
            )
            for (i, j), corner in zip(self.outcomes, self.corners, strict=True)
        ]
        return (Table("", header, rows),)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, exact numbers as text."""
        return {
            "schema": SCHEMA,
            "corners": [
                {"payoffs": [format_fraction(value) for value in corner], "outcome": list(cell)}
                for corner, cell in zip(self.corners, self.outcomes, strict=True)
            ],
            "hull": [[format_fraction(value) for value in corner] for corner in self.hull],
        }


def pareto_frontier_of_lotteries(game: BimatrixGame) -> LotteryFrontier:
    """Find the convex hull of the outcomes and its Pareto frontier, exactly.

    Parameters
    ----------
    game : BimatrixGame

    Returns
    -------
    LotteryFrontier

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> frontier = pareto_frontier_of_lotteries(battle)
    >>> frontier
    Pareto frontier of lotteries: 2 corners, 1 edge (exact)
    corner  Row player gets  Column player gets
    r2, c2                1                   2
    r1, c1                2                   1
    >>> frontier.dominating_lottery((1, 1))
    (((0, 0), Fraction(1, 1)),)
    """
    hull = hull_of_outcomes(game)
    corners = tuple((Fraction(u), Fraction(v)) for u, v in pareto_chain(hull))
    # A corner of the frontier is an undominated outcome.
    wanted = set(corners)
    places: dict[Payoffs, tuple[int, int]] = {}
    for cell in pareto_optimal_outcomes(game).outcomes:
        payoffs = game.payoff(*cell)
        if payoffs in wanted:
            places.setdefault(payoffs, cell)
    return LotteryFrontier(game, hull, corners, tuple(places[corner] for corner in corners))
