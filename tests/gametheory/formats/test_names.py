from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.errors import NumberError
from gametheory.formats.names import decimal_text, payoff_texts, read_payoff


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(583, 10), "58.3"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(1, 3), "1/3"),
        (Fraction(7, 6), "7/6"),
        (Fraction(1, 2**17), "0.00000762939453125"),
        (Fraction(1, 2**18), "1/262144"),
    ],
)
def test_decimal_where_it_ends_soon(number, text):
    assert decimal_text(number) == text


@given(st.fractions())
def test_property_text_is_exact(number):
    assert Fraction(decimal_text(number)) == number


@given(
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False).map(repr),
        st.integers().map(str),
        st.fractions().map(str),
        st.from_regex(r"[+-]?[0-9]{0,20}\.?[0-9]{1,20}(e[+-]?[0-9]{1,2})?", fullmatch=True),
    )
)
def test_property_payoff_means_what_its_text_says(text):
    # Fraction reads every one of these texts exactly; a float means its shortest decimal.
    value = read_payoff(text)
    assert (Fraction(repr(value)) if isinstance(value, float) else value) == Fraction(text)


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "٣", "1e400", "9" * 400, "", "x1", "0x11"])
def test_what_is_no_payoff(text):
    with pytest.raises(NumberError):
        read_payoff(text)


def test_texts_of_float_payoffs_are_short():
    game = BimatrixGame(np.array([[0.1, 1.0], [-0.0, 1e300]]), [[0, 0], [0, 0]])
    assert payoff_texts(game, 0) == [["0.1", "1"], ["0", "1e+300"]]
