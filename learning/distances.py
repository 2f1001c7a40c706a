"""Distances of many profiles to the components of a game's equilibrium set.

Total variation; for a profile the larger of the two players'; to a component, that to
its nearest maximal Nash subset, a product of two convex hulls. Each player's distance
to a hull has a closed form if the hull is a point, a segment or a face of the simplex;
otherwise it is a linear program, solved for many profiles in one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.equilibria import Component
from gametheory.errors import InternalError
from gametheory.strategy import MixedStrategy

__all__ = ["component_distances", "hull_distances", "union_distances"]

Floats = NDArray[np.float64]

#: Profiles in one linear program; larger ones gain nothing.
_PROGRAM: Final = 200


def component_distances(components: Sequence[Component], row: Floats, column: Floats) -> Floats:
    """Distance of each profile to each component.

    Parameters
    ----------
    components : sequence of Component
    row, column : ndarray, shapes (runs, m) and (runs, n)
        Strategies, without NaN.

    Returns
    -------
    ndarray, shape (runs, components), 0 to 1
    """
    cache: dict[object, Floats] = {}

    def vertices(hull: tuple[MixedStrategy, ...]) -> Floats:
        if hull not in cache:
            cache[hull] = np.array([[float(p) for p in s.fractions] for s in hull])
        return cache[hull]

    unions = [
        [(vertices(s.row_strategies), vertices(s.column_strategies)) for s in component.subsets]
        for component in components
    ]
    return union_distances(unions, row, column)


def union_distances(
    unions: Sequence[Sequence[tuple[Floats, Floats]]], row: Floats, column: Floats
) -> Floats:
    """Distance of each profile to each union of products of two convex hulls.

    Parameters
    ----------
    unions : sequence of sequences of (ndarray, ndarray), shapes (k, m) and (l, n)
        The vertices of both hulls of each product; an array that stands in several
        products is looked at once.
    row, column : ndarray, shapes (runs, m) and (runs, n)
        Strategies, without NaN.

    Returns
    -------
    ndarray, shape (runs, unions), 0 to 1
    """
    both = np.hstack([row, column])
    unique, back = np.unique(both, axis=0, return_inverse=True)
    points = unique[:, : row.shape[1]], unique[:, row.shape[1] :]
    known: dict[tuple[int, int], Floats] = {}
    result = np.empty((len(unique), len(unions)))
    for k, products in enumerate(unions):
        best = np.full(len(unique), np.inf)
        for hulls in products:
            parts = []
            for player, hull in enumerate(hulls):
                if (player, id(hull)) not in known:
                    known[player, id(hull)] = hull_distances(points[player], hull)
                parts.append(known[player, id(hull)])
            best = np.minimum(best, np.maximum(*parts))
        result[:, k] = best
    return result[back.reshape(-1)]


def hull_distances(points: Floats, vertices: Floats) -> Floats:
    """Total variation distance of each point to a convex hull of strategies.

    Parameters
    ----------
    points : ndarray, shape (runs, actions)
    vertices : ndarray, shape (vertices, actions)

    Returns
    -------
    ndarray, shape (runs,), 0 to 1
    """
    if len(vertices) == 1:
        return _variation(points, vertices[0])
    if bool((vertices.max(axis=1) == 1.0).all()):
        # a face: only the mass outside has to move
        outside: Floats = points[:, vertices.max(axis=0) == 0.0].sum(axis=1)
        return outside
    if len(vertices) == 2:
        return _segment_distances(points, vertices[0], vertices[1])
    return np.concatenate(
        [
            _program_distances(points[first : first + _PROGRAM], vertices)
            for first in range(0, len(points), _PROGRAM)
        ]
    )


def _variation(points: Floats, other: Floats) -> Floats:
    distances: Floats = np.abs(points - other).sum(axis=-1) / 2
    return distances


def _segment_distances(points: Floats, start: Floats, end: Floats) -> Floats:
    # The distance to start + t (end - start) is convex and piecewise linear in t, so
    # it is smallest at an end or where some coordinate's term vanishes.
    step = end - start
    moving = step != 0
    times = np.clip((points[:, moving] - start[moving]) / step[moving], 0.0, 1.0)
    best = np.minimum(_variation(points, start), _variation(points, end))
    for k in range(times.shape[1]):
        best = np.minimum(best, _variation(points, start + times[:, k, None] * step))
    return best


def _program_distances(points: Floats, vertices: Floats) -> Floats:
    # One block for each point: min 1/2 sum (over + under) with
    # V' w + over - under = p, sum w = 1, all variables at least 0.
    from scipy.optimize import linprog
    from scipy.sparse import block_diag, csr_array

    (runs, n), k = points.shape, len(vertices)
    block = np.zeros((n + 1, k + 2 * n))
    block[:n] = np.hstack([vertices.T, np.eye(n), -np.eye(n)])
    block[n, :k] = 1.0
    costs = np.concatenate([np.zeros(k), np.full(2 * n, 0.5)])
    rest = np.hstack([points, np.ones((runs, 1))]).ravel()
    program = linprog(
        np.tile(costs, runs),
        A_eq=block_diag([csr_array(block)] * runs, format="csr"),
        b_eq=rest,
        method="highs",
    )
    if program.status != 0:
        raise InternalError(f"distance to a Nash subset: the linear program says {program.message}")
    distances: Floats = program.x.reshape(runs, -1) @ costs
    return distances
