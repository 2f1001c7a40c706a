"""How the equilibria of a game hang together.

A *Nash subset* is a set X x Y all of whose pairs are equilibria; the set of all
equilibria is the finite union of the *maximal* ones, which are products of polytopes
(Winkels 1979, Jansen 1981). The extreme equilibria are the edges of a bipartite
graph over the extreme row and column strategies. Its maximal bicliques are the
vertex sets of the maximal Nash subsets, its connected components those of the
equilibrium set (Avis, Rosenberg, Savani & von Stengel 2010, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gametheory.equilibria.equilibrium import Equilibrium, best_response_labels
from gametheory.game import BimatrixGame
from gametheory.strategy import MixedStrategy, read_strategy, regrets

if TYPE_CHECKING:
    from gametheory.equilibria.faces import SubsetRefinements
    from gametheory.equilibria.payoff_set import PayoffRectangle

__all__ = ["MAX_SUBSETS", "Component", "MaximalNashSubset", "find_components"]

#: Their number can be exponential; past this one the list is cut, and says so.
MAX_SUBSETS = 10_000


@dataclass(frozen=True)
class MaximalNashSubset:
    """A maximal set of interchangeable equilibria, conv(rows) x conv(columns).

    Attributes
    ----------
    game : BimatrixGame
    row_strategies, column_strategies : tuple of MixedStrategy
        Extreme strategies of each player.
    """

    game: BimatrixGame = field(repr=False)
    row_strategies: tuple[MixedStrategy, ...]
    column_strategies: tuple[MixedStrategy, ...]

    @property
    def rows(self) -> tuple[tuple[Fraction, ...], ...]:
        """The row player's extreme strategies."""
        return tuple(strategy.fractions for strategy in self.row_strategies)

    @property
    def columns(self) -> tuple[tuple[Fraction, ...], ...]:
        """The column player's extreme strategies."""
        return tuple(strategy.fractions for strategy in self.column_strategies)

    @cached_property
    def payoffs(self) -> PayoffRectangle:
        """The payoffs of its equilibria: an interval for each player, independently."""
        from gametheory.equilibria.payoff_set import subset_payoffs

        return subset_payoffs(self)

    @cached_property
    def refinements(self) -> SubsetRefinements:
        """Whether its interior is quasi-strict or perfect, and its maximal perfect faces."""
        from gametheory.equilibria.faces import SubsetRefinements

        return SubsetRefinements(self)


@dataclass(frozen=True)
class Component:
    """A maximal connected set of equilibria.

    Attributes
    ----------
    game : BimatrixGame
    extreme : tuple of Equilibrium
        Its extreme equilibria.
    subsets : tuple of MaximalNashSubset
        Its maximal Nash subsets; their union is the component.
    subsets_complete : bool
        False if there are more than `MAX_SUBSETS`.
    index : int or None
        Its index (:mod:`gametheory.equilibria.index`); None if the method did not
        enumerate what it takes, or not completely.
    """

    game: BimatrixGame = field(repr=False)
    extreme: tuple[Equilibrium, ...]
    subsets: tuple[MaximalNashSubset, ...]
    subsets_complete: bool = True
    index: int | None = None

    @property
    def essential(self) -> str:
        """What the index says: ``"essential (proved)"``, or that it does not decide."""
        if self.index is None:
            return "index not computed"
        return "essential (proved)" if self.index else "not decided by the index"

    @property
    def is_point(self) -> bool:
        """Whether the component is a single equilibrium."""
        return len(self.extreme) == 1

    def contains(self, profile: tuple[Any, Any]) -> bool:
        """Whether a profile is an equilibrium of this component, exactly.

        An equilibrium (x, y) lies in the convex hull of the extreme equilibria whose
        labels include its own, and these all belong to one Nash subset; so it is
        enough to find one of them here.
        """
        m, n = self.game.shape
        row, column = read_strategy(profile[0], m, 0), read_strategy(profile[1], n, 1)
        if any(regrets(self.game, row, column)):
            return False
        wanted = [
            best_response_labels(self.game, MixedStrategy.from_fractions(strategy), player)
            for player, strategy in enumerate((row, column))
        ]
        return any(
            all(
                unplayed >= wanted[player][0] and best >= wanted[player][1]
                for player, (unplayed, best) in enumerate(labels)
            )
            for labels in self._labels
        )

    @cached_property
    def _labels(self) -> list[list[tuple[frozenset[int], frozenset[int]]]]:
        return [
            [
                best_response_labels(self.game, strategy, player)
                for player, strategy in enumerate((e.row_strategy, e.column_strategy))
            ]
            for e in self.extreme
        ]

    def distance(self, profile: tuple[Any, Any]) -> float:
        """Total variation distance from a profile to the component, 0 to 1.

        The distance to the nearest maximal Nash subset; to one of them, the larger of
        the two players' distances, each a linear program (solved in floats). With
        ``subsets_complete`` False an upper bound.
        """
        m, n = self.game.shape
        row = np.array([float(p) for p in read_strategy(profile[0], m, 0)])
        column = np.array([float(p) for p in read_strategy(profile[1], n, 1)])
        best = 1.0
        known: dict[tuple[int, tuple[MixedStrategy, ...]], float] = {}
        for subset in self.subsets:
            hulls = (row, subset.row_strategies), (column, subset.column_strategies)
            for player, (point, hull) in enumerate(hulls):
                if (player, hull) not in known:
                    known[player, hull] = _distance_to_hull(point, _floats(hull))
            best = min(best, max(known[player, hull] for player, (_, hull) in enumerate(hulls)))
        return best


