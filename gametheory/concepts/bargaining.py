"""Bargaining over the feasible payoffs.

The players may agree on any feasible pair of payoffs (:mod:`gametheory.concepts.feasible`); if
they don't, they get the *threat point* d. A *gain* is what a player gets above d, an *acceptable*
pair gives neither a loss. Four rules, for the feasible set S:

*Nash*
    The acceptable pair with the largest product of gains (Nash 1950, "The bargaining problem",
    Econometrica 18, 155-162).
*Kalai-Smorodinsky*
    The largest gains in the proportion of the *ideal* ones, the most that each player can get
    from an acceptable pair (Kalai and Smorodinsky 1975, "Other solutions to Nash's bargaining
    problem", Econometrica 43, 513-518).
*Egalitarian*
    The largest equal gains (Kalai 1977, "Proportional solutions to bargaining situations",
    Econometrica 45, 1623-1630).
*Utilitarian*
    The acceptable pairs with the largest sum: a point or a segment.

Kalai-Smorodinsky and egalitarian gains are looked for in the comprehensive hull, and if one
player can then still get more without cost to the other, he does (the lexicographic extension,
Imai 1983, "Individual monotonicity and lexicographic maxmin solution", Econometrica 51, 389-401).
Nash's solution maximises a quadratic over segments, the others linear functions: with rational
payoffs all are rational, and computed exactly.

If no feasible pair gives *both* more than d, the problem is *degenerate*. All four rules then name
the same pair, the best for the one who can gain, or d itself if nobody can.

(One result for four rules; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal

from gametheory.concepts.feasible import (
    Lottery,
    Point,
    best_above,
    clip_above,
    feasible_polygon,
    lottery_of,
    point_document,
)
from gametheory.concepts.security import security_levels
from gametheory.concepts.threats import variable_threats
from gametheory.concepts.words import describe_strategy, short_point
from gametheory.errors import InternalError, ParameterError, UnknownNameError
from gametheory.exact.planar import pareto_chain, reach
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction, read_number
from gametheory.results import Result, Table

__all__ = ["RULES", "BargainingSolution", "Threat", "bargaining_solution"]

Rule = Literal["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]

#: The rules by name, and what they are called in a sentence.
RULES: Final[dict[str, str]] = {
    "nash": "Nash's solution",
    "kalai-smorodinsky": "Kalai-Smorodinsky solution",
    "egalitarian": "egalitarian solution",
    "utilitarian": "utilitarian solution",
}

_KINDS: Final = {"minimax": "security levels", "variable": "best threats", "chosen": "chosen"}


@dataclass(frozen=True, slots=True)
class Threat:
    """What the players get if they don't agree.

    Attributes
    ----------
    payoffs : pair of Fraction
        The threat point.
    kind : {"minimax", "variable", "chosen"}
        The security levels, Nash's best threats, or a point that the caller named.
    strategies : pair of tuples of Fraction, or None
        Threats that make it; None for a chosen point, and for security levels: the players'
        punishments need not lead to both at once.
    """

    payoffs: Point
    kind: Literal["minimax", "variable", "chosen"]
    strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]] | None = None

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "kind": self.kind,
            "payoffs": point_document(self.payoffs),
            "strategies": None
            if self.strategies is None
            else [[format_fraction(p) for p in strategy] for strategy in self.strategies],
        }


@dataclass(frozen=True, repr=False)
class BargainingSolution(Result):
    """What a bargaining rule selects.

    Attributes
    ----------
    game : BimatrixGame
    rule : str
        A key of `RULES`.
    threat : Threat
    status : {"found", "degenerate"}
        ``"degenerate"`` if no feasible pair gives both players more than the threat.
    points : tuple of one or two pairs of Fraction
        The selected payoffs; two are the ends of a segment of them, for the utilitarian rule.
    lotteries : tuple of Lottery
        For each of `points` outcomes and probabilities that have it in expectation.
    ideal : pair of Fraction
        The most that each player can get from an acceptable pair.
    feasible, acceptable : tuple of points
        Corners of the feasible payoffs, and of those that are at least the threat.
    """

    game: BimatrixGame = field(repr=False)
    rule: Rule
    threat: Threat
    status: Literal["found", "degenerate"]
    points: tuple[Point, ...]
    lotteries: tuple[Lottery, ...]
    ideal: Point
    feasible: tuple[Point, ...] = field(repr=False)
    acceptable: tuple[Point, ...] = field(repr=False)

    @property
    def payoffs(self) -> Point | None:
        """The selected payoffs; None where a whole segment is selected."""
        return self.points[0] if len(self.points) == 1 else None

    @property
    def gains(self) -> tuple[Point, ...]:
        """What each of `points` gives above the threat."""
        d = self.threat.payoffs
        return tuple((u - d[0], v - d[1]) for u, v in self.points)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know."""
        notes = []
        if self.status == "degenerate":
            notes.append("no feasible payoffs are better than the threat for both players")
        if self.rule in ("egalitarian", "utilitarian"):
            notes.append(
                "this rule compares the players' payoffs with each other: a change of one player's "
                "unit changes the answer"
            )
        return tuple(notes)

    def summary(self) -> str:
        """The selected payoffs in one line."""
        where = " to ".join(short_point(point) for point in self.points)
        state = "exact" if self.status == "found" else "degenerate: not both can gain; exact"
        threat = f"{short_point(self.threat.payoffs)}, {_KINDS[self.threat.kind]}"
        return f"{RULES[self.rule]}: {where}; threat {threat} ({state})"

    def tables(self) -> tuple[Table, ...]:
        """Threat, ideal and solution; how to play it."""
        first, second = self.game.players
        d = self.threat.payoffs
        shown = [("threat", d), ("ideal", self.ideal), *(("solution", p) for p in self.points)]
        rows = [
            (what, *(format_brief(value) for value in (*p, p[0] - d[0], p[1] - d[1])))
            for what, p in shown
        ]  # fmt: skip
        tables = [Table("", ("", first, second, f"gain of {first}", f"gain of {second}"), rows)]
        names = self.game.row_actions, self.game.column_actions
        plays = [
            (short_point(point), f"{names[0][i]}, {names[1][j]}", format_brief(p))
            for point, lottery in zip(self.points, self.lotteries, strict=True)
            for (i, j), p in lottery
        ]
        tables.append(Table("played by a lottery over outcomes",
                            ("payoffs", "outcome", "probability"), plays, left=(0, 1)))  # fmt: skip
        if self.threat.strategies is not None:
            threats = [
                (player, describe_strategy(strategy, own))
                for player, strategy, own in zip(
                    self.game.players, self.threat.strategies, names, strict=True
                )
            ]
            tables.append(Table("best threats", ("player", "strategy"), threats, left=(0, 1)))
        return tuple(tables)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "schema": "gametheory/bargaining/1",
            "rule": self.rule,
            "status": self.status,
            "threat": self.threat.to_document(),
            "ideal": point_document(self.ideal),
            "points": [point_document(point) for point in self.points],
            "lotteries": [
                [{"outcome": list(outcome), "probability": format_fraction(p)}
                 for outcome, p in lottery]
                for lottery in self.lotteries
            ],
            "feasible": [point_document(point) for point in self.feasible],
            "acceptable": [point_document(point) for point in self.acceptable],
        }  # fmt: skip


