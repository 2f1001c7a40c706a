"""All extreme Nash equilibria of any bimatrix game, exactly.

With payoffs made positive, the *best-response polytopes* are

    P = {x >= 0 : B' x <= 1},   Q = {y >= 0 : A y <= 1}.

A point of P has label i if ``x_i = 0`` and label m + j if ``(B' x)_j = 1``; a point
of Q has label m + j if ``y_j = 0`` and label i if ``(A y)_i = 1``. Divided by their
sums, x != 0 and y != 0 form a Nash equilibrium exactly if together they have all
m + n labels, and the extreme equilibria are the pairs of vertices that do (von
Stengel 2002, "Computing equilibria for two-person games", sections 2.3 and 2.5; Mangasarian
1964). So both vertex lists are enumerated exactly (:mod:`gametheory.exact.vertices`)
and joined by their labels. The result is complete because both lists are.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.exact.vertices import enumerate_vertices
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.solvers.registry import Proposal
from gametheory.strategy import MixedStrategy

__all__ = ["best_response_matrices", "find"]

Vertices = dict[int, tuple[int, ...]]


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
    return _positive(column_payoffs.T.tolist()), _positive(row_payoffs.tolist())


def _positive(rows: list[list[int]]) -> list[list[int]]:
    lows = [min(column) for column in zip(*rows, strict=True)]
    shifted = [[value - low for value, low in zip(row, lows, strict=True)] for row in rows]
    divisor = gcd(*(value for row in shifted for value in row)) or 1
    return [[value // divisor + 1 for value in row] for row in shifted]


def find(game: BimatrixGame, limits: Limits) -> Proposal:
    """Enumerate the vertices of both polytopes and join them."""
    m, n = game.shape
    row_matrix, column_matrix = best_response_matrices(game)
    row_vertices: Vertices = {}
    column_vertices: Vertices = {}
    status, why = Status.FINISHED, ""
    try:
        enumerate_vertices(row_matrix, limits, row_vertices)
        enumerate_vertices(column_matrix, limits, column_vertices)
    except LimitReached as limit:
        status, why = limit.status, str(limit)
    except KeyboardInterrupt:
        status, why = Status.INTERRUPTED, "interrupted"
    # In Q's own numbering y_j is variable j and row i is variable n + i.
    labels = {_rotate(tight, n, m): vertex for tight, vertex in column_vertices.items()}
    profiles = [
        (MixedStrategy(row_vertices[p]), MixedStrategy(labels[q]))
        for p, q in _complementary(list(row_vertices), list(labels), m + n)
        if any(row_vertices[p]) and any(labels[q])
    ]
    if status is not Status.FINISHED:
        return Proposal(
            profiles,
            status,
            False,
            f"stopped after {limits.spent} bases ({why}); some equilibria may be missing",
        )
    degenerate = any(p.bit_count() > m for p in row_vertices) or any(
        q.bit_count() > n for q in labels
    )
    return Proposal(
        profiles,
        status,
        True,
        f"all {len(row_vertices)} and {len(labels)} vertices of the two best-response polytopes "
        "were enumerated exactly and joined",
        degenerate,
    )


def _rotate(tight: int, n: int, m: int) -> int:
    """Move bits 0..n-1 (unplayed columns) behind bits n..n+m-1 (best rows)."""
    return (tight >> n) | (tight & ((1 << n) - 1)) << m


def _complementary(first: list[int], second: list[int], n_labels: int) -> Iterator[tuple[int, int]]:
    """Pairs of label sets, one of each list, whose union is everything."""
    everything = (1 << n_labels) - 1
    fewest = min((labels.bit_count() for labels in second), default=0)
    known = set(second)
    rich = [labels for labels in second if labels.bit_count() > fewest]
    all_words, rich_words = _words(second, n_labels), _words(rich, n_labels)
    for labels in first:
        missing = everything ^ labels
        size = missing.bit_count()
        if size < fewest:
            for k in _supersets(missing, all_words):
                yield labels, second[k]
            continue
        if size == fewest and missing in known:
            yield labels, missing
        for k in _supersets(missing, rich_words):
            yield labels, rich[k]


def _words(sets: list[int], n_labels: int) -> NDArray[np.uint64]:
    count = (n_labels + 63) // 64
    words = np.empty((len(sets), count), dtype=np.uint64)
    for k, labels in enumerate(sets):
        words[k] = [labels >> (64 * w) & (2**64 - 1) for w in range(count)]
    return words


def _supersets(wanted: int, words: NDArray[np.uint64]) -> Any:
    hits = np.ones(len(words), dtype=bool)
    for w in range(words.shape[1]):
        word = np.uint64(wanted >> (64 * w) & (2**64 - 1))
        hits &= (words[:, w] & word) == word
    return np.flatnonzero(hits).tolist()
