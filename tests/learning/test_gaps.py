"""Gaps of profiles and joint distributions, against brute force in fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from gametheory import BimatrixGame
from gametheory.strategy import epsilons, expected_payoffs
from learning.gaps import cce_gap, ce_gap, profile_epsilons, profile_payoffs, scaled_payoffs

Cells = list[list[Fraction]]


def _games() -> list[BimatrixGame]:
    rng = np.random.default_rng(4)
    shapes = [(1, 1), (2, 2), (2, 3), (3, 2), (3, 3)]
    return [
        BimatrixGame(rng.integers(-5, 6, shape), rng.integers(-5, 6, shape))
        for shape in shapes
        for _ in range(3)
    ]


def _distributions(game: BimatrixGame) -> list[Cells]:
    m, n = game.shape
    rng = np.random.default_rng(m * 10 + n)
    found = []
    for _ in range(4):
        weights = rng.integers(0, 4, (m, n)) + np.eye(m, n, dtype=int)
        total = int(weights.sum())
        found.append([[Fraction(int(w), total) for w in row] for row in weights])
    return found


def _regrets(game: BimatrixGame, player: int, z: Cells) -> tuple[Fraction, Fraction]:
    """External regret and swap regret, over all constant actions and all swaps."""
    m, n = game.shape
    own = (m, n)[player]
    profiles = list(product(range(m), range(n)))

    def earned(swap: tuple[int, ...]) -> Fraction:
        return sum(
            (
                z[i][j]
                * (game.payoff(swap[i], j)[0] if player == 0 else game.payoff(i, swap[j])[1])
                for i, j in profiles
            ),
            Fraction(0),
        )

    kept = earned(tuple(range(own)))
    constant = max(earned((k,) * own) for k in range(own))
    swapped = max(earned(swap) for swap in product(range(own), repeat=own))
    return constant - kept, swapped - kept


@pytest.mark.parametrize("game", _games(), ids=lambda game: "{}x{}".format(*game.shape))
def test_joint_gaps(game: BimatrixGame) -> None:
    distributions = _distributions(game)
    joint = np.array([[[float(p) for p in row] for row in z] for z in distributions])
    expected = [
        [max(Fraction(0), *(_regrets(game, player, z)[kind] for player in (0, 1)))
         for z in distributions]
        for kind in (0, 1)
    ]  # fmt: skip
    assert cce_gap(game, joint) == pytest.approx([float(g) for g in expected[0]], abs=1e-13)
    assert ce_gap(game, joint) == pytest.approx([float(g) for g in expected[1]], abs=1e-13)


@pytest.mark.parametrize("game", _games(), ids=lambda game: "{}x{}".format(*game.shape))
def test_profile_gaps(game: BimatrixGame) -> None:
    m, n = game.shape
    rng = np.random.default_rng(1)
    weights = [(rng.integers(0, 5, m) + 1, rng.integers(0, 5, n) + 1) for _ in range(5)]
    profiles = [
        tuple([Fraction(int(v), int(w.sum())) for v in w] for w in pair) for pair in weights
    ]
    row, column = (
        np.array([[float(p) for p in profile[player]] for profile in profiles]) for player in (0, 1)
    )
    exact = [[float(e) for e in epsilons(game, *profile)] for profile in profiles]
    assert profile_epsilons(game, row, column) == pytest.approx(np.array(exact), abs=1e-13)
    exact = [[float(u) for u in expected_payoffs(game, *profile)] for profile in profiles]
    assert profile_payoffs(game, row, column) == pytest.approx(np.array(exact), abs=1e-12)


def test_offsets_and_scales_beyond_floats_do_not_matter() -> None:
    plain = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    far = BimatrixGame(
        [[10**30 + 3 * 10**9, 10**30], [10**30 + 5 * 10**9, 10**30 + 10**9]],
        [["3e-300", "5e-300"], [0, "1e-300"]],
    )
    half = np.array([[0.5, 0.5]])
    assert (
        profile_epsilons(far, half, half).tolist() == profile_epsilons(plain, half, half).tolist()
    )
    wide = BimatrixGame([[-(2**62), 2**62]], [[0, 0]])
    assert scaled_payoffs(wide, 0).tolist() == [[0.0, 1.0]]
    assert scaled_payoffs(wide, 1).tolist() == [[0.0], [0.0]]  # no range: no regret


def test_known_distributions() -> None:
    # Aumann 1974, chicken (6, 2, 7, 0): even weights on three cells are a correlated
    # equilibrium with payoff 5 each; adding the crash breaks it.
    chicken = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    thirds = np.array([[[1 / 3, 1 / 3], [1 / 3, 0.0]]])
    assert ce_gap(chicken, thirds) == pytest.approx([0.0], abs=1e-15)
    assert cce_gap(chicken, thirds) == pytest.approx([0.0], abs=1e-15)
    crash = np.array([[[0.0, 0.0], [0.0, 1.0]]])
    assert ce_gap(chicken, crash) == pytest.approx([2.0])
    # rock-paper-scissors on the diagonal: no constant action gains, a swap gains 1
    rps = BimatrixGame.zero_sum([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    diagonal = np.eye(3)[None] / 3
    assert cce_gap(rps, diagonal) == pytest.approx([0.0], abs=1e-15)
    assert ce_gap(rps, diagonal) == pytest.approx([1.0])
