"""Best-response paths: the players switch in turn, each to a best response.

A path ends when neither player can improve, at a pure Nash equilibrium, or comes
back to a profile with the same player to move and then repeats itself forever. What
play in any order can lead to stands in :mod:`gametheory.analysis.responses`.
"""

from __future__ import annotations

from dataclasses import dataclass

from gametheory.analysis.best_responses import check_player, pure_best_responses
from gametheory.game import BimatrixGame

__all__ = ["BestResponsePath", "best_response_path"]

Outcome = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BestResponsePath:
    """A path along which the players switch in turn to best responses.

    Attributes
    ----------
    outcomes : tuple of (row, column)
        The pure profiles, each once, from the start on.
    cycle : tuple of (row, column)
        The part of the path that repeats forever; empty if the path ends.
    """

    outcomes: tuple[Outcome, ...]
    cycle: tuple[Outcome, ...]

    @property
    def equilibrium(self) -> Outcome | None:
        """The pure equilibrium at which the path ends, or None if it cycles."""
        return None if self.cycle else self.outcomes[-1]


def best_response_path(
    game: BimatrixGame, start: tuple[str | int, str | int], first: int = 0
) -> BestResponsePath:
    """Follow best responses, the players moving in turn, until an end or a repetition.

    A player who is already at a best response stays; among several best responses
    the first is taken.

    Parameters
    ----------
    game : BimatrixGame
    start : (row action, column action)
        Names, or indices from 0.
    first : int
        Who moves first: 0, the row player, or 1, the column player.

    Raises
    ------
    StrategyError
        If an action of `start` does not exist.
    ParameterError
        If `first` is neither 0 nor 1.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> best_response_path(pennies, (0, 0)).cycle
    ((0, 0), (0, 1), (1, 1), (1, 0))
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> best_response_path(dilemma, (0, 0)).equilibrium
    (1, 1)
    """
    check_player(first)
    best = pure_best_responses(game, 0), pure_best_responses(game, 1)
    profile = [game.action_index(player, action) for player, action in enumerate(start)]
    mover = first
    path: list[Outcome] = [(profile[0], profile[1])]
    # A profile may come twice with the two players to move: the state is both.
    seen: dict[tuple[int, int, int], int] = {(*path[0], mover): 0}
    stayed = 0
    while True:
        line = best[0][:, profile[1]] if mover == 0 else best[1][profile[0]]
        if line[profile[mover]]:
            stayed += 1
            if stayed == 2:
                return BestResponsePath(tuple(path), ())
        else:
            stayed = 0
            profile[mover] = int(line.argmax())
            path.append((profile[0], profile[1]))
        mover = 1 - mover
        state = (profile[0], profile[1], mover)
        if stayed == 0 and state in seen:
            entry = seen[state]
            return BestResponsePath(tuple(path[:-1]), tuple(path[entry:-1]))
        seen[state] = len(path) - 1
