"""All equilibria: our exact engine beside its peers, on the same games in one run.

Run with ``pytest tests/benchmarks -m benchmark -n 0 --benchmark-enable``. Timed for
ours: building the game, ``solve``, ``len`` and ``.complete``; the same with a listing
of all fractions. lrsnash's time holds the start of its process and reading its file,
some 2 ms. Nashpy runs in this process. Peers that compute in floats may miss
equilibria here; the ratios say nothing about that.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

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


def reference(name: str) -> Matrices:
    lines = (Path(__file__).parents[1] / "data" / "reference_games.jsonl").read_text("utf-8")
    entry = next(e for e in map(json.loads, lines.splitlines()) if e["name"] == name)
    return np.array(entry["A"]), np.array(entry["B"])


WORKS: dict[str, Matrices] = {
    **{f"random integers 0..100, n = {n:2}": random_integers(n, n) for n in (4, 6, 8, 10, 12, 14)},
    "dual cyclic 8 x 8": reference("dual_cyclic_8x8"),
    "random integers 0..100, 5 x 30": random_integers(5, 30),
    "payoffs in {0, 1, 2}, 10 x 10": random_integers(10, 10, 0, 2),
    "Blotto, 4 units on 3 fields": blotto(4, 3),
}
BIG_WORKS = {"random integers 0..100, n = 16": random_integers(16, 16)}
ALL = [*WORKS, *BIG_WORKS]
GAMES = {**WORKS, **BIG_WORKS}
SMALL = [work for work, (A, _) in WORKS.items() if sum(A.shape) <= 12]
MEDIUM = [work for work, (A, _) in WORKS.items() if sum(A.shape) <= 20]


def all_equilibria(A: Any, B: Any) -> Any:
    found = solve(BimatrixGame(A, B), "exact")
    assert len(found) >= 1
    assert found.complete
    return found


@pytest.mark.parametrize("work", ALL)
def test_ours(work: str, race: Race) -> None:
    race(work, "ours", lambda: all_equilibria(*GAMES[work]))


@pytest.mark.parametrize("work", list(WORKS))
def test_ours_listed(work: str, race: Race) -> None:
    race(work, "ours, fractions listed", lambda: [e.profile for e in all_equilibria(*WORKS[work])])


@pytest.mark.parametrize("work", ALL)
def test_lrsnash(
    work: str, race: Race, require_oracle: Callable[[str], Any], tmp_path: Path
) -> None:
    program = require_oracle("lrsnash")
    file = tmp_path / "game"
    A, B = GAMES[work]
    rows = [" ".join(map(str, row)) for matrix in (A, B) for row in matrix.tolist()]
    file.write_text("\n".join([f"{A.shape[0]} {A.shape[1]}", *rows]) + "\n", encoding="ascii")
    race(work, "lrsnash", lambda: subprocess.run([program, file], capture_output=True, check=True))


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
