"""Pages of games with payoffs at the edge of what floats hold, with learners."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from pages import read_page

from gametheory.game import BimatrixGame
from learning import Runs
from reports import Report

FewRuns = Callable[..., Mapping[str, Runs]]


@pytest.mark.parametrize("size", ["1e300", "1e-300", "1.7e308", "1e17", "1e-9"])
def test_huge_and_tiny_payoffs(few_runs: FewRuns, size: str) -> None:
    game = BimatrixGame([[size, 0], [0, size]], [[size, 0], [0, size]])
    page = read_page(Report(game, runs=few_runs(game, runs=3, rounds=40)).html())
    assert page.all(id="learning")
    assert "nan" not in page.one("main").text().lower().split()


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (3, 1)])
def test_decisions(few_runs: FewRuns, shape: tuple[int, int]) -> None:
    m, n = shape
    payoffs = [[i + j for j in range(n)] for i in range(m)]
    game = BimatrixGame(payoffs, payoffs)
    page = read_page(Report(game, runs=few_runs(game, runs=2, rounds=5)).html())
    assert page.all(id="learning")
