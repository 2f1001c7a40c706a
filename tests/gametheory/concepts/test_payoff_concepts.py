"""Everything about payoffs, on 300 games of every kind of payoffs: no exception, and sense."""

import json
from itertools import pairwise

import pytest

from gametheory import solve
from gametheory.analysis import pareto_optimal_outcomes
from gametheory.concepts import (
    bargaining_solution,
    grim_trigger,
    individually_rational_payoffs,
    security_levels,
    stackelberg,
    subgame_perfect_payoffs,
    welfare_ratios,
)
from gametheory.exact.planar import convex_hull, pareto_chain, turn
from gametheory.testing import sample_games

RULES = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian")


def on_chain(chain, point):
    if len(chain) == 1:
        return chain[0] == point
    return any(turn(a, b, point) == 0 and a[0] <= point[0] <= b[0] for a, b in pairwise(chain))


@pytest.mark.slow
def test_300_games():
    for game in sample_games(300, rng=20):
        equilibria = solve(game)
        levels = security_levels(game)
        m, n = game.shape
        chain = pareto_chain(convex_hull([game.payoff(i, j) for i in range(m) for j in range(n)]))
        region = individually_rational_payoffs(game)
        efficient = pareto_optimal_outcomes(game).outcomes[0]
        results = [
            levels, region, welfare_ratios(game, equilibria),
            grim_trigger(game, efficient, equilibria),
            subgame_perfect_payoffs(game, "1/2", timeout=20), stackelberg(game, 0),
            stackelberg(game, 1),
        ]  # fmt: skip
        solutions = [bargaining_solution(game, rule) for rule in RULES]
        solutions.append(bargaining_solution(game, threat="variable"))
        for solution in solutions:
            assert all(on_chain(chain, point) for point in solution.points)
        for equilibrium in equilibria:
            assert all(u >= v for u, v in zip(equilibrium.payoffs, levels.values, strict=True))
            assert region.contains(equilibrium.payoffs)
            for leader in (0, 1):
                assert results[5 + leader].value >= equilibrium.payoffs[leader]
        for result in (*results, *solutions):
            assert result.summary() in repr(result)
            assert result._repr_html_().startswith("<p>")
            json.loads(result.to_json())
