"""Games whose payoffs were measured: as counts of successes, or as means with errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import GameError, NumberError, ParameterError
from gametheory.game import BimatrixGame
from gametheory.numbers import read_number
from gametheory.randomness import Randomness, read_rng

__all__ = ["EstimatedGame"]

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_MOST_ATTEMPTS: Final = 2**53


@dataclass(frozen=True, eq=False)
class EstimatedGame:
    """A game whose payoffs were measured.

    Made by :meth:`from_counts`, :meth:`from_errors` or :meth:`constant_sum`.

    Attributes
    ----------
    game : BimatrixGame
        With the estimates as payoffs.
    successes, attempts : ndarray of int, shape (m, n), or None
        Counts behind the row player's payoffs.
    worth : Fraction
        What a share of 1 is worth, where there are counts.
    row_errors, column_errors : ndarray, shape (m, n), or None
        Standard errors, in payoff units.
    total : Fraction or None
        What both players get together at every outcome, if that is fixed: the column
        player's payoffs are then the rest and have no errors of their own.
    """

    game: BimatrixGame
    successes: IntArray | None = field(default=None, repr=False)
    attempts: IntArray | None = field(default=None, repr=False)
    worth: Fraction = Fraction(1)
    row_errors: FloatArray | None = field(default=None, repr=False)
    column_errors: FloatArray | None = field(default=None, repr=False)
    total: Fraction | None = None

    def __post_init__(self) -> None:
        counted = self.successes, self.attempts
        measured = (self.row_errors, self.column_errors)[: 1 if self.total is not None else 2]
        if not any(all(isinstance(x, np.ndarray) for x in pair) for pair in (counted, measured)):
            raise ParameterError(
                "expected payoffs with counts or with standard errors of both players; make the "
                "game by EstimatedGame.from_counts, .from_errors or .constant_sum"
            )

    @classmethod
    def from_counts(
        cls, successes: Any, attempts: Any, *, worth: Any = 1, **labels: Any
    ) -> EstimatedGame:
        """Game in which the row player succeeds or fails, the column player the reverse.

        The row player's payoff is ``worth * successes / attempts``, the column player's
        the rest to `worth`.

        Parameters
        ----------
        successes, attempts : m sequences of n ints
            At least one attempt at each outcome.
        worth : number
            Positive; e.g. 100 for payoffs in percent.
        **labels
            Names, as for :class:`gametheory.BimatrixGame`.

        Raises
        ------
        ParameterError
            If a count is no whole number, there is no attempt, or there are more
            successes than attempts; with the row and the column.

        Examples
        --------
        >>> estimated = EstimatedGame.from_counts([[5, 9], [8, 6]], [[10, 10], [10, 10]])
        >>> estimated.game.payoff(0, 1)
        (Fraction(9, 10), Fraction(1, 10))
        """
        won, tried = _counts(successes, "successes", 0), _counts(attempts, "attempts", 1)
        if won.shape != tried.shape:
            raise ParameterError(
                f"expected successes and attempts of one shape, got {won.shape} and {tried.shape}"
            )
        for i, j in np.argwhere(won > tried).tolist():
            raise ParameterError(
                f"successes, row {i}, column {j}: expected at most the {tried[i, j]} attempts, "
                f"got {won[i, j]}"
            )
        value = _number(worth, "worth")
        if value <= 0:
            raise ParameterError(f"worth: expected a positive number, got {worth!s:.60}")
        game = _counted(won, tried, value, labels)
        return cls(game, won, tried, value, total=value)

    @classmethod
    def from_errors(
        cls, A: Any, B: Any, row_errors: Any, column_errors: Any, **labels: Any
    ) -> EstimatedGame:
        """Game of means with standard errors, independent of each other.

        Parameters
        ----------
        A, B : array_like, shape (m, n)
            Means.
        row_errors, column_errors : array_like, shape (m, n)
            Standard errors, at least 0; 0 for a payoff that is known.
        **labels
            Names, as for :class:`gametheory.BimatrixGame`.

        Raises
        ------
        ParameterError
            If an error is negative or no finite number, or the shape is another.
        GameError
            As for :class:`gametheory.BimatrixGame`.
        """
        game = BimatrixGame(A, B, **labels)
        return cls(
            game,
            row_errors=_errors(row_errors, game, "row_errors"),
            column_errors=_errors(column_errors, game, "column_errors"),
        )

    @classmethod
    def constant_sum(cls, A: Any, errors: Any, *, total: Any = 0, **labels: Any) -> EstimatedGame:
        """Game in which both players always get `total` together; only A was measured.

        Parameters
        ----------
        A, errors : array_like, shape (m, n)
            Means and standard errors of the row player's payoffs.
        total : number
        **labels
            Names, as for :class:`gametheory.BimatrixGame`.

        Raises
        ------
        ParameterError, GameError
            As for :meth:`from_errors`.
        """
        value = _number(total, "total")
        first = BimatrixGame.zero_sum(A, **labels)
        game = _with_rest([[first.payoff(i, j)[0] for j in range(first.shape[1])]
                           for i in range(first.shape[0])], value, labels)  # fmt: skip
        return cls(game, row_errors=_errors(errors, game, "errors"), total=value)

    def draw(self, rng: Randomness = None) -> BimatrixGame:
        """Draw a game that the same measurement might have given.

        Parameters
        ----------
        rng : None, int, SeedSequence or Generator
        """
        generator = read_rng(rng)
        names = _labels(self.game)
        if self.successes is not None and self.attempts is not None:
            shares = self.successes / self.attempts
            won = generator.binomial(self.attempts, shares)
            return _counted(won, self.attempts, self.worth, names)
        assert self.row_errors is not None  # every other way to make one gives errors
        first = generator.normal(self.game.row_payoffs, self.row_errors)
        if self.total is not None:
            return _with_rest(first.tolist(), self.total, names)
        assert self.column_errors is not None
        second = generator.normal(self.game.column_payoffs, self.column_errors)
        return BimatrixGame(first, second, **names)

    @property
    def notes(self) -> tuple[str, ...]:
        """Payoffs without spread: shares of 0 or 1, errors of 0."""
        if self.successes is not None and self.attempts is not None:
            fixed = int(((self.successes == 0) | (self.successes == self.attempts)).sum())
            if fixed:
                return (
                    f"{fixed} outcome{'s' * (fixed > 1)} with only successes or only failures: "
                    "the bootstrap does not move a share of 0 or 1, so intervals are too short",
                )
        return ()


def _labels(game: BimatrixGame) -> dict[str, Any]:
    return {
        "name": game.name or None,
        "row_actions": game.row_actions,
        "column_actions": game.column_actions,
        "players": game.players,
    }


def _counted(won: IntArray, tried: IntArray, worth: Fraction, labels: Any) -> BimatrixGame:
    rows = [
        [worth * Fraction(w, t) for w, t in zip(own, all_, strict=True)]
        for own, all_ in zip(won.tolist(), tried.tolist(), strict=True)
    ]
    return _with_rest(rows, worth, labels)


def _with_rest(rows: Sequence[Sequence[Any]], total: Fraction, labels: Any) -> BimatrixGame:
    rest = [[total - read_number(v) for v in row] for row in rows]
    return BimatrixGame(rows, rest, **labels)


def _number(value: Any, what: str) -> Fraction:
    try:
        return read_number(value, what)
    except NumberError as error:
        raise ParameterError(str(error)) from None


def _counts(values: Any, what: str, least: int) -> IntArray:
    if isinstance(values, np.ma.MaskedArray):
        raise ParameterError(f"{what}: expected counts, got a masked array")
    try:
        rows = [list(row) for row in values]
    except TypeError:
        rows = []
    if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise ParameterError(f"{what}: expected m rows of n counts each, got {values!r:.60}")
    table = np.empty((len(rows), len(rows[0])), dtype=object)
    table[:] = rows
    for (i, j), value in np.ndenumerate(table):
        whole = isinstance(value, (float, np.floating)) and float(value).is_integer()
        integer = isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.bool_))
        if not (whole or integer) or not least <= int(value) <= _MOST_ATTEMPTS:
            raise ParameterError(
                f"{what}, row {i}, column {j}: expected a whole number of at least {least}, got "
                f"{value!r:.60}"
            )
    counts: IntArray = table.astype(np.int64)
    counts.setflags(write=False)
    return counts


def _errors(values: Any, game: BimatrixGame, what: str) -> FloatArray:
    try:
        # The reader of payoffs refuses NaN, infinities, masks and ragged rows by place.
        errors = BimatrixGame.zero_sum(values).row_payoffs
    except (GameError, NumberError) as error:
        raise ParameterError(f"{what}: {error}") from None
    if errors.shape != game.shape:
        raise ParameterError(f"{what}: expected the shape {game.shape}, got {errors.shape}")
    for i, j in np.argwhere(errors < 0).tolist():
        raise ParameterError(
            f"{what}, row {i}, column {j}: expected a standard error >= 0, got {errors[i, j]}"
        )
    return errors
