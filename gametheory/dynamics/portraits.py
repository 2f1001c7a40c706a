"""Vector fields and phase portraits: the square of a 2 x 2 game, the triangle of a 3 x 3.

Two populations with two actions each move in a *square*: the share of each population's
first action. One population with three actions moves in a *triangle*, the simplex. A
*vector field* holds the velocities on an even grid; a *phase portrait* adds trajectories
from starts spread over the space, and the rest points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from gametheory.dynamics.dynamic import Dynamic
from gametheory.dynamics.parameters import real_number, whole_number
from gametheory.dynamics.resting import RestPoints, rest_points
from gametheory.dynamics.simulation import simulate
from gametheory.dynamics.states import State
from gametheory.dynamics.trajectory import Trajectory
from gametheory.errors import GameError
from gametheory.game import BimatrixGame
from gametheory.results import Result, Table

__all__ = ["PhasePortrait", "VectorField", "phase_portrait", "vector_field"]

_GRID: Final = 15
_LENGTHS: Final = 24.0


@dataclass(frozen=True, repr=False, eq=False)
class VectorField(Result):
    """Velocities on a grid.

    Attributes
    ----------
    game : BimatrixGame
    dynamic : Dynamic
    states : tuple of ndarray, shapes (k, n)
        One array of three shares (triangle), or two of two shares (square).
    velocities : tuple of ndarray, shapes (k, n)
        In shares a unit of time.
    """

    game: BimatrixGame
    dynamic: Dynamic
    states: State
    velocities: State

    @property
    def populations(self) -> int:
        """1, the triangle, or 2, the square."""
        return len(self.states)

    @property
    def largest(self) -> float:
        """Largest rate of change of a share."""
        return max(float(np.abs(part).max()) for part in self.velocities)

    def summary(self) -> str:
        """One line: what moves where."""
        where = "triangle of one population" if self.populations == 1 else "square of two"
        name = f" of {self.game.name}" if self.game.name else ""
        return (
            f"{self.dynamic.title} dynamic{name} at {len(self.states[0])} states in the {where}; "
            f"largest velocity {self.largest:.4g}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return no table: a field is looked at."""
        return ()

    def to_document(self) -> dict[str, Any]:
        """Return states and velocities as JSON data."""
        return {
            "schema": "gametheory/vector-field/1",
            "dynamic": self.dynamic.title,
            "states": [part.tolist() for part in self.states],
            "velocities": [part.tolist() for part in self.velocities],
        }


