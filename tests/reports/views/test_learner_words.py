"""What became of learners, told in a sentence for each fate."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gametheory import catalog, solve
from learning.outcomes import Outcome, Share
from reports.facts import Facts, gather
from reports.views.learner_words import found, runs_text, sentence
from reports.words import plain


def _facts(game: str) -> Facts:
    loaded = catalog.load(game)
    return gather(loaded, solve(loaded))


def _share(count: int, outcome: Outcome, component: int | None = None, of: int = 100) -> Share:
    return Share(outcome, component, count, of, (0.0, 1.0), (0.0, 1.0))


def _judgement(*shares: Share) -> Any:
    mean = np.array([0.25, 0.75]), np.array([0.01, 0.01])
    return SimpleNamespace(shares=shares, mean=lambda player: mean)


def _told(facts: Facts, final: Any, average: Any, judged: int = 100) -> str:
    verdict = SimpleNamespace(runs_judged=judged, final_policy=final, time_average=average)
    group = SimpleNamespace(label="Learners", verdict=verdict)
    return plain(sentence(facts, group)).replace("\u00a0", " ")  # type: ignore[arg-type]  # the parts that it reads


@pytest.mark.parametrize(
    ("final", "average", "text"),
    [
        (
            [_share(100, Outcome.NOT_SETTLED)],
            [_share(90, Outcome.OFF), _share(10, Outcome.REACHED, 0)],
            "Learners did not settle on a policy in any of 100 runs. Their average play (the row "
            "player Heads 25.00 % and the column player Heads 25.00 %) had settled off "
            "equilibrium in 90.0 % of runs and was at the equilibrium in 10.0 % of runs.",
        ),
        (
            [_share(100, Outcome.LOCKED_IN)],
            [_share(100, Outcome.NOT_SETTLED)],
            "Learners ended locked in in all 100 runs. Their average play (the row player Heads "
            "25.00 % and the column player Heads 25.00 %) had not settled in all 100 runs.",
        ),
        (
            [_share(100, Outcome.REACHED, 0)],
            [_share(100, Outcome.REACHED, 0)],
            "Learners ended at the equilibrium in all 100 runs; their average play (the row "
            "player Heads 25.00 % and the column player Heads 25.00 %) was there, too.",
        ),
        ([], [], "Learners tell no policy. Their average play is not known."),
    ],
)  # fmt: skip
def test_one_equilibrium(final: list[Share], average: list[Share], text: str) -> None:
    facts = _facts("matching-pennies")
    assert _told(facts, _judgement(*final), _judgement(*average)) == text


def test_a_mean_does_not_hide_two_basins() -> None:
    facts = _facts("stag-hunt")
    shares = [
        _share(30, Outcome.REACHED, 0),
        _share(60, Outcome.REACHED, 1),
        _share(10, Outcome.NOT_SETTLED),
    ]
    text = _told(facts, _judgement(*shares), _judgement(*shares))
    assert text == (
        "Learners ended at (Hare, Hare) in 60.0 % of runs, at (Stag, Stag) in 30.0 % of runs and "
        "not settled in 10.0 % of runs. Their average play was at (Hare, Hare) in 60.0 % of runs, "
        "was at (Stag, Stag) in 30.0 % of runs and had not settled in 10.0 % of runs."
    )


def test_nothing_to_judge() -> None:
    text = _told(_facts("stag-hunt"), _judgement(), _judgement(), judged=0)
    assert text == "Learners: no run finished with finite values, so there is nothing to judge."


def test_not_settled_is_never_told_as_an_equilibrium() -> None:
    facts = _facts("matching-pennies")
    for outcome in (Outcome.NOT_SETTLED, Outcome.OFF, Outcome.LOCKED_IN):
        assert "at the equilibrium" not in plain(found(facts, _share(1, outcome)))


def test_mixed_equilibria_and_continua_are_named_by_their_component() -> None:
    facts = _facts("stag-hunt")
    mixed = next(k for k, c in enumerate(facts.equilibria.components) if not c.extreme[0].is_pure)
    text = plain(found(facts, _share(1, Outcome.REACHED, mixed)))
    assert text == f"at the mixed equilibrium of component {mixed + 1}"
    # Selten's entry game: an outcome where the entrant stays out whatever the threat.
    entry = _facts("entry")
    names = {
        plain(found(entry, _share(1, Outcome.REACHED, k)))
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
