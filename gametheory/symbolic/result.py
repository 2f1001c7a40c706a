"""Equilibria as functions of parameters: what :func:`solve_parametric` returns.

A *region* is a set of admissible parameters throughout which the set of extreme equilibria
is given by the same functions. Regions don't overlap and together hold all admissible
parameters. Within a region, extreme equilibria that share a strategy hang together: they
make *components*, and *maximal Nash subsets*, products whose every pair is an equilibrium
(:mod:`gametheory.equilibria.components`).

(What solve_parametric returns, three dataclasses; hence over 300 lines.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any, Final

from gametheory.errors import SolverError
from gametheory.limits import Status
from gametheory.results import Result, Table
from gametheory.strategy import Strategy
from gametheory.symbolic.algebra import to_sympy
from gametheory.symbolic.conditions import Condition
from gametheory.symbolic.game import ParametricGame
from gametheory.symbolic.latex import latex_text
from gametheory.symbolic.polynomials import Point, Polynomial, RationalFunction
from gametheory.symbolic.printing import latex, text
from gametheory.symbolic.vertices import Functions

if TYPE_CHECKING:
    import sympy

    from gametheory.symbolic.line import CriticalValue

__all__ = ["SCHEMA", "ParametricEquilibria", "ParametricEquilibrium", "Region"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/parametric-equilibria/1"

Profile = tuple[Strategy, Strategy]


@dataclass(frozen=True, slots=True)
class ParametricEquilibrium:
    """An extreme equilibrium as a function of the parameters.

    Attributes
    ----------
    game : ParametricGame
    row_functions, column_functions : tuple of RationalFunction
        The probabilities, exact functions.
    condition : Condition
        When it is an extreme equilibrium, given the assumptions: no more, no less.
    """

    game: ParametricGame = field(repr=False)
    row_functions: Functions
    column_functions: Functions
    condition: Condition

    @property
    def row(self) -> tuple[sympy.Expr, ...]:
        """The row player's probabilities as sympy expressions."""
        return tuple(to_sympy(f) for f in self.row_functions)

    @property
    def column(self) -> tuple[sympy.Expr, ...]:
        """The column player's probabilities as sympy expressions."""
        return tuple(to_sympy(f) for f in self.column_functions)

    @property
    def payoff_functions(self) -> tuple[RationalFunction, RationalFunction]:
        """Both expected payoffs as exact functions."""
        first, second = (
            reduce(
                RationalFunction.__add__,
                (
                    x * y * entry
                    for x, entries in zip(self.row_functions, matrix, strict=True)
                    for y, entry in zip(self.column_functions, entries, strict=True)
                ),
            )
            for matrix in (self.game.entries(0), self.game.entries(1))
        )
        return first, second

    @property
    def payoffs(self) -> tuple[sympy.Expr, sympy.Expr]:
        """Both expected payoffs as sympy expressions."""
        first, second = (to_sympy(f) for f in self.payoff_functions)
        return first, second

    @property
    def support(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Indices of the actions that each player uses."""
        first, second = (
            tuple(k for k, f in enumerate(strategy) if not f.is_zero)
            for strategy in (self.row_functions, self.column_functions)
        )
        return first, second

    def at(self, point: Point) -> Profile:
        """Both strategies at exact parameters at which the condition holds."""
        return (
            tuple(f(point) for f in self.row_functions),
            tuple(f(point) for f in self.column_functions),
        )

    @property
    def label(self) -> str:
        """A short name by supports: ``"Hawk, Dove"``, ``"Hawk+Dove, Dove"`` or ``"mixed"``."""
        if self.support == tuple(tuple(range(size)) for size in self.game.shape):
            return "mixed"
        actions = (self.game.row_actions, self.game.column_actions)
        return ", ".join(
            "+".join(names[k] for k in used)
            for names, used in zip(actions, self.support, strict=True)
        )

    def describe(self, player: int) -> str:
        """One strategy in words: ``"Hawk v/c, Dove (c - v)/c"``."""
        actions = (self.game.row_actions, self.game.column_actions)[player]
        strategy = (self.row_functions, self.column_functions)[player]
        used = self.support[player]
        if len(used) == 1:
            return actions[used[0]]
        return ", ".join(f"{actions[k]} {text(strategy[k])}" for k in used)


@dataclass(frozen=True, slots=True)
class Region:
    """Parameters that share their equilibria.

    Attributes
    ----------
    condition : Condition
        Which parameters, given the assumptions.
    equilibria : tuple of int
        Indices of the extreme equilibria in :attr:`ParametricEquilibria.equilibria`.
    components : tuple of tuple of int
        The same, split into connected components.
    subsets : tuple of (tuple of int, tuple of int)
        Maximal Nash subsets: for each the indices of equilibria whose row strategies, and
        of those whose column strategies, are its extreme strategies.
    nonempty : bool or None
        Whether there are such parameters; None: not decided.
    point : tuple of Fraction, optional
        Such parameters, if rational ones were computed.
    is_open : bool
        Whether it holds an open set of parameters; otherwise, equations hold in it.
    """

    condition: Condition
    equilibria: tuple[int, ...]
    components: tuple[tuple[int, ...], ...]
    subsets: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    nonempty: bool | None
    point: Point | None
    is_open: bool


@dataclass(frozen=True, repr=False)
class ParametricEquilibria(Result):
    """All equilibria of a game, as functions of its parameters.

    Attributes
    ----------
    game : ParametricGame
    equilibria : tuple of ParametricEquilibrium
        Pure ones first, then by supports.
    regions : tuple of Region
        Open ones first.
    status : Status
        How the search ended.
    complete : bool
        Whether all admissible parameters are in a region, so that nothing is missing.
    reason : str
        Why, or why not.
    """

    game: ParametricGame
    equilibria: tuple[ParametricEquilibrium, ...]
    regions: tuple[Region, ...]
    status: Status
    complete: bool
    reason: str

    def region_at(self, values: Mapping[str, object] | None = None, /, **named: object) -> Region:
        """Return the region that holds given parameters.

        Parameters and errors are those of :meth:`ParametricGame.point`; in addition:

        Raises
        ------
        SolverError
            If the search ended before it reached them.
        """
        return self.regions[self.region_of(self.game.point(values, **named))]

    def region_of(self, point: Point) -> int:
        """Index of the region of exact, admissible parameters; errors as for :meth:`region_at`."""
        for k, region in enumerate(self.regions):
            if region.condition.holds_at(point):
                return k
        raise SolverError(
            f"the search ended ({self.status.value}) before it reached these parameters; "
            "give it more time"
        )

    def profiles_at(
        self, values: Mapping[str, object] | None = None, /, **named: object
    ) -> tuple[Profile, ...]:
        """All extreme equilibria at given parameters, exact; as for :meth:`region_at`."""
        point = self.game.point(values, **named)
        region = self.regions[self.region_of(point)]
        return tuple(self.equilibria[k].at(point) for k in region.equilibria)

    def components_at(
        self, values: Mapping[str, object] | None = None, /, **named: object
    ) -> tuple[tuple[Profile, ...], ...]:
        """Extreme equilibria at given parameters, component by component."""
        point = self.game.point(values, **named)
        region = self.regions[self.region_of(point)]
        return tuple(
            tuple(self.equilibria[k].at(point) for k in members) for members in region.components
        )

    @cached_property
    def critical_polynomials(self) -> tuple[Polynomial, ...]:
        """Irreducible polynomials: the equilibria can change only where one of them is 0."""
        found = dict.fromkeys(p for r in self.regions for p in r.condition.polynomials)
        return tuple(sorted(found, key=lambda p: (p.degree, len(p.terms), p.terms)))

    @property
    def critical_curves(self) -> tuple[str, ...]:
        """Their zero sets as equations, such as ``"v = c"``."""
        return tuple(str(_equation(self.game, p)) for p in self.critical_polynomials)

    @cached_property
    def critical_values(self) -> tuple[CriticalValue, ...]:
        """The values at which the equilibria change, for a game with one parameter.

        Raises
        ------
        ParameterError
            If the game has several parameters: their critical sets are
            :attr:`critical_curves`; or fix the others.
        """
        from gametheory.symbolic.line import decompose

        return decompose(self).critical

    @property
    def undecided(self) -> int:
        """How many regions may be empty."""
        return sum(region.nonempty is None for region in self.regions)

    def summary(self) -> str:
        """One line: how many equilibria, in how many regions."""
        name = self.game.name or "the game"
        count, regions = len(self.equilibria), len(self.regions)
        assuming = f", assuming {self.game.assuming}" if self.game.assuming else ""
        return (
            f"{count} extreme equilibri{'um' if count == 1 else 'a'} of {name} as functions of "
            f"{', '.join(self.game.parameters)}, {regions} region{'s' * (regions != 1)}{assuming} "
            f"({self.status.value}): {self.reason}"
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know."""
        if not self.undecided:
            return ()
        return (
            f"undecided: {self.undecided} of the regions may be empty; the equilibria there are "
            "right if they are not",
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the equilibria with their conditions; the regions; where they change."""
        first, second = self.game.players
        equilibria = Table(
            "",
            ("", first, second, "payoffs", "exists if"),
            [
                (str(k + 1), e.describe(0), e.describe(1), ", ".join(map(text, e.payoff_functions)),
                 str(e.condition))
                for k, e in enumerate(self.equilibria)
            ],
            left=(1, 2, 4),
        )  # fmt: skip
        regions = Table(
            "Regions",
            ("if", "equilibria", "components", "example"),
            [
                (str(r.condition), _numbers(r.equilibria),
                 "; ".join(_numbers(members) for members in r.components),
                 "possibly empty" if r.nonempty is None else _values(self.game, r.point))
                for r in self.regions
            ],
            left=(0, 1, 2, 3),
        )  # fmt: skip
        return (equilibria, regions) if len(self.regions) > 1 else (equilibria,)

    def to_document(self) -> dict[str, Any]:
        """Return what ``json.dump`` can write, expressions as text of our grammar."""
        return {
            "schema": SCHEMA,
            "game": self.game.to_document(),
            "status": self.status.value,
            "complete": self.complete,
            "reason": self.reason,
            "equilibria": [
                {
                    "row": [text(f) for f in e.row_functions],
                    "column": [text(f) for f in e.column_functions],
                    "payoffs": [text(f) for f in e.payoff_functions],
                    "condition": _terms(e.condition),
                }
                for e in self.equilibria
            ],
            "regions": [
                {
                    "condition": _terms(r.condition),
                    "equilibria": list(r.equilibria),
                    "components": [list(members) for members in r.components],
                    "nonempty": r.nonempty,
                    "example": None if r.point is None else [str(value) for value in r.point],
                }
                for r in self.regions
            ],
            "critical": list(self.critical_curves),
            "notes": list(self.notes),
        }

    def to_latex(self) -> str:
        """Return the equilibria with their conditions as a LaTeX ``array``."""
        first, second = (latex_text(player) for player in self.game.players)
        lines = [
            r"\begin{array}{llll}",
            rf"{first} & {second} & \text{{payoffs}} & \text{{exists if}} \\ \hline",
        ]
        for e in self.equilibria:
            strategies = (
                _latex_strategy(actions, e_strategy)
                for actions, e_strategy in (
                    (self.game.row_actions, e.row_functions),
                    (self.game.column_actions, e.column_functions),
                )
            )  # fmt: skip
            payoffs = r",\; ".join(latex(f) for f in e.payoff_functions)
            lines.append(rf"{' & '.join(strategies)} & {payoffs} & {e.condition.to_latex()} \\")
        return "\n".join([*lines, r"\end{array}"])

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.to_latex()}$"


def _equation(game: ParametricGame, polynomial: Polynomial) -> Condition:
    from gametheory.symbolic.conditions import ZERO, Literal

    return Condition(game.parameters, ((Literal(polynomial, ZERO),),))


def _terms(condition: Condition) -> list[str]:
    """Return the terms as text: one of them must hold; ``""`` says nothing."""
    return [
        "" if not term else str(Condition(condition.names, (term,))) for term in condition.terms
    ]


def _numbers(indices: tuple[int, ...]) -> str:
    return ", ".join(str(k + 1) for k in indices)


def _values(game: ParametricGame, point: Point | None) -> str:
    if point is None:
        return ""
    return ", ".join(f"{k} = {v}" for k, v in zip(game.parameters, point, strict=True))


def _latex_strategy(actions: tuple[str, ...], strategy: Functions) -> str:
    used = [(name, f) for name, f in zip(actions, strategy, strict=True) if not f.is_zero]
    if len(used) == 1:
        return latex_text(used[0][0])
    return r",\; ".join(rf"{latex_text(name)}\; {latex(f)}" for name, f in used)
