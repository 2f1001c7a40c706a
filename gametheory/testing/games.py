"""Hypothesis strategies for games, mixed strategies and profiles.

The payoffs are of named *kinds*, each of which has broken a solver somewhere: few
values (ties, so degenerate games), fractions, numbers near the ends of the floats,
integers that no float holds, and floats that differ by one unit in the last place.
All of them are exact numbers, so every game has an exact answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from hypothesis import strategies as st

from gametheory.errors import UnknownNameError
from gametheory.game import BimatrixGame

__all__ = [
    "PAYOFF_KINDS",
    "degenerate_games",
    "games",
    "mixed_strategies",
    "profiles",
    "sample_games",
    "zero_sum_games",
]

Payoff = int | float | Fraction
Strategy = tuple[Fraction, ...]

_ULP_ABOVE: Final = math.nextafter(1.0, 2.0)
_ULP_BELOW: Final = math.nextafter(1.0, 0.0)

#: Kind of payoffs -> the values that it draws from, each equally likely.
PAYOFF_KINDS: Final = MappingProxyType(
    {
        "zero-one": (0, 1),
        "zero-one-two": (0, 1, 2),
        "digits": tuple(range(10)),
        "signed": tuple(range(-99, 100)),
        "fractions": tuple(sorted({Fraction(p, q) for q in range(1, 7) for p in range(-q, 3 * q)})),
        "huge": tuple(float(f"{k}e300") for k in range(-9, 10)),
        "tiny": (*(float(f"{k}e-300") for k in range(-9, 10)), 5e-324, -5e-324, 1.5e-323),
        "offset": tuple(10**17 + k for k in range(-4, 5)),
        "wide": (0.0, 1e300, -1e300, 2e300, 1.0, -1.0, 1e-300, 5e-324),
        "one-ulp": (_ULP_BELOW, 1.0, _ULP_ABOVE),
    }
)


def games(
    *,
    min_actions: int = 1,
    max_actions: int = 4,
    kinds: Sequence[str] = tuple(PAYOFF_KINDS),
) -> st.SearchStrategy[BimatrixGame]:
    """Bimatrix games of every kind of payoffs, 1 x 1 and 1 x n included.

    Parameters
    ----------
    min_actions, max_actions : int
        Bounds on both players' numbers of actions.
    kinds : sequence of str
        Keys of `PAYOFF_KINDS`; each player's payoffs are of one of them.

    Raises
    ------
    UnknownNameError
        If there is no such kind.

    Examples
    --------
    >>> from hypothesis import given
    >>> from gametheory import solve
    >>> @given(games(max_actions=3))
    ... def test_a_game_has_an_equilibrium(game):
    ...     assert len(solve(game)) >= 1
    >>> test_a_game_has_an_equilibrium()
    """
    numbers = _numbers(kinds)
    sizes = st.integers(min_actions, max_actions)

    def build(m: int, n: int) -> st.SearchStrategy[BimatrixGame]:
        return st.builds(BimatrixGame, _matrices(numbers, m, n), _matrices(numbers, m, n))

    return st.tuples(sizes, sizes).flatmap(lambda shape: build(*shape))


def zero_sum_games(
    *,
    min_actions: int = 1,
    max_actions: int = 4,
    kinds: Sequence[str] = tuple(PAYOFF_KINDS),
) -> st.SearchStrategy[BimatrixGame]:
    """Zero-sum games; parameters as for :func:`games`.

    Examples
    --------
    >>> from hypothesis import given
    >>> from gametheory import solve
    >>> @given(zero_sum_games(max_actions=3))
    ... def test_all_equilibria_have_one_value(game):
    ...     assert len({equilibrium.payoffs for equilibrium in solve(game)}) == 1
    >>> test_all_equilibria_have_one_value()
    """
    numbers = _numbers(kinds)
    sizes = st.integers(min_actions, max_actions)

    def build(m: int, n: int) -> st.SearchStrategy[BimatrixGame]:
        return st.builds(BimatrixGame.zero_sum, _matrices(numbers, m, n))

    return st.tuples(sizes, sizes).flatmap(lambda shape: build(*shape))


@st.composite
def degenerate_games(
    draw: st.DrawFn, *, max_actions: int = 4, kinds: Sequence[str] = tuple(PAYOFF_KINDS)
) -> BimatrixGame:
    """Degenerate games, by construction.

    Either some pure action gets a second best response, which alone makes a game
    degenerate; or a line of the game is repeated whose action is a best response to
    something, so that it and its copy are best responses together. At least one
    player has two actions: a 1 x 1 game is never degenerate.

    Parameters
    ----------
    max_actions : int
        Bound on both players' numbers of actions; at least 2.
    kinds : sequence of str
        Keys of `PAYOFF_KINDS`.

    Examples
    --------
    >>> from hypothesis import given
    >>> from gametheory.analysis import is_degenerate
    >>> @given(degenerate_games(max_actions=3))
    ... def test_degenerate(game):
    ...     assert is_degenerate(game)
    >>> test_degenerate()
    """
    numbers = _numbers(kinds)
    m = draw(st.integers(1, max_actions))
    n = draw(st.integers(1 if m > 1 else 2, max_actions))
    payoffs = [draw(_matrices(numbers, m, n)) for _ in (0, 1)]
    # Work with the player who has a choice as the row player; swap back at the end.
    swap = m == 1 or (n > 1 and draw(st.booleans()))
    own, other = (_transposed(payoffs[1]), _transposed(payoffs[0])) if swap else payoffs
    line = draw(st.integers(0, len(own[0]) - 1))
    best = max(range(len(own)), key=lambda i: own[i][line])
    second = draw(st.sampled_from([i for i in range(len(own)) if i != best]))
    if draw(st.booleans()):
        own[second][line] = own[best][line]
    else:
        own[second], other[second] = list(own[best]), list(other[best])
    if swap:
        own, other = _transposed(other), _transposed(own)
    return BimatrixGame(own, other)


def mixed_strategies(
    n_actions: int, *, max_denominator: int = 60, completely_mixed: bool = False
) -> st.SearchStrategy[Strategy]:
    """Exact mixed strategies: tuples of Fractions that sum to 1.

    Parameters
    ----------
    n_actions : int
        Number of actions, at least 1.
    max_denominator : int
        Largest common denominator; at least `n_actions` if `completely_mixed`.
    completely_mixed : bool
        Whether every action must have a positive probability.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(mixed_strategies(3))
    ... def test_is_a_distribution(strategy):
    ...     assert sum(strategy) == 1 and min(strategy) >= 0
    >>> test_is_a_distribution()
    """
    least = int(completely_mixed)
    most = max(max_denominator // n_actions, 1)
    weights = st.lists(st.integers(least, most), min_size=n_actions, max_size=n_actions)
    return weights.map(_normalised)


def profiles(
    game: BimatrixGame, *, max_denominator: int = 60
) -> st.SearchStrategy[tuple[Strategy, Strategy]]:
    """Pairs of exact mixed strategies for a game.

    Examples
    --------
    >>> from hypothesis import given
    >>> from gametheory.strategy import nash_conv
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> @given(profiles(pennies))
    ... def test_nobody_regrets_less_than_nothing(profile):
    ...     assert nash_conv(pennies, *profile) >= 0
    >>> test_nobody_regrets_less_than_nothing()
    """
    m, n = game.shape
    return st.tuples(
        mixed_strategies(m, max_denominator=max_denominator),
        mixed_strategies(n, max_denominator=max_denominator),
    )


def sample_games(
    count: int,
    rng: int | np.random.SeedSequence | np.random.Generator | None = None,
    *,
    max_actions: int = 4,
    kinds: Sequence[str] = tuple(PAYOFF_KINDS),
) -> list[BimatrixGame]:
    """Draw games without Hypothesis: quick, reproducible, not shrunk.

    Parameters
    ----------
    count : int
        How many.
    rng : None, int, SeedSequence or Generator
        Source of randomness.
    max_actions : int
        Bound on both players' numbers of actions. One in ten games has a player
        with a single action.
    kinds : sequence of str
        Keys of `PAYOFF_KINDS`, taken in turn; in one game in five each player's
        payoffs are of a kind of their own.

    Examples
    --------
    >>> len(sample_games(20, rng=1)), sample_games(5, rng=1) == sample_games(5, rng=1)
    (20, True)
    """
    _numbers(kinds)  # refuses unknown names
    generator = np.random.default_rng(rng)
    drawn = []
    for number in range(count):
        m, n = (int(k) for k in generator.integers(min(2, max_actions), max_actions + 1, size=2))
        if generator.random() < 0.1:
            m, n = ((1, n), (m, 1), (1, 1))[int(generator.integers(3))]
        kind = kinds[number % len(kinds)]
        other = kinds[int(generator.integers(len(kinds)))] if generator.random() < 0.2 else kind
        first, second = (
            [[values[int(k)] for k in row] for row in generator.integers(len(values), size=(m, n))]
            for values in (PAYOFF_KINDS[kind], PAYOFF_KINDS[other])
        )
        drawn.append(BimatrixGame(first, second))
    return drawn


def _numbers(kinds: Sequence[str]) -> st.SearchStrategy[st.SearchStrategy[Payoff]]:
    """Choose a kind first, then numbers of this kind."""
    for kind in kinds:
        if kind not in PAYOFF_KINDS:
            raise UnknownNameError("kind of payoffs", kind, PAYOFF_KINDS)
    sampled: Callable[[str], st.SearchStrategy[Payoff]] = lambda kind: st.sampled_from(  # noqa: E731
        PAYOFF_KINDS[kind]
    )
    return st.sampled_from([sampled(kind) for kind in kinds])


def _matrices(
    numbers: st.SearchStrategy[st.SearchStrategy[Payoff]], m: int, n: int
) -> st.SearchStrategy[list[list[Payoff]]]:
    return numbers.flatmap(
        lambda number: st.lists(st.lists(number, min_size=n, max_size=n), min_size=m, max_size=m)
    )


def _normalised(weights: list[int]) -> Strategy:
    if not any(weights):
        weights = [1, *weights[1:]]
    total = sum(weights)
    return tuple(Fraction(weight, total) for weight in weights)


def _transposed(rows: list[list[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
