"""Algebraic numbers: against identities of square roots and float evaluation."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import InternalError, ParameterError
from gametheory.exact.algebraic import (
    AlgebraicNumber,
    Real,
    evaluate,
    format_real,
    rational_between,
    real_document,
    real_roots,
)

SMALL = st.integers(-6, 6)
RATIONALS = st.fractions(-4, 4, max_denominator=6)


def root(square: int | Fraction) -> Real:
    """Positive square root."""
    return real_roots([-square, 0, 1], 0, max(square, 1))[-1]


def test_square_roots() -> None:
    two = root(2)
    assert isinstance(two, AlgebraicNumber)
    assert two.polynomial == (-2, 0, 1)
    assert two.low**2 < 2 < two.high**2
    assert float(two) == math.sqrt(2)
    assert root(Fraction(9, 4)) == Fraction(3, 2)
    assert two.degree == 2


@given(RATIONALS, RATIONALS, RATIONALS.filter(bool))
def test_roots_of_a_product_are_the_known_ones(a: Fraction, b: Fraction, scale: Fraction) -> None:
    # scale (x - a)(x - b)(x^2 - 2): two known rational roots and two known others.
    quadratic = [a * b, -(a + b), Fraction(1)]
    product = [Fraction(0)] * 5
    for k, c in enumerate(quadratic):
        product[k] -= 2 * c * scale
        product[k + 2] += c * scale
    found = real_roots(product, -10, 10)
    assert [x for x in found if isinstance(x, Fraction)] == sorted({a, b})
    assert [float(x) for x in found if not isinstance(x, Fraction)] == [-math.sqrt(2), math.sqrt(2)]
    assert all(x < y and not y < x and x != y for x, y in pairwise(found))


@given(st.lists(SMALL, min_size=1, max_size=5).filter(any))
def test_roots_are_roots_and_none_is_missing(coefficients: list[int]) -> None:
    roots = real_roots(coefficients, -1000, 1000)
    assert all(evaluate(coefficients, x) == 0 for x in roots)
    # Between neighbours the sign is constant: it cannot change more often than listed.
    signs = [
        evaluate(coefficients, rational_between(x, y))
        for x, y in pairwise([Fraction(-1000), *roots, Fraction(1000)])
    ]
    assert 0 not in signs
    grid = [Fraction(k, 7) + Fraction(1, 13) for k in range(-60, 60)]
    changes = sum(
        (evaluate(coefficients, x) > 0) != (evaluate(coefficients, y) > 0)
        for x, y in pairwise(grid)
        if evaluate(coefficients, x) and evaluate(coefficients, y)
    )
    assert len(roots) >= changes


@given(st.integers(2, 30), st.integers(2, 30), RATIONALS)
def test_order_is_that_of_squares(a: int, b: int, q: Fraction) -> None:
    x, y = root(a), root(b)
    assert (x < y) == (a < b)
    assert (x == y) == (a == b)
    assert (x > q) == (q < 0 or a > q * q)
    if a == b:
        assert hash(x) == hash(y)
    if a < b:
        middle = rational_between(x, y)
        assert a < middle**2 < b
        assert middle > 0


@given(st.sampled_from([2, 3, 5, 6, 7]), st.lists(RATIONALS, min_size=1, max_size=4))
def test_values_of_polynomials_at_square_roots(a: int, coefficients: list[Fraction]) -> None:
    # p + q sqrt(a) has the minimal polynomial x^2 - 2 p x + p^2 - a q^2.
    p = sum((c * a ** (k // 2) for k, c in enumerate(coefficients) if k % 2 == 0), Fraction(0))
    q = sum((c * a ** (k // 2) for k, c in enumerate(coefficients) if k % 2), Fraction(0))
    value = evaluate(coefficients, root(a))
    if not q:
        assert value == p
        return
    assert isinstance(value, AlgebraicNumber)
    assert evaluate([p * p - a * q * q, -2 * p, Fraction(1)], value) == 0
    assert (value > p) == (q > 0)
    assert float(value) == pytest.approx(float(p) + float(q) * math.sqrt(a), rel=1e-12, abs=1e-12)


def test_close_roots_of_large_numbers() -> None:
    # sqrt(10^40) apart from sqrt(10^40 + 1) by 5e-21.
    x, y = root(10**40 + 1), root(10**40 + 2)
    assert Fraction(10**20) < x < y
    assert 10**40 + 1 < rational_between(x, y) ** 2 < 10**40 + 2
    tiny = root(Fraction(2, 10**600))
    assert 0 < tiny < Fraction(1, 10**299)
    assert float(tiny) == pytest.approx(math.sqrt(2) * 1e-300)


def test_a_number_between_neighbours_that_differ_by_little() -> None:
    # sqrt(1 + 1e-400) - 1 is about 5e-401.
    x = root(1 + Fraction(1, 10**400))
    between = rational_between(Fraction(1), x)
    assert between > 1
    assert between**2 < 1 + Fraction(1, 10**400)


def test_how_it_shows_itself() -> None:
    (x,) = real_roots([-1, -1, 1], 0, 2)
    assert isinstance(x, AlgebraicNumber)
    assert str(x) == "root of x^2 - x - 1 near 1.61803"
    assert real_document(x) == {
        "polynomial": ["-1", "-1", "1"],
        "interval": [str(x.low), str(x.high)],
    }
    assert format_real(x) == "~1.618034"
    assert format_real(Fraction(1, 3)) == "1/3"
    assert format_real(Fraction(10**20, 3)) == "~3.33333e+19"
    huge = root(10**9000 + 1)
    assert isinstance(huge, AlgebraicNumber)
    assert json.loads(json.dumps(huge.to_document()))["polynomial"][0] == f"-1{'0' * 8999}1"
    small = root(Fraction(1, 10**20) + Fraction(1, 10**21))
    assert str(small) == "root of degree 2 near 1.04881e-10"
    assert real_document(Fraction(1, 3)) == "1/3"


def test_comparisons_with_other_things() -> None:
    x = root(2)
    assert x != "x"
    with pytest.raises(TypeError):
        x < "x"  # type: ignore[operator]  # noqa: B015


def test_words_of_refusal() -> None:
    with pytest.raises(ParameterError, match="every number is a root"):
        real_roots([0, 0], 0, 1)
    with pytest.raises(ParameterError, match="the first must be less"):
        rational_between(Fraction(1), Fraction(1))
    with pytest.raises(InternalError, match="no isolating interval"):
        AlgebraicNumber((-2, 0, 1), Fraction(2), Fraction(3))
