"""Running a computation for all parameters at once: one leaf for each course it can take.

A computation asks an :class:`Oracle` for the signs of polynomials. Where a sign isn't
settled by those known, the course splits in three, and only what is possible goes on
(:mod:`gametheory.symbolic.feasibility`). Each end is a *leaf*: the signs of the irreducible
factors that were asked for, and what the computation returned. Leaves don't overlap, and
together they hold all parameters that the computation does not exclude.

With one parameter there is a shorter way: the real roots of all factors cut the line into
points and intervals, on each of which the computation is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Generic, TypeVar

from gametheory.limits import LimitReached, Limits, Status
from gametheory.symbolic.feasibility import Finding, decide
from gametheory.symbolic.polynomials import Point, Polynomial
from gametheory.symbolic.roots import isolate, open_samples

__all__ = ["Excluded", "Exploration", "Leaf", "Oracle", "explore", "explore_line"]

T = TypeVar("T")


class Excluded(Exception):  # noqa: N818  (a signal between our own functions, not an error)
    """Raised by a computation for parameters that it is not about."""


class _Open(Exception):  # noqa: N818  (a signal, not an error)
    """The computation needs the sign of a factor."""

    def __init__(self, factor: Polynomial) -> None:
        super().__init__()
        self.factor = factor


class Oracle:
    """Tells signs of polynomials where those of some factors are known.

    Parameters
    ----------
    signs : dict of Polynomial to int
        -1, 0 or 1 for irreducible factors.
    """

    def __init__(self, signs: dict[Polynomial, int]) -> None:
        self._signs = signs

    def sign(self, polynomial: Polynomial) -> int:
        """Return -1, 0 or 1; the course splits if that is not settled."""
        sign, factors = polynomial.factors
        unknown = None
        for factor, exponent in factors:
            known = self._signs.get(factor)
            if known == 0:
                return 0
            if known is None:
                unknown = unknown or factor
            elif exponent % 2:
                sign *= known
        if unknown is not None:
            raise _Open(unknown)
        return sign


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One course of a computation.

    Attributes
    ----------
    signs : dict of Polynomial to int
        Signs of irreducible factors that lead here.
    proved : bool
        Whether there are such parameters; else that is undecided.
    point : tuple of Fraction, optional
        Such parameters.
    value : T
        What the computation returned.
    """

    signs: dict[Polynomial, int]
    proved: bool
    point: Point | None
    value: T


@dataclass(frozen=True, slots=True)
class Exploration(Generic[T]):
    """All leaves of a computation, or those found before a limit.

    Attributes
    ----------
    leaves : tuple of Leaf
    unexplored : tuple of dict of Polynomial to int
        Signs of what was not followed to its end.
    status : Status
    """

    leaves: tuple[Leaf[T], ...]
    unexplored: tuple[dict[Polynomial, int], ...]
    status: Status


def explore(computation: Callable[[Oracle], T], limits: Limits) -> Exploration[T]:
    """Follow every possible course of a computation.

    Parameters
    ----------
    computation : callable
        Takes an Oracle; depends on nothing but the signs that it tells. Run again for
        every split, so it should have its polynomials ready. May raise Excluded.
    limits : Limits

    Returns
    -------
    Exploration
    """
    waiting: list[_Waiting] = [({}, Finding(True))]
    leaves: list[Leaf[T]] = []
    pool = _Pool()
    current = waiting[0]
    try:
        while waiting:
            current = waiting.pop()
            signs, finding = current
            limits.check_time()
            try:
                value = computation(Oracle(signs))
            except Excluded:
                continue
            except _Open as question:
                waiting.extend(list(_children(current, question.factor, pool, limits)))
                continue
            leaves.append(Leaf(signs, finding.possible is True, finding.point, value))
    except LimitReached as reached:
        return _stopped(leaves, [*waiting, current], reached.status)
    except KeyboardInterrupt:
        return _stopped(leaves, [*waiting, current], Status.INTERRUPTED)
    return Exploration(tuple(leaves), (), Status.FINISHED)


#: Signs that lead to a course which is not yet followed, and whether they are possible.
_Waiting = tuple[dict[Polynomial, int], Finding]


def _stopped(leaves: list[Leaf[T]], waiting: list[_Waiting], status: Status) -> Exploration[T]:
    return Exploration(tuple(leaves), tuple(signs for signs, _ in waiting), status)


