"""Fixed strategies of repeated games as exact tables, and what follows from two of them.

A *table* of a player holds, for each observation of a :class:`learning.RepeatedGame`, the
probabilities of the player's actions there, as fractions. The *effective discount* is the
discount factor times the probability that the episode goes on: what a round is worth next to
the round before it.

Players must see what was done: under noisy monitoring the two hold different histories, and
what one knows is no state of the world.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from gametheory.errors import ParameterError, StrategyError
from gametheory.numbers import read_number
from gametheory.strategy import read_strategy
from learning.parameters import read_count
from learning.worlds.repeated import RepeatedGame

__all__ = ["Chain", "Table", "effective_discount", "history_text", "solve_values", "strategy_table",
           "trembled", "watched"]  # fmt: skip

#: Probabilities of a player's actions in each observation.
Table = tuple[tuple[Fraction, ...], ...]

#: For each state what may follow, and how likely that is.
Chain = Sequence[dict[int, Fraction]]

#: Most states of an exact solution: a dense linear system in exact numbers takes minutes beyond.
_MOST: Final = 1_500


def watched(world: Any) -> RepeatedGame:
    """Return the world, if exact answers can be given in it.

    Raises
    ------
    ParameterError
        If it is no repeated game, has noisy monitoring, or more than 1,500 histories.
    """
    if not isinstance(world, RepeatedGame):
        raise ParameterError(f"world: expected a RepeatedGame, got {type(world).__name__}")
    if world.noise != (0.0, 0.0):
        raise ParameterError(
            f"world: expected players who see what was done, got noise={world.noise}; with noisy "
            "monitoring their histories differ and are no state of the world"
        )
    if world.n_observations[0] > _MOST:
        raise ParameterError(
            f"world: {world.n_observations[0]:,} histories are more than the {_MOST:,} that exact "
            "solutions are made for; use less memory"
        )
    return world


def effective_discount(world: RepeatedGame, discount: Any) -> Fraction:
    """Discount factor times continuation probability.

    Parameters
    ----------
    world : RepeatedGame
    discount : number
        In [0, 1]; below 1 unless episodes end by themselves.

    Raises
    ------
    ParameterError
        If it is out of range.
    """
    factor = read_number(discount, "discount")
    going_on = read_number(world.continuation)
    if not 0 <= factor <= 1 or factor * going_on == 1:
        raise ParameterError(
            f"discount: expected a number in [0, 1{']' if going_on < 1 else ')'}, got {discount}"
        )
    return factor * going_on


def strategy_table(world: RepeatedGame, player: int, strategy: Any) -> Table:
    """Read a fixed strategy of one player.

    Parameters
    ----------
    world : RepeatedGame
    player : int
    strategy : specification or sequence
        A specification such as ``TitForTat()``, ``MemoryOne(...)``, ``FixedStrategy(...)``, or
        for each observation an action's number or name, or probabilities of the actions. Floats
        are read as the shortest decimals that Python prints for them.

    Raises
    ------
    ParameterError
        If the strategy does not fit the world.
    """
    size, seen = world.n_actions[player], world.n_observations[player]
    given: Any = strategy
    if hasattr(strategy, "after"):
        histories = world.own_histories(player)
        if histories is None:
            raise ParameterError(
                f"{type(strategy).__name__} answers what the players did before; give "
                "RepeatedGame(game, memory=1)"
            )
        given = [strategy.after(histories(k), size) for k in range(seen)]
    elif hasattr(strategy, "probabilities"):
        given = [strategy.probabilities] * seen
    if isinstance(given, (str, bytes)) or not hasattr(given, "__len__") or len(given) != seen:
        shown = f"{len(given)} entries" if hasattr(given, "__len__") else repr(given)
        raise ParameterError(
            f"strategy of player {player}: expected a fixed strategy, or actions or probabilities "
            f"for each of the {seen} observations, got {shown}"
        )
    return tuple(_row(world, player, k, row) for k, row in enumerate(given))


def _row(world: RepeatedGame, player: int, observation: int, row: Any) -> tuple[Fraction, ...]:
    size = world.n_actions[player]
    try:
        if isinstance(row, str) or not hasattr(row, "__iter__"):
            action = world.game.action_index(player, row)
            return tuple(Fraction(a == action) for a in range(size))
        return read_strategy(row, size, player)
    except StrategyError as error:
        raise ParameterError(
            f"strategy of player {player} after {history_text(world, observation)}: {error}"
        ) from None


def trembled(world: RepeatedGame, player: int, row: Sequence[Fraction]) -> list[Fraction]:
    """Probabilities of what a player does, where `row` are those of what the player chooses.

    ``(1 - t) p(a) + t (1 - p(a)) / (n - 1)`` with tremble t and n actions.
    """
    n, chance = len(row), read_number(world.tremble[player])
    if n == 1 or chance == 0:
        return list(row)
    return [(1 - chance) * p + chance * (1 - p) / (n - 1) for p in row]


def history_text(world: RepeatedGame, observation: int) -> str:
    """Words for a history, such as ``"Cooperate/Defect"``; oldest outcome first."""
    rows, columns = world.game.row_actions, world.game.column_actions
    outcomes = [f"{rows[i]}/{columns[j]}" for i, j in world.outcomes(observation)]
    return ", ".join(outcomes) or "nothing"


def solve_values(
    chain: Chain, rewards: Sequence[Sequence[Fraction]], discount: Fraction
) -> list[tuple[Fraction, ...]]:
    """Solve ``V = R + discount P V`` exactly, by python-flint.

    Parameters
    ----------
    chain : sequence of dict
        P: what may follow each of k states.
    rewards : k sequences of n Fraction
        R: n rewards in each state.
    discount : Fraction
        In [0, 1).

    Returns
    -------
    list of k tuples of n Fraction
        V.
    """
    from flint import fmpz_mat

    size = len(chain)
    matrix, right = [], []
    for state, (following, reward) in enumerate(zip(chain, rewards, strict=True)):
        row = [Fraction(0)] * size
        row[state] = Fraction(1)
        for target, chance in following.items():
            row[target] -= discount * chance
        unit = math.lcm(*(v.denominator for v in row), *(r.denominator for r in reward))
        matrix.append([int(v * unit) for v in row])
        right.append([int(r * unit) for r in reward])
    # strictly dominated by its diagonal, so never singular
    solution: Any = fmpz_mat(matrix).solve(fmpz_mat(right))
    return [tuple(Fraction(int(v.p), int(v.q)) for v in row) for row in solution.tolist()]


def read_player(player: Any) -> int:
    """Read the number of one of two players.

    Raises
    ------
    ParameterError
        If it is neither 0 nor 1.
    """
    number = read_count(player, "player", 0)
    if number > 1:
        raise ParameterError(f"player: expected 0 or 1, got {number}")
    return number
