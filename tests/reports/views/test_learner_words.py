"""What became of learners, told in a sentence for each fate."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gametheory import catalog, solve
from learning import EpsilonGreedy, QLearner
from learning.outcomes import Outcome, Share, Thresholds
from reports.facts import Facts, gather
from reports.views.learner_words import found, runs_text, sentence
from reports.words import plain


def _facts(game: str) -> Facts:
    loaded = catalog.load(game)
    return gather(loaded, solve(loaded))


def _share(count: int, outcome: Outcome, component: int | None = None, of: int = 100) -> Share:
    return Share(outcome, component, count, of, (0.0, 1.0), (0.0, 1.0))


def _judgement(*shares: Share, changing: bool = False, half: float = 0.01) -> Any:
    mean = np.array([0.25, 0.75]), np.array([half, half])
    return SimpleNamespace(
        shares=shares, still_changing=changing, mean=lambda player, confidence: mean
    )


def _told(facts: Facts, final: Any, average: Any, judged: int = 100, epsilon: float = 0) -> str:
    verdict = SimpleNamespace(
        runs_judged=judged, final_policy=final, time_average=average, first_round=501,
        rounds=1_000, equilibria=facts.equilibria, thresholds=Thresholds(),
    )  # fmt: skip
    seat = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(epsilon))
    group = SimpleNamespace(
        label="Learners", verdict=verdict, runs=SimpleNamespace(seats=(seat, seat))
    )
    return plain(sentence(facts, group)).replace("\u00a0", " ")  # type: ignore[arg-type]  # the parts that it reads


MEANS = (
    "Mean play over rounds 501 to 1,000 was the row player Heads 25.00 % ± 1.00 % (equilibrium "
    "50.00 %) and the column player Heads 25.00 % ± 1.00 % (equilibrium 50.00 %): "
)


@pytest.mark.parametrize(
    ("final", "average", "text"),
    [
        (
            # Whether a run's average lies within the threshold is not told: its mean is.
            [_share(100, Outcome.NOT_SETTLED)],
            [_share(90, Outcome.OFF), _share(10, Outcome.REACHED, 0)],
            "Learners: their policies did not settle in any of 100 runs. "
            f"{MEANS}measurably different from the equilibrium (distance 0.250).",
        ),
        (
            # A mean would hide that each run kept to a corner of its own.
            [_share(100, Outcome.LOCKED_IN)],
            [_share(60, Outcome.LOCKED_IN), _share(40, Outcome.NOT_SETTLED)],
            "Learners: at round 1,000 their policies were locked into one pair of actions in all "
            "100 runs. Average play over rounds 501 to 1,000 was locked into one pair of actions "
            "in 60.0 % of runs and not settled in 40.0 % of runs.",
        ),
        (
            [_share(100, Outcome.REACHED, 0)],
            [_share(100, Outcome.REACHED, 0)],
            "Learners: at round 1,000 their policies were within 0.05 of the equilibrium in all "
            f"100 runs. {MEANS}measurably different from the equilibrium (distance 0.250).",
        ),
        (
            [],
            [_share(100, Outcome.OFF)],
            "Learners: not both players tell a policy. "
            f"{MEANS}measurably different from the equilibrium (distance 0.250).",
        ),
    ],
)
def test_one_equilibrium(final: list[Share], average: list[Share], text: str) -> None:
    facts = _facts("matching-pennies")
    assert _told(facts, _judgement(*final), _judgement(*average)) == text


@pytest.mark.parametrize(
    ("half", "words"),
    [
        # mean .25 against the equilibrium's .5
        (0.01, "measurably different from the equilibrium (distance 0.250)."),
        (0.30, ": not measurably different from the equilibrium (distance 0.250)."),
        (math.nan, "0.250 from the equilibrium."),  # one run has no interval
    ],
)
def test_a_difference_is_measured_by_the_interval(half: float, words: str) -> None:
    shares = _share(1, Outcome.NOT_SETTLED, of=1)
    text = _told(_facts("matching-pennies"), _judgement(shares), _judgement(shares, half=half))
    assert text.endswith(words)
    assert ("±" in text) == (half == half)


def test_exploration_in_averages_is_told() -> None:
    shares = _share(100, Outcome.NOT_SETTLED)
    facts = _facts("matching-pennies")
    for epsilon in (0.0, 0.1):
        text = _told(facts, _judgement(shares), _judgement(shares), epsilon=epsilon)
        assert ("to 1,000, exploration included, was" in text) == (epsilon > 0)


def test_a_mean_does_not_hide_two_basins() -> None:
    facts = _facts("stag-hunt")
    shares = [
        _share(30, Outcome.REACHED, 0),
        _share(60, Outcome.REACHED, 1),
        _share(10, Outcome.NOT_SETTLED),
    ]
    places = (
        "within 0.05 of (Hare, Hare) in 60.0 % of runs, within 0.05 of (Stag, Stag) in 30.0 % of "
        "runs and not settled in 10.0 % of runs"
    )
    start = f"Learners: at round 1,000 their policies were {places}"
    text = _told(facts, _judgement(*shares), _judgement(*shares))
    assert text == f"{start}; their average play over rounds 501 to 1,000 has the same shares."
    text = _told(facts, _judgement(*shares, changing=True), _judgement(*shares))
    assert text == (
        f"{start}; these shares were still changing. Average play over rounds 501 to 1,000 was "
        f"{places}."
    )


def test_nothing_to_judge() -> None:
    text = _told(_facts("stag-hunt"), _judgement(), _judgement(), judged=0)
    assert text == "Learners: no run finished with finite values, so there is nothing to judge."


def test_not_settled_is_never_told_as_an_equilibrium() -> None:
    facts = _facts("matching-pennies")
    for outcome in set(Outcome) - {Outcome.REACHED}:
        assert "within" not in plain(found(facts, _share(1, outcome), 0.05))


def test_mixed_equilibria_and_continua_are_named_by_their_component() -> None:
    facts = _facts("stag-hunt")
    mixed = next(k for k, c in enumerate(facts.equilibria.components) if not c.extreme[0].is_pure)
    text = plain(found(facts, _share(1, Outcome.REACHED, mixed), 0.05))
    assert text == f"within 0.05 of the mixed equilibrium of component {mixed + 1}"
    # Selten's entry game: an outcome where the entrant stays out whatever the threat.
    entry = _facts("entry")
    names = {
        plain(found(entry, _share(1, Outcome.REACHED, k), 0.05))
        for k in range(len(entry.equilibria.components))
    }
    assert len(names) == 2


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (_share(1, Outcome.OFF, of=1), "the one run"),
        (_share(1000, Outcome.OFF, of=1000), "all 1,000 runs"),
        (_share(999, Outcome.OFF, of=1000), "99.9 % of runs"),
        (_share(1, Outcome.OFF, of=100_000), "under 0.1 % of runs"),
    ],
)
def test_numbers_of_runs(share: Share, text: str) -> None:
    assert runs_text(share).replace("\u00a0", " ") == text
