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
from numpy.typing import NDArray

from gametheory.progress import Progress
from learning.agents.protocol import KernelRule
from learning.buffers import Buffers
from learning.worlds.repeated import RepeatedGame

__all__ = ["default_threads", "play_compiled"]

Floats = NDArray[np.float64]

#: Plays some rounds of the runs first .. last - 1: (first, last, rounds).
Calls = Callable[[int, int, int], None]

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
    runs = len(buffers.played)
    memories = np.tile(np.concatenate([rule.memory for rule in rules]), (runs, 1))
    advance = _calls(world, rules, root, buffers, memories)
    size = block or max(1, min(_BLOCK, runs // (4 * threads)))
    queue = deque((first, min(first + size, runs)) for first in range(0, runs, size))
    stop: list[bool] = []
    cost = sum(rule.n_actions for rule in rules)

    def work() -> None:
        batch = call_rounds or max(1, _FIRST_CALL // (cost * size))
        while not stop:
            try:
                first, last = queue.popleft()
            except IndexError:
                return
            while not (stop or _all_over(buffers, first, last, rounds)):
                before = time.perf_counter()
                advance(first, last, batch)
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
    _write_tables(rules, memories, buffers)
    return finished


def _calls(
    world: RepeatedGame, rules: Sequence[KernelRule], root: int, buffers: Buffers, memories: Floats
) -> Calls:
    from learning.kernels import repeated
    from learning.kernels.streams import ACTION, WORLD, stream_states

    runs = len(buffers.played)
    numbers = np.arange(runs)
    streams = np.hstack(
        [
            stream_states(root, numbers, player, purpose)
            for player, purpose in ((0, ACTION), (1, ACTION), (0, WORLD))
        ]
    )
    payoffs = np.concatenate([world.own_payoffs(player).ravel() for player in (0, 1)])
    parameters = np.array([rule.parameters for rule in rules])
    remembered = np.array([world.memory, world.start], dtype=np.int64)
    chances = np.array(world.chances)
    observed = np.full((runs, 2), -1, dtype=np.int64)
    greedy = np.full((runs, sum(rule.n_observations for rule in rules)), -1, dtype=np.int64)
    seats = _seats(rules)
    # a call of so many arguments is checked by the kernel's signature, not by types here
    kernel: Callable[..., None] = repeated.advance

    def advance(first: int, last: int, batch: int) -> None:
        kernel(
            payoffs, seats, parameters, remembered, chances, buffers.edges, first, last,
            batch, streams, memories, observed, greedy, buffers.played, buffers.diverged,
            buffers.joint, buffers.greedy_joint, buffers.flips, *buffers.values,
            *buffers.policies, buffers.trajectory,
        )  # fmt: skip

    if not _fits_lockstep(world, rules, buffers):
        return advance
    from learning.kernels import lockstep

    lanes: Callable[..., None] = lockstep.advance

    def side_by_side(first: int, last: int, batch: int) -> None:
        for low in range(first, last, lockstep.LANES):
            high = min(low + lockstep.LANES, last)
            played, diverged = buffers.played[low:high], buffers.diverged[low:high]
            playing = np.flatnonzero(diverged == 0)
            if not playing.size:
                continue
            end = min(int(played[playing].max()) + batch, int(buffers.edges[-1]))
            lanes(
                payoffs, parameters, world.one_shot, buffers.edges, low, high, batch, streams,
                memories, greedy, buffers.played, buffers.diverged, buffers.joint,
                buffers.greedy_joint, buffers.flips, *buffers.values, *buffers.policies,
            )  # fmt: skip
            # A run that diverges stays behind; the other loop finds the round.
            for run in playing[played[playing] < end].tolist():
                advance(low + run, low + run + 1, end - int(played[run]))

    return side_by_side


def _fits_lockstep(world: RepeatedGame, rules: Sequence[KernelRule], buffers: Buffers) -> bool:
    """Whether many runs can be played side by side: epsilon-greedy Q-learners in a 2 x 2 game."""
    from learning.kernels.agents import Q_LEARNING
    from learning.kernels.layout import EXPLORATION, RATE
    from learning.kernels.rules import EPSILON_GREEDY

    return (
        world.is_plain
        and world.game.shape == (2, 2)
        and not len(buffers.trajectory)
        and all(
            (rule.choice, rule.rule) == (EPSILON_GREEDY, Q_LEARNING)
            and rule.parameters[RATE + 2] == rule.parameters[EXPLORATION + 2] == 0.0
            for rule in rules
        )
    )


def _seats(rules: Sequence[KernelRule]) -> NDArray[np.int64]:
    """Codes, sizes and the place of the memory of each player."""
    places = (0, len(rules[0].memory))
    rows = [
        (rule.choice, rule.rule, rule.n_actions, rule.n_observations, place)
        for rule, place in zip(rules, places, strict=True)
    ]
    return np.array(rows, dtype=np.int64)


def _write_tables(rules: Sequence[KernelRule], memories: Floats, buffers: Buffers) -> None:
    """Write down tables and policies as they are now."""
    from learning.kernels.agents import policy_tables

    parameters = np.array([rule.parameters for rule in rules])
    for player, rule in enumerate(rules):
        current, tables = buffers.current[player], buffers.tables[player]
        if current.shape[1]:
            first = player * len(rules[0].memory)
            current[:] = memories[:, first : first + current[0].size].reshape(current.shape)
            policy_tables(
                rule.choice, parameters, player, memories, first, rule.n_actions,
                rule.n_observations, tables,
            )  # fmt: skip


def _all_over(buffers: Buffers, first: int, last: int, rounds: int) -> bool:
    over = (buffers.played[first:last] >= rounds) | (buffers.diverged[first:last] > 0)
    return bool(over.all())
