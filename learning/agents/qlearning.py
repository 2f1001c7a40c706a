"""Q-learning (Watkins & Dayan 1992, "Q-learning", Machine Learning 8).

A Q-learner keeps a *value* for each action (in each observation) and moves the
value of the action it played towards what it got,
``q += learning_rate * (reward + discount * max q' - q)``. *Stateless* means one
observation only. *Independent* learners take the other players for part of the
world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, final

from gametheory.errors import ParameterError
from learning.agents.exploration import Boltzmann, EpsilonGreedy, exploration_code
from learning.agents.kernel_agent import KernelAgent, make_rule, new_kernel_agent
from learning.agents.protocol import OWN_REWARD, PAYOFF_BOUNDS, KernelRule, Seat
from learning.agents.schedules import Rate, read_rate, schedule_parameters
from learning.parameters import read_real

__all__ = ["QLearner", "starting_value"]

Bounds = tuple[float, float]

_STARTS = {"lowest": 0.0, "middle": 0.5, "highest": 1.0}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class QLearner:
    """Specification of an independent Q-learner.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1]. If it is constant, values keep a stationary noise.
    exploration : EpsilonGreedy or Boltzmann
        How it acts on its values.
    discount : float
        In [0, 1); weight of the next value. 0, the default, values one round only.
    initial_value : float or {"lowest", "middle", "highest"}
        Where all values start: a number in payoff units, or a place in the range of
        the player's payoffs. 0 by default, which in a game with payoffs far from 0 is
        far from what any action earns: under Boltzmann such a learner may lock into
        the first action it plays, where ``"lowest"`` would not.
    tie_rule : {"random", "first"}
        Whether equal values share the greedy choice evenly, or the action that is
        listed first takes it, which biases every learner towards it.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Examples
    --------
    >>> QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.05))
    QLearner(learning_rate=0.1, exploration=EpsilonGreedy(epsilon=0.05))
    """

    learning_rate: Rate
    exploration: EpsilonGreedy | Boltzmann
    discount: float = 0.0
    initial_value: float | Literal["lowest", "middle", "highest"] = 0.0
    tie_rule: Literal["random", "first"] = "random"

    def __init_subclass__(cls) -> None:
        raise TypeError(
            f"{cls.__name__}: QLearner is final, the compiled loop would not see what a "
            "subclass changes; write an agent of your own"
        )

    def __post_init__(self) -> None:
        rate = read_rate(self.learning_rate, "learning_rate", 0.0, 1.0, above=True)
        object.__setattr__(self, "learning_rate", rate)
        discount = read_real(self.discount, "discount", 0.0, 1.0, below=True)
        object.__setattr__(self, "discount", discount)
        if not isinstance(self.exploration, (EpsilonGreedy, Boltzmann)):
            raise ParameterError(
                "exploration: expected EpsilonGreedy(epsilon) or Boltzmann(temperature), got "
                f"{self.exploration!r}"
            )
        if not isinstance(self.initial_value, str):
            object.__setattr__(
                self, "initial_value", read_real(self.initial_value, "initial_value")
            )
        elif self.initial_value not in _STARTS:
            raise ParameterError(
                f"initial_value: expected a number or one of {', '.join(_STARTS)}, got "
                f"{self.initial_value!r}"
            )
        if self.tie_rule not in ("random", "first"):
            raise ParameterError(f"tie_rule: expected 'random' or 'first', got {self.tie_rule!r}")

    def __repr__(self) -> str:
        parts = [f"learning_rate={self.learning_rate}", f"exploration={self.exploration}"]
        defaults = {"discount": 0.0, "initial_value": 0.0, "tie_rule": "random"}
        parts += [
            f"{name}={getattr(self, name)!r}"
            for name, default in defaults.items()
            if getattr(self, name) != default
        ]
        return f"QLearner({', '.join(parts)})"

    @property
    def needs(self) -> frozenset[str]:
        """What its world must give."""
        if isinstance(self.exploration, Boltzmann) or isinstance(self.initial_value, str):
            return frozenset({OWN_REWARD, PAYOFF_BOUNDS})
        return frozenset({OWN_REWARD})

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
            Its lowest and highest payoff; needed by Boltzmann exploration and by an
            initial value given as a place.

        Raises
        ------
        ParameterError
            If a number is out of range or the bounds are missing.
        """
        return new_kernel_agent(self, n_actions, n_observations, rng, payoff_bounds=payoff_bounds)

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import agents, layout

        choice, exploration = exploration_code(self.exploration, seat.payoff_bounds)
        parameters = {
            **schedule_parameters(self.learning_rate, layout.RATE),
            **exploration,
            layout.DISCOUNT: self.discount,
            layout.FIRST_TIE: float(self.tie_rule == "first"),
        }
        start = starting_value(self.initial_value, seat.payoff_bounds)
        return make_rule(choice, agents.Q_LEARNING, seat, start, parameters)


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