def bargaining_solution(
    game: BimatrixGame, rule: Rule = "nash", *, threat: Any = "minimax"
) -> BargainingSolution:
    """Find what a bargaining rule selects from the feasible payoffs.

    Parameters
    ----------
    game : BimatrixGame
    rule : {"nash", "kalai-smorodinsky", "egalitarian", "utilitarian"}
    threat : "minimax", "variable" or pair of numbers
        ``"minimax"``: both players' security levels in mixed strategies. ``"variable"``: the
        players choose threats first, each the best one (for ``"nash"`` only;
        :mod:`gametheory.concepts.threats`). Or the threat point itself, such as the payoffs of an
        equilibrium; it need not be feasible, but something feasible must be as good for both.

    Returns
    -------
    BargainingSolution
        Exact.

    Raises
    ------
    UnknownNameError
        If there is no such rule or threat.
    ParameterError
        If the threat point is not a pair of numbers, is better for a player than anything
        feasible that the other accepts, or ``"variable"`` is asked with another rule.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> bargaining_solution(battle, "nash", threat=(0, 0)).payoffs
    (Fraction(3, 2), Fraction(3, 2))
    >>> bargaining_solution(battle, "utilitarian").points
    ((Fraction(1, 1), Fraction(2, 1)), (Fraction(2, 1), Fraction(1, 1)))
    """
    if rule not in RULES:
        raise UnknownNameError("bargaining rule", str(rule), RULES)
    polygon = feasible_polygon(game)
    agreed: Point | None = None
    if isinstance(threat, str) and threat == "variable":
        if rule != "nash":
            raise ParameterError(
                f"threat 'variable': expected rule 'nash', got {rule!r}; choose a threat point for "
                "the others"
            )
        agreed, row, column = variable_threats(game, polygon)
        named = Threat(game[row, column], "variable", (row, column))
    else:
        named = _read_threat(game, threat)
    d = named.payoffs
    room = reach(polygon, d, (1, 1))
    if room is None or room < 0:
        raise ParameterError(
            f"threat point {short_point(d)}: expected one that some feasible payoffs equal or "
            f"exceed for both players, got one beyond the frontier of {_corners(polygon)}"
        )
    acceptable = clip_above(polygon, d)
    ideal = max(u for u, _ in acceptable), max(v for _, v in acceptable)
    points = _select(rule, polygon, acceptable, d, ideal) if room else (best_above(polygon, d),)
    if agreed is not None and points != (agreed,):
        raise InternalError(f"the best threats lead to {points}, not to {agreed}")
    return BargainingSolution(
        game=game,
        rule=rule,
        threat=named,
        status="found" if room else "degenerate",
        points=points,
        lotteries=tuple(lottery_of(game, polygon, point) for point in points),
        ideal=ideal,
        feasible=polygon,
        acceptable=acceptable,
    )


