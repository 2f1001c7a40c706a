"""Fictitious play in Shapley's game beside QuantEcon and Nashpy, round by round.

Run with ``pytest tests/benchmarks/test_fictitious_play.py -m benchmark -n 0
--benchmark-enable``. Every program plays the same number of rounds where it is asked
for all of them; the peers, being slower, play fewer, and their times are of those.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gametheory.catalog import load
from gametheory.dynamics import fictitious_play

pytestmark = pytest.mark.benchmark

Race = Callable[[str, str, Callable[[], object]], None]
GAME = load("shapley")
MANY = 20_000_000
FEW = 10_000


def test_rounds(race: Race) -> None:
    race(f"{MANY:,} rounds", "ours", lambda: fictitious_play(GAME, MANY, method="rounds"))


def test_few_rounds(race: Race) -> None:
    race(f"{FEW:,} rounds", "ours", lambda: fictitious_play(GAME, FEW, method="rounds"))


def test_switches(race: Race) -> None:
    race("10^12 rounds", "ours", lambda: fictitious_play(GAME, 10**12))


def test_quantecon(race: Race, require_oracle: Callable[[str], Any]) -> None:
    require_oracle("quantecon")
    from quantecon import game_theory as theirs

    players = [theirs.Player(p) for p in (GAME.row_payoffs.copy(), GAME.column_payoffs.T.copy())]
    play = theirs.FictitiousPlay(theirs.NormalFormGame(players))
    race(
        f"{FEW:,} rounds", "QuantEcon",
        lambda: play.play(actions=(0, 0), num_reps=FEW, tie_breaking="smallest"),
    )  # fmt: skip


def test_nashpy(race: Race) -> None:
    game = GAME.to_nashpy()
    race(
        f"{FEW:,} rounds", "Nashpy",
        lambda: list(game.fictitious_play(iterations=FEW)),
    )  # fmt: skip
