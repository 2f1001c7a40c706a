"""Reading what a stranger's solver returns: exact numbers, floats, objects, nonsense."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any, Final

import numpy as np

from gametheory.errors import NumberError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.numbers import read_number
from gametheory.strategy import distance

__all__ = ["FoundProfile", "SolveFunction", "read_profile", "run_solver"]

Strategy = tuple[Fraction, ...]
Profile = tuple[Strategy, Strategy]

#: A solver: takes a game; returns pairs (row, column), or objects with these attributes.
SolveFunction = Callable[[BimatrixGame], Iterable[Any]]

#: More profiles than this are taken for a generator that never ends.
MAX_PROFILES: Final = 100_000


@dataclass(frozen=True, slots=True)
class FoundProfile:
    """A profile that a solver returned.

    Attributes
    ----------
    row, column : tuple of Fraction
        Mixed strategies, each summing to exactly 1.
    exact : bool
        Whether no float took part.
    """

    row: Strategy
    column: Strategy
    exact: bool

    @property
    def profile(self) -> Profile:
        """Both strategies."""
        return self.row, self.column

    def is_near(self, other: Profile, tolerance: float) -> bool:
        """Equal if exact, within `tolerance` in total variation if it came as floats."""
        if self.exact:
            return self.profile == other
        return distance(self.profile, other) <= tolerance


def run_solver(solve_function: SolveFunction, game: BimatrixGame) -> list[Any]:
    """Return what the solver says, as a list of at most `MAX_PROFILES` + 1 items."""
    return list(islice(iter(solve_function(game)), MAX_PROFILES + 1))


def read_profile(game: BimatrixGame, found: Any, tolerance: float) -> FoundProfile:
    """Read one profile.

    Parameters
    ----------
    game : BimatrixGame
    found : pair, or object with ``row`` and ``column``
        Exact numbers must be distributions exactly. Floats may miss by `tolerance`:
        small negative ones become 0, the sum is divided out.
    tolerance : float

    Raises
    ------
    StrategyError
        If this is not a pair of mixed strategies of the game.
    """
    row, column = getattr(found, "row", None), getattr(found, "column", None)
    if row is None or column is None:
        try:
            row, column = found
        except (TypeError, ValueError):
            raise StrategyError(f"expected a pair (row, column), got {found!r:.200}") from None
    read = [
        _read_strategy(values, size, player, tolerance)
        for player, (values, size) in enumerate(zip((row, column), game.shape, strict=True))
    ]
    return FoundProfile(read[0][0], read[1][0], read[0][1] and read[1][1])


def _read_strategy(values: Any, size: int, player: int, tolerance: float) -> tuple[Strategy, bool]:
    who = ("row player", "column player")[player]
    items: Sequence[Any]
    try:
        items = list(values)
    except TypeError:
        raise StrategyError(f"{who}: expected {size} probabilities, got {values!r:.200}") from None
    if len(items) != size:
        raise StrategyError(f"{who}: expected {size} probabilities, got {len(items)}")
    try:
        numbers = [read_number(item, f"{who}, probability of action {k}")
                   for k, item in enumerate(items)]  # fmt: skip
    except NumberError as error:
        raise StrategyError(str(error)) from None
    exact = not any(isinstance(item, (float, np.floating)) for item in items)
    slack = Fraction(0) if exact else Fraction(tolerance)
    total = sum(numbers, Fraction(0))
    if min(numbers) < -slack or abs(total - 1) > slack:
        shown = ", ".join(str(item) for item in items)
        raise StrategyError(f"{who}: expected numbers >= 0 that sum to 1, got {shown:.200}")
    numbers = [max(number, Fraction(0)) for number in numbers]
    total = sum(numbers, Fraction(0))
    return tuple(number / total for number in numbers), exact
