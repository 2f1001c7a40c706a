"""Cheapest trees towards a root in a complete directed graph of few nodes.

An *arborescence* gives every node but the *root* one outgoing edge, so that all paths end at the
root. The cheapest one is found by Edmonds' algorithm (Chu & Liu 1965; Edmonds 1967, "Optimum
branchings"): every node takes its cheapest edge; a cycle among these is contracted to one node,
whose outgoing edges cost what they cost more than the edge of the cycle that they replace.
"""

from __future__ import annotations

from collections.abc import Sequence

from gametheory.errors import ParameterError

__all__ = ["cheapest_arborescence"]

#: Cost, and the edge of the original graph that an edge of a contracted one stands for.
_Edge = tuple[int, tuple[int, int]]


def cheapest_arborescence(
    costs: Sequence[Sequence[int]], root: int
) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return the cost and the edges of a cheapest arborescence towards a root.

    Parameters
    ----------
    costs : n sequences of n int
        Cost of the edge from i to j, for each pair of nodes; the diagonal is not read.
    root : int

    Returns
    -------
    (int, tuple of (int, int))
        Total cost, and the n - 1 edges (from, to) in order.

    Examples
    --------
    >>> cheapest_arborescence([[0, 1, 9], [1, 0, 9], [2, 2, 0]], 0)
    (3, ((1, 0), (2, 0)))
    """
    nodes = range(len(costs))
    if root not in nodes:
        raise ParameterError(f"root: expected a node, 0 to {len(costs) - 1}, got {root}")
    graph = {i: {j: (costs[i][j], (i, j)) for j in nodes if j != i} for i in nodes}
    edges = sorted(_cheapest(graph, root))
    return sum(costs[i][j] for i, j in edges), tuple(edges)


def _cheapest(graph: dict[int, dict[int, _Edge]], root: int) -> list[tuple[int, int]]:
    choice = {i: min(out, key=lambda j: (out[j][0], j)) for i, out in graph.items() if i != root}
    cycle = _cycle(choice, root)
    if not cycle:
        return [graph[i][j][1] for i, j in choice.items()]
    inside, new = set(cycle), max(graph) + 1
    contracted: dict[int, dict[int, _Edge]] = {}
    for i, out in graph.items():
        if i in inside:
            continue
        contracted[i] = {j: edge for j, edge in out.items() if j not in inside}
        contracted[i][new] = min(out[j] for j in inside)
    leaving: dict[int, _Edge] = {}
    left_from: dict[tuple[int, int], int] = {}
    for i in cycle:
        saved = graph[i][choice[i]][0]
        for j, (cost, edge) in graph[i].items():
            if j in inside:
                continue
            left_from[edge] = i
            if j not in leaving or (cost - saved, edge) < leaving[j]:
                leaving[j] = (cost - saved, edge)
    contracted[new] = leaving
    edges = _cheapest(contracted, root)
    # The node at which the tree leaves the cycle gives up its edge of the cycle.
    (exit_node,) = (left_from[edge] for edge in edges if edge in left_from)
    return edges + [graph[i][choice[i]][1] for i in cycle if i != exit_node]


def _cycle(choice: dict[int, int], root: int) -> list[int]:
    """Return the nodes of one cycle of the chosen edges, or nothing."""
    safe = {root}
    for start in choice:
        path: list[int] = []
        node = start
        while node not in safe and node not in path:
            path.append(node)
            node = choice[node]
        if node not in safe:
            return path[path.index(node) :]
        safe.update(path)
    return []
