"""Roots counted by half planes, against polynomials made of known roots."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import ParameterError
from gametheory.exact.half_planes import HalfPlanes, eigenvalue_half_planes, half_planes


def product(factors):
    """Coefficients, the constant first, of a product of polynomials."""
    result = [Fraction(1)]
    for factor in factors:
        longer = [Fraction(0)] * (len(result) + len(factor) - 1)
        for i, a in enumerate(result):
            for j, b in enumerate(factor):
                longer[i + j] += a * b
        result = longer
    return result


reals = st.fractions(-3, 3, max_denominator=4)
#: Real roots r, and pairs a +- b i with b > 0.
roots = st.lists(
    st.one_of(st.tuples(reals), st.tuples(reals, st.fractions(Fraction(1, 4), 3))), max_size=5
)


@given(roots, st.sampled_from([1, -2, Fraction(1, 3)]))
def test_known_roots_are_counted(known, factor):
    factors = [[-r[0], 1] if len(r) == 1 else [r[0] ** 2 + r[1] ** 2, -2 * r[0], 1] for r in known]
    found = half_planes([factor * c for c in product(factors)])
    weight = [(r[0], len(r)) for r in known]
    assert found == HalfPlanes(
        sum(w for real, w in weight if real < 0),
        sum(w for real, w in weight if real == 0),
        sum(w for real, w in weight if real > 0),
    )


@pytest.mark.parametrize(
    ("coefficients", "expected"),
    [
        ([5], (0, 0, 0)),
        ([0, 0, 3], (0, 2, 0)),
        ([1, 0, 2, 0, 1], (0, 4, 0)),  # (s^2 + 1)^2
        ([1, 0, 0, 0, 1], (2, 0, 2)),  # s^4 + 1
        ([-1, 0, 0, 0, 1], (1, 2, 1)),  # s^4 - 1
        ([6, 11, 6, 1], (3, 0, 0)),  # (s + 1) (s + 2) (s + 3)
        ([3, 2, 1, 2, 1], (2, 0, 2)),  # Routh's array begins 1, 0
    ],
)
def test_special_cases(coefficients, expected):
    found = half_planes(coefficients)
    assert (found.left, found.axis, found.right) == expected
    if expected == (2, 0, 2) and len(coefficients) == 5 and coefficients[0] == 3:
        real = np.roots(coefficients[::-1]).real
        assert (int((real < 0).sum()), int((real > 0).sum())) == (2, 2)


def test_extreme_sizes_are_counted_exactly():
    tiny, huge = Fraction(1, 10**600), 10**600
    found = half_planes(product([[tiny, 1], [-tiny, 1], [huge, 1], [huge, 0, 1], [-huge, 1]]))
    assert found == HalfPlanes(2, 2, 2)


@given(st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=3, max_size=3))
def test_eigenvalues_agree_with_floats_away_from_the_axis(rows):
    found = eigenvalue_half_planes([[Fraction(v) for v in row] for row in rows])
    real = np.linalg.eigvals(np.array(rows, float)).real
    assert found.left + found.axis + found.right == 3
    if (abs(real) > 1e-3).all():
        assert (found.left, found.right) == ((real < 0).sum(), (real > 0).sum())


def test_the_zero_polynomial_is_refused():
    with pytest.raises(ParameterError, match="expected one that is not zero"):
        half_planes([0, 0])
