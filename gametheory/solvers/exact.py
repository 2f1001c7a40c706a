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

In a game with the equilibria of a zero-sum game any optimal x and any optimal y form an
equilibrium (von Neumann 1928). The optimal strategies are the points of P and of Q, both
made from one matrix, with the largest sum, so if the polytopes are large only the vertices of
these faces are enumerated (:mod:`gametheory.exact.optimal_face`), and all pairs of them are
all extreme equilibria.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.exact.labels import complementary_vertices, rotated
from gametheory.exact.opposite import opposite_vertices
from gametheory.exact.optimal_face import optimal_vertices
from gametheory.exact.vertices import Vertices, enumerate_vertices, max_bases, positive_matrix
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.solvers.pure import PureProfiles, pure_equilibria
from gametheory.solvers.registry import LazyProfiles, Proposal
from gametheory.solvers.zero_sum import zero_sum_integers
from gametheory.strategy import MixedStrategy

__all__ = ["best_response_matrices", "find"]

#: Polytopes that may have more bases than this are walked through at the same time.
_PARALLEL: Final = 20_000

#: If the two polytopes may have more bases than this together, a game that is equivalent to a
#: zero-sum game is solved as such.
_MANY: Final = 20_000

#: A polytope that may have so many times the bases of the other is not enumerated, if few
#: vertices of the other are not simple: at each of these a face takes as long as so many bases.
_LOPSIDED: Final = 8
_FACE: Final = 500


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


class OptimalPairs(LazyProfiles):
    """Each optimal strategy of the row player with each of the column player."""

    def __init__(self, rows: list[MixedStrategy], columns: list[MixedStrategy]) -> None:
        self._rows = dict.fromkeys(rows)
        self._columns = dict.fromkeys(columns)

    def __len__(self) -> int:
        return len(self._rows) * len(self._columns)

    def __iter__(self) -> Iterator[tuple[MixedStrategy, MixedStrategy]]:
        return product(self._rows, self._columns)

    def __contains__(self, profile: object) -> bool:
        return any(profile == member for member in self)


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
    if (
        max_bases(m, n) + max_bases(n, m) > _MANY
        and (payoffs := zero_sum_integers(game)) is not None
    ):
        return _zero_sum(game, payoffs, limits)
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
        return _stopped(game, profiles, stopped, limits)
    return Proposal(
        profiles,
        Status.FINISHED,
        True,
        _reason(row_vertices, column_vertices),
        _degenerate(row_vertices, column_vertices),
        vertices=(row_vertices, column_vertices),
    )


def _stopped(
    game: BimatrixGame, profiles: Iterable[Any], limit: LimitReached, limits: Limits
) -> Proposal:
    """What was found so far; pure equilibria, which the walks may have missed, are quickly had."""
    return Proposal(
        [*profiles, *PureProfiles(game.shape, pure_equilibria(game))],
        limit.status,
        False,
        f"stopped after {limits.spent} bases ({limit}); some equilibria may be missing",
    )


def _zero_sum(game: BimatrixGame, payoffs: NDArray[Any], limits: Limits) -> Proposal:
    """Pair the vertices of both sets of optimal strategies."""
    low, high = int(payoffs.min()), int(payoffs.max())
    values = payoffs.astype(object)  # no sum overflows
    rows: list[MixedStrategy] = []
    columns: list[MixedStrategy] = []
    try:
        for strategies, matrix in ((rows, high + 1 - values.T), (columns, values - low + 1)):
            points = optimal_vertices(matrix.tolist(), limits)
            strategies += [MixedStrategy(point) for point in points]
    except LimitReached as limit:
        return _stopped(game, [], limit, limits)
    except KeyboardInterrupt:
        return _stopped(game, [], LimitReached(Status.INTERRUPTED, "interrupted"), limits)
    return Proposal(
        OptimalPairs(rows, columns),
        Status.FINISHED,
        True,
        f"the game has the equilibria of a zero-sum game; all {len(rows)} and {len(columns)} "
        "extreme optimal strategies were enumerated exactly, and each pair is an equilibrium",
        True if len(rows) + len(columns) > 2 else None,
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
    """Enumerate the smaller polytope and, if it is simple enough, only what fits of the larger."""
    vertices = enumerate_vertices(smaller, limits)
    if vertices.stopped is not None:
        limits.stop(vertices.stopped)
    not_simple = int((np.bitwise_count(vertices.tight).sum(axis=1) > vertices.dimension).sum())
    if not_simple * _FACE <= max_bases(len(larger[0]), len(larger)):
        return vertices, opposite_vertices(vertices, larger, limits)
    return vertices, enumerate_vertices(larger, limits)
