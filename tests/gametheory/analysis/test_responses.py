"""Best- and better-response graphs, against reachability worked out arc by arc."""

import numpy as np
import pytest
from bruteforce import payoff_rows
from hypothesis import given
from hypothesis import strategies as st

from gametheory.analysis import best_response_cycles, best_response_path, response_graph
from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame

PENNIES = BimatrixGame.zero_sum([[1, -1], [-1, 1]])


def arcs(game, rule):
    """All arcs of the response graph, from the definition."""
    first, second = payoff_rows(game)
    m, n = game.shape
    for i in range(m):
        for j in range(n):
            column, row = [first[k][j] for k in range(m)], second[i]
            for k in range(m):
                if column[k] > column[i] and (rule == "better" or column[k] == max(column)):
                    yield (i, j), (k, j)
            for k in range(n):
                if row[k] > row[j] and (rule == "better" or row[k] == max(row)):
                    yield (i, j), (i, k)


def reachability(game, rule):
    m, n = game.shape
    reach = np.eye(m * n, dtype=bool)
    for tail, head in arcs(game, rule):
        reach[tail[0] * n + tail[1], head[0] * n + head[1]] = True
    for k in range(m * n):  # Warshall 1962
        reach |= np.outer(reach[:, k], reach[k])
    return reach


def games(high):
    return st.tuples(
        st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1), st.integers(0, high)
    ).map(random_game)


def random_game(parameters):
    m, n, seed, high = parameters
    rng = np.random.default_rng(seed)
    return BimatrixGame(rng.integers(0, high + 1, (m, n)), rng.integers(0, high + 1, (m, n)))


@pytest.mark.parametrize("rule", ["best", "better"])
@given(game=games(6))
def test_components(rule, game):
    m, n = game.shape
    reach = reachability(game, rule)
    mutual = reach & reach.T
    components = {tuple(np.flatnonzero(row).tolist()) for row in mutual}
    sinks = {c for c in components if set(np.flatnonzero(reach[c[0]]).tolist()) == set(c)}

    def named(groups):
        return tuple(sorted(tuple(divmod(k, n) for k in group) for group in groups))

    graph = response_graph(game, rule)
    assert graph.sinks == named(sinks)
    assert graph.cyclic == named(c for c in components if len(c) > 1)
    assert graph.pure_equilibria == tuple(
        (i, j) for i in range(m) for j in range(n) if not graph.successors(i, j)
    )
    all_arcs = set(arcs(game, rule))
    for i in range(m):
        for j in range(n):
            heads = graph.successors(i, j)
            assert len(set(heads)) == len(heads)
            assert {((i, j), head) for head in heads} == {a for a in all_arcs if a[0] == (i, j)}
    for k, component in enumerate(graph.cyclic):
        cycle = graph.cycle(k)
        assert len(set(cycle)) == len(cycle)
        assert set(cycle) <= set(component)
        assert all(arc in all_arcs for arc in zip(cycle, cycle[1:] + cycle[:1], strict=True))


@given(game=games(4), first=st.integers(0, 1))
def test_paths(game, first):
    moves = set(arcs(game, "best"))
    m, n = game.shape
    for i in range(m):
        for j in range(n):
            path = best_response_path(game, (i, j), first)
            assert path.outcomes[0] == (i, j)
            assert len(set(path.outcomes)) == len(path.outcomes)
            steps = list(zip(path.outcomes, path.outcomes[1:], strict=False))
            assert set(steps) <= moves
            if path.cycle:
                assert path.equilibrium is None
                assert path.outcomes[-len(path.cycle) :] == path.cycle
                assert (path.cycle[-1], path.cycle[0]) in moves
            else:
                assert path.equilibrium == path.outcomes[-1]
                assert not any(tail == path.outcomes[-1] for tail, _ in moves)


def test_shapley_game_cycles_through_six_outcomes():
    # Shapley 1964: best responses go round the six outcomes with payoffs 1, 0 or 0, 1.
    A = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    B = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    (cycle,) = best_response_cycles(BimatrixGame(A, B))
    assert cycle == ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0))


def test_potential_game_has_no_cycle():
    # Monderer and Shapley 1996: a common-interest game is a potential game.
    rng = np.random.default_rng(5)
    payoffs = rng.permutation(20).reshape(4, 5)
    for rule in ("best", "better"):
        graph = response_graph(BimatrixGame(payoffs, payoffs), rule)
        assert graph.acyclic
        assert all(len(sink) == 1 for sink in graph.sinks)
    assert best_response_cycles(BimatrixGame(payoffs, payoffs)) == ()


def test_better_responses_may_cycle_where_best_responses_end():
    # Matching pennies in the corner; the third actions are best against everything.
    A = [[1, -1, 0], [-1, 1, 0], [2, 2, 2]]
    B = [[-1, 1, 2], [1, -1, 2], [0, 0, 2]]
    game = BimatrixGame(A, B)
    assert response_graph(game, "best").acyclic
    better = response_graph(game, "better")
    assert better.cyclic == (((0, 0), (0, 1), (1, 0), (1, 1)),)
    assert better.sinks == (((2, 2),),)


def test_path_in_names_and_direction():
    game = BimatrixGame([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], row_actions=["H", "T"])
    assert best_response_path(game, ("T", 0), first=1).cycle == ((1, 0), (0, 0), (0, 1), (1, 1))


def test_a_line_of_ties_longer_than_a_byte():
    # 300 equal payoffs in a line: counts of arcs must not overflow.
    A = [[0] * 300, [1] * 300]
    graph = response_graph(BimatrixGame(A, [[0] * 300, [0] * 300]), "better")
    assert graph.pure_equilibria == tuple((1, j) for j in range(300))
    assert graph.acyclic


def test_many_actions_take_no_quadratic_memory():
    size = 300
    ranks = np.arange(size * size).reshape(size, size)
    graph = response_graph(BimatrixGame(ranks, ranks), "better")
    assert graph.pure_equilibria == ((size - 1, size - 1),)


def test_wrong_arguments():
    with pytest.raises(ParameterError, match="expected 'best' or 'better', got 'worse'"):
        response_graph(PENNIES, "worse")
    with pytest.raises(ParameterError, match="player: expected 0"):
        best_response_path(PENNIES, (0, 0), first=2)
    with pytest.raises(StrategyError, match="no action 2"):
        best_response_path(PENNIES, (0, 2))
