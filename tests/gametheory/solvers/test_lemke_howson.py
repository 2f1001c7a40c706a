"""One equilibrium: exact and compiled Lemke-Howson paths, their limits and their honesty."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpq_mat

from gametheory import BimatrixGame, solve
from gametheory.equilibria import EquilibriumSet
from gametheory.errors import Interrupted
from gametheory.limits import Limits, Status
from gametheory.solvers import lemke_howson, rounded
from gametheory.solvers.lemke_howson import follow_path
from gametheory.testing import hard_games_without_answer

REFERENCE = Path(__file__).parents[2] / "data" / "reference_games.jsonl"


def references() -> Iterator[dict[str, Any]]:
    with REFERENCE.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def assert_nash(game: BimatrixGame, found: EquilibriumSet) -> None:
    """One profile in which no action earns more than the strategy; by Fractions."""
    (equilibrium,) = found
    x, y = equilibrium.profile
    m, n = game.shape
    assert sum(x) == sum(y) == 1
    assert min(x) >= 0 <= min(y)
    rows, columns = equilibrium.support
    (A, _), (B, _) = game.integer_payoffs(0), game.integer_payoffs(1)
    a, b = A.tolist(), B.tolist()
    first = [sum((a[i][j] * y[j] for j in columns), Fraction(0)) for i in range(m)]
    second = [sum((b[i][j] * x[i] for i in rows), Fraction(0)) for j in range(n)]
    assert {first[i] for i in rows} == {max(first)}
    assert {second[j] for j in columns} == {max(second)}


def long_path_game(d: int) -> BimatrixGame:
    """Savani & von Stengel 2006, Econometrica 74, section 3: d x d, d even.

    Both polytopes are dual to the cyclic polytope of 2 d points of the moment curve. In
    the second, facet k has label l(k) = k for 1 and d, k + (-1)^k for other k < d, and
    k - (-1)^k for k > d. The one equilibrium is completely mixed.
    """
    curve = [[Fraction(t**p) for p in range(1, d + 1)] for t in range(-d, d)]
    mean = [sum(point[p] for point in curve) / (2 * d) for p in range(d)]
    normals = [[c - q for c, q in zip(point, mean, strict=True)] for point in curve]
    labels = [
        k if k in (1, d) else k + (-1) ** k if k < d else k - (-1) ** k for k in range(1, 2 * d + 1)
    ]
    B = _best_response_rows(normals[:d], normals[d:])  # a column's payoffs, by row
    place = {label: normals[k] for k, label in enumerate(labels)}
    A = _best_response_rows(
        [place[label] for label in range(d + 1, 2 * d + 1)],
        [place[label] for label in range(1, d + 1)],
    )
    return BimatrixGame(A, [list(row) for row in zip(*B, strict=True)])


def _best_response_rows(zero: Any, one: Any) -> list[list[Fraction]]:
    """Rows c' of ``c' s <= 1`` where s >= 0 are the slacks of the facets `zero`."""
    corner = fmpq_mat([[fmpq(v.numerator, v.denominator) for v in row] for row in zero])
    others = fmpq_mat([[fmpq(v.numerator, v.denominator) for v in row] for row in one])
    product = others * corner.inv()
    rows = []
    for k in range(len(one)):
        line = [Fraction(int(product[k, i].p), int(product[k, i].q)) for i in range(len(zero))]
        rows.append([-v / (1 - sum(line)) for v in line])
    return rows


@pytest.fixture
def floats_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small games, too, go along compiled paths, and pure equilibria are not looked for."""
    monkeypatch.setattr(lemke_howson, "_EXACT", 0)
    monkeypatch.setattr(lemke_howson, "pure_equilibria", lambda game: [])


