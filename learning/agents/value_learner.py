"""What all learners of values share: parameters, where they start, how they act.

A *value* is what an agent expects of an action in an observation. A *target* is what the
action turned out to be worth, the reward plus the discounted value of what follows; the
value of the action played moves towards it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, Literal

from numpy.typing import ArrayLike

from gametheory.errors import ParameterError
from learning.agents.exploration import (
    UCB,
    Boltzmann,
    EpsilonGreedy,
    Exploration,
    exploration_code,
)
from learning.agents.kernel_agent import KernelAgent, make_rule, new_kernel_agent
from learning.agents.protocol import OWN_REWARD, PAYOFF_BOUNDS, KernelRule, Seat
from learning.agents.schedules import Rate, read_rate, schedule_parameters
from learning.parameters import read_real

__all__ = ["Bounds", "Start", "TieRule", "ValueLearner", "read_shared", "shown", "starting_value"]

Bounds = tuple[float, float]

#: Where values start: a number in payoff units, or a place in the payoff range.
Start = float | Literal["lowest", "middle", "highest"]
TieRule = Literal["random", "first"]

_STARTS = {"lowest": 0.0, "middle": 0.5, "highest": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ValueLearner(ABC):
    """Specification of a learner that acts on a table of values.

    Parameters are those of :class:`learning.QLearner`.
    """

    learning_rate: Rate | Literal["average"]
    exploration: Exploration
    discount: float = 0.0
    initial_value: Start = 0.0
    tie_rule: TieRule = "random"

    #: Which ways of exploring its rule allows.
    explorations: ClassVar[tuple[type, ...]] = (EpsilonGreedy, Boltzmann)
    #: Whether its learning rate may be "average".
    averages: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not (self.averages and self.learning_rate == "average"):
            rate = read_rate(self.learning_rate, "learning_rate", 0.0, 1.0, above=True)
            object.__setattr__(self, "learning_rate", rate)
        if not isinstance(self.exploration, self.explorations):
            known = {EpsilonGreedy: "epsilon", Boltzmann: "temperature", UCB: "constant"}
            words = [f"{kind.__name__}({known[kind]})" for kind in self.explorations]
            raise ParameterError(
                f"exploration: expected {' or '.join(words)}, got {self.exploration!r}"
            )
        read_shared(self)

    def __repr__(self) -> str:
        return shown(self)

    @property
    def needs(self) -> frozenset[str]:
        """What its world must give."""
        return self.usual_needs()

    def usual_needs(self) -> frozenset[str]:
        """What parameters that all learners of values share ask of the world."""
        if isinstance(self.exploration, EpsilonGreedy) and not isinstance(self.initial_value, str):
            return frozenset({OWN_REWARD})
        return frozenset({OWN_REWARD, PAYOFF_BOUNDS})

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        return self.exploration.explores_for_ever

    def new(
        self,
        n_actions: int,
        n_observations: int = 1,
        rng: Any = None,
        *,
        payoff_bounds: Bounds | None = None,
    ) -> KernelAgent:
        """Make an agent.

        Parameters
        ----------
        n_actions : int
        n_observations : int
            Observations are 0 .. n_observations - 1; 1 for a stateless learner.
        rng : None, int, SeedSequence, Generator or Stream
            Seed of its random choices.
        payoff_bounds : (float, float), optional
            Its lowest and highest payoff; needed by Boltzmann and UCB exploration and by
            an initial value given as a place.

        Raises
        ------
        ParameterError
            If a number is out of range or the bounds are missing.
        """
        return new_kernel_agent(self, n_actions, n_observations, rng, payoff_bounds=payoff_bounds)

    @abstractmethod
    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""

    def laid_out(
        self,
        code: int,
        seat: Seat,
        extra: Mapping[int, float] | None = None,
        rest: ArrayLike = (),
    ) -> KernelRule:
        """Lay out an agent of a rule.

        Parameters
        ----------
        code : int
            Of the rule.
        seat : Seat
        extra : mapping, optional
            The rule's own places in the row of parameters.
        rest : array_like
            Its memory after the number of steps.
        """
        from learning.kernels import layout

        choice, exploration = exploration_code(self.exploration, seat.payoff_bounds)
        rate = self.learning_rate
        parameters = {
            **({} if isinstance(rate, str) else schedule_parameters(rate, layout.RATE)),
            **exploration,
            layout.DISCOUNT: self.discount,
            layout.FIRST_TIE: float(self.tie_rule == "first"),
            **(extra or {}),
        }
        start = starting_value(self.initial_value, seat.payoff_bounds)
        return make_rule(choice, code, seat, start, parameters, rest)


def read_shared(specification: Any) -> None:
    """Check and normalise discount, initial value and tie rule, in place.

    Raises
    ------
    ParameterError
        If one is out of range.
    """
    given = specification
    discount = read_real(given.discount, "discount", 0.0, 1.0, below=True)
    object.__setattr__(given, "discount", discount)
    if not isinstance(given.initial_value, str):
        start = read_real(given.initial_value, "initial_value")
        object.__setattr__(given, "initial_value", start)
    elif given.initial_value not in _STARTS:
        raise ParameterError(
            f"initial_value: expected a number or one of {', '.join(_STARTS)}, got "
            f"{given.initial_value!r}"
        )
    if given.tie_rule not in ("random", "first"):
        raise ParameterError(f"tie_rule: expected 'random' or 'first', got {given.tie_rule!r}")


def shown(specification: Any) -> str:
    """Return the text of a specification: what differs from the defaults."""
    parts = [
        f"{field.name}={getattr(specification, field.name)!r}"
        for field in fields(specification)
        if field.default is MISSING or getattr(specification, field.name) != field.default
    ]
    return f"{type(specification).__name__}({', '.join(parts)})"


def starting_value(initial_value: float | str, payoff_bounds: Bounds | None) -> float:
    """Return where values start: a number, or a place in the payoff range.

    Raises
    ------
    ParameterError
        If it is a place and the range is not known.
    """
    if not isinstance(initial_value, str):
        return initial_value
    if payoff_bounds is None:
        raise ParameterError(
            f"initial_value={initial_value!r} is a place in the payoff range, which only "
            "the world knows; give new(..., payoff_bounds=(lowest, highest)), as play does"
        )
    place = _STARTS[initial_value]
    return (1 - place) * payoff_bounds[0] + place * payoff_bounds[1]
