"""How a game was played: counts, frequencies or a log of rounds.

*Counts* say how often each action, or each pair of actions (*joint* counts), was played;
*frequencies* are shares only. A *log* lists the rounds one by one. Statements about chance
(tests, intervals) need to know how many plays there were; tests need the counts
themselves.

(One class; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.catalog import ObservedPlay as PublishedPlay
from gametheory.concepts.joint import Joint
from gametheory.errors import ParameterError, StrategyError
from gametheory.formats.json_format import to_document as game_document
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal, format_fraction
from gametheory.results import Result, Table
from gametheory.strategy import read_strategy

__all__ = ["MAX_PLAYS", "ObservedPlay", "action_indices"]

#: Largest number of plays that counts may add up to; likelihoods are floats.
MAX_PLAYS: Final = 2**53


@dataclass(frozen=True, repr=False, eq=False)
class ObservedPlay(Result):
    """How a game was played.

    Made by :meth:`from_counts`, :meth:`from_joint_counts`, :meth:`from_frequencies`,
    :meth:`from_rounds` or :meth:`from_catalog`; from a file by
    :func:`gametheory.concepts.read_play`.

    Attributes
    ----------
    game : BimatrixGame
    row, column : tuple of Fraction
        Relative frequencies of each player's actions.
    plays : (int, int) or None
        How many choices of each player stand behind them; None if that is not known.
    counts : pair of tuples of int, or None
        How often each player played each action, where that is known.
    joint_counts : m tuples of n ints, or None
        How often each outcome was played, where that is known.
    source, note : str
        Who observed it; what a careful reader should know.
    """

    game: BimatrixGame = field()
    row: tuple[Fraction, ...]
    column: tuple[Fraction, ...]
    plays: tuple[int, int] | None = None
    counts: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    joint_counts: tuple[tuple[int, ...], ...] | None = None
    source: str = ""
    note: str = ""

    @classmethod
    def from_counts(
        cls, game: BimatrixGame, row: Any, column: Any, *, source: str = "", note: str = ""
    ) -> ObservedPlay:
        """Play given by how often each player played each action.

        Parameters
        ----------
        game : BimatrixGame
        row, column : sequence of int
            m and n counts; the two sums may differ, if the players were not observed
            together.
        source, note : str

        Raises
        ------
        ParameterError
            If the counts are not whole numbers >= 0, one for each action, with a positive
            sum.
        """
        counts = tuple(
            _read_counts(values, game.shape[player], game.players[player])
            for player, values in enumerate((row, column))
        )
        return cls._counted(game, (counts[0], counts[1]), None, source, note)

    @classmethod
    def from_joint_counts(
        cls, game: BimatrixGame, counts: Any, *, source: str = "", note: str = ""
    ) -> ObservedPlay:
        """Play given by how often each outcome was played.

        Parameters
        ----------
        game : BimatrixGame
        counts : m sequences of n ints
        source, note : str

        Raises
        ------
        ParameterError
            As for :meth:`from_counts`.
        """
        m, n = game.shape
        rows = _sequence(counts, m, "joint counts", "rows")
        cells = [
            _read_counts(row, n, f"joint counts, row {i}", empty=True) for i, row in enumerate(rows)
        ]
        sums = tuple(map(sum, cells)), tuple(map(sum, zip(*cells, strict=True)))
        if not 0 < sum(sums[0]) <= MAX_PLAYS:
            raise ParameterError(
                f"joint counts: expected a sum between 1 and 2**53, got {sum(sums[0])}"
            )
        return cls._counted(game, sums, tuple(cells), source, note)

    @classmethod
    def from_frequencies(
        cls, game: BimatrixGame, row: Any, column: Any, *, plays: int | None = None,
        source: str = "", note: str = "",
    ) -> ObservedPlay:  # fmt: skip
        """Play given by shares.

        Parameters
        ----------
        game : BimatrixGame
        row, column : sequence of numbers
            Shares, as for :func:`gametheory.strategy.read_strategy`.
        plays : int, optional
            How many plays stand behind them.
        source, note : str

        Raises
        ------
        StrategyError
            If the shares are not a mixed strategy for each player.
        ParameterError
            If `plays` is no whole number >= 1.
        """
        m, n = game.shape
        number = None if plays is None else _count(plays, "plays", 1)
        return cls(
            game, read_strategy(row, m, 0), read_strategy(column, n, 1),
            None if number is None else (number, number), source=source, note=note,
        )  # fmt: skip

    @classmethod
    def from_rounds(
        cls, game: BimatrixGame, row: Iterable[Any], column: Iterable[Any], *, source: str = "",
        note: str = "",
    ) -> ObservedPlay:  # fmt: skip
        """Play given round by round.

        Parameters
        ----------
        game : BimatrixGame
        row, column : iterable of str or int
            What each player played in each round, by name or by index counted from 0:
            lists, arrays, columns of a data frame.
        source, note : str

        Raises
        ------
        ParameterError
            If the two differ in length, or are empty.
        StrategyError
            If a player has no such action; with the round, counted from 0.
        """
        played = [
            action_indices(game, player, actions) for player, actions in enumerate((row, column))
        ]
        if len(played[0]) != len(played[1]) or not len(played[0]):
            raise ParameterError(
                "expected one action of each player in every round, got "
                f"{len(played[0])} of {game.players[0]} and {len(played[1])} of {game.players[1]}"
            )
        m, n = game.shape
        cells = np.bincount(played[0] * n + played[1], minlength=m * n).reshape(m, n)
        return cls.from_joint_counts(game, cells, source=source, note=note)

    @classmethod
    def from_catalog(cls, game: BimatrixGame, observed: PublishedPlay) -> ObservedPlay:
        """Play that the catalogue reports with a game, e.g. ``get("penalty-kicks").observed``."""
        return cls.from_frequencies(
            game, observed.row, observed.column, plays=observed.sample_size,
            source=observed.source, note=observed.note,
        )  # fmt: skip

    @classmethod
    def _counted(
        cls, game: BimatrixGame, counts: tuple[tuple[int, ...], tuple[int, ...]],
        joint: tuple[tuple[int, ...], ...] | None, source: str, note: str,
    ) -> ObservedPlay:  # fmt: skip
        totals = sum(counts[0]), sum(counts[1])
        row, column = (
            tuple(Fraction(c, total) for c in own)
            for own, total in zip(counts, totals, strict=True)
        )
        return cls(game, row, column, totals, counts, joint, source, note)

    @property
    def profile(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Both players' frequencies."""
        return self.row, self.column

    @property
    def joint(self) -> Joint | None:
        """Joint frequencies; None without joint counts."""
        if self.joint_counts is None or self.plays is None:
            return None
        total = self.plays[0]
        return tuple(tuple(Fraction(c, total) for c in row) for row in self.joint_counts)

    def weights(self) -> NDArray[np.float64]:
        """How often each action was played, of both players in turn; shares if unknown.

        Frequencies with a known number of plays are multiplied by it.
        """
        scale = (1, 1) if self.plays is None else self.plays
        return np.array(
            [float(p * scale[player]) for player in (0, 1) for p in self.profile[player]]
        )

    def summary(self) -> str:
        """One line: of which game, how many plays, what is known."""
        name = f" of {self.game.name}" if self.game.name else ""
        if self.plays is None:
            return f"observed play{name}: frequencies; the number of plays is not known"
        first, second = self.plays
        number = f"{first:,} plays" if first == second else f"{first:,} and {second:,} plays"
        what = (
            "joint counts" if self.joint_counts is not None
            else "counts of each player's actions" if self.counts is not None
            else "frequencies, no counts"
        )  # fmt: skip
        return f"observed play{name}: {number}; {what}"

    def tables(self) -> tuple[Table, ...]:
        """Frequencies and counts."""
        rows = [
            (self.game.players[player], action, format_decimal(self.profile[player][k]),
             "" if self.counts is None else str(self.counts[player][k]))
            for player in (0, 1)
            for k, action in enumerate((self.game.row_actions, self.game.column_actions)[player])
        ]  # fmt: skip
        return (Table("", ("player", "action", "share", "count"), rows, left=(0, 1)),)

    @property
    def notes(self) -> tuple[str, ...]:
        """Source and note."""
        return tuple(text for text in (self.source, self.note) if text)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/observed-play/1``."""
        return {
            "schema": "gametheory/observed-play/1",
            "game": game_document(self.game),
            "row": [format_fraction(p) for p in self.row],
            "column": [format_fraction(p) for p in self.column],
            "plays": None if self.plays is None else list(self.plays),
            "counts": None if self.counts is None else [list(own) for own in self.counts],
            "joint_counts": None
            if self.joint_counts is None
            else [list(row) for row in self.joint_counts],
            "source": self.source,
            "note": self.note,
        }


def action_indices(game: BimatrixGame, player: int, actions: Iterable[Any]) -> NDArray[np.int64]:
    """Indices of actions given one by one; each distinct action is looked up once.

    Parameters
    ----------
    game : BimatrixGame
    player : int
    actions : iterable of str or int
        By name or index counted from 0.
    """
    if isinstance(actions, (str, bytes, dict, set, frozenset)) or not hasattr(actions, "__iter__"):
        raise ParameterError(
            f"{game.players[player]}: expected the actions of all rounds in order, got "
            f"{type(actions).__name__}"
        )
    if isinstance(actions, np.ma.MaskedArray):
        raise ParameterError(f"{game.players[player]}: expected actions, got a masked array")
    if isinstance(actions, np.ndarray) and actions.ndim == 1 and actions.dtype.kind in "iu":
        outside = np.flatnonzero((actions < 0) | (actions >= game.shape[player]))
        if not len(outside):
            return actions.astype(np.int64)
    known: dict[Any, int] = {}
    found = []
    for k, action in enumerate(actions):
        # 1, True and 1.0 are one key of a dict; the type keeps them apart.
        key = (type(action), action) if action.__hash__ else None
        if key is None or key not in known:
            try:
                index = game.action_index(player, action)
            except StrategyError as error:
                raise StrategyError(f"round {k}: {error}") from None
            if key is None:
                found.append(index)
                continue
            known[key] = index
        found.append(known[key])
    return np.array(found, dtype=np.int64)


def _sequence(values: Any, count: int, what: str, of: str) -> list[Any]:
    wrong = isinstance(values, (str, bytes, dict, set, frozenset, np.ma.MaskedArray))
    if wrong or not hasattr(values, "__iter__"):
        raise ParameterError(f"{what}: expected {count} {of}, got {type(values).__name__}")
    items = list(values)
    if len(items) != count:
        raise ParameterError(f"{what}: expected {count} {of}, got {len(items)}")
    return items


def _read_counts(values: Any, count: int, what: str, *, empty: bool = False) -> tuple[int, ...]:
    items = _sequence(values, count, what, "counts")
    numbers = tuple(_count(v, f"{what}, count {k}", 0) for k, v in enumerate(items))
    if not empty and not 0 < sum(numbers) <= MAX_PLAYS:
        raise ParameterError(
            f"{what}: expected a sum of counts between 1 and 2**53, got {sum(numbers)}"
        )
    return numbers


def _count(value: Any, what: str, least: int) -> int:
    # Counts from a data frame with gaps are whole floats; 3.5 and NaN are neither.
    whole = isinstance(value, (float, np.floating)) and float(value).is_integer()
    integer = isinstance(value, (int, np.integer)) and not isinstance(value, (bool, np.bool_))
    if not (whole or integer) or not least <= int(value) <= MAX_PLAYS:
        raise ParameterError(
            f"{what}: expected a whole number of at least {least}, got {value!r:.60}"
        )
    return int(value)
