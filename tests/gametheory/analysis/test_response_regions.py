"""Regions and correspondences of best responses, against the definition."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis import best_response_curves, best_response_regions, best_responses
from gametheory.catalog import load
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from gametheory.testing import games

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def inside(corners, point):
    """Whether a point lies in a convex polygon given in order, or on a segment, or is a corner.

    By signs of the cross products around it, for strategies of at most three actions.
    """
    flat = [tuple(c[:2]) for c in corners]
    x, y = point[:2]
    if len(flat) == 1:
        return flat[0] == (x, y)
    turns = [
        (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
        for a, b in zip(flat, [*flat[1:], flat[0]], strict=True)
    ]
    if len(flat) == 2:
        ends = sorted(flat)
        return turns[0] == 0 and ends[0] <= (x, y) <= ends[1]
    return min(turns) >= 0 or max(turns) <= 0


@given(games(max_actions=3, kinds=["zero-one-two", "digits", "fractions"]), st.data())
def test_a_point_lies_in_a_region_exactly_if_the_action_is_best_there(game, data):
    player = data.draw(st.integers(0, 1))
    size = game.shape[player]
    regions = {r.action: r.corners for r in best_response_regions(game, player).regions}
    for parts in product(range(7), repeat=size):
        if sum(parts) != 6:
            continue
        strategy = tuple(Fraction(k, 6) for k in parts)
        best = set(best_responses(game, 1 - player, strategy))
        if size == 1:
            assert set(regions) == best
            continue
        assert {a for a, corners in regions.items() if inside(corners, strategy)} == best
    for action, corners in regions.items():
        for corner in corners:
            assert action in best_responses(game, 1 - player, corner)


@given(games(min_actions=2, max_actions=2, kinds=["zero-one-two", "digits"]))
def test_the_curves_meet_in_the_equilibria(game):
    curves = best_response_curves(game)
    ends = {
        ((x, 1 - x), (y, 1 - y)) for box in curves.crossings for x in box.row for y in box.column
    }
    assert ends >= {e.profile for e in solve(game)}
    for x, y in product([Fraction(k, 6) for k in range(7)], repeat=2):
        row_best = all(
            game[[x, 1 - x], [y, 1 - y]][0] >= game[pure, [y, 1 - y]][0] for pure in (0, 1)
        )
        on_row = any(b.row[0] <= x <= b.row[1] and b.column[0] <= y <= b.column[1]
                     for b in curves.row)  # fmt: skip
        assert on_row == row_best


def test_battle_of_the_sexes_crosses_three_times():
    # Luce and Raiffa 1957, section 5.3, with payoffs 2 and 1.
    crossings = best_response_curves(load("battle-of-the-sexes")).crossings
    assert [(box.row[0], box.column[0]) for box in crossings] == [
        (0, 0), (Fraction(2, 3), THIRD), (1, 1),
    ]  # fmt: skip


def test_rock_paper_scissors_regions_meet_in_the_middle():
    regions = best_response_regions(load("rock-paper-scissors"), 0).regions
    assert [region.action for region in regions] == [0, 1, 2]
    assert all((THIRD, THIRD, THIRD) in region.corners for region in regions)


def test_a_player_who_does_not_care_answers_with_everything():
    curves = best_response_curves(BimatrixGame([[1, 1], [1, 1]], [[1, 0], [0, 1]]))
    assert any(box.row == box.column == (0, 1) for box in curves.row)
    assert json.loads(curves.to_json())["crossings"][0] == {
        "row": ["0", "1/2"], "column": ["0", "0"],
    }  # fmt: skip


def test_sizes_that_cannot_be_drawn_are_refused():
    with pytest.raises(ParameterError, match="expected a 2 x 2 game, got 1 x 2"):
        best_response_curves(BimatrixGame([[1, 2]], [[1, 2]]))
    with pytest.raises(ParameterError, match="at most 3 actions; Row player has 4"):
        best_response_regions(BimatrixGame([[1]] * 4, [[1]] * 4), 0)


def test_prints():
    regions = best_response_regions(BimatrixGame([[0, 0], [0, 0]], [[2, 0], [0, 1]]), 0)
    assert "c1             1/3, 2/3; 1, 0" in repr(regions)
    assert json.loads(regions.to_json())["regions"][0]["corners"] == [["1/3", "2/3"], ["1", "0"]]
