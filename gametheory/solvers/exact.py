"""All extreme Nash equilibria of any bimatrix game, exactly.

With payoffs made positive, the *best-response polytopes* are

    P = {x >= 0 : B' x <= 1},   Q = {y >= 0 : A y <= 1}.

A point of P has label i if ``x_i = 0`` and label m + j if ``(B' x)_j = 1``; a point
of Q has label m + j if ``y_j = 0`` and label i if ``(A y)_i = 1``. Divided by their
sums, x != 0 and y != 0 form a Nash equilibrium exactly if together they have all
m + n labels, and the extreme equilibria are the pairs of vertices that do (von
Stengel 2002, "Computing equilibria for two-person games", sections 2.3 and 2.5;
Mangasarian 1964). So both vertex lists are enumerated exactly
(:mod:`gametheory.exact.vertices`) and joined by their labels. The result is complete
because both lists are.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np

from gametheory.exact.labels import complementary_vertices, rotated
from gametheory.exact.opposite import opposite_vertices
from gametheory.exact.vertices import Vertices, enumerate_vertices, max_bases, positive_matrix
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.solvers.pure import PureProfiles, pure_equilibria
from gametheory.solvers.registry import LazyProfiles, Proposal
from gametheory.strategy import MixedStrategy

__all__ = ["best_response_matrices", "find"]

#: Polytopes that may have more bases than this are walked through at the same time.
_PARALLEL: Final = 20_000

#: A polytope that may have so many times the bases of the other is not enumerated, if the
#: other is simple.
_LOPSIDED: Final = 8


def best_response_matrices(game: BimatrixGame) -> tuple[list[list[int]], list[list[int]]]:
    """Positive integer matrices of the two best-response polytopes.

    Each is the player's payoffs after a positive scaling and a constant for each
    action of the opponent, which change no best response.

    Returns
    -------
    row_polytope : n lists of m int
        M of ``P = {x >= 0 : M x <= 1}``, from B transposed.
    column_polytope : m lists of n int
        M of ``Q = {y >= 0 : M y <= 1}``, from A.
    """
    column_payoffs, _ = game.integer_payoffs(1)
    row_payoffs, _ = game.integer_payoffs(0)
    return positive_matrix(column_payoffs.T.tolist()), positive_matrix(row_payoffs.tolist())


class ExtremeEquilibria(LazyProfiles):
    """Pairs of vertices with all labels; strategies are solved for when they are read."""

    def __init__(self, row_vertices: Vertices, column_vertices: Vertices, pairs: Any) -> None:
        self._vertices = row_vertices, column_vertices
        self._pairs = pairs
        self._strategies: tuple[dict[int, MixedStrategy], ...] = ({}, {})

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[tuple[MixedStrategy, MixedStrategy]]:
        for first, second in self._pairs.tolist():
            yield self._strategy(0, first), self._strategy(1, second)

    def __contains__(self, profile: object) -> bool:
        return any(profile == member for member in self)

    def _strategy(self, player: int, vertex: int) -> MixedStrategy:
        known = self._strategies[player]
        if vertex not in known:
            known[vertex] = MixedStrategy(self._vertices[player].point(vertex))
        return known[vertex]


def find(game: BimatrixGame, limits: Limits) -> Proposal:
    """Enumerate the vertices of both polytopes and join them."""
    m, n = game.shape
    if min(m, n) == 1:
        return _one_action(game)
    matrices = best_response_matrices(game)
    row_vertices, column_vertices = _both(matrices, limits)
    # In Q's own numbering y_j is variable j and row i is variable n + i.
    labels = rotated(column_vertices.tight, m, n)
    stopped = row_vertices.stopped or column_vertices.stopped
    pairs = np.empty((0, 2), dtype=np.int64)
    try:
        pairs = complementary_vertices(row_vertices.tight, labels, m, n, limits)
    except LimitReached as limit:
        stopped = limit
    except KeyboardInterrupt:
        stopped = LimitReached(Status.INTERRUPTED, "interrupted")
    profiles = ExtremeEquilibria(row_vertices, column_vertices, pairs)
    if stopped is not None:
        # Whatever the walks have missed, pure equilibria are quickly had.
        pure = PureProfiles(game.shape, pure_equilibria(game))
        return Proposal(
            [*profiles, *pure],
            stopped.status,
            False,
            f"stopped after {limits.spent} bases ({stopped}); some equilibria may be missing",
        )
    return Proposal(
        profiles,
        Status.FINISHED,
        True,
        _reason(row_vertices, column_vertices),
        _degenerate(row_vertices, column_vertices),
        vertices=(row_vertices, column_vertices),
    )


def _one_action(game: BimatrixGame) -> Proposal:
    """Where a player has one action, the best responses of the other are all there is."""
    pure = pure_equilibria(game)
    return Proposal(
        PureProfiles(game.shape, pure),
        Status.FINISHED,
        True,
        "one player has a single action, so the other's best responses are all extreme equilibria",
        len(pure) > 1,
    )


def _reason(row_vertices: Vertices, column_vertices: Vertices) -> str:
    if row_vertices.whole and column_vertices.whole:
        return (
            f"all {len(row_vertices)} and {len(column_vertices)} vertices of the two "
            "best-response polytopes were enumerated exactly and joined"
        )
    count = len(row_vertices if row_vertices.whole else column_vertices)
    return (
        f"all {count} vertices of the smaller best-response polytope were enumerated exactly, and "
        "for each the vertices of the other that complete its labels"
    )


def _degenerate(row_vertices: Vertices, column_vertices: Vertices) -> bool | None:
    if not (row_vertices.is_simple and column_vertices.is_simple):
        return True
    return False if row_vertices.whole and column_vertices.whole else None


def _both(matrices: tuple[Any, Any], limits: Limits) -> tuple[Vertices, Vertices]:
    """Enumerate both polytopes, large ones at the same time, or the much smaller one first."""
    first, second = matrices
    first_bases = max_bases(len(first[0]), len(first))
    second_bases = max_bases(len(second[0]), len(second))
    if first_bases * _LOPSIDED < second_bases:
        return _from_smaller(first, second, limits)
    if second_bases * _LOPSIDED < first_bases:
        return _from_smaller(second, first, limits)[::-1]
    if first_bases + second_bases <= _PARALLEL or limits.budget is not None:
        row_vertices = enumerate_vertices(first, limits)
        if row_vertices.stopped is not None:
            limits.stop(row_vertices.stopped)
        return row_vertices, enumerate_vertices(second, limits)
    other = limits.child()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(enumerate_vertices, second, other)
        row_vertices = enumerate_vertices(first, limits)
        if row_vertices.stopped is not None:
            other.stop(row_vertices.stopped)
        try:
            column_vertices = future.result()
        except KeyboardInterrupt:
            other.stop(LimitReached(Status.INTERRUPTED, "interrupted"))
            column_vertices = future.result()
    limits.spent += other.spent
    return row_vertices, column_vertices


def _from_smaller(smaller: Any, larger: Any, limits: Limits) -> tuple[Vertices, Vertices]:
    """Enumerate the smaller polytope and, if it is simple, only what fits of the larger."""
    vertices = enumerate_vertices(smaller, limits)
    if vertices.stopped is not None:
        limits.stop(vertices.stopped)
    if vertices.is_simple:
        return vertices, opposite_vertices(vertices, larger, limits)
    return vertices, enumerate_vertices(larger, limits)
