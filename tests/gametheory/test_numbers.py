"""Reading and printing exact numbers: numbers, text, floats, sizes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import NumberError
from gametheory.numbers import format_brief, format_decimal, format_fraction, read_number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, Fraction(3)),
        (True, Fraction(1)),
        (np.bool_(False), Fraction(0)),
        (np.uint8(255), Fraction(255)),
        (0.1, Fraction(1, 10)),
        (np.float64(0.1), Fraction(1, 10)),
        (np.float32(0.1), Fraction(1, 10)),
        (np.float16(0.1), Fraction(1, 10)),
        (1e300, Fraction(10) ** 300),
        (5e-324, Fraction(5, 10**324)),
        (-0.0, Fraction(0)),
        ("1/3", Fraction(1, 3)),
        (" -2 / 6 ", Fraction(-1, 3)),
        ("0.25", Fraction(1, 4)),
        ("1e-3", Fraction(1, 1000)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        (Decimal("0.1"), Fraction(1, 10)),
        (sympy.Rational(2, 7), Fraction(2, 7)),
        (sympy.Integer(5), Fraction(5)),
        (np.array(4), Fraction(4)),
        (2**80 + 1, Fraction(2**80 + 1)),
    ],
)
def test_reads_exactly(value: object, number: Fraction) -> None:
    assert read_number(value) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_its_shortest_decimal(value: float) -> None:
    number = read_number(value)
    assert number == Fraction(Decimal(repr(value)))
    assert float(number) == value


@given(st.fractions())
def test_text_of_a_fraction_reads_back(number: Fraction) -> None:
    assert read_number(format_fraction(number)) == number


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), "a finite number"),
        (float("-inf"), "a finite number"),
        (np.float32("inf"), "a finite number"),
        (Decimal("NaN"), "a finite number"),
        (1 + 0j, "a real number"),
        (None, "a real number"),
        (b"1", "a real number"),
        (sympy.Float(0.1), "a real number"),
        ("abc", "a number such as"),
        ("", "a number such as"),
        ("nan", "a number such as"),
        ("1_000", "a number such as"),
        ("٣", "a number such as"),
        ("0x10", "a number such as"),
        ("__import__('os').getpid()", "a number such as"),
        ("1/0", "a denominator other than 0"),
        ("1e999999999", "an exponent"),
        ("1e500", "an exponent"),
        ("9" * 10_000, "at most 2000 characters"),
        (Decimal("1e999999"), "an exponent"),
        (10**400, "no larger than the largest finite float"),
        pytest.param(10**5000, "no larger than the largest finite float", id="5001 digits"),
        ("1e309", "no larger than the largest finite float"),
    ],
)
def test_refuses_with_place_and_expectation(value: object, expected: str) -> None:
    with pytest.raises(NumberError, match=expected) as caught:
        read_number(value, "row player's payoffs, row 1, column 2")
    assert str(caught.value).startswith("row player's payoffs, row 1, column 2: expected")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (Fraction(0), 4, "0"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(-5, 2), 4, "-2.5"),
        (Fraction(100), 4, "100"),
        (Fraction(1, 10**9), 4, "1e-09"),
        (Fraction(10) ** 300, 4, "1e+300"),
        (Fraction(1, 10**400), 4, "<5e-324"),
        (2 / 3, 2, "0.67"),
    ],
)
def test_format_decimal(number: Fraction | float, digits: int, text: str) -> None:
    assert format_decimal(number, digits) == text


def test_fractions_too_long_for_python_to_print_are_printed() -> None:
    number = Fraction(10**5000 + 1, 3)
    text = format_fraction(number)
    assert text == "1" + "0" * 4999 + "1/3"
    assert format_fraction(Fraction(10**5000)) == "1" + "0" * 5000


def test_brief_numbers_are_exact_while_short() -> None:
    assert format_brief(Fraction(-2, 3)) == "-2/3"
    assert format_brief(Fraction(10**30, 7)) == "~1.42857e+29"
    assert format_brief(Fraction(1, 10**400)) == "~<5e-324"
    assert format_brief(Fraction(10**5000, 3)) == "~3.33333e+4999"


def test_decimals_beyond_the_range_of_floats() -> None:
    assert format_decimal(Fraction(25 * 10**308), 6) == "2.5e+309"
    assert format_decimal(Fraction(-(10**310), 3)) == "-3.333e+309"
