"""Best- and better-response dynamics over pure profiles.

From a pure profile a player *improves* by switching, alone, to an action with a
strictly higher payoff. In the *better-response graph* an arc leads from a profile
to every such switch; in the *best-response graph* only to the player's best
responses. A pure profile without an outgoing arc is a pure Nash equilibrium.

A *sink component* is a set of profiles that all reach each other and that no arc
leaves: play that follows the arcs at random ends in one. A sink component of one
profile is a pure equilibrium; a larger one goes round forever (Goemans, Mirrokni
and Vetta 2005 call them sink equilibria). A *cycle* is a closed walk along arcs.
A game without better-response cycles has the *finite improvement property*
(Monderer and Shapley 1996, "Potential games", Games and Economic Behavior 14).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gametheory.analysis.best_responses import pure_best_responses
from gametheory.errors import InternalError, ParameterError, check_memory
from gametheory.game import BimatrixGame

__all__ = [
    "ResponseGraph",
    "best_response_cycles",
    "response_graph",
]

Outcome = tuple[int, int]
Rule = Literal["best", "better"]

#: Bytes for each profile at the peak of building and splitting the graph.
_BYTES_A_PROFILE: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class ResponseGraph:
    """Where best- or better-response play over pure profiles can lead.

    Attributes
    ----------
    game : BimatrixGame
    rule : str
        ``"best"`` or ``"better"``.
    sinks : tuple of tuples of (row, column)
        The sink components; those of one profile are the pure equilibria.
    cyclic : tuple of tuples of (row, column)
        The components with cycles: sets of two or more profiles that all reach
        each other, whether or not play can leave them.
    """

    game: BimatrixGame
    rule: Rule
    sinks: tuple[tuple[Outcome, ...], ...]
    cyclic: tuple[tuple[Outcome, ...], ...]
    _best: tuple[NDArray[np.bool_], NDArray[np.bool_]] = field(repr=False)

    @property
    def pure_equilibria(self) -> tuple[Outcome, ...]:
        """The pure Nash equilibria, in reading order."""
        return tuple(sink[0] for sink in self.sinks if len(sink) == 1)

    @property
    def acyclic(self) -> bool:
        """Whether every path ends; for the rule "better", the finite improvement property."""
        return not self.cyclic

    def successors(self, i: int, j: int) -> tuple[Outcome, ...]:
        """Profiles that one switch leads to, the row player's switches first.

        Raises
        ------
        StrategyError
            If the game has no outcome (i, j).
        """
        i, j = self.game.action_index(0, i), self.game.action_index(1, j)
        rows, columns = (
            self._improvements(0, i, (slice(None), j)),
            self._improvements(1, j, (i, slice(None))),
        )
        return (*((row, j) for row in rows), *((i, column) for column in columns))

    def cycle(self, component: int) -> tuple[Outcome, ...]:
        """Return a shortest cycle through the first profile of ``cyclic[component]``.

        There may be exponentially many cycles; one shows that there is one.
        """
        start, *others = self.cyclic[component]
        inside = set(others)
        came_from: dict[Outcome, Outcome] = {}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there in self.successors(*here):
                if there == start:
                    walk = [here]
                    while walk[-1] != start:
                        walk.append(came_from[walk[-1]])
                    return tuple(reversed(walk))
                if there in inside:
                    inside.remove(there)
                    came_from[there] = here
                    queue.append(there)
        raise InternalError("a component of several profiles without a cycle through each")

    def _improvements(self, player: int, action: int, line: Any) -> list[int]:
        if self.rule == "best":
            best = self._best[player][line]
            return [] if best[action] else np.flatnonzero(best).tolist()
        payoffs = self.game.comparable_payoffs(player)[line]
        return np.flatnonzero(payoffs > payoffs[action]).tolist()


def response_graph(game: BimatrixGame, rule: Rule = "best") -> ResponseGraph:
    """Split the best- or better-response graph into its components.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game; time and memory grow as m n (log m n for sorting).
    rule : {"best", "better"}
        Which switches count.

    Raises
    ------
    ParameterError
        If `rule` is neither.
    MemoryLimitError
        If the graph would not fit into memory.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> graph = response_graph(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    >>> graph.sinks == graph.cyclic, graph.cycle(0)
    (True, ((0, 0), (0, 1), (1, 1), (1, 0)))
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if rule not in ("best", "better"):
        raise ParameterError(f"rule: expected 'best' or 'better', got {rule!r}")
    m, n = game.shape
    check_memory(m * n * _BYTES_A_PROFILE, "the response graph")
    tails, heads, size = _arcs(game, rule)
    graph = coo_matrix((np.ones(tails.size, dtype=np.int8), (tails, heads)), shape=(size, size))
    count, component = connected_components(graph.tocsr(), directed=True, connection="strong")
    leaving = np.zeros(count, dtype=bool)
    leaving[component[tails[component[tails] != component[heads]]]] = True
    profiles = component[: m * n]  # the other nodes stand for groups of profiles
    sizes = np.bincount(profiles, minlength=count)
    return ResponseGraph(
        game,
        rule,
        tuple(_members(profiles, (~leaving) & (sizes > 0), n)),
        tuple(_members(profiles, sizes > 1, n)),
        (pure_best_responses(game, 0), pure_best_responses(game, 1)),
    )


def best_response_cycles(game: BimatrixGame) -> tuple[tuple[Outcome, ...], ...]:
    """One best-response cycle from each component of the best-response graph that has any.

    Returns
    -------
    tuple of tuples of (row, column)
        Each a shortest cycle through the first profile of its component. Empty if
        every best-response path ends in a pure equilibrium.
    """
    graph = response_graph(game, "best")
    return tuple(graph.cycle(k) for k in range(len(graph.cyclic)))


def _arcs(game: BimatrixGame, rule: Rule) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Tails and heads of the arcs, and the number of nodes.

    Arcs from each profile to all better ones would be m n (m + n). Profiles of one
    line with the same payoff get a common node instead, from which arcs lead to
    them and, for the rule "better", to the next better such node: who enters it
    reaches exactly the profiles at least as good.
    """
    m, n = game.shape
    flat = np.arange(m * n).reshape(m, n)
    tails: list[NDArray[np.int64]] = []
    heads: list[NDArray[np.int64]] = []
    nodes = m * n
    for player, profiles in ((0, flat.T), (1, flat)):
        payoffs = game.comparable_payoffs(player)
        lines = payoffs.T if player == 0 else payoffs
        order = np.argsort(lines, axis=1, kind="stable")
        ordered = np.take_along_axis(lines, order, axis=1)
        rises = (ordered[:, 1:] != ordered[:, :-1]).astype(np.int64)
        group = np.concatenate([np.zeros((len(lines), 1), dtype=np.int64), rises], axis=1)
        last = group.cumsum(axis=1)
        start = np.concatenate(([0], np.cumsum(last[:-1, -1] + 1)))
        group = last + start[:, None] + nodes
        top = np.broadcast_to(group[:, -1:], group.shape)
        members = np.take_along_axis(profiles, order, axis=1)
        improving = group < top
        ends = np.zeros_like(improving)  # the last of each group but the best
        ends[:, :-1] = rises.astype(bool)
        target = top if rule == "best" else group + 1
        tails += [group.ravel(), members[improving]]
        heads += [members.ravel(), target[improving]]
        if rule == "better":
            tails.append(group[ends])
            heads.append(group[ends] + 1)
        nodes = int(top[-1, -1]) + 1
    return np.concatenate(tails), np.concatenate(heads), nodes


def _members(
    profiles: NDArray[np.int32], wanted: NDArray[np.bool_], n: int
) -> Iterator[tuple[Outcome, ...]]:
    """Profiles of each wanted component, in the order of their first profiles."""
    chosen = np.flatnonzero(wanted[profiles])
    order = chosen[np.argsort(profiles[chosen], kind="stable")]
    if not order.size:
        return
    cuts = np.flatnonzero(np.diff(profiles[order])) + 1
    groups = sorted(np.split(order, cuts), key=lambda group: int(group[0]))
    for group in groups:
        yield tuple((int(flat) // n, int(flat) % n) for flat in group)
