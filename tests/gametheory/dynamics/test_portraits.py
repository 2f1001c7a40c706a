"""Vector fields and phase portraits."""

import json

import numpy as np
import pytest

from gametheory.catalog import load
from gametheory.dynamics import Logit, Replicator, Smith, phase_portrait, vector_field
from gametheory.errors import GameError, ParameterError
from gametheory.game import BimatrixGame


def test_the_square_field_is_the_equation():
    # Two-population replicator in matching pennies: x' = 2 x (1-x) (2y-1), y' = -2 y (1-y) (2x-1).
    field = vector_field(load("matching-pennies"), Replicator(), resolution=5)
    x, y = field.states[0][:, 0], field.states[1][:, 0]
    assert sorted(set(x.round(9))) == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])
    assert field.velocities[0][:, 0] == pytest.approx(2 * x * (1 - x) * (2 * y - 1))
    assert field.velocities[1][:, 0] == pytest.approx(-2 * y * (1 - y) * (2 * x - 1))


def test_the_triangle_field_is_the_equation():
    field = vector_field(load("rock-paper-scissors"), Replicator(), resolution=6)
    (x,), (v,) = field.states, field.velocities
    assert len(x) == 21
    assert (x > 0).all()
    assert x.sum(axis=1) == pytest.approx(np.ones(21))
    # Rock loses to paper and beats scissors: x1' = x1 (x3 - x2).
    assert v[:, 0] == pytest.approx(x[:, 0] * (x[:, 2] - x[:, 1]))


def test_a_portrait_holds_all_its_parts():
    portrait = phase_portrait(load("stag-hunt"), Logit(0.2), resolution=8)
    assert portrait.populations == 2
    assert len(portrait.rest_points) == 3
    assert {path.behaviour.kind for path in portrait.trajectories} == {"settled"}
    assert "3 rest points" in portrait.summary()
    assert "6 settled" in portrait.summary()
    document = json.loads(portrait.to_json())
    assert document["schema"] == "gametheory/phase-portrait/1"
    triangle = phase_portrait(load("rock-paper-scissors"), Replicator(), resolution=8, horizon=80)
    assert triangle.populations == 1
    assert {path.behaviour.kind for path in triangle.trajectories} <= {
        "cycling seen", "not settled"
    }  # fmt: skip


def test_nothing_moves_where_nothing_pays():
    portrait = phase_portrait(BimatrixGame([[0, 0]] * 2, [[0, 0]] * 2), Smith(), resolution=4)
    assert portrait.field.largest == 0
    assert {path.behaviour.kind for path in portrait.trajectories} == {"settled"}


def test_other_games_are_refused():
    with pytest.raises(GameError, match="got 3 x 3, not symmetric"):
        vector_field(load("shapley"), Replicator())
    with pytest.raises(GameError, match="got 4 x 4"):
        vector_field(load("morra"), Replicator())
    with pytest.raises(ParameterError, match="resolution: expected a whole number >= 2"):
        vector_field(load("stag-hunt"), Replicator(), resolution=1)
