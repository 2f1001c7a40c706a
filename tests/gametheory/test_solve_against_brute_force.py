"""``solve`` against brute force in Fractions, on games of every kind of payoffs.

The brute force (tests/support/bruteforce.py) shares no code with the package.
"""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from bruteforce import components, extreme_equilibria, indices, maximal_subsets

from gametheory import BimatrixGame, solve
from gametheory.testing import PAYOFF_KINDS, sample_games

FAST, SLOW, BATCHES = 300, 20_000, 40
REFERENCE = Path(__file__).parents[1] / "data" / "reference_games.jsonl"


def mostly_small(count: int, rng: int) -> list[BimatrixGame]:
    """Nine in ten up to 4 x 4, the rest up to 5 x 5."""
    large = count // 10
    return [*sample_games(count - large, rng), *sample_games(large, rng + 1, max_actions=5)]


def check(game: BimatrixGame) -> None:
    found = solve(game, "exact")
    expected = indices(game)
    assert {
        frozenset(e.profile for e in component.extreme): component.index
        for component in found.components
    } == expected, game
    profiles = {profile for component in expected for profile in component}
    assert len(found) == len(profiles)
    assert found.complete, game
    assert {
        (frozenset(subset.rows), frozenset(subset.columns))
        for component in found.components
        for subset in component.subsets
    } == maximal_subsets(profiles)


@pytest.mark.parametrize("batch", range(3))
def test_random_games(batch: int) -> None:
    for game in mostly_small(FAST // 3, rng=100 * batch):
        check(game)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
def test_many_random_games(batch: int) -> None:
    for game in mostly_small(SLOW // BATCHES, rng=10_000 + 100 * batch):
        check(game)


def test_the_sample_is_what_it_should_be() -> None:
    drawn = [game for batch in range(3) for game in mostly_small(FAST // 3, rng=100 * batch)]
    assert len(drawn) == FAST
    assert len(set(drawn)) > 0.8 * FAST
    shapes = Counter(game.shape for game in drawn)
    assert shapes[1, 1] >= 3
    assert sum(number for shape, number in shapes.items() if min(shape) == 1) >= 20
    assert sum(number for shape, number in shapes.items() if max(shape) <= 4) >= 0.9 * FAST
    largest = [max(abs(game.payoff(i, j)[0]) for i in range(game.shape[0])
                   for j in range(game.shape[1])) for game in drawn]  # fmt: skip
    assert sum(value >= 10**300 for value in largest) >= 0.1 * FAST
    assert sum(0 < value < Fraction(1, 10**290) for value in largest) >= 0.05 * FAST
    degenerate = sum(len(extreme_equilibria(game)) % 2 == 0 for game in drawn[:100])
    assert degenerate >= 10  # nondegenerate games have an odd number of equilibria
    assert len(PAYOFF_KINDS) == 10


ENTRIES = [json.loads(line) for line in REFERENCE.read_text(encoding="utf-8").splitlines()]
SMALL = [e for e in ENTRIES if len(e["A"]) + len(e["A"][0]) <= 10]


@pytest.mark.parametrize("entry", SMALL, ids=lambda entry: entry["name"])
def test_the_brute_force_itself_on_reference_games(entry: dict) -> None:
    rows, columns = (
        [tuple(Fraction(p) for p in strategy) for strategy in entry[key]]
        for key in ("row_strategies", "column_strategies")
    )
    found = extreme_equilibria(BimatrixGame(entry["A"], entry["B"]))
    assert found == {(rows[i], columns[j]) for i, j in entry["extreme_equilibria"]}
    assert len(components(found)) == entry["components"]
    assert len(maximal_subsets(found)) == entry["maximal_subsets"]
