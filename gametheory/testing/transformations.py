"""Transformations that carry a game's equilibria along, by theorem.

Each takes a known game to another known game. All are stated for the row player;
:func:`swapped` before and after does the same for the column player.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gametheory.game import BimatrixGame
from gametheory.testing.known import KnownGame, payoff_rows

__all__ = [
    "relabelled",
    "rescaled",
    "swapped",
    "with_dominated_action",
    "with_duplicate_action",
]

Number = int | Fraction

_ZERO = Fraction(0)


def rescaled(
    known: KnownGame,
    scales: tuple[Number, Number],
    column_constants: Sequence[Number],
    row_constants: Sequence[Number],
) -> KnownGame:
    """Multiply payoffs by positive numbers and add a constant for each opponent's action.

    ``A[i, j]`` becomes ``s A[i, j] + c[j]``, ``B[i, j]`` becomes ``t B[i, j] + d[i]``: no
    comparison between a player's own actions changes, so neither does an equilibrium.

    Examples
    --------
    >>> from gametheory.testing import coordination_game
    >>> known = rescaled(coordination_game([1, 2], [1, 1]), (3, 1), [0, 5], [0, 0])
    >>> known.game.row_payoffs.tolist()
    [[3.0, 5.0], [0.0, 11.0]]
    """
    A, B = payoff_rows(known.game)
    first = [[scales[0] * v + column_constants[j] for j, v in enumerate(row)] for row in A]
    second = [[scales[1] * v + row_constants[i] for v in row] for i, row in enumerate(B)]
    return KnownGame(
        BimatrixGame(first, second), known.equilibria, known.derivation, known.isolated
    )


def relabelled(
    known: KnownGame, row_order: Sequence[int], column_order: Sequence[int]
) -> KnownGame:
    """List the actions in another order: new row i is the old row ``row_order[i]``.

    Examples
    --------
    >>> from gametheory.testing import coordination_game
    >>> relabelled(coordination_game([1, 2], [1, 1]), [1, 0], [0, 1]).game.row_payoffs.tolist()
    [[0.0, 2.0], [1.0, 0.0]]
    """
    first, second = (
        [[rows[i][j] for j in column_order] for i in row_order] for rows in payoff_rows(known.game)
    )
    equilibria = frozenset(
        (tuple(x[i] for i in row_order), tuple(y[j] for j in column_order))
        for x, y in known.equilibria
    )
    return KnownGame(BimatrixGame(first, second), equilibria, known.derivation, known.isolated)


def swapped(known: KnownGame) -> KnownGame:
    """Exchange the players' seats.

    Examples
    --------
    >>> from gametheory.testing import lone_player_game
    >>> swapped(lone_player_game([1, 2], [0, 0])).game.shape
    (2, 1)
    """
    A, B = payoff_rows(known.game)
    game = BimatrixGame(_transposed(B), _transposed(A))
    equilibria = frozenset((y, x) for x, y in known.equilibria)
    return KnownGame(game, equilibria, known.derivation, known.isolated)


def with_dominated_action(known: KnownGame, opponent_payoffs: Sequence[Number]) -> KnownGame:
    """Add a last row that is worse for the row player than every other one.

    A strictly dominated action is played in no equilibrium, so the set stays; the
    column player's n payoffs there, `opponent_payoffs`, change nothing.

    Examples
    --------
    >>> from gametheory.testing import coordination_game
    >>> known = with_dominated_action(coordination_game([1, 2], [1, 1]), [9, 9])
    >>> known.game.row_payoffs.tolist()
    [[1.0, 0.0], [0.0, 2.0], [-1.0, -1.0]]
    """
    A, B = payoff_rows(known.game)
    bad = [min(column) - 1 for column in zip(*A, strict=True)]
    game = BimatrixGame([*A, bad], [*B, list(opponent_payoffs)])
    equilibria = frozenset(((*x, _ZERO), y) for x, y in known.equilibria)
    return KnownGame(game, equilibria, known.derivation, known.isolated)


def with_duplicate_action(known: KnownGame, action: int) -> KnownGame:
    """Repeat a row as the last one.

    A profile of the new game is an equilibrium exactly if it is one after the two
    copies' probabilities are added; the extreme ones use at most one copy.

    Examples
    --------
    >>> from gametheory.testing import weighted_pennies
    >>> len(with_duplicate_action(weighted_pennies([1, 2]), 0).equilibria)
    2
    """
    A, B = payoff_rows(known.game)
    game = BimatrixGame([*A, A[action]], [*B, B[action]])
    equilibria = set()
    for x, y in known.equilibria:
        equilibria.add(((*x, _ZERO), y))
        equilibria.add(((*x[:action], _ZERO, *x[action + 1 :], x[action]), y))
    isolated = known.isolated and all(not x[action] for x, _ in known.equilibria)
    return KnownGame(game, frozenset(equilibria), known.derivation, isolated)


def _transposed(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    return [list(column) for column in zip(*rows, strict=True)]
