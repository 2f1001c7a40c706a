"""What populations of learners did: shares of actions, in independent runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from gametheory.results import Result, Table
from learning.intervals import mean_half_widths
from learning.worlds.population import Population

__all__ = ["PopulationRuns"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class PopulationRuns(Result):
    """What populations did in independent runs.

    Attributes
    ----------
    world : Population
    seats : tuple
        Specification or factory of each population.
    rounds : int
    edges : ndarray of int, shape (windows + 1,)
        First round, from 0, of each window, and the number of rounds.
    joint : ndarray of int, shape (runs, windows, m, n)
        How many pairs played each pair of actions.
    policies : tuple of ndarray, shapes (runs, windows, actions)
        Each population's mean policy without exploration at the end of each window; NaN where
        agents tell none.
    played : ndarray of int, shape (runs,)
        Rounds played.
    diverged : ndarray of int, shape (runs,)
        Round, from 1, at which a player's numbers were no longer finite; 0 if all were.
    root : int
        Root seed: ``rng=runs.root`` plays the same again.
    status : {"finished", "interrupted"}
    method : {"compiled", "plain"}
    """

    world: Population
    seats: tuple[Any, ...]
    rounds: int
    edges: Integers
    joint: Integers
    policies: tuple[Floats, ...]
    played: Integers
    diverged: Integers
    root: int
    status: str
    method: str

    def __post_init__(self) -> None:
        for array in (self.edges, self.joint, *self.policies, self.played, self.diverged):
            array.setflags(write=False)

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.played)

    @property
    def finished(self) -> NDArray[np.bool_]:
        """Which runs played all rounds with finite numbers, shape (runs,)."""
        complete: NDArray[np.bool_] = (self.played == self.rounds) & (self.diverged == 0)
        return complete

    def shares(self, population: int) -> Floats:
        """Share of each action among all that a population did, by window.

        Parameters
        ----------
        population : int

        Returns
        -------
        ndarray, shape (runs, windows, actions)
            NaN where nothing was played.
        """
        if population not in self.world.roles:
            raise ParameterError(
                f"population: expected one of {self.world.roles}, got {population!r}"
            )
        counts = self.joint.sum(axis=3 - population)
        if self.world.one_population:  # both members of a pair belong to it
            counts = counts + self.joint.sum(axis=2)
        with np.errstate(invalid="ignore"):
            found: Floats = counts / counts.sum(axis=-1, keepdims=True)
        return found

    def summary(self) -> str:
        """How many runs, of how many players."""
        players = self.world.size * len(self.world.roles)
        done, lost = int(self.finished.sum()), int((self.diverged > 0).sum())
        return (
            f"{done:,} of {len(self):,} runs of {players:,} players finished "
            f"{self.rounds:,} rounds; {lost:,} diverged"
        )

    def tables(self) -> tuple[Table, ...]:
        """Shares of actions in the last window, mean over the finished runs."""
        if not self.finished.any():
            return ()
        names = (self.world.game.row_actions, self.world.game.column_actions)
        rows = []
        for population in self.world.roles:
            last = self.shares(population)[self.finished, -1]
            half = mean_half_widths(last)
            rows += [
                (self.world.game.players[population], name, f"{share:.3f}", f"{wide:.3f}")
                for name, share, wide in zip(names[population], last.mean(axis=0), half,
                                             strict=True)
            ]  # fmt: skip
        header = ("population", "action", "share", "± (95 %)")
        return (Table("Shares of actions in the last window, mean of runs", header, rows, (0, 1)),)

    def to_document(self) -> dict[str, Any]:
        """Mean shares in each window, schema ``gametheory/population-runs/1``."""
        done = self.finished
        return {
            "schema": "gametheory/population-runs/1",
            "world": repr(self.world),
            "rounds": self.rounds,
            "runs": len(self),
            "finished": int(done.sum()),
            "diverged": int((self.diverged > 0).sum()),
            "root": str(self.root),
            "status": self.status,
            "method": self.method,
            "edges": self.edges.tolist(),
            "shares": [
                self.shares(k)[done].mean(axis=0).tolist() if done.any() else None
                for k in self.world.roles
            ],
        }
