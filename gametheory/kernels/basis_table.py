"""Sets of bases in open addressing.

A *basis* is a set of at most 128 variables, given as the low and the high word of a bit
mask. A table holds masks of one word each (`words` = 1: the high word is 0 and not kept) or
two; its size is a power of 2 times `words`. An empty slot is 0; no basis is empty.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

__all__ = ["find_slot", "home_slot", "insert", "neighbour", "rehash"]

Words = NDArray[np.uint64]


@compiled("int64(uint64[::1], int64, uint64, uint64)", inline=True)
def home_slot(table: Words, words: int, low: Any, high: Any) -> Any:
    """Slot at which the search for a basis begins."""
    mixed = (low ^ (high * np.uint64(0xD6E8FEB86659FD93))) * np.uint64(0x9E3779B97F4A7C15)
    last = table.size // words - 1
    return np.int64((mixed ^ (mixed >> np.uint64(29))) >> np.uint64(3)) & last


@compiled("UniTuple(uint64, 2)(int64, uint64, uint64, int64, int64)", inline=True)
def neighbour(words: int, low: Any, high: Any, out: Any, into: Any) -> Any:
    """Exchange two variables of a basis."""
    one = np.uint64(1)
    if words == 1:
        return low ^ (one << np.uint64(out)) ^ (one << np.uint64(into)), high
    for v in (out, into):
        if v < 64:
            low ^= one << np.uint64(v)
        else:
            high ^= one << np.uint64(v - 64)
    return low, high


@compiled("int64(uint64[::1], int64, uint64, uint64)", inline=True)
def find_slot(table: Words, words: int, low: Any, high: Any) -> Any:
    """Slot of a basis, or -1 - slot for a new one."""
    last = table.size // words - 1
    slot = home_slot(table, words, low, high)
    while True:
        entry = table[slot * words]
        other = table[slot * words + 1] if words > 1 else np.uint64(0)
        if entry == low and other == high:
            return slot
        if entry == np.uint64(0) and other == np.uint64(0):
            return -1 - slot
        slot = (slot + 1) & last


@compiled("boolean(uint64[::1], int64, uint64, uint64)")
def insert(table: Words, words: int, low: Any, high: Any) -> Any:
    """Add a basis; False if it was there."""
    slot = find_slot(table, words, low, high)
    if slot >= 0:
        return False
    table[(-1 - slot) * words] = low
    if words > 1:
        table[(-1 - slot) * words + 1] = high
    return True


@compiled("void(uint64[::1], uint64[::1], int64)")
def rehash(table: Words, grown: Words, words: int) -> Any:
    """Move the bases of a table into a larger, empty one."""
    for slot in range(table.size // words):
        low = table[slot * words]
        high = table[slot * words + 1] if words > 1 else np.uint64(0)
        if low != np.uint64(0) or high != np.uint64(0):
            insert(grown, words, low, high)
