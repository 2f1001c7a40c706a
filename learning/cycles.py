"""Cycles: the exact period of what was played, and turns of policies.

Play has *period* p over its last rounds if every joint action there equals the one p rounds
before; the period is the smallest such p. It is looked for in the second half of a run, and
*seen* if that half holds three whole turns. Learners that draw random numbers hardly ever
repeat themselves so, unless they are locked in (p = 1). For deterministic learners a period
is a fact about the rounds played, not a proof that it goes on: their memory may drift though
their actions repeat.

Policies recorded at the ends of windows *turn* if they come back again and again without
their width shrinking (:mod:`gametheory.dynamics.behaviour`); the turn takes about so many
rounds. Turns shorter than two windows can't be seen there.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from learning.runs import Runs

__all__ = ["play_periods", "policy_turns", "smallest_period"]

Floats = NDArray[np.float64]

#: Whole turns that a period must be seen for.
_TURNS: Final = 3

#: Last joint actions that must occur earlier, too, if there is a period.
_BLOCK: Final = 64

#: Policies looked at for turns: each takes half a millisecond.
_MOST_RUNS: Final = 2_000


def smallest_period(sequence: NDArray[np.int64]) -> int:
    """Smallest p > 0 such that every entry equals the one p before it.

    Knuth, Morris & Pratt 1977, "Fast pattern matching in strings", SIAM J. Computing 6: n
    less the longest prefix that is a suffix too.

    Parameters
    ----------
    sequence : ndarray of int, shape (n,)
        At least one entry.

    Examples
    --------
    >>> smallest_period(np.array([0, 1, 2, 0, 1, 2, 0]))
    3
    """
    entries = sequence.tolist()
    border, fits = [0] * len(entries), 0
    for k in range(1, len(entries)):
        while fits and entries[k] != entries[fits]:
            fits = border[fits - 1]
        fits += entries[k] == entries[fits]
        border[k] = fits
    return len(entries) - border[-1]


def play_periods(runs: Runs) -> Floats:
    """Exact period of play in the second half of each run, shape (runs,).

    Parameters
    ----------
    runs : Runs
        With trajectories; without them nothing is known.

    Returns
    -------
    ndarray
        NaN where there is none, where it was not seen `_TURNS` times, or without a
        trajectory; 1 for one joint action all the time.
    """
    periods = np.full(len(runs), np.nan)
    if runs.trajectory is None:
        return periods
    weights = np.cumprod([1, *runs.n_actions[:0:-1]])[::-1]
    for r in np.flatnonzero(runs.finished):
        played = runs.trajectory[r].astype(np.int64) @ weights
        tail = played[len(played) // 2 :]
        if tail.min() == tail.max():
            periods[r] = 1.0 if len(tail) >= _TURNS else np.nan
        elif _recurs(tail):
            period = smallest_period(tail)
            if period * _TURNS <= len(tail):
                periods[r] = period
    return periods


def _recurs(tail: NDArray[np.int64]) -> bool:
    """Whether the last entries occur earlier, late enough for a period: most often not."""
    size = min(_BLOCK, len(tail) // _TURNS)
    if size == 0:
        return False
    text, step = tail.tobytes(), tail.itemsize
    block, found = text[-size * step :], len(text)
    while found > 0:
        found = text.rfind(block, 0, found - 1)
        if found % step == 0 and found >= 0:
            return (len(tail) - size - found // step) * _TURNS <= len(tail)
    return False


def policy_turns(runs: Runs, wanted: NDArray[np.bool_]) -> Floats:
    """Rounds that a turn of the policies takes, shape (runs,); NaN where none was seen.

    Parameters
    ----------
    runs : Runs
    wanted : ndarray of bool, shape (runs,)
        Which runs to look at; of more than `_MOST_RUNS` the first ones.
    """
    from gametheory.dynamics.behaviour import behaviour_of

    turns = np.full(len(runs), np.nan)
    row, column = runs.policies[0], runs.policies[1]
    if row is None or column is None or len(runs.edges) < 3:
        return turns
    times = runs.edges[1:].astype(np.float64)
    for r in np.flatnonzero(wanted & runs.finished)[:_MOST_RUNS]:
        seen = behaviour_of(times, (row[r], column[r]), None)
        if seen.kind == "cycling seen" and seen.period is not None:
            turns[r] = seen.period
    return turns
