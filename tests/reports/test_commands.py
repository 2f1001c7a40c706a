"""What a command hands over when it is interrupted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import learning
from gametheory.errors import Interrupted
from reports.cli import main

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
