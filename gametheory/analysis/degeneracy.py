"""Degenerate games.

A game is *degenerate* if some mixed strategy of either player has more pure best
responses than actions in its support (von Stengel 2002, "Computing equilibria for
two-person games", Handbook of Game Theory 3, definition 2.6 and theorem 2.10).

For the row player's strategies x, take payoffs B > 0 and the polytope
``{x >= 0 : B' x <= 1}`` of dimension m. A point other than 0, divided by its sum, is a
mixed strategy; its tight inequalities are the actions outside its support, and pure
best responses if there are any. So a strategy with more best responses than actions
in its support is a point with more than m tight inequalities; so is then every vertex
of the smallest face around it. The game is therefore nondegenerate exactly if this
polytope and its counterpart for the column player are *simple*: no vertex has more
tight inequalities than the dimension; such a vertex is the witness.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from gametheory.analysis.best_responses import best_responses, pure_best_responses
from gametheory.errors import InternalError, Interrupted
from gametheory.exact.vertices import enumerate_vertices, positive_matrix
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.numbers import format_fraction
from gametheory.results import Result, Table

__all__ = ["SCHEMA", "Degeneracy", "find_degeneracy", "is_degenerate"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/degeneracy/1"


@dataclass(frozen=True, slots=True, repr=False)
class Degeneracy(Result):
    """Whether a game is degenerate, with a strategy that shows it.

    Attributes
    ----------
    game : BimatrixGame
    degenerate : bool or None
        None if it was not decided in time.
    player : int or None
        Whose strategy the witness is: 0, the row player, or 1.
    strategy : tuple of Fraction
        A strategy with more best responses than actions in its support; empty if the
        game is not, or not known to be, degenerate.
    best_responses : tuple of int
        The opponent's pure best responses to it.
    """

    game: BimatrixGame
    degenerate: bool | None
    player: int | None = None
    strategy: tuple[Fraction, ...] = ()
    best_responses: tuple[int, ...] = ()

    def summary(self) -> str:
        """Whether the game is degenerate, and what shows it."""
        name = self.game.name or "The game"
        if self.player is None:
            return f"{name}: not decided in time whether it is degenerate" \
                if self.degenerate is None else f"{name} is not degenerate"  # fmt: skip
        used = sum(1 for p in self.strategy if p)
        return (
            f"{name} is degenerate: a strategy of {self.game.players[self.player]} with "
            f"{used} action{'s' * (used > 1)} has {len(self.best_responses)} best responses"
        )

    def tables(self) -> tuple[Table, ...]:
        """The witness."""
        if self.player is None:
            return ()
        actions = self.game.row_actions, self.game.column_actions
        own, other = actions[self.player], actions[1 - self.player]
        played = ", ".join(
            own[k] if p == 1 else f"{own[k]} {format_fraction(p)}"
            for k, p in enumerate(self.strategy)
            if p
        )
        best = ", ".join(other[k] for k in self.best_responses)
        return (Table("", ("strategy", "best responses"), [(played, best)], (0, 1)),)

    def to_document(self) -> dict[str, Any]:
        """Decision and witness, schema ``gametheory/degeneracy/1``."""
        return {
            "schema": SCHEMA,
            "degenerate": self.degenerate,
            "player": self.player,
            "strategy": [format_fraction(p) for p in self.strategy],
            "best_responses": list(self.best_responses),
        }


def find_degeneracy(game: BimatrixGame, timeout: float | None = None) -> Degeneracy:
    """Look for a strategy with more best responses than actions in its support, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game. The vertices that must be looked at to answer no can grow
        exponentially with m + n; with over 30 actions in all, give a `timeout`.
    timeout : float, optional
        Seconds.

    Raises
    ------
    ParameterError
        If `timeout` is not a positive number.
    Interrupted
        On Ctrl-C.

    Examples
    --------
    >>> find_degeneracy(BimatrixGame([[1, 1], [1, 1]], [[0, 0], [1, 2]]))
    The game is degenerate: a strategy of Row player with 1 action has 2 best responses
    strategy  best responses
    r1        c1, c2
    """
    limits = Limits(timeout)
    for player in (0, 1):
        ties = pure_best_responses(game, 1 - player).sum(axis=1 - player)
        if bool((ties > 1).any()):  # a pure action with two best responses
            action = int((ties > 1).argmax())
            return _witness(game, player, [int(k == action) for k in range(game.shape[player])])
    decided = True
    for player, payoffs in enumerate((game.integer_payoffs(1)[0].T, game.integer_payoffs(0)[0])):
        vertices = enumerate_vertices(positive_matrix(payoffs.tolist()), limits)
        if len(vertices) and not vertices.is_simple:
            crowded = np.bitwise_count(vertices.tight).sum(axis=1) > vertices.dimension
            return _witness(game, player, vertices.point(int(crowded.argmax())))
        if vertices.stopped is not None and vertices.stopped.status is Status.INTERRUPTED:
            raise Interrupted(None)
        decided = decided and vertices.stopped is None
    return Degeneracy(game, False if decided else None)


def is_degenerate(game: BimatrixGame, timeout: float | None = None) -> bool | None:
    """Say whether a game is degenerate, exactly; None if `timeout` came first.

    Parameters and errors are those of :func:`find_degeneracy`, which gives a witness.

    Examples
    --------
    >>> is_degenerate(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    False
    """
    return find_degeneracy(game, timeout).degenerate


def _witness(game: BimatrixGame, player: int, weights: Any) -> Degeneracy:
    numbers = [int(weight) for weight in weights]
    strategy = tuple(Fraction(number, sum(numbers)) for number in numbers)
    best = best_responses(game, 1 - player, strategy)
    if len(best) <= sum(1 for number in numbers if number):
        raise InternalError("a strategy that was to show degeneracy does not")
    return Degeneracy(game, True, player, strategy, best)
