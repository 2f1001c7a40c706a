"""Many runs at once: the compiled loop, cut into short calls, on all cores.

Each call of the kernel plays some rounds of a few runs and comes back after a few
hundredths of a second, so Ctrl-C is heard. Threads take blocks of runs from a
queue; since a run's numbers depend on its own arrays only, neither the number of
threads nor the cuts change any result.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Final

import numpy as np

from gametheory.progress import Progress
from learning.agents.protocol import KernelRule
from learning.buffers import Buffers
from learning.worlds.repeated import RepeatedGame

__all__ = ["default_threads", "play_compiled"]

_CALL_SECONDS: Final = 0.03  # aimed at for one call of the kernel
_FIRST_CALL: Final = 200_000  # rounds times actions in the first call
_BLOCK: Final = 16  # largest number of runs in a block


def default_threads() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def play_compiled(
    world: RepeatedGame,
    rules: Sequence[KernelRule],
    root: int,
    rounds: int,
    buffers: Buffers,
    *,
    threads: int,
    progress: Progress,
    block: int | None = None,
    call_rounds: int | None = None,
) -> bool:
    """Play all runs of the buffers.

    Parameters
    ----------
    world : RepeatedGame
    rules : sequence of KernelRule
        One for each of the two players.
    root : int
        Root seed.
    rounds : int
    buffers : Buffers
        Filled in place.
    threads : int
    progress : Progress
    block, call_rounds : int, optional
        Runs in a block and rounds in one call of the kernel; chosen by time if not
        given. They change no result.

    Returns
    -------
    bool
        False if it was stopped by Ctrl-C.
    """
    from learning.kernels import repeated
    from learning.kernels.streams import ACTION, stream_states

    runs = len(buffers.played)
    for player, rule in enumerate(rules):
        buffers.current[player][:] = rule.start
    numbers = np.arange(runs)
    streams = np.stack([stream_states(root, numbers, k, ACTION) for k in (0, 1)], axis=1)
    payoffs = np.array([world.game.row_payoffs, world.game.column_payoffs], order="C")
    codes = np.array([rule.code for rule in rules], dtype=np.int64)
    parameters = np.array([rule.parameters for rule in rules], dtype=np.float64)
    size = block or max(1, min(_BLOCK, runs // (4 * threads)))
    queue = deque((first, min(first + size, runs)) for first in range(0, runs, size))
    stop: list[bool] = []
    # a call of 22 arguments is checked by the kernel's signature, not by types here
    advance: Callable[..., None] = repeated.advance
    cost = sum(len(rule.start) for rule in rules)

    def work() -> None:
        batch = call_rounds or max(1, _FIRST_CALL // (cost * size))
        while not stop:
            try:
                first, last = queue.popleft()
            except IndexError:
                return
            while not (stop or _all_over(buffers, first, last, rounds)):
                before = time.perf_counter()
                advance(
                    payoffs, codes, parameters, buffers.edges, first, last, batch,
                    world.one_shot, streams, *buffers.current, buffers.greedy, buffers.played,
                    buffers.diverged, buffers.joint, buffers.greedy_joint, buffers.flips,
                    *buffers.values, buffers.trajectory,
                )  # fmt: skip
                if call_rounds is None:
                    spent = time.perf_counter() - before
                    factor = min(4.0, max(0.25, _CALL_SECONDS / max(spent, 1e-6)))
                    batch = min(rounds, max(1, int(batch * factor)))

    finished = True
    futures: list[Future[None]] = []
    with ThreadPoolExecutor(max_workers=threads, thread_name_prefix="learning") as pool:
        try:
            futures.extend(pool.submit(work) for _ in range(threads))
            while True:
                done, waiting = wait(futures, timeout=0.05, return_when=FIRST_EXCEPTION)
                if not waiting or any(future.exception() for future in done):
                    break
                progress.update(int(buffers.played.sum()))
        except KeyboardInterrupt:
            finished = False
        finally:
            stop.append(True)  # whatever happened, no thread outlives its present call
    for future in futures:
        future.result()
    return finished


def _all_over(buffers: Buffers, first: int, last: int, rounds: int) -> bool:
    over = (buffers.played[first:last] >= rounds) | (buffers.diverged[first:last] > 0)
    return bool(over.all())
