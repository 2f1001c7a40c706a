"""Stochastically stable states: closed forms, and the long-run distribution itself."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, product
from math import ceil
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.analysis import minimal_curb_sets, p_dominance
from gametheory.concepts import stochastically_stable
from gametheory.equilibria.dominance_relations import risk_dominance
from gametheory.errors import ParameterError, SolverError
from gametheory.testing import games

STAG_HUNT = BimatrixGame.symmetric([[10, 0], [7, 7]], row_actions=["Stag", "Hare"])


@pytest.mark.parametrize(
    ("memory", "sample"), [(4, 2), (6, 2), (6, 3), (8, 4)], ids=lambda value: str(value)
)
def test_conventions_of_a_coordination_game(memory: int, sample: int) -> None:
    # Young 1993, section 5: to leave a convention takes as many mistakes in a sample as make the
    # other action a best reply: a share of 3/10 hares, of 7/10 stags.
    found = stochastically_stable(STAG_HUNT, memory=memory, sample=sample)
    assert [each.is_convention for each in found.classes] == [True, True]
    assert [each.outcomes for each in found.classes] == [((0, 0),), ((1, 1),)]
    to_hare, to_stag = ceil(Fraction(3, 10) * sample), ceil(Fraction(7, 10) * sample)
    assert found.resistances == ((0, to_hare), (to_stag, 0))
    assert [each.potential for each in found.classes] == [to_stag, to_hare]
    assert found.stable_outcomes == (((1, 1),) if to_hare < to_stag else ((0, 0), (1, 1)))


@settings(max_examples=15)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_the_risk_dominant_convention_is_stable(a: int, b: int, c: int, d: int) -> None:
    # Young 1993, theorem 3; with a sample of 3 a tie in mistakes leaves both.
    game = BimatrixGame([[a, 0], [0, c]], [[b, 0], [0, d]])
    found = stochastically_stable(game, memory=6, sample=3)
    dominant = risk_dominance(game).dominant
    if dominant is not None:
        assert dominant in found.stable_outcomes


def long_run(game: BimatrixGame, memory: int, sample: int, mistake: float) -> dict[Any, float]:
    """Long-run distribution over records, by simulation-free linear algebra from the definition."""
    m, n = game.shape
    outcomes = list(product(range(m), range(n)))
    states = list(product(outcomes, repeat=memory))
    place = {state: k for k, state in enumerate(states)}

    def choice(player: int, state: Any) -> list[float]:
        own = game.shape[player]
        weights = [0.0] * own
        draws = list(combinations(state, sample))
        for draw in draws:
            values = [
                sum(game.payoff(*((k, o[1]) if player == 0 else (o[0], k)))[player] for o in draw)
                for k in range(own)
            ]
            best = [k for k in range(own) if values[k] == max(values)]
            for k in best:
                weights[k] += 1 / len(best) / len(draws)
        return [(1 - mistake) * w + mistake / own for w in weights]

    table = np.zeros((len(states), len(states)))
    for state in states:
        rows, columns = choice(0, state), choice(1, state)
        for i, j in outcomes:
            table[place[state], place[(*state[1:], (i, j))]] += rows[i] * columns[j]
    system = np.vstack([table.T - np.eye(len(states)), np.ones(len(states))])
    right = np.append(np.zeros(len(states)), 1.0)
    shares = np.linalg.lstsq(system, right, rcond=None)[0]
    return dict(zip(states, shares, strict=True))


@pytest.mark.parametrize(
    ("game", "memory", "sample"),
    [
        (STAG_HUNT, 4, 2),
        (BimatrixGame([[4, 0], [0, 2]], [[1, 0], [0, 5]]), 3, 2),
        (BimatrixGame([[2, 0], [0, 1], [1, 1]], [[1, 0], [0, 2], [3, 0]]), 3, 2),
        (BimatrixGame.zero_sum([[1, -1], [-1, 1]]), 3, 1),
        (BimatrixGame([[1, 1], [1, 0]], [[1, 1], [1, 0]]), 3, 2),
    ],
    ids=["stag hunt", "battle", "three rows", "pennies", "ties"],
)
def test_the_long_run_distribution_concentrates_there(
    game: BimatrixGame, memory: int, sample: int
) -> None:
    found = stochastically_stable(game, memory=memory, sample=sample)
    shares = long_run(game, memory, sample, 1e-4)
    inside = sum(
        share for state, share in shares.items() if set(state) <= set(found.stable_outcomes)
    )
    assert inside == pytest.approx(1.0, abs=0.02)
    for k in found.stable:
        assert shares[found.classes[k].record] > 1e-3


def test_a_class_that_is_no_convention() -> None:
    found = stochastically_stable(BimatrixGame.zero_sum([[1, -1], [-1, 1]]), memory=3, sample=1)
    (only,) = found.classes
    assert (only.is_convention, only.potential, found.tree) == (False, 0, ())
    assert only.outcomes == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert "1 of 1 recurrent classes" in found.summary()


@settings(max_examples=15)
@given(games(max_actions=2, kinds=("digits",)))
def test_recurrent_classes_lie_in_minimal_curb_sets(game: BimatrixGame) -> None:
    # Young 1998, "Individual strategy and social structure", theorem 7.2: with a small sample
    # out of a long memory play ends inside a minimal CURB set, if no payoffs tie.
    ties = any(len(set(line)) < len(line) for line in (
        *game.row_payoffs.T.tolist(), *game.column_payoffs.tolist()))  # fmt: skip
    if ties:
        return
    curb = minimal_curb_sets(game).sets
    for each in stochastically_stable(game, memory=6, sample=2).classes:
        assert any(all(outcome in found for outcome in each.outcomes) for found in curb)


def test_a_half_dominant_convention_of_three() -> None:
    # Maruta 1997, "On the relationship between risk-dominance and stochastic stability" (Games and
    # Economic Behavior 19): a 1/2-dominant equilibrium is stable.
    game = BimatrixGame.symmetric([[6, 0, 0], [0, 7, 2], [3, 4, 8]])
    assert [e.outcome for e in p_dominance(game).dominant()] == [(2, 2)]
    found = stochastically_stable(game, memory=5, sample=2)
    assert (2, 2) in found.stable_outcomes


def test_limits_and_wrong_input() -> None:
    with pytest.raises(SolverError, match="stopped \\(timeout of 1e-09 s\\)"):
        stochastically_stable(STAG_HUNT, memory=4, sample=2, timeout=1e-9)
    with pytest.raises(ParameterError, match="allows at most 11, got 12"):
        stochastically_stable(STAG_HUNT, memory=12, sample=2)
    with pytest.raises(ParameterError, match="sample: expected at most the memory, 3, got 4"):
        stochastically_stable(STAG_HUNT, memory=3, sample=4)
    for memory, sample in ((0, 1), (True, 1), (2.0, 1)):
        with pytest.raises(ParameterError, match="memory: expected a whole number >= 1"):
            stochastically_stable(STAG_HUNT, memory=memory, sample=sample)  # type: ignore[arg-type]  # wrong on purpose


def test_faces() -> None:
    found = stochastically_stable(STAG_HUNT, memory=4, sample=2)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/stochastic-stability/1"
    assert (document["memory"], document["sample"], document["stable"]) == (4, 2, [1])
    assert document["resistances"] == [[0, 1], [2, 0]]
    assert document["tree"] == [[0, 1]]
    assert "(Hare, Hare); 1 of 2 recurrent classes (exact)" in repr(found)
    assert "Resistances: fewest mistakes" in repr(found)
