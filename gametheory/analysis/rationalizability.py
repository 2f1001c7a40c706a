"""Rationalizable and point-rationalizable actions.

An action is *rationalizable* if it is a best response to a belief about the opponent that gives
probability to rationalizable actions only (Bernheim 1984, "Rationalizable strategic behavior";
Pearce 1984, both Econometrica 52). In a two-player game these are the actions that survive the
iterated elimination of actions strictly dominated by mixed ones, so the trace of the
elimination proves that the others are not, and a belief for each proves that these are.

An action is *point-rationalizable* if the beliefs must be certain: it is a best response to
one point-rationalizable action of the opponent (Bernheim 1984, section 3(b), restricted to pure
actions). Every pure equilibrium's actions are point-rationalizable, and every
point-rationalizable action is rationalizable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gametheory.analysis.beliefs import Belief, Beliefs
from gametheory.analysis.dominance import eliminate_dominated
from gametheory.analysis.elimination import Elimination
from gametheory.errors import InternalError, Interrupted
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = ["Rationalizability", "rationalizable"]


@dataclass(frozen=True, repr=False)
class Rationalizability(Result):
    """Which actions are rationalizable, and why; exact.

    Attributes
    ----------
    game : BimatrixGame
    elimination : Elimination
        The trace that removes all other actions.
    beliefs : pair of tuples of Belief
        For each rationalizable action, in order, a belief on rationalizable actions to which
        it is a best response; empty if the elimination or the search was stopped.
    point_rows, point_columns : tuple of int
        The point-rationalizable actions.
    """

    game: BimatrixGame
    elimination: Elimination
    beliefs: tuple[tuple[Belief, ...], tuple[Belief, ...]]
    point_rows: tuple[int, ...]
    point_columns: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The row player's rationalizable actions; with `complete` False perhaps others too."""
        return self.elimination.rows

    @property
    def columns(self) -> tuple[int, ...]:
        """The column player's rationalizable actions; with `complete` False perhaps others too."""
        return self.elimination.columns

    @property
    def complete(self) -> bool:
        """Whether every action is proved to be rationalizable or not."""
        return bool(self.beliefs[0])

    def summary(self) -> str:
        """Return how many actions are left."""
        m, n = self.game.shape
        text = (
            f"{len(self.rows)} of {m} and {len(self.columns)} of {n} actions are rationalizable, "
            f"{len(self.point_rows)} and {len(self.point_columns)} point-rationalizable"
        )
        return text if self.complete else f"At most {text} (stopped early)"

    def tables(self) -> tuple[Table, ...]:
        """Return the rationalizable actions with their beliefs, and the elimination."""
        rows = []
        points = (self.point_rows, self.point_columns)
        names = (self.game.row_actions, self.game.column_actions)
        for player, actions in enumerate((self.rows, self.columns)):
            beliefs = self.beliefs[player] or (None,) * len(actions)
            for action, belief in zip(actions, beliefs, strict=True):
                rows.append((
                    self.game.players[player],
                    names[player][action],
                    "" if belief is None else _words(names[1 - player], belief),
                    "yes" if action in points[player] else "",
                ))  # fmt: skip
        header = ("player", "rationalizable", "best response to", "point-rationalizable")
        return (Table("", header, rows, left=(0, 1, 2, 3)), *self.elimination.tables())

    @property
    def notes(self) -> tuple[str, ...]:
        """What the elimination says of itself."""
        return self.elimination.notes

    def to_document(self) -> dict[str, Any]:
        """Return the actions, their beliefs and the elimination."""
        return {
            "schema": "gametheory/rationalizability/1",
            "complete": self.complete,
            "rows": list(self.rows),
            "columns": list(self.columns),
            "beliefs": [
                [[format_fraction(p) for p in belief] for belief in each] for each in self.beliefs
            ],
            "point_rows": list(self.point_rows),
            "point_columns": list(self.point_columns),
            "elimination": self.elimination.to_document(),
        }


def _words(names: tuple[str, ...], belief: Belief) -> str:
    return ", ".join(
        names[k] if p == 1 else f"{names[k]} {format_brief(p)}" for k, p in enumerate(belief) if p
    )


def rationalizable(game: BimatrixGame, *, timeout: float | None = None) -> Rationalizability:
    """Find the rationalizable and the point-rationalizable actions, exactly.

    Parameters
    ----------
    game : BimatrixGame
    timeout : float, optional
        Seconds; what is not decided then is said.

    Returns
    -------
    Rationalizability

    Raises
    ------
    Interrupted
        On Ctrl-C; its `partial` is the Elimination so far.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> game = BimatrixGame([[3, 0], [0, 3], [2, 2]], [[0, 1], [1, 0], [0, 0]])
    >>> found = rationalizable(game)
    >>> found.rows, [str(p) for p in found.beliefs[0][2]], found.point_rows
    ((0, 1, 2), ['2/3', '1/3'], (0, 1))
    """
    limits = Limits(timeout)
    elimination = eliminate_dominated(game, timeout=timeout)
    beliefs: tuple[tuple[Belief, ...], tuple[Belief, ...]] = ((), ())
    if not elimination.stopped:
        search = Beliefs(game, limits)
        left = elimination.rows, elimination.columns
        try:
            first, second = (
                tuple(_sure(search.belief(player, k, left[1 - player])) for k in left[player])
                for player in (0, 1)
            )
            beliefs = first, second
        except LimitReached:
            pass
        except KeyboardInterrupt as stop:
            raise Interrupted(elimination) from stop
        finally:
            limits.close()
    rows, columns = _point_rationalizable(game)
    return Rationalizability(game, elimination, beliefs, rows, columns)


def _sure(belief: Belief | None) -> Belief:
    if belief is None:
        raise InternalError("an action that nothing dominates is a best response to some belief")
    return belief


def _point_rationalizable(game: BimatrixGame) -> tuple[tuple[int, ...], tuple[int, ...]]:
    first, second = game.comparable_payoffs(0), game.comparable_payoffs(1)
    best_rows = first == first.max(axis=0)
    best_columns = second == second.max(axis=1, keepdims=True)
    rows, columns = (np.ones(size, dtype=bool) for size in game.shape)
    while True:
        new_rows = best_rows[:, columns].any(axis=1)
        new_columns = best_columns[rows].any(axis=0)
        if (new_rows == rows).all() and (new_columns == columns).all():
            return (
                tuple(int(k) for k in np.flatnonzero(rows)),
                tuple(int(k) for k in np.flatnonzero(columns)),
            )
        rows, columns = new_rows & rows, new_columns & columns
