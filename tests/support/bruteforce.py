"""All extreme equilibria of small games by brute force: an oracle of the tests.

It shares no code with the package: numbers go in as the payoffs that `game.payoff`
prints, the rest is here, and it follows the definitions directly.

* A strategy x of the row player and the level v of the column player's best
  response to it are a *vertex* of ``{(x, v): x in simplex, B' x <= v}`` exactly if x
  is the only solution of ``(B' x)_j = v for j in T, sum x = 1, x = 0 off S`` for some
  supports S, T of one size. All pairs (S, T) are tried, each solved by fraction-free
  Gaussian elimination.
* An *extreme equilibrium* is a pair of such vertices, one for each player, in which
  every action is either not played or a best response.
* The equilibrium set is the union of the *maximal Nash subsets*, the maximal sets
  X x Y of vertices all of whose pairs are equilibria; two of them touch exactly if
  they share a vertex pair, which makes the connected components.
* The *index* of a component is the sum of the indices of the equilibria near it of a
  nondegenerate game near by, all payoffs changed a little at random. All supports of
  equal size are tried; (-1)^(k+1) sign(det A_IJ det B_IJ) for positive payoffs.
"""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm

from linear import determinant

Strategy = tuple[Fraction, ...]
Profile = tuple[Strategy, Strategy]
Vertex = tuple[Strategy, frozenset[int]]


