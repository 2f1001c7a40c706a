"""The Moran process: selection by chance in a finite population.

In a population of N individuals, each with an action of a symmetric game, one is chosen in
each step to reproduce, with a probability in proportion to its fitness, and one to die,
evenly; the newborn takes the dead one's place (Moran 1962; with games: Nowak, Sasaki,
Taylor and Fudenberg 2004, "Emergence of cooperation and evolutionary stability in finite
populations", Nature 428; Taylor, Fudenberg, Sasaki and Nowak 2004, "Evolutionary game
dynamics in finite populations", Bulletin of Mathematical Biology 66). An individual's
payoff p is its mean against all *others*; its *fitness* is ``1 - w + w p`` with the
*intensity of selection* w, or ``exp(w p)`` (Traulsen, Shoresh and Nowak 2008, Bulletin of
Mathematical Biology 70). Without mutation one action ends up with everybody: *fixation*.

:mod:`gametheory.dynamics.fixation` has the exact probabilities for two actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gametheory.dynamics.parameters import choice, real_number, whole_number
from gametheory.dynamics.states import check_populations
from gametheory.errors import Interrupted, ParameterError, check_memory
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.numbers import format_decimal, read_number
from gametheory.randomness import Randomness, read_rng
from gametheory.results import Result, Table

__all__ = ["MoranProcess", "moran_process"]

Fitness = Literal["linear", "exponential"]

#: Steps in one call of the kernel.
_STEPS_A_CALL: Final = 100_000


@dataclass(frozen=True, repr=False, eq=False)
class MoranProcess(Result):
    """One run of the Moran process.

    Attributes
    ----------
    game : BimatrixGame
    counts : ndarray of int, shape (steps + 1, n), read-only
        Individuals with each action at the start and after each step.
    intensity, mutation : float
    fitness : str
        ``"linear"`` or ``"exponential"``.
    fixed : int or None
        The action that everybody ended up with, where nothing moves any more.
    status : Status
    """

    game: BimatrixGame
    counts: NDArray[np.int64]
    intensity: float
    mutation: float
    fitness: Fitness
    fixed: int | None
    status: Status

    @property
    def steps(self) -> int:
        """Steps taken; N of them are a generation."""
        return len(self.counts) - 1

    @property
    def size(self) -> int:
        """Number of individuals, N."""
        return int(self.counts[0].sum())

    def summary(self) -> str:
        """One line: how long it ran, and whether an action took over."""
        if self.fixed is not None:
            end = f"{self.game.row_actions[self.fixed]} took over"
        else:
            end = "no action has taken over"
        return (
            f"Moran process of {self.size} individuals ({self.status.value}): "
            f"{self.steps:,} steps, {end}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the counts at the start and at the end, and their means."""
        means = self.counts.mean(axis=0)
        rows = [
            (name, str(self.counts[0, k]), str(self.counts[-1, k]),
             format_decimal(float(means[k])))
            for k, name in enumerate(self.game.row_actions)
        ]  # fmt: skip
        return (Table("", ("action", "start", "end", "mean"), rows),)

    def to_document(self) -> dict[str, Any]:
        """Return the counts as JSON data."""
        return {
            "schema": "gametheory/moran-process/1",
            "fitness": self.fitness,
            "intensity": self.intensity,
            "mutation": self.mutation,
            "status": self.status.value,
            "fixed": self.fixed,
            "counts": self.counts.tolist(),
        }


def moran_process(
    game: BimatrixGame,
    start: Sequence[int],
    steps: int,
    *,
    intensity: float = 1.0,
    fitness: Fitness = "linear",
    mutation: float = 0.0,
    rng: Randomness = None,
) -> MoranProcess:
    """Run the Moran process until an action takes over, or for a number of steps.

    Parameters
    ----------
    game : BimatrixGame
        Symmetric, n x n.
    start : n ints
        Individuals with each action; at least 2 in all.
    steps : int
        At most so many; at least 1.
    intensity : float
        w, from 0 to 1 for linear fitness, from 0 up for exponential.
    fitness : {"linear", "exponential"}
        Linear fitness must be positive: no payoff below ``-(1 - w) / w``, or 0 for w = 1.
    mutation : float
        Probability, 0 to 1, with which the newborn takes an action at random. With
        mutation nothing is ever fixed.
    rng : None, int, SeedSequence or Generator

    Raises
    ------
    GameError
        If the game is not symmetric.
    ParameterError
        If a parameter is out of range, or a fitness negative.
    Interrupted
        On Ctrl-C, with ``.partial``.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> moran_process(load("hawk-dove"), [10, 10], 100, intensity=0.2, rng=1).steps
    100
    """
    from gametheory.dynamics.kernels.chance import moran_steps

    check_populations(game, 1)
    counts = _read_counts(game, start)
    steps = whole_number("steps", steps, 1)
    choice("fitness", fitness, ("linear", "exponential"))
    exponential = fitness == "exponential"
    w = real_number("intensity", intensity, 0, np.inf if exponential else 1)
    if not exponential:
        _check_fitness(game, read_number(w))
    mu = real_number("mutation", mutation, 0, 1)
    check_memory(steps * len(counts) * 8, "the path")
    chance = read_rng(rng)
    payoffs = game.row_payoffs.copy()
    paths = [counts[None].copy()]
    taken, status = 0, Status.FINISHED

    def result() -> MoranProcess:
        path = np.concatenate(paths)
        path.setflags(write=False)
        full = np.flatnonzero(path[-1] == path[-1].sum())
        fixed = int(full[0]) if len(full) and mu == 0 else None
        return MoranProcess(game, path, w, mu, fitness, fixed, status)

    try:
        while taken < steps:
            count = min(steps - taken, _STEPS_A_CALL)
            path = np.empty((count, len(counts)), dtype=np.int64)
            uniforms = chance.random((count, 4))
            done = moran_steps(payoffs, counts, w, mu, int(exponential), uniforms, path)
            paths.append(path[:done])
            taken += done
            if done < count:
                break
    except KeyboardInterrupt:
        status = Status.INTERRUPTED
        raise Interrupted(result()) from None
    return result()


def _read_counts(game: BimatrixGame, start: Any) -> NDArray[np.int64]:
    n = game.shape[0]
    items = list(start) if hasattr(start, "__iter__") and not isinstance(start, str) else []
    if len(items) != n:
        raise ParameterError(f"start: expected {n} numbers of individuals, got {start!r:.60}")
    counts = [whole_number("start, individuals", item, 0) for item in items]
    if not 2 <= sum(counts) < 2**31:
        raise ParameterError(f"start: expected 2 to 2^31 individuals in all, got {sum(counts)}")
    return np.array(counts, dtype=np.int64)


def _check_fitness(game: BimatrixGame, w: Fraction) -> None:
    lowest = min(game.payoff(i, j)[0] for i in range(game.shape[0]) for j in range(game.shape[1]))
    if 1 - w + w * lowest < 0:
        raise ParameterError(
            f"fitness: 1 - w + w p is {1 - w + w * lowest} at the lowest payoff; add a constant "
            "to all payoffs, take a smaller intensity, or exponential fitness"
        )
