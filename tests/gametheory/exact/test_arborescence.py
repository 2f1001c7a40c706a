"""Cheapest arborescences, against all of them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import ParameterError
from gametheory.exact.arborescence import cheapest_arborescence


def reaches_root(parents: dict[int, int], root: int) -> bool:
    for node in parents:
        seen = set()
        while node != root:
            if node in seen:
                return False
            seen.add(node)
            node = parents[node]
    return True


def brute_force(costs: list[list[int]], root: int) -> int:
    nodes = [i for i in range(len(costs)) if i != root]
    best = None
    for targets in product(range(len(costs)), repeat=len(nodes)):
        parents = dict(zip(nodes, targets, strict=True))
        if all(i != j for i, j in parents.items()) and reaches_root(parents, root):
            total = sum(costs[i][j] for i, j in parents.items())
            best = total if best is None else min(best, total)
    assert best is not None
    return best


@settings(max_examples=150)
@given(st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=n, max_size=n)
), st.data())  # fmt: skip
def test_all_trees(costs: list[list[int]], data: st.DataObject) -> None:
    root = data.draw(st.integers(0, len(costs) - 1))
    total, edges = cheapest_arborescence(costs, root)
    assert total == brute_force(costs, root) == sum(costs[i][j] for i, j in edges)
    assert sorted(i for i, _ in edges) == [i for i in range(len(costs)) if i != root]
    assert reaches_root(dict(edges), root)


def test_nested_cycles() -> None:
    # 1 and 2 prefer each other, and together 3; one of them has to pay for the way out.
    costs = [[0, 9, 9, 9], [9, 0, 1, 3], [8, 1, 0, 9], [9, 2, 9, 0]]
    assert cheapest_arborescence(costs, 0)[0] == brute_force(costs, 0) == 11


def test_no_such_root() -> None:
    with pytest.raises(ParameterError, match="expected a node, 0 to 1, got 2"):
        cheapest_arborescence([[0, 1], [1, 0]], 2)
