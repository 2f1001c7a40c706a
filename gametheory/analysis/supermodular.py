"""Supermodular games: doing more is worth more when the other does more.

Payoffs have *increasing differences* in orders of both players' actions if moving up is
worth the more, the higher the opponent's action: ``M[i', j'] - M[i, j'] >= M[i', j] -
M[i, j]`` for i < i' and j < j'. A game of two chains of actions is *supermodular* if both
players' payoffs have (Topkis 1979; Vives 1990; Milgrom and Roberts 1990, Econometrica
58, 1255-1277). Then best responses rise, there are pure equilibria, among them a largest
and a smallest one, and what survives iterated strict dominance lies between those two.

The orders are not given with a game, so they are looked for. Reversing both changes
nothing; reversing one turns strategic complements into *substitutes*, so with two players
a game of substitutes is supermodular, too.

How they are found: a second difference of two rows and two columns that is positive says
"these rows are ordered like these columns", a negative one "like these columns
reversed". So the pairs of actions fall into classes whose orders are tied to each other
(a graph with two nodes a pair, one for each order). If a pair is tied to its own reverse
there are no orders, and that pair is the witness. Otherwise each class takes one of two
orders; all choices are tried until they give chains, and the chains are checked against
the definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.differences import Matrix, common_integers
from gametheory.errors import InternalError
from gametheory.game import BimatrixGame
from gametheory.results import Result, Table

__all__ = ["SCHEMA", "Supermodularity", "find_supermodular_orders"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/supermodularity/1"

#: Second differences that are looked at; more would take minutes and gigabytes.
_MOST_DIFFERENCES: Final = 4_000_000

#: Classes of pairs whose two orders are tried in all combinations.
_MOST_CLASSES: Final = 12


@dataclass(frozen=True, slots=True, repr=False)
class Supermodularity(Result):
    """Whether a game is supermodular, with the orders that show it.

    Attributes
    ----------
    game : BimatrixGame
    supermodular : bool or None
        None if it was not decided.
    row_order, column_order : tuple of int
        The actions from low to high; empty if there are no such orders.
    conflict : (player, action, action) or None
        Two actions of a player, 0 for the row player, of which each order forces the
        reverse order.
    reason : str
        Why it was not decided, else empty.
    """

    game: BimatrixGame
    supermodular: bool | None
    row_order: tuple[int, ...] = ()
    column_order: tuple[int, ...] = ()
    conflict: tuple[int, int, int] | None = None
    reason: str = ""

    def summary(self) -> str:
        """Whether it is supermodular, and in which orders or why not."""
        name = self.game.name or "The game"
        if self.supermodular is None:
            return f"{name}: supermodularity not decided: {self.reason}"
        if self.supermodular:
            return f"{name} is supermodular in the orders below"
        why = "no choice of orders gives both players increasing differences"
        if self.conflict is not None:
            player, low, high = self.conflict
            actions = (self.game.row_actions, self.game.column_actions)[player]
            who = self.game.players[player]
            why = f"neither order of {who}'s {actions[low]} and {actions[high]} fits"
        return f"{name} is not supermodular: {why}"

    def tables(self) -> tuple[Table, ...]:
        """Both players' actions from low to high."""
        if not self.supermodular:
            return ()
        game = self.game
        rows = [
            (game.players[0], " < ".join(game.row_actions[i] for i in self.row_order)),
            (game.players[1], " < ".join(game.column_actions[j] for j in self.column_order)),
        ]
        return (Table("", ("player", "order of actions"), rows, (0, 1)),)

    def to_document(self) -> dict[str, Any]:
        """Decision and orders, schema ``gametheory/supermodularity/1``."""
        return {
            "schema": SCHEMA,
            "supermodular": self.supermodular,
            "row_order": list(self.row_order),
            "column_order": list(self.column_order),
            "conflict": None if self.conflict is None else list(self.conflict),
            "reason": self.reason,
        }


