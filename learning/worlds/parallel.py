"""Our worlds as PettingZoo's parallel environments (the extra ``pettingzoo``).

Terry et al. 2021, "PettingZoo: Gym for multi-agent reinforcement learning", NeurIPS 34. An
episode that the world ends is *terminated*; one that only the limit of rounds ends is
*truncated*.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from gametheory.errors import MissingDependencyError
from learning.parameters import read_count
from learning.seats import as_world

if TYPE_CHECKING:
    from learning.worlds.parallel_env import WorldEnv

__all__ = ["parallel_env"]

_REMEDY: Final = "install the extra: pip install 'gametheory-toolkit[pettingzoo]'"


def parallel_env(game: Any, *, max_rounds: int | None = None) -> WorldEnv:
    """Make a PettingZoo ``ParallelEnv`` of a game or a world.

    Parameters
    ----------
    game : BimatrixGame or World
        A game is played as :class:`learning.RepeatedGame`. The environment plays a copy.
    max_rounds : int, optional
        Rounds after which an episode is truncated; without it episodes end by the world's
        own rules only.

    Returns
    -------
    ParallelEnv
        Agents are ``"player_0"``, ``"player_1"`` and so on; actions and observations are the
        numbers of a ``Discrete`` space. ``infos`` hold ``"opponent_action"`` as the player saw
        it, where the world tells it.

    Raises
    ------
    ParameterError
        If it is neither a game nor a world, or the limit is no positive integer.
    MissingDependencyError
        If PettingZoo is not installed.
    """
    world = as_world(game)
    limit = None if max_rounds is None else read_count(max_rounds, "max_rounds")
    try:
        from learning.worlds.parallel_env import WorldEnv
    except ImportError as error:
        raise MissingDependencyError(
            f"parallel_env needs PettingZoo ({error}); {_REMEDY}"
        ) from error
    return WorldEnv(copy.deepcopy(world), limit)
