"""The Pareto frontier of lotteries: against all pairs of outcomes."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.analysis import pareto_frontier_of_lotteries, pareto_optimal_outcomes
from gametheory.analysis.hull import _MANY, hull_of_outcomes
from gametheory.catalog import load
from gametheory.errors import ParameterError
from gametheory.exact.planar import convex_hull
from gametheory.game import BimatrixGame
from gametheory.testing import games

F = Fraction
Point = tuple[Fraction, Fraction]
KINDS = ("zero-one-two", "digits", "signed", "fractions", "wide")


def outcomes(game: BimatrixGame) -> list[Point]:
    return list({game.payoff(i, j) for i, j in np.ndindex(game.shape)})


def best_gain_on_pairs(game: BimatrixGame, p: Point) -> Fraction:
    """By definition: the best lottery over two outcomes, each step of the two gains worked out."""
    r = game.payoff_range(0), game.payoff_range(1)
    best = max(min((u - p[0]) / r[0], (v - p[1]) / r[1]) for u, v in outcomes(game))
    for a, b in combinations(outcomes(game), 2):
        gains = [((q[0] - p[0]) / r[0], (q[1] - p[1]) / r[1]) for q in (a, b)]
        (f0, s0), (f1, s1) = gains
        if (f0 - s0) * (f1 - s1) < 0:  # where both players gain alike
            w = (f0 - s0) / ((f0 - s0) - (f1 - s1))
            best = max(best, f0 + w * (f1 - f0))
    return best


def dominates(a: Point, b: Point) -> bool:
    return a[0] >= b[0] and a[1] >= b[1] and a != b


@given(games(max_actions=3, kinds=KINDS), st.fractions(0, 1, max_denominator=4), st.data())
@settings(max_examples=60)
def test_against_all_pairs(game: BimatrixGame, share: Fraction, data: st.DataObject) -> None:
    frontier = pareto_frontier_of_lotteries(game)
    assert all(game.payoff(*cell) == c for cell, c in
               zip(frontier.outcomes, frontier.corners, strict=True))  # fmt: skip
    assert set(frontier.outcomes) <= set(pareto_optimal_outcomes(game).outcomes)
    points = outcomes(game)
    a, b = (data.draw(st.sampled_from(points)) for _ in (0, 1))
    p = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
    assert frontier.separating_edge(p) is None
    lottery = frontier.dominating_lottery(p)
    if lottery is not None:
        assert sum(w for _, w in lottery) == 1
        assert all(w > 0 for _, w in lottery)
        got = tuple(sum(w * game.payoff(*cell)[k] for cell, w in lottery) for k in (0, 1))
        assert dominates((F(got[0]), F(got[1])), p)
        assert not frontier.is_dominated(got)
    else:
        # On the frontier: on a corner or an edge.
        assert p in frontier.corners or any(
            u[0] < p[0] < w[0] and (w[0] - u[0]) * (p[1] - u[1]) == (w[1] - u[1]) * (p[0] - u[0])
            for u, w in pairwise(frontier.corners)
        )
    if game.payoff_range(0) and game.payoff_range(1):
        assert frontier.gain(p) == best_gain_on_pairs(game, p)
        assert pareto_optimal_outcomes(game).gain(p) == max(
            min((q[k] - p[k]) / game.payoff_range(k) for k in (0, 1)) for q in points
        )
    pure = pareto_optimal_outcomes(game)
    witness = pure.dominating_outcome(p)
    assert (witness is not None) == any(dominates(q, p) for q in points)
    assert pure.is_dominated(p) == (witness is not None)
    if witness is not None:
        assert dominates(game.payoff(*witness), p)


def test_battle_of_the_sexes() -> None:
    # One edge from (1, 2) to (2, 1), Luce and Raiffa (1957), chapter 5.
    frontier = pareto_frontier_of_lotteries(load("battle-of-the-sexes"))
    assert frontier.corners == ((1, 2), (2, 1))
    assert frontier.edges == (((1, 2), (2, 1)),)
    assert set(frontier.hull) == {(0, 0), (1, 2), (2, 1)}
    # From (2/3, 2/3) both can get 3/2: 5/6 more, of a range of 2.
    assert frontier.gain((F(2, 3), F(2, 3))) == F(5, 12)
    assert not frontier.is_dominated((F(3, 2), F(3, 2)))
    assert frontier.dominating_lottery((1, 1)) == (((0, 0), 1),)
    edge = frontier.separating_edge((2, 2))
    assert edge is not None
    assert set(edge.edge) == {(1, 2), (2, 1)}


@pytest.mark.parametrize(
    ("A", "B", "gain"),
    [([[1, 1]], [[0, 4]], F(3, 4)), ([[0], [4]], [[1], [1]], F(3, 4)), ([[1]], [[1]], 0)],
)
def test_players_without_a_choice_of_payoffs_are_left_out(
    A: list[list[int]], B: list[list[int]], gain: Fraction
) -> None:
    game = BimatrixGame(A, B)
    assert pareto_frontier_of_lotteries(game).gain((1, 1)) == gain
    assert pareto_optimal_outcomes(game).gain((1, 1)) == gain


@pytest.mark.parametrize("kind", ["float", "integer", "offset", "line", "ties"])
def test_floats_set_no_corner_aside(kind: str) -> None:
    rng = np.random.default_rng(3)
    shape = (75, 75)
    assert shape[0] * shape[1] > _MANY
    A = rng.standard_normal(shape)
    B = rng.standard_normal(shape)
    if kind == "integer":
        A, B = (rng.integers(-50, 50, shape) for _ in (0, 1))
    elif kind == "offset":
        A, B = (10**17 + rng.integers(-50, 50, shape) for _ in (0, 1))
    elif kind == "line":
        B = -A
    elif kind == "ties":
        angle = rng.integers(0, 40, shape) * (np.pi / 20)
        A, B = np.cos(angle), np.sin(angle)
    game = BimatrixGame(A, B)
    assert hull_of_outcomes(game) == convex_hull(outcomes(game))


def test_they_print_and_serialise() -> None:
    game = load("prisoners-dilemma")
    frontier = pareto_frontier_of_lotteries(game)
    assert repr(frontier).startswith(
        "Pareto frontier of lotteries of Prisoner's dilemma: 3 corners"
    )
    document = json.loads(frontier.to_json())
    assert document["schema"] == "gametheory/lottery-frontier/1"
    assert [c["payoffs"] for c in document["corners"]] == [["0", "5"], ["3", "3"], ["5", "0"]]
    pure = pareto_optimal_outcomes(game)
    assert "3 of 4 pure outcomes of Prisoner's dilemma are Pareto-optimal" in repr(pure)
    document = json.loads(pure.to_json())
    assert document["schema"] == "gametheory/pareto-outcomes/1"
    assert len(document["optimal"]) == 3
    assert document["dominators"] == [[-1, -1], [-1, 0]]
    assert "<table>" in pure._repr_html_()


def test_words_of_refusal() -> None:
    with pytest.raises(ParameterError, match="a payoff for each player, got 1"):
        pareto_frontier_of_lotteries(load("chicken")).gain((1,))
