"""Collects the medians of one run and prints the ratios at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

OURS = "ours"
_MEDIANS = pytest.StashKey[dict[str, dict[str, float]]]()
_LINES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_MEDIANS] = {}
    config.stash[_LINES] = []


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Function that adds a line to what is printed at the end."""
    return request.config.stash[_LINES].append


@pytest.fixture
def measuring(request: pytest.FixtureRequest) -> bool:
    """Whether benchmarks are enabled, and not only run once to see that they work."""
    return bool(request.config.getoption("benchmark_enable"))


@pytest.fixture
def race(
    request: pytest.FixtureRequest, benchmark: Any
) -> Callable[[str, str, Callable[[], object]], None]:
    """Function (work, program, call): time `call` and keep its median.

    The first call, which may compile, is not timed.
    """

    def run(work: str, program: str, call: Callable[[], object]) -> None:
        benchmark.group = work
        benchmark.pedantic(call, rounds=5, iterations=1, warmup_rounds=1)
        if benchmark.stats is not None:  # None where benchmarks are disabled
            medians = request.config.stash[_MEDIANS].setdefault(work, {})
            medians[program] = benchmark.stats.stats.median

    return run


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.stash[_LINES]:
        terminalreporter.section("shares")
        for line in config.stash[_LINES]:
            terminalreporter.write_line(line)
    works = config.stash[_MEDIANS]
    if not works:
        return
    terminalreporter.section("medians, and how many times ours")
    for work, medians in works.items():
        ours = medians.get(OURS)
        for program, median in medians.items():
            ratio = f"{median / ours:8.2f} x ours" if ours and program != OURS else ""
            terminalreporter.write_line(
                f"{work:<34} {program:<28} {median * 1e3:12.3f} ms {ratio}".rstrip()
            )
