"""Level-k reasoning and the Poisson cognitive hierarchy.

A *level-0* player does not reason; what such players do is named, uniform play if nothing
else. *Level k* of each player responds best to level k - 1 of the other (Stahl & Wilson
1994, "Experimental evidence on players' models of other players", JEBO 25; Nagel 1995,
"Unraveling in guessing games: an experimental study", AER 85). In a *cognitive hierarchy*
level k responds best to the mix of all levels below, whose shares among all players are
Poisson, ``f(k) = exp(-tau) tau^k / k!``, cut at k and rescaled (Camerer, Ho & Chong 2004,
"A cognitive hierarchy model of games", QJE 119). *tau* is the mean number of steps.

Several best responses are shared equally, or the first one is taken, as the *tie rule*
says. All strategies are exact: exp(-tau) cancels from the beliefs, so for a rational tau
they are rational.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from gametheory.concepts.level_rules import (
    LevelZero,
    Strategy,
    best_reply,
    equally,
    hierarchy_replies,
    poisson_weights,
    read_level_zero,
    read_levels,
    read_tau,
    read_ties,
)
from gametheory.concepts.words import describe_strategy
from gametheory.formats.json_format import to_document as game_document
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = ["Levels", "cognitive_hierarchy", "level_k"]


#: Levels of a hierarchy are shown up to the last one with this share, at most so many rows.
_SMALLEST_SHOWN: Final = Fraction(1, 20_000)
_MOST_ROWS: Final = 20


@dataclass(frozen=True, repr=False)
class Levels(Result):
    """What each level of reasoning plays.

    Attributes
    ----------
    game : BimatrixGame
    model : str
        ``"level-k"`` or ``"cognitive-hierarchy"``.
    row, column : tuple of tuples of Fraction
        Mixed strategies of levels 0, 1, 2, ... of each player.
    level_zero : str
        What level 0 does, in words.
    ties : str
        ``"uniform"`` or ``"first"``.
    tau : Fraction or None
        Mean number of steps; None for level-k.
    shares : tuple of Fraction
        Shares of the levels in a population, Poisson up to the highest level and rescaled;
        empty for level-k.
    cycle : (int, int) or None
        First level from which levels repeat, and the number of levels in the cycle; None
        if they do not repeat among those listed, or in a hierarchy.
    """

    game: BimatrixGame
    model: str
    row: tuple[Strategy, ...]
    column: tuple[Strategy, ...]
    level_zero: str
    ties: str
    tau: Fraction | None = None
    shares: tuple[Fraction, ...] = ()
    cycle: tuple[int, int] | None = None

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, level: int) -> tuple[Strategy, Strategy]:
        return self.row[level], self.column[level]

    @property
    def population(self) -> tuple[Strategy, Strategy] | None:
        """What the whole population plays: levels weighted by their shares; None for level-k."""
        if not self.shares:
            return None
        first, second = (
            tuple(sum((s * p for s, p in zip(self.shares, own, strict=True) if p), Fraction(0))
                  for own in zip(*levels, strict=True))
            for levels in (self.row, self.column)
        )  # fmt: skip
        return first, second

    def summary(self) -> str:
        """One line: the model, level 0, ties, cycle."""
        name = f" of {self.game.name}" if self.game.name else ""
        if self.tau is not None:
            return (
                f"Poisson cognitive hierarchy{name}, tau {format_brief(self.tau)}, levels 0 to "
                f"{len(self) - 1}; level 0 plays {self.level_zero}; ties: {self.ties}"
            )
        tail = ""
        if self.cycle is not None:
            start, length = self.cycle
            tail = (
                f"; from level {start} on nothing changes" if length == 1
                else f"; from level {start} on the levels repeat every {length}"
            )  # fmt: skip
        return (
            f"level-k strategies{name}, levels 0 to {len(self) - 1}; level 0 plays "
            f"{self.level_zero}; ties: {self.ties}{tail}"
        )

    def tables(self) -> tuple[Table, ...]:
        """One row a level; the population below."""
        names = self.game.row_actions, self.game.column_actions
        rows = [
            (str(k), *([f"{float(self.shares[k]):.4f}"] if self.shares else []),
             *(describe_strategy(level, names[player]) for player, level in enumerate(self[k])))
            for k in range(len(self))
        ]  # fmt: skip
        header = ("level", *(["share"] if self.shares else []), *self.game.players)
        left = (2, 3) if self.shares else (1, 2)
        seen = [k for k, share in enumerate(self.shares) if share >= _SMALLEST_SHOWN]
        most = min(seen[-1] + 1, _MOST_ROWS) if seen else _MOST_ROWS
        tables = [Table("", header, rows, left=left, most=most)]
        population = self.population
        if population is not None:
            mixes = [
                (self.game.players[player], names[player][a], f"{float(p):.4f}")
                for player in (0, 1)
                for a, p in enumerate(population[player])
            ]
            tables.append(Table("population", ("", "action", "share"), mixes, left=(0, 1)))
        return tuple(tables)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/levels/1``."""
        return {
            "schema": "gametheory/levels/1",
            "game": game_document(self.game),
            "model": self.model,
            "level_zero": self.level_zero,
            "ties": self.ties,
            "tau": None if self.tau is None else format_fraction(self.tau),
            "row": [[format_fraction(p) for p in level] for level in self.row],
            "column": [[format_fraction(p) for p in level] for level in self.column],
            "shares": [format_fraction(s) for s in self.shares],
            "cycle": None if self.cycle is None else list(self.cycle),
        }


