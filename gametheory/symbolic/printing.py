"""Polynomials and rational functions as text of our grammar, and as LaTeX.

Positive terms stand before negative ones, so that ``c - v`` reads as its user would write
it, and quotients are products of irreducible factors.
"""

from __future__ import annotations

from fractions import Fraction

from gametheory.symbolic.polynomials import Polynomial, RationalFunction

__all__ = ["latex", "latex_name", "latex_number", "text"]


def text(value: RationalFunction | Polynomial) -> str:
    """Return the value as text that :mod:`gametheory.symbolic.grammar` reads."""
    if isinstance(value, Polynomial):
        return _sum(value, False)
    top, bottom = _products(value)
    above = _product(*top, False, alone=bottom == (1, []))
    if bottom == (1, []):
        return above
    below = _product(*bottom, False, alone=False)
    single = len(bottom[1]) + (bottom[0] != 1) == 1
    return f"{above}/{below}" if single else f"{above}/({below})"


def latex(value: RationalFunction | Polynomial) -> str:
    """Return the value as LaTeX for mathematics mode."""
    if isinstance(value, Polynomial):
        return _sum(value, True)
    top, bottom = _products(value)
    if bottom == (1, []):
        return _product(*top, True, alone=True)
    sign = "-" if top[0] < 0 else ""
    above = _product(abs(top[0]), top[1], True, alone=True)
    return rf"{sign}\frac{{{above}}}{{{_product(*bottom, True, alone=True)}}}"


def latex_name(name: str) -> str:
    """Return a parameter's name; Greek letters and indices as such."""
    import sympy

    return str(sympy.latex(sympy.Symbol(name)))


def latex_number(number: Fraction) -> str:
    """Return a rational number."""
    if number.denominator == 1:
        return str(number)
    sign = "-" if number < 0 else ""
    return rf"{sign}\frac{{{abs(number.numerator)}}}{{{number.denominator}}}"


#: An integer and factors with their exponents.
_Product = tuple[int, list[tuple[Polynomial, int]]]


def _products(value: RationalFunction) -> tuple[_Product, _Product]:
    return _factored(value.top), _factored(value.bottom)


def _factored(polynomial: Polynomial) -> _Product:
    _, factors = polynomial.factors
    if not factors:
        return polynomial.value, []
    lead = polynomial.terms[0][1]
    for factor, exponent in factors:
        lead //= factor.terms[0][1] ** exponent
    shown = []
    for factor, exponent in factors:
        # Of v - c and c - v the one that leaves no sign before the product.
        if lead < 0 and exponent % 2 and any(c < 0 for _, c in factor.terms):
            factor, lead = -factor, -lead
        shown.append((factor, exponent))
    return lead, shown


def _product(lead: int, factors: list[tuple[Polynomial, int]], tex: bool, *, alone: bool) -> str:
    if not factors:
        return str(lead)
    if alone and len(factors) == 1 and factors[0][1] == 1 and abs(lead) == 1:
        return _sum(factors[0][0] if lead > 0 else -factors[0][0], tex)
    # Single variables before sums; the order is otherwise that of the factors.
    parts = [_power(*pair, tex) for pair in sorted(factors, key=lambda f: len(f[0].terms) > 1)]
    if abs(lead) != 1:
        parts.insert(0, str(abs(lead)))
    return ("-" if lead < 0 else "") + (r" " if tex else "*").join(parts)


def _power(factor: Polynomial, exponent: int, tex: bool) -> str:
    base = _sum(factor, tex)
    if len(factor.terms) > 1:
        base = rf"\left({base}\right)" if tex else f"({base})"
    if exponent == 1:
        return base
    return f"{base}^{{{exponent}}}" if tex else f"{base}**{exponent}"


def _sum(polynomial: Polynomial, tex: bool) -> str:
    if polynomial.is_zero:
        return "0"
    terms = sorted(polynomial.terms, key=lambda term: term[1] < 0)
    words = []
    for exponents, coefficient in terms:
        factors = [
            (latex_name(name) if tex else name)
            + ("" if e == 1 else f"^{{{e}}}" if tex else f"**{e}")
            for name, e in zip(polynomial.ring.names, exponents, strict=True)
            if e
        ]
        if abs(coefficient) != 1 or not factors:
            factors.insert(0, str(abs(coefficient)))
        sign = "-" if coefficient < 0 else "+"
        words.append(f" {sign} " + (" " if tex else "*").join(factors))
    joined = "".join(words)
    return joined[3:] if joined.startswith(" + ") else f"-{joined[3:]}"
