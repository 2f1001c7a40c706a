"""What selfishness costs: the prices of anarchy and of stability.

*Welfare* is the sum of both payoffs. The *benchmark* is the largest welfare of any outcome, which
is the largest of any lottery over outcomes too, because welfare is linear in the lottery. For a
set of equilibria

    price of anarchy   = benchmark / least welfare of an equilibrium,
    price of stability = benchmark / largest welfare of an equilibrium

(Koutsoupias and Papadimitriou 1999, "Worst-case equilibria", STACS; Anshelevich et al. 2004, "The
price of stability for network design with fair cost allocation", FOCS; for payoffs instead of
costs the fraction stands the other way up, so that both are at least 1). They are taken over all
Nash equilibria, all correlated and all coarse correlated ones; as each of these sets holds the one
before, the price of anarchy grows from one to the next, and that of stability falls.

A price is *undefined* where the welfare below the line is not positive: it would tell nothing, or
be negative. If not all Nash equilibria are known, their prices lie between bounds: what was found
on one side, the correlated equilibria on the other. Where these leave the sign of the welfare
open, the price is *undecided*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np

from gametheory.concepts.correlated import (
    coarse_correlated_equilibrium,
    correlated_equilibrium,
    read_objective,
)
from gametheory.equilibria import EquilibriumSet
from gametheory.errors import ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table
from gametheory.solvers import solve

__all__ = ["CONCEPTS", "Price", "WelfareRange", "WelfareRatios", "welfare_ratios"]

Interval = tuple[Fraction, Fraction]

#: The sets of equilibria, each inside the next.
CONCEPTS: Final = ("nash", "correlated", "coarse correlated")


@dataclass(frozen=True, slots=True)
class Price:
    """A price of anarchy or of stability.

    Attributes
    ----------
    status : {"exact", "bounded", "undefined", "undecided"}
    low, high : Fraction or None
        Bounds; equal where exact, both None where undefined. An undecided price is at least
        `low` if it is defined.
    """

    status: Literal["exact", "bounded", "undefined", "undecided"]
    low: Fraction | None
    high: Fraction | None

    @property
    def value(self) -> Fraction | None:
        """The price where it is exact, else None."""
        return self.low if self.status == "exact" else None

    def __str__(self) -> str:
        if self.low is None:
            return "undefined"
        if self.high is None:
            return f"undecided (>= {format_brief(self.low)} if defined)"
        if self.status == "exact":
            return format_brief(self.low)
        return f"{format_brief(self.low)} to {format_brief(self.high)}"

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        low, high = (None if v is None else format_fraction(v) for v in (self.low, self.high))
        return {"status": self.status, "low": low, "high": high}


@dataclass(frozen=True, slots=True)
class WelfareRange:
    """Least and largest welfare of a set of equilibria, and what they make of the benchmark.

    Attributes
    ----------
    concept : str
        One of `CONCEPTS`.
    worst, best : pair of Fraction
        Bounds on the least and on the largest welfare; each pair equal where known.
    anarchy, stability : Price
    """

    concept: str
    worst: Interval
    best: Interval
    anarchy: Price
    stability: Price

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "concept": self.concept,
            "worst": [format_fraction(v) for v in self.worst],
            "best": [format_fraction(v) for v in self.best],
            "price_of_anarchy": self.anarchy.to_document(),
            "price_of_stability": self.stability.to_document(),
        }


@dataclass(frozen=True, repr=False)
class WelfareRatios(Result):
    """Prices of anarchy and of stability of a game.

    Attributes
    ----------
    game : BimatrixGame
    benchmark : Fraction
        The largest welfare of an outcome.
    outcomes : tuple of (int, int)
        The outcomes that have it.
    ranges : tuple of WelfareRange
        One for each concept asked for, in the order of `CONCEPTS`.
    nash_reason : str
        Why the Nash equilibria are all known, or not; empty if they were not asked for.
    """

    game: BimatrixGame = field(repr=False)
    benchmark: Fraction
    outcomes: tuple[tuple[int, int], ...]
    ranges: tuple[WelfareRange, ...]
    nash_reason: str = ""

    def __getitem__(self, concept: str) -> WelfareRange:
        for found in self.ranges:
            if found.concept == concept:
                return found
        raise UnknownNameError("concept", concept, [found.concept for found in self.ranges])

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know."""
        notes = ["a constant added to all payoffs, or to one player's, changes every ratio"]
        prices = [p for found in self.ranges for p in (found.anarchy, found.stability)]
        if any(p.status == "undefined" for p in prices):
            notes.append("a ratio is undefined where the equilibrium's welfare is not positive")
        if any(p.status in ("bounded", "undecided") for p in prices):
            notes.append(f"not all Nash equilibria are known: {self.nash_reason}")
        return tuple(notes)

    def summary(self) -> str:
        """The benchmark and the prices over the first set, in one line."""
        first = self.ranges[0]
        names = self.game.row_actions, self.game.column_actions
        i, j = self.outcomes[0]
        more = f" and {len(self.outcomes) - 1} more" if len(self.outcomes) > 1 else ""
        return (
            f"{first.concept} equilibria: price of anarchy {first.anarchy}, of stability "
            f"{first.stability}; benchmark {format_brief(self.benchmark)}, the best sum of payoffs "
            f"({names[0][i]}, {names[1][j]}{more})"
        )

    def tables(self) -> tuple[Table, ...]:
        """Welfare and prices for each set of equilibria."""
        rows = [
            (f.concept, _interval(f.worst), _interval(f.best), str(f.anarchy), str(f.stability))
            for f in self.ranges
        ]
        header = ("equilibria", "least welfare", "largest welfare", "price of anarchy",
                  "price of stability")  # fmt: skip
        return (Table("", header, rows),)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "schema": "gametheory/welfare-ratios/1",
            "welfare": "sum of both payoffs",
            "benchmark": format_fraction(self.benchmark),
            "outcomes": [list(outcome) for outcome in self.outcomes],
            "ranges": [found.to_document() for found in self.ranges],
            "nash_reason": self.nash_reason,
        }


