"""Our answers beside those of other people's programs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from gametheory.game import BimatrixGame

pytestmark = pytest.mark.slow


def test_lrsnash_is_read_as_its_manual_says(lrsnash: Callable[..., object]) -> None:
    # the example of the manual page lrsnash(1)
    game = BimatrixGame([[0, 6], [2, 5], [3, 3]], [[1, 0], [0, 2], [4, 3]])
    assert lrsnash(game) == {
        ((Fraction(2, 3), Fraction(1, 3), Fraction(0)), (Fraction(1, 3), Fraction(2, 3))),
        ((Fraction(0), Fraction(1, 3), Fraction(2, 3)), (Fraction(2, 3), Fraction(1, 3))),
        ((Fraction(0), Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))),
    }


def test_lrsnash_is_not_asked_what_it_would_misread(lrsnash: Callable[..., object]) -> None:
    game = BimatrixGame.zero_sum([[2**62, 0], [0, 1]])
    with pytest.raises(ValueError, match=r"below 2\*\*62"):
        lrsnash(game)
