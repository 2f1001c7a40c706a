"""What a trajectory was seen to do: settle, go round, or neither.

Nothing here is proved by looking: a verdict tells what the record shows, with its numbers.
Distances are total variation, of the farther population. A *return* is an approach to the
final state, within a share `RETURN_DISTANCE` of the orbit's width, after an excursion of
half the width. The *width* of a stretch is the farthest that it gets from the final state.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from gametheory.dynamics.states import Floats, State
from gametheory.tolerances import (
    AT_REST,
    RETURN_DISTANCE,
    STABILITY_WINDOW,
    TURNS_ALIKE,
    WIDTH_KEPT,
)

__all__ = ["Behaviour", "Kind", "behaviour_of"]

Kind = Literal["settled", "periodic", "cycling seen", "not settled"]

#: Returns that make a cycle: two whole turns.
_RETURNS: Final = 2


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What was seen.

    Attributes
    ----------
    kind : str
        ``"settled"``: stayed within `AT_REST` of the final state; ``"periodic"``: an exact
        period; ``"cycling seen"``: came back again and again, its width not shrinking;
        ``"not settled"``: none of these.
    period : float or None
        Time of a turn; an exact whole number of steps if periodic.
    width_ratio : float or None
        Width of the last turn over that of the first one of the second half.
    words : str
        The same in words.
    """

    kind: Kind
    period: float | None
    width_ratio: float | None
    words: str


def behaviour_of(times: Floats, states: State, exact_period: int | None) -> Behaviour:
    """Say what a record shows.

    Parameters
    ----------
    times : ndarray, shape (k,)
        Increasing.
    states : tuple of ndarray, shapes (k, n)
    exact_period : int or None
        A period that is proved, in steps of a map.
    """
    end = float(times[-1])
    away = _distance(states, tuple(part[-1] for part in states))
    window = times >= end - STABILITY_WINDOW * (end - float(times[0]))
    drift = float(away[window].max())
    if exact_period == 1:
        return Behaviour("settled", None, None, "settled: the last state repeats exactly")
    if drift <= AT_REST and window.sum() > 1:
        words = f"settled: within {drift:.1e} of the last state in the last fifth of the time"
        return Behaviour("settled", None, None, words)
    if exact_period is not None:
        words = f"periodic: the state repeats exactly every {exact_period} steps"
        return Behaviour("periodic", float(exact_period), 1.0, words)
    tail = slice(_whole_tail(times), None)
    turning = _turning(times[tail], tuple(part[tail] for part in states), away[tail])
    return turning or Behaviour(
        "not settled", None, None,
        f"not settled: it still moved by {drift:.2g} in the last fifth of the time, and did "
        "not come back to where it ended often enough, in turns of one length and width, to "
        "call it a cycle",
    )  # fmt: skip


def _whole_tail(times: Floats) -> int:
    """Where the last even stretch of the record begins; sparser states would alias."""
    gaps = np.diff(times)
    wider = np.flatnonzero(gaps > 1.5 * gaps[-1]) if len(gaps) else gaps
    return int(wider[-1]) + 1 if len(wider) else 0


def _turning(times: Floats, states: State, away: Floats) -> Behaviour | None:
    half = times >= (float(times[0]) + float(times[-1])) / 2
    width = float(away[half].max())
    near = _nearest_on_segments(states) <= RETURN_DISTANCE * width
    first = int(np.argmax(half))
    returns: list[int] = []  # ends of excursions, backwards from the last state
    gone = False
    for k in range(len(times) - 1, first, -1):
        if away[k] >= width / 2:
            gone = True
        elif gone and near[k]:
            returns.append(k)
            gone = False
    if len(returns) < _RETURNS:
        return None
    turns = [len(times) - 1, *returns]
    widths = [float(away[a : b + 1].max()) for b, a in pairwise(turns)]
    lengths = [float(times[b] - times[a]) for b, a in pairwise(turns)]
    ratio = widths[0] / widths[-1]
    if not (WIDTH_KEPT <= ratio <= 1 / WIDTH_KEPT) or min(lengths) < TURNS_ALIKE * max(lengths):
        return None
    period = float(times[-1] - times[returns[-1]]) / len(returns)
    words = (
        f"cycling seen: in the second half of the record it came back {len(returns)} times to "
        f"within {RETURN_DISTANCE:.0%} of its width {width:.3g}, about every {period:.4g}, and "
        f"its last turn is {ratio:.4f} times as wide as the first; that is no proof of a cycle"
    )
    return Behaviour("cycling seen", period, ratio, words)


def _distance(states: State, point: State) -> Floats:
    parts = [np.abs(x - p).sum(axis=1) / 2 for x, p in zip(states, point, strict=True)]
    farthest: Floats = np.max(parts, axis=0)
    return farthest


def _nearest_on_segments(states: State) -> Floats:
    """Distance of the last state from each step of the path, the length of a step included."""
    path = np.concatenate(states, axis=1)
    end = path[-1]
    steps = np.diff(path, axis=0, append=path[-1:])
    length = (steps**2).sum(axis=1)
    along = np.clip(((end - path) * steps).sum(axis=1) / np.where(length > 0, length, 1.0), 0, 1)
    closest = path + along[:, None] * steps
    split = np.cumsum([part.shape[1] for part in states])[:-1]
    return _distance(tuple(np.split(closest, split, axis=1)), tuple(np.split(end, split)))
