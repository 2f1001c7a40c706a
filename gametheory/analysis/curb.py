"""Minimal CURB sets.

A product X x Y of sets of actions is *closed under rational behaviour* (CURB) if it holds every
best response to every belief on it: if the opponent is expected to stay inside, nobody has a
reason to leave (Basu & Weibull 1991, "Strategy subsets closed under rational behavior", Economics
Letters 36). It is *minimal* if it contains no other one. Every CURB set holds the supports of
an equilibrium; a strict equilibrium is a minimal CURB set of one outcome.

CURB sets that have an action in common meet in a CURB set, so there is a smallest one that holds
a given action; it is grown by adding best responses until nothing is new. Every minimal CURB set
is the smallest one around each of its actions: one search from each action of one player finds
them all, in polynomial time (Benisch, Davis & Sandholm 2010, "Algorithms for closed under
rational behavior (CURB) sets", Journal of Artificial Intelligence Research 38). Whether an action
is a best response to some belief is decided by an exact linear program.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gametheory.analysis.beliefs import Beliefs
from gametheory.errors import InternalError, Interrupted, ParameterError
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.results import Result, Table

__all__ = ["CurbSet", "MinimalCurbSets", "is_curb", "minimal_curb_sets", "smallest_curb_set"]


@dataclass(frozen=True, slots=True)
class CurbSet:
    """A CURB set, by the indices of its actions in increasing order.

    Attributes
    ----------
    rows, columns : tuple of int
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]

    def __contains__(self, outcome: object) -> bool:
        return (
            isinstance(outcome, tuple)
            and len(outcome) == 2
            and outcome[0] in self.rows
            and outcome[1] in self.columns
        )

    def issubset(self, other: CurbSet) -> bool:
        """Whether all actions are in `other` too."""
        return set(self.rows) <= set(other.rows) and set(self.columns) <= set(other.columns)


@dataclass(frozen=True, repr=False)
class MinimalCurbSets(Result):
    """The minimal CURB sets of a game; exact.

    Attributes
    ----------
    game : BimatrixGame
    sets : tuple of CurbSet
        Proved to be minimal CURB sets; in order of their first actions.
    status : Status
        How the search ended; ``finished`` means that these are all.
    reason : str
    """

    game: BimatrixGame
    sets: tuple[CurbSet, ...]
    status: Status
    reason: str

    @property
    def complete(self) -> bool:
        """Whether these are all minimal CURB sets."""
        return self.status is Status.FINISHED

    def __len__(self) -> int:
        return len(self.sets)

    def summary(self) -> str:
        """Return how many there are, and whether these are all."""
        number = f"{len(self)} minimal CURB set{'s' * (len(self) != 1)}"
        return f"{number} (exact, {self.status.value}): {self.reason}"

    def tables(self) -> tuple[Table, ...]:
        """Return the actions in each set."""
        game = self.game
        rows = [
            (
                str(k + 1),
                ", ".join(game.row_actions[i] for i in found.rows),
                ", ".join(game.column_actions[j] for j in found.columns),
            )
            for k, found in enumerate(self.sets)
        ]
        return (Table("", ("", *game.players), rows, left=(0, 1, 2)),)

    def to_document(self) -> dict[str, Any]:
        """Return the sets and whether they are all."""
        return {
            "schema": "gametheory/minimal-curb-sets/1",
            "complete": self.complete,
            "status": self.status.value,
            "reason": self.reason,
            "sets": [{"rows": list(s.rows), "columns": list(s.columns)} for s in self.sets],
        }


