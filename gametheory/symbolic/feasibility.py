"""Whether polynomials can have given signs at once, decided exactly where possible.

The question: are there real parameters at which each polynomial has its sign, -1, 0 or 1?

* Signs of a product become signs of its irreducible factors, case by case.
* An equation linear in a variable is solved for it (with cases for the sign of the
  coefficient) and the variable is replaced everywhere.
* Linear inequalities: an exact linear program maximises the least slack.
* One variable: its real roots are isolated; signs are constant between them.
* Strict inequalities in several variables: the solutions form an open set, which is empty
  exactly if no rational sample of an *open cylindrical decomposition* lies in it
  (Strzebonski 2000, "Solving systems of strict polynomial inequalities", Journal of Symbolic
  Computation 29, 471-480): project by leading coefficients, discriminants and resultants,
  sample the open cells below, lift each sample over the intervals between roots.
* One equation of higher degree: over the open cells below its roots are looked at; what
  may hide over the zeros of the projection is asked again with one equation more.
* Several of them in two variables: :mod:`gametheory.symbolic.boxes` excludes zeros, or
  proves one.

What is left, such as several equations of higher degree in three variables, is *undecided*:
the finding says None.

(Decisions that call each other; hence over 300 lines.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final

from gametheory.errors import InternalError
from gametheory.exact.lp import LinearOptimum, maximise
from gametheory.limits import Limits
from gametheory.symbolic.boxes import boxes, common_zero, excluded, narrowed
from gametheory.symbolic.polynomials import Point, Polynomial
from gametheory.symbolic.roots import isolate, open_samples

__all__ = ["Constraint", "Finding", "TooHardError", "decide", "project"]

#: A polynomial and the sign that it shall have.
Constraint = tuple[Polynomial, int]

#: Projections beyond this many polynomials or this degree are given up.
_MAX_PROJECTION: Final = 150
_MAX_DEGREE: Final = 40

#: Equations of higher degree that are looked at within each other.
_MAX_EQUATIONS: Final = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether signs can hold together.

    Attributes
    ----------
    possible : bool or None
        None: not decided.
    point : tuple of Fraction, optional
        Where they hold; a possible case may have only irrational points, or none that
        was computed.
    """

    possible: bool | None
    point: Point | None = None


_NO: Final = Finding(False)
_UNDECIDED: Final = Finding(None)

#: Sizes of boxes that are tried, as powers of 1/2.
_BITS: Final = (4, 16, 64, 160)

#: A point under construction: None for variables that are still free; empty if all are.
_Partial = tuple[Fraction | None, ...]


class TooHardError(Exception):
    """A projection would be too large."""


def decide(constraints: Iterable[Constraint], limits: Limits) -> Finding:
    """Decide whether every polynomial can have its sign at one point.

    Parameters
    ----------
    constraints : iterable of (Polynomial, int)
        All of one ring; at least one.
    limits : Limits
        A search past its time raises :class:`~gametheory.limits.LimitReached`.

    Returns
    -------
    Finding
    """
    wanted = list(constraints)
    ring = wanted[0][0].ring
    finding, partial = _decide(wanted, limits, 0)
    if not finding or partial is None:
        return Finding(finding)
    values = partial or (None,) * len(ring.names)
    point = tuple(Fraction(1) if value is None else value for value in values)
    if any(p.sign_at(point) != sign for p, sign in wanted):
        raise InternalError(f"a witness does not have the signs that it stands for: {point}")
    return Finding(True, point)


_Answer = tuple[bool | None, _Partial | None]


def _first(alternatives: Iterable[Sequence[Constraint]], limits: Limits, depth: int) -> _Answer:
    """Decide whether one of several systems is possible."""
    undecided = False
    for system in alternatives:
        possible, point = _decide(system, limits, depth)
        if possible:
            return True, point
        undecided |= possible is None
    return (None if undecided else False), None


