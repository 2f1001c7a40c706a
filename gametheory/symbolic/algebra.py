"""Building rational functions of declared parameters, within caps.

Everything that a user writes, text or sympy expression, is built by an
:class:`Algebra`, which refuses a step *before* it is made if the outcome would be too
large. Expressions are read as rational functions: common factors cancel, so ``v/v`` is 1.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Any, Final

from gametheory.errors import NumberError, ParameterError
from gametheory.numbers import read_number
from gametheory.symbolic.polynomials import Polynomial, RationalFunction, ring_of

if TYPE_CHECKING:
    import sympy

__all__ = ["MAX_DEGREE", "MAX_POWER", "Algebra", "to_sympy"]

#: Largest exponent that may be written.
MAX_POWER: Final = 12

#: Largest total degree of a numerator or denominator.
MAX_DEGREE: Final = 16

#: Most terms of a numerator or denominator.
MAX_TERMS: Final = 400

#: Most bits of a coefficient: 2,000 decimal digits.
MAX_BITS: Final = 7_000

#: Most nodes of a sympy expression, and how deep it may be.
_MAX_NODES: Final = 2_000
_MAX_DEPTH: Final = 60


class Algebra:
    """Makes rational functions of named parameters.

    Parameters
    ----------
    names : tuple of str
        The declared parameters.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.ring = ring_of(names)

    def number(self, value: Fraction | int) -> RationalFunction:
        """Return a constant."""
        return RationalFunction.number(self.ring, value)

    def variable(self, name: str) -> RationalFunction:
        """Return a declared parameter."""
        return RationalFunction(self.ring.variable(self.names.index(name)), self.ring.constant(1))

    def add(self, a: RationalFunction, b: RationalFunction) -> RationalFunction:
        """Return a + b."""
        _check_product(a.top, b.bottom)
        _check_product(b.top, a.bottom)
        _check_product(a.bottom, b.bottom)
        return _checked(a + b)

    def subtract(self, a: RationalFunction, b: RationalFunction) -> RationalFunction:
        """Return a - b."""
        return self.add(a, -b)

    def multiply(self, a: RationalFunction, b: RationalFunction) -> RationalFunction:
        """Return a b."""
        _check_product(a.top, b.top)
        _check_product(a.bottom, b.bottom)
        return _checked(a * b)

    def divide(self, a: RationalFunction, b: RationalFunction) -> RationalFunction:
        """Return a / b, where b is not 0."""
        return self.multiply(a, RationalFunction(b.bottom, b.top))

    def power(self, base: RationalFunction, exponent: int) -> RationalFunction:
        """Return ``base**exponent``; a base of 0 needs an exponent >= 0."""
        if exponent < 0:
            base, exponent = RationalFunction(base.bottom, base.top), -exponent
        for part in (base.top, base.bottom):
            terms = comb(max(len(part.terms), 1) + exponent - 1, exponent)
            _check(part.degree * exponent, terms, (part.bits + 10) * exponent)
        return _checked(RationalFunction(base.top**exponent, base.bottom**exponent))

    def from_sympy(self, node: Any, where: str) -> RationalFunction:
        """Walk a sympy expression and rebuild it from sums, products and whole powers.

        Raises
        ------
        ParameterError
            If it holds anything else, or passes a cap.
        """
        self._nodes = 0
        return self._rebuilt(node, where, 0)

    def _rebuilt(self, node: Any, where: str, depth: int) -> RationalFunction:
        import sympy

        self._nodes += 1
        if self._nodes > _MAX_NODES or depth > _MAX_DEPTH:
            raise ParameterError(
                f"{where}: expected a sympy expression of at most {_MAX_NODES} parts and "
                f"{_MAX_DEPTH} levels; simplify it"
            )
        if isinstance(node, sympy.Symbol):
            if node.name not in self.names:
                raise ParameterError(
                    f"{where}: expected the declared parameters {', '.join(self.names)}, got the "
                    f"symbol {node.name[:40]!a}; declare it in parameters="
                )
            return self.variable(node.name)
        if isinstance(node, sympy.Rational):
            try:
                return self.number(read_number(node))
            except NumberError as error:
                raise ParameterError(f"{where}: {error}") from None
        if isinstance(node, sympy.Pow) and isinstance(node.exp, sympy.Integer):
            exponent = int(node.exp)
            if abs(exponent) > MAX_POWER:
                raise ParameterError(
                    f"{where}: expected exponents of at most {MAX_POWER}, got {str(exponent)[:20]}"
                )
            base = self._rebuilt(node.base, where, depth + 1)
            if exponent < 0 and base.is_zero:
                raise ParameterError(f"{where}: the expression divides by zero")
            return self.power(base, exponent)
        if isinstance(node, (sympy.Add, sympy.Mul)):
            parts = [self._rebuilt(part, where, depth + 1) for part in node.args]
            total = parts[0]
            for part in parts[1:]:
                total = (self.add if isinstance(node, sympy.Add) else self.multiply)(total, part)
            return total
        raise ParameterError(
            f"{where}: expected sums, products and whole powers of parameters and rational "
            f"numbers, got {type(node).__name__}; floats are written as text such as '0.1'"
        )


def _check_product(a: Polynomial, b: Polynomial) -> None:
    _check(a.degree + b.degree, len(a.terms) * len(b.terms), a.bits + b.bits)


def _check(degree: int, terms: int, bits: int) -> None:
    for what, value, most in (
        ("degree", degree, MAX_DEGREE),
        ("number of terms", terms, 20 * MAX_TERMS),
        ("length of coefficients in bits", bits, MAX_BITS),
    ):
        if value > most:
            raise ParameterError(
                f"expected expressions of {what} at most {most:,}, got up to {value:,}; "
                "simplify the expression"
            )


def _checked(value: RationalFunction) -> RationalFunction:
    terms = max(len(value.top.terms), len(value.bottom.terms))
    if terms > MAX_TERMS:
        raise ParameterError(
            f"expected expressions of at most {MAX_TERMS} terms, got {terms}; simplify them"
        )
    return value


def to_sympy(value: RationalFunction | Polynomial) -> sympy.Expr:
    """Return a sympy expression; a quotient has factored numerator and denominator."""
    import sympy

    if isinstance(value, Polynomial):
        return _polynomial(value, sympy)
    return _product(value.top, sympy) / _product(value.bottom, sympy)


def _product(polynomial: Polynomial, sympy: Any) -> Any:
    _, factors = polynomial.factors
    if not factors:
        return sympy.Integer(polynomial.value)
    lead = polynomial.terms[0][1]
    for factor, exponent in factors:
        lead //= factor.terms[0][1] ** exponent
    powers = (_polynomial(factor, sympy) ** exponent for factor, exponent in factors)
    return sympy.Mul(sympy.Integer(lead), *powers)


def _polynomial(polynomial: Polynomial, sympy: Any) -> Any:
    symbols = [sympy.Symbol(name) for name in polynomial.ring.names]
    total = sympy.Integer(0)
    for exponents, coefficient in polynomial.terms:
        powers = (symbol**e for symbol, e in zip(symbols, exponents, strict=True) if e)
        total += sympy.Mul(sympy.Integer(coefficient), *powers)
    return total
