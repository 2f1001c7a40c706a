"""Markov decision processes of players who face a fixed strategy, solved exactly.

States are histories, choices a player's actions, and *policy iteration* (Howard 1960, *Dynamic
Programming and Markov Processes*) solves the values of a policy by a linear system and takes
the best action in every state until no action is better than the one taken. In exact fractions
a tie is a tie, so it ends.
"""

from __future__ import annotations

from fractions import Fraction

from learning.worlds.repeated import RepeatedGame
from learning.worlds.strategy_tables import Chain, solve_values, trembled

__all__ = ["decision_process", "policy_values", "solve_decisions"]


def decision_process(
    world: RepeatedGame, player: int, opponent: tuple[tuple[Fraction, ...], ...]
) -> tuple[list[list[dict[int, Fraction]]], list[list[Fraction]]]:
    """Write down what follows each choice of a player whose opponent's table is fixed.

    Returns
    -------
    chains : list of list of dict
        In each history, for each choice, the chances of what follows.
    rewards : list of list of Fraction
        The expected payoff of the round.
    """
    size, others = world.n_actions[player], world.n_actions[1 - player]
    chains, rewards = [], []
    for state, chosen in enumerate(opponent):
        y = trembled(world, 1 - player, chosen)
        done_rewards, done_chains = [], []
        for a in range(size):
            pairs = [((a, b) if player == 0 else (b, a), y[b]) for b in range(others) if y[b]]
            done_rewards.append(
                sum((p * world.game.payoff(*done)[player] for done, p in pairs), Fraction(0))
            )
            following: dict[int, Fraction] = {}
            for done, p in pairs:
                target = world.next_history(state, *done)
                following[target] = following.get(target, Fraction(0)) + p
            done_chains.append(following)
        state_chains, state_rewards = [], []
        for a in range(size):
            x = trembled(world, player, [Fraction(k == a) for k in range(size)])
            state_rewards.append(sum((p * r for p, r in zip(x, done_rewards, strict=True)),
                                     Fraction(0)))  # fmt: skip
            mixed: dict[int, Fraction] = {}
            for p, following in zip(x, done_chains, strict=True):
                for target, chance in following.items() if p else ():
                    mixed[target] = mixed.get(target, Fraction(0)) + p * chance
            state_chains.append(mixed)
        chains.append(state_chains)
        rewards.append(state_rewards)
    return chains, rewards


def solve_decisions(
    chains: list[list[dict[int, Fraction]]], rewards: list[list[Fraction]], discount: Fraction
) -> tuple[list[Fraction], tuple[tuple[Fraction, ...], ...]]:
    """Solve a Markov decision process by policy iteration with exact linear systems.

    Returns
    -------
    values : list of Fraction
        The largest value of each state.
    action_values : tuple of tuple of Fraction
        What each action is worth, followed by the best.
    """
    policy = [row.index(max(row)) for row in rewards]
    while True:  # each round is strictly better in some state, and policies are finite
        values = policy_values(chains, rewards, policy, discount)
        worth = tuple(
            tuple(r + discount * _mean(c, values) for c, r in zip(*state, strict=True))
            for state in zip(chains, rewards, strict=True)
        )
        better = [
            row.index(max(row)) if max(row) > row[a] else a
            for row, a in zip(worth, policy, strict=True)
        ]
        if better == policy:
            return values, worth
        policy = better


def policy_values(
    chains: list[list[dict[int, Fraction]]],
    rewards: list[list[Fraction]],
    policy: list[int],
    discount: Fraction,
) -> list[Fraction]:
    """Values of always doing in each state what a policy says."""
    chain: Chain = [row[a] for row, a in zip(chains, policy, strict=True)]
    paid = [[row[a]] for row, a in zip(rewards, policy, strict=True)]
    return [v[0] for v in solve_values(chain, paid, discount)]


def _mean(chances: dict[int, Fraction], values: list[Fraction]) -> Fraction:
    return sum((p * values[k] for k, p in chances.items()), Fraction(0))
