"""The Pareto frontier of independent mixing, exactly.

A pair of payoffs *dominates* another if no player gets less there and at least one gets more. The
*Pareto frontier of mixed play* holds the payoffs of mixed profiles that no payoffs of a mixed
profile dominate (*strong* efficiency; what leaves some player no better, though the other gains,
is dominated). The attainable set is compact, so whatever is dominated is dominated by a point of
the frontier; but it is not convex (:mod:`gametheory.analysis.attainable`), so the frontier may have
gaps, and be as small as two points. It consists of finitely many *pieces*: lone pure outcomes,
segments, and parabola arcs that bulge inwards. Each uses at most two rows and two columns. An end
of a piece that another point dominates does not belong to it. Ends are algebraic numbers of
degree 4 at most.

(One result and its maker; the module passes 300 lines by their docstrings.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from gametheory.analysis.attainable import Family, falling_families
from gametheory.analysis.frontier_piece import FrontierPiece
from gametheory.analysis.hull import read_payoffs
from gametheory.analysis.pareto import pareto_optimal_outcomes
from gametheory.errors import Interrupted
from gametheory.exact.algebraic import (
    Real,
    evaluate,
    rational_between,
    real_roots,
)
from gametheory.exact.arcs import Stretch, undominated
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.results import Result, Table

__all__ = ["MixedPlayFrontier", "pareto_frontier_of_mixed_play"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/mixed-play-frontier/1"

Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
Payoffs = tuple[Fraction, Fraction]


@dataclass(frozen=True, eq=False, repr=False)
class MixedPlayFrontier(Result):
    """The payoffs of mixed profiles that no payoffs of a mixed profile dominate.

    Attributes
    ----------
    game : BimatrixGame
    pieces : tuple of FrontierPiece
        From left, best for the column player, to right. Disjoint but for common ends.
    status : Status
        ``finished``, or why not; then the listed pieces are proved to belong to the frontier,
        and others may be missing.
    reason : str
        What that means, in words.
    """

    game: BimatrixGame
    pieces: tuple[FrontierPiece, ...]
    status: Status = Status.FINISHED
    reason: str = "every 2 x 2 subgame was looked at"

    @property
    def complete(self) -> bool:
        """Whether the pieces are proved to be the whole frontier."""
        return self.status is Status.FINISHED

    def dominating_profile(self, payoffs: Sequence[Any]) -> Profile | None:
        """Return an exact mixed profile whose payoffs dominate a pair of payoffs.

        Parameters
        ----------
        payoffs : pair of numbers

        Returns
        -------
        pair of tuples of Fraction, or None
            None if no profile does; with an incomplete frontier, if none was found.
        """
        point = read_payoffs(payoffs)
        for piece in self.pieces:
            s = _dominating_parameter(piece, point)
            if s is not None:
                x, y = piece.profile(s)
                return _rational(x), _rational(y)
        return None

    def is_dominated(self, payoffs: Sequence[Any]) -> bool | None:
        """Whether the payoffs of some mixed profile dominate a pair; None if undecided."""
        if self.dominating_profile(payoffs) is not None:
            return True
        return False if self.complete else None

    def gain(self, payoffs: Sequence[Any]) -> Real | None:
        """Find how much both players could gain, in units of their payoff ranges.

        The largest t for which some mixed profile gives each player at least t times the
        player's payoff range more: the directional distance function (Chambers, Chung & Fare
        1996, "Benefit and distance functions", Journal of Economic Theory 70, 407-419) in the
        direction of the ranges. It is positive if both can gain; 0 if at best one can, or if
        the point is on the frontier; negative if the payoffs are out of reach. A player whose
        payoffs are all equal is left out; 0 if both players' are.

        Parameters
        ----------
        payoffs : pair of numbers

        Returns
        -------
        Fraction or AlgebraicNumber, or None
            None if the frontier is incomplete.
        """
        point = read_payoffs(payoffs)
        if not self.complete:
            return None
        return max(_gain(piece, point) for piece in self.pieces)

    def summary(self) -> str:
        """One line: how many pieces of which kind, and whether these are all."""
        name = f" of {self.game.name}" if self.game.name else ""
        kinds = [piece.kind for piece in self.pieces]
        parts = [
            f"{kinds.count(kind)} {kind}{'s' * (kinds.count(kind) != 1)}"
            for kind in ("outcome", "segment", "parabola arc")
            if kind in kinds
        ]
        found = ", ".join(parts) or "nothing found"
        whole = "complete" if self.complete else "incomplete"
        return f"Pareto frontier of mixed play{name}: {found} ({whole}: {self.reason})"

    def tables(self) -> tuple[Table, ...]:
        """Return the pieces from left to right, with their actions and ends."""
        rows = []
        for piece in self.pieces:
            left, right = piece.text_of_ends()
            actions = (
                ", ".join(names[k] for k in used)
                for names, used in (
                    (self.game.row_actions, piece.rows),
                    (self.game.column_actions, piece.columns),
                )
            )
            rows.append((piece.kind, *actions, left, "" if piece.kind == "outcome" else right))
        header = ("piece", *self.game.players, "from", "to")
        return (Table("", header, rows, left=(0, 1, 2)),) if rows else ()

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, exact numbers as text or polynomial and interval."""
        return {
            "schema": SCHEMA,
            "status": self.status.value,
            "complete": self.complete,
            "reason": self.reason,
            "pieces": [piece.to_document() for piece in self.pieces],
        }


