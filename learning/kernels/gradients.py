"""Exact gradients of memory-one strategies in repeated games of two actions, and steps by them.

A player's parameters are the logits of playing action 0: in state 0, before the first round,
and after the last outcome (own action, opponent's): (0, 0), (0, 1), (1, 0), (1, 1). Below,
states are numbered so from the row player's side, p and q are the two players' probabilities
of action 0 in each, and r the payoffs after the outcomes. With M the transition matrix among
the four outcomes, N = (I - d M)^-1 and discount d, the value of the outcomes is ``W = N r``
and that of the game ``V = m . W``, where m are the chances of the first outcome.

Leaving state x weighs ``e_0 = 1``, ``e_x = d (m N)_x``. An action's chance moves the outcome
that follows along ``u_x = (q, 1 - q, -q, q - 1)`` or ``w_x = (p, -p, 1 - p, p - 1)``; hence

    dV / dp_x        = e_x u_x . W
    d2V / dp_x dq_y  = e_y d (w_y . N_x) (u_x . W) + e_x d (u_x . N_y) (w_y . W)
                       + [x = y] e_x (W_00 - W_01 - W_10 + W_11)

with the columns N_x of N, 0 for x = 0. Only IEEE operations: the same on all systems.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.rules import exponential

__all__ = ["derivatives", "gradient_steps"]

Floats = NDArray[np.float64]

_STATES: Final = 5


@compiled("float64(float64)", inline=True)
def _logistic(x: float) -> float:
    """``1 / (1 + exp(-x))``; NaN for NaN."""
    if not abs(x) >= 0.0:
        return x
    small = exponential(-abs(x))
    return 1.0 / (1.0 + small) if x >= 0.0 else small / (1.0 + small)


@compiled("int64(int64)", inline=True)
def _mirrored(state: int) -> int:
    """The state as the other player numbers it."""
    if state == 2:
        return 3
    return 2 if state == 3 else state


@compiled(
    "void(float64[:,::1], float64, float64[:,::1], float64[:,::1], float64[::1], "
    "float64[:,:,::1], float64[:,:,::1])"
)
def derivatives(
    payoffs: Floats,
    discount: float,
    logits: Floats,
    chances: Floats,
    outcomes: Floats,
    gradients: Floats,
    mixed: Floats,
) -> None:
    """Write down values' derivatives by the logits of both players.

    Parameters
    ----------
    payoffs : ndarray, shape (2, 4)
        Each player's payoffs at (0, 0), (0, 1), (1, 0), (1, 1), row's action first.
    discount : float
        In [0, 1).
    logits : ndarray, shape (2, 5)
        Each player's, by states as that player numbers them.
    chances : ndarray, shape (2, 5)
        Overwritten: p and q, by states as the row player numbers them.
    outcomes : ndarray, shape (4,)
        Overwritten: discounted visits ``m N`` of the outcomes.
    gradients : ndarray, shape (2, 2, 5)
        Overwritten: of each player's value, by each player's logits, in row's states.
    mixed : ndarray, shape (2, 5, 5)
        Overwritten: of each player's value, by the row player's logit in state x and the
        column player's in y.
    """
    p, q = chances[0], chances[1]
    for x in range(_STATES):
        p[x] = _logistic(logits[0, x])
        q[x] = _logistic(logits[1, _mirrored(x)])
    move = np.empty((_STATES, 4))
    u, w = np.empty((_STATES, 4)), np.empty((_STATES, 4))
    for x in range(_STATES):
        a, b = p[x], q[x]
        move[x, 0], move[x, 1] = a * b, a * (1.0 - b)
        move[x, 2], move[x, 3] = (1.0 - a) * b, (1.0 - a) * (1.0 - b)
        u[x, 0], u[x, 1], u[x, 2], u[x, 3] = b, 1.0 - b, -b, b - 1.0
        w[x, 0], w[x, 1], w[x, 2], w[x, 3] = a, -a, 1.0 - a, a - 1.0
    # Gauss-Jordan without pivoting: I - d M is strictly dominated by its diagonal.
    work, inverse = np.empty((4, 4)), np.zeros((4, 4))
    for i in range(4):
        inverse[i, i] = 1.0
        for j in range(4):
            work[i, j] = -discount * move[i + 1, j]
        work[i, i] += 1.0
    for k in range(4):
        pivot = work[k, k]
        for j in range(4):
            work[k, j] /= pivot
            inverse[k, j] /= pivot
        for i in range(4):
            factor = work[i, k]
            if i != k:
                for j in range(4):
                    work[i, j] -= factor * work[k, j]
                    inverse[i, j] -= factor * inverse[k, j]
    weight = np.empty(_STATES)
    weight[0] = 1.0
    for y in range(4):
        total = 0.0
        for k in range(4):
            total += move[0, k] * inverse[k, y]
        outcomes[y] = total
        weight[y + 1] = discount * total
    # how far a change in state x moves the visits of state y: d u_x . N_y, d w_x . N_y
    by_row, by_column = np.zeros((_STATES, _STATES)), np.zeros((_STATES, _STATES))
    for x in range(_STATES):
        for y in range(4):
            for k in range(4):
                by_row[x, y + 1] += discount * u[x, k] * inverse[k, y]
                by_column[x, y + 1] += discount * w[x, k] * inverse[k, y]
    values = np.empty(4)
    row_gain, column_gain = np.empty(_STATES), np.empty(_STATES)
    for player in range(2):
        for i in range(4):
            total = 0.0
            for j in range(4):
                total += inverse[i, j] * payoffs[player, j]
            values[i] = total
        twist = values[0] - values[1] - values[2] + values[3]
        for x in range(_STATES):
            row_gain[x] = column_gain[x] = 0.0
            for k in range(4):
                row_gain[x] += u[x, k] * values[k]
                column_gain[x] += w[x, k] * values[k]
            gradients[player, 0, x] = weight[x] * row_gain[x] * p[x] * (1.0 - p[x])
            gradients[player, 1, x] = weight[x] * column_gain[x] * q[x] * (1.0 - q[x])
        for x in range(_STATES):
            for y in range(_STATES):
                total = weight[y] * by_column[y, x] * row_gain[x]
                total += weight[x] * by_row[x, y] * column_gain[y]
                if x == y:
                    total += weight[x] * twist
                mixed[player, x, y] = total * p[x] * (1.0 - p[x]) * q[y] * (1.0 - q[y])


@compiled(
    "void(float64[:,::1], float64, float64[:,::1], int64, int64, int64, int64, float64[:,:,::1], "
    "float64[:,:,:,::1], float64[:,:,::1])"
)
def gradient_steps(
    payoffs: Floats,
    discount: float,
    rates: Floats,
    first_run: int,
    last_run: int,
    steps: int,
    record: int,
    logits: Floats,
    policies: Floats,
    outcomes: Floats,
) -> None:
    """Let both players of each run climb, then record where they stand.

    Parameters
    ----------
    payoffs, discount
        As for :func:`derivatives`.
    rates : ndarray, shape (2, 2)
        Each player's learning rate, and the one it takes the opponent's to be, 0 for a
        player who takes the opponent to stand still.
    first_run, last_run, steps : int
        Runs first .. last - 1.
    record : int
        Place of the record to write after the steps; -1 for none.
    logits : ndarray, shape (runs, 2, 5)
        Modified in place.
    policies : ndarray, shape (runs, records, 2, 5)
        Probabilities of action 0, by states as each player numbers them.
    outcomes : ndarray, shape (runs, records, 4)
        Discounted visits times 1 - d.
    """
    chances, visits = np.empty((2, _STATES)), np.empty(4)
    gradients, mixed = np.empty((2, 2, _STATES)), np.empty((2, _STATES, _STATES))
    for run in range(first_run, last_run):
        for step in range(steps + 1):
            if step == steps and record < 0:
                break
            derivatives(payoffs, discount, logits[run], chances, visits, gradients, mixed)
            if step == steps:
                for x in range(_STATES):
                    policies[run, record, 0, x] = chances[0, x]
                    policies[run, record, 1, _mirrored(x)] = chances[1, x]
                for k in range(4):
                    outcomes[run, record, k] = (1.0 - discount) * visits[k]
                break
            for x in range(_STATES):
                row, column = gradients[0, 0, x], gradients[1, 1, x]
                for y in range(_STATES):
                    row += rates[0, 1] * gradients[0, 1, y] * mixed[1, x, y]
                    column += rates[1, 1] * gradients[1, 0, y] * mixed[0, y, x]
                logits[run, 0, x] += rates[0, 0] * row
                logits[run, 1, _mirrored(x)] += rates[1, 0] * column
