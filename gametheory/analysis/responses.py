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
from gametheory.analysis.moves import lines_by_payoff
from gametheory.errors import InternalError, ParameterError, check_memory
from gametheory.game import BimatrixGame
from gametheory.results import Result, Table

__all__ = [
    "SCHEMA",
    "ResponseGraph",
    "best_response_cycles",
    "response_graph",
]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/response-graph/1"

Outcome = tuple[int, int]
Rule = Literal["best", "better"]

#: Profiles of a component that are named at the prompt.
_SHOWN: Final = 8

#: Bytes for each profile at the peak of building and splitting the graph.
_BYTES_A_PROFILE: Final = 200


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ResponseGraph(Result):
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

    def summary(self) -> str:
        """How many sink components there are, and whether play can go round."""
        pure, sinks = len(self.pure_equilibria), len(self.sinks)
        name = f" of {self.game.name}" if self.game.name else ""
        ends = f"{sinks} sink component{'s' * (sinks > 1)}, {pure} of one profile"
        cycles = "no cycles" if self.acyclic else f"cycles in {len(self.cyclic)}"
        return f"{self.rule}-response graph{name}: {ends}; {cycles}"

    def tables(self) -> tuple[Table, ...]:
        """The sink components, and a shortest cycle of each component that has any."""
        sinks = [(str(k + 1), str(len(s)), self._named(s)) for k, s in enumerate(self.sinks)]
        cycles = [
            (str(k + 1), str(len(c)), self._named(self.cycle(k))) for k, c in enumerate(self.cyclic)
        ]
        columns = ("", "profiles"), (0, 2)
        tables = [Table("where play ends", (*columns[0], "members"), sinks, columns[1])]
        if cycles:
            tables.append(Table("where it goes round", (*columns[0], "a cycle"), cycles,
                                columns[1]))  # fmt: skip
        return tuple(tables)

    def to_document(self) -> dict[str, Any]:
        """Sinks and cyclic components, schema ``gametheory/response-graph/1``."""
        return {
            "schema": SCHEMA,
            "rule": self.rule,
            "sinks": [[list(outcome) for outcome in sink] for sink in self.sinks],
            "cyclic": [[list(outcome) for outcome in part] for part in self.cyclic],
        }

    def _named(self, outcomes: tuple[Outcome, ...]) -> str:
        game = self.game
        shown = [f"({game.row_actions[i]}, {game.column_actions[j]})" for i, j in outcomes[:_SHOWN]]
        more = [f"... ({len(outcomes)} in all)"] if len(outcomes) > _SHOWN else []
        return " ".join([*shown, *more])

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
    groups = lines_by_payoff(game)
    moves = groups.best() if rule == "best" else groups.better()
    tails, heads, size = moves.tails, moves.heads, moves.nodes
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
