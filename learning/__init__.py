"""Learning agents in repeated games, and what they reached compared with theory.

An *agent* sits in a player's seat and chooses actions; a *world* is a game played
again and again; :func:`play` runs many independent copies, and :func:`compare`
says which equilibrium they reached, how often, and how sure that is.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from learning.agents.exploration import Boltzmann as Boltzmann
    from learning.agents.exploration import EpsilonGreedy as EpsilonGreedy
    from learning.agents.fixed import FixedStrategy as FixedStrategy
    from learning.agents.protocol import Agent as Agent
    from learning.agents.qlearning import QLearner as QLearner
    from learning.agents.schedules import Decay as Decay
    from learning.playing import play as play
    from learning.record import Record as Record
    from learning.runs import Runs as Runs
    from learning.seats import make_agents as make_agents
    from learning.verdict import Verdict as Verdict
    from learning.verdict import compare as compare
    from learning.worlds.protocol import World as World
    from learning.worlds.repeated import RepeatedGame as RepeatedGame

_HOMES = {
    "Agent": "learning.agents.protocol",
    "Boltzmann": "learning.agents.exploration",
    "Decay": "learning.agents.schedules",
    "EpsilonGreedy": "learning.agents.exploration",
    "FixedStrategy": "learning.agents.fixed",
    "QLearner": "learning.agents.qlearning",
    "Record": "learning.record",
    "RepeatedGame": "learning.worlds.repeated",
    "Runs": "learning.runs",
    "Verdict": "learning.verdict",
    "World": "learning.worlds.protocol",
    "compare": "learning.verdict",
    "make_agents": "learning.seats",
    "play": "learning.playing",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'learning' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
