"""Commitment: what a player gains by moving first and being believed.

The *leader* commits to a mixed strategy x, the *follower* sees it (not the action drawn from it)
and plays a best response. If she has several, the *optimistic* leader (strong Stackelberg) gets
the one that is best for him, the *pessimistic* leader (weak Stackelberg) the worst.

Let a(x, j), b(x, j) be the expected payoffs of leader and follower if she plays j, and
``X(j) = {x : b(x, j) >= b(x, k) for all k}``.

*Optimistic*: the largest of ``max {a(x, j) : x in X(j)}``, one linear program for each j
(Conitzer and Sandholm 2006, "Computing the optimal strategy to commit to", Proceedings of the 7th
ACM Conference on Electronic Commerce, 82-90).

*Pessimistic*: ``f(x) = min {a(x, j) : j best response to x}`` need not have a maximum; its
supremum is

    max over j in D of max over x in X(j) of min over k in E(j) of a(x, k),

where E(j) are the follower's actions with the same payoffs b as j, and D the actions whose X(j)
has full dimension (von Stengel and Zamir 2010, "Leadership games with convex strategy sets",
Games and Economic Behavior 69, 446-457). Inside such an X(j) all best responses are
in E(j), which gives "at least" by continuity; these X(j) cover the simplex, and E(j) are best
responses on all of X(j), which gives "at most".

*Whether the supremum L is attained* is decided exactly: a point x in X(j) attains it if and only
if ``a(x, k) >= L`` for all best responses k. Start with ``O = {x in X(j) : a(x, k) >= L for k in
E(j)}``. At a point inside O the best responses are those that are best responses all over O; if
some k of them is not bound yet, no x in O attains L unless ``a(x, k) >= L``: add this to O, and
look again, until O is empty or nothing is left to add.

Not invariant: a constant added to the *leader's* payoffs of one follower action leaves the Nash
equilibria alone, but changes all of this.

(One result and the linear programs behind it, which share their regions; hence over 300 lines.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from gametheory.analysis.best_responses import check_player
from gametheory.concepts.words import describe_strategy
from gametheory.errors import InternalError, ParameterError
from gametheory.exact.lp import LinearOptimum, maximise
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction, read_number
from gametheory.results import Result, Table
from gametheory.strategy import action_values

__all__ = ["Commitment", "PessimisticCommitment", "Stackelberg", "stackelberg"]

Strategy = tuple[Fraction, ...]
Rows = list[list[int]]

#: Share of the leader's payoff range within which the tables show a strategy for a supremum.
_SHOWN_EPSILON: Final = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A strategy to commit to, and what comes of it.

    Attributes
    ----------
    strategy : tuple of Fraction
        The leader's mixed strategy.
    response : int
        Index of the follower's action.
    payoffs : pair of Fraction
        Expected payoffs of the row player and of the column player.
    """

    strategy: Strategy
    response: int
    payoffs: tuple[Fraction, Fraction]

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        return {
            "strategy": [format_fraction(p) for p in self.strategy],
            "response": self.response,
            "payoffs": [format_fraction(value) for value in self.payoffs],
        }


@dataclass(frozen=True, slots=True)
class PessimisticCommitment:
    """What a leader can secure if the follower breaks ties against him.

    Attributes
    ----------
    value : Fraction
        Supremum of the leader's payoff.
    attained : Commitment or None
        A strategy that reaches it; None if none does.
    limit, inside : tuple of Fraction
        Strategies: every proper mixture of the two has a payoff between those of `inside` and
        `value`, and it tends to `value` as the mixture tends to `limit`.
    inside_value : Fraction
        The pessimistic payoff of `inside`.
    """

    value: Fraction
    attained: Commitment | None
    limit: Strategy
    inside: Strategy
    inside_value: Fraction

    def within(self, epsilon: Any) -> Strategy:
        """Return a strategy whose pessimistic payoff is at least ``value - epsilon``.

        Parameters
        ----------
        epsilon : number
            Above 0, in units of the leader's payoff.

        Raises
        ------
        ParameterError
            If `epsilon` is not above 0.
        """
        allowed = read_number(epsilon, "epsilon")
        if allowed <= 0:
            raise ParameterError(f"epsilon: expected a number above 0, got {epsilon!r}")
        if self.attained is not None:
            return self.attained.strategy
        # On the way the best responses are those to `inside`, which are best responses to
        # `limit` too; the least of their payoffs is concave, so at least the mixture.
        share = min(Fraction(1), allowed / (self.value - self.inside_value))
        return tuple(
            (1 - share) * p + share * q for p, q in zip(self.limit, self.inside, strict=True)
        )


