"""Figures of bargaining and of the repeated game."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pages import HOSTILE

from gametheory import BimatrixGame
from gametheory.concepts import (
    bargaining_solution,
    individually_rational_payoffs,
    subgame_perfect_payoffs,
)
from gametheory.errors import ParameterError
from reports.figures import plot_bargaining, plot_repeated_game, svg
from reports.figures.canvas import recolour
from reports.style import DARK, LIGHT

RULES = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def hostile() -> BimatrixGame:
    """Prisoner's dilemma with hostile names."""
    return BimatrixGame(
        [[3, 0], [5, 1]], [[3, 5], [0, 1]], name=HOSTILE[0], row_actions=HOSTILE[2:4],
        column_actions=HOSTILE[6:8], players=HOSTILE[10:12],
    )  # fmt: skip


def _bargaining(game: BimatrixGame, **options: Any) -> Callable[..., Axes]:
    solutions = [bargaining_solution(game, rule) for rule in RULES]
    return lambda **more: plot_bargaining(solutions, **options, **more)


def _repeated(game: BimatrixGame, discount: str | None) -> Callable[..., Axes]:
    payoffs = individually_rational_payoffs(game)
    sustained = None if discount is None else subgame_perfect_payoffs(game, discount)
    return lambda **more: plot_repeated_game(payoffs, sustained=sustained, **more)


PENNIES = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
FIGURES = [
    _bargaining(hostile()),
    _bargaining(PENNIES),
    _bargaining(BimatrixGame([[3]], [[4]])),
    _repeated(hostile(), "2/5"),
    _repeated(PENNIES, "1/2"),
    _repeated(BimatrixGame([[3]], [[4]]), None),
]
EVERY = pytest.mark.parametrize("plot", FIGURES)


def _source(ax: Axes) -> bytes:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return svg(figure)


@EVERY
def test_the_same_data_give_the_same_bytes(plot: Any) -> None:
    first, second = (_source(plot()) for _ in range(2))
    assert first == second
    assert not re.search(rb"url\((?!#)|<script|<text", first)


@EVERY
def test_draws_on_the_axes_given(plot: Any) -> None:
    left, right = Figure().subplots(1, 2)
    before = len(left.get_children())
    assert plot(ax=right) is right
    assert len(left.get_children()) == before


@pytest.mark.parametrize("plot", [FIGURES[0], FIGURES[3]])
def test_recolouring_is_drawing_in_the_other_theme(plot: Any) -> None:
    changed = recolour(_source(plot()), LIGHT, DARK)
    pattern = re.compile(rb"#[0-9a-f]{6}\b", re.IGNORECASE)
    wanted = pattern.findall(_source(plot(theme=DARK)))
    assert [c.lower() for c in pattern.findall(changed)] == wanted


def _drawn(ax: Axes) -> set[tuple[float, float]]:
    return {
        (float(x), float(y))
        for line in ax.lines
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }


def _labels(ax: Axes) -> list[str]:
    legend = ax.get_legend()
    assert legend is not None
    return [entry.get_text() for entry in legend.get_texts()]


def test_bargaining_shows_the_solutions() -> None:
    # Threat (0, 2) on the frontier (0, 4), (3, 3), (4, 0): egalitarian at (3/2, 7/2).
    game = BimatrixGame([[0, 3], [4, 0]], [[4, 3], [0, 0]])
    solutions = [bargaining_solution(game, rule, threat=(0, 2)) for rule in RULES]
    ax = plot_bargaining(solutions)
    assert {(0.0, 2.0), (3.0, 3.0), (1.5, 3.5), (4.0, 0.0)} <= _drawn(ax)
    assert _labels(ax) == [
        "outcome", "feasible", "no worse than the threat", "ideal point", "threat", "Nash",
        "Kalai-Smorodinsky", "egalitarian", "utilitarian",
    ]  # fmt: skip
    # No two marks of the legend look alike.
    marks = [
        line.get_marker() for line in ax.get_legend().legend_handles if hasattr(line, "get_marker")
    ]
    assert len(set(marks)) == len(marks)
    assert _labels(plot_bargaining(solutions[0]))[-1] == "Nash"


def test_the_repeated_game_shows_its_regions() -> None:
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    payoffs = individually_rational_payoffs(game)
    ax = plot_repeated_game(payoffs, sustained=subgame_perfect_payoffs(game, "9/10"))
    assert {(13 / 3, 1.0), (1.0, 13 / 3), (3.0, 3.0), (1.0, 1.0)} <= _drawn(ax)
    assert "subgame perfect (discount factor 9/10)" in _labels(ax)
    stopped = subgame_perfect_payoffs(game, "2/5", iterations=1)
    assert "holds all subgame perfect (discount factor 2/5)" in _labels(
        plot_repeated_game(payoffs, sustained=stopped)
    )
    assert not any("subgame" in label for label in _labels(plot_repeated_game(payoffs)))


def test_names_stand_as_they_are() -> None:
    ax = _bargaining(hostile())()
    words = " ".join(t.get_text() for t in ax.texts)
    assert HOSTILE[2] in words
    assert all(t.get_parse_math() is False for t in ax.texts)


def test_what_does_not_belong_together() -> None:
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    with pytest.raises(ParameterError, match="at least one to draw"):
        plot_bargaining([])
    with pytest.raises(ParameterError, match="one game and one threat point"):
        plot_bargaining([bargaining_solution(game), bargaining_solution(game, threat=(0, 0))])
    with pytest.raises(ParameterError, match="another game's"):
        plot_repeated_game(individually_rational_payoffs(game),
                           sustained=subgame_perfect_payoffs(PENNIES, "1/2"))  # fmt: skip
