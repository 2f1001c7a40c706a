"""Stability of rest points by the eigenvalues of the Jacobian along the simplex.

The *linearisation* of a dynamic at a rest point decides its stability unless it has
eigenvalues of real part 0 (Hartman-Grobman; Hirsch and Smale 1974, chapter 9). The
verdicts are

*asymptotically stable*
    all real parts are negative: what starts near comes back.
*unstable*
    some are positive and none negative.
*saddle*
    some are positive and some negative: unstable too, but approached from some directions.
*undecided by linearisation*
    none is positive but some are 0 or too near to 0 to tell, as at a centre; or there is
    no derivative.

For the replicator at rational points the Jacobian is rational, and the signs of all real
parts are counted exactly (:mod:`gametheory.exact.half_planes`): these verdicts are proved.
Elsewhere eigenvalues are
floats, and real parts within `ZERO_EIGENVALUE` of the Jacobian's norm count as 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

import numpy as np

from gametheory.dynamics.dynamic import Dynamic
from gametheory.dynamics.laws import Replicator
from gametheory.dynamics.states import exact_values, float_values
from gametheory.equilibria import Equilibrium
from gametheory.exact.half_planes import eigenvalue_half_planes
from gametheory.game import BimatrixGame
from gametheory.strategy import MixedStrategy, Strategy
from gametheory.tolerances import ZERO_EIGENVALUE

__all__ = ["Stability", "Verdict", "stability_at"]

Verdict = Literal["asymptotically stable", "unstable", "saddle", "undecided by linearisation"]
Matrix = list[list[Fraction]]

STABLE: Final = "asymptotically stable"
UNDECIDED: Final = "undecided by linearisation"

_LARGEST: Final = 10**307


@dataclass(frozen=True, slots=True)
class Stability:
    """What is known of a rest point's stability.

    Attributes
    ----------
    verdict : str
        ``"asymptotically stable"``, ``"unstable"``, ``"saddle"`` or ``"undecided by
        linearisation"``.
    eigenvalues : tuple of complex
        Of the Jacobian along the simplex, by real part, the largest first; empty where there
        is no derivative, and where there is only one state.
    reason : str
        What the verdict rests on.
    """

    verdict: Verdict
    eigenvalues: tuple[complex, ...]
    reason: str


def stability_at(
    game: BimatrixGame, dynamic: Dynamic, state: tuple[Sequence[Any], ...], *, nash: bool
) -> Stability:
    """Judge a rest point.

    Parameters
    ----------
    game : BimatrixGame
    dynamic : Dynamic
    state : tuple of sequences of Fraction or float
        One or two vectors of shares.
    nash : bool
        Whether it is known to be a Nash equilibrium; its shares are exact then.
    """
    exact = all(isinstance(p, Fraction) for part in state for p in part)
    if all(len(part) == 1 for part in state):
        return Stability("asymptotically stable", (), "it is the only state")
    if exact and isinstance(dynamic, Replicator):
        return _by_half_planes(_replicator_jacobian(game, state))
    floats = tuple(np.array([float(p) for p in part]) for part in state)
    law_game = dynamic.prepared(game)
    values: Any = _exact_values(law_game, state) if exact else float_values(law_game, floats)
    matrix = dynamic.jacobian(law_game, floats, [[float(v) for v in part] for part in values])
    if matrix is None or not np.isfinite(matrix).all():
        found = Stability(UNDECIDED, (), "the law has no derivative here")
    else:
        found = _by_eigenvalues(matrix)
    if found.verdict == UNDECIDED and nash and dynamic.regular_ess_are_stable:
        return _by_theorem(game, state, found)
    return found


def _exact_values(
    game: BimatrixGame, state: tuple[Sequence[Fraction], ...]
) -> tuple[Strategy, ...]:
    return exact_values(game, tuple(tuple(part) for part in state))


def _verdict(signs: Iterable[int | None]) -> Verdict:
    """Verdict from the signs of the real parts; 0 and None are no decision."""
    found = set(signs)
    if 1 in found:
        return "saddle" if -1 in found else "unstable"
    return STABLE if found <= {-1} else UNDECIDED


def _by_eigenvalues(matrix: Any) -> Stability:
    roots = np.linalg.eigvals(matrix)
    margin = ZERO_EIGENVALUE * float(np.linalg.norm(matrix, 2))
    verdict = _verdict(0 if abs(r.real) <= margin else int(np.sign(r.real)) for r in roots)
    reason = f"eigenvalues in floats; real parts within {margin:.1e} count as 0"
    return Stability(verdict, _ordered(roots.tolist()), reason)


def _by_half_planes(matrix: Matrix) -> Stability:
    counts = eigenvalue_half_planes(matrix)
    signs = [-1] * counts.left + [0] * counts.axis + [1] * counts.right
    reason = "signs of all real parts, exactly, by the characteristic polynomial"
    return Stability(_verdict(signs), _shown_roots(matrix, counts.axis), reason)


def _shown_roots(matrix: Matrix, on_axis: int) -> tuple[complex, ...]:
    """Eigenvalues in floats, with real part 0 where it is proved; none if they overflow."""
    largest = max(abs(v) for row in matrix for v in row)
    if not largest:
        return (0j,) * len(matrix)
    scaled = np.array([[float(v / largest) for v in row] for row in matrix])
    roots = sorted(np.linalg.eigvals(scaled).tolist(), key=lambda root: abs(root.real))
    unit = float(largest) if largest < _LARGEST else math.inf
    shown = [
        complex(0.0 if k < on_axis else root.real * unit, root.imag * unit)
        for k, root in enumerate(map(complex, roots))
    ]
    return _ordered(shown) if all(np.isfinite(shown)) else ()


def _ordered(roots: Sequence[complex]) -> tuple[complex, ...]:
    return tuple(sorted(map(complex, roots), key=lambda r: (-r.real, -r.imag)))


def _replicator_jacobian(game: BimatrixGame, state: tuple[Sequence[Fraction], ...]) -> Matrix:
    """Exact derivative of the replicator without each population's last share.

    With e the values minus their mean, ``dx'_i / dx_j = [i = j] e_i - x_i p_j`` and
    ``dx'_i / dy_j = x_i (A_ij - (x' A)_j)``; both add up in one population.
    """
    values = _exact_values(game, state)
    payoffs = [_fractions(game, 0), _transposed(_fractions(game, 1))]
    if len(state) == 1:
        (x,), (p,) = state, values
        own, cross = _own(x, p), _cross(x, payoffs[0])
        return _tangent([[a + b for a, b in zip(r, s, strict=True)]
                         for r, s in zip(own, cross, strict=True)])  # fmt: skip
    blocks = [
        (_tangent(_own(x, p)), _tangent(_cross(x, matrix)))
        for x, p, matrix in zip(state, values, payoffs, strict=True)
    ]
    (first, to_second), (second, to_first) = blocks
    return [
        *([*a, *b] for a, b in zip(first, to_second, strict=True)),
        *([*b, *a] for a, b in zip(second, to_first, strict=True)),
    ]


def _own(x: Sequence[Fraction], p: Sequence[Fraction]) -> Matrix:
    mean = sum((a * b for a, b in zip(x, p, strict=True)), Fraction(0))
    return [
        [(p[i] - mean if i == j else Fraction(0)) - x[i] * p[j] for j in range(len(x))]
        for i in range(len(x))
    ]


def _cross(x: Sequence[Fraction], matrix: Matrix) -> Matrix:
    means = [
        sum((x[k] * row[j] for k, row in enumerate(matrix)), Fraction(0))
        for j in range(len(matrix[0]))
    ]
    return [[x[i] * (v - c) for v, c in zip(row, means, strict=True)]
            for i, row in enumerate(matrix)]  # fmt: skip


def _tangent(matrix: Matrix) -> Matrix:
    return [[v - row[-1] for v in row[:-1]] for row in matrix[:-1]]


def _fractions(game: BimatrixGame, player: int) -> Matrix:
    integers, unit = game.integer_payoffs(player)
    return [[Fraction(int(v), unit) for v in row] for row in integers.tolist()]


def _transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _by_theorem(
    game: BimatrixGame, state: tuple[Sequence[Fraction], ...], found: Stability
) -> Stability:
    parts: list[Strategy] = [tuple(part) for part in state]
    first, second = parts[0], parts[-1]
    refinements = Equilibrium(
        game, MixedStrategy.from_fractions(first), MixedStrategy.from_fractions(second)
    ).refinements
    if len(state) == 2:
        if not refinements.is_strict:
            return found
        why = "a strict equilibrium (Sandholm 2010, Theoretical Economics 5)"
    else:
        if not (refinements.is_quasi_strict and refinements.is_evolutionarily_stable):
            return found
        why = "a regular evolutionarily stable strategy (Sandholm 2010, Theoretical Economics 5)"
    return Stability(STABLE, found.eigenvalues, why)
