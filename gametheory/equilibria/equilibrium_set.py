"""What a solver found, and what is known about it."""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from gametheory.analysis.degeneracy import is_degenerate
from gametheory.equilibria.components import Component, find_components
from gametheory.equilibria.equilibrium import ApproximateEquilibrium, Equilibrium
from gametheory.equilibria.index import component_indices
from gametheory.exact.vertices import Vertices
from gametheory.formats.json_format import to_document
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.numbers import format_decimal, format_fraction
from gametheory.text import html_table, text_table

if TYPE_CHECKING:
    from gametheory.equilibria.payoff_set import PayoffSet
    from gametheory.equilibria.refinement_table import RefinementTable

__all__ = ["SCHEMA", "EquilibriumSet", "Scope"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/equilibria/1"

#: Equilibria shown at the prompt; more are cut with a count.
_SHOWN: Final = 20


class Scope(StrEnum):
    """What a method looks for."""

    ALL = "all"
    PURE = "pure"
    ONE = "one"


@dataclass(frozen=True, eq=False)
class EquilibriumSet:
    """Nash equilibria of a game, each verified exactly.

    Attributes
    ----------
    game : BimatrixGame
    members : sized iterable of Equilibrium
        Where :attr:`equilibria` come from; their exact strategies may be computed on
        first use.
    approximate : tuple of ApproximateEquilibrium
        Profiles that could not be made exact. They count nowhere.
    method : str
        What found them; ``"auto"`` is replaced by the method that it chose.
    scope : Scope
        What the method looks for: all, pure, or one equilibrium.
    status : Status
        How the search ended.
    complete : bool
        Proved to hold every extreme equilibrium of the game.
    reason : str
        Why it is complete, or why not.
    found_degenerate : bool or None
        Whether the game is degenerate, if the method decided it on its way.
    own_notes : tuple of str
        What the method has to say, e.g. dropped profiles.
    bases : int
        Bases that the search visited.
    dropped : int
        Proposed profiles that were no equilibria.
    versions : tuple of (str, str)
        Packages that took part and their versions.
    vertices : pair of Vertices, optional
        All vertices and bases of the two best-response polytopes P (row player's
        strategies) and Q, if the method enumerated them: see
        :mod:`gametheory.solvers.exact`.
    """

    game: BimatrixGame = field(repr=False)
    members: Collection[Equilibrium]
    approximate: tuple[ApproximateEquilibrium, ...]
    method: str
    scope: Scope
    status: Status
    complete: bool
    reason: str
    found_degenerate: bool | None = None
    own_notes: tuple[str, ...] = ()
    bases: int = 0
    dropped: int = 0
    versions: tuple[tuple[str, str], ...] = ()
    vertices: tuple[Vertices, Vertices] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def equilibria(self) -> tuple[Equilibrium, ...]:
        """Exact equilibria in a fixed order: smaller supports first, then by actions.

        Extreme ones only, for a method that looks for all.
        """
        return tuple(self.members)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What the payoffs and the method have to say: near ties, dropped profiles."""
        return (*self.game.notes, *self.own_notes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EquilibriumSet):
            return NotImplemented
        return (self.game, self.method, self.status, self.complete, self.approximate) == (
            other.game, other.method, other.status, other.complete, other.approximate,
        ) and self.equilibria == other.equilibria  # fmt: skip

    def __hash__(self) -> int:
        return hash((self.game, self.method, len(self)))

    @cached_property
    def degenerate(self) -> bool | None:
        """Whether the game is degenerate; None if that is not decided in two seconds."""
        if self.found_degenerate is not None:
            return self.found_degenerate
        return is_degenerate(self.game, timeout=2.0)

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self.equilibria)

    def __getitem__(self, index: int) -> Equilibrium:
        return self.equilibria[index]

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """Connected components of the listed equilibria.

        They are the components of the game's equilibrium set if ``complete``;
        otherwise two of them may belong together, and they have no index.
        """
        components = find_components(self.game, self.equilibria)
        if self.complete and len(components) == 1:  # all indices sum to +1
            return (replace(components[0], index=1),)
        if not self.complete or self.vertices is None:
            return components
        owner = {
            (e.row_strategy, e.column_strategy): k
            for k, component in enumerate(components)
            for e in component.extreme
        }
        indices = component_indices(self.vertices, owner, len(components))
        return tuple(
            replace(component, index=index)
            for component, index in zip(components, indices, strict=True)
        )

    @cached_property
    def certificate(self) -> dict[str, Any]:
        """What an independent program needs to check this answer, ready for ``json.dump``.

        :mod:`gametheory.equilibria.certificate` describes it, :mod:`gametheory.verify` (the
        command ``gametheory verify FILE``) checks it.
        """
        from gametheory.equilibria.certificate import make_certificate

        return make_certificate(self)

    @cached_property
    def payoff_set(self) -> PayoffSet:
        """The exact set of the payoffs of all equilibria, a finite union of rectangles."""
        from gametheory.equilibria.payoff_set import PayoffSet

        whole = all(component.subsets_complete for component in self.components)
        reason = self.reason if whole else "not all maximal Nash subsets are listed"
        rectangles = tuple(s.payoffs for c in self.components for s in c.subsets)
        return PayoffSet(rectangles, self.complete and whole, reason)

    @cached_property
    def refinements(self) -> RefinementTable:
        """Refinements of every equilibrium and maximal Nash subset, payoff and risk dominance."""
        from gametheory.equilibria.refinement_table import RefinementTable

        return RefinementTable(self)

    def to_json(self) -> str:
        """Return the set as JSON text, numbers as exact fractions.

        The schema is ``gametheory/equilibria/1``; the game stands in it as in
        :mod:`gametheory.formats.json_format`. A component lists the indices of its
        extreme equilibria in ``equilibria``.
        """
        index = {id(e): k for k, e in enumerate(self.equilibria)}
        document: dict[str, Any] = {
            "schema": SCHEMA,
            "game": to_document(self.game),
            "method": self.method,
            "scope": self.scope.value,
            "status": self.status.value,
            "complete": self.complete,
            "reason": self.reason,
            "degenerate": self.degenerate,
            "equilibria": [
                {
                    "row": [format_fraction(p) for p in e.row],
                    "column": [format_fraction(p) for p in e.column],
                    "payoffs": [format_fraction(p) for p in e.payoffs],
                }
                for e in self.equilibria
            ],
            "approximate": [
                {
                    "row": [format_fraction(p) for p in profile.row],
                    "column": [format_fraction(p) for p in profile.column],
                    "regrets": [format_fraction(p) for p in profile.regrets],
                }
                for profile in self.approximate
            ],
            "components": [
                {
                    "extreme": [index[id(e)] for e in component.extreme],
                    "maximal_subsets": len(component.subsets),
                    "index": component.index,
                }
                for component in self.components
            ],
            "notes": list(self.notes),
            "versions": dict(self.versions),
        }
        return json.dumps(document, ensure_ascii=True, allow_nan=False, indent=1)

    def __repr__(self) -> str:
        lines = [self.summary()]
        if len(self):
            lines.append(text_table(self._cells(), left=(1, 2)))
        if len(self) > _SHOWN:
            lines.append(f"({_SHOWN} of {len(self)} equilibria shown)")
        lines.extend(f"note: {note}" for note in self.notes)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        more = [f"({_SHOWN} of {len(self)} equilibria shown)"] if len(self) > _SHOWN else []
        notes = "".join(f"<p>{html.escape(line)}</p>" for line in [*more, *self.notes])
        return html_table(self._cells(), self.summary()) + notes

    def summary(self) -> str:
        """One line: how many, of which kind, and whether these are all."""
        what = {
            Scope.ALL: "extreme equilibri",
            Scope.PURE: "pure equilibri",
            Scope.ONE: "equilibri",
        }[self.scope] + ("um" if len(self) == 1 else "a")
        name = f" of {self.game.name}" if self.game.name else ""
        count = f"{len(self)} {what}{name}" if len(self) else f"no {what}{name} found"
        return f"{count} ({self.method}, {self.status.value}): {self.reason}"

    def _cells(self) -> list[list[str]]:
        rows = [["", *self.game.players, "payoffs"]]
        for k, e in enumerate(self.equilibria[:_SHOWN]):
            payoffs = ", ".join(_short(value) for value in e.payoffs)
            first, second = (
                ", ".join(
                    actions[a] if p == 1 else f"{actions[a]} {_short(p)}"
                    for a, p in enumerate(strategy)
                    if p
                )
                for actions, strategy in zip(
                    (self.game.row_actions, self.game.column_actions), e.profile, strict=True
                )
            )
            rows.append([str(k + 1), first, second, payoffs])
        return rows


def _short(number: Any) -> str:
    text = format_fraction(number)
    return text if len(text) <= 9 else f"~{format_decimal(number, 6)}"
