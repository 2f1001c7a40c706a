"""Refinements of the faces of a maximal Nash subset.

On the relative interior of a face F x G of a maximal Nash subset X x Y supports and best
replies are constant: the support is the union over the face's vertices, the best replies
are those common to them. So quasi-strict and perfect
(:mod:`gametheory.equilibria.refinements`) are properties of faces.

*A proper face is never quasi-strict.* If all best replies to G are played in F, then
``supp X >= supp F = best(G) >= best(Y) >= supp X``, so all are equal; and alike for the
other player. Hence F x G has the labels of X x Y, and is X x Y. So the quasi-strict
equilibria of a game are the relative interiors of those maximal subsets that are
quasi-strict; one of them is, in every bimatrix game (Norde 1999, "Bimatrix games have
quasi-strict equilibria", Mathematical Programming 85).

*Perfect faces.* Undominated depends on the support only, and passes to smaller supports.
So each player has maximal undominated faces of the own polytope; their products are the
maximal perfect faces, and the subset's perfect equilibria are exactly their union.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, reduce
from itertools import islice, product
from typing import TYPE_CHECKING, Any, Final

from gametheory.equilibria.equilibrium import best_response_labels
from gametheory.equilibria.refinements import is_regular, strategy_text
from gametheory.equilibria.undominated import DominanceProof, SupportOracle, support_oracle
from gametheory.strategy import MixedStrategy, Strategy

if TYPE_CHECKING:
    from gametheory.equilibria.components import MaximalNashSubset

__all__ = ["MAX_FACES", "NashFace", "SubsetRefinements", "maximal_undominated_faces"]

#: Faces looked at, and perfect faces listed, for one subset; past this one it says so.
MAX_FACES: Final = 10_000

Hull = tuple[MixedStrategy, ...]


@dataclass(frozen=True, slots=True)
class NashFace:
    """A face of a maximal Nash subset: the product of a face of each polytope.

    Attributes
    ----------
    row_strategies, column_strategies : tuple of MixedStrategy
        Its vertices.
    """

    row_strategies: tuple[MixedStrategy, ...]
    column_strategies: tuple[MixedStrategy, ...]

    @property
    def rows(self) -> tuple[Strategy, ...]:
        """The row player's extreme strategies."""
        return tuple(strategy.fractions for strategy in self.row_strategies)

    @property
    def columns(self) -> tuple[Strategy, ...]:
        """The column player's extreme strategies."""
        return tuple(strategy.fractions for strategy in self.column_strategies)


