"""Games on which solvers are known to fail, with answers worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gametheory.game import BimatrixGame
from gametheory.testing.known import (
    KnownGame,
    constant_game,
    coordination_game,
    lone_player_game,
    weighted_pennies,
)
from gametheory.testing.transformations import (
    rescaled,
    swapped,
    with_dominated_action,
    with_duplicate_action,
)

__all__ = ["hard_games", "hard_games_without_answer"]


def hard_games() -> list[KnownGame]:
    """Known games, small ones first.

    1 x 1 and 1 x n games; constant payoffs; duplicate and dominated actions; huge and
    tiny payoffs; an offset that no float holds; ties and ties but for one unit in the
    last place; games on which floating-point solvers lose or invent equilibria.

    Examples
    --------
    >>> from gametheory import solve
    >>> all(known.equilibria == {e.profile for e in solve(known.game)} for known in hard_games())
    True
    """
    above = 1.0 + 2.0**-52
    offset = 10**17
    three = coordination_game([1, 2, 3], [3, 1, 2])
    return [
        lone_player_game([4], [-1]),
        lone_player_game([0, 3, 1], [5, 5, 0]),
        swapped(lone_player_game([2, 0, 2], [0, 1, 0])),
        constant_game(1, 3),
        constant_game(2, 2),
        constant_game(3, 2, 7, -1),
        weighted_pennies([1, 1]),
        weighted_pennies([1, 2, 3]),
        three,
        rescaled(three, (1, 1), (offset, offset + 1, offset - 1), (0, 0, offset)),
        with_duplicate_action(coordination_game([1, 2], [2, 1]), 0),
        swapped(with_duplicate_action(swapped(weighted_pennies([1, 2])), 1)),
        with_dominated_action(coordination_game([1, 2], [2, 1]), [9, 9]),
        coordination_game([10**300, 2 * 10**300], [Fraction(1, 10**300), 1]),
        coordination_game([3 * 10**9, 2 * 10**9], [2 * 10**9, 3 * 10**9]),
        # One unit in the last place decides: the second row is strictly better.
        _known([[1.0], [above]], [[0], [0]], "one ulp", ("0 1", "1")),
        # and without it the two rows tie.
        _known([[above], [above]], [[0], [0]], "a tie", ("1 0", "1"), ("0 1", "1")),
        # In 2 x 2 games without pure equilibria each player makes the other indifferent.
        _known(
            [[3e-12, -1e-12], [-1e-12, 1e-12]],
            [[-3e-12, 1e-12], [1e-12, -1e-12]],
            "zero-sum below the tolerance of linear programs",
            ("1/3 2/3", "1/3 2/3"),
        ),
        _known(
            [[3e7, 9e7], [6e7, 2e7]],
            [[8e7, 2e7], [1e7, 9e7]],
            "2 x 2, best responses go round: 8 p + 1 - p = 2 p + 9 (1 - p), 3 q + 9 (1 - q) = ...",
            ("4/7 3/7", "7/10 3/10"),
        ),
        _known(
            [[2, 3, 4], [0, 6, 1]],
            [[1, 4, 1], [3, 2, 7]],
            "half column 2, half column 3 strictly dominates column 1; the rest is 2 x 2 and "
            "best responses go round: 4 p + 2 (1 - p) = p + 7 (1 - p), 3 q + 4 (1 - q) = ...",
            ("5/8 3/8", "0 1/2 1/2"),
        ),
        # The row player is indifferent; columns earn 2 p and 1.
        _known(
            [[1, 0], [1, 0]],
            [[2, 1], [0, 1]],
            "a segment of equilibria",
            ("1 0", "1 0"),
            ("1/2 1/2", "1 0"),
            ("1/2 1/2", "0 1"),
            ("0 1", "0 1"),
        ),
    ]


def hard_games_without_answer() -> list[BimatrixGame]:
    """Games on which pivoting goes round in circles, answers not worked out here.

    Nashpy's Lemke-Howson algorithm, plain and lexicographic, does not return on the
    first one when it starts from label 2.

    Examples
    --------
    >>> [game.shape for game in hard_games_without_answer()]
    [(5, 5), (5, 5)]
    """
    A = [[0, 0, 0, 2, 0], [2, 2, 0, 1, 1], [1, 1, 0, 0, 2], [0, 1, 1, 0, 2], [2, 0, 2, 1, 1]]
    B = [[2, 0, 2, 2, 0], [0, 2, 2, 2, 2], [0, 0, 1, 2, 2], [0, 0, 2, 2, 2], [1, 2, 2, 0, 1]]
    return [BimatrixGame(A, B), BimatrixGame(A, B).transposed()]


def _known(
    A: Sequence[Sequence[Any]], B: Sequence[Sequence[Any]], derivation: str, *profiles: Any
) -> KnownGame:
    equilibria = frozenset((_read(row), _read(column)) for row, column in profiles)
    return KnownGame(BimatrixGame(A, B), equilibria, derivation, len(profiles) == 1)


def _read(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(word) for word in text.split())
