"""Reading expressions and conditions from text, by a grammar of our own.

::

    conditions  =  comparison  { ("," | "and")  comparison }
    comparison  =  sum  relation  sum  { relation  sum }
    relation    =  "<" | "<=" | ">" | ">=" | "==" | "=" | "!="
    sum         =  product  { ("+" | "-")  product }
    product     =  signed  { ("*" | "/")  signed }
    signed      =  { "+" | "-" }  power
    power       =  atom  [ "**"  exponent ]
    exponent    =  [ "-" ] digits  |  "(" [ "-" ] digits ")"
    atom        =  number  |  declared name  |  "(" sum ")"

Nothing else is read, and nothing is ever run: there are no functions, attributes or
quotes. Length, depth, exponents and the size of what comes out are capped
(:class:`~gametheory.symbolic.algebra.Algebra`), so hostile text is refused at once.

(One grammar, just past 300 lines.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gametheory.errors import NumberError, ParameterError, UnknownNameError
from gametheory.numbers import read_number
from gametheory.symbolic.algebra import MAX_POWER, Algebra
from gametheory.symbolic.polynomials import RationalFunction

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "NAME", "Comparison", "read_conditions", "read_text"]

#: Longest text of one expression or list of conditions, in characters.
MAX_LENGTH: Final = 2_000

#: Parentheses inside each other.
MAX_DEPTH: Final = 40

#: What the name of a parameter looks like.
NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}", re.ASCII)

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/()<>=,]))",
    re.ASCII,
)
_RELATIONS: Final = ("<", "<=", ">", ">=", "==", "=", "!=")
_REMEDIES: Final = {
    "^": "write ** for powers",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "\u2212": "write the minus sign of the keyboard",
    "·": "write * for products",
    "\u00d7": "write * for products",
    "&": "write a comma between conditions",
    "|": "only conjunctions are read; solve the game once for each alternative",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A condition ``difference relation 0``.

    Attributes
    ----------
    difference : RationalFunction
        Left side minus right side.
    signs : frozenset of int
        Signs of the difference, among -1, 0, 1, with which it holds.
    text : str
        As the user wrote it.
    """

    difference: RationalFunction
    signs: frozenset[int]
    text: str


SIGNS: Final = {
    "<": frozenset({-1}),
    "<=": frozenset({-1, 0}),
    ">": frozenset({1}),
    ">=": frozenset({0, 1}),
    "==": frozenset({0}),
    "=": frozenset({0}),
    "!=": frozenset({-1, 1}),
}


def read_text(text: str, algebra: Algebra, where: str) -> RationalFunction:
    """Read one expression.

    Parameters
    ----------
    text : str
    algebra : Algebra
        Knows the declared names and the caps.
    where : str
        The place, for messages.

    Raises
    ------
    ParameterError
        If the text does not follow the grammar or passes a cap.
    UnknownNameError
        If a name was not declared.
    """
    reader = _Reader(text, algebra, where)
    value = reader.sum()
    reader.expect_end()
    return value


def read_conditions(text: str, algebra: Algebra, where: str) -> tuple[Comparison, ...]:
    """Read a conjunction of comparisons; chains such as ``0 < v < c`` are two.

    Parameters and errors are those of :func:`read_text`.
    """
    reader = _Reader(text, algebra, where)
    if reader.at_end():
        return ()
    found: list[Comparison] = []
    found.extend(reader.comparison())
    while reader.take(",") or reader.take("and"):
        found.extend(reader.comparison())
    if not reader.at_end():
        raise reader.error("expected a comma between conditions")
    return tuple(found)


