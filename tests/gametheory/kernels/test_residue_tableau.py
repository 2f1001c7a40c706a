"""Signs modulo primes against integers of Python."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import isprime, prevprime

from gametheory.exact.residues import PRIMES, minor_bits, residue_tableaux
from gametheory.exact.tableau import Tableau
from gametheory.exact.walk_arrays import initial_names
from gametheory.kernels import residue_tableau as kernels


def test_the_primes_are_the_largest_below_2_to_the_50() -> None:
    assert all(isprime(p) for p in PRIMES)
    assert [prevprime(p) for p in (2**50, *PRIMES[:-1])] == list(PRIMES)


@given(st.sampled_from(PRIMES), st.data())
def test_products(prime: int, data: st.DataObject) -> None:
    near = st.one_of(
        st.integers(0, prime - 1), st.integers(0, 3), st.integers(prime - 3, prime - 1)
    )
    a, b = data.draw(near), data.draw(near)
    assert kernels.multiply_modulo(a, b, prime, 1.0 / prime) == a * b % prime
    if a:
        assert kernels.invert_modulo(a, prime) == pow(a, -1, prime)


@given(st.integers(1, 6), st.data())
def test_signed_values(count: int, data: st.DataObject) -> None:
    primes = PRIMES[:count]
    moduli = np.ones((2 + count, count), dtype=np.int64)
    moduli[0] = primes
    for i in range(count):
        for j in range(i + 1, count):
            moduli[2 + i, j] = pow(primes[i], -1, primes[j])
    bound = prod(primes) // 4 - 1
    value = data.draw(st.one_of(st.integers(-bound, bound), st.integers(-5, 5)))
    digits = np.array([value % p for p in primes], dtype=np.int64)
    found = kernels.signed_value(digits, moduli)
    assert np.sign(found) == np.sign(value)
    assert found == pytest.approx(float(value), rel=1e-14)
    if abs(value) < 2**53:
        assert found == value


matrices = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(
            st.one_of(st.integers(1, 3), st.sampled_from([10**5, 10**18, 10**30])),
            min_size=shape[1],
            max_size=shape[1],
        ),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(matrices, st.data())
def test_tableau_and_leaving_variables_are_exact(
    matrix: list[list[int]], data: st.DataObject
) -> None:
    k, d = len(matrix), len(matrix[0])
    prepared = residue_tableaux(matrix)
    assert prepared is not None
    residues, moduli = prepared
    names, room = initial_names(k, d), np.empty((2, max(k, d)), dtype=np.int64)
    exact = Tableau(matrix, [1] * k)
    for _ in range(data.draw(st.integers(0, 6))):
        column = data.draw(st.integers(0, d - 1))
        row = exact.leaving_row(column)
        assert row is not None
        exact.pivot(row, column)
    basis = sum(1 << v for v in exact.basic)
    assert kernels.go_to_modulo(residues, moduli, names, np.uint64(basis), np.uint64(0), room)
    values, digits = np.empty((k, d + 1)), np.empty(moduli.shape[1], dtype=np.int64)
    kernels.exact_values(residues, moduli, values, digits)
    basic, nonbasic = names[:k].tolist(), names[k : k + d].tolist()
    where = [*(exact.nonbasic.index(v) for v in nonbasic), d]
    for i, variable in enumerate(basic):
        truth = [exact.rows[exact.basic.index(variable)][j] for j in where]
        assert np.sign(values[i]).tolist() == [(v > 0) - (v < 0) for v in truth]
        assert values[i] == pytest.approx([float(v) for v in truth], rel=1e-13)
        bits = minor_bits(matrix)
        assert all(abs(v) < 2**bits for v in (*truth, exact.determinant))
    leave = np.zeros((1, 2 * d), dtype=np.int8)
    assert kernels.leaving_exactly(
        residues, moduli, names, values, leave, 0, np.empty(k, dtype=np.int64), digits
    )
    expected = []
    for v in nonbasic:
        row = exact.leaving_row(exact.nonbasic.index(v))
        assert row is not None
        expected.append(exact.basic[row])
    assert leave[0].tolist() == expected + nonbasic


def test_too_few_primes_are_refused() -> None:
    assert residue_tableaux([[3, 1], [1, 2]], primes=(5,)) is None
    assert residue_tableaux([[10**600]]) is None
