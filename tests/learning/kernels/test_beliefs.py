"""Answers to beliefs against their equations in exact arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning import FictitiousPlayer, StochasticFictitiousPlayer
from learning.agents.protocol import Observation

PAYOFFS = [[3, -1, 0, 2], [0, 4, 1, -2], [1, 1, 1, 1]]
OTHERS = st.lists(st.integers(0, 3), max_size=20)
WEIGHTS = st.none() | st.lists(st.integers(0, 4), min_size=4, max_size=4)


def _against(others: list[int], weights: list[int] | None) -> tuple[list[int], int]:
    """What each action would have earned against all that counts, and how much counts."""
    counts = [others.count(j) + (weights[j] if weights else 0) for j in range(4)]
    return [sum(c * u for c, u in zip(counts, row, strict=True)) for row in PAYOFFS], sum(counts)


@given(others=OTHERS, weights=WEIGHTS)
def test_fictitious_play_answers_past_frequencies(
    others: list[int], weights: list[int] | None
) -> None:
    sums, _ = _against(others, weights)
    best = [a for a in range(3) if sums[a] == max(sums)]
    for tie_rule, expected in (
        ("random", [(a in best) / len(best) for a in range(3)]),
        ("first", [float(a == best[0]) for a in range(3)]),
    ):
        agent = FictitiousPlayer(initial_weights=weights, tie_rule=tie_rule).new(  # type: ignore[arg-type]
            3, 1, 1, payoffs=PAYOFFS
        )
        for other in others:
            agent.update(0, 1, 0.0, Observation(0, other), False)
        assert agent.values[0].tolist() == sums
        assert agent.behaviour(0).tolist() == agent.policy(0).tolist() == expected


@given(others=OTHERS, weights=WEIGHTS)
def test_stochastic_fictitious_play_is_logit_against_past_frequencies(
    others: list[int], weights: list[int] | None
) -> None:
    agent = StochasticFictitiousPlayer(temperature=0.25, initial_weights=weights).new(
        3, 1, 1, payoffs=PAYOFFS
    )
    for other in others:
        agent.update(0, 1, 0.0, Observation(0, other), False)
    sums, total = _against(others, weights)
    means = [Fraction(s, total) if total else Fraction(0) for s in sums]
    assert agent.values[0] == pytest.approx([float(mean) for mean in means], abs=1e-13)
    odds = [math.exp(float(mean) / (0.25 * 6)) for mean in means]
    assert agent.behaviour(0) == pytest.approx([o / sum(odds) for o in odds], rel=1e-11)
