"""Random games, drawn from named distributions.

============== ==============================================================
family         payoffs
============== ==============================================================
``uniform``    independent, uniform on [0, 1), as floats
``integer``    independent, uniform on the integers from `low` to `high`
``zero-sum``   the row player's as in ``integer``, the column player's minus
               that
``symmetric``  the row player's as in ``integer``, m = n, and B = A transposed
``covariant``  in each outcome both are standard normal with correlation
               `rho`; outcomes are independent
``degenerate`` as in ``integer``, from so few values (0 to 2 by default) that
               ties, and with them continua of equilibria, are usual
============== ==============================================================

The covariant family is GAMUT's *CovariantGame* for two players: rho = -1 gives
zero-sum games, rho = 1 common-interest games. Source: Nudelman, E., Wortman, J.,
Leyton-Brown, K., & Shoham, Y. (2004). Run the GAMUT: a comprehensive approach to
evaluating game-theoretic algorithms. AAMAS 2004, 880-887.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from gametheory.errors import ParameterError, UnknownNameError, check_memory
from gametheory.game import BimatrixGame
from gametheory.randomness import Randomness, read_rng

__all__ = ["FAMILIES", "random_game"]

#: Smallest and largest payoff by default.
_INTEGERS: Final = {
    "integer": (0, 100),
    "zero-sum": (-100, 100),
    "symmetric": (0, 100),
    "degenerate": (0, 2),
}

#: Names of the families.
FAMILIES: Final = ("uniform", "integer", "zero-sum", "symmetric", "covariant", "degenerate")


def random_game(
    family: str,
    m: int,
    n: int | None = None,
    *,
    rng: Randomness = None,
    low: int | None = None,
    high: int | None = None,
    rho: float | None = None,
) -> BimatrixGame:
    """Draw a game.

    Parameters
    ----------
    family : str
        One of `FAMILIES`.
    m, n : int
        Numbers of actions; `n` is `m` if not given.
    rng : None, int, SeedSequence or Generator
        The same seed gives the same game.
    low, high : int, optional
        Smallest and largest payoff of the integer families; by default 0 and
        100, for ``zero-sum`` -100 and 100, for ``degenerate`` 0 and 2.
    rho : float, optional
        Correlation of the two payoffs, from -1 to 1; for ``covariant``, which
        needs it.

    Raises
    ------
    UnknownNameError
        If there is no such family.
    ParameterError
        If a parameter is out of range, missing, or not one of the family's.
    MemoryLimitError
        If the game would not fit in memory.
    """
    if family not in FAMILIES:
        raise UnknownNameError("family", str(family), FAMILIES)
    shape = _size("m", m), _size("n", m if n is None else n)
    check_memory(400 * shape[0] * shape[1], f"a random {shape[0]} x {shape[1]} game")
    if family == "symmetric" and shape[0] != shape[1]:
        raise ParameterError(f"symmetric: expected m = n, got {shape[0]} and {shape[1]}")
    generator = read_rng(rng)
    name = f"Random {family} game"
    if family == "covariant":
        _refuse(family, low=low, high=high)
        return _covariant(generator, shape, rho, name)
    _refuse(family, rho=rho)
    if family == "uniform":
        _refuse(family, low=low, high=high)
        return BimatrixGame(generator.random(shape), generator.random(shape), name=name)
    bounds = _bounds(family, low, high)
    first = generator.integers(*bounds, size=shape, endpoint=True)
    if family == "zero-sum":
        return BimatrixGame.zero_sum(first, name=name)
    if family == "symmetric":
        return BimatrixGame.symmetric(first, name=name)
    second = generator.integers(*bounds, size=shape, endpoint=True)
    return BimatrixGame(first, second, name=name)


def _covariant(
    generator: np.random.Generator, shape: tuple[int, int], rho: float | None, name: str
) -> BimatrixGame:
    if isinstance(rho, bool) or not isinstance(rho, (int, float, np.number)) or not -1 <= rho <= 1:
        raise ParameterError(f"covariant: rho: expected a number from -1 to 1, got {rho!r:.60}")
    first = generator.standard_normal(shape)
    # Cholesky factor of the 2 x 2 correlation matrix; exact at rho = -1, 0, 1.
    second = float(rho) * first + math.sqrt(1 - float(rho) ** 2) * generator.standard_normal(shape)
    return BimatrixGame(first, second, name=f"{name} (rho={float(rho):g})")


def _bounds(family: str, low: int | None, high: int | None) -> tuple[int, int]:
    default = _INTEGERS[family]
    bounds = tuple(
        default[k] if bound is None else _integer(f"{family}: {('low', 'high')[k]}", bound)
        for k, bound in enumerate((low, high))
    )
    if bounds[0] > bounds[1]:
        raise ParameterError(
            f"{family}: expected low <= high, got {bounds[0]} and {bounds[1]} (defaults: "
            f"{default[0]} and {default[1]})"
        )
    return bounds[0], bounds[1]


def _integer(what: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise ParameterError(f"{what}: expected an integer, got {value!r:.60}")
    if abs(int(value)) >= 2**62:
        raise ParameterError(f"{what}: expected an integer within +-2^62, got {value!s:.60}")
    return int(value)


def _size(name: str, value: Any) -> int:
    number = _integer(name, value)
    if number < 1:
        raise ParameterError(f"{name}: expected at least one action, got {number}")
    return number


def _refuse(family: str, **values: object) -> None:
    for name, value in values.items():
        if value is not None:
            raise ParameterError(f"{family}: this family has no parameter {name!r}; leave it out")
