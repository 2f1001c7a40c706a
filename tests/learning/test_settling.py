"""When runs came to rest, by what they were made to do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, load, solve
from learning import FixedStrategy, compare, play, read_log
from learning.settling import averages_settled_at

MEETING = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])


class Mover:
    """Plays the second action until a round, the first one from then on."""

    def __init__(self, until: int) -> None:
        self.until, self.rounds = until, 0

    def select_action(self, observation: Any) -> int:
        return int(self.rounds < self.until)

    def update(self, *experience: Any) -> None:
        self.rounds += 1

    def policy(self, observation: Any) -> list[float]:
        return [float(self.rounds >= self.until), float(self.rounds < self.until)]


@pytest.mark.parametrize(("until", "by"), [(0, 10), (95, 100), (500, 500), (501, 510)])
def test_a_policy_settles_when_it_moves_for_the_last_time(until: int, by: int) -> None:
    # windows of 10 rounds: the first end at which the new policy is in force
    seats = (lambda rng: Mover(until)), FixedStrategy([1, 0])
    verdict = compare(play(MEETING, seats, 2_000, 1, 1), solve(MEETING))
    assert verdict.final_policy.settled_at.tolist() == [by]
    assert verdict.final_policy.labels == ("component 2",) or verdict.final_policy.labels == (
        "component 1",
    )


def test_what_moved_at_the_end_has_no_time_of_settling() -> None:
    seats = (lambda rng: Mover(1_900)), FixedStrategy([1, 0])
    verdict = compare(play(MEETING, seats, 2_000, 1, 1), solve(MEETING))
    assert np.isnan(verdict.final_policy.settled_at).all()
    assert verdict.final_policy.labels == ("not settled",)


def test_the_running_average_settles_when_it_stays_near_its_last_value() -> None:
    # The second action in the first u of N rounds: the average after t is u / t, the last one
    # u / N; they differ by .05 or less from t = u / (u / N + .05) on,
    # which is seen at the end of a window of 5 rounds.
    rounds, until = 1_000, 210
    row = [1] * until + [0] * (rounds - until)
    runs = read_log(load("stag-hunt"), {"row": row, "column": [0] * rounds})
    marginals, joint = averages_settled_at(runs, 0.05)
    wanted = until / (until / rounds + 0.05)
    assert wanted == pytest.approx(807.7, abs=0.1)
    assert marginals.tolist() == joint.tolist() == [810]
    # the two halves of the judged rounds are alike
    verdict = compare({"row": row, "column": [0] * rounds}, solve(load("stag-hunt")))
    assert verdict.time_average.settled_at.tolist() == [810]
