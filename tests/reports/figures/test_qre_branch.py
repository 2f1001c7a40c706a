"""The figure of a logit branch: its data, hostile names, deterministic bytes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pages import HOSTILE

from gametheory.catalog import load
from gametheory.concepts import logit_branch, logit_limit
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from reports.figures import plot_qre_branch, svg
from reports.figures.qre_branch import _groups, _spread
from reports.style import DARK, LIGHT


def figure(ax: Axes) -> Figure:
    found = ax.get_figure(root=True)
    assert isinstance(found, Figure)
    return found


def hostile() -> BimatrixGame:
    names = list(HOSTILE)
    return BimatrixGame(
        np.arange(16).reshape(4, 4) % 7, np.arange(16).reshape(4, 4) % 5, name=names[0],
        row_actions=names[2:6], column_actions=names[6:10], players=names[10:12],
    )  # fmt: skip


def legend_texts(ax: Axes) -> list[str]:
    legend = ax.get_legend()
    assert legend is not None
    return [entry.get_text() for entry in legend.get_texts()]


def test_curves_are_the_branch_and_rings_the_equilibrium() -> None:
    game = load("penalty-kicks")
    branch = logit_branch(game)
    ax = plot_qre_branch(logit_limit(branch, solve(game)))
    curves = [line for line in ax.lines if len(line.get_xdata()) == len(branch)]
    assert len(curves) == 4
    for line, values in zip(curves, (*branch.row.T, *branch.column.T), strict=True):
        assert np.array_equal(line.get_xdata(), branch.precisions)
        assert np.array_equal(line.get_ydata(), values)
    # The players are told apart by dashes, not by colour alone.
    assert [line.get_linestyle() for line in curves] == ["-", "-", "--", "--"]
    (rings,) = [line for line in ax.lines if line.get_marker() == "o"]
    (equilibrium,) = solve(game)
    assert sorted(rings.get_ydata()) == pytest.approx(
        sorted(float(p) for p in (*equilibrium.row, *equilibrium.column))
    )
    assert legend_texts(ax) == ["Kicker", "Goalkeeper", "Nash equilibrium approached"]
    assert {t.get_text() for t in ax.texts} == {"Left", "Right"}


def test_turns_and_crossings_are_marked() -> None:
    assert "the branch turns" in legend_texts(
        plot_qre_branch(logit_branch(load("travelers-dilemma")))
    )
    assert "another branch crosses" in legend_texts(
        plot_qre_branch(logit_branch(load("battle-of-the-sexes")))
    )


def test_equal_curves_of_both_players_share_a_label() -> None:
    ax = plot_qre_branch(logit_branch(load("prisoners-dilemma")))
    assert {t.get_text() for t in ax.texts} == {"Defect (both)", "Cooperate (both)"}


def test_actions_that_end_together_share_a_label_and_the_least_are_counted() -> None:
    assert _groups([0.5, 0.5, 0.0], ["a", "b", "c"]) == [(0.5, "a, b"), (0.0, "c")]
    many = _groups([k / 100 for k in range(20, 0, -2)], [f"a{k}" for k in range(10)])
    assert many[-1][1] == "5 others"
    assert len(many) == 6


def test_labels_keep_apart_and_on_the_axis() -> None:
    places = _spread([1.0, 0.99, 0.5, 0.01, 0.0, 0.0])
    assert places[0] == 1.0
    assert all(a - b >= 0.05 for a, b in pairwise(places))
    assert places[-1] >= 0


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_hostile_names_and_equal_bytes(theme: object) -> None:
    branch = logit_branch(hostile())
    first, second = (
        svg(figure(plot_qre_branch(branch, theme=theme)))  # type: ignore[arg-type]
        for _ in range(2)
    )
    assert first == second


def test_draws_on_the_axes_given_and_inside_the_paper() -> None:
    paper = Figure()
    left, right = paper.subplots(1, 2)
    before = len(left.get_children())
    branch = logit_branch(load("matching-pennies"), end=10)
    assert plot_qre_branch(branch, ax=right) is right
    assert len(left.get_children()) == before
    whole = figure(plot_qre_branch(logit_branch(hostile())))
    svg(whole)
    for words in whole.axes[0].texts:
        box = words.get_window_extent()
        assert box.x1 <= whole.bbox.x1 + 1
        assert box.y0 >= whole.bbox.y0 - 1


def test_one_action_each() -> None:
    svg(figure(plot_qre_branch(logit_branch(BimatrixGame([[1]], [[2]]), end=10))))
