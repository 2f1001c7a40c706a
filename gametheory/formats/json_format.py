"""Games as JSON, schema ``gametheory/game/1``.

A file is one object::

    {
      "schema": "gametheory/game/1",
      "title": "Prisoner's dilemma",
      "players": ["Row player", "Column player"],
      "row_actions": ["Cooperate", "Defect"],
      "column_actions": ["Cooperate", "Defect"],
      "row_payoffs": [[3, 0], [5, 1]],
      "column_payoffs": [[3, 5], [0, 1]]
    }

============================ ========= ==========================================
key                          required  value
============================ ========= ==========================================
``schema``                   yes       the text ``"gametheory/game/1"``
``row_payoffs``              yes       m lists of n numbers, one list for each
                                       action of the row player
``column_payoffs``           yes       the same for the column player's payoffs
``title``                    no        text
``players``                  no        two different names
``row_actions``,             no        m (n) different names
``column_actions``
============================ ========= ==========================================

A *number* is an exact rational: a JSON number, which is read as the decimal
that stands there (0.1 is 1/10), or text, ``"1/3"``, ``"0.1"``, ``"-12"``. We
write integers of at most 15 characters as JSON numbers, because every reader of
JSON keeps those exactly, and all others as text: a decimal where it is short, or
else a fraction in lowest terms.

No other key, no key twice, no NaN or Infinity. The number at the end of the
schema's name changes when an old reader would misunderstand a new file.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from gametheory.errors import FormatError, NumberError
from gametheory.formats.files import line_of
from gametheory.formats.json_places import Path, locate, nesting_fault
from gametheory.formats.names import check_names, payoff_texts, read_payoff
from gametheory.game import BimatrixGame
from gametheory.labels import name_fault
from gametheory.numbers import read_number

__all__ = ["SCHEMA", "dumps", "from_document", "loads", "to_document"]

#: Name and version of the schema.
SCHEMA: Final = "gametheory/game/1"

_REQUIRED: Final = ("schema", "row_payoffs", "column_payoffs")
_OPTIONAL: Final = ("title", "players", "row_actions", "column_actions")

#: Integers of up to 15 digits survive readers that keep numbers as doubles.
_SAFE_LENGTH: Final = 15


_Payoff = int | float | Fraction


class _Literal(str):
    """A JSON number as it stands in the file: exact, and told apart from text."""

    __slots__ = ()


class _FaultError(Exception):
    """Something wrong at a path within the document."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        self.message = message


def to_document(game: BimatrixGame) -> dict[str, Any]:
    """Return a game as the object that the schema describes, ready for ``json``."""
    return {
        "schema": SCHEMA,
        "title": game.name,
        "players": list(game.players),
        "row_actions": list(game.row_actions),
        "column_actions": list(game.column_actions),
        "row_payoffs": _write_matrix(game, 0),
        "column_payoffs": _write_matrix(game, 1),
    }


def from_document(document: object) -> BimatrixGame:
    """Read a game from such an object.

    Parameters
    ----------
    document : dict
        As from ``json.load``; floats are read as their shortest decimals.

    Raises
    ------
    FormatError
        Names the key and place of what is wrong.
    """
    try:
        return _game(document)
    except _FaultError as fault:
        raise FormatError(_say(fault)) from fault


