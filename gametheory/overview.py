"""Everything that theory says about a game, in one place.

:func:`analyze` goes through the concepts of the other rooms, in the order in which a
reader asks, and keeps what each one answers. A concept that does not apply says why, and
one whose search is cut short says what it did not decide; nothing is left out silently.

(A table of concepts and a few lines for each; hence over 300 lines.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from gametheory.equilibria import EquilibriumSet
from gametheory.errors import ParameterError, SolverError
from gametheory.formats.json_format import to_document as game_document
from gametheory.game import BimatrixGame
from gametheory.results import Result, Table
from gametheory.solvers.solve import solve

if TYPE_CHECKING:
    from gametheory.concepts import LogitBranch

__all__ = ["SCHEMA", "SECTIONS", "Item", "Overview", "analyze"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/overview/1"

#: Seconds for each concept that may take long, unless the caller says otherwise.
_SECONDS: Final = 5.0

#: Largest numbers of outcomes up to which concepts are worked out whose cost grows fast.
_MOST_OUTCOMES: Final = 10_000
_MANY_OUTCOMES: Final = 400
_SEVERAL_OUTCOMES: Final = 100
_FEW_OUTCOMES: Final = 36
_FEWEST_OUTCOMES: Final = 25

#: Memory and sample of adaptive play, the smallest with which players can err about each
#: other: Young's theorems ask for a sample of at most half of the memory.
_MEMORY: Final = 2
_SAMPLE: Final = 1

#: Rounds of fictitious play; the exact one goes from switch to switch.
_ROUNDS: Final = 10**6


@dataclass(frozen=True, slots=True)
class Item:
    """What one concept says about the game.

    Attributes
    ----------
    section, name : str
    result : object or None
        A :class:`~gametheory.results.Result`, or another object of ours that prints
        itself and has ``to_document`` or ``to_json``; None if there is none.
    reason : str
        Why there is none.
    """

    section: str
    name: str
    result: Any
    reason: str = ""


@dataclass(frozen=True, repr=False)
class Overview(Result):
    """Everything that was worked out about a game.

    Attributes
    ----------
    game : BimatrixGame
    equilibria : EquilibriumSet
        What everything that compares with equilibria has used.
    items : tuple of Item
        In order of sections.
    """

    game: BimatrixGame
    equilibria: EquilibriumSet = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __getitem__(self, name: str) -> Any:
        """Return the result of a concept by its name, e.g. ``overview["potential"]``.

        Raises
        ------
        KeyError
            If there is no such concept, or it has no result; says why.
        """
        for item in self.items:
            if item.name == name:
                if item.result is None:
                    raise KeyError(f"{name}: {item.reason}")
                return item.result
        raise KeyError(f"no concept {name!r}; there are {', '.join(i.name for i in self.items)}")

    def summary(self) -> str:
        """How much was worked out."""
        done = sum(1 for item in self.items if item.result is not None)
        m, n = self.game.shape
        name = self.game.name or "Bimatrix game"
        return f"{name} ({m} x {n}): {done} of {len(self.items)} concepts apply"

    def tables(self) -> tuple[Table, ...]:
        """One line for each concept."""
        rows = [(item.section, item.name, _line(item)) for item in self.items]
        header = ("section", "concept", "what it says")
        return (Table("", header, rows, left=(0, 1, 2), most=len(rows)),)

    def to_document(self) -> dict[str, Any]:
        """Return every result in full, schema ``gametheory/overview/1``."""
        return {
            "schema": SCHEMA,
            "game": game_document(self.game),
            "items": [
                {
                    "section": item.section,
                    "concept": item.name,
                    "reason": item.reason,
                    "result": None if item.result is None else _document(item.result),
                }
                for item in self.items
            ],
        }

    def text(self) -> str:
        """Every result in full, by sections, as it prints itself."""
        lines = [repr(self.game)]
        section = ""
        for item in self.items:
            if item.section != section:
                section = item.section
                lines += ["", section, "=" * len(section)]
            shown = f"not worked out: {item.reason}" if item.result is None else repr(item.result)
            lines += ["", f"-- {item.name}", shown]
        return "\n".join(lines)


def _line(item: Item) -> str:
    if item.result is None:
        return f"not worked out: {item.reason}"
    summary = getattr(item.result, "summary", None)
    return str(summary()) if callable(summary) else repr(item.result).splitlines()[0]


def _document(result: Any) -> Any:
    if hasattr(result, "to_document"):
        return result.to_document()
    import json

    return json.loads(result.to_json())


class _DoesNotApply(Exception):  # noqa: N818  (a signal between our own functions, not an error)
    """Why a concept is not worked out for a game."""


class _Task:
    """The game, its equilibria and the seconds for each concept."""

    def __init__(self, game: BimatrixGame, equilibria: EquilibriumSet, timeout: float) -> None:
        self.game, self.equilibria, self.timeout = game, equilibria, timeout
        self.outcomes = game.shape[0] * game.shape[1]
        self._branch: LogitBranch | None = None

    @property
    def branch(self) -> LogitBranch:
        """The principal logit branch, which two concepts look at."""
        if self._branch is None:
            from gametheory.concepts import logit_branch

            try:
                self._branch = logit_branch(self.game, timeout=self.timeout)
            except ParameterError:  # payoffs too small for a precision in their own unit
                self._branch = logit_branch(self.game, units="range", timeout=self.timeout)
        return self._branch

    def at_most(self, outcomes: int) -> None:
        """Leave a concept out in larger games."""
        if self.outcomes > outcomes:
            raise _DoesNotApply(
                f"may take long: part of an overview up to {outcomes:,} outcomes, here are "
                f"{self.outcomes:,}; ask for it on its own"
            )

    def two_by_two(self) -> None:
        """Leave out what is defined for two actions each."""
        if self.game.shape != (2, 2):
            raise _DoesNotApply("defined for 2 x 2 games")

    def symmetric(self) -> None:
        """Leave out what needs one population."""
        if not self.game.is_symmetric:
            raise _DoesNotApply("defined for symmetric games, whose B is A transposed")

    def listed(self) -> None:
        """Leave out what needs an equilibrium."""
        if not len(self.equilibria):
            raise _DoesNotApply("no equilibrium is known")


def analyze(
    game: BimatrixGame,
    equilibria: EquilibriumSet | None = None,
    *,
    sections: tuple[str, ...] | None = None,
    timeout: float = _SECONDS,
) -> Overview:
    """Work out everything that theory says about a game.

    Parameters
    ----------
    game : BimatrixGame
    equilibria : EquilibriumSet, optional
        Its Nash equilibria, if they are known already.
    sections : tuple of str, optional
        Keys of `SECTIONS`; all by default.
    timeout : float
        Seconds for the search for equilibria, and for each concept whose work may grow
        exponentially.

    Returns
    -------
    Overview

    Raises
    ------
    ParameterError
        If a section does not exist, the equilibria are those of another game, or the
        timeout is not positive.
    Interrupted
        On Ctrl-C, within a search.

    Examples
    --------
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> overview = analyze(dilemma, sections=("structure",))
    >>> overview["kind"].label, overview["potential"].kind
    ('mixed motive', 'exact')
    """
    wanted = SECTIONS if sections is None else sections
    for section in wanted:
        if section not in SECTIONS:
            raise ParameterError(
                f"sections: expected some of {', '.join(SECTIONS)}, got {section!r}"
            )
    found = solve(game, timeout=timeout) if equilibria is None else equilibria
    if found.game != game:
        raise ParameterError(
            "equilibria: expected those of the game itself, got those of "
            f"{found.game.name or 'another game'}; give solve(game)"
        )
    task = _Task(game, found, timeout)
    items = []
    for section, name, work in _CONCEPTS:
        if section not in wanted:
            continue
        try:
            items.append(Item(section, name, work(task)))
        except (_DoesNotApply, MemoryError, SolverError) as reason:
            items.append(Item(section, name, None, str(reason)))
    return Overview(game, found, tuple(items))


# Each concept is imported where it is worked out: together they load half of scipy.


def _refinements(task: _Task) -> Any:
    task.listed()
    return task.equilibria.refinements


def _kind(task: _Task) -> Result:
    from gametheory.analysis import kind

    return kind(task.game)


def _degeneracy(task: _Task) -> Result:
    from gametheory.analysis import find_degeneracy

    return find_degeneracy(task.game, task.timeout)


def _symmetry(task: _Task) -> Result:
    from gametheory.analysis import find_symmetry

    return find_symmetry(task.game, task.timeout)


def _potential(task: _Task) -> Result:
    from gametheory.analysis import find_potential

    return find_potential(task.game)


def _supermodular(task: _Task) -> Result:
    from gametheory.analysis import find_supermodular_orders

    return find_supermodular_orders(task.game)


def _coordination(task: _Task) -> Result:
    from gametheory.analysis import find_coordination

    return find_coordination(task.game)


def _strict(task: _Task) -> Result:
    from gametheory.analysis import eliminate_dominated

    return eliminate_dominated(task.game, timeout=task.timeout)


def _weak(task: _Task) -> Result:
    from gametheory.analysis import eliminate_dominated

    return eliminate_dominated(task.game, "weak", timeout=task.timeout)


def _best_graph(task: _Task) -> Result:
    from gametheory.analysis import response_graph

    return response_graph(task.game, "best")


def _better_graph(task: _Task) -> Result:
    from gametheory.analysis import response_graph

    return response_graph(task.game, "better")


def _curves(task: _Task) -> Result:
    from gametheory.analysis import best_response_curves

    task.two_by_two()
    return best_response_curves(task.game)


def _pure_frontier(task: _Task) -> Any:
    from gametheory.analysis import pareto_optimal_outcomes

    return pareto_optimal_outcomes(task.game)


def _lottery_frontier(task: _Task) -> Result:
    from gametheory.analysis import pareto_frontier_of_lotteries

    return pareto_frontier_of_lotteries(task.game)


def _mixed_frontier(task: _Task) -> Result:
    from gametheory.analysis import pareto_frontier_of_mixed_play

    task.at_most(_MANY_OUTCOMES)
    return pareto_frontier_of_mixed_play(task.game, task.timeout)


def _efficient_equilibria(task: _Task) -> Result:
    from gametheory.concepts import efficiency_of_equilibria

    task.listed()
    task.at_most(_MANY_OUTCOMES)
    return efficiency_of_equilibria(task.equilibria, timeout=task.timeout)


def _security(task: _Task) -> Result:
    from gametheory.concepts import security_levels

    return security_levels(task.game, task.timeout)


def _welfare(task: _Task) -> Result:
    from gametheory.concepts import welfare_ratios

    task.at_most(_MANY_OUTCOMES)
    return welfare_ratios(task.game, task.equilibria)


def _bargaining(rule: Any, threat: str = "minimax") -> Callable[[_Task], Result]:
    def work(task: _Task) -> Result:
        from gametheory.concepts import bargaining_solution

        task.at_most(_MOST_OUTCOMES)
        return bargaining_solution(task.game, rule, threat=threat)

    return work


def _leader(player: int) -> Callable[[_Task], Result]:
    def work(task: _Task) -> Result:
        from gametheory.concepts import stackelberg

        task.at_most(_MOST_OUTCOMES)
        return stackelberg(task.game, player)

    return work


def _rational_payoffs(task: _Task) -> Result:
    from gametheory.concepts import individually_rational_payoffs

    return individually_rational_payoffs(task.game)


def _trigger(task: _Task) -> Result:
    from gametheory.concepts import grim_trigger

    task.listed()
    m, n = task.game.shape
    best = max(
        ((i, j) for i in range(m) for j in range(n)),
        key=lambda cell: sum(task.game.payoff(*cell)),
    )
    return grim_trigger(task.game, best, task.equilibria)


def _repeated_payoffs(task: _Task) -> Result:
    from gametheory.concepts import subgame_perfect_payoffs

    task.at_most(_FEW_OUTCOMES)
    return subgame_perfect_payoffs(task.game, Fraction(9, 10), timeout=task.timeout)


def _correlated(objective: str) -> Callable[[_Task], Result]:
    def work(task: _Task) -> Result:
        from gametheory.concepts import correlated_equilibrium

        task.at_most(_MANY_OUTCOMES)
        return correlated_equilibrium(task.game, objective)

    return work


def _coarse(task: _Task) -> Result:
    from gametheory.concepts import coarse_correlated_equilibrium

    task.at_most(_MANY_OUTCOMES)
    return coarse_correlated_equilibrium(task.game)


def _entropy(task: _Task) -> Result:
    from gametheory.concepts import maximum_entropy_correlated_equilibrium

    task.at_most(_SEVERAL_OUTCOMES)
    return maximum_entropy_correlated_equilibrium(task.game)


def _correlated_payoffs(task: _Task) -> Result:
    from gametheory.concepts import correlated_payoffs

    task.at_most(_SEVERAL_OUTCOMES)
    return correlated_payoffs(task.game, timeout=task.timeout)


def _extreme_correlated(task: _Task) -> Result:
    from gametheory.concepts import extreme_correlated_equilibria

    task.at_most(_FEWEST_OUTCOMES)
    return extreme_correlated_equilibria(task.game, timeout=task.timeout)


def _rationalizable(task: _Task) -> Result:
    from gametheory.analysis import rationalizable

    return rationalizable(task.game, timeout=task.timeout)


def _curb(task: _Task) -> Result:
    from gametheory.analysis import minimal_curb_sets

    task.at_most(_MANY_OUTCOMES)
    return minimal_curb_sets(task.game, timeout=task.timeout)


def _p_dominance(task: _Task) -> Result:
    from gametheory.analysis import p_dominance

    return p_dominance(task.game)


def _stochastic_stability(task: _Task) -> Result:
    from gametheory.concepts import stochastically_stable

    task.at_most(_FEW_OUTCOMES)
    return stochastically_stable(task.game, memory=_MEMORY, sample=_SAMPLE, timeout=task.timeout)


def _branch(task: _Task) -> Result:
    task.at_most(_MOST_OUTCOMES)
    return task.branch


def _branch_limit(task: _Task) -> Result:
    from gametheory.concepts import logit_limit

    task.listed()
    task.at_most(_MANY_OUTCOMES)
    return logit_limit(task.branch, task.equilibria)


def _level_k(task: _Task) -> Result:
    from gametheory.concepts import level_k

    return level_k(task.game)


def _hierarchy(task: _Task) -> Result:
    from gametheory.concepts import cognitive_hierarchy

    return cognitive_hierarchy(task.game)


def _rest_points(task: _Task) -> Result:
    from gametheory.dynamics import Replicator, rest_points

    task.at_most(_FEW_OUTCOMES)
    return rest_points(task.game, Replicator(), timeout=task.timeout)


def _population_rest_points(task: _Task) -> Result:
    from gametheory.dynamics import Replicator, rest_points

    task.symmetric()
    task.at_most(_FEW_OUTCOMES)
    return rest_points(task.game, Replicator(), populations=1, timeout=task.timeout)


def _best_response_play(order: Literal["sequential", "simultaneous"]) -> Callable[[_Task], Result]:
    def work(task: _Task) -> Result:
        from gametheory.dynamics import best_response_dynamics

        return best_response_dynamics(task.game, order=order)

    return work


def _fictitious(task: _Task) -> Result:
    from gametheory.dynamics import fictitious_play

    task.at_most(_MOST_OUTCOMES)
    return fictitious_play(task.game, _ROUNDS, timeout=task.timeout)


#: Concepts by section, in the order in which a reader asks.
_CONCEPTS: Final[tuple[tuple[str, str, Callable[[_Task], Any]], ...]] = (
    ("equilibria", "Nash equilibria", lambda task: task.equilibria),
    ("equilibria", "refinements", _refinements),
    ("equilibria", "payoff set", lambda task: task.equilibria.payoff_set),
    ("structure", "kind", _kind),
    ("structure", "degeneracy", _degeneracy),
    ("structure", "symmetry", _symmetry),
    ("structure", "coordination", _coordination),
    ("structure", "potential", _potential),
    ("structure", "supermodularity", _supermodular),
    ("structure", "strict dominance", _strict),
    ("structure", "weak dominance", _weak),
    ("structure", "best-response graph", _best_graph),
    ("structure", "better-response graph", _better_graph),
    ("structure", "best-response curves", _curves),
    ("efficiency", "efficient outcomes", _pure_frontier),
    ("efficiency", "frontier of lotteries", _lottery_frontier),
    ("efficiency", "frontier of mixed play", _mixed_frontier),
    ("efficiency", "efficiency of equilibria", _efficient_equilibria),
    ("efficiency", "security levels", _security),
    ("efficiency", "prices of anarchy and stability", _welfare),
    ("bargaining", "Nash bargaining", _bargaining("nash")),
    ("bargaining", "Nash bargaining with variable threats", _bargaining("nash", "variable")),
    ("bargaining", "Kalai-Smorodinsky", _bargaining("kalai-smorodinsky")),
    ("bargaining", "egalitarian", _bargaining("egalitarian")),
    ("bargaining", "utilitarian", _bargaining("utilitarian")),
    ("commitment", "row player leads", _leader(0)),
    ("commitment", "column player leads", _leader(1)),
    ("repetition", "individually rational payoffs", _rational_payoffs),
    ("repetition", "grim trigger for the best total", _trigger),
    ("repetition", "subgame-perfect payoffs at discount 9/10", _repeated_payoffs),
    ("correlation", "best correlated equilibrium", _correlated("welfare")),
    ("correlation", "fairest correlated equilibrium", _correlated("equality")),
    ("correlation", "best correlated equilibrium for the row player", _correlated("row")),
    ("correlation", "best correlated equilibrium for the column player", _correlated("column")),
    ("correlation", "best coarse correlated equilibrium", _coarse),
    ("correlation", "payoffs of correlated equilibria", _correlated_payoffs),
    ("correlation", "correlated equilibrium of largest entropy", _entropy),
    ("correlation", "extreme correlated equilibria", _extreme_correlated),
    ("prediction", "rationalizable actions", _rationalizable),
    ("prediction", "minimal CURB sets", _curb),
    ("prediction", "p-dominance", _p_dominance),
    ("prediction", "stochastically stable states", _stochastic_stability),
    ("prediction", "logit branch", _branch),
    ("prediction", "limit of the logit branch", _branch_limit),
    ("prediction", "level-k", _level_k),
    ("prediction", "cognitive hierarchy", _hierarchy),
    ("dynamics", "rest points of the replicator dynamic", _rest_points),
    ("dynamics", "rest points in one population", _population_rest_points),
    ("dynamics", "best-response play in turn", _best_response_play("sequential")),
    ("dynamics", "best-response play at once", _best_response_play("simultaneous")),
    ("dynamics", "fictitious play", _fictitious),
)

#: Names of the sections, in order.
SECTIONS: Final = tuple(dict.fromkeys(section for section, _, _ in _CONCEPTS))
