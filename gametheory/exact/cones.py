"""Extreme rays of a cone ``{x >= 0 : G x <= 0}``, exactly, by the double description method.

A *ray* of the cone is *extreme* if it is no sum of two others. The method begins with the
orthant, whose rays are the axes, and adds one inequality after the other: rays that satisfy it
stay, and each violating ray makes a new one with each satisfying ray that it is *adjacent* to,
that is, together with which it spans a face of dimension 2 (Motzkin, Raiffa, Thompson & Thrall
1953; Fukuda & Prodon 1996, "Double description method revisited", proposition 7). Two rays are
adjacent exactly if no third one is tight in all inequalities that both are tight in.

The number of rays may grow exponentially on the way. Where a limit ends the search, the rays at
hand that satisfy the inequalities still to come are extreme rays of the cone already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.limits import LimitReached, Limits, Status

__all__ = ["Rays", "extreme_rays"]

_WORD: Final = 64


@dataclass(frozen=True, slots=True)
class Rays:
    """Extreme rays of a cone.

    Attributes
    ----------
    rays : list of tuples of int
        Coordinates without a common divisor; sorted. All different.
    stopped : LimitReached or None
        The limit that ended the search; then rays may be missing.
    """

    rays: list[tuple[int, ...]]
    stopped: LimitReached | None


def extreme_rays(inequalities: Sequence[Sequence[int]], dimension: int, limits: Limits) -> Rays:
    """Find the extreme rays of ``{x >= 0 : G x <= 0}``.

    Parameters
    ----------
    inequalities : k sequences of d int
        G.
    dimension : int
        d, at least 1.
    limits : Limits
        One unit of the budget for each ray that is made.

    Returns
    -------
    Rays

    Examples
    --------
    >>> extreme_rays([[1, -2]], 2, Limits()).rays
    [(0, 1), (2, 1)]
    """
    search = _Search([list(map(int, row)) for row in inequalities], dimension, limits)
    stopped: LimitReached | None = None
    try:
        search.run()
    except LimitReached as limit:
        stopped = limit
    except KeyboardInterrupt:
        stopped = LimitReached(Status.INTERRUPTED, "interrupted")
    return Rays(sorted(search.finished()), stopped)


class _Search:
    """The rays so far, and the inequalities still to come."""

    def __init__(self, rows: list[list[int]], dimension: int, limits: Limits) -> None:
        self.rows = rows
        self.dimension = dimension
        self.limits = limits
        self.waiting = list(range(len(rows)))
        self.rays = [tuple(int(i == j) for j in range(dimension)) for i in range(dimension)]
        self.words = (dimension + len(rows) + _WORD - 1) // _WORD
        # A row of bits for each ray: bit j for x_j = 0, bit d + i for (G x)_i = 0.
        self.tight = self._packed(
            [sum(1 << j for j in range(dimension) if j != i) for i in range(dimension)]
        )

    def _packed(self, masks: list[int]) -> NDArray[np.uint64]:
        return np.array(
            [[mask >> (_WORD * w) & (2**_WORD - 1) for w in range(self.words)] for mask in masks],
            dtype=np.uint64,
        ).reshape(-1, self.words)

    def run(self) -> None:
        while self.waiting:
            self.limits.check_time()
            values = {i: self._values(i) for i in self.waiting}
            # The inequality with fewest pairs of a violating and a satisfying ray.
            chosen = min(self.waiting, key=lambda i: _pairs(values[i]))
            self._add(chosen, values[chosen])
            self.waiting.remove(chosen)

    def _values(self, i: int) -> list[int]:
        used = [(j, v) for j, v in enumerate(self.rows[i]) if v]
        return [sum(v * ray[j] for j, v in used) for ray in self.rays]

    def _add(self, number: int, values: list[int]) -> None:
        signs = np.sign(np.array([(v > 0) - (v < 0) for v in values]))
        satisfying, violating = np.flatnonzero(signs < 0), np.flatnonzero(signs > 0)
        bit = self._packed([1 << (self.dimension + number)])[0]
        tight = self.tight.copy()
        tight[signs == 0] |= bit
        new_rays, new_tight = [], []
        for bad in violating.tolist():
            self.limits.check_time()
            common = self.tight[satisfying] & self.tight[bad]
            # A face of dimension 2 is tight in inequalities of rank d - 2.
            enough = np.bitwise_count(common).sum(axis=1) >= self.dimension - 2
            for good, both in zip(satisfying[enough].tolist(), common[enough], strict=True):
                if int(((self.tight & both) == both).all(axis=1).sum()) != 2:
                    continue
                self.limits.spend()
                new_rays.append(
                    _between(self.rays[good], self.rays[bad], values[good], values[bad])
                )
                new_tight.append(both | bit)
        keep = np.flatnonzero(signs <= 0)
        self.rays = [self.rays[k] for k in keep.tolist()] + new_rays
        self.tight = np.concatenate([tight[keep], *[t[None] for t in new_tight]])

    def finished(self) -> list[tuple[int, ...]]:
        """Rays that satisfy everything."""
        fine = list(self.rays)
        for i in self.waiting:
            row = self.rows[i]
            fine = [ray for ray in fine if sum(map(int.__mul__, row, ray)) <= 0]
        return fine


def _pairs(values: list[int]) -> int:
    return sum(v > 0 for v in values) * sum(v < 0 for v in values)


def _between(good: Sequence[int], bad: Sequence[int], below: int, above: int) -> tuple[int, ...]:
    """Ray on the hyperplane, between one on either side."""
    ray: list[Any] = [above * g - below * b for g, b in zip(good, bad, strict=True)]
    divisor = gcd(*ray)
    return tuple(v // divisor for v in ray)
