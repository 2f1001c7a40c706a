"""Dominated actions and their iterated elimination.

A mixed strategy p *strictly dominates* an action i if it earns more against every
action of the opponent, and *weakly dominates* it if it never earns less and
somewhere earns more. Either can hold for a mixture though no pure action
dominates. An action is strictly dominated exactly if it is a best response to no
mixed strategy of the opponent (Pearce 1984, "Rationalizable strategic behavior and
the problem of perfection", Econometrica 52, lemma 3, for two players).

*Iterated elimination* removes, round by round, every dominated action of both
players from the game that is left. With strict dominance the order does not matter:
the result is the set of rationalizable actions, and no Nash equilibrium is lost.
With **weak** dominance the order does matter: other orders may leave other actions,
and equilibria may be lost. What is left then is the result of removing everything
that is weakly dominated, for both players, at once in each round, and of no other
order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.best_responses import check_player
from gametheory.analysis.elimination import (
    Dominance,
    Dominators,
    Elimination,
    EliminationStep,
    Mixture,
)
from gametheory.errors import InternalError, Interrupted, ParameterError
from gametheory.exact.lp import UnboundedProgram, maximise
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits

__all__ = ["dominating_mixture", "eliminate_dominated"]

Matrix = NDArray[Any]

_WEAK_CAVEAT: Final = (
    "weakly dominated actions: another order of elimination may leave other actions, and "
    "equilibria may be lost; here all of both players' are removed at once in each round"
)


def eliminate_dominated(
    game: BimatrixGame,
    dominance: Dominance = "strict",
    dominators: Dominators = "mixed",
    timeout: float | None = None,
) -> Elimination:
    """Remove dominated actions, round by round, until none is left.

    Parameters
    ----------
    game : BimatrixGame
    dominance : {"strict", "weak"}
        With ``"weak"`` the result depends on the order of elimination, and
        equilibria may be lost; the result says so in `caveat`.
    dominators : {"mixed", "pure"}
        ``"pure"`` looks for dominating actions only, which takes no linear
        programs.
    timeout : float, optional
        Seconds. When they are over, the round that was not finished is left out, and
        `stopped` says so. Mixed dominators take an exact linear program for each action
        that is a best response to no pure one.

    Returns
    -------
    Elimination
        Trace, what is left, and a dominating mixture for each removal; exact.

    Raises
    ------
    ParameterError
        If an argument is not one of those named, or `timeout` is not positive.
    Interrupted
        On Ctrl-C; ``.partial`` holds the rounds so far.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> game = BimatrixGame([[3, 0], [0, 3], [1, 1]], [[0, 1], [1, 0], [0, 0]])
    >>> step = eliminate_dominated(game).steps[0]
    >>> step.action, [str(p) for p in step.mixture]
    (2, ['1/2', '1/2', '0'])
    """
    _check_choice("dominance", dominance, ("strict", "weak"))
    _check_choice("dominators", dominators, ("mixed", "pure"))
    limits = Limits(timeout)
    left = [np.arange(size) for size in game.shape]
    steps: list[EliminationStep] = []
    stop: LimitReached | KeyboardInterrupt | None = None
    try:
        while any(removed := _round(game, dominance, dominators, left, limits)):
            number = steps[-1].round + 1 if steps else 1
            for player, found in enumerate(removed):
                steps += [
                    EliminationStep(number, player, int(left[player][k]), mixture)
                    for k, mixture in sorted(found.items())
                ]
            left = [np.delete(rest, list(gone)) for rest, gone in zip(left, removed, strict=True)]
    except (LimitReached, KeyboardInterrupt) as caught:
        stop = caught
    finally:
        limits.close()
    rows, columns = (tuple(int(k) for k in actions) for actions in left)
    caveat = _WEAK_CAVEAT if dominance == "weak" else ""
    stopped = "" if stop is None else str(stop) or "interrupted"
    result = Elimination(game, dominance, dominators, tuple(steps), rows, columns, caveat, stopped)
    if isinstance(stop, KeyboardInterrupt):
        raise Interrupted(result) from stop
    return result


def _round(
    game: BimatrixGame,
    dominance: Dominance,
    dominators: Dominators,
    left: list[NDArray[np.intp]],
    limits: Limits,
) -> list[dict[int, Mixture]]:
    """Each player's dominated actions, as places in `left`, with what dominates them."""
    result = []
    for player in (0, 1):
        limits.check_time()
        matrix = _own_first(game.comparable_payoffs(player), player, left)
        found = _pure_dominators(matrix, dominance)
        if dominators == "mixed":
            doubtful = [k for k in _possibly_dominated(matrix, dominance) if k not in found]
            if doubtful:
                exact = _own_first(game.integer_payoffs(player)[0], player, left)
                found |= _mixed_dominators(exact, doubtful, dominance, limits)
        spread: dict[int, Mixture] = {}
        for action, mixture in found.items():
            weights = [Fraction(0)] * game.shape[player]
            for k, probability in mixture.items():
                weights[left[player][k]] = probability
            spread[action] = tuple(weights)
        result.append(spread)
    return result


