"""Efficiency of play: against the definition, over grids of profiles and pairs of outcomes."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import load, solve
from gametheory.analysis import pareto_frontiers
from gametheory.concepts import (
    PlayEfficiency,
    correlated_equilibrium,
    efficiency_of_equilibria,
    efficiency_of_lottery,
    efficiency_of_outcomes,
    efficiency_of_profile,
    joint_payoffs,
)
from gametheory.concepts.efficiency import STANDARDS
from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.testing import degenerate_games, games, profiles

F = Fraction
Point = tuple[Fraction, Fraction]
KINDS = ("zero-one-two", "digits", "signed", "fractions")


def dominates(a: Point, b: Point) -> bool:
    return a[0] >= b[0] and a[1] >= b[1] and a != b


def outcomes(game: BimatrixGame) -> list[Point]:
    return [game.payoff(i, j) for i, j in np.ndindex(game.shape)]


def assert_witnesses(game: BimatrixGame, play: PlayEfficiency) -> None:
    """Each judgement's witness really dominates."""
    pure, mixed, lottery = play.judgements
    assert [j.standard for j in play.judgements] == list(STANDARDS)
    for judgement in play.judgements:
        assert judgement.efficient == (judgement.witness is None)
        assert (judgement.witness_payoffs is None) == (judgement.witness is None)
        if judgement.witness_payoffs is not None:
            assert dominates(judgement.witness_payoffs, play.payoffs)
    if pure.witness is not None:
        assert game.payoff(*pure.witness) == pure.witness_payoffs
    if mixed.witness is not None:
        assert game[mixed.witness] == mixed.witness_payoffs
    if lottery.witness is not None:
        joint = np.zeros(game.shape, dtype=object)
        for cell, p in lottery.witness:
            joint[cell] = p
        assert joint_payoffs(game, joint.tolist()) == lottery.witness_payoffs
    # Each standard can do what the one before can.
    assert pure.gain is not None
    assert mixed.gain is not None
    assert lottery.gain is not None
    assert pure.gain <= mixed.gain <= lottery.gain
    assert not (lottery.efficient and not mixed.efficient)
    assert not (mixed.efficient and not pure.efficient)


@given(games(max_actions=3, kinds=KINDS), st.data())
@settings(max_examples=40)
def test_profiles(game: BimatrixGame, data: st.DataObject) -> None:
    x, y = data.draw(profiles(game))
    play = efficiency_of_profile(game, x, y)
    assert play.payoffs == game[x, y]
    assert_witnesses(game, play)
    points = outcomes(game)
    assert play.by("pure outcomes").efficient == (
        not any(dominates(p, play.payoffs) for p in points)
    )
    # Convex combinations of two outcomes: none dominates where the lotteries say so.
    if play.by("lotteries").efficient:
        for a, b in combinations(points, 2):
            for k in range(9):
                p = tuple(u + F(k, 8) * (w - u) for u, w in zip(a, b, strict=True))
                assert not dominates((p[0], p[1]), play.payoffs)


@given(games(min_actions=2, max_actions=2, kinds=KINDS), st.integers(1, 9))
@settings(max_examples=20)
def test_rescaling_changes_no_judgement(game: BimatrixGame, scale: int) -> None:
    shifted = BimatrixGame(
        [[scale * game.payoff(i, j)[0] - 7 for j in (0, 1)] for i in (0, 1)],
        [[F(game.payoff(i, j)[1], 3) + scale for j in (0, 1)] for i in (0, 1)],
    )
    x, y = [F(1, 3), F(2, 3)], [F(3, 4), F(1, 4)]
    for standard in STANDARDS:
        before, after = (efficiency_of_profile(g, x, y).by(standard) for g in (game, shifted))
        assert (before.efficient, before.gain) == (after.efficient, after.gain)


def test_battle_of_the_sexes() -> None:
    # The mixed equilibrium gives (2/3, 2/3): to (2, 1), 1/3 of a range of 2; to the middle of
    # the hull's edge, 3/2 - 2/3 = 5/6.
    found = efficiency_of_equilibria(solve(load("battle-of-the-sexes")))
    assert found.complete
    pure, also, mixed = found.equilibria
    for play in (pure, also):
        assert [(j.efficient, j.gain) for j in play.judgements] == [(True, 0)] * 3
    assert [(j.efficient, j.gain) for j in mixed.judgements] == [
        (False, F(1, 6)), (False, F(1, 6)), (False, F(5, 12))
    ]  # fmt: skip
    assert all(found.exists_efficient(standard) for standard in STANDARDS)
    assert "2 among pure outcomes" in found.summary()