class _Reader:
    """A recursive descent over the tokens of one text."""

    def __init__(self, text: str, algebra: Algebra, where: str) -> None:
        self._text, self._algebra, self._where = text, algebra, where
        self._depth = self._next = 0
        if len(text) > MAX_LENGTH:
            raise ParameterError(
                f"{where}: expected at most {MAX_LENGTH:,} characters, got {len(text):,}; "
                "shorten the expression"
            )
        #: (kind, word, start, end) of each token.
        self._tokens: list[tuple[str, str, int, int]] = []
        place, end = 0, len(text.rstrip())
        while place < end:
            match = _TOKEN.match(text, place)
            if match is None:
                place += len(text[place:]) - len(text[place:].lstrip())
                raise self._strange(place)
            kind = str(match.lastgroup)
            self._tokens.append((kind, match.group(kind), match.start(kind), match.end()))
            place = match.end()

    def _strange(self, place: int) -> ParameterError:
        character = self._text[place]
        remedy = _REMEDIES.get(
            character,
            "names are ASCII letters, digits and _; there are no functions, attributes, quotes",
        )
        return ParameterError(
            f"{self._where}: expected numbers, declared names and + - * / ** ( ), got "
            f"{character!a} at character {place + 1} of {_cut(self._text)}; {remedy}"
        )

    def error(self, expected: str) -> ParameterError:
        if self.at_end():
            got = "the end"
        else:
            _, word, start, _ = self._tokens[self._next]
            got = f"{_cut(word)} at character {start + 1}"
        return ParameterError(f"{self._where}: {expected}, got {got} of {_cut(self._text)}")

    def at_end(self) -> bool:
        return self._next >= len(self._tokens)

    @property
    def _word(self) -> str:
        return "" if self.at_end() else self._tokens[self._next][1]

    def take(self, word: str) -> bool:
        found = self._word == word
        self._next += found
        return found

    def expect_end(self) -> None:
        if not self.at_end():
            hint = "; write * for products" if self._tokens[self._next][0] != "sign" else ""
            raise self.error(f"expected an operator or the end of the expression{hint}")

    def comparison(self) -> list[Comparison]:
        sides, relations, ends = [], [], []
        start = self._start()
        sides.append(self.sum())
        ends.append((start, self._end()))
        while self._word in _RELATIONS:
            relations.append(self._word)
            self._next += 1
            start = self._start()
            sides.append(self.sum())
            ends.append((start, self._end()))
        if not relations:
            raise self.error("expected a comparison: <, <=, >, >=, == or !=")
        return [
            Comparison(
                self._algebra.subtract(left, right),
                SIGNS[relation],
                self._text[ends[k][0] : ends[k + 1][1]],
            )
            for k, (left, relation, right) in enumerate(
                zip(sides[:-1], relations, sides[1:], strict=True)
            )
        ]

    def _start(self) -> int:
        return len(self._text) if self.at_end() else self._tokens[self._next][2]

    def _end(self) -> int:
        return self._tokens[self._next - 1][3]

    def sum(self) -> RationalFunction:
        total = self._product()
        while self._word in ("+", "-"):
            subtract = self.take("-") or not self.take("+")
            term = self._product()
            total = self._algebra.subtract(total, term) if subtract else self._algebra.add(
                total, term
            )  # fmt: skip
        return total

    def _product(self) -> RationalFunction:
        total = self._signed()
        while self._word in ("*", "/"):
            divide = self.take("/") or not self.take("*")
            factor = self._signed()
            if divide and factor.is_zero:
                raise ParameterError(
                    f"{self._where}: {_cut(self._text)} divides by zero; "
                    "expected a denominator other than 0"
                )
            total = (self._algebra.divide if divide else self._algebra.multiply)(total, factor)
        return total

    def _signed(self) -> RationalFunction:
        negative = False
        while self._word in ("+", "-"):
            negative ^= self.take("-") or not self.take("+")
        value = self._power()
        return -value if negative else value

    def _power(self) -> RationalFunction:
        base = self._atom()
        if not self.take("**"):
            return base
        parenthesis = self.take("(")
        sign = -1 if self.take("-") else 1
        if not self._word.isdecimal() or len(self._word) > 4:
            raise self.error(f"expected a whole exponent of at most {MAX_POWER}")
        exponent = sign * int(self._word)
        if abs(exponent) > MAX_POWER:
            raise self.error(f"expected an exponent of at most {MAX_POWER}")
        self._next += 1
        if parenthesis and not self.take(")"):
            raise self.error("expected ) after the exponent")
        if self._word == "**":
            raise self.error("expected parentheses around a power that is raised to a power")
        if exponent < 0 and base.is_zero:
            raise ParameterError(f"{self._where}: {_cut(self._text)} divides by zero")
        return self._algebra.power(base, exponent)

    def _atom(self) -> RationalFunction:
        if self.at_end():
            raise self.error("expected a number, a name or (")
        kind, word, _, _ = self._tokens[self._next]
        if kind == "number":
            self._next += 1
            try:
                return self._algebra.number(read_number(word))
            except NumberError as error:
                raise ParameterError(f"{self._where}: {error}") from None
        if kind == "name":
            if word not in self._algebra.names:
                raise UnknownNameError(f"parameter in {self._where}:", word, self._algebra.names)
            self._next += 1
            return self._algebra.variable(word)
        if not self.take("("):
            raise self.error("expected a number, a name or (")
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParameterError(
                f"{self._where}: expected at most {MAX_DEPTH} parentheses inside each other; "
                "simplify the expression"
            )
        value = self.sum()
        if not self.take(")"):
            raise self.error("expected )")
        self._depth -= 1
        return value


def _cut(text: str) -> str:
    shown = ascii(text)
    return shown if len(shown) <= 60 else f"{shown[:50]}... ({len(text):,} characters)"
