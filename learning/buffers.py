"""The arrays into which runs are recorded, and what they cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import MemoryLimitError, ParameterError, check_memory
from learning.record import Record

__all__ = ["Buffers", "allocate"]

#: Most observations of a player whose tables are kept.
_TABLES: Final = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Buffers:
    """Arrays filled while runs are played; names and shapes as in :class:`learning.Runs`.

    `current` holds each player's table now, shape (runs, observations, actions), and
    `tables` the policies without exploration that go with it; `greedy` the greedy action
    in each observation, shape (runs, observations), -1 for none; a player with more than
    10,000 observations has none of the three. `values` and `policies`
    are those of players with one observation at the end of each window.
    """

    edges: NDArray[np.int64]
    joint: NDArray[np.uint32]
    greedy_joint: NDArray[np.uint32]
    flips: NDArray[np.uint32]
    values: list[NDArray[np.float64]]
    current: list[NDArray[np.float64]]
    policies: list[NDArray[np.float64]]
    tables: list[NDArray[np.float64]]
    greedy: list[NDArray[np.int64]]
    played: NDArray[np.int64]
    diverged: NDArray[np.int64]
    trajectory: NDArray[np.int16]


def allocate(
    n_actions: Sequence[int],
    runs: int,
    rounds: int,
    record: Record,
    n_observations: Sequence[int] | None = None,
) -> Buffers:
    """Make empty buffers, after asking whether they fit into memory.

    Parameters
    ----------
    n_actions : sequence of int
        Of each player.
    runs, rounds : int
    record : Record
    n_observations : sequence of int, optional
        Of each player; one if not given.

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
    seen = tuple(o if o <= _TABLES else 0 for o in n_observations or (1,) * players)
    entries = sum(a * o for a, o in zip(n_actions, seen, strict=True))
    cells = math.prod(n_actions)
    kept = rounds if record.trajectory else 0
    wanted = runs * (
        windows * (8 * cells + 4 * players + 16 * sum(n_actions))
        + 8 * (2 * entries + sum(seen) + 2)
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
    return Buffers(
        edges=record.edges(rounds),
        joint=np.zeros(counts, dtype=np.uint32),
        greedy_joint=np.zeros(counts, dtype=np.uint32),
        flips=np.zeros((runs, windows, players), dtype=np.uint32),
        values=[np.full((runs, windows, n), np.nan) for n in n_actions],
        current=[np.zeros((runs, o, a)) for a, o in zip(n_actions, seen, strict=True)],
        policies=[np.full((runs, windows, n), np.nan) for n in n_actions],
        tables=[np.full((runs, o, a), np.nan) for a, o in zip(n_actions, seen, strict=True)],
        greedy=[np.full((runs, o), -1, dtype=np.int64) for o in seen],
        played=np.zeros(runs, dtype=np.int64),
        diverged=np.zeros(runs, dtype=np.int64),
        trajectory=np.full((runs if kept else 0, kept, players), -1, dtype=np.int16),
    )
