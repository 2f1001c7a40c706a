"""Exact probabilities of fixation in the Moran process with two actions.

The process: :mod:`gametheory.dynamics.moran`; *fixation*: one action ends up with everybody.
The number of individuals with the first is a birth-death chain, and the
probabilities of fixation are rational for linear fitness:

    rho_i = (1 + sum_{k=1}^{i-1} prod_{l=1}^{k} g_l / f_l) /
            (1 + sum_{k=1}^{N-1} prod_{l=1}^{k} g_l / f_l)

from i individuals, where f_l and g_l are the fitnesses of the two actions while l have the
first (Karlin and Taylor 1975, *A First Course in Stochastic Processes*).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.dynamics.parameters import whole_number
from gametheory.dynamics.states import check_populations
from gametheory.errors import GameError, ParameterError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal, read_number
from gametheory.results import Result, Table

__all__ = ["FixationProbabilities", "fixation_probabilities"]


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
                f"fitness: expected positive values, got {min(f, g)} with {k} of the first "
                "action; add a constant to all payoffs or take a smaller intensity"
            )
        product *= g / f
        sums.append(sums[-1] + product)
    return FixationProbabilities(game, size, w, tuple(value / sums[-1] for value in sums))
