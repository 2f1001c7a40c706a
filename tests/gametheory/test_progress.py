"""Progress is shown on terminals only, and only for long work."""

from __future__ import annotations

import pytest

from gametheory import progress
from gametheory.progress import Progress


def test_nothing_is_shown_off_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    line = Progress("work", 10)
    line.update(5)
    line.close()
    assert capsys.readouterr().err == ""


def test_short_work_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    line = Progress("work", 10, show=True)
    line.update(5)
    line.close()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("total", "shown"), [(10, "work: 50%, 0 s left"), (None, "work: 5 bases, 0 s")]
)
def test_long_work_shows_a_line_and_wipes_it(
    total: int | None,
    shown: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    line = Progress("work", total, unit="bases", show=True)
    line.update(5)
    assert capsys.readouterr().err == "\r" + shown
    line.close()
    assert capsys.readouterr().err == "\r" + " " * len(shown) + "\r"