def _decide(constraints: Sequence[Constraint], limits: Limits, depth: int) -> _Answer:
    limits.check_time()
    signs: dict[Polynomial, int] = {}
    compound: list[Constraint] = []
    for polynomial, wanted in constraints:
        content, factors = polynomial.factors
        if not factors:
            if content != wanted:
                return False, None
        elif len(factors) == 1 and (factors[0][1] % 2 or wanted == 0):
            factor = factors[0][0]
            if signs.setdefault(factor, wanted * content) != wanted * content:
                return False, None
        else:
            compound.append((polynomial, wanted))
    if compound:
        cases = _cases(signs, *compound[0])
        rest = [*signs.items(), *compound[1:]]
        return _first(([*rest, *case] for case in cases), limits, depth)
    return _decide_factors(signs, limits, depth)


def _cases(
    signs: dict[Polynomial, int], polynomial: Polynomial, wanted: int
) -> Iterator[list[Constraint]]:
    """Signs of the factors of a product that give it the wanted sign."""
    content, factors = polynomial.factors
    if wanted == 0:
        for factor, _ in factors:
            if signs.get(factor, 0) == 0:
                yield [(factor, 0)]
        return
    choices = [(signs[f],) if f in signs else (1, -1) for f, _ in factors]
    for chosen in product(*choices):
        value = content
        for sign, (_, exponent) in zip(chosen, factors, strict=True):
            value *= sign**exponent
        if value == wanted:
            yield [(factor, sign) for (factor, _), sign in zip(factors, chosen, strict=True)]


def _decide_factors(signs: dict[Polynomial, int], limits: Limits, depth: int) -> _Answer:
    """Decide about distinct irreducible factors."""
    if not signs:
        return True, ()
    ring = next(iter(signs)).ring
    variables = sorted({k for polynomial in signs for k in polynomial.variables})
    equations = [p for p, sign in signs.items() if sign == 0]
    solvable = _solvable(equations)
    if solvable is not None:
        return _solve_for(signs, *solvable, limits, depth)
    if not equations and all(p.degree == 1 for p in signs):
        return _linear(signs, variables, len(ring.names))
    if len(variables) == 1:
        return _univariate(signs, variables[0], len(ring.names))
    if any(len(e.variables) == 1 and not isolate([e]) for e in equations):
        return False, None
    if len(equations) > 1 and len(variables) == 2:
        return _two_variables(signs, equations, (variables[0], variables[1]), limits, depth)
    try:
        if not equations:
            names = len(ring.names)
            found = _open_points(list(signs), list(signs.items()), variables, limits, names)
            point = next(found, None)
            return point is not None, point
        if len(equations) == 1 and depth < _MAX_EQUATIONS:
            return _one_equation(signs, equations[0], variables, limits, depth)
    except TooHardError:
        pass
    return None, None


def _solvable(equations: Sequence[Polynomial]) -> tuple[Polynomial, int] | None:
    """An equation and a variable that stands in it linearly; constant coefficients first."""
    found: list[tuple[int, int, Polynomial, int]] = []
    for equation in equations:
        for variable in equation.variables:
            parts = equation.coefficients(variable)
            if len(parts) == 2:
                found.append((parts[1].degree, len(equation.terms), equation, variable))
    if not found:
        return None
    _, _, equation, variable = min(found, key=lambda item: item[:2])
    return equation, variable


def _solve_for(
    signs: dict[Polynomial, int], equation: Polynomial, variable: int, limits: Limits, depth: int
) -> _Answer:
    """Replace a variable by what an equation linear in it says."""
    rest, coefficient = equation.coefficients(variable)
    others = [(p, sign) for p, sign in signs.items() if p is not equation]
    undecided = False
    for side in (1, -1):
        if coefficient.is_constant and (coefficient.value > 0) != (side > 0):
            continue
        system = [(coefficient, side)]
        for polynomial, sign in others:
            power = len(polynomial.coefficients(variable)) - 1
            changed = polynomial.replaced(variable, -rest, coefficient)
            system.append((changed, sign * side**power))
        possible, partial = _decide(system, limits, depth)
        if possible:
            return True, _extended(partial, equation, variable)
        undecided |= possible is None
    if not coefficient.is_constant:
        possible, partial = _decide([(coefficient, 0), (rest, 0), *others], limits, depth)
        if possible:
            return True, partial
        undecided |= possible is None
    return (None if undecided else False), None