def _rational(strategy: tuple[Real, ...]) -> tuple[Fraction, ...]:
    return tuple(p for p in strategy if isinstance(p, Fraction))


def _shifted(
    polynomial: tuple[Fraction, Fraction, Fraction], value: Fraction
) -> tuple[Fraction, Fraction, Fraction]:
    return polynomial[0] - value, polynomial[1], polynomial[2]


def _at(piece: FrontierPiece, s: Fraction) -> Payoffs:
    u, v = (c[0] + s * (c[1] + s * c[2]) for c in (piece.row_payoff, piece.column_payoff))
    return u, v


def _dominating_parameter(piece: FrontierPiece, point: Payoffs) -> Fraction | None:
    """A rational s, on the piece if possible, whose payoffs dominate the point."""

    def dominates(s: Real) -> bool:
        if not isinstance(s, Fraction):
            return False
        u, v = _at(piece, s)
        return u >= point[0] and v >= point[1] and (u, v) != point

    zero, one = Fraction(0), Fraction(1)
    for s in (piece.low, piece.high):
        if isinstance(s, Fraction) and dominates(s):
            return s
    if piece.low == piece.high:
        return None
    (u0, v0), (u1, v1) = _at(piece, zero), _at(piece, one)
    if u1 < point[0] or v0 < point[1]:
        return None
    # As good for the row player from here on, for the column player up to there.
    first: Real = zero
    last: Real = one
    if u0 < point[0]:
        first = real_roots(_shifted(piece.row_payoff, point[0]), 0, 1)[0]
    if v1 < point[1]:
        last = real_roots(_shifted(piece.column_payoff, point[1]), 0, 1)[-1]
    if last < first:
        return None
    if first == last:  # at most the arc's own end dominates
        return first if isinstance(first, Fraction) and dominates(first) else None
    low, high = max(first, piece.low), min(last, piece.high)
    return rational_between(low, high) if low < high else rational_between(first, last)


