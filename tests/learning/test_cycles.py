"""Periods of play, against a search over all of them."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from learning import FixedStrategy, Record, Runs, compare, play, read_log
from learning.cycles import play_periods, policy_turns, smallest_period
from learning.outcomes import Outcome

PENNIES = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
GAME = BimatrixGame([[1, 2, 3], [4, 5, 6]], [[6, 5, 4], [3, 2, 1]])


def _by_trial(sequence: list[int]) -> int:
    return next(
        p
        for p in range(1, len(sequence) + 1)
        if all(sequence[k] == sequence[k - p] for k in range(p, len(sequence)))
    )


@given(st.lists(st.integers(0, 1), min_size=1, max_size=14))
def test_the_smallest_period_is_that_of_a_search(sequence: list[int]) -> None:
    assert smallest_period(np.array(sequence)) == _by_trial(sequence)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=9), st.integers(6, 60))
def test_what_repeats_has_the_period_of_its_part(part: list[int], times: int) -> None:
    played = list(itertools.islice(itertools.cycle(part), len(part) * times))
    runs = read_log(GAME, {"row": [c // 3 for c in played], "column": [c % 3 for c in played]})
    period = _by_trial(part * 3)
    assert play_periods(runs).tolist() == [period]
    # a last round that does not fit ends it
    played[-1] = (played[-1] + 1) % 6
    runs = read_log(GAME, {"row": [c // 3 for c in played], "column": [c % 3 for c in played]})
    seen = play_periods(runs)[0]
    assert math.isnan(seen) or seen > period


def test_a_period_must_be_seen_three_times_in_the_second_half() -> None:
    def of(period: int, rounds: int) -> float:
        row = [0 if k % period else 1 for k in range(rounds)]
        return float(play_periods(read_log(PENNIES, {"row": row, "column": [0] * rounds}))[0])

    assert of(10, 60) == 10
    assert math.isnan(of(10, 58))
    assert of(1, 8) == 1


def test_random_play_has_no_period_and_unrecorded_play_tells_none() -> None:
    seats = FixedStrategy([0.5, 0.5]), FixedStrategy([0.5, 0.5])
    runs = play(PENNIES, seats, 2_000, 20, 1, record=Record(trajectory=True))
    assert np.isnan(play_periods(runs)).all()
    assert np.isnan(play_periods(play(PENNIES, seats, 200, 3, 1))).all()


class Copy:
    """Plays what the other played last, or the opposite; tells it as its policy."""

    def __init__(self, opposite: bool) -> None:
        self.opposite, self.next = opposite, 0

    def select_action(self, observation: Any) -> int:
        return self.next

    def update(self, observation: Any, action: int, reward: float, then: Any, done: bool) -> None:
        other = action if reward * (-1 if self.opposite else 1) > 0 else 1 - action
        self.next = 1 - other if self.opposite else other

    def policy(self, observation: Any) -> list[float]:
        return [1.0 - self.next, float(self.next)]


def test_best_responses_to_the_last_round_cycle_in_four_rounds() -> None:
    # The matcher repeats what the other did, the other does the opposite: HH, HT, TT, TH.
    seats = (lambda rng: Copy(False)), (lambda rng: Copy(True))
    runs = play(PENNIES, seats, 4_000, 2, 1, record=Record(windows=20, trajectory=True))
    verdict = compare(runs, solve(PENNIES))
    # Windows of 200 rounds all end at one moment of the turn: nothing seems to move there.
    policies = runs.policies[0]
    assert policies is not None
    assert (policies == policies[:, :1]).all()
    assert verdict.final_policy.labels == ("cycle of period 4",) * 2
    assert set(verdict.final_policy.outcomes) == {Outcome.CYCLE}
    assert "cycle of period 4, 100.0% of runs" in verdict.summary()
    # The average is the equilibrium all the same: another object, another answer.
    assert verdict.time_average.labels == ("component 1",) * 2
    assert verdict.joint_play.labels == ("component 1",) * 2


def _turning(runs: Runs, turn: float, decay: float) -> Runs:
    from dataclasses import replace

    ends = runs.edges[1:]
    angle = 2 * math.pi * ends / turn
    width = 0.3 * np.exp(-decay * ends / runs.rounds)
    row = np.stack([0.5 + width * np.cos(angle), 0.5 - width * np.cos(angle)], axis=1)
    column = np.stack([0.5 + width * np.sin(angle), 0.5 - width * np.sin(angle)], axis=1)
    policies = tuple(np.repeat(p[None], len(runs), axis=0) for p in (row, column))
    return replace(runs, policies=policies, final_policies=tuple(p[:, -1] for p in policies))


@pytest.mark.parametrize(("decay", "cycles"), [(0.0, True), (2.0, False)])
def test_policies_that_turn(decay: float, cycles: bool) -> None:
    seats = FixedStrategy([0.5, 0.5]), FixedStrategy([0.5, 0.5])
    runs = _turning(play(PENNIES, seats, 10_000, 2, 1), 1_000, decay)
    turns = policy_turns(runs, np.array([True, False]))
    assert turns[0] == pytest.approx(1_000, rel=0.02) if cycles else math.isnan(turns[0])
    assert math.isnan(turns[1])
    verdict = compare(runs, solve(PENNIES))
    wanted = Outcome.CYCLE if cycles else Outcome.NOT_SETTLED
    assert set(verdict.final_policy.outcomes) == {wanted}


def test_a_policy_that_changes_between_the_ends_of_windows_is_not_settled() -> None:
    # As above, but without a trajectory: the changes of the greedy action betray it.
    from dataclasses import replace

    seats = (lambda rng: Copy(False)), (lambda rng: Copy(True))
    runs = play(PENNIES, seats, 4_000, 2, 1, record=Record(windows=20))
    flips = np.full_like(runs.flips, 100)  # every other round of 200
    verdict = compare(replace(runs, flips=flips), solve(PENNIES))
    assert set(verdict.final_policy.outcomes) == {Outcome.NOT_SETTLED}
