"""Vertex enumeration against all bases, and against counts from the literature."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linear import solve

from gametheory.exact.residues import residue_tableaux
from gametheory.exact.vertices import Vertices, enumerate_vertices, max_bases
from gametheory.exact.walk import Walk
from gametheory.limits import Limits, Status

matrices = st.integers(1, 4).flatmap(
    lambda d: st.lists(st.lists(st.integers(1, 4), min_size=d, max_size=d), min_size=1, max_size=4)
)


def _brute_force(matrix: list[list[int]]) -> dict[int, tuple[Fraction, ...]]:
    d = len(matrix[0])
    inequalities = [([Fraction(-(i == j)) for j in range(d)], Fraction(0)) for i in range(d)]
    inequalities += [([Fraction(v) for v in row], Fraction(1)) for row in matrix]
    found = {}
    for chosen in combinations(inequalities, d):
        point = solve([[*row, bound] for row, bound in chosen])
        if point is None:
            continue
        slacks = [
            bound - sum(a * x for a, x in zip(row, point, strict=True))
            for row, bound in inequalities
        ]
        if min(slacks) >= 0:
            found[sum(1 << k for k, slack in enumerate(slacks) if slack == 0)] = tuple(point)
    return found


@pytest.fixture(autouse=True, scope="module")
def compiled_walks_for_small_ones_too() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gametheory.exact.walk._SMALL", 0)
        yield


def test_very_small_ones_are_walked_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gametheory.exact.walk._SMALL", 5)
    monkeypatch.setattr(Walk, "_walk_integers", lambda self: pytest.fail("too much effort"))
    _check([[3, 1], [1, 2]], enumerate_vertices([[3, 1], [1, 2]], Limits()))


def _masks(vertices: Vertices) -> list[int]:
    return [sum(w << (64 * k) for k, w in enumerate(words)) for words in vertices.tight.tolist()]


def _check(matrix: list[list[int]], vertices: Vertices) -> None:
    expected = _brute_force(matrix)
    masks = _masks(vertices)
    assert vertices.stopped is None
    assert len(masks) == len(set(masks))
    assert set(masks) == expected.keys()
    for index, mask in enumerate(masks):
        point = vertices.point(index)
        total = sum(expected[mask]) or 1
        assert tuple(Fraction(v, sum(point) or 1) for v in point) == tuple(
            x / total for x in expected[mask]
        )
    simple = all(mask.bit_count() == len(matrix[0]) for mask in expected)
    assert vertices.is_simple is simple


@given(matrices)
def test_all_vertices_are_found(matrix: list[list[int]]) -> None:
    _check(matrix, enumerate_vertices(matrix, Limits()))


@pytest.mark.parametrize("arithmetic", ["floats", "exact"])
@given(matrix=matrices)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_every_arithmetic_finds_them(matrix: list[list[int]], arithmetic: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Walk, "_walk_integers", lambda self: False)
        if arithmetic == "exact":
            patch.setattr(Walk, "_walk_floats", lambda self: False)
        _check(matrix, enumerate_vertices(matrix, Limits()))


@pytest.mark.parametrize("rounding", [2.0**-53, 2.0**-40, 2.0**-20, 2.0**-12, 2.0**-8, 1.0])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_coarser_floats_fall_back_and_change_nothing(rounding: float, seed: int) -> None:
    matrix = np.random.default_rng(seed).integers(1, 1000, (7, 7)).tolist()
    expected = _masks(enumerate_vertices(matrix, Limits()))
    prepared = []

    def counted(*args: Any) -> Any:
        prepared.append(1)
        return residue_tableaux(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Walk, "rounding", rounding)
        patch.setattr("gametheory.exact.walk.residue_tableaux", counted)
        assert _masks(enumerate_vertices(matrix, Limits())) == expected
    assert prepared or rounding < 1.0


@given(matrix=matrices)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_residues_alone_find_them(matrix: list[list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Walk, "rounding", 1.0)  # floats prove nothing
        patch.setattr(Walk, "_walk_integers", lambda self: False)
        _check(matrix, enumerate_vertices(matrix, Limits()))


@given(
    matrix=matrices,
    primes=st.sampled_from([(2, 3, 5, 7, 11, 13, 17, 19, 23, 29), (101, 103, 107), (7,)]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_primes_that_divide_determinants_or_do_not_suffice(
    matrix: list[list[int]], primes: tuple[int, ...]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Walk, "rounding", 1.0)
        patch.setattr(Walk, "_walk_integers", lambda self: False)
        patch.setattr(
            "gametheory.exact.walk.residue_tableaux", lambda m: residue_tableaux(m, primes)
        )
        _check(matrix, enumerate_vertices(matrix, Limits()))


@pytest.mark.parametrize("scale", [1, 10**15, 10**400])
def test_entries_of_any_size(scale: int) -> None:
    matrix = [[3 * scale + 1, 1, 1], [1, 3 * scale + 2, 2], [scale, 1, scale + 3]]
    _check(matrix, enumerate_vertices(matrix, Limits()))


def test_integers_that_grow_are_left_to_the_other_walks() -> None:
    matrix = np.random.default_rng(4).integers(1, 2**29, (5, 5)).tolist()
    _check(matrix, enumerate_vertices(matrix, Limits()))


def test_a_basis_that_floats_cannot_build() -> None:
    # Rows that differ by less than a float shows: from an exactly known basis elimination in
    # floats ends at another one, which must not be taken for it.
    big = 10**17
    _check(
        [[2, 1, 1, 1], [1, big + 1, big + 2, big + 2], [1, big + 2, big + 1, big + 2],
         [1, big + 2, big + 2, 2]],
        enumerate_vertices(
            [[2, 1, 1, 1], [1, big + 1, big + 2, big + 2], [1, big + 2, big + 1, big + 2],
             [1, big + 2, big + 2, 2]],
            Limits(),
        ),
    )  # fmt: skip


VALUES = [list(range(1, 10)), [1, 2, 3], list(range(1, 30)), [1, 3, 10**9, 10**9 + 1]]


def _walks_agree(seed: int) -> None:
    """Compiled and exact walk visit the same bases and vertices of one random polytope."""
    rng = np.random.default_rng([2006, seed])
    # Ties here and there, in many bases: that is where proofs by floats and exact signs meet.
    k, d = rng.integers(2, 9, 2)
    values = VALUES[seed % len(VALUES)]
    matrix = [[values[i] for i in row] for row in rng.integers(0, len(values), (k, d))]
    walks = [Walk(matrix, Limits()) for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Walk, "_walk_integers", lambda self: False)
        if seed % 3 == 0:
            patch.setattr(walks[0], "rounding", 10.0 ** -rng.integers(1, 15))
        walks[0].run()
        patch.setattr(Walk, "_walk_floats", lambda self: False)
        walks[1].run()
    compiled, exact = walks
    assert isinstance(compiled.bases(), np.ndarray)
    assert {int(row[0]) for row in compiled.bases()} == set(exact.bases())  # type: ignore[arg-type]
    assert sorted(int(row[0]) for row in compiled.tight_sets()) == sorted(exact.tight_sets())  # type: ignore[type-var]


def test_the_walks_agree() -> None:
    for seed in range(80):
        _walks_agree(seed)


@pytest.mark.slow
def test_the_walks_agree_often() -> None:
    for seed in range(80, 12_000):
        _walks_agree(seed)


def test_a_level_that_becomes_exact_starts_again() -> None:
    # Some edges of a basis were followed before a tie showed at another one.
    matrix = [[3, 3, 1, 1], [1, 2, 1, 10**9], [2, 1, 2, 10**9]]
    _check(matrix, enumerate_vertices(matrix, Limits()))


near = st.integers(1, 4).flatmap(
    lambda d: st.lists(
        st.lists(
            st.builds(
                lambda base, offset: base + offset,
                st.sampled_from([1, 10**8, 10**17, 10**30]),
                st.integers(0, 3),
            ),
            min_size=d,
            max_size=d,
        ),
        min_size=1,
        max_size=4,
    )
)


@given(near)
def test_badly_scaled_and_nearly_equal_rows(matrix: list[list[int]]) -> None:
    _check(matrix, enumerate_vertices(matrix, Limits()))


def test_more_variables_than_a_word() -> None:
    # one column against many rows: the segment from 0 to the tightest row
    for rows in (63, 64, 70, 126, 127, 140):
        vertices = enumerate_vertices([[k + 1] for k in range(rows)], Limits())
        assert sorted(_masks(vertices)) == [1, 1 << rows]


@given(matrix=matrices, shift=st.integers(60, 120))
@settings(max_examples=40)
def test_two_words_hold_the_same_vertices(matrix: list[list[int]], shift: int) -> None:
    # Rows that are never tight, before the others, move these into the second word.
    d = len(matrix[0])
    loose = [[1] * d] * (shift - d)
    tight = [[2 * d * v for v in row] for row in matrix]
    tight.append([2 * d] * d)  # the sum of x is at most 1 / (2 d)
    vertices = enumerate_vertices(loose + tight, Limits())
    coordinates = (1 << d) - 1
    assert {(m & coordinates) | (m >> shift) << d for m in _masks(vertices)} == set(
        _brute_force(tight)
    )


@pytest.mark.parametrize("d", [2, 3, 4])
def test_a_cube_has_two_to_the_d_vertices(d: int) -> None:
    # x_i + (tiny sum of the others) <= 1 is a combinatorial cube with positive entries
    matrix = [[100 if i == j else 1 for j in range(d)] for i in range(d)]
    assert len(enumerate_vertices(matrix, Limits())) == 2**d


@pytest.mark.parametrize(
    ("dimension", "n_rows", "vertices"),
    [
        (1, 1, 2),  # a segment
        (2, 5, 7),  # a polygon has as many vertices as sides
        (3, 5, 12),  # 2 (N - 2), the dodecahedron-like simple polytopes, by Euler
        (4, 4, 20),  # N (N - 3) / 2, dual cyclic polytopes (Ziegler 1995, example 0.6)
    ],
)
def test_the_upper_bound_theorem(dimension: int, n_rows: int, vertices: int) -> None:
    assert max_bases(dimension, n_rows) == vertices


@given(matrices)
def test_no_walk_visits_more_than_the_bound(matrix: list[list[int]]) -> None:
    limits = Limits()
    enumerate_vertices(matrix, limits)
    assert limits.spent <= max_bases(len(matrix[0]), len(matrix))


CUBE = [[9, 1, 1, 1, 1, 1, 1], [1, 9, 1, 1, 1, 1, 1], [1, 1, 9, 1, 1, 1, 1], [1, 1, 1, 9, 1, 1, 1],
        [1, 1, 1, 1, 9, 1, 1], [1, 1, 1, 1, 1, 9, 1], [1, 1, 1, 1, 1, 1, 9]]  # fmt: skip


def test_memory_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gametheory.exact.walk_arrays._UNCHECKED", 0)
    monkeypatch.setattr("gametheory.errors._UNCHECKED", 0)
    monkeypatch.setattr("gametheory.errors._available_memory", lambda: 100)
    vertices = enumerate_vertices(CUBE, Limits())
    assert vertices.stopped is not None
    assert vertices.stopped.status is Status.BUDGET
    assert "room for 256 bases needs" in str(vertices.stopped)
    assert 0 < len(vertices) < 2**7


@pytest.mark.parametrize("arithmetic", ["integers", "floats", "exact"])
@pytest.mark.parametrize("budget", [1, 2, 7])
def test_the_budget_counts_bases(budget: int, arithmetic: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if arithmetic != "integers":
            patch.setattr(Walk, "_walk_integers", lambda self: False)
        if arithmetic == "exact":
            patch.setattr(Walk, "_walk_floats", lambda self: False)
        limits = Limits(budget=budget)
        vertices = enumerate_vertices(CUBE, limits)
    assert vertices.stopped is not None
    assert vertices.stopped.status is Status.BUDGET
    assert limits.spent == budget
    assert len(vertices) == budget