@dataclass(frozen=True, repr=False, eq=False)
class PhasePortrait(Result):
    """A vector field with trajectories and rest points.

    Attributes
    ----------
    field : VectorField
    trajectories : tuple of Trajectory
    rest_points : RestPoints
    """

    field: VectorField
    trajectories: tuple[Trajectory, ...]
    rest_points: RestPoints

    @property
    def game(self) -> BimatrixGame:
        """The game."""
        return self.field.game

    @property
    def dynamic(self) -> Dynamic:
        """The dynamic."""
        return self.field.dynamic

    @property
    def populations(self) -> int:
        """1, the triangle, or 2, the square."""
        return self.field.populations

    def summary(self) -> str:
        """One line: what was seen of the trajectories, and how many rest points there are."""
        kinds = [path.behaviour.kind for path in self.trajectories]
        seen = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
        return f"{self.rest_points.summary()}; {len(kinds)} trajectories: {seen}"

    def tables(self) -> tuple[Table, ...]:
        """Return the rest points."""
        return self.rest_points.tables()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the rest points have to say."""
        return self.rest_points.notes

    def to_document(self) -> dict[str, Any]:
        """Return all parts as JSON data."""
        return {
            "schema": "gametheory/phase-portrait/1",
            "field": self.field.to_document(),
            "trajectories": [path.to_document() for path in self.trajectories],
            "rest_points": self.rest_points.to_document(),
        }


def vector_field(game: BimatrixGame, dynamic: Dynamic, *, resolution: int = _GRID) -> VectorField:
    """Velocities on a grid of the square or of the triangle.

    Parameters
    ----------
    game : BimatrixGame
        2 x 2, for the square of two populations; or symmetric 3 x 3, for the triangle.
    dynamic : Dynamic
    resolution : int
        States along an edge, at least 2; the edges, where some laws are not defined, lie
        half a step outside the grid.

    Raises
    ------
    GameError
        If the game is of another kind.
    ParameterError
        If `resolution` is out of range.

    Examples
    --------
    >>> from gametheory.catalog import load
    >>> from gametheory.dynamics import Replicator
    >>> [part.shape for part in vector_field(load("stag-hunt"), Replicator()).states]
    [(225, 2), (225, 2)]
    """
    resolution = whole_number("resolution", resolution, 2)
    states = _grid(_populations(game), resolution)
    return VectorField(game, dynamic, states, dynamic.flow(dynamic.prepared(game), states))


def phase_portrait(
    game: BimatrixGame,
    dynamic: Dynamic,
    *,
    resolution: int = _GRID,
    horizon: float | None = None,
) -> PhasePortrait:
    """Compute a vector field, trajectories from spread starts, and the rest points.

    Parameters
    ----------
    game : BimatrixGame
        2 x 2, or symmetric 3 x 3.
    dynamic : Dynamic
    resolution : int
        Of the field, as for :func:`vector_field`.
    horizon : float, optional
        Time to follow each trajectory for. By default as long as a share that changes at
        the field's mean velocity needs to cross the space some twenty times.

    Raises
    ------
    GameError, ParameterError
        As for :func:`vector_field`.
    """
    field = vector_field(game, dynamic, resolution=resolution)
    speeds = np.concatenate([np.abs(part).max(axis=1) for part in field.velocities])
    mean = float(speeds.mean())
    length = horizon if horizon is not None else (_LENGTHS / 2 / mean if mean > 0 else 1.0)
    length = real_number("horizon", length, 0, open_low=True)
    populations = _populations(game)
    paths = tuple(
        simulate(game, dynamic, start if populations == 2 else start[0], length, points=600)
        for start in _starts(populations)
    )
    points = rest_points(game, dynamic, populations=populations)
    return PhasePortrait(field, paths, points)


def _populations(game: BimatrixGame) -> int:
    if game.shape == (2, 2):
        return 2
    if game.shape == (3, 3) and game.is_symmetric:
        return 1
    raise GameError(
        "a phase portrait needs a 2 x 2 game (two populations) or a symmetric 3 x 3 game (one "
        f"population), got {game.shape[0]} x {game.shape[1]}"
        + (", not symmetric" if game.shape == (3, 3) else "")
    )


def _grid(populations: int, resolution: int) -> State:
    inside = (np.arange(resolution) + 0.5) / resolution
    if populations == 2:
        x, y = (side.ravel() for side in np.meshgrid(inside, inside, indexing="ij"))
        return np.column_stack([x, 1 - x]), np.column_stack([y, 1 - y])
    steps = np.arange(resolution)
    i, j = (side.ravel() for side in np.meshgrid(steps, steps, indexing="ij"))
    kept = i + j < resolution
    first, second = (i[kept] + 1 / 3) / resolution, (j[kept] + 1 / 3) / resolution
    return (np.column_stack([first, second, 1 - first - second]),)


def _starts(populations: int) -> list[Any]:
    if populations == 2:
        # An even ring off the diagonals, on which symmetric games would hide motion.
        corners = [(0.08, 0.3), (0.3, 0.92), (0.92, 0.7), (0.7, 0.08), (0.35, 0.55), (0.65, 0.45)]
        return [([x, 1 - x], [y, 1 - y]) for x, y in corners]
    corners = [(0.85, 0.1), (0.05, 0.85), (0.1, 0.05), (0.5, 0.3), (0.2, 0.5), (0.3, 0.2)]
    return [([x, y, 1 - x - y],) for x, y in corners]
