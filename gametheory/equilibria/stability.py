"""Evolutionarily stable strategies, decided exactly.

In a symmetric game (B is A transposed) a strategy x is *evolutionarily stable* (Maynard
Smith & Price 1973) if for every other strategy z

    x' A x > z' A x,   or   x' A x = z' A x  and  x' A z > z' A z.

A z that fails this is a *mutant* that invades. Then (x, x) is an equilibrium. Let S be the
support of x and T its *extended support*, all best replies to x. Only a z on T can fail,
and with d = z - x the second condition is ``-d' A d > 0``, because ``d' A x = 0``. So x is
evolutionarily stable exactly if the form ``-d' A d`` is positive on all d other than 0 with
``sum d = 0``, d = 0 off T and ``d_i >= 0`` on T without S (Haigh 1975, Advances in Applied
Probability 7; corrected by Abakuks 1980, Journal of Applied Probability 17). One action of
S is eliminated by the sum. The others of S vary freely: the form must be positive definite
on them, which Gaussian elimination decides, and what elimination leaves on T without S
must be *strictly copositive* (Bomze 1992, "Detecting all evolutionarily stable strategies",
Journal of Optimization Theory and Applications 75; :mod:`gametheory.exact.copositivity`).

An equilibrium (x, x) with x evolutionarily stable is an extreme one, so a complete set of
extreme equilibria shows every such x. For if x is the middle of two other strategies u, w
with (u, x) and (w, x) equilibria, then A u and A w are constant on S, which holds the
supports of u and w, and d = u - w has ``d' A d = d' (A u) - d' (A w) = 0``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from gametheory.equilibria.equilibrium import best_response_labels
from gametheory.errors import InternalError
from gametheory.exact.copositivity import copositivity_violation
from gametheory.exact.linear import solve_linear
from gametheory.limits import LimitReached
from gametheory.strategy import Strategy

if TYPE_CHECKING:
    from gametheory.equilibria.equilibrium import Equilibrium

__all__ = ["EvolutionaryStability", "evolutionary_stability"]


@dataclass(frozen=True, slots=True)
class EvolutionaryStability:
    """Whether an equilibrium's strategy is evolutionarily stable, and why.

    Attributes
    ----------
    holds : bool or None
        None where the question has no meaning (the game or the equilibrium is not
        symmetric) or was not decided; `reason` says which.
    reason : str
    mutant : tuple of Fraction or None
        If `holds` is False, a best reply z that invades: ``x' A z <= z' A z``, z != x.
    """

    holds: bool | None
    reason: str
    mutant: Strategy | None = None


def evolutionary_stability(equilibrium: Equilibrium) -> EvolutionaryStability:
    """Decide whether the strategy of a symmetric equilibrium is evolutionarily stable.

    Examples
    --------
    >>> from gametheory import BimatrixGame, solve
    >>> hawk_dove = BimatrixGame.symmetric([[-1, 4], [0, 2]])
    >>> [e.row for e in solve(hawk_dove) if evolutionary_stability(e).holds]
    [(Fraction(2, 3), Fraction(1, 3))]
    """
    game = equilibrium.game
    if not game.is_symmetric:
        return EvolutionaryStability(None, "the game is not symmetric: B is not A transposed")
    if equilibrium.row_strategy != equilibrium.column_strategy:
        return EvolutionaryStability(None, "the equilibrium is not symmetric")
    x = equilibrium.row_strategy
    payoffs = game.integer_payoffs(0)[0].tolist()
    used = x.support
    # In a symmetric game both players have the same best replies to x.
    best = best_response_labels(game, x, 0)[1]
    others = [*used[1:], *sorted(best - set(used))]
    form = _form(payoffs, used[0], others)
    remaining = [list(row) for row in form]
    free = len(used) - 1
    divisor = 1
    for k in range(free):
        pivot = remaining[k][k]
        if pivot <= 0:
            direction = _lifted(form, k, [1, *([0] * (len(others) - k - 1))])
            return _invaded(equilibrium, payoffs, used[0], others, direction)
        for i in range(k + 1, len(others)):
            factor = remaining[i][k]
            remaining[i] = [
                (pivot * a - factor * b) // divisor
                for a, b in zip(remaining[i], remaining[k], strict=True)
            ]
        divisor = pivot
    # A positive multiple of the Schur complement: `divisor` is a leading minor, positive.
    rest = [row[free:] for row in remaining[free:]]
    common = gcd(*(value for row in rest for value in row)) or 1
    try:
        violation = copositivity_violation([[value // common for value in row] for row in rest])
    except LimitReached as limit:
        return EvolutionaryStability(None, f"not decided: {limit}")
    if violation is not None:
        direction = _lifted(form, free, violation)
        return _invaded(equilibrium, payoffs, used[0], others, direction)
    if len(best) == 1:
        return EvolutionaryStability(True, "the strategy is the only best reply to itself")
    return EvolutionaryStability(
        True, f"no mixture of the {len(best)} best replies to the strategy invades"
    )


def _form(payoffs: list[list[int]], first: int, others: Sequence[int]) -> list[list[int]]:
    """Matrix of ``-2 d' A d`` in the other coordinates, ``d_first = -sum of the others``."""
    return [
        [
            payoffs[first][j] + payoffs[j][first] + payoffs[i][first] + payoffs[first][i]
            - payoffs[i][j] - payoffs[j][i] - 2 * payoffs[first][first]
            for j in others
        ]
        for i in others
    ]  # fmt: skip


def _lifted(form: list[list[int]], eliminated: int, rest: Sequence[int]) -> list[Fraction]:
    """Add the coordinates that were eliminated, where the form is least."""
    if not eliminated:
        return [Fraction(value) for value in rest]
    head = [row[:eliminated] for row in form[:eliminated]]
    right = [
        -sum(a * b for a, b in zip(row[eliminated:], rest, strict=True))
        for row in form[:eliminated]
    ]
    solution = solve_linear(head, right, [0.0] * eliminated)
    if solution is None:
        raise InternalError("a positive definite system has a solution")
    return [*solution, *(Fraction(value) for value in rest)]


def _invaded(
    equilibrium: Equilibrium,
    payoffs: list[list[int]],
    first: int,
    others: Sequence[int],
    direction: Sequence[Fraction],
) -> EvolutionaryStability:
    """Walk from x along the direction as far as possible, and check what is there."""
    x = equilibrium.row
    d = [Fraction(0)] * len(x)
    d[first] = -sum(direction, Fraction(0))
    for k, value in zip(others, direction, strict=True):
        d[k] = value
    step = min(x[k] / -value for k, value in enumerate(d) if value < 0)
    z = tuple(p + step * value for p, value in zip(x, d, strict=True))
    advantage = sum(
        (z[i] - x[i]) * payoffs[i][j] * q for i in range(len(x)) for j, q in enumerate(z) if q
    )
    if min(z) < 0 or sum(z) != 1 or z == x or advantage < 0:
        raise InternalError(f"a mutant fails its own check: {z}")
    return EvolutionaryStability(
        False,
        "a mutant that is as good against the strategy does "
        + ("better" if advantage > 0 else "as well")
        + " against itself",
        z,
    )
