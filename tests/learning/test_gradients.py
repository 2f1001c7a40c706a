"""Learning by exact gradients: LOLA beside naive learners, and what the loop promises."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from gametheory.errors import Interrupted, ParameterError, SeatError
from learning import Lola, NaiveGradient, RepeatedGame, learn_by_gradients, play
from learning.intervals import clopper_pearson_interval
from learning.kernels import gradients as kernel

PD = BimatrixGame.symmetric([[-1, -3], [0, -2]], row_actions=["C", "D"])
PENNIES = BimatrixGame.zero_sum([[1, -1], [-1, 1]])


def test_lola_cooperates_and_naive_learners_defect() -> None:
    # the paper's claim: two LOLA learners come to tit for tat and so to cooperation, while
    # independent learners do not (Foerster et al. 2018, abstract)
    aware = learn_by_gradients(PD, (Lola(), Lola()), 300, 200, 7)
    naive = learn_by_gradients(PD, (NaiveGradient(), NaiveGradient()), 300, 200, 7)
    cooperating, defecting = (
        int((share > 0.9).sum()) for share in (aware.outcomes[:, -1, 0], naive.outcomes[:, -1, 3])
    )
    assert clopper_pearson_interval(cooperating, 200, 0.99)[0] > 0.8
    assert clopper_pearson_interval(defecting, 200, 0.99)[0] > 0.9
    # near tit for tat: kind after own kindness met with kindness or with own defection
    strategy = aware.mean(aware.policies[:, -1].mean(axis=1))[0]
    assert strategy[1] > 0.9
    assert strategy[3] > 0.7
    assert max(strategy[2], strategy[4]) < 0.3


def test_only_lola_finds_the_equilibrium_of_matching_pennies() -> None:
    # of the two only LOLA (the paper's abstract): all chances at 1/2
    for learner, near in ((Lola(), True), (NaiveGradient(), False)):
        runs = learn_by_gradients(PENNIES, (learner, learner), 1_000, 60, 5, discount=0.9)
        reached = (np.abs(runs.policies[:, -1] - 0.5).max(axis=(1, 2)) < 0.2).mean()
        assert reached > 0.9 if near else reached < 0.1


def test_a_lola_learner_leads_a_naive_one_to_more_cooperation() -> None:
    both = [
        learn_by_gradients(PD, (first, NaiveGradient()), 300, 100, 9).outcomes[:, -1, 0]
        for first in (Lola(), NaiveGradient())
    ]
    gain = both[0] - both[1]  # paired by start
    assert gain.mean() > 3 * gain.std(ddof=1) / np.sqrt(len(gain))


def test_a_run_depends_on_its_number_only(monkeypatch: pytest.MonkeyPatch) -> None:
    many = learn_by_gradients(PD, (Lola(), NaiveGradient()), 90, 6, 3, records=4)
    monkeypatch.setattr("learning.gradients._CALL_STEPS", 7)
    few = learn_by_gradients(PD, (Lola(), NaiveGradient()), 90, 4, many.root, records=4)
    np.testing.assert_array_equal(few.policies, many.policies[:4])
    np.testing.assert_array_equal(few.outcomes, many.outcomes[:4])
    assert few.steps.tolist() == [0, 22, 45, 67, 90]
    assert len({row.tobytes() for row in many.policies[:, 0]}) == 6
    even = learn_by_gradients(PD, (Lola(), Lola()), 1, spread=0, rng=1)
    assert (even.policies[0, 0] == 0.5).all()
    np.testing.assert_allclose(even.outcomes.sum(axis=-1), 1)
    np.testing.assert_allclose(even.per_round[0, 0], -1.5)


def test_what_diverges_is_counted_and_left_out() -> None:
    huge = BimatrixGame([[1e200, -1e200], [-1e200, 1e200]], [[-1e200, 1e200], [1e200, -1e200]])
    runs = learn_by_gradients(huge, (Lola(learning_rate=1e200), Lola()), 5, 3, 1)
    assert runs.diverged.all()
    assert runs.summary() == "All 3 runs diverged"
    assert runs.tables() == ()
    assert json.loads(runs.to_json())["diverged"] == 3


def test_it_tells_itself() -> None:
    runs = learn_by_gradients(PD, (Lola(), NaiveGradient()), 20, 5, 1)
    assert "After 20 steps of 5 runs: C/C in 0." in runs.summary()
    assert "Row player (Lola)" in repr(runs)
    document = json.loads(runs.to_json())
    assert document["schema"] == "gametheory/gradient-runs/1"
    assert len(document["outcomes"]) == len(document["steps"]) == 21


def test_ctrl_c_keeps_what_all_runs_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real: Any = kernel.gradient_steps

    def stop(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        real(*arguments)

    monkeypatch.setattr(kernel, "gradient_steps", stop)
    with pytest.raises(Interrupted) as caught:
        learn_by_gradients(PD, (Lola(), Lola()), 30, 2, 1, records=3)
    partial: Any = caught.value.partial
    assert partial.status == "interrupted"
    assert partial.steps.tolist() == [0, 10, 20]
    assert np.isfinite(partial.policies).all()


def test_they_take_no_seat_where_parameters_are_hidden() -> None:
    with pytest.raises(SeatError, match=r"Lola needs opponent parameters, which .* does not give"):
        play(RepeatedGame(PD, memory=1), (Lola(), Lola()), 10)
    with pytest.raises(SeatError, match="write learn_by_gradients"):
        NaiveGradient().new(2)
    with pytest.raises(TypeError, match="Lola is final"):
        type("Mine", (Lola,), {})


@pytest.mark.parametrize(
    ("keywords", "error", "message"),
    [
        ({"game": BimatrixGame([[1, 2, 3]], [[1, 2, 3]])}, ParameterError, "two actions each"),
        ({"learners": (Lola(), "naive")}, SeatError, r"expected Lola\(...\) or NaiveGradient"),
        ({"learners": Lola()}, SeatError, "for each player"),
        ({"steps": 0}, ParameterError, "steps: expected an integer of at least 1"),
        ({"discount": 1}, ParameterError, r"discount: expected a number in \[0, 1\)"),
        ({"spread": -1}, ParameterError, "spread: expected a number of at least 0"),
    ],
)
def test_refused(keywords: dict[str, Any], error: type[Exception], message: str) -> None:
    given: dict[str, Any] = {"game": PD, "learners": (Lola(), Lola()), "steps": 5} | keywords
    with pytest.raises(error, match=message):
        learn_by_gradients(**given)
    for rates in ({"learning_rate": 0}, {"opponent_rate": -1}):
        with pytest.raises(ParameterError, match="expected a number above 0"):
            Lola(**rates)
