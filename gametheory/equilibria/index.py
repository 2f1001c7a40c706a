"""The index of the components of the equilibrium set.

The *index* of a nondegenerate equilibrium with supports I and J, both of size k, is

    (-1)^(k + 1) sign(det A_IJ det B_IJ)

for payoffs made positive (Shapley 1974; von Stengel 2002, definition 2.15, there with the
sign that gives a pure strict equilibrium +1). The index of a component is the sum over the
equilibria near it of a nearby nondegenerate game. Perturbing only the right-hand sides of
the best-response polytopes by powers of an infinitely small number is such a game's
effect on labels: its equilibria are the completely labelled pairs of lexicographically
feasible bases, except the artificial one, and each belongs to the component that holds
its unperturbed vertex pair. No numeric epsilon occurs.

The indices of all components sum to +1. A component with an index other than 0 is
*essential*: each game near enough has an equilibrium near it. Index 0 decides nothing
(Hauk & Hurkens 2002).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gametheory.errors import InternalError
from gametheory.exact.labels import complementary_pairs, rotated
from gametheory.exact.vertices import Vertices
from gametheory.strategy import MixedStrategy

__all__ = ["component_indices"]


def component_indices(
    vertices: tuple[Vertices, Vertices],
    component_of: Mapping[tuple[MixedStrategy, MixedStrategy], int],
    n_components: int,
) -> list[int]:
    """Index of each component.

    Parameters
    ----------
    vertices : pair of Vertices
        All vertices and bases of P and Q.
    component_of : mapping
        From extreme equilibrium to the number of its component.
    n_components : int

    Raises
    ------
    InternalError
        If they do not sum to +1.
    """
    row_vertices, column_vertices = vertices
    m, n = row_vertices.dimension, column_vertices.dimension
    pairs = complementary_pairs(row_vertices.bases, rotated(column_vertices.bases, m, n), m + n)
    indices = [0] * n_components
    for first, second in pairs.tolist():
        nonbasic = _mask(row_vertices.bases[first])
        if nonbasic == (1 << m) - 1:  # the artificial pair
            continue
        profile = _strategy(row_vertices, first), _strategy(column_vertices, second)
        rows = [i for i in range(m) if not nonbasic >> i & 1]
        columns = [j for j in range(n) if nonbasic >> (m + j) & 1]
        indices[component_of[profile]] += _sign(vertices, rows, columns)
    if sum(indices) != 1:
        raise InternalError(f"the indices of all components must sum to +1, got {indices}")
    return indices


def _sign(vertices: tuple[Vertices, Vertices], rows: list[int], columns: list[int]) -> int:
    from flint import fmpz_mat

    row_matrix, column_matrix = vertices[0].matrix, vertices[1].matrix
    product = (
        fmpz_mat([[column_matrix[i][j] for j in columns] for i in rows]).det()
        * fmpz_mat([[row_matrix[j][i] for j in columns] for i in rows]).det()
    )
    sign = 1 if product > 0 else -1
    return sign if len(rows) % 2 else -sign


def _mask(words: Any) -> int:
    return sum(int(word) << (64 * w) for w, word in enumerate(words))


def _strategy(vertices: Vertices, basis: int) -> MixedStrategy:
    """Strategy at a basis: at the only vertex that is tight for all of it."""
    nonbasic = vertices.bases[basis]
    owner = np.flatnonzero((vertices.tight & nonbasic == nonbasic).all(axis=1))
    return MixedStrategy(vertices.point(int(owner[0])))
