"""The figure of observed play: its data, hostile names, deterministic bytes."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pages import HOSTILE

from gametheory.catalog import get, load
from gametheory.concepts import ObservedPlay, PlayReport, compare_play
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from reports.figures import plot_observed_play, svg
from reports.style import DARK, LIGHT


def figure(ax: Axes) -> Figure:
    found = ax.get_figure(root=True)
    assert isinstance(found, Figure)
    return found


def report(game: BimatrixGame, row: list[int], column: list[int]) -> PlayReport:
    return compare_play(ObservedPlay.from_counts(game, row, column), solve(game))


def hostile() -> PlayReport:
    names = list(HOSTILE)
    game = BimatrixGame(
        np.arange(9).reshape(3, 3) % 4, np.arange(9).reshape(3, 3) % 5,
        row_actions=names[2:5], column_actions=names[6:9], players=names[10:12],
    )  # fmt: skip
    return report(game, [1, 2, 3], [4, 3, 2])


def test_bars_rings_and_marks_are_the_report() -> None:
    game = load("penalty-kicks")
    published = get("penalty-kicks").observed
    assert published is not None
    found = compare_play(ObservedPlay.from_catalog(game, published), solve(game))
    ax = plot_observed_play(found)
    bars = [patch.get_width() for patch in ax.patches]
    assert bars == pytest.approx([0.3998, 0.6002, 0.4231, 0.5769])
    marks = {line.get_marker(): line for line in ax.lines if line.get_linestyle() == "None"}
    assert set(marks) == {"o", "D", "|", "x"}  # never colour alone
    for marker, profile in (
        ("o", solve(game)[0].profile), ("D", found.logit.profile),
        ("|", found.levels[0].profile), ("x", found.levels[1].profile),
    ):  # fmt: skip
        assert list(marks[marker].get_xdata()) == pytest.approx(
            [float(p) for own in profile for p in own]
        )
    assert found.levels[0].model == "level-k"
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Left", "Right"] * 2


def test_no_ring_where_there_are_several_equilibria() -> None:
    ax = plot_observed_play(report(load("stag-hunt"), [5, 5], [4, 6]))
    legend = ax.get_legend()
    assert legend is not None
    assert "Nash equilibrium" not in [t.get_text() for t in legend.get_texts()]


def test_rare_actions_of_large_games_are_counted() -> None:
    rising = np.arange(12).repeat(12).reshape(12, 12)  # the last action is dominant
    game = BimatrixGame(rising, rising.T)
    observed = list(range(1, 13))
    ax = plot_observed_play(report(game, observed, observed))
    assert len(ax.patches) == 20
    legend = ax.get_legend()
    assert legend is not None
    assert "2 rarer actions not shown" in legend.get_texts()[0].get_text()
    assert "r1" not in [t.get_text() for t in ax.get_yticklabels()]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_hostile_names_and_equal_bytes(theme: object) -> None:
    found = hostile()
    first, second = (
        svg(figure(plot_observed_play(found, theme=theme)))  # type: ignore[arg-type]
        for _ in range(2)
    )
    assert first == second
    names = [t.get_text() for t in plot_observed_play(found).get_yticklabels()]
    assert names[:2] == ["$5 vs $6", r"$\frac{$"]


def test_draws_on_the_axes_given() -> None:
    paper = Figure()
    left, right = paper.subplots(1, 2)
    before = len(left.get_children())
    assert plot_observed_play(hostile(), ax=right) is right
    assert len(left.get_children()) == before
    paper.draw_without_rendering()
