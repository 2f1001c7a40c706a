"""A game's payoffs as logit responses need them, and the units of precision.

In a logit response the odds of two actions of a player are ``exp(lambda d)``, where d is
the difference of their expected payoffs and *lambda* the player's *precision*; its
inverse is the *temperature*. Precision is counted

``"payoff"``
    per unit of payoff, the same for both players (McKelvey & Palfrey 1995), or
``"range"``
    per payoff range of each player, so that the temperature is a share of the range, as
    learners' exploration is often given.

Only differences between a player's own actions matter. They are taken exactly and then
divided by the largest of them, so an offset of 1e17 costs no digit and payoffs of 1e300
overflow nowhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from numbers import Real
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import NumberError, ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal, read_number

__all__ = ["MAX_SCALED", "UNITS", "LogitPayoffs", "read_precision", "response", "scaled_payoffs"]

FloatArray = NDArray[np.float64]

#: The units of precision.
UNITS: Final = ("payoff", "range")

#: Largest precision times largest payoff difference. Beyond it a difference of one part
#: in a million million still decides, which floats no longer tell: Nash's limit is meant.
MAX_SCALED: Final = 10**12


@dataclass(frozen=True, slots=True, eq=False)
class LogitPayoffs:
    """Payoffs of a game in the form that logit responses need.

    With *scaled precision* ``t = precision * unit``, player k responds to expected payoffs
    ``weights[k] * (values[k] @ opponent)`` with precision t.

    Attributes
    ----------
    values : pair of ndarray, shapes (m, n) and (n, m)
        Each player's payoffs, own actions in rows, less the smallest of each column,
        divided by the largest entry: between 0 and 1.
    weights : (float, float)
        Largest difference between payoffs of each player's own actions, in the units of
        precision, as a share of the larger; 0 for a player who is never affected.
    unit : Fraction
        The larger of the two differences; 1 if both are 0.
    """

    values: tuple[FloatArray, FloatArray]
    weights: tuple[float, float]
    unit: Fraction

    def scaled(self, precision: Fraction) -> float:
        """Precision in units of `unit`.

        Raises
        ------
        ParameterError
            If it exceeds `MAX_SCALED`.
        """
        scaled = precision * self.unit
        if scaled > MAX_SCALED:
            raise ParameterError(
                f"precision: expected at most {format_decimal(MAX_SCALED / self.unit)} in this "
                f"game ({MAX_SCALED:.0e} over its largest payoff difference), got "
                f"{format_decimal(precision)}; for the limit use gametheory.solve"
            )
        return float(scaled)

    def unscaled(self, scaled: float) -> float:
        """Precision in the caller's units.

        Raises
        ------
        ParameterError
            If it is too large for a float.
        """
        try:
            return float(Fraction(scaled) / self.unit)
        except OverflowError:
            raise ParameterError(
                "the payoffs differ too little to state a precision per unit of payoff; use "
                "units='range', or multiply the payoffs"
            ) from None


def scaled_payoffs(game: BimatrixGame, units: str = "payoff") -> LogitPayoffs:
    """Bring a game's payoffs into the form that logit responses need.

    Parameters
    ----------
    game : BimatrixGame
    units : str
        ``"payoff"`` or ``"range"``.

    Raises
    ------
    UnknownNameError
        If there are no such units.
    """
    if units not in UNITS:
        raise UnknownNameError("units of precision", str(units), UNITS)
    values, spreads = [], []
    for player in (0, 1):
        integers, denominator = game.integer_payoffs(player)
        own = integers if player == 0 else integers.T
        if own.dtype != object and int(np.abs(own).max()) > 2**61:
            own = own.astype(object)  # a difference of two could overflow int64
        centred = own - own.min(axis=0)
        largest = int(centred.max())
        if largest:
            # Python divides integers with one rounding, of any size.
            shares = np.array(
                [[v / largest for v in row] for row in centred.tolist()]
            )  # fmt: skip
        else:
            shares = np.zeros(centred.shape)
        shares.setflags(write=False)
        values.append(shares)
        spread = Fraction(largest, denominator)
        if units == "range" and spread:
            spread /= game.payoff_range(player)
        spreads.append(spread)
    unit = max(spreads) or Fraction(1)
    first, second = (float(spread / unit) for spread in spreads)
    return LogitPayoffs((values[0], values[1]), (first, second), unit)


def read_precision(
    precision: Any = None, temperature: Any = None, *, default: Fraction | None = None
) -> Fraction:
    """Read a precision, given as such or by its temperature.

    Parameters
    ----------
    precision : number, optional
        Lambda, at least 0.
    temperature : number, optional
        1 / lambda, above 0.
    default : Fraction, optional
        For a call without either.

    Raises
    ------
    ParameterError
        If not exactly one is given, or it is out of range.
    """
    if precision is None and temperature is None and default is not None:
        return default
    if (precision is None) == (temperature is None):
        raise ParameterError(
            "expected either precision (lambda) or temperature (1 / lambda), got "
            + ("neither" if precision is None else "both")
        )
    name = "temperature" if precision is None else "precision"
    given = temperature if precision is None else precision
    expected = "above 0" if precision is None else "of at least 0"
    if isinstance(given, bool) or (isinstance(given, Real) and not math.isfinite(given)):
        raise ParameterError(f"{name}: expected a finite number {expected}, got {given}")
    try:
        number = read_number(given, name)
    except NumberError as error:
        raise ParameterError(str(error)) from None
    if number < 0 or (number == 0 and precision is None):
        raise ParameterError(f"{name}: expected a number {expected}, got {given!s:.60}")
    return number if precision is not None else 1 / number


def response(payoffs: LogitPayoffs, player: int, scaled: float, opponent: FloatArray) -> FloatArray:
    """Logarithms of the logit response to an opponent's mixed strategy.

    Parameters
    ----------
    payoffs : LogitPayoffs
    player : int
        Who responds.
    scaled : float
        Scaled precision.
    opponent : ndarray
        Probabilities.
    """
    exponents = scaled * payoffs.weights[player] * (payoffs.values[player] @ opponent)
    exponents -= exponents.max()
    logs: FloatArray = exponents - math.log(np.exp(exponents).sum())
    return logs
