"""Which conventions last: stochastically stable states of adaptive play with mistakes.

*Adaptive play* (Young 1993, "The evolution of conventions", Econometrica 61): in every period one
member of each player's population plays the game. The *state* is the record of the last
`memory` outcomes. Each of the two draws, independently, a *sample* of that many of these outcomes
without replacement, and plays a best response to what the opponent did in it; every sample and
every best response has positive probability. With probability epsilon he plays any action
instead, a *mistake*. As epsilon tends to 0, the long-run distribution concentrates on the
*stochastically stable* states.

Without mistakes the process ends in a *recurrent class*, a smallest set of states that it can't
leave; a *convention* is the class of one state, the same strict equilibrium in every record. The
*resistance* from one class to another is the smallest number of mistakes on a path between
them. The classes' *stochastic potential* is the smallest sum of resistances of a tree of
paths from all other classes to it; the stable classes are those of smallest potential (Young 1993,
theorem 2). All of it is integers, hence exact, for this memory and this sample: other values may
have other stable classes. The number of states, ``(m n)^memory``, limits both.

(One process and its result; the module passes 300 lines by their docstrings.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import InternalError, ParameterError, SolverError, check_memory
from gametheory.exact.arborescence import cheapest_arborescence
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits
from gametheory.results import Result, Table

__all__ = ["RecurrentClass", "StochasticStability", "stochastically_stable"]

Outcome = tuple[int, int]

#: Most steps (states times outcomes): some twenty seconds and 250 MB.
_MOST_STEPS: Final = 20_000_000

#: A cost beyond every path's.
_FAR: Final = np.iinfo(np.int32).max // 2


@dataclass(frozen=True, slots=True)
class RecurrentClass:
    """A set of states that adaptive play without mistakes never leaves.

    Attributes
    ----------
    n_states : int
    record : tuple of (int, int)
        One of its states: the outcomes remembered, the oldest first.
    outcomes : tuple of (int, int)
        All outcomes that occur in its records, in reading order.
    potential : int
        Stochastic potential: mistakes in the cheapest tree that leads to it.
    """

    n_states: int
    record: tuple[Outcome, ...]
    outcomes: tuple[Outcome, ...]
    potential: int

    @property
    def is_convention(self) -> bool:
        """Whether it is one state, one outcome for ever."""
        return self.n_states == 1


@dataclass(frozen=True, repr=False)
class StochasticStability(Result):
    """Recurrent classes of adaptive play and which of them are stochastically stable; exact.

    Attributes
    ----------
    game : BimatrixGame
    memory, sample : int
        Outcomes remembered, and drawn of these.
    classes : tuple of RecurrentClass
        All recurrent classes, in order of their first states.
    resistances : tuple of tuples of int
        Fewest mistakes from one class to another; 0 on the diagonal.
    tree : tuple of (int, int)
        A cheapest tree that leads to the first stable class, as edges between classes: the
        proof of its potential.
    """

    game: BimatrixGame
    memory: int
    sample: int
    classes: tuple[RecurrentClass, ...]
    resistances: tuple[tuple[int, ...], ...]
    tree: tuple[tuple[int, int], ...]

    @property
    def stable(self) -> tuple[int, ...]:
        """Indices of the stochastically stable classes."""
        least = min(each.potential for each in self.classes)
        return tuple(k for k, each in enumerate(self.classes) if each.potential == least)

    @property
    def stable_outcomes(self) -> tuple[Outcome, ...]:
        """Outcomes that occur in stochastically stable states, in reading order."""
        return tuple(sorted({o for k in self.stable for o in self.classes[k].outcomes}))

    def _name(self, outcome: Outcome) -> str:
        return f"({self.game.row_actions[outcome[0]]}, {self.game.column_actions[outcome[1]]})"

    def summary(self) -> str:
        """Return the stable classes and the process that they belong to."""
        stable = self.stable
        what = [
            self._name(self.classes[k].outcomes[0])
            if self.classes[k].is_convention
            else f"a class of {self.classes[k].n_states} states"
            for k in stable
        ]
        return (
            f"Stochastically stable under adaptive play (memory {self.memory}, sample "
            f"{self.sample}): {', '.join(what)}; {len(stable)} of {len(self.classes)} recurrent "
            "classes (exact)"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the classes with their potentials, and the resistances between them."""
        stable = self.stable
        rows = [
            (
                str(k + 1),
                "convention" if each.is_convention else f"{each.n_states} states",
                "; ".join(self._name(outcome) for outcome in each.outcomes),
                str(each.potential),
                "yes" if k in stable else "",
            )
            for k, each in enumerate(self.classes)
        ]
        header = ("class", "kind", "outcomes", "potential", "stable")
        classes = Table("", header, rows, left=(0, 1, 2, 4))
        if len(self.classes) == 1:
            return (classes,)
        numbers = [str(k + 1) for k in range(len(self.classes))]
        between = [
            (f"from {number}", *("" if i == j else str(r) for j, r in enumerate(row)))
            for i, (number, row) in enumerate(zip(numbers, self.resistances, strict=True))
        ]
        targets = ("", *(f"to {number}" for number in numbers))
        return classes, Table("Resistances: fewest mistakes", targets, between)

    def to_document(self) -> dict[str, Any]:
        """Return the process, its classes and their resistances."""
        return {
            "schema": "gametheory/stochastic-stability/1",
            "process": "adaptive play (Young 1993)",
            "memory": self.memory,
            "sample": self.sample,
            "stable": list(self.stable),
            "classes": [
                {
                    "states": each.n_states,
                    "record": [list(outcome) for outcome in each.record],
                    "outcomes": [list(outcome) for outcome in each.outcomes],
                    "potential": each.potential,
                }
                for each in self.classes
            ],
            "resistances": [list(row) for row in self.resistances],
            "tree": [list(edge) for edge in self.tree],
        }


