"""Conditions on the parameters: which signs polynomials may have.

A condition is a disjunction of *terms*; a term is a conjunction of *literals*; a literal
says which signs, among -1, 0 and 1, an irreducible polynomial may have: one sign
(``<``, ``=``, ``>``) or two (``<=``, ``!=``, ``>=``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from gametheory.symbolic.polynomials import Point, Polynomial
from gametheory.symbolic.printing import latex, latex_number, text

__all__ = ["Condition", "Literal", "simplest_cover"]

#: Sets of signs as bits.
NEGATIVE: Final = 1
ZERO: Final = 2
POSITIVE: Final = 4
ANY: Final = 7

_RELATIONS: Final = {1: "<", 2: "=", 3: "<=", 4: ">", 5: "!=", 6: ">="}
_LATEX: Final = {1: "<", 2: "=", 3: r"\le", 4: ">", 5: r"\ne", 6: r"\ge"}
#: The sets of signs of -p for those of p.
_MIRRORED: Final = {1: 4, 2: 2, 3: 6, 4: 1, 5: 5, 6: 3}

#: Which sets of signs a literal may be widened to, best first.
_WIDER: Final = {1: (7, 3, 5), 2: (7, 6, 3), 3: (7,), 4: (7, 6, 5), 5: (7,), 6: (7,)}


#: One side of a comparison.
_Side = Polynomial | Fraction


def _bit(sign: int) -> int:
    return (NEGATIVE, ZERO, POSITIVE)[sign + 1]


@dataclass(frozen=True, slots=True)
class Literal:
    """Which signs a polynomial may have.

    Attributes
    ----------
    polynomial : Polynomial
        Irreducible, with positive leading coefficient.
    signs : int
        Bits: 1 negative, 2 zero, 4 positive.
    """

    polynomial: Polynomial
    signs: int

    @property
    def bound(self) -> tuple[int, Fraction] | None:
        """The variable and the number that a linear literal in one variable compares."""
        if self.polynomial.degree != 1 or len(self.polynomial.variables) != 1:
            return None
        (variable,) = self.polynomial.variables
        below, above = self.polynomial.coefficients(variable)
        return variable, Fraction(-below.value, above.value)

    def sides(self) -> tuple[_Side, int, _Side]:
        """Left side, signs of left minus right, right side, nice to read."""
        bound = self.bound
        ring = self.polynomial.ring
        if bound is not None:
            return ring.variable(bound[0]), self.signs, bound[1]
        positive = ring.make({e: c for e, c in self.polynomial.terms if c > 0})
        negative = ring.make({e: -c for e, c in self.polynomial.terms if c < 0})
        return positive, self.signs, Fraction(0) if negative.is_zero else negative


@dataclass(frozen=True, slots=True)
class Condition:
    """When something holds: a disjunction of terms.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    terms : tuple of tuple of Literal
        No term: never. A term without literals: always.
    """

    names: tuple[str, ...]
    terms: tuple[tuple[Literal, ...], ...]

    @property
    def always(self) -> bool:
        """Whether it says nothing."""
        return () in self.terms

    @property
    def polynomials(self) -> tuple[Polynomial, ...]:
        """The polynomials in it, each once."""
        return tuple(dict.fromkeys(literal.polynomial for term in self.terms for literal in term))

    @property
    def is_open(self) -> bool:
        """Whether a term has strict inequalities only."""
        return any(all(not literal.signs & ZERO for literal in term) for term in self.terms)

    def holds(self, sign: Callable[[Polynomial], int]) -> bool:
        """Whether it holds where each polynomial has the sign that a function tells."""
        return any(
            all(literal.signs & _bit(sign(literal.polynomial)) for literal in term)
            for term in self.terms
        )

    def holds_at(self, point: Point) -> bool:
        """Whether it holds at exact parameters, in the order of `names`."""
        return self.holds(lambda polynomial: polynomial.sign_at(point))

    def __str__(self) -> str:
        if self.always or not self.terms:
            return "always" if self.always else "never"
        return " or ".join(
            ", ".join(_words(chain, _side_text, _RELATIONS) for chain in _chains(term))
            for term in self.terms
        )

    def to_latex(self) -> str:
        """Return the condition as LaTeX for mathematics mode."""
        if self.always or not self.terms:
            return r"\text{always}" if self.always else r"\text{never}"
        return r" \;\text{or}\; ".join(
            r",\; ".join(_words(chain, _side_latex, _LATEX) for chain in _chains(term))
            for term in self.terms
        )


#: Sides and, between neighbours, the signs of left minus right.
_Chain = tuple[list["_Side"], list[int]]


def _chains(term: Sequence[Literal]) -> list[_Chain]:
    """Write literals, two that share a side as one chain: ``0 < v < c``."""
    chains: list[_Chain] = []
    for literal in term:
        left, signs, right = literal.sides()
        for sides, relations in chains:
            if len(sides) == 2 and _chained(sides, relations, left, signs, right):
                break
        else:
            chains.append(([left, right], [signs]))
    return chains


def _chained(
    sides: list[_Side], relations: list[int], left: _Side, signs: int, right: _Side
) -> bool:
    """Lengthen a chain of two sides by a third, if that is one chain upwards."""
    first = _upwards(sides[0], relations[0], sides[1])
    second = _upwards(left, signs, right)
    if first is None or second is None:
        return False
    for (a, below, b), (c, above, d) in ((first, second), (second, first)):
        if b == c and isinstance(b, Polynomial):
            sides[:], relations[:] = [a, b, d], [below, above]
            return True
    return False


def _upwards(left: _Side, signs: int, right: _Side) -> tuple[_Side, int, _Side] | None:
    """Return the comparison with the smaller side first; None for = and !=."""
    if signs in (NEGATIVE, NEGATIVE | ZERO):
        return left, signs, right
    if signs in (POSITIVE, POSITIVE | ZERO):
        return right, _MIRRORED[signs], left
    return None


def _words(chain: _Chain, side: Callable[[_Side], str], relation: Mapping[int, str]) -> str:
    sides, relations = chain
    words = [side(sides[0])]
    for signs, following in zip(relations, sides[1:], strict=True):
        words += [relation[signs], side(following)]
    return " ".join(words)


def _side_text(value: _Side) -> str:
    return text(value) if isinstance(value, Polynomial) else str(value)


def _side_latex(value: _Side) -> str:
    return latex(value) if isinstance(value, Polynomial) else latex_number(value)


def simplest_cover(
    names: tuple[str, ...],
    wanted: Iterable[Mapping[Polynomial, int]],
    unwanted: Iterable[Mapping[Polynomial, int]],
) -> Condition:
    """Return a short condition that holds in all wanted cells and in no unwanted one.

    Cells are given by the signs of polynomials. What lies in neither kind of cell may go
    either way: it is impossible or excluded. Every cell is widened literal by literal, the
    most complicated polynomials first, while it meets no unwanted cell; terms that others
    cover are then dropped (the expand and irredundant steps of Brayton et al. 1984, "Logic
    Minimization Algorithms for VLSI Synthesis").

    Parameters
    ----------
    names : tuple of str
        The parameters.
    wanted, unwanted : iterable of mapping of Polynomial to int
        Cells, none of the first meets one of the second.
    """
    wanted, unwanted = list(wanted), list(unwanted)
    polynomials = sorted(
        {p for cell in (*wanted, *unwanted) for p in cell},
        key=lambda p: (p.degree, len(p.terms), [tuple(-e for e in m) for m, _ in p.terms], p.terms),
    )
    places = {p: 3 * k for k, p in enumerate(polynomials)}
    ones = sum(1 << place for place in places.values())
    free = ANY * ones

    def code(cell: Mapping[Polynomial, int]) -> int:
        bits = free
        for polynomial, sign in cell.items():
            place = places[polynomial]
            bits ^= (ANY ^ _bit(sign)) << place
        return bits

    def meets(term: int, other: int) -> bool:
        both = term & other
        return (both | both >> 1 | both >> 2) & ones == ones

    bad = [code(cell) for cell in unwanted]
    good = [code(cell) for cell in wanted]
    terms: dict[int, None] = {}
    for cell in good:
        if any(cell & ~term == 0 for term in terms):
            continue
        term = cell
        for polynomial in reversed(polynomials):
            place = places[polynomial]
            literal = term >> place & ANY
            if literal == ANY:
                continue
            for wider in _WIDER[literal]:
                widened = term & ~(ANY << place) | wider << place
                if any(meets(widened, other) for other in bad):
                    continue
                # "<" is clearer than "<=" where the two say the same.
                if wider == ANY or any(c & ~widened == 0 and c & ~term for c in good):
                    term = widened
                    break
        terms[term] = None
    kept = [term for term in terms if not any(o != term and term & ~o == 0 for o in terms)]
    for term in list(kept):  # drop terms whose cells others hold
        others = [o for o in kept if o != term]
        if all(any(cell & ~o == 0 for o in others) for cell in good if cell & ~term == 0):
            kept = others
    return Condition(
        names,
        tuple(
            tuple(
                Literal(polynomial, term >> place & ANY)
                for polynomial, place in places.items()
                if term >> place & ANY != ANY
            )
            for term in kept
        ),
    )
