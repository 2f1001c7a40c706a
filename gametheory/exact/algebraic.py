"""Real algebraic numbers: roots of integer polynomials, told apart exactly.

A *real algebraic number* is a real root of a polynomial with integer coefficients. It is held
as its *minimal polynomial* (irreducible, coefficients without a common divisor, leading one
positive) and an *isolating interval*, whose rational ends enclose it and no other real root of
that polynomial. Rational numbers stay :class:`fractions.Fraction`; so a *real* here is one of
the two, and an :class:`AlgebraicNumber` is always irrational.

FLINT factors polynomials. The roots of a factor are isolated by Descartes' rule of signs and
bisection (Vincent, Collins and Akritas: Collins and Akritas 1976, "Polynomial real root isolation
using Descartes' rule of signs", SYMSAC), in integers; their intervals are narrowed by bisection
where a comparison asks for it. Enclosures by floats would be narrower from the start, but take
for ever where roots differ by 1e-600, as those of games with payoffs of 1e300 and 1e-300 do.

(The module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import total_ordering
from itertools import pairwise
from math import lcm
from typing import Any, Final

import flint

from gametheory.errors import InternalError, ParameterError
from gametheory.numbers import format_brief, format_decimal, format_fraction

__all__ = [
    "AlgebraicNumber",
    "Real",
    "evaluate",
    "format_real",
    "rational_between",
    "real_document",
    "real_roots",
]

Number = int | Fraction

#: Polynomials with larger coefficients are not printed.
_LONG: Final = 10**12


@total_ordering
class AlgebraicNumber:
    """An irrational real root of an irreducible integer polynomial.

    Made by :func:`real_roots` and :func:`evaluate`. Compares exactly with its like, with
    integers and with Fractions; ``float()`` rounds it correctly to within one unit in the last
    place.

    Attributes
    ----------
    polynomial : tuple of int
        Coefficients of the minimal polynomial, the constant one first; degree 2 or more.
    low, high : Fraction
        Ends of an isolating interval.
    """

    __slots__ = ("_high", "_low", "_rises", "high", "low", "polynomial")

    def __init__(self, polynomial: tuple[int, ...], low: Fraction, high: Fraction) -> None:
        self.polynomial, self.low, self.high = polynomial, low, high
        self._low, self._high = low, high
        self._rises = _value(polynomial, high) > 0
        if len(polynomial) < 3 or not low < high or (_value(polynomial, low) < 0) != self._rises:
            raise InternalError(f"no isolating interval: {polynomial} on [{low}, {high}]")

    @property
    def degree(self) -> int:
        """Degree of the minimal polynomial, 2 or more."""
        return len(self.polynomial) - 1

    def enclosure(self, width: Fraction) -> tuple[Fraction, Fraction]:
        """Return rational bounds, the lower one below and the upper one above, `width` apart."""
        while self._high - self._low > width:
            self._halve()
        return self._low, self._high

    def _halve(self) -> None:
        middle = (self._low + self._high) / 2
        # An irreducible polynomial of degree 2 or more has no rational root.
        if (_value(self.polynomial, middle) > 0) == self._rises:
            self._high = middle
        else:
            self._low = middle

    def _is(self, other: AlgebraicNumber) -> bool:
        if self.polynomial != other.polynomial:
            return False
        low, high = max(self._low, other._low), min(self._high, other._high)
        # Each interval holds one root; it is the same one exactly if it lies in both.
        return low < high and (_value(self.polynomial, low) > 0) != (
            _value(self.polynomial, high) > 0
        )

    def __eq__(self, other: object) -> bool:
        if isinstance(other, AlgebraicNumber):
            return self is other or self._is(other)
        return False if isinstance(other, (int, Fraction)) else NotImplemented

    def __lt__(self, other: object) -> bool:
        if isinstance(other, (int, Fraction)):
            while self._low < other < self._high:
                self._halve()
            return self._high <= other
        if not isinstance(other, AlgebraicNumber):
            return NotImplemented
        if self == other:
            return False
        while self._low < other._high and other._low < self._high:
            self._halve()
            other._halve()
        return self._high <= other._low

    def __hash__(self) -> int:
        return hash(self.polynomial)

    def __float__(self) -> float:
        # 0 lies outside after some halving, and then the width is relative.
        _ = self < 0
        while self._high - self._low > min(abs(self._low), abs(self._high)) / 2**54:
            self._halve()
        return float((self._low + self._high) / 2)

    def __str__(self) -> str:
        if max(abs(c) for c in self.polynomial) >= _LONG:
            return f"root of degree {self.degree} near {float(self):.6g}"
        terms = [
            f"{'-' if c < 0 else '+'} {abs(c) if abs(c) != 1 or not k else ''}"
            f"{'' if not k else 'x' if k == 1 else f'x^{k}'}"
            for k, c in reversed(list(enumerate(self.polynomial)))
            if c
        ]
        return f"root of {' '.join(terms).removeprefix('+ ')} near {float(self):.6g}"

    def __repr__(self) -> str:
        return f"AlgebraicNumber({self})"

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON: the polynomial, constant term first, and the interval."""
        return {
            "polynomial": [format_fraction(Fraction(c)) for c in self.polynomial],
            "interval": [format_fraction(self.low), format_fraction(self.high)],
        }