def stochastically_stable(
    game: BimatrixGame, *, memory: int, sample: int, timeout: float | None = None
) -> StochasticStability:
    """Find the stochastically stable states of adaptive play with mistakes, exactly.

    Parameters
    ----------
    game : BimatrixGame
        A small m x n game.
    memory : int
        Outcomes remembered; ``(m n)^(memory + 1)`` may be at most 20 million: 11 in a 2 x 2
        game, 6 in a 3 x 3 one.
    sample : int
        Outcomes that each player draws of these, 1 to `memory`.
    timeout : float, optional
        Seconds.

    Returns
    -------
    StochasticStability

    Raises
    ------
    ParameterError
        If `memory` or `sample` is out of its range.
    SolverError
        If the time is over before the answer is known: there is no part of it to give.

    Examples
    --------
    >>> stag_hunt = BimatrixGame.symmetric([[10, 0], [7, 7]], row_actions=["Stag", "Hare"])
    >>> print(stochastically_stable(stag_hunt, memory=4, sample=2).summary())
    Stochastically stable under adaptive play (memory 4, sample 2): (Hare, Hare); 1 of 2 recurrent classes (exact)
    """  # noqa: E501  (the result as it prints itself)
    limits = Limits(timeout)
    try:
        process = _Process(game, memory, sample, limits)
        members = process.recurrent_classes()
        distances = [process.fewest_mistakes(states) for states in members]
    except LimitReached as limit:
        raise SolverError(
            f"adaptive play: stopped ({limit}) before the resistances of "
            f"{game.shape[0] * game.shape[1]}^{memory} states were known; ask for less memory or "
            "more time"
        ) from None
    finally:
        limits.close()
    resistances = tuple(
        tuple(int(distance[states].min()) for states in members) for distance in distances
    )
    trees = [cheapest_arborescence(resistances, root) for root in range(len(members))]
    classes = tuple(
        RecurrentClass(
            len(states), process.record(int(states[0])), process.outcomes(states), potential
        )
        for states, (potential, _) in zip(members, trees, strict=True)
    )
    _, tree = min(trees, key=lambda found: found[0])
    return StochasticStability(game, memory, sample, classes, resistances, tree)


