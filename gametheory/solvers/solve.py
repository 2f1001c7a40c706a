"""``solve``: whatever proposed it, only what exact arithmetic confirms comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory.equilibria import ApproximateEquilibrium, Equilibrium, EquilibriumSet
from gametheory.errors import InternalError, Interrupted, StrategyError
from gametheory.exact.linear import solve_linear
from gametheory.exact.vertices import max_bases
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.solvers.registry import LazyProfiles, Proposal, solver
from gametheory.strategy import MixedStrategy, read_strategy, regrets
from gametheory.tolerances import APPROXIMATE_REGRET, AUTO_BASES, SUPPORT

__all__ = ["solve"]


def solve(
    game: BimatrixGame,
    method: str = "auto",
    timeout: float | None = None,
    budget: int | None = None,
) -> EquilibriumSet:
    """Find Nash equilibria; every one that is returned has been verified exactly.

    Parameters
    ----------
    game : BimatrixGame
    method : str
        ``"exact"`` (all extreme equilibria, proved), ``"pure"``, ``"lemke-howson"``
        (one), ``"nashpy-support"``, ``"nashpy-vertex"``, ``"nashpy-lemke-howson"``; or
        ``"auto"``: ``exact`` where the two best-response polytopes can have at most
        `AUTO_BASES` bases, else all pure equilibria and one by Lemke-Howson.
    timeout : float, optional
        Seconds.
    budget : int, optional
        Bases that may be visited; deterministic.

    Returns
    -------
    EquilibriumSet
        ``status`` says how the search ended, ``complete`` and ``reason`` whether
        these are all extreme equilibria.

    Raises
    ------
    UnknownNameError
        If there is no such method.
    MissingDependencyError
        If the method's package is not installed.
    ParameterError
        If `timeout` or `budget` is not positive.
    Interrupted
        On Ctrl-C; ``.partial`` is the set so far.

    Examples
    --------
    >>> from gametheory import BimatrixGame, solve
    >>> solve(BimatrixGame([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))[0].row
    (Fraction(1, 2), Fraction(1, 2))
    """
    if not isinstance(game, BimatrixGame):
        raise TypeError(
            f"expected a BimatrixGame, got {type(game).__name__}; BimatrixGame(A, B) makes one"
        )
    limits = Limits(timeout, budget)
    try:
        method, proposal = _propose(game, method, limits)
    finally:
        limits.close()
    return _certify(game, method, proposal, limits)


def _propose(game: BimatrixGame, method: str, limits: Limits) -> tuple[str, Proposal]:
    """Run the method; for ``auto`` the one that it chooses."""
    if method != "auto":
        return method, solver(method).find(game, limits)
    m, n = game.shape
    bases = max_bases(m, n) + max_bases(n, m)
    if bases <= AUTO_BASES:
        return "exact", solver("exact").find(game, limits)
    pure = solver("pure").find(game, limits)
    limits.spent = 0
    one = solver("lemke-howson").find(game, limits)
    reason = (
        f"all pure equilibria and one by Lemke-Howson ({one.reason}); auto does not search a game "
        f"with up to {bases:.2g} bases completely, method='exact' does, given time"
    )
    return "lemke-howson", Proposal([*pure.profiles, *one.profiles], one.status, False, reason)


def _certify(game: BimatrixGame, method: str, proposal: Proposal, limits: Limits) -> EquilibriumSet:
    """Keep what exact arithmetic confirms."""
    chosen = solver(method)
    notes = [*game.notes, *proposal.notes]
    members: Collection[Equilibrium]
    approximate: tuple[ApproximateEquilibrium, ...] = ()
    dropped: list[str] = []
    if isinstance(proposal.profiles, LazyProfiles):
        members = _Verified(game, method, proposal.profiles)
    else:
        members, approximate, dropped = _sift(game, proposal)
        if dropped and chosen.package is None:
            raise _false_proposal(method, dropped[0])
    if dropped:
        notes.append(
            f"{len(dropped)} proposed profile{'s' * (len(dropped) > 1)} dropped, not an "
            f"equilibrium; the first: {dropped[0]}"
        )
    if proposal.complete and not len(members):
        raise InternalError("a complete set without an equilibrium contradicts Nash's theorem")
    result = EquilibriumSet(
        game=game,
        members=members,
        approximate=approximate,
        method=method,
        scope=chosen.scope,
        status=proposal.status,
        complete=proposal.complete,
        reason=proposal.reason,
        found_degenerate=proposal.degenerate,
        notes=tuple(notes),
        bases=limits.spent,
        dropped=len(dropped),
        versions=(chosen.version,),
        vertices=proposal.vertices,
    )
    if proposal.status is Status.INTERRUPTED:
        raise Interrupted(result)
    return result


def _false_proposal(method: str, shown: str) -> InternalError:
    return InternalError(f"method {method!r} proposed what is no equilibrium: {shown}")


class _Verified(Collection[Equilibrium]):
    """Equilibria whose strategies are solved for, and verified, when they are listed."""

    def __init__(self, game: BimatrixGame, method: str, profiles: LazyProfiles) -> None:
        self._game = game
        self._method = method
        self._profiles = profiles

    def __len__(self) -> int:
        return len(self._profiles)

    def __iter__(self) -> Iterator[Equilibrium]:
        check = _Verifier(self._game)
        for row, column in sorted(self._profiles, key=_order):
            if not check.is_equilibrium(row, column):
                raise _false_proposal(self._method, _described(row.fractions, column.fractions))
            yield Equilibrium(self._game, row, column)

    def __contains__(self, equilibrium: object) -> bool:
        return any(equilibrium == member for member in self)


def _sift(
    game: BimatrixGame, proposal: Proposal
) -> tuple[tuple[Equilibrium, ...], tuple[ApproximateEquilibrium, ...], list[str]]:
    """Split what was proposed into exact equilibria, approximate ones, and false ones."""
    exact: dict[tuple[MixedStrategy, MixedStrategy], None] = {}
    approximate: dict[tuple[Any, Any], None] = {}
    dropped: list[str] = []
    check = _Verifier(game)
    for row, column in proposal.profiles:
        if isinstance(row, MixedStrategy) and isinstance(column, MixedStrategy):
            if check.is_equilibrium(row, column):
                exact[row, column] = None
            else:
                dropped.append(_described(row.fractions, column.fractions))
            continue
        made = _make_exact(game, row, column, check)
        if made is not None:
            exact[made] = None
        elif (near := _approximate(game, row, column)) is not None:
            approximate[near] = None
        else:
            dropped.append(_described(row, column))
    return (
        tuple(Equilibrium(game, *pair) for pair in sorted(exact, key=_order)),
        tuple(ApproximateEquilibrium(game, *pair) for pair in approximate),
        dropped,
    )


def _order(pair: tuple[MixedStrategy, MixedStrategy]) -> tuple[Any, ...]:
    row, column = pair
    size = len(row.support) + len(column.support)
    floats = [[-p for p in strategy.fractions] for strategy in pair]
    return size, row.support, column.support, *floats


class _Verifier:
    """Exact test for equilibria; keeps action values of strategies that recur."""

    def __init__(self, game: BimatrixGame) -> None:
        row_payoffs, _ = game.integer_payoffs(0)
        column_payoffs, _ = game.integer_payoffs(1)
        self._payoffs = row_payoffs.tolist(), column_payoffs.T.tolist()
        self._best: tuple[dict[MixedStrategy, frozenset[int]], ...] = ({}, {})

    def best_responses(self, strategy: MixedStrategy, player: int) -> frozenset[int]:
        """Return the best responses of `player` to the opponent's strategy."""
        known = self._best[player]
        if strategy not in known:
            weights = [(k, strategy.numerators[k]) for k in strategy.support]
            values = [sum(w * row[k] for k, w in weights) for row in self._payoffs[player]]
            best = max(values)
            known[strategy] = frozenset(k for k, value in enumerate(values) if value == best)
        return known[strategy]

    def is_equilibrium(self, row: MixedStrategy, column: MixedStrategy) -> bool:
        """Whether each action that is played is a best response."""
        return self.best_responses(column, 0).issuperset(row.support) and self.best_responses(
            row, 1
        ).issuperset(column.support)


def _make_exact(
    game: BimatrixGame, row: Any, column: Any, check: _Verifier
) -> tuple[MixedStrategy, MixedStrategy] | None:
    """Return the exact equilibrium on the supports of a float profile, if there is one."""
    x, y = _finite(row, game.shape[0]), _finite(column, game.shape[1])
    if x is None or y is None:
        return None
    rows = [i for i, p in enumerate(x) if p > SUPPORT]
    columns = [j for j, p in enumerate(y) if p > SUPPORT]
    if not rows or not columns:
        return None
    row_payoffs, column_payoffs = (game.integer_payoffs(player)[0] for player in (0, 1))
    column_strategy = _indifferent(row_payoffs, rows, columns, y)
    row_strategy = _indifferent(column_payoffs.T, columns, rows, x)
    if row_strategy is None or column_strategy is None:
        return None
    if not check.is_equilibrium(row_strategy, column_strategy):
        return None
    return row_strategy, column_strategy


def _finite(strategy: Any, length: int) -> list[float] | None:
    try:
        values = np.asarray(strategy, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    if values.shape != (length,) or not np.isfinite(values).all():
        return None
    return [float(value) for value in values]


def _indifferent(
    payoffs: Any, indifferent: Sequence[int], used: Sequence[int], guess: Sequence[float]
) -> MixedStrategy | None:
    """Return the strategy on `used` that makes the opponent's actions equally good."""
    block = payoffs[np.ix_(indifferent, used)].tolist()
    first = block[0]
    rows = [[a - b for a, b in zip(first, row, strict=True)] for row in block[1:]]
    solution = solve_linear(
        [*rows, [1] * len(used)], [0] * len(rows) + [1], [guess[k] for k in used]
    )
    if solution is None or min(solution) < 0:
        return None
    probabilities = [Fraction(0)] * payoffs.shape[1]
    for k, probability in zip(used, solution, strict=True):
        probabilities[k] = probability
    return MixedStrategy.from_fractions(probabilities)


def _approximate(
    game: BimatrixGame, row: Any, column: Any
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]] | None:
    m, n = game.shape
    try:
        x, y = read_strategy(row, m, 0), read_strategy(column, n, 1)
    except StrategyError:
        return None
    for player, regret in enumerate(regrets(game, x, y)):
        if regret > APPROXIMATE_REGRET * game.payoff_range(player):
            return None
    return x, y


def _described(row: Any, column: Any) -> str:
    return f"({_shown(row)}), ({_shown(column)})"


def _shown(strategy: Any) -> str:
    try:
        return ", ".join(f"{float(p):.6g}" for p in strategy)[:200]
    except (TypeError, ValueError, OverflowError):
        return repr(strategy)[:200]