def test_prisoners_dilemma() -> None:
    # Mutual defection, (1, 1), is dominated by (3, 3): 2 of a range of 5.
    game = load("prisoners-dilemma")
    found = efficiency_of_equilibria(solve(game))
    assert [found.exists_efficient(standard) for standard in STANDARDS] == [False] * 3
    assert [j.gain for j in found.equilibria[0].judgements] == [F(2, 5)] * 3
    table = efficiency_of_outcomes(game)
    assert [play.by("lotteries").efficient for play in table.plays] == [True, True, True, False]
    assert table["Defect", "Defect"].by("pure outcomes").witness == (0, 0)


def test_efficient_among_outcomes_only() -> None:
    # (2, 2) between (0, 9) and (9, 0): the lottery's middle, (9/2, 9/2), dominates it, and so do
    # mixtures in the one row; in the second game only a lottery reaches across.
    row = BimatrixGame([[0, 2, 9]], [[9, 2, 0]])
    play = efficiency_of_profile(row, 0, 1)
    assert [j.efficient for j in play.judgements] == [True, False, False]
    assert [j.gain for j in play.judgements] == [0, F(5, 18), F(5, 18)]
    square = BimatrixGame(
        [[9, 0, -9], [0, 0, -9], [-9, -9, 3]], [[0, 0, -9], [0, 9, -9], [-9, -9, 3]]
    )
    play = efficiency_of_profile(square, 2, 2)
    # Mixing the first two actions gives at most sqrt(u) + sqrt(v) = 3: (9/4, 9/4) < (3, 3).
    assert [j.efficient for j in play.judgements] == [True, True, False]


def test_what_only_one_can_gain_is_not_efficient() -> None:
    game = BimatrixGame([[1, 1]], [[0, 4]])
    (pure, *_), payoffs = efficiency_of_profile(game, 0, 0).judgements, (1, 4)
    assert pure.witness_payoffs == payoffs
    game = BimatrixGame([[1, 1, 0]], [[0, 4, 0]])
    judgements = efficiency_of_profile(game, 0, 0).judgements
    assert [(j.efficient, j.gain) for j in judgements] == [(False, 0)] * 3


def test_lotteries_may_be_out_of_reach() -> None:
    game = load("battle-of-the-sexes")
    play = efficiency_of_lottery(game, [["1/2", 0], [0, "1/2"]])
    # (3/2, 3/2) lies on the hull's edge; mixed play and outcomes give 1/2 less to one player.
    assert [(j.efficient, j.gain) for j in play.judgements] == [
        (True, F(-1, 4)), (True, F(-1, 4)), (True, 0)
    ]  # fmt: skip
    counts = np.array([[3, 1], [2, 94]])  # as counted over learners' rounds
    play = efficiency_of_lottery(game, counts / counts.sum())
    assert play.payoffs == (F(100, 100), F(191, 100))
    assert not play.by("lotteries").efficient


@given(games(min_actions=2, max_actions=3, kinds=("digits",)))
@settings(max_examples=15)
def test_correlated_equilibria_best_for_welfare(game: BimatrixGame) -> None:
    best = correlated_equilibrium(game)
    play = efficiency_of_lottery(game, best.joint)
    assert play.payoffs == tuple(best.payoffs)
    assert not (play.by("lotteries").efficient and play.by("lotteries").gain != 0)


