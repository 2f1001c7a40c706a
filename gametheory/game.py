"""Bimatrix games.

A *bimatrix game* has two players. The row player chooses one of m actions, the
column player one of n; the pair is an *outcome* (a pure action profile), and
``A[i, j]`` and ``B[i, j]`` are the two payoffs there. A *mixed strategy* is a
probability vector over a player's actions; payoffs of mixed profiles are
expected payoffs, ``x' A y`` and ``x' B y``.

(One class; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gametheory.errors import GameError, StrategyError
from gametheory.labels import name_fault, read_actions, read_names
from gametheory.numbers import format_fraction
from gametheory.payoffs import FloatMatrix, IntegerMatrix, PayoffMatrix
from gametheory.strategy import expected_value, read_strategy
from gametheory.text import html_table, text_table
from gametheory.tolerances import NEAR_TIE

if TYPE_CHECKING:
    import nashpy

__all__ = ["BimatrixGame"]

ROW: Final = 0
COLUMN: Final = 1

#: Rows and columns shown at the prompt; more are cut with a count.
_SHOWN: Final = 12


class BimatrixGame:
    """A two-player game in strategic form; immutable.

    Parameters
    ----------
    A, B : array_like
        m x n payoffs of the row player and of the column player: int, Fraction,
        Decimal, float (read as its shortest decimal), text such as ``"1/3"``,
        numpy and sympy numbers.
    name : str, optional
        Title of the game.
    row_actions, column_actions : sequence of str, optional
        Distinct names of the actions; ``r1, r2, ...`` and ``c1, c2, ...`` if not
        given.
    players : pair of str, optional
        Names of the row player and the column player.

    Raises
    ------
    GameError
        If the payoffs are not two m x n matrices, or a name is empty, repeated
        or unprintable.
    NumberError
        If a payoff is not a finite number.

    Notes
    -----
    Two games are equal if their payoffs and action names are.

    Examples
    --------
    >>> game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="Prisoner's dilemma",
    ...                     row_actions=["C", "D"], column_actions=["C", "D"])
    >>> game
    Prisoner's dilemma (2 x 2)
          C     D
    C  3, 3  0, 5
    D  5, 0  1, 1
    >>> game.play("D", "C")
    (Fraction(5, 1), Fraction(0, 1))
    """

    def __init__(
        self,
        A: object,
        B: object,
        *,
        name: str | None = None,
        row_actions: Sequence[str] | None = None,
        column_actions: Sequence[str] | None = None,
        players: Sequence[str] = ("Row player", "Column player"),
    ) -> None:
        self._players = read_names(players, 2, "players")
        self._payoffs = (
            PayoffMatrix(A, "row player's payoffs"),
            PayoffMatrix(B, "column player's payoffs"),
        )
        if self._payoffs[0].shape != self._payoffs[1].shape:
            raise GameError(
                f"expected A and B of one shape, got {self._payoffs[0].shape} and "
                f"{self._payoffs[1].shape}; both are m x n, rows for the row player's actions"
            )
        m, n = self.shape
        self._row_actions = read_actions(row_actions, m, "row", "r")
        self._column_actions = read_actions(column_actions, n, "column", "c")
        if name is not None and not isinstance(name, str):
            raise GameError(f"name: expected text, got {type(name).__name__}")
        fault = name_fault(name) if name else None
        if fault is not None:
            raise GameError(f"name of the game: {fault}")
        self._name = name or ""

    @classmethod
    def zero_sum(cls, A: object, **labels: Any) -> BimatrixGame:
        """Game in which the column player gets -A.

        Parameters
        ----------
        A : array_like
            m x n payoffs of the row player.
        **labels
            Names, as for :class:`BimatrixGame`.
        """
        matrix = PayoffMatrix(A, "row player's payoffs")
        return cls(_rows(matrix, 1), _rows(matrix, -1), **labels)

    @classmethod
    def symmetric(cls, A: object, **labels: Any) -> BimatrixGame:
        """Game in which B is A transposed; `A` is n x n.

        ``column_actions`` default to ``row_actions``.
        """
        matrix = PayoffMatrix(A, "row player's payoffs")
        m, n = matrix.shape
        if m != n:
            raise GameError(f"a symmetric game needs a square matrix, got {m} x {n}")
        if labels.get("column_actions") is None:
            labels["column_actions"] = labels.get("row_actions")
        rows = _rows(matrix, 1)
        return cls(rows, [list(column) for column in zip(*rows, strict=True)], **labels)

    @classmethod
    def from_nashpy(cls, game: nashpy.Game, **labels: Any) -> BimatrixGame:
        """Read a :class:`nashpy.Game`."""
        matrices = getattr(game, "payoff_matrices", None)
        if matrices is None:
            raise GameError(f"expected a nashpy.Game, got {type(game).__name__}")
        if len(matrices) != 2:
            raise GameError(f"expected two payoff matrices, got {len(matrices)}")
        return cls(matrices[0], matrices[1], **labels)

    def to_nashpy(self) -> nashpy.Game:
        """Return a :class:`nashpy.Game` over float copies of the payoffs."""
        import nashpy

        return nashpy.Game(self.row_payoffs.copy(), self.column_payoffs.copy())

    def transposed(self) -> BimatrixGame:
        """Return the same game with the players' seats exchanged."""
        first, second = (
            [list(column) for column in zip(*_rows(matrix, 1), strict=True)]
            for matrix in self._payoffs
        )
        return BimatrixGame(
            second, first, name=self._name, row_actions=self._column_actions,
            column_actions=self._row_actions, players=self._players[::-1],
        )  # fmt: skip

    @property
    def name(self) -> str:
        """Title; empty if none was given."""
        return self._name

    @property
    def players(self) -> tuple[str, str]:
        """Names of the row player and the column player."""
        first, second = self._players
        return first, second

    @property
    def row_actions(self) -> tuple[str, ...]:
        """Names of the row player's m actions."""
        return self._row_actions

    @property
    def column_actions(self) -> tuple[str, ...]:
        """Names of the column player's n actions."""
        return self._column_actions

    @property
    def shape(self) -> tuple[int, int]:
        """(m, n): numbers of actions."""
        return self._payoffs[0].shape

    @property
    def row_payoffs(self) -> FloatMatrix:
        """A as a read-only m x n float array."""
        return self._payoffs[ROW].floats

    @property
    def column_payoffs(self) -> FloatMatrix:
        """B as a read-only m x n float array."""
        return self._payoffs[COLUMN].floats

    def integer_payoffs(self, player: int) -> tuple[IntegerMatrix, int]:
        """Exact payoffs: integers (int64, or Python integers) over one denominator.

        Parameters
        ----------
        player : int
            0 for the row player, 1 for the column player.
        """
        return self._payoffs[player].exact

    def comparable_payoffs(self, player: int) -> FloatMatrix | IntegerMatrix:
        """M x n array whose entries are ordered exactly as the payoffs are."""
        return self._payoffs[player].comparable

    def payoff_range(self, player: int) -> Fraction:
        """Largest minus smallest payoff of a player, exact."""
        return self._payoffs[player].range

    def payoff(self, i: int, j: int) -> tuple[Fraction, Fraction]:
        """Both exact payoffs at outcome (i, j), counted from 0."""
        return self._payoffs[ROW].entry(i, j), self._payoffs[COLUMN].entry(i, j)

    def payoff_text(self, i: int, j: int) -> tuple[str, str]:
        """Both exact payoffs at outcome (i, j) as text."""
        first, second = self.payoff(i, j)
        return format_fraction(first), format_fraction(second)

    def play(self, row_action: str | int, column_action: str | int) -> tuple[Fraction, Fraction]:
        """Both payoffs when the two actions are played.

        Parameters
        ----------
        row_action, column_action : str or int
            Name of an action, or its index counted from 0.
        """
        return self.payoff(
            self.action_index(ROW, row_action), self.action_index(COLUMN, column_action)
        )

    def action_index(self, player: int, action: str | int | np.integer[Any]) -> int:
        """Index, from 0, of a player's action given by name or index.

        Raises
        ------
        StrategyError
            If the player has no such action.
        """
        names = (self._row_actions, self._column_actions)[player]
        if isinstance(action, str):
            if action in names:
                return names.index(action)
        elif (
            isinstance(action, (int, np.integer))
            and not isinstance(action, bool)
            and 0 <= action < len(names)
        ):
            return int(action)
        raise StrategyError(
            f"{self._players[player]} has no action {action!r}; "
            f"expected 0 to {len(names) - 1} or one of {', '.join(names[:10])}"
        )

    def __getitem__(self, profile: tuple[Any, Any]) -> tuple[Fraction, Fraction]:
        """Both expected payoffs of a profile of mixed strategies, exact.

        Each strategy is a probability vector, or the name or index of an action.
        """
        if not isinstance(profile, tuple) or len(profile) != 2:
            raise StrategyError("expected game[x, y] with a strategy for each player")
        x, y = (
            read_strategy(self._as_vector(player, strategy), self.shape[player], player)
            for player, strategy in enumerate(profile)
        )
        return expected_value(self._payoffs[ROW].exact, x, y), expected_value(
            self._payoffs[COLUMN].exact, x, y
        )

    def _as_vector(self, player: int, strategy: Any) -> Any:
        if isinstance(strategy, (str, int, np.integer)):
            index = self.action_index(player, strategy)
            return [int(k == index) for k in range(self.shape[player])]
        return strategy

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether B is A transposed."""
        m, n = self.shape
        (first, first_denominator), (second, second_denominator) = (p.exact for p in self._payoffs)
        return (
            m == n
            and first_denominator == second_denominator
            and bool(np.array_equal(first, second.T))
        )

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know about the payoffs, e.g. near ties."""
        notes = []
        for player, axis in ((ROW, 0), (COLUMN, 1)):
            count = self._payoffs[player].near_ties(axis)
            if count:
                notes.append(
                    f"near-tie: {count} pair{'s' * (count > 1)} of {self._players[player]}'s "
                    f"payoffs differ by less than {NEAR_TIE:g} of the payoff range; they are taken "
                    "as different. Round them if they are meant to be equal."
                )
        return tuple(notes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BimatrixGame):
            return NotImplemented
        return (
            self._row_actions == other._row_actions
            and self._column_actions == other._column_actions
            and self._payoffs == other._payoffs
        )

    def __hash__(self) -> int:
        return hash((self._row_actions, self._column_actions, self._payoffs))

    def __repr__(self) -> str:
        m, n = self.shape
        title = f"{self._name or 'Bimatrix game'} ({m} x {n})"
        rows, cut = self._cells()
        return "\n".join([title, text_table(rows), *cut])

    def _repr_html_(self) -> str:
        m, n = self.shape
        rows, cut = self._cells()
        note = "".join(f"<p>{html.escape(line)}</p>" for line in cut)
        return html_table(rows, f"{self._name or 'Bimatrix game'} ({m} x {n})") + note

    def _cells(self) -> tuple[list[list[str]], list[str]]:
        m, n = self.shape
        shown_m, shown_n = min(m, _SHOWN), min(n, _SHOWN)
        rows = [["", *self._column_actions[:shown_n]]]
        for i in range(shown_m):
            cells = (", ".join(self.payoff_text(i, j)) for j in range(shown_n))
            rows.append([self._row_actions[i], *cells])
        cut = []
        if (shown_m, shown_n) != (m, n):
            cut.append(f"({shown_m} of {m} rows and {shown_n} of {n} columns shown)")
        return rows, cut


def _rows(matrix: PayoffMatrix, sign: int) -> list[list[Fraction]]:
    integers, denominator = matrix.exact
    return [[Fraction(sign * int(v), denominator) for v in row] for row in integers.tolist()]
