"""What is known of reinforcement learners, and their parameters."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from gametheory.errors import ParameterError
from learning import (
    AspirationLearner,
    ConditionalRegretMatching,
    CrossLearner,
    Exp3,
    ExperienceWeighted,
    Hedge,
    MultiplicativeWeights,
    RothErev,
    play,
)

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def test_cross_moves_on_average_as_the_replicator_does() -> None:
    # Boergers & Sarin 1997: E[change of p(a)] = rate p(a) (u(a) - mean u), exactly
    payoffs = [Fraction(1, 4), Fraction(3, 4), Fraction(1, 2)]
    policy = [Fraction(1, 2), Fraction(1, 8), Fraction(3, 8)]
    mean = sum(p * u for p, u in zip(policy, payoffs, strict=True))
    change = [Fraction(0)] * 3
    for action, (p, u) in enumerate(zip(policy, payoffs, strict=True)):
        agent = CrossLearner(learning_rate=0.5).new(3, payoff_bounds=(0, 1))
        agent.values[0] = [float(x) for x in policy]
        agent.update(0, action, float(u), 0, False)
        moved = [Fraction(x) for x in agent.policy(0).tolist()]  # eighths and halves: exact
        change = [c + p * (x - y) for c, x, y in zip(change, moved, policy, strict=True)]
    expected = [p * (u - mean) / 2 for p, u in zip(policy, payoffs, strict=True)]
    assert change == expected


@pytest.mark.parametrize("seat", [CrossLearner(learning_rate=0.05), RothErev()])
def test_dominated_actions_die_out(seat: Any) -> None:
    runs = play(PD, (seat, seat), 20_000, 40, rng=5)
    assert runs.final_policies[0][:, 1].mean() > 0.9


def test_aspirations_bring_cooperation() -> None:
    # Karandikar et al. 1998: slow aspirations and rare trembles, most of the time
    seat = AspirationLearner(learning_rate=0.005, tremble=0.001)
    runs = play(PD, (seat, seat), 50_000, 60, rng=6)
    shares = runs.joint_frequencies(slice(40, None))[:, 0, 0]
    error = float(shares.std(ddof=1)) / math.sqrt(len(shares))
    assert shares.mean() - 4.5 * error > 0.5


def test_moving_and_stretching_payoffs_changes_nothing() -> None:
    rows = np.array([[5, 0], [8, 2]]) / 8
    plain, moved = BimatrixGame(rows, rows.T), BimatrixGame(4 * rows + 16, 2 * rows.T - 8)
    for seat in (CrossLearner(), RothErev(forgetting=0.25), AspirationLearner(), Exp3(gamma=0.25)):
        one, two = (play(game, (seat, seat), 400, 5, rng=6) for game in (plain, moved))
        assert one.joint.tolist() == two.joint.tolist()


EWA: dict[str, Any] = {"phi": 0.9, "rho": 0.9, "delta": 0.5, "temperature": 0.1}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: CrossLearner(learning_rate=0), r"learning_rate: expected a number in \(0, 1\]"),
        (lambda: RothErev(forgetting=1), r"forgetting: expected a number in \[0, 1\)"),
        (lambda: RothErev(experimentation=-1), r"experimentation: expected a number in \[0, 1\)"),
        (lambda: RothErev(strength=0), "strength: expected a number above 0"),
        (lambda: ExperienceWeighted(**{**EWA, "phi": 2}), r"phi: expected a number in \[0, 1\]"),
        (lambda: ExperienceWeighted(**{**EWA, "temperature": 0}), "temperature: expected"),
        (lambda: AspirationLearner(inertia=0), r"inertia: expected a number in \(0, 1\)"),
        (lambda: AspirationLearner(sensitivity=0), "sensitivity: expected a number above 0"),
        (lambda: AspirationLearner(tremble=2), r"tremble: expected a number in \[0, 1\]"),
        (lambda: Exp3(gamma=0), r"gamma: expected a number in \(0, 1\]"),
        (lambda: Hedge(learning_rate=0), "learning_rate: expected a number above 0"),
        (lambda: Hedge(learning_rate=1, optimistic=1), "optimistic: expected True or False"),
        (lambda: MultiplicativeWeights(learning_rate=0.6), r"learning_rate: .* in \(0, 0.5\]"),
        (lambda: ConditionalRegretMatching(inertia=1), "inertia: expected a number above 1"),
        (lambda: RothErev().new(2), r"RothErev: rewards count as shares.*payoff_bounds=\(lowest"),
        (lambda: Exp3().new(2, payoff_bounds=(0, 1e-320)), "Exp3: shares of the payoff range"),
        (lambda: Hedge(learning_rate=1).new(2, payoffs=[[-1e308], [1e308]]),
         "Hedge: shares of the payoff range inf leave the range of float64"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        make()


@pytest.mark.parametrize(
    "base",
    [CrossLearner, RothErev, ExperienceWeighted, AspirationLearner, Exp3, Hedge,
     MultiplicativeWeights, ConditionalRegretMatching],
)  # fmt: skip
def test_specifications_are_final(base: Any) -> None:
    with pytest.raises(TypeError, match=f"Mine: {base.__name__} is final"):
        type("Mine", (base,), {})