class _Pool:
    """Points at hand and the signs there: most splits are seen to be possible by one."""

    def __init__(self) -> None:
        self._points: list[Point] = []
        self._known: set[Point] = set()
        self._signs: dict[Polynomial, list[int]] = {}

    def add(self, point: Point) -> None:
        if point not in self._known:
            self._known.add(point)
            self._points.append(point)

    def grow(self, count: int) -> None:
        """Begin with points of small numerators and denominators, simplest first."""
        values = [Fraction(p, q) for q in (1, 2, 3) for p in range(-4 * q, 4 * q + 1)]
        drawn = []
        for step in range(300):
            # Steps by a prime visit the grid evenly, without randomness.
            place = step * 7919 % len(values) ** min(count, 3)
            digits = []
            for _ in range(count):
                place, digit = divmod(place, len(values))
                digits.append(values[digit])
            drawn.append(tuple(digits))
        small = [Fraction(k) for k in (1, 2, 3, -1)]
        drawn += product(small, repeat=min(count, 3))
        for point in sorted(drawn, key=_complexity):
            self.add(point if len(point) == count else (*point, *[Fraction(1)] * (count - 3)))

    def find(self, signs: dict[Polynomial, int]) -> Point | None:
        """Return a point with these signs, if there is one."""
        if not self._points:
            self.grow(len(next(iter(signs)).ring.names))
        left: Iterable[int] = range(len(self._points))
        for polynomial, sign in signs.items():
            known = self._signs.setdefault(polynomial, [])
            known += (polynomial.sign_at(point) for point in self._points[len(known) :])
            left = [k for k in left if known[k] == sign]
            if not left:
                return None
        return self._points[next(iter(left))]


def _complexity(point: Point) -> tuple[int, list[bool]]:
    return sum(abs(v.numerator) + v.denominator for v in point), [v < 0 for v in point]


def _children(
    parent: _Waiting, factor: Polynomial, pool: _Pool, limits: Limits
) -> Iterable[_Waiting]:
    """Possible signs of a factor beside those known; the last one is followed first."""
    signs, finding = parent
    if finding.point is not None:
        pool.add(finding.point)
    for sign in (-1, 0, 1):
        child = {**signs, factor: sign}
        point = pool.find(child)
        found = Finding(True, point) if point is not None else decide(child.items(), limits)
        if found.possible is not False:
            yield child, found


def explore_line(
    computation: Callable[[Oracle], T], polynomials: Iterable[Polynomial], limits: Limits
) -> Exploration[T]:
    """Run a computation on every piece of the line of one parameter.

    Parameters
    ----------
    computation : callable
        As for :func:`explore`.
    polynomials : iterable of Polynomial
        All whose signs it may ask for.
    limits : Limits

    Returns
    -------
    Exploration
        Every leaf is proved.
    """
    factors = list(dict.fromkeys(f for p in polynomials for f, _ in p.factors[1]))
    leaves: list[Leaf[T]] = []
    pieces: list[tuple[dict[Polynomial, int], Point | None]] = []
    try:
        roots = isolate(factors)
        for value in open_samples(roots):
            limits.check_time()
            pieces.append(({f: f.sign_at((value,)) for f in factors}, (value,)))
        for root in roots:
            limits.check_time()
            # Its interval holds no root of any other polynomial.
            signs = {f: 0 if f == root.polynomial else f.sign_at((root.low,)) for f in factors}
            pieces.append((signs, None if root.exact is None else (root.exact,)))
        while pieces:
            limits.check_time()
            signs, point = pieces[-1]
            with suppress(Excluded):
                leaves.append(Leaf(signs, True, point, computation(Oracle(signs))))
            pieces.pop()
    except LimitReached as reached:
        return Exploration(tuple(leaves), _left(pieces), reached.status)
    except KeyboardInterrupt:
        return Exploration(tuple(leaves), _left(pieces), Status.INTERRUPTED)
    return Exploration(tuple(leaves), (), Status.FINISHED)


def _left(
    pieces: list[tuple[dict[Polynomial, int], Point | None]],
) -> tuple[dict[Polynomial, int], ...]:
    return tuple(signs for signs, _ in pieces) or ({},)
