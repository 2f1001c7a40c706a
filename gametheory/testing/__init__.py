"""Kit for testing solvers, and anything else that takes games.

* Hypothesis strategies: :func:`games`, :func:`degenerate_games`,
  :func:`zero_sum_games`, :func:`games_with_known_equilibria`, :func:`mixed_strategies`,
  :func:`profiles`.
* Invariants as assertions: :func:`assert_is_equilibrium`, :func:`assert_same_profiles`,
  :func:`assert_rescaling_invariant` and others.
* Trials for any solver and any dynamic: :func:`check_solver`, :func:`check_dynamic`.

Importing this package imports Hypothesis.
"""

from __future__ import annotations

from gametheory.testing.conformance import check_solver, examine_solver
from gametheory.testing.dynamics import check_dynamic
from gametheory.testing.games import (
    PAYOFF_KINDS,
    degenerate_games,
    games,
    mixed_strategies,
    profiles,
    sample_games,
    zero_sum_games,
)
from gametheory.testing.hard_games import hard_games, hard_games_without_answer
from gametheory.testing.invariants import (
    assert_dominated_action_ignored,
    assert_duplicate_action_merged,
    assert_is_equilibrium,
    assert_relabelling_equivariant,
    assert_rescaling_invariant,
    assert_same_profiles,
    assert_swap_equivariant,
)
from gametheory.testing.known import (
    KnownGame,
    block_game,
    constant_game,
    coordination_game,
    dominant_action_game,
    lone_player_game,
    weighted_pennies,
)
from gametheory.testing.known_games import games_with_known_equilibria, sample_known_games
from gametheory.testing.report import SolverCheckError, SolverFault, SolverReport
from gametheory.testing.transformations import (
    relabelled,
    rescaled,
    swapped,
    with_dominated_action,
    with_duplicate_action,
)

__all__ = [
    "PAYOFF_KINDS",
    "KnownGame",
    "SolverCheckError",
    "SolverFault",
    "SolverReport",
    "assert_dominated_action_ignored",
    "assert_duplicate_action_merged",
    "assert_is_equilibrium",
    "assert_relabelling_equivariant",
    "assert_rescaling_invariant",
    "assert_same_profiles",
    "assert_swap_equivariant",
    "block_game",
    "check_dynamic",
    "check_solver",
    "constant_game",
    "coordination_game",
    "degenerate_games",
    "dominant_action_game",
    "examine_solver",
    "games",
    "games_with_known_equilibria",
    "hard_games",
    "hard_games_without_answer",
    "lone_player_game",
    "mixed_strategies",
    "profiles",
    "relabelled",
    "rescaled",
    "sample_games",
    "sample_known_games",
    "swapped",
    "weighted_pennies",
    "with_dominated_action",
    "with_duplicate_action",
    "zero_sum_games",
]