class _Process:
    """States as numbers in base m n, the latest outcome the last digit."""

    def __init__(self, game: BimatrixGame, memory: int, sample: int, limits: Limits) -> None:
        self.game = game
        m, n = game.shape
        self.base = m * n
        for name, value in (("memory", memory), ("sample", sample)):
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise ParameterError(f"{name}: expected a whole number >= 1, got {value!r}")
        if sample > memory:
            raise ParameterError(f"sample: expected at most the memory, {memory}, got {sample}")
        if self.base ** (memory + 1) > _MOST_STEPS:
            longest = 0
            while self.base ** (longest + 2) <= _MOST_STEPS:
                longest += 1
            raise ParameterError(
                f"memory: a {m} x {n} game allows at most {longest}, got {memory}; "
                f"{self.base}^{memory} states are too many"
            )
        self.memory = memory
        self.limits = limits
        self.n_states = self.base**memory
        check_memory(12 * self.n_states * self.base, "adaptive play's transitions")
        self.costs = self._mistakes(sample)

    def _mistakes(self, sample: int) -> NDArray[np.int32]:
        """Mistakes that each outcome takes in each state, shape (states, outcomes)."""
        m, n = self.game.shape
        digits = np.arange(self.n_states)
        rows = np.zeros((self.n_states, m), dtype=np.int64)
        columns = np.zeros((self.n_states, n), dtype=np.int64)
        for _ in range(self.memory):
            digits, outcome = np.divmod(digits, self.base)
            np.add.at(rows, (np.arange(self.n_states), outcome // n), 1)
            np.add.at(columns, (np.arange(self.n_states), outcome % n), 1)
        first = ~self._replies(0, columns, sample)
        second = ~self._replies(1, rows, sample)
        costs = first[:, :, None].astype(np.int32) + second[:, None, :]
        return costs.reshape(self.n_states, self.base)

    def _replies(self, player: int, counts: NDArray[np.int64], sample: int) -> NDArray[np.bool_]:
        """Whether an action is a best response to some sample, for each state's counts."""
        payoffs = self.game.integer_payoffs(player)[0].astype(object)
        own = payoffs if player == 0 else payoffs.T
        different, places = np.unique(counts, axis=0, return_inverse=True)
        replies = np.zeros((len(different), len(own)), dtype=bool)
        for drawn in _compositions(sample, counts.shape[1]):
            values = own @ np.array(drawn, dtype=object)
            best = np.equal(values, values.max()).astype(np.bool_)
            drawable = np.all(different >= np.array(drawn), axis=1)
            replies |= drawable[:, None] & best[None, :]
        return replies[places.ravel()]

    def recurrent_classes(self) -> list[NDArray[np.int64]]:
        """States of each recurrent class without mistakes, in order of the first one."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        self.limits.check_time()
        start, outcome = np.nonzero(self.costs == 0)
        end = start % (self.n_states // self.base) * self.base + outcome
        graph = csr_array(
            (np.ones(len(start), dtype=bool), (start, end)), shape=(self.n_states, self.n_states)
        )
        count, labels = connected_components(graph, directed=True, connection="strong")
        left = np.zeros(count, dtype=bool)
        left[labels[start[labels[start] != labels[end]]]] = True
        order = np.argsort(labels, kind="stable")
        groups = np.split(order, np.cumsum(np.bincount(labels, minlength=count))[:-1])
        classes = [groups[k] for k in np.flatnonzero(~left).tolist()]
        if not classes:
            raise InternalError("a finite process has a recurrent class")
        return sorted(classes, key=lambda states: int(states[0]))

    def fewest_mistakes(self, states: NDArray[np.int64]) -> NDArray[np.int32]:
        """Fewest mistakes on a path from these states to each state."""
        rest = self.n_states // self.base
        costs = self.costs.reshape(self.base, rest, self.base)
        distance = np.full(self.n_states, _FAR, dtype=np.int32)
        distance[states] = 0
        while True:
            self.limits.check_time()
            # From (oldest, rest) to (rest, outcome), over all oldest ones.
            reached = distance.reshape(self.base, rest)
            nearer = np.full((rest, self.base), _FAR, dtype=np.int32)
            for oldest in range(self.base):
                np.minimum(nearer, reached[oldest][:, None] + costs[oldest], out=nearer)
            changed = np.minimum(distance, nearer.reshape(-1))
            if np.array_equal(changed, distance):
                return distance
            distance = changed

    def record(self, state: int) -> tuple[Outcome, ...]:
        """Outcomes that a state remembers, the oldest first."""
        outcomes = []
        for _ in range(self.memory):
            state, outcome = divmod(state, self.base)
            outcomes.append(divmod(outcome, self.game.shape[1]))
        return tuple(outcomes[::-1])

    def outcomes(self, states: NDArray[np.int64]) -> tuple[Outcome, ...]:
        """All outcomes in the records of these states."""
        found: set[int] = set()
        digits = states
        for _ in range(self.memory):
            digits, outcome = np.divmod(digits, self.base)
            found |= set(np.unique(outcome).tolist())
        return tuple(divmod(outcome, self.game.shape[1]) for outcome in sorted(found))


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All tuples of `parts` whole numbers >= 0 with this sum."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in _compositions(total - first, parts - 1):
            yield (first, *others)
