"""When learners came to rest.

A policy *settled at* the first recorded moment from which on it was near its final state, at
as large a share of the moments as "settled" asks for. The average over the rounds so far
settled at the first recorded moment from which on it stayed near its last value. Both are
known up to the length of a window, and only of what is settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from learning.runs import Runs

__all__ = ["averages_settled_at", "policies_settled_at", "running_joints"]

Floats = NDArray[np.float64]


def policies_settled_at(
    runs: Runs, policies: Sequence[Floats | None], drift: float, share: float
) -> Floats:
    """Round by which each run's policies had settled, shape (runs,).

    Parameters
    ----------
    runs : Runs
    policies : pair of (ndarray or None), shapes (runs, windows, actions)
    drift : float
        Largest total variation distance from the final policy...
    share : float
        ... at this share of the remaining window ends, the first of them included.

    Returns
    -------
    ndarray
        NaN for agents that tell no policy.
    """
    if policies[0] is None or policies[1] is None:
        return np.full(len(runs), np.nan)
    near = np.ones((len(runs), len(runs.edges) - 1), dtype=bool)
    for told, final in zip(policies, runs.final_policies, strict=True):
        assert told is not None
        near &= np.abs(told - final[:, None]).sum(axis=2) / 2 <= drift
    # share of the moments from each one on that are near
    left = np.arange(near.shape[1], 0, -1)
    later = near[:, ::-1].cumsum(axis=1)[:, ::-1] / left
    return _first(runs, near & (later >= share))


def running_joints(runs: Runs) -> Iterator[Floats]:
    """Yield the distribution of joint actions over the rounds so far at each window's end.

    Yields
    ------
    ndarray, shape (runs, m, n)
        Not a number where no round was played.
    """
    counts = np.zeros((len(runs), *runs.n_actions), dtype=np.int64)
    axes = tuple(range(1, counts.ndim))
    for w in range(len(runs.edges) - 1):
        counts += runs.joint[:, w]
        with np.errstate(invalid="ignore"):
            yield counts / counts.sum(axis=axes, keepdims=True)


def averages_settled_at(runs: Runs, drift: float) -> tuple[Floats, Floats]:
    """Round by which each run's average play since round 1 had settled, shapes (runs,).

    Parameters
    ----------
    runs : Runs
        Of two players.
    drift : float
        Largest total variation distance from the last average.

    Returns
    -------
    marginals, joint : ndarray
        Of both players' averages, and of the joint distribution.
    """
    last = runs.joint_frequencies()
    sides = last.sum(axis=2), last.sum(axis=1)
    windows = len(runs.edges) - 1
    near = np.zeros((2, len(runs), windows), dtype=bool)
    for w, joint in enumerate(running_joints(runs)):
        row = np.abs(joint.sum(axis=2) - sides[0]).sum(axis=1) / 2
        column = np.abs(joint.sum(axis=1) - sides[1]).sum(axis=1) / 2
        near[0, :, w] = np.maximum(row, column) <= drift
        near[1, :, w] = np.abs(joint - last).sum(axis=(1, 2)) / 2 <= drift
    stays = np.logical_and.accumulate(near[:, :, ::-1], axis=2)[:, :, ::-1]
    return _first(runs, stays[0]), _first(runs, stays[1])


def _first(runs: Runs, flags: NDArray[np.bool_]) -> Floats:
    """Round at the end of the first window that is flagged, NaN without one."""
    rounds: Floats = runs.edges[1:][flags.argmax(axis=1)].astype(np.float64)
    rounds[~flags.any(axis=1)] = np.nan
    return rounds
