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

For two actions the number of individuals with the first is a birth-death chain, and the
probabilities of fixation are rational for linear fitness:

    rho_i = (1 + sum_{k=1}^{i-1} prod_{l=1}^{k} g_l / f_l) /
            (1 + sum_{k=1}^{N-1} prod_{l=1}^{k} g_l / f_l)

from i individuals, where f_l and g_l are the fitnesses of the two actions while l have the
first (Karlin and Taylor 1975, *A First Course in Stochastic Processes*).
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
from gametheory.errors import GameError, Interrupted, ParameterError, check_memory
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.numbers import format_decimal, read_number
from gametheory.randomness import Randomness, read_rng
from gametheory.results import Result, Table

__all__ = ["FixationProbabilities", "MoranProcess", "fixation_probabilities", "moran_process"]

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


@dataclass(frozen=True, repr=False)
class FixationProbabilities(Result):
    """With what probability each of two actions takes over.

    Attributes
    ----------
    game : BimatrixGame
    size : int
        N.
    intensity : Fraction
    probabilities : tuple of Fraction, length N + 1
        Of the first action taking over from 0, 1, ..., N individuals that have it; exact.
    """

    game: BimatrixGame
    size: int
    intensity: Fraction
    probabilities: tuple[Fraction, ...]

    @property
    def single(self) -> tuple[Fraction, Fraction]:
        """Of one individual with the first, and one with the second action, taking over."""
        return self.probabilities[1], 1 - self.probabilities[-2]

    @property
    def favoured(self) -> tuple[bool, bool]:
        """Whether selection favours each: its single mutant does better than 1/N."""
        neutral = Fraction(1, self.size)
        return self.single[0] > neutral, self.single[1] > neutral

    def summary(self) -> str:
        """One line: both probabilities of a single mutant, beside the neutral one."""
        first, second = self.game.row_actions
        return (
            f"fixation among {self.size}, intensity {self.intensity}: a single {first} takes "
            f"over with probability {format_decimal(self.single[0], 6)}, a single {second} with "
            f"{format_decimal(self.single[1], 6)}; without selection "
            f"{format_decimal(Fraction(1, self.size), 6)}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the probability from each number of individuals."""
        rows = [(str(k), format_decimal(p, 6)) for k, p in enumerate(self.probabilities)]
        name = self.game.row_actions[0]
        return (Table("", (f"{name} at the start", "takes over with probability"), rows, ()),)

    def to_document(self) -> dict[str, Any]:
        """Return the probabilities as JSON data, as decimals of 15 digits."""
        return {
            "schema": "gametheory/fixation-probabilities/1",
            "size": self.size,
            "intensity": str(self.intensity),
            "probabilities": [format_decimal(p, 15) for p in self.probabilities],
        }


def fixation_probabilities(
    game: BimatrixGame, size: int, *, intensity: Any = 1
) -> FixationProbabilities:
    """Exact probabilities with which either of two actions takes over.

    Parameters
    ----------
    game : BimatrixGame
        Symmetric, 2 x 2.
    size : int
        N >= 2, the number of individuals.
    intensity : number
        w, from 0 to 1, read exactly; fitness is ``1 - w + w p`` and must be positive.

    Raises
    ------
    GameError
        If the game is not symmetric 2 x 2.
    ParameterError
        If a parameter is out of range, or a fitness not positive.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> neutral = BimatrixGame.symmetric([[1, 1], [1, 1]])
    >>> fixation_probabilities(neutral, 10).single
    (Fraction(1, 10), Fraction(1, 10))
    """
    check_populations(game, 1)
    if game.shape != (2, 2):
        raise GameError(f"expected a game with two actions, got {game.shape[0]}")
    size = whole_number("size", size, 2)
    w = read_number(intensity, "intensity")
    if not 0 <= w <= 1:
        raise ParameterError(f"intensity: expected a number from 0 to 1, got {intensity!r:.60}")
    (a, b), (c, d) = ([game.payoff(i, j)[0] for j in (0, 1)] for i in (0, 1))
    product, sums = Fraction(1), [Fraction(0), Fraction(1)]
    for k in range(1, size):
        f = 1 - w + w * (a * (k - 1) + b * (size - k)) / (size - 1)
        g = 1 - w + w * (c * k + d * (size - k - 1)) / (size - 1)
        if f <= 0 or g <= 0:
            raise ParameterError(
                f"fitness: expected positive values, got {min(f, g)} with {k} individuals; add a "
                "constant to all payoffs or take a smaller intensity"
            )
        product *= g / f
        sums.append(sums[-1] + product)
    return FixationProbabilities(game, size, w, tuple(value / sums[-1] for value in sums))


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
