"""What theory singles out, beside what learners did.

Each component of equilibria gets what theory says of it and the measured share of runs at
it. Where the two agree nothing is proved, and where they differ nothing is refuted: theory
speaks of other dynamics, of other limits, or of beliefs. What is listed:

- its *index*, and whether it *cannot be asymptotically stable*: under dynamics that rest
  exactly at Nash equilibria, an asymptotically stable component has its Euler characteristic
  as index (Demichelis & Ritzberger 2003, "From evolutionary to strategic stability", Journal
  of Economic Theory 113); that of a point, and of a contractible set, is +1;
- *risk dominance* between the two strict equilibria of a 2 x 2 game (Harsanyi & Selten 1988),
  and *1/2-dominance* in any game;
- whether it lies in a *minimal CURB set* (Basu & Weibull 1991);
- whether it holds an outcome that is *stochastically stable* under adaptive play with
  mistakes (Young 1993), for the memory and sample told.

A component is known to be contractible if all its maximal Nash subsets share an extreme
strategy of one player: everything can first be drawn to that strategy, and the opponent's
strategies that go with it are a convex set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from gametheory.equilibria import Component, EquilibriumSet
from gametheory.errors import ParameterError, SolverError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table
from learning.outcomes import Outcome, Share

if TYPE_CHECKING:
    from gametheory.analysis.curb import CurbSet
    from learning.judgement import Judgement

__all__ = ["Agreement", "ComponentTheory", "agreement_of", "is_contractible"]

#: States of adaptive play that are looked through, at most, and outcomes remembered.
_STATES: Final = 300_000
_MEMORY: Final = 6

_UNSTABLE: Final = (
    "a component of index other than +1 that is a point or contractible cannot be "
    "asymptotically stable under Nash-stationary dynamics (Demichelis & Ritzberger 2003)"
)


@dataclass(frozen=True, slots=True)
class ComponentTheory:
    """What theory says of a component; None where it says nothing or was not decided.

    Attributes
    ----------
    component : int
        From 0.
    name : str
        Its pure equilibrium, or what kind of set it is.
    index : int or None
    contractible : bool or None
        True for a point; None where it is not known.
    can_be_stable : bool or None
        False where the index forbids asymptotic stability; None where it does not.
    risk_dominant : bool or None
    p : Fraction or None
        Smallest p from which its pure equilibrium is p-dominant.
    in_curb : bool or None
        Whether it lies in a minimal CURB set.
    stochastically_stable : bool or None
    final, average : Share or None
        Measured: runs whose policies, whose time averages, are at it.
    """

    component: int
    name: str
    index: int | None
    contractible: bool | None
    can_be_stable: bool | None
    risk_dominant: bool | None
    p: Fraction | None
    in_curb: bool | None
    stochastically_stable: bool | None
    final: Share | None
    average: Share | None


@dataclass(frozen=True, repr=False, eq=False)
class Agreement(Result):
    """Prediction and measured share of each component, side by side.

    Attributes
    ----------
    game : BimatrixGame
    components : tuple of ComponentTheory
    adaptive_play : (int, int) or None
        Memory and sample for which stochastic stability was computed.
    left_out : tuple of str
        What could not be computed, and why.
    """

    game: BimatrixGame
    components: tuple[ComponentTheory, ...]
    adaptive_play: tuple[int, int] | None
    left_out: tuple[str, ...]

    @property
    def reached_against_index(self) -> tuple[ComponentTheory, ...]:
        """Components that cannot be asymptotically stable and where runs ended all the same.

        Only those count whose share lies above 0 by its exact interval.
        """
        return tuple(
            c for c in self.components
            if c.can_be_stable is False
            and any(s is not None and s.clopper_pearson[0] > 0 for s in (c.final, c.average))
        )  # fmt: skip

    def summary(self) -> str:
        """One line: which components theory singles out, and which learners reached most."""
        parts = []
        for words, chosen in (
            ("risk-dominant", [c for c in self.components if c.risk_dominant]),
            ("stochastically stable", [c for c in self.components if c.stochastically_stable]),
        ):
            if chosen:
                parts.append(f"{words}: {', '.join(self._told(c) for c in chosen)}")
        unstable = [c for c in self.components if c.can_be_stable is False]
        if unstable:
            parts.append(f"not asymptotically stable by its index: "
                         f"{', '.join(self._told(c) for c in unstable)}")  # fmt: skip
        if not parts:
            parts = [f"nothing singles out one of {len(self.components)} components"]
        return "Theory and measured share of policies: " + "; ".join(parts)

    def _told(self, theory: ComponentTheory) -> str:
        share = theory.final or theory.average
        return (
            f"component {theory.component + 1} ({'-' if share is None else f'{share.share:.1%}'})"
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out, and what the index says."""
        notes = list(self.left_out)
        if any(c.can_be_stable is False for c in self.components):
            notes.append(_UNSTABLE)
        if self.reached_against_index:
            notes.append(
                "runs ended at such a component: learners that explore, or whose time averages "
                "are judged, are no such dynamics, and rounds are finite"
            )
        if self.adaptive_play is not None:
            notes.append(
                "stochastic stability is that of adaptive play with memory "
                f"{self.adaptive_play[0]} and sample {self.adaptive_play[1]}"
            )
        return tuple(notes)

    def tables(self) -> tuple[Table, ...]:
        """One row a component."""
        rows = [
            (
                str(c.component + 1), c.name, _signed(c.index),
                "no" if c.can_be_stable is False else "not excluded", _yes(c.risk_dominant),
                "" if c.p is None else format_brief(c.p), _yes(c.in_curb),
                _yes(c.stochastically_stable), _measured(c.final), _measured(c.average),
            )
            for c in self.components
        ]  # fmt: skip
        header = (
            "", "component", "index", "stable", "risk-dominant", "p-dominant from",
            "in minimal CURB set", "stochastically stable", "policies", "time averages",
        )  # fmt: skip
        return (Table("", header, rows, left=(1,)),)

    def to_document(self) -> dict[str, Any]:
        """Return one item a component."""

        def share(found: Share | None) -> Any:
            return None if found is None else {
                "count": found.count, "of": found.of, "clopper_pearson": list(found.clopper_pearson)
            }  # fmt: skip

        return {
            "schema": "gametheory/agreement-with-theory/1",
            "components": [
                {
                    "component": c.component, "name": c.name, "index": c.index,
                    "contractible": c.contractible, "can_be_stable": c.can_be_stable,
                    "risk_dominant": c.risk_dominant,
                    "p": None if c.p is None else format_fraction(c.p), "in_curb": c.in_curb,
                    "stochastically_stable": c.stochastically_stable,
                    "final_policy": share(c.final), "time_average": share(c.average),
                }
                for c in self.components
            ],
            "adaptive_play": None if self.adaptive_play is None else list(self.adaptive_play),
            "notes": list(self.notes),
        }  # fmt: skip


