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

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final, TypeAlias

import numpy as np

from gametheory.concepts.words import describe_strategy
from gametheory.errors import NumberError, ParameterError, UnknownNameError
from gametheory.formats.json_format import to_document as game_document
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction, read_number
from gametheory.results import Result, Table
from gametheory.strategy import MixedStrategy, action_values, read_strategy

__all__ = [
    "MODELS",
    "TIES",
    "LevelZero",
    "Levels",
    "cognitive_hierarchy",
    "level_k",
    "poisson_weights",
    "read_level_zero",
    "read_tau",
]

Strategy = tuple[Fraction, ...]
#: Level 0 of both players: ``"uniform"``, or a pair of actions or mixed strategies.
LevelZero: TypeAlias = Any

#: What is done with several best responses.
TIES: Final = ("uniform", "first")

MODELS: Final = ("level-k", "cognitive-hierarchy")

#: Levels that may be asked for; from a few levels on they repeat.
_MOST: Final = 1_000

#: Share of players beyond the highest level of a hierarchy.
_TAIL: Final = 1e-12

#: Largest tau; 1.5 describes most experiments.
MAX_TAU: Final = 100


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
        tables = [Table("", header, rows, left=left)]
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
    highest = _read_levels(levels)
    zero, words = read_level_zero(game, level_zero)
    _read_ties(ties)
    profiles = [zero]
    seen = {zero: 0}
    cycle = None
    while len(profiles) <= highest:
        row, column = profiles[-1]
        profiles.append((_best_reply(game, 0, column, ties), _best_reply(game, 1, row, ties)))
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
    weights = poisson_weights(mean, None if levels is None else _read_levels(levels))
    zero, words = read_level_zero(game, level_zero)
    _read_ties(ties)
    replies = hierarchy_replies(game, weights, zero, ties)
    rows, columns = (
        (zero[player], *(_equally(reply[player], game.shape[player]) for reply in replies))
        for player in (0, 1)
    )
    total = sum(weights, Fraction(0))
    shares = tuple(weight / total for weight in weights)
    return Levels(game, "cognitive-hierarchy", rows, columns, words, ties, mean, shares)


def hierarchy_replies(
    game: BimatrixGame, weights: Sequence[Fraction], zero: tuple[Strategy, Strategy], ties: str
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Actions that each level from 1 on plays, equally often, in a cognitive hierarchy.

    Parameters
    ----------
    game : BimatrixGame
    weights : sequence of Fraction
        Relative shares of levels 0, 1, ...
    zero : pair of strategies
        Level 0.
    ties : str
    """
    # Beliefs matter up to a factor only: all of them are held as integers.
    whole = lcm(*(p.denominator for own in zero for p in own), *range(1, max(game.shape) + 1))
    common = lcm(*(weight.denominator for weight in weights))
    shares = [int(weight * common) for weight in weights]
    own_payoffs = (
        game.integer_payoffs(0)[0].astype(object), game.integer_payoffs(1)[0].T.astype(object)
    )  # fmt: skip
    below = [np.array([shares[0] * int(p * whole) for p in own], dtype=object) for own in zero]
    replies = []
    for share in shares[1:]:
        reply = []
        for player in (0, 1):
            values = (own_payoffs[player] @ below[1 - player]).tolist()
            best = max(values)
            chosen = tuple(k for k, value in enumerate(values) if value == best)
            reply.append(chosen if ties == "uniform" else chosen[:1])
        for player in (0, 1):
            for k in reply[player]:
                below[player][k] += share * (whole // len(reply[player]))
        replies.append((reply[0], reply[1]))
    return replies


def poisson_weights(tau: Fraction, highest: int | None = None) -> list[Fraction]:
    """``tau^k / k!`` for k = 0, 1, ...: Poisson probabilities times exp(tau).

    Parameters
    ----------
    tau : Fraction
    highest : int, optional
        The last k; if not given, less than 1e-12 of the total lies beyond.
    """
    weights = [Fraction(1)]
    total = 1.0
    while True:
        k = len(weights)
        following = weights[-1] * tau / k
        share = float(following)
        total += share
        if highest is not None:
            if k > highest:
                return weights
        # Terms past 2 tau at least halve, so the rest is below twice the next term.
        elif k > 2 * tau and 2 * share <= _TAIL * total:
            return weights
        weights.append(following)


def _best_reply(
    game: BimatrixGame, player: int, opponent: Sequence[Fraction], ties: str
) -> Strategy:
    values = action_values(game.integer_payoffs(player), opponent, player)
    best = max(values)
    chosen = [k for k, value in enumerate(values) if value == best]
    if ties == "first":
        chosen = chosen[:1]
    return _equally(chosen, len(values))


def _equally(chosen: Sequence[int], size: int) -> Strategy:
    return MixedStrategy([int(k in chosen) for k in range(size)]).fractions


def read_level_zero(
    game: BimatrixGame, level_zero: LevelZero
) -> tuple[tuple[Strategy, Strategy], str]:
    """Read what level 0 does: both strategies, and words for it.

    Raises
    ------
    ParameterError
        If it is neither ``"uniform"`` nor a pair.
    StrategyError
        If a player has no such action or strategy.
    """
    m, n = game.shape
    if isinstance(level_zero, str) and level_zero == "uniform":
        return ((Fraction(1, m),) * m, (Fraction(1, n),) * n), "uniformly"
    if not isinstance(level_zero, (tuple, list)) or len(level_zero) != 2:
        raise ParameterError(
            "level_zero: expected 'uniform' or a pair with an action or a mixed strategy of each "
            f"player, got {level_zero!r:.60}"
        )
    strategies = []
    for player, given in enumerate(level_zero):
        size = game.shape[player]
        if isinstance(given, (list, tuple, np.ndarray)):
            strategies.append(read_strategy(given, size, player))
        else:
            index = game.action_index(player, given)
            strategies.append(tuple(Fraction(int(k == index)) for k in range(size)))
    first, second = strategies
    names = game.row_actions, game.column_actions
    words = "; ".join(
        f"{game.players[player]}: {describe_strategy(s, names[player])}"
        for player, s in enumerate(strategies)
    )
    return (first, second), words


def read_tau(tau: Any) -> Fraction:
    """Read tau exactly.

    Raises
    ------
    ParameterError
        If it is no number from 0 to `MAX_TAU`.
    """
    try:
        number = read_number(tau, "tau")
    except NumberError as error:
        raise ParameterError(str(error)) from None
    if isinstance(tau, bool) or not 0 <= number <= MAX_TAU:
        raise ParameterError(f"tau: expected a number between 0 and {MAX_TAU}, got {tau!s:.60}")
    return number


def _read_levels(levels: Any) -> int:
    if isinstance(levels, bool) or not hasattr(levels, "__index__") or not 0 <= levels <= _MOST:
        raise ParameterError(
            f"levels: expected a whole number from 0 to {_MOST:,}, got {levels!r:.60}"
        )
    return int(levels)


def _read_ties(ties: str) -> None:
    if ties not in TIES:
        raise UnknownNameError("tie rule", str(ties), TIES)
