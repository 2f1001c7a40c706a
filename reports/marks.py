"""A game with the marks that its table and its figure carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal, format_fraction

__all__ = ["Cell", "MarkedGame", "mark", "number_texts"]

#: Most digits after the point for which a terminating decimal is easier to read
#: than its fraction.
_DIGITS: Final = 4

#: An outcome: the indices of the row player's and the column player's action.
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MarkedGame:
    """A game and what is worth marking in its cells.

    Attributes
    ----------
    game : BimatrixGame
    best_rows, best_columns : frozenset of Cell
        Outcomes at which the row player's (column player's) action is a best
        response to the other's pure action.
    equilibria : frozenset of Cell
        Pure equilibria.
    efficient : frozenset of Cell
        Pareto-optimal outcomes.
    """

    game: BimatrixGame
    best_rows: frozenset[Cell]
    best_columns: frozenset[Cell]
    equilibria: frozenset[Cell]
    efficient: frozenset[Cell]

    def texts(
        self, rows: int, columns: int, longest: int | None = None
    ) -> list[list[tuple[str, str]]]:
        """Both payoffs of the outcomes in the first rows and columns, as text.

        Each player's are in one style, as :func:`number_texts` gives it; a number of
        more than `longest` characters is rounded.
        """
        cells = [(i, j) for i in range(rows) for j in range(columns)]
        first, second = (
            number_texts((self.game.payoff(i, j)[player] for i, j in cells), longest)
            for player in (0, 1)
        )
        pairs = list(zip(first, second, strict=True))
        return [pairs[i * columns : (i + 1) * columns] for i in range(rows)]


def mark(game: BimatrixGame, efficient: Iterable[Cell] = ()) -> MarkedGame:
    """Mark best responses and pure equilibria, exactly, and the efficient outcomes given.

    Parameters
    ----------
    game : BimatrixGame
    efficient : iterable of Cell
        Pareto-optimal outcomes, from
        :func:`gametheory.analysis.pareto_optimal_outcomes`.
    """
    row, column = game.comparable_payoffs(0), game.comparable_payoffs(1)
    best_rows = _cells(row == row.max(axis=0, keepdims=True))
    best_columns = _cells(column == column.max(axis=1, keepdims=True))
    return MarkedGame(
        game=game,
        best_rows=best_rows,
        best_columns=best_columns,
        equilibria=best_rows & best_columns,
        efficient=frozenset(efficient),
    )


def number_texts(numbers: Iterable[Fraction], longest: int | None = None) -> list[str]:
    """Exact numbers as text in one style.

    Decimals with equally many digits if all of them end after at most four,
    fractions otherwise.

    Parameters
    ----------
    numbers : iterable of Fraction
    longest : int, optional
        Characters beyond which a number becomes a rounded decimal.

    Examples
    --------
    >>> number_texts([Fraction(583, 10), Fraction(9497, 100)])
    ['58.30', '94.97']
    >>> number_texts([Fraction(1, 3), Fraction(1, 2)])
    ['1/3', '1/2']
    """
    values = list(numbers)
    texts = _exact_texts(values)
    if longest is None:
        return texts
    return [
        text if len(text) <= longest else format_decimal(value)
        for text, value in zip(texts, values, strict=True)
    ]


def _exact_texts(values: list[Fraction]) -> list[str]:
    for digits in range(_DIGITS + 1):
        scaled = [value * 10**digits for value in values]
        if all(value.denominator == 1 for value in scaled):
            return [_decimal(int(value), digits) for value in scaled]
    return [format_fraction(value) for value in values]


def _decimal(scaled: int, digits: int) -> str:
    if digits == 0:
        return str(scaled)
    whole, part = divmod(abs(scaled), 10**digits)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{digits}d}"


def _cells(marked: NDArray[Any]) -> frozenset[Cell]:
    return frozenset((int(i), int(j)) for i, j in np.argwhere(marked))
