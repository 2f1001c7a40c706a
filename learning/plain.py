"""The plain loop: any agents in any world, in Python, one run after the other."""

from __future__ import annotations

import operator
from typing import Any, Final

import numpy as np

from gametheory.errors import SeatError
from gametheory.progress import Progress
from learning.agents.kernel_agent import KernelAgent
from learning.agents.protocol import Event
from learning.buffers import Buffers
from learning.seats import Made, new_agent, numpy_generator
from learning.worlds.protocol import World
from learning.worlds.repeated import RepeatedGame

__all__ = ["play_plain"]

#: How far a policy told by a user's agent may be from summing to 1: nine printed
#: digits of each probability of a hundred thousand actions.
_POLICY_SUM: Final = 1e-6


def play_plain(
    world: World,
    seats: tuple[Any, ...],
    root: int,
    rounds: int,
    buffers: Buffers,
    progress: Progress,
) -> bool:
    """Play all runs of the buffers.

    Parameters
    ----------
    world : World
    seats : tuple
    root : int
        Root seed.
    rounds : int
    buffers : Buffers
        Filled in place.
    progress : Progress

    Returns
    -------
    bool
        False if it was stopped by Ctrl-C.

    Raises
    ------
    SeatError
        If agents are shared between runs or seats, or one plays no legal action or
        tells a policy that is none; one that holds NaN ends its run as diverged.

    An exception that an agent raises gets a note that names its seat, run and round.
    """
    made = Made()
    for run in range(len(buffers.played)):
        loop = None
        try:
            agents = [new_agent(world, seat, k, root, run, made) for k, seat in enumerate(seats)]
            loop = _Run(world, agents, root, run, buffers)
            with loop.place:
                loop.play(rounds, progress)
        except KeyboardInterrupt:
            if loop is not None and buffers.played[run]:
                loop.write_state(None)
            return False
    return True


class _Place:
    """Where a run is; tells it with every exception that leaves its ``with`` block."""

    def __init__(self, run: int) -> None:
        self.run, self.step = run, 0
        self.player: int | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        if isinstance(error, Exception):
            who = "the world" if self.player is None else f"seat {self.player}"
            error.add_note(f"{who}, run {self.run}, round {self.step + 1}")


