"""At which discounts a deterministic memory-one strategy is an equilibrium, exactly.

Two deterministic strategies that see the last outcome run, from any state, into a cycle. With
payoffs ``u_0 .. u_{k-1}`` before it and ``c_0 .. c_{l-1}`` in it, the value at discount d is
``u(d) + d^k c(d) / (1 - d^l)``, where u and c are polynomials. That one course of play pays at
least as much as another is therefore a polynomial inequality in d, and the discounts at which
finitely many hold together are finitely many intervals whose ends are roots of polynomials.
Discounts here are effective: factor times continuation probability, in [0, 1).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.exact.algebraic import (
    Real,
    evaluate,
    format_real,
    rational_between,
    real_document,
    real_roots,
)
from gametheory.game import BimatrixGame

__all__ = ["DiscountSet", "Play", "discounts_where", "markov_perfect_discounts", "nash_discounts"]

#: A polynomial in the discount, the constant coefficient first.
Polynomial = list[Fraction]


@dataclass(frozen=True, slots=True)
class DiscountSet:
    """A closed subset of [0, 1): intervals in ascending order, single points included.

    Attributes
    ----------
    intervals : tuple of (low, high)
        Each holds its ends, but never 1; ends are fractions or algebraic numbers.
    """

    intervals: tuple[tuple[Real, Real], ...]

    def __contains__(self, discount: Fraction) -> bool:
        """Whether the strategy is an equilibrium at an effective discount."""
        return any(low <= discount < 1 and discount <= high for low, high in self.intervals)

    def __str__(self) -> str:
        parts = [
            f"{{{format_real(low)}}}" if low == high
            else f"[{format_real(low)}, {format_real(high)}{')' if high == 1 else ']'}"
            for low, high in self.intervals
        ]  # fmt: skip
        return " and ".join(parts) or "none"

    def to_document(self) -> list[list[Any]]:
        """Ends of the intervals as text or as roots."""
        return [[real_document(low), real_document(high)] for low, high in self.intervals]


@dataclass(frozen=True, slots=True)
class Play:
    """Payoffs of a course of play that ends in a cycle.

    Attributes
    ----------
    before, cycle : tuple of Fraction
    """

    before: tuple[Fraction, ...]
    cycle: tuple[Fraction, ...]

    def at_least(self, other: Play) -> Polynomial:
        """Polynomial that is at least 0 at d in [0, 1) exactly if this pays at least as much.

        It is ``(V - W)(1 - d^l)(1 - d^m)`` with the two values and lengths of cycles.
        """
        ends = [_one_minus_power(len(play.cycle)) for play in (self, other)]
        mine = _product(self._numerator(), ends[1])
        theirs = _product(other._numerator(), ends[0])
        size = max(len(mine), len(theirs))
        return [
            a - b
            for a, b in zip(
                mine + [Fraction(0)] * (size - len(mine)),
                theirs + [Fraction(0)] * (size - len(theirs)),
                strict=True,
            )
        ]

    def _numerator(self) -> Polynomial:
        """Value times ``1 - d^l``."""
        head = _product(list(self.before), _one_minus_power(len(self.cycle)))
        tail = [Fraction(0)] * len(self.before) + list(self.cycle)
        size = max(len(head), len(tail))
        head += [Fraction(0)] * (size - len(head))
        tail += [Fraction(0)] * (size - len(tail))
        return [a + b for a, b in zip(head, tail, strict=True)]


def discounts_where(conditions: Sequence[Polynomial]) -> DiscountSet:
    """Discounts in [0, 1) at which all polynomials are at least 0.

    Parameters
    ----------
    conditions : sequence of Polynomial

    Examples
    --------
    >>> print(discounts_where([[Fraction(-1), Fraction(2)]]))
    [1/2, 1)
    """
    binding = [p for p in conditions if any(p)]
    cuts: list[Real] = [Fraction(0), Fraction(1)]
    for polynomial in binding:
        cuts += [root for root in real_roots(polynomial, 0, 1) if root not in cuts]
    cuts.sort()
    pieces: list[tuple[Real, Real]] = []
    for low, high in itertools.pairwise(cuts):
        if all(evaluate(p, low) >= 0 for p in binding):
            pieces.append((low, low))
        inside = rational_between(low, high)
        if all(evaluate(p, inside) >= 0 for p in binding):
            pieces.append((low, high))
    intervals: list[tuple[Real, Real]] = []
    for low, high in pieces:  # those that touch are one
        if intervals and intervals[-1][1] >= low:
            intervals[-1] = (intervals[-1][0], high)
        else:
            intervals.append((low, high))
    return DiscountSet(tuple(intervals))


def markov_perfect_discounts(
    game: BimatrixGame, strategy: Sequence[int], start: int
) -> DiscountSet:
    """Effective discounts at which a strategy is a best response to itself everywhere.

    Parameters
    ----------
    game : BimatrixGame
        Symmetric as its actions stand, n actions.
    strategy : sequence of n * n + 1 int
        The opening, then the actions after the outcomes (own, opponent's).
    start : int
        The observation at the start; 0 if there is no outcome before, then the opening
        counts.
    """
    course = _course(game, strategy)
    n = game.shape[0]
    conditions = []
    for state in range(0 if start == 0 else 1, n * n + 1):
        along = course(strategy, state)
        for action in range(n):
            # one deviation: the strategy's own course from where it leads
            reward, following = _step(game, strategy, state, action)
            after = course(strategy, following)
            once = Play((reward, *after.before), after.cycle)
            conditions.append(along.at_least(once))
    return discounts_where(conditions)


def nash_discounts(game: BimatrixGame, strategy: Sequence[int], start: int) -> DiscountSet:
    """Effective discounts at which no strategy earns more against it from the start.

    All other deterministic memory-one strategies are tried, since one of them is a best
    response.

    Parameters
    ----------
    game, strategy, start
        As for :func:`markov_perfect_discounts`.
    """
    course = _course(game, strategy)
    n = game.shape[0]
    along = course(strategy, start)
    others = {
        course((opening, *actions), start)
        for actions in itertools.product(range(n), repeat=n * n)
        for opening in range(n if start == 0 else 1)
    }
    return discounts_where([along.at_least(other) for other in others])


def _step(
    game: BimatrixGame, opponent: Sequence[int], state: int, action: int
) -> tuple[Fraction, int]:
    """Payoff of an action against the opponent's strategy, and the state that follows."""
    n = game.shape[0]
    seen = 0 if state == 0 else 1 + (state - 1) % n * n + (state - 1) // n
    other = opponent[seen]
    return game.payoff(action, other)[0], 1 + action * n + other


def _course(game: BimatrixGame, opponent: Sequence[int]) -> Callable[[Sequence[int], int], Play]:
    """Courses of play against a strategy: (own strategy, state) -> Play."""

    def course(own: Sequence[int], state: int) -> Play:
        met: dict[int, int] = {}
        payoffs: list[Fraction] = []
        while state not in met:
            met[state] = len(payoffs)
            reward, state = _step(game, opponent, state, own[state])
            payoffs.append(reward)
        first = met[state]
        return Play(tuple(payoffs[:first]), tuple(payoffs[first:]))

    return course


def _one_minus_power(exponent: int) -> Polynomial:
    return [Fraction(1), *[Fraction(0)] * (exponent - 1), Fraction(-1)]


def _product(one: Sequence[Fraction], two: Sequence[Fraction]) -> Polynomial:
    result = [Fraction(0)] * max(len(one) + len(two) - 1, 0)
    for i, a in enumerate(one):
        for j, b in enumerate(two):
            result[i + j] += a * b
    return result
