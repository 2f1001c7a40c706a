"""Larger programs: HiGHS proposes, exact arithmetic decides; otherwise the simplex method."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.exact import highs, lp
from gametheory.exact.linear import independent_rows, solve_unique
from gametheory.exact.lp import LinearOptimum, UnboundedProgram, maximise
from gametheory.limits import LimitReached, Limits, Status

small = st.integers(-3, 3)


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[int], list[list[int]], list[int]]:
    d, k = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    objective = draw(st.lists(small, min_size=d, max_size=d))
    matrix = [draw(st.lists(small, min_size=d, max_size=d)) for _ in range(k)]
    bounds = draw(st.lists(st.integers(0, 3), min_size=k, max_size=k))
    return objective, matrix, bounds


@settings(max_examples=100)
@given(programs())
def test_both_ways_agree(program: Any) -> None:
    # Small programs are pivoted exactly; the same ones with HiGHS's help.
    by_pivots = maximise(*program)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lp, "_PIVOTED", 0)
        guided_answer = maximise(*program)
    assert type(by_pivots) is type(guided_answer)
    if isinstance(by_pivots, LinearOptimum) and isinstance(guided_answer, LinearOptimum):
        assert by_pivots.value == guided_answer.value


def assignment(n: int) -> tuple[list[int], list[list[int]], list[int]]:
    """Assignment problem: every vertex is degenerate."""
    worth = np.random.default_rng(n).integers(0, 10, (n, n))
    rows = [[int(i == r) for i in range(n) for _ in range(n)] for r in range(n)]
    columns = [[int(j == c) for _ in range(n) for j in range(n)] for c in range(n)]
    return worth.ravel().tolist(), [*rows, *columns], [1] * (2 * n)


def test_degenerate_programs_need_no_exact_pivots(monkeypatch: pytest.MonkeyPatch) -> None:
    from scipy.optimize import linear_sum_assignment

    monkeypatch.setattr(lp, "Tableau", None)  # would raise
    n = 12
    program = assignment(n)
    answer = maximise(*program)
    assert isinstance(answer, LinearOptimum)
    worth = np.array(program[0]).reshape(n, n)
    assert answer.value == worth[linear_sum_assignment(worth, maximize=True)].sum()


def test_fractions_are_kept() -> None:
    # max sum x_j, x_j <= 1/(j + 2): each bound is reached.
    d = 40
    matrix = [[Fraction(int(i == j), 7) for j in range(d)] for i in range(d)]
    bounds = [Fraction(1, 7 * (j + 2)) for j in range(d)]
    answer = maximise([Fraction(1, 3)] * d, matrix, bounds)
    assert isinstance(answer, LinearOptimum)
    assert answer.primal == tuple(Fraction(1, j + 2) for j in range(d))
    assert answer.dual == (Fraction(7, 3),) * d


@pytest.mark.parametrize("size", [10**200, 10**400], ids=["large", "beyond"])
def test_numbers_beyond_floats(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lp, "_PIVOTED", 0)
    n = 4
    matrix = [[size if i == j else 0 for j in range(n)] for i in range(n)]
    bounds = [size * size] * (n - 1) + [0]
    answer = maximise([1] * n, matrix, bounds)
    assert isinstance(answer, LinearOptimum)
    assert answer.primal == (size,) * (n - 1) + (0,)


def test_a_lie_of_highs_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    program = assignment(7)
    truth = maximise(*program)

    def lying(objective: Any, matrix: Any, *rest: Any, **more: Any) -> Any:
        k, d = matrix.shape
        return SimpleNamespace(
            x=np.eye(d)[0], ineqlin=SimpleNamespace(marginals=-np.eye(k)[0]), nit=1, status=0
        )

    monkeypatch.setattr(highs, "maximise", lying)
    monkeypatch.setattr(lp, "_PIVOTED", 0)
    answer = maximise(*program)
    assert isinstance(answer, LinearOptimum)
    assert isinstance(truth, LinearOptimum)
    assert answer.value == truth.value


@pytest.mark.parametrize("most", [1000, 0], ids=["goes on from there", "gives up"])
def test_a_basis_that_is_feasible_but_not_optimal(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = assignment(7)
    truth = maximise(*program)

    def early(objective: Any, matrix: Any, *rest: Any, **more: Any) -> Any:
        return SimpleNamespace(
            x=np.eye(7).ravel(), ineqlin=SimpleNamespace(marginals=np.zeros(14)), nit=1, status=0
        )

    starts = []
    at_basis = lp.Tableau.at_basis
    monkeypatch.setattr(lp.Tableau, "at_basis", lambda *a: starts.append(a) or at_basis(*a))
    monkeypatch.setattr(highs, "maximise", early)
    monkeypatch.setattr(lp, "_PIVOTED", 0)
    monkeypatch.setattr(lp, "_STARTED", most)
    answer = maximise(*program)
    assert isinstance(answer, LinearOptimum)
    assert isinstance(truth, LinearOptimum)
    assert answer.value == truth.value
    assert len(starts) == 1


def test_an_unbounded_program_has_a_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lp, "_PIVOTED", 0)
    assert isinstance(maximise([1, 1], [[1, -1], [-2, 1]], [1, 2]), UnboundedProgram)


@pytest.mark.parametrize("guiding", [True, False])
def test_the_budget_ends_a_search(guiding: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lp, "_PIVOTED", 0 if guiding else 10**9)
    with pytest.raises(LimitReached) as caught:
        maximise(*assignment(8), limits=Limits(budget=2))
    assert caught.value.status is Status.BUDGET


def test_unique_solutions() -> None:
    rows = [[1, 0], [2, 0], [1, 3], [5, 5]]
    assert independent_rows(rows, 2) == [0, 2]
    assert independent_rows(rows[:2], 2) is None
    assert solve_unique(rows, [1, 2, 4, 7]) == ([1, 1], 1)
    assert solve_unique(rows[:2], [1, 2]) is None
    assert solve_unique([[1, 1]], [1]) is None
