"""Polynomials and rational functions of the parameters, exact.

A *polynomial* here has integer coefficients; a *rational function* is a quotient of two
without a common factor. Its *factors* are irreducible over the rationals, primitive (the
coefficients have no common divisor) and have a positive leading coefficient, so two
polynomials share a zero set factor by factor. A *point* holds one Fraction a parameter.

Arithmetic, greatest common divisors and factors come from python-flint.

(Polynomials and their quotients, which need each other; hence over 300 lines.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from math import gcd
from typing import Any

__all__ = ["Point", "Polynomial", "RationalFunction", "Ring", "ring_of"]

Exponents = tuple[int, ...]
Point = tuple[Fraction, ...]


class Ring:
    """Polynomials in named variables; made by :func:`ring_of`.

    Parameters
    ----------
    names : tuple of str
        The variables.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        from flint import Ordering, fmpz_mpoly_ctx

        self.names = names
        self._context = fmpz_mpoly_ctx.get(names, Ordering.degrevlex)

    def make(self, terms: Mapping[Exponents, int]) -> Polynomial:
        """Polynomial with these coefficients."""
        return Polynomial(self, self._context.from_dict(dict(terms)))

    def constant(self, value: int) -> Polynomial:
        """Return the constant polynomial `value`."""
        return self.make({(0,) * len(self.names): value} if value else {})

    def variable(self, index: int) -> Polynomial:
        """Return the polynomial that is one variable."""
        return self.make({tuple(int(k == index) for k in range(len(self.names))): 1})


@lru_cache(maxsize=64)
def ring_of(names: tuple[str, ...]) -> Ring:
    """Return the ring of polynomials in `names`; one object for equal names."""
    return Ring(names)


class Polynomial:
    """An immutable polynomial with integer coefficients.

    Parameters
    ----------
    ring : Ring
    raw : flint.fmpz_mpoly
        Never changed afterwards.
    """

    __slots__ = ("__dict__", "_raw", "ring")

    def __init__(self, ring: Ring, raw: Any) -> None:
        self.ring = ring
        self._raw = raw

    @cached_property
    def terms(self) -> tuple[tuple[Exponents, int], ...]:
        """Exponents and coefficients, leading term first."""
        return tuple(
            (tuple(int(e) for e in exponents), int(coefficient))
            for exponents, coefficient in zip(self._raw.monoms(), self._raw.coeffs(), strict=True)
        )

    @property
    def is_zero(self) -> bool:
        """Whether it is 0."""
        return not self.terms

    @property
    def is_constant(self) -> bool:
        """Whether no variable occurs."""
        return self.degree == 0

    @property
    def value(self) -> int:
        """The value of a constant."""
        return self.terms[0][1] if self.terms else 0

    @cached_property
    def degree(self) -> int:
        """Total degree; 0 for constants, zero among them."""
        return max((sum(exponents) for exponents, _ in self.terms), default=0)

    @cached_property
    def variables(self) -> tuple[int, ...]:
        """Indices of the variables that occur."""
        return tuple(
            k
            for k in range(len(self.ring.names))
            if any(exponents[k] for exponents, _ in self.terms)
        )

    @property
    def bits(self) -> int:
        """Bits of the largest coefficient."""
        return max((coefficient.bit_length() for _, coefficient in self.terms), default=0)

    @cached_property
    def factors(self) -> tuple[int, tuple[tuple[Polynomial, int], ...]]:
        """The sign of the content, and the irreducible factors with their exponents.

        A sign of 0 belongs to the polynomial 0, which has no factors.
        """
        if self.is_zero:
            return 0, ()
        content, found = self._raw.factor()
        sign = 1 if int(content) > 0 else -1
        factors = []
        for raw, exponent in found:
            factor = Polynomial(self.ring, raw)
            if factor.terms[0][1] < 0:
                factor = -factor
                sign *= (-1) ** int(exponent)
            factors.append((factor, int(exponent)))
        factors.sort(key=lambda pair: (pair[0].degree, len(pair[0].terms), pair[0].terms))
        return sign, tuple(factors)

    def __call__(self, point: Sequence[Fraction]) -> Fraction:
        """Value at a point, exact."""
        total = Fraction(0)
        for exponents, coefficient in self.terms:
            term = Fraction(coefficient)
            for value, exponent in zip(point, exponents, strict=True):
                if exponent:
                    term *= value**exponent
            total += term
        return total

    @cached_property
    def _degrees(self) -> Exponents:
        """Degree in each variable."""
        return tuple(
            max((exponents[k] for exponents, _ in self.terms), default=0)
            for k in range(len(self.ring.names))
        )

    def sign_at(self, point: Sequence[Fraction]) -> int:
        """Sign of the value at a point: -1, 0 or 1."""
        # In integers: powers of the denominators, which are positive, are multiplied in.
        powers = [
            [value.numerator**e * value.denominator ** (degree - e) for e in range(degree + 1)]
            for value, degree in zip(point, self._degrees, strict=True)
        ]
        total = 0
        for exponents, coefficient in self.terms:
            term = coefficient
            for table, exponent in zip(powers, exponents, strict=True):
                term *= table[exponent]
            total += term
        return (total > 0) - (total < 0)

    def coefficients(self, variable: int) -> list[Polynomial]:
        """Coefficients of the powers 0, 1, ... of a variable, polynomials in the others."""
        degree = max((exponents[variable] for exponents, _ in self.terms), default=0)
        parts: list[dict[Exponents, int]] = [{} for _ in range(degree + 1)]
        for exponents, coefficient in self.terms:
            rest = (*exponents[:variable], 0, *exponents[variable + 1 :])
            parts[exponents[variable]][rest] = coefficient
        return [self.ring.make(part) for part in parts]

    def replaced(self, variable: int, top: Polynomial, bottom: Polynomial) -> Polynomial:
        """Put ``top / bottom`` for a variable; times ``bottom**degree`` in that variable."""
        total = self.ring.constant(0)
        parts = self.coefficients(variable)
        for power, part in enumerate(parts):
            if not part.is_zero:
                total += part * top**power * bottom ** (len(parts) - 1 - power)
        return total

    def fixed(self, variable: int, value: Fraction) -> Polynomial:
        """Put a number for a variable, times a positive number."""
        ring = self.ring
        return self.replaced(
            variable, ring.constant(value.numerator), ring.constant(value.denominator)
        )

    def resultant(self, other: Polynomial, variable: int) -> Polynomial:
        """Resultant with respect to a variable: 0 where the two have a common root."""
        return Polynomial(self.ring, self._raw.resultant(other._raw, variable))

    def discriminant(self, variable: int) -> Polynomial:
        """Discriminant with respect to a variable: 0 where a root is double."""
        return Polynomial(self.ring, self._raw.discriminant(variable))

    def common_divisor(self, other: Polynomial) -> Polynomial:
        """Greatest common divisor."""
        return Polynomial(self.ring, self._raw.gcd(other._raw))

    def divided(self, other: Polynomial) -> Polynomial:
        """Quotient by a divisor."""
        return Polynomial(self.ring, self._raw // other._raw)

    def __add__(self, other: Polynomial) -> Polynomial:
        return Polynomial(self.ring, self._raw + other._raw)

    def __sub__(self, other: Polynomial) -> Polynomial:
        return Polynomial(self.ring, self._raw - other._raw)

    def __mul__(self, other: Polynomial) -> Polynomial:
        return Polynomial(self.ring, self._raw * other._raw)

    def __neg__(self) -> Polynomial:
        return Polynomial(self.ring, -self._raw)

    def __pow__(self, exponent: int) -> Polynomial:
        return Polynomial(self.ring, self._raw**exponent)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Polynomial):
            return NotImplemented
        return self.ring is other.ring and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(self.terms)

    def __repr__(self) -> str:
        return f"Polynomial({self._raw})"


