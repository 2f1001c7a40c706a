"""How efficient the equilibria of a game are.

Standards and possible gains are those of :mod:`gametheory.concepts.efficiency`.

The payoffs of a maximal Nash subset are a rectangle
(:mod:`gametheory.equilibria.payoff_set`), every pair of which an equilibrium attains. All its other
points are dominated by its corner with both largest payoffs, an equilibrium's too. So the subset
holds an efficient equilibrium exactly if that corner is efficient, and it is the only one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gametheory.analysis.frontiers import ParetoFrontiers
from gametheory.concepts.efficiency import (
    STANDARDS,
    PlayEfficiency,
    counts_text,
    judge,
    known_frontiers,
    plays_table,
    profile_text,
    show_gain,
    yes_no,
)
from gametheory.equilibria import EquilibriumSet
from gametheory.equilibria.payoff_set import PayoffRectangle
from gametheory.game import BimatrixGame
from gametheory.results import Result, Table

__all__ = ["EquilibriumEfficiency", "SubsetEfficiency", "efficiency_of_equilibria"]

Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@dataclass(frozen=True, eq=False)
class SubsetEfficiency:
    """How efficient the equilibria of one maximal Nash subset are.

    Attributes
    ----------
    component : int
        Index of its component.
    payoffs : PayoffRectangle
        The payoffs of its equilibria.
    profile : pair of tuples of Fraction
        The equilibrium that is best for both players.
    best : PlayEfficiency
        Of that equilibrium.
    worst : PlayEfficiency
        Of the equilibria that are worst for both.
    """

    component: int
    payoffs: PayoffRectangle
    profile: Profile = field(repr=False)
    best: PlayEfficiency
    worst: PlayEfficiency

    def holds_efficient(self, standard: str) -> bool | None:
        """Whether some equilibrium of it is efficient by one of `STANDARDS`; None if undecided."""
        return self.best.by(standard).efficient

    def all_efficient(self, standard: str) -> bool | None:
        """Whether all its equilibria are efficient by one of `STANDARDS`; None if undecided."""
        return False if self.payoffs.dimension else self.best.by(standard).efficient


@dataclass(frozen=True, eq=False, repr=False)
class EquilibriumEfficiency(Result):
    """How efficient the equilibria of a game are.

    Attributes
    ----------
    game : BimatrixGame
    equilibria : tuple of PlayEfficiency
        One for each listed equilibrium, in the set's order.
    subsets : tuple of SubsetEfficiency
        One for each maximal Nash subset, by component: all other equilibria.
    complete : bool
        Whether these are all equilibria of the game.
    reason : str
        Why, or why not.
    """

    game: BimatrixGame
    equilibria: tuple[PlayEfficiency, ...]
    subsets: tuple[SubsetEfficiency, ...]
    complete: bool
    reason: str

    def exists_efficient(self, standard: str) -> bool | None:
        """Whether the game has an equilibrium that is efficient by one of `STANDARDS`.

        None if that is not decided: the frontier or the set of equilibria is incomplete.
        """
        answers = [subset.holds_efficient(standard) for subset in self.subsets]
        if True in answers:
            return True
        return False if self.complete and None not in answers else None

    def summary(self) -> str:
        """One line: how many of the listed equilibria are efficient by each standard."""
        total = len(self.equilibria)
        which = "" if self.complete else " found"
        return f"Efficient of {total} equilibri{'um' if total == 1 else 'a'}{which}: {counts_text(self.equilibria)}"  # noqa: E501

    def tables(self) -> tuple[Table, ...]:
        """Return each equilibrium's judgements; then the continua of equilibria."""
        tables = [plays_table("", self.equilibria)] if self.equilibria else []
        continua = [subset for subset in self.subsets if subset.payoffs.dimension]
        if continua:
            header = ("component", "payoffs", *(f"best, among {s}" for s in STANDARDS),
                      *(f"gain, {s}" for s in STANDARDS))  # fmt: skip
            rows = [
                (
                    str(subset.component + 1),
                    str(subset.payoffs),
                    *(yes_no(subset.holds_efficient(standard)) for standard in STANDARDS),
                    *(
                        " to ".join(
                            show_gain(play.by(s).gain) for play in (subset.best, subset.worst)
                        )
                        for s in STANDARDS
                    ),
                )
                for subset in continua
            ]
            tables.append(Table("Sets of equilibria with several payoffs", header, rows,
                                left=(0, 1, 2, 3, 4)))  # fmt: skip
        return tuple(tables)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know."""
        return () if self.complete else (f"not all equilibria are known: {self.reason}",)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, exact numbers as text."""
        return {
            "schema": "gametheory/equilibrium-efficiency/1",
            "complete": self.complete,
            "reason": self.reason,
            "exists_efficient": {s: self.exists_efficient(s) for s in STANDARDS},
            "equilibria": [play.to_document() for play in self.equilibria],
            "subsets": [
                {
                    "component": subset.component,
                    "payoffs": subset.payoffs.to_document(),
                    "best": subset.best.to_document(),
                    "worst": subset.worst.to_document(),
                }
                for subset in self.subsets
            ],
        }


def efficiency_of_equilibria(
    equilibria: EquilibriumSet,
    *,
    frontiers: ParetoFrontiers | None = None,
    timeout: float | None = None,
) -> EquilibriumEfficiency:
    """Judge the equilibria of a game, whole components by their exact sets of payoffs.

    Parameters
    ----------
    equilibria : EquilibriumSet
        As :func:`gametheory.solve` gives it.
    frontiers, timeout
        As for :func:`gametheory.concepts.efficiency_of_profile`; so are the errors raised.

    Examples
    --------
    >>> from gametheory import solve
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> efficiency_of_equilibria(solve(dilemma)).exists_efficient("mixed play")
    False
    """
    game = equilibria.game
    known = known_frontiers(game, frontiers, timeout)
    plays = tuple(judge(known, profile_text(game, e.profile), e.payoffs) for e in equilibria)
    subsets = []
    for number, component in enumerate(equilibria.components):
        for subset in component.subsets:
            payoffs = subset.payoffs
            (u0, u1), (v0, v1) = payoffs.row, payoffs.column
            x, y = subset.rows[0], subset.columns[0]
            # The row player's payoff depends on the column player's strategy alone, and
            # the other way round.
            profile = (
                max(subset.rows, key=lambda row: game[row, y][1]),
                max(subset.columns, key=lambda column: game[x, column][0]),
            )
            best = judge(known, profile_text(game, profile), (u1, v1))
            worst = judge(known, "worst for both", (u0, v0)) if payoffs.dimension else best
            subsets.append(SubsetEfficiency(number, payoffs, profile, best, worst))
    payoff_set = equilibria.payoff_set
    return EquilibriumEfficiency(
        game, plays, tuple(subsets), payoff_set.complete, payoff_set.reason
    )
