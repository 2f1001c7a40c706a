"""Many runs side by side: two stateless epsilon-greedy Q-learners in a 2 x 2 game.

What :mod:`learning.kernels.repeated` does for one run after the other is done here for
`LANES` runs at once, round by round, without a branch in the inner loop, so that it
becomes vector instructions. Each number is computed by the same operations in the same
order, so nothing differs in a single bit:

* the policy of two actions has one of three chances for the first action, by which value
  is larger or that they are equal; a draw below it plays the first, any other the second
  (a second action without a chance comes only where the first has all of it);
* counts of joint and of greedy actions are kept as sums of products of 0 and 1.

A run whose numbers leave the finite ones is given back as it was, for the other loop to
find the round. State lies in one array of each type, a row of `LANES` for each quantity:
rows of one array are known to lie apart, which vectorising needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.agents import policy
from learning.kernels.layout import DISCOUNT, EXPLORATION, FIRST_TIE, RATE
from learning.kernels.rules import EPSILON_GREEDY

__all__ = ["LANES", "advance"]

#: Runs side by side: two vectors of eight float64 where the machine has them.
LANES: Final = 16

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Counts = NDArray[np.uint32]
Words = NDArray[np.uint64]

_U11, _U17, _U19, _U23, _U41, _U45 = (np.uint64(k) for k in (11, 17, 19, 23, 41, 45))
_TWO_TO_MINUS_53: Final = 2.0**-53

# Rows of the integers: greedy actions, then sums.
_ROW_BEST, _COLUMN_BEST, _I, _J, _IJ, _KNOWN, _GI, _GJ, _GIJ, _ROW_FLIPS, _COLUMN_FLIPS = range(11)


def _rounds_for(lanes: int) -> Callable[..., None]:
    """Compile the loop for a number of lanes, which must be a constant to be vectorised."""

    @compiled(
        "void(uint64[::1], float64[::1], int64[::1], float64[::1], float64[:,::1], boolean, int64)"
    )
    def rounds_of(
        words: Words,
        values: Floats,
        numbers: Integers,
        payoffs: Floats,
        parameters: Floats,
        done: bool,
        rounds: int,
    ) -> None:
        """Play some rounds in all lanes.

        Parameters
        ----------
        words : ndarray of uint64, shape (8 * lanes,)
            Both seats' streams, a row for each word.
        values : ndarray, shape (4 * lanes,)
            Values of the row player's and the column player's two actions.
        numbers : ndarray of int, shape (11 * lanes,)
        payoffs : ndarray, shape (8,)
            The row player's, then the column player's, own actions first.
        parameters : ndarray, shape (2, N_PARAMETERS)
        done : bool
            Whether each round ends an episode.
        rounds : int
        """
        epsilon0, epsilon1 = parameters[0, EXPLORATION], parameters[1, EXPLORATION]
        every0, every1 = epsilon0 / 2, epsilon1 / 2
        all0, all1 = every0 + (1.0 - epsilon0), every1 + (1.0 - epsilon1)
        tie0, tie1 = every0 + (1.0 - epsilon0) / 2, every1 + (1.0 - epsilon1) / 2
        if parameters[0, FIRST_TIE] != 0.0:
            tie0 = all0
        if parameters[1, FIRST_TIE] != 0.0:
            tie1 = all1
        rate0, rate1 = parameters[0, RATE], parameters[1, RATE]
        discount0 = 0.0 if done else parameters[0, DISCOUNT]
        discount1 = 0.0 if done else parameters[1, DISCOUNT]
        a00, a01, a10, a11 = payoffs[0], payoffs[1], payoffs[2], payoffs[3]
        b00, b01, b10, b11 = payoffs[4], payoffs[5], payoffs[6], payoffs[7]
        looks_ahead = discount0 > 0.0 or discount1 > 0.0
        for _ in range(rounds):
            for lane in range(lanes):
                # two outputs of xoshiro256++
                s0, s1 = words[lane], words[lanes + lane]
                s2, s3 = words[2 * lanes + lane], words[3 * lanes + lane]
                total = s0 + s3
                word0 = ((total << _U23) | (total >> _U41)) + s0
                shifted = s1 << _U17
                s2 ^= s0
                s3 ^= s1
                s1 ^= s2
                s0 ^= s3
                s2 ^= shifted
                s3 = (s3 << _U45) | (s3 >> _U19)
                words[lane], words[lanes + lane] = s0, s1
                words[2 * lanes + lane], words[3 * lanes + lane] = s2, s3
                z0, z1 = words[4 * lanes + lane], words[5 * lanes + lane]
                z2, z3 = words[6 * lanes + lane], words[7 * lanes + lane]
                total = z0 + z3
                word1 = ((total << _U23) | (total >> _U41)) + z0
                shifted = z1 << _U17
                z2 ^= z0
                z3 ^= z1
                z1 ^= z2
                z0 ^= z3
                z2 ^= shifted
                z3 = (z3 << _U45) | (z3 >> _U19)
                words[4 * lanes + lane], words[5 * lanes + lane] = z0, z1
                words[6 * lanes + lane], words[7 * lanes + lane] = z2, z3
                u0 = float(word0 >> _U11) * _TWO_TO_MINUS_53
                u1 = float(word1 >> _U11) * _TWO_TO_MINUS_53

                q0, q1 = values[lane], values[lanes + lane]
                r0, r1 = values[2 * lanes + lane], values[3 * lanes + lane]
                chance0 = all0 if q0 > q1 else (tie0 if q0 == q1 else every0)
                chance1 = all1 if r0 > r1 else (tie1 if r0 == r1 else every1)
                second0, second1 = not u0 < chance0, not u1 < chance1
                i, j = (1 if second0 else 0), (1 if second1 else 0)

                target0 = (a11 if second1 else a10) if second0 else (a01 if second1 else a00)
                target1 = (b11 if second0 else b10) if second1 else (b01 if second0 else b00)
                if looks_ahead:
                    if discount0 > 0.0:
                        target0 += discount0 * (q1 if q1 > q0 else q0)
                    if discount1 > 0.0:
                        target1 += discount1 * (r1 if r1 > r0 else r0)
                old0, old1 = (q1 if second0 else q0), (r1 if second1 else r0)
                new0, new1 = old0 + rate0 * (target0 - old0), old1 + rate1 * (target1 - old1)
                q0, q1 = (q0 if second0 else new0), (new0 if second0 else q1)
                r0, r1 = (r0 if second1 else new1), (new1 if second1 else r1)
                values[lane], values[lanes + lane] = q0, q1
                values[2 * lanes + lane], values[3 * lanes + lane] = r0, r1

                best0, best1 = numbers[lane], numbers[lanes + lane]
                known0, known1 = (1 if best0 >= 0 else 0), (1 if best1 >= 0 else 0)
                known = known0 & known1
                numbers[_I * lanes + lane] += i
                numbers[_J * lanes + lane] += j
                numbers[_IJ * lanes + lane] += i & j
                numbers[_KNOWN * lanes + lane] += known
                numbers[_GI * lanes + lane] += known & best0
                numbers[_GJ * lanes + lane] += known & best1
                numbers[_GIJ * lanes + lane] += known & best0 & best1
                now0 = 0 if q0 > q1 else (1 if q1 > q0 else best0)
                now1 = 0 if r0 > r1 else (1 if r1 > r0 else best1)
                numbers[_ROW_FLIPS * lanes + lane] += known0 & (1 if now0 != best0 else 0)
                numbers[_COLUMN_FLIPS * lanes + lane] += known1 & (1 if now1 != best1 else 0)
                numbers[lane], numbers[lanes + lane] = now0, now1

    return rounds_of


#: For many runs, and for one.
_rounds_of_many = _rounds_for(LANES)
_rounds_of_one = _rounds_for(1)


@compiled(
    "void(uint64[::1], float64[::1], int64[::1], int64, int64, uint64[::1], float64[::1], "
    "int64[::1])"
)
def _write(
    words: Words,
    values: Floats,
    numbers: Integers,
    lane: int,
    lanes: int,
    streams: Words,
    memory: Floats,
    greedy: Integers,
) -> None:
    """Write a lane's state back to its run."""
    for k in range(8):
        streams[k] = words[k * lanes + lane]
    for k in range(2):
        memory[k] = values[k * lanes + lane]
        memory[3 + k] = values[(2 + k) * lanes + lane]
        greedy[k] = numbers[k * lanes + lane]


