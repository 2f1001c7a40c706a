"""Best-response play over pure profiles, against its definition."""

import json

import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.analysis import response_graph
from gametheory.catalog import load
from gametheory.dynamics import best_response_dynamics
from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.testing import games


def answer(game, player, i, j):
    first, second = payoff_rows(game)
    line = [row[j] for row in first] if player == 0 else second[i]
    own = (i, j)[player]
    return own if line[own] == max(line) else line.index(max(line))


def is_equilibrium(game, i, j):
    return (answer(game, 0, i, j), answer(game, 1, i, j)) == (i, j)


@settings(max_examples=60)
@given(games(max_actions=4), st.data())
def test_simultaneous_play_follows_its_definition(game, data):
    start = tuple(data.draw(st.integers(0, size - 1)) for size in game.shape)
    play = best_response_dynamics(game, start, order="simultaneous")
    i, j = start
    walk = [start]
    for _ in range(2 * 16 + 2):
        i, j = answer(game, 0, i, j), answer(game, 1, i, j)
        walk.append((i, j))
    kept = play.outcomes
    assert list(kept) == walk[: len(kept)]
    assert len(set(kept)) == len(kept)
    if play.equilibrium is not None:
        assert is_equilibrium(game, *play.equilibrium)
        assert play.period is None
    else:
        assert play.cycle == kept[-play.period :]
        assert walk[len(kept)] == play.cycle[0]
        assert not any(is_equilibrium(game, *outcome) for outcome in play.cycle)


@settings(max_examples=40)
@given(games(max_actions=4), st.data())
def test_sequential_play_ends_in_a_sink_or_a_cyclic_component(game, data):
    start = tuple(data.draw(st.integers(0, size - 1)) for size in game.shape)
    play = best_response_dynamics(game, start, first=data.draw(st.integers(0, 1)))
    graph = response_graph(game)
    if play.equilibrium is not None:
        assert play.equilibrium in graph.pure_equilibria
    else:
        assert any(set(play.cycle) <= set(component) for component in graph.cyclic)


def test_known_games():
    pennies = load("matching-pennies")
    assert best_response_dynamics(pennies).period == 4
    assert best_response_dynamics(pennies, order="simultaneous").period == 4
    rps = load("rock-paper-scissors")
    # In turn six profiles, at once three, as both always choose alike.
    assert best_response_dynamics(rps).period == 6
    assert best_response_dynamics(rps, order="simultaneous").period == 3
    dilemma = best_response_dynamics(load("prisoners-dilemma"), ("Cooperate", "Cooperate"))
    assert dilemma.equilibrium == (1, 1)
    assert "ends after 2 steps in the pure equilibrium" in dilemma.summary()


def test_inertia_finds_the_coordination_that_simultaneous_play_misses():
    # Young 2004: in weakly acyclic games play with inertia ends in a pure equilibrium.
    game = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert best_response_dynamics(game, (0, 1), order="simultaneous").period == 2
    ends = [
        best_response_dynamics(game, (0, 1), order="simultaneous", inertia=0.5, rng=k)
        for k in range(400)
    ]
    assert all(play.equilibrium in ((0, 0), (1, 1)) for play in ends)
    # Each round ends it if exactly one moves: probability 1/2, so 2 rounds on average.
    mean = sum(len(play.outcomes) - 1 for play in ends) / len(ends)
    assert abs(mean - 2) < 5 * (2 / 400) ** 0.5
    assert 0.35 < sum(play.equilibrium == (0, 0) for play in ends) / 400 < 0.65
    again = best_response_dynamics(game, (0, 1), order="simultaneous", inertia=0.5, rng=3)
    assert again.outcomes == ends[3].outcomes


def test_inertia_without_an_end_says_so():
    play = best_response_dynamics(load("matching-pennies"), inertia=0.3, rounds=50, rng=1)
    assert play.status is Status.BUDGET
    assert play.equilibrium is None
    assert len(play.outcomes) == 51
    assert "had not ended after 50 rounds" in play.summary()


def test_what_it_says_of_itself():
    play = best_response_dynamics(load("matching-pennies"))
    assert "repeats a cycle of 4 profiles for ever" in repr(play)
    document = json.loads(play.to_json())
    assert document["schema"] == "gametheory/best-response-play/1"
    assert len(document["cycle"]) == 4


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"order": "both"}, ParameterError, "order: expected one of"),
        ({"inertia": 1}, ParameterError, "inertia: expected a number from 0 to below 1, got 1"),
        ({"inertia": -0.1}, ParameterError, "inertia: expected a finite number of at least 0"),
        ({"first": 2}, ParameterError, "player: expected 0"),
        ({"rounds": 0}, ParameterError, "rounds: expected a whole number >= 1"),
        ({"start": (0, 5)}, StrategyError, "has no action 5"),
    ],
)
def test_bad_parameters(options, error, message):
    with pytest.raises(error, match=message):
        best_response_dynamics(load("matching-pennies"), **options)
