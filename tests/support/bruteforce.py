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
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import gcd, lcm

Strategy = tuple[Fraction, ...]
Profile = tuple[Strategy, Strategy]
Vertex = tuple[Strategy, frozenset[int]]


def payoff_rows(game) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Payoffs of both players as Fractions, entry by entry."""
    m, n = game.shape
    return tuple([[game.payoff(i, j)[k] for j in range(n)] for i in range(m)] for k in (0, 1))


def extreme_equilibria(game) -> set[Profile]:
    """All extreme equilibria of a game, as pairs of tuples of Fractions."""
    return set(_labelled(game))


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


def _labelled(game):
    first, second = payoff_rows(game)
    rows = vertices(second)
    columns = vertices([list(column) for column in zip(*first, strict=True)])
    for x, replies_to_x in rows:
        for y, replies_to_y in columns:
            if all(not p or i in replies_to_y for i, p in enumerate(x)) and all(
                not q or j in replies_to_x for j, q in enumerate(y)
            ):
                yield x, y


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