def minimal_curb_sets(game: BimatrixGame, *, timeout: float | None = None) -> MinimalCurbSets:
    """Find all minimal CURB sets, exactly.

    Parameters
    ----------
    game : BimatrixGame
    timeout : float, optional
        Seconds; then only the sets proved to be minimal are listed.

    Returns
    -------
    MinimalCurbSets

    Raises
    ------
    Interrupted
        On Ctrl-C; its `partial` lists what is proved.

    Examples
    --------
    >>> battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> minimal_curb_sets(battle).sets
    (CurbSet(rows=(0,), columns=(0,)), CurbSet(rows=(1,), columns=(1,)))
    """
    # One search from each action of the player with fewer of them.
    player = 0 if game.shape[0] <= game.shape[1] else 1
    limits = Limits(timeout)
    beliefs = Beliefs(game, limits)
    closures: dict[int, CurbSet] = {}
    stopped: LimitReached | None = None
    try:
        for action in range(game.shape[player]):
            closures[action] = _grown(beliefs, ((), ()), player, action)
    except LimitReached as limit:
        stopped = limit
    except KeyboardInterrupt:
        stopped = LimitReached(Status.INTERRUPTED, "interrupted")
    finally:
        limits.close()
    minimal = []
    for found in closures.values():
        own = (found.rows, found.columns)[player]
        if found not in minimal and all(closures.get(k) == found for k in own):
            minimal.append(found)
    minimal.sort(key=lambda found: (found.rows, found.columns))
    if stopped is None:
        if not minimal:
            raise InternalError("every game has a minimal CURB set, none was found")
        reason = f"all {game.shape[player]} searches from an action were finished"
        return MinimalCurbSets(game, tuple(minimal), Status.FINISHED, reason)
    reason = f"stopped before all searches were finished ({stopped})"
    partial = MinimalCurbSets(game, tuple(minimal), stopped.status, reason)
    if stopped.status is Status.INTERRUPTED:
        raise Interrupted(partial)
    return partial


def smallest_curb_set(
    game: BimatrixGame, rows: Iterable[str | int] = (), columns: Iterable[str | int] = ()
) -> CurbSet:
    """Return the smallest CURB set that holds some actions, exactly.

    Parameters
    ----------
    game : BimatrixGame
    rows, columns : names or indices of actions
        At least one in all.

    Raises
    ------
    ParameterError
        If no action is given.
    StrategyError
        If a player has no such action.

    Examples
    --------
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> smallest_curb_set(dilemma, rows=[0])
    CurbSet(rows=(0, 1), columns=(1,))
    """
    first, second = (
        tuple(game.action_index(player, action) for action in actions)
        for player, actions in enumerate((rows, columns))
    )
    if not first and not second:
        raise ParameterError("a smallest CURB set: expected at least one action, got none")
    return _grown(Beliefs(game, Limits()), (first, second))


def is_curb(game: BimatrixGame, rows: Iterable[str | int], columns: Iterable[str | int]) -> bool:
    """Whether a product of sets of actions is closed under rational behaviour; exact.

    Parameters
    ----------
    game : BimatrixGame
    rows, columns : names or indices of actions
        At least one each, else it is no product and the answer is False.
    """
    first, second = (
        frozenset(game.action_index(player, action) for action in actions)
        for player, actions in enumerate((rows, columns))
    )
    if not first or not second:
        return False
    beliefs = Beliefs(game, Limits())
    return beliefs.best_responses(0, sorted(second)) <= first and (
        beliefs.best_responses(1, sorted(first)) <= second
    )


def _grown(
    beliefs: Beliefs,
    start: tuple[tuple[int, ...], tuple[int, ...]],
    player: int = 0,
    action: int | None = None,
) -> CurbSet:
    """Smallest CURB set that holds the actions of `start`, and `action` of `player`."""
    held = [set(start[0]), set(start[1])]
    if action is not None:
        held[player].add(action)
    while True:
        before = len(held[0]) + len(held[1])
        for own in (0, 1):
            if held[1 - own]:
                held[own] |= beliefs.best_responses(own, sorted(held[1 - own]))
        if len(held[0]) + len(held[1]) == before:
            return CurbSet(tuple(sorted(held[0])), tuple(sorted(held[1])))
