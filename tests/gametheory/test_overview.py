"""The overview: every concept is there or says why not; what one says agrees with another."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from gametheory import BimatrixGame, analyze, load, solve
from gametheory.concepts import (
    is_coarse_correlated_equilibrium,
    is_correlated_equilibrium,
    product_distribution,
    security_levels,
)
from gametheory.errors import ParameterError
from gametheory.overview import SECTIONS
from gametheory.testing import games, sample_games


def assert_concepts_agree(game: BimatrixGame) -> None:
    """What theory says of how concepts lie to each other (each by its own theorem)."""
    overview = analyze(game, timeout=3)
    found = overview.equilibria
    json.loads(overview.to_json())
    assert overview.text()
    levels = security_levels(game)
    floor = levels.row.value, levels.column.value
    for e in found:
        joint = product_distribution(game, e.row, e.column)
        assert is_correlated_equilibrium(game, joint)  # Aumann 1974
        assert is_coarse_correlated_equilibrium(game, joint)  # Moulin & Vial 1978
        assert e.payoffs[0] >= floor[0]
        assert e.payoffs[1] >= floor[1]
    best, coarse = (
        overview["best correlated equilibrium"],
        overview["best coarse correlated equilibrium"],
    )
    assert sum(best.payoffs) >= max((sum(e.payoffs) for e in found), default=-(10**400))
    assert sum(coarse.payoffs) >= sum(best.payoffs)
    if overview["potential"]:  # Monderer & Shapley 1996
        pure = {tuple(s[0] for s in e.support) for e in found if e.is_pure}
        assert set(overview["potential"].maximisers) <= pure
    frontier = overview["frontier of lotteries"]
    for name in ("Nash bargaining", "Kalai-Smorodinsky", "egalitarian"):
        agreed = overview[name].payoffs
        assert frontier.separating_edge(agreed) is None, (name, agreed)
        assert not frontier.is_dominated(agreed), (name, agreed)


@given(games(max_actions=3, kinds=["zero-one-two", "digits", "fractions"]))
@settings(max_examples=12)
def test_concepts_agree(game: BimatrixGame) -> None:
    assert_concepts_agree(game)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
def test_concepts_agree_on_300_games(part: int) -> None:
    for game in sample_games(50, rng=part):
        assert_concepts_agree(game)


def test_everything_is_worked_out_or_says_why_not() -> None:
    overview = analyze(load("battle-of-the-sexes"))
    assert {item.section for item in overview} == set(SECTIONS)
    assert [item.name for item in overview if item.result is None] == [
        "rest points in one population"
    ]
    assert overview["frontier of mixed play"] is not None
    with pytest.raises(KeyError, match="defined for symmetric games"):
        overview["rest points in one population"]
    with pytest.raises(KeyError, match="no concept 'core'"):
        overview["core"]
    document = json.loads(overview.to_json())
    assert len(document["items"]) == len(overview.items)
    assert all(item["result"] or item["reason"] for item in document["items"])


def test_large_games_say_what_was_left_out() -> None:
    rng = np.random.default_rng(3)
    game = BimatrixGame(rng.integers(0, 100, (30, 30)), rng.integers(0, 100, (30, 30)))
    overview = analyze(game, solve(game, "pure"), timeout=1)
    reasons = [item.reason for item in overview if item.result is None]
    assert any("part of an overview up to 400 outcomes, here are 900; ask" in r for r in reasons)
    assert overview["Nash bargaining"].status == "found"  # hulls are cheap at any size
    assert overview["kind"].label == "mixed motive"


def test_the_smallest_payoffs_that_floats_can_tell_apart() -> None:
    tiny = analyze(BimatrixGame([[5e-324, 0], [0, 5e-324]], [[5e-324, 0], [0, 1e-323]]))
    assert len(tiny.equilibria) == 3
    assert tiny["logit branch"].units == "range"
    json.loads(tiny.to_json())


def test_sections_can_be_chosen() -> None:
    overview = analyze(load("chicken"), sections=("commitment", "structure"))
    assert {item.section for item in overview} == {"commitment", "structure"}
    with pytest.raises(ParameterError, match="sections: expected some of equilibria, structure"):
        analyze(load("chicken"), sections=("pictures",))


def test_equilibria_of_another_game_are_refused() -> None:
    with pytest.raises(ParameterError, match="those of the game itself, got those of Chicken"):
        analyze(load("stag-hunt"), solve(load("chicken")))


def test_battle_of_the_sexes_by_the_literature() -> None:
    # Luce & Raiffa 1957, chapter 5 and section 6.5, with payoffs 2 and 1: three
    # equilibria, the mixed one worth 2/3 to each; the fair lottery gives 3/2.
    overview = analyze(load("battle-of-the-sexes"))
    assert len(overview["Nash equilibria"]) == 3
    assert overview["Nash bargaining"].payoffs == (Fraction(3, 2), Fraction(3, 2))
    assert overview["fairest correlated equilibrium"].payoffs == (Fraction(3, 2), Fraction(3, 2))
    assert overview["coordination"].kind == "coordination"
    assert overview["best correlated equilibrium for the row player"].payoffs == (2, 1)
    assert overview["best correlated equilibrium for the column player"].payoffs == (1, 2)
    # Both at once from (Bach, Bach) stay there: it is an equilibrium.
    assert overview["best-response play at once"].equilibrium == (0, 0)
