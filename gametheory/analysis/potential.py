"""Potential games: one function that both players climb.

A function P of the pure profiles is, for moves of one player alone,

*an exact potential*
    if each move changes P by what the mover gains;
*a weighted potential*
    if, for positive weights w, w[k] times the change of P is what player k gains;
*an ordinal potential*
    if P rises exactly where the mover gains;
*a generalised ordinal potential*
    if P rises wherever the mover gains.

Each is also the next. With any of them every path of better responses ends, in a pure
equilibrium: a maximum of P is one (Monderer and Shapley 1996, "Potential games", Games
and Economic Behavior 14, 124-143).

How it is decided, with second differences as in :mod:`gametheory.analysis.differences`:

* P is exact exactly if A - P depends on the column alone and B - P on the row alone, so
  there is one exactly if the second differences of A and of B are equal (there is no
  cycle of four moves whose gains don't cancel, Monderer and Shapley's corollary 2.9);
  with weights, exactly if A's are a positive multiple of B's.
* There is an ordinal potential exactly if no closed walk of moves that nobody loses by
  has a move that the mover gains by (Voorneveld and Norde 1997, "A characterization of
  ordinal potential games", Games and Economic Behavior 19, 235-242); a generalised one
  exactly if no closed walk has gains only. The potential is then the length of the
  longest walk of gains that leads to a profile.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.differences import (
    Matrix,
    common_integers,
    corner,
    positive_ratio,
    second_differences,
)
from gametheory.analysis.moves import Moves, lines_by_payoff
from gametheory.analysis.responses import response_graph
from gametheory.errors import InternalError, check_memory
from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction
from gametheory.results import Result, Table

__all__ = ["SCHEMA", "Potential", "PotentialKind", "find_potential"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/potential/1"

PotentialKind = Literal["exact", "weighted", "ordinal", "generalised ordinal", "none"]

Outcome = tuple[int, int]

#: Bytes for each profile at the peak of building and ordering the graph.
_BYTES_A_PROFILE: Final = 400


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Potential(Result):
    """The strongest potential that a game has, or a walk that shows there is none.

    Attributes
    ----------
    game : BimatrixGame
    kind : str
        ``"exact"``, ``"weighted"``, ``"ordinal"``, ``"generalised ordinal"`` or
        ``"none"``.
    values : m tuples of n Fractions, or None
        The potential, 0 at its lowest; integers where it is ordinal.
    weights : pair of Fraction, or None
        The players' weights, where the potential is exact (1 and 1) or weighted.
    cycle : tuple of (row, column)
        A closed walk, each profile once, that shows why there is no stronger
        potential where none is ordinal: for the kind ``"none"`` every move gains,
        for ``"generalised ordinal"`` no move loses and the first one gains. Else empty.
    """

    game: BimatrixGame
    kind: PotentialKind
    values: tuple[tuple[Fraction, ...], ...] | None
    weights: tuple[Fraction, Fraction] | None = None
    cycle: tuple[Outcome, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a potential of any kind."""
        return self.values is not None

    @property
    def maximisers(self) -> tuple[Outcome, ...]:
        """Profiles at which the potential is largest; they are pure equilibria."""
        if self.values is None:
            return ()
        best = max(max(row) for row in self.values)
        return tuple(
            (i, j) for i, row in enumerate(self.values) for j, v in enumerate(row) if v == best
        )

    def summary(self) -> str:
        """The kind of potential, and what follows."""
        name = self.game.name or "The game"
        if self.kind == "none":
            return f"{name} is no potential game: {self._walk()} is a cycle of better responses"
        article = "an" if self.kind in ("exact", "ordinal") else "a"
        lines = [f"{name} has {article} {self.kind} potential: every better-response path ends"]
        if self.weights is not None and self.kind == "weighted":
            lines.append("weights " + " and ".join(format_fraction(w) for w in self.weights))
        if self.cycle:
            lines.append(f"none is ordinal, for on {self._walk()} nobody loses")
        return "; ".join(lines)

    def tables(self) -> tuple[Table, ...]:
        """The potential of each profile."""
        if self.values is None:
            return ()
        rows = [
            (action, *(format_fraction(v) for v in row))
            for action, row in zip(self.game.row_actions, self.values, strict=True)
        ]
        return (Table("potential", ("", *self.game.column_actions), rows),)

    def to_document(self) -> dict[str, Any]:
        """Kind, potential, weights and cycle, schema ``gametheory/potential/1``."""
        return {
            "schema": SCHEMA,
            "kind": self.kind,
            "values": None if self.values is None
            else [[format_fraction(v) for v in row] for row in self.values],
            "weights": None if self.weights is None
            else [format_fraction(w) for w in self.weights],
            "cycle": [list(outcome) for outcome in self.cycle],
        }  # fmt: skip

    def _walk(self) -> str:
        game = self.game
        return " → ".join(
            f"({game.row_actions[i]}, {game.column_actions[j]})"
            for i, j in (*self.cycle, self.cycle[0])
        )


