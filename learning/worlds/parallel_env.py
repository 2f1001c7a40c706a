"""The class behind :func:`learning.parallel_env`; needs PettingZoo to be imported at all."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.spaces import Discrete
from pettingzoo import ParallelEnv

from gametheory.errors import ParameterError
from learning.worlds.protocol import World

__all__ = ["WorldEnv"]


class WorldEnv(ParallelEnv):
    """A world whose players act at the same time, as PettingZoo wants it.

    Parameters
    ----------
    world : World
    max_rounds : int or None
        Rounds after which an episode is truncated.
    """

    metadata = {"name": "gametheory_world_v1", "render_modes": []}  # noqa: RUF012  (as asked for)
    render_mode = None

    def __init__(self, world: World, max_rounds: int | None) -> None:
        self.world = world
        self.max_rounds = max_rounds
        self.possible_agents = [f"player_{k}" for k in range(len(world.n_actions))]
        self.agents: list[str] = []
        sizes = zip(self.possible_agents, world.n_actions, world.n_observations, strict=True)
        self.action_spaces: dict[str, Any] = {}
        self.observation_spaces: dict[str, Any] = {}
        for name, actions, observations in sizes:
            self.action_spaces[name] = Discrete(int(actions))
            self.observation_spaces[name] = Discrete(int(observations))
        self._rounds = 0
        self._rng = np.random.default_rng()

    def observation_space(self, agent: str) -> Any:
        """Observations 0 .. n - 1."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Any:
        """Actions 0 .. n - 1."""
        return self.action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """Begin an episode.

        Parameters
        ----------
        seed : int, optional
            Of all that the world leaves to chance from now on; without one it goes on.
        options : dict, optional
            Not used.
        """
        if seed is not None:
            self._rng = np.random.default_rng(seed)
        self.agents = list(self.possible_agents)
        self._rounds = 0
        observations = self.world.reset(self._rng)
        return self._told(observations), self._infos(observations)

    def step(
        self, actions: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, float], dict[str, bool], dict[str, bool],
               dict[str, dict[str, Any]]]:  # fmt: skip
        """Play one round.

        Parameters
        ----------
        actions : dict
            One action for each agent.

        Raises
        ------
        ParameterError
            If the episode is over, or an agent's action is missing.
        """
        if not self.agents:
            raise ParameterError("step: the episode is over, or none was begun; call reset()")
        missing = [name for name in self.agents if name not in actions]
        if missing:
            raise ParameterError(
                f"step: expected an action of each agent, none came for {', '.join(missing)}"
            )
        joint = [int(actions[name]) for name in self.agents]
        observations, rewards, done = self.world.step(joint)
        self._rounds += 1
        over = self.max_rounds is not None and self._rounds >= self.max_rounds
        answer = (
            self._told(observations),
            dict(zip(self.agents, map(float, rewards), strict=True)),
            dict.fromkeys(self.agents, bool(done)),
            dict.fromkeys(self.agents, over and not done),
            self._infos(observations),
        )
        if done or over:
            self.agents = []
        return answer

    def render(self) -> None:
        """Nothing to look at."""

    def close(self) -> None:
        """Nothing to close."""

    def state(self) -> Any:
        """Refuse: players of a repeated game share no state that all of them see.

        Raises
        ------
        NotImplementedError
            Always, as PettingZoo's own environments without a global state do.
        """
        raise NotImplementedError("this environment has no global state")

    def _told(self, observations: Any) -> dict[str, Any]:
        return {
            name: np.int64(seen)
            for name, seen in zip(self.possible_agents, observations, strict=True)
        }

    def _infos(self, observations: Any) -> dict[str, dict[str, Any]]:
        infos: dict[str, dict[str, Any]] = {}
        for name, seen in zip(self.possible_agents, observations, strict=True):
            other = getattr(seen, "opponent_action", -1)
            infos[name] = {} if other < 0 else {"opponent_action": int(other)}
        return infos
