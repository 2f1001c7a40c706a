"""How many roots of a polynomial lie left of, on, and right of the imaginary axis, exactly.

A polynomial p with rational coefficients is split into ``p = d q``, where d is the greatest
common divisor of ``p(s)`` and ``p(-s)``: the roots of d are symmetric about the axis, and q
has none on it. Of q, with ``f0 = a0 w^n - a2 w^(n-2) + ...`` and ``f1 = a1 w^(n-1) - a3
w^(n-3) + ...``, the Cauchy index of ``f1 / f0`` is the number of roots to the left minus that
to the right (Routh; Gantmacher 1959, *The Theory of Matrices* 2, chapter XV); a chain of
Sturm computes it. Of ``d = s^k e(s^2)`` those on the axis are the k zeros and two for each
negative root of e; the others are as many on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gametheory.errors import ParameterError

__all__ = ["HalfPlanes", "eigenvalue_half_planes", "half_planes"]


@dataclass(frozen=True, slots=True)
class HalfPlanes:
    """Numbers of roots, each counted as often as it occurs.

    Attributes
    ----------
    left, axis, right : int
        With negative, zero and positive real parts.
    """

    left: int
    axis: int
    right: int


def half_planes(coefficients: Sequence[int | Fraction]) -> HalfPlanes:
    """Count the roots of a polynomial by the sign of their real parts.

    Parameters
    ----------
    coefficients : sequence of int or Fraction
        The constant first; not all zero.

    Raises
    ------
    ParameterError
        For the zero polynomial.

    Examples
    --------
    >>> half_planes([1, 0, 1]), half_planes([-2, 1, 1])  # s^2 + 1, (s + 2) (s - 1)
    (HalfPlanes(left=0, axis=2, right=0), HalfPlanes(left=1, axis=0, right=1))
    """
    from flint import fmpq, fmpq_poly

    p = fmpq_poly([fmpq(Fraction(c).numerator, Fraction(c).denominator) for c in coefficients])
    if p.degree() < 0:
        raise ParameterError("coefficients: expected one that is not zero")
    return _count(p)


def eigenvalue_half_planes(matrix: Sequence[Sequence[Fraction]]) -> HalfPlanes:
    """Count the eigenvalues of a rational square matrix by the sign of their real parts."""
    from flint import fmpq, fmpq_mat

    exact = fmpq_mat([[fmpq(v.numerator, v.denominator) for v in row] for row in matrix])
    return _count(exact.charpoly())


def _count(p: Any) -> HalfPlanes:
    mirrored = type(p)([c if k % 2 == 0 else -c for k, c in enumerate(p.coeffs())])
    d = p.gcd(mirrored)
    q = p // d
    n = q.degree()
    # Gantmacher's a0 is the leading coefficient.
    falling = list(reversed(q.coeffs()))
    first, second = [type(falling[0])(0)] * (n + 1), [type(falling[0])(0)] * (n + 1)
    for k, c in enumerate(falling):
        (first if k % 2 == 0 else second)[n - k] = c if k % 4 < 2 else -c
    difference = _cauchy_index(type(p)(first), type(p)(second))
    left, right = (n + difference) // 2, (n - difference) // 2
    symmetric = d.coeffs()
    zeros = next(k for k, c in enumerate(symmetric) if c != 0)
    axis = zeros + 2 * _negative_roots(type(p)(symmetric[zeros::2]))
    beside = (d.degree() - axis) // 2
    return HalfPlanes(left + beside, axis, right + beside)


def _sturm_chain(first: Any, second: Any) -> list[Any]:
    chain = [first]
    while second.degree() >= 0:
        chain.append(second)
        first, second = second, -(first % second)
    return chain


def _cauchy_index(below: Any, above: Any) -> int:
    """Cauchy index of ``above / below`` over the real line."""
    chain = [f for f in _sturm_chain(below, above) if f.degree() >= 0]
    at_end = [_sign(f.coeffs()[-1]) for f in chain]
    at_start = [sign * (-1 if f.degree() % 2 else 1) for sign, f in zip(at_end, chain, strict=True)]
    return _variations(at_start) - _variations(at_end)


def _negative_roots(e: Any) -> int:
    """Negative real roots, counted as often as they occur; 0 is no root."""
    count = 0
    while e.degree() > 0:
        derivative = e.derivative()
        chain = _sturm_chain(e, derivative)
        at_zero = [_sign(f.coeffs()[0]) for f in chain]
        at_start = [_sign(f.coeffs()[-1]) * (-1 if f.degree() % 2 else 1) for f in chain]
        count += _variations(at_start) - _variations(at_zero)
        e = e.gcd(derivative)  # each root once less
    return count


def _variations(signs: Sequence[int]) -> int:
    kept = [sign for sign in signs if sign]
    return sum(a != b for a, b in pairwise(kept))


def _sign(number: Any) -> int:
    return int(number > 0) - int(number < 0)
