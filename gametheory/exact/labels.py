"""Joining vertices or bases of two polytopes by their labels.

Label sets are rows of uint64 words, least significant word first. With m + n labels,
P numbers its variables as the labels are numbered (``x_i`` is i, slack j is m + j), Q has
``y_j`` as j and slack i as n + i.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import check_memory
from gametheory.limits import Limits

__all__ = ["Labels", "complementary_pairs", "complementary_vertices", "label_words", "rotated"]

Labels = NDArray[np.uint64]
Pairs = NDArray[np.int64]

#: So few vertices are joined in Python.
_FEW: Final = 1_000

#: Pairs compared between two looks at the clock: a few hundredths of a second.
_SLICE: Final = 20_000_000


def label_words(mask: int, words: int) -> Labels:
    """One label set, given as an integer, as a row of words."""
    return np.array([mask >> (64 * w) & (2**64 - 1) for w in range(words)], dtype=np.uint64)


def rotated(sets: Labels, m: int, n: int) -> Labels:
    """Rename Q's variables as labels: ``y_j`` becomes m + j, slack i becomes i."""
    low = (1 << n) - 1
    if m + n <= 64:
        return sets >> np.uint64(n) | (sets & np.uint64(low)) << np.uint64(m)
    result = np.empty_like(sets)
    for k, words in enumerate(sets.tolist()):
        mask = sum(word << (64 * w) for w, word in enumerate(words))
        result[k] = label_words(mask >> n | (mask & low) << m, sets.shape[1])
    return result


def complementary_pairs(first: Labels, second: Labels, n_labels: int) -> Pairs:
    """Pairs (a, b) of which each label belongs to exactly one.

    Parameters
    ----------
    first, second : Labels
        Different label sets each.
    n_labels : int
        m + n.
    """
    wanted = np.ascontiguousarray(first ^ label_words((1 << n_labels) - 1, first.shape[1]))
    offered = np.ascontiguousarray(second)
    if first.shape[1] > 1:  # a row of words is one key
        key = np.dtype((np.void, wanted.dtype.itemsize * wanted.shape[1]))
        wanted, offered = wanted.view(key), offered.view(key)
    _, i, j = np.intersect1d(wanted.ravel(), offered.ravel(), True, return_indices=True)
    return np.stack([i, j], axis=1)


def complementary_vertices(
    first: Labels, second: Labels, m: int, n: int, limits: Limits | None = None
) -> Pairs:
    """Pairs of vertices of P and Q (labels renamed) that have all labels; without (0, 0).

    Simple vertices (m labels in P, n in Q) match only their exact complement and are
    joined by sorting; each pair with another vertex is compared.

    Raises
    ------
    LimitReached
        If the time of `limits` is over.
    """
    clock = limits or Limits()
    if len(first) + len(second) <= _FEW and first.shape[1] == 1:
        few = _few_pairs(first[:, 0].tolist(), second[:, 0].tolist(), m, n)
        if few is not None:
            return np.array(few, dtype=np.int64).reshape(-1, 2)
    simple_first = np.bitwise_count(first).sum(axis=1) == m
    simple_second = np.bitwise_count(second).sum(axis=1) == n
    a, b = np.flatnonzero(simple_first), np.flatnonzero(simple_second)
    exact = complementary_pairs(first[a], second[b], m + n)
    found = [
        np.stack([a[exact[:, 0]], b[exact[:, 1]]], axis=1),
        _covering(first, second, m + n, ~simple_first, np.full(len(second), True), clock),
        _covering(first, second, m + n, simple_first, ~simple_second, clock),
    ]
    pairs: Pairs = np.concatenate(found)
    artificial = (first[pairs[:, 0]] == label_words((1 << m) - 1, first.shape[1])).all(axis=1)
    chosen: Pairs = pairs[~artificial]
    return chosen


def _few_pairs(first: list[int], second: list[int], m: int, n: int) -> list[tuple[int, int]] | None:
    """The same pairs in Python, in less time than arrays take; None if they are not few."""
    every, zero = (1 << (m + n)) - 1, (1 << m) - 1
    if sum(map(int.bit_count, first)) == m * len(first) and sum(
        map(int.bit_count, second)
    ) == n * len(second):  # all are simple
        place = {every ^ mask: j for j, mask in enumerate(second)}
        return [(i, place[mask]) for i, mask in enumerate(first) if mask in place and mask != zero]
    simple = {mask: j for j, mask in enumerate(second) if mask.bit_count() == n}
    others = [(j, mask) for j, mask in enumerate(second) if mask.bit_count() != n]
    not_simple = sum(mask.bit_count() != m for mask in first)
    if len(first) * len(others) + not_simple * len(second) > 4 * _FEW:
        return None
    found = []
    for i, mask in enumerate(first):
        if mask == zero:
            continue
        if mask.bit_count() == m:
            if (exact := simple.get(every ^ mask)) is not None:
                found.append((i, exact))
            found += [(i, j) for j, other in others if mask | other == every]
        else:
            found += [(i, j) for j, other in enumerate(second) if mask | other == every]
    return found


def _covering(
    first: Labels,
    second: Labels,
    n_labels: int,
    chosen_first: Any,
    chosen_second: Any,
    limits: Limits,
) -> Pairs:
    a, b = np.flatnonzero(chosen_first), np.flatnonzero(chosen_second)
    pairs = np.empty((0, 2), dtype=np.int64)
    if not len(a) or not len(b):
        return pairs
    from gametheory.kernels.vertices import covering_pairs

    everything = label_words((1 << n_labels) - 1, first.shape[1])
    some, others = np.ascontiguousarray(first[a]), np.ascontiguousarray(second[b])
    found = []
    rows = max(1, _SLICE // len(b))
    for start in range(0, len(a), rows):
        limits.check_time()
        part = some[start : start + rows]
        count = covering_pairs(part, others, everything, pairs)
        if count > len(pairs):
            check_memory(16 * count, f"room for {count:,} equilibria")
            pairs = np.empty((count, 2), dtype=np.int64)
            covering_pairs(part, others, everything, pairs)
        found.append(np.stack([a[start + pairs[:count, 0]], b[pairs[:count, 1]]], axis=1))
    return np.concatenate(found)
