"""Learning agents by name, each with parameters to start from.

A name such as ``"q-learning"`` stands for a specification with defaults that behave in most
games; whoever wants other parameters writes the specification. An entry is one line: the
name, the class in :mod:`learning` that it makes, what it is in a few words, and how the package
makes the specification, so that nothing is loaded before it is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gametheory.errors import ParameterError, UnknownNameError

__all__ = ["AgentEntry", "agent", "agent_names", "agents_for_seats", "describe_agents",
           "memory_needed"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """An agent that can be named.

    Attributes
    ----------
    name : str
    kind : str
        Name of its class in :mod:`learning`.
    title : str
        What it is, for a list.
    make : callable
        The package :mod:`learning` -> specification.
    memory : int
        Outcomes that its world must let players see.
    """

    name: str
    kind: str
    title: str
    make: Callable[[Any], Any]
    memory: int = 0


# One line an agent, in alphabetical order of names. "lowest" starts values at the lowest payoff,
# so that a constant added to all payoffs changes nothing.
# ruff: noqa: E501  (one line an agent)
# fmt: off
_ENTRIES: Final = (
    AgentEntry("always-first", "Always", "the first action, always", lambda of: of.Always(0)),
    AgentEntry("aspiration", "AspirationLearner", "win-stay lose-shift by an aspiration", lambda of: of.AspirationLearner(tremble=0.001)),
    AgentEntry("boltzmann-q-learning", "QLearner", "Q-learning, softmax", lambda of: of.QLearner(learning_rate=0.1, exploration=of.Boltzmann(0.1), initial_value="lowest")),
    AgentEntry("conditional-regret-matching", "ConditionalRegretMatching", "conditional regret matching with inertia", lambda of: of.ConditionalRegretMatching()),
    AgentEntry("cross", "CrossLearner", "Cross learning", lambda of: of.CrossLearner(learning_rate=0.05)),
    AgentEntry("exp3", "Exp3", "Exp3", lambda of: of.Exp3()),
    AgentEntry("expected-sarsa", "ExpectedSarsa", "expected SARSA, epsilon-greedy", lambda of: of.ExpectedSarsa(learning_rate=0.1, exploration=of.EpsilonGreedy(0.05), initial_value="lowest", discount=0.9)),
    AgentEntry("experience-weighted", "ExperienceWeighted", "experience-weighted attraction", lambda of: of.ExperienceWeighted(phi=0.9, rho=0.9, delta=0.5, temperature=0.1)),
    AgentEntry("fictitious-play", "FictitiousPlayer", "fictitious play", lambda of: of.FictitiousPlayer()),
    AgentEntry("frequency-adjusted-q-learning", "FrequencyAdjustedQLearner", "frequency-adjusted Q-learning, softmax", lambda of: of.FrequencyAdjustedQLearner(learning_rate=0.1, exploration=of.Boltzmann(0.1), initial_value="lowest", beta=0.05)),
    AgentEntry("grim-trigger", "GrimTrigger", "grim trigger: the first action until somebody leaves it", lambda of: of.GrimTrigger(), memory=1),
    AgentEntry("hedge", "Hedge", "Hedge, falling rate", lambda of: of.Hedge(learning_rate=of.Decay(2.0, 1, power=0.5))),
    AgentEntry("hysteretic-q-learning", "HystereticQLearner", "hysteretic Q-learning, epsilon-greedy", lambda of: of.HystereticQLearner(learning_rate=0.1, exploration=of.EpsilonGreedy(0.05), initial_value="lowest", lowering_rate=0.01)),
    AgentEntry("invariant-regret-matching", "InvariantRegretMatching", "conditional regret matching with the invariant vector", lambda of: of.InvariantRegretMatching()),
    AgentEntry("joint-action-learning", "JointActionLearner", "joint-action learning with an opponent model", lambda of: of.JointActionLearner(learning_rate=0.1, exploration=of.EpsilonGreedy(0.05), initial_value="lowest")),
    AgentEntry("lenient-q-learning", "LenientQLearner", "lenient Q-learning, epsilon-greedy", lambda of: of.LenientQLearner(learning_rate=0.1, exploration=of.EpsilonGreedy(0.05), initial_value="lowest", leniency=5)),
    AgentEntry("multiplicative-weights", "MultiplicativeWeights", "multiplicative weights", lambda of: of.MultiplicativeWeights(learning_rate=0.05)),
    AgentEntry("optimistic-hedge", "Hedge", "optimistic Hedge, falling rate", lambda of: of.Hedge(learning_rate=of.Decay(2.0, 1, power=0.5), optimistic=True)),
    AgentEntry("phc", "PHC", "policy hill-climbing", lambda of: of.PHC(learning_rate=of.Decay(0.01, 1e6), delta=of.Decay(1e-4, 20_000), exploration=of.EpsilonGreedy(0.05), initial_value="lowest")),
    AgentEntry("q-learning", "QLearner", "Q-learning, epsilon-greedy", lambda of: of.QLearner(learning_rate=0.1, exploration=of.EpsilonGreedy(0.05), initial_value="lowest")),
    AgentEntry("regret-matching", "RegretMatching", "regret matching, unconditional", lambda of: of.RegretMatching()),
    AgentEntry("regret-matching-plus", "RegretMatchingPlus", "regret matching plus", lambda of: of.RegretMatchingPlus()),
    AgentEntry("roth-erev", "RothErev", "Roth-Erev reinforcement", lambda of: of.RothErev()),
    AgentEntry("sarsa", "Sarsa", "SARSA, epsilon-greedy", lambda of: of.Sarsa(learning_rate=0.1, exploration=of.EpsilonGreedy(0.05), initial_value="lowest", discount=0.9)),
    AgentEntry("stochastic-fictitious-play", "StochasticFictitiousPlayer", "stochastic fictitious play, logit choice", lambda of: of.StochasticFictitiousPlayer(temperature=0.1)),
    AgentEntry("tit-for-tat", "TitForTat", "tit-for-tat, opening with the first action", lambda of: of.TitForTat(), memory=1),
    AgentEntry("ucb-q-learning", "QLearner", "Q-learning by upper confidence bounds, values are averages", lambda of: of.QLearner(learning_rate="average", exploration=of.UCB(1.0))),
    AgentEntry("win-stay-lose-shift", "WinStayLoseShift", "win-stay lose-shift (Pavlov)", lambda of: of.WinStayLoseShift(), memory=1),
    AgentEntry("wolf-phc", "WoLFPHC", "policy hill-climbing, win or learn fast", lambda of: of.WoLFPHC(learning_rate=of.Decay(0.01, 1e6), delta_win=of.Decay(5e-5, 20_000), delta_lose=of.Decay(1e-4, 20_000), exploration=of.EpsilonGreedy(0.05), initial_value="lowest")),
)
# fmt: on

_BY_NAME: Final = {entry.name: entry for entry in _ENTRIES}


def agent_names() -> tuple[str, ...]:
    """All names, in alphabetical order."""
    return tuple(sorted(_BY_NAME))


def describe_agents() -> tuple[AgentEntry, ...]:
    """All entries, in alphabetical order of their names."""
    return tuple(_BY_NAME[name] for name in agent_names())


def agent(name: str) -> Any:
    """Return the specification that a name stands for.

    Parameters
    ----------
    name : str
        One of :func:`agent_names`.

    Raises
    ------
    UnknownNameError
        If there is no such agent; near names are suggested.

    Examples
    --------
    >>> agent("q-learning")
    QLearner(learning_rate=0.1, exploration=EpsilonGreedy(epsilon=0.05), initial_value='lowest')
    """
    if not isinstance(name, str) or name not in _BY_NAME:
        raise UnknownNameError("agent", str(name), _BY_NAME)
    return _BY_NAME[name].make(importlib.import_module("learning"))


def memory_needed(names: Sequence[str]) -> int:
    """Outcomes that a world must let players see so that all these agents can play."""
    return max(_BY_NAME[name].memory for name in names)


def agents_for_seats(text: str) -> tuple[str, str]:
    """Read the names of the agents of both seats.

    Parameters
    ----------
    text : str
        One name for both players, or one for each with a comma between.

    Raises
    ------
    ParameterError
        If there are more than two.
    UnknownNameError
        If there is no such agent.

    Examples
    --------
    >>> agents_for_seats("q-learning")
    ('q-learning', 'q-learning')
    """
    names = [part.strip() for part in text.split(",")]
    if len(names) > 2:
        raise ParameterError(
            f"agents: expected one name for both players or two with a comma between, got "
            f"{len(names)}: {text[:80]!r}"
        )
    for name in names:
        if name not in _BY_NAME:
            raise UnknownNameError("agent", name, _BY_NAME)
    return names[0], names[-1]
