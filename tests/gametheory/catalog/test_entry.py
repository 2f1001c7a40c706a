from fractions import Fraction

import pytest

from gametheory.catalog import Parameter
from gametheory.errors import ParameterError


@pytest.mark.parametrize(
    ("low", "high", "integer", "is_open", "text"),
    [
        (None, None, False, False, "a number"),
        (1, 9, True, False, "an integer between 1 and 9"),
        (Fraction(1, 2), 2, False, True, "a number between 1/2 and 2, exclusive"),
        (0, None, False, True, "a number above 0"),
        (0, None, True, False, "an integer of at least 0"),
        (None, 3, False, True, "a number below 3"),
        (None, 3, False, False, "a number of at most 3"),
    ],
)
def test_range_in_words(low, high, integer, is_open, text):
    parameter = Parameter(
        "p", Fraction(1), "meaning", None if low is None else Fraction(low),
        None if high is None else Fraction(high), integer=integer, open=is_open,
    )  # fmt: skip
    assert parameter.range == text


@pytest.mark.parametrize(("is_open", "inside"), [(False, True), (True, False)])
def test_bounds_belong_to_the_range_unless_it_is_open(is_open, inside):
    parameter = Parameter("p", Fraction(1), "m", Fraction(0), Fraction(2), open=is_open)
    for bound in (0, 2):
        if inside:
            assert parameter.read(bound, "game") == bound
        else:
            with pytest.raises(ParameterError, match="game: p \\(m\\): expected a number between"):
                parameter.read(bound, "game")


def test_values_are_exact():
    parameter = Parameter("p", Fraction(1), "m")
    assert parameter.read("1/3", "game") == Fraction(1, 3)
    assert parameter.read(0.1, "game") == Fraction(1, 10)
