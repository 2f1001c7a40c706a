"""Tableaux modulo several primes, from which every sign is read exactly.

The tableau T of a basis (:mod:`gametheory.kernels.float_tableau`) is rational; D T, with D
the determinant of A_B, is an integer matrix: by Cramer's rule its entries are determinants of
A_B with a column replaced, up to sign minors of ``[M 1]``, of order at most min(k, d + 1).
So is ``D (T[i, a] T[j, b] - T[j, a] T[i, b])``: two columns are replaced (Sylvester's
identity). Let all these minors be below a quarter of the product P of the primes. Then
residues modulo the primes tell each of them exactly, by the Chinese remainder theorem; in
mixed radix (Garner 1959) ``X = v_0 + v_1 p_0 + v_2 p_0 p_1 + ...``, X is negative exactly if
the last digit, doubled, is at least the last prime: |X| < P / 4, and the last digit's place
is P / p.

Primes lie between 2^25 and 2^50. A product modulo p subtracts q p with q near a b / p, from
floats: they err by less than 0.4, so the remainder lies between -p and 2 p, and 64 bits that
wrap around hold it.

``moduli`` (2 + K rows of K int64): the K primes; D modulo each; ``moduli[2 + i, j]``, the
inverse of prime i modulo prime j for i < j.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from gametheory.kernels.float_tableau import exchange, holds

__all__ = ["exact_values", "go_to_modulo", "leaving_exactly", "multiply_modulo", "signed_value"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Residues = NDArray[np.int64]

#: Two values, each with a relative error below 64 roundings, differ surely if the relative
#: difference of their products exceeds this.
_CLEAR = 1e-12

#: Integers up to here are exact in float64, and so are differences of them.
_EXACT = 2.0**52


@compiled("int64(int64, int64, int64, float64)", inline=True)
def multiply_modulo(a: int, b: int, prime: int, reciprocal: float) -> Any:
    """``a b`` modulo a prime below 2^50, for a and b from 0 to prime - 1."""
    quotient = np.int64(np.float64(a) * np.float64(b) * reciprocal)
    rest = a * b - quotient * prime
    rest += prime if rest < 0 else 0
    return rest - prime if rest >= prime else rest


@compiled("int64(int64, int64)")
def invert_modulo(a: int, prime: int) -> Any:
    """Inverse of a != 0 modulo a prime (Euclid)."""
    r0, r1, s0, s1 = prime, a, np.int64(0), np.int64(1)
    while r1 != 0:
        quotient = r0 // r1
        r0, r1 = r1, r0 - quotient * r1
        s0, s1 = s1, s0 - quotient * s1
    return s0 + prime if s0 < 0 else s0


@compiled("float64(int64[::1], int64[:,::1])")
def signed_value(digits: Ints, moduli: Ints) -> Any:
    """The integer with residues `digits`, rounded; its sign is exact. Destroys `digits`."""
    count = moduli.shape[1]
    for j in range(1, count):
        prime = moduli[0, j]
        reciprocal = 1.0 / np.float64(prime)
        for i in range(j):
            known = digits[i]
            known -= prime if known >= prime else 0
            rest = digits[j] - known
            rest += prime if rest < 0 else 0
            digits[j] = multiply_modulo(rest, moduli[2 + i, j], prime, reciprocal)
    last = count - 1
    negative = 2 * digits[last] >= moduli[0, last]
    if negative:  # the digits of -1 - X are complements
        for i in range(count):
            digits[i] = moduli[0, i] - 1 - digits[i]
    value = np.float64(digits[last])
    for i in range(last - 1, -1, -1):
        value = value * np.float64(moduli[0, i]) + np.float64(digits[i])
    return -(value + 1.0) if negative else value


@compiled("boolean(int64[:,:,::1], int64[:,::1], int64[::1], uint64, uint64, int64[:,::1])")
def go_to_modulo(
    residues: Residues, moduli: Ints, names: Ints, low: Any, high: Any, room: Ints
) -> Any:
    """Pivot to a basis; False if a prime divides what it should not (or the basis is none)."""
    count, k, width = residues.shape
    d = width - 1
    left = 0
    for i in range(k):
        if not holds(low, high, names[i]):
            room[0, left] = i
            left += 1
    entering = 0
    if left > 0:
        for j in range(d):
            if holds(low, high, names[k + j]):
                room[1, entering] = j
                entering += 1
    while left > 0:
        a, b = -1, -1
        for r in range(left):
            for c in range(left):
                if a < 0:
                    usable = True
                    for q in range(count):
                        usable = usable and residues[q, room[0, r], room[1, c]] != 0
                    if usable:
                        a, b = r, c
        if a < 0:
            return False
        row, column = room[0, a], room[1, b]
        for q in range(count):
            prime = moduli[0, q]
            reciprocal = 1.0 / np.float64(prime)
            entry = residues[q, row, column]
            moduli[1, q] = multiply_modulo(moduli[1, q], entry, prime, reciprocal)
            inverse = invert_modulo(entry, prime)
            residues[q, row, column] = 1
            for j in range(width):
                residues[q, row, j] = multiply_modulo(
                    residues[q, row, j], inverse, prime, reciprocal
                )
            for i in range(k):
                if i != row:
                    factor = residues[q, i, column]
                    residues[q, i, column] = 0
                    if factor != 0:
                        for j in range(width):
                            value = residues[q, i, j] - multiply_modulo(
                                factor, residues[q, row, j], prime, reciprocal
                            )
                            residues[q, i, j] = value + prime if value < 0 else value
        exchange(names, k, d, row, column)
        left -= 1
        room[0, a], room[1, b] = room[0, left], room[1, left]
    return True


@compiled("void(int64[:,:,::1], int64[:,::1], float64[:,::1], int64[::1])")
def exact_values(residues: Residues, moduli: Ints, values: Floats, digits: Ints) -> Any:
    """Fill in ``|D| T`` in floats: signs are exact, and so are integers below 2^53."""
    count, k, width = residues.shape
    for q in range(count):
        digits[q] = moduli[1, q]
    sign = 1.0 if signed_value(digits, moduli) > 0.0 else -1.0
    for i in range(k):
        for j in range(width):
            some = False
            for q in range(count):
                digits[q] = residues[q, i, j]
                some = some or digits[q] != 0
            if not some:
                values[i, j] = 0.0
                continue
            for q in range(count):
                prime = moduli[0, q]
                digits[q] = multiply_modulo(digits[q], moduli[1, q], prime, 1.0 / np.float64(prime))
            values[i, j] = sign * signed_value(digits, moduli)


@compiled(
    "float64(int64[:,:,::1], int64[:,::1], float64[:,::1], int64[::1], int64, int64, int64, int64)"
)
def _compare(
    residues: Residues,
    moduli: Ints,
    values: Floats,
    digits: Ints,
    row: int,
    other: int,
    numerator: int,
    denominator: int,
) -> Any:
    """Sign of ``T[row, n] / T[row, d] - T[other, n] / T[other, d]``, denominators positive."""
    count = moduli.shape[1]
    first = values[row, numerator] * values[other, denominator]
    second = values[other, numerator] * values[row, denominator]
    difference = first - second
    size = abs(first) + abs(second)
    if size <= _EXACT or (abs(difference) > _CLEAR * size and size < np.inf):
        return difference
    sign = 1.0
    for q in range(count):
        digits[q] = moduli[1, q]
    if signed_value(digits, moduli) < 0.0:
        sign = -1.0
    for q in range(count):
        prime = moduli[0, q]
        reciprocal = 1.0 / np.float64(prime)
        minor = multiply_modulo(
            residues[q, row, numerator], residues[q, other, denominator], prime, reciprocal
        ) - multiply_modulo(
            residues[q, other, numerator], residues[q, row, denominator], prime, reciprocal
        )
        minor += prime if minor < 0 else 0
        digits[q] = multiply_modulo(minor, moduli[1, q], prime, reciprocal)
    return sign * signed_value(digits, moduli)


@compiled(
    "boolean(int64[:,:,::1], int64[:,::1], int64[::1], float64[:,::1], int8[:,::1], int64,"
    " int64[::1], int64[::1])"
)
def leaving_exactly(
    residues: Residues,
    moduli: Ints,
    names: Ints,
    values: Floats,
    leave: Any,
    level: int,
    ties: Ints,
    digits: Ints,
) -> Any:
    """Fill in what leaves (``leave[level, j]``) when the j-th nonbasic variable enters.

    By the lexicographic rule; ``leave[level, d + j]`` is the entering one. `values` must hold
    what :func:`exact_values` gives. False if a column has no positive entry. `ties` (k) and
    `digits` (K) are room to work in.
    """
    _, k, width = residues.shape
    d = width - 1
    for j in range(d):
        tied = 0
        for i in range(k):
            if values[i, j] > 0.0:
                sign = -1.0
                if tied > 0:
                    sign = _compare(residues, moduli, values, digits, i, ties[0], d, j)
                if sign < 0.0:
                    tied = 0
                if sign <= 0.0:
                    ties[tied] = i
                    tied += 1
        if tied == 0:
            return False
        slack = d
        while tied > 1:
            at = names[k + d + slack]
            kept = 0
            if at < 0:  # basic: its column is a unit vector, largest in its own row
                for t in range(tied):
                    if ties[t] != -1 - at:
                        ties[kept] = ties[t]
                        kept += 1
            else:
                for t in range(tied):
                    i = ties[t]
                    sign = -1.0
                    if kept > 0:
                        sign = _compare(residues, moduli, values, digits, i, ties[0], at, j)
                    if sign < 0.0:
                        kept = 0
                    if sign <= 0.0:
                        ties[kept] = i
                        kept += 1
            tied = kept
            slack += 1
        leave[level, j], leave[level, d + j] = names[ties[0]], names[k + j]
    return True
