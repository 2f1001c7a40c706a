"""Level-k and cognitive hierarchies: the literature's games, closed forms, exactness."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.catalog import load
from gametheory.concepts import ObservedPlay, cognitive_hierarchy, fit_levels, level_k
from gametheory.errors import ParameterError, StrategyError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.strategy import support
from gametheory.testing import games

DILEMMA = load("prisoners-dilemma")


def test_the_money_request_game_counts_levels() -> None:
    # Arad & Rubinstein 2012, "The 11-20 money request game: a level-k reasoning study",
    # AER 102: from the salient 20, level k asks for 20 - k.
    game = load("money-request")
    levels = level_k(game, 9, level_zero=("20", "20"))
    names = [game.row_actions[support(s)[0]] for s in levels.row]
    assert names == [str(20 - k) for k in range(10)]
    assert levels.row == levels.column
    assert level_k(game, 12, level_zero=("20", "20")).cycle == (0, 10)  # 11 is answered by 20


def test_the_travelers_dilemma_undercuts_once_a_level() -> None:
    levels = level_k(load("travelers-dilemma:low=2,high=100"), 3, level_zero=("100", "100"))
    assert [support(s) for s in levels.column] == [(98,), (97,), (96,), (95,)]


def test_matching_pennies_goes_round_in_four() -> None:
    levels = level_k(load("matching-pennies"), 9, level_zero=(0, 0))
    assert levels.cycle == (0, 4)
    # Row follows, column flees: (H, H), (H, T), (T, T), (T, H).
    played = [
        (support(x)[0], support(y)[0]) for x, y in zip(levels.row, levels.column, strict=True)
    ]
    assert played[:4] == [(0, 0), (0, 1), (1, 1), (1, 0)]


def test_dominance_ends_at_once() -> None:
    levels = level_k(DILEMMA, 5)
    assert levels.cycle == (1, 1)
    assert "from level 1 on nothing changes" in levels.summary()


def test_tie_rules() -> None:
    game = BimatrixGame([[1], [1], [0]], [[0], [0], [0]])
    assert level_k(game, 1).row[1] == (Fraction(1, 2), Fraction(1, 2), 0)
    assert level_k(game, 1, ties="first").row[1] == (1, 0, 0)


def test_the_hierarchy_of_a_dominance_solvable_game_has_a_closed_form() -> None:
    # Everybody but level 0 defects: 1 - exp(-tau) / 2 defect, up to the tail cut off.
    for tau in ("1/2", 1.5, 4):
        population = cognitive_hierarchy(DILEMMA, tau).population
        assert population is not None
        assert float(population[0][1]) == pytest.approx(
            1 - math.exp(-float(Fraction(str(tau)))) / 2, abs=1e-11
        )
        assert sum(population[1]) == 1


def test_a_hierarchy_worked_by_hand() -> None:
    # Stag hunt (4,0;3,3), tau = 1. Level 1 expects 2 from Stag, 3 from Hare: Hare. Level 2
    # believes level 0 : level 1 = 1 : 1, so Stag with chance 1/4, pays 1: Hare; and so on.
    game = BimatrixGame.symmetric([[4, 0], [3, 3]])
    hierarchy = cognitive_hierarchy(game, 1, levels=3)
    assert hierarchy.row == ((Fraction(1, 2), Fraction(1, 2)), (0, 1), (0, 1), (0, 1))
    # Weights 1, 1, 1/2, 1/6 of 8/3.
    assert hierarchy.shares == tuple(Fraction(w, 16) for w in (6, 6, 3, 1))
    assert hierarchy.population == ((Fraction(3, 16), Fraction(13, 16)),) * 2


def test_beliefs_are_about_all_levels_below() -> None:
    # Matching pennies with level 0 at (0, 0), tau = 2: row's level 2 faces column's levels 0
    # (weight 1) and 1 (weight 2: tails), so it plays tails; level-k's level 2 does, too. At
    # tau = 1/2 the weights are 1 : 1/2 and the hierarchy's level 2 stays with heads.
    game = load("matching-pennies")
    zero = (0, 0)
    assert level_k(game, 2, level_zero=zero).row[2] == (0, 1)
    assert cognitive_hierarchy(game, 2, levels=2, level_zero=zero).row[2] == (0, 1)
    assert cognitive_hierarchy(game, "1/2", levels=2, level_zero=zero).row[2] == (1, 0)
    # At tau = 1 the two tie exactly, and are played equally often.
    tie = cognitive_hierarchy(game, 1, levels=2, level_zero=zero).row[2]
    assert tie == (Fraction(1, 2), Fraction(1, 2))


@given(games(max_actions=3), st.sampled_from(["0", "1/3", "3/2"]))
@settings(max_examples=60)
def test_every_level_responds_best_exactly(game: BimatrixGame, tau: str) -> None:
    levels = level_k(game, 3)
    hierarchy = cognitive_hierarchy(game, tau, levels=3)
    for k in range(1, 4):
        beliefs = [
            [levels[k - 1]] * 2,
            [tuple(_mixed(side[:k], [Fraction(tau) ** h / math.factorial(h) for h in range(k)])
                   for side in (hierarchy.row, hierarchy.column))] * 2,
        ]  # fmt: skip
        for found, (belief, _) in zip((levels, hierarchy), beliefs, strict=True):
            for player in (0, 1):
                values = [
                    game[(a, belief[1]) if player == 0 else (belief[0], a)][player]
                    for a in range(game.shape[player])
                ]
                best = [a for a, v in enumerate(values) if v == max(values)]
                assert list(support(found[k][player])) == best
    population = hierarchy.population
    assert population is not None
    assert all(sum(side) == 1 for side in population)


def _mixed(levels: Any, weights: list[Fraction]) -> tuple[Fraction, ...]:
    total = sum(weights)
    return tuple(
        sum((w * level[a] for w, level in zip(weights, levels, strict=True)), Fraction(0)) / total
        for a in range(len(levels[0]))
    )


@given(games(max_actions=3, kinds=["digits"]))
@settings(max_examples=30)
def test_constants_and_scales_change_no_level(game: BimatrixGame) -> None:
    m, n = game.shape
    other = BimatrixGame(
        [[3 * game.payoff(i, j)[0] + 7 * j for j in range(n)] for i in range(m)],
        [[5 * game.payoff(i, j)[1] - 10**18 * i for j in range(n)] for i in range(m)],
    )
    assert level_k(other, 4).row == level_k(game, 4).row
    assert cognitive_hierarchy(other, 2).column == cognitive_hierarchy(game, 2).column


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"levels": -1}, ParameterError, "whole number from 0 to 1,000, got -1"),
        ({"levels": 1.5}, ParameterError, "got 1.5"),
        ({"levels": True}, ParameterError, "got True"),
        ({"level_zero": "salient"}, ParameterError, "'uniform' or a pair"),
        ({"level_zero": ("Cooperate", "Stag")}, StrategyError, "no action 'Stag'"),
        ({"level_zero": ([1, 1], [1, 0])}, StrategyError, "sum to 1"),
        ({"ties": "last"}, UnknownNameError, "unknown tie rule 'last'"),
    ],
)
def test_wrong_arguments_are_refused(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        level_k(DILEMMA, **arguments)


@pytest.mark.parametrize("tau", [-1, 101, float("nan"), "many", True])
def test_wrong_taus_are_refused(tau: Any) -> None:
    with pytest.raises(ParameterError, match="tau"):
        cognitive_hierarchy(DILEMMA, tau)


def test_results_serialise() -> None:
    document = json.loads(cognitive_hierarchy(DILEMMA, "3/2", levels=2).to_json())
    assert document["tau"] == "3/2"
    assert document["row"][1] == ["0", "1"]
    assert json.loads(level_k(DILEMMA).to_json())["cycle"] == [1, 1]


def test_levels_that_hardly_anybody_reaches_are_not_shown() -> None:
    # Poisson(3/2): the weight of level 8 is 1.4e-4, that of level 9 2.4e-5.
    hierarchy = cognitive_hierarchy(DILEMMA, "3/2")
    assert f"(9 of {len(hierarchy)} rows shown)" in repr(hierarchy)
    assert len(json.loads(hierarchy.to_json())["row"]) == len(hierarchy)


# ------------------------------------------------------------------- fits


@pytest.mark.parametrize("model", ["cognitive-hierarchy", "level-k"])
def test_tau_of_the_dilemma_has_a_closed_form(model: str) -> None:
    # 1 - exp(-tau) / 2 defect in both models: a binomial with 155 of 200.
    play = ObservedPlay.from_counts(DILEMMA, [20, 80], [25, 75])
    fit = fit_levels(play, model=model)
    assert fit.tau == pytest.approx(-math.log(2 * (1 - 0.775)), abs=1e-6)
    assert fit.interval is not None
    # The likelihood ratio interval of the binomial, by its two equations.
    wall = 155 * math.log(0.775) + 45 * math.log(0.225) - 1.959963984540054**2 / 2
    for tau in fit.interval:
        assert tau is not None
        d = 1 - math.exp(-tau) / 2
        assert 155 * math.log(d) + 45 * math.log(1 - d) == pytest.approx(wall, abs=1e-4)
    assert fit.connected
    assert json.loads(fit.to_json())["model"] == model


def test_taus_that_all_fit_are_called_so() -> None:
    fit = fit_levels(ObservedPlay.from_counts(load("matching-pennies"), [3, 9], [8, 4]))
    assert fit.flat
    assert fit.tau == 0
    assert any("tells nothing" in note for note in fit.notes)


def test_play_that_no_level_plays_is_refused() -> None:
    play = ObservedPlay.from_counts(DILEMMA, [1, 2], [1, 2])
    with pytest.raises(ParameterError, match="let level 0 play it"):
        fit_levels(play, level_zero=("Defect", "Defect"))


def test_unknown_models_are_refused() -> None:
    play = ObservedPlay.from_counts(DILEMMA, [1, 2], [1, 2])
    with pytest.raises(UnknownNameError, match="model of levels"):
        fit_levels(play, model="poisson")