@compiled("void(int64[::1], int64, int64, int64, uint32[:,::1], uint32[:,::1], uint32[::1])")
def _count(
    numbers: Integers,
    lane: int,
    lanes: int,
    rounds: int,
    joint: Counts,
    greedy_joint: Counts,
    flips: Counts,
) -> None:
    """Add a lane's sums to the counts of its run's window."""
    i, j, ij = (
        numbers[_I * lanes + lane], numbers[_J * lanes + lane], numbers[_IJ * lanes + lane],
    )  # fmt: skip
    joint[0, 0] += rounds - i - j + ij
    joint[0, 1] += j - ij
    joint[1, 0] += i - ij
    joint[1, 1] += ij
    known, i = numbers[_KNOWN * lanes + lane], numbers[_GI * lanes + lane]
    j, ij = numbers[_GJ * lanes + lane], numbers[_GIJ * lanes + lane]
    greedy_joint[0, 0] += known - i - j + ij
    greedy_joint[0, 1] += j - ij
    greedy_joint[1, 0] += i - ij
    greedy_joint[1, 1] += ij
    flips[0] += numbers[_ROW_FLIPS * lanes + lane]
    flips[1] += numbers[_COLUMN_FLIPS * lanes + lane]


@compiled("void(float64[:,::1], int64, float64[::1], int64, float64[::1], float64[::1])")
def _show(
    parameters: Floats, seat: int, memory: Floats, first: int, values: Floats, policies: Floats
) -> None:
    """Write values and policy of one seat at a window's end."""
    values[0], values[1] = memory[first], memory[first + 1]
    policy(EPSILON_GREEDY, parameters, seat, memory, first, 2, 1, 0, False, policies)