def payoff_rows(game) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Payoffs of both players as Fractions, entry by entry."""
    m, n = game.shape
    return tuple([[game.payoff(i, j)[k] for j in range(n)] for i in range(m)] for k in (0, 1))


def extreme_equilibria(game) -> set[Profile]:
    """All extreme equilibria of a game, as pairs of tuples of Fractions."""
    return {profile for profile, _, _ in _labelled(*payoff_rows(game))}


def vertices(payoffs: list[list[Fraction]]) -> list[Vertex]:
    """Vertices x for an opponent with payoffs ``x' payoffs``, with the best responses.

    `payoffs` has a row for each action of x's player.
    """
    integers = _integers(payoffs)
    m, n = len(integers), len(integers[0])
    found: dict[Strategy, frozenset[int]] = {}
    for size in range(1, min(m, n) + 1):
        for support in combinations(range(m), size):
            for ties in combinations(range(n), size):
                x = _solve(integers, support, ties)
                if x is None or x in found:
                    continue
                values = [sum(p * integers[i][j] for i, p in enumerate(x) if p) for j in range(n)]
                best = max(values)
                if all(values[j] == best for j in ties):
                    found[x] = frozenset(j for j in range(n) if values[j] == best)
    return list(found.items())


def components(profiles: set[Profile]) -> set[frozenset[Profile]]:
    """Connected components of the equilibrium set, as sets of extreme equilibria."""
    left = set(profiles)
    result = set()
    while left:
        group = {left.pop()}
        frontier = list(group)
        while frontier:
            x, y = frontier.pop()
            near = {other for other in left if other[0] == x or other[1] == y}
            left -= near
            group |= near
            frontier += near
        result.add(frozenset(group))
    return result


def maximal_subsets(profiles: set[Profile]) -> set[tuple[frozenset[Strategy], frozenset[Strategy]]]:
    """Maximal sets (X, Y) with every pair of X x Y an equilibrium: maximal bicliques."""
    partners: dict[Strategy, set[Strategy]] = {}
    for x, y in profiles:
        partners.setdefault(x, set()).add(y)
    # Every maximal Y is an intersection of the partners of some x's.
    closed: set[frozenset[Strategy]] = set()
    for mates in partners.values():
        closed |= {frozenset(mates)} | {known & mates for known in closed}
    closed.discard(frozenset())
    return {(frozenset(x for x, mates in partners.items() if y <= mates), y) for y in closed}


def indices(game, seed: int = 0) -> dict[frozenset[Profile], int]:
    """Index of each component, by brute force on a nearby nondegenerate game.

    While the change of the payoffs goes to 0, an equilibrium of the nearby game keeps its
    unplayed actions and best responses; its limit has them too, perhaps more. So the limit
    lies in the component of each extreme equilibrium that has them: those belong to one
    Nash subset. The change is so small that no determinant of the unchanged integers other
    than 0 changes its sign.
    """
    generator = random.Random(seed)
    payoffs = payoff_rows(game)
    extreme = list(_labelled(*payoffs))
    first, second = (_nearby(rows, generator) for rows in payoffs)
    transposed = [list(column) for column in zip(*first, strict=True)]
    m, n = game.shape
    component_of = {e: part for part in components({e for e, _, _ in extreme}) for e in part}
    found = dict.fromkeys(component_of.values(), 0)
    for size in range(1, min(m, n) + 1):
        for rows in combinations(range(m), size):
            for columns in combinations(range(n), size):
                x = _solve(second, rows, columns)
                if x is None or not all(x[i] for i in rows) or not _best(second, x, columns):
                    continue
                y = _solve(transposed, columns, rows)
                if y is None or not all(y[j] for j in columns) or not _best(transposed, y, rows):
                    continue
                near = next(
                    e
                    for e, best_rows, best_columns in extreme
                    if {i for i, p in enumerate(e[0]) if p} <= {*rows} <= best_rows
                    and {j for j, p in enumerate(e[1]) if p} <= {*columns} <= best_columns
                )
                product = determinant(_block(first, rows, columns)) * determinant(
                    _block(second, rows, columns)
                )
                found[component_of[near]] += (1 if product > 0 else -1) * (-1) ** (size + 1)
    assert sum(found.values()) == 1
    return found


def _nearby(payoffs: list[list[Fraction]], generator: random.Random) -> list[list[int]]:
    """Positive integers in nearly the proportions of the payoffs, plus a constant."""
    integers = _integers(payoffs)
    low = min(value for row in integers for value in row)
    top = max(value - low for row in integers for value in row) + 1
    scale = 10**12 * top ** min(len(integers), len(integers[0]))
    return [[(v - low + 1) * scale + generator.randrange(10**9) for v in row] for row in integers]


def _best(payoffs: list[list[int]], x: Strategy, ties: tuple[int, ...]) -> bool:
    """Whether these equally good columns are best responses to x."""
    whole = lcm(*(p.denominator for p in x))
    used = [(int(p * whole), row) for p, row in zip(x, payoffs, strict=True) if p]
    values = [sum(p * row[j] for p, row in used) for j in range(len(payoffs[0]))]
    return max(values) == values[ties[0]]


def _block(matrix, rows, columns):
    return [[matrix[i][j] for j in columns] for i in rows]


def _labelled(first, second):
    """Extreme equilibria, each with the best responses to y and to x."""
    rows = vertices(second)
    columns = vertices([list(column) for column in zip(*first, strict=True)])
    for x, replies_to_x in rows:
        for y, replies_to_y in columns:
            if all(not p or i in replies_to_y for i, p in enumerate(x)) and all(
                not q or j in replies_to_x for j, q in enumerate(y)
            ):
                yield (x, y), replies_to_y, replies_to_x


def _integers(payoffs: list[list[Fraction]]) -> list[list[int]]:
    scale = lcm(*(value.denominator for row in payoffs for value in row))
    rows = [[int(value * scale) for value in row] for row in payoffs]
    divisor = gcd(*(value for row in rows for value in row)) or 1
    return [[value // divisor for value in row] for row in rows]


def _solve(
    rows: list[list[int]], support: tuple[int, ...], ties: tuple[int, ...]
) -> Strategy | None:
    """Solve for x on `support` with equal payoffs on `ties`; None unless unique and >= 0."""
    # Differences to the first tie do away with the unknown level v.
    first, *others = ties
    matrix = [[rows[i][j] - rows[i][first] for i in support] + [0] for j in others]
    matrix.append([1] * len(support) + [1])
    size, previous = len(support), 1
    for k in range(size):
        pivot = next((i for i in range(k, size) if matrix[i][k]), None)
        if pivot is None:
            return None
        matrix[k], matrix[pivot] = matrix[pivot], matrix[k]
        top = matrix[k]
        for i in range(size):
            if i != k:
                row, factor = matrix[i], matrix[i][k]
                matrix[i] = [
                    (top[k] * a - factor * b) // previous for a, b in zip(row, top, strict=True)
                ]
        previous = top[k]
    # Now matrix[k] says previous * x_k = last entry (Gauss-Jordan-Bareiss).
    x = [Fraction(0)] * len(rows)
    for i, row in zip(support, matrix, strict=True):
        if row[-1] * previous < 0:
            return None
        x[i] = Fraction(row[-1], previous)
    return tuple(x)
