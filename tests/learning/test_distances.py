"""Distances to components, against the exact definition and `Component.distance`."""

from __future__ import annotations

import numpy as np
import pytest

from gametheory import BimatrixGame, solve
from learning.distances import component_distances, hull_distances

GAMES = {
    "points": BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]]),
    "segment": BimatrixGame([[1, 1], [0, 2]], [[1, 1], [0, 2]]),
    "all equal": BimatrixGame([[0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0]]),
    "weak": BimatrixGame([[1, 1, 0], [1, 0, 1], [1, 1, 1]], [[1, 1, 1], [1, 0, 1], [0, 1, 1]]),
    "polygon": BimatrixGame.zero_sum(
        [[0, 1, -1, 0], [-1, 0, 1, 0], [1, -1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    ),
}


def _profiles(game: BimatrixGame, count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    m, n = game.shape
    row, column = rng.dirichlet(np.full(m, 0.5), count), rng.dirichlet(np.full(n, 0.5), count)
    row[:m], column[:n] = np.eye(m), np.eye(n)  # corners too
    return row, column


@pytest.mark.parametrize("name", GAMES)
def test_against_one_program_a_profile(name: str) -> None:
    game = GAMES[name]
    components = solve(game).components
    row, column = _profiles(game, 12)
    got = component_distances(components, row, column)
    assert got.shape == (12, len(components))
    for r in range(12):
        expected = [component.distance((row[r], column[r])) for component in components]
        assert got[r] == pytest.approx(expected, abs=1e-9)


def _nearest_on_grid(point: np.ndarray, vertices: np.ndarray, steps: int) -> float:
    """Smallest distance over all mixtures of the vertices in steps of 1 / steps."""
    weights = [
        (a, b, steps - a - b) for a in range(steps + 1) for b in range(steps + 1 - a)
    ]  # three vertices
    mixtures = np.array(weights) / steps @ vertices
    return float(np.abs(mixtures - point).sum(axis=1).min() / 2)


def test_triangle_against_a_grid() -> None:
    vertices = np.array([[0.5, 0.5, 0, 0], [0, 0.25, 0.75, 0], [0.25, 0, 0.25, 0.5]])
    points = np.random.default_rng(2).dirichlet(np.ones(4), 250)  # more than one program
    got = hull_distances(points, vertices)
    for k in range(0, 250, 25):
        coarse = _nearest_on_grid(points[k], vertices, 200)
        assert got[k] <= coarse + 1e-9
        assert got[k] >= coarse - 1 / 200
    assert hull_distances(vertices.mean(axis=0)[None], vertices) == pytest.approx([0], abs=1e-9)


@pytest.mark.parametrize("vertices", [
    [[0.2, 0.3, 0.5]],
    [[1, 0, 0], [0, 0, 1]],
    [[0.5, 0.5, 0], [0, 0.25, 0.75]],
    [[0.5, 0.5, 0], [0.5, 0, 0.5]],
])  # fmt: skip
def test_closed_forms_against_the_program(vertices: list[list[float]]) -> None:
    # A repeated vertex changes no hull, and three vertices go to the linear program.
    hull = np.array(vertices, dtype=float)
    padded = np.vstack([hull, hull.mean(axis=0), hull.mean(axis=0), hull.mean(axis=0)])
    points = np.random.default_rng(3).dirichlet(np.ones(3), 40)
    assert hull_distances(points, hull) == pytest.approx(hull_distances(points, padded), abs=1e-9)


def test_equal_profiles_are_computed_once_and_all_answered() -> None:
    game = GAMES["points"]
    row, column = np.tile([[1.0, 0.0]], (1000, 1)), np.tile([[1.0, 0.0]], (1000, 1))
    row[-1], column[-1] = [0.0, 1.0], [0.0, 1.0]
    got = component_distances(solve(game).components, row, column)
    assert (got.min(axis=1) == 0).all()
    assert got[0].argmin() != got[-1].argmin()