def _extended(partial: _Partial | None, equation: Polynomial, variable: int) -> _Partial | None:
    if partial is None:
        return None
    values = list(partial) or [None] * len(equation.ring.names)
    for k in equation.variables:
        if values[k] is None:
            values[k] = Fraction(1)
    rest, coefficient = equation.coefficients(variable)
    filled = [Fraction(0) if value is None else value for value in values]
    values[variable] = -rest(filled) / coefficient(filled)
    return tuple(values)


def _linear(signs: dict[Polynomial, int], variables: list[int], count: int) -> _Answer:
    """Strict linear inequalities: maximise the least slack t, at most 1.

    The program wants variables >= 0 and the origin feasible: x = u - w with one w for
    all, and t = s - shift.
    """
    shift = Fraction(0)
    rows, constants = [], []
    for polynomial, sign in signs.items():
        row = [0] * len(variables)
        constant = 0
        for exponents, coefficient in polynomial.terms:
            if sum(exponents):
                row[variables.index(exponents.index(1))] = sign * coefficient
            else:
                constant = sign * coefficient
        rows.append(row)
        constants.append(constant)
        shift = max(shift, Fraction(-constant))
    matrix = [[*(-c for c in row), sum(row), 1] for row in rows]
    matrix.append([0] * (len(variables) + 1) + [1])
    bounds = [*(constant + shift for constant in constants), 1 + shift]
    objective = [0] * (len(variables) + 1) + [1]
    best = maximise(objective, matrix, bounds)
    assert isinstance(best, LinearOptimum), "t is at most 1"
    if best.value <= shift:
        return False, None
    point: list[Fraction | None] = [None] * count
    common = best.primal[len(variables)]
    for k, variable in enumerate(variables):
        point[variable] = best.primal[k] - common
    return True, tuple(point)


def _univariate(signs: dict[Polynomial, int], variable: int, count: int) -> _Answer:
    """Signs in one variable: constant between roots, known at roots."""

    def place(value: Fraction) -> _Partial:
        return tuple(value if k == variable else None for k in range(count))

    def at(value: Fraction) -> Point:
        return tuple(value if k == variable else Fraction(0) for k in range(count))

    roots = isolate(list(signs))
    equations = [p for p, sign in signs.items() if sign == 0]
    if not equations:
        for value in open_samples(roots):
            if all(p.sign_at(at(value)) == sign for p, sign in signs.items()):
                return True, place(value)
        return False, None
    if len(equations) > 1:
        return False, None  # distinct irreducible polynomials share no root
    for root in roots:
        if root.polynomial == equations[0] and all(
            p.sign_at(at(root.low)) == sign for p, sign in signs.items() if sign
        ):
            return True, None if root.exact is None else place(root.exact)
    return False, None


def _one_equation(
    signs: dict[Polynomial, int],
    equation: Polynomial,
    variables: list[int],
    limits: Limits,
    depth: int,
) -> _Answer:
    variable = min(equation.variables, key=lambda k: len(equation.coefficients(k)))
    below = project(list(signs), variable)
    rest = [k for k in variables if k != variable]
    lower = [(p, sign) for p, sign in signs.items() if variable not in p.variables]
    upper = [(p, sign) for p, sign in signs.items() if variable in p.variables]
    for base in _open_points(below, lower, rest, limits, len(equation.ring.names)):
        system = [(_placed(polynomial, base), sign) for polynomial, sign in upper]
        possible, partial = _decide(system, limits, depth)
        if possible:
            if not partial or partial[variable] is None:
                return True, None
            return True, tuple(
                partial[k] if k == variable else value for k, value in enumerate(base)
            )
    # Solutions left lie over the zeros of the projection.
    given = list(signs.items())
    return _first(([*given, (p, 0)] for p in below if p not in signs), limits, depth + 1)


