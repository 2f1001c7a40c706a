"""Files between us and Gambit, both ways; Gambit 16 takes names of printable ASCII only."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from gametheory import BimatrixGame, read
from gametheory.formats import dumps

GAMES = [
    BimatrixGame([[1, 2], [3, 4], [5, 6]], [[10, 20], [30, 40], [50, 60]], name="plain"),
    BimatrixGame(
        [["1/3", 0.1, -2]],
        [["-7/2", 0, "123456789012345678901234567890"]],
        name='Quotes " and so on',  # a backslash in it Gambit doubles when it writes
        row_actions=['say "hi"'],
        column_actions=["a b", "c", "#3"],
        players=("Ann", "Bob"),
    ),
]


def _payoffs(theirs: Any) -> list[tuple[Fraction, Fraction]]:
    first, second = theirs.players
    return [
        (Fraction(str(outcome[first.label])), Fraction(str(outcome[second.label])))
        for row in first.strategies
        for column in second.strategies
        for outcome in [theirs[row.label, column.label]]
    ]


def _ours(game: BimatrixGame) -> list[tuple[Fraction, Fraction]]:
    m, n = game.shape
    return [game.payoff(i, j) for i in range(m) for j in range(n)]


@pytest.mark.slow
@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
@pytest.mark.parametrize("body", ["payoffs", "outcomes"])
def test_gambit_reads_what_we_write(
    game: BimatrixGame, body: Any, require_oracle: Callable[[str], Any]
) -> None:
    pygambit = require_oracle("pygambit")
    theirs = pygambit.read_nfg(StringIO(dumps(game, ".nfg", nfg_body=body)))
    assert theirs.title == game.name
    assert tuple(player.label for player in theirs.players) == game.players
    first, second = theirs.players
    assert tuple(s.label for s in first.strategies) == game.row_actions
    assert tuple(s.label for s in second.strategies) == game.column_actions
    assert _payoffs(theirs) == _ours(game)


@pytest.mark.slow
@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
def test_we_read_what_gambit_writes(
    game: BimatrixGame, tmp_path: Path, require_oracle: Callable[[str], Any]
) -> None:
    pygambit = require_oracle("pygambit")
    theirs = pygambit.read_nfg(StringIO(dumps(game, ".nfg")))
    file = tmp_path / "game.nfg"
    theirs.to_nfg(str(file))
    back = read(file)
    assert back == game
    assert back.name == game.name
    assert back.players == game.players
