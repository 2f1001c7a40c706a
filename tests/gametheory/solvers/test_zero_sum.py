"""Zero-sum games and games equivalent to them: exact values, and floats found out."""

from __future__ import annotations

import itertools
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from bruteforce import extreme_equilibria

from gametheory import BimatrixGame, solve
from gametheory.equilibria import EquilibriumSet, Scope
from gametheory.errors import Interrupted, ParameterError
from gametheory.exact import highs
from gametheory.limits import Status
from gametheory.solvers import rounded, zero_sum


@pytest.fixture
def highs_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small games, too, are solved by HiGHS."""
    monkeypatch.setattr(zero_sum, "_EXACT", 0)


def assert_optimal(game: BimatrixGame, found: EquilibriumSet) -> None:
    """One pair x, y: the least that x earns against a column equals the most against y."""
    (equilibrium,) = found
    x, y = equilibrium.profile
    m, n = game.shape
    integers, denominator = game.integer_payoffs(0)
    a = integers.tolist()
    assert sum(x) == sum(y) == 1
    assert min(x) >= 0 <= min(y)
    rows, columns = equilibrium.support
    earned = min(sum((x[i] * a[i][j] for i in rows), Fraction(0)) for j in range(n))
    conceded = max(sum((y[j] * a[i][j] for j in columns), Fraction(0)) for i in range(m))
    assert earned == conceded == equilibrium.payoffs[0] * denominator


@pytest.mark.parametrize(
    ("A", "value", "row", "column"),
    [
        # each by making the other player indifferent
        ([[1, -1], [-1, 1]], "0", "1/2 1/2", "1/2 1/2"),
        ([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], "0", "1/3 1/3 1/3", "1/3 1/3 1/3"),
        ([[3, -1], [-1, 1]], "1/3", "1/3 2/3", "1/3 2/3"),
        # a saddle point
        ([[4, 2, 5], [1, 0, 9]], "2", "1 0", "0 1 0"),
        # Morra with one or two fingers (Dantzig 1963, chapter 13)
        ([[2, -3], [-3, 4]], "-1/12", "7/12 5/12", "7/12 5/12"),
        # linear programs in floats end at ((0, 1), (0, 1)) here
        ([[3e-12, -1e-12], [-1e-12, 1e-12]], "1/3000000000000", "1/3 2/3", "1/3 2/3"),
        ([[3e300, -1e300], [-1e300, 1e300]], str(Fraction(10**300, 3)), "1/3 2/3", "1/3 2/3"),
        ([[10**17 + 1, 10**17 - 1], [10**17 - 1, 10**17 + 1]], str(10**17), "1/2 1/2", "1/2 1/2"),
        ([["1e-300", 0], [0, 1]], str(Fraction(1, 10**300 + 1)), None, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_highs", [False, True])
def test_known_games(
    A: Any, value: str, row: str | None, column: str | None, by_highs: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if by_highs:
        monkeypatch.setattr(zero_sum, "_EXACT", 0)
    game = BimatrixGame.zero_sum(A)
    found = solve(game, "zero-sum")
    assert_optimal(game, found)
    assert (found.scope, found.status, found.complete) == (Scope.ONE, Status.FINISHED, False)
    assert found[0].payoffs == (Fraction(value), -Fraction(value))
    if row is not None and column is not None:
        assert found[0].row == tuple(map(Fraction, row.split()))
        assert found[0].column == tuple(map(Fraction, column.split()))


def test_the_value_is_told() -> None:
    assert "value is -1/12;" in solve(BimatrixGame.zero_sum([[2, -3], [-3, 4]]), "zero-sum").reason
    # a constant sum of 10: the row player's value
    constant = BimatrixGame([[2, -3], [-3, 4]], [[8, 13], [13, 6]])
    found = solve(constant, "zero-sum")
    assert "value is -1/12;" in found.reason
    assert found[0].payoffs == (Fraction(-1, 12), Fraction(121, 12))


@pytest.mark.usefixtures("highs_only")
def test_against_brute_force() -> None:
    rng = np.random.default_rng(1)
    for k in range(60):
        m, n = rng.integers(1, 5, 2)
        A = rng.integers(0, (2, 3, 10, 10**6)[k % 4], (m, n))
        game = BimatrixGame(A, 7 - A)
        found = solve(game, "zero-sum")
        assert_optimal(game, found)
        # all equilibria of a zero-sum game have one value
        row, column = next(iter(extreme_equilibria(game)))
        assert game[row, column] == found[0].payoffs


@pytest.mark.parametrize("family", ["0/1", "0/1/2", "low rank", "duplicates", "dominated"])
def test_large_degenerate_games(family: str) -> None:
    rng = np.random.default_rng(3)
    n = 45
    A = rng.integers(0, 3 if family == "0/1/2" else 2, (n, n + 5))
    if family == "low rank":
        A = rng.integers(0, 4, (n, 3)) @ rng.integers(-3, 4, (3, n))
    if family == "duplicates":
        A = np.kron(rng.integers(0, 90, (12, 12)), np.ones((4, 4), int))
    if family == "dominated":
        A = rng.integers(0, 90, (n, n))
        A[n // 2 :] = A[: n - n // 2] - 1
    game = BimatrixGame(A, -A)
    assert_optimal(game, solve(game, "zero-sum"))


@pytest.mark.parametrize("shape", [(120, 120), (40, 300), (300, 30), (1, 2000), (2000, 1)])
@pytest.mark.parametrize("kind", ["floats", "integers"])
def test_large_games(shape: tuple[int, int], kind: str) -> None:
    rng = np.random.default_rng(8)
    A: Any = rng.random(shape) if kind == "floats" else rng.integers(0, 101, shape)
    game = BimatrixGame(A, -A)
    assert_optimal(game, solve(game, "zero-sum"))


@pytest.mark.parametrize(("factor", "offset"), [(1e-15, 0), (1e15, 0), (1, 10**12), (1, 10**20)])
def test_scales_and_offsets(factor: float, offset: int) -> None:
    A = np.random.default_rng(2).integers(0, 100, (35, 35))
    plain = solve(BimatrixGame(A, -A), "zero-sum")[0]
    moved = BimatrixGame.zero_sum(A.astype(object) * Fraction(factor) + offset)
    found = solve(moved, "zero-sum")
    assert_optimal(moved, found)
    assert found[0].payoffs[0] == plain.payoffs[0] * Fraction(factor) + offset


def disguised(A: Any, rng: np.random.Generator) -> BimatrixGame:
    """A game with the best responses of the zero-sum game (A, -A) and no constant sum."""
    m, n = A.shape
    c, d = rng.integers(-50, 50, (1, n)), rng.integers(-50, 50, (m, 1))
    return BimatrixGame(A + c, -3 * A + d)


def test_games_that_are_strategically_zero_sum() -> None:
    rng = np.random.default_rng(6)
    for shape in ((2, 2), (3, 3), (4, 2), (36, 36)):
        A = rng.integers(0, 100, shape)
        plain, game = BimatrixGame(A, -A), disguised(A, rng)
        assert zero_sum.applies(game)
        (equilibrium,) = found = solve(game, "zero-sum")
        assert plain[equilibrium.profile] == solve(plain, "zero-sum")[0].payoffs
        # payoffs are those of the game that was asked about
        assert equilibrium.payoffs == game[equilibrium.profile]
        assert sum(equilibrium.payoffs) != 0
        assert "the same equilibria" in found.reason
        if shape[0] < 5:
            # Moulin & Vial 1978: the equilibria are the same
            assert extreme_equilibria(game) == extreme_equilibria(plain)


def test_other_games_are_refused_with_a_way_out() -> None:
    dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert not zero_sum.applies(dilemma)
    with pytest.raises(ParameterError, match="'lemke-howson' finds one equilibrium of any game"):
        solve(dilemma, "zero-sum")
    with pytest.raises(ParameterError, match="expected a zero-sum or constant-sum game"):
        solve(BimatrixGame(*np.random.default_rng(0).random((2, 50, 50))), "zero-sum")


def test_one_entry_that_breaks_the_sum_is_noticed() -> None:
    A = np.random.default_rng(0).random((40, 40))
    B = -A
    B[30, 30] = np.nextafter(B[30, 30], 1.0)
    assert zero_sum.applies(BimatrixGame(A, -A))
    assert not zero_sum.applies(BimatrixGame(A, B))


def test_auto_takes_large_zero_sum_games() -> None:
    A = np.random.default_rng(0).integers(0, 100, (20, 20))
    found = solve(BimatrixGame(A, -A))
    assert found.method == "zero-sum"
    assert "method='exact' does, given time" in found.reason
    assert_optimal(BimatrixGame(A, -A), found)
    assert solve(BimatrixGame(A[:3, :3], -A[:3, :3])).method == "exact"


def lying_highs(objective: Any, matrix: Any, bounds: Any, method: str, limits: Any) -> Any:
    m, n = matrix.shape
    z, dual = np.eye(n)[0], np.eye(m)[0]
    return SimpleNamespace(
        x=z, ineqlin=SimpleNamespace(marginals=-dual), nit=1, status=0, message=""
    )


def test_a_wrong_basis_of_highs_is_replaced_by_exact_pivoting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zero_sum, "_EXACT", 0)
    monkeypatch.setattr(highs, "maximise", lying_highs)
    A = np.random.default_rng(0).integers(0, 100, (12, 12))
    game = BimatrixGame(A, -A)
    assert_optimal(game, solve(game, "zero-sum"))
    # ... unless that would take too long: then it is no answer
    monkeypatch.setattr(zero_sum, "_EXACT_AFTER_ALL", 0)
    found = solve(game, "zero-sum")
    assert (found.status, len(found), found.approximate) == (Status.FAILED, 0, ())
    assert "exact arithmetic did not confirm" in found.reason


def test_what_there_is_no_time_to_solve_for_is_approximate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (zero_sum, rounded):
        monkeypatch.setattr(module, "solve_seconds", lambda size, bits: 1e6)
    monkeypatch.setattr(rounded, "_ELIMINATED", 0)
    A = np.random.default_rng(0).random((60, 60))
    found = solve(BimatrixGame(A, -A), "zero-sum", timeout=60)
    assert len(found) == 0
    (near,) = found.approximate
    assert max(near.epsilons) < Fraction(1, 10**9)


def test_limits() -> None:
    A = np.random.default_rng(0).random((400, 400))
    game = BimatrixGame(A, -A)
    for limit, status in (({"timeout": 0.02}, Status.TIMEOUT), ({"budget": 5}, Status.BUDGET)):
        found = solve(game, "zero-sum", **limit)  # type: ignore[arg-type]  # one of them each
        assert (found.status, len(found)) == (status, 0)


def test_ctrl_c_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(highs, "maximise", interrupted)
    A = np.random.default_rng(0).random((60, 60))
    with pytest.raises(Interrupted) as caught:
        solve(BimatrixGame(A, -A), "zero-sum")
    partial = caught.value.partial
    assert isinstance(partial, EquilibriumSet)
    assert partial.status is Status.INTERRUPTED


def test_relabelling_and_swapping_keep_the_value() -> None:
    rng = np.random.default_rng(11)
    A = rng.integers(0, 1000, (40, 33))
    value = solve(BimatrixGame(A, -A), "zero-sum")[0].payoffs[0]
    shuffled = A[rng.permutation(40)][:, rng.permutation(33)]
    assert solve(BimatrixGame(shuffled, -shuffled), "zero-sum")[0].payoffs[0] == value
    assert solve(BimatrixGame(-A.T, A.T), "zero-sum")[0].payoffs[1] == value
    more = np.vstack([A, A[:1] - 1])
    assert solve(BimatrixGame(more, -more), "zero-sum")[0].payoffs[0] == value


def test_all_small_matrices() -> None:
    # each 2 x 2 matrix over {0, 1, 2}: its value by the saddle point or the mixed formula
    for a, b, c, d in itertools.product(range(3), repeat=4):
        lower = max(min(a, b), min(c, d))
        upper = min(max(a, c), max(b, d))
        value = Fraction(a * d - b * c, a + d - b - c) if lower < upper else Fraction(lower)
        found = solve(BimatrixGame.zero_sum([[a, b], [c, d]]), "zero-sum")
        assert found[0].payoffs[0] == value
