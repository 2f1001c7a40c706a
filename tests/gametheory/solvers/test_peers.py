"""Our answers beside those of other people's programs.

lrsnash (Avis, Rosenberg, Savani & von Stengel 2010) and Gambit compute exactly, so
sets of fractions are compared. QuantEcon computes in floats. Gambit and QuantEcon
are asked about non-degenerate games only: of others they do not promise every
extreme equilibrium.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from gametheory.solvers.cross_check import cross_check

pytestmark = pytest.mark.slow

Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def random_games(
    seed: int, sizes: list[tuple[int, int]], low: int, high: int
) -> Iterator[BimatrixGame]:
    """One game of each size, payoffs uniform in low..high."""
    rng = np.random.default_rng(seed)
    for m, n in sizes:
        yield BimatrixGame(*rng.integers(low, high, (2, m, n), endpoint=True))


def proved(game: BimatrixGame) -> set[Profile]:
    found = solve(game, "exact")
    assert found.complete
    return {e.profile for e in found}


def regular_games(seed: int, sizes: list[tuple[int, int]]) -> Iterator[BimatrixGame]:
    """Random games that are not degenerate."""
    for game in random_games(seed, sizes, -100, 100):
        if solve(game, "exact").degenerate is False:
            yield game


SMALL = [(m, n) for m in range(1, 6) for n in range(1, 6)]


def test_lrsnash_is_read_as_its_manual_says(
    lrsnash: Callable[[BimatrixGame], set[Profile]],
) -> None:
    # the example of the manual page lrsnash(1)
    game = BimatrixGame([[0, 6], [2, 5], [3, 3]], [[1, 0], [0, 2], [4, 3]])
    third = Fraction(1, 3)
    assert lrsnash(game) == {
        ((1 - third, third, 0), (third, 1 - third)),
        ((0, third, 1 - third), (1 - third, third)),
        ((0, 0, 1), (1, 0)),
    }


def test_lrsnash_is_not_asked_what_it_would_misread(
    lrsnash: Callable[[BimatrixGame], set[Profile]],
) -> None:
    with pytest.raises(ValueError, match=r"below 2\*\*62"):
        lrsnash(BimatrixGame.zero_sum([[2**62, 0], [0, 1]]))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 2), (-9, 9), (-(10**6), 10**6)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lrsnash_finds_the_same_in_games_of_every_kind(
    lrsnash: Callable[[BimatrixGame], set[Profile]], low: int, high: int, seed: int
) -> None:
    for game in random_games(seed, [*SMALL, (6, 6), (3, 9), (9, 3)], low, high):
        assert proved(game) == lrsnash(game), game


def test_lrsnash_finds_the_same_in_games_of_fractions(
    lrsnash: Callable[[BimatrixGame], set[Profile]],
) -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        numerators = rng.integers(-9, 10, (2, 4, 4)).tolist()
        denominators = rng.integers(1, 7, (2, 4, 4)).tolist()
        game = BimatrixGame(
            *(
                [
                    [Fraction(p, q) for p, q in zip(*rows, strict=True)]
                    for rows in zip(*pair, strict=True)
                ]
                for pair in zip(numerators, denominators, strict=True)
            )
        )
        assert proved(game) == lrsnash(game), game


def test_gambit_finds_the_same_in_regular_games(require_oracle: Callable[[str], Any]) -> None:
    gambit = require_oracle("pygambit")
    compared = 0
    for game in regular_games(7, [*SMALL, (6, 6), (4, 7)]):
        tree = gambit.Game.from_arrays(*(game.integer_payoffs(player)[0] for player in (0, 1)))
        answer = gambit.nash.enummixed_solve(tree, rational=True).equilibria
        found = {
            tuple(
                tuple(
                    Fraction(int(p.numerator), int(p.denominator))
                    for p in (profile[strategy] for strategy in player.strategies)
                )
                for player in tree.players
            )
            for profile in answer
        }
        assert proved(game) == found, game
        compared += 1
    assert compared >= 20


@pytest.mark.parametrize("method", ["vertex_enumeration", "support_enumeration"])
def test_quantecon_finds_the_same_in_regular_games(
    require_oracle: Callable[[str], Any], method: str
) -> None:
    require_oracle("quantecon")
    from quantecon import game_theory as theirs

    compared = 0
    sizes = [(m, n) for m, n in SMALL if min(m, n) > 1]
    for game in regular_games(11, [*sizes, (6, 6)]):
        players = theirs.Player(game.row_payoffs), theirs.Player(game.column_payoffs.T)
        answer = getattr(theirs, method)(theirs.NormalFormGame(players))
        ours = sorted(np.concatenate(profile).astype(float).tolist() for profile in proved(game))
        found = sorted(np.concatenate(profile).round(12).tolist() for profile in answer)
        assert len(found) == len(ours), game
        np.testing.assert_allclose(found, ours, atol=1e-9, rtol=0)
        compared += 1
    assert compared >= 15


def test_nashpy_in_regular_games_is_right_in_what_is_kept_and_told_what_it_missed() -> None:
    missed = 0
    for game in regular_games(13, [(4, 4)] * 10):
        table = cross_check(game, methods=["nashpy-support", "nashpy-vertex"])
        for check in table.methods[1:]:
            assert check.other == ()
            assert check.missed is not None
            assert len(check.found) + len(check.missed) == len(table.reference)
        missed += bool(table["nashpy-support"].missed)
    # about one game in four: exact comparison of rounded payoffs
    assert missed >= 1
