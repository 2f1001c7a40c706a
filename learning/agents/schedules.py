"""Rates that fall with the number of steps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.errors import ParameterError
from learning.parameters import read_real

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Decay", "Rate", "read_rate", "schedule_parameters"]


@dataclass(frozen=True, slots=True)
class Decay:
    """A number that falls with an agent's own updates.

    After t updates it is ``max(lowest, start / (1 + t / steps) ** power)``. The rate of
    Bowling & Veloso's experiments, 1 / (100 + t / 10,000), is ``Decay(0.01, 1_000_000)``.

    Parameters
    ----------
    start : float
        Above 0.
    steps : float
        Above 0.
    power : {1, 0.5}
        1 sums to infinity with summable squares, as stochastic approximation wants
        (Robbins & Monro 1951); 1/2 is the rate of many no-regret rules.
    lowest : float
        At least 0, at most `start`.

    Raises
    ------
    ParameterError
        If a number is out of range.

    Examples
    --------
    >>> Decay(0.1, 100).at(100)
    0.05
    """

    start: float
    steps: float
    power: float = 1.0
    lowest: float = 0.0

    def __post_init__(self) -> None:
        start = read_real(self.start, "start", 0.0, above=True)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "steps", read_real(self.steps, "steps", 0.0, above=True))
        power = read_real(self.power, "power", 0.0)
        if power not in (0.5, 1.0):
            raise ParameterError(f"power: expected 1 or 0.5, got {self.power!r}")
        object.__setattr__(self, "power", power)
        object.__setattr__(self, "lowest", read_real(self.lowest, "lowest", 0.0, start))

    def at(self, steps: int) -> float:
        """Value after a number of updates."""
        return max(self.lowest, self.start / float((1.0 + steps / self.steps) ** self.power))


#: What a rate may be.
Rate = float | Decay


def read_rate(
    value: Any, name: str, low: float, high: float = math.inf, *, above: bool = False
) -> Rate:
    """Read a constant or a schedule whose every value lies between two bounds.

    Parameters
    ----------
    value : float or Decay
    name : str
        For the message.
    low, high, above
        As for :func:`learning.parameters.read_real`.
    """
    if not isinstance(value, Decay):
        return read_real(value, name, low, high, above=above)
    read_real(value.start, f"{name}, start", low, high, above=above)
    return value


def schedule_parameters(rate: Rate, first: int, scale: float = 1.0) -> Mapping[int, float]:
    """Four places in a row of parameters, see :mod:`learning.kernels.layout`.

    Parameters
    ----------
    rate : float or Decay
    first : int
        ``layout.RATE`` or ``layout.EXPLORATION``.
    scale : float
        Factor of all values, e.g. a payoff range.
    """
    if not isinstance(rate, Decay):
        return {first: scale * rate}
    return {
        first: scale * rate.start,
        first + 1: rate.steps,
        first + 2: rate.power,
        first + 3: scale * rate.lowest,
    }
