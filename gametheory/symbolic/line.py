"""The line of one parameter, cut where the equilibria change.

All polynomials that matter are isolated by their real roots; between two neighbouring
roots nothing changes, and at a root every sign is known exactly, irrational or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import ParameterError
from gametheory.numbers import format_decimal
from gametheory.symbolic.polynomials import Polynomial
from gametheory.symbolic.result import ParametricEquilibria
from gametheory.symbolic.roots import Root, isolate, open_samples

__all__ = [
    "CriticalValue",
    "Line",
    "check_solved",
    "decompose",
    "region_where",
    "relevant_polynomials",
]


@dataclass(frozen=True, slots=True)
class CriticalValue:
    """A value of the parameter at which the set of equilibria changes.

    Attributes
    ----------
    root : Root
        The value, exactly.
    before, at, after : int or None
        Indices of the regions just below, at and just above it; None where the
        assumptions exclude the parameter.
    """

    root: Root
    before: int | None
    at: int | None
    after: int | None

    @property
    def exact(self) -> Fraction | None:
        """The value, if it is rational."""
        return self.root.exact

    def __float__(self) -> float:
        return float(self.root)

    def __str__(self) -> str:
        return str(self.exact) if self.exact is not None else f"~{format_decimal(float(self), 6)}"


@dataclass(frozen=True, slots=True)
class Line:
    """What region each value of the parameter belongs to.

    Attributes
    ----------
    roots : tuple of Root
        Where a sign changes, ascending.
    between : tuple of int or None
        Regions of the open intervals: before the first root, ..., after the last.
    at : tuple of int or None
        Regions of the roots themselves.
    """

    roots: tuple[Root, ...]
    between: tuple[int | None, ...]
    at: tuple[int | None, ...]

    @property
    def critical(self) -> tuple[CriticalValue, ...]:
        """The roots at which the equilibria change, not only the assumptions end."""
        found = (
            CriticalValue(root, self.between[k], self.at[k], self.between[k + 1])
            for k, root in enumerate(self.roots)
        )
        return tuple(
            value for value in found if len({value.before, value.at, value.after} - {None}) > 1
        )


def relevant_polynomials(result: ParametricEquilibria) -> list[Polynomial]:
    """Irreducible polynomials of all regions, assumptions and denominators."""
    found = dict.fromkeys(result.critical_polynomials)
    for polynomial in (
        *result.game.denominators,
        *(assumption.difference.sign_polynomial for assumption in result.game.assumptions),
    ):
        found.update((factor, None) for factor, _ in polynomial.factors[1])
    return list(found)


def region_where(result: ParametricEquilibria, sign: Callable[[Polynomial], int]) -> int | None:
    """Index of the region where irreducible polynomials have given signs; None if excluded."""

    def whole(polynomial: Polynomial) -> int:
        total, factors = polynomial.factors
        for factor, exponent in factors:
            total *= sign(factor) ** exponent
        return total

    game = result.game
    if not all(whole(denominator) for denominator in game.denominators):
        return None
    if not all(whole(a.difference.sign_polynomial) in a.signs for a in game.assumptions):
        return None
    return next((k for k, r in enumerate(result.regions) if r.condition.holds(sign)), None)


def check_solved(result: ParametricEquilibria) -> None:
    """Refuse what is not the finished answer of `solve_parametric`."""
    if not isinstance(result, ParametricEquilibria):
        raise ParameterError(
            f"expected the result of solve_parametric(game), got {type(result).__name__}"
        )
    if not result.complete:
        raise ParameterError(
            f"expected a finished result, got one with status {result.status.value}; "
            "give the search more time"
        )


def decompose(result: ParametricEquilibria) -> Line:
    """Cut the line of a game's only parameter.

    Raises
    ------
    ParameterError
        If the game has several parameters.
    """
    names = result.game.parameters
    if len(names) != 1:
        raise ParameterError(
            f"expected a game with one parameter, got {', '.join(names)}; fix the others: "
            f"solve_parametric(game.fix({names[-1]}=...))"
        )
    roots = tuple(isolate(relevant_polynomials(result)))

    def at_root(root: Root) -> Callable[[Polynomial], int]:
        # The isolating interval holds no root of any other polynomial.
        return lambda p: 0 if p == root.polynomial else p.sign_at((root.low,))

    between = tuple(
        region_where(result, lambda p, value=value: p.sign_at((value,)))  # type: ignore[misc]  # a default binds it now
        for value in open_samples(roots)
    )
    return Line(roots, between, tuple(region_where(result, at_root(root)) for root in roots))
