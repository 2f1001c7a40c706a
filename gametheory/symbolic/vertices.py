"""Extreme equilibria of a game whose payoffs are rational functions, course by course.

As in :mod:`gametheory.solvers.exact`, a strategy x is a *vertex* if it is the only solution
of ``x = 0 off S`` and "the opponent is indifferent among T" for a support S and a set T
of the opponent's actions, of one size. By Cramer's rule its probabilities are
``N_i / sum N`` with minors N_i, polynomials in the parameters; it exists where these have
one strict sign and no action off T is better. Its *labels* are the own actions off S and
the opponent's best responses; equal labels mean equal vertices. A pair of vertices in which
every action carries a label is an extreme equilibrium, and there are no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

from gametheory.limits import Limits
from gametheory.symbolic.branching import Oracle
from gametheory.symbolic.polynomials import Polynomial, RationalFunction

__all__ = ["Candidate", "Functions", "Matrix", "candidates", "extreme_pairs"]

Matrix = Sequence[Sequence[RationalFunction]]

#: A mixed strategy as functions of the parameters.
Functions = tuple[RationalFunction, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A vertex, for the parameters at which it exists.

    Attributes
    ----------
    support : frozenset of int
        S.
    ties : frozenset of int
        T.
    minors : tuple of Polynomial
        N_i for i in S; all of one strict sign where the vertex exists.
    slacks : tuple of (int, Polynomial)
        For j off T what T earns more than j, times ``sum N`` (of the minors' sign).
    strategy : tuple of RationalFunction
        The probabilities of all own actions.
    """

    support: frozenset[int]
    ties: frozenset[int]
    minors: tuple[Polynomial, ...]
    slacks: tuple[tuple[int, Polynomial], ...]
    strategy: Functions

    def best_responses(self, oracle: Oracle) -> frozenset[int] | None:
        """Return the opponent's best responses, or None where the vertex does not exist."""
        sign = oracle.sign(self.minors[0])
        if sign == 0 or any(oracle.sign(minor) != sign for minor in self.minors[1:]):
            return None
        best = set(self.ties)
        for j, slack in self.slacks:
            side = oracle.sign(slack) * sign
            if side < 0:
                return None
            if side == 0:
                best.add(j)
        return frozenset(best)


def candidates(payoffs: Matrix, limits: Limits) -> list[Candidate]:
    """All candidates for vertices of one player, smaller supports first.

    Parameters
    ----------
    payoffs : matrix of RationalFunction
        The *opponent's* payoffs, one row for each own action.
    limits : Limits
    """
    m, n = len(payoffs), len(payoffs[0])
    found = []
    for size in range(1, min(m, n) + 1):
        for support in combinations(range(m), size):
            for ties in combinations(range(n), size):
                limits.check_time()
                candidate = _candidate(payoffs, support, ties)
                if candidate is not None:
                    found.append(candidate)
    return found


def _candidate(
    payoffs: Matrix, support: tuple[int, ...], ties: tuple[int, ...]
) -> Candidate | None:
    m, n = len(payoffs), len(payoffs[0])
    ring = payoffs[0][0].ring
    first = ties[0]
    equations = [_integral([payoffs[i][first] - payoffs[i][j] for i in support]) for j in ties[1:]]
    size = len(support)
    minors = [
        _determinant([row[:k] + row[k + 1 :] for row in equations], ring.constant(1))
        for k in range(size)
    ]
    minors = [-minor if k % 2 else minor for k, minor in enumerate(minors)]
    if any(minor.is_zero for minor in minors):
        return None  # no parameters give S as the support, or T is not decisive
    total = reduce(Polynomial.__add__, minors)
    if total.is_zero:
        return None
    slacks = []
    for j in range(n):
        if j not in ties:
            gains = [payoffs[i][first] - payoffs[i][j] for i in support]
            weighted = (
                gain * RationalFunction(minor, ring.constant(1))
                for gain, minor in zip(gains, minors, strict=True)
            )
            slacks.append((j, reduce(RationalFunction.__add__, weighted).sign_polynomial))
    shares = dict(zip(support, minors, strict=True))
    zero = RationalFunction.number(ring, 0)
    strategy = tuple(RationalFunction(shares[i], total) if i in shares else zero for i in range(m))
    return Candidate(frozenset(support), frozenset(ties), tuple(minors), tuple(slacks), strategy)


def _integral(row: list[RationalFunction]) -> list[Polynomial]:
    """Multiply an equation by its denominators, none of which is 0."""
    common = row[0].bottom
    for value in row[1:]:
        common = common.divided(common.common_divisor(value.bottom)) * value.bottom
    return [value.top * common.divided(value.bottom) for value in row]


def _determinant(matrix: list[list[Polynomial]], one: Polynomial) -> Polynomial:
    """Determinant by expansion along the first row; the matrices are small."""
    if not matrix:
        return one
    total = one - one
    for k, entry in enumerate(matrix[0]):
        if not entry.is_zero:
            minor = _determinant([row[:k] + row[k + 1 :] for row in matrix[1:]], one)
            total = total - entry * minor if k % 2 else total + entry * minor
    return total


def extreme_pairs(
    oracle: Oracle, rows: Sequence[Candidate], columns: Sequence[Candidate]
) -> tuple[tuple[Functions, Functions], ...]:
    """Return all extreme equilibria where the oracle's signs hold.

    Parameters
    ----------
    oracle : Oracle
    rows, columns : sequence of Candidate
        Of the row player (from the column player's payoffs) and of the column player
        (from the row player's payoffs, transposed).
    """
    # The column player's vertices first: only a row vertex whose support is a best response
    # to some of them matters.
    answers = list(_vertices(oracle, columns))
    found = []
    for x, column_best in _vertices(oracle, rows):
        for y, row_best in answers:
            if x.support <= row_best and y.support <= column_best:
                found.append((x.strategy, y.strategy))
    return tuple(found)


def _vertices(
    oracle: Oracle, found: Sequence[Candidate]
) -> Iterator[tuple[Candidate, frozenset[int]]]:
    """Vertices with their best responses, each once."""
    seen: set[tuple[frozenset[int], frozenset[int]]] = set()
    for candidate in found:
        best = candidate.best_responses(oracle)
        if best is not None and (candidate.support, best) not in seen:
            seen.add((candidate.support, best))
            yield candidate, best