Real = Fraction | AlgebraicNumber


def _value(polynomial: Sequence[Number], x: Fraction) -> int:
    """Sign of an integer polynomial at a rational number, times a positive integer."""
    total, scale = 0, 1
    for coefficient in reversed(polynomial):
        total = total * x.numerator + int(coefficient) * scale
        scale *= x.denominator
    return total


def real_roots(
    coefficients: Sequence[Number] | flint.fmpz_poly, low: Number, high: Number
) -> list[Real]:
    """Distinct real roots of a polynomial in ``[low, high]``, in ascending order.

    Parameters
    ----------
    coefficients : sequence of int or Fraction, or fmpz_poly
        The constant one first; not all 0.
    low, high : int or Fraction

    Raises
    ------
    ParameterError
        If all coefficients are 0.

    Examples
    --------
    >>> real_roots([0, -2, 0, 1], 0, 2)
    [Fraction(0, 1), AlgebraicNumber(root of x^2 - 2 near 1.41421)]
    """
    polynomial = coefficients
    if not isinstance(polynomial, flint.fmpz_poly):
        polynomial = _fmpq_poly(polynomial).numer()
    if polynomial.degree() < 0:
        raise ParameterError("every number is a root of the polynomial 0")
    roots: list[Real] = []
    for factor, _ in polynomial.factor()[1]:
        if factor.degree() == 1:
            root = Fraction(-int(factor[0]), int(factor[1]))
            if low <= root <= high:
                roots.append(root)
        elif low < high:
            roots += _irrational_roots(factor, Fraction(low), Fraction(high))
    return sorted(roots)


def _irrational_roots(
    irreducible: flint.fmpz_poly, low: Fraction, high: Fraction
) -> list[AlgebraicNumber]:
    """Roots in an interval of an irreducible polynomial of degree 2 or more, ascending."""
    degree = irreducible.degree()
    sign = 1 if irreducible[degree] > 0 else -1
    coefficients = tuple(sign * int(c) for c in irreducible.coeffs())
    found = []
    # A piece is (k, c): from c / 2^k to (c + 1) / 2^k of the interval, with the polynomial
    # moved and stretched so that the piece becomes [0, 1].
    waiting = [(0, 0, _moved(coefficients, low, high))]
    while waiting:
        k, c, polynomial = waiting.pop()
        variations = _variations(polynomial)
        if variations == 1:
            width = (high - low) / 2**k
            found.append(AlgebraicNumber(coefficients, low + c * width, low + (c + 1) * width))
        elif variations:  # the ends of a piece are rational, so no roots
            left = [a << (degree - power) for power, a in enumerate(polynomial)]
            waiting += [(k + 1, 2 * c + 1, _shifted_by_one(left)), (k + 1, 2 * c, left)]
    return found


def _moved(coefficients: Sequence[int], low: Fraction, high: Fraction) -> list[int]:
    """The polynomial of ``low + (high - low) x``, times a positive integer."""
    scale = lcm(low.denominator, high.denominator)
    start, width = int(low * scale), int((high - low) * scale)
    result: list[int] = []
    power = 1
    for coefficient in reversed(coefficients):  # Horner: times (start + width x), plus the next
        result = [start * a + width * b for a, b in zip([*result, 0], [0, *result], strict=True)]
        result[0] += coefficient * power
        power *= scale
    return result


