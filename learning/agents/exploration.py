"""How a learner acts on its values: exploration rules.

*Epsilon-greedy*: with probability epsilon any action, all equally likely; else a
greedy one, that is, one of largest value. *Boltzmann* (softmax): probabilities
proportional to exp(value / temperature). *Upper confidence bounds*: the action whose
value could be largest, given how seldom it was tried.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from gametheory.errors import ParameterError
from learning.agents.schedules import Decay, Rate, read_rate, schedule_parameters
from learning.parameters import read_real

__all__ = ["UCB", "Boltzmann", "EpsilonGreedy", "Exploration", "exploration_code"]


@dataclass(frozen=True, slots=True)
class EpsilonGreedy:
    """Explore with a probability.

    Parameters
    ----------
    epsilon : float or Decay
        Probability, 0 to 1, of drawing any action at random, the greedy one included.

    Raises
    ------
    ParameterError
        If epsilon is out of range.
    """

    epsilon: Rate

    def __post_init__(self) -> None:
        object.__setattr__(self, "epsilon", read_rate(self.epsilon, "epsilon", 0.0, 1.0))

    @property
    def explores_for_ever(self) -> bool:
        """Whether it never stops to play actions held to be worse."""
        return (self.epsilon.lowest if isinstance(self.epsilon, Decay) else self.epsilon) > 0


@dataclass(frozen=True, slots=True)
class Boltzmann:
    """Choose actions by softmax at a temperature.

    Parameters
    ----------
    temperature : float or Decay
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

    temperature: Rate

    def __post_init__(self) -> None:
        temperature = read_rate(self.temperature, "temperature", 0.0, above=True)
        object.__setattr__(self, "temperature", temperature)

    @property
    def explores_for_ever(self) -> bool:
        """Whether it never stops to play actions held to be worse."""
        return not isinstance(self.temperature, Decay) or self.temperature.lowest > 0

    def payoff_scale(self, payoff_bounds: tuple[float, float] | None) -> float:
        """Payoffs that a temperature of 1 stands for.

        Parameters
        ----------
        payoff_bounds : (float, float) or None
            Lowest and highest payoff of the seat.

        Raises
        ------
        ParameterError
            If the bounds are missing, or temperatures would leave the range of float64.
        """
        if payoff_bounds is None:
            raise ParameterError(
                "Boltzmann: the temperature is a share of the payoff range, which only the "
                "world knows; give new(..., payoff_bounds=(lowest, highest)), as play does"
            )
        spread = payoff_bounds[1] - payoff_bounds[0]
        scale = spread if spread > 0 else 1.0
        start = self.temperature.start if isinstance(self.temperature, Decay) else self.temperature
        hot = start * scale
        inverse = 1.0 / hot if hot > 0 else math.inf  # a denormal range underflows
        if not (0.0 < inverse < math.inf):
            raise ParameterError(
                f"Boltzmann: temperature {start:g} of the payoff range {spread:g} "
                "leaves the range of float64; rescale the payoffs"
            )
        return scale


@dataclass(frozen=True, slots=True)
class UCB:
    """Choose the action of largest upper confidence bound (UCB1).

    After n rounds in an observation, in n_a of which action a was played, the bound is
    ``value + constant * (payoff range) * sqrt(2 log n / n_a)``; an action never played
    comes first. No chance but in ties, by the learner's tie rule.

    Parameters
    ----------
    constant : float
        At least 0; a share of the player's payoff range, which the world tells (if all
        payoffs are equal, in payoff units). 1, the default, is UCB1 for payoffs scaled
        to [0, 1].

    Raises
    ------
    ParameterError
        If the constant is out of range.

    Notes
    -----
    Auer, Cesa-Bianchi & Fischer 2002, "Finite-time analysis of the multiarmed bandit
    problem", Machine Learning 47, Fig. 1. Their bound on the regret (Theorem 1) is for
    independent rewards and sample averages, ``learning_rate="average"``.
    """

    constant: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "constant", read_real(self.constant, "constant", 0.0))

    @property
    def explores_for_ever(self) -> bool:
        """Whether it never stops to play actions held to be worse."""
        return self.constant > 0


#: How a learner may act on its values.
Exploration = EpsilonGreedy | Boltzmann | UCB


def exploration_code(
    exploration: Exploration, payoff_bounds: tuple[float, float] | None
) -> tuple[int, dict[int, float]]:
    """Code of the choice and its parameters, for the compiled loops.

    Parameters
    ----------
    exploration : EpsilonGreedy, Boltzmann or UCB
    payoff_bounds : (float, float) or None
        Lowest and highest payoff of the seat.

    Raises
    ------
    ParameterError
        If the bounds are needed and missing, or out of range.
    """
    from learning.kernels import layout, rules, values

    if isinstance(exploration, Boltzmann):
        scale = exploration.payoff_scale(payoff_bounds)
        parameters = schedule_parameters(exploration.temperature, layout.EXPLORATION, scale)
        return rules.BOLTZMANN, dict(parameters)
    if isinstance(exploration, UCB):
        if payoff_bounds is None:
            raise ParameterError(
                "UCB: the constant is a share of the payoff range, which only the world knows; "
                "give new(..., payoff_bounds=(lowest, highest)), as play does"
            )
        spread = payoff_bounds[1] - payoff_bounds[0]
        constant = exploration.constant * (spread if spread > 0 else 1.0)
        if not math.isfinite(constant):
            raise ParameterError(
                f"UCB: {exploration.constant:g} of the payoff range {spread:g} leaves the range of "
                "float64; rescale the payoffs"
            )
        return values.UPPER_CONFIDENCE, {layout.EXPLORATION: constant}
    parameters = schedule_parameters(exploration.epsilon, layout.EXPLORATION)
    return rules.EPSILON_GREEDY, dict(parameters)
