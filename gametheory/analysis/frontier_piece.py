"""One piece of the Pareto frontier of mixed play: a lone outcome, a segment or a parabola arc."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from gametheory.errors import ParameterError
from gametheory.exact.algebraic import Real, evaluate, format_real, real_document, real_roots
from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction, read_number

__all__ = ["FrontierPiece"]

RealPoint = tuple[Real, Real]


@dataclass(frozen=True, eq=False)
class FrontierPiece:
    """A connected part of the frontier, on one or two rows and columns.

    Attributes
    ----------
    game : BimatrixGame
    rows, columns : tuple of int, length 1 or 2
        The actions used.
    row_weights, column_weights : pair of Fraction
        Probability of the first of them at s = 0 and at s = 1, linear between.
    row_payoff, column_payoff : tuple of three Fractions
        Both payoffs as polynomials in s, the constant coefficient first. The first never falls,
        the second never rises.
    low, high : Fraction or AlgebraicNumber
        The piece is s from `low` to `high`, within [0, 1]; both 0 for a lone outcome.
    start_included, end_included : bool
        Whether its left and its right end belong to the frontier.
    """

    game: BimatrixGame = field(repr=False)
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    row_weights: tuple[Fraction, Fraction]
    column_weights: tuple[Fraction, Fraction]
    row_payoff: tuple[Fraction, Fraction, Fraction]
    column_payoff: tuple[Fraction, Fraction, Fraction]
    low: Real
    high: Real
    start_included: bool = True
    end_included: bool = True

    @property
    def kind(self) -> str:
        """``"outcome"``, ``"segment"`` or ``"parabola arc"``."""
        if self.low == self.high:
            return "outcome"
        return "parabola arc" if self.row_payoff[2] or self.column_payoff[2] else "segment"

    @cached_property
    def start(self) -> RealPoint:
        """Both payoffs at its left end, which is best for the column player."""
        return self.payoffs(self.low)

    @cached_property
    def end(self) -> RealPoint:
        """Both payoffs at its right end, which is best for the row player."""
        return self.payoffs(self.high)

    def payoffs(self, s: Real) -> RealPoint:
        """Both payoffs at a parameter, exactly."""
        return evaluate(self.row_payoff, s), evaluate(self.column_payoff, s)

    def profile(self, s: Real) -> tuple[tuple[Real, ...], tuple[Real, ...]]:
        """Return strategies of both players that attain the payoffs at a parameter."""
        x, y = (
            _spread(used, weights, s, size)
            for used, weights, size in (
                (self.rows, self.row_weights, self.game.shape[0]),
                (self.columns, self.column_weights, self.game.shape[1]),
            )
        )
        return x, y

    def parameter(self, row_payoff: Any) -> Real:
        """Return the parameter at which the row player gets a given amount.

        Raises
        ------
        ParameterError
            If that is not between the payoffs of its ends.
        """
        value = read_number(row_payoff, "row payoff")
        if not self.start[0] <= value <= self.end[0]:
            raise ParameterError(
                f"row payoff: expected {format_real(self.start[0])} to {format_real(self.end[0])} "
                f"on this piece, got {value}"
            )
        if self.low == self.high:
            return self.low
        constant, linear, square = self.row_payoff
        return real_roots((constant - value, linear, square), 0, 1)[0]

    @cached_property
    def curve(self) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
        """Start, control point and end of its quadratic Bezier curve, rounded."""
        low, high = float(self.low), float(self.high)
        ends = [(float(u), float(v)) for u, v in (self.start, self.end)]
        control = (
            (_blossom(self.row_payoff, low, high), _blossom(self.column_payoff, low, high))
            if self.kind == "parabola arc"
            else ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
        )
        return ends[0], control, ends[1]

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        document: dict[str, Any] = {
            "kind": self.kind,
            "rows": list(self.rows),
            "columns": list(self.columns),
            "row_weights": [format_fraction(w) for w in self.row_weights],
            "column_weights": [format_fraction(w) for w in self.column_weights],
            "row_payoff": [format_fraction(c) for c in self.row_payoff],
            "column_payoff": [format_fraction(c) for c in self.column_payoff],
            "parameters": [real_document(s) for s in (self.low, self.high)],
        }
        for name, point, included in (
            ("start", self.start, self.start_included),
            ("end", self.end, self.end_included),
        ):
            document[name] = {"payoffs": [real_document(x) for x in point], "included": included}
        return document

    def __str__(self) -> str:
        left, right = self.text_of_ends()
        return left if self.kind == "outcome" else f"{self.kind} from {left} to {right}"

    def text_of_ends(self) -> tuple[str, str]:
        """Both ends' payoffs, marked where they don't belong to the piece."""
        left, right = (
            f"({', '.join(format_real(x) for x in point)}){'' if included else ' excluded'}"
            for point, included in (
                (self.start, self.start_included),
                (self.end, self.end_included),
            )
        )
        return left, right


def _spread(
    used: tuple[int, ...], weights: tuple[Fraction, Fraction], s: Real, size: int
) -> tuple[Real, ...]:
    at_start, at_end = weights
    first = evaluate((at_start, at_end - at_start), s)
    strategy: list[Real] = [Fraction(0)] * size
    strategy[used[0]] = first
    if len(used) > 1:
        strategy[used[1]] = evaluate((1 - at_start, at_start - at_end), s)
    return tuple(strategy)


def _blossom(polynomial: tuple[Fraction, Fraction, Fraction], low: float, high: float) -> float:
    constant, linear, square = (float(c) for c in polynomial)
    return constant + linear * (low + high) / 2 + square * low * high