def _shifted_by_one(polynomial: Sequence[int]) -> list[int]:
    result = list(polynomial)
    for k in range(len(result) - 1):
        for j in range(len(result) - 2, k - 1, -1):
            result[j] += result[j + 1]
    return result


def _variations(polynomial: Sequence[int]) -> int:
    """Descartes' bound on the roots in (0, 1): exact if 0 or 1."""
    signs = [a > 0 for a in _shifted_by_one(polynomial[::-1]) if a]
    return sum(a != b for a, b in pairwise(signs))


def _fmpq_poly(coefficients: Sequence[Number]) -> flint.fmpq_poly:
    return flint.fmpq_poly([flint.fmpq(c.numerator, c.denominator) for c in coefficients])


def evaluate(coefficients: Sequence[Number], x: Real) -> Real:
    """Value of a polynomial with rational coefficients at a real, exactly.

    At an algebraic x the value is an eigenvalue of the polynomial in the companion matrix of
    x, so its minimal polynomial is a factor of that matrix's characteristic polynomial.

    Parameters
    ----------
    coefficients : sequence of int or Fraction
        The constant one first; at least one.
    x : Fraction or AlgebraicNumber

    Examples
    --------
    >>> root = real_roots([-2, 0, 1], 0, 2)[0]
    >>> evaluate([0, 0, 1], root), evaluate([1, 1], root)
    (Fraction(2, 1), AlgebraicNumber(root of x^2 - 2x - 1 near 2.41421))
    """
    if not isinstance(x, AlgebraicNumber):
        value = Fraction(0)
        for coefficient in reversed(coefficients):
            value = value * x + coefficient
        return value
    modulus = flint.fmpq_poly(list(x.polynomial))
    reduced = _fmpq_poly(coefficients) % modulus
    if reduced.degree() < 1:
        constant = reduced[0]
        return Fraction(int(constant.p), int(constant.q))
    d = x.degree
    columns = []
    power = reduced
    shift = flint.fmpq_poly([0, 1])
    for _ in range(d):
        columns.append([power[k] for k in range(d)])
        power = (power * shift) % modulus
    characteristic = flint.fmpq_mat(d, d, [entry for c in columns for entry in c]).charpoly()
    # x generates a field in which the value is not rational: reduced has positive degree.
    factors = [factor for factor, _ in characteristic.numer().factor()[1] if factor.degree() > 1]
    low, high = x.enclosure(x.high - x.low)
    while True:
        bounds = _interval_value(coefficients, low, high)
        found = [root for factor in factors for root in _irrational_roots(factor, *bounds)]
        if len(found) == 1:
            return found[0]
        low, high = x.enclosure((high - low) / 16)


def _interval_value(
    coefficients: Sequence[Number], low: Fraction, high: Fraction
) -> tuple[Fraction, Fraction]:
    """Bounds of a polynomial on an interval, by Horner's rule in interval arithmetic."""
    bottom = top = Fraction(0)
    for coefficient in reversed(coefficients):
        products = [a * b for a in (bottom, top) for b in (low, high)]
        bottom, top = min(products) + coefficient, max(products) + coefficient
    return bottom, top


def rational_between(a: Real, b: Real) -> Fraction:
    """Return a rational strictly between two reals, with a small denominator.

    Raises
    ------
    ParameterError
        Unless ``a < b``.
    """
    if not a < b:
        raise ParameterError(f"no number lies between {a} and {b}: the first must be less")
    while True:
        top = a if isinstance(a, Fraction) else a._high
        bottom = b if isinstance(b, Fraction) else b._low
        if top < bottom:
            break
        # The comparison has narrowed algebraic numbers, but they may still touch.
        for x in (a, b):
            if isinstance(x, AlgebraicNumber):
                x._halve()
    # The simplest dyadic number in the middle half.
    quarter = (bottom - top) / 4
    middle = (top + bottom) / 2
    scale = Fraction(1)
    while scale > quarter:
        scale /= 2
    while scale * 2 <= quarter:
        scale *= 2
    return round(middle / scale) * scale


def format_real(x: Real) -> str:
    """Return a short exact fraction, or a decimal marked by ``~``."""
    if isinstance(x, Fraction):
        return format_brief(x)
    return f"~{format_decimal(float(x), 6)}"


def real_document(x: Real) -> Any:
    """Return plain data for JSON: text of a fraction, or polynomial and interval."""
    return x.to_document() if isinstance(x, AlgebraicNumber) else format_fraction(x)