def dominating_mixture(
    game: BimatrixGame, player: int, action: str | int, dominance: Dominance = "strict"
) -> Mixture | None:
    """Return a mixed strategy that dominates an action, or None if there is none.

    Parameters
    ----------
    game : BimatrixGame
    player : int
        0 for the row player, 1 for the column player.
    action : str or int
        Name of the player's action, or its index from 0.
    dominance : {"strict", "weak"}

    Raises
    ------
    StrategyError
        If the player has no such action.
    ParameterError
        If `player` or `dominance` is not one of those named.
    """
    _check_choice("dominance", dominance, ("strict", "weak"))
    index = game.action_index(check_player(player), action)
    integers = game.integer_payoffs(player)[0]
    matrix = integers if player == 0 else integers.T
    found = _pure_dominators(matrix, dominance)
    if index not in found:
        found = _mixed_dominators(matrix, [index], dominance, Limits())
    if index not in found:
        return None
    return tuple(found[index].get(k, Fraction(0)) for k in range(len(matrix)))


def _own_first(payoffs: Matrix, player: int, left: list[NDArray[np.intp]]) -> Matrix:
    """Payoffs of the game that is left, a row for each of the player's own actions."""
    rest: Matrix = payoffs[np.ix_(left[0], left[1])]
    return rest if player == 0 else rest.T


def _possibly_dominated(matrix: Matrix, dominance: Dominance) -> list[int]:
    """Rows that are not best responses to a column, alone if the dominance is weak."""
    best = matrix == matrix.max(axis=0)
    if dominance == "weak":
        best &= best.sum(axis=0) == 1
    rows: list[int] = np.flatnonzero(~best.any(axis=1)).tolist()
    return rows


def _pure_dominators(matrix: Matrix, dominance: Dominance) -> dict[int, dict[int, Fraction]]:
    found = {}
    for k, row in enumerate(matrix):
        if dominance == "strict":
            better = (matrix > row).all(axis=1)
        else:
            better = (matrix >= row).all(axis=1) & (matrix > row).any(axis=1)
        if better.any():
            found[k] = {int(better.argmax()): Fraction(1)}
    return found


def _mixed_dominators(
    matrix: Matrix, actions: list[int], dominance: Dominance, limits: Limits
) -> dict[int, dict[int, Fraction]]:
    """Which of these rows are dominated, by which weights; exact."""
    rows: list[list[int]] = matrix.tolist()  # Python integers: differences may not fit int64
    found = {}
    for action in actions:
        others = [k for k in range(len(rows)) if k != action]
        if not others:
            continue
        # gains[k][j]: what action k earns more than the one in question against j.
        gains = [[v - w for v, w in zip(rows[k], rows[action], strict=True)] for k in others]
        find = _strict_weights if dominance == "strict" else _weak_weights
        weights = find(gains, limits)
        if weights is not None:
            total = sum(weights, Fraction(0))
            found[action] = {k: w / total for k, w in zip(others, weights, strict=True) if w}
    return found


def _strict_weights(gains: list[list[int]], limits: Limits) -> tuple[Fraction, ...] | None:
    # Maximise the least gain, over mixtures of weight at most 1. Nothing gained at
    # x = 0 is where the simplex method starts, and mostly where it ends.
    least = [[1, *(-value for value in column)] for column in zip(*gains, strict=True)]
    answer = maximise(
        [1] + [0] * len(gains), [*least, [0] + [1] * len(gains)], [0] * len(least) + [1], limits
    )
    if isinstance(answer, UnboundedProgram):
        raise InternalError("a program over mixtures is bounded")
    return answer.primal[1:] if answer.value > 0 else None


def _weak_weights(gains: list[list[int]], limits: Limits) -> tuple[Fraction, ...] | None:
    # Maximise the total gain over mixtures of weight at most 1 that never lose.
    totals = [sum(row) for row in gains]
    losses = [[-value for value in column] for column in zip(*gains, strict=True)]
    answer = maximise(totals, [*losses, [1] * len(gains)], [0] * len(losses) + [1], limits)
    if isinstance(answer, UnboundedProgram):
        raise InternalError("a program over mixtures is bounded")
    return answer.primal if answer.value > 0 else None


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ParameterError(f"{name}: expected one of {', '.join(choices)}, got {value!r}")
