"""Iterating a map in the compiled loop, and what is kept of its states."""

from __future__ import annotations

from typing import Final

import numpy as np

from gametheory.dynamics.maps import IteratedMap
from gametheory.dynamics.states import Floats, State, centred, frozen
from gametheory.dynamics.trajectory import Trajectory
from gametheory.errors import Interrupted, check_memory
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status

__all__ = ["iterate_map"]

#: Last steps of an iteration, all of which are kept.
_TAIL: Final = 4_000

#: Multiplications in one call of the kernel: well below a tenth of a second.
_WORK_A_CALL: Final = 20_000_000


def iterate_map(
    game: BimatrixGame, rule: IteratedMap, start: State, steps: int, points: int, limits: Limits
) -> Trajectory:
    """Iterate a map.

    Parameters
    ----------
    game : BimatrixGame
    rule : IteratedMap
    start : tuple of ndarray
        One or two vectors of shares.
    steps, points : int
        As for :func:`gametheory.dynamics.simulate`.
    limits : Limits
    """
    from gametheory.dynamics.kernels.maps import iterate

    m, n = game.shape
    populations = len(start)
    x, y = start[0].copy(), start[-1].copy()
    tail = min(steps, _TAIL)
    every = max(1, -(-(steps - tail) // points))
    with np.errstate(divide="ignore"):
        memories = [np.zeros((2, size)) for size in (m, n)]
        if rule.code == 1:
            memories[0][0], memories[1][0] = np.log(x), np.log(y)
    saved = np.full(3 * (m + n), np.nan)
    clock = np.array([0, 1, 0], dtype=np.int64)
    joint = np.zeros((m, n))
    check_memory((points + tail) * (m + n) * 16, "the path")
    times: list[Floats] = [np.zeros(1)]
    paths: list[list[Floats]] = [[start[0][None]], [start[-1][None]]]
    options = np.array(rule.options)
    # Kernels take writable arrays; a game's own are read-only.
    law_game = centred(game) if rule.differences_only else game
    first, second = law_game.row_payoffs.copy(), np.array(law_game.column_payoffs.T, order="C")
    done, status = 0, Status.FINISHED

    def result() -> Trajectory:
        if np.concatenate(times)[-1] < done:  # stopped between two states to be kept
            times.append(np.array([float(done)]))
            paths[0].append(x[None].copy())
            paths[1].append(y[None].copy())
        states = tuple(frozen(np.concatenate(paths[k])) for k in range(populations))
        mean = frozen(joint / max(done, 1))
        return Trajectory(
            game, rule, frozen(np.concatenate(times)), states, status,
            int(clock[2]) or None, mean,
        )  # fmt: skip

    try:
        for begin, stretch, gap in ((0, steps - tail, every), (steps - tail, tail, 1)):
            block, taken = max(1, _WORK_A_CALL // (m * n + m + n)), 0
            while taken < stretch:
                limits.check_time()
                count = min(stretch - taken, block)
                kept_x = np.empty((count // gap + 1, m))
                kept_y = np.empty((count // gap + 1, n))
                kept = iterate(
                    rule.code, options, first, second, populations, int(rule.sequential), taken,
                    count, gap, x, y, memories[0], memories[1], kept_x, kept_y, joint, saved, clock,
                )  # fmt: skip
                times.append(begin + gap * np.arange(taken // gap + 1.0, taken // gap + 1 + kept))
                paths[0].append(kept_x[:kept])
                paths[1].append(kept_y[:kept])
                taken += count
                done += count
    except LimitReached as reached:
        status = reached.status
    except KeyboardInterrupt:
        status = Status.INTERRUPTED
        raise Interrupted(result()) from None
    return result()
