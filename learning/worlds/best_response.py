"""Exact values of repeated games: of two fixed strategies, and of the best answer to one.

Against a fixed strategy that hangs on the last m outcomes a player faces a Markov decision
process whose states are those histories. Its *best response* is found by *policy iteration*
(Howard 1960, *Dynamic Programming and Markov Processes*): solve the values of a policy, then
take the best action in every state, until no action is better than the one taken; each round
solves a linear system in exact fractions, so ties are ties. The *value* of a history is the
expected discounted sum of payoffs from there on; the *value per round* is that times one minus
the effective discount (:mod:`learning.worlds.strategy_tables`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.numbers import format_fraction
from gametheory.results import Result, Table
from learning.worlds.decisions import decision_process, solve_decisions
from learning.worlds.repeated import RepeatedGame
from learning.worlds.strategy_tables import (
    effective_discount,
    history_text,
    read_player,
    solve_values,
    strategy_table,
    trembled,
    watched,
)

__all__ = ["BestResponse", "DiscountedValues", "best_response", "discounted_values"]


@dataclass(frozen=True, slots=True, repr=False)
class DiscountedValues(Result):
    """What two fixed strategies are worth against each other.

    Attributes
    ----------
    world : RepeatedGame
    effective_discount : Fraction
    values : tuple of (Fraction, Fraction)
        Both players' expected discounted sums of payoffs from each history on.
    """

    world: RepeatedGame
    effective_discount: Fraction
    values: tuple[tuple[Fraction, Fraction], ...]

    @property
    def at_start(self) -> tuple[Fraction, Fraction]:
        """The values where episodes begin."""
        return self.values[self.world.start]

    @property
    def per_round(self) -> tuple[Fraction, Fraction]:
        """The values at the start times one minus the effective discount."""
        first, second = self.at_start
        return (1 - self.effective_discount) * first, (1 - self.effective_discount) * second

    def summary(self) -> str:
        """The values per round from the start."""
        first, second = self.per_round
        players = self.world.game.players
        return (
            f"Values per round from the start: {format_fraction(first)} for {players[0]}, "
            f"{format_fraction(second)} for {players[1]}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Values from each history."""
        rows = [
            (history_text(self.world, k), format_fraction(first), format_fraction(second))
            for k, (first, second) in enumerate(self.values)
        ]
        return (Table("Discounted values", ("after", *self.world.game.players), rows),)

    def to_document(self) -> dict[str, Any]:
        """Values as text, schema ``gametheory/discounted-values/1``."""
        return {
            "schema": "gametheory/discounted-values/1",
            "world": repr(self.world),
            "effective_discount": format_fraction(self.effective_discount),
            "start": self.world.start,
            "values": [[format_fraction(v) for v in pair] for pair in self.values],
        }