def _gain(piece: FrontierPiece, point: Payoffs) -> Real:
    ranges = [piece.game.payoff_range(player) for player in (0, 1)]
    if not all(ranges):
        # Some player is indifferent, so the frontier is one pair of payoffs.
        gains = [
            (value - own) / size
            for value, own, size in zip(_at(piece, Fraction(0)), point, ranges, strict=True)
            if size
        ]
        return gains[0] if gains else Fraction(0)
    first, second = (
        tuple(c / size for c in _shifted(polynomial, own))
        for polynomial, own, size in zip(
            (piece.row_payoff, piece.column_payoff), point, ranges, strict=True
        )
    )
    if piece.low == piece.high:
        return min(first[0], second[0])
    # The first gain rises along the piece and the second falls: where do they meet?
    lead = tuple(a - b for a, b in zip(first, second, strict=True))
    if lead[0] >= 0:
        return evaluate(second, piece.low)
    if sum(lead) <= 0:
        return evaluate(first, piece.high)
    meeting = real_roots(lead, 0, 1)[0]
    if meeting <= piece.low:
        return evaluate(second, piece.low)
    return evaluate(first, min(meeting, piece.high))


def pareto_frontier_of_mixed_play(
    game: BimatrixGame, timeout: float | None = None
) -> MixedPlayFrontier:
    """Find the Pareto frontier of independent mixing, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game; the work grows with the ``m (m - 1) n (n - 1) / 4`` subgames of size 2 x 2.
    timeout : float, optional
        Seconds. When they are over, the pieces proved so far are returned, `status` says so.

    Returns
    -------
    MixedPlayFrontier

    Raises
    ------
    ParameterError
        If `timeout` is not a positive number.
    Interrupted
        On Ctrl-C; ``.partial`` holds the pieces proved so far.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> pareto_frontier_of_mixed_play(battle)
    Pareto frontier of mixed play: 2 outcomes (complete: every 2 x 2 subgame was looked at)
    piece    Row player  Column player    from  to
    outcome  r2          c2             (1, 2)
    outcome  r1          c1             (2, 1)
    """
    limits = Limits(timeout)
    families: list[Family] = []
    proved: list[Stretch] = []

    def stopped(status: Status, why: str) -> MixedPlayFrontier:
        found = tuple(_piece(game, families[t.arc], t) for t in proved)
        ordered = tuple(sorted(found, key=lambda piece: piece.start[0]))
        reason = f"{why}; the pieces listed are proved, others may be missing"
        return MixedPlayFrontier(game, ordered, status, reason)

    try:
        for family in falling_families(game, limits.check_time):
            families.append(family)
        # Long segments first: of those that share a stretch, the first keeps it.
        families.sort(key=lambda f: (not f.arc.is_straight, f.arc.start[0] - f.arc.end[0]))
        efficient = pareto_optimal_outcomes(game).outcomes
        places: dict[Payoffs, tuple[int, int]] = {}
        for cell in efficient:
            places.setdefault(game.payoff(*cell), cell)
        points = list(places)
        stretches, lone = undominated(
            [f.arc for f in families], points, limits.check_time, proved.extend
        )
    except LimitReached as limit:
        return stopped(limit.status, str(limit))
    except KeyboardInterrupt:
        raise Interrupted(stopped(Status.INTERRUPTED, "interrupted")) from None
    pieces = [_piece(game, families[t.arc], t) for t in stretches]
    pieces += [_outcome(game, places[points[k]], points[k]) for k in lone]
    pieces.sort(key=_key)
    return MixedPlayFrontier(game, tuple(pieces))


def _key(piece: FrontierPiece) -> Fraction:
    """The row payoff of a rational point of the piece; pieces are disjoint."""
    if piece.low == piece.high:
        return piece.row_payoff[0]
    return _at(piece, rational_between(piece.low, piece.high))[0]


def _piece(game: BimatrixGame, family: Family, stretch: Stretch) -> FrontierPiece:
    return FrontierPiece(
        game, family.rows, family.columns, family.row_weights, family.column_weights,
        family.arc.u, family.arc.v, stretch.low, stretch.high,
        stretch.low_included, stretch.high_included,
    )  # fmt: skip


def _outcome(game: BimatrixGame, cell: tuple[int, int], payoffs: Payoffs) -> FrontierPiece:
    zero, one = Fraction(0), Fraction(1)
    return FrontierPiece(
        game, (cell[0],), (cell[1],), (one, one), (one, one),
        (payoffs[0], zero, zero), (payoffs[1], zero, zero), zero, zero,
    )  # fmt: skip
