"""Phase portraits and trajectories show what they are given."""

import numpy as np
import pytest

from gametheory.catalog import load
from gametheory.dynamics import Replicator, phase_portrait, simulate
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from reports.figures import plot_simplex_portrait, plot_square_portrait, plot_trajectory, svg
from reports.style import LIGHT


@pytest.fixture(scope="module")
def stag_hunt():
    return phase_portrait(load("stag-hunt"), Replicator(), resolution=6)


def marks(ax, marker, fill=None):
    """Places of the points drawn with a marker."""
    return {
        (round(float(line.get_xdata()[0]), 9), round(float(line.get_ydata()[0]), 9))
        for line in ax.lines
        if len(line.get_xdata()) == 1
        and line.get_marker() == marker
        and line.get_color() != LIGHT.learned
        and line.get_markeredgecolor() == LIGHT.ink
        and (fill is None or line.get_markerfacecolor() == fill)
    }


def test_the_shape_and_fill_of_a_rest_point_tell_its_stability(stag_hunt):
    ax = plot_square_portrait(stag_hunt)
    assert marks(ax, "o", LIGHT.ink) == {(0, 0), (1, 1)}
    assert marks(ax, "o", LIGHT.paper) == {(0, 1), (1, 0)}
    assert marks(ax, "D") == {(0.5, 0.5)}
    rings = {
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in ax.lines
        if line.get_markeredgecolor() == LIGHT.equilibrium
    }
    assert rings == {(0, 0), (1, 1), (0.5, 0.5)}
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words == ["stable", "saddle", "unstable", "Nash equilibrium", "trajectory"]
    assert ax.get_legend().get_title().get_text() == "Replicator dynamic"


def test_the_square_has_the_column_player_to_the_right(stag_hunt):
    ax = plot_square_portrait(stag_hunt)
    assert ax.get_xlabel() == "Column player: share of Stag"
    assert ax.get_ylabel() == "Row player: share of Stag"
    path = stag_hunt.trajectories[0]
    curve = next(line for line in ax.lines if len(line.get_xdata()) == len(path.times))
    assert np.array_equal(curve.get_xdata(), path.states[1][:, 0])
    assert np.array_equal(curve.get_ydata(), path.states[0][:, 0])
    (arrows,) = ax.collections
    assert arrows.U.size == 36


def test_the_triangle_has_its_first_action_at_the_lower_left():
    game = BimatrixGame.symmetric([[3, 0, 0], [0, 2, 0], [0, 0, 1]], row_actions=["a", "b", "c"])
    ax = plot_simplex_portrait(phase_portrait(game, Replicator(), resolution=5))
    top = round(float(np.sqrt(3) / 2), 9)
    assert marks(ax, "o", LIGHT.ink) == {(0, 0), (1, 0), (0.5, top)}
    corners = {note.get_text(): note.xy for note in ax.texts}
    assert corners["a"] == (0, 0)
    assert corners["b"] == (1, 0)
    assert corners["c"] == pytest.approx((0.5, top))
    (middle,) = marks(ax, "o", LIGHT.paper)
    # 3 x = 2 y = z: (2, 3, 6) / 11.
    assert middle == pytest.approx((3 / 11 + 6 / 22, 6 / 11 * top))


def test_continua_and_stillness_are_drawn():
    ax = plot_square_portrait(phase_portrait(BimatrixGame([[0, 0]] * 2, [[0, 0]] * 2), Replicator(),
                                             resolution=4))  # fmt: skip
    assert not ax.collections
    crosses = [line for line in ax.lines if line.get_marker() == "+"]
    assert len(crosses) == 5
    assert "one of a continuum" in [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_other_portrait_is_named(stag_hunt):
    with pytest.raises(ParameterError, match="use plot_square_portrait"):
        plot_simplex_portrait(stag_hunt)
    population = phase_portrait(load("rock-paper-scissors"), Replicator(), resolution=3)
    with pytest.raises(ParameterError, match="use plot_simplex_portrait"):
        plot_square_portrait(population)


def test_curves_are_the_shares():
    path = simulate(load("rock-paper-scissors"), Replicator(), ["1/2", "1/4", "1/4"], 20)
    ax = plot_trajectory(path)
    for k, line in enumerate(ax.lines):
        assert np.array_equal(line.get_ydata(), path.states[0][:, k])
    assert len({line.get_linestyle() if isinstance(line.get_linestyle(), str) else k
                for k, line in enumerate(ax.lines)}) >= 2  # fmt: skip
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["Rock", "Paper", "Scissors"]
    assert ax.get_xlabel() == "Time"
    two = plot_trajectory(simulate(load("stag-hunt"), Replicator(), ([0.5, 0.5], [0.6, 0.4]), 5))
    assert [text.get_text() for text in two.get_legend().get_texts()] == [
        "Row player: Stag", "Column player: Stag",
    ]  # fmt: skip


def test_many_actions_share_one_entry():
    path = simulate(load("travelers-dilemma"), Replicator(), ([1 / 9] * 9), 10)
    ax = plot_trajectory(path)
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert len(names) == 7
    assert names[-1] == "3 other actions"
    assert svg(ax.get_figure())