class RationalFunction:
    """An immutable quotient of polynomials, in lowest terms.

    Parameters
    ----------
    top, bottom : Polynomial
        Numerator and denominator; the latter is not 0.
    """

    __slots__ = ("bottom", "top")

    def __init__(self, top: Polynomial, bottom: Polynomial) -> None:
        if not bottom.is_constant:
            common = top.common_divisor(bottom)
            top, bottom = top.divided(common), bottom.divided(common)
        # What is left of the content: divide by the integers' common divisor, sign included.
        divisor = gcd(*(c for _, c in top.terms), *(c for _, c in bottom.terms))
        if bottom.terms[0][1] < 0:
            divisor = -divisor
        if divisor != 1:
            unit = top.ring.constant(divisor)
            top, bottom = top.divided(unit), bottom.divided(unit)
        self.top = top
        self.bottom = bottom

    @classmethod
    def number(cls, ring: Ring, value: Fraction | int) -> RationalFunction:
        """Return a constant."""
        return cls(ring.constant(value.numerator), ring.constant(value.denominator))

    @property
    def ring(self) -> Ring:
        """Where its polynomials live."""
        return self.top.ring

    @property
    def is_zero(self) -> bool:
        """Whether it is 0."""
        return self.top.is_zero

    @property
    def constant(self) -> Fraction | None:
        """The number that it is, or None if a variable occurs."""
        if self.top.is_constant and self.bottom.is_constant:
            return Fraction(self.top.value, self.bottom.value)
        return None

    @property
    def sign_polynomial(self) -> Polynomial:
        """A polynomial of the same sign wherever the denominator is not 0."""
        return self.top * self.bottom

    def __call__(self, point: Sequence[Fraction]) -> Fraction:
        """Value at a point where the denominator is not 0, exact."""
        return self.top(point) / self.bottom(point)

    def __add__(self, other: RationalFunction) -> RationalFunction:
        return RationalFunction(
            self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom
        )

    def __sub__(self, other: RationalFunction) -> RationalFunction:
        return self + -other

    def __mul__(self, other: RationalFunction) -> RationalFunction:
        return RationalFunction(self.top * other.top, self.bottom * other.bottom)

    def __truediv__(self, other: RationalFunction) -> RationalFunction:
        return RationalFunction(self.top * other.bottom, self.bottom * other.top)

    def __neg__(self) -> RationalFunction:
        return RationalFunction(-self.top, self.bottom)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RationalFunction):
            return NotImplemented
        return self.top == other.top and self.bottom == other.bottom

    def __hash__(self) -> int:
        return hash((self.top, self.bottom))

    def __repr__(self) -> str:
        return f"RationalFunction({self.top!r}, {self.bottom!r})"