@dataclass(frozen=True)
class SubsetRefinements:
    """What holds in the relative interior of a maximal Nash subset, and on its faces.

    Attributes
    ----------
    subset : MaximalNashSubset
    """

    subset: MaximalNashSubset = field(repr=False)

    @cached_property
    def support(self) -> tuple[frozenset[int], frozenset[int]]:
        """Actions that each player uses somewhere in the subset, so in its interior."""
        return _union(self.subset.row_strategies), _union(self.subset.column_strategies)

    @cached_property
    def best_responses(self) -> tuple[frozenset[int], frozenset[int]]:
        """Each player's best responses to the other's strategies in the interior."""
        s = self.subset
        first, second = (
            reduce(frozenset.intersection, (best_response_labels(s.game, x, k)[1] for x in hull))
            for k, hull in ((1, s.column_strategies), (0, s.row_strategies))
        )
        return first, second

    @property
    def is_quasi_strict(self) -> bool:
        """Whether the relative interior is quasi-strict; a proper face never is."""
        return self.support == self.best_responses

    @cached_property
    def undominated(self) -> tuple[bool, bool]:
        """Whether each player's strategies in the interior are undominated."""
        game, (rows, columns) = self.subset.game, self.support
        if self.is_quasi_strict and is_regular(game, sorted(rows), sorted(columns)):
            return True, True
        # A completely mixed opponent supports the strategy.
        return (
            len(columns) == game.shape[1] or support_oracle(game, 0).is_undominated(rows),
            len(rows) == game.shape[0] or support_oracle(game, 1).is_undominated(columns),
        )

    @property
    def is_perfect(self) -> bool:
        """Whether the relative interior is perfect; then the whole subset is."""
        return all(self.undominated)

    @cached_property
    def proofs(self) -> tuple[DominanceProof, DominanceProof]:
        """For each player's barycentre: what dominates it, or what supports it."""
        s = self.subset
        first, second = (
            support_oracle(s.game, player).prove(_barycentre(vertices))
            for player, vertices in enumerate((s.rows, s.columns))
        )
        return first, second

    @property
    def dominating(self) -> tuple[Strategy | None, Strategy | None]:
        """For each player what dominates the barycentre of the own strategies, or None."""
        if self.is_perfect:
            return None, None
        first, second = self.proofs
        return first.dominating, second.dominating

    @cached_property
    def _perfect_faces(self) -> tuple[tuple[NashFace, ...], bool]:
        s = self.subset
        if self.is_perfect:
            return (NashFace(s.row_strategies, s.column_strategies),), True
        (rows, first), (columns, second) = (
            maximal_undominated_faces(vertices, support_oracle(s.game, player))
            for player, vertices in enumerate((s.row_strategies, s.column_strategies))
        )
        faces = tuple(NashFace(*pair) for pair in islice(product(rows, columns), MAX_FACES))
        return faces, first and second and len(faces) == len(rows) * len(columns)

    @property
    def perfect_faces(self) -> tuple[NashFace, ...]:
        """Maximal perfect faces; their union are the subset's perfect equilibria."""
        return self._perfect_faces[0]

    @property
    def perfect_faces_complete(self) -> bool:
        """False if there are more than `MAX_FACES` faces to look at or to list."""
        return self._perfect_faces[1]

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON; strategies as texts of fractions."""
        return {
            "quasi_strict": self.is_quasi_strict,
            "perfect": self.is_perfect,
            "dominating": [strategy_text(strategy) for strategy in self.dominating],
            "perfect_faces": [
                {
                    "rows": [strategy_text(x) for x in face.rows],
                    "columns": [strategy_text(y) for y in face.columns],
                }
                for face in self.perfect_faces
            ],
            "perfect_faces_complete": self.perfect_faces_complete,
        }

    def describe(self) -> str:
        """One line: size, what holds in the interior, how many perfect faces."""
        s = self.subset
        interior = [
            name if holds else f"not {name}"
            for name, holds in (
                ("quasi-strict", self.is_quasi_strict),
                ("perfect", self.is_perfect),
            )
        ]
        count = len(self.perfect_faces)
        more = "" if self.perfect_faces_complete else " at least"
        return (
            f"maximal Nash subset of {len(s.row_strategies)} x {len(s.column_strategies)} extreme "
            f"strategies: its interior is {' and '.join(interior)};{more} {count} maximal perfect "
            f"face{'s' * (count != 1)}"
        )

    def __repr__(self) -> str:
        return f"SubsetRefinements({self.describe()})"


def maximal_undominated_faces(vertices: Hull, oracle: SupportOracle) -> tuple[list[Hull], bool]:
    """Maximal faces of one player's polytope of a Nash subset that are undominated.

    Starts from the whole polytope. Each conflict (:meth:`SupportOracle.conflict`) names
    actions that cannot all be played, so every undominated face lies in one of the faces
    that leave one of these actions out.

    Parameters
    ----------
    vertices : tuple of MixedStrategy
        All extreme strategies of the player in a maximal Nash subset.
    oracle : SupportOracle
        The player's.

    Returns
    -------
    faces : list of tuple of MixedStrategy
        Vertices of each, in the order of `vertices`.
    complete : bool
        False if more than `MAX_FACES` faces were to be looked at.
    """
    supports = [frozenset(vertex.support) for vertex in vertices]
    waiting = [frozenset(range(len(vertices)))]
    seen = set(waiting)
    found: list[frozenset[int]] = []
    complete = True
    while waiting:
        face = waiting.pop()
        used = reduce(frozenset.union, (supports[k] for k in face))
        conflict = oracle.conflict(used)
        if conflict is None:
            found.append(face)
            continue
        for action in sorted(conflict):
            smaller = frozenset(k for k in face if action not in supports[k])
            if smaller and smaller not in seen:
                if len(seen) >= MAX_FACES:
                    complete = False
                    continue
                seen.add(smaller)
                waiting.append(smaller)
    largest = [face for face in found if not any(face < other for other in found)]
    return [
        tuple(vertices[k] for k in sorted(face)) for face in sorted(largest, key=sorted)
    ], complete


def _union(strategies: Hull) -> frozenset[int]:
    return frozenset(k for strategy in strategies for k in strategy.support)


def _barycentre(vertices: tuple[Strategy, ...]) -> Strategy:
    return tuple(sum(column, Fraction(0)) / len(vertices) for column in zip(*vertices, strict=True))
