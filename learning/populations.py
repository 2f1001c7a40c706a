"""Playing in populations: random matching, recorded as shares of actions.

Each player is an agent of its own with a stream of its own; all agents of a population are
made by one specification or factory. What is recorded does not grow with the number of
players: how many pairs played each pair of actions in each window, and the population's mean
policy at the end of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import Interrupted, ParameterError, SeatError, check_memory
from gametheory.progress import Progress
from learning.agents.protocol import Event, KernelSpecification
from learning.parameters import read_count
from learning.population_runs import PopulationRuns
from learning.record import Record
from learning.seats import (
    Made,
    is_agent,
    is_specification,
    new_agent,
    numpy_generator,
    read_seats,
    seat_of,
)
from learning.seeds import root_integer
from learning.worlds.population import Population

__all__ = ["play_population"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_CALL_UPDATES: Final = 500_000  # updates of players in a call of the kernel: about .03 s


def play_population(
    world: Population,
    seats: Sequence[Any],
    rounds: int,
    runs: int = 1,
    rng: Any = None,
    *,
    record: Record | None = None,
    progress: bool | None = None,
) -> PopulationRuns:
    """Let the players of populations meet at random for many rounds, in independent runs.

    Parameters
    ----------
    world : Population
    seats : sequence
        One specification or factory ``rng -> agent`` for each population, of which every
        player is made anew.
    rounds, runs : int
    rng : None, int, SeedSequence or Generator
        Root seed.
    record : Record, optional
        How many windows; there are no trajectories of populations.
    progress : bool, optional
        As for :func:`learning.play`.

    Raises
    ------
    SeatError
        If something cannot take the seats of a population.
    ParameterError
        If a number is out of range.
    MemoryLimitError
        If players and record would not fit into memory.
    Interrupted
        On Ctrl-C; ``.partial`` holds the runs so far.

    Examples
    --------
    >>> from gametheory import BimatrixGame
    >>> from learning import CrossLearner
    >>> doves = BimatrixGame.symmetric([["-1/2", 1], [0, "1/2"]])
    >>> world = Population(doves, 100, one_population=True)
    >>> runs = play_population(world, (CrossLearner(learning_rate=0.05),), 2_000, rng=1)
    >>> bool(abs(runs.shares(0)[0, -1, 0] - 0.5) < 0.1)
    True
    """
    if not isinstance(world, Population):
        raise ParameterError(f"world: expected a Population, got {type(world).__name__}")
    rounds, runs = read_count(rounds, "rounds"), read_count(runs, "runs")
    taken = _read_populations(world, seats)
    if record is not None and (not isinstance(record, Record) or record.trajectory):
        raise ParameterError(f"record: expected Record(windows=...) alone, got {record!r}")
    edges = (record or Record()).edges(rounds)
    root = root_integer(rng)
    cells = (len(edges) - 1) * (world.game.shape[0] * world.game.shape[1] + sum(world.game.shape))
    check_memory(8 * runs * cells, f"recording {runs:,} runs of populations")
    state = _State(
        edges=edges,
        joint=np.zeros((runs, len(edges) - 1, *world.game.shape), dtype=np.int64),
        policies=[np.full((runs, len(edges) - 1, n), np.nan) for n in world.game.shape],
        played=np.zeros(runs, dtype=np.int64),
        diverged=np.zeros(runs, dtype=np.int64),
    )
    compiled = all(isinstance(seat, KernelSpecification) for seat in taken)
    bar = Progress("playing", runs * rounds, show=progress)
    finished = True
    try:
        (_play_compiled if compiled else _play_plain)(world, taken, root, state, bar)
    except KeyboardInterrupt:
        finished = False
    finally:
        bar.close()
    result = PopulationRuns(
        world=world, seats=taken, rounds=rounds, edges=edges, joint=state.joint,
        policies=tuple(state.policies[role] for role in world.roles), played=state.played,
        diverged=state.diverged, root=root, status="finished" if finished else "interrupted",
        method="compiled" if compiled else "plain",
    )  # fmt: skip
    if not finished:
        raise Interrupted(result)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """Arrays that are filled while runs are played; as in :class:`PopulationRuns`."""

    edges: Integers
    joint: Integers
    policies: list[Floats]
    played: Integers
    diverged: Integers


def _read_populations(world: Population, seats: Any) -> tuple[Any, ...]:
    wanted = len(world.roles)
    if is_agent(seats) or is_specification(seats) or not isinstance(seats, Sequence) or (
        len(seats) != wanted
    ):  # fmt: skip
        raise SeatError(
            f"seats: expected {wanted} specification{'s' if wanted > 1 else ''} or factories, one "
            f"for each population, in a tuple, got {seats!r:.100}"
        )
    for role, seat in enumerate(seats):
        if is_agent(seat) and not is_specification(seat):
            name = type(seat).__name__
            raise SeatError(
                f"population {role}: a live {name} cannot play for {world.size} players; write "
                f"lambda rng: {name}(rng)"
            )
    read_seats(world, [seats[world.role(k)] for k in range(len(world.n_actions))], 1)
    return tuple(seats)


def _play_compiled(
    world: Population, seats: tuple[Any, ...], root: int, state: _State, bar: Progress
) -> None:
    from learning.kernels.population import advance_population
    from learning.kernels.streams import ACTION, WORLD, stream_states

    size, rounds = world.size, int(state.edges[-1])
    rules = [seat.rule(seat_of(world, role * size)) for role, seat in enumerate(seats)]
    players = size * len(rules)
    both = (rules[0], rules[-1])  # one population fills the second place, too
    check_memory(8 * size * sum(len(r.memory) + 4 for r in both), f"{players:,} players")
    payoffs = [world.own_payoffs(place).ravel() for place in (0, players - 1)]
    roles = np.array([(r.choice, r.rule, r.n_actions) for r in both])
    parameters = np.array([r.parameters for r in both])
    batch = max(1, _CALL_UPDATES // players)
    # a call of so many arguments is checked by the kernel's signature, not by types here
    kernel: Callable[..., int] = advance_population
    for run in range(len(state.played)):
        streams = np.vstack(
            [stream_states(root, [run], k, ACTION) for k in range(players)]
            + [stream_states(root, [run], 0, WORLD)]
        )
        memories = [np.tile(r.memory, (size, 1)) for r in both]
        t = 0
        while 0 <= t < rounds:
            t = kernel(
                *payoffs, roles, parameters, world.one_population, t,
                min(t + batch, rounds), state.edges, streams, *memories, state.joint[run],
                state.policies[0][run], state.policies[1][run],
            )  # fmt: skip
            state.played[run] = abs(t)
            bar.update(run * rounds + abs(t))
        if t < 0:
            state.diverged[run] = -t


def _play_plain(
    world: Population, seats: tuple[Any, ...], root: int, state: _State, bar: Progress
) -> None:
    from learning.kernels.streams import EPISODE, WORLD, Stream

    rounds = int(state.edges[-1])
    second = len(world.roles) - 1
    for run in range(len(state.played)):
        made = Made()
        agents = [
            new_agent(world, seats[world.role(k)], k, root, run, made)
            for k in range(len(world.n_actions))
        ]
        observations = world.reset(Stream(root, run, 0, WORLD))
        for k, agent in enumerate(agents):
            if hasattr(agent, "begin_episode"):
                agent.begin_episode(numpy_generator(root, run, k, EPISODE))
        window = 0
        for step in range(rounds):
            actions = [int(a.select_action(o)) for a, o in zip(agents, observations, strict=True)]
            following, rewards, done = world.step(actions)
            event = Event(tuple(actions), rewards)
            for k, agent in enumerate(agents):
                if hasattr(agent, "observe"):
                    agent.observe(event)
                agent.update(observations[k], actions[k], rewards[k], following[k], done)
            for first, other in world.met:
                state.joint[run, window, actions[first], actions[other]] += 1
            observations = following
            state.played[run] = step + 1
            if step + 1 == state.edges[window + 1]:
                for role in range(second + 1):
                    state.policies[role][run, window] = _mean_policy(world, agents, role)
                window += 1
            if not all(getattr(agent, "finite", True) for agent in agents):
                state.diverged[run] = step + 1
                break
            if step % 64 == 0:
                bar.update(run * rounds + step)
        for agent, observation in zip(agents, observations, strict=True):
            if hasattr(agent, "end_episode"):
                agent.end_episode(observation, True)


def _mean_policy(world: Population, agents: list[Any], role: int) -> Any:
    members = agents[role * world.size : (role + 1) * world.size]
    if not all(hasattr(agent, "policy") for agent in members):
        return np.nan
    return np.mean([agent.policy(0) for agent in members], axis=0)
