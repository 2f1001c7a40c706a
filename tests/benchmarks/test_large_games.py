"""One equilibrium of large games, and zero-sum games, beside QuantEcon, HiGHS and flint.

Run with ``pytest tests/benchmarks/test_large_games.py -m benchmark -n 0
--benchmark-enable``. Timed for ours: building the game and ``solve``, which verifies the
answer exactly. QuantEcon's Lemke-Howson starts from label 0 and gives up after as many
pivots as its users would wait for; what it gives up on counts with the time till then.
For zero-sum games the yardstick is HiGHS, with the faster of its two methods, plus two
exact solves of the support's system by python-flint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gametheory.game import BimatrixGame
from gametheory.solvers import solve

pytestmark = pytest.mark.benchmark

Race = Callable[[str, str, Callable[[], object]], None]
#: How many games of each size: the smaller they are, the more the times differ.
GAMES = {100: 20, 200: 10, 500: 5}
SIZES = list(GAMES)
ZERO_SUM = [(500, "integers"), (500, "floats"), (1000, "integers")]
MOST_PIVOTS = 20_000


def games(n: int) -> list[Any]:
    """Payoffs uniform in [0, 1), the same in every run."""
    return [np.random.default_rng(seed).random((2, n, n)) for seed in range(GAMES[n])]


def one_work(n: int) -> str:
    return f"one equilibrium, {GAMES[n]} random, n = {n}"


@pytest.mark.parametrize("n", SIZES)
def test_ours(n: int, race: Race) -> None:
    matrices = games(n)

    def call() -> None:
        for A, B in matrices:
            assert len(solve(BimatrixGame(A, B), "lemke-howson")) == 1

    race(one_work(n), "ours", call)


@pytest.mark.parametrize("capping", [None, 10])
@pytest.mark.parametrize("n", SIZES)
def test_quantecon(
    n: int, capping: int | None, race: Race, require_oracle: Callable[[str], Any]
) -> None:
    require_oracle("quantecon")
    from quantecon import game_theory as theirs

    matrices = games(n)

    def call() -> None:
        for A, B in matrices:
            game = theirs.NormalFormGame((theirs.Player(A), theirs.Player(B.T.copy())))
            theirs.lemke_howson(game, max_iter=MOST_PIVOTS, capping=capping)

    name = "QuantEcon" if capping is None else f"QuantEcon, capping={capping}"
    race(one_work(n), name, call)


def zero_sum_payoffs(n: int, kind: str) -> Any:
    rng = np.random.default_rng(n)
    return rng.random((n, n)) if kind == "floats" else rng.integers(0, 101, (n, n))


def zero_sum_work(n: int, kind: str) -> str:
    return f"zero-sum, random {kind}, n = {n}"


@pytest.mark.parametrize(("n", "kind"), ZERO_SUM)
def test_ours_zero_sum(n: int, kind: str, race: Race) -> None:
    A = zero_sum_payoffs(n, kind)

    def call() -> None:
        assert len(solve(BimatrixGame(A, -A), "zero-sum")) == 1

    race(zero_sum_work(n, kind), "ours", call)


@pytest.mark.parametrize(("n", "kind"), ZERO_SUM)
def test_highs_plus_exact_solve(n: int, kind: str, race: Race) -> None:
    from flint import fmpz_mat
    from scipy.optimize import linprog

    A = zero_sum_payoffs(n, kind)
    matrix = 1.0 + A / A.max()
    integers = BimatrixGame(A, A).integer_payoffs(0)[0].astype(object)
    integers = integers - integers.min() + 1
    method = "highs-ds" if n < 700 else "highs-ipm"

    def call() -> None:
        found = linprog(-np.ones(n), matrix, np.ones(n), bounds=(0, None), method=method)
        rows = np.flatnonzero(-found.ineqlin.marginals > 1e-9)
        columns = np.flatnonzero(found.x > 1e-9)
        block = fmpz_mat(integers[np.ix_(rows, columns)].tolist())
        ones = fmpz_mat([[1]] * len(rows))
        block.solve(ones)
        block.transpose().solve(ones)

    race(zero_sum_work(n, kind), "HiGHS + exact solve", call)
