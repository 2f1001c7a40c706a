"""The same game through every solver, and what each made of it.

The reference is the complete set of extreme equilibria that ``exact`` proves. A
solver *missed* those of them that it looks for and did not return (all, or the
pure ones; a solver that looks for one equilibrium misses none if it returns one).
It *invented* the profiles that it proposed and that :func:`gametheory.solve`
dropped, since they are no equilibria. *Other* equilibria are true but not extreme:
points of a continuum, which only degenerate games have.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gametheory.equilibria import Equilibrium, EquilibriumSet, Scope
from gametheory.errors import Interrupted
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.numbers import format_fraction
from gametheory.results import Result, Table
from gametheory.solvers.nashpy_backends import workers_ahead
from gametheory.solvers.registry import solver, solvers
from gametheory.solvers.solve import solve

__all__ = ["SCHEMA", "CrossCheck", "MethodCheck", "cross_check"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/cross-check/1"

_REFERENCE: Final = "exact"
_HEAD: Final = (
    "method", "looks for", "found", "missed", "invented", "other", "inexact", "status", "seconds",
)  # fmt: skip
_UNKNOWN: Final = "?"


@dataclass(frozen=True, slots=True)
class MethodCheck:
    """What one solver made of the game.

    Attributes
    ----------
    method : str
    scope : Scope
        What it looks for.
    found : tuple of Equilibrium
        Equilibria of the reference that it returned.
    missed : tuple of Equilibrium or None
        Equilibria of the reference that it should have returned and did not; None
        if the reference is not complete, so that nobody knows.
    invented : int
        Profiles that it proposed and that are no equilibria.
    other : tuple of Equilibrium
        Equilibria that it returned outside the reference: not extreme, if the
        reference is complete.
    inexact : int
        Profiles near an equilibrium that could not be made exact.
    status : Status
        How it ended.
    seconds : float
        Wall time of the call, for a foreign solver with the start of its process.
    reason : str
        What the solver says about its end.
    notes : tuple of str
        Its warnings, and what was done to its profiles.
    version : (str, str)
        The package that did the work.
    """

    method: str
    scope: Scope
    found: tuple[Equilibrium, ...]
    missed: tuple[Equilibrium, ...] | None
    invented: int
    other: tuple[Equilibrium, ...]
    inexact: int
    status: Status
    seconds: float
    reason: str
    notes: tuple[str, ...]
    version: tuple[str, str]

    @property
    def agrees(self) -> bool | None:
        """Whether nothing was missed or invented; None if that is not known."""
        if self.invented or self.missed:
            return False
        return None if self.missed is None else True


@dataclass(frozen=True, slots=True, repr=False)
class CrossCheck(Result):
    """Every solver's answer to one game beside the reference.

    Attributes
    ----------
    game : BimatrixGame
    reference : EquilibriumSet
        The exact engine's answer.
    methods : tuple of MethodCheck
        One for each solver that was run, in the registry's order.
    """

    game: BimatrixGame = field(repr=False)
    reference: EquilibriumSet
    methods: tuple[MethodCheck, ...]

    def __len__(self) -> int:
        return len(self.methods)

    def __getitem__(self, method: str) -> MethodCheck:
        for check in self.methods:
            if check.method == method:
                return check
        raise KeyError(f"{method!r} was not run; run: {', '.join(c.method for c in self.methods)}")

    def summary(self) -> str:
        """One line: the reference, and whether the others agree with it."""
        count = len(self.reference)
        name = f" of {self.game.name}" if self.game.name else ""
        if not self.reference.complete:
            return (
                f"Cross-check{name}: the reference is not complete ({self.reference.reason}); "
                "what was missed is not known"
            )
        against = [check.method for check in self.methods if not check.agrees]
        verdict = f"not confirmed by {', '.join(against)}" if against else "all agree"
        return (
            f"Cross-check{name}: {count} extreme equilibri{'um' if count == 1 else 'a'}; {verdict}"
        )

    def tables(self) -> tuple[Table]:
        """One row for each method."""
        rows = [
            (
                check.method,
                check.scope.value,
                str(len(check.found)),
                _UNKNOWN if check.missed is None else str(len(check.missed)),
                str(check.invented),
                str(len(check.other)),
                str(check.inexact),
                check.status.value,
                f"{check.seconds:.3f}",
            )
            for check in self.methods
        ]
        return (Table("", _HEAD, rows, left=(0, 1, 7)),)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the payoffs have to say, then each solver of its end."""
        said = [
            f"{check.method}: {line}"
            for check in self.methods
            for line in (check.reason, *check.notes)
            if line not in self.game.notes
        ]
        return (*self.game.notes, *said)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/cross-check/1``.

        ``found`` and ``missed`` are indices into ``reference.equilibria``.
        """
        index = {_key(e): k for k, e in enumerate(self.reference)}
        return {
            "schema": SCHEMA,
            "reference": json.loads(self.reference.to_json()),
            "methods": [
                {
                    "method": check.method,
                    "scope": check.scope.value,
                    "status": check.status.value,
                    "found": [index[_key(e)] for e in check.found],
                    "missed": None
                    if check.missed is None
                    else [index[_key(e)] for e in check.missed],
                    "invented": check.invented,
                    "other": [
                        {
                            "row": [format_fraction(p) for p in e.row],
                            "column": [format_fraction(p) for p in e.column],
                        }
                        for e in check.other
                    ],
                    "inexact": check.inexact,
                    "seconds": check.seconds,
                    "reason": check.reason,
                    "notes": list(check.notes),
                    "version": list(check.version),
                }
                for check in self.methods
            ],
        }


def cross_check(
    game: BimatrixGame, *, methods: Sequence[str] | None = None, timeout: float | None = 30.0
) -> CrossCheck:
    """Solve a game by every method and compare with the exact engine.

    Parameters
    ----------
    game : BimatrixGame
    methods : sequence of str, optional
        Names of solvers; all that are installed and take this game if not given.
        ``exact`` is always run, for the reference.
    timeout : float, optional
        Seconds for *each* method; None for no limit.

    Raises
    ------
    UnknownNameError
        If there is no such method.
    MissingDependencyError
        If a method is named whose package is not installed.
    ParameterError
        If `timeout` is not positive.
    Interrupted
        On Ctrl-C; ``.partial`` is the table so far.
    """
    if methods is None:
        names = [e.name for e in solvers() if e.is_installed and e.applies(game)]
    else:
        names = [solver(name).name for name in dict.fromkeys(methods)]
    names = [_REFERENCE, *(name for name in names if name != _REFERENCE)]
    with workers_ahead(sum(solver(name).package == "nashpy" for name in names)):
        return _run(game, names, timeout)


def _run(game: BimatrixGame, names: Sequence[str], timeout: float | None) -> CrossCheck:
    checks: list[MethodCheck] = []
    reference: EquilibriumSet | None = None
    for name in names:
        start = time.perf_counter()
        stop: Interrupted | None = None
        try:
            result = solve(game, name, timeout)
        except Interrupted as interruption:
            stop = interruption
            if not isinstance(stop.partial, EquilibriumSet):
                raise
            result = stop.partial
        seconds = time.perf_counter() - start
        if reference is None:
            reference = result
        checks.append(_compare(result, reference, seconds))
        if stop is not None:
            raise Interrupted(CrossCheck(game, reference, tuple(checks))) from stop
    assert reference is not None  # the list of names is never empty
    return CrossCheck(game, reference, tuple(checks))


def _key(equilibrium: Equilibrium) -> tuple[Any, Any]:
    return equilibrium.row_strategy, equilibrium.column_strategy


def _compare(result: EquilibriumSet, reference: EquilibriumSet, seconds: float) -> MethodCheck:
    """Compare one solver's set with the reference."""
    returned = {_key(e) for e in result}
    known = {_key(e) for e in reference}
    missed: tuple[Equilibrium, ...] | None = None
    if reference.complete:
        wanted = {
            Scope.ALL: reference.equilibria,
            Scope.PURE: tuple(e for e in reference if e.is_pure),
            Scope.ONE: () if returned else reference.equilibria[:1],
        }[result.scope]
        missed = tuple(e for e in wanted if _key(e) not in returned)
    return MethodCheck(
        method=result.method,
        scope=result.scope,
        found=tuple(e for e in reference if _key(e) in returned),
        missed=missed,
        invented=result.dropped,
        other=tuple(e for e in result if _key(e) not in known),
        inexact=len(result.approximate),
        status=result.status,
        seconds=seconds,
        reason=result.reason,
        notes=result.notes,
        version=result.versions[0],
    )
