"""Exact linear programs, against textbooks, scipy and all basic solutions."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import ParameterError
from gametheory.exact.lp import LinearOptimum, UnboundedProgram, maximise


def solved(objective, matrix, bounds):
    answer = maximise(objective, matrix, bounds)
    assert isinstance(answer, LinearOptimum)
    return answer


def test_wyndor_glass():
    # Hillier and Lieberman, Introduction to Operations Research, chapter 3:
    # optimum 36 at (2, 6), shadow prices 0, 3/2, 1.
    answer = solved([3, 5], [[1, 0], [0, 2], [3, 2]], [4, 12, 18])
    assert answer == LinearOptimum(Fraction(36), (2, 6), (0, Fraction(3, 2), 1))


def test_beale_does_not_cycle():
    # Beale 1955, "Cycling in the dual simplex algorithm": Dantzig's rule with ties
    # broken by index cycles; the optimum is 1/20 at (1/25, 0, 1, 0).
    objective = ["3/4", -150, "1/50", -6]
    matrix = [["1/4", -60, "-1/25", 9], ["1/2", -90, "-1/50", 3], [0, 0, 1, 0]]
    exact = [[Fraction(v) for v in row] for row in [objective, *matrix]]
    answer = solved(exact[0], exact[1:], [0, 0, 1])
    assert answer.value == Fraction(1, 20)
    assert answer.primal == (Fraction(1, 25), 0, 1, 0)


def test_klee_minty():
    # Klee and Minty 1972, as in Chvatal, Linear Programming, p. 47: optimum 100^(n-1).
    n = 5
    matrix = [[2 * 10 ** (i - j) if j < i else int(i == j) for j in range(n)] for i in range(n)]
    objective = [10 ** (n - 1 - j) for j in range(n)]
    assert solved(objective, matrix, [100**i for i in range(n)]).value == 100 ** (n - 1)


def test_all_zero_program():
    assert solved([0, 0], [[0, 0]], [0]) == LinearOptimum(Fraction(0), (0, 0), (0,))


def test_unbounded_has_a_ray():
    answer = maximise([1, 1], [[1, -1], [-2, 1]], [1, 2])
    assert isinstance(answer, UnboundedProgram)
    x, y = answer.ray
    assert x >= 0
    assert y >= 0
    assert x + y > 0
    assert x - y <= 0
    assert -2 * x + y <= 0


@pytest.mark.parametrize("size", [1e300, 1e-300])
def test_scale_is_no_matter(size):
    # 3x3 assignment-like program times a huge or tiny number.
    exact = Fraction(size)
    answer = solved([exact, 2 * exact], [[exact, exact], [exact, 0]], [exact, exact / 2])
    assert answer.value == 2 * exact
    assert answer.primal == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1], [[1]], [-1]), "bound 0: expected a number >= 0, got -1"),
        (([1], [[1, 2]], [1]), "expected 1 rows of 1 coefficients"),
        (([1], [[1]], [1, 2]), "expected 2 rows of 1 coefficients"),
        (([], [[]], [1]), "at least one variable"),
    ],
)
def test_wrong_input(arguments, message):
    with pytest.raises(ParameterError, match=message):
        maximise(*arguments)


small = st.integers(-3, 3)


@st.composite
def programs(draw):
    d, k = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    number = st.one_of(small, st.fractions(-3, 3, max_denominator=4))
    objective = draw(st.lists(number, min_size=d, max_size=d))
    matrix = draw(st.lists(st.lists(number, min_size=d, max_size=d), min_size=k, max_size=k))
    bounds = draw(st.lists(st.integers(0, 3), min_size=k, max_size=k))
    return objective, matrix, bounds


def solve_square(matrix, right):
    """Cramer's rule by cofactors: nothing in common with pivoting."""

    def determinant(rows):
        if not rows:
            return Fraction(1)
        return sum(
            (-1) ** j * value * determinant([row[:j] + row[j + 1 :] for row in rows[1:]])
            for j, value in enumerate(rows[0])
            if value
        )

    whole = determinant(matrix)
    if not whole:
        return None
    return [
        determinant([[*row[:j], b, *row[j + 1 :]] for row, b in zip(matrix, right, strict=True)])
        / whole
        for j in range(len(matrix))
    ]


def best_basic_value(objective, matrix, bounds):
    """Largest c'x over all feasible intersections of d of the inequalities."""
    d = len(objective)
    rows = [[Fraction(v) for v in row] for row in matrix]
    rows += [[Fraction(-(i == j)) for j in range(d)] for i in range(d)]
    limits = [Fraction(b) for b in bounds] + [Fraction(0)] * d
    values = []
    for chosen in combinations(range(len(rows)), d):
        x = solve_square([rows[i] for i in chosen], [limits[i] for i in chosen])
        if x is not None and all(
            sum(a * v for a, v in zip(row, x, strict=True)) <= b
            for row, b in zip(rows, limits, strict=True)
        ):
            values.append(sum(c * v for c, v in zip(objective, x, strict=True)))
    return max(values)


@given(programs())
def test_value_is_that_of_the_best_basic_solution(program):
    answer = maximise(*program)
    if isinstance(answer, UnboundedProgram):
        objective, matrix, _ = program
        assert min(answer.ray) >= 0
        assert all(sum(a * r for a, r in zip(row, answer.ray, strict=True)) <= 0 for row in matrix)
        assert sum(c * r for c, r in zip(objective, answer.ray, strict=True)) > 0
    else:
        assert answer.value == best_basic_value(*program)


@given(programs())
def test_status_agrees_with_scipy(program):
    from scipy.optimize import linprog

    objective, matrix, bounds = program
    theirs = linprog(
        [-float(c) for c in objective], [[float(v) for v in row] for row in matrix], bounds
    )
    ours = maximise(*program)
    # The origin is feasible, so "infeasible" from its presolver means "or unbounded".
    assert isinstance(ours, UnboundedProgram) == (theirs.status in (2, 3, 4))
    if isinstance(ours, LinearOptimum):
        assert float(ours.value) == pytest.approx(-theirs.fun, abs=1e-8)
