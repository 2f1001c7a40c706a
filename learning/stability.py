"""Whether learners had come to rest: the tests behind "settled" and "locked in".

A policy is *settled* if it stayed near its final state during the *stability window*,
the last part of a run; a time average if its two halves are near each other. Both say
what happened in those rounds, not what would happen later: a slow drift passes. So the
*trend* is looked at, too: whether more runs came near a component than left it since
an earlier moment.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gametheory import tolerances
from learning.agents.fixed import FixedStrategy
from learning.runs import Runs

__all__ = [
    "churning",
    "is_changing",
    "settled_averages",
    "settled_policies",
    "stability_share_of_rounds",
    "stability_windows",
    "stuck",
]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def stability_windows(runs: Runs, share: float) -> int:
    """How many of the last windows make up the stability window.

    Parameters
    ----------
    runs : Runs
    share : float
        Share of the windows that is wanted; more are taken where that would be fewer
        than ``tolerances.STABILITY_MOMENTS``.
    """
    windows = len(runs.edges) - 1
    return min(max(round(share * windows), tolerances.STABILITY_MOMENTS), windows)


def stability_share_of_rounds(runs: Runs, share: float) -> float:
    """Share of the rounds that lie in the stability window that is in fact used."""
    first = int(runs.edges[-1 - stability_windows(runs, share)])
    return (runs.rounds - first) / runs.rounds


def settled_policies(
    runs: Runs,
    policies: Sequence[Floats | None],
    last: int,
    drift: float,
    share: float,
) -> Flags:
    """Which runs have settled policies, shape (runs,).

    Parameters
    ----------
    runs : Runs
    policies : pair of (ndarray or None), shapes (runs, windows, actions)
        None for agents that tell none: then no run is settled.
    last : int
        Windows looked at; fewer than ``tolerances.STABILITY_MOMENTS`` settle nothing.
    drift : float
        Largest total variation distance from the final policy...
    share : float
        ... at this share of the window ends.
    """
    settled = np.ones(len(runs), dtype=bool)
    if last < tolerances.STABILITY_MOMENTS:
        return ~settled
    for told, final in zip(policies, runs.final_policies, strict=True):
        if told is None:
            return ~settled
        moved = np.abs(told[:, -last:] - final[:, None]).sum(axis=2) / 2
        settled &= (moved <= drift).mean(axis=1) >= share
    return settled


def settled_averages(
    earlier: tuple[Floats, Floats], later: tuple[Floats, Floats], drift: float
) -> Flags:
    """Which runs have settled time averages, shape (runs,).

    Parameters
    ----------
    earlier, later : pair of ndarray, shapes (runs, actions)
        Time averages of the two players over both halves.
    drift : float
        Largest total variation distance between the halves.
    """
    moved = [np.abs(a - b).sum(axis=1) / 2 for a, b in zip(earlier, later, strict=True)]
    settled: Flags = (moved[0] <= drift) & (moved[1] <= drift)
    return settled


def stuck(runs: Runs, last: int, share: float) -> Flags:
    """Which runs kept to one joint action in the last windows, shape (runs,).

    Parameters
    ----------
    runs : Runs
    last : int
        Windows looked at.
    share : float
        Share of their rounds that the joint action fills.
    """
    if all(isinstance(seat, FixedStrategy) for seat in runs.seats):
        return np.zeros(len(runs), dtype=bool)  # nobody there who could learn
    frequencies = runs.joint_frequencies(slice(-last, None))
    kept: Flags = frequencies.max(axis=(1, 2)) >= share
    return kept


def churning(runs: Runs, last: int, share: float) -> Flags:
    """Which runs' pure policies kept changing in the last windows, shape (runs,).

    The ends of windows may show one and the same policy though it changed in between.

    Parameters
    ----------
    runs : Runs
    last : int
        Windows looked at.
    share : float
        Largest share of their rounds on which the greedy action of a player whose final
        policy is pure may change.
    """
    rounds = int(runs.edges[-1] - runs.edges[-1 - last])
    flips = runs.flips[:, -last:].sum(axis=1, dtype=np.int64) / rounds
    pure = np.stack([policy.max(axis=1) == 1.0 for policy in runs.final_policies], axis=1)
    changing: Flags = (pure & (flips > share)).any(axis=1)
    return changing


def is_changing(before: NDArray[np.int64], now: NDArray[np.int64]) -> bool:
    """Whether the shares of runs near the components were changing.

    At rest as many runs come near a component as leave it, up to chance: of n runs that
    did either, the difference has standard deviation sqrt(n) (the sign test; McNemar
    1947, "Note on the sampling error of the difference between correlated proportions
    or percentages", Psychometrika 12).

    Parameters
    ----------
    before, now : ndarray of int, shape (runs,)
        Index of the component that each run was near; -1 for none.
    """
    for component in np.union1d(before, now).tolist():
        came = int(((now == component) & (before != component)).sum())
        left = int(((now != component) & (before == component)).sum())
        if (came - left) ** 2 > tolerances.TREND_DEVIATIONS**2 * (came + left):
            return True
    return False
