"""The list of solvers.

A *solver* proposes profiles; :func:`gametheory.solve` checks every one of them
exactly, whoever proposed it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final

from gametheory.equilibria import Scope
from gametheory.errors import MissingDependencyError, UnknownNameError
from gametheory.exact.vertices import Vertices
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status
from gametheory.solvers.supports import Verifier
from gametheory.strategy import MixedStrategy

__all__ = ["LazyProfiles", "Proposal", "Solver", "solver", "solvers"]


class LazyProfiles(Collection[tuple[MixedStrategy, MixedStrategy]]):
    """Exact profiles, all different, whose number is known before their strategies."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a solver says, before anything is checked.

    Attributes
    ----------
    profiles : collection of (row, column)
        Both either exact :class:`MixedStrategy` or sequences of floats, which may be
        wrong in any way.
    status : Status
        How the search ended.
    complete : bool
        The solver proves that `profiles` hold every extreme equilibrium.
    reason : str
        Why complete, or why not; for a failure, what happened.
    degenerate : bool or None
        Whether the game is degenerate, if the solver decided it.
    notes : tuple of str
        Warnings and the like.
    vertices : pair of Vertices, optional
        Of the two best-response polytopes, if the solver enumerated them.
    verifier : Verifier, optional
        Of one of our own solvers that has verified the profiles by it already: it knows
        the best responses, which are costly in large games.
    """

    profiles: Collection[tuple[Any, Any]]
    status: Status
    complete: bool
    reason: str
    degenerate: bool | None = None
    notes: tuple[str, ...] = ()
    vertices: tuple[Vertices, Vertices] | None = None
    verifier: Verifier | None = None


@dataclass(frozen=True, slots=True)
class Solver:
    """A way to find equilibria.

    Attributes
    ----------
    name : str
        What the user types.
    scope : Scope
        What it looks for.
    summary : str
        One line for help texts.
    module : str
        Module that defines ``find(game, limits) -> Proposal`` under the name
        `function`; imported on first use.
    function : str
    package : str or None
        The foreign package that does the work, if any.
    condition : str or None
        Function of `module`, game -> bool, that tells games which the solver takes from
        those that it refuses; None if it takes all.
    """

    name: str
    scope: Scope
    summary: str
    module: str
    function: str = "find"
    package: str | None = None
    condition: str | None = None

    @property
    def is_installed(self) -> bool:
        """Whether the package is there; nothing is imported to find out."""
        return self.package is None or importlib.util.find_spec(self.package) is not None

    @property
    def version(self) -> tuple[str, str]:
        """Name and version of the package that does the work."""
        return _version(self.package or "gametheory-toolkit")

    def applies(self, game: BimatrixGame) -> bool:
        """Whether the solver takes this game."""
        if self.condition is None:
            return True
        return bool(getattr(import_module(self.module), self.condition)(game))

    def find(self, game: BimatrixGame, limits: Limits) -> Proposal:
        """Search `game` within `limits`; unchecked.

        Raises
        ------
        MissingDependencyError
            If the package is not installed.
        """
        if not self.is_installed:
            raise MissingDependencyError(
                f"method {self.name!r} needs the package {self.package}; pip install {self.package}"
            )
        proposal: Proposal = getattr(import_module(self.module), self.function)(game, limits)
        return proposal


@cache  # a third of a millisecond, as long as a small game takes
def _version(distribution: str) -> tuple[str, str]:
    # Imported here: it costs a tenth of the time that `import gametheory` may take.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return distribution, version(distribution)
    except PackageNotFoundError:
        return distribution, "unknown"


_SOLVERS: Final = {
    entry.name: entry
    for entry in (
        Solver(
            "exact",
            Scope.ALL,
            "all extreme equilibria of any game, in exact arithmetic",
            "gametheory.solvers.exact",
        ),
        Solver("pure", Scope.PURE, "all pure equilibria of any size", "gametheory.solvers.pure"),
        Solver(
            "lemke-howson",
            Scope.ONE,
            "one equilibrium of a game of any size, by complementary pivoting",
            "gametheory.solvers.lemke_howson",
        ),
        Solver(
            "zero-sum",
            Scope.ONE,
            "value and optimal strategies of a zero-sum game or an equivalent one",
            "gametheory.solvers.zero_sum",
            condition="applies",
        ),
        Solver(
            "nashpy-support",
            Scope.ALL,
            "Nashpy's support enumeration",
            "gametheory.solvers.nashpy_backends",
            "find_by_supports",
            "nashpy",
        ),
        Solver(
            "nashpy-vertex",
            Scope.ALL,
            "Nashpy's vertex enumeration",
            "gametheory.solvers.nashpy_backends",
            "find_by_vertices",
            "nashpy",
        ),
        Solver(
            "nashpy-lemke-howson",
            Scope.ONE,
            "one or more equilibria, by Nashpy's Lemke-Howson from every label",
            "gametheory.solvers.nashpy_backends",
            "find_by_lemke_howson",
            "nashpy",
        ),
    )
}


def solvers() -> tuple[Solver, ...]:
    """Every solver that the library knows, installed or not."""
    return tuple(_SOLVERS.values())


def solver(name: str) -> Solver:
    """Return the solver of that name.

    Raises
    ------
    UnknownNameError
        If there is none; suggests the near ones.
    """
    if name not in _SOLVERS:
        raise UnknownNameError("method", str(name), [*_SOLVERS, "auto"])
    return _SOLVERS[name]
