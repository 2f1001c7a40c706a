"""Symmetric memory-one equilibria against simulated play of every deviation."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame
from gametheory.errors import Interrupted, ParameterError
from gametheory.exact.algebraic import AlgebraicNumber
from learning import RepeatedGame, symmetric_equilibria
from learning.worlds import symmetric
from learning.worlds.discount_sets import DiscountSet, Play, discounts_where

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], row_actions=["C", "D"],
                  column_actions=["C", "D"])  # fmt: skip
FROM_CC = RepeatedGame(PD, memory=1, start=("C", "C"))
F = Fraction


@pytest.mark.parametrize("discount", ["3/5", "7/10", "4/5", "9/10", "19/20"])
def test_the_prisoners_dilemma_has_two_markov_perfect_equilibria(discount: str) -> None:
    found = symmetric_equilibria(FROM_CC, discount)
    assert found.complete
    assert [s.name for s in found.markov_perfect] == ["grim trigger", "always D"]
    names = [s.name for s in found.nash_from_start]
    assert ("tit for tat" in names) == (F(discount) >= F(2, 3))
    assert {"grim trigger", "always D"} < set(names)


def test_the_discounts_of_textbooks() -> None:
    # grim: (T - R) / (T - P); tit for tat also (T - R) / (R - S), see Axelrod 1981
    found = symmetric_equilibria(FROM_CC, "2/3")
    discounts = {s.name: str(s.discounts) for s in found.nash_from_start}
    assert discounts["tit for tat"] == "[2/3, 1)"
    assert discounts["grim trigger"] == "[1/2, 1)"
    assert discounts["always D"] == "[0, 1)"
    paid = {s.name: s.per_round for s in found.nash_from_start}
    assert paid["tit for tat"] == paid["grim trigger"] == 3


def test_win_stay_lose_shift_needs_a_smaller_temptation() -> None:
    # best response to itself if d >= (T - R) / (R - P) (Nowak & Sigmund 1993, Nature 364)
    game = BimatrixGame.symmetric([[3, 0], [4, 1]])
    found = symmetric_equilibria(RepeatedGame(game, memory=1), F(1, 2))
    perfect = {(s.name, s.opening): s.discounts for s in found.markov_perfect}
    cooperating = perfect["win-stay lose-shift", 0]
    assert str(cooperating) == "[1/2, 1)"
    below = symmetric_equilibria(RepeatedGame(game, memory=1), F(49, 100))
    assert "win-stay lose-shift" not in {s.name for s in below.markov_perfect}


def _earned(game: BimatrixGame, own: Any, other: Any, state: Any, discount: float) -> float:
    """Payoff sum by playing 170 rounds; a state is (own action, opponent's) or None."""
    total, weight = 0.0, 1.0
    for _ in range(170):
        i = own[None] if state is None else own[state]
        j = other[None] if state is None else other[state[::-1]]
        total += weight * game.row_payoffs[i, j]
        weight *= discount
        state = (i, j)
    return total


@given(
    payoffs=st.lists(st.integers(-3, 3), min_size=4, max_size=4),
    discount=st.sampled_from([F(0), F(1, 3), F(3, 5), F(7, 8)]),
    start=st.sampled_from([None, (0, 0), (0, 1), (1, 1)]),
)
@settings(max_examples=5)
def test_against_all_deviations(payoffs: list[int], discount: F, start: Any) -> None:
    game = BimatrixGame.symmetric([payoffs[:2], payoffs[2:]])
    found = symmetric_equilibria(RepeatedGame(game, memory=1, start=start), discount)
    states = [*itertools.product((0, 1), repeat=2)]
    if start is None:
        states = [*states, None]  # type: ignore[list-item]
    every = [dict(zip(states, a, strict=True))
             for a in itertools.product((0, 1), repeat=len(states))]  # fmt: skip
    lists: dict[str, set[Any]] = {"perfect": set(), "nash": set()}
    for strategy in every:
        gains = {
            state: max(_earned(game, other, strategy, state, float(discount)) for other in every)
            - _earned(game, strategy, strategy, state, float(discount))
            for state in states
        }
        key = tuple(strategy.values())
        if all(gain < 1e-7 for gain in gains.values()):
            lists["perfect"].add(key)
        if gains[start] < 1e-7:
            lists["nash"].add(key)
    for expected, got in ((lists["perfect"], found.markov_perfect),
                          (lists["nash"], found.nash_from_start)):  # fmt: skip
        assert {(*s.actions, *(() if s.opening is None else (s.opening,))) for s in got} == expected
        for s in got:
            assert s.discounts is not None
            assert discount in s.discounts


@given(payoffs=st.lists(st.integers(-3, 3), min_size=4, max_size=4))
@settings(max_examples=10)
def test_discount_sets_say_what_the_search_finds(payoffs: list[int]) -> None:
    world = RepeatedGame(BimatrixGame.symmetric([payoffs[:2], payoffs[2:]]), memory=1, start=(0, 0))
    found = {d: symmetric_equilibria(world, d) for d in (F(1, 10), F(2, 5), F(4, 5))}
    for d, one in found.items():
        for e, other in found.items():
            for kind in ("markov_perfect", "nash_from_start"):
                names = {s.actions for s in getattr(other, kind)}
                for s in getattr(one, kind):
                    assert (e in s.discounts) == (s.actions in names), (d, e, s)


def test_ends_may_be_algebraic_and_points_alone() -> None:
    # 1 - 3 d + d^2 >= 0 up to (3 - sqrt 5) / 2; -(2 d - 1)^2 >= 0 at 1/2 only
    ((low, high),) = discounts_where([[F(1), F(-3), F(1)]]).intervals
    assert low == 0
    assert isinstance(high, AlgebraicNumber)
    assert float(high) == pytest.approx(0.381966011250105)
    point = discounts_where([[F(-1), F(4), F(-4)]])
    assert point.intervals == ((F(1, 2), F(1, 2)),)
    assert str(point) == "{1/2}"
    assert F(1, 2) in point
    assert F(1, 3) not in point
    # two intervals that a double root would cut are one
    assert str(discounts_where([[F(1), F(-4), F(4)]])) == "[0, 1)"
    assert str(discounts_where([[F(-1)]])) == "none"
    assert F(1) not in DiscountSet(((F(0), F(1)),))


def test_courses_of_play_compare_as_their_values() -> None:
    one = Play((F(5),), (F(0), F(5)))  # 5, 0, 5, 0, 5, ...
    two = Play((), (F(3),))
    for d in (F(1, 10), F(3, 5), F(2, 3), F(9, 10)):
        value = 5 + d * (5 * d) / (1 - d**2)
        polynomial = sum(c * d**k for k, c in enumerate(one.at_least(two)))
        assert polynomial == (value - 3 / (1 - d)) * (1 - d) * (1 - d**2)


def test_trembles_leave_grim_but_not_tit_for_tat() -> None:
    world = RepeatedGame(PD, memory=1, tremble=0.01, start=("C", "C"))
    found = symmetric_equilibria(world, "9/10")
    assert [s.name for s in found.markov_perfect] == ["grim trigger", "always D"]
    assert "tit for tat" not in {s.name for s in found.nash_from_start}
    assert found.markov_perfect[0].discounts is None


def test_continuation_is_a_discount() -> None:
    world = RepeatedGame(PD, memory=1, start=("C", "C"), continuation=0.8)
    ends, goes_on = symmetric_equilibria(world, 1), symmetric_equilibria(FROM_CC, "4/5")
    assert ends.nash_from_start == goes_on.nash_from_start
    assert ends.markov_perfect == goes_on.markov_perfect


def test_three_actions_without_memory_that_matters() -> None:
    # a strictly dominant action: always to take it is the only equilibrium at discount 0
    game = BimatrixGame.symmetric([[0, 0, 0], [1, 1, 1], [3, 3, 3]])
    found = symmetric_equilibria(RepeatedGame(game, memory=1, start=(0, 0)), 0, timeout=0.2)
    assert found.status in ("finished", "timeout")
    assert found.complete == (found.tried == 3**9)
    assert all(s.actions[0] == 2 for s in found.nash_from_start)


def test_it_tells_itself_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    found = symmetric_equilibria(FROM_CC, "4/5")
    assert "2 Markov-perfect and 4 Nash equilibria from the start (C/C)" in found.summary()
    document = json.loads(found.to_json())
    assert document["markov_perfect"][0]["discounts"] == [["1/2", "1"]]
    assert "tit for tat" in repr(found)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(symmetric, "nash_discounts", stop)
    with pytest.raises(Interrupted) as caught:
        symmetric_equilibria(FROM_CC, "4/5")
    partial: Any = caught.value.partial
    assert partial.status == "interrupted"
    assert not partial.complete
    assert "of 16 strategies were looked at" in partial.notes[0]


@pytest.mark.parametrize(
    "world",
    [
        RepeatedGame(PD),
        RepeatedGame(PD, memory=2),
        RepeatedGame(PD, memory=1, tremble=(0.1, 0.0)),
        RepeatedGame(BimatrixGame([[1, 0], [0, 2]], [[2, 0], [0, 1]]), memory=1),
    ],
)
def test_other_worlds_are_refused(world: RepeatedGame) -> None:
    with pytest.raises(ParameterError, match="expected memory=1, a game that is symmetric"):
        symmetric_equilibria(world, "1/2")