@dataclass(frozen=True, repr=False)
class Stackelberg(Result):
    """The game when one player commits first.

    Attributes
    ----------
    game : BimatrixGame
    leader : int
        0 for the row player, 1 for the column player.
    optimistic : Commitment
        Best mixed commitment with ties broken for the leader.
    pessimistic : PessimisticCommitment
        With ties broken against him.
    pure_optimistic, pure_pessimistic : Commitment
        Best commitment to a pure action.
    """

    game: BimatrixGame = field(repr=False)
    leader: int
    optimistic: Commitment
    pessimistic: PessimisticCommitment
    pure_optimistic: Commitment
    pure_pessimistic: Commitment

    @property
    def value(self) -> Fraction:
        """The optimistic leader's payoff."""
        return self.optimistic.payoffs[self.leader]

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know."""
        notes = []
        if self.pessimistic.attained is None:
            notes.append(
                "the pessimistic leader's payoff is a supremum: strategies come as near to it as "
                "one likes (within(epsilon)), none reaches it"
            )
        notes.append(
            "a constant added to the leader's payoffs of one follower action changes these values, "
            "though it leaves the Nash equilibria as they are"
        )
        return tuple(notes)

    def summary(self) -> str:
        """The leader's payoffs in one line."""
        how = "reached" if self.pessimistic.attained is not None else "approached, not reached"
        best, worst = format_brief(self.value), format_brief(self.pessimistic.value)
        return (
            f"{self.game.players[self.leader]} leads: {best} if ties are broken for the leader, "
            f"{worst} against ({how}); exact"
        )

    def tables(self) -> tuple[Table, ...]:
        """Strategies to commit to, and the payoffs."""
        weak = self.pessimistic.attained
        if weak is None:
            spread = self.game.payoff_range(self.leader) * _SHOWN_EPSILON
            weak = _worst_response(self.game, self.leader, self.pessimistic.within(spread))
            name = f"mixed, against (within {format_brief(spread)} of the supremum)"
        else:
            name = "mixed, against"
        shown = [
            ("mixed, for the leader", self.optimistic),
            (name, weak),
            ("pure, for the leader", self.pure_optimistic),
            ("pure, against", self.pure_pessimistic),
        ]
        names = self.game.row_actions, self.game.column_actions
        rows = [
            (
                what,
                describe_strategy(c.strategy, names[self.leader]),
                names[1 - self.leader][c.response],
                ", ".join(format_brief(value) for value in c.payoffs),
            )
            for what, c in shown
        ]
        header = ("commitment, ties", "strategy", "response", "payoffs")
        return (Table("", header, rows, left=(0, 1, 2)),)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, numbers as exact fractions."""
        weak = self.pessimistic
        return {
            "schema": "gametheory/stackelberg/1",
            "leader": self.leader,
            "optimistic": self.optimistic.to_document(),
            "pessimistic": {
                "value": format_fraction(weak.value),
                "attained": None if weak.attained is None else weak.attained.to_document(),
                "limit": [format_fraction(p) for p in weak.limit],
                "inside": [format_fraction(p) for p in weak.inside],
                "inside_value": format_fraction(weak.inside_value),
            },
            "pure_optimistic": self.pure_optimistic.to_document(),
            "pure_pessimistic": self.pure_pessimistic.to_document(),
        }


def stackelberg(game: BimatrixGame, leader: int = 0) -> Stackelberg:
    """Find the best strategies to commit to, for either leader.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game; two linear programs for each action of the follower, in exact arithmetic.
    leader : int
        0 for the row player, 1 for the column player.

    Returns
    -------
    Stackelberg
        Exact. The optimistic leader gets at least his best payoff of any Nash or correlated
        equilibrium, the pessimistic one at least his worst.

    Raises
    ------
    ParameterError
        If `leader` is neither 0 nor 1.

    Examples
    --------
    Conitzer and Sandholm's example: Down is dominated, and worth to be committed to.

    >>> from gametheory.game import BimatrixGame
    >>> game = BimatrixGame([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    >>> result = stackelberg(game)
    >>> result.value, result.pure_optimistic.payoffs[0], result.pessimistic.attained
    (Fraction(7, 2), Fraction(3, 1), None)
    """
    programs = _Programs(game, check_player(leader))
    return Stackelberg(
        game, leader, programs.optimistic(), programs.pessimistic(),
        _pure(game, leader, max), _pure(game, leader, min),
    )  # fmt: skip


class _Programs:
    """The linear programs of one leader.

    All constraints on x are homogeneous, so ``sum x = 1`` may be relaxed to ``sum x <= 1`` where
    a positive objective asks for more, and dropped where nothing does.

    Attributes
    ----------
    own : list of lists of int
        The leader's payoffs for each follower action, over the leader's actions, made positive.
    other : list of lists of int
        The follower's, in the same order.
    """

    def __init__(self, game: BimatrixGame, leader: int) -> None:
        self.game, self.leader = game, leader
        first, self.unit = game.integer_payoffs(leader)
        second, _ = game.integer_payoffs(1 - leader)
        by_response = (first.T, second.T) if leader == 0 else (first, second)
        self.offset = int(first.min()) - 1
        self.own: Rows = (by_response[0].astype(object) - self.offset).tolist()
        self.other: Rows = by_response[1].astype(object).tolist()
        self.size = game.shape[leader]

    def optimistic(self) -> Commitment:
        best: tuple[Fraction, Strategy, int] | None = None
        for j, payoffs in enumerate(self.own):
            if best is not None and max(payoffs) <= best[0]:
                continue
            found = self._solve(payoffs, self._is_response(j))
            if found.value and (best is None or found.value > best[0]):
                best = found.value, found.primal, j
        if best is None:
            raise InternalError("no action of the follower is a best response to anything")
        _, x, j = best
        return _commitment(self.game, self.leader, x, j)

    def pessimistic(self) -> PessimisticCommitment:
        classes: dict[tuple[int, ...], list[int]] = {}
        for j, payoffs in enumerate(self.other):
            classes.setdefault(tuple(payoffs), []).append(j)
        candidates = []
        for same in classes.values():
            inside = self._inside(same)
            if inside is not None:
                candidates.append((*self._secured(same), same, inside))
        level = max(value for value, *_ in candidates)
        best = [c for c in candidates if c[0] == level]
        attained = None
        for _, _, same, _ in best:
            x = self._attained(same, level)
            if x is not None:
                attained = _worst_response(self.game, self.leader, x)
                break
        _, limit, same, inside = best[0]
        value = (level + self.offset) / self.unit
        inside_level = min(_dot(self.own[k], inside) for k in same)
        return PessimisticCommitment(
            value, attained, limit, inside, (inside_level + self.offset) / self.unit
        )

    def _is_response(self, j: int) -> Rows:
        """Rows r with ``r x <= 0`` where j is a best response."""
        mine = self.other[j]
        return [
            [b - a for a, b in zip(mine, payoffs, strict=True)]
            for payoffs in self.other
            if payoffs != mine
        ]

    def _solve(self, objective: Sequence[int], rows: Rows) -> LinearOptimum:
        """Maximise over the x >= 0 with ``sum x <= 1`` and ``rows x <= 0``."""
        found = maximise(objective, [*rows, [1] * self.size], [0] * len(rows) + [1])
        if not isinstance(found, LinearOptimum):
            raise InternalError("a program over a simplex cannot be unbounded")
        return found

    def _inside(self, same: list[int]) -> Strategy | None:
        """A strategy to which only the actions `same` are best responses, if there is one."""
        rows = [[*row, 1] for row in self._is_response(same[0])]
        if not rows:
            return (*[Fraction(0)] * (self.size - 1), Fraction(1))
        found = maximise(
            [0] * self.size + [1], [*rows, [1] * self.size + [0]], [0] * len(rows) + [1]
        )
        if not isinstance(found, LinearOptimum):
            raise InternalError("a slack over a simplex cannot be unbounded")
        return _scaled(found.primal[:-1]) if found.value else None

    def _secured(self, same: list[int]) -> tuple[Fraction, Strategy]:
        """Largest ``min_k a(x, k)`` over k in `same` and x where they are best responses."""
        rows = [[*row, 0] for row in self._is_response(same[0])]
        rows += [[-a for a in self.own[k]] + [1] for k in same]
        found = maximise(
            [0] * self.size + [1], [*rows, [1] * self.size + [0]], [0] * len(rows) + [1]
        )
        if not isinstance(found, LinearOptimum):
            raise InternalError("a payoff over a simplex cannot be unbounded")
        return found.value, _scaled(found.primal[:-1])

    def _attained(self, same: list[int], level: Fraction) -> Strategy | None:
        """A strategy in X(j), j in `same`, with pessimistic payoff `level`, if there is one."""
        rows = self._is_response(same[0])
        bound = set(same)
        for k in same:
            rows.append(self._reaches(k, level))
        while True:
            others = [k for k in range(len(self.other)) if k not in bound]
            x, worse = self._relative_interior(rows, same[0], others)
            if x is None:
                return None
            tied = [k for k in others if k not in worse]
            if not tied:
                return x
            bound.update(tied)
            rows += [self._reaches(k, level) for k in tied]

    def _reaches(self, k: int, level: Fraction) -> list[int]:
        """Row r with ``r x <= 0`` where the leader gets `level` from the follower's action k."""
        return [level.numerator - a * level.denominator for a in self.own[k]]

    def _relative_interior(
        self, rows: Rows, j: int, others: list[int]
    ) -> tuple[Strategy | None, set[int]]:
        """A point of ``{x : rows x <= 0}`` where as many actions as possible are worse than j.

        One program: maximise ``sum t`` with ``t_k <= b(x, j) - b(x, k)`` and ``t_k <= 1``; x may
        be scaled, so that each t_k is 0 or 1. One more t stands for ``sum x``, so that x is 0
        only if there is nothing else.
        """
        count = len(others) + 1
        mine = self.other[j]
        matrix = [[*row, *[0] * count] for row in rows]
        slacks = [[b - a for a, b in zip(mine, self.other[k], strict=True)] for k in others]
        for position, row in enumerate([*slacks, [-1] * self.size]):
            matrix.append([*row, *(int(position == other) for other in range(count))])
        bounds = [0] * len(matrix) + [1] * count
        matrix += [
            [*[0] * self.size, *(int(position == other) for other in range(count))]
            for position in range(count)
        ]
        found = maximise([0] * self.size + [1] * count, matrix, bounds)
        if not isinstance(found, LinearOptimum):
            raise InternalError("a sum of bounded variables cannot be unbounded")
        x, steps = found.primal[: self.size], found.primal[self.size :]
        if not steps[-1]:
            return None, set()
        return _scaled(x), {k for k, step in zip(others, steps, strict=False) if step}


def _pure(game: BimatrixGame, leader: int, choose: Any) -> Commitment:
    """Best pure commitment; `choose` (max or min) breaks the follower's ties."""
    own, other = game.comparable_payoffs(leader), game.comparable_payoffs(1 - leader)
    if leader == 1:
        own, other = own.T, other.T
    outcomes = []
    for i, (mine, hers) in enumerate(zip(own.tolist(), other.tolist(), strict=True)):
        top = max(hers)
        value, j = choose((mine[j], j) for j, payoff in enumerate(hers) if payoff == top)
        outcomes.append((value, i, j))
    _, i, j = max(outcomes, key=lambda outcome: outcome[0])
    strategy = tuple(Fraction(int(k == i)) for k in range(game.shape[leader]))
    return _commitment(game, leader, strategy, j)


def _worst_response(game: BimatrixGame, leader: int, x: Strategy) -> Commitment:
    """Let the follower answer x, breaking ties against the leader."""
    hers = action_values(game.integer_payoffs(1 - leader), x, 1 - leader)
    his = action_values(game.integer_payoffs(leader), x, 1 - leader)
    top = max(hers)
    j = min((k for k, value in enumerate(hers) if value == top), key=his.__getitem__)
    return _commitment(game, leader, x, j)


def _commitment(game: BimatrixGame, leader: int, x: Strategy, j: int) -> Commitment:
    return Commitment(x, j, game[(x, j) if leader == 0 else (j, x)])


def _scaled(x: Sequence[Fraction]) -> Strategy:
    total = sum(x)
    return tuple(value / total for value in x)


def _dot(payoffs: Sequence[int], x: Strategy) -> Fraction:
    return sum((a * p for a, p in zip(payoffs, x, strict=True) if p), Fraction(0))
