"""Exact values of repeated games against closed forms, simulation and brute force."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.errors import ParameterError
from learning import (
    Always,
    FixedStrategy,
    GrimTrigger,
    MemoryOne,
    RepeatedGame,
    TitForTat,
    best_response,
    discounted_values,
)

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="Prisoner's dilemma",
                  row_actions=["C", "D"], column_actions=["C", "D"])  # fmt: skip
WIDE = BimatrixGame([[1, -2, 3], [0, 4, -1]], [[2, 0, 1], [-3, 1, 1]])
MEMORY = RepeatedGame(PD, memory=1)
D = Fraction(9, 10)


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        # geometric sums: S + d P / (1 - d) and T + d P / (1 - d)
        (TitForTat(), [1] * 5, (D / (1 - D), 5 + D / (1 - D))),
        (GrimTrigger(), TitForTat(), (3 / (1 - D), 3 / (1 - D))),
        # after a first defection two titfortats alternate: T + d S + d^2 T + ...
        (TitForTat(opening=1), TitForTat(), (5 / (1 - D**2), 5 * D / (1 - D**2))),
        (FixedStrategy([0.5, 0.5]), ["D"] * 5, (Fraction(1, 2) / (1 - D), 3 / (1 - D))),
    ],
)
def test_values_in_closed_form(row: Any, column: Any, expected: Any) -> None:
    found = discounted_values(MEMORY, row, column, D)
    assert found.at_start == expected
    assert found.per_round == tuple((1 - D) * v for v in expected)


def test_values_from_each_state_and_with_ends() -> None:
    found = discounted_values(MEMORY, TitForTat(), TitForTat(), D)
    alternating = (5 * D / (1 - D**2), 5 / (1 - D**2))
    assert found.values == ((30, 30), (30, 30), alternating[::-1], alternating, (10, 10))
    # an episode that goes on with chance 1/2 halves what follows
    world = RepeatedGame(PD, memory=1, continuation=0.5)
    assert discounted_values(world, TitForTat(), TitForTat(), 1).at_start == (6, 6)
    assert discounted_values(world, TitForTat(), TitForTat(), D).effective_discount == D / 2
    one_shot = RepeatedGame(PD, one_shot=True)
    assert discounted_values(one_shot, FixedStrategy([0, 1]), [0], 1).at_start == (5, 0)
    assert json.loads(found.to_json())["values"][1] == ["30", "30"]
    assert "C/D" in repr(found)


def test_values_agree_with_simulated_play() -> None:
    world = RepeatedGame(WIDE, memory=2, tremble=(0.1, 0.2), continuation=0.9)
    rng = np.random.default_rng(5)
    seen = world.n_observations[0]
    tables = [rng.dirichlet(np.ones(n), size=seen) for n in (2, 3)]
    exact = discounted_values(world, tables[0].tolist(), tables[1].tolist(), 1).at_start
    totals = np.zeros((1_500, 2))
    for total in totals:
        (state, _), done = world.reset(rng), False
        while not done:
            actions = [int(rng.choice(len(t[0]), p=t[state])) for t in tables]
            (state, _), rewards, done = world.step(actions)
            total += rewards
    for k in (0, 1):
        error = totals[:, k].std(ddof=1) / np.sqrt(len(totals))
        assert abs(totals[:, k].mean() - float(exact[k])) < 4.5 * error


def test_the_answer_to_tit_for_tat_changes_at_a_quarter_and_two_thirds() -> None:
    # Axelrod 1981, "The emergence of cooperation among egoists", APSR 75: of cooperating,
    # alternating and defecting one is best; (P - S) / (T - P) and (T - R) / (R - S) divide them
    def course(discount: str) -> tuple[tuple[int, ...], ...]:
        found = best_response(MEMORY, TitForTat(), discount)
        return found.best_actions[0], found.best_actions[1 + 2]  # at first, after one defection

    assert course("1/5") == ((1,), (1,))
    assert course("1/4") == ((1,), (0, 1))
    assert course("1/2") == ((1,), (0,))
    assert course("2/3") == ((0, 1), (0,))
    assert course("3/4") == ((0,), (0,))


def test_without_memory_it_is_the_best_reply() -> None:
    found = best_response(RepeatedGame(WIDE), FixedStrategy(["1/2", "1/2", 0]), D)
    assert found.action_values[0][1] == 2 + D * 20  # 0 and 4 on average, ever after
    assert found.policy == (1,)
    other = best_response(RepeatedGame(WIDE), [0], D, player=1)
    assert other.policy == (0,)
    assert other.per_round == 2
    assert "starts with c1" in other.summary()


def test_a_longer_memory_gains_nothing_against_memory_one() -> None:
    # Press & Dyson 2012, PNAS 109, appendix A
    opponent = MemoryOne(["9/10", "1/3", "1/2", "1/10"], 1)
    values = {best_response(RepeatedGame(PD, memory=m), opponent, D).at_start for m in (1, 2, 3)}
    assert len(values) == 1


probabilities = st.integers(0, 4).map(lambda k: Fraction(k, 4))


@given(
    opponent=st.tuples(*[probabilities] * 5),
    discount=st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(9, 10)]),
    tremble=st.sampled_from([0.0, 0.125]),
    payoffs=st.lists(st.integers(-5, 5), min_size=4, max_size=4),
)
@settings(max_examples=25)
def test_no_policy_is_better(
    opponent: Any, discount: Fraction, tremble: float, payoffs: list[int]
) -> None:
    game = BimatrixGame([payoffs[:2], payoffs[2:]], [[0, 0], [0, 0]])
    world = RepeatedGame(game, memory=1, tremble=tremble)
    found = best_response(world, [(p, 1 - p) for p in opponent], discount)
    t = Fraction(tremble)
    done = np.array([float(p * (1 - t) + (1 - p) * t) for p in opponent])
    reached = np.full(5, -np.inf)
    for policy in itertools.product((0, 1), repeat=5):
        x = np.where(np.array(policy) == 0, 1 - tremble, tremble)
        joint = np.stack([x * done, x * (1 - done), (1 - x) * done, (1 - x) * (1 - done)], axis=1)
        chain = np.hstack([np.zeros((5, 1)), joint])
        values = np.linalg.solve(np.eye(5) - float(discount) * chain, joint @ np.array(payoffs))
        reached = np.maximum(reached, values)
        if policy == found.policy:
            np.testing.assert_allclose(values, [float(v) for v in found.values], atol=1e-9)
    np.testing.assert_allclose(reached, [float(v) for v in found.values], atol=1e-9)


@given(scale=st.integers(1, 5), shift=st.integers(-5, 5), start=st.sampled_from([(0, 0), (1, 0)]))
@settings(max_examples=10)
def test_rescaled_payoffs_have_the_same_best_actions(
    scale: int, shift: int, start: tuple[int, int]
) -> None:
    world = RepeatedGame(PD, memory=1, start=start)
    rescaled = BimatrixGame(PD.row_payoffs * scale + shift, PD.column_payoffs)
    one = best_response(world, TitForTat(), D)
    two = best_response(RepeatedGame(rescaled, memory=1, start=start), TitForTat(), D)
    assert two.best_actions == one.best_actions
    assert two.per_round == scale * one.per_round + shift


def test_the_players_can_be_swapped() -> None:
    strategy = MemoryOne(["9/10", "1/3", "1/2", "1/10"], "1/2")
    one, two = (best_response(MEMORY, strategy, D, player=k) for k in (0, 1))
    assert one.at_start == two.at_start
    assert [one.values[k] for k in (0, 1, 3, 2, 4)] == list(two.values)


def test_it_tells_itself() -> None:
    found = best_response(MEMORY, TitForTat(), "2/3")
    assert "starts with C or D" in found.summary()
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/best-response/1"
    assert document["best_actions"][0] == [0, 1]
    assert "C/D" in found.tables()[0].text()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"world": PD}, "world: expected a RepeatedGame, got BimatrixGame"),
        ({"world": RepeatedGame(PD, memory=1, noise=0.1)}, "players who see what was done"),
        ({"world": RepeatedGame(PD, memory=6)}, "5,461 histories are more than the 1,500"),
        ({"world": RepeatedGame(PD)}, "TitForTat answers what the players did before"),
        ({"discount": 1}, r"discount: expected a number in \[0, 1\), got 1"),
        ({"discount": "-1/2"}, r"discount: expected a number in \[0, 1\), got -1/2"),
        ({"opponent": [0, 1]}, "player 1: expected .* for each of the 5 observations, got 2"),
        ({"opponent": "C"}, "got 1 entries"),
        ({"opponent": Always(1)}, "got Always"),
        ({"opponent": [0, 0, 0, 0, [0.5, 0.6]]}, "player 1 after D/D: .* must sum to 1"),
        ({"opponent": [0, 0, "E", 0, 0]}, "player 1 after C/D"),
        ({"player": 2}, "player: expected 0 or 1, got 2"),
    ],
)
def test_refused(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"world": MEMORY, "opponent": TitForTat(), "discount": D} | change
    with pytest.raises(ParameterError, match=message):
        best_response(**given)
