"""Trembles, noise and continuation against exact expectations, in both loops."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from learning import (
    Always,
    FixedStrategy,
    MemoryOne,
    Record,
    RepeatedGame,
    TitForTat,
    discounted_values,
    play,
)

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
ONES = BimatrixGame([[1, 1], [1, 1]], [[1, 1], [1, 1]])

#: Plays 1 at the beginning of an episode and 0 ever after, so its actions tell their lengths.
BELL = MemoryOne([1, 1, 1, 1], 0)


def _lengths(trajectory: Any) -> Any:
    """Lengths of the whole episodes of one run of BELL."""
    return np.diff(np.flatnonzero(trajectory[:, 0] == 1))


@pytest.mark.parametrize("chance", ["1/2", "9/10", "39/40"])
def test_expected_episode_lengths_are_exact(chance: str) -> None:
    going_on = Fraction(chance)
    world = RepeatedGame(ONES, memory=1, continuation=float(going_on))
    # a payoff of 1 in each round, undiscounted, counts the rounds: 1 / (1 - c)
    lengths = discounted_values(world, BELL, BELL, 1).at_start
    assert lengths == (1 / (1 - going_on),) * 2


@pytest.mark.parametrize("chance", [0.5, 0.9])
def test_episodes_of_the_compiled_loop_are_geometric(chance: float) -> None:
    world = RepeatedGame(ONES, memory=1, continuation=chance)
    runs = play(world, (BELL, BELL), 40_000, rng=6, record=Record(trajectory=True))
    assert runs.method == "compiled"
    assert runs.trajectory is not None
    lengths = _lengths(runs.trajectory[0])
    assert abs(lengths.mean() - 1 / (1 - chance)) < 4.5 * np.sqrt(
        chance / (1 - chance) ** 2 / len(lengths)
    )
    for length in (1, 2, 3, 5):
        p = chance ** (length - 1) * (1 - chance)
        share = (lengths == length).mean()
        assert abs(share - p) < 4.5 * np.sqrt(p * (1 - p) / len(lengths))


def test_ends_at_once_or_never() -> None:
    for chance, one_shot, expected in ((0.0, False, 300), (1.0, True, 300), (1.0, False, 1)):
        world = RepeatedGame(ONES, memory=1, continuation=chance, one_shot=one_shot)
        runs = play(world, (BELL, BELL), 300, rng=6, record=Record(trajectory=True))
        assert runs.trajectory is not None
        assert (runs.trajectory[0, :, 0] == 1).sum() == expected


def test_trembles_strike_each_player_alone() -> None:
    game = BimatrixGame(np.zeros((3, 2)), np.zeros((3, 2)))
    world = RepeatedGame(game, tremble=(0.3, 0.1))
    rounds = 40_000
    runs = play(world, (Always(1), FixedStrategy([1, 0])), rounds, rng=2, record=Record(windows=1))
    # all other actions as likely, and the two players' trembles independent
    expected = np.outer([0.15, 0.7, 0.15], [0.9, 0.1])
    share = runs.joint_frequencies()[0]
    assert (np.abs(share - expected) < 4.5 * np.sqrt(expected * (1 - expected) / rounds)).all()


@pytest.mark.parametrize("kind", ["tremble", "noise"])
def test_mistakes_cost_tit_for_tat_half_of_its_kindness(kind: str) -> None:
    # with any error in doing or seeing, two such players spend a quarter of the rounds in each
    # outcome (Molander 1985, "The optimal level of generosity", J. Conflict Resolution 29)
    chance: Any = {kind: 0.1}
    world = RepeatedGame(PD, memory=1, **chance)
    runs = play(world, (TitForTat(), TitForTat()), 4_000, 200, rng=3, record=Record(windows=2))
    late = runs.joint_frequencies(slice(1, 2)).reshape(200, 4)
    error = late.std(axis=0, ddof=1) / np.sqrt(200)
    assert (np.abs(late.mean(axis=0) - 0.25) < 4.5 * error).all()
    if kind == "tremble":  # and so says the exact solution, in the limit of patience
        patient = discounted_values(world, TitForTat(), TitForTat(), Fraction(999_999, 10**6))
        assert [float(v) for v in patient.per_round] == pytest.approx([9 / 4] * 2, abs=1e-4)


def test_noise_is_seen_and_not_done() -> None:
    # tit for tat answers what it saw: it defects at the rate at which it misses a kindness
    world = RepeatedGame(PD, memory=1, noise=(0.2, 0.0))
    rounds = 40_000
    runs = play(world, (TitForTat(), Always(0)), rounds, rng=4, record=Record(windows=1))
    share = runs.joint_frequencies()[0]
    assert share[:, 1].sum() == 0
    assert abs(share[1, 0] - 0.2) < 4.5 * np.sqrt(0.16 / rounds) + 1 / rounds
    other = RepeatedGame(PD, memory=1, noise=(0.0, 0.2))  # the other player's eyes
    runs = play(other, (TitForTat(), Always(0)), 1_000, rng=4, record=Record(windows=1))
    assert runs.joint_frequencies()[0, 0, 0] == 1
