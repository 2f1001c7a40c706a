"""Games made of dual cyclic polytopes, of any even size: hard cases for solvers.

A *dual cyclic polytope* in dimension d with N facets has the most vertices that any such
polytope can have (McMullen 1970). Polynomials p of degree at most d with ``p(t) >= 0`` at
the *nodes* t = 1, ..., N form a cone over one; facet k is ``p(k) = 0``. With
``x_i = p(i)`` for i = 1, ..., d and the leading coefficient h as coordinates, Lagrange's
interpolation formula turns ``p(d + j) >= 0`` into

    sum_i M[j, i] x_i <= h,    M[j, i] = (-1)^(d - i + 1) / (d + j - i),

after positive factors for x_i. So with N = 2 d this is the best-response polytope of the row
player, up to constants that change no best response, in a d x d game with column payoffs
``B[i, j] = M[j, i]``, here times the least common multiple of the denominators. Facet k has
label k: own action k, or the opponent's action k - d. The column player's polytope is the same
with other labels: facet k has label ``d + s(k)`` for k <= d, else ``s'(k - d)``.

:func:`dual_cyclic_game`: s and s' exchange 1 and 2, 3 and 4, and so on. The first games found
with more equilibria than the 2^d - 1 of the identity game, from d = 6 on: 75, 383, 2,003, 10,671
equilibria for d = 6, 8, 10, 12, growing like 2.414^d / sqrt(d). Source: von Stengel, B. (1999).
New maximal numbers of equilibria in bimatrix games. Discrete & Computational Geometry, 21(4),
557-568.

:func:`long_path_game`: s as before, s' keeps 1 and d and exchanges 2 and 3, 4 and 5, and so on.
One equilibrium, and every Lemke-Howson path to it has a length exponential in d. Source:
Savani, R., & von Stengel, B. (2006). Hard-to-solve bimatrix games. Econometrica, 74(2), 397-429.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame

__all__ = ["dual_cyclic_game", "long_path_game"]


def dual_cyclic_game(d: int) -> BimatrixGame:
    """Von Stengel's game with many equilibria.

    Parameters
    ----------
    d : int
        Actions of each player; even, at least 2.

    Raises
    ------
    ParameterError
        If d is something else.

    Examples
    --------
    >>> from gametheory import solve
    >>> len(solve(dual_cyclic_game(6)))
    75
    """
    _check("dual_cyclic_game", d)
    pairs = [k ^ 1 for k in range(d)]
    return _game(f"Dual cyclic {d} x {d}", d, pairs, pairs)


def long_path_game(d: int) -> BimatrixGame:
    """Savani and von Stengel's game with long Lemke-Howson paths.

    Parameters
    ----------
    d : int
        Actions of each player; even, at least 2.

    Raises
    ------
    ParameterError
        If d is something else.
    """
    _check("long_path_game", d)
    inner = [0, *((k - 1 ^ 1) + 1 for k in range(1, d - 1)), d - 1]
    return _game(f"Long paths {d} x {d}", d, [k ^ 1 for k in range(d)], inner)


def _game(name: str, d: int, columns: Sequence[int], rows: Sequence[int]) -> BimatrixGame:
    """Give facet k of the second polytope to column ``columns[k]``, or row ``rows[k - d]``."""
    unit = math.lcm(*range(1, 2 * d))
    # facets[i][j]: coefficient of x_i in the inequality of facet d + j
    facets = [[(-1) ** (d - i) * (unit // (d + j - i)) for j in range(d)] for i in range(d)]
    row_payoffs = [[0] * d for _ in range(d)]
    for i, column in enumerate(columns):
        for j, row in enumerate(rows):
            row_payoffs[row][column] = facets[i][j]
    return BimatrixGame(row_payoffs, facets, name=name)


def _check(function: str, d: int) -> None:
    if isinstance(d, bool) or not isinstance(d, int) or d < 2 or d % 2:
        raise ParameterError(f"{function}: expected an even number of actions >= 2, got {d!r:.60}")