@pytest.mark.usefixtures("floats_only")
def test_compiled_paths_end_at_extreme_equilibria_of_the_reference() -> None:
    for case in references():
        game = BimatrixGame(case["A"], case["B"])
        found = solve(game, "lemke-howson")
        rows, columns = case["row_strategies"], case["column_strategies"]
        known = {
            (tuple(map(Fraction, rows[i])), tuple(map(Fraction, columns[j])))
            for i, j in case["extreme_equilibria"]
        }
        assert [e.profile in known for e in found] == [True], case["name"]


def test_compiled_paths_are_the_exact_ones() -> None:
    rng = np.random.default_rng(2)
    for _ in range(10):
        game = BimatrixGame(*rng.integers(0, 1000, (2, 6, 7)))
        path = lemke_howson._Path(game)
        for label in range(13):
            limits = Limits()
            row, column = follow_path(game, label, limits)
            exact = limits.spent
            assert path.follow(label, 10_000, limits)
            assert limits.spent == 2 * exact
            for ours, strategy in zip(path.strategies(), (row, column), strict=True):
                assert ours == pytest.approx([float(p) for p in strategy.fractions], abs=1e-9)


@pytest.mark.usefixtures("floats_only")
@pytest.mark.parametrize("game", hard_games_without_answer())
def test_every_label_ends_where_others_cycle(game: BimatrixGame) -> None:
    path = lemke_howson._Path(game)
    for label in range(10):
        assert path.follow(label, 1000, Limits())
    assert_nash(game, solve(game, "lemke-howson"))


