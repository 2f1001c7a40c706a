"""The live agent behind our specifications: memory and one stream, kernels inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gametheory.errors import ParameterError, SeatError
from learning.agents.protocol import Histories, KernelRule, KernelSpecification, Seat
from learning.parameters import read_count

if TYPE_CHECKING:
    from learning.kernels.streams import Stream

__all__ = ["KernelAgent", "make_rule", "new_kernel_agent", "read_stream"]


class KernelAgent:
    """Acts and learns by the compiled rules, so it plays as the compiled loops do.

    Parameters
    ----------
    rule : KernelRule
    stream : Stream
        Its random numbers; one draw an action.
    payoffs : ndarray, shape (n_actions, opponent's actions), optional
        Its own payoffs, own actions first, for rules that need them.
    watches : bool
        Whether it needs the opponent's actions.

    Attributes
    ----------
    memory : ndarray
        See :mod:`learning.kernels.layout`; changed by `update`.
    finite : bool
        Whether all updates have led to finite numbers.
    """

    __slots__ = ("__weakref__", "_agents", "_others", "_parameters", "_payoffs", "_rule",
                 "_scratch", "_stream", "_watches", "finite", "memory")  # fmt: skip

    def __init__(
        self,
        rule: KernelRule,
        stream: Stream,
        payoffs: NDArray[np.float64] | None = None,
        *,
        watches: bool = False,
    ) -> None:
        from learning.kernels import agents

        self._agents: Any = agents
        self._rule = rule
        self._stream = stream
        own = np.zeros((rule.n_actions, 1)) if payoffs is None else payoffs
        self._payoffs = own.ravel()
        self._others = own.shape[1]
        self._watches = watches
        self._parameters = rule.parameters[None, :]
        self._scratch = np.empty(rule.n_actions)
        self.finite = True
        self.memory: NDArray[np.float64] = rule.memory.copy()

    @property
    def values(self) -> NDArray[np.float64]:
        """The table, shape (n_observations, n_actions): Q-values or what stands for them."""
        rule = self._rule
        table = self.memory[: rule.n_observations * rule.n_actions]
        return table.reshape(rule.n_observations, rule.n_actions)

    def select_action(self, observation: int) -> int:
        """Draw an action by the current policy, exploration included."""
        rule = self._rule
        action: int = self._agents.act_alone(
            rule.choice, rule.rule, self._parameters, self.memory, rule.n_actions,
            rule.n_observations, self._known(observation), self._stream.state, self._scratch,
        )  # fmt: skip
        return action

    def update(
        self, observation: int, action: int, reward: float, next_observation: int, done: bool
    ) -> None:
        """Learn from one round.

        Raises
        ------
        ParameterError
            If there is no such action or observation.
        SeatError
            If it needs the opponent's action and the observation does not tell it.
        """
        rule = self._rule
        if not 0 <= action < rule.n_actions:  # compiled code would write past the table
            raise ParameterError(
                f"action: expected an integer 0 to {rule.n_actions - 1}, got {action!r}"
            )
        other = getattr(next_observation, "opponent_action", -1)
        if self._watches and not 0 <= other < self._others:
            raise SeatError(
                "this agent learns from the opponent's actions: expected a next observation with "
                f"`opponent_action`, as learning.RepeatedGame gives, got {next_observation!r}"
            )
        fine = self._agents.update_alone(
            rule.choice, rule.rule, self._parameters, self._payoffs, self._others, self.memory,
            rule.n_actions, rule.n_observations, self._known(observation), action, float(reward),
            self._known(next_observation), bool(done), other, self._stream.state, self._scratch,
        )  # fmt: skip
        self.finite = self.finite and bool(fine)

    @property
    def learns(self) -> bool:
        """Whether its memory changes."""
        learns: bool = self._rule.rule != self._agents.NO_LEARNING
        return learns

    def behaviour(self, observation: int) -> NDArray[np.float64]:
        """Probabilities by which the next action is drawn, exploration included."""
        return self._policy(observation, exploring=True)

    def policy(self, observation: int) -> NDArray[np.float64]:
        """Probabilities without exploration; for Boltzmann the softmax itself."""
        return self._policy(observation, exploring=False)

    def _policy(self, observation: int, *, exploring: bool) -> NDArray[np.float64]:
        rule = self._rule
        policy = np.empty(rule.n_actions)
        self._agents.policy_alone(
            rule.choice, self._parameters, self.memory, rule.n_actions, rule.n_observations,
            self._known(observation), exploring, policy,
        )  # fmt: skip
        return policy

    def _known(self, observation: int) -> int:
        if not 0 <= observation < self._rule.n_observations:
            raise ParameterError(
                f"observation: expected an integer 0 to {self._rule.n_observations - 1}, "
                f"got {observation!r}"
            )
        return int(observation)


def new_kernel_agent(
    specification: KernelSpecification,
    n_actions: int,
    n_observations: int,
    rng: Any,
    *,
    payoff_bounds: tuple[float, float] | None = None,
    payoffs: ArrayLike | None = None,
    histories: Histories | None = None,
    watches: bool = False,
) -> KernelAgent:
    """Make a live agent of one of our specifications; the arguments are those of its `new`.

    Parameters
    ----------
    specification : KernelSpecification
    n_actions, n_observations : int
    rng : None, int, SeedSequence, Generator or Stream
    payoff_bounds : (float, float), optional
    payoffs : array_like, shape (n_actions, opponent's actions), optional
        Own payoffs, own actions first.
    histories : function, optional
        What its observations stand for.
    watches : bool
        Whether it needs the opponent's actions.

    Raises
    ------
    ParameterError
        If a number is out of range, or something that the agent needs is missing.
    """
    size = read_count(n_actions, "n_actions")
    own: NDArray[np.float64] | None = None
    if payoffs is not None:
        own = np.array(payoffs, dtype=np.float64, order="C")
        if own.ndim != 2 or own.shape[0] != size or not np.isfinite(own).all():
            raise ParameterError(
                f"payoffs: expected finite numbers of shape ({size}, opponent's actions), own "
                f"actions first, got shape {own.shape}"
            )
    if payoff_bounds is not None and not payoff_bounds[0] <= payoff_bounds[1]:
        raise ParameterError(
            f"payoff_bounds: expected (lowest, highest), got {tuple(payoff_bounds)!r}"
        )
    seen = read_count(n_observations, "n_observations")
    seat = Seat(size, seen, payoff_bounds, own, histories)
    return KernelAgent(specification.rule(seat), read_stream(rng), own, watches=watches)


def make_rule(
    choice: int,
    rule: int,
    seat: Seat,
    table: ArrayLike,
    parameters: dict[int, float],
    rest: ArrayLike = (),
) -> KernelRule:
    """Lay out an agent as :mod:`learning.kernels.layout` says.

    Parameters
    ----------
    choice, rule : int
        Codes.
    seat : Seat
    table : array_like
        Where the table starts; broadcast to (n_observations, n_actions).
    parameters : dict
        Places and what stands there; 0 elsewhere.
    rest : array_like
        What follows the number of steps.
    """
    from learning.kernels.layout import N_PARAMETERS

    row = np.zeros(N_PARAMETERS)
    for place, value in parameters.items():
        row[place] = value
    start = np.broadcast_to(
        np.asarray(table, dtype=np.float64), (seat.n_observations, seat.n_actions)
    )
    memory = np.concatenate([start.ravel(), [0.0], np.asarray(rest, dtype=np.float64).ravel()])
    return KernelRule(choice, rule, row, memory, seat.n_actions, seat.n_observations)


def read_stream(rng: Any) -> Stream:
    """Return `rng` if it is a stream, else a lone agent's stream for that seed.

    Parameters
    ----------
    rng : Stream, None, int, SeedSequence or Generator
    """
    from learning.kernels.streams import Stream
    from learning.seeds import root_integer

    return rng if isinstance(rng, Stream) else Stream(root_integer(rng))
