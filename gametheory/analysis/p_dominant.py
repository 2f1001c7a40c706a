"""How much confidence in the opponent a pure equilibrium takes: p-dominance.

A pure equilibrium is *p-dominant* if each action is a best response to every belief that gives
the other one a probability of at least p (Morris, Rob & Shin 1995, "p-dominance and belief
potential", Econometrica 63). Every pure equilibrium is 1-dominant; the smaller p, the safer. The
smallest p of the row player's action i, with the equilibrium's column j, is

    max over k of  w_k / (d_k + w_k),   d_k = A[i, j] - A[k, j],   w_k = max over l != j of A[k, l] - A[i, l],

where w_k > 0, else 0: the worst belief puts all the rest on one column. The equilibrium's p is
the larger of both players'.

Unless payoffs tie, at most one equilibrium is p-dominant for some p < 1/2. In a *symmetric* 2 x 2
coordination game the 1/2-dominant equilibrium is the risk-dominant one
(:func:`gametheory.equilibria.dominance_relations.risk_dominance`). In others a 1/2-dominant one is
never risk-dominated, because neither player's loss is smaller there, but a risk-dominant
equilibrium need not be 1/2-dominant.
"""  # noqa: E501  (an equation)

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = ["PDominance", "PDominantEquilibrium", "p_dominance"]

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class PDominantEquilibrium:
    """A pure equilibrium and the smallest probabilities at which it is dominant.

    Attributes
    ----------
    outcome : (int, int)
        Row and column, from 0.
    row_p, column_p : Fraction
        Smallest probability of the opponent's action from which on the own one is always a
        best response, 0 to 1; 0 for a dominant action.
    """

    outcome: tuple[int, int]
    row_p: Fraction
    column_p: Fraction

    @property
    def p(self) -> Fraction:
        """Smallest p at which the equilibrium is p-dominant."""
        return max(self.row_p, self.column_p)


@dataclass(frozen=True, repr=False)
class PDominance(Result):
    """The p of each pure equilibrium; exact.

    Attributes
    ----------
    game : BimatrixGame
    equilibria : tuple of PDominantEquilibrium
        All pure equilibria, in reading order.
    """

    game: BimatrixGame
    equilibria: tuple[PDominantEquilibrium, ...]

    def dominant(self, p: Fraction | int = _HALF) -> tuple[PDominantEquilibrium, ...]:
        """Return the p-dominant equilibria; for p = 1/2 unless told otherwise."""
        return tuple(e for e in self.equilibria if e.p <= p)

    def _name(self, outcome: tuple[int, int]) -> str:
        return f"({self.game.row_actions[outcome[0]]}, {self.game.column_actions[outcome[1]]})"

    def summary(self) -> str:
        """Return which equilibrium needs least confidence."""
        if not self.equilibria:
            return "No pure equilibrium, so none is p-dominant for any p"
        least = min(e.p for e in self.equilibria)
        safest = [self._name(e.outcome) for e in self.equilibria if e.p == least]
        one = len(safest) == 1
        half = (
            "; none is 1/2-dominant" if least > _HALF
            else f", so {'it is' if one else 'they are'} 1/2-dominant"
        )  # fmt: skip
        return (
            f"{', '.join(safest)} {'is' if one else 'are'} p-dominant from "
            f"p = {format_brief(least)}{half}"
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the p of each pure equilibrium."""
        rows = [
            (self._name(e.outcome), *(format_brief(v) for v in (e.row_p, e.column_p, e.p)))
            for e in self.equilibria
        ]
        return (Table("", ("pure equilibrium", *self.game.players, "p"), rows),) if rows else ()

    def to_document(self) -> dict[str, Any]:
        """Return the p of each pure equilibrium."""
        return {
            "schema": "gametheory/p-dominance/1",
            "equilibria": [
                {
                    "outcome": list(e.outcome),
                    "row_p": format_fraction(e.row_p),
                    "column_p": format_fraction(e.column_p),
                    "p": format_fraction(e.p),
                }
                for e in self.equilibria
            ],
        }


def p_dominance(game: BimatrixGame) -> PDominance:
    """Find the smallest p at which each pure equilibrium is p-dominant, exactly.

    Parameters
    ----------
    game : BimatrixGame

    Returns
    -------
    PDominance

    Examples
    --------
    >>> stag_hunt = BimatrixGame.symmetric([[4, 1], [3, 3]], row_actions=["Stag", "Hare"])
    >>> p_dominance(stag_hunt)
    (Hare, Hare) is p-dominant from p = 1/3, so it is 1/2-dominant
    pure equilibrium  Row player  Column player    p
    (Stag, Stag)             2/3            2/3  2/3
    (Hare, Hare)             1/3            1/3  1/3
    """
    first, second = game.comparable_payoffs(0), game.comparable_payoffs(1)
    pure = (first == first.max(axis=0)) & (second == second.max(axis=1, keepdims=True))
    rows: NDArray[Any] = game.integer_payoffs(0)[0].astype(object)
    columns: NDArray[Any] = game.integer_payoffs(1)[0].T.astype(object)
    return PDominance(
        game,
        tuple(
            PDominantEquilibrium((i, j), _smallest_p(rows, i, j), _smallest_p(columns, j, i))
            for i, j in np.argwhere(pure).tolist()
        ),
    )


def _smallest_p(payoffs: NDArray[Any], own: int, other: int) -> Fraction:
    """Smallest p of action `own` (a row) in an equilibrium with the opponent's `other`."""
    if payoffs.shape[1] == 1:
        return Fraction(0)
    losses = payoffs[own, other] - payoffs[:, other]
    temptations = np.delete(payoffs - payoffs[own], other, axis=1).max(axis=1)
    return max(
        Fraction(int(w), int(d + w)) if w > 0 else Fraction(0)
        for d, w in zip(losses, temptations, strict=True)
    )