def find_supermodular_orders(game: BimatrixGame) -> Supermodularity:
    """Find orders of the actions in which a game is supermodular, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game; up to about 60 x 60 it is decided.

    Examples
    --------
    >>> stag_hunt = BimatrixGame.symmetric([[4, 0], [3, 3]], row_actions=["Stag", "Hare"])
    >>> find_supermodular_orders(stag_hunt)
    The game is supermodular in the orders below
    player         order of actions
    Row player     Stag < Hare
    Column player  Stag < Hare
    """
    m, n = game.shape
    wanted = m * (m - 1) // 2 * (n * (n - 1) // 2)
    if wanted > _MOST_DIFFERENCES:
        reason = f"{wanted:,} second differences are more than {_MOST_DIFFERENCES:,}"
        return Supermodularity(game, None, reason=reason)
    signs, pairs = _signs(game)
    classes, conflict = _classes(signs, len(pairs[0]))
    if conflict is not None:
        player = int(conflict >= len(pairs[0]))
        low, high = pairs[player][conflict - player * len(pairs[0])]
        return Supermodularity(game, False, conflict=(player, low, high))
    loose = len(classes) - 1  # the order of one class can be chosen, by reversing everything
    if loose > _MOST_CLASSES:
        return Supermodularity(game, None, reason=f"{loose + 1} groups of actions can be ordered "
                               f"independently; at most {_MOST_CLASSES + 1} are tried")  # fmt: skip
    for flips in product((1, -1), repeat=max(loose, 0)):
        above = np.zeros(len(pairs[0]) + len(pairs[1]), dtype=np.int8)
        for flip, (members, directions) in zip((1, *flips), classes, strict=False):
            above[members] = flip * directions
        orders = [
            _chain(size, part, above[first : first + len(part)])
            for size, part, first in ((m, pairs[0], 0), (n, pairs[1], len(pairs[0])))
        ]
        if orders[0] is not None and orders[1] is not None:
            if not _increasing(game, orders[0], orders[1]):
                raise InternalError("orders for a supermodular game fail their own check")
            return Supermodularity(game, True, orders[0], orders[1])
    return Supermodularity(game, False)


def _signs(game: BimatrixGame) -> tuple[NDArray[np.int8], list[list[tuple[int, int]]]]:
    """Signs of the second differences of both players, shape (row pairs, column pairs, 2)."""
    pairs = [list(combinations(range(size), 2)) for size in game.shape]
    first, second, _ = common_integers(game)
    signs = np.zeros((len(pairs[0]), len(pairs[1]), 2), dtype=np.int8)
    if not (pairs[0] and pairs[1]):
        return signs, pairs
    low, high = (np.array([pair[k] for pair in pairs[1]]) for k in (0, 1))
    for player, payoffs in enumerate((first, second)):
        for k, (i, above) in enumerate(pairs[0]):
            steps: Matrix = payoffs[above] - payoffs[i]
            differences = steps[high] - steps[low]
            signs[k, :, player] = (differences > 0).astype(np.int8) - (differences < 0)
    return signs, pairs


def _classes(
    signs: NDArray[np.int8], n_row_pairs: int
) -> tuple[list[tuple[NDArray[np.int64], NDArray[np.int8]]], int | None]:
    """Classes of tied pairs, each with the directions of one of its two orders.

    Pairs of rows are numbered first, then pairs of columns. The second value is a pair
    that is tied to its own reverse, if there is one.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    total = n_row_pairs + signs.shape[1]
    rows, columns, players = np.nonzero(signs)
    same = signs[rows, columns, players] > 0
    columns = columns + n_row_pairs
    # Node p is pair p in its order, node p + total the reverse.
    tails = np.concatenate([rows, rows + total])
    heads = np.concatenate([np.where(same, columns, columns + total),
                            np.where(same, columns + total, columns)])  # fmt: skip
    graph = coo_matrix((np.ones(tails.size, dtype=np.int8), (tails, heads)), shape=(2 * total,) * 2)
    _, owner = connected_components(graph.tocsr(), directed=False)
    tied = np.flatnonzero(owner[:total] == owner[total:])
    if tied.size:
        return [], int(tied[0])
    bound = np.zeros(total, dtype=bool)
    bound[rows] = bound[columns] = True
    found: list[tuple[NDArray[np.int64], NDArray[np.int8]]] = []
    seen: set[int] = set()
    for pair in np.flatnonzero(bound).tolist():
        if int(owner[pair]) in seen:
            continue
        seen |= {int(owner[pair]), int(owner[pair + total])}
        along, against = owner[:total] == owner[pair], owner[total:] == owner[pair]
        members = np.flatnonzero(along | against)
        found.append((members, np.where(along[members], 1, -1).astype(np.int8)))
    return found, None


def _chain(
    size: int, pairs: list[tuple[int, int]], above: NDArray[np.int8]
) -> tuple[int, ...] | None:
    """Return an order that agrees with all decided pairs; None if they go round."""
    after: list[set[int]] = [set() for _ in range(size)]
    waiting = [0] * size
    for (low, high), direction in zip(pairs, above.tolist(), strict=True):
        if direction:
            first, second = (low, high) if direction > 0 else (high, low)
            after[first].add(second)
            waiting[second] += 1
    order: list[int] = []
    ready = [k for k in range(size) if not waiting[k]]
    while ready:
        here = min(ready)
        ready.remove(here)
        order.append(here)
        for there in after[here]:
            waiting[there] -= 1
            if not waiting[there]:
                ready.append(there)
    return tuple(order) if len(order) == size else None


def _increasing(game: BimatrixGame, rows: tuple[int, ...], columns: tuple[int, ...]) -> bool:
    """Whether both players' payoffs have increasing differences between neighbours."""
    for payoffs in common_integers(game)[:2]:
        ordered = payoffs[np.ix_(rows, columns)]
        steps = ordered[1:] - ordered[:-1]
        if (steps[:, 1:] < steps[:, :-1]).any():
            return False
    return True
