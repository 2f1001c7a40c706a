"""The section on learners: it says of the seats what is true of these seats."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pages import read_page

from gametheory import catalog
from learning import Boltzmann, EpsilonGreedy, QLearner, play
from reports.document import Report


class Silent:
    """Plays its second action and tells no policy."""

    def select_action(self, observation: int) -> int:
        return 1

    def update(self, *experience: Any) -> None:
        pass


def _silent(rng: np.random.Generator) -> Silent:
    return Silent()


GREEDY = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.05))
SOFT = QLearner(learning_rate=0.1, exploration=Boltzmann(0.1), initial_value="lowest")


def _text(*seats: Any) -> str:
    game = catalog.load("prisoners-dilemma")
    runs = play(game, seats, rounds=300, runs=4, rng=1)
    text = read_page(Report(game, runs=runs, timestamp=False).html()).one("main").text()
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("seat", "there", "not_there"),
    [
        (GREEDY, "at the end, without exploration", "softmax"),
        (SOFT, "softmax policies at the end; exploration is part of them", "without exploration"),
    ],
)
def test_a_final_policy_is_told_by_its_exploration(seat: Any, there: str, not_there: str) -> None:
    text = _text(seat, seat)
    assert there in text
    assert not_there not in text
    assert "The learners know only their own payoffs." in text
    assert "Watkins" in text


def test_agents_of_somebody_else_are_not_called_q_learners() -> None:
    text = _text(_silent, lambda rng: Silent())
    for words in ("Watkins", "own payoffs", "<lambda>", "without exploration"):
        assert words not in text
    assert "_silent" in text
    assert "a function that makes agents" in text
    assert "Row player and Column player tell no policy." in text


def test_only_who_tells_no_policy_is_called_silent() -> None:
    text = _text(GREEDY, _silent)
    assert "Column player tells no policy." in text
    assert "not both players tell a policy" in text


@pytest.mark.parametrize(("seat", "spread"), [(_silent, False), (GREEDY, True)])
def test_means_have_an_interval_only_where_runs_differ(seat: Any, spread: bool) -> None:
    game = catalog.load("prisoners-dilemma")
    runs = play(game, (seat, seat), rounds=300, runs=4, rng=1)
    page = read_page(Report(game, runs=runs, timestamp=False).html())
    rows = [[cell.text() for cell in row.all("td")] for row in page.one(id="learning").all("tr")]
    # player is a th; then action, mean, interval, equilibrium: time averages come last
    means = {cells[0]: cells[1:3] for cells in rows if len(cells) == 4}
    assert set(means) == {"Cooperate", "Defect"}
    if spread:
        assert all(interval.endswith("%") for _, interval in means.values())
    else:
        assert means == {"Cooperate": ["0 %", ""], "Defect": ["100 %", ""]}