class _Run:
    """One run: the loop, and what is written down of it."""

    def __init__(
        self, world: World, agents: list[Any], root: int, run: int, buffers: Buffers
    ) -> None:
        from learning.kernels.rules import greedy_action
        from learning.kernels.streams import EPISODE, WORLD, Stream

        self.world, self.agents, self.run, self.buffers = world, agents, run, buffers
        self.place = _Place(run)
        self.greedy_action = greedy_action
        # Our own worlds draw from our streams, as the compiled loop does.
        self.world_rng = (
            Stream(root, run, 0, WORLD) if type(world) is RepeatedGame
            else numpy_generator(root, run, 0, WORLD)
        )  # fmt: skip
        self.agent_rngs = [numpy_generator(root, run, k, EPISODE) for k in range(len(agents))]
        # The tables of our agents are followed; a user's agent tells policies at most.
        self.tables = [a.values if isinstance(a, KernelAgent) else None for a in agents]
        self.greedy = [
            np.full(o if table is not None else 1, -1, dtype=np.int64)
            for table, o in zip(self.tables, world.n_observations, strict=True)
        ]
        self.observations: tuple[int, ...] = ()
        self.write_state(None)

    def play(self, rounds: int, progress: Progress) -> None:
        """Play the rounds, in as many episodes as the world makes of them."""
        buffers, run, world, agents = self.buffers, self.run, self.world, self.agents
        window, before = 0, run * rounds
        done = True
        place = self.place
        for step in range(rounds):
            place.step = step
            if done:
                self.begin_episode()
            observations = self.observations
            chosen = []
            for k, agent in enumerate(agents):
                place.player = k
                chosen.append(_legal(agent.select_action(observations[k]), world.n_actions[k], k))
            actions = tuple(chosen)
            place.player = None
            next_observations, rewards, done = world.step(actions)
            played = world.played if isinstance(world, RepeatedGame) else actions
            event = Event(played, tuple(rewards), None)
            for k, agent in enumerate(agents):
                place.player = k
                if hasattr(agent, "observe"):
                    agent.observe(event)
                agent.update(observations[k], actions[k], rewards[k], next_observations[k], done)
            if step >= buffers.edges[window + 1]:
                window += 1
            self.write_round(step, window, played, observations)
            self.observations = tuple(next_observations)
            if step + 1 == buffers.edges[window + 1]:
                self.write_state(window)
            if buffers.diverged[run]:
                break
            if done:
                self.end_episode(truncated=False)
            if step % 256 == 0:
                progress.update(before + step)
        if not done:
            self.end_episode(truncated=True)
        self.write_state(None)

    def begin_episode(self) -> None:
        """Reset the world and tell the agents."""
        self.place.player = None
        self.observations = tuple(self.world.reset(self.world_rng))
        for k, (agent, rng) in enumerate(zip(self.agents, self.agent_rngs, strict=True)):
            self.place.player = k
            if hasattr(agent, "begin_episode"):
                agent.begin_episode(rng)

    def end_episode(self, *, truncated: bool) -> None:
        """Tell the agents that the episode is over, or only the loop."""
        for k, (agent, observation) in enumerate(zip(self.agents, self.observations, strict=True)):
            self.place.player = k
            if hasattr(agent, "end_episode"):
                agent.end_episode(observation, truncated)

    def write_round(
        self, step: int, window: int, played: tuple[int, ...], observations: tuple[int, ...]
    ) -> None:
        """Write down one round; `observations` are those before it."""
        buffers, run = self.buffers, self.run
        seen = [o if len(g) > 1 else 0 for g, o in zip(self.greedy, observations, strict=True)]
        greedy = tuple(int(g[o]) for g, o in zip(self.greedy, seen, strict=True))
        if min(greedy) >= 0:
            buffers.greedy_joint[(run, window, *greedy)] += 1
        if len(buffers.trajectory):
            buffers.trajectory[run, step] = played
        for k, (table, agent) in enumerate(zip(self.tables, self.agents, strict=True)):
            if table is None or not agent.learns:
                continue
            now = self.greedy_action(table[seen[k]], 0, table.shape[1], greedy[k])
            if now != greedy[k]:
                buffers.flips[run, window, k] += greedy[k] >= 0
                self.greedy[k][seen[k]] = now
            if not agent.finite:
                buffers.diverged[run] = step + 1
        buffers.played[run] = step + 1
        buffers.joint[(run, window, *played)] += 1

    def write_state(self, window: int | None) -> None:
        """Write down values and policies, at the end of a window or as those of now."""
        buffers, run = self.buffers, self.run
        for k, table in enumerate(self.tables):
            self.place.player = k
            if window is None:
                if buffers.current[k].shape[1]:
                    buffers.current[k][run] = np.nan if table is None else table
                for observation in range(buffers.tables[k].shape[1]):
                    buffers.tables[k][run, observation] = self.policy(k, observation)
            elif self.world.n_observations[k] == 1:
                buffers.values[k][run, window] = np.nan if table is None else table[0]
                buffers.policies[k][run, window] = self.policy(k, 0)

    def policy(self, player: int, observation: int) -> Any:
        """What an agent tells as its policy without exploration; NaN if nothing."""
        agent = self.agents[player]
        if not self.observations or not hasattr(agent, "policy"):
            return np.nan
        told = agent.policy(observation)
        array = np.asarray(told, dtype=np.float64)
        if array.shape == (self.world.n_actions[player],) and bool(np.isnan(array).any()):
            if not self.buffers.diverged[self.run]:
                self.buffers.diverged[self.run] = self.buffers.played[self.run]
            return np.nan
        if (
            array.shape != (self.world.n_actions[player],)
            or not bool((array >= 0).all())
            or abs(float(array.sum()) - 1.0) > _POLICY_SUM
        ):
            if isinstance(agent, KernelAgent) and not agent.finite:
                return np.nan
            raise SeatError(
                f"seat {player}: policy(observation) returned {told!r:.200}; expected "
                f"{self.world.n_actions[player]} probabilities that sum to 1"
            )
        return array


def _legal(action: Any, n_actions: int, player: int) -> int:
    try:
        number = operator.index(action)
    except TypeError:
        number = -1
    if isinstance(action, (bool, np.bool_)) or not 0 <= number < n_actions:
        raise SeatError(
            f"seat {player}: select_action returned {action!r}; expected an integer "
            f"0 to {n_actions - 1}"
        )
    return number
