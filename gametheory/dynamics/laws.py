"""The classical dynamics in continuous time, each with its equation and source.

Throughout, x are the shares of one population, p the values of its actions, ``p x`` (for
``sum_i p_i x_i``) the mean value, ``[a]+`` is ``max(a, 0)``, and ``sigma(p / T)`` the logit
choice, ``exp(p_i / T) / sum_k exp(p_k / T)``. S2010 stands for Sandholm 2010, *Population
Games and Evolutionary Dynamics*, MIT Press. Temperatures are in payoff units.

(One class a law; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gametheory.dynamics.dynamic import Dynamic, RestKind
from gametheory.dynamics.parameters import real_number
from gametheory.dynamics.states import Floats

__all__ = [
    "BestResponse",
    "BoltzmannQ",
    "BrownVonNeumannNash",
    "FrequencyAdjustedQ",
    "Logit",
    "Projection",
    "Replicator",
    "Smith",
    "logit_choice",
]


def logit_choice(values: Floats, temperature: float) -> Floats:
    """Probabilities ``exp(p_i / T) / sum_k exp(p_k / T)``.

    Parameters
    ----------
    values : ndarray, shape (..., n)
    temperature : float
        T > 0, in payoff units.
    """
    with np.errstate(over="ignore"):  # a choice that is never made
        weights = np.exp((values - values.max(axis=-1, keepdims=True)) / temperature)
    choice: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return choice


def _mean(shares: Floats, values: Floats) -> Floats:
    mean: Floats = (shares * values).sum(axis=-1, keepdims=True)
    return mean


@dataclass(frozen=True, slots=True)
class Replicator(Dynamic):
    """Actions grow by how much they earn above the mean.

    ``x'_i = x_i (p_i - p x)``. Taylor and Jonker 1978, "Evolutionarily stable strategies
    and game dynamics", Mathematical Biosciences 40; two populations: Taylor 1979,
    "Evolutionarily stable strategies with two types of player", Journal of Applied
    Probability 16; S2010, chapter 5. Unused actions stay unused, so it also rests where only
    the actions *in use* earn the same.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> [v.tolist() for v in Replicator().velocity(pennies, ([0.5, 0.5], [0.75, 0.25]))]
    [[0.25, -0.25], [0.0, 0.0]]
    """

    title: ClassVar[str] = "replicator"
    source: ClassVar[str] = "Taylor and Jonker 1978"
    rests: ClassVar[RestKind] = "equal values"
    differences_only: ClassVar[bool] = True

    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change; see :meth:`Dynamic.law`."""
        return shares * (values - _mean(shares, values))

    def growth(self, logarithms: Floats, shares: Floats, values: Floats) -> Floats:
        """Rates ``p_i - p x``."""
        return values - _mean(shares, values)

    def slopes(self, shares: Floats, values: Floats) -> tuple[Floats, Floats]:
        """Derivatives; see :meth:`Dynamic.slopes`."""
        excess = values - _mean(shares, values)
        return (
            np.diag(excess) - np.outer(shares, values),
            np.diag(shares) - np.outer(shares, shares),
        )