@dataclass(frozen=True, slots=True, repr=False)
class BestResponse(Result):
    """The best answer to a fixed strategy, from every history.

    Attributes
    ----------
    world : RepeatedGame
    player : int
        Who answers.
    effective_discount : Fraction
    values : tuple of Fraction
        The largest expected discounted sum of payoffs from each history on.
    action_values : tuple of tuple of Fraction
        In each history, what each action is worth if the best is done ever after.
    """

    world: RepeatedGame
    player: int
    effective_discount: Fraction
    values: tuple[Fraction, ...]
    action_values: tuple[tuple[Fraction, ...], ...]

    @property
    def best_actions(self) -> tuple[tuple[int, ...], ...]:
        """In each history, all actions that are best; any choice among them is optimal."""
        return tuple(
            tuple(a for a, v in enumerate(row) if v == value)
            for row, value in zip(self.action_values, self.values, strict=True)
        )

    @property
    def policy(self) -> tuple[int, ...]:
        """In each history, the first of the best actions."""
        return tuple(actions[0] for actions in self.best_actions)

    @property
    def at_start(self) -> Fraction:
        """The value where episodes begin."""
        return self.values[self.world.start]

    @property
    def per_round(self) -> Fraction:
        """The value at the start times one minus the effective discount."""
        return (1 - self.effective_discount) * self.at_start

    def summary(self) -> str:
        """The value per round from the start, and the best action there."""
        names = (self.world.game.row_actions, self.world.game.column_actions)[self.player]
        first = " or ".join(names[a] for a in self.best_actions[self.world.start])
        return (
            f"The best response of {self.world.game.players[self.player]} is worth "
            f"{format_fraction(self.per_round)} per round; it starts with {first}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Best actions and the value of each action, after each history."""
        names = (self.world.game.row_actions, self.world.game.column_actions)[self.player]
        rows = [
            (
                history_text(self.world, k),
                " or ".join(names[a] for a in self.best_actions[k]),
                *(format_fraction(v) for v in row),
            )
            for k, row in enumerate(self.action_values)
        ]
        header = ("after", "best", *names)
        return (Table("What each action is worth, followed by the best", header, rows, (0, 1)),)

    def to_document(self) -> dict[str, Any]:
        """Values as text, schema ``gametheory/best-response/1``."""
        return {
            "schema": "gametheory/best-response/1",
            "world": repr(self.world),
            "player": self.player,
            "effective_discount": format_fraction(self.effective_discount),
            "start": self.world.start,
            "best_actions": [list(actions) for actions in self.best_actions],
            "values": [format_fraction(v) for v in self.values],
            "action_values": [[format_fraction(v) for v in row] for row in self.action_values],
        }


def discounted_values(
    world: RepeatedGame, row: Any, column: Any, discount: Any
) -> DiscountedValues:
    """Compute exactly what two fixed strategies are worth against each other.

    Parameters
    ----------
    world : RepeatedGame
        Without noisy monitoring; trembles and a continuation probability are taken into
        account.
    row, column : specification or sequence
        As for :func:`learning.worlds.strategy_tables.strategy_table`.
    discount : number
        In [0, 1), or 1 where episodes end by themselves; read exactly.

    Raises
    ------
    ParameterError
        If something does not fit.

    Examples
    --------
    >>> from gametheory import BimatrixGame
    >>> from learning import RepeatedGame, TitForTat
    >>> game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> world = RepeatedGame(game, memory=1)
    >>> discounted_values(world, TitForTat(opening=1), TitForTat(), "9/10").per_round
    (Fraction(50, 19), Fraction(45, 19))
    """
    watched(world)
    factor = effective_discount(world, discount)
    tables = [strategy_table(world, k, given) for k, given in enumerate((row, column))]
    m, n = world.n_actions
    payoffs = [[world.game.payoff(i, j) for j in range(n)] for i in range(m)]
    chain, rewards = [], []
    for state in range(world.n_observations[0]):
        x, y = (trembled(world, k, tables[k][state]) for k in (0, 1))
        chances = {(i, j): x[i] * y[j] for i in range(m) for j in range(n) if x[i] and y[j]}
        chain.append({world.next_history(state, *done): p for done, p in chances.items()}
                     if world.memory else {0: Fraction(1)})  # fmt: skip
        rewards.append(
            [sum((p * payoffs[i][j][k] for (i, j), p in chances.items()), Fraction(0))
             for k in (0, 1)]
        )  # fmt: skip
    values = solve_values(chain, rewards, factor)
    return DiscountedValues(world, factor, tuple((v[0], v[1]) for v in values))


def best_response(
    world: RepeatedGame, opponent: Any, discount: Any, *, player: int = 0
) -> BestResponse:
    """Find the best response to a fixed strategy, exactly, from every history.

    Parameters
    ----------
    world : RepeatedGame
        Without noisy monitoring; trembles and a continuation probability are taken into
        account.
    opponent : specification or sequence
        As for :func:`learning.worlds.strategy_tables.strategy_table`.
    discount : number
        In [0, 1), or 1 where episodes end by themselves; read exactly.
    player : int
        Who answers: 0 or 1.

    Raises
    ------
    ParameterError
        If something does not fit.

    Examples
    --------
    >>> from gametheory import BimatrixGame
    >>> from learning import RepeatedGame, TitForTat
    >>> game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> best_response(RepeatedGame(game, memory=1), TitForTat(), "9/10").policy
    (0, 0, 0, 0, 0)
    """
    watched(world)
    number = read_player(player)
    factor = effective_discount(world, discount)
    table = strategy_table(world, 1 - number, opponent)
    chains, rewards = decision_process(world, number, table)
    values, action_values = solve_decisions(chains, rewards, factor)
    return BestResponse(world, number, factor, tuple(values), action_values)
