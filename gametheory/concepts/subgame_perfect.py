"""Payoffs of subgame-perfect equilibria of the repeated game, in pure strategies.

The game is played again and again; players see all past actions (perfect monitoring), discount
payoffs by one factor d in (0, 1), and get the average ``(1 - d) sum_t d^t g(a_t)``. Before each
round they also see a public random number. V* is the set of payoffs of all subgame-perfect
equilibria in pure strategies: a convex polygon with at most three corners for each outcome
(Abreu and Sannikov 2014), perhaps empty.

What is proved here, all in exact arithmetic:

* *outer*: V* lies in this polygon, by the algorithm of Abreu and Sannikov, begun with all feasible
  payoffs; long fractions are rounded outward (:mod:`gametheory.concepts.self_generation`).
* *inner*: V* holds this polygon, because it is self-generating.

Where the iteration stops changing after finitely many steps the two are one, and V* is known
exactly. Elsewhere it converges to V* without reaching it; the corners of V* may be irrational.
Then self-generating polygons are looked for next to the outer one: with simple fractions as
corners; or slightly shrunk, after deviators have been promised slightly more than they need. Such
a search may fail, and then only the outer polygon is proved.

(One search and its result; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal

from gametheory.concepts.feasible import Point, point_document
from gametheory.concepts.self_generation import Polygon, Stage, lowest, rounded_outward
from gametheory.errors import Interrupted, ParameterError
from gametheory.exact.planar import convex_hull, separate
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits
from gametheory.numbers import format_brief, format_decimal, format_fraction, read_number
from gametheory.results import Result, Table
from gametheory.tolerances import SELF_GENERATION_STEP

__all__ = ["SubgamePerfectPayoffs", "read_discount", "subgame_perfect_payoffs"]

Status = Literal["exact", "empty", "enclosed", "outer only", "stopped"]

#: Largest denominators of the simple fractions that are tried as corners.
_SIMPLE: Final = (50, 1_000, 100_000)

#: Extra promises to deviators, and the shrinking that follows, as shares of the payoff ranges.
_EXTRA: Final = (12, 10, 8, 6, 4)
_SHRUNK: Final = (1_000, 30, 3)


@dataclass(frozen=True, repr=False)
class SubgamePerfectPayoffs(Result):
    """The set V* of pure-strategy subgame-perfect payoffs, enclosed from both sides.

    Attributes
    ----------
    game : BimatrixGame
    discount : Fraction
    status : str
        ``"exact"``: V* is `outer`. ``"empty"``: there is no such equilibrium. ``"enclosed"``: V*
        lies between `inner` and `outer`. ``"outer only"``: no inner polygon was found.
        ``"stopped"``: a limit came before the iteration settled; V* lies in `outer`.
    outer, inner : tuple of points
        Corners of polygons, exact; empty tuples stand for the empty set.
    iterations : int
        Steps of the algorithm of Abreu and Sannikov.
    reason : str
        Why the status is what it is.
    """

    game: BimatrixGame = field(repr=False)
    discount: Fraction
    status: Status
    outer: Polygon
    inner: Polygon
    iterations: int
    reason: str

    @property
    def gap(self) -> float | None:
        """Largest distance of a point of `outer` from `inner`, in payoff ranges.

        0 where V* is exactly known; None without an inner polygon. Computed in floats.
        """
        if self.status in ("exact", "empty"):
            return 0.0
        if not self.inner:
            return None
        return max(_distance(point, self.inner, _ranges(self.game)) for point in self.outer)

    @property
    def lowest(self) -> Point | None:
        """Lower bounds on each player's worst equilibrium payoff; None if V* is empty."""
        return lowest(self.outer) if self.outer else None

    def contains(self, payoffs: Any) -> bool | None:
        """Say whether a pair of payoffs is in V*: proved, disproved, or None for open."""
        if not hasattr(payoffs, "__len__") or len(payoffs) != 2:
            raise ParameterError(f"expected a pair of payoffs, got {payoffs!r:.60}")
        u, v = (read_number(value, "payoff") for value in payoffs)
        if not self.outer or separate(self.outer, (u, v)) is not None:
            return False
        if self.inner and separate(self.inner, (u, v)) is None:
            return True
        return None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know."""
        notes = ["pure strategies and a public random number in each round; mixed strategies, "
                 "which may sustain more, are not looked at"]  # fmt: skip
        if self.status in ("enclosed", "outer only", "stopped"):
            notes.append(self.reason)
        return tuple(notes)

    def summary(self) -> str:
        """What is known of V*, in one line."""
        what = f"pure subgame-perfect payoffs at discount factor {format_brief(self.discount)}"
        if self.status == "empty":
            return f"{what}: none, proved; {self.reason}"
        corners = len(self.outer)
        shape = {1: "a single pair", 2: "a segment"}.get(
            corners, f"a polygon with {corners} corners"
        )
        if self.status == "exact":
            return f"{what}: {shape} (exact)"
        gap = self.gap
        if gap is None:
            return f"{what}: inside {shape} ({self.status})"
        return (
            f"{what}: {shape}, proved from outside and, but for "
            f"{format_decimal(gap, 2)} of the payoff range, from inside"
        )

    def tables(self) -> tuple[Table, ...]:
        """Corners of the polygons."""
        shown = [("corners", self.outer)]
        if self.status not in ("exact", "empty"):
            shown = [("corners of the outer polygon", self.outer),
                     ("corners of the inner polygon", self.inner)]  # fmt: skip
        return tuple(
            Table(caption, self.game.players,
                  [tuple(format_brief(v) for v in p) for p in polygon], left=())
            for caption, polygon in shown
            if polygon
        )  # fmt: skip

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "schema": "gametheory/subgame-perfect-payoffs/1",
            "discount": format_fraction(self.discount),
            "status": self.status,
            "reason": self.reason,
            "iterations": self.iterations,
            "gap": self.gap,
            "outer": [point_document(point) for point in self.outer],
            "inner": [point_document(point) for point in self.inner],
        }


def subgame_perfect_payoffs(
    game: BimatrixGame,
    discount: Any,
    *,
    timeout: float | None = None,
    iterations: int = 2_000,
) -> SubgamePerfectPayoffs:
    """Enclose the payoffs of pure-strategy subgame-perfect equilibria of the repeated game.

    Parameters
    ----------
    game : BimatrixGame
        The stage game.
    discount : number
        Discount factor of both players, above 0 and below 1; read exactly.
    timeout : float, optional
        Seconds.
    iterations : int
        Most steps; nearer to 1 the discount factor takes more.

    Returns
    -------
    SubgamePerfectPayoffs
        What it claims is proved exactly, whichever limit came first.

    Raises
    ------
    ParameterError
        If the discount factor or a limit is out of its range.
    Interrupted
        On Ctrl-C; ``.partial`` is the enclosure so far.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> [subgame_perfect_payoffs(dilemma, d).contains((3, 3)) for d in ("1/2", "0.49")]
    [True, False]
    >>> subgame_perfect_payoffs(dilemma, "1/5").outer
    ((Fraction(1, 1), Fraction(1, 1)),)
    """
    if isinstance(iterations, bool) or not isinstance(iterations, int) or iterations < 1:
        raise ParameterError(f"iterations: expected a whole number >= 1, got {iterations!r}")
    search = _Search(game, read_discount(discount), Limits(timeout), iterations)
    try:
        return search.run()
    except KeyboardInterrupt:
        raise Interrupted(search.result("stopped", (), "interrupted")) from None


def read_discount(value: Any) -> Fraction:
    """Read a discount factor exactly; raise ParameterError unless above 0 and below 1."""
    discount = read_number(value, "discount factor")
    if not 0 < discount < 1:
        raise ParameterError(
            f"discount factor: expected a number above 0 and below 1, got {value!r}"
        )
    return discount


class _Search:
    """One enclosure in the making."""

    def __init__(
        self, game: BimatrixGame, discount: Fraction, limits: Limits, iterations: int
    ) -> None:
        self.game, self.limits, self.most = game, limits, iterations
        self.stage = Stage.of(game, discount)
        self.W: Polygon = self.stage.feasible()
        self.u: Point = self.stage.minimax
        self.steps = 0

    def run(self) -> SubgamePerfectPayoffs:
        try:
            settled = self._iterate()
            if not self.W:
                return self.result("empty", (), "no outcome can be sustained")
            if self.stage.is_self_generating(self.W):
                return self.result("exact", self.W, "the outer polygon generates itself")
            if not settled:
                return self.result("stopped", (), f"stopped after {self.steps} iterations; "
                                   "iterations= allows more")  # fmt: skip
            for candidate in self._candidates():
                self.limits.check_time()
                if self._is_inside(candidate) and self.stage.is_self_generating(candidate):
                    return self.result("enclosed", candidate,
                                       "the inner polygon generates itself")  # fmt: skip
        except LimitReached as limit:
            return self.result("stopped", (), f"{limit} reached")
        return self.result(
            "outer only", (), "no self-generating polygon was found next to the outer one"
        )

    def result(self, status: Status, inner: Polygon, reason: str) -> SubgamePerfectPayoffs:
        return SubgamePerfectPayoffs(
            self.game, self.stage.discount, status, self.W, inner, self.steps, reason
        )

    def _iterate(self) -> bool:
        """Apply the operator R until nothing moves any more; False if a limit came first."""
        still = SELF_GENERATION_STEP * (1 - self.stage.discount)
        while self.steps < self.most:
            self.limits.check_time()
            before, self.W = self.W, self._step(self.W, self.u)
            self.steps += 1
            if not self.W:
                return True
            least = lowest(self.W)
            u = max(self.u[0], least[0]), max(self.u[1], least[1])
            if (u, self.W) == (self.u, before) or self.stage.distance(before, self.W) <= still:
                self.u = u
                return True
            self.u = u
        return False

    def _step(self, W: Polygon, u: Point) -> Polygon:
        points = self.stage.refine(W, u)
        return rounded_outward(points, self.stage.grid()) if points else ()

    def _is_inside(self, polygon: Polygon) -> bool:
        """Whether it lies near the outer one: a set far inside it would say little."""
        return self.stage.distance(self.W, polygon) <= Fraction(1, 1_000)

    def _candidates(self) -> Iterator[Polygon]:
        """Polygons next to the outer one that may generate themselves."""
        for largest in _SIMPLE:
            simple = _hull([self._simple(point, largest) for point in self.W])
            yield simple
            yield _shrunk(simple, Fraction(1, 10**7))
        for digits in _EXTRA:
            extra = Fraction(1, 10**digits)
            for more in ((1, 1), (1, 0), (0, 1), (0, 0)):
                first, second = (self.u[k] + more[k] * extra * self.stage.ranges[k] for k in (0, 1))
                W = self._settled(self.W, (first, second), extra / 10_000)
                for part in _SHRUNK if W else ():
                    yield _shrunk(W, extra / part)

    def _simple(self, point: Point, largest: int) -> Point:
        """Nearest point whose place in the payoff ranges has denominators up to `largest`."""
        u, v = (
            low + ((value - low) / width).limit_denominator(largest) * width
            for value, low, width in zip(
                point, lowest(self.stage.feasible()), self.stage.ranges, strict=True
            )
        )
        return u, v

    def _settled(self, W: Polygon, u: Point, still: Fraction) -> Polygon:
        """Iterate with fixed punishments u until nothing moves by more than `still`."""
        for _ in range(self.most):
            self.limits.check_time()
            before, W = W, self._step(W, u)
            if not W or self.stage.distance(before, W) <= still:
                break
        return W


def _shrunk(polygon: Polygon, share: Fraction) -> Polygon:
    """Move every corner towards their mean by a share of the way."""
    first, second = (sum((p[k] for p in polygon), Fraction(0)) / len(polygon) for k in (0, 1))
    return _hull([(u + share * (first - u), v + share * (second - v)) for u, v in polygon])


def _hull(points: list[Point]) -> Polygon:
    return tuple((Fraction(u), Fraction(v)) for u, v in convex_hull(points))


def _ranges(game: BimatrixGame) -> Point:
    first, second = (game.payoff_range(player) or Fraction(1) for player in (0, 1))
    return first, second


def _distance(point: Point, polygon: Polygon, ranges: Point) -> float:
    """Distance of a point from a polygon, in payoff ranges."""
    if separate(polygon, point) is None:
        return 0.0

    def scaled(other: Point) -> complex:
        # Differences first, exactly: floats would lose what is left of close points.
        return complex(*((float((other[k] - point[k]) / ranges[k])) for k in (0, 1)))

    best = min(abs(scaled(corner)) for corner in polygon)
    for a, b in pairwise([*map(scaled, polygon), scaled(polygon[0])]):
        along = b - a
        if along:
            t = -(a * along.conjugate()).real / abs(along) ** 2
            if 0 < t < 1:
                best = min(best, abs(a + t * along))
    return best
