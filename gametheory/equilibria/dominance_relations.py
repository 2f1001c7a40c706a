"""Payoff dominance and risk dominance between equilibria.

One equilibrium *payoff-dominates* another if both players earn strictly more in it
(Harsanyi & Selten 1988, "A general theory of equilibrium selection in games", chapter
3). On a maximal Nash subset the two payoffs vary independently over intervals whose
upper ends an extreme equilibrium has together (:mod:`gametheory.equilibria.payoff_set`);
so an equilibrium that some equilibrium payoff-dominates is dominated by an extreme one.

*Risk dominance* compares the two strict equilibria U = (i, j) and V = (k, l) of a 2 x 2
game with i != k and j != l. What a player loses by leaving an equilibrium alone is
positive there; the *Nash product* is the product of the two losses,

    (A_ij - A_kj) (B_ij - B_il)  at U,    (A_kl - A_il) (B_kl - B_kj)  at V.

The equilibrium with the larger product risk-dominates the other; with equal products
neither does (Harsanyi & Selten 1988, chapter 3). Constants for the
opponent's actions and positive factors change no comparison of the products, though they
change payoff dominance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from gametheory.equilibria.equilibrium import Equilibrium
from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction

__all__ = [
    "PayoffDominance",
    "RiskDominance",
    "payoff_dominance",
    "payoff_dominates",
    "risk_dominance",
]

Outcome = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PayoffDominance:
    """Which of the listed equilibria others payoff-dominate.

    Attributes
    ----------
    equilibria : tuple of Equilibrium
    dominated_by : tuple of (int or None)
        For each equilibrium the index of one that payoff-dominates it, and that no other
        one payoff-dominates; None if there is none.
    """

    equilibria: tuple[Equilibrium, ...] = field(repr=False)
    dominated_by: tuple[int | None, ...]

    @property
    def undominated(self) -> tuple[Equilibrium, ...]:
        """Equilibria that no listed one payoff-dominates."""
        return tuple(
            e for e, by in zip(self.equilibria, self.dominated_by, strict=True) if by is None
        )

    @property
    def dominant(self) -> Equilibrium | None:
        """The equilibrium that payoff-dominates all others listed; None if there is none.

        A single equilibrium has no others to dominate, and is this one.
        """
        if len(self.undominated) != 1:
            return None
        (best,) = self.undominated
        others = (e for e in self.equilibria if e is not best)
        return best if all(payoff_dominates(best, e) for e in others) else None

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON; equilibria by their index in the set."""
        best = self.dominant
        return {
            "dominated_by": list(self.dominated_by),
            "dominant": next((k for k, e in enumerate(self.equilibria) if e is best), None),
        }


def payoff_dominates(first: Equilibrium, second: Equilibrium) -> bool:
    """Whether both players earn strictly more in the first equilibrium."""
    return all(a > b for a, b in zip(first.payoffs, second.payoffs, strict=True))


def payoff_dominance(equilibria: Sequence[Equilibrium]) -> PayoffDominance:
    """Compare the payoffs of equilibria of one game.

    Examples
    --------
    >>> from gametheory import BimatrixGame, solve
    >>> stag_hunt = BimatrixGame.symmetric([[4, 0], [3, 3]])
    >>> payoff_dominance(solve(stag_hunt).equilibria).dominant.row
    (Fraction(1, 1), Fraction(0, 1))
    """
    payoffs = [e.payoffs for e in equilibria]
    # By falling payoff of the row player: only earlier ones can dominate.
    order = sorted(range(len(payoffs)), key=lambda k: (-payoffs[k][0], -payoffs[k][1], k))
    dominated_by: list[int | None] = [None] * len(payoffs)
    best: int | None = None  # largest column payoff among strictly larger row payoffs
    candidate: int | None = None
    for place, k in enumerate(order):
        if place and payoffs[order[place - 1]][0] != payoffs[k][0]:
            best = candidate
        if best is not None and payoffs[best][1] > payoffs[k][1]:
            dominated_by[k] = best
        if candidate is None or payoffs[k][1] > payoffs[candidate][1]:
            candidate = k
    return PayoffDominance(tuple(equilibria), tuple(dominated_by))


@dataclass(frozen=True, slots=True)
class RiskDominance:
    """Risk dominance between the two strict equilibria of a 2 x 2 game.

    Attributes
    ----------
    game : BimatrixGame
    equilibria : tuple of (int, int)
        The two strict equilibria as outcomes (row, column), from 0; empty if the game is
        not 2 x 2 or does not have two.
    products : tuple of Fraction
        Their Nash products, in payoff units squared.
    """

    game: BimatrixGame = field(repr=False)
    equilibria: tuple[Outcome, ...]
    products: tuple[Fraction, ...]

    @property
    def dominant(self) -> Outcome | None:
        """The outcome that risk-dominates the other; None for a tie or without two."""
        if not self.equilibria or self.is_tie:
            return None
        return self.equilibria[self.products.index(max(self.products))]

    @property
    def is_tie(self) -> bool:
        """Whether there are two strict equilibria with equal Nash products."""
        return bool(self.equilibria) and self.products[0] == self.products[1]

    @property
    def reason(self) -> str:
        """What was compared, or why nothing could be."""
        if self.game.shape != (2, 2):
            m, n = self.game.shape
            return f"risk dominance by Nash products is for 2 x 2 games; this one is {m} x {n}"
        if not self.equilibria:
            return "the game does not have two strict equilibria"
        names = [
            f"({self.game.row_actions[i]}, {self.game.column_actions[j]})"
            for i, j in self.equilibria
        ]
        first, second = (format_fraction(value) for value in self.products)
        if self.is_tie:
            return f"tie: both Nash products are {first}, neither equilibrium risk-dominates"
        best = self.products.index(max(self.products))
        products = (first, second) if best == 0 else (second, first)
        return (
            f"{names[best]} risk-dominates {names[1 - best]}: "
            f"Nash products {products[0]} > {products[1]}"
        )

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "equilibria": [list(outcome) for outcome in self.equilibria],
            "products": [format_fraction(value) for value in self.products],
            "dominant": None if self.dominant is None else list(self.dominant),
            "reason": self.reason,
        }


def risk_dominance(game: BimatrixGame) -> RiskDominance:
    """Compare the strict equilibria of a 2 x 2 game by their Nash products.

    Examples
    --------
    >>> from gametheory import BimatrixGame
    >>> risk_dominance(BimatrixGame.symmetric([[4, 0], [3, 3]])).reason
    '(r2, c2) risk-dominates (r1, c1): Nash products 9 > 1'
    """
    if game.shape != (2, 2):
        return RiskDominance(game, (), ())
    losses = {
        (i, j): (
            game.payoff(i, j)[0] - game.payoff(1 - i, j)[0],
            game.payoff(i, j)[1] - game.payoff(i, 1 - j)[1],
        )
        for i, j in product((0, 1), repeat=2)
    }
    strict = tuple(outcome for outcome, lost in losses.items() if min(lost) > 0)
    if len(strict) != 2:
        return RiskDominance(game, (), ())
    return RiskDominance(game, strict, tuple(losses[o][0] * losses[o][1] for o in strict))
