"""Security levels: what a player can be sure of, and what the opponent can hold him to.

A player's *maximin value* is the most that one of his strategies guarantees whatever the
opponent does, ``max_x min_y u(x, y)``; the strategy is a *maximin strategy*. His *minimax value*
is the least to which the opponent can hold him, ``min_y max_x u(x, y)``; the opponent's strategy
is a *punishment*. In mixed strategies of two players the two are equal (von Neumann 1928, "Zur
Theorie der Gesellschaftsspiele", Mathematische Annalen 100): the *security level*, the value of
the zero-sum game with this player's payoffs. In pure strategies

    pure maximin <= security level <= pure minimax,

and both may be strict. In every Nash equilibrium a player gets at least his security level.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import numpy as np

from gametheory.analysis.best_responses import check_player
from gametheory.concepts.words import describe_strategy
from gametheory.errors import SolverError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table
from gametheory.solvers import solve

__all__ = ["PlayerSecurity", "SecurityLevels", "matrix_value", "security_levels"]

Strategy = tuple[Fraction, ...]

#: Integers below this are negated and compared in int64.
_PLAIN: Final = 2**62


@dataclass(frozen=True, slots=True)
class PlayerSecurity:
    """One player's security level, pure and mixed; exact, in this player's payoffs.

    Attributes
    ----------
    player : int
        0 for the row player, 1 for the column player.
    value : Fraction
        Maximin and minimax value in mixed strategies.
    maximin_strategy : tuple of Fraction
        A strategy of this player that earns at least `value` against everything.
    punishment : tuple of Fraction
        A strategy of the *opponent* against which nothing earns more than `value`.
    pure_maximin : Fraction
        Largest payoff that a pure action guarantees.
    pure_maximin_actions : tuple of int
        Indices of the player's actions that guarantee it.
    pure_minimax : Fraction
        Least best-response payoff over the opponent's pure actions.
    pure_punishments : tuple of int
        Indices of the opponent's actions that hold the player to it.
    """

    player: int
    value: Fraction
    maximin_strategy: Strategy
    punishment: Strategy
    pure_maximin: Fraction
    pure_maximin_actions: tuple[int, ...]
    pure_minimax: Fraction
    pure_punishments: tuple[int, ...]

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "value": format_fraction(self.value),
            "maximin_strategy": [format_fraction(p) for p in self.maximin_strategy],
            "punishment": [format_fraction(p) for p in self.punishment],
            "pure_maximin": format_fraction(self.pure_maximin),
            "pure_maximin_actions": list(self.pure_maximin_actions),
            "pure_minimax": format_fraction(self.pure_minimax),
            "pure_punishments": list(self.pure_punishments),
        }


@dataclass(frozen=True, repr=False)
class SecurityLevels(Result):
    """Both players' security levels.

    Attributes
    ----------
    game : BimatrixGame
    row, column : PlayerSecurity
    """

    game: BimatrixGame = field(repr=False)
    row: PlayerSecurity
    column: PlayerSecurity

    @property
    def values(self) -> tuple[Fraction, Fraction]:
        """Security levels in mixed strategies; the point at which threats are mutual."""
        return self.row.value, self.column.value

    @property
    def pure_minimax(self) -> tuple[Fraction, Fraction]:
        """Levels to which pure actions can hold each player."""
        return self.row.pure_minimax, self.column.pure_minimax

    @property
    def pure_maximin(self) -> tuple[Fraction, Fraction]:
        """Levels that pure actions guarantee."""
        return self.row.pure_maximin, self.column.pure_maximin

    def __getitem__(self, player: int) -> PlayerSecurity:
        return (self.row, self.column)[check_player(player)]

    def summary(self) -> str:
        """Both levels in one line."""
        row, column = (format_brief(value) for value in self.values)
        name = f" of {self.game.name}" if self.game.name else ""
        first, second = self.game.players
        return f"security levels{name}: {first} {row}, {second} {column} (exact)"

    def tables(self) -> tuple[Table, ...]:
        """Levels, and the strategies that reach them."""
        names = self.game.row_actions, self.game.column_actions
        rows = []
        for level in (self.row, self.column):
            own, other = names[level.player], names[1 - level.player]
            rows += [
                (self.game.players[level.player], "mixed, maximin = minimax",
                 format_brief(level.value), describe_strategy(level.maximin_strategy, own),
                 describe_strategy(level.punishment, other)),
                ("", "pure maximin", format_brief(level.pure_maximin),
                 " or ".join(own[k] for k in level.pure_maximin_actions), ""),
                ("", "pure minimax", format_brief(level.pure_minimax), "",
                 " or ".join(other[k] for k in level.pure_punishments)),
            ]  # fmt: skip
        header = ("player", "level", "payoff", "guaranteed by", "opponent holds to it by")
        return (Table("", header, rows, left=(0, 1, 3, 4)),)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "schema": "gametheory/security-levels/1",
            "row": self.row.to_document(),
            "column": self.column.to_document(),
        }


def security_levels(game: BimatrixGame, timeout: float | None = None) -> SecurityLevels:
    """Find maximin and minimax values and strategies of both players.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    timeout : float, optional
        Seconds for each player's linear program.

    Returns
    -------
    SecurityLevels
        Exact; one maximin strategy and one punishment of each player, of perhaps many.

    Raises
    ------
    ParameterError
        If `timeout` is not a positive number.
    SolverError
        If the time was too short.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> levels = security_levels(BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    >>> levels.values, levels.pure_minimax
    ((Fraction(2, 3), Fraction(2, 3)), (Fraction(1, 1), Fraction(1, 1)))
    """
    return SecurityLevels(game, *(_player_security(game, player, timeout) for player in (0, 1)))


def _player_security(game: BimatrixGame, player: int, timeout: float | None) -> PlayerSecurity:
    payoffs, denominator = game.integer_payoffs(player)
    own = payoffs if player == 0 else payoffs.T  # own actions by rows
    value, maximin, punishment = matrix_value(own, timeout)
    lows, highs = own.min(axis=1), own.max(axis=0)
    floor, ceiling = lows.max(), highs.min()
    return PlayerSecurity(
        player=player,
        value=value / denominator,
        maximin_strategy=maximin,
        punishment=punishment,
        pure_maximin=Fraction(int(floor), denominator),
        pure_maximin_actions=tuple(int(k) for k in np.flatnonzero(lows == floor)),
        pure_minimax=Fraction(int(ceiling), denominator),
        pure_punishments=tuple(int(k) for k in np.flatnonzero(highs == ceiling)),
    )


def matrix_value(payoffs: Any, timeout: float | None = None) -> tuple[Fraction, Strategy, Strategy]:
    """Value of a zero-sum game and an optimal strategy of each player, exact.

    Parameters
    ----------
    payoffs : m x n array of int, or of Python ints
        What the row player gets.
    timeout : float, optional
        Seconds.

    Raises
    ------
    SolverError
        If the time was too short.
    """
    # A shift and a factor change no optimal strategy; without them, large offsets and common
    # factors would slow the exact pivots.
    offset = int(payoffs.min())
    shifted = payoffs.astype(object) - offset
    unit = int(np.gcd.reduce(shifted, axis=None)) or 1
    entries = shifted // unit
    largest = int(entries.max())
    if largest < _PLAIN:
        game = BimatrixGame(entries.astype(np.int64), -entries.astype(np.int64))
    else:
        # No float holds such integers, so no game does; their ratios to the largest fit.
        unit *= largest
        game = BimatrixGame.zero_sum([[Fraction(v, largest) for v in row] for row in entries])
    found = solve(game, "zero-sum", timeout=timeout)
    if not len(found):
        raise SolverError(
            f"security level: the zero-sum game was not solved ({found.reason}); "
            "allow more time by timeout="
        )
    (equilibrium,) = found
    return offset + unit * equilibrium.payoffs[0], equilibrium.row, equilibrium.column
