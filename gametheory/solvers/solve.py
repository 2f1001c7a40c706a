"""``solve``: whatever proposed it, only what exact arithmetic confirms comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from gametheory.equilibria import ApproximateEquilibrium, Equilibrium, EquilibriumSet
from gametheory.errors import InternalError, Interrupted
from gametheory.exact.vertices import max_bases
from gametheory.exact.walk import MOST_VARIABLES
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.solvers.registry import LazyProfiles, Proposal, solver
from gametheory.solvers.rounded import approximation, make_exact
from gametheory.solvers.supports import Verifier
from gametheory.strategy import MixedStrategy
from gametheory.tolerances import AUTO_BASES

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
        (one), ``"zero-sum"`` (one, of a zero-sum game or an equivalent one),
        ``"nashpy-support"``, ``"nashpy-vertex"``, ``"nashpy-lemke-howson"``; or ``"auto"``:
        ``exact`` where the two best-response polytopes can have at most `AUTO_BASES` bases,
        else ``zero-sum`` where it applies, else all pure equilibria and one by Lemke-Howson.
    timeout : float, optional
        Seconds.
    budget : int, optional
        Bases that may be visited; deterministic.

    Returns
    -------
    EquilibriumSet
        ``status`` says how the search ended, ``complete`` and ``reason`` whether
        these are all extreme equilibria. Where a limit or Ctrl-C ends ``exact``, the set
        holds the equilibria found till then and every pure one.

    Raises
    ------
    UnknownNameError
        If there is no such method.
    MissingDependencyError
        If the method's package is not installed.
    ParameterError
        If `timeout` or `budget` is not positive, or ``"zero-sum"`` is asked for a game
        that is not equivalent to a zero-sum game.
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
    except KeyboardInterrupt as interrupt:  # where the method itself kept nothing
        if isinstance(interrupt, Interrupted):
            raise
        method = "exact" if method == "auto" else method
        proposal = Proposal([], Status.INTERRUPTED, False, "interrupted")
    finally:
        limits.close()
    return _certify(game, method, proposal, limits)


def _propose(game: BimatrixGame, method: str, limits: Limits) -> tuple[str, Proposal]:
    """Run the method; for ``auto`` the one that it chooses."""
    if method != "auto":
        return method, solver(method).find(game, limits)
    m, n = game.shape
    bases = max_bases(m, n) + max_bases(n, m)
    if bases <= (AUTO_BASES if m + n <= MOST_VARIABLES else AUTO_BASES // 30) or min(m, n) == 1:
        return "exact", solver("exact").find(game, limits)
    why = f"auto does not search a game with up to {bases:.2g} bases completely"
    if solver("zero-sum").applies(game):
        one = solver("zero-sum").find(game, limits)
        reason = f"{one.reason}; {why}, method='exact' does, given time"
        return "zero-sum", replace(one, reason=reason)
    pure = solver("pure").find(game, limits)
    limits.spent = 0
    one = solver("lemke-howson").find(game, limits)
    reason = (
        f"all pure equilibria and one by Lemke-Howson ({one.reason}); {why}, method='exact' does, "
        "given time"
    )
    profiles = [*pure.profiles, *one.profiles]
    return "lemke-howson", Proposal(profiles, one.status, False, reason, verifier=one.verifier)


def _certify(game: BimatrixGame, method: str, proposal: Proposal, limits: Limits) -> EquilibriumSet:
    """Keep what exact arithmetic confirms."""
    chosen = solver(method)
    notes = [*proposal.notes]
    members: Collection[Equilibrium]
    approximate: tuple[ApproximateEquilibrium, ...] = ()
    dropped: list[str] = []
    if isinstance(proposal.profiles, LazyProfiles):
        members = _Verified(game, method, proposal.profiles)
    else:
        members, approximate, dropped = _sift(game, method, proposal, limits)
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
        own_notes=tuple(notes),
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
        check = Verifier(self._game)
        for row, column in _ordered(self._profiles):
            if not check.is_equilibrium(row, column):
                raise _false_proposal(self._method, _described(row.fractions, column.fractions))
            yield Equilibrium(self._game, row, column)

    def __contains__(self, equilibrium: object) -> bool:
        return any(equilibrium == member for member in self)


def _sift(
    game: BimatrixGame, method: str, proposal: Proposal, limits: Limits
) -> tuple[tuple[Equilibrium, ...], tuple[ApproximateEquilibrium, ...], list[str]]:
    """Split what was proposed into exact equilibria, approximate ones, and false ones."""
    exact: dict[tuple[MixedStrategy, MixedStrategy], None] = {}
    approximate: dict[tuple[Any, Any], None] = {}
    dropped: list[str] = []
    check = proposal.verifier or Verifier(game)
    for row, column in proposal.profiles:
        if isinstance(row, MixedStrategy) and isinstance(column, MixedStrategy):
            if check.is_equilibrium(row, column):
                exact[row, column] = None
            elif solver(method).package is None:
                raise _false_proposal(method, _described(row.fractions, column.fractions))
            else:
                dropped.append(_described(row.fractions, column.fractions))
            continue
        made = make_exact(game, row, column, check, limits.seconds_left)
        if made is not None:
            exact[made] = None
        elif (near := approximation(game, row, column)) is not None:
            approximate[near] = None
        else:
            dropped.append(_described(row, column))
    return (
        tuple(Equilibrium(game, *pair) for pair in _ordered(exact)),
        tuple(ApproximateEquilibrium(game, *pair) for pair in approximate),
        dropped,
    )


def _ordered(
    profiles: Iterable[tuple[MixedStrategy, MixedStrategy]],
) -> Iterator[tuple[MixedStrategy, MixedStrategy]]:
    """Smaller supports first, then by actions; probabilities are compared only on ties."""
    groups: dict[tuple[Any, ...], list[tuple[MixedStrategy, MixedStrategy]]] = {}
    for row, column in profiles:
        size = len(row.support) + len(column.support)
        groups.setdefault((size, row.support, column.support), []).append((row, column))
    for key in sorted(groups):
        group = groups[key]
        if len(group) > 1:
            group.sort(key=lambda pair: [[-p for p in s.fractions] for s in pair])
        yield from group


def _described(row: Any, column: Any) -> str:
    return f"({_shown(row)}), ({_shown(column)})"


def _shown(strategy: Any) -> str:
    try:
        return ", ".join(f"{float(p):.6g}" for p in strategy)[:200]
    except (TypeError, ValueError, OverflowError):
        return repr(strategy)[:200]
