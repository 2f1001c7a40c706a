"""Common zeros of polynomials in two variables, caught in boxes.

The coordinates of a common zero are roots of the two resultants, so every common zero lies
in one of finitely many *boxes*, products of isolating intervals. A polynomial's range over
a box is enclosed by interval arithmetic in rationals, which excludes boxes. That two
equations do have a zero in a box is proved by the Krawczyk operator (Krawczyk 1969,
"Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken", Computing 4,
187-201): if it maps the box into itself, there is exactly one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Final

from gametheory.symbolic.polynomials import Polynomial
from gametheory.symbolic.roots import Root, isolate

__all__ = ["Box", "boxes", "common_zero", "excluded", "narrowed"]

#: An interval for each variable; those of variables that don't matter are (0, 0).
Interval = tuple[Fraction, Fraction]
Box = tuple[Interval, ...]

_ZERO: Final = (Fraction(0), Fraction(0))


def boxes(equations: Sequence[Polynomial], variables: tuple[int, int]) -> list[tuple[Root, Root]]:
    """Pairs of roots among which are the coordinates of all common zeros.

    Parameters
    ----------
    equations : sequence of Polynomial
        At least two, irreducible and distinct.
    variables : (int, int)
        All that occur.
    """
    x, y = variables
    return list(product(_coordinates(equations, x, y), _coordinates(equations, y, x)))


def _coordinates(equations: Sequence[Polynomial], kept: int, other: int) -> list[Root]:
    alone = [e for e in equations if e.variables == (kept,)]
    if alone:
        return isolate(alone[:1])
    first, second = [e for e in equations if other in e.variables][:2]
    shared = first.resultant(second, other)
    return isolate([factor for factor, _ in shared.factors[1]])


def narrowed(roots: tuple[Root, Root], variables: tuple[int, int], bits: int, count: int) -> Box:
    """Return the box of a pair of roots, each side at most ``2**-bits`` long."""
    sides = dict(zip(variables, (r.refined(Fraction(1, 2**bits)) for r in roots), strict=True))
    return tuple((sides[k].low, sides[k].high) if k in sides else _ZERO for k in range(count))


def _times(a: Interval, b: Interval) -> Interval:
    ends = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(ends), max(ends)


def _plus(a: Interval, b: Interval) -> Interval:
    return a[0] + b[0], a[1] + b[1]


def _range(polynomial: Polynomial, box: Box) -> Interval:
    total = _ZERO
    for exponents, coefficient in polynomial.terms:
        term = (Fraction(coefficient), Fraction(coefficient))
        for side, exponent in zip(box, exponents, strict=True):
            for _ in range(exponent):
                term = _times(term, side)
        total = _plus(total, term)
    return total


def excluded(constraints: Iterable[tuple[Polynomial, int]], box: Box) -> bool:
    """Whether some polynomial can't have its sign, -1, 0 or 1, anywhere in a box."""
    for polynomial, sign in constraints:
        low, high = _range(polynomial, box)
        if (sign > 0 and high <= 0) or (sign < 0 and low >= 0) or (sign == 0 and low * high > 0):
            return True
    return False


def _certain(constraints: Iterable[tuple[Polynomial, int]], box: Box) -> bool:
    """Whether all polynomials have their signs everywhere in a box."""
    ranges = ((sign, _range(polynomial, box)) for polynomial, sign in constraints)
    return all(low > 0 if sign > 0 else high < 0 for sign, (low, high) in ranges)


def _derivative(polynomial: Polynomial, variable: int) -> Polynomial:
    terms = {}
    for exponents, coefficient in polynomial.terms:
        power = exponents[variable]
        if power:
            key = (*exponents[:variable], power - 1, *exponents[variable + 1 :])
            terms[key] = coefficient * power
    return polynomial.ring.make(terms)


def common_zero(
    equations: Sequence[Polynomial],
    strict: Sequence[tuple[Polynomial, int]],
    variables: tuple[int, int],
    box: Box,
) -> bool:
    """Whether two equations have a zero in a box at which strict signs hold, as far as proved."""
    if len(equations) != 2 or not _certain(strict, box):
        return False
    middle = tuple((low + high) / 2 for low, high in box)
    jacobian = [[_derivative(e, k) for k in variables] for e in equations]
    (a, b), (c, d) = ([entry(middle) for entry in row] for row in jacobian)
    determinant = a * d - b * c
    if determinant == 0:
        return False
    inverse = ((d / determinant, -b / determinant), (-c / determinant, a / determinant))
    values = [e(middle) for e in equations]
    ranges = [[_range(entry, box) for entry in row] for row in jacobian]
    radii = [(box[k][1] - box[k][0]) / 2 for k in variables]
    for i in (0, 1):
        # How far the operator's image reaches from the middle.
        reach = abs(inverse[i][0] * values[0] + inverse[i][1] * values[1])
        for k in (0, 1):
            entry = (Fraction(int(i == k)), Fraction(int(i == k)))
            for j in (0, 1):
                factor = (-inverse[i][j], -inverse[i][j])
                entry = _plus(entry, _times(factor, ranges[j][k]))
            reach += max(abs(entry[0]), abs(entry[1])) * radii[k]
        if reach >= radii[i]:
            return False
    return True
