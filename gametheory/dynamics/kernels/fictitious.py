"""Fictitious play over integers, round by round and from switch to switch.

Both functions keep, for each player, the *sums*: what each action would have earned
against all the opponent's past actions. An action with the largest sum is a best
response to the opponent's frequencies. `rounds_of_play` plays every round.
`switches_of_play` works out how long both choices stay as they are, since along a
*phase* of unchanged actions the sums are linear, and takes the whole phase in one step.

The same source runs compiled over int64 and, for numbers that don't fit, as Python
over Python integers (`play_rounds` and `play_switches` are the compiled ones).

Tie rules among actions with the largest sum: ``FIRST`` takes the first, ``LAST`` the last,
``STAY`` the one just played if it is among them, else the first.
"""

from __future__ import annotations

from typing import Any, Final

from gametheory.kernels.compiled import compiled

__all__ = ["FIRST", "LAST", "STAY", "play_rounds", "play_switches", "rounds_of_play",
           "switches_of_play"]  # fmt: skip

FIRST: Final = 0
LAST: Final = 1
STAY: Final = 2

_ROUNDS: Final = (
    "void(int64[:,::1], int64[:,::1], int64[::1], int64[::1], int64[:,::1], int64[:,::1], "
    "int64[::1], int64, int64, int64)"
)
_SWITCHES: Final = (
    "int64(int64[:,::1], int64[:,::1], int64[::1], int64[::1], int64[:,::1], int64[:,::1], "
    "int64[::1], int64, int64, int64, int64)"
)


def rounds_of_play(
    row_gains: Any,
    column_gains: Any,
    row_sums: Any,
    column_sums: Any,
    joint: Any,
    phases: Any,
    state: Any,
    rounds: int,
    ties: int,
    alternating: int,
) -> None:
    """Play `rounds` more rounds, one at a time.

    Parameters
    ----------
    row_gains : integers, shape (n, m)
        ``A[i, j]`` at ``[j, i]``: what each row would earn against column j.
    column_gains : integers, shape (m, n)
        ``B[i, j]``: what each column would earn against row i.
    row_sums, column_sums : integers, shapes (m,) and (n,)
        Modified in place, as is all that follows.
    joint : integers, shape (m, n)
        How often each pair of actions was played.
    phases : integers, shape (capacity, 3)
        Row, column and length of the first phases.
    state : integers, shape (3,)
        The actions played last, -1 before the first round, and the number of phases.
    rounds, ties, alternating : int
        `alternating` 1: the column player has seen the row player's newest action.
    """
    m, n = joint.shape
    i, j = state[0], state[1]
    length = 0
    for _ in range(rounds):
        row = 0
        best = row_sums[0]
        for k in range(1, m):
            value = row_sums[k]
            if value > best or (value == best and ties == LAST):
                best, row = value, k
        if ties == STAY and i >= 0 and row_sums[i] == best:
            row = i
        if alternating:
            for k in range(n):
                column_sums[k] += column_gains[row, k]
        column = 0
        best = column_sums[0]
        for k in range(1, n):
            value = column_sums[k]
            if value > best or (value == best and ties == LAST):
                best, column = value, k
        if ties == STAY and j >= 0 and column_sums[j] == best:
            column = j
        if not alternating:
            for k in range(n):
                column_sums[k] += column_gains[row, k]
        for k in range(m):
            row_sums[k] += row_gains[column, k]
        if row != i or column != j:
            if length > 0:
                joint[i, j] += length
                if state[2] <= len(phases):
                    phases[state[2] - 1, 2] += length
            length = 0
            i, j = row, column
            if state[2] < len(phases):
                phases[state[2], 0], phases[state[2], 1] = i, j
                phases[state[2], 2] = 0
            state[2] += 1
        length += 1
    if length > 0:
        joint[i, j] += length
        if state[2] <= len(phases):
            phases[state[2] - 1, 2] += length
    state[0], state[1] = i, j


def switches_of_play(
    row_gains: Any,
    column_gains: Any,
    row_sums: Any,
    column_sums: Any,
    joint: Any,
    phases: Any,
    state: Any,
    rounds: int,
    ties: int,
    alternating: int,
    steps: int,
) -> int:
    """Play up to `rounds` more rounds in at most `steps` steps; return how many were played.

    Parameters are those of :func:`rounds_of_play`.

    Notes
    -----
    While row i is chosen and the opponent repeats one action, row k overtakes it after
    s rounds where ``sum_k + s g_k > sum_i + s g_i``, or ``>=`` if the tie rule prefers k;
    so the choice holds for ``s <= floor((sum_i - sum_k - e) / (g_k - g_i))`` with e = 0,
    or 1 if k wins ties.
    """
    m, n = joint.shape
    i, j = state[0], state[1]
    played = 0
    for _ in range(steps):
        if played >= rounds:
            break
        row = 0
        best = row_sums[0]
        for k in range(1, m):
            value = row_sums[k]
            if value > best or (value == best and ties == LAST):
                best, row = value, k
        if ties == STAY and i >= 0 and row_sums[i] == best:
            row = i
        if alternating:
            for k in range(n):
                column_sums[k] += column_gains[row, k]
        column = 0
        best = column_sums[0]
        for k in range(1, n):
            value = column_sums[k]
            if value > best or (value == best and ties == LAST):
                best, column = value, k
        if ties == STAY and j >= 0 and column_sums[j] == best:
            column = j
        # Rounds for which both choices hold, this one included.
        length = rounds - played
        for k in range(m):
            rate = row_gains[column, k] - row_gains[column, row]
            if rate > 0:
                lead = row_sums[row] - row_sums[k]
                if (ties == FIRST and k < row) or (ties == LAST and k > row):
                    lead -= 1
                held = lead // rate + 1
                if held < length:
                    length = held
        for k in range(n):
            rate = column_gains[row, k] - column_gains[row, column]
            if rate > 0:
                lead = column_sums[column] - column_sums[k]
                if (ties == FIRST and k < column) or (ties == LAST and k > column):
                    lead -= 1
                held = lead // rate + 1
                if held < length:
                    length = held
        for k in range(m):
            row_sums[k] += length * row_gains[column, k]
        for k in range(n):
            column_sums[k] += (length - alternating) * column_gains[row, k]
        joint[row, column] += length
        if row != i or column != j:
            i, j = row, column
            if state[2] < len(phases):
                phases[state[2], 0], phases[state[2], 1] = i, j
                phases[state[2], 2] = 0
            state[2] += 1
        if state[2] <= len(phases):
            phases[state[2] - 1, 2] += length
        played += length
    state[0], state[1] = i, j
    return played


play_rounds = compiled(_ROUNDS)(rounds_of_play)
play_switches = compiled(_SWITCHES)(switches_of_play)
