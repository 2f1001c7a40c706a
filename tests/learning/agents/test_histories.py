"""Strategies that remember: their tables, known encounters, and what they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, catalog
from gametheory.errors import ParameterError, SeatError
from learning import (
    Always,
    GrimTrigger,
    MemoryOne,
    Record,
    RepeatedGame,
    Scripted,
    TitForTat,
    WinStayLoseShift,
    play,
)

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
#: As vectors after CC, CD, DC, DD (own action first) and the opening.
VECTORS: list[tuple[Any, list[int]]] = [
    (TitForTat(), [1, 0, 1, 0]),
    (GrimTrigger(), [1, 0, 0, 0]),
    (WinStayLoseShift(), [1, 0, 0, 1]),
]


def _trajectory(world: RepeatedGame, seats: Any, rounds: int) -> list[str]:
    runs = play(world, seats, rounds, record=Record(trajectory=True))
    assert runs.trajectory is not None
    return ["".join("CD"[a] for a in pair) for pair in runs.trajectory[0].tolist()]


@pytest.mark.parametrize(("strategy", "vector"), VECTORS)
@pytest.mark.parametrize("player", [0, 1])
def test_tables_from_both_seats(strategy: Any, vector: list[int], player: int) -> None:
    for memory in (1, 2):
        world = RepeatedGame(PD, memory=memory)
        agent = strategy.new(2, world.n_observations[0], histories=world.own_histories(player))
        assert agent.policy(0).tolist() == [1, 0]  # the empty history
        for observation in range(1, world.n_observations[0]):
            outcomes = world.outcomes(observation)
            own, other = outcomes[-1] if player == 0 else outcomes[-1][::-1]
            expected = vector[2 * own + other]
            if isinstance(strategy, GrimTrigger) and any(o != (0, 0) for o in outcomes):
                expected = 0
            assert agent.policy(observation)[0] == expected


@pytest.mark.parametrize(("strategy", "vector"), VECTORS)
def test_vectors_are_the_named_strategies(strategy: Any, vector: list[int]) -> None:
    world = RepeatedGame(PD, memory=1)
    same = MemoryOne(vector, 1)
    for opponent in (Scripted([0, 1, 1, 0, 0, 0, 1]), TitForTat(opening=1), Always(1)):
        for seats, twins in (
            ((strategy, opponent), (same, opponent)),
            ((opponent, strategy), (opponent, same)),
        ):
            assert _trajectory(world, seats, 30) == _trajectory(world, twins, 30)


def test_known_encounters() -> None:
    world = RepeatedGame(PD, memory=1)
    assert _trajectory(world, (TitForTat(), Always(1)), 4) == ["CD", "DD", "DD", "DD"]
    assert _trajectory(world, (TitForTat(), TitForTat(opening=1)), 4) == ["CD", "DC", "CD", "DC"]
    script = Scripted([0, 1, 0, 0])
    assert _trajectory(world, (script, GrimTrigger()), 5) == ["CC", "DC", "CD", "CD", "CD"]
    # Nowak & Sigmund: after one mistake two of them return to cooperation in two rounds
    mistaken = RepeatedGame(PD, memory=1, start=(0, 1))
    seats = (WinStayLoseShift(), WinStayLoseShift())
    assert _trajectory(mistaken, seats, 3) == ["DD", "CC", "CC"]
    # ... and it exploits one who always cooperates, once it has defected by mistake
    assert _trajectory(mistaken, (Always(0), WinStayLoseShift()), 3) == ["CD", "CD", "CD"]


def test_mixed_memory_one_strategies_reach_their_stationary_distribution() -> None:
    p, q = np.array([0.9, 0.2, 0.7, 0.1]), np.array([0.6, 0.3, 0.8, 0.4])
    seen = q[[0, 2, 1, 3]]  # the column player sees CD as its own DC
    chain = np.stack([p * seen, p * (1 - seen), (1 - p) * seen, (1 - p) * (1 - seen)], axis=1)
    values, vectors = np.linalg.eig(chain.T)
    expected = vectors[:, np.argmax(values.real)].real
    expected /= expected.sum()
    world = RepeatedGame(PD, memory=1)
    runs = play(world, (MemoryOne(p, 0.5), MemoryOne(q, 0.5)), 4_000, 100, rng=1)
    found = runs.joint_frequencies(slice(10, None)).reshape(100, 4)
    errors = found.std(axis=0, ddof=1) / 10
    assert (np.abs(found.mean(axis=0) - expected) < 4.5 * errors).all()


def test_scripts_are_played_through_episodes_and_memories() -> None:
    actions = [0, 1, 1, 0, 1]
    for world in (RepeatedGame(PD), RepeatedGame(PD, one_shot=True), RepeatedGame(PD, memory=2)):
        lines = _trajectory(world, (Scripted(actions), Scripted(actions, "stay")), 8)
        assert lines == ["CC", "DD", "DD", "CC", "DD", "CD", "DD", "DD"]


@pytest.mark.parametrize("strategy", [*(s for s, _ in VECTORS), MemoryOne([1, 0, 1, 0], 1)])
def test_a_world_without_memory_is_refused(strategy: Any) -> None:
    with pytest.raises(SeatError, match=r"seat 1: \w+ needs state, which .* does not give.*"
                       r"RepeatedGame\(game, memory=1\)"):  # fmt: skip
        play(PD, (Always(0), strategy), 10)
    with pytest.raises(ParameterError, match="it answers what the players did before"):
        strategy.new(2)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: GrimTrigger(punish=0), "punish: expected another action than cooperate"),
        (lambda: WinStayLoseShift(cooperate=2), "cooperate: expected 0 or 1, got 2"),
        (lambda: TitForTat(opening=-1), "opening: expected an integer of at least 0"),
        (lambda: MemoryOne([1, 0, 1.5, 0], 1), "MemoryOne, after outcome 2: expected prob"),
        (lambda: MemoryOne([1, 0, 1], 1), "as many rows as there are outcomes, got 3 rows"),
        (lambda: MemoryOne(3, 1), "MemoryOne: expected probabilities after each outcome"),
        (lambda: MemoryOne([[1, 0, 0], [1, 0]], 1), "as many probabilities in each row"),
        (lambda: Scripted([]), "actions: expected at least one action, got an empty list"),
        (lambda: Scripted("01"), "actions: expected a list of actions"),
        (lambda: Scripted([0, 0.5]), "action 1: expected an integer of at least 0, got 0.5"),
        (lambda: Scripted([0], "stop"), "afterwards: expected 'repeat' or 'stay', got 'stop'"),
        (lambda: Always(True), "action: expected an integer of at least 0, got True"),
        (lambda: Scripted([0, 2]).new(2), "Scripted: action 2 does not exist for a player of 2"),
        (lambda: Always(2).new(2), "Always: action 2 does not exist for a player of 2 actions"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        make()


def test_strategies_that_do_not_fit_the_game() -> None:
    shapley = RepeatedGame(catalog.load("shapley"), memory=1)
    with pytest.raises(ParameterError, match="WinStayLoseShift: expected a player of 2 actions"):
        play(shapley, (WinStayLoseShift(), Always(0)), 10)
    with pytest.raises(ParameterError, match="probabilities of 2 actions for a player of 3"):
        play(shapley, (MemoryOne([1, 0, 1, 0], 1), Always(0)), 10)
    wide = RepeatedGame(catalog.load("kreps"), memory=1)  # 2 x 4
    with pytest.raises(ParameterError, match="TitForTat: action 2 does not exist"):
        play(wide, (TitForTat(), Always(0)), 10)
    with pytest.raises(ParameterError, match="against an opponent of 2 actions, who has action 2"):
        play(wide, (MemoryOne([1, 0, 1, 0], 1), Always(0)), 10)