def _floats(strategies: Sequence[MixedStrategy]) -> NDArray[np.float64]:
    return np.array([[float(p) for p in strategy.fractions] for strategy in strategies])


def _distance_to_hull(point: NDArray[np.float64], vertices: NDArray[np.float64]) -> float:
    if len(vertices) == 1:
        return float(np.abs(point - vertices[0]).sum()) / 2
    from scipy.optimize import linprog

    k, n = vertices.shape
    # min 1/2 sum (over + under)  s.t.  V' w + over - under = p,  sum w = 1,  all >= 0
    costs = np.concatenate([np.zeros(k), np.full(2 * n, 0.5)])
    equalities = np.block(
        [[vertices.T, np.eye(n), -np.eye(n)], [np.ones((1, k)), np.zeros((1, 2 * n))]]
    )
    result = linprog(costs, A_eq=equalities, b_eq=np.append(point, 1.0), method="highs")
    if result.status != 0:
        raise ArithmeticError(
            f"distance to a Nash subset: the linear program says {result.message}"
        )
    return max(float(result.fun), 0.0)


def find_components(game: BimatrixGame, equilibria: Sequence[Equilibrium]) -> tuple[Component, ...]:
    """Split extreme equilibria into components, in order of their first member."""
    rows = _numbered(e.row_strategy for e in equilibria)
    columns = _numbered(e.column_strategy for e in equilibria)
    neighbours: list[int] = [0] * len(rows)
    for e in equilibria:
        neighbours[rows[e.row_strategy]] |= 1 << columns[e.column_strategy]
    row_list, column_list = list(rows), list(columns)
    components = []
    left = set(range(len(rows)))
    for e in equilibria:
        start = rows[e.row_strategy]
        if start not in left:
            continue
        left.remove(start)
        members, reach, grown = [start], neighbours[start], True
        while grown:
            joined = [i for i in left if neighbours[i] & reach]
            grown = bool(joined)
            for i in joined:
                left.remove(i)
                members.append(i)
                reach |= neighbours[i]
        bicliques, complete = _maximal_bicliques({i: neighbours[i] for i in sorted(members)})
        subsets = tuple(
            MaximalNashSubset(
                game,
                tuple(row_list[i] for i in members_x),
                tuple(column_list[j] for j in _bits(mask)),
            )
            for members_x, mask in bicliques
        )
        inside = set(members)
        extreme = tuple(e for e in equilibria if rows[e.row_strategy] in inside)
        components.append(Component(game, extreme, subsets, complete))
    return tuple(components)


def _numbered(strategies: Any) -> dict[MixedStrategy, int]:
    numbers: dict[MixedStrategy, int] = {}
    for strategy in strategies:
        numbers.setdefault(strategy, len(numbers))
    return numbers


def _bits(mask: int) -> list[int]:
    return [k for k in range(mask.bit_length()) if mask >> k & 1]


def _maximal_bicliques(neighbours: dict[int, int]) -> tuple[list[tuple[list[int], int]], bool]:
    """Maximal bicliques: the non-empty intersections of neighbourhoods, each once."""
    closed = set(neighbours.values())
    waiting = list(dict.fromkeys(neighbours.values()))
    generators = list(dict.fromkeys(neighbours.values()))
    complete = True
    while waiting:
        current = waiting.pop()
        for generator in generators:
            meet = current & generator
            if meet and meet not in closed:
                if len(closed) >= MAX_SUBSETS:
                    complete, waiting = False, []
                    break
                closed.add(meet)
                waiting.append(meet)
    bicliques = [([i for i, mask in neighbours.items() if mask & c == c], c) for c in closed]
    return sorted(bicliques), complete
