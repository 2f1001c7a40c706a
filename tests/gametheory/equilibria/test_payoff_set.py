"""The exact set of equilibrium payoffs: by hand, by brute force, by points of it."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from bruteforce import extreme_equilibria, maximal_subsets, payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.equilibria.payoff_set import PayoffRectangle, merge_rectangles
from gametheory.errors import ParameterError
from gametheory.testing import games, mixed_strategies

ENTRY = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])
numbers = st.integers(0, 3)


def rectangle(a, b, c, d):
    return PayoffRectangle((Fraction(a), Fraction(b)), (Fraction(c), Fraction(d)))


@st.composite
def rectangles(draw):
    a, b, c, d = (draw(numbers) for _ in range(4))
    return rectangle(min(a, b), max(a, b), min(c, d), max(c, d))


def earned(payoffs, x, y):
    return sum(
        (p * payoffs[i][j] * q for i, p in enumerate(x) for j, q in enumerate(y)), Fraction(0)
    )


def mix(weights, strategies):
    return tuple(
        sum((w * p for w, p in zip(weights, column, strict=True)), Fraction(0))
        for column in zip(*strategies, strict=True)
    )


def test_the_entry_game_has_two_payoffs():
    # Entry, met by accommodation, gives (1, 1); staying out (0, 2), whatever the threat.
    found = solve(ENTRY).payoff_set
    assert found.complete
    assert set(found) == {rectangle(1, 1, 1, 1), rectangle(0, 0, 2, 2)}
    assert found.contains((1, 1))
    assert not found.contains(("1/2", "3/2"))
    assert found.range(0) == (0, 1)
    assert found.range(1) == (1, 2)


def test_a_segment_and_a_proper_rectangle():
    # Each player's payoff is the other's choice.
    both = BimatrixGame([[0, 1], [0, 1]], [[5, 5], [7, 7]])
    (whole,) = solve(both).payoff_set
    assert whole == rectangle(0, 1, 5, 7)
    assert whole.dimension == 2
    assert whole.corners == ((0, 5), (0, 7), (1, 5), (1, 7))
    one = BimatrixGame([[0, 1], [0, 1]], [[5, 5], [5, 5]])
    found = solve(one).payoff_set
    assert [r.dimension for r in found] == [1]
    assert "[0, 1] x 5" in repr(found)
    assert found.contains(("1/3", 5))
    assert not found.contains(("1/3", 6))


def test_overlapping_rectangles_are_merged():
    # Rows 1 and 2 are equal but against the third column; nothing matters to the column
    # player. Two maximal subsets, [0, 1] and [0, 2], joined in [0, 2].
    game = BimatrixGame([[0, 1, 2], [0, 1, 0]], np.zeros((2, 3)))
    found = solve(game).payoff_set
    assert sorted(found) == [rectangle(0, 1, 0, 0), rectangle(0, 2, 0, 0)]
    assert found.merged == (rectangle(0, 2, 0, 0),)


@settings(max_examples=80)
@given(game=games(kinds=["zero-one", "zero-one-two", "digits", "fractions"]), data=st.data())
def test_one_rectangle_for_each_maximal_subset(game, data):
    found = solve(game)
    payoffs = payoff_rows(game)
    expected = []
    for xs, ys in maximal_subsets(extreme_equilibria(game)):
        # Every pair of vertices, both payoffs, with nothing assumed about their shape.
        corners = {(earned(payoffs[0], x, y), earned(payoffs[1], x, y)) for x in xs for y in ys}
        us, vs = {u for u, _ in corners}, {v for _, v in corners}
        assert {(u, v) for u in (min(us), max(us)) for v in (min(vs), max(vs))} <= corners
        expected.append(rectangle(min(us), max(us), min(vs), max(vs)))
        # A mixture inside has its payoffs inside.
        x = mix(data.draw(mixed_strategies(len(xs))), sorted(xs))
        y = mix(data.draw(mixed_strategies(len(ys))), sorted(ys))
        inner = earned(payoffs[0], x, y), earned(payoffs[1], x, y)
        assert expected[-1].contains(inner)
        assert found.payoff_set.contains(inner)
    assert sorted(found.payoff_set) == sorted(expected)
    assert found.payoff_set.complete
    for c in found.components:
        for s in c.subsets:
            # A point of the rectangle is attained: mix the vertices with the ends.
            t, w = (data.draw(mixed_strategies(2))[0] for _ in (0, 1))
            u, v = (
                (1 - r) * low + r * high
                for r, (low, high) in ((t, s.payoffs.row), (w, s.payoffs.column))
            )
            low_y, high_y = (
                next(y for y in s.columns if earned(payoffs[0], s.rows[0], y) == end)
                for end in s.payoffs.row
            )
            low_x, high_x = (
                next(x for x in s.rows if earned(payoffs[1], x, s.columns[0]) == end)
                for end in s.payoffs.column
            )
            x, y = mix((1 - w, w), (low_x, high_x)), mix((1 - t, t), (low_y, high_y))
            assert c.contains((x, y))
            assert (earned(payoffs[0], x, y), earned(payoffs[1], x, y)) == (u, v)


@settings(max_examples=40)
@given(game=games(max_actions=3, kinds=["zero-one", "zero-one-two"]), data=st.data())
def test_rescaling_and_swapping(game, data):
    scale, shift = data.draw(st.sampled_from([Fraction(1, 3), 7])), data.draw(st.integers(-5, 5))
    A, B = payoff_rows(game)
    moved = BimatrixGame([[scale * v + shift for v in row] for row in A], B)
    assert set(solve(moved).payoff_set.merged) == {
        PayoffRectangle(tuple(scale * u + shift for u in r.row), r.column)
        for r in solve(game).payoff_set.merged
    }
    assert set(solve(game.transposed()).payoff_set.merged) == {
        PayoffRectangle(r.column, r.row) for r in solve(game).payoff_set.merged
    }


@settings(max_examples=150)
@given(st.lists(rectangles(), max_size=6))
def test_merging_keeps_the_points(given_rectangles):
    merged = merge_rectangles(given_rectangles)
    assert len(merged) <= len(given_rectangles)
    # Corners are whole numbers: halves tell all cells apart.
    for u in range(7):
        for v in range(7):
            point = Fraction(u, 2), Fraction(v, 2)
            assert any(r.contains(point) for r in merged) == any(
                r.contains(point) for r in given_rectangles
            )
    assert merge_rectangles(merged) == merged == merge_rectangles(given_rectangles[::-1])
    for a in merged:
        for b in merged:
            if a != b:
                inside = all(
                    low <= p and q <= high
                    for (p, q), (low, high) in ((a.row, b.row), (a.column, b.column))
                )
                assert not inside
                assert not (a.row == b.row and max(a.column[0], b.column[0])
                            <= min(a.column[1], b.column[1]))  # fmt: skip


def test_rectangles_that_share_an_edge_are_joined_and_others_are_not():
    left, right, above = rectangle(0, 1, 0, 1), rectangle(1, 2, 0, 1), rectangle(0, 2, 1, 3)
    assert merge_rectangles([left, right]) == (rectangle(0, 2, 0, 1),)
    assert merge_rectangles([above, right, left]) == (rectangle(0, 2, 0, 3),)
    corner = rectangle(1, 2, 1, 2)
    assert merge_rectangles([left, corner]) == (left, corner)
    apart = rectangle(2, 3, 0, 1)
    assert merge_rectangles([left, apart]) == (left, apart)
    # A point at the end of a segment adds nothing.
    segment = rectangle(0, 1, 1, 1)
    assert merge_rectangles([rectangle(1, 1, 1, 1), segment]) == (segment,)


def test_many_points_are_merged_quickly():
    points = [rectangle(k, k, 5000 - k, 5000 - k) for k in range(5000)]
    assert len(merge_rectangles([*points, *points])) == 5000


def test_what_is_not_known_is_said(monkeypatch):
    pure = solve(ENTRY, "pure").payoff_set
    assert not pure.complete
    assert "payoffs of the equilibria found" in repr(pure)
    pennies = solve(BimatrixGame.zero_sum([[1, -1], [-1, 1]]), "pure").payoff_set
    assert len(pennies) == 0
    assert repr(pennies).endswith("none")
    with pytest.raises(ParameterError, match="an empty set of payoffs has no range"):
        pennies.range(0)
    monkeypatch.setattr("gametheory.equilibria.components.MAX_SUBSETS", 3)
    many = solve(BimatrixGame([[1, 1, 0], [1, 0, 1], [0, 1, 1]], np.zeros((3, 3)))).payoff_set
    assert not many.complete
    assert many.reason == "not all maximal Nash subsets are listed"


def test_json():
    document = json.loads(
        solve(BimatrixGame([[0, "1/3"], [0, "1/3"]], [[5, 5]] * 2)).payoff_set.to_json()
    )
    assert document["schema"] == "gametheory/payoff-set/1"
    assert document["complete"] is True
    assert document["rectangles"] == [{"row": ["0", "1/3"], "column": ["5", "5"]}]
    assert document["merged"] == document["rectangles"]


def test_refuses():
    found = solve(ENTRY).payoff_set
    with pytest.raises(ParameterError, match="a payoff for each player, got 1"):
        found.contains((1,))
    with pytest.raises(ParameterError, match="expected 0 or 1, got 2"):
        found.range(2)
