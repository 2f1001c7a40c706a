"""Games whose payoffs hold parameters.

A *parametric game* is a bimatrix game for every admissible value of its parameters: its
payoffs are rational functions of them with rational coefficients, and *assumptions*,
comparisons of such functions, say which values are meant. Where a denominator is 0 there
is no game.

(One class; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from gametheory.errors import FormatError, GameError, ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.labels import name_fault, read_actions, read_names
from gametheory.numbers import read_number
from gametheory.symbolic.algebra import Algebra, to_sympy
from gametheory.symbolic.grammar import NAME, SIGNS, Comparison, read_conditions, read_text
from gametheory.symbolic.latex import latex_text
from gametheory.symbolic.polynomials import Point, Polynomial, RationalFunction
from gametheory.symbolic.printing import latex, text
from gametheory.text import html_table, text_table

if TYPE_CHECKING:
    import sympy

__all__ = ["SCHEMA", "ParametricGame"]

#: Name and version of the JSON form.
SCHEMA: Final = "gametheory/parametric-game/1"

#: Most parameters of a game, and actions of a player.
MAX_PARAMETERS: Final = 8
MAX_ACTIONS: Final = 12

_WHO: Final = ("row player's payoff", "column player's payoff")

Entries = tuple[tuple[RationalFunction, ...], ...]


class ParametricGame:
    """A two-player game with parameters; immutable.

    Parameters
    ----------
    A, B : sequence of sequences
        m x n payoffs of the row player and of the column player: text such as
        ``"v/2 - c/2"``, sympy expressions, or numbers as for
        :class:`~gametheory.game.BimatrixGame`. Text is read by a grammar of our own
        (:mod:`gametheory.symbolic.grammar`), never run. Of a sympy expression only sums,
        products, whole powers, rationals and declared symbols are read, whatever sympy
        assumes about the symbols.
    parameters : str or sequence
        Names of the parameters, ``"v c"``, or sympy symbols: ASCII letters, digits, ``_``.
    assuming : str or sequence, optional
        Conditions, all of which hold: ``"c > v, v > 0"``, chains such as ``"0 < v < c"``,
        sympy relations, or a list of these.
    name, row_actions, column_actions, players
        As for :class:`~gametheory.game.BimatrixGame`.

    Raises
    ------
    GameError
        If the payoffs are not two m x n matrices, or a name is unusable.
    ParameterError
        If an expression or a condition can't be read, or passes a cap.
    UnknownNameError
        If an expression holds a name that was not declared.

    Examples
    --------
    >>> game = ParametricGame.symmetric(
    ...     [["v/2 - c/2", "v"], ["0", "v/2"]], parameters="v c", assuming="c > v, v > 0",
    ...     name="Hawk-dove", row_actions=["Hawk", "Dove"])
    >>> game
    Hawk-dove (2 x 2) with parameters v, c, assuming c > v, v > 0
                          Hawk      Dove
    Hawk  (v - c)/2, (v - c)/2      v, 0
    Dove                  0, v  v/2, v/2
    >>> game.substitute(v=2, c=3).play("Hawk", "Hawk")
    (Fraction(-1, 2), Fraction(-1, 2))
    """

    def __init__(
        self,
        A: object,
        B: object,
        *,
        parameters: object,
        assuming: object = "",
        name: str | None = None,
        row_actions: Sequence[str] | None = None,
        column_actions: Sequence[str] | None = None,
        players: Sequence[str] = ("Row player", "Column player"),
    ) -> None:
        self._players = read_names(players, 2, "players")
        algebra = Algebra(_read_parameters(parameters))
        self._algebra = algebra
        self._entries = (_read_matrix(A, algebra, 0), _read_matrix(B, algebra, 1))
        shapes = [(len(matrix), len(matrix[0])) for matrix in self._entries]
        if shapes[0] != shapes[1]:
            raise GameError(
                f"expected A and B of one shape, got {shapes[0]} and {shapes[1]}; both are m x n, "
                "rows for the row player's actions"
            )
        m, n = shapes[0]
        self._row_actions = read_actions(row_actions, m, "row", "r")
        self._column_actions = read_actions(column_actions, n, "column", "c")
        if name is not None and not isinstance(name, str):
            raise GameError(f"name: expected text, got {type(name).__name__}")
        fault = name_fault(name) if name else None
        if fault is not None:
            raise GameError(f"name of the game: {fault}")
        self._name = name or ""
        self._assumptions = tuple(_read_assumptions(assuming, algebra))

    @classmethod
    def symmetric(cls, A: object, **labels: Any) -> ParametricGame:
        """Game in which B is A transposed; `A` is n x n.

        ``column_actions`` default to ``row_actions``.
        """
        rows = _rows(A, 0)
        if len(rows) != len(rows[0]):
            raise GameError(
                f"a symmetric game needs a square matrix, got {len(rows)} x {len(rows[0])}"
            )
        if labels.get("column_actions") is None:
            labels["column_actions"] = labels.get("row_actions")
        return cls(rows, [list(column) for column in zip(*rows, strict=True)], **labels)

    @property
    def name(self) -> str:
        """Title; empty if none was given."""
        return self._name

    @property
    def players(self) -> tuple[str, str]:
        """Names of the row player and the column player."""
        first, second = self._players
        return first, second

    @property
    def row_actions(self) -> tuple[str, ...]:
        """Names of the row player's m actions."""
        return self._row_actions

    @property
    def column_actions(self) -> tuple[str, ...]:
        """Names of the column player's n actions."""
        return self._column_actions

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters."""
        return self._algebra.names

    @property
    def shape(self) -> tuple[int, int]:
        """(m, n): numbers of actions."""
        return len(self._row_actions), len(self._column_actions)

    @property
    def assumptions(self) -> tuple[Comparison, ...]:
        """What is assumed of the parameters."""
        return self._assumptions

    @property
    def assuming(self) -> str:
        """The assumptions as text; empty if there are none."""
        return ", ".join(assumption.text for assumption in self._assumptions)

    def entries(self, player: int) -> Entries:
        """Payoffs of a player (0 row, 1 column) as exact functions, row by row."""
        return self._entries[player]

    def payoff(self, i: int, j: int) -> tuple[sympy.Expr, sympy.Expr]:
        """Both payoffs at outcome (i, j), counted from 0, as sympy expressions."""
        return to_sympy(self._entries[0][i][j]), to_sympy(self._entries[1][i][j])

    @cached_property
    def denominators(self) -> tuple[Polynomial, ...]:
        """What may not be 0: the payoffs' and the assumptions' denominators with parameters."""
        functions = [f for matrix in self._entries for row in matrix for f in row]
        functions += [assumption.difference for assumption in self._assumptions]
        return tuple(dict.fromkeys(f.bottom for f in functions if not f.bottom.is_constant))

    def point(self, values: Mapping[str, object] | None = None, /, **named: object) -> Point:
        """Exact values of all parameters, in their order.

        Parameters
        ----------
        values : mapping, optional
            Parameter -> number, for names that are no keywords of Python.
        **named
            The same as keywords: ``v=2, c="7/2"``.

        Raises
        ------
        UnknownNameError
            If there is no such parameter.
        ParameterError
            If a parameter is missing, an assumption is violated or a denominator is 0.
        """
        given = self._given(values, named)
        missing = [name for name in self.parameters if name not in given]
        if missing:
            raise ParameterError(
                f"expected values of {', '.join(self.parameters)}; missing: {', '.join(missing)}"
            )
        point = tuple(given[name] for name in self.parameters)
        fault = self._fault(point)
        if fault is not None:
            where = ", ".join(f"{k} = {v}" for k, v in zip(self.parameters, point, strict=True))
            raise ParameterError(f"{where}: {fault}")
        return point

    def _given(
        self, values: Mapping[str, object] | None, named: Mapping[str, object]
    ) -> dict[str, Fraction]:
        twice = [name for name in values or {} if name in named]
        if twice:
            raise ParameterError(f"expected one value of each parameter, got {twice[0]!a} twice")
        given = {**(values or {}), **named}
        for name in given:
            if name not in self.parameters:
                raise UnknownNameError("parameter", str(name), self.parameters)
        return {name: read_number(value, name) for name, value in given.items()}

    def _fault(self, point: Point) -> str | None:
        for denominator in self.denominators:
            if denominator(point) == 0:
                return (
                    f"the game is undefined there: it divides by {text(denominator)}, "
                    "which is 0; expected other values"
                )
        for assumption in self._assumptions:
            value = assumption.difference(point)
            if (value > 0) - (value < 0) not in assumption.signs:
                return f"violates the assumption {assumption.text}; expected values that satisfy it"
        return None

    def allows(self, point: Point) -> bool:
        """Whether exact values of all parameters satisfy the assumptions."""
        return self._fault(point) is None

    def substitute(
        self, values: Mapping[str, object] | None = None, /, **named: object
    ) -> BimatrixGame:
        """Return the game at given values of all parameters; as for :meth:`point`."""
        point = self.point(values, **named)
        A, B = ([[f(point) for f in row] for row in matrix] for matrix in self._entries)
        return BimatrixGame(
            A, B, name=self._name or None, row_actions=self._row_actions,
            column_actions=self._column_actions, players=self._players,
        )  # fmt: skip

    def fix(self, values: Mapping[str, object] | None = None, /, **named: object) -> ParametricGame:
        """Return the game with some parameters fixed; at least one stays.

        Raises
        ------
        UnknownNameError
            If there is no such parameter.
        ParameterError
            If no parameter stays, or the game is undefined at these values.
        """
        given = self._given(values, named)
        left = tuple(name for name in self.parameters if name not in given)
        if not left:
            raise ParameterError(
                f"expected to fix some of {', '.join(self.parameters)}, got all; use substitute"
            )
        algebra = Algebra(left)

        def reduced(function: RationalFunction) -> RationalFunction:
            top, bottom = (_fixed(part, given, algebra) for part in (function.top, function.bottom))
            if bottom.is_zero:
                raise ParameterError(
                    f"the game is undefined at these values: it divides by {text(function.bottom)}"
                )
            return top / bottom

        game = object.__new__(ParametricGame)
        game.__dict__.update(self.__dict__)
        game.__dict__.pop("denominators", None)  # was computed for the old parameters
        game._algebra = algebra
        game._entries = tuple(  # type: ignore[assignment]  # two matrices stay two
            tuple(tuple(reduced(f) for f in row) for row in matrix) for matrix in self._entries
        )
        kept = []
        for assumption in self._assumptions:
            difference = reduced(assumption.difference)
            number = difference.constant
            if number is None:
                words = _comparison_text(difference, assumption.signs)
                kept.append(Comparison(difference, assumption.signs, words))
            elif (number > 0) - (number < 0) not in assumption.signs:
                raise ParameterError(
                    f"these values violate the assumption {assumption.text}; expected others"
                )
        game._assumptions = tuple(kept)
        return game

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ParametricGame):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[object, ...]:
        conditions = tuple((a.difference, a.signs) for a in self._assumptions)
        return (
            self.parameters, self._row_actions, self._column_actions, self._entries, conditions,
        )  # fmt: skip

    def to_document(self) -> dict[str, Any]:
        """Return what ``json.dump`` can write, expressions as text of our grammar."""
        return {
            "schema": SCHEMA,
            "name": self._name,
            "players": list(self._players),
            "row_actions": list(self._row_actions),
            "column_actions": list(self._column_actions),
            "parameters": list(self.parameters),
            "assuming": [assumption.text for assumption in self._assumptions],
            "row_payoffs": self._texts(0),
            "column_payoffs": self._texts(1),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> ParametricGame:
        """Read what :meth:`to_document` returns.

        Raises
        ------
        FormatError
            If the schema is another one or something is missing; errors about the
            contents are those of the class.
        """
        if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
            raise FormatError(f"expected a document of schema {SCHEMA}")
        wanted = ("players", "row_actions", "column_actions", "parameters", "assuming",
                  "row_payoffs", "column_payoffs")  # fmt: skip
        missing = [key for key in wanted if not isinstance(document.get(key), list)]
        if missing:
            raise FormatError(f"expected a list under {missing[0]!r}")
        return cls(
            document["row_payoffs"], document["column_payoffs"],
            parameters=document["parameters"], assuming=document["assuming"],
            name=document.get("name") or None, row_actions=document["row_actions"],
            column_actions=document["column_actions"], players=document["players"],
        )  # fmt: skip

    def _texts(self, player: int) -> list[list[str]]:
        return [[text(f) for f in row] for row in self._entries[player]]

    def _title(self) -> str:
        m, n = self.shape
        plural = "s" if len(self.parameters) > 1 else ""
        assuming = f", assuming {self.assuming}" if self._assumptions else ""
        return (
            f"{self._name or 'Parametric game'} ({m} x {n}) with parameter{plural} "
            f"{', '.join(self.parameters)}{assuming}"
        )

    def _cells(self) -> list[list[str]]:
        first, second = self._texts(0), self._texts(1)
        rows = [["", *self._column_actions]]
        for i, action in enumerate(self._row_actions):
            rows.append([action, *(f"{a}, {b}" for a, b in zip(first[i], second[i], strict=True))])
        return rows

    def __repr__(self) -> str:
        return "\n".join([self._title(), text_table(self._cells())])

    def _repr_html_(self) -> str:
        return html_table(self._cells(), self._title())

    def to_latex(self) -> str:
        """Return the payoff bimatrix as a LaTeX ``array``, for mathematics mode."""
        m, n = self.shape
        head = " & ".join(["", *(latex_text(action) for action in self._column_actions)])
        lines = [rf"\begin{{array}}{{l|{'c' * n}}}", rf"{head} \\ \hline"]
        for i in range(m):
            cells = (", ".join(latex(matrix[i][j]) for matrix in self._entries) for j in range(n))
            lines.append(rf"{latex_text(self._row_actions[i])} & {' & '.join(cells)} \\")
        return "\n".join([*lines, r"\end{array}"])

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.to_latex()}$"


def _read_parameters(parameters: object) -> tuple[str, ...]:
    if isinstance(parameters, str):
        names = parameters[:2000].replace(",", " ").split()
    elif isinstance(parameters, Iterable) and not isinstance(parameters, (bytes, dict, set)):
        names = [p if isinstance(p, str) else str(getattr(p, "name", "")) for p in parameters]
    else:
        names = [str(getattr(parameters, "name", ""))]
    if not 1 <= len(names) <= MAX_PARAMETERS:
        raise ParameterError(
            f"parameters: expected 1 to {MAX_PARAMETERS} names such as 'v c', got {len(names)}"
        )
    for name in names:
        if not NAME.fullmatch(name) or name == "and":
            raise ParameterError(
                f"parameters: expected names of ASCII letters, digits and _, at most 32, "
                f"got {name[:40]!a}"
            )
        if names.count(name) > 1:
            raise ParameterError(f"parameters: {name!r} stands twice; names must differ")
    return tuple(names)


def _rows(values: object, player: int) -> list[list[object]]:
    tolist = getattr(values, "tolist", None)  # numpy arrays, sympy matrices
    source = tolist() if callable(tolist) else values
    if not isinstance(source, (list, tuple)) or not all(
        isinstance(row, (list, tuple)) for row in source
    ):
        raise GameError(f"{_WHO[player]}s: expected an m x n matrix, a list of rows")
    rows = [list(row) for row in source]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or widths == {0}:
        raise GameError(
            f"{_WHO[player]}s: expected rows of one length >= 1, got lengths {sorted(widths)}"
        )
    if len(rows) > MAX_ACTIONS or max(widths) > MAX_ACTIONS:
        raise GameError(
            f"{_WHO[player]}s: expected at most {MAX_ACTIONS} x {MAX_ACTIONS} with parameters, "
            f"got {len(rows)} x {max(widths)}"
        )
    return rows


def _read_matrix(values: object, algebra: Algebra, player: int) -> Entries:
    return tuple(
        tuple(
            _read_entry(value, algebra, f"{_WHO[player]} in row {i}, column {j}")
            for j, value in enumerate(row)
        )
        for i, row in enumerate(_rows(values, player))
    )


def _read_entry(value: object, algebra: Algebra, where: str) -> RationalFunction:
    if isinstance(value, RationalFunction):
        return value
    if isinstance(value, str):
        return read_text(value, algebra, where)
    if _is_sympy(value):
        return algebra.from_sympy(value, where)
    return algebra.number(read_number(value, where))


def _is_sympy(value: object) -> bool:
    return any(str(base.__module__).split(".")[0] == "sympy" for base in type(value).__mro__)


def _read_assumptions(assuming: object, algebra: Algebra) -> Iterable[Comparison]:
    parts: Iterable[object] = [assuming]
    if isinstance(assuming, (list, tuple)):
        parts = assuming
    for part in parts:
        if isinstance(part, str):
            yield from read_conditions(part, algebra, "assumption")
        elif _is_sympy(part):
            yield _read_relation(part, algebra)
        else:
            raise ParameterError(
                f"assuming: expected conditions such as 'c > v, v > 0', got {type(part).__name__}"
            )


def _read_relation(relation: Any, algebra: Algebra) -> Comparison:
    import sympy

    symbols: dict[type, str] = {
        sympy.StrictLessThan: "<", sympy.LessThan: "<=", sympy.StrictGreaterThan: ">",
        sympy.GreaterThan: ">=", sympy.Equality: "==", sympy.Unequality: "!=",
    }  # fmt: skip
    symbol = symbols.get(type(relation))
    if symbol is None:
        raise ParameterError(
            f"assuming: expected a comparison, got sympy's {type(relation).__name__}"
        )
    left, right = (algebra.from_sympy(side, "assumption") for side in relation.args)
    written = f"{text(left)} {symbol} {text(right)}"
    return Comparison(algebra.subtract(left, right), SIGNS[symbol], written)


def _comparison_text(difference: RationalFunction, signs: frozenset[int]) -> str:
    symbol = next(symbol for symbol, meant in SIGNS.items() if meant == signs)
    return f"{text(difference)} {symbol} 0"


def _fixed(
    polynomial: Polynomial, given: Mapping[str, Fraction], algebra: Algebra
) -> RationalFunction:
    """Put numbers for some parameters: a function of the others."""
    names = polynomial.ring.names
    kept = [k for k, name in enumerate(names) if name not in given]
    total: dict[tuple[int, ...], Fraction] = {}
    for exponents, coefficient in polynomial.terms:
        value = Fraction(coefficient)
        for name, exponent in zip(names, exponents, strict=True):
            if name in given:
                value *= given[name] ** exponent
        key = tuple(exponents[k] for k in kept)
        total[key] = total.get(key, Fraction(0)) + value
    result = algebra.number(0)
    for key, value in total.items():
        unit = algebra.ring.make({key: 1})
        result += algebra.number(value) * RationalFunction(unit, algebra.ring.constant(1))
    return result
