"""The repeated game: what patient players can sustain, and how patient they must be.

A stage game is played again and again, past actions are seen, and payoffs are discounted by one
factor d, ``0 <= d < 1``.

*Individually rational* payoffs are feasible (:mod:`gametheory.concepts.feasible`) and give each
player at least his minimax value (:mod:`gametheory.concepts.security`). Every feasible pair that
gives both *more* is the payoff of a subgame-perfect equilibrium if d is near enough to 1: the folk
theorem (Fudenberg and Maskin 1986, "The folk theorem in repeated games with discounting or with
incomplete information", Econometrica 54, theorem 1, for two players); less than the minimax value
is paid by none. If players punish by pure actions only, the pure minimax levels take that place.

*Grim trigger* plays one outcome until somebody deviates, and an equilibrium of the stage game for
ever after (Friedman 1971, "A non-cooperative equilibrium for supergames", Review of Economic
Studies 38). With payoff p_k of the outcome, the best other action's payoff q_k and n_k in the
punishing equilibrium, player k does not deviate if and only if

    p_k >= (1 - d) q_k + d n_k,

an interval of discount factors. If some punishment works for all d from a number on, the least such
number is the *critical discount factor*. It is enough to look at extreme equilibria: the payoffs of
a maximal Nash subset make a rectangle, whose lower left corner, the pair of both least payoffs,
belongs to one of them, and lower n_k only widen the intervals.

(Two results about the same punishments; the module passes 300 lines by their docstrings.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gametheory.concepts.feasible import Point, clip_above, feasible_polygon, point_document
from gametheory.concepts.security import SecurityLevels, security_levels
from gametheory.concepts.words import describe_strategy, short_point
from gametheory.equilibria import EquilibriumSet
from gametheory.errors import ParameterError
from gametheory.exact.planar import separate
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction, read_number
from gametheory.results import Result, Table
from gametheory.solvers import solve

__all__ = [
    "GrimTrigger",
    "IndividuallyRationalPayoffs",
    "TriggerPunishment",
    "grim_trigger",
    "individually_rational_payoffs",
]

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, repr=False)
class IndividuallyRationalPayoffs(Result):
    """Feasible payoffs that no player would refuse.

    Attributes
    ----------
    game : BimatrixGame
    security : SecurityLevels
    feasible : tuple of points
        Corners of the feasible payoffs.
    region : tuple of points
        Corners of the individually rational ones; never empty, since it holds the payoffs of
        every Nash equilibrium.
    pure_region : tuple of points
        The same with the pure minimax levels; may be empty.
    """

    game: BimatrixGame = field(repr=False)
    security: SecurityLevels
    feasible: tuple[Point, ...]
    region: tuple[Point, ...]
    pure_region: tuple[Point, ...]

    @property
    def minimax(self) -> Point:
        """Minimax values in mixed strategies."""
        return self.security.values

    def contains(self, payoffs: Any, *, strictly: bool = False) -> bool:
        """Whether a pair of payoffs is feasible and individually rational, exactly.

        Parameters
        ----------
        payoffs : pair of numbers
        strictly : bool
            Whether both players must get more than their minimax values, as the folk theorem asks.
        """
        if not hasattr(payoffs, "__len__") or len(payoffs) != 2:
            raise ParameterError(f"expected a pair of payoffs, got {payoffs!r:.60}")
        u, v = (read_number(value, "payoff") for value in payoffs)
        if strictly and (u <= self.minimax[0] or v <= self.minimax[1]):
            return False
        return separate(self.region, (u, v)) is None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know."""
        notes = ["pairs that give both players more than their minimax values are equilibrium "
                 "payoffs of the repeated game for discount factors near enough to 1"]  # fmt: skip
        if all(u == self.minimax[0] or v == self.minimax[1] for u, v in self.region):
            notes = ["no feasible pair gives both players more than their minimax values"]
        if not self.pure_region:
            notes.append("pure punishments alone sustain nothing: no feasible pair reaches both "
                         "pure minimax levels")  # fmt: skip
        return tuple(notes)

    def summary(self) -> str:
        """Minimax point and shape, in one line."""
        count = len(self.region)
        shape = {1: "a single pair", 2: "a segment"}.get(count, f"a polygon with {count} corners")
        return (
            f"individually rational payoffs: {shape} above the minimax point "
            f"{short_point(self.minimax)} (exact)"
        )

    def tables(self) -> tuple[Table, ...]:
        """Corners of the regions."""
        shown = [
            ("individually rational", self.region),
            ("individually rational, pure punishments", self.pure_region),
            ("feasible", self.feasible),
        ]
        return tuple(
            Table(f"corners: {caption}", self.game.players,
                  [tuple(format_brief(v) for v in p) for p in polygon], left=())
            for caption, polygon in shown
            if polygon
        )  # fmt: skip

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "schema": "gametheory/individually-rational-payoffs/1",
            "minimax": point_document(self.minimax),
            "pure_minimax": point_document(self.security.pure_minimax),
            "feasible": [point_document(point) for point in self.feasible],
            "region": [point_document(point) for point in self.region],
            "pure_region": [point_document(point) for point in self.pure_region],
        }