@dataclass(frozen=True, slots=True)
class BrownVonNeumannNash(Dynamic):
    """Actions that earn above the mean gain in proportion to their excess.

    ``x'_i = k_i - x_i sum_j k_j`` with ``k_i = [p_i - p x]+``. Brown and von Neumann 1950,
    "Solutions of games by differential equations", in Contributions to the Theory of
    Games 1; the map of Nash 1951; S2010, chapter 5. At an equilibrium the excess of every
    action in use is 0, where ``[.]+`` has no derivative.
    """

    title: ClassVar[str] = "Brown-von Neumann-Nash"
    source: ClassVar[str] = "Brown and von Neumann 1950"
    rests: ClassVar[RestKind] = "nash"
    differences_only: ClassVar[bool] = True
    regular_ess_are_stable: ClassVar[bool] = True
    smooth: ClassVar[bool] = False

    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change; see :meth:`Dynamic.law`."""
        excess = np.maximum(values - _mean(shares, values), 0.0)
        rates: Floats = excess - shares * excess.sum(axis=-1, keepdims=True)
        return rates


@dataclass(frozen=True, slots=True)
class Smith(Dynamic):
    """Each pair of actions is compared; shares flow to the better one.

    ``x'_i = sum_j x_j [p_i - p_j]+ - x_i sum_j [p_j - p_i]+``. Smith 1984, "The stability
    of a dynamic model of traffic assignment", Transportation Science 18; S2010, chapter 5.
    """

    title: ClassVar[str] = "Smith"
    source: ClassVar[str] = "Smith 1984"
    rests: ClassVar[RestKind] = "nash"
    differences_only: ClassVar[bool] = True
    regular_ess_are_stable: ClassVar[bool] = True
    smooth: ClassVar[bool] = False

    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change; see :meth:`Dynamic.law`."""
        gains = np.maximum(values[..., :, None] - values[..., None, :], 0.0)
        inflow = (gains * shares[..., None, :]).sum(axis=-1)
        outflow: Floats = inflow - shares * gains.sum(axis=-2)
        return outflow

    def slopes(self, shares: Floats, values: Floats) -> tuple[Floats, Floats] | None:
        """Derivatives, where no action in use earns the same as another one."""
        equal = values[:, None] == values[None, :]
        np.fill_diagonal(equal, False)
        if bool((equal & (shares[:, None] > 0)).any()):
            return None
        gains = np.maximum(values[:, None] - values[None, :], 0.0)
        better = (values[:, None] > values[None, :]).astype(np.float64)
        moved = better * shares[None, :]  # flow into i from j, for each unit of p_i - p_j
        pairs = moved + moved.T
        return gains - np.diag(gains.sum(axis=0)), np.diag(pairs.sum(axis=1)) - pairs


@dataclass(frozen=True, slots=True)
class Logit(Dynamic):
    """A part of the population revises and chooses better actions more often.

    ``x' = sigma(p / T) - x``. Fudenberg and Levine 1998, *The Theory of Learning in
    Games*, chapter 4 (the *smoothed* best-response dynamic); S2010, chapter 6. It rests
    exactly at the logit quantal response equilibria of precision 1/T.

    Parameters
    ----------
    temperature : float
        T > 0, in payoff units.
    """

    temperature: float
    title: ClassVar[str] = "logit"
    source: ClassVar[str] = "Fudenberg and Levine 1998"
    rests: ClassVar[RestKind] = "logit"
    differences_only: ClassVar[bool] = True

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "temperature", real_number("temperature", self.temperature, 0, open_low=True)
        )

    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change; see :meth:`Dynamic.law`."""
        return logit_choice(values, self.temperature) - shares

    def slopes(self, shares: Floats, values: Floats) -> tuple[Floats, Floats]:
        """Derivatives; see :meth:`Dynamic.slopes`."""
        choice = logit_choice(values, self.temperature)
        return (
            -np.eye(len(shares)),
            (np.diag(choice) - np.outer(choice, choice)) / self.temperature,
        )


@dataclass(frozen=True, slots=True)
class Projection(Dynamic):
    """Shares follow the values, projected on what keeps them shares.

    ``x' = the point nearest to p among the directions that lead into the simplex at x``.
    Nagurney and Zhang 1997, "Projected dynamical systems in the formulation, stability
    analysis, and computation of fixed demand traffic network equilibria", Transportation
    Science 31; Lahkar and Sandholm 2008, "The projection dynamic and the geometry of
    population games", Games and Economic Behavior 64; S2010, chapter 6. Inside the simplex it
    is ``p_i`` minus the mean of all p; it jumps where shares become 0.
    """

    title: ClassVar[str] = "projection"
    source: ClassVar[str] = "Nagurney and Zhang 1997"
    rests: ClassVar[RestKind] = "nash"
    differences_only: ClassVar[bool] = True
    continuous: ClassVar[bool] = False

    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change; see :meth:`Dynamic.law`."""
        moving = self.moving(shares, values)
        mean = (values * moving).sum(axis=-1, keepdims=True) / moving.sum(axis=-1, keepdims=True)
        return np.where(moving, values - mean, 0.0)

    @staticmethod
    def moving(shares: Floats, values: Floats) -> Floats:
        """Mark the actions whose shares move (1.0): those in use, and better unused ones.

        An unused action takes part if it earns more than the mean of those that take
        part; taken in order of their values, the first that does not ends the list.
        """
        used = shares > 0
        order = np.argsort(np.where(used, -np.inf, -values), axis=-1, kind="stable")
        ordered = np.take_along_axis(values, order, axis=-1)
        count = np.arange(1, values.shape[-1] + 1)
        before = (np.cumsum(ordered, axis=-1) - ordered) / np.maximum(count - 1, 1)
        joins = np.take_along_axis(used, order, axis=-1) | (ordered > before)
        joins = np.logical_and.accumulate(joins, axis=-1)
        moving = np.zeros(values.shape)
        np.put_along_axis(moving, order, joins.astype(np.float64), axis=-1)
        return moving

    def slopes(self, shares: Floats, values: Floats) -> tuple[Floats, Floats] | None:
        """Derivatives inside the simplex; on its boundary there are none."""
        n = len(shares)
        if bool((shares <= 0).any()):
            return None
        return np.zeros((n, n)), np.eye(n) - 1.0 / n


