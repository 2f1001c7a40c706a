"""Where all actions in use earn the same: the rest points of imitation, exactly.

At such a state each action in use earns the mean of its population; if unused actions
earn no more, the state is a Nash equilibrium. For given *supports*, the actions in use,
these states solve linear equations. What one population must play so that another's
values are equal is one *factor*: a polytope that is empty, a point, or a continuum. With
two populations the states are the products of two factors, since the row player's values
depend on the column player's shares only and the other way round.

All supports are tried, ``2**n - 1`` or ``(2**m - 1) (2**n - 1)`` of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from gametheory.errors import InternalError
from gametheory.exact.lp import LinearOptimum, maximise
from gametheory.game import BimatrixGame
from gametheory.limits import Limits

__all__ = ["EqualValueSet", "equal_value_sets"]

Rows = list[list[int]]
Shares = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class EqualValueSet:
    """States with the same actions in use, at which these earn the same.

    Attributes
    ----------
    state : tuple of tuple of Fraction
        One of them; a Nash equilibrium, if there is one and it was asked for.
    dimension : int
        Of the set; 0 if the state is the only one.
    nash : bool or None
        Whether all (True), some (None) or none (False) of them are Nash equilibria.
    """

    state: tuple[Shares, ...]
    dimension: int
    nash: bool | None


def equal_value_sets(
    game: BimatrixGame, populations: int, limits: Limits, *, only_nash: bool
) -> Iterator[EqualValueSet]:
    """All sets of states at which all actions in use earn the same, one a support.

    Parameters
    ----------
    game : BimatrixGame
    populations : int
        1 or 2.
    limits : Limits
        Checked at every support.
    only_nash : bool
        Only what are Nash equilibria: the sets then hold nothing else.

    Raises
    ------
    LimitReached
        If the time is used up.
    """
    first: Rows = game.integer_payoffs(0)[0].tolist()
    m, n = game.shape
    if populations == 1:
        for used in _supports(m):
            limits.check_time()
            factor = _factor(first, used, used, m, only_nash)
            if factor is not None:
                yield EqualValueSet((factor.point,), factor.dimension, factor.nash)
        return
    second: Rows = game.integer_payoffs(1)[0].T.tolist()
    for rows in _supports(m):
        for columns in _supports(n):
            limits.check_time()
            y = _factor(first, rows, columns, n, only_nash)
            x = y and _factor(second, columns, rows, m, only_nash)
            if x is None or y is None:
                continue
            both = {x.nash, y.nash}
            nash = False if False in both else None if None in both else True
            yield EqualValueSet((x.point, y.point), x.dimension + y.dimension, nash)


def _supports(n: int) -> Iterator[tuple[int, ...]]:
    for size in range(1, n + 1):
        yield from combinations(range(n), size)


@dataclass(frozen=True, slots=True)
class _Factor:
    point: Shares
    dimension: int
    nash: bool | None


def _factor(
    values: Rows, equal: Sequence[int], used: Sequence[int], n: int, only_nash: bool
) -> _Factor | None:
    """Shares on exactly the actions `used` that make the rows `equal` of `values` equal."""
    base = [values[equal[0]][k] for k in used]
    rows = [[values[i][k] - b for k, b in zip(used, base, strict=True)] for i in equal[1:]]
    # Rows that must not be positive at a Nash equilibrium.
    others = [
        [row[k] - b for k, b in zip(used, base, strict=True)]
        for i, row in enumerate(values)
        if i not in equal
    ]
    rank, unique = _solution(rows, len(used))
    if rank is None:
        return None
    dimension = len(used) - 1 - rank
    if unique is not None:
        if min(unique) <= 0:
            return None
        total = sum(unique)
        nash = all(sum(c * v for c, v in zip(row, unique, strict=True)) <= 0 for row in others)
        if only_nash and not nash:
            return None
        return _Factor(_spread([Fraction(v, total) for v in unique], used, n), 0, nash)
    everywhere = _inner_point(rows, [], len(used))
    if everywhere is None:
        return None
    inside = _inner_point(rows, others, len(used))
    if inside is None:
        return None if only_nash else _Factor(_spread(everywhere, used, n), dimension, False)
    if only_nash:
        tight = [row for row in others if not _can_be_positive([-v for v in row], rows, others)]
        narrowed, _ = _solution([*rows, *tight], len(used))
        if narrowed is None:
            raise InternalError("a polytope with an inner point has no solution")
        return _Factor(_spread(inside, used, n), len(used) - 1 - narrowed, True)
    always = not any(_can_be_positive(row, rows, []) for row in others)
    return _Factor(_spread(everywhere, used, n), dimension, True if always else None)


def _solution(rows: Rows, size: int) -> tuple[int | None, list[int] | None]:
    """Rank of ``R z = 0``, None if only z = 0 solves it; and z if it is unique up to scale."""
    if not rows:
        return (0, [1]) if size == 1 else (0, None)
    from flint import fmpz_mat

    reduced, divisor, rank = fmpz_mat(rows).rref()
    if rank == size:
        return None, None
    if rank < size - 1:
        return rank, None
    pivots, column = [], 0
    for i in range(rank):
        while reduced[i, column] == 0:
            column += 1
        pivots.append(column)
        column += 1
    free = next(k for k in range(size) if k not in pivots)
    solution = [0] * size
    solution[free] = int(divisor)
    for i, k in enumerate(pivots):
        solution[k] = -int(reduced[i, free])
    if solution[free] < 0:
        solution = [-v for v in solution]
    return rank, solution


def _inner_point(rows: Rows, not_positive: Rows, size: int) -> list[Fraction] | None:
    """Point of ``{z > 0: R z = 0, N z <= 0, sum z = 1}`` with the largest smallest entry."""
    # z = w + t with w, t >= 0; the conditions are homogeneous, so sum z <= 1 will do.
    lines = [*rows, *([-v for v in row] for row in rows), *not_positive]
    matrix = [[*row, sum(row)] for row in lines] + [[1] * size + [size]]
    found = maximise([0] * size + [1], matrix, [0] * len(lines) + [1])
    if not isinstance(found, LinearOptimum):
        raise InternalError("shares of sum 1 without bound")
    *w, t = found.primal
    if t <= 0:
        return None
    point = [v + t for v in w]
    total = sum(point)
    return [v / total for v in point]


def _can_be_positive(objective: list[int], rows: Rows, not_positive: Rows) -> bool:
    """Whether ``c z > 0`` somewhere in ``{z >= 0: R z = 0, N z <= 0, sum z <= 1}``."""
    lines = [*rows, *([-v for v in row] for row in rows), *not_positive, [1] * len(objective)]
    found = maximise(objective, lines, [0] * (len(lines) - 1) + [1])
    return isinstance(found, LinearOptimum) and found.value > 0


def _spread(point: Sequence[Any], used: Sequence[int], n: int) -> Shares:
    shares = [Fraction(0)] * n
    for k, value in zip(used, point, strict=True):
        shares[k] = value
    return tuple(shares)
