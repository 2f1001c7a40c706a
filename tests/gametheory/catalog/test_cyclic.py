"""Games of dual cyclic polytopes against Gale's evenness condition and the literature."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest

from gametheory import BimatrixGame, solve
from gametheory.catalog import dual_cyclic_game, long_path_game
from gametheory.errors import ParameterError


def _vertices(d: int) -> set[frozenset[int]]:
    """Facets of each vertex by Gale's evenness condition, facets numbered from 0.

    d of the 2 d facets meet in a vertex exactly if between any two others lies an even number
    of them (Gale 1963; Ziegler 1995, theorem 0.7).
    """
    found = set()
    for chosen in combinations(range(2 * d), d):
        others = [k for k in range(2 * d) if k not in chosen]
        if all((b - a - 1) % 2 == 0 for a, b in pairwise(others)):
            found.add(frozenset(chosen))
    return found


def _supports(d: int, columns: list[int], rows: list[int]) -> set[tuple[Any, Any]]:
    """Supports of the equilibria: pairs of vertices with all labels, but the artificial one."""
    vertices = _vertices(d)
    labels = [d + j for j in columns] + rows
    second = {frozenset(labels[k] for k in vertex) for vertex in vertices}
    everything = frozenset(range(2 * d))
    # A row is played unless it is a label of P's vertex; a column if it is one.
    return {
        (tuple(k for k in range(d) if k not in v), tuple(k - d for k in sorted(v) if k >= d))
        for v in vertices
        if everything - v in second and v != frozenset(range(d))
    }


def _found(game: BimatrixGame) -> set[tuple[Any, Any]]:
    equilibria = solve(game, "exact")
    assert equilibria.complete
    assert equilibria.degenerate is False
    supports = [e.support for e in equilibria]
    assert len(set(supports)) == len(supports)
    return set(supports)


@pytest.mark.parametrize("d", [2, 4, 6, 8])
def test_supports_of_dual_cyclic_games(d: int) -> None:
    pairs = [k + 1 if k % 2 == 0 else k - 1 for k in range(d)]
    assert _found(dual_cyclic_game(d)) == _supports(d, pairs, pairs)


# von Stengel (1999)
@pytest.mark.parametrize(
    ("d", "count"),
    [(6, 75), (8, 383), (10, 2003), pytest.param(12, 10_671, marks=pytest.mark.slow)],
)
def test_numbers_of_equilibria(d: int, count: int) -> None:
    found = solve(dual_cyclic_game(d), "exact")
    assert len(found) == count
    assert found.complete


@pytest.mark.parametrize("d", [2, 4, 6, 8])
def test_long_path_games_have_one_equilibrium(d: int) -> None:
    pairs = [k + 1 if k % 2 == 0 else k - 1 for k in range(d)]
    inner = [0, *(k + 1 if k % 2 else k - 1 for k in range(1, d - 1)), d - 1]
    everything = tuple(range(d))
    # It is completely mixed (Savani & von Stengel 2006, section 3).
    assert _supports(d, pairs, inner) == {(everything, everything)}
    assert _found(long_path_game(d)) == {(everything, everything)}


@pytest.mark.parametrize("d", [10, pytest.param(12, marks=pytest.mark.slow)])
def test_larger_long_path_games(d: int) -> None:
    (equilibrium,) = solve(long_path_game(d), "exact")
    assert equilibrium.support == (tuple(range(d)), tuple(range(d)))


@pytest.mark.parametrize("d", [0, 1, 7, -2, 4.0, True, "6"])
def test_other_sizes_are_refused(d: Any) -> None:
    for family in (dual_cyclic_game, long_path_game):
        with pytest.raises(ParameterError, match="expected an even number of actions >= 2"):
            family(d)
