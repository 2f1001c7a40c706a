"""What must hold for the answers of any solver, as assertions.

The first two look at profiles; the others are *metamorphic*: they run a solver on a
game and on a transformed one, and compare the two answers by a theorem that says
how the transformation carries equilibria along
(:mod:`gametheory.testing.transformations`). They need no known answer.

A solver here is any function from a game to profiles: pairs of mixed strategies, or
objects with attributes ``row`` and ``column``; ``gametheory.solve`` is one. With exact
answers comparisons are exact; floats are compared within `tolerance` (total
variation). The metamorphic ones are for solvers that find all equilibria: of a solver
that stops at one, it may be another one in the transformed game.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal, format_fraction
from gametheory.strategy import epsilons
from gametheory.testing.known import KnownGame
from gametheory.testing.profiles import FoundProfile, SolveFunction, read_profile, run_solver
from gametheory.testing.transformations import (
    relabelled,
    rescaled,
    swapped,
    with_dominated_action,
    with_duplicate_action,
)

__all__ = [
    "assert_dominated_action_ignored",
    "assert_duplicate_action_merged",
    "assert_is_equilibrium",
    "assert_relabelling_equivariant",
    "assert_rescaling_invariant",
    "assert_same_profiles",
    "assert_swap_equivariant",
]

Number = int | Fraction
Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def assert_is_equilibrium(
    game: BimatrixGame, row: Any, column: Any, *, tolerance: float = 0.0
) -> None:
    """Assert that a profile is a Nash equilibrium.

    Parameters
    ----------
    game : BimatrixGame
    row, column : sequence of numbers
        Mixed strategies.
    tolerance : float
        Largest regret, as a share of a player's payoff range. 0 asks for an exact
        equilibrium.

    Raises
    ------
    AssertionError
        Names the player and the regret.
    StrategyError
        If these are not mixed strategies of the game.

    Examples
    --------
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> assert_is_equilibrium(pennies, ["1/2", "1/2"], ["1/2", "1/2"])
    """
    found = read_profile(game, (row, column), tolerance)
    for player, epsilon in enumerate(epsilons(game, *found.profile)):
        if epsilon > tolerance:
            raise AssertionError(
                f"not an equilibrium: {game.players[player]} regrets "
                f"{format_decimal(epsilon, 6)} of the payoff range at {_shown(found.profile)} of"
                f"\n{game}"
            )


def assert_same_profiles(
    game: BimatrixGame,
    found: Iterable[Any],
    expected: Iterable[Any],
    *,
    tolerance: float = 0.0,
) -> None:
    """Assert that two collections of profiles are the same set.

    Raises
    ------
    AssertionError
        Lists what is missing and what should not be there.

    Examples
    --------
    >>> game = BimatrixGame([[1]], [[1]])
    >>> assert_same_profiles(game, [([1], [1])], [([1.0], [1.0])])
    """
    ours = [read_profile(game, profile, tolerance) for profile in found]
    theirs = [read_profile(game, profile, tolerance) for profile in expected]
    missing = [p for p in theirs if not any(_match(p, q, tolerance) for q in ours)]
    surplus = [p for p in ours if not any(_match(p, q, tolerance) for q in theirs)]
    if missing or surplus:
        lines = [f"missing: {_shown(p.profile)}" for p in missing]
        lines += [f"not expected: {_shown(p.profile)}" for p in surplus]
        raise AssertionError("\n".join(["profiles differ", *lines, f"game: {game}"]))


def assert_rescaling_invariant(
    solve_function: SolveFunction,
    game: BimatrixGame,
    *,
    scales: tuple[Number, Number] = (2, 3),
    column_constants: Sequence[Number] | None = None,
    row_constants: Sequence[Number] | None = None,
    tolerance: float = 0.0,
) -> None:
    """Assert that rescaled payoffs have the same answer.

    Parameters
    ----------
    solve_function : callable
    game : BimatrixGame
        An m x n game.
    scales : pair of positive numbers
        Factors of A and of B.
    column_constants : n numbers, optional
        Added to the columns of A; 1, 2, ... if not given.
    row_constants : m numbers, optional
        Added to the rows of B; 1, 2, ... if not given.
    tolerance : float

    Examples
    --------
    >>> from gametheory import solve
    >>> assert_rescaling_invariant(solve, BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    """
    m, n = game.shape
    columns = range(1, n + 1) if column_constants is None else column_constants
    rows = range(1, m + 1) if row_constants is None else row_constants
    known = _answer(solve_function, game, tolerance)
    _compare(solve_function, rescaled(known, scales, columns, rows), tolerance)


def assert_relabelling_equivariant(
    solve_function: SolveFunction,
    game: BimatrixGame,
    *,
    row_order: Sequence[int] | None = None,
    column_order: Sequence[int] | None = None,
    tolerance: float = 0.0,
) -> None:
    """Assert that listing the actions in another order reorders the answer.

    Parameters
    ----------
    solve_function : callable
    game : BimatrixGame
    row_order, column_order : permutations, optional
        New row i is the old row ``row_order[i]``; reversed if not given.
    tolerance : float

    Examples
    --------
    >>> from gametheory import solve
    >>> assert_relabelling_equivariant(solve, BimatrixGame([[3, 0], [0, 2]], [[2, 0], [0, 3]]))
    """
    m, n = game.shape
    rows = range(m)[::-1] if row_order is None else row_order
    columns = range(n)[::-1] if column_order is None else column_order
    known = _answer(solve_function, game, tolerance)
    _compare(solve_function, relabelled(known, rows, columns), tolerance)


def assert_swap_equivariant(
    solve_function: SolveFunction, game: BimatrixGame, *, tolerance: float = 0.0
) -> None:
    """Assert that exchanging the players' seats exchanges their strategies.

    Examples
    --------
    >>> from gametheory import solve
    >>> assert_swap_equivariant(solve, BimatrixGame([[3, 0], [0, 2]], [[2, 0], [0, 3]]))
    """
    _compare(solve_function, swapped(_answer(solve_function, game, tolerance)), tolerance)


def assert_dominated_action_ignored(
    solve_function: SolveFunction,
    game: BimatrixGame,
    *,
    opponent_payoffs: Sequence[Number] | None = None,
    tolerance: float = 0.0,
) -> None:
    """Assert that a strictly dominated row, added last, changes nothing.

    For the column player's actions give ``game.transposed()``.

    Parameters
    ----------
    solve_function : callable
    game : BimatrixGame
        An m x n game.
    opponent_payoffs : n numbers, optional
        The column player's payoffs in the new row; 0, 1, 2, ... if not given.
    tolerance : float

    Examples
    --------
    >>> from gametheory import solve
    >>> assert_dominated_action_ignored(solve, BimatrixGame([[3, 0], [0, 2]], [[2, 0], [0, 3]]))
    """
    payoffs = range(game.shape[1]) if opponent_payoffs is None else opponent_payoffs
    known = _answer(solve_function, game, tolerance)
    _compare(solve_function, with_dominated_action(known, payoffs), tolerance)


def assert_duplicate_action_merged(
    solve_function: SolveFunction,
    game: BimatrixGame,
    *,
    action: int = 0,
    tolerance: float = 0.0,
) -> None:
    """Assert that a repeated row splits the answer, and merging gives it back.

    The solver must look for all extreme equilibria. For the column player's actions
    give ``game.transposed()``.

    Examples
    --------
    >>> from gametheory import solve
    >>> assert_duplicate_action_merged(solve, BimatrixGame([[3, 0], [0, 2]], [[2, 0], [0, 3]]))
    """
    known = _answer(solve_function, game, tolerance)
    _compare(solve_function, with_duplicate_action(known, action), tolerance)


def _answer(solve_function: SolveFunction, game: BimatrixGame, tolerance: float) -> KnownGame:
    found = [read_profile(game, p, tolerance).profile for p in run_solver(solve_function, game)]
    return KnownGame(game, frozenset(found), "the solver's own answer")


def _compare(solve_function: SolveFunction, known: KnownGame, tolerance: float) -> None:
    found = run_solver(solve_function, known.game)
    assert_same_profiles(known.game, found, known.equilibria, tolerance=tolerance)


def _match(one: FoundProfile, other: FoundProfile, tolerance: float) -> bool:
    if one.exact and not other.exact:
        one, other = other, one
    return one.profile == other.profile or one.is_near(other.profile, tolerance)


def _shown(profile: Profile) -> str:
    return "; ".join(", ".join(format_fraction(p) for p in strategy) for strategy in profile)
