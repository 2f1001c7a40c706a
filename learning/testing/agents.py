"""Whether an agent keeps the protocol, and carries nothing from one run to another."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from gametheory.errors import SeatError
from gametheory.game import BimatrixGame
from learning.agents.protocol import Event
from learning.seats import as_world, is_agent, is_specification, new_agent, read_seats
from learning.worlds.protocol import World

__all__ = ["check_agent"]

#: Distinct payoffs, no dominance, different numbers of actions: a seat or an index
#: taken for another shows.
_GAME: Final = BimatrixGame([[3, 0, 2], [1, 4, 2.5]], [[2, 5, 1], [4, 0, 3]], name="check_agent")

_ROOT: Final = 20_230_607


def check_agent(
    seat: Any,
    *,
    world: BimatrixGame | World | None = None,
    player: int | None = None,
    rounds: int = 200,
) -> None:
    """Check a specification or factory of agents; silent if all is well.

    Parameters
    ----------
    seat : specification or factory
        As for :func:`learning.play`.
    world : BimatrixGame or World, optional
        Where it plays. By default a 2 x 3 game, which needs an agent that is told its
        number of actions, as specifications are.
    player : int, optional
        The only seat to try; all by default.
    rounds : int
        Rounds of each trial.

    Raises
    ------
    AssertionError
        If it breaks the protocol; says how. Checked are: it makes new agents with
        `select_action` and `update`; they play legal actions only; the same seed and the
        same experience give the same actions; an agent is not touched by what other
        agents of its kind go through, before it or beside it; `policy`, where there is
        one, tells probabilities; `begin_episode`, `end_episode`, `observe` can be called
        where they exist.

    Examples
    --------
    >>> from learning import FixedStrategy
    >>> check_agent(FixedStrategy([0.5, 0.5]), player=0)
    """
    place = as_world(_GAME if world is None else world)
    seats = range(len(place.n_actions)) if player is None else (player,)
    for k in seats:
        _check_seat(seat, place, k, rounds)


def _check_seat(seat: Any, world: World, player: int, rounds: int) -> None:
    if is_agent(seat) and not is_specification(seat):
        name = type(seat).__name__
        raise AssertionError(
            f"expected a specification or a factory, got a live {name}, which cannot be made anew "
            f"for each run; give lambda rng: {name}(rng)"
        )
    first = _make(seat, world, player)
    again = _make(seat, world, player)
    if first is again:
        raise AssertionError(
            f"the factory returned the same {type(first).__name__} twice; it must make a new one"
        )
    alone = _play(first, world, player, rounds)
    repeated = _play(again, world, player, rounds)
    _same(alone, repeated, "not reproducible: a second agent with the same seed and the same "
          "experience acts differently; draw only from the rng that it was given, and keep "
          "nothing on the class, in a default argument or in a global")  # fmt: skip
    # Other agents of the kind now go through something else, before and beside a third.
    other = _make(seat, world, player, run=1)
    _play(other, world, player, rounds, twist=1)
    third = _make(seat, world, player)
    beside = _make(seat, world, player, run=2)
    together = _play(third, world, player, rounds, beside=beside)
    _same(alone, together, "state leaks: an agent acts differently after or beside another of its "
          "kind that went through something else; keep all state on the agent itself")  # fmt: skip


def _make(seat: Any, world: World, player: int, run: int = 0) -> Any:
    try:
        read_seats(world, [seat] * len(world.n_actions), 2)
        return new_agent(world, seat, player, _ROOT, run)
    except SeatError as error:
        raise AssertionError(str(error)) from error


def _same(expected: Sequence[int], actions: Sequence[int], message: str) -> None:
    for step, (a, b) in enumerate(zip(expected, actions, strict=True)):
        if a != b:
            raise AssertionError(f"{message} (round {step}: {a} and {b})")


def _play(
    agent: Any, world: World, player: int, rounds: int, *, twist: int = 0, beside: Any = None
) -> list[int]:
    """Let an agent play against a fixed script, in two episodes; return its actions."""
    script = np.random.default_rng(_ROOT + twist)
    actions: list[int] = []
    for length, truncated in ((rounds // 2, True), (rounds - rounds // 2, False)):
        observations = world.reset(np.random.default_rng(twist))
        _call(agent, "begin_episode", np.random.default_rng(_ROOT))
        _policy(agent, observations[player], world.n_actions[player])
        for step in range(length):
            joint = [int(script.integers(n)) for n in world.n_actions]
            joint[player] = _action(agent, observations[player], world.n_actions[player])
            actions.append(joint[player])
            next_observations, rewards, over = world.step(joint)
            done = over or (step == length - 1 and not truncated)
            _call(agent, "observe", Event(tuple(joint), tuple(rewards), None))
            agent.update(observations[player], joint[player], rewards[player],
                         next_observations[player], done)  # fmt: skip
            if beside is not None:
                other = _action(beside, observations[player], world.n_actions[player])
                beside.update(observations[player], other, -rewards[player] - 1.0,
                              next_observations[player], done)  # fmt: skip
            observations = world.reset(np.random.default_rng(twist)) if over else next_observations
        _call(agent, "end_episode", observations[player], truncated)
        _policy(agent, observations[player], world.n_actions[player])
    return actions


def _call(agent: Any, name: str, *arguments: Any) -> None:
    method = getattr(agent, name, None)
    if method is not None:
        if not callable(method):
            raise AssertionError(f"{type(agent).__name__}.{name} is not a method")
        method(*arguments)


def _action(agent: Any, observation: int, n_actions: int) -> int:
    action = agent.select_action(observation)
    try:
        number = operator.index(action)
    except TypeError:
        number = -1
    if isinstance(action, (bool, np.bool_)) or not 0 <= number < n_actions:
        raise AssertionError(
            f"{type(agent).__name__}.select_action returned {action!r}; expected an integer "
            f"0 to {n_actions - 1}"
        )
    return number


def _policy(agent: Any, observation: int, n_actions: int) -> None:
    if not hasattr(agent, "policy"):
        return
    policy = np.asarray(agent.policy(observation), dtype=np.float64)
    if (
        policy.shape != (n_actions,)
        or not bool((policy >= 0).all())
        or abs(float(policy.sum()) - 1.0) > 1e-6
    ):
        raise AssertionError(
            f"{type(agent).__name__}.policy returned {policy!r}; expected {n_actions} "
            "probabilities that sum to 1"
        )
