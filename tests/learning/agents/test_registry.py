"""Agents by name."""

from __future__ import annotations

import pytest

import learning
from gametheory.errors import ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from learning import play
from learning.agents.registry import (
    agent,
    agent_names,
    agents_for_seats,
    describe_agents,
    memory_needed,
)
from learning.testing import check_agent
from learning.worlds.repeated import RepeatedGame

PENNIES = BimatrixGame.zero_sum([[1, -1], [-1, 1]])


def test_entries_are_in_order_and_make_what_they_say() -> None:
    entries = describe_agents()
    assert [entry.name for entry in entries] == list(agent_names()) == sorted(agent_names())
    for entry in entries:
        assert isinstance(agent(entry.name), getattr(learning, entry.kind))
        assert entry.title
        assert "," not in entry.name


@pytest.mark.parametrize("name", agent_names())
def test_every_agent_keeps_the_protocol_and_plays(name: str) -> None:
    world = RepeatedGame(PENNIES, memory=memory_needed([name]))
    check_agent(agent(name), world=world, rounds=60)
    runs = play(world, (agent(name), agent(name)), rounds=50, runs=2, rng=1)
    assert runs.finished.all()


def test_one_name_is_for_both() -> None:
    assert agents_for_seats("q-learning") == ("q-learning", "q-learning")
    both = agents_for_seats("q-learning, boltzmann-q-learning")
    assert both == ("q-learning", "boltzmann-q-learning")


def test_unknown_names_suggest_near_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown agent 'q-lerning'; did you mean q-learn"):
        agent("q-lerning")
    with pytest.raises(UnknownNameError, match=r"unknown agent 'boltzman'"):
        agents_for_seats("q-learning,boltzman")
    with pytest.raises(ParameterError, match="expected one name for both players or two"):
        agents_for_seats("q-learning,q-learning,q-learning")
    with pytest.raises(UnknownNameError, match="unknown agent ''"):
        agents_for_seats("q-learning,")
