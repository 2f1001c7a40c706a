"""What happened: the record of many independent runs.

The rounds of a run are cut into *windows* of nearly equal length. Counts are kept
for each window, and values at its end; whole trajectories only on request. The
*joint action* of a round is the tuple of all players' actions. A run is *finished*
if it played all its rounds; it has *diverged* if a value became infinite or NaN.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from learning.agents.protocol import KernelSpecification
from learning.parameters import read_real

__all__ = ["Runs"]

Floats = NDArray[np.float64]

#: Names of the axes of the arrays of `Runs`; "actions" stands for one axis a player.
_AXES: Final = {
    "joint": ("run", "window", "actions"),
    "greedy_joint": ("run", "window", "actions"),
    "flips": ("run", "window", "player"),
    "values": ("run", "window", "action"),
    "final_values": ("run", "action"),
    "policies": ("run", "window", "action"),
    "final_policies": ("run", "action"),
    "final_tables": ("run", "observation", "action"),
    "played": ("run",),
    "diverged": ("run",),
    "trajectory": ("run", "round", "player"),
}


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Runs:
    """Record of independent runs of agents in a world; made by :func:`learning.play`.

    Attributes
    ----------
    game : BimatrixGame or None
        The game played, if the world is one.
    world : str
        The world, as it prints itself.
    seats : tuple
        Specification or factory of each player.
    n_actions : tuple of int
    payoff_bounds : tuple of (float, float)
        Lowest and highest payoff of each player.
    rounds : int
        Rounds asked for.
    runs_asked : int
    run_numbers : ndarray of int, shape (runs,)
        The runs that were begun.
    root : int
        Root seed: ``rng=runs.root`` plays the same again.
    edges : ndarray of int, shape (windows + 1,)
        First round, from 0, of each window, and the number of rounds.
    joint : ndarray of int, shape (runs, windows, actions of player 0, ...)
        How often each joint action was played.
    greedy_joint : ndarray of int, same shape
        How often each pair of greedy actions was in force before a round; rounds in
        which some player has none are not counted.
    flips : ndarray of int, shape (runs, windows, players)
        Changes of each player's greedy action.
    values : tuple of (ndarray or None), shapes (runs, windows, actions)
        Each player's values at the end of each window, NaN where it was not reached;
        None for agents that tell none.
    final_values : tuple of (ndarray or None), shapes (runs, actions)
    policies : tuple of (ndarray or None), shapes (runs, windows, actions)
        Policies without exploration (softmax for Boltzmann learners) at the end of each
        window; None for agents that tell none or see more than one observation.
    final_policies : tuple of ndarray, shapes (runs, actions)
        The same at the end; NaN for agents that tell none.
    final_tables : tuple of (ndarray or None), shapes (runs, observations, actions)
        Policies at the end of players who see more than one observation, in each of
        them; None if they tell none.
    played : ndarray of int, shape (runs,)
        Rounds played.
    diverged : ndarray of int, shape (runs,)
        Round, from 1, at which a value was no longer finite; 0 if all were.
    trajectory : ndarray of int or None, shape (runs, rounds, players)
        -1 where a round was not played.
    status : {"finished", "interrupted"}
    method : {"compiled", "plain"}
        Whether kernels or the plain Python loop played.
    seconds : float
    versions : mapping of str to str
    """

    game: BimatrixGame | None
    world: str
    seats: tuple[Any, ...]
    n_actions: tuple[int, ...]
    payoff_bounds: tuple[tuple[float, float], ...]
    rounds: int
    runs_asked: int
    run_numbers: NDArray[np.int64]
    root: int
    edges: NDArray[np.int64]
    joint: NDArray[np.uint32]
    greedy_joint: NDArray[np.uint32]
    flips: NDArray[np.uint32]
    values: tuple[Floats | None, ...]
    final_values: tuple[Floats | None, ...]
    policies: tuple[Floats | None, ...]
    final_policies: tuple[Floats, ...]
    final_tables: tuple[Floats | None, ...]
    played: NDArray[np.int64]
    diverged: NDArray[np.int64]
    trajectory: NDArray[np.int16] | None
    status: str
    method: str
    seconds: float
    versions: Mapping[str, str]

    def __post_init__(self) -> None:
        for name in _AXES:
            kept = getattr(self, name)
            for array in kept if isinstance(kept, tuple) else (kept,):
                if array is not None:
                    array.setflags(write=False)

    @property
    def axes(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the axes of each array."""
        return _AXES

    @property
    def finished(self) -> NDArray[np.bool_]:
        """Which runs played all rounds with finite values, shape (runs,).

        Averages are over these; the others are counted.
        """
        complete: NDArray[np.bool_] = (self.played == self.rounds) & (self.diverged == 0)
        return complete

    @property
    def run_status(self) -> tuple[str, ...]:
        """Per run "finished", "diverged at step N" or "interrupted at step N"."""
        return tuple(
            f"diverged at step {diverged}"
            if diverged
            else "finished"
            if played == self.rounds
            else f"interrupted at step {played}"
            for played, diverged in zip(self.played.tolist(), self.diverged.tolist(), strict=True)
        )

    def first_window(self, share: float) -> int:
        """First window that begins at or after a share of the rounds.

        Parameters
        ----------
        share : float
            In [0, 1); the last window is the latest answer.
        """
        start = read_real(share, "share of the rounds", 0.0, 1.0, below=True) * self.rounds
        return min(int(np.searchsorted(self.edges, start)), len(self.edges) - 2)

    def joint_frequencies(self, windows: slice = slice(None)) -> Floats:
        """Share of rounds of each joint action, per run.

        Parameters
        ----------
        windows : slice
            Which windows; all by default.

        Returns
        -------
        ndarray, shape (runs, actions of player 0, ...)
            NaN for a run that played none of those rounds.
        """
        counts = self.joint[:, windows].sum(axis=1, dtype=np.int64)
        total = counts.sum(axis=tuple(range(1, counts.ndim)), keepdims=True)
        with np.errstate(invalid="ignore"):
            frequencies: Floats = counts / total
        return frequencies

    def time_average(self, player: int, windows: slice = slice(None)) -> Floats:
        """Share of rounds of each action of one player, per run, shape (runs, actions)."""
        return _marginal(self.joint_frequencies(windows), player)

    def joint_rates(self) -> Floats:
        """Mean over finished runs of the joint frequencies, by window.

        Returns
        -------
        ndarray, shape (windows, actions of player 0, ...)
            NaN if no run finished.
        """
        finished = self.finished
        total = self.joint[finished].sum(axis=0, dtype=np.int64)
        rounds = np.diff(self.edges) * int(finished.sum())
        with np.errstate(invalid="ignore", divide="ignore"):
            rates: Floats = total / rounds.reshape((-1,) + (1,) * len(self.n_actions))
        return rates

    def preference_differences(self, player: int) -> Floats | None:
        """Value of each action minus the largest value of the others, at window ends.

        Returns
        -------
        ndarray, shape (runs, windows, actions), or None
            Above 0 exactly for the greedy action. None for agents that tell no
            values or have one action only.
        """
        values = self.values[player]
        if values is None or values.shape[-1] < 2:
            return None
        differences = np.empty_like(values)
        for action in range(values.shape[-1]):
            others = np.delete(values, action, axis=-1).max(axis=-1)
            with np.errstate(invalid="ignore"):  # infinities of diverged runs
                differences[..., action] = values[..., action] - others
        return differences

    def quantiles(self, curves: Floats, levels: Sequence[float] = (0.1, 0.5, 0.9)) -> Floats:
        """Quantiles over the finished runs of curves such as ``values[player]``.

        Parameters
        ----------
        curves : ndarray, shape (runs, ...)
        levels : sequence of float
            In [0, 1].

        Returns
        -------
        ndarray, shape (levels, ...)
        """
        if not self.finished.any():
            raise ParameterError("no run finished: there is nothing to take quantiles of")
        return np.quantile(curves[self.finished], list(levels), axis=0)

    def __len__(self) -> int:
        """Return the number of runs that were begun."""
        return len(self.run_numbers)

    def _summary(self) -> list[tuple[str, str]]:
        finished = int(self.finished.sum())
        diverged = int((self.diverged > 0).sum())
        seats = [f"player {k}: {_seat_text(seat)}" for k, seat in enumerate(self.seats)]
        return [
            ("world", self.world),
            ("seats", "; ".join(seats)),
            ("rounds", f"{self.rounds:,} each, in {len(self.edges) - 1} windows"),
            (
                "runs",
                f"{finished:,} finished, {diverged:,} diverged, "
                f"{self.runs_asked - finished - diverged:,} not finished, of {self.runs_asked:,}",
            ),
            ("root seed", str(self.root)),
            ("made by", f"{self.method} loop in {self.seconds:.2f} s; status {self.status}"),
        ]

    def __repr__(self) -> str:
        return "\n".join(["Runs", *(f"  {name:<10}{text}" for name, text in self._summary())])

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{html.escape(name)}</th><td>{html.escape(text)}</td></tr>'
            for name, text in self._summary()
        )
        return f"<table><caption>Runs</caption><tbody>{rows}</tbody></table>"


def _marginal(joint: Floats, player: int) -> Floats:
    others = tuple(axis + 1 for axis in range(joint.ndim - 1) if axis != player)
    marginal: Floats = joint.sum(axis=others)
    return marginal


def _seat_text(seat: object) -> str:
    if isinstance(seat, KernelSpecification):
        return repr(seat)
    name = getattr(seat, "__name__", None) or type(seat).__name__
    return "a function that makes agents" if name == "<lambda>" else str(name)
