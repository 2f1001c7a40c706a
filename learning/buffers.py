"""The arrays into which runs are recorded, and what they cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import MemoryLimitError, ParameterError, check_memory
from learning.record import Record

__all__ = ["Buffers", "allocate"]


@dataclass(frozen=True, slots=True, eq=False)
class Buffers:
    """Arrays filled while runs are played; names and shapes as in :class:`learning.Runs`.

    `current` holds each player's values now, shape (runs, actions); `greedy` each
    player's greedy action, shape (runs, players), -1 for none. `policies` and
    `current_policies`, of the shapes of `values` and `current`, hold what agents tell;
    the compiled loop has none.
    """

    edges: NDArray[np.int64]
    joint: NDArray[np.uint32]
    greedy_joint: NDArray[np.uint32]
    flips: NDArray[np.uint32]
    values: list[NDArray[np.float64]]
    current: list[NDArray[np.float64]]
    policies: list[NDArray[np.float64]]
    current_policies: list[NDArray[np.float64]]
    greedy: NDArray[np.int64]
    played: NDArray[np.int64]
    diverged: NDArray[np.int64]
    trajectory: NDArray[np.int16]


def allocate(
    n_actions: Sequence[int], runs: int, rounds: int, record: Record, *, told: bool
) -> Buffers:
    """Make empty buffers, after asking whether they fit into memory.

    Parameters
    ----------
    n_actions : sequence of int
        Of each player.
    runs, rounds : int
    record : Record
    told : bool
        Whether to make room for the policies that agents tell.

    Raises
    ------
    ParameterError
        If a count or an action would not fit into its type.
    MemoryLimitError
        If they would not fit; says how much they need.
    """
    windows = min(record.windows, rounds)
    if -(-rounds // windows) > np.iinfo(np.uint32).max:
        raise ParameterError(
            f"record: {rounds:,} rounds in {windows:,} windows overflow a count of 32 bits; "
            "ask for more windows"
        )
    if record.trajectory and max(n_actions) > np.iinfo(np.int16).max:
        raise ParameterError(
            f"record: a trajectory holds up to {np.iinfo(np.int16).max:,} actions a player, got "
            f"{max(n_actions):,}; record none"
        )
    # sizes first, in Python's integers: the edges alone may be too many
    players = len(n_actions)
    cells = math.prod(n_actions)
    kept = rounds if record.trajectory else 0
    wanted = runs * (
        windows * (8 * cells + 4 * players + 8 * (1 + told) * sum(n_actions))
        + 8 * ((1 + told) * sum(n_actions) + 2 * players + 2)
        + 2 * kept * players
    )
    try:
        check_memory(
            wanted, f"recording {runs:,} runs in {windows:,} windows of {cells:,} joint actions"
        )
    except MemoryLimitError as error:
        remedy = "record=Record(windows=...) with fewer windows"
        if record.trajectory:
            remedy += " or no trajectory"
        raise MemoryLimitError(f"{error}: fewer runs, or {remedy}") from None
    counts = (runs, windows, *n_actions)
    tellers = n_actions if told else ()
    return Buffers(
        edges=record.edges(rounds),
        joint=np.zeros(counts, dtype=np.uint32),
        greedy_joint=np.zeros(counts, dtype=np.uint32),
        flips=np.zeros((runs, windows, players), dtype=np.uint32),
        values=[np.full((runs, windows, n), np.nan) for n in n_actions],
        current=[np.zeros((runs, n)) for n in n_actions],
        policies=[np.full((runs, windows, n), np.nan) for n in tellers],
        current_policies=[np.full((runs, n), np.nan) for n in tellers],
        greedy=np.full((runs, players), -1, dtype=np.int64),
        played=np.zeros(runs, dtype=np.int64),
        diverged=np.zeros(runs, dtype=np.int64),
        trajectory=np.full((runs if kept else 0, kept, players), -1, dtype=np.int16),
    )
