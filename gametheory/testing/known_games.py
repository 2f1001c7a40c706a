"""Drawing games whose equilibria are known by construction, with and without Hypothesis."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from gametheory.testing.known import (
    KnownGame,
    block_game,
    constant_game,
    coordination_game,
    dominant_action_game,
    lone_player_game,
    weighted_pennies,
)
from gametheory.testing.transformations import (
    relabelled,
    rescaled,
    swapped,
    with_dominated_action,
    with_duplicate_action,
)

__all__ = ["games_with_known_equilibria", "sample_known_games"]


@st.composite
def games_with_known_equilibria(draw: st.DrawFn, *, max_actions: int = 6) -> KnownGame:
    """Known games of every family, up to four transformations away.

    Parameters
    ----------
    max_actions : int
        Bound on both players' numbers of actions; at least 3.

    Examples
    --------
    >>> from hypothesis import given, settings
    >>> from gametheory import solve
    >>> @given(games_with_known_equilibria(max_actions=4))
    ... def test_finds_all_and_nothing_else(known):
    ...     assert {e.profile for e in solve(known.game)} == known.equilibria
    >>> test_finds_all_and_nothing_else()
    """
    known = draw(_families(draw(st.integers(2, min(4, max_actions - 1)))))
    for step in draw(st.lists(st.sampled_from(_STEPS), max_size=4, unique=True)):
        changed = step(draw, known)
        if max(changed.game.shape) <= max_actions:
            known = changed
    return known


_PAYOFFS = st.one_of(st.integers(-9, 9), st.fractions(-9, 9, max_denominator=9))
_SCALES = st.one_of(st.integers(1, 9), st.fractions(Fraction(1, 9), 9, max_denominator=9))
_STAKES = st.one_of(_SCALES, st.sampled_from([10**17, 10**17 + 1, 10**300, Fraction(1, 10**300)]))


def _list(numbers: st.SearchStrategy[Any], size: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(numbers, min_size=size, max_size=size)


def _families(size: int) -> st.SearchStrategy[KnownGame]:
    few = st.integers(0, 2)
    square = _list(_list(few, size), size)
    isolated = st.one_of(
        st.builds(coordination_game, _list(_STAKES, size), _list(_STAKES, size)),
        st.builds(weighted_pennies, _list(_STAKES, size)),
    )
    return st.one_of(
        isolated,
        st.builds(lone_player_game, _list(few, size), _list(_PAYOFFS, size)),
        st.builds(constant_game, st.integers(1, size), st.integers(1, size), _PAYOFFS, _PAYOFFS),
        st.builds(dominant_action_game, square, square, st.integers(0, size - 1)),
        st.builds(block_game, st.builds(weighted_pennies, _list(_STAKES, 1)), isolated),
    )


def _step_rescale(draw: st.DrawFn, known: KnownGame) -> KnownGame:
    m, n = known.game.shape
    scales = draw(_SCALES), draw(_SCALES)
    return rescaled(known, scales, draw(_list(_PAYOFFS, n)), draw(_list(_PAYOFFS, m)))


def _step_relabel(draw: st.DrawFn, known: KnownGame) -> KnownGame:
    rows, columns = (draw(st.permutations(range(size))) for size in known.game.shape)
    return relabelled(known, rows, columns)


def _step_swap(draw: st.DrawFn, known: KnownGame) -> KnownGame:
    return swapped(known)


def _step_dominated(draw: st.DrawFn, known: KnownGame) -> KnownGame:
    return with_dominated_action(known, draw(_list(_PAYOFFS, known.game.shape[1])))


def _step_duplicate(draw: st.DrawFn, known: KnownGame) -> KnownGame:
    return with_duplicate_action(known, draw(st.integers(0, known.game.shape[0] - 1)))


_STEPS = (_step_rescale, _step_relabel, _step_swap, _step_dominated, _step_duplicate)


def sample_known_games(count: int, rng: np.random.Generator) -> list[KnownGame]:
    """Draw known games without Hypothesis; at most 6 actions a player, or 8 of a block game.

    Parameters
    ----------
    count : int
    rng : Generator

    Examples
    --------
    >>> import numpy as np
    >>> len(sample_known_games(8, np.random.default_rng(0)))
    8
    """
    return [_sample(rng, number) for number in range(count)]


def _sample(rng: np.random.Generator, number: int) -> KnownGame:
    def integers(low: int, high: int, size: int) -> list[int]:
        return [int(k) for k in rng.integers(low, high + 1, size)]

    size = int(rng.integers(2, 5))
    square = [[integers(0, 9, size) for _ in range(size)] for _ in (0, 1)]
    families = (
        lambda: coordination_game(integers(1, 9, size), integers(1, 9, size)),
        lambda: weighted_pennies(integers(1, 9, size)),
        lambda: block_game(
            weighted_pennies(integers(1, 9, 2)), coordination_game([1, 2], integers(1, 9, 2))
        ),
        lambda: dominant_action_game(square[0], square[1], int(rng.integers(size))),
        lambda: lone_player_game(integers(0, 2, size), integers(-9, 9, size)),
    )
    known = families[number % len(families)]()
    m, n = known.game.shape
    if rng.random() < 0.5:
        scales = integers(1, 9, 2)
        known = rescaled(
            known, (scales[0], Fraction(1, scales[1])), integers(-9, 9, n), integers(-9, 9, m)
        )
    if rng.random() < 0.3:
        known = with_duplicate_action(known, int(rng.integers(m)))
    elif rng.random() < 0.3:
        known = with_dominated_action(known, integers(-9, 9, n))
    known = relabelled(known, *(rng.permutation(k).tolist() for k in known.game.shape))
    return swapped(known) if rng.random() < 0.5 else known
