"""The set of all equilibrium payoffs, exactly.

*On a maximal Nash subset X x Y the row player's payoff depends on y alone, and is linear in
y.* Take (x, y) and (x', y) in it. Both x and x' are best replies to y, so both earn
``max_i (A y)_i``: the payoff does not depend on x. For a fixed x it is ``x' A y``, linear in
y. In the same way the column player's payoff depends on x alone, and is linear.

So the payoffs of the subset are the product of two intervals: the row player's least and
largest payoff over the vertices of Y, and the column player's over the vertices of X. Every
pair is attained, since x and y vary independently. The equilibrium payoffs of a game are the
finite union of these *rectangles*, one for each maximal subset; a rectangle may shrink to a
segment or to a point.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from gametheory.errors import ParameterError
from gametheory.numbers import format_fraction, read_number

if TYPE_CHECKING:
    from gametheory.equilibria.components import MaximalNashSubset

__all__ = ["SCHEMA", "PayoffRectangle", "PayoffSet", "merge_rectangles", "subset_payoffs"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/payoff-set/1"

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, order=True)
class PayoffRectangle:
    """Pairs of payoffs (u, v) with u in one interval and v in another.

    Attributes
    ----------
    row, column : pair of Fraction
        Least and largest payoff of each player.
    """

    row: Interval
    column: Interval

    @property
    def dimension(self) -> int:
        """0 for a point, 1 for a segment, 2 for a proper rectangle."""
        return sum(low < high for low, high in (self.row, self.column))

    @property
    def corners(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Its distinct corners, in order: one, two or four."""
        return tuple(sorted({(u, v) for u in self.row for v in self.column}))

    def contains(self, payoffs: Sequence[Any]) -> bool:
        """Whether a pair of numbers lies in it, exactly."""
        if len(payoffs) != 2:
            raise ParameterError(f"expected a payoff for each player, got {len(payoffs)}")
        return all(
            low <= read_number(value, "payoff") <= high
            for value, (low, high) in zip(payoffs, (self.row, self.column), strict=True)
        )

    def to_document(self) -> dict[str, list[str]]:
        """Return plain data for JSON."""
        return {
            "row": [format_fraction(value) for value in self.row],
            "column": [format_fraction(value) for value in self.column],
        }

    def __str__(self) -> str:
        return " x ".join(
            format_fraction(low)
            if low == high
            else f"[{format_fraction(low)}, {format_fraction(high)}]"
            for low, high in (self.row, self.column)
        )


@dataclass(frozen=True)
class PayoffSet:
    """The payoffs of a set of equilibria: a finite union of rectangles.

    Attributes
    ----------
    rectangles : tuple of PayoffRectangle
        One for each maximal Nash subset, in the order of components and their subsets.
    complete : bool
        Whether these are the payoffs of *all* equilibria of the game.
    reason : str
        Why, or why not.
    """

    rectangles: tuple[PayoffRectangle, ...] = field(repr=False)
    complete: bool
    reason: str

    @cached_property
    def merged(self) -> tuple[PayoffRectangle, ...]:
        """The same set by fewer rectangles: none repeated, none inside another."""
        return merge_rectangles(self.rectangles)

    def __iter__(self) -> Iterator[PayoffRectangle]:
        return iter(self.rectangles)

    def __len__(self) -> int:
        return len(self.rectangles)

    def contains(self, payoffs: Sequence[Any]) -> bool:
        """Whether some listed equilibrium has these two payoffs, exactly."""
        return any(rectangle.contains(payoffs) for rectangle in self.merged)

    def range(self, player: int) -> Interval:
        """Least and largest equilibrium payoff of player 0 (row) or 1 (column).

        Raises
        ------
        ParameterError
            If the set is empty, or there is no such player.
        """
        if player not in (0, 1):
            raise ParameterError(f"player: expected 0 or 1, got {player!r}")
        if not self.rectangles:
            raise ParameterError("an empty set of payoffs has no range; no equilibrium is listed")
        intervals = [(r.row, r.column)[player] for r in self.rectangles]
        return min(low for low, _ in intervals), max(high for _, high in intervals)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "schema": SCHEMA,
            "complete": self.complete,
            "reason": self.reason,
            "rectangles": [rectangle.to_document() for rectangle in self.rectangles],
            "merged": [rectangle.to_document() for rectangle in self.merged],
        }

    def to_json(self) -> str:
        """Return :meth:`to_document` as text."""
        return json.dumps(self.to_document(), ensure_ascii=True, allow_nan=False, indent=1)

    def __repr__(self) -> str:
        shown = [str(rectangle) for rectangle in self.merged[:20]]
        if len(self.merged) > 20:
            shown.append(f"... ({len(self.merged)} in all)")
        whole = "all equilibrium payoffs" if self.complete else "payoffs of the equilibria found"
        return "\n".join([f"{whole} ({self.reason}):", *(shown or ["none"])])


def subset_payoffs(subset: MaximalNashSubset) -> PayoffRectangle:
    """Payoffs of a maximal Nash subset; see the module's text for why a rectangle."""
    x, y = subset.rows[0], subset.columns[0]
    first = [subset.game[x, column][0] for column in subset.columns]
    second = [subset.game[row, y][1] for row in subset.rows]
    return PayoffRectangle((min(first), max(first)), (min(second), max(second)))


def merge_rectangles(rectangles: Sequence[PayoffRectangle]) -> tuple[PayoffRectangle, ...]:
    """Leave out what lies inside another, and join two whose union is a rectangle.

    The result has the same points, in a fixed order. It need not be the smallest number
    of rectangles that do: where three or more make a rectangle only together, they stay.
    """
    left = set(rectangles)
    while True:
        # A point holds nothing but itself.
        larger = [b for b in left if b.dimension]
        outer = {a for a in left if not any(a != b and _within(a, b) for b in larger)}
        joined = _joined(_joined(outer, 0), 1)
        if joined == left:
            return tuple(sorted(left))
        left = joined


def _within(inner: PayoffRectangle, outer: PayoffRectangle) -> bool:
    return all(
        b[0] <= a[0] and a[1] <= b[1]
        for a, b in ((inner.row, outer.row), (inner.column, outer.column))
    )


def _joined(rectangles: set[PayoffRectangle], player: int) -> set[PayoffRectangle]:
    """Join those that touch in the player's payoff and agree in the other's."""
    groups: dict[Interval, list[Interval]] = {}
    for r in rectangles:
        own, other = (r.row, r.column) if player == 0 else (r.column, r.row)
        groups.setdefault(other, []).append(own)
    result = set()
    for other, intervals in groups.items():
        intervals.sort()
        united = [intervals[0]]
        for low, high in intervals[1:]:
            start, end = united[-1]
            if low <= end:
                united[-1] = start, max(end, high)
            else:
                united.append((low, high))
        result |= {
            PayoffRectangle(own, other) if player == 0 else PayoffRectangle(other, own)
            for own in united
        }
    return result