@given(degenerate_games(max_actions=3, kinds=KINDS), st.data())
@settings(max_examples=40)
def test_components(game: BimatrixGame, data: st.DataObject) -> None:
    equilibria = solve(game)
    known = pareto_frontiers(game)
    found = efficiency_of_equilibria(equilibria, frontiers=known)
    assert found.complete
    for subset in found.subsets:
        assert equilibria.components[subset.component].contains(subset.profile)
        assert game[subset.profile] == subset.best.payoffs
        assert subset.best.payoffs == (subset.payoffs.row[1], subset.payoffs.column[1])
    # Random members of random subsets are efficient only where the answer allows it.
    component = data.draw(st.sampled_from(equilibria.components))
    subset = data.draw(st.sampled_from(component.subsets))
    profile = tuple(
        tuple(
            sum((w * v for w, v in zip(weights, column, strict=True)), F(0)) / sum(weights)
            for column in zip(*extreme, strict=True)
        )
        for extreme in (subset.rows, subset.columns)
        for weights in [data.draw(st.lists(st.integers(1, 5), min_size=len(extreme),
                                           max_size=len(extreme)))]
    )  # fmt: skip
    play = efficiency_of_profile(game, *profile, frontiers=known)
    (match,) = [
        s for s in found.subsets
        if s.payoffs == subset.payoffs and s.component == equilibria.components.index(component)
    ][:1]  # fmt: skip
    for standard in STANDARDS:
        judgement = play.by(standard)
        if judgement.efficient:
            assert match.holds_efficient(standard)
            assert play.payoffs == match.best.payoffs
        gains = [match.best.by(standard).gain, judgement.gain, match.worst.by(standard).gain]
        assert None not in gains
        assert gains == sorted(gains)  # type: ignore[type-var]
        assert match.all_efficient(standard) == (
            bool(match.holds_efficient(standard)) and match.payoffs.dimension == 0
        )


def test_a_component_with_one_efficient_equilibrium() -> None:
    # The column player is indifferent if the row player plays her dominant first row, and so
    # sets her payoff between 1 and 3 at his own 5: only the last of these is efficient.
    game = BimatrixGame([[1, 3], [0, 0]], [[5, 5], [0, 0]])
    found = efficiency_of_equilibria(solve(game))
    (subset,) = found.subsets
    assert subset.payoffs.row == (1, 3)
    assert subset.holds_efficient("lotteries") is True
    assert subset.all_efficient("lotteries") is False
    assert subset.profile == ((1, 0), (0, 1))
    assert "Sets of equilibria with several payoffs" in repr(found)
    # The other end is dominated, though both cannot gain.
    assert subset.worst.by("lotteries").efficient is False
    assert subset.worst.by("lotteries").gain == 0


def test_incomplete_sets_and_frontiers_are_said() -> None:
    game = load("prisoners-dilemma")
    found = efficiency_of_equilibria(solve(game, method="lemke-howson"))
    assert not found.complete
    assert found.exists_efficient("lotteries") is None
    assert any("not all equilibria are known" in note for note in found.notes)
    rng = np.random.default_rng(1)
    large = BimatrixGame(rng.integers(0, 9, (30, 30)), rng.integers(0, 9, (30, 30)))
    play = efficiency_of_profile(large, [F(1, 30)] * 30, 0, timeout=0.01)
    assert play.by("mixed play").gain is None
    assert "undecided" in repr(play)


def test_they_print_and_serialise() -> None:
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], row_actions=["<b>", "$x$"])
    known = pareto_frontiers(game)
    results = [
        efficiency_of_profile(game, "$x$", [F(1, 2), F(1, 2)], frontiers=known),
        efficiency_of_outcomes(game, frontiers=known),
        efficiency_of_equilibria(solve(game), frontiers=known),
        known,
    ]
    schemas = [json.loads(result.to_json())["schema"] for result in results]
    assert schemas == [
        "gametheory/play-efficiency/1", "gametheory/outcome-efficiency/1",
        "gametheory/equilibrium-efficiency/1", "gametheory/pareto-frontiers/1",
    ]  # fmt: skip
    assert all("<b>" not in result._repr_html_() for result in results)
    assert "$x$; c1 1/2, c2 1/2" in repr(results[0])


def test_words_of_refusal() -> None:
    game, other = load("prisoners-dilemma"), load("chicken")
    with pytest.raises(ParameterError, match="expected those of the same game"):
        efficiency_of_profile(game, 0, 0, frontiers=pareto_frontiers(other))
    with pytest.raises(ParameterError, match="expected one of pure outcomes"):
        efficiency_of_profile(game, 0, 0).by("convex")
    with pytest.raises(StrategyError, match="has no action"):
        efficiency_of_profile(game, 7, 0)
    with pytest.raises(StrategyError, match="sum to 1"):
        efficiency_of_lottery(game, [[1, 1], [0, 0]])
