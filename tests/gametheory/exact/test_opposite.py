"""Vertices that complete labels, against the whole enumeration of both polytopes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory.solvers.exact as exact
from gametheory import BimatrixGame, solve
from gametheory.exact.labels import complementary_pairs, complementary_vertices, rotated
from gametheory.exact.opposite import opposite_vertices
from gametheory.exact.vertices import enumerate_vertices
from gametheory.exact.walk import Walk
from gametheory.limits import Limits, Status

payoffs = st.sampled_from([1, 2, 3, 7, 10**9, 10**9 + 1])
two_matrices = st.tuples(st.integers(1, 3), st.integers(1, 6)).flatmap(
    lambda size: st.tuples(
        st.lists(
            st.lists(payoffs, min_size=size[0], max_size=size[0]),
            min_size=size[1],
            max_size=size[1],
        ),
        st.lists(
            st.lists(payoffs, min_size=size[1], max_size=size[1]),
            min_size=size[0],
            max_size=size[0],
        ),
    )
)


def _pairs(first: Any, second: Any) -> set[tuple[int, int]]:
    m, n = first.dimension, second.dimension
    found = complementary_vertices(first.tight, rotated(second.tight, m, n), m, n)
    return {(first.mask(a), second.mask(b)) for a, b in found.tolist()}


@pytest.mark.parametrize("rounding", [2.0**-53, 1.0])
@given(matrices=two_matrices)
@settings(max_examples=80)
def test_the_same_pairs_as_both_enumerations(matrices: Any, rounding: float) -> None:
    smaller, larger = matrices
    vertices = enumerate_vertices(smaller, Limits())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Walk, "rounding", rounding)
        some = opposite_vertices(vertices, larger, Limits())
    every = enumerate_vertices(larger, Limits())
    assert not some.whole
    assert _pairs(vertices, some) == _pairs(vertices, every)
    masks = {every.mask(k) for k in range(len(every))}
    assert all(some.mask(k) in masks for k in range(len(some)))
    # Of the bases exactly those that complete bases of the smaller polytope.
    m, n = vertices.dimension, every.dimension
    complements = {
        tuple(w)
        for w in every.bases[
            complementary_pairs(vertices.bases, rotated(every.bases, m, n), m + n)[:, 1]
        ].tolist()
    }
    assert {tuple(w) for w in some.bases.tolist()} == complements


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(3, 24), (24, 3), (2, 70)])
def test_lopsided_games_get_the_same_answer(
    shape: tuple[int, int], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    game = BimatrixGame(rng.integers(0, 1000, shape), rng.integers(0, 1000, shape))
    monkeypatch.setattr(exact, "_LOPSIDED", 10**9)
    whole = solve(game, "exact")
    monkeypatch.undo()
    short = solve(game, "exact")
    assert short.complete
    assert short.bases < whole.bases
    assert [e.profile for e in short] == [e.profile for e in whole]
    assert [c.index for c in short.components] == [c.index for c in whole.components]
    assert short.degenerate is whole.degenerate
    assert "smaller best-response polytope" in short.reason


@pytest.mark.parametrize("seed", range(4))
def test_lopsided_degenerate_games_too(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(seed)
    game = BimatrixGame(rng.integers(0, 5, (3, 24)), rng.integers(0, 9, (3, 24)))
    monkeypatch.setattr(exact, "_LOPSIDED", 10**9)
    whole = solve(game, "exact")
    monkeypatch.undo()
    monkeypatch.setattr(exact, "_FACE", 0)
    short = solve(game, "exact")
    assert [e.profile for e in short] == [e.profile for e in whole]
    assert [c.index for c in short.components] == [c.index for c in whole.components]
    assert short.degenerate is whole.degenerate is True
    assert "smaller best-response polytope" in short.reason


def test_limits_and_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    game = BimatrixGame(rng.random((3, 40)), rng.random((3, 40)))
    whole = solve(game, "exact")
    assert solve(game, "exact", budget=whole.bases).complete
    part = solve(game, "exact", budget=whole.bases - 1)
    assert part.status is Status.BUDGET
    assert not part.complete
