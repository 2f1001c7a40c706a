"""What every dynamic in continuous time is: a law that moves shares by values.

A *dynamic* is a differential equation on the simplex. The ones here are all built from
one *law* ``V(x, p)``: the rate at which the shares x of a population change if its
actions have the values p (:mod:`gametheory.dynamics.states`). For one population that is
``x' = V(x, A x)``; for two ``x' = V(x, A y)``, ``y' = V(y, B' x)``. A *rest point* is a
state at which nothing moves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import numpy as np

from gametheory.dynamics.states import Floats, State, centred, float_values, read_floats
from gametheory.game import BimatrixGame

__all__ = ["Dynamic", "RestKind"]

#: Where a dynamic rests: exactly at the Nash equilibria; at the Nash equilibria of all
#: subgames without a condition on unused actions; at logit equilibria; not known.
RestKind = Literal["nash", "equal values", "logit", "unknown"]


class Dynamic(ABC):
    """A differential equation on shares; its subclasses are frozen specifications.

    Attributes
    ----------
    title : str
        The name of the law.
    source : str
        Who wrote it down where.
    rests : str
        Where it rests, see ``RestKind``: ``"nash"``, ``"equal values"``, ``"logit"``,
        ``"unknown"``.
    continuous : bool
        Whether the law is continuous in the shares.
    smooth : bool
        Whether it has derivatives everywhere inside the simplex; decides how it is integrated.
    differences_only : bool
        Whether adding a constant to all values changes no rate. Large constants in payoffs
        are then taken away exactly before values become floats.
    regular_ess_are_stable : bool
        Whether every regular evolutionarily stable strategy (of one population), and every
        strict equilibrium (of two), is known to be asymptotically stable: Sandholm 2010,
        "Local stability under evolutionary game dynamics", Theoretical Economics 5.
    """

    title: ClassVar[str]
    source: ClassVar[str]
    rests: ClassVar[RestKind] = "unknown"
    continuous: ClassVar[bool] = True
    smooth: ClassVar[bool] = True
    regular_ess_are_stable: ClassVar[bool] = False
    differences_only: ClassVar[bool] = False

    @abstractmethod
    def law(self, shares: Floats, values: Floats) -> Floats:
        """Rates of change of one population's shares.

        Parameters
        ----------
        shares, values : ndarray, shape (..., n)
            Shares and values of n actions; any axes may stand before the last.

        Returns
        -------
        ndarray, shape (..., n)
            Shares a unit of time, of sum 0; never negative where a share is 0.
        """

    def growth(self, logarithms: Floats, shares: Floats, values: Floats) -> Floats | None:
        """Rates ``x'_i / x_i`` of an *imitative* law, in which no unused action appears.

        Such a law is integrated in logarithms of the shares, which keeps shares as small
        as ``1e-300`` exact and positive. None, the default, for any other law.

        Parameters
        ----------
        logarithms, shares, values : ndarray, shape (k,)
            Of the actions in use; the logarithms are those of the shares up to a constant.
        """
        return None

    def slopes(self, shares: Floats, values: Floats) -> tuple[Floats, Floats] | None:
        """Derivatives of the law by the shares and by the values.

        Parameters
        ----------
        shares, values : ndarray, shape (n,)

        Returns
        -------
        (ndarray, ndarray) or None
            Two n x n arrays ``dV_i / dx_j`` and ``dV_i / dp_j``; None where the law has no
            derivative, which is the default.
        """
        return None

    def velocity(self, game: BimatrixGame, state: Any) -> State:
        """Rates of change at a state.

        Parameters
        ----------
        game : BimatrixGame
            Symmetric, if `state` is one vector.
        state : sequence of numbers, or pair of such
            One mixed strategy, or one for each player.

        Returns
        -------
        tuple of ndarray
            One or two vectors, as the state; each sums to 0 up to rounding.
        """
        return self.flow(self.prepared(game), read_floats(game, state))

    def prepared(self, game: BimatrixGame) -> BimatrixGame:
        """Return the game in which :meth:`flow` and :meth:`jacobian` lose no digits."""
        return centred(game) if self.differences_only else game

    def flow(self, game: BimatrixGame, state: State) -> State:
        """Rates of change at states that are float arrays, with any axes before the last."""
        values = float_values(game, state)
        return tuple(self.law(x, p) for x, p in zip(state, values, strict=True))

    def jacobian(self, game: BimatrixGame, state: State, values: Sequence[Any]) -> Floats | None:
        """Derivative of the flow along the simplex, or None where there is none.

        Parameters
        ----------
        game : BimatrixGame
        state : tuple of ndarray, shapes (n,)
        values : sequences of numbers
            The actions' values at the state; equal ones must be equal as floats.

        Returns
        -------
        ndarray, shape (d, d)
            In coordinates that leave out each population's last share.
        """
        parts = [
            self.slopes(x, np.asarray(p, dtype=np.float64))
            for x, p in zip(state, values, strict=True)
        ]
        if any(part is None for part in parts):
            return None
        first, *second = [part for part in parts if part is not None]
        if not second:
            return _tangent(first[0] + first[1] @ game.row_payoffs)
        (other,) = second
        rows = [
            [_tangent(first[0]), _tangent(first[1] @ game.row_payoffs)],
            [_tangent(other[1] @ game.column_payoffs.T), _tangent(other[0])],
        ]
        return np.block(rows)


def _tangent(derivative: Floats) -> Floats:
    """Derivative in coordinates without the last share, which makes up the sum."""
    reduced: Floats = derivative[:-1, :-1] - derivative[:-1, -1:]
    return reduced
