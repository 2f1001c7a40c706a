"""One equilibrium of large games, and zero-sum games, beside QuantEcon, HiGHS and flint.

Run with ``pytest tests/benchmarks/test_large_games.py -m benchmark -n 0
--benchmark-enable``. Timed for ours: building the game and ``solve``, which verifies the
answer exactly. QuantEcon's Lemke-Howson starts from label 0 and gives up after as many
pivots as its users would wait for; what it gives up on counts with the time till then.
For zero-sum games the yardstick is HiGHS, with the faster of its two methods, plus two
exact solves of the support's system by python-flint.

The *shares* say how many games were answered within the seconds given, one game at a time on
one core: uniform random games without a pure equilibrium, and games with normal payoffs of
correlation -1/2, whose paths are long. Only them: ``-k share``. Where benchmarks are not
enabled, a few games are tried for a second each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count, islice
from statistics import median
from typing import Any

import numpy as np
import pytest

from gametheory.catalog import random_game
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


def answered(
    drawn: Iterator[BimatrixGame], wanted: int, seconds: float
) -> tuple[int, list[float], int]:
    """Number of games with an exact equilibrium in time, seconds of each, longest support."""
    times, found, largest = [], 0, 0
    for game in islice(drawn, wanted):
        start = time.perf_counter()
        answer = solve(game, "lemke-howson", timeout=seconds)
        times.append(time.perf_counter() - start)
        found += len(answer)
        largest = max([largest, *(len(used) for e in answer for used in e.support)])
    return found, times, largest


def without_pure_equilibrium(n: int) -> Iterator[BimatrixGame]:
    """Payoffs uniform in [0, 1); the same games in every run."""
    for seed in count():
        game = random_game("uniform", n, n, rng=seed)
        if not len(solve(game, "pure")):
            yield game


def told(work: str, found: int, times: list[float], seconds: float, largest: int) -> str:
    return (
        f"{work}: {found} of {len(times)} answered within {seconds:g} s; median "
        f"{median(times):.3f} s, longest {max(times):.3f} s, supports up to {largest}"
    )


@pytest.mark.parametrize("n", [300, 500, 1000])
def test_share_of_random_games_without_a_pure_equilibrium(
    n: int, report: Callable[[str], None], measuring: bool
) -> None:
    wanted, seconds = (50, 60.0) if measuring else (2, 1.0)
    found, times, largest = answered(without_pure_equilibrium(n), wanted, seconds)
    report(told(f"uniform, no pure equilibrium, n = {n}", found, times, seconds, largest))
    assert not measuring or found >= 0.95 * wanted


@pytest.mark.parametrize(("n", "wanted"), [(50, 10), (100, 10), (150, 10), (200, 4), (300, 2)])
def test_share_of_covariant_games(
    n: int, wanted: int, report: Callable[[str], None], measuring: bool
) -> None:
    """Reported; no share is demanded."""
    seconds = 60.0 if measuring else 1.0
    drawn = (random_game("covariant", n, n, rng=seed, rho=-0.5) for seed in range(wanted))
    found, times, largest = answered(drawn, wanted if measuring else 1, seconds)
    report(told(f"covariant(-0.5), n = {n}", found, times, seconds, largest))
    assert len(times) == (wanted if measuring else 1)


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
