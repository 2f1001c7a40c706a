"""Extreme points of the polytope of correlated, or coarse correlated, equilibria.

An equilibrium is *extreme* if it is no mixture of two others; the polytope is the convex hull of
its extreme points. Extreme Nash equilibria are extreme correlated equilibria (Evangelista &
Raghavan 1996, "A note on correlated equilibrium", International Journal of Game Theory 25;
Nau, Gomez Canovas & Hansen 2004). There may be very many: more than a thousand in some 3 x 3 games.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from gametheory.concepts.correlated import CorrelatedPolytope
from gametheory.concepts.joint import Joint, joint_payoffs
from gametheory.errors import InternalError, Interrupted
from gametheory.exact.cones import extreme_rays
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = ["ExtremeCorrelatedEquilibria", "extreme_correlated_equilibria"]


@dataclass(frozen=True, repr=False)
class ExtremeCorrelatedEquilibria(Result):
    """Extreme points of the polytope; exact.

    Attributes
    ----------
    game : BimatrixGame
    coarse : bool
        Whether these are coarse correlated equilibria.
    points : tuple of joint distributions
        Each an extreme point, m tuples of n Fractions; in lexicographic order.
    status : Status
        How the enumeration ended.
    reason : str
    """

    game: BimatrixGame
    coarse: bool
    points: tuple[Joint, ...]
    status: Status
    reason: str

    @property
    def complete(self) -> bool:
        """Whether these are all extreme points."""
        return self.status is Status.FINISHED

    @cached_property
    def payoffs(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Both players' expected payoffs at each point."""
        return tuple(joint_payoffs(self.game, point) for point in self.points)

    def __len__(self) -> int:
        return len(self.points)

    def summary(self) -> str:
        """Return how many there are, and whether these are all."""
        what = "coarse correlated" if self.coarse else "correlated"
        number = f"{len(self)} extreme {what} equilibri{'um' if len(self) == 1 else 'a'}"
        return f"{number} (exact, {self.status.value}): {self.reason}"

    def tables(self) -> tuple[Table, ...]:
        """Return payoffs and support of each point."""
        rows = [
            (str(k + 1), format_brief(first), format_brief(second), self._support(point))
            for k, (point, (first, second)) in enumerate(
                zip(self.points, self.payoffs, strict=True)
            )
        ]
        header = ("", *self.game.players, "outcomes")
        return (Table("", header, rows, left=(0, 3)),)

    def _support(self, point: Joint) -> str:
        rows, columns = self.game.row_actions, self.game.column_actions
        return "; ".join(
            f"({rows[i]}, {columns[j]}) {format_brief(p)}"
            for i, line in enumerate(point)
            for j, p in enumerate(line)
            if p
        )

    def to_document(self) -> dict[str, Any]:
        """Return the points and whether they are all."""
        return {
            "schema": "gametheory/extreme-correlated-equilibria/1",
            "concept": "coarse correlated equilibrium" if self.coarse else "correlated equilibrium",
            "complete": self.complete,
            "status": self.status.value,
            "reason": self.reason,
            "points": [
                [[format_fraction(p) for p in line] for line in point] for point in self.points
            ],
        }


def extreme_correlated_equilibria(
    game: BimatrixGame,
    *,
    coarse: bool = False,
    timeout: float | None = None,
    budget: int | None = None,
) -> ExtremeCorrelatedEquilibria:
    """Enumerate the extreme points of the polytope of correlated equilibria, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game; practical up to about 3 x 3 (coarse: 4 x 4).
    coarse : bool
        Whether coarse correlated equilibria are meant.
    timeout : float, optional
        Seconds.
    budget : int, optional
        Number of rays made on the way (:mod:`gametheory.exact.cones`).

    Returns
    -------
    ExtremeCorrelatedEquilibria
        With a limit reached, those found so far, which are extreme points all the same.

    Raises
    ------
    Interrupted
        On Ctrl-C; its `partial` holds the points found so far.

    Examples
    --------
    >>> chicken = BimatrixGame([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> len(extreme_correlated_equilibria(chicken))
    5
    """
    polytope = CorrelatedPolytope(game, coarse=coarse)
    m, n = game.shape
    limits = Limits(timeout, budget)
    try:
        found = extreme_rays(polytope.rows, m * n, limits)
    finally:
        limits.close()
    points = sorted(
        tuple(tuple(Fraction(v, sum(ray)) for v in ray[i * n : (i + 1) * n]) for i in range(m))
        for ray in found.rays
    )
    if found.stopped is None:
        if not points:
            raise InternalError("every game has a correlated equilibrium, none was found")
        reason = f"all {len(polytope.incentives)} incentives were added to the simplex exactly"
        return ExtremeCorrelatedEquilibria(game, coarse, tuple(points), Status.FINISHED, reason)
    reason = f"stopped before all were found ({found.stopped})"
    partial = ExtremeCorrelatedEquilibria(game, coarse, tuple(points), found.stopped.status, reason)
    if partial.status is Status.INTERRUPTED:
        raise Interrupted(partial)
    return partial
