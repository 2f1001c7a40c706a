"""All refinements of a set of equilibria, as one table and one JSON document."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from gametheory.equilibria.dominance_relations import (
    PayoffDominance,
    RiskDominance,
    payoff_dominance,
    risk_dominance,
)
from gametheory.equilibria.faces import SubsetRefinements
from gametheory.equilibria.refinements import EquilibriumRefinements
from gametheory.text import html_table, text_table

if TYPE_CHECKING:
    from gametheory.equilibria.equilibrium_set import EquilibriumSet

__all__ = ["SCHEMA", "RefinementTable"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/refinements/1"

#: Equilibria shown at the prompt; more are cut with a count.
_SHOWN: Final = 20

_MARKS: Final = {True: "yes", False: "-", None: "n/a"}


@dataclass(frozen=True)
class RefinementTable:
    """Refinements of each listed equilibrium and each maximal Nash subset.

    Everything in it is decided exactly, on first use.

    Attributes
    ----------
    found : EquilibriumSet
    """

    found: EquilibriumSet = field(repr=False)

    @property
    def equilibria(self) -> tuple[EquilibriumRefinements, ...]:
        """For each equilibrium, in the order of the set."""
        return tuple(e.refinements for e in self.found.equilibria)

    @property
    def subsets(self) -> tuple[SubsetRefinements, ...]:
        """For each maximal Nash subset, in the order of components and their subsets."""
        return tuple(s.refinements for c in self.found.components for s in c.subsets)

    @cached_property
    def payoff_dominance(self) -> PayoffDominance:
        """Which equilibria others payoff-dominate."""
        return payoff_dominance(self.found.equilibria)

    @cached_property
    def risk_dominance(self) -> RiskDominance:
        """Which of two strict equilibria of a 2 x 2 game risk-dominates the other."""
        return risk_dominance(self.found.game)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON; equilibria and subsets in the order of the set."""
        return {
            "schema": SCHEMA,
            "complete": self.found.complete,
            "equilibria": [e.to_document() for e in self.equilibria],
            "components": [
                {
                    "subsets": [s.refinements.to_document() for s in component.subsets],
                    "subsets_complete": component.subsets_complete,
                }
                for component in self.found.components
            ],
            "payoff_dominance": self.payoff_dominance.to_document(),
            "risk_dominance": self.risk_dominance.to_document(),
        }

    def to_json(self) -> str:
        """Return :meth:`to_document` as text."""
        return json.dumps(self.to_document(), ensure_ascii=True, allow_nan=False, indent=1)

    def _cells(self) -> list[list[str]]:
        header = ["", "pure", "strict", "symmetric", "quasi-strict", "regular", "perfect",
                  "evolutionarily stable", "payoff-dominated by"]  # fmt: skip
        rows = [header]
        dominated_by = self.payoff_dominance.dominated_by
        for k, r in enumerate(self.equilibria[:_SHOWN]):
            passed = (r.is_pure, r.is_strict, r.is_symmetric, r.is_quasi_strict, r.is_regular,
                      r.is_perfect, r.is_evolutionarily_stable)  # fmt: skip
            by = dominated_by[k]
            rows.append(
                [
                    str(k + 1),
                    *(_MARKS[value] for value in passed),
                    str(by + 1) if by is not None else "-",
                ]
            )
        return rows

    def _lines(self) -> list[str]:
        lines = []
        if len(self.found) > _SHOWN:
            lines.append(f"({_SHOWN} of {len(self.found)} equilibria shown)")
        for number, component in enumerate(self.found.components[:_SHOWN], 1):
            for subset in component.subsets[:_SHOWN]:
                if len(subset.row_strategies) * len(subset.column_strategies) > 1:
                    lines.append(f"component {number}: {subset.refinements.describe()}")
        if self.risk_dominance.equilibria:
            lines.append(self.risk_dominance.reason)
        return lines

    def __repr__(self) -> str:
        title = f"Refinements of {self.found.summary()}"
        return "\n".join([title, text_table(self._cells()), *self._lines()])

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{html.escape(line)}</p>" for line in self._lines())
        return html_table(self._cells(), f"Refinements of {self.found.summary()}") + notes