@dataclass(frozen=True, slots=True)
class BestResponse(Dynamic):
    """A part of the population revises and chooses a best response.

    ``x' in BR(p) - x``. Gilboa and Matsui 1991, "Social stability and equilibrium",
    Econometrica 59; Hofbauer 1995, "Stability for the best response dynamics"; S2010,
    chapter 6. A *differential inclusion*: where several actions are best there are several
    solutions. :meth:`law` takes the even mixture of them;
    :func:`gametheory.dynamics.simulate` follows one exact solution and says so.
    """

    title: ClassVar[str] = "best response"
    source: ClassVar[str] = "Gilboa and Matsui 1991"
    rests: ClassVar[RestKind] = "nash"
    differences_only: ClassVar[bool] = True
    regular_ess_are_stable: ClassVar[bool] = True
    continuous: ClassVar[bool] = False

    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change towards the even mixture of the best responses."""
        best = (values == values.max(axis=-1, keepdims=True)).astype(np.float64)
        rates: Floats = best / best.sum(axis=-1, keepdims=True) - shares
        return rates


def _boltzmann_growth(logarithms: Floats, shares: Floats, values: Floats, t: float) -> Floats:
    drive = values - t * logarithms
    return drive - _mean(shares, drive)


def _logarithms(shares: Floats) -> Floats:
    """Logarithms, with 0 for shares of 0, which are multiplied away."""
    return np.log(np.where(shares > 0, shares, 1.0))


def _boltzmann_slopes(
    shares: Floats, values: Floats, temperature: float
) -> tuple[Floats, Floats] | None:
    if bool((shares <= 0).any()):
        return None  # x log x has no derivative at 0
    logarithms = np.log(shares)
    growth = _boltzmann_growth(logarithms, shares, values, temperature)
    drive = values - temperature * logarithms
    by_share = (
        np.diag(growth)
        - np.outer(shares, drive)
        - temperature * np.eye(len(shares))
        + temperature * np.outer(shares, np.ones(len(shares)))
    )
    return by_share, np.diag(shares) - np.outer(shares, shares)


@dataclass(frozen=True, slots=True)
class BoltzmannQ(Dynamic):
    """The limit of Boltzmann Q-learning: selection by values, and mutation by exploration.

    ``x'_i = x_i (p_i - p x - T (log x_i - sum_k x_k log x_k))``. Tuyls, 't Hoen and
    Vanschoenwinkel 2006, "An evolutionary dynamical analysis of multi-agent learning in
    iterated games", Autonomous Agents and Multi-Agent Systems 12; in this unit of time
    Kianercy and Galstyan 2012, "Dynamics of Boltzmann Q learning in two-player two-action
    games", Physical Review E 85. It supposes that all actions' values are
    updated equally often. It rests inside the simplex at the logit quantal response
    equilibria of precision 1/T, and on each face at those of the subgame, which repel.

    Parameters
    ----------
    temperature : float
        T > 0, in payoff units.
    """

    temperature: float
    title: ClassVar[str] = "Boltzmann Q-learning"
    source: ClassVar[str] = "Tuyls, 't Hoen and Vanschoenwinkel 2006"
    rests: ClassVar[RestKind] = "logit"
    differences_only: ClassVar[bool] = True

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "temperature", real_number("temperature", self.temperature, 0, open_low=True)
        )

    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change; see :meth:`Dynamic.law`."""
        return shares * _boltzmann_growth(_logarithms(shares), shares, values, self.temperature)

    def growth(self, logarithms: Floats, shares: Floats, values: Floats) -> Floats:
        """Rates ``x'_i / x_i``."""
        return _boltzmann_growth(logarithms, shares, values, self.temperature)

    def slopes(self, shares: Floats, values: Floats) -> tuple[Floats, Floats] | None:
        """Derivatives inside the simplex; on its boundary there are none."""
        return _boltzmann_slopes(shares, values, self.temperature)


