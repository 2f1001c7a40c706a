"""Learning and selection in discrete time, as deterministic maps of expected payoffs.

A *map* takes the shares of one step to those of the next, from the values of the actions:
their expected payoffs against the opponent's shares. It is what a learning rule does when
each player sees expected payoffs instead of single draws. Throughout, x are the shares,
p the values, ``p x`` the mean value.

:func:`gametheory.dynamics.simulate` iterates them, in one compiled loop; these maps are
the ones that it knows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from gametheory.dynamics.parameters import choice, real_number
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame

__all__ = [
    "BestResponseMap",
    "DiscreteReplicator",
    "IteratedMap",
    "MultiplicativeWeights",
    "RegretMatching",
]

#: The kernels' codes: positions in this list.
_CODES = ("DiscreteReplicator", "MultiplicativeWeights", "RegretMatching", "BestResponseMap")


class IteratedMap(ABC):
    """A deterministic map of shares; its subclasses are frozen specifications.

    Attributes
    ----------
    title, source : str
        The name of the rule, and who wrote it down where.
    differences_only : bool
        Whether adding a constant to all values changes nothing.
    """

    title: ClassVar[str]
    source: ClassVar[str]
    differences_only: ClassVar[bool] = True

    @property
    def code(self) -> int:
        """Which of the compiled maps it is."""
        return _CODES.index(type(self).__name__)

    @property
    @abstractmethod
    def options(self) -> tuple[float, float]:
        """Parameters as the compiled loop reads them."""

    @property
    def sequential(self) -> bool:
        """Whether the column player answers the row player's newest shares."""
        return False

    def check(self, game: BimatrixGame) -> None:  # noqa: B027  (most maps take every game)
        """Raise ParameterError if the map is not defined for a game."""


@dataclass(frozen=True, slots=True)
class DiscreteReplicator(IteratedMap):
    """Shares grow in proportion to fitness: the replicator in generations.

    ``x_i <- x_i (c + p_i) / (c + p x)``. Maynard Smith 1982, *Evolution and the Theory of
    Games*, appendix D; Weissing 1991, "Evolutionary stability and dynamic stability in a
    class of evolutionary normal form games", in Game Equilibrium Models 1. The exponential
    form is :class:`MultiplicativeWeights`.

    Parameters
    ----------
    background : float
        c, in payoff units: with it every payoff must be positive. The larger, the smaller
        the steps.
    """

    background: float = 0.0
    title: ClassVar[str] = "discrete replicator"
    source: ClassVar[str] = "Maynard Smith 1982"
    differences_only: ClassVar[bool] = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "background", real_number("background", self.background))

    @property
    def options(self) -> tuple[float, float]:
        """Background fitness."""
        return self.background, 0.0

    def check(self, game: BimatrixGame) -> None:
        """Raise ParameterError if a fitness is not positive."""
        lowest = min(float(game.row_payoffs.min()), float(game.column_payoffs.min()))
        if lowest + self.background <= 0:
            raise ParameterError(
                f"background: expected more than {-lowest:g}, so that every "
                f"payoff with it is positive, got {self.background:g}"
            )


@dataclass(frozen=True, slots=True)
class MultiplicativeWeights(IteratedMap):
    """Weights are multiplied by the exponential of what actions earn.

    ``x_i <- x_i exp(h p_i)``, made to sum 1. Freund and Schapire 1999, "Adaptive game
    playing using multiplicative weights", Games and Economic Behavior 29; at the same time
    the exponential form of the discrete replicator (Cabrales and Sobel 1992, "On the limit
    points of discrete selection dynamics", Journal of Economic Theory 57; Hofbauer and
    Sigmund 2003, "Evolutionary game dynamics", Bulletin of the AMS 40). The *optimistic*
    rule counts the newest values twice: ``x(t+1)_i`` in proportion to
    ``exp(h (p_i(1) + ... + p_i(t) + p_i(t)))`` (Rakhlin and Sridharan 2013, "Optimization,
    learning, and games with predictable sequences", NIPS; Daskalakis and Panageas 2019,
    "Last-iterate convergence", ITCS).

    Parameters
    ----------
    rate : float
        h > 0, for one unit of payoff.
    optimistic : bool
    """

    rate: float
    optimistic: bool = False
    title: ClassVar[str] = "multiplicative weights"
    source: ClassVar[str] = "Freund and Schapire 1999"

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", real_number("rate", self.rate, 0, open_low=True))
        _check_bool("optimistic", self.optimistic)

    @property
    def options(self) -> tuple[float, float]:
        """Learning rate, and 1 for the optimistic rule."""
        return self.rate, float(self.optimistic)


@dataclass(frozen=True, slots=True)
class RegretMatching(IteratedMap):
    """Actions are played in proportion to the regret of not having played them.

    ``R_i <- R_i + p_i - p x``, then x in proportion to ``[R]+``; while no regret is
    positive the shares stay as they are. Unconditional regret matching: Hart and
    Mas-Colell 2000, "A simple adaptive procedure leading to correlated equilibrium",
    Econometrica 68, theorem B. The *optimistic* rule adds the newest regrets once more
    (Farina, Kroer and Sandholm 2021, "Faster game solving via predictive Blackwell
    approachability", AAAI).

    Parameters
    ----------
    optimistic : bool
    """

    optimistic: bool = False
    title: ClassVar[str] = "regret matching"
    source: ClassVar[str] = "Hart and Mas-Colell 2000"

    def __post_init__(self) -> None:
        _check_bool("optimistic", self.optimistic)

    @property
    def options(self) -> tuple[float, float]:
        """Nothing, and 1 for the optimistic rule."""
        return 0.0, float(self.optimistic)


@dataclass(frozen=True, slots=True)
class BestResponseMap(IteratedMap):
    """Shares move a step towards a best response, or a smoothed one.

    ``x <- (1 - s) x + s b`` with b the even mixture of the best responses or, at a
    temperature T > 0, the logit choice ``exp(p_i / T) / sum_k exp(p_k / T)`` (Fudenberg and
    Levine 1998, *The Theory of Learning in Games*, chapter 4). A step below 1 is *inertia*:
    the share 1 - s does not revise (Gilboa and Matsui 1991 in small steps).

    Parameters
    ----------
    step : float
        s, above 0 and at most 1.
    temperature : float
        T >= 0, in payoff units; 0 for exact best responses.
    order : {"simultaneous", "sequential"}
        Whether the column player answers the row player's old or new shares.
    """

    step: float = 1.0
    temperature: float = 0.0
    order: Literal["simultaneous", "sequential"] = "simultaneous"
    title: ClassVar[str] = "best response"
    source: ClassVar[str] = "Gilboa and Matsui 1991"

    def __post_init__(self) -> None:
        object.__setattr__(self, "step", real_number("step", self.step, 0, 1, open_low=True))
        object.__setattr__(self, "temperature", real_number("temperature", self.temperature, 0))
        choice("order", self.order, ("simultaneous", "sequential"))

    @property
    def sequential(self) -> bool:
        """Whether the column player moves after the row player."""
        return self.order == "sequential"

    @property
    def options(self) -> tuple[float, float]:
        """Step and temperature."""
        return self.step, self.temperature


def _check_bool(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise ParameterError(f"{name}: expected True or False, got {value!r:.60}")
