"""Exact solutions of the best-response dynamic, from corner to corner.

The dynamic ``x' in BR - x`` (:class:`gametheory.dynamics.BestResponse`) moves straight
towards a best response b: ``x(t) = b + s (x(0) - b)`` with ``s = exp(-t)``. The values of
the actions are linear in s, so the corners, where an action catches up with the best,
have rational s and rational shares.

At a corner several actions are tied. A motion towards b keeps b a best response just if
b is a Nash equilibrium of the game restricted to the tied actions, because the differences
of tied values change at the rate of those of ``A b`` (Hofbauer 1995, "Stability for the
best response dynamics"). A restricted game may have several equilibria, and so the
inclusion several solutions. The one followed here rests if the state is an equilibrium,
and else takes the first, by the number of actions and their order; it says how often
there was a choice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from gametheory.dynamics.equal_values import equal_value_sets
from gametheory.dynamics.states import exact_values
from gametheory.errors import InternalError
from gametheory.game import BimatrixGame
from gametheory.limits import Limits

__all__ = ["Corner", "ResponsePath", "best_response_path"]

Shares = tuple[Fraction, ...]
ExactState = tuple[Shares, ...]


@dataclass(frozen=True, slots=True)
class Corner:
    """A point at which the direction of motion changes.

    Attributes
    ----------
    time : float
        Minus the sum of the logarithms of the exact factors s so far.
    state : tuple of tuple of Fraction
        Exact.
    target : tuple of tuple of Fraction
        The best response towards which play moves from here; the state itself at rest.
    """

    time: float
    state: ExactState
    target: ExactState


@dataclass(frozen=True, slots=True)
class ResponsePath:
    """Exact solution of the best-response dynamic.

    Attributes
    ----------
    corners : tuple of Corner
        From the start on.
    choices : int
        Corners from which other solutions lead as well.
    finished : bool
        Whether it reached the horizon; else it has as many corners as were allowed.
    """

    corners: tuple[Corner, ...]
    choices: int
    finished: bool


def best_response_path(
    game: BimatrixGame, start: ExactState, horizon: float, most: int, limits: Limits
) -> ResponsePath:
    """Follow a solution up to a time.

    Parameters
    ----------
    game : BimatrixGame
    start : tuple of tuple of Fraction
        One or two vectors of shares.
    horizon : float
        The time at which to stop.
    most : int
        Largest number of corners; solutions may turn infinitely often in finite time.
    limits : Limits
        Checked at every corner.

    Raises
    ------
    LimitReached
        If the time is used up.
    """
    corners: list[Corner] = []
    state, time, choices = start, 0.0, 0
    while time < horizon:
        limits.check_time()
        if len(corners) == most:
            return ResponsePath(tuple(corners), choices, False)
        target, several = _target(game, state)
        choices += several
        corners.append(Corner(time, state, target))
        if target == state:
            break
        factor = _next_corner(game, state, target)
        if factor is None:
            break
        state = tuple(
            tuple(b + factor * (x - b) for x, b in zip(part, goal, strict=True))
            for part, goal in zip(state, target, strict=True)
        )
        time -= _logarithm(factor)
    return ResponsePath(tuple(corners), choices, True)


def _target(game: BimatrixGame, state: ExactState) -> tuple[ExactState, bool]:
    """Where play moves, and whether it could move elsewhere."""
    values = exact_values(game, state)
    tied = [[k for k, v in enumerate(part) if v == max(part)] for part in values]
    if all(len(actions) == 1 for actions in tied):
        return tuple(_spread([Fraction(1)], t, len(x)) for t, x in zip(tied, state, strict=True)), (
            False
        )
    rows, columns = tied[0], tied[-1]
    part = BimatrixGame(
        [[game.payoff(i, j)[0] for j in columns] for i in rows],
        [[game.payoff(i, j)[1] for j in columns] for i in rows],
    )
    found = list(islice(equal_value_sets(part, len(state), Limits(), only_nash=True), 2))
    if not found:
        raise InternalError("a game without a Nash equilibrium")
    several = len(found) > 1 or found[0].dimension > 0
    if all(set(_used(x)) <= set(t) for x, t in zip(state, tied, strict=True)):
        return state, several
    return (
        tuple(
            _spread(goal, t, len(x)) for goal, t, x in zip(found[0].state, tied, state, strict=True)
        ),
        several,
    )


def _next_corner(game: BimatrixGame, state: ExactState, target: ExactState) -> Fraction | None:
    """The largest factor s in (0, 1) at which an action catches up with the best one."""
    latest: Fraction | None = None
    here, there = exact_values(game, state), exact_values(game, target)
    for now, goal, used in zip(here, there, map(_used, target), strict=True):
        best = used[0]
        for k in range(len(now)):
            lead, end = now[best] - now[k], goal[best] - goal[k]
            if lead > 0 > end:
                factor = end / (end - lead)
                latest = factor if latest is None else max(latest, factor)
    return latest


def _used(shares: Sequence[Fraction]) -> tuple[int, ...]:
    return tuple(k for k, share in enumerate(shares) if share)


def _spread(goal: Sequence[Fraction], actions: Sequence[int], n: int) -> Shares:
    shares = [Fraction(0)] * n
    for k, share in zip(actions, goal, strict=True):
        shares[k] = share
    return tuple(shares)


def _logarithm(factor: Fraction) -> float:
    return math.log(factor.numerator) - math.log(factor.denominator)
