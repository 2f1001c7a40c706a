"""Playing: many independent runs of agents in a world.

Runs are independent: each has agents and streams of random numbers of its own,
which depend on the root seed, the number of the run and the player only. Our own
learners in a repeated game are played by a compiled loop, all runs at once;
anything else by the plain Python loop. Both give the same numbers.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import Interrupted, ParameterError
from gametheory.game import BimatrixGame
from gametheory.progress import Progress
from learning.buffers import Buffers, allocate
from learning.parameters import read_count
from learning.record import Record
from learning.runs import Runs
from learning.seats import as_world, kernel_rules, read_seats
from learning.seeds import root_integer
from learning.worlds.population import Population
from learning.worlds.protocol import World
from learning.worlds.repeated import RepeatedGame

__all__ = ["play"]

Array = NDArray[np.float64]


def play(
    game: BimatrixGame | World,
    seats: Sequence[Any],
    rounds: int,
    runs: int = 1,
    rng: Any = None,
    *,
    record: Record | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Runs:
    """Let agents play a game for many rounds, in independent runs.

    Parameters
    ----------
    game : BimatrixGame or World
        A game is played as :class:`learning.RepeatedGame`.
    seats : sequence
        For each player a frozen specification such as ``QLearner(...)``, or a factory
        ``rng -> agent``, where `rng` is a numpy ``Generator`` of this run's own. A live
        agent is taken for one run in one seat only.
    rounds : int
        Rounds of each run.
    runs : int
        Number of independent runs.
    rng : None, int, SeedSequence or Generator
        Root seed; None draws one, which ``Runs.root`` tells.
    record : Record, optional
        What to record: by default the final state, counts of joint and greedy
        actions, flips and values in 200 windows.
    threads : int, optional
        Threads of the compiled loop; one a processor if not given. No result
        depends on it.
    progress : bool, optional
        Whether to show progress on stderr; by default only on a terminal. Work of
        less than two seconds shows none.

    Returns
    -------
    Runs

    Raises
    ------
    SeatError
        If something cannot take a seat, an agent would be shared, or it plays what
        is no action; it is a TypeError too.
    ParameterError
        If a number is out of range.
    MemoryLimitError
        If the record would not fit into memory.
    Interrupted
        On Ctrl-C; ``.partial`` holds the runs so far.
    """
    start = time.perf_counter()
    rounds, runs = read_count(rounds, "rounds"), read_count(runs, "runs")
    if record is not None and not isinstance(record, Record):
        raise ParameterError(f"record: expected Record(...), got {record!r}")
    if threads is not None:
        threads = read_count(threads, "threads")
    world = as_world(game)
    if isinstance(world, Population):  # joint actions of so many players cannot be counted
        raise ParameterError(
            "game: populations are recorded by their shares of actions; write "
            "play_population(world, seats, ...) with one seat for each population"
        )
    taken = read_seats(world, seats, runs)
    rules = kernel_rules(world, taken)
    root = root_integer(rng)
    buffers = allocate(world.n_actions, runs, rounds, record or Record(), world.n_observations)
    bar = Progress("playing", runs * rounds, show=progress)
    try:
        if rules is not None and isinstance(world, RepeatedGame):
            from learning.batches import default_threads, play_compiled

            count = min(threads or default_threads(), runs)
            finished = play_compiled(
                world, rules, root, rounds, buffers, threads=count, progress=bar
            )
        else:
            from learning.plain import play_plain

            finished = play_plain(world, taken, root, rounds, buffers, bar)
    finally:
        bar.close()
    result = _runs(
        world, taken, rounds, root, buffers, finished=finished,
        method="plain" if rules is None else "compiled", seconds=time.perf_counter() - start,
    )  # fmt: skip
    if not finished:
        raise Interrupted(result)
    return result


def _runs(
    world: World,
    seats: tuple[Any, ...],
    rounds: int,
    root: int,
    buffers: Buffers,
    *,
    finished: bool,
    method: str,
    seconds: float,
) -> Runs:
    begun = np.flatnonzero(buffers.played)
    values: list[Array | None] = []
    final_values: list[Array | None] = []
    policies: list[Array | None] = []
    final_policies: list[Array] = []
    tables: list[Array | None] = []
    for k in range(len(seats)):
        stateless = world.n_observations[k] == 1
        table = buffers.tables[k][begun]
        told = buffers.values[k][begun]
        kept = stateless and not bool(np.isnan(buffers.current[k][begun]).all())
        values.append(told if kept else None)
        final_values.append(buffers.current[k][begun, 0] if kept else None)
        told = buffers.policies[k][begun]
        policies.append(told if stateless and not bool(np.isnan(table).all()) else None)
        unknown = np.full((len(begun), world.n_actions[k]), np.nan)
        final_policies.append(table[:, 0] if stateless else unknown)
        tables.append(None if stateless or bool(np.isnan(table).all()) else table)
    return Runs(
        game=world.game if type(world) is RepeatedGame else None,
        world=repr(world),
        seats=seats,
        n_actions=tuple(world.n_actions),
        payoff_bounds=tuple(world.payoff_bounds),
        rounds=rounds,
        runs_asked=len(buffers.played),
        run_numbers=begun,
        root=root,
        edges=buffers.edges,
        joint=buffers.joint[begun],
        greedy_joint=buffers.greedy_joint[begun],
        flips=buffers.flips[begun],
        values=tuple(values),
        final_values=tuple(final_values),
        policies=tuple(policies),
        final_policies=tuple(final_policies),
        final_tables=tuple(tables),
        played=buffers.played[begun],
        diverged=buffers.diverged[begun],
        trajectory=buffers.trajectory[begun] if len(buffers.trajectory) else None,
        status="finished" if finished else "interrupted",
        method=method,
        seconds=seconds,
        versions=_versions(),
    )


def _versions() -> dict[str, str]:
    import numba

    versions = {"python": platform.python_version(), "numpy": np.__version__}
    versions["numba"] = numba.__version__
    return versions
