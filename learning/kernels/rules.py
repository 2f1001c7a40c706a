"""Rules of choice and of learning, compiled.

The *values* of an agent are one number for each of its actions: Q-values, or for
a fixed strategy the probabilities themselves. Its *policy* is the probability
vector by which it acts on them. The *greedy* actions are those of largest value.

These are the pieces that the most played agents need, stateless Q-learners and fixed
strategies; :mod:`learning.kernels.agents` knows all of them. The agents' Python objects
and the compiled loops over many runs call these same functions, so both give the same
numbers.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

__all__ = ["BOLTZMANN", "EPSILON_GREEDY", "FIXED", "exponential", "greedy_action",
           "largest", "learn", "logarithm", "policy_of", "sample", "sample_greedy"]  # fmt: skip

Vector = NDArray[np.float64]

#: Codes of choices: the policy is the vector of values itself; epsilon-greedy; softmax.
FIXED: Final = 0
EPSILON_GREEDY: Final = 1
BOLTZMANN: Final = 2

#: Taylor coefficients of exp, 1 / k!.
_C3, _C4, _C5, _C6, _C7, _C8, _C9, _C10, _C11, _C12, _C13 = (
    1.0 / math.factorial(k) for k in range(3, 14)
)
_LOG2_E: Final = 1.4426950408889634
# ln 2 in two parts: the first has 21 trailing zero bits, so k * _LN2_HIGH is exact.
_LN2_HIGH: Final = 6.93147180369123816490e-01
_LN2_LOW: Final = 1.90821492927058770002e-10
_LOWEST_POWER: Final = 1022
_POWERS_OF_TWO: Final = np.array([math.ldexp(1.0, k - 1022) for k in range(1023)])
# Of the logarithm: 1 / c for the middles c of the 32nds of [1, 2), and -log of those.
_INVERSES: Final = np.array([1.0 / (1.0 + (k + 0.5) / 32.0) for k in range(32)])
_LOGARITHMS: Final = np.array([float(-(Decimal(v).ln())) for v in _INVERSES.tolist()])
# Below this the result would no longer be a normal float64.
_SMALLEST_ARGUMENT: Final = -708.0


@compiled("float64(float64)", inline=True)
def exponential(x: float) -> float:
    """Exp(x) for x <= 0, by IEEE additions and multiplications only.

    The C library's function differs from system to system in the last bit, and a
    learner's run would differ with it. Argument reduction to |r| <= ln(2)/2 and the
    Taylor polynomial of degree 13, whose remainder is below 5e-18; the relative error
    is below 4e-16. Returns 0 below -708
    and for NaN.
    """
    if not x >= _SMALLEST_ARGUMENT:  # NaN too: it must not become an index below
        return 0.0
    k = math.floor(x * _LOG2_E + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    # in pairs, not one after the other: a processor works on several at once
    r2 = r * r
    r4 = r2 * r2
    low = (0.5 + r * _C3) + r2 * (_C4 + r * _C5)
    middle = (_C6 + r * _C7) + r2 * (_C8 + r * _C9)
    high = (_C10 + r * _C11) + r2 * (_C12 + r * _C13)
    p = 1.0 + (r + r2 * (low + r4 * (middle + r4 * high)))
    power: float = _POWERS_OF_TWO[int(k) + _LOWEST_POWER]
    return p * power


@compiled("float64(float64)", inline=True)
def logarithm(x: float) -> float:
    """Natural logarithm of 1 <= x < 2**53, by IEEE operations only; see `exponential`.

    With x = 2**k m, 1 <= m < 2, and c the middle of the 32nd of [1, 2) that holds m:
    log x = k log 2 + log c + log(1 + r), r = m / c - 1, |r| <= 1/64, the last by Taylor's
    polynomial of degree 8, whose remainder is below 7e-18. The absolute error is below
    4e-16 (1 + log x).
    """
    whole = int(x)
    power = 0
    if whole >> 32 > 0:
        whole >>= 32
        power = 32
    for shift in (16, 8, 4, 2, 1):
        if whole >> shift > 0:
            whole >>= shift
            power += shift
    m = x * _POWERS_OF_TWO[_LOWEST_POWER - power]
    cell = int((m - 1.0) * 32.0)
    r = m * _INVERSES[cell] - 1.0
    p = r * (-1.0 / 8.0) + 1.0 / 7.0
    p = r * p - 1.0 / 6.0
    p = r * p + 1.0 / 5.0
    p = r * p - 1.0 / 4.0
    p = r * p + 1.0 / 3.0
    p = r * p - 1.0 / 2.0
    small = power * _LN2_LOW + (r * r * p + r)
    return power * _LN2_HIGH + (_LOGARITHMS[cell] + small)  # type: ignore[no-any-return]


@compiled("Tuple((float64, int64))(float64[::1], int64, int64)", inline=True)
def largest(memory: Vector, first: int, n: int) -> tuple[float, int]:
    """Return the largest of n values and how many of them are as large."""
    best = memory[first]
    ties = 1
    for a in range(1, n):
        value = memory[first + a]
        if value > best:
            best = value
            ties = 1
        elif value == best:
            ties += 1
    return best, ties


@compiled("void(int64, float64, boolean, float64[::1], int64, float64[::1])", inline=True)
def policy_of(
    code: int, exploration: float, first_tie: bool, memory: Vector, first: int, policy: Vector
) -> None:
    """Write the policy that follows from the values.

    Under epsilon-greedy every action gets epsilon / n and the k greedy ones share the
    rest evenly, or the first takes it. Under Boltzmann probabilities are proportional
    to exp(value / temperature); they sum to 1 up to rounding.

    Parameters
    ----------
    code : int
        ``FIXED``, ``EPSILON_GREEDY`` or ``BOLTZMANN``.
    exploration : float
        Epsilon, or the inverse of the temperature in payoff units.
    first_tie : bool
        Whether the first greedy action takes all.
    memory : ndarray
    first : int
        Where in it the values begin.
    policy : ndarray, shape (actions,)
        Overwritten.
    """
    n = len(policy)
    if code == FIXED:
        for a in range(n):
            policy[a] = memory[first + a]
        return
    best, ties = largest(memory, first, n)
    if code == EPSILON_GREEDY:
        every = exploration / n
        share = 1.0 - exploration
        if ties > 1 and not first_tie:
            share /= ties
        for a in range(n):
            policy[a] = every
            if memory[first + a] == best:
                policy[a] += share
                if first_tie:
                    share = 0.0
        return
    total = 0.0
    for a in range(n):
        weight = 1.0
        if memory[first + a] != best:
            weight = exponential((memory[first + a] - best) * exploration)
        policy[a] = weight
        total += weight
    for a in range(n):
        policy[a] /= total


@compiled("int64(float64[::1], float64)", inline=True)
def sample(policy: Vector, u: float) -> int:
    """Return the action at which the cumulated probabilities first exceed `u`.

    One draw makes the whole choice, exploration and ties included.

    Parameters
    ----------
    policy : ndarray, shape (actions,)
    u : float
        Uniform in [0, 1).
    """
    cumulated = 0.0
    last = 0
    for a in range(len(policy)):
        if policy[a] > 0.0:
            last = a  # rounding may leave the sum below u: the last possible action
            cumulated += policy[a]
            if u < cumulated:
                return a
    return last


@compiled("int64(float64, boolean, float64[::1], int64, int64, float64)", inline=True)
def sample_greedy(
    epsilon: float, first_tie: bool, memory: Vector, first: int, n: int, u: float
) -> int:
    """What `sample` draws from the epsilon-greedy policy, without writing it down.

    Parameters
    ----------
    epsilon, first_tie, memory, first
        As for :func:`policy_of`.
    n : int
        Number of actions.
    u : float
        Uniform in [0, 1).
    """
    best, ties = largest(memory, first, n)
    every = epsilon / n
    share = 1.0 - epsilon
    if ties > 1 and not first_tie:
        share /= ties
    cumulated = 0.0
    last = 0
    for a in range(n):
        probability = every
        if memory[first + a] == best:
            probability += share
            if first_tie:
                share = 0.0
        if probability > 0.0:
            last = a
            cumulated += probability
            if u < cumulated:
                return a
    return last


@compiled(
    "boolean(float64, float64, float64[::1], int64, int64, int64, float64, int64, boolean)",
    inline=True,
)
def learn(
    learning_rate: float,
    discount: float,
    memory: Vector,
    first: int,
    n: int,
    action: int,
    reward: float,
    following: int,
    done: bool,
) -> bool:
    """One step of Q-learning, in place; False if the new value is not finite.

    ``q(s, a) += learning_rate * (r + discount * max_b q(s', b) - q(s, a))``, without
    the maximum if the episode is over (Watkins & Dayan 1992, eq. 1).

    Parameters
    ----------
    learning_rate, discount : float
    memory : ndarray
        Modified in place.
    first, following : int
        Where the values of the old and of the new state begin; may be the same.
    n, action : int
        Number of actions; the one played.
    reward : float
    done : bool
        Whether the episode has ended by its own rules, not by a limit of time.
    """
    target = reward
    if discount > 0.0 and not done:
        target += discount * largest(memory, following, n)[0]
    new = memory[first + action] + learning_rate * (target - memory[first + action])
    memory[first + action] = new
    finite: bool = abs(new) < np.inf
    return finite


@compiled("int64(float64[::1], int64, int64, int64)", inline=True)
def greedy_action(memory: Vector, first: int, n: int, last: int) -> int:
    """Return the greedy action, where it is one.

    Parameters
    ----------
    memory : ndarray
    first, n : int
        Where the values begin, and how many there are.
    last : int
        The greedy action so far, -1 for none. It stays while it is among the
        greedy ones, or while several others are tied: no rule by labels decides.
    """
    best = memory[first]
    winner = 0
    ties = 1
    for a in range(1, n):
        value = memory[first + a]
        if value > best:
            best = value
            winner = a
            ties = 1
        elif value == best:
            ties += 1
    return winner if ties == 1 else last
