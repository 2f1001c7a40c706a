"""Optimal faces against all vertices, and zero-sum games against the join of both polytopes."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.exact.optimal_face import optimal_vertices
from gametheory.exact.vertices import enumerate_vertices
from gametheory.limits import LimitReached, Limits, Status

matrices = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 3), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def _largest(matrix: list[list[int]]) -> set[tuple[int, ...]]:
    """Of all vertices those with the largest sum, each reduced."""
    vertices = enumerate_vertices(matrix, Limits())
    best: set[tuple[int, ...]] = set()
    record = Fraction(0)
    for k in range(len(vertices)):
        point = vertices.point(k)
        if not any(point):
            continue
        # The vertex is point / tightest: the largest row is 1 there.
        tightest = max(sum(a * x for a, x in zip(row, point, strict=True)) for row in matrix)
        total = Fraction(sum(point), tightest)
        if total > record:
            record, best = total, set()
        if total == record:
            divisor = gcd(*point)
            best.add(tuple(x // divisor for x in point))
    return best


@given(matrices)
def test_the_face_has_all_vertices_with_the_largest_sum(matrix: list[list[int]]) -> None:
    found = optimal_vertices(matrix, Limits())
    assert len(found) == len(set(found))
    assert set(found) == _largest(matrix)


def test_budget() -> None:
    matrix = [[1, 1, 1], [1, 1, 1]]  # the face is a triangle
    everything = Limits()
    assert len(optimal_vertices(matrix, everything)) == 3
    with pytest.raises(LimitReached):
        optimal_vertices(matrix, Limits(budget=everything.spent - 1))


@given(
    matrix=st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
        lambda shape: st.lists(
            st.lists(st.integers(-2, 2), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    ),
    data=st.data(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_zero_sum_games_have_the_equilibria_of_the_join(matrix: list[list[int]], data: Any) -> None:
    A = np.array(matrix)
    m, n = A.shape
    # A + c_j against -A / 2 + d_i has the same equilibria.
    c = data.draw(st.lists(st.integers(-3, 3), min_size=n, max_size=n))
    d = data.draw(st.lists(st.integers(-3, 3), min_size=m, max_size=m))
    game = BimatrixGame(2 * A + np.array(c), -A + np.array(d)[:, None])
    joined = solve(game, "exact")
    assert "polytopes" in joined.reason
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gametheory.solvers.exact._MANY", 0)
        short = solve(game, "exact")
    assert "zero-sum" in short.reason
    assert short.complete
    assert len(short) == len(joined)
    assert [e.profile for e in short] == [e.profile for e in joined]
    assert short.degenerate is joined.degenerate
    assert [c.index for c in short.components] == [1]


def test_blotto_with_five_units_has_100_extreme_equilibria() -> None:
    # The count: lrsnash on the same 21 x 21 game, in 50 s.
    plans = [(a, b, 5 - a - b) for a in range(6) for b in range(6 - a)]
    game = BimatrixGame.zero_sum([[sum(np.sign(np.subtract(p, q))) for q in plans] for p in plans])
    found = solve(game, "exact")
    assert found.complete
    assert len(found) == 100
    # Exchanging the fields changes nothing.
    rows = {e.row_strategy for e in found}
    where = {plan: k for k, plan in enumerate(plans)}
    turned = [where[b, c, a] for a, b, c in plans]
    assert {tuple(r.fractions[k] for k in turned) for r in rows} == {r.fractions for r in rows}
    part = solve(game, "exact", budget=50)
    assert part.status is Status.BUDGET
    assert not part.complete
