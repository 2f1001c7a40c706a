"""Threats: what happens if the players don't agree, and the best ones to make (Nash 1953).

The players may first choose *threats*, mixed strategies x and y that they are bound to if they
don't agree, and then agree on the Nash solution with ``d = (x' A y, x' B y)`` as the threat
point (Nash 1953, "Two-person cooperative games", Econometrica 21, 128-140). Nash showed that
this game of threats has a value: a pair of payoffs P, and for each player a threat that secures
his part of it whatever the other threatens. P is found exactly as follows.

Let (a, b) be an outer normal of the Pareto chain at P, so both positive where P is inside an
edge. P is the Nash solution for all d with ``a (P1 - d1) = b (P2 - d2)``, and for d with
``a d1 - b d2 >= a P1 - b P2`` the solution lies at P or farther right: it is at least as good for
the row player. So the row player secures P1 if the zero-sum game with payoffs ``a A - b B`` has a
value of at least ``a P1 - b P2``, and the column player secures P2 if it has at most that.

*Inside an edge* there is one normal, so ``a P1 - b P2`` must be the value w of its game, which
with the equation ``a P1 + b P2 = c`` of the edge gives P; both threats are optimal strategies of
this game. *At a corner* the normals of both edges that meet there are normals: it is enough for
the row player to secure P in the game of the left edge, and for the column player in that of the
right edge. (The zero-sum game whose value fits the corner exactly lies between and has irrational
payoffs as a rule; nobody needs it.) At the ends of the chain no threat is needed on the outer
side. From left to right ``w - (a P1 - b P2)`` changes its sign once, so one pass over the edges
finds P, by rational arithmetic only.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm

from gametheory.concepts.feasible import Point
from gametheory.concepts.security import matrix_value
from gametheory.exact.planar import pareto_chain
from gametheory.game import BimatrixGame

__all__ = ["variable_threats"]

Strategy = tuple[Fraction, ...]


def variable_threats(
    game: BimatrixGame, polygon: Sequence[Point]
) -> tuple[Point, Strategy, Strategy]:
    """Solve Nash's game of threats.

    Parameters
    ----------
    game : BimatrixGame
    polygon : sequence of points
        Its feasible payoffs.

    Returns
    -------
    payoffs : pair of Fraction
        The value P of the game of threats.
    row, column : tuple of Fraction
        Threats that secure it.
    """
    chain = [(Fraction(u), Fraction(v)) for u, v in pareto_chain(polygon)]
    if len(chain) == 1:  # nothing to disagree on; these do as well as any
        _, row, column = _threat_game(game, (Fraction(1), Fraction(1)))
        return chain[0], row, column
    left: tuple[Strategy, Strategy] | None = None
    for start, end in pairwise(chain):
        a, b = normal = start[1] - end[1], end[0] - start[0]
        value, row, column = _threat_game(game, normal)
        if value < a * start[0] - b * start[1]:
            return start, (left[0] if left else row), column
        if value <= a * end[0] - b * end[1]:
            total = a * start[0] + b * start[1]
            return ((total + value) / (2 * a), (total - value) / (2 * b)), row, column
        left = row, column
    assert left is not None  # the chain has an edge
    return chain[-1], *left


def _threat_game(game: BimatrixGame, normal: Point) -> tuple[Fraction, Strategy, Strategy]:
    """Value and optimal strategies of the zero-sum game ``a A - b B``."""
    (first, first_unit), (second, second_unit) = (game.integer_payoffs(k) for k in (0, 1))
    a, b = normal[0] / first_unit, normal[1] / second_unit
    unit = lcm(a.denominator, b.denominator)
    payoffs = first.astype(object) * int(a * unit) - second.astype(object) * int(b * unit)
    value, row, column = matrix_value(payoffs)
    return value / unit, row, column
