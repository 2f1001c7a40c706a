"""Rules of learning without regret, compiled.

The *regret* of an action is what playing it instead would have earned so far, minus
what was earned. In each round such a rule compares what each action would have paid
against the opponent's action as it was seen; only Exp3 sees no more than its own reward.
*Conditional* regrets are counted apart for each action that was played, in a matrix with
a row for each action played and a column for each instead of it.

With several observations a rule keeps one copy of all this for each of them.
Arguments are those of :mod:`learning.kernels.agents`; `table` is where the observation's
row of the table begins, `rest` where the rule's own part of the memory begins.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.layout import EXPLORATION, EXTRA, RATE, scheduled
from learning.kernels.rules import BOLTZMANN, policy_of

__all__ = ["CONDITIONAL", "EXP3", "EXPONENTIAL", "FACTORS", "GAINS", "INVARIANT", "LOWEST",
           "OPTIMISTIC", "PROPORTIONAL", "REGRETS", "REGRETS_PLUS", "SCALE", "no_regret_policy",
           "stationary", "update_no_regret"]  # fmt: skip

Vector = NDArray[np.float64]

#: Choices: proportional to the positive parts of the table, evenly where there are
#: none; softmax of the table times the learning rate, mixed with the even policy.
PROPORTIONAL: Final = 20
EXPONENTIAL: Final = 21

#: Rules, see `update_no_regret`.
REGRETS: Final = 20
REGRETS_PLUS: Final = 21
CONDITIONAL: Final = 22
INVARIANT: Final = 23
GAINS: Final = 24
FACTORS: Final = 25
OPTIMISTIC: Final = 26
EXP3: Final = 27

#: Places of parameters: a share of the payoff range is (reward - lowest) * scale.
LOWEST: Final = EXTRA
SCALE: Final = EXTRA + 1


@compiled(
    "void(int64, float64[:,::1], int64, float64[::1], int64, int64, int64, int64, boolean, "
    "float64[::1])",
    allocates=False,
)
def no_regret_policy(
    choice: int,
    parameters: Vector,
    seat: int,
    memory: Vector,
    first: int,
    n_actions: int,
    n_observations: int,
    observation: int,
    exploring: bool,
    probabilities: Vector,
) -> None:
    """Write the policy of the choices ``PROPORTIONAL`` and ``EXPONENTIAL``."""
    table = first + observation * n_actions
    if choice == PROPORTIONAL:
        total = 0.0
        for a in range(n_actions):
            probabilities[a] = max(memory[table + a], 0.0)
            total += probabilities[a]
        for a in range(n_actions):
            probabilities[a] = probabilities[a] / total if total > 0.0 else 1.0 / n_actions
        return
    steps = memory[first + n_actions * n_observations]
    rate = scheduled(parameters, seat, RATE, steps)
    policy_of(BOLTZMANN, rate, False, memory, table, probabilities)
    if exploring:
        share = scheduled(parameters, seat, EXPLORATION, steps)
        if share > 0.0:
            for a in range(n_actions):
                probabilities[a] = (1.0 - share) * probabilities[a] + share / n_actions


@compiled("void(float64[::1], int64, int64, int64, int64)", allocates=False)
def stationary(memory: Vector, regrets: int, n: int, work: int, target: int) -> None:
    """Write the stationary distribution of a chain that moves at the rates of a matrix.

    The chain leaves state j for k at the rate of the positive part of entry (j, k). Where
    it has several stationary distributions, the one to which it comes on average from an
    even start is written, which no renaming of states changes. States are taken out one
    by one, without any subtraction (Grassmann, Taksar & Heyman 1985, "Regenerative analysis
    and steady state distributions for Markov chains", Operations Research 33); one that
    leads nowhere when its turn comes stands for a closed class and stays in.

    Parameters
    ----------
    memory : ndarray
        Modified in place, as are the places `work` and `target`.
    regrets : int
        Where the n x n matrix begins; its diagonal does not count.
    n : int
    work : int
        Where n * n + 3 * n places begin that may be overwritten.
    target : int
        Where the n probabilities are written.
    """
    if n == 2:
        forth, back = max(memory[regrets + 1], 0.0), max(memory[regrets + 2], 0.0)
        total = forth + back
        memory[target] = back / total if total > 0.0 else 0.5
        memory[target + 1] = forth / total if total > 0.0 else 0.5
        return
    mass = work + n * n
    leaving = mass + n  # 0 for a state that stays in
    weight = leaving + n
    for j in range(n):
        memory[mass + j] = 1.0 / n
        memory[target + j] = 0.0
        for k in range(n):
            rate = memory[regrets + j * n + k]
            memory[work + j * n + k] = rate if rate > 0.0 and j != k else 0.0
    for k in range(n - 1, -1, -1):
        row = work + k * n
        total = 0.0
        for j in range(n):
            if j < k or (j > k and memory[leaving + j] == 0.0):
                total += memory[row + j]
        memory[leaving + k] = total
        if total <= 0.0:
            continue
        for j in range(n):
            if j < k or (j > k and memory[leaving + j] == 0.0):
                share = memory[row + j] / total
                memory[mass + j] += memory[mass + k] * share
                if share > 0.0:
                    for i in range(k):
                        if i != j:
                            memory[work + i * n + j] += memory[work + i * n + k] * share
        memory[mass + k] = 0.0
    for m in range(n):
        if memory[leaving + m] > 0.0:
            continue
        total = 1.0
        for k in range(m):
            memory[weight + k] = 0.0
        memory[weight + m] = 1.0
        for k in range(m + 1, n):
            inflow = 0.0
            if memory[leaving + k] > 0.0:
                for j in range(m, k):
                    inflow += memory[weight + j] * memory[work + j * n + k]
                inflow /= memory[leaving + k]
            memory[weight + k] = inflow
            total += inflow
        for k in range(m, n):
            memory[target + k] += memory[mass + m] * memory[weight + k] / total


@compiled(
    "boolean(int64, int64, float64[:,::1], int64, float64[::1], int64, int64, float64[::1], int64, "
    "int64, int64, int64, int64, float64, int64, float64[::1])",
    allocates=False,
)
def update_no_regret(
    choice: int,
    rule: int,
    parameters: Vector,
    seat: int,
    payoffs: Vector,
    own: int,
    others: int,
    memory: Vector,
    first: int,
    n_actions: int,
    n_observations: int,
    observation: int,
    action: int,
    reward: float,
    other: int,
    scratch: Vector,
) -> bool:
    """Learn from one round; False if a number of the table is no longer finite.

    With u(a) for what action a would have paid, i for the action chosen and p for the
    policy it was drawn from:

    - ``REGRETS``: table[a] += u(a) - u(i);
    - ``REGRETS_PLUS``: table[a] = max(table[a] + u(a) - sum of p u, 0);
    - ``CONDITIONAL``: D[i, a] += u(a) - u(i), kept in the rest with the number of rounds
      t; the table is the next policy, max(D[i, a], 0) / (t mu) for a other than i;
    - ``INVARIANT``: the same D; the table is its `stationary` distribution;
    - ``GAINS``: table[a] += u(a);
    - ``FACTORS``: table[a] += f(a), f for each pair of actions kept in the rest;
    - ``OPTIMISTIC``: s[a] += u(a), kept in the rest; the table is s[a] + u(a);
    - ``EXP3``: table[i] += x / p(i), x for the reward as a share of the payoff range.
    """
    n = n_actions
    table = first + observation * n
    rest = first + n * n_observations + 1
    total = 0.0
    if rule == EXP3:
        no_regret_policy(
            choice, parameters, seat, memory, first, n, n_observations, observation, True, scratch
        )
        share = (reward - parameters[seat, LOWEST]) * parameters[seat, SCALE]
        memory[table + action] += share / scratch[action]
        total = memory[table + action]
        return abs(total) < np.inf  # type: ignore[no-any-return]  # a numpy truth if uncompiled
    if rule == FACTORS:
        for a in range(n):
            memory[table + a] += memory[rest + a * others + other]
            total += abs(memory[table + a])
        return total < np.inf
    column = own + other
    if rule == GAINS:
        for a in range(n):
            memory[table + a] += payoffs[column + a * others]
            total += abs(memory[table + a])
    elif rule == OPTIMISTIC:
        sums = rest + observation * n
        for a in range(n):
            gain = payoffs[column + a * others]
            memory[sums + a] += gain
            memory[table + a] = memory[sums + a] + gain
            total += abs(memory[table + a])
    elif rule == REGRETS_PLUS:
        no_regret_policy(
            choice, parameters, seat, memory, first, n, n_observations, observation, True, scratch
        )
        earned = 0.0
        for a in range(n):
            earned += scratch[a] * payoffs[column + a * others]
        for a in range(n):
            regret = memory[table + a] + (payoffs[column + a * others] - earned)
            memory[table + a] = regret if not regret < 0.0 else 0.0  # keeps NaN
            total += abs(memory[table + a])
    else:
        earned = payoffs[column + action * others]
        regrets = table
        if rule == CONDITIONAL:
            regrets = rest + observation * (n * n + 1) + action * n
        elif rule == INVARIANT:
            regrets = rest + observation * n * n + action * n
        for a in range(n):
            memory[regrets + a] += payoffs[column + a * others] - earned
            total += abs(memory[regrets + a])
        if rule == INVARIANT:
            work = rest + n_observations * n * n
            stationary(memory, rest + observation * n * n, n, work, table)
        elif rule == CONDITIONAL:
            rounds = rest + observation * (n * n + 1) + n * n
            memory[rounds] += 1.0
            unit = memory[rounds] * parameters[seat, EXTRA]
            stay = 1.0
            for a in range(n):
                if a != action:
                    memory[table + a] = max(memory[regrets + a], 0.0) / unit
                    stay -= memory[table + a]
            memory[table + action] = max(stay, 0.0)
    return total < np.inf
