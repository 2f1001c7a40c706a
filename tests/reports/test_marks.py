"""Marks of a bimatrix against their definitions, and exact numbers as text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.game import BimatrixGame
from gametheory.testing import games
from reports.marks import mark, number_texts


@given(games())
def test_marks_follow_the_definitions(game: BimatrixGame) -> None:
    m, n = game.shape
    marked = mark(game)
    for i in range(m):
        for j in range(n):
            a, b = game.payoff(i, j)
            best_row = all(game.payoff(k, j)[0] <= a for k in range(m))
            best_column = all(game.payoff(i, k)[1] <= b for k in range(n))
            assert ((i, j) in marked.best_rows) == best_row
            assert ((i, j) in marked.best_columns) == best_column
            assert ((i, j) in marked.equilibria) == (best_row and best_column)


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        (["58.3", "94.97"], ["58.30", "94.97"]),
        (["3", "-2"], ["3", "-2"]),
        (["-0.5", "0"], ["-0.5", "0.0"]),
        (["1/3", "0.5"], ["1/3", "1/2"]),
        (["0.00001", "1"], ["1/100000", "1"]),
    ],
)
def test_numbers_of_a_game_have_one_style(numbers: list[str], texts: list[str]) -> None:
    assert number_texts(Fraction(number) for number in numbers) == texts


def test_long_numbers_are_rounded_where_asked() -> None:
    numbers = [Fraction(10) ** 300, Fraction(-(10**300)) / 3, Fraction(7)]
    assert number_texts(numbers, 12) == ["1e+300", "-3.333e+299", "7"]
    assert [Fraction(text) for text in number_texts(numbers)] == numbers
    assert number_texts([Fraction("123456789012"), Fraction("1234567890123")], 12) == [
        "123456789012", "1.235e+12",
    ]  # fmt: skip


@given(st.lists(st.fractions(), min_size=1, max_size=6))
def test_number_texts_are_exact(numbers: list[Fraction]) -> None:
    assert [Fraction(text) for text in number_texts(numbers)] == numbers