_SIGNATURE: Final = (
    "void(float64[::1], float64[:,::1], boolean, int64[::1], int64, int64, int64, uint64[:,::1], "
    "float64[:,::1], int64[:,::1], int64[::1], int64[::1], uint32[:,:,:,::1], uint32[:,:,:,::1], "
    "uint32[:,:,::1], float64[:,:,::1], float64[:,:,::1], float64[:,:,::1], float64[:,:,::1])"
)


@compiled(_SIGNATURE)
def advance(
    payoffs: Floats,
    parameters: Floats,
    done: bool,
    edges: Integers,
    first_run: int,
    last_run: int,
    max_rounds: int,
    streams: Words,
    memories: Floats,
    greedy: Integers,
    played: Integers,
    diverged: Integers,
    joint: Counts,
    greedy_joint: Counts,
    flips: Counts,
    row_values: Floats,
    column_values: Floats,
    row_policies: Floats,
    column_policies: Floats,
) -> None:
    """Play up to `max_rounds` more rounds of `LANES` runs or fewer.

    Those that have played fewer rounds than the others, or have diverged, are left alone.
    A run that diverges now is left where its last window began.

    Parameters
    ----------
    done : bool
        Whether each round ends an episode.

    The others are those of :func:`learning.kernels.repeated.advance`.
    """
    used = last_run - first_run
    lanes = 1 if used == 1 else LANES
    t = 0
    for run in range(first_run, last_run):
        if diverged[run] == 0:
            t = max(t, played[run])
    end = min(t + max_rounds, edges[-1])
    window = np.searchsorted(edges, t, side="right") - 1
    words = np.ones(8 * lanes, dtype=np.uint64)
    values = np.zeros(4 * lanes)
    numbers = np.zeros(11 * lanes, dtype=np.int64)
    takes_part = np.zeros(lanes, dtype=np.bool_)
    for lane in range(used):
        run = first_run + lane
        takes_part[lane] = diverged[run] == 0 and played[run] == t
        for k in range(8):
            words[k * lanes + lane] = streams[run, k]
        for k in range(2):
            values[k * lanes + lane] = memories[run, k]
            values[(2 + k) * lanes + lane] = memories[run, 3 + k]
            numbers[k * lanes + lane] = greedy[run, k]
    while t < end:
        rounds = min(end, edges[window + 1]) - t
        numbers[2 * lanes :] = 0
        if lanes == 1:
            _rounds_of_one(words, values, numbers, payoffs, parameters, done, rounds)
        else:
            _rounds_of_many(words, values, numbers, payoffs, parameters, done, rounds)
        t += rounds
        at_end = t == edges[window + 1]
        for lane in range(used):
            for k in range(4):
                takes_part[lane] &= abs(values[k * lanes + lane]) < np.inf
            if takes_part[lane]:
                run = first_run + lane
                _write(
                    words, values, numbers, lane, lanes, streams[run], memories[run], greedy[run]
                )
                memories[run, 2] += rounds
                memories[run, 5] += rounds
                played[run] = t
                _count(numbers, lane, lanes, rounds, joint[run, window], greedy_joint[run, window],
                       flips[run, window])  # fmt: skip
                if at_end:
                    _show(parameters, 0, memories[run], 0, row_values[run, window],
                          row_policies[run, window])  # fmt: skip
                    _show(parameters, 1, memories[run], 3, column_values[run, window],
                          column_policies[run, window])  # fmt: skip
        window += at_end
