"""``solve`` on games whose equilibria are known by construction, made hard for floats.

Stakes of 1 beside 10^17, 10^17 + 1 and 10^300: neighbouring bases that floats cannot
tell apart, matrices that are singular in floats and regular in truth.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from gametheory import BimatrixGame, solve
from gametheory.testing import (
    KnownGame,
    block_game,
    coordination_game,
    relabelled,
    rescaled,
    sample_known_games,
    swapped,
    weighted_pennies,
    with_dominated_action,
    with_duplicate_action,
)

STAKES = (1, 2, 3, 10**17, 10**17 + 1, 10**300, Fraction(1, 10**17), Fraction(1, 10**300))


def check(known: KnownGame) -> None:
    found = solve(known.game, "exact")
    assert {e.profile for e in found} == known.equilibria, known.game
    assert found.complete
    if known.isolated:
        assert len(found.components) == len(known.equilibria)


def stakes(rng: np.random.Generator, size: int) -> list[int | Fraction]:
    return [STAKES[k] for k in rng.integers(len(STAKES), size=size).tolist()]


def constants(rng: np.random.Generator, size: int) -> list[int]:
    return [(0, 1, 10**17)[k] for k in rng.integers(3, size=size).tolist()]


def disguised(known: KnownGame, rng: np.random.Generator) -> KnownGame:
    m, n = known.game.shape
    known = rescaled(known, (1, Fraction(1, 3)), constants(rng, n), constants(rng, m))
    if rng.random() < 0.3:
        known = with_duplicate_action(known, int(rng.integers(m)))
    if rng.random() < 0.3:
        known = with_dominated_action(known, constants(rng, n))
    if rng.random() < 0.5:
        known = swapped(known)
    return relabelled(known, *(rng.permutation(size).tolist() for size in known.game.shape))


@pytest.mark.parametrize("seed", range(4))
def test_stakes_of_every_size(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(12):
        size = int(rng.integers(2, 6))
        coordination = coordination_game(stakes(rng, size), stakes(rng, size))
        pennies = weighted_pennies(stakes(rng, size))
        block = block_game(
            weighted_pennies(stakes(rng, int(rng.integers(1, 3)))),
            weighted_pennies(stakes(rng, int(rng.integers(2, 4)))),
        )
        for known in (coordination, pennies, block):
            check(known)
            check(disguised(known, rng))


def test_singular_in_floats_regular_in_truth() -> None:
    # Payoffs 10^17 to 10^17 + 2 are one float; three equilibria, all in blocks.
    known = block_game(weighted_pennies([1]), weighted_pennies([1, 1, 10**17]))
    assert len(known.equilibria) == 3
    check(known)


def test_sampled_known_games() -> None:
    for known in sample_known_games(60, np.random.default_rng(7)):
        check(known)


def test_a_large_coordination_game() -> None:
    # 2^9 - 1 equilibria, each isolated.
    known = coordination_game(range(1, 10), [Fraction(1, k) for k in range(1, 10)])
    assert len(known.equilibria) == 511
    check(known)


@pytest.mark.parametrize("timeout", [1e-9, 1e-3])
@pytest.mark.parametrize("size", [20, 40])
def test_no_time_is_no_error(size: int, timeout: float) -> None:
    rng = np.random.default_rng(size)
    game = BimatrixGame(*rng.integers(0, 10**6, (2, size, size)))
    found = solve(game, "exact", timeout=timeout)
    assert found.status == "timeout"
    assert not found.complete