def welfare_ratios(
    game: BimatrixGame,
    equilibria: EquilibriumSet | None = None,
    *,
    concepts: Sequence[str] = CONCEPTS,
) -> WelfareRatios:
    """Find the prices of anarchy and of stability, exactly.

    Parameters
    ----------
    game : BimatrixGame
    equilibria : EquilibriumSet, optional
        Nash equilibria of this game; ``solve(game)`` if not given. If they are not complete, the
        Nash prices are bounds.
    concepts : sequence of str
        Some of `CONCEPTS`; the correlated ones take linear programs in m n variables.

    Returns
    -------
    WelfareRatios

    Raises
    ------
    ParameterError
        If `equilibria` are those of another game, or no concept is named.
    UnknownNameError
        If there is no such concept.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> ratios = welfare_ratios(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    >>> ratios["nash"].anarchy.value, ratios["nash"].stability.value
    (Fraction(3, 1), Fraction(3, 1))
    """
    asked = tuple(concepts) if not isinstance(concepts, str) else (concepts,)
    for concept in asked:
        if concept not in CONCEPTS:
            raise UnknownNameError("concept", str(concept), CONCEPTS)
    if not asked:
        raise ParameterError(f"concepts: expected some of {', '.join(CONCEPTS)}, got none")
    _, table, unit = read_objective(game, "welfare")
    benchmark = Fraction(int(table.max()), unit)
    outcomes = tuple((int(i), int(j)) for i, j in np.argwhere(table == table.max()))
    # From the outside in: what holds for a larger set bounds the smaller one.
    worst = best = (Fraction(int(table.min()), unit), benchmark)
    found, reason = [], ""
    for concept in reversed(CONCEPTS):
        if concept not in asked:
            continue
        if concept == "nash":
            worst, best, reason = _nash_welfare(game, equilibria, worst, best)
        else:
            find = (
                correlated_equilibrium
                if concept == "correlated"
                else (coarse_correlated_equilibrium)
            )
            low, high = (find(game, "welfare", sense=sense).value for sense in ("min", "max"))
            worst, best = (low, low), (high, high)
        found.append(
            WelfareRange(concept, worst, best, _price(benchmark, worst), _price(benchmark, best))
        )
        # Between the least and the largest welfare, that of a smaller set may be anything.
        worst = best = (worst[0], best[1])
    return WelfareRatios(game, benchmark, outcomes, tuple(found[::-1]), reason)


def _nash_welfare(
    game: BimatrixGame, equilibria: EquilibriumSet | None, worst: Interval, best: Interval
) -> tuple[Interval, Interval, str]:
    known = solve(game) if equilibria is None else equilibria
    if known.game != game:
        raise ParameterError("equilibria: expected equilibria of this game, got another game's")
    payoffs = known.payoff_set
    if not payoffs.rectangles:
        return worst, best, payoffs.reason
    # A rectangle holds the pair of both least and the pair of both largest payoffs.
    least = min(r.row[0] + r.column[0] for r in payoffs)
    largest = max(r.row[1] + r.column[1] for r in payoffs)
    if payoffs.complete:
        return (least, least), (largest, largest), payoffs.reason
    return (worst[0], least), (largest, best[1]), payoffs.reason


def _price(benchmark: Fraction, welfare: Interval) -> Price:
    low, high = welfare
    if high <= 0:
        return Price("undefined", None, None)
    if low <= 0:
        return Price("undecided", benchmark / high, None)
    return Price("exact" if low == high else "bounded", benchmark / high, benchmark / low)


def _interval(interval: Interval) -> str:
    low, high = (format_brief(value) for value in interval)
    return low if interval[0] == interval[1] else f"{low} to {high}"