@dataclass(frozen=True, slots=True)
class FrequencyAdjustedQ(Dynamic):
    """The limit of frequency-adjusted Q-learning, in its learner's unit of time.

    ``x'_i = a x_i ((p_i - p x) / T - log x_i + sum_k x_k log x_k)``. Kaisers and Tuyls 2010,
    "Frequency adjusted multi-agent Q-learning", AAMAS 2010. That learner weighs each
    update of action i by ``min(b / x_i, 1)``, so that rarely played actions learn as fast
    as others; while every ``x_i >= b`` its mean motion is this equation with ``a`` the
    learning rate times b. Ordinary Q-learning, whose rare actions learn slowly, follows
    it only near the middle. The orbits are those of :class:`BoltzmannQ`, a/T times as fast.

    Parameters
    ----------
    temperature : float
        T > 0, in payoff units.
    rate : float
        a > 0.
    """

    temperature: float
    rate: float = 1.0
    title: ClassVar[str] = "frequency-adjusted Q-learning"
    source: ClassVar[str] = "Kaisers and Tuyls 2010"
    rests: ClassVar[RestKind] = "logit"
    differences_only: ClassVar[bool] = True

    def __post_init__(self) -> None:
        for name in ("temperature", "rate"):
            object.__setattr__(self, name, real_number(name, getattr(self, name), 0, open_low=True))

    @property
    def _speed(self) -> float:
        return self.rate / self.temperature

    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change; see :meth:`Dynamic.law`."""
        growth = _boltzmann_growth(_logarithms(shares), shares, values, self.temperature)
        return shares * growth * self._speed

    def growth(self, logarithms: Floats, shares: Floats, values: Floats) -> Floats:
        """Rates ``x'_i / x_i``."""
        return self._speed * _boltzmann_growth(logarithms, shares, values, self.temperature)

    def slopes(self, shares: Floats, values: Floats) -> tuple[Floats, Floats] | None:
        """Derivatives inside the simplex; on its boundary there are none."""
        slopes = _boltzmann_slopes(shares, values, self.temperature)
        return None if slopes is None else (self._speed * slopes[0], self._speed * slopes[1])
