"""The index of components."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bruteforce import indices
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve


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


@given(small_games, st.integers(0, 2))
@settings(max_examples=50)
def test_duplicating_an_action_keeps_the_indices(matrices: Any, row: int) -> None:
    a, b = matrices
    row %= len(a)
    once = sorted(c.index for c in solve(BimatrixGame(a, b)).components)
    twice = sorted(c.index for c in solve(BimatrixGame([*a, a[row]], [*b, b[row]])).components)
    assert once == twice


@given(small_games, st.integers(0, 10**6))
@settings(max_examples=60)
def test_indices_agree_with_a_perturbed_game(matrices: Any, seed: int) -> None:
    game = BimatrixGame(*matrices)
    assert {
        frozenset(e.profile for e in component.extreme): component.index
        for component in solve(game).components
    } == indices(game, seed)
