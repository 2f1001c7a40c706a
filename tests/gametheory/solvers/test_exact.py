"""The exact engine against trusted answers and textbook cases."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, solve
from gametheory.limits import Status

REFERENCE = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "reference_games.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def _size(entry: dict[str, Any]) -> int:
    return len(entry["A"]) + len(entry["A"][0])


def _fractions(values: list[str]) -> tuple[Fraction, ...]:
    return tuple(Fraction(value) for value in values)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, id=entry["name"], marks=[pytest.mark.slow] * (_size(entry) > 20))
        for entry in REFERENCE
        if _size(entry) <= 24
    ],
)
def test_reference_games(entry: dict[str, Any]) -> None:
    game = BimatrixGame(entry["A"], entry["B"])
    found = solve(game, "exact")
    rows = [_fractions(strategy) for strategy in entry["row_strategies"]]
    columns = [_fractions(strategy) for strategy in entry["column_strategies"]]
    assert {e.profile for e in found} == {
        (rows[i], columns[j]) for i, j in entry["extreme_equilibria"]
    }
    assert len(found) == len(entry["extreme_equilibria"])
    assert found.complete
    assert found.status is Status.FINISHED
    assert len(found.components) == entry["components"]
    assert sum(len(c.subsets) for c in found.components) == entry["maximal_subsets"]
    if "degenerate" in entry:
        assert found.degenerate is entry["degenerate"]
    assert {tuple(u[0] for u in e.support) for e in solve(game, "pure")} == {
        tuple(outcome) for outcome in entry["pure"]
    }
    assert solve(game, "lemke-howson")[0].profile in {e.profile for e in found}


def test_the_case_that_support_enumeration_loses() -> None:
    found = solve(BimatrixGame([[2, 3, 4], [0, 6, 1]], [[1, 4, 1], [3, 2, 7]]))
    # its one equilibrium, by hand, against (0, 1/2, 1/2) both rows earn 7/2
    assert [e.profile for e in found] == [
        (_fractions(["5/8", "3/8"]), _fractions(["0", "1/2", "1/2"]))
    ]
    assert found[0].payoffs == (Fraction(7, 2), Fraction(13, 4))


@pytest.mark.parametrize("n", [1, 2, 5, 6])
def test_the_identity_game_has_an_equilibrium_for_every_support(n: int) -> None:
    found = solve(BimatrixGame(np.eye(n), np.eye(n)))
    # an equilibrium is uniform on a non-empty set of actions, the same for both
    assert len(found) == 2**n - 1
    assert len({e.row_strategy.support for e in found}) == 2**n - 1
    assert all(e.row == e.column and len(set(e.row) - {0}) == 1 for e in found)


@pytest.mark.parametrize(
    ("a", "b", "equilibria"),
    [
        ([[5]], [[-3]], {(("1",), ("1",))}),
        ([[0]], [[0]], {(("1",), ("1",))}),
        ([[1, 2, 3]], [[4, 7, 7]], {(("1",), ("0", "1", "0")), (("1",), ("0", "0", "1"))}),
        ([[1], [9], [9]], [[0], [0], [0]], {(("0", "1", "0"), ("1",)), (("0", "0", "1"), ("1",))}),
    ],
)
def test_one_action_for_a_player(
    a: list[list[int]], b: list[list[int]], equilibria: set[tuple[tuple[str, ...], ...]]
) -> None:
    found = solve(BimatrixGame(a, b))
    assert {tuple(tuple(map(str, s)) for s in e.profile) for e in found} == equilibria
    assert found.complete
    assert len(found.components) == 1


@pytest.mark.parametrize("value", [0, 1, -7, 1e300])
def test_equal_payoffs_make_everything_an_equilibrium(value: float) -> None:
    found = solve(BimatrixGame(np.full((3, 4), value), np.full((3, 4), value)))
    assert len(found) == 12
    assert len(found.components) == 1
    (component,) = found.components
    assert len(component.subsets) == 1
    assert found.degenerate is True
    uniform = ([Fraction(1, 3)] * 3, [Fraction(1, 4)] * 4)
    assert component.contains(uniform)
    assert component.distance(uniform) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("matrix", "row"),
    [
        # indifference by hand: p a + (1 - p) c = p b + (1 - p) d
        ([["3e-12", "-1e-12"], ["-1e-12", "1e-12"]], ["1/3", "2/3"]),
        ([[1e300, 0], [0, 1e300]], ["1/2", "1/2"]),
        ([[1e-300, 0], [0, 1e-300]], ["1/2", "1/2"]),
        ([[5e-324, 0], [0, 5e-324]], ["1/2", "1/2"]),
        ([[1e17 + 64, 1e17], [1e17, 1e17 + 32]], ["1/3", "2/3"]),
        ([["1e300", 0], [0, "1e-300"]], [Fraction(1, 10**600 + 1), Fraction(10**600, 10**600 + 1)]),
    ],
)
def test_huge_and_tiny_payoffs(matrix: Any, row: list[Any]) -> None:
    found = solve(BimatrixGame.zero_sum(matrix))
    assert [e.row for e in found] == [tuple(Fraction(p) for p in row)]


def test_a_tie_at_one_ulp_is_no_tie() -> None:
    above = float(np.nextafter(1.0, 2.0))
    game = BimatrixGame([[1.0, 0], [above, 0]], [[1, 0], [1, 0]])
    found = solve(game)
    assert [e.profile for e in found] == [((0, 1), (1, 0))]
    assert any(note.startswith("near-tie") for note in found.notes)


def test_more_than_64_labels() -> None:
    n = 40
    found = solve(BimatrixGame([list(range(n))], [[j % 5 for j in range(n)]]), "exact")
    assert {e.column_strategy.support for e in found} == {(j,) for j in range(n) if j % 5 == 4}
    wide = BimatrixGame(np.tile([[1, 0], [0, 1]], (1, 35)), np.tile([[0, 1], [1, 0]], (1, 35)))
    # 35 copies of each column of matching pennies: any copies, 35 * 35 extreme pairs
    assert len(solve(wide, "exact", timeout=60)) == 35 * 35
