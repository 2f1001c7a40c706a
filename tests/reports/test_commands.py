"""Commands: what they hand over when interrupted, and the learners that they let play."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import learning
from gametheory import catalog, solve
from gametheory.errors import Interrupted
from reports.cli import main
from reports.commands.report import _play_all
from reports.facts import gather
from reports.groups import read_groups
from reports.parser import build_parser
from reports.views.learner_words import sentence
from reports.words import plain

LEARN = ("learn", "prisoners-dilemma", "--runs", "6", "--rounds", "400")


@pytest.fixture
def stop_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let Ctrl-C come when so many runs are finished and half of the next is."""
    play = learning.play

    def stop(finished: int) -> None:
        def interrupted(*arguments: Any, **named: Any) -> Any:
            runs = play(*arguments, **named)
            played = runs.played.copy()
            played[finished:] = 200
            raise Interrupted(replace(runs, played=played, status="interrupted"))

        monkeypatch.setattr(learning, "play", interrupted)

    return stop


@pytest.mark.parametrize("finished", [0, 4])
def test_learn_judges_what_was_played(
    finished: int, stop_after: Callable[[int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stop_after(finished)
    assert main(LEARN) == 130
    out, err = capsys.readouterr()
    assert out.startswith(f"{finished} independent runs of 400 rounds of Prisoner's dilemma")
    assert f"({6 - finished} not finished of 6, left out)" in out
    assert err == "gametheory: interrupted\n"


def test_learn_hands_over_json_if_asked(
    stop_after: Callable[[int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stop_after(4)
    assert main((*LEARN, "--json")) == 130
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "gametheory/verdict/1"
    assert document["runs"] == {"asked": 6, "judged": 4, "diverged": 0, "not_finished": 2}


def test_no_run_begun_is_nothing_to_judge(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("learning.batches.play_compiled", lambda *_, **__: False)
    assert main(LEARN) == 130
    assert "There is nothing to judge." in capsys.readouterr().out


def test_more_runs_than_can_be_counted_are_refused_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # 500,000,000 counts / (50 windows x 4 outcomes) = 2,500,000 runs
    assert main(["learn", "stag-hunt", "--runs", "2500001"]) == 2
    assert "expected at most 2,500,000 for a game of 2 x 2 actions" in capsys.readouterr().err


def _lead(name: str, runs: int) -> dict[str, str]:
    """What a page says in short of the learners that ``report`` lets play, by group."""
    game = catalog.load(name)
    options = build_parser().parse_args(["report", name, "--runs", str(runs), "-o", "page.html"])
    facts = gather(game, solve(game))
    groups = read_groups(game, facts.equilibria, _play_all(game, options), None)
    assert all("initial_value='lowest'" in seat for g in groups.values() for seat in g.seats)
    return {
        label.partition(" ")[0]: plain(sentence(facts, group)).replace("\u00a0", " ")
        for label, group in groups.items()
    }


def test_penalty_kicks_as_the_command_plays_them() -> None:
    # An epsilon-greedy policy is one of four corners and the equilibrium is none of
    # them (121/314, 2505/5966): it cannot settle there, whatever the seed.
    greedy, soft = _lead("penalty-kicks", 40).values()
    assert greedy.startswith(
        "Epsilon-greedy Q-learners: their policies did not settle in any of 40 runs. Mean play over"
    )
    assert "rounds 5,001 to 10,000, exploration included, was Kicker Left" in greedy
    assert "(equilibrium 38.54 %)" in greedy
    assert "measurably different from the equilibrium" in greedy
    # Temperature .1: at the equilibrium a softmax would be even, as both actions are
    # worth the same there; so no Boltzmann learner can be at it.
    assert "measurably different from it" in soft
    assert " in all 40 runs" not in greedy + soft


def test_the_dilemma_as_the_command_plays_it() -> None:
    # Defection is dominant: greedy learners end there and cooperate in .05 / 2 of the
    # rounds by exploration alone.
    greedy = _lead("prisoners-dilemma", 40)["Epsilon-greedy"]
    assert greedy.startswith(
        "Epsilon-greedy Q-learners: at round 10,000 their policies were within 0.05 of the "
        "equilibrium in all 40 runs. "
    )
    assert re.search(r"Cooperate 2\.[3-7]\d %", greedy)
    assert "still changing" not in greedy


def test_slow_transients_are_called_changing() -> None:
    # Staying out rests on a threat that the incumbent forgets: softmax learners leave
    # it slowly, one after the other.
    soft = _lead("entry", 300)["Boltzmann"]
    assert "within 0.05 of component 2 of the equilibria" in soft
    assert soft.count("these shares were still changing") == 2


def test_learn_takes_agents_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("learn", "matching-pennies", "--agents", "q-learning,wolf-phc", "--runs", "5",
                 "--rounds", "300", "--json")  # fmt: skip
    assert main(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["runs"]["judged"] == 5
    assert {"welfare", "agreement", "motion", "targets"} <= set(document)
    # options of Q-learners are for those
    assert main((*arguments, "--epsilon", "0.2")) == 0
    assert json.loads(capsys.readouterr().out) != document


def test_learn_gives_agents_the_memory_that_they_need(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("learn", "prisoners-dilemma", "--agents", "tit-for-tat,grim-trigger")
    assert main((*arguments, "--runs", "2", "--rounds", "100", "--json")) == 0
    # both cooperate for ever: a run at no equilibrium of the one-shot game
    shares = json.loads(capsys.readouterr().out)["joint"]["shares"]
    assert [share["outcome"] for share in shares if share["count"]] == ["locked in"]
    assert main((*arguments, "--memory", "0", "--rounds", "100")) == 2
    assert "needs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--agents", "q-lerning"), "unknown agent 'q-lerning'; did you mean q-learning"),
        (("--agents", "cross,cross,cross"), "expected one name for both players or two"),
        (("--agents", "cross", "--epsilon", "0.1"), "--epsilon is an option of q-learning"),
        (("--temperature", "0.1"), "--temperature says nothing with --exploration epsilon-greedy"),
        (("--exploration", "boltzmann", "--epsilon", "0.1"),
         "--epsilon says nothing with --exploration boltzmann"),
        (("--memory", "-1"), "expected a whole number of at least 0"),
    ],
)  # fmt: skip
def test_learn_refuses_what_would_be_ignored(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(("learn", "stag-hunt", *arguments))
    except SystemExit as leaving:
        code = int(str(leaving.code))
    assert code == 2
    assert message in capsys.readouterr().err


def test_learn_lists_the_agents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("learn", "--list-agents")) == 0
    assert "wolf-phc" in capsys.readouterr().out
    assert main(("learn",)) == 2
    assert "expected a game" in capsys.readouterr().err
