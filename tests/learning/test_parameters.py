"""Numbers out of range are refused by name, however large they are."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gametheory.errors import ParameterError
from learning import EpsilonGreedy, QLearner
from learning.parameters import read_count, read_real


# Python itself refuses to print integers of more than 4,300 digits.
@pytest.mark.parametrize(
    "value", [10**400, -(10**400), Fraction(10**400, 3), 10**5_000], ids=["+", "-", "/", "longest"]
)
def test_numbers_beyond_floats_are_refused_by_name(value: Any) -> None:
    with pytest.raises(ParameterError, match=r"learning_rate: expected a number in \(0, 1\], got"):
        QLearner(learning_rate=value, exploration=EpsilonGreedy(0.1))
    with pytest.raises(ParameterError, match="initial_value: expected a finite number, got"):
        QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1), initial_value=value)


@pytest.mark.parametrize(
    "value", [-(10**400), "x" * 10_000, -(10**5_000)], ids=["-", "text", "longest"]
)
def test_messages_stay_short(value: Any) -> None:
    for read in (read_real, read_count):
        with pytest.raises(ParameterError) as error:
            read(value, "x")
        assert len(str(error.value)) < 150


def test_numbers_within_range_are_kept() -> None:
    assert read_real(Fraction(1, 4), "x", 0, 1) == 0.25
    assert read_count(7, "x") == 7
