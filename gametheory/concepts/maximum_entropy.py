"""The equilibrium of largest entropy: among correlated ones, or within a component.

Where theory leaves a set, the principle of maximum entropy picks the member that commits least:
the *maximum-entropy correlated equilibrium* (Ortiz, Schapire & Kakade 2007), and in a connected
component of Nash equilibria the pair of strategies with the largest sum of entropies, one for
each maximal Nash subset, because a component need not be convex. Logarithms make these numbers
irrational as a rule: what is returned is an exact equilibrium and a proven bound on the entropy
that any other has (:mod:`gametheory.concepts.entropy`).

(Two results and their makers, just past 300 lines.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.concepts.correlated import CorrelatedPolytope
from gametheory.concepts.entropy import EntropyOptimum, largest_entropy
from gametheory.concepts.joint import Joint, joint_payoffs
from gametheory.equilibria.components import Component, MaximalNashSubset
from gametheory.equilibria.equilibrium import best_response_labels
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_decimal, format_fraction
from gametheory.results import Result, Table
from gametheory.strategy import MixedStrategy

__all__ = [
    "MaximumEntropyCorrelated",
    "MaximumEntropyMember",
    "SubsetEntropy",
    "maximum_entropy_correlated_equilibrium",
    "maximum_entropy_member",
]


@dataclass(frozen=True, repr=False)
class MaximumEntropyCorrelated(Result):
    """A correlated or coarse correlated equilibrium of nearly the largest entropy.

    Attributes
    ----------
    game : BimatrixGame
    coarse : bool
    joint : m tuples of n Fractions
        The joint distribution; an exact equilibrium.
    entropy : float
        Its entropy in nats, rounded down.
    bound : float
        Proven: no equilibrium of this kind has more.
    exact : bool
        Whether it is proved to be the best itself.
    """

    game: BimatrixGame
    coarse: bool
    joint: Joint
    entropy: float
    bound: float
    exact: bool

    @property
    def gap(self) -> float:
        """Largest possible shortfall of the entropy, in nats."""
        return 0.0 if self.exact else max(self.bound - self.entropy, 0.0)

    @property
    def payoffs(self) -> tuple[Fraction, Fraction]:
        """Both players' expected payoffs."""
        return joint_payoffs(self.game, self.joint)

    def summary(self) -> str:
        """Return the entropy and how far from the largest it may be."""
        what = "coarse correlated" if self.coarse else "correlated"
        first, second = (format_decimal(v, 6) for v in self.payoffs)
        return (
            f"The {what} equilibrium of largest entropy: {self.entropy:.6g} nats "
            f"({_how(self.exact, self.gap)}), payoffs {first} and {second}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the outcomes that are played."""
        game = self.game
        rows = [
            (game.row_actions[i], game.column_actions[j], format_brief(p),
             ", ".join(format_brief(v) for v in game.payoff(i, j)))
            for i, line in enumerate(self.joint) for j, p in enumerate(line) if p
        ]  # fmt: skip
        return (Table("", (*game.players, "probability", "payoffs"), rows, left=(0, 1)),)

    def to_document(self) -> dict[str, Any]:
        """Return the distribution, its entropy and the bound."""
        return {
            "schema": "gametheory/maximum-entropy-correlated-equilibrium/1",
            "concept": "coarse correlated equilibrium" if self.coarse else "correlated equilibrium",
            "joint": [[format_fraction(p) for p in row] for row in self.joint],
            "entropy": self.entropy,
            "bound": self.bound,
            "exact": self.exact,
        }


def _how(exact: bool, gap: float) -> str:
    return "exactly the largest" if exact else f"proved to lack at most {max(gap, 1e-15):.1g}"


def maximum_entropy_correlated_equilibrium(
    game: BimatrixGame, *, coarse: bool = False
) -> MaximumEntropyCorrelated:
    """Find a correlated equilibrium of nearly the largest entropy, with a proven bound.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    coarse : bool
        Whether coarse correlated equilibria are meant.

    Returns
    -------
    MaximumEntropyCorrelated
        An exact equilibrium; the search is in floats, the bound on what it lacks is proved.

    Examples
    --------
    >>> stag_hunt = BimatrixGame.symmetric([[4, 1], [3, 2]])
    >>> found = maximum_entropy_correlated_equilibrium(stag_hunt)
    >>> found.exact, [[str(p) for p in row] for row in found.joint]
    (True, [['1/4', '1/4'], ['1/4', '1/4']])
    """
    m, n = game.shape
    polytope = CorrelatedPolytope(game, coarse=coarse)
    best = largest_entropy(polytope.rows, m * n)
    joint = tuple(best.point[i * n : (i + 1) * n] for i in range(m))
    return MaximumEntropyCorrelated(game, coarse, joint, best.entropy, best.bound, best.exact)


@dataclass(frozen=True, slots=True)
class SubsetEntropy:
    """The equilibrium of largest entropy in one maximal Nash subset.

    Attributes
    ----------
    row, column : EntropyOptimum
        Both strategies: any pair of a Nash subset is an equilibrium, so each is best by itself.
    """

    row: EntropyOptimum
    column: EntropyOptimum

    @property
    def profile(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Both mixed strategies; an exact equilibrium."""
        return self.row.point, self.column.point

    @property
    def entropy(self) -> float:
        """Sum of both entropies, in nats."""
        return self.row.entropy + self.column.entropy

    @property
    def bound(self) -> float:
        """Proven bound on the sum of entropies in the subset."""
        return self.row.bound + self.column.bound

    @property
    def exact(self) -> bool:
        """Whether the profile is proved to be the best itself."""
        return self.row.exact and self.column.exact

    @property
    def gap(self) -> float:
        """Largest possible shortfall, in nats."""
        return self.row.gap + self.column.gap


@dataclass(frozen=True, repr=False)
class MaximumEntropyMember(Result):
    """The equilibria of nearly the largest entropy in a component.

    Attributes
    ----------
    component : Component
    subsets : tuple of SubsetEntropy
        One for each maximal Nash subset, in the component's order.
    """

    component: Component
    subsets: tuple[SubsetEntropy, ...]

    @property
    def best(self) -> SubsetEntropy:
        """The one with the largest entropy; the first of several."""
        return max(self.subsets, key=lambda subset: subset.entropy)

    def summary(self) -> str:
        """Return the best member and how far from the largest it may be."""
        best, count = self.best, len(self.subsets)
        where = "its one maximal Nash subset" if count == 1 else f"{count} maximal Nash subsets"
        return (
            f"The member of largest entropy in {where}: {best.entropy:.6g} nats "
            f"({_how(best.exact, best.gap)})"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the member of each maximal Nash subset."""
        game = self.component.game
        rows = [
            (
                str(k + 1),
                *(_words(names, point) for names, point in
                  zip((game.row_actions, game.column_actions), subset.profile, strict=True)),
                f"{subset.entropy:.6g}",
                _how(subset.exact, subset.gap),
            )
            for k, subset in enumerate(self.subsets)
        ]  # fmt: skip
        header = ("subset", *game.players, "entropy", "")
        return (Table("", header, rows, left=(0, 1, 2, 4)),)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing where the component's subsets are not all known."""
        if self.component.subsets_complete:
            return ()
        return ("Not all maximal Nash subsets of this component are known.",)

    def to_document(self) -> dict[str, Any]:
        """Return the member of each maximal Nash subset."""
        return {
            "schema": "gametheory/maximum-entropy-member/1",
            "complete": self.component.subsets_complete,
            "subsets": [
                {
                    "row": [format_fraction(p) for p in subset.row.point],
                    "column": [format_fraction(p) for p in subset.column.point],
                    "entropy": subset.entropy,
                    "bound": subset.bound,
                    "exact": subset.exact,
                }
                for subset in self.subsets
            ],
        }


def _words(names: Sequence[str], point: Sequence[Fraction]) -> str:
    return ", ".join(
        names[k] if p == 1 else f"{names[k]} {format_brief(p)}" for k, p in enumerate(point) if p
    )


def maximum_entropy_member(component: Component) -> MaximumEntropyMember:
    """Find the equilibria of nearly the largest entropy in a component, with proven bounds.

    Parameters
    ----------
    component : Component
        From :attr:`gametheory.equilibria.EquilibriumSet.components`.

    Returns
    -------
    MaximumEntropyMember

    Examples
    --------
    >>> from gametheory.solvers import solve
    >>> entry = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])
    >>> [str(p) for p in maximum_entropy_member(solve(entry).components[1]).best.column.point]
    ['1/2', '1/2']
    """
    return MaximumEntropyMember(
        component,
        tuple(
            SubsetEntropy(_best_strategy(subset, 0), _best_strategy(subset, 1))
            for subset in component.subsets
        ),
    )


def _best_strategy(subset: MaximalNashSubset, player: int) -> EntropyOptimum:
    """Strategy of largest entropy that is in equilibrium with all of the opponent's."""
    game = subset.game
    own, other = (subset.row_strategies, subset.column_strategies)[:: 1 - 2 * player]
    # Own actions that are best against everything the opponent may play there ...
    allowed = sorted(frozenset.intersection(*(_best_responses(game, s, player) for s in other)))
    # ... and mixtures of them to which all that the opponent may play is a best response.
    played = sorted({k for s in other for k in s.support})
    integers = game.integer_payoffs(1 - player)[0].astype(object)
    payoffs = integers if player == 0 else integers.T
    rows = []
    for j in played:
        for k in range(payoffs.shape[1]):
            row = (payoffs[allowed, k] - payoffs[allowed, j]).tolist()
            if any(row):
                rows.append(row)
    best = largest_entropy(rows, len(allowed))
    point = [Fraction(0)] * len(own[0].numerators)
    for k, p in zip(allowed, best.point, strict=True):
        point[k] = p
    return EntropyOptimum(tuple(point), best.entropy, best.bound, best.exact)


def _best_responses(game: BimatrixGame, opponent: MixedStrategy, player: int) -> frozenset[int]:
    return best_response_labels(game, opponent, 1 - player)[1]
