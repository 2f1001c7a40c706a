"""All equilibria: our exact engine beside its peers, on the same games in one run.

Run with ``pytest tests/benchmarks -m benchmark -n 0 --benchmark-enable``. Timed for
ours: building the game, ``solve``, ``len`` and ``.complete``; the same with a listing
of all fractions. lrsnash's time holds the start of its process and reading its file,
some 2 ms. Nashpy runs in this process. Peers that compute in floats may miss
equilibria here; the ratios say nothing about that.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
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
SIZES = [4, 6, 8, 10]
SLOW_SIZES = SIZES[:2]  # Nashpy's vertices took 4 s at n = 8 and 40 s at n = 10


def matrices(n: int) -> tuple[Any, Any]:
    """Random integers 0..100, the same in every run."""
    A, B = np.random.default_rng(n).integers(0, 101, (2, n, n))
    return A, B


def work(n: int) -> str:
    return f"random integers 0..100, n = {n:2}"


def all_equilibria(A: Any, B: Any) -> Any:
    found = solve(BimatrixGame(A, B), "exact")
    assert len(found) % 2 == 1
    assert found.complete
    return found


@pytest.mark.parametrize("n", SIZES)
def test_ours(n: int, race: Race) -> None:
    A, B = matrices(n)
    race(work(n), "ours", lambda: all_equilibria(A, B))


@pytest.mark.parametrize("n", SIZES)
def test_ours_listed(n: int, race: Race) -> None:
    A, B = matrices(n)
    race(work(n), "ours, fractions listed", lambda: [e.profile for e in all_equilibria(A, B)])


@pytest.mark.parametrize("n", SIZES)
def test_lrsnash(n: int, race: Race, require_oracle: Callable[[str], Any], tmp_path: Path) -> None:
    program = require_oracle("lrsnash")
    file = tmp_path / "game"
    rows = [" ".join(map(str, row)) for matrix in matrices(n) for row in matrix.tolist()]
    file.write_text("\n".join([f"{n} {n}", *rows]) + "\n", encoding="ascii")
    race(
        work(n), "lrsnash", lambda: subprocess.run([program, file], capture_output=True, check=True)
    )


@pytest.mark.parametrize("n", SIZES)
def test_quantecon_vertex_enumeration(
    n: int, race: Race, require_oracle: Callable[[str], Any]
) -> None:
    require_oracle("quantecon")
    from quantecon import game_theory as theirs

    A, B = (matrix.astype(float) for matrix in matrices(n))
    game = theirs.NormalFormGame((theirs.Player(A), theirs.Player(B.T.copy())))
    race(work(n), "QuantEcon vertices (float)", lambda: theirs.vertex_enumeration(game))


@pytest.mark.parametrize("n", SIZES[:3])
def test_gambit_enummixed(n: int, race: Race, require_oracle: Callable[[str], Any]) -> None:
    gambit = require_oracle("pygambit")
    game = gambit.Game.from_arrays(*matrices(n))
    race(work(n), "Gambit enummixed (exact)", lambda: gambit.nash.enummixed_solve(game))


@pytest.mark.parametrize("n", SLOW_SIZES)
def test_nashpy_vertex_enumeration(n: int, race: Race) -> None:
    import nashpy

    game = nashpy.Game(*matrices(n))
    race(work(n), "Nashpy vertices (float)", lambda: list(game.vertex_enumeration()))


@pytest.mark.parametrize("n", SLOW_SIZES)
def test_nashpy_support_enumeration(n: int, race: Race) -> None:
    import nashpy

    game = nashpy.Game(*matrices(n))
    race(work(n), "Nashpy supports (float)", lambda: list(game.support_enumeration()))
