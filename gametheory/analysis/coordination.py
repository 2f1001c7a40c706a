"""Coordination and anti-coordination.

In a *coordination game* both players want to match: the actions can be paired so that
the two of each pair are the only best responses to each other, and each pair is a strict
equilibrium (Schelling 1960; Cooper 1999, "Coordination Games", chapter 1). In an
*anti-coordination game* of two actions under the same names both want to differ, so the
strict equilibria are the pairs of different actions; apart from the names that is the
same thing, so only names (or a symmetric game's order) can tell the two apart (Bramoulle
2007, "Anti-coordination and social interactions", Games and Economic Behavior 58).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from gametheory.analysis.best_responses import pure_best_responses
from gametheory.game import BimatrixGame
from gametheory.results import Result, Table

__all__ = ["SCHEMA", "Coordination", "CoordinationKind", "find_coordination"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/coordination/1"

CoordinationKind = Literal["coordination", "anti-coordination", "coordination by renaming", "none"]


@dataclass(frozen=True, slots=True, repr=False)
class Coordination(Result):
    """Whether players want to match, or to differ.

    Attributes
    ----------
    game : BimatrixGame
    kind : str
        ``"coordination"``: each action's only best response is the other player's
        action of that number or name. ``"anti-coordination"``: of two actions, the
        other one. ``"coordination by renaming"``: of neither form as the actions are
        named, but paired. ``"none"``: not paired.
    pairs : tuple of (row, column)
        The strict equilibria that pair all actions; empty for ``"none"``.
    """

    game: BimatrixGame
    kind: CoordinationKind
    pairs: tuple[tuple[int, int], ...]

    def __bool__(self) -> bool:
        """Whether the actions are paired."""
        return bool(self.pairs)

    def summary(self) -> str:
        """What the players want."""
        name = self.game.name or "The game"
        return f"{name} is {_WORDS[self.kind]}"

    def tables(self) -> tuple[Table, ...]:
        """The pairs."""
        rows = [(self.game.row_actions[i], self.game.column_actions[j]) for i, j in self.pairs]
        return (Table("the only best responses to each other", self.game.players, rows, (0, 1)),
                ) if rows else ()  # fmt: skip

    def to_document(self) -> dict[str, Any]:
        """Kind and pairs, schema ``gametheory/coordination/1``."""
        return {"schema": SCHEMA, "kind": self.kind, "pairs": [list(p) for p in self.pairs]}


_WORDS: Final = {
    "coordination": "a coordination game: each action answers its like, and only that one does",
    "anti-coordination": "an anti-coordination game: each action answers the other one",
    "coordination by renaming": "a coordination game once its actions are paired",
    "none": "no coordination game: its actions are not paired by unique best responses",
}


def find_coordination(game: BimatrixGame) -> Coordination:
    """Say whether a game is one of coordination, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game; one with a single action for a player is neither.

    Examples
    --------
    >>> chicken = BimatrixGame.symmetric([[6, 2], [7, 0]], row_actions=["Swerve", "Straight"])
    >>> find_coordination(chicken).kind
    'anti-coordination'
    """
    m, n = game.shape
    best = [pure_best_responses(game, player) for player in (0, 1)]
    mutual = best[0] & best[1]
    paired = m == n > 1 and all(
        bool((marks.sum(axis=axis) == 1).all()) and np.array_equal(marks, mutual)
        for axis, marks in enumerate(best)
    )
    if not paired:
        return Coordination(game, "none", ())
    pairs = tuple((int(i), int(j)) for i, j in np.argwhere(mutual))
    named = set(game.row_actions) == set(game.column_actions)
    alike = [game.row_actions[i] == game.column_actions[j] if named else i == j for i, j in pairs]
    kind: CoordinationKind = "coordination by renaming"
    if all(alike):
        kind = "coordination"
    elif n == 2 and not any(alike) and (named or game.is_symmetric):
        kind = "anti-coordination"
    return Coordination(game, kind, pairs)