def dumps(game: BimatrixGame) -> str:
    """Return a game as the text of a ``.json`` file, one row of payoffs a line."""
    lines = []
    for key, value in to_document(game).items():
        if key.endswith("payoffs"):
            rows = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in value)
            lines.append(f'  "{key}": [\n    {rows}\n  ]')
        else:
            lines.append(f'  "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def loads(text: str, path: str = "") -> BimatrixGame:
    """Read a game from the text of a ``.json`` file.

    Parameters
    ----------
    text : str
    path : str
        Only stands in messages.

    Raises
    ------
    FormatError
        With the line.
    """
    position = nesting_fault(text)
    if position is not None:
        message = "expected lists within lists at most, got deeper nesting"
        raise FormatError(message, path, line_of(text, position))
    try:
        document = json.loads(
            text,
            parse_int=_Literal,
            parse_float=_Literal,
            parse_constant=_constant(text, path),
            object_pairs_hook=_object(text, path),
        )
    except json.JSONDecodeError as error:
        got = text[error.pos : error.pos + 1]
        shown = f"got {got!r}" if got else "got the end of the file"
        raise FormatError(f"not JSON: {error.msg}, {shown}", path, error.lineno) from error
    try:
        return _game(document)
    except _FaultError as fault:
        raise FormatError(_say(fault), path, line_of(text, locate(text, fault.path))) from fault


def _write_matrix(game: BimatrixGame, player: int) -> list[list[int | str]]:
    return [[_write_number(text) for text in row] for row in payoff_texts(game, player)]


def _write_number(text: str) -> int | str:
    if len(text) <= _SAFE_LENGTH and text.removeprefix("-").isdigit():
        return int(text)
    return text


def _constant(text: str, path: str) -> Callable[[str], Any]:
    def refuse(name: str) -> Any:
        raise FormatError(f"expected a number, got {name}", path, line_of(text, name))

    return refuse


def _object(text: str, path: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                quoted = json.dumps(key, ensure_ascii=False)
                line = line_of(text, max(text.rfind(quoted), 0))
                raise FormatError(f"the key {quoted:.60} stands there twice", path, line)
            found[key] = value
        return found

    return read


def _game(document: object) -> BimatrixGame:
    if not isinstance(document, dict):
        raise _FaultError((), f"expected an object, {{...}}, got {_kind(document)}")
    schema = document.get("schema")
    if schema != SCHEMA or isinstance(schema, _Literal):
        got = "none" if schema is None else repr(schema)[:60]
        place: Path = ("schema",) if "schema" in document else ()
        raise _FaultError(place, f'expected the schema "{SCHEMA}", got {got}')
    for key in document:
        if key not in _REQUIRED + _OPTIONAL:
            near = difflib.get_close_matches(str(key)[:60], _REQUIRED + _OPTIONAL, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(
                _REQUIRED + _OPTIONAL)  # fmt: skip
            raise _FaultError((key,), f"unknown key {str(key)[:60]!r}; {hint}")
    for key in _REQUIRED:
        if key not in document:
            raise _FaultError((), f"the key {key!r} is missing")
    first = _matrix(document, "row_payoffs", None)
    second = _matrix(document, "column_payoffs", (len(first), len(first[0])))
    names = {
        key: _names(document, key, count)
        for key, count in (
            ("players", 2), ("row_actions", len(first)), ("column_actions", len(first[0]))
        )
        if key in document
    }  # fmt: skip
    return BimatrixGame(first, second, name=_title(document), **names)


def _matrix(
    document: dict[str, Any], key: str, shape: tuple[int, int] | None
) -> list[list[_Payoff]]:
    rows = _list(document[key], (key,), "a list of rows")
    if shape is not None and len(rows) != shape[0]:
        raise _FaultError((key,), f"expected {shape[0]} rows, as in row_payoffs, got {len(rows)}")
    matrix = []
    known: dict[object, _Payoff] = {}
    width = None if shape is None else shape[1]
    for i, row in enumerate(rows):
        cells = _list(row, (key, i), "a row of numbers")
        width = len(cells) if width is None else width
        if len(cells) != width:
            raise _FaultError((key, i), f"expected rows of {width} numbers, got {len(cells)}")
        matrix.append([_number(cell, (key, i, j), known) for j, cell in enumerate(cells)])
    return matrix


def _number(cell: Any, place: Path, known: dict[object, _Payoff]) -> _Payoff:
    if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
        raise _FaultError(place, f"expected a number or text such as '1/3', got {_kind(cell)}")
    if cell not in known:
        try:
            known[cell] = read_payoff(str(cell)) if isinstance(cell, str) else read_number(cell)
        except NumberError as error:
            raise _FaultError(place, str(error)) from error
    return known[cell]


def _names(document: dict[str, Any], key: str, count: int) -> list[str]:
    names = _list(document[key], (key,), "a list of names")
    for k, name in enumerate(names):
        if not isinstance(name, str) or isinstance(name, _Literal):
            raise _FaultError((key, k), f"expected text, got {_kind(name)}")
    if len(names) != count:
        raise _FaultError((key,), f"expected {count} names, got {len(names)}")
    faulty = -1

    def note(k: int) -> None:
        nonlocal faulty
        faulty = k

    try:
        check_names(names, f"{key}", "", note)
    except FormatError as error:
        raise _FaultError((key, faulty), str(error)) from error
    return names


def _title(document: dict[str, Any]) -> str:
    title = document.get("title", "")
    if not isinstance(title, str) or isinstance(title, _Literal):
        raise _FaultError(("title",), f"expected text, got {_kind(title)}")
    fault = name_fault(title) if title else None
    if fault is not None:
        raise _FaultError(("title",), f"not usable: {fault}")
    return title


def _list(value: Any, place: Path, expected: str) -> list[Any]:
    if not isinstance(value, list):
        raise _FaultError(place, f"expected {expected}, got {_kind(value)}")
    if not value:
        raise _FaultError(place, f"expected {expected}, got an empty list")
    return value


def _kind(value: object) -> str:
    if isinstance(value, _Literal):
        return f"the number {str(value)[:40]}"
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return "null" if value is None else names.get(type(value), type(value).__name__)


def _say(fault: _FaultError) -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step:.60}" for step in fault.path)
    return f"{steps.lstrip('.')}: {fault.message}" if steps else fault.message
