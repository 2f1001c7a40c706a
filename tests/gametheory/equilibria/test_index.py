"""The index of components."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from bruteforce import Profile, indices
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.testing import (
    KnownGame,
    games,
    relabelled,
    rescaled,
    swapped,
    with_dominated_action,
    with_duplicate_action,
)


def test_the_entry_game() -> None:
    # Enter and accommodate has +1; the continuum in which the entrant stays out has 0.
    components = solve(BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])).components
    by_size = {len(c.extreme): c for c in components}
    assert by_size[1].index == 1
    assert by_size[1].essential == "essential (proved)"
    assert by_size[2].index == 0
    assert by_size[2].essential == "not decided by the index"


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_identity_game(n: int) -> None:
    # von Stengel 2002: an equilibrium with k actions of the identity game has (-1)^(k + 1)
    components = solve(BimatrixGame(np.eye(n), np.eye(n))).components
    assert len(components) == 2**n - 1
    for component in components:
        k = len(component.extreme[0].support[0])
        assert component.index == (-1) ** (k + 1)


def test_strict_equilibria_have_index_1() -> None:
    for component in solve(BimatrixGame([[4, 0], [3, 2]], [[4, 3], [0, 2]])).components:
        e = component.extreme[0]
        assert component.index == (1 if e.is_pure else -1)


def test_a_method_that_is_not_complete_gives_no_index() -> None:
    found = solve(BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]]), "pure")
    assert [c.index for c in found.components] == [None, None]
    assert found.components[0].essential == "index not computed"


small_games = st.integers(1, 3).flatmap(
    lambda m: st.integers(1, 3).flatmap(
        lambda n: st.tuples(
            *[st.lists(st.lists(st.integers(0, 2), min_size=n, max_size=n), min_size=m, max_size=m)]
            * 2
        )
    )
)


def _indices(game: BimatrixGame) -> dict[frozenset[Profile], int | None]:
    return {
        frozenset(e.profile for e in component.extreme): component.index
        for component in solve(game, "exact").components
    }


@given(games(), st.data())
@settings(max_examples=80)
def test_equivalent_games_have_the_same_indices(game: BimatrixGame, data: st.DataObject) -> None:
    """Each component keeps its index; it belongs to the image of its extreme equilibria."""
    m, n = game.shape
    known = KnownGame(game, frozenset(e.profile for e in solve(game, "exact")), "as solved")
    small = st.fractions(-9, 9, max_denominator=7)
    scales = data.draw(st.tuples(*[st.fractions(Fraction(1, 9), 9, max_denominator=9)] * 2))
    columns, rows = (data.draw(st.lists(small, min_size=k, max_size=k)) for k in (n, m))
    indices_before = _indices(game)
    if game.comparable_payoffs(0).dtype != float and game.comparable_payoffs(1).dtype != float:
        # Multiples of floats such as 1e300 would leave the range of payoffs.
        assert _indices(rescaled(known, scales, columns, rows).game) == indices_before

    order, other = data.draw(st.permutations(range(m))), data.draw(st.permutations(range(n)))
    assert _indices(relabelled(known, order, other).game) == {
        frozenset(
            (tuple(x[i] for i in order), tuple(y[j] for j in other)) for x, y in component
        ): index
        for component, index in indices_before.items()
    }
    assert _indices(swapped(known).game) == {
        frozenset((y, x) for x, y in component): index
        for component, index in indices_before.items()
    }
    assert _indices(with_dominated_action(known, columns).game) == {
        frozenset(((*x, Fraction(0)), y) for x, y in component): index
        for component, index in indices_before.items()
    }
    # Probability of the copy goes back to the action: a component is the preimage of one.
    action = data.draw(st.integers(0, m - 1))
    merged = {}
    for component, index in _indices(with_duplicate_action(known, action).game).items():
        image = frozenset(
            (tuple(p + x[m] if i == action else p for i, p in enumerate(x[:m])), y)
            for x, y in component
        )
        merged[image] = index
    assert merged == indices_before


@given(small_games, st.integers(0, 10**6))
@settings(max_examples=60)
def test_indices_agree_with_a_perturbed_game(matrices: Any, seed: int) -> None:
    game = BimatrixGame(*matrices)
    assert {
        frozenset(e.profile for e in component.extreme): component.index
        for component in solve(game).components
    } == indices(game, seed)
