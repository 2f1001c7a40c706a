"""Rationalizable and point-rationalizable actions, from the definitions."""

from __future__ import annotations

import json

import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings

from gametheory import BimatrixGame, solve
from gametheory.analysis import (
    best_responses,
    eliminate_dominated,
    rationalizable,
)
from gametheory.analysis import rationalizability as module
from gametheory.errors import Interrupted
from gametheory.testing import games


def test_bernheims_example() -> None:
    # Bernheim 1984, figure 1: a2 and b2 are the equilibrium, but a1, a3, b1, b3 are
    # rationalizable (point-rationalizable, too): they justify each other in a circle; b4 is
    # dominated by half of b1 and half of b3, then a4 by a2.
    game = BimatrixGame(
        [[0, 2, 7, 0], [5, 3, 5, 0], [7, 2, 0, 0], [0, 0, 0, 10]],
        [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, -2, 0, -1]],
        row_actions=["a1", "a2", "a3", "a4"],
        column_actions=["b1", "b2", "b3", "b4"],
    )
    found = rationalizable(game)
    assert (found.rows, found.columns) == ((0, 1, 2), (0, 1, 2))
    assert (found.point_rows, found.point_columns) == ((0, 1, 2), (0, 1, 2))
    first = found.elimination.steps[0]
    assert (first.player, first.action) == (1, 3)


def point_rationalizable(game: BimatrixGame) -> tuple[set[int], set[int]]:
    """Remove one action after the other that is a best response to no remaining one."""
    A, B = payoff_rows(game)
    m, n = game.shape
    rows, columns = set(range(m)), set(range(n))
    changed = True
    while changed:
        changed = False
        for i in sorted(rows):
            if not any(A[i][j] == max(A[k][j] for k in range(m)) for j in columns):
                rows.remove(i)
                changed = True
        for j in sorted(columns):
            if not any(B[i][j] == max(B[i]) for i in rows):
                columns.remove(j)
                changed = True
    return rows, columns


@settings(max_examples=50)
@given(games(max_actions=4))
def test_definitions(game: BimatrixGame) -> None:
    found = rationalizable(game)
    assert found.complete
    trace = eliminate_dominated(game)
    assert (found.rows, found.columns) == (trace.rows, trace.columns)
    left = (found.rows, found.columns)
    for player in (0, 1):
        for action, belief in zip(left[player], found.beliefs[player], strict=True):
            assert sum(belief) == 1
            assert all(not p or k in left[1 - player] for k, p in enumerate(belief))
            assert action in best_responses(game, player, belief)
    rows, columns = point_rationalizable(game)
    assert (set(found.point_rows), set(found.point_columns)) == (rows, columns)
    assert rows <= set(found.rows)
    assert columns <= set(found.columns)


@settings(max_examples=25)
@given(games(max_actions=3))
def test_equilibria_play_rationalizable_actions(game: BimatrixGame) -> None:
    found = rationalizable(game)
    for equilibrium in solve(game):
        rows, columns = equilibrium.support
        assert set(rows) <= set(found.rows)
        assert set(columns) <= set(found.columns)
        if len(rows) == len(columns) == 1:
            assert rows[0] in found.point_rows
            assert columns[0] in found.point_columns


def test_point_rationalizable_is_less() -> None:
    # The third row is best against half and half only.
    game = BimatrixGame([[3, 0], [0, 3], [2, 2]], [[0, 1], [1, 0], [0, 0]])
    found = rationalizable(game)
    assert found.rows == (0, 1, 2)
    assert found.point_rows == (0, 1)
    for certain in ([1, 0], [0, 1]):
        assert 2 not in best_responses(game, 0, certain)
    assert 2 in best_responses(game, 0, ["1/2", "1/2"])


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    game = BimatrixGame([[3, 0], [0, 3], [2, 2]], [[0, 1], [1, 0], [0, 0]])
    late = rationalizable(game, timeout=1e-9)
    assert not late.complete
    assert late.summary().startswith("At most 3 of 3")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module.Beliefs, "belief", interrupted)
    with pytest.raises(Interrupted):
        rationalizable(game)


def test_faces() -> None:
    game = BimatrixGame([[3, 0], [0, 3], [2, 2]], [[0, 1], [1, 0], [0, 0]])
    found = rationalizable(game)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/rationalizability/1"
    assert (document["rows"], document["point_rows"]) == ([0, 1, 2], [0, 1])
    assert document["beliefs"][0][0] == ["1", "0"]
    assert "3 of 3 and 2 of 2 actions are rationalizable, 2 and 2 point-rationalizable" in (
        repr(found)
    )