def individually_rational_payoffs(game: BimatrixGame) -> IndividuallyRationalPayoffs:
    """Find the feasible payoffs that give no player less than his minimax value.

    Parameters
    ----------
    game : BimatrixGame

    Returns
    -------
    IndividuallyRationalPayoffs
        Exact.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> [f"{u}, {v}" for u, v in individually_rational_payoffs(dilemma).region]
    ['1, 1', '13/3, 1', '3, 3', '1, 13/3']
    """
    security = security_levels(game)
    feasible = feasible_polygon(game)
    return IndividuallyRationalPayoffs(
        game, security, feasible, clip_above(feasible, security.values),
        clip_above(feasible, security.pure_minimax),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TriggerPunishment:
    """One equilibrium of the stage game as the punishment.

    Attributes
    ----------
    strategies : pair of tuples of Fraction
    payoffs : pair of Fraction
    interval : pair of Fraction, or None
        The discount factors d with ``low <= d <= high`` and ``d < 1`` for which it sustains the
        outcome; None if there are none. `high` below 1 means that patient players would welcome
        the punishment.
    """

    strategies: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    payoffs: Point
    interval: Interval | None


@dataclass(frozen=True, repr=False)
class GrimTrigger(Result):
    """For which discount factors grim trigger sustains an outcome.

    Attributes
    ----------
    game : BimatrixGame
    outcome : (int, int)
    payoffs : pair of Fraction
        What the outcome pays.
    deviations : pair of Fraction or None
        Best payoff of each player's other actions; None for a player who has none.
    punishments : tuple of TriggerPunishment
        One for each extreme equilibrium that is known.
    critical : Fraction or None
        Critical discount factor, with one punishment for both players; None if no known
        equilibrium sustains the outcome for all large discount factors.
    critical_by_player : Fraction or None
        The same if each player's deviation is punished by the equilibrium that is worst for him.
    complete : bool
        Whether all extreme equilibria are known. If not, lower critical factors are possible.
    reason : str
        Why they are, or are not.
    """

    game: BimatrixGame = field(repr=False)
    outcome: tuple[int, int]
    payoffs: Point
    deviations: tuple[Fraction | None, Fraction | None]
    punishments: tuple[TriggerPunishment, ...]
    critical: Fraction | None
    critical_by_player: Fraction | None
    complete: bool
    reason: str

    def sustained(self, discount: Any) -> bool | None:
        """Say whether some known punishment sustains the outcome at a discount factor.

        Returns
        -------
        bool or None
            None if no known one does, and not all equilibria are known.

        Raises
        ------
        ParameterError
            If `discount` is below 0, or 1 or more.
        """
        d = read_number(discount, "discount factor")
        if not 0 <= d < 1:
            raise ParameterError(
                f"discount factor: expected a number from 0 to below 1, got {discount!r}"
            )
        intervals = (p.interval for p in self.punishments if p.interval is not None)
        if any(low <= d <= high for low, high in intervals):
            return True
        return False if self.complete else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know."""
        notes = []
        if not self.complete:
            notes.append(f"not all equilibria are known, lower factors may do: {self.reason}")
        if self.critical_by_player is not None and self.critical_by_player != self.critical:
            notes.append(
                "with a punishment of each player's own the critical factor is "
                f"{format_brief(self.critical_by_player)}"
            )
        if any(p.interval is not None and p.interval[1] < 1 for p in self.punishments):
            notes.append("where an interval ends below 1, patient players would rather be punished")
        return tuple(notes)

    def summary(self) -> str:
        """The critical factor in one line."""
        i, j = self.outcome
        what = f"{self.game.row_actions[i]}, {self.game.column_actions[j]}"
        paid = f"({what}), which pays {short_point(self.payoffs)}"
        if self.critical is not None:
            exact = "exact" if self.complete else "at most; not all equilibria are known"
            return (
                f"grim trigger sustains {paid}, for discount factors from "
                f"{format_brief(self.critical)} on ({exact})"
            )
        which = "no stage equilibrium" if self.complete else "none of the stage equilibria found"
        return f"{which} sustains {paid}, by grim trigger for all large discount factors"

    def tables(self) -> tuple[Table, ...]:
        """Each punishment and the discount factors for which it works."""
        names = self.game.row_actions, self.game.column_actions
        rows = [
            (
                *(describe_strategy(x, own) for x, own in zip(p.strategies, names, strict=True)),
                ", ".join(format_brief(v) for v in p.payoffs),
                _interval_text(p.interval),
            )
            for p in self.punishments
        ]
        header = (*self.game.players, "payoffs", "discount factors")
        table = Table("punished by the equilibrium", header, rows, left=(0, 1))
        return (table,) if rows else ()

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""

        def number(value: Fraction | None) -> str | None:
            return None if value is None else format_fraction(value)

        return {
            "schema": "gametheory/grim-trigger/1",
            "outcome": list(self.outcome),
            "payoffs": point_document(self.payoffs),
            "deviations": [number(value) for value in self.deviations],
            "critical": number(self.critical),
            "critical_by_player": number(self.critical_by_player),
            "complete": self.complete,
            "reason": self.reason,
            "punishments": [
                {
                    "row": [format_fraction(v) for v in p.strategies[0]],
                    "column": [format_fraction(v) for v in p.strategies[1]],
                    "payoffs": point_document(p.payoffs),
                    "interval": None if p.interval is None else point_document(p.interval),
                }
                for p in self.punishments
            ],
        }


def grim_trigger(
    game: BimatrixGame,
    outcome: tuple[str | int, str | int],
    equilibria: EquilibriumSet | None = None,
) -> GrimTrigger:
    """Find the discount factors for which grim trigger sustains an outcome.

    Parameters
    ----------
    game : BimatrixGame
        The stage game.
    outcome : pair of str or int
        An action of each player, by name or by index from 0.
    equilibria : EquilibriumSet, optional
        Stage equilibria that may punish; ``solve(game)`` if not given.

    Returns
    -------
    GrimTrigger
        Exact.

    Raises
    ------
    StrategyError
        If a player has no such action.
    ParameterError
        If `outcome` is no pair, or `equilibria` are those of another game.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> grim_trigger(dilemma, (0, 0)).critical
    Fraction(1, 2)
    """
    if not isinstance(outcome, (tuple, list)) or len(outcome) != 2:
        raise ParameterError(f"outcome: expected an action of each player, got {outcome!r:.60}")
    i, j = (game.action_index(player, action) for player, action in enumerate(outcome))
    known = solve(game) if equilibria is None else equilibria
    if known.game != game:
        raise ParameterError("equilibria: expected equilibria of this game, got another game's")
    paid = game.payoff(i, j)
    m, n = game.shape
    deviations = (
        max((game.payoff(k, j)[0] for k in range(m) if k != i), default=None),
        max((game.payoff(i, k)[1] for k in range(n) if k != j), default=None),
    )
    punishments = []
    for equilibrium in known:
        first, second = (_discounts(paid[k], deviations[k], equilibrium.payoffs[k]) for k in (0, 1))
        punishments.append(
            TriggerPunishment(equilibrium.profile, equilibrium.payoffs, _common(first, second))
        )
    own: Interval | None = None
    if punishments:
        worst = (min(p.payoffs[k] for p in punishments) for k in (0, 1))
        own = _common(*(_discounts(paid[k], deviations[k], n) for k, n in enumerate(worst)))
    for_all_larger = [p.interval[0] for p in punishments if p.interval and p.interval[1] == 1]
    return GrimTrigger(
        game=game,
        outcome=(i, j),
        payoffs=paid,
        deviations=deviations,
        punishments=tuple(punishments),
        critical=min(for_all_larger, default=None),
        critical_by_player=own[0] if own and own[1] == 1 else None,
        complete=known.complete,
        reason=known.reason,
    )


def _discounts(paid: Fraction, other: Fraction | None, punished: Fraction) -> Interval | None:
    """The d in [0, 1) with ``paid >= (1 - d) other + d punished``, as a closed interval in [0, 1].

    An upper end of 1 stands for all below it.
    """
    whole = Fraction(0), Fraction(1)
    if other is None or (other <= paid and punished <= paid):
        return whole
    if other > paid:
        if punished >= paid:
            return None
        return (other - paid) / (other - punished), Fraction(1)
    return Fraction(0), (paid - other) / (punished - other)


def _common(first: Interval | None, second: Interval | None) -> Interval | None:
    if first is None or second is None:
        return None
    low, high = max(first[0], second[0]), min(first[1], second[1])
    return (low, high) if low <= high else None


def _interval_text(interval: Interval | None) -> str:
    if interval is None:
        return "none"
    low, high = interval
    if high == 1:
        return f"from {format_brief(low)} on" if low else "all"
    return f"{format_brief(low)} to {format_brief(high)}"