def _read_threat(game: BimatrixGame, threat: Any) -> Threat:
    if isinstance(threat, str):
        if threat != "minimax":
            raise UnknownNameError("threat", threat, ("minimax", "variable"))
        return Threat(security_levels(game).values, "minimax")
    if not hasattr(threat, "__len__") or len(threat) != 2:
        raise ParameterError(
            f"threat: expected 'minimax', 'variable' or a pair of payoffs, got {threat!r:.60}"
        )
    first, second = (read_number(value, "threat point") for value in threat)
    return Threat((first, second), "chosen")


def _select(
    rule: Rule, polygon: Sequence[Point], acceptable: Sequence[Point], d: Point, ideal: Point
) -> tuple[Point, ...]:
    """Apply the rule where both players can gain."""
    if rule == "nash":
        return (_nash(polygon, d),)
    if rule == "utilitarian":
        most = max(u + v for u, v in acceptable)
        return tuple(sorted(point for point in acceptable if sum(point) == most))
    along = (Fraction(1), Fraction(1))
    if rule == "kalai-smorodinsky":
        along = ideal[0] - d[0], ideal[1] - d[1]
    step = reach(polygon, d, along)
    if step is None:
        raise InternalError("both gains are positive, so there is a farthest point")
    return (best_above(polygon, (d[0] + step * along[0], d[1] + step * along[1])),)


def _nash(polygon: Sequence[Point], d: Point) -> Point:
    chain = [(Fraction(u), Fraction(v)) for u, v in pareto_chain(polygon)]
    candidates = list(chain)
    for (u, v), end in pairwise(chain):
        du, dv = end[0] - u, end[1] - v
        # The product along the edge is concave in t; its maximum:
        t = -(du * (v - d[1]) + dv * (u - d[0])) / (2 * du * dv)
        if 0 < t < 1:
            candidates.append((u + t * du, v + t * dv))
    better = [p for p in candidates if p[0] > d[0] and p[1] > d[1]]
    return max(better, key=lambda p: (p[0] - d[0]) * (p[1] - d[1]))


def _corners(polygon: Sequence[Point]) -> str:
    shown = ", ".join(short_point(point) for point in polygon[:6])
    return f"{shown}, ..." if len(polygon) > 6 else shown
