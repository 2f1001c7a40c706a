"""Rest points that are no rational numbers, searched for in floats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gametheory.dynamics.dynamic import Dynamic
from gametheory.dynamics.equal_values import equal_value_sets
from gametheory.dynamics.laws import logit_choice
from gametheory.dynamics.states import Floats, State, float_values
from gametheory.game import BimatrixGame
from gametheory.limits import Limits
from gametheory.tolerances import REST_POINT

__all__ = ["search_rest_points"]

#: Random interior starts of a search in floats, beside the exact equilibria.
_STARTS: Final = 40


def search_rest_points(
    game: BimatrixGame, dynamic: Dynamic, populations: int, limits: Limits
) -> Iterator[State]:
    """Yield rest points in floats, each once, found by Newton's method from many starts.

    Parameters
    ----------
    game : BimatrixGame
    dynamic : Dynamic
    populations : int
        1 or 2.
    limits : Limits
        Checked at every start.
    """
    from scipy.optimize import root

    sizes = game.shape[:populations]
    law_game = dynamic.prepared(game)
    known: list[Floats] = []

    def move(free: Floats) -> Floats:
        state = _unpacked(free, sizes)
        if dynamic.rests == "logit":
            # Defined outside the simplex as well, unlike laws with logarithms.
            temperature: float = dynamic.temperature  # type: ignore[attr-defined]
            parts = [
                logit_choice(p, temperature) - x
                for x, p in zip(state, float_values(law_game, state), strict=True)
            ]
        else:
            parts = list(dynamic.flow(law_game, state))
        return np.concatenate([part[:-1] for part in parts])

    for start in _starts(game, populations, limits):
        limits.check_time()
        free = np.concatenate([part[:-1] for part in start])
        if len(free):
            with np.errstate(all="ignore"):
                free = root(move, free, method="hybr", options={"xtol": 1e-13}).x
        state = _unpacked(free, sizes)
        if not all(np.isfinite(part).all() and part.min() >= -REST_POINT for part in state):
            continue
        clipped = tuple(np.maximum(part, 0.0) / np.maximum(part, 0.0).sum() for part in state)
        with np.errstate(all="ignore"):
            rates = [*dynamic.flow(law_game, clipped), move(_packed(clipped))]
        if max(float(np.abs(rate).max(initial=0.0)) for rate in rates) > REST_POINT * (
            _scale(game) if dynamic.rests != "logit" else 1.0
        ):
            continue
        flat = np.concatenate(clipped)
        if any(float(np.abs(flat - other).max()) < 1e-6 for other in known):
            continue
        known.append(flat)
        yield clipped


def _scale(game: BimatrixGame) -> float:
    return max(float(game.payoff_range(player)) for player in (0, 1)) or 1.0


def _packed(state: State) -> Floats:
    return np.concatenate([part[:-1] for part in state])


def _unpacked(free: Floats, sizes: tuple[int, ...]) -> State:
    parts, position = [], 0
    for size in sizes:
        part = free[position : position + size - 1]
        parts.append(np.append(part, 1.0 - part.sum()))
        position += size - 1
    return tuple(parts)


def _starts(game: BimatrixGame, populations: int, limits: Limits) -> Iterator[State]:
    """The middle, points beside the exact equilibria, and random points, always the same."""
    sizes = game.shape[:populations]
    middle = tuple(np.full(size, 1.0 / size) for size in sizes)
    yield middle
    if sum(sizes) <= 8:
        for found in equal_value_sets(game, populations, limits, only_nash=True):
            exact = tuple(np.array([float(p) for p in part]) for part in found.state)
            yield tuple(0.999 * e + 0.001 * m for e, m in zip(exact, middle, strict=True))
    rng = np.random.default_rng(0)
    for _ in range(_STARTS):
        yield tuple(rng.dirichlet(np.full(size, 0.5)) for size in sizes)
