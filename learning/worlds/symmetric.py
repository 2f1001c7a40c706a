"""All symmetric equilibria of deterministic memory-one strategies, exactly, of two kinds.

In a symmetric game a *memory-one strategy* names one of a player's own actions after each
outcome of the last round, as (own action, opponent's action); where episodes start without an
outcome it also names an opening. Both players use the same. It is a

*Markov-perfect equilibrium* if it is a best response to itself from every state: no single
deviation pays after any outcome, whether play leads there or not (Maskin & Tirole 2001,
"Markov perfect equilibrium", Journal of Economic Theory 100);

*Nash equilibrium from a start state* if no other strategy earns more from there on. What it
would do where neither player's deviation leads is free, so there are more of these.

Against a fixed memory-one strategy some memory-one strategy is a best response, so both are
equilibria among all strategies. Where two actions are done as chosen, the effective discounts
at which a strategy is an equilibrium are found, too (:mod:`learning.worlds.discount_sets`).

(One result and its search; the module passes 300 lines by their docstrings.)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from gametheory.errors import Interrupted, ParameterError
from gametheory.limits import LimitReached, Limits, Status
from gametheory.numbers import format_fraction
from gametheory.results import Result, Table
from learning.worlds.decisions import decision_process, policy_values, solve_decisions
from learning.worlds.discount_sets import DiscountSet, markov_perfect_discounts, nash_discounts
from learning.worlds.repeated import RepeatedGame
from learning.worlds.strategy_tables import effective_discount, history_text, watched

__all__ = ["SymmetricEquilibria", "SymmetricStrategy", "symmetric_equilibria"]

#: Names of strategies of two actions: what they do after (0, 0), (0, 1), (1, 0), (1, 1).
_NAMES: Final[dict[tuple[int, ...], str]] = {
    (0, 1, 0, 1): "tit for tat",
    (0, 1, 1, 1): "grim trigger",
    (0, 1, 1, 0): "win-stay lose-shift",
}


@dataclass(frozen=True, slots=True)
class SymmetricStrategy:
    """A deterministic memory-one strategy that both players use.

    Attributes
    ----------
    name : str
        What it is called, for well-known ones, else its actions.
    actions : tuple of int
        The action after each outcome (own, opponent's), in the order (0, 0), (0, 1), ...
    opening : int or None
        The first action; None where an outcome is taken to have come before.
    per_round : Fraction
        What each player earns from the start, per round.
    discounts : DiscountSet or None
        The effective discounts at which it is an equilibrium of this kind; None if they were
        not computed.
    """

    name: str
    actions: tuple[int, ...]
    opening: int | None
    per_round: Fraction
    discounts: DiscountSet | None


@dataclass(frozen=True, slots=True, repr=False)
class SymmetricEquilibria(Result):
    """All symmetric deterministic memory-one equilibria of a repeated game, of two kinds.

    Attributes
    ----------
    world : RepeatedGame
    effective_discount : Fraction
    markov_perfect : tuple of SymmetricStrategy
        Best responses to themselves from every state.
    nash_from_start : tuple of SymmetricStrategy
        Best responses to themselves from the world's start state.
    tried : int
        Strategies looked at.
    of : int
        All strategies.
    status : Status
    """

    world: RepeatedGame
    effective_discount: Fraction
    markov_perfect: tuple[SymmetricStrategy, ...]
    nash_from_start: tuple[SymmetricStrategy, ...]
    tried: int
    of: int
    status: Status

    @property
    def complete(self) -> bool:
        """Whether all strategies were looked at."""
        return self.tried == self.of

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not looked at."""
        if self.complete:
            return ()
        return (f"{self.tried} of {self.of} strategies were looked at ({self.status})",)

    def summary(self) -> str:
        """How many of each kind."""
        start = history_text(self.world, self.world.start)
        at = format_fraction(self.effective_discount)
        return (
            f"At discount {at}: {len(self.markov_perfect)} Markov-perfect and "
            f"{len(self.nash_from_start)} Nash equilibria from the start ({start}) among "
            f"{self.of} symmetric deterministic memory-one strategies"
        )

    def tables(self) -> tuple[Table, ...]:
        """Both lists."""
        return (
            self._table("Markov-perfect: best responses to themselves from every state",
                        self.markov_perfect),
            self._table("Nash from the start state only, or everywhere", self.nash_from_start),
        )  # fmt: skip

    def _table(self, caption: str, found: Sequence[SymmetricStrategy]) -> Table:
        names, n = self.world.game.row_actions, self.world.game.shape[0]
        outcomes = [f"{names[i]}/{names[j]}" for i in range(n) for j in range(n)]
        opens = self.world.start == 0
        rows = [
            (
                s.name,
                *((names[s.opening],) if s.opening is not None else ()),
                *(names[a] for a in s.actions),
                format_fraction(s.per_round),
                str(s.discounts or "not computed"),
            )
            for s in found
        ]
        header = ("strategy", *(("opening",) if opens else ()), *outcomes, "per round", "discounts")
        return Table(caption, header, rows, tuple(range(len(header) - 2)))

    def to_document(self) -> dict[str, Any]:
        """Both lists, schema ``gametheory/symmetric-memory-one/1``."""
        kinds = (("markov_perfect", self.markov_perfect), ("nash_from_start", self.nash_from_start))
        lists = {
            kind: [
                {
                    "name": s.name,
                    "actions": list(s.actions),
                    "opening": s.opening,
                    "per_round": format_fraction(s.per_round),
                    "discounts": s.discounts.to_document() if s.discounts else None,
                }
                for s in found
            ]
            for kind, found in kinds
        }
        return {
            "schema": "gametheory/symmetric-memory-one/1",
            "world": repr(self.world),
            "effective_discount": format_fraction(self.effective_discount),
            "start": self.world.start,
            "tried": self.tried,
            "of": self.of,
            "status": str(self.status),
            **lists,
        }


def symmetric_equilibria(
    world: RepeatedGame, discount: Any, *, timeout: float | None = None
) -> SymmetricEquilibria:
    """Find all symmetric deterministic memory-one equilibria, exactly.

    Parameters
    ----------
    world : RepeatedGame
        With memory 1, of a game that is symmetric as its actions stand, equal trembles and
        no noise. Its `start` is the start state: an outcome that is taken to have come
        before, or none, and then strategies have an opening.
    discount : number
        In [0, 1), or 1 where episodes end by themselves; read exactly.
    timeout : float, optional
        Seconds; ``n ** (n * n)`` strategies of n actions are looked at.

    Raises
    ------
    ParameterError
        If the world is not as asked for.
    Interrupted
        On Ctrl-C; ``.partial`` holds what was found so far.

    Examples
    --------
    >>> from gametheory import BimatrixGame
    >>> from learning import RepeatedGame
    >>> game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> found = symmetric_equilibria(RepeatedGame(game, memory=1, start=(0, 0)), "4/5")
    >>> [s.name for s in found.markov_perfect]
    ['grim trigger', 'always r2']
    >>> [s.name for s in found.nash_from_start if s.discounts][:2]
    ['tit for tat', 'grim trigger']
    """
    watched(world)
    if world.memory != 1 or not world.game.is_symmetric or len(set(world.tremble)) > 1:
        raise ParameterError(
            "world: expected memory=1, a game that is symmetric as its actions stand "
            f"(BimatrixGame.symmetric), and the same tremble for both, got {world!r}"
        )
    factor = effective_discount(world, discount)
    limits = Limits(timeout)
    n = world.game.shape[0]
    search = _Search(world, factor)
    perfect: list[SymmetricStrategy] = []
    nash: list[SymmetricStrategy] = []
    tried, status = 0, Status.FINISHED
    try:
        for chosen in search.strategies():
            limits.check_time()
            is_perfect, is_nash = search.judge(chosen)
            if is_perfect:
                perfect.append(search.describe(chosen, perfect=True))
            if is_nash:
                nash.append(search.describe(chosen, perfect=False))
            tried += 1
    except LimitReached as limit:
        status = limit.status
    except KeyboardInterrupt:
        status = Status.INTERRUPTED
    finally:
        limits.close()
    found = SymmetricEquilibria(
        world, factor, tuple(perfect), tuple(nash), tried,
        n ** (n * n) * (n if world.start == 0 else 1), status,
    )  # fmt: skip
    if status is Status.INTERRUPTED:
        raise Interrupted(found)
    return found


class _Search:
    """One strategy after the other, against itself.

    A strategy is a list of actions by state: that of the empty history first, which is
    never left for and, where an outcome comes before the start, counts for nothing.
    """

    def __init__(self, world: RepeatedGame, discount: Fraction) -> None:
        self.world, self.discount = world, discount
        self.n = world.game.shape[0]
        self.opens = world.start == 0
        self.values: list[Fraction] = []

    def strategies(self) -> Iterator[tuple[int, ...]]:
        """All of them; the opening is fixed where it counts for nothing."""
        for actions in itertools.product(range(self.n), repeat=self.n**2):
            for opening in range(self.n if self.opens else 1):
                yield (opening, *actions)

    def mirrored(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """What the opponent does, by outcomes as the row player sees them."""
        n = self.n
        return (chosen[0], *(chosen[1 + j * n + i] for i in range(n) for j in range(n)))

    def judge(self, chosen: tuple[int, ...]) -> tuple[bool, bool]:
        """Whether a strategy is Markov-perfect, and whether it is Nash from the start."""
        opponent = tuple(
            tuple(Fraction(a == b) for a in range(self.n)) for b in self.mirrored(chosen)
        )
        chains, rewards = decision_process(self.world, 0, opponent)
        values = policy_values(chains, rewards, list(chosen), self.discount)
        self.values = values
        # One deviation, then the strategy again: as good as any, if it pays nowhere.
        tempted = {
            state
            for state, (chain, reward) in enumerate(zip(chains, rewards, strict=True))
            if any(
                r + self.discount * sum((p * values[k] for k, p in c.items()), Fraction(0))
                > values[state]
                for c, r in zip(chain, reward, strict=True)
            )
        }
        if not tempted - (set() if self.opens else {0}):
            return True, True
        if tempted & self._met(chains, chosen):
            return False, False
        best, _ = solve_decisions(chains, rewards, self.discount)
        return False, best[self.world.start] == values[self.world.start]

    def _met(self, chains: list[list[dict[int, Fraction]]], chosen: Sequence[int]) -> set[int]:
        """States that the strategy leads to from the start and that still count there."""
        met, new = set[int](), {self.world.start}
        while new:
            met |= new
            new = {k for state in new for k in chains[state][chosen[state]]} - met
        # at discount 0 only the start counts
        return met if self.discount else {self.world.start}

    def describe(self, chosen: tuple[int, ...], *, perfect: bool) -> SymmetricStrategy:
        """The strategy just judged, with the discounts at which it is such an equilibrium."""
        actions = chosen[1:]
        names = self.world.game.row_actions
        if len(set(actions)) == 1:
            name = f"always {names[actions[0]]}"
        else:
            name = _NAMES.get(actions, ", ".join(names[a] for a in actions))
        discounts = None
        if self.n == 2 and self.world.tremble == (0.0, 0.0):
            find = markov_perfect_discounts if perfect else nash_discounts
            discounts = find(self.world.game, chosen, self.world.start)
        return SymmetricStrategy(
            name, actions, chosen[0] if self.opens else None,
            (1 - self.discount) * self.values[self.world.start], discounts,
        )  # fmt: skip
