"""Signs of polynomials: what is possible, against known sets and against samples."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.limits import LimitReached, Limits
from gametheory.symbolic.algebra import Algebra
from gametheory.symbolic.feasibility import decide
from gametheory.symbolic.grammar import read_text
from gametheory.symbolic.roots import isolate, open_samples, simplest_between

XYZ = Algebra(("x", "y", "z"))
SIGN = {"<": -1, "=": 0, ">": 1}


def system(words):
    found = []
    for part in words.split(","):
        relation = next(r for r in SIGN if r in part)
        left, right = part.split(relation)
        difference = read_text(f"({left}) - ({right})", XYZ, "test")
        found.append((difference.sign_polynomial, SIGN[relation]))
    return found


@pytest.mark.parametrize(
    ("words", "possible"),
    [
        # linear
        ("x > y, y > z, z > 0", True),
        ("x > y, y > z, z > x", False),
        ("x + y < 1, x > 1/2, y > 1/2", False),
        ("x + y < 1, x > 1/2, y > 1/2 - 1/1000", True),
        ("x = y, y = 2*z, x > 3, z < 1", False),
        ("x = y, y = 2*z, x > 3, z < 2", True),
        # one variable
        ("x**2 = 2, x > 7/5, x < 3/2", True),
        ("x**2 = 2, x > 71/50", False),
        ("x**2 < -1", False),
        ("x**2 + 1 > 0", True),
        ("x**3 - x > 0, x < 0, x > -1", True),
        ("x**2 = 2, x**3 = 3", False),
        # open sets: the disc, its inside and outside; a lens
        ("x**2 + y**2 < 1, x + y > 3/2", False),
        ("x**2 + y**2 < 1, x + y > 7/5", True),
        ("x**2 + y**2 < 1, (x - 2)**2 + y**2 < 1", False),
        ("x**2 + y**2 < 1, (x - 3/2)**2 + y**2 < 1", True),
        ("x*y > 0, x < 0, y > 0", False),
        ("x*y > 1, x > 0, x + y < 2", False),
        ("x*y > 1, x > 0, x + y < 2 + 1/1000", True),
        ("x**2 + y**2 + z**2 < 1, x + y + z > 7/4", False),
        ("x**2 + y**2 + z**2 < 1, x + y + z > 17/10", True),
        # equations
        ("x*y = 1, x > 0, y < 0", False),
        ("x*y = 1, x > 100, y > 0", True),
        ("x**2 + y**2 = 1, x + y > 3/2", False),
        ("x**2 + y**2 = 1, x + y > 7/5", True),
        ("x**2 + y**2 = 0, x > 0", False),
        ("x**2 + y**2 = 0, z > 0", True),
        ("x**2 = y**3, x > 0, y > 0", True),
        ("x**2 = y**3, y < 0", False),
        ("x*z = y, x = 0, y > 0", False),
        # several equations: x**2 + x = y**2 and the circle meet at x = 1/2, y = +-sqrt(3)/2
        ("x**2 + y**2 = 1, x**2 + x = y**2, y > 0", True),
        ("x**2 + y**2 = 1, x**2 + x = y**2, x > 3/4", False),
        # two circles about (0, 0) and (2, 1), of squared radii 3 and 1, 2 and 1/10
        ("x**2 + y**2 = 3, (x - 2)**2 + (y - 1)**2 = 1, x > y", True),
        ("x**2 + y**2 = 2, (x - 2)**2 + (y - 1)**2 = 1/10", False),
        ("x**2 + y**2 = 3, x**2 + x*y = 1 + y, y > 2", False),
        # products
        ("(x - 1)*(x - 2) < 0, (x - 3)*(x - 4) < 0", False),
        ("(x - 1)*(y - 2) = 0, x < 1, y < 2", False),
        ("x**2*y > 0, x = 0", False),
    ],
)
def test_known_sets(words, possible):
    constraints = system(words)
    finding = decide(constraints, Limits())
    assert finding.possible is possible
    if finding.point is not None:
        assert all(p(finding.point) * sign > 0 if sign else p(finding.point) == 0
                   for p, sign in constraints)  # fmt: skip


def test_what_is_not_decided_is_not_guessed():
    # The curves touch at (2, 1) / sqrt(5) and opposite: no box shows that they meet.
    finding = decide(system("x**2 + y**2 = 1, x**2 + y**2 - 1 + (x - 2*y)**2 = 0"), Limits())
    assert finding.possible is None
    assert finding.point is None


def test_time_is_limited():
    limits = Limits(1e-9)
    with pytest.raises(LimitReached):
        decide(system("x > 0"), limits)


coefficients = st.integers(-2, 2)
linear = st.tuples(coefficients, coefficients, coefficients).map(
    lambda t: f"{t[0]}*x + {t[1]}*y + {t[2]}"
)
quadratic = st.tuples(*[coefficients] * 6).map(
    lambda t: f"{t[0]}*x**2 + {t[1]}*x*y + {t[2]}*y**2 + {t[3]}*x + {t[4]}*y + {t[5]}"
)
GRID = [Fraction(p, 2) for p in range(-6, 7)]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.one_of(linear, quadratic), st.sampled_from([-1, 0, 1])),
                min_size=1, max_size=4))  # fmt: skip
def test_nothing_that_exists_is_called_impossible(parts):
    """A grid is searched; what it finds must not be called impossible."""
    constraints = [(read_text(words, XYZ, "test").sign_polynomial, sign) for words, sign in parts]
    finding = decide(constraints, Limits())
    if finding.possible is False:
        for x, y in product(GRID, GRID):
            assert any(p.sign_at((x, y, Fraction(0))) != sign for p, sign in constraints)
    if finding.point is not None:
        assert all(p.sign_at(finding.point) == sign for p, sign in constraints)


@given(st.lists(st.lists(st.integers(-5, 5), min_size=2, max_size=5), min_size=1, max_size=4))
def test_roots_against_numpy_and_signs_between(lists):
    import numpy as np

    ring = XYZ.ring
    factors = []
    for coefficients in lists:
        polynomial = ring.make({(k, 0, 0): c for k, c in enumerate(coefficients) if c})
        factors += [f for f, _ in polynomial.factors[1]]
    roots = isolate(list(dict.fromkeys(factors)))
    assert all(a.high < b.low for a, b in pairwise(roots))
    for factor in dict.fromkeys(factors):
        dense = [part.value for part in factor.coefficients(0)]
        found = sorted(float(root) for root in roots if root.polynomial == factor)
        # Irreducible: all roots are simple, so floats tell real ones from complex ones.
        expected = sorted(z.real for z in np.roots(dense[::-1]) if abs(z.imag) < 1e-9)
        assert found == pytest.approx(expected, abs=1e-7)
    samples = list(open_samples(roots))
    assert len(samples) == len(roots) + 1
    for root, before, after in zip(roots, samples, samples[1:], strict=False):
        assert before < root.low <= root.high < after
        place = (Fraction(0),) * 2
        assert root.polynomial.sign_at((before, *place)) * root.polynomial.sign_at(
            (after, *place)
        ) == -1  # fmt: skip


@given(st.fractions(-5, 5, max_denominator=30), st.fractions(-5, 5, max_denominator=30))
def test_simplest_fraction_in_an_interval(a, b):
    if a == b:
        return
    low, high = sorted((a, b))
    found = simplest_between(low, high)
    assert low < found < high
    # Nothing simpler lies inside.
    for q in range(1, found.denominator):
        p = low * q // 1 + 1
        assert not low < Fraction(p, q) < high