@pytest.mark.usefixtures("floats_only")
@pytest.mark.parametrize("payoffs", ["0/1", "0/1/2", "few ranks", "duplicates"])
def test_large_degenerate_games(payoffs: str) -> None:
    rng = np.random.default_rng(7)
    n = 40
    A, B = rng.integers(0, 2 + (payoffs == "0/1/2"), (2, n, n))
    if payoffs == "few ranks":
        A, B = ((rng.integers(0, 3, (n, 3)) @ rng.integers(0, 3, (3, n))) for _ in range(2))
    if payoffs == "duplicates":
        A, B = (np.kron(rng.integers(0, 50, (n // 4, n // 4)), np.ones((4, 4), int)) for _ in "AB")
    game = BimatrixGame(A, B)
    assert_nash(game, solve(game, "lemke-howson"))


@pytest.mark.parametrize("d", [6, 8, 10, 12])
def test_long_paths_of_savani_and_von_stengel(d: int, monkeypatch: pytest.MonkeyPatch) -> None:
    game = long_path_game(d)
    if d == 6:
        assert len(solve(game, "exact")) == 1
    found = solve(game, "lemke-howson")
    assert_nash(game, found)
    assert found[0].support == (tuple(range(d)), tuple(range(d)))
    monkeypatch.setattr(lemke_howson, "_EXACT", 0)
    assert solve(game, "lemke-howson")[0] == found[0]


@pytest.mark.parametrize(
    ("factor", "offset"), [(Fraction(10) ** 15, 0), (Fraction(1, 10**15), 0), (1, 10**12)]
)
def test_scales_and_offsets(factor: Any, offset: int) -> None:
    for seed in range(3):
        A, B = np.random.default_rng(seed).integers(0, 1000, (2, 20, 20)).astype(object)
        plain = solve(BimatrixGame(A, B), "lemke-howson")
        game = BimatrixGame(A * factor + offset, B * factor + offset)
        moved = solve(game, "lemke-howson")
        assert_nash(game, moved)
        assert moved[0].profile == plain[0].profile
        floats = BimatrixGame(
            (A * factor + offset).astype(float), (B * factor + offset).astype(float)
        )
        assert_nash(floats, solve(floats, "lemke-howson"))


def test_payoffs_that_floats_cannot_resolve() -> None:
    # columns that differ by 1 beside 10^40: all equal in floats
    rng = np.random.default_rng(3)
    A, B = rng.integers(0, 1000, (2, 18, 18)).astype(object)
    A[0, 0] = B[0, 0] = -(10**40)
    game = BimatrixGame(A, B)
    assert_nash(game, solve(game, "lemke-howson"))


@pytest.mark.parametrize("n", [60, 200])
def test_large_random_games(n: int) -> None:
    for seed in range(3):
        game = BimatrixGame(*np.random.default_rng(seed).random((2, n, n)))
        found = solve(game, "lemke-howson")
        assert_nash(game, found)
        assert found.status is Status.FINISHED
        assert not found.complete


def test_oblong_games() -> None:
    rng = np.random.default_rng(4)
    for shape in ((2, 400), (400, 2), (1, 500), (15, 90)):
        game = BimatrixGame(*rng.integers(0, 100, (2, *shape)))
        assert_nash(game, solve(game, "lemke-howson"))


def hard_game(n: int) -> BimatrixGame:
    """Payoffs of correlation -1/2: supports are large, paths long."""
    rng = np.random.default_rng(1)
    A = rng.standard_normal((n, n))
    return BimatrixGame(A, -A / 2 + np.sqrt(0.75) * rng.standard_normal((n, n)))


def test_a_budget_is_deterministic() -> None:
    game = hard_game(40)
    whole = solve(game, "lemke-howson")
    assert_nash(game, whole)
    assert solve(game, "lemke-howson", budget=whole.bases)[0] == whole[0]
    part = solve(game, "lemke-howson", budget=whole.bases - 1)
    assert (part.status, len(part), part.bases) == (Status.BUDGET, 0, whole.bases - 1)
    assert "pivots (budget of" in part.reason


def test_time_runs_out() -> None:
    found = solve(hard_game(300), "lemke-howson", timeout=0.3)
    assert (found.status, len(found)) == (Status.TIMEOUT, 0)


def test_ctrl_c_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = iter(range(10**9))

    def interrupted(limits: Limits) -> None:
        if next(calls) == 50:
            raise KeyboardInterrupt

    monkeypatch.setattr(Limits, "check_time", interrupted)
    with pytest.raises(Interrupted) as caught:
        solve(hard_game(300), "lemke-howson")
    partial = caught.value.partial
    assert isinstance(partial, EquilibriumSet)
    assert partial.status is Status.INTERRUPTED


def test_what_there_is_no_time_to_solve_for_is_approximate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (lemke_howson, rounded):
        monkeypatch.setattr(module, "solve_seconds", lambda size, bits: 1e6)
    monkeypatch.setattr(rounded, "_ELIMINATED", 0)
    game = hard_game(60)
    found = solve(game, "lemke-howson", timeout=60)
    assert len(found) == 0
    (near,) = found.approximate
    assert all(0 <= epsilon < Fraction(1, 10**9) for epsilon in near.epsilons)
    assert max(near.regrets) > 0
    assert "does not allow to solve for exactly" in found.reason


def test_a_wrong_end_of_a_path_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    # a kernel that says "finished" after one pivot, of a game too large for exact pivoting
    follow = lemke_howson._Path.follow
    monkeypatch.setattr(
        lemke_howson._Path, "follow",
        lambda path, label, pivots, limits: follow(path, label, 2, limits) is not False,
    )  # fmt: skip
    game = hard_game(60)
    found = solve(game, "lemke-howson")
    assert (found.status, len(found), found.approximate) == (Status.FAILED, 0, ())
    assert found.dropped == 1


@pytest.mark.slow
def test_the_kernel_runs_uncompiled() -> None:
    code = (
        "import numpy as np; from gametheory import BimatrixGame, solve;"
        "print(solve(BimatrixGame(*np.random.default_rng(2).random((2, 30, 30))),"
        " 'lemke-howson')[0].support)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True,
            env={**os.environ, **switch},
        ).stdout
        for switch in ({}, {"NUMBA_DISABLE_JIT": "1"})
    }  # fmt: skip
    assert len(outputs) == 1