def level_k(
    game: BimatrixGame,
    levels: int = 4,
    *,
    level_zero: LevelZero = "uniform",
    ties: str = "uniform",
) -> Levels:
    """Level-k strategies of both players, exact.

    Parameters
    ----------
    game : BimatrixGame
    levels : int
        The highest level, 0 to 1,000.
    level_zero : "uniform" or pair
        What level 0 of each player does: an action's name or index, or a mixed strategy.
    ties : str
        ``"uniform"``: best responses are played equally often; ``"first"``: the first one.

    Raises
    ------
    ParameterError
        If the number of levels is out of range.
    StrategyError
        If level 0 is no strategy of a player.
    UnknownNameError
        If there is no such tie rule.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> from gametheory.strategy import support
    >>> level = level_k(load("travelers-dilemma:low=2,high=100"), level_zero=("100", "100"))
    >>> [support(strategy) for strategy in level.row]
    [(98,), (97,), (96,), (95,), (94,)]
    """
    highest = read_levels(levels)
    zero, words = read_level_zero(game, level_zero)
    read_ties(ties)
    profiles = [zero]
    seen = {zero: 0}
    cycle = None
    while len(profiles) <= highest:
        row, column = profiles[-1]
        profiles.append((best_reply(game, 0, column, ties), best_reply(game, 1, row, ties)))
        first = seen.setdefault(profiles[-1], len(profiles) - 1)
        if cycle is None and first < len(profiles) - 1:
            cycle = first, len(profiles) - 1 - first
    return Levels(
        game, "level-k", tuple(p[0] for p in profiles), tuple(p[1] for p in profiles), words, ties,
        cycle=cycle,
    )  # fmt: skip


def cognitive_hierarchy(
    game: BimatrixGame,
    tau: Any = Fraction(3, 2),
    *,
    levels: int | None = None,
    level_zero: LevelZero = "uniform",
    ties: str = "uniform",
) -> Levels:
    """Poisson cognitive hierarchy of both players, exact.

    Parameters
    ----------
    game : BimatrixGame
    tau : number
        Mean number of steps of reasoning, 0 to `MAX_TAU`; 1.5 describes most of the
        experiments of Camerer, Ho & Chong (2004).
    levels : int, optional
        The highest level; if not given, so high that less than 1e-12 of the population
        lies beyond.
    level_zero, ties
        As for :func:`level_k`.

    Raises
    ------
    ParameterError
        If tau or the number of levels is out of range.
    StrategyError, UnknownNameError
        As for :func:`level_k`.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> hierarchy = cognitive_hierarchy(load("prisoners-dilemma"), "3/2")
    >>> round(float(hierarchy.population[0][1]), 4)  # 1 - exp(-3/2) / 2
    0.8884
    """
    mean = read_tau(tau)
    weights = poisson_weights(mean, None if levels is None else read_levels(levels))
    zero, words = read_level_zero(game, level_zero)
    read_ties(ties)
    replies = hierarchy_replies(game, weights, zero, ties)
    rows, columns = (
        (zero[player], *(equally(reply[player], game.shape[player]) for reply in replies))
        for player in (0, 1)
    )
    total = sum(weights, Fraction(0))
    shares = tuple(weight / total for weight in weights)
    return Levels(game, "cognitive-hierarchy", rows, columns, words, ties, mean, shares)
