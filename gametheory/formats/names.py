"""What the formats share: names with their lines, and numbers as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from gametheory.errors import FormatError
from gametheory.game import BimatrixGame
from gametheory.labels import name_fault
from gametheory.numbers import MAX_CHARACTERS, format_fraction, read_number

__all__ = ["check_names", "decimal_text", "payoff_texts", "read_payoff"]

#: Longest decimal, in digits after the point, that is preferred to a fraction.
_MAX_DECIMALS: Final = 17

#: Longest text that can be the shortest decimal of a float, "-1.2345678901234567e-308".
_SHORT: Final = 24


def check_names(
    names: Sequence[str], what: str, path: str, line: Callable[[int], int | None]
) -> None:
    """Refuse names that cannot stand in a game.

    Parameters
    ----------
    names : sequence of str
    what : str
        What they name, e.g. ``"action of the row player"``.
    path : str
        Stands in the message.
    line : callable
        Gives the line of the k-th name.

    Raises
    ------
    FormatError
        For the first name that is empty, unprintable, too long or repeated.
    """
    first: dict[str, int] = {}
    for k, name in enumerate(names):
        fault = name_fault(name)
        if fault is not None:
            raise FormatError(f"name {k + 1} of {what} is not usable: {fault}", path, line(k))
        if name in first:
            raise FormatError(
                f"{name!r} is the name of {what} twice, at places {first[name] + 1} and {k + 1}; "
                "names must differ",
                path,
                line(k),
            )
        first[name] = k


def read_payoff(text: str) -> int | float | Fraction:
    """Read one payoff exactly, in the cheapest type that means the same number.

    A float means its shortest decimal everywhere in this project, so text that
    is the shortest decimal of a float may become that float; a large game of
    floats is then read ten times as fast as over fractions.

    Raises
    ------
    NumberError
        As :func:`gametheory.numbers.read_number`.
    """
    if len(text) <= _SHORT and text[-1:].isdigit() and text.isascii():
        try:
            integer = int(text)
        except ValueError:
            pass
        else:
            if str(integer) == text:
                return integer
        try:
            number = float(text)
        except ValueError:
            pass
        else:
            if repr(number) == text:
                return number
    value = read_number(text)
    return value.numerator if value.denominator == 1 else value


def payoff_texts(game: BimatrixGame, player: int) -> list[list[str]]:
    """Return a player's m x n payoffs as people write them: ``3``, ``58.3``, ``1/3``.

    Raises
    ------
    FormatError
        If a text would be longer than what is read back as a number.
    """
    array = game.comparable_payoffs(player)
    if array.dtype == np.float64:
        return [[repr(v).removesuffix(".0") for v in row] for row in array.tolist()]
    integers, denominator = game.integer_payoffs(player)
    return [[decimal_text(Fraction(v, denominator)) for v in row] for row in integers.tolist()]


def decimal_text(number: Fraction) -> str:
    """Return an exact number as ``"3"``, ``"58.3"`` or ``"1/3"``.

    Raises
    ------
    FormatError
        If the text would be longer than what is read back as a number.
    """
    # Ten bits make at least three digits.
    bits = number.numerator.bit_length() + number.denominator.bit_length()
    if bits * 3 // 10 > MAX_CHARACTERS - 10:
        raise FormatError(
            f"a payoff has about {bits * 3 // 10} digits; at most {MAX_CHARACTERS} characters are "
            "read back, so it is not written; round it"
        )
    digits = _decimals(number.denominator)
    if not digits:
        return format_fraction(number)
    scaled = abs(number.numerator) * (10**digits // number.denominator)
    whole, rest = divmod(scaled, 10**digits)
    return f"{'-' * (number < 0)}{whole}.{rest:0{digits}d}"


def _decimals(denominator: int) -> int | None:
    """Digits after the point of 1/denominator; None if it has too many or no end."""
    if 10**_MAX_DECIMALS % denominator:
        return None
    return next(d for d in range(_MAX_DECIMALS + 1) if 10**d % denominator == 0)
