"""Whether a world keeps the protocol, and forgets at a reset."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from gametheory.errors import ParameterError
from learning.seats import as_world
from learning.worlds.protocol import World

__all__ = ["check_world"]


def check_world(world: World, *, rounds: int = 200) -> None:
    """Check a world; silent if all is well.

    Parameters
    ----------
    world : World
    rounds : int
        Rounds of each trial, with random actions.

    Raises
    ------
    AssertionError
        If it breaks the protocol; says how. Checked are: its numbers of players, actions
        and observations agree; observations are integers in their range, rewards finite
        and within `payoff_bounds`, `done` a truth value; the same generator and the same
        actions give the same rounds, whatever was played before the reset.
    """
    try:
        as_world(world)
    except ParameterError as error:
        raise AssertionError(str(error)) from error
    name = type(world).__name__
    players = len(world.n_actions)
    _expect(players >= 1, f"{name}: expected at least one player, got n_actions {world.n_actions}")
    for what in ("n_observations", "payoff_bounds"):
        count = len(getattr(world, what))
        _expect(count == players, f"{name}.{what}: expected {players} entries, got {count}")
    for what in ("n_actions", "n_observations"):
        _expect(
            all(isinstance(n, (int, np.integer)) and n >= 1 for n in getattr(world, what)),
            f"{name}.{what}: expected integers of at least 1, got {getattr(world, what)}",
        )
    for k, bounds in enumerate(world.payoff_bounds):
        _expect(
            len(bounds) == 2 and bounds[0] <= bounds[1],
            f"{name}.payoff_bounds[{k}]: expected (lowest, highest), got {bounds}",
        )
    _expect(
        isinstance(world.gives, (set, frozenset)),
        f"{name}.gives: expected a set of words, got {world.gives!r}",
    )
    first = _play(world, rounds, script=1)
    _play(world, rounds, script=2)  # something else in between
    second = _play(world, rounds, script=1)
    for step, (a, b) in enumerate(zip(first, second, strict=True)):
        _expect(
            a == b,
            f"{name}: not reproducible, or state survives a reset: the same generator and the same "
            f"actions gave {a} and then {b} at step {step}",
        )


def _play(world: World, rounds: int, script: int) -> list[Any]:
    name = type(world).__name__
    actions_rng = np.random.default_rng(script)
    world_rng = np.random.default_rng([script, 1])
    story: list[Any] = []
    observations: Sequence[int] = ()
    done = True
    for _ in range(rounds):
        if done:
            observations = world.reset(world_rng)
            _check_observations(world, observations, f"{name}.reset")
            story.append(tuple(observations))
        actions = tuple(int(actions_rng.integers(n)) for n in world.n_actions)
        outcome = world.step(actions)
        _expect(
            isinstance(outcome, tuple) and len(outcome) == 3,
            f"{name}.step: expected (next_observations, rewards, done), got {outcome!r:.200}",
        )
        observations, rewards, done = outcome
        _check_observations(world, observations, f"{name}.step")
        _check_rewards(world, rewards, name)
        _expect(
            isinstance(done, (bool, np.bool_)),
            f"{name}.step: expected done to be one truth value for all players, got {done!r}",
        )
        story.append((tuple(observations), tuple(float(r) for r in rewards), bool(done)))
    return story


def _check_observations(world: World, observations: Any, place: str) -> None:
    players = len(world.n_actions)
    _expect(
        isinstance(observations, Sequence) and len(observations) == players,
        f"{place}: expected {players} observations, one for each player, got {observations!r:.200}",
    )
    for k, observation in enumerate(observations):
        _expect(
            isinstance(observation, (int, np.integer))
            and not isinstance(observation, bool)
            and 0 <= observation < world.n_observations[k],
            f"{place}: player {k}: expected an observation 0 to {world.n_observations[k] - 1}, "
            f"got {observation!r}",
        )


def _check_rewards(world: World, rewards: Any, name: str) -> None:
    players = len(world.n_actions)
    _expect(
        isinstance(rewards, Sequence) and len(rewards) == players,
        f"{name}.step: expected {players} rewards, one for each player, got {rewards!r:.200}",
    )
    for k, reward in enumerate(rewards):
        low, high = world.payoff_bounds[k]
        _expect(
            isinstance(reward, (int, float, np.integer, np.floating)) and math.isfinite(reward),
            f"{name}.step: player {k}: expected a finite reward, got {reward!r}",
        )
        _expect(
            bool(low <= reward <= high),
            f"{name}.step: player {k}: reward {reward} lies outside payoff_bounds ({low}, {high})",
        )


def _expect(condition: bool | np.bool_, message: str) -> None:
    if not condition:
        raise AssertionError(message)
