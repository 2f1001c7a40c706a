"""Real roots of polynomials in one variable, isolated exactly.

A real root is known by an *isolating interval*: rational ends between which the
polynomial has no other root; for a rational root both ends are the root. An irreducible
polynomial has a rational root only if it is linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import floor
from typing import Any

from gametheory.symbolic.polynomials import Polynomial

__all__ = ["Root", "between", "isolate", "open_samples", "simplest_between"]


@dataclass(frozen=True, slots=True)
class Root:
    """A real root of an irreducible polynomial in one variable.

    Attributes
    ----------
    polynomial : Polynomial
    low, high : Fraction
        Isolating interval; equal for a rational root.
    """

    polynomial: Polynomial
    low: Fraction
    high: Fraction

    @property
    def exact(self) -> Fraction | None:
        """The root, if it is rational."""
        return self.low if self.low == self.high else None

    def refined(self, width: Fraction) -> Root:
        """Halve the interval until it is no wider than `width`."""
        low, high = self.low, self.high
        place = _placer(self.polynomial)
        sign = self.polynomial.sign_at(place(low))
        while high - low > width:
            middle = (low + high) / 2
            # An irrational root is never hit, so the sign is not 0.
            if self.polynomial.sign_at(place(middle)) == sign:
                low = middle
            else:
                high = middle
        return Root(self.polynomial, low, high)

    def __float__(self) -> float:
        if self.exact is not None:
            return float(self.exact)
        size = max(abs(self.low), abs(self.high), Fraction(1, 10**300))
        root = self.refined(size / 2**60)
        return float((root.low + root.high) / 2)


def _placer(polynomial: Polynomial) -> Any:
    """Function value -> point with this value of the polynomial's variable."""
    (variable,) = polynomial.variables
    count = len(polynomial.ring.names)
    return lambda value: tuple(value if k == variable else Fraction(0) for k in range(count))


def isolate(polynomials: Sequence[Polynomial]) -> list[Root]:
    """All real roots of distinct irreducible polynomials in one variable, ascending.

    The closed isolating intervals are disjoint, so every polynomial but a root's own has
    one sign on the whole interval.
    """
    return _separated([root for polynomial in polynomials for root in _roots(polynomial)])


@lru_cache(maxsize=4096)
def _roots(polynomial: Polynomial) -> tuple[Root, ...]:
    """Real roots of one irreducible polynomial in one variable, or of a constant."""
    if polynomial.is_constant:
        return ()
    (variable,) = polynomial.variables
    parts = [part.value for part in polynomial.coefficients(variable)]
    if len(parts) == 2:
        value = Fraction(-parts[0], parts[1])
        return (Root(polynomial, value, value),)
    from sympy.polys.domains import ZZ
    from sympy.polys.rootisolation import dup_isolate_real_roots_sqf

    found = dup_isolate_real_roots_sqf([ZZ(value) for value in reversed(parts)], ZZ)
    return tuple(
        Root(polynomial, *(Fraction(int(q.numerator), int(q.denominator)) for q in interval))
        for interval in found
    )


def _separated(roots: list[Root]) -> list[Root]:
    """Narrow intervals until no two of them touch; sorted by their middles or not."""
    while True:
        roots.sort(key=lambda root: root.low + root.high)
        touching = {
            k + d for k, (a, b) in enumerate(pairwise(roots)) if a.high >= b.low for d in (0, 1)
        }
        # Wide intervals may also reach over a neighbour.
        reach = None
        for k, root in enumerate(roots):
            if reach is not None and root.low <= reach:
                touching.update({k, k - 1})
            reach = root.high if reach is None else max(reach, root.high)
        touching = {k for k in touching if roots[k].exact is None}
        if not touching:
            return roots
        for k in touching:
            roots[k] = roots[k].refined((roots[k].high - roots[k].low) / 2)


def open_samples(roots: Sequence[Root]) -> Iterator[Fraction]:
    """A simple rational in each open interval between neighbouring roots, ascending."""
    if not roots:
        yield Fraction(1)
        return
    yield Fraction(floor(roots[0].low) - 1)
    for left, right in pairwise(roots):
        yield between(left, right)
    yield Fraction(floor(roots[-1].high) + 1)


def between(left: Root, right: Root) -> Fraction:
    """Return the simplest rational between two roots whose intervals do not touch."""
    return simplest_between(left.high, right.low)


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """Return the rational of smallest denominator in the open interval (low, high).

    Of several the one nearest to 0 (Stern-Brocot tree).
    """
    if low < 0 < high:
        return Fraction(0)
    if high <= 0:
        return -simplest_between(-high, -low)
    whole = floor(low)
    if whole + 1 < high:
        return Fraction(whole + 1)
    # whole <= low < high <= whole + 1: the answer is whole + 1/q with q in (1/(high - whole), ..).
    upper = 1 / (high - whole)
    if low == whole:
        return whole + 1 / Fraction(floor(upper) + 1)
    return whole + 1 / simplest_between(upper, 1 / (low - whole))
