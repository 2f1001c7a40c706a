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
from gametheory.errors import InternalError, ParameterError
from gametheory.exact.lp import UnboundedProgram, maximise
from gametheory.game import BimatrixGame

__all__ = ["dominating_mixture", "eliminate_dominated"]

Matrix = NDArray[Any]

_WEAK_CAVEAT: Final = (
    "weakly dominated actions: another order of elimination may leave other actions, and "
    "equilibria may be lost; here all of both players' are removed at once in each round"
)


def eliminate_dominated(
    game: BimatrixGame, dominance: Dominance = "strict", dominators: Dominators = "mixed"
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

    Returns
    -------
    Elimination
        Trace, what is left, and a dominating mixture for each removal; exact.

    Raises
    ------
    ParameterError
        If an argument is not one of those named.

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
    left = [np.arange(size) for size in game.shape]
    steps: list[EliminationStep] = []
    for number in range(1, sum(game.shape)):
        removed: list[list[int]] = []
        for player in (0, 1):
            matrix = _own_first(game.comparable_payoffs(player), player, left)
            found = _pure_dominators(matrix, dominance)
            if dominators == "mixed":
                doubtful = [k for k in _possibly_dominated(matrix, dominance) if k not in found]
                if doubtful:
                    exact = _own_first(game.integer_payoffs(player)[0], player, left)
                    found |= _mixed_dominators(exact, doubtful, dominance)
            for action, mixture in sorted(found.items()):
                spread = [Fraction(0)] * game.shape[player]
                for k, probability in mixture.items():
                    spread[left[player][k]] = probability
                original = int(left[player][action])
                steps.append(EliminationStep(number, player, original, tuple(spread)))
            removed.append(list(found))
        if not any(removed):
            break
        left = [np.delete(actions, gone) for actions, gone in zip(left, removed, strict=True)]
    rows, columns = (tuple(int(k) for k in actions) for actions in left)
    caveat = _WEAK_CAVEAT if dominance == "weak" else ""
    return Elimination(game, dominance, dominators, tuple(steps), rows, columns, caveat)


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
        found = _mixed_dominators(matrix, [index], dominance)
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
    matrix: Matrix, actions: list[int], dominance: Dominance
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
        weights = _strict_weights(gains) if dominance == "strict" else _weak_weights(gains)
        if weights is not None:
            total = sum(weights, Fraction(0))
            found[action] = {k: w / total for k, w in zip(others, weights, strict=True) if w}
    return found


def _strict_weights(gains: list[list[int]]) -> tuple[Fraction, ...] | None:
    # Maximise the least gain, over mixtures of weight at most 1. Nothing gained at
    # x = 0 is where the simplex method starts, and mostly where it ends.
    least = [[1, *(-value for value in column)] for column in zip(*gains, strict=True)]
    answer = maximise(
        [1] + [0] * len(gains), [*least, [0] + [1] * len(gains)], [0] * len(least) + [1]
    )
    if isinstance(answer, UnboundedProgram):
        raise InternalError("a program over mixtures is bounded")
    return answer.primal[1:] if answer.value > 0 else None


def _weak_weights(gains: list[list[int]]) -> tuple[Fraction, ...] | None:
    # Maximise the total gain over mixtures of weight at most 1 that never lose.
    totals = [sum(row) for row in gains]
    losses = [[-value for value in column] for column in zip(*gains, strict=True)]
    answer = maximise(totals, [*losses, [1] * len(gains)], [0] * len(losses) + [1])
    if isinstance(answer, UnboundedProgram):
        raise InternalError("a program over mixtures is bounded")
    return answer.primal if answer.value > 0 else None


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ParameterError(f"{name}: expected one of {', '.join(choices)}, got {value!r}")
