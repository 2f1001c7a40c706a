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

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.best_responses import check_player
from gametheory.errors import InternalError, ParameterError
from gametheory.exact.lp import UnboundedProgram, maximise
from gametheory.game import BimatrixGame

__all__ = ["Elimination", "EliminationStep", "dominating_mixture", "eliminate_dominated"]

Dominance = Literal["strict", "weak"]
Dominators = Literal["mixed", "pure"]
Mixture = tuple[Fraction, ...]
Matrix = NDArray[Any]

_WEAK_CAVEAT: Final = (
    "weakly dominated actions: another order of elimination may leave other actions, and "
    "equilibria may be lost; here all of both players' are removed at once in each round"
)


@dataclass(frozen=True, slots=True)
class EliminationStep:
    """One action's removal.

    Attributes
    ----------
    round : int
        Counted from 1; all removals of a round refer to the game before it.
    player : int
        0 for the row player, 1 for the column player.
    action : int
        The dominated action, by its index in the original game.
    mixture : tuple of Fraction
        A strategy of the original game that dominates it: probability 1 on one
        action where a pure one dominates. It uses no action removed in an earlier
        round.
    """

    round: int
    player: int
    action: int
    mixture: Mixture

    @property
    def is_pure(self) -> bool:
        """Whether one action dominates."""
        return max(self.mixture) == 1


@dataclass(frozen=True, slots=True)
class Elimination:
    """Trace and result of iterated elimination.

    Attributes
    ----------
    game : BimatrixGame
        The original game.
    dominance : str
        ``"strict"`` or ``"weak"``.
    dominators : str
        ``"mixed"``, or ``"pure"`` if only pure dominators were looked for.
    steps : tuple of EliminationStep
        Rounds in order; within a round the row player's actions first.
    rows, columns : tuple of int
        The actions that are left.
    caveat : str
        What the result depends on; empty for strict dominance.
    """

    game: BimatrixGame
    dominance: Dominance
    dominators: Dominators
    steps: tuple[EliminationStep, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    caveat: str

    @property
    def rounds(self) -> int:
        """Number of rounds that removed something."""
        return self.steps[-1].round if self.steps else 0

    @property
    def solves_game(self) -> bool:
        """Whether one action is left for each player."""
        return len(self.rows) == len(self.columns) == 1

    def reduced_game(self) -> BimatrixGame:
        """Return the game that is left, with the same names."""
        game = self.game
        first, second = (
            [[game.payoff(i, j)[player] for j in self.columns] for i in self.rows]
            for player in (0, 1)
        )
        return BimatrixGame(
            first, second, name=game.name or None, players=game.players,
            row_actions=[game.row_actions[i] for i in self.rows],
            column_actions=[game.column_actions[j] for j in self.columns],
        )  # fmt: skip

    def describe(self) -> str:
        """Return the trace in words, a line for each removal."""
        lines = [self._sentence(step) for step in self.steps] or ["Nothing is dominated."]
        return "\n".join([*lines, *([f"Note: {self.caveat}."] if self.caveat else [])])

    def _sentence(self, step: EliminationStep) -> str:
        actions = (self.game.row_actions, self.game.column_actions)[step.player]
        mixture = " + ".join(
            actions[k] if step.is_pure else f"{p} {actions[k]}"
            for k, p in enumerate(step.mixture)
            if p
        )
        adverb = "strictly" if self.dominance == "strict" else "weakly"
        return (
            f"Round {step.round}: {self.game.players[step.player]}'s {actions[step.action]} "
            f"is {adverb} dominated by {mixture}."
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
    # Player's own actions first, so that one piece of code serves both.
    payoffs = (game.integer_payoffs(0)[0], game.integer_payoffs(1)[0].T)
    left = [np.arange(size) for size in game.shape]
    steps: list[EliminationStep] = []
    for number in range(1, sum(game.shape)):
        removed: list[list[int]] = []
        for player in (0, 1):
            matrix = payoffs[player][np.ix_(left[player], left[1 - player])]
            found = _dominated(matrix, dominance, dominators)
            for action, mixture in found.items():
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
    mixture = _pure_dominators(matrix, dominance).get(index) or _mixed_dominator(
        matrix, index, dominance
    )
    if mixture is None:
        return None
    return tuple(mixture.get(k, Fraction(0)) for k in range(len(matrix)))


def _dominated(
    matrix: Matrix, dominance: Dominance, dominators: Dominators
) -> dict[int, dict[int, Fraction]]:
    """Dominated rows of a matrix, each with the support of a dominating mixture."""
    found = _pure_dominators(matrix, dominance)
    if dominators == "mixed":
        # Rows that are best responses to a column, alone if the dominance is
        # weak, cannot be dominated: no linear program for those.
        best = matrix == matrix.max(axis=0)
        if dominance == "weak":
            best &= best.sum(axis=0) == 1
        for k in np.flatnonzero(~best.any(axis=1)).tolist():
            if k not in found:
                mixture = _mixed_dominator(matrix, k, dominance)
                if mixture is not None:
                    found[k] = mixture
    return dict(sorted(found.items()))


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


def _mixed_dominator(
    matrix: Matrix, action: int, dominance: Dominance
) -> dict[int, Fraction] | None:
    others = [k for k in range(len(matrix)) if k != action]
    if not others:
        return None
    # gains[k][j]: what action k earns more than the one in question against j.
    own = [int(v) for v in matrix[action]]
    gains = [[int(v) - w for v, w in zip(matrix[k], own, strict=True)] for k in others]
    weights = _strict_weights(gains) if dominance == "strict" else _weak_weights(gains)
    if weights is None:
        return None
    total = sum(weights, Fraction(0))
    return {k: w / total for k, w in zip(others, weights, strict=True) if w}


def _strict_weights(gains: list[list[int]]) -> tuple[Fraction, ...] | None:
    # Some mixture gains against every column exactly if the matrix game `gains`
    # has a positive value v. With all entries raised by a constant to >= 1 the
    # game's program is max sum u, gains u <= 1, u >= 0; its optimum is
    # 1 / (v + constant), its dual an optimal mixture (Dantzig 1951).
    constant = 1 - min(min(row) for row in gains)
    raised = [[value + constant for value in row] for row in gains]
    answer = maximise([1] * len(raised[0]), raised, [1] * len(raised))
    if isinstance(answer, UnboundedProgram):
        raise InternalError("a program with positive coefficients is bounded")
    return answer.dual if answer.value * constant < 1 else None


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