def _two_variables(
    signs: dict[Polynomial, int],
    equations: list[Polynomial],
    variables: tuple[int, int],
    limits: Limits,
    depth: int,
) -> _Answer:
    """Several equations in two variables: look into each box that may hold a zero."""
    constraints = list(signs.items())
    strict = [(p, sign) for p, sign in constraints if sign]
    count = len(equations[0].ring.names)
    rational: dict[Polynomial, None] = {}
    undecided = False
    for roots in boxes(equations, variables):
        lines = [root.polynomial for root in roots if root.exact is not None]
        if lines:
            rational[lines[0]] = None
            continue
        for bits in _BITS:
            limits.check_time()
            box = narrowed(roots, variables, bits, count)
            if excluded(constraints, box):
                break
            if common_zero(equations, strict, variables, box):
                return True, None
        else:
            undecided = True
    # A rational coordinate is put in its place; the rest is decided in one variable.
    possible, point = _first(([*constraints, (line, 0)] for line in rational), limits, depth)
    return (possible or None) if undecided else possible, point


def project(polynomials: Sequence[Polynomial], variable: int) -> list[Polynomial]:
    """Irreducible polynomials in the other variables over whose open cells nothing changes.

    Parameters
    ----------
    polynomials : sequence of Polynomial
        Distinct and irreducible.
    variable : int
        Index of the variable that is projected away.

    Returns
    -------
    list of Polynomial
        Between their zeros the real roots of `polynomials` in the variable are
        continuous functions of the others and do not cross.

    Raises
    ------
    TooHardError
        If there are too many of them, or their degree is too high.
    """
    found: dict[Polynomial, None] = {}

    def add(polynomial: Polynomial) -> None:
        for factor, _ in polynomial.factors[1]:
            if factor.degree > _MAX_DEGREE or len(found) > _MAX_PROJECTION:
                raise TooHardError
            found[factor] = None

    involved = []
    for polynomial in polynomials:
        parts = polynomial.coefficients(variable)
        if len(parts) == 1:
            add(polynomial)
            continue
        involved.append(polynomial)
        add(parts[-1])
        if len(parts) > 2:
            add(polynomial.discriminant(variable))
    for k, first in enumerate(involved):
        for second in involved[:k]:
            add(first.resultant(second, variable))
    return list(found)


def _open_points(
    polynomials: Sequence[Polynomial],
    constraints: Sequence[Constraint],
    variables: list[int],
    limits: Limits,
    count: int,
) -> Iterator[_Partial]:
    """Samples of the open cells of `polynomials` in which the strict constraints hold.

    The constraints are about some of the polynomials; `variables` are those to be given
    values, of `count` in all.
    """
    limits.check_time()
    if not polynomials:
        yield tuple(Fraction(1) if k in variables else None for k in range(count))
        return
    involved = {k: [p for p in polynomials if k in p.variables] for k in variables}
    variable = min(
        variables,
        key=lambda k: (
            max((len(p.coefficients(k)) for p in involved[k]), default=0),
            len(involved[k]),
        ),
    )
    rest = [k for k in variables if k != variable]
    lower = [(p, sign) for p, sign in constraints if variable not in p.variables]
    upper = [(p, sign) for p, sign in constraints if variable in p.variables]
    bases: Iterable[_Partial] = [(None,) * count]
    if rest:
        bases = _open_points(project(polynomials, variable), lower, rest, limits, count)
    for base in bases:
        limits.check_time()
        lines: dict[Polynomial, None] = {}
        for polynomial in involved[variable]:
            lines.update((factor, None) for factor, _ in _placed(polynomial, base).factors[1])
        for value in open_samples(isolate(list(lines))):
            point = tuple(value if k == variable else v for k, v in enumerate(base))
            full = tuple(Fraction(0) if v is None else v for v in point)
            if all(p.sign_at(full) == sign for p, sign in upper):
                yield point


def _placed(polynomial: Polynomial, base: _Partial) -> Polynomial:
    """Put the numbers of a partial point for its variables, times a positive number."""
    for k, value in enumerate(base):
        if value is not None:
            polynomial = polynomial.fixed(k, value)
    return polynomial