def find_potential(game: BimatrixGame) -> Potential:
    """Find the strongest kind of potential that a game has, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.

    Raises
    ------
    MemoryLimitError
        If the graph of moves would not fit into memory.

    Examples
    --------
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]],
    ...                        row_actions=["C", "D"], column_actions=["C", "D"])
    >>> find_potential(dilemma)
    The game has an exact potential: every better-response path ends
    potential
       C  D
    C  0  2
    D  2  3
    """
    check_memory(game.shape[0] * game.shape[1] * _BYTES_A_PROFILE, "the graph of moves")
    part = corner(game)
    if part is None or _weighted(part) is not None:
        weighted = _weighted(game)
        if weighted is not None:
            return weighted
    ordinal = _levels(_weak_moves(game))
    if ordinal is not None:
        return Potential(game, "ordinal", _integers(ordinal, game.shape))
    graph = response_graph(game, "better")
    if not graph.acyclic:
        return Potential(game, "none", None, cycle=graph.cycle(0))
    levels = _levels(_gains(game))
    if levels is None:
        raise InternalError("better responses without a cycle have no order")
    return Potential(
        game, "generalised ordinal", _integers(levels, game.shape), cycle=_weak_cycle(game)
    )


def _weighted(game: BimatrixGame) -> Potential | None:
    first, second, unit = common_integers(game)
    ratio = positive_ratio(second_differences(second), second_differences(first))
    if ratio is None:
        return None
    # D(A) = s D(B): with weights s and 1, P[i, j] = (A[i, j] - A[0, j]) / s + B[0, j].
    potential: Matrix = (first - first[0]) * ratio.denominator + second[0] * ratio.numerator
    potential = potential - potential.min()
    divisor = unit * ratio.numerator
    values = tuple(tuple(Fraction(int(v), divisor) for v in row) for row in potential)
    kind: PotentialKind = "exact" if ratio == 1 else "weighted"
    return Potential(game, kind, values, (ratio, Fraction(1)))


def _integers(levels: NDArray[np.int64], shape: tuple[int, int]) -> tuple[Any, ...]:
    return tuple(tuple(map(Fraction, row)) for row in levels.reshape(shape).tolist())


def _gains(game: BimatrixGame) -> Moves:
    """Arcs by which a mover gains, through nodes that stand for groups of equal payoffs."""
    return lines_by_payoff(game).better()


def _weak_moves(game: BimatrixGame) -> Moves:
    """Arcs by which no mover loses: a profile and its groups reach each other."""
    return lines_by_payoff(game).weakly_better()


def _levels(moves: Moves) -> NDArray[np.int64] | None:
    """Most gains on a walk to each profile; None if a closed walk has a gain."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix(
        (np.ones(moves.tails.size, dtype=np.int8), (moves.tails, moves.heads)),
        shape=(moves.nodes, moves.nodes),
    )
    count, owner = connected_components(graph.tocsr(), directed=True, connection="strong")
    tails, heads = owner[moves.tails], owner[moves.heads]
    if bool((tails == heads)[moves.gains].any()):
        return None
    between = tails != heads
    tails, heads, gains = tails[between], heads[between], moves.gains[between].astype(np.int64)
    # Longest walks in an acyclic graph: a component's level is final when all arcs into
    # it have been used. Whole fronts of such components are handled at once.
    order = np.argsort(tails, kind="stable")
    heads, gains = heads[order], gains[order]
    first = np.searchsorted(tails[order], np.arange(count + 1))
    waiting = np.bincount(heads, minlength=count)
    level = np.zeros(count, dtype=np.int64)
    front = np.flatnonzero(waiting == 0)
    while front.size:
        lengths = first[front + 1] - first[front]
        arcs = np.repeat(first[front] - np.cumsum(lengths) + lengths, lengths) + np.arange(
            lengths.sum()
        )
        np.maximum.at(level, heads[arcs], np.repeat(level[front], lengths) + gains[arcs])
        np.subtract.at(waiting, heads[arcs], 1)
        reached = np.unique(heads[arcs])
        front = reached[waiting[reached] == 0]
    profiles: NDArray[np.int64] = level[owner[: moves.profiles]]
    return profiles


def _weak_cycle(game: BimatrixGame) -> tuple[Outcome, ...]:
    """Return a closed walk on which nobody loses and the first move gains."""
    payoffs = game.comparable_payoffs(0), game.comparable_payoffs(1)
    m, n = game.shape
    for start in np.ndindex(m, n):
        origin = (int(start[0]), int(start[1]))
        came_from: dict[Outcome, Outcome] = {}
        queue = deque(_reached(payoffs, origin, strictly=True))
        for there in queue:
            came_from[there] = origin
        while queue:
            here = queue.popleft()
            for there in _reached(payoffs, here, strictly=False):
                if there == origin:
                    walk = [here]
                    while walk[-1] != origin:
                        walk.append(came_from[walk[-1]])
                    return tuple(reversed(walk))
                if there not in came_from:
                    came_from[there] = here
                    queue.append(there)
    raise InternalError("no ordinal potential, but no cycle that shows it")


def _reached(payoffs: tuple[Any, Any], profile: Outcome, *, strictly: bool) -> list[Outcome]:
    i, j = profile
    column, row = payoffs[0][:, j], payoffs[1][i]
    rows = column > column[i] if strictly else column >= column[i]
    columns = row > row[j] if strictly else row >= row[j]
    return [
        *((int(r), j) for r in np.flatnonzero(rows) if r != i),
        *((i, int(c)) for c in np.flatnonzero(columns) if c != j),
    ]