def _signed(index: int | None) -> str:
    return "?" if index is None else f"{index:+d}" if index else "0"


def _yes(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _measured(share: Share | None) -> str:
    if share is None:
        return ""
    low, high = share.clopper_pearson
    return f"{share.share:.1%} ({low:.1%} to {high:.1%})"


def is_contractible(component: Component) -> bool | None:
    """Whether a component is known to be contractible; None where it is not.

    Parameters
    ----------
    component : Component
    """
    if not component.subsets_complete:
        return None
    rows = [set(subset.row_strategies) for subset in component.subsets]
    columns = [set(subset.column_strategies) for subset in component.subsets]
    shared = set.intersection(*rows) or set.intersection(*columns)
    return True if shared else None


def agreement_of(
    equilibria: EquilibriumSet, final: Judgement, average: Judgement, *, timeout: float = 2.0
) -> Agreement:
    """Set theory beside the measured shares.

    Parameters
    ----------
    equilibria : EquilibriumSet
    final, average : Judgement
    timeout : float
        Seconds for each computation that may take long.
    """
    from gametheory.analysis import minimal_curb_sets, p_dominance
    from gametheory.equilibria.dominance_relations import risk_dominance

    game = equilibria.game
    left_out: list[str] = []
    curb = minimal_curb_sets(game, timeout=timeout)
    if not curb.complete:
        left_out.append(f"minimal CURB sets are left out: {curb.reason}")
    memory, stable = _adaptive(game, timeout, left_out)
    risky = risk_dominance(game)
    ps = {e.outcome: e.p for e in p_dominance(game).equilibria}
    rows = []
    for k, component in enumerate(equilibria.components):
        pure = [(e.support[0][0], e.support[1][0]) for e in component.extreme if e.is_pure]
        contractible = is_contractible(component) if equilibria.complete else None
        forbidden = equilibria.complete and contractible and component.index not in (None, 1)
        rows.append(
            ComponentTheory(
                k, _name(game, component, pure), component.index, contractible,
                False if forbidden else None,
                None if risky.dominant is None else risky.dominant in pure,
                min((ps[outcome] for outcome in pure if outcome in ps), default=None),
                _inside(component, curb.sets) if curb.complete else None,
                None if stable is None or not pure else any(o in stable for o in pure),
                _share(final, k), _share(average, k),
            )
        )  # fmt: skip
    return Agreement(game, tuple(rows), memory, tuple(left_out))


def _inside(component: Component, sets: Sequence[CurbSet]) -> bool:
    """Whether one of the sets holds all actions of all its extreme equilibria."""
    rows = {i for e in component.extreme for i in e.support[0]}
    columns = {j for e in component.extreme for j in e.support[1]}
    return any(rows <= set(s.rows) and columns <= set(s.columns) for s in sets)


def _adaptive(
    game: BimatrixGame, timeout: float, left_out: list[str]
) -> tuple[tuple[int, int] | None, tuple[tuple[int, int], ...] | None]:
    """Memory and sample, and the outcomes stochastically stable for them."""
    from gametheory.concepts.adaptive_play import stochastically_stable

    cells = game.shape[0] * game.shape[1]
    memory = max((k for k in range(2, _MEMORY + 1) if cells ** (k + 1) <= _STATES), default=None)
    if memory is None or cells == 1:
        left_out.append("stochastic stability is left out: adaptive play has too many states")
        return None, None
    sample = memory // 2
    try:
        found = stochastically_stable(game, memory=memory, sample=sample, timeout=timeout)
    except (ParameterError, SolverError) as error:
        left_out.append(f"stochastic stability is left out: {error}")
        return None, None
    return (memory, sample), found.stable_outcomes


def _name(game: BimatrixGame, component: Component, pure: list[tuple[int, int]]) -> str:
    if component.is_point:
        if not pure:
            return "mixed equilibrium"
        return f"({game.row_actions[pure[0][0]]}, {game.column_actions[pure[0][1]]})"
    return f"set with {len(component.extreme)} extreme equilibria"


def _share(judgement: Judgement, component: int) -> Share | None:
    return next(
        (
            share
            for share in judgement.shares
            if share.outcome is Outcome.REACHED and share.component == component
        ),
        None,
    )
