"""Where the principal branch of logit equilibria leads.

As the precision grows every limit point of the branch is a Nash equilibrium (McKelvey &
Palfrey 1995, theorem 2). A branch is followed to a finite precision only; what is said of
its limit is therefore a comparison of its end with the components of the equilibrium set,
with all distances shown, and no claim where they don't tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.concepts.principal_branch import LogitBranch
from gametheory.equilibria.equilibrium import Equilibrium
from gametheory.equilibria.equilibrium_set import EquilibriumSet
from gametheory.errors import ParameterError
from gametheory.numbers import format_decimal
from gametheory.results import Result, Table
from gametheory.strategy import epsilons
from gametheory.tolerances import LOGIT_FAR, LOGIT_LIMIT, LOGIT_MARGIN

__all__ = ["LogitLimit", "logit_limit"]


@dataclass(frozen=True, repr=False, eq=False)
class LogitLimit(Result):
    """The end of a branch beside the components of the equilibrium set.

    Attributes
    ----------
    branch : LogitBranch
    equilibria : EquilibriumSet
    distances : tuple of float
        Total variation distance of the branch's end to each component.
    epsilons : (Fraction, Fraction)
        Exact regrets at the end, as shares of the payoff ranges.
    component : int or None
        Index of the component that the branch approaches; None if the distances don't
        tell.
    """

    branch: LogitBranch
    equilibria: EquilibriumSet
    distances: tuple[float, ...]
    epsilons: tuple[Fraction, Fraction]
    component: int | None

    @property
    def equilibrium(self) -> Equilibrium | None:
        """The exact equilibrium approached, if the component is a single one."""
        if self.component is None:
            return None
        component = self.equilibria.components[self.component]
        return component.extreme[0] if component.is_point else None

    def summary(self) -> str:
        """One line: which component, how near, how far the others are."""
        precision = format_decimal(float(self.branch.precisions[-1]))
        if not self.distances:
            return "no equilibria were given to compare the branch with"
        nearest = min(range(len(self.distances)), key=self.distances.__getitem__)
        near = format_decimal(self.distances[nearest])
        others = [d for k, d in enumerate(self.distances) if k != nearest]
        beyond = f", the next at {format_decimal(min(others))}" if others else ""
        which = f"component {nearest + 1} of {len(self.distances)}"
        if not self.equilibria.complete:
            which += " listed (the list is not proved complete)"
        if self.component is None:
            why = (
                "the distances do not tell the limit" if _is_far(self.branch) else
                f"the branch was not followed far enough ({self.branch.reason})"
            )  # fmt: skip
            return (
                f"undecided at precision {precision}: {why}; nearest is {which} at {near}{beyond}"
            )
        point = self.equilibrium
        name = f", {point.describe()}" if point is not None else ""
        return (
            f"the principal branch approaches {which}{name}: at precision {precision} it is at "
            f"distance {near}{beyond}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Distance to each component."""
        rows = [
            (str(k + 1), format_decimal(d), "approached" * (k == self.component))
            for k, d in enumerate(self.distances)
        ]
        return (Table("", ("component", "distance", ""), rows, left=(2,)),)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/logit-limit/1``; components count from 0."""
        return {
            "schema": "gametheory/logit-limit/1",
            "precision": float(self.branch.precisions[-1]),
            "units": self.branch.units,
            "component": self.component,
            "distances": list(self.distances),
            "epsilons": [str(e) for e in self.epsilons],
            "complete": self.equilibria.complete,
        }


def logit_limit(branch: LogitBranch, equilibria: EquilibriumSet) -> LogitLimit:
    """Compare the end of a branch with the components of the equilibrium set.

    The branch is said to approach a component if it was followed to `LOGIT_FAR` over the
    game's largest payoff difference, ends within `LOGIT_LIMIT` of the component, and every
    other component is at least `LOGIT_MARGIN` times as far.

    Parameters
    ----------
    branch : LogitBranch
    equilibria : EquilibriumSet
        Of the same game.

    Raises
    ------
    ParameterError
        If the two are of different games.

    Examples
    --------
    >>> from gametheory import load, solve
    >>> from gametheory.concepts import logit_branch
    >>> game = load("penalty-kicks")
    >>> logit_limit(logit_branch(game), solve(game)).component
    0
    """
    if branch.game != equilibria.game:
        raise ParameterError(
            "expected a branch and equilibria of the same game, got "
            f"{branch.game.name or 'one game'!r} and {equilibria.game.name or 'another'!r}"
        )
    profile = branch.end
    distances = tuple(component.distance(profile) for component in equilibria.components)
    component = None
    if distances and _is_far(branch):
        nearest = min(range(len(distances)), key=distances.__getitem__)
        others = [d for k, d in enumerate(distances) if k != nearest]
        near = distances[nearest]
        if near <= LOGIT_LIMIT and all(d >= LOGIT_MARGIN * near for d in others):
            component = nearest
    return LogitLimit(branch, equilibria, distances, epsilons(branch.game, *profile), component)


def _is_far(branch: LogitBranch) -> bool:
    return float(branch.path.scaled[-1]) >= LOGIT_FAR
