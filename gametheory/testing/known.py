"""Games whose equilibria are known by construction, without any solver.

A *known game* comes with the complete set of its extreme equilibria and the reason
why these are all. The families here are made of formulas, each derived in its
docstring; :mod:`gametheory.testing.transformations` turns one known game into
another. None of it calls a solver, so it can judge any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from gametheory.game import BimatrixGame

__all__ = [
    "KnownGame",
    "block_game",
    "constant_game",
    "coordination_game",
    "dominant_action_game",
    "lone_player_game",
    "payoff_rows",
    "weighted_pennies",
]

Strategy = tuple[Fraction, ...]
Profile = tuple[Strategy, Strategy]
Number = int | Fraction

_ONE = Fraction(1)
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class KnownGame:
    """A game and its answer.

    Attributes
    ----------
    game : BimatrixGame
    equilibria : frozenset of (row, column)
        All extreme equilibria, strategies as tuples of Fractions.
    derivation : str
        Why these are all.
    isolated : bool
        Whether each equilibrium is a component of its own.
    """

    game: BimatrixGame
    equilibria: frozenset[Profile]
    derivation: str
    isolated: bool = True


def coordination_game(row_stakes: Sequence[Number], column_stakes: Sequence[Number]) -> KnownGame:
    """Diagonal game: the players get ``a_k > 0`` and ``b_k > 0`` if both choose k, else 0.

    Its equilibria are one for each of the 2^n - 1 non-empty sets S of actions: the row
    player mixes over S in proportion to ``1 / b_k``, the column player in proportion
    to ``1 / a_k``. For if x plays k and y does not, k earns the row player 0 while an
    action that y plays earns more; so both supports are the same S, and equal payoffs
    ``a_k y_k`` over S fix y, ``b_k x_k`` fix x.

    Examples
    --------
    >>> len(coordination_game([1, 1, 1, 1], [1, 2, 3, 4]).equilibria)
    15
    """
    n = len(row_stakes)
    A, B = (
        [[stakes[i] if i == j else 0 for j in range(n)] for i in range(n)]
        for stakes in (row_stakes, column_stakes)
    )
    equilibria = frozenset(
        (_inverse(column_stakes, chosen), _inverse(row_stakes, chosen))
        for size in range(1, n + 1)
        for chosen in combinations(range(n), size)
    )
    return KnownGame(BimatrixGame(A, B), equilibria, "coordination: one for each set of actions")


def weighted_pennies(stakes: Sequence[Number]) -> KnownGame:
    """Zero-sum game in which the row player wins ``a_k > 0`` if both choose k, else 0.

    Its one equilibrium is completely mixed, both probabilities in proportion to
    ``1 / a_k``, with the value ``v = 1 / sum(1 / a_k)``. For optimal strategies have
    ``a_k x_k >= v`` and ``a_k y_k <= v`` for all k; divided by ``a_k`` and summed, both
    sides are 1, so all of these are equalities.

    Examples
    --------
    >>> [(row, column)] = weighted_pennies([1, 2]).equilibria
    >>> [str(p) for p in row]
    ['2/3', '1/3']
    """
    n = len(stakes)
    A = [[stakes[i] if i == j else 0 for j in range(n)] for i in range(n)]
    mixed = _inverse(stakes, range(n))
    return KnownGame(
        BimatrixGame.zero_sum(A), frozenset([(mixed, mixed)]), "pennies: optimal strategies"
    )


def lone_player_game(payoffs: Sequence[Number], idle: Sequence[Number]) -> KnownGame:
    """1 x n game: only the column player, with these payoffs, has a choice.

    The extreme equilibria are the column player's best actions; `idle` holds the row
    player's n payoffs, which change nothing.

    Examples
    --------
    >>> len(lone_player_game([1, 3, 3], [0, 0, 0]).equilibria)
    2
    """
    best = [j for j, value in enumerate(payoffs) if value == max(payoffs)]
    equilibria = frozenset(((_ONE,), _pure(j, len(payoffs))) for j in best)
    return KnownGame(
        BimatrixGame([list(idle)], [list(payoffs)]),
        equilibria,
        "one player chooses",
        len(best) == 1,
    )


def constant_game(m: int, n: int, row_payoff: Number = 0, column_payoff: Number = 0) -> KnownGame:
    """Nobody's payoff depends on anything: all profiles are equilibria, the m n pure extreme.

    Examples
    --------
    >>> len(constant_game(2, 3).equilibria)
    6
    """
    equilibria = frozenset(product(_all_pure(m), _all_pure(n)))
    game = BimatrixGame([[row_payoff] * n] * m, [[column_payoff] * n] * m)
    return KnownGame(game, equilibria, "constant payoffs", m * n == 1)


def dominant_action_game(
    A: Sequence[Sequence[Number]], B: Sequence[Sequence[Number]], action: int
) -> KnownGame:
    """Raise one row of A until it strictly dominates all others.

    The row player then plays `action` in every equilibrium, and the column player any
    mixture of the best responses to it.

    Examples
    --------
    >>> known = dominant_action_game([[0, 0], [9, 9]], [[1, 2], [0, 0]], action=0)
    >>> known.game.row_payoffs.tolist(), len(known.equilibria)
    ([[10.0, 10.0], [9.0, 9.0]], 1)
    """
    lift = max(v for row in A for v in row) - min(A[action]) + 1
    raised = [[v + lift * (i == action) for v in row] for i, row in enumerate(A)]
    replies = B[action]
    best = [j for j, value in enumerate(replies) if value == max(replies)]
    row = _pure(action, len(A))
    equilibria = frozenset((row, _pure(j, len(replies))) for j in best)
    return KnownGame(
        BimatrixGame(raised, [list(row) for row in B]),
        equilibria,
        "a strictly dominant action, and the best responses to it",
        len(best) == 1,
    )


def block_game(first: KnownGame, second: KnownGame) -> KnownGame:
    """Put two games with isolated equilibria on the diagonal, both made positive, else 0.

    An equilibrium uses one block, and is one of its equilibria: against a strategy in
    block 1 the actions of block 2 earn 0, and some action of block 1 more. Or it uses
    both. Then, given the block, each player best responds within it, so the parts are
    equilibria of the blocks, with payoffs (u, v) and (u', v'); and both blocks pay
    alike, so the column player plays block 1 with probability ``u' / (u + u')`` and the
    row player with ``v' / (v + v')``. All of these are equilibria.

    Raises
    ------
    ValueError
        If a game has a continuum of equilibria.

    Examples
    --------
    >>> known = block_game(weighted_pennies([1, 2]), coordination_game([1, 2], [2, 1]))
    >>> len(known.equilibria)  # 1 of the first, 3 of the second, 1 * 3 of both
    7
    """
    if not (first.isolated and second.isolated):
        raise ValueError("block_game: expected games with isolated equilibria only")
    (m, n), (k, l) = first.game.shape, second.game.shape  # noqa: E741
    blocks = [_positive(known.game) for known in (first, second)]
    A, B = (
        [
            *([*row, *[_ZERO] * l] for row in blocks[0][player]),
            *([*[_ZERO] * n, *row] for row in blocks[1][player]),
        ]
        for player in (0, 1)
    )
    game = BimatrixGame(A, B)
    upper = [((*x, *[_ZERO] * k), (*y, *[_ZERO] * l)) for x, y in first.equilibria]
    lower = [((*[_ZERO] * m, *x), (*[_ZERO] * n, *y)) for x, y in second.equilibria]
    both = []
    for one, other in product(upper, lower):
        (u, v), (u2, v2) = game[one], game[other]
        both.append((_mix(one[0], other[0], v2 / (v + v2)), _mix(one[1], other[1], u2 / (u + u2))))
    return KnownGame(
        game,
        frozenset([*upper, *lower, *both]),
        f"blocks ({first.derivation}) and ({second.derivation}), alone and together",
    )


def payoff_rows(game: BimatrixGame) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Both players' exact payoffs as m lists of n."""
    m, n = game.shape
    cells = [[game.payoff(i, j) for j in range(n)] for i in range(m)]
    return [[c[0] for c in row] for row in cells], [[c[1] for c in row] for row in cells]


def _inverse(stakes: Sequence[Number], chosen: Sequence[int]) -> Strategy:
    total = sum((1 / Fraction(stakes[k]) for k in chosen), _ZERO)
    return tuple(
        1 / Fraction(stake) / total if k in chosen else _ZERO for k, stake in enumerate(stakes)
    )


def _pure(action: int, size: int) -> Strategy:
    return tuple(_ONE if k == action else _ZERO for k in range(size))


def _all_pure(size: int) -> list[Strategy]:
    return [_pure(k, size) for k in range(size)]


def _mix(one: Strategy, other: Strategy, weight: Fraction) -> Strategy:
    return tuple(weight * p + (1 - weight) * q for p, q in zip(one, other, strict=True))


def _positive(game: BimatrixGame) -> list[list[list[Fraction]]]:
    return [
        [[v + 1 - min(map(min, rows)) for v in row] for row in rows] for rows in payoff_rows(game)
    ]
