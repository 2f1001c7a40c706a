"""How a learner acts on its values: exploration rules.

*Epsilon-greedy*: with probability epsilon any action, all equally likely; else a
greedy one, that is, one of largest value. *Boltzmann* (softmax): probabilities
proportional to exp(value / temperature).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from learning.parameters import read_real

__all__ = ["Boltzmann", "EpsilonGreedy", "greedy_policies", "softmax_policies"]

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EpsilonGreedy:
    """Explore with a constant probability.

    Parameters
    ----------
    epsilon : float
        Probability, 0 to 1, of drawing any action at random, the greedy one included.

    Raises
    ------
    ParameterError
        If epsilon is out of range.
    """

    epsilon: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "epsilon", read_real(self.epsilon, "epsilon", 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Boltzmann:
    """Choose actions by softmax at a constant temperature.

    Parameters
    ----------
    temperature : float
        Above 0; a share of the player's payoff range (largest minus smallest payoff
        of the game), so that rescaling the game changes nothing. The world tells the
        range. If all payoffs are equal it is taken in payoff units.

    Raises
    ------
    ParameterError
        If the temperature is out of range.

    Notes
    -----
    Rest points of Q-learning with this rule, for small learning rates, are logit
    quantal response equilibria (Tuyls, 't Hoen & Vanschoenwinkel 2006, "An
    evolutionary dynamical analysis of multi-agent learning in iterated games",
    JAAMAS 12; Kianercy & Galstyan 2012, "Dynamics of Boltzmann Q learning in
    two-player two-action games", Phys. Rev. E 85).
    """

    temperature: float

    def __post_init__(self) -> None:
        temperature = read_real(self.temperature, "temperature", 0.0, above=True)
        object.__setattr__(self, "temperature", temperature)

    def inverse_temperature(self, payoff_bounds: tuple[float, float] | None) -> float:
        """1 / temperature in units of payoff.

        Parameters
        ----------
        payoff_bounds : (float, float) or None
            Lowest and highest payoff of the seat.

        Raises
        ------
        ParameterError
            If the bounds are missing, or their difference is too large for a float64.
        """
        if payoff_bounds is None:
            raise ParameterError(
                "Boltzmann: the temperature is a share of the payoff range, which only the "
                "world knows; give new(..., payoff_bounds=(lowest, highest)), as play does"
            )
        spread = payoff_bounds[1] - payoff_bounds[0]
        scale = self.temperature * spread if spread > 0 else self.temperature
        inverse = 1.0 / scale if scale > 0 else math.inf  # a denormal range underflows
        if not (0.0 < inverse < math.inf):
            raise ParameterError(
                f"Boltzmann: temperature {self.temperature:g} of the payoff range {spread:g} "
                "leaves the range of float64; rescale the payoffs"
            )
        return inverse


def greedy_policies(values: Values, *, first_tie: bool = False) -> Values:
    """Greedy policies: even over the actions of largest value, or the first of them.

    Parameters
    ----------
    values : ndarray, shape (..., actions)
    first_tie : bool
        Whether the first greedy action takes all.
    """
    greedy = values == values.max(axis=-1, keepdims=True)
    if first_tie:
        greedy &= np.cumsum(greedy, axis=-1) == 1
    # a row with NaN has no greedy action: its policy is NaN
    with np.errstate(invalid="ignore"):
        policies: Values = greedy / greedy.sum(axis=-1, keepdims=True)
    return policies


def softmax_policies(values: Values, inverse_temperature: float) -> Values:
    """Softmax policies, proportional to exp(value * inverse_temperature).

    Parameters
    ----------
    values : ndarray, shape (..., actions)
    inverse_temperature : float
        In units of 1 / payoff.
    """
    with np.errstate(all="ignore"):
        weights = np.exp((values - values.max(axis=-1, keepdims=True)) * inverse_temperature)
        policies: Values = weights / weights.sum(axis=-1, keepdims=True)
    return policies
