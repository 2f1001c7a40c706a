"""Play of other people's agents, or of people, as a record like that of our own runs.

A *log* lists the rounds of a game in order, with the action of each player. It may hold
several independent *runs*, one after the other or mixed, told apart by a column ``run``; all
must be equally long, because shares of runs and averages over rounds would mean something
else otherwise. Nothing is known of the players but what they did: a log tells no policies,
no values and no greedy actions.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.observed_play import action_indices
from gametheory.concepts.play_log import read_rounds
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from learning.record import Record
from learning.runs import Runs
from learning.worlds.repeated import RepeatedGame

__all__ = ["Logged", "read_log"]

Indices = NDArray[np.int64]

_PLAYERS: Final = ("row", "column")
_RUN: Final = "run"


@dataclass(frozen=True, slots=True)
class Logged:
    """Whoever sat in a seat of a log.

    Attributes
    ----------
    player : str
    source : str
        Where the log came from; may be empty.
    """

    player: str
    source: str = ""

    def __repr__(self) -> str:
        return (
            f"{self.player} of the log {self.source}" if self.source else f"{self.player}, logged"
        )


def read_log(game: BimatrixGame, log: Any, *, windows: int = 200) -> Runs:
    """Read a log of rounds.

    Parameters
    ----------
    game : BimatrixGame
    log : path-like, data frame, mapping, or list of these
        A CSV file as :mod:`gametheory.concepts.play_log` describes; or columns by name, of
        a pandas or polars data frame or a dict: ``row`` and ``column``, or the players'
        names, holding actions by name or index from 0, and ``run``, if there are several
        independent runs. A list holds one run an item.
    windows : int
        Windows that the rounds are cut into.

    Returns
    -------
    Runs
        With trajectories; ``method`` is ``"log"``.

    Raises
    ------
    ParameterError, StrategyError, FormatError
        If columns are missing or ambiguous, an action is unknown, or runs differ in length.

    Examples
    --------
    >>> from gametheory import load
    >>> log = {"row": ["Stag", "Hare"], "column": ["Stag", "Stag"]}
    >>> read_log(load("stag-hunt"), log).joint_frequencies().tolist()
    [[[0.5, 0.0], [0.5, 0.0]]]
    """
    if not isinstance(game, BimatrixGame):
        raise ParameterError(f"game: expected a BimatrixGame, got {type(game).__name__}")
    parts = list(log) if isinstance(log, list) else [log]
    if not parts:
        raise ParameterError("log: expected at least one run, got an empty list")
    found: list[tuple[Indices, Indices]] = []
    sources: list[str] = []
    for part in parts:
        runs, source = _read(game, part)
        if len(parts) > 1 and len(runs) > 1:
            raise ParameterError("log: a list holds one run an item, got an item with several")
        found += runs
        sources.append(source)
    lengths = sorted({len(row) for row, _ in found})
    if len(lengths) > 1:
        raise ParameterError(
            f"log: expected runs of equally many rounds, got from {lengths[0]} to {lengths[-1]}; "
            "compare them one by one, or cut them to one length"
        )
    played = np.array([np.stack(run, axis=1) for run in found])
    source = sources[0] if len(set(sources)) == 1 else ""
    return _record(game, played, Record(windows=windows, trajectory=True), source)


def _read(game: BimatrixGame, log: Any) -> tuple[list[tuple[Indices, Indices]], str]:
    """Return the runs of one log and where it came from."""
    if isinstance(log, (str, os.PathLike)):
        rounds = read_rounds(game, log)
        columns = np.array(rounds.row), np.array(rounds.column)
        return _split(*columns, rounds.runs), os.path.basename(os.fspath(log))
    names = _names(log)
    played = []
    for player in (0, 1):
        wanted = {game.players[player], _PLAYERS[player]}
        here = [name for name in names if name in wanted]
        if len(here) != 1:
            raise ParameterError(
                f"log: expected one column called {game.players[player]!r:.60} or "
                f"{_PLAYERS[player]!r}, got {len(here)} among {', '.join(map(repr, names))[:80]}"
            )
        played.append(action_indices(game, player, log[here[0]]))
    if len(played[0]) != len(played[1]) or not len(played[0]):
        raise ParameterError(
            "log: expected one action of each player in every round, got "
            f"{len(played[0])} of {game.players[0]} and {len(played[1])} of {game.players[1]}"
        )
    runs = [str(run) for run in log[_RUN]] if _RUN in names else None
    if runs is not None and len(runs) != len(played[0]):
        raise ParameterError(
            f"log: expected a run for each of {len(played[0])} rounds, got {len(runs)}"
        )
    return _split(played[0], played[1], runs), ""


def _names(log: Any) -> list[str]:
    columns = log.keys() if isinstance(log, Mapping) else getattr(log, "columns", None)
    if columns is None:
        raise ParameterError(
            "log: expected the path of a CSV file, a data frame or a dict of columns, or a list of "
            f"these, got {type(log).__name__}"
        )
    return [name for name in columns if isinstance(name, str)]


def _split(
    row: Indices, column: Indices, runs: Sequence[str] | None
) -> list[tuple[Indices, Indices]]:
    """Runs in the order in which they begin."""
    if runs is None:
        return [(row, column)]
    members: dict[str, list[int]] = {}
    for k, run in enumerate(runs):
        members.setdefault(run, []).append(k)
    return [(row[places], column[places]) for places in members.values()]


def _record(game: BimatrixGame, played: Indices, record: Record, source: str) -> Runs:
    """Count what was played, shape (runs, rounds, 2), by window."""
    m, n = game.shape
    runs, rounds = played.shape[:2]
    edges = record.edges(rounds)
    cells = played[:, :, 0] * n + played[:, :, 1]
    flat = np.zeros((runs, len(edges) - 1, m * n), dtype=np.uint32)
    for w in range(len(edges) - 1):
        inside = cells[:, edges[w] : edges[w + 1]]
        shifted = inside + np.arange(runs)[:, None] * (m * n)
        flat[:, w] = np.bincount(shifted.ravel(), minlength=runs * m * n).reshape(runs, m * n)
    joint = flat.reshape(runs, -1, m, n)
    return Runs(
        game=game,
        world=f"a log of {game.name or 'a game'}",
        seats=tuple(Logged(player, source) for player in game.players),
        n_actions=(m, n),
        payoff_bounds=RepeatedGame(game).payoff_bounds,
        rounds=rounds,
        runs_asked=runs,
        run_numbers=np.arange(runs, dtype=np.int64),
        root=0,
        edges=edges,
        joint=joint,
        greedy_joint=np.zeros_like(joint),
        flips=np.zeros((runs, len(edges) - 1, 2), dtype=np.uint32),
        values=(None, None),
        final_values=(None, None),
        policies=(None, None),
        final_policies=(np.full((runs, m), np.nan), np.full((runs, n), np.nan)),
        final_tables=(None, None),
        played=np.full(runs, rounds, dtype=np.int64),
        diverged=np.zeros(runs, dtype=np.int64),
        trajectory=played.astype(np.int16),
        status="finished",
        method="log",
        seconds=0.0,
        versions={},
    )
