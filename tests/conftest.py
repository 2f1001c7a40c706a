"""What all tests share: Hypothesis profiles and the oracles.

An *oracle* is somebody else's program that answers the same question. It is
optional on a user's machine: tests that need it are skipped with the reason.
Where ``CI`` is set, a missing oracle fails.
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from gametheory.game import BimatrixGame

ON_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

# Deadlines are off: the first call of a compiled kernel takes seconds.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, max_examples=100)
settings.load_profile("ci" if ON_CI else "local")

PROGRAMS = {"lrsnash": "apt-get install lrslib"}
PACKAGES = {
    "pygambit": "pip install '.[peers]'",
    "quantecon": "pip install '.[peers]'",
    "pettingzoo": "pip install '.[pettingzoo]'",
}

Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def _find_oracle(name: str) -> Any:
    if name in PROGRAMS:
        return shutil.which(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except ImportError:
        return None


@pytest.fixture(scope="session")
def require_oracle() -> Callable[[str], Any]:
    """Function name -> program path or module; skips, or fails on CI, if it is missing."""

    def require(name: str) -> Any:
        found = _find_oracle(name)
        if found is None:
            message = f"the oracle {name} is missing: {(PROGRAMS | PACKAGES)[name]}"
            if ON_CI:
                pytest.fail(message)
            pytest.skip(message)
        return found

    return require


@pytest.fixture(scope="session")
def lrsnash(
    require_oracle: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[BimatrixGame], set[Profile]]:
    """Function game -> all extreme equilibria, by lrsnash (Avis et al. 2010)."""
    program = require_oracle("lrsnash")
    file = tmp_path_factory.mktemp("lrsnash") / "game"

    def solve(game: BimatrixGame) -> set[Profile]:
        return run_lrsnash(program, game, file)

    return solve


def run_lrsnash(program: str, game: BimatrixGame, file: Path) -> set[Profile]:
    """Extreme equilibria of `game`, whose payoffs are written to `file`.

    lrsnash reads 64 bits and clamps silently what is larger, and misreads
    decimals. It therefore gets the integer payoffs: each player's payoffs times
    a denominator, which leaves the equilibria as they are.
    """
    m, n = game.shape
    lines = [f"{m} {n}"]
    for player in (0, 1):
        rows = game.integer_payoffs(player)[0].tolist()
        if max(abs(value) for row in rows for value in row) >= 2**62:
            raise ValueError("lrsnash reads integers below 2**62 only; use brute force")
        lines += ["", *(" ".join(map(str, row)) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="ascii")
    output = subprocess.run(
        [program, str(file)], check=True, capture_output=True, text=True, timeout=120
    ).stdout
    return read_lrsnash(output)


def read_lrsnash(output: str) -> set[Profile]:
    """Profiles in lrsnash's output.

    Blocks are divided by blank lines. A line is a player's number (2 is the
    column player), the probabilities, and the *other* player's payoff; every
    strategy of player 2 in a block goes with every one of player 1.
    """
    found: set[Profile] = set()
    block: dict[str, list[tuple[Fraction, ...]]] = {"1": [], "2": []}
    for line in [*output.splitlines(), ""]:
        words = line.split()
        if words and words[0] in block:
            block[words[0]].append(tuple(Fraction(word) for word in words[1:-1]))
        elif not words:
            found.update(product(block["1"], block["2"]))
            block = {"1": [], "2": []}
    return found
