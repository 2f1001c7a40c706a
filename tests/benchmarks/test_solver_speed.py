"""All equilibria: our exact engine beside its peers, on the same games in one run.

Run with ``pytest tests/benchmarks -m benchmark -n 0 --benchmark-enable``; before it
``taskset -c 0`` for one core. Timed for
ours: building the game, ``solve``, ``len`` and ``.complete``; the same with a listing
of all fractions. The last tests take the median of the ratios over several games of a size,
which another load of the machine changes less. lrsnash's time holds the start of its process
and reading its file, 1 to 2 ms. Nashpy runs in this process. Peers that compute in floats may
miss equilibria here; the ratios say nothing about that.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gametheory.catalog import dual_cyclic_game, long_path_game
from gametheory.game import BimatrixGame
from gametheory.solvers import solve

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),  # Nashpy's, about parity
]

Race = Callable[[str, str, Callable[[], object]], None]
Matrices = tuple[Any, Any]


def random_integers(m: int, n: int, low: int = 0, high: int = 100) -> Matrices:
    """The same in every run."""
    A, B = np.random.default_rng([m, n]).integers(low, high + 1, (2, m, n))
    return A, B


def blotto(units: int, fields: int) -> Matrices:
    """Colonel Blotto: each field goes to the larger force (Borel 1921)."""
    plans = [
        plan for plan in product(range(units + 1), repeat=fields) if sum(plan) == units
    ]  # fmt: skip
    A = np.array(
        [[sum((a > b) - (a < b) for a, b in zip(p, q, strict=True)) for q in plans] for p in plans]
    )
    return A, -A


def of(game: BimatrixGame) -> Matrices:
    return game.integer_payoffs(0)[0], game.integer_payoffs(1)[0]


WORKS: dict[str, Matrices] = {
    **{f"random integers 0..100, n = {n:2}": random_integers(n, n) for n in (4, 6, 8, 10, 12, 14)},
    "dual cyclic 8 x 8": of(dual_cyclic_game(8)),
    "dual cyclic 10 x 10": of(dual_cyclic_game(10)),
    "long paths 10 x 10": of(long_path_game(10)),
    "random integers 0..100, 5 x 30": random_integers(5, 30),
    "payoffs in {0, 1, 2}, 10 x 10": random_integers(10, 10, 0, 2),
    "Blotto, 4 units on 3 fields": blotto(4, 3),
    "random integers 0..100, 4 x 61": random_integers(4, 61),
}
BIG_WORKS = {
    "random integers 0..100, n = 16": random_integers(16, 16),
    "dual cyclic 12 x 12": of(dual_cyclic_game(12)),
}
ALL = [*WORKS, *BIG_WORKS]
GAMES = {**WORKS, **BIG_WORKS}
#: Others take too long here; lrsnash is said to take 50 s.
ALONE = {"Blotto, 5 units on 3 fields": blotto(5, 3), "Blotto, 6 units on 3 fields": blotto(6, 3)}
SMALL = [work for work, (A, _) in WORKS.items() if sum(A.shape) <= 12]
MEDIUM = [work for work, (A, _) in WORKS.items() if sum(A.shape) <= 20]


def all_equilibria(A: Any, B: Any) -> Any:
    found = solve(BimatrixGame(A, B), "exact")
    assert len(found) >= 1
    assert found.complete
    return found


@pytest.mark.parametrize("work", [*ALL, *ALONE])
def test_ours(work: str, race: Race) -> None:
    race(work, "ours", lambda: all_equilibria(*{**GAMES, **ALONE}[work]))


@pytest.mark.parametrize("work", list(WORKS))
def test_ours_listed(work: str, race: Race) -> None:
    race(work, "ours, fractions listed", lambda: [e.profile for e in all_equilibria(*WORKS[work])])


def lrsnash(program: str, file: Path, A: Any, B: Any) -> Callable[[], object]:
    """Write the game; return what runs the program on it."""
    rows = [" ".join(map(str, row)) for matrix in (A, B) for row in matrix.tolist()]
    file.write_text("\n".join([f"{A.shape[0]} {A.shape[1]}", *rows]) + "\n", encoding="ascii")
    return lambda: subprocess.run([program, file], capture_output=True, check=True)


@pytest.mark.parametrize("work", ALL)
def test_lrsnash(
    work: str, race: Race, require_oracle: Callable[[str], Any], tmp_path: Path
) -> None:
    race(work, "lrsnash", lrsnash(require_oracle("lrsnash"), tmp_path / "game", *GAMES[work]))


@pytest.mark.parametrize("work", MEDIUM)
def test_quantecon_vertex_enumeration(
    work: str, race: Race, require_oracle: Callable[[str], Any]
) -> None:
    require_oracle("quantecon")
    from quantecon import game_theory as theirs

    A, B = (matrix.astype(float) for matrix in WORKS[work])
    game = theirs.NormalFormGame((theirs.Player(A), theirs.Player(B.T.copy())))
    race(work, "QuantEcon vertices (float)", lambda: theirs.vertex_enumeration(game))


@pytest.mark.parametrize("work", SMALL)
def test_gambit_enummixed(work: str, race: Race, require_oracle: Callable[[str], Any]) -> None:
    gambit = require_oracle("pygambit")
    game = gambit.Game.from_arrays(*WORKS[work])
    race(work, "Gambit enummixed (exact)", lambda: gambit.nash.enummixed_solve(game))


@pytest.mark.parametrize("work", SMALL)
def test_nashpy_vertex_enumeration(work: str, race: Race) -> None:
    import nashpy

    game = nashpy.Game(*WORKS[work])
    race(work, "Nashpy vertices (float)", lambda: list(game.vertex_enumeration()))


@pytest.mark.parametrize("work", SMALL)
def test_nashpy_support_enumeration(work: str, race: Race) -> None:
    import nashpy

    game = nashpy.Game(*WORKS[work])
    race(work, "Nashpy supports (float)", lambda: list(game.support_enumeration()))


def processor_time(call: Callable[[], object], rounds: int, who: int) -> float:
    """Median processor time of this process's threads, or of the children's."""
    times = []
    for _ in range(rounds):
        before = resource.getrusage(who)
        call()
        after = resource.getrusage(who)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def many(n: int, games: int) -> list[Matrices]:
    """Games of one size, the same in every run."""
    found = []
    for seed in range(games):
        A, B = np.random.default_rng([n, seed]).integers(0, 101, (2, n, n))
        found.append((A, B))
    return found


@pytest.mark.parametrize(("n", "games"), [(8, 7), (10, 7), (12, 7), (14, 5), (16, 3)])
def test_ratios_to_lrsnash(
    n: int,
    games: int,
    measuring: bool,
    report: Callable[[str], None],
    require_oracle: Callable[[str], Any],
    tmp_path: Path,
) -> None:
    program = require_oracle("lrsnash")
    ratios = []
    for A, B in many(n, games if measuring else 1):
        all_equilibria(A, B)
        ours = processor_time(lambda: all_equilibria(A, B), 5, resource.RUSAGE_SELF)  # noqa: B023
        theirs = lrsnash(program, tmp_path / "game", A, B)
        ratios.append(processor_time(theirs, 1 if n > 12 else 3, resource.RUSAGE_CHILDREN) / ours)
    if not measuring:
        return
    report(
        f"n = {n}, integers 0..100, {len(ratios)} games, processor time: lrsnash takes "
        f"{statistics.median(ratios):.1f} times ours (from {min(ratios):.1f} to {max(ratios):.1f})"
    )


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 7, 8, 10])
def test_ratios_to_quantecon_and_nashpy(
    n: int,
    measuring: bool,
    report: Callable[[str], None],
    require_oracle: Callable[[str], Any],
) -> None:
    require_oracle("quantecon")
    import nashpy
    from quantecon import game_theory as theirs

    vertices, supports, times = [], [], []
    for A, B in many(n, 7 if measuring else 1):
        game = theirs.NormalFormGame(
            (theirs.Player(A.astype(float)), theirs.Player(B.T.astype(float).copy()))
        )

        def ours(A: Any = A, B: Any = B) -> object:
            return all_equilibria(A, B)

        def by_vertices(game: Any = game) -> object:
            return theirs.vertex_enumeration(game)

        def by_supports(A: Any = A, B: Any = B) -> object:
            return list(nashpy.Game(A, B).support_enumeration())

        rounds = 31 if measuring else 1
        ours(), by_vertices()
        times.append(wall_time(ours, rounds))
        vertices.append(wall_time(by_vertices, rounds) / times[-1])
        if n <= 5:
            supports.append(wall_time(by_supports, 3) / times[-1])
    if not measuring:
        return
    nashpy_part = f", Nashpy's supports {statistics.median(supports):.1f}" if supports else ""
    report(
        f"n = {n}, integers 0..100: ours {statistics.median(times) * 1e3:.3f} ms; QuantEcon's "
        f"vertices {statistics.median(vertices):.2f} times (from {min(vertices):.2f}){nashpy_part}"
    )


def wall_time(call: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@pytest.mark.parametrize("n", [18, 20])
def test_large_games(n: int, measuring: bool, report: Callable[[str], None]) -> None:
    if not measuring:
        pytest.skip("takes seconds, and says nothing but its time")
    A, B = random_integers(n, n)
    start = time.perf_counter()
    found = all_equilibria(A, B)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    report(
        f"n = {n}: {len(found)} equilibria, {found.bases:,} bases, {seconds:.1f} s, peak memory "
        f"of this process so far {peak:.2f} GiB"
    )
