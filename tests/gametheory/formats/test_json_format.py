"""Our schema: exact numbers, and nothing that only looks like it."""

import json
import time
from fractions import Fraction

import pytest

from gametheory import BimatrixGame
from gametheory.errors import FormatError
from gametheory.formats.json_format import SCHEMA, dumps, from_document, loads, to_document


def document(**changes):
    whole = {
        "schema": "gametheory/game/1",
        "title": "Prisoner's dilemma",
        "players": ["Row player", "Column player"],
        "row_actions": ["Cooperate", "Defect"],
        "column_actions": ["Cooperate", "Defect"],
        "row_payoffs": [[3, 0], [5, 1]],
        "column_payoffs": [[3, 5], [0, 1]],
    } | changes
    return {key: value for key, value in whole.items() if value is not ...}


def test_the_documented_example():
    game = loads(json.dumps(document()))
    assert game.name == "Prisoner's dilemma"
    assert game.row_payoffs.tolist() == [[3, 0], [5, 1]]
    assert game.column_payoffs.tolist() == [[3, 5], [0, 1]]
    assert game.play("Defect", "Cooperate") == (5, 0)
    assert to_document(game) == document()
    assert json.loads(dumps(game)) == document()
    assert from_document(document()) == game


def test_only_schema_and_payoffs_are_required():
    game = loads('{"schema": "gametheory/game/1", "row_payoffs": [[1]], "column_payoffs": [[2]]}')
    assert game.payoff(0, 0) == (1, 2)
    assert game.name == ""


def test_numbers_are_exact():
    text = json.dumps(document(row_payoffs=[["1/3", 0], ["-0.25", "1e2"]]))
    text = text.replace("[3, 5]", "[0.1, 9007199254740993]").replace("[0, 1]]", "[1e-3, -2.50]]")
    game = loads(text)
    assert game.payoff(0, 0) == (Fraction(1, 3), Fraction(1, 10))
    assert game.payoff(0, 1)[1] == 9007199254740993
    assert game.payoff(1, 0) == (Fraction(-1, 4), Fraction(1, 1000))
    assert game.payoff(1, 1) == (100, Fraction(-5, 2))


def test_integers_that_doubles_would_round_are_written_as_text():
    game = BimatrixGame([[10**15 - 1, 2**53]], [["1/3", -(2**53)]])
    assert to_document(game)["row_payoffs"] == [[999999999999999, "9007199254740992"]]
    assert to_document(game)["column_payoffs"] == [["1/3", "-9007199254740992"]]


def test_names_that_look_like_markup_survive():
    names = ["</script>", "<!--", "🎲 骰子", 'a"b\\', "$x$"]
    game = BimatrixGame([[0] * 5], [[0] * 5], column_actions=names)
    assert loads(dumps(game)).column_actions == tuple(names)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema": ...}, 'expected the schema "gametheory/game/1", got none'),
        ({"schema": "gametheory/game/2"}, "got 'gametheory/game/2'"),
        ({"schema": 1}, "expected the schema"),
        ({"row_payoffs": ...}, "the key 'row_payoffs' is missing"),
        ({"row_payoff": [[1]]}, "unknown key 'row_payoff'; did you mean 'row_payoffs'"),
        ({"zzz": 1}, "unknown key 'zzz'; known: schema"),
        ({"row_payoffs": 3}, "row_payoffs: expected a list of rows, got the number 3"),
        ({"row_payoffs": []}, "row_payoffs: expected a list of rows, got an empty list"),
        ({"row_payoffs": [[], []]}, r"row_payoffs\[0\]: expected a row of numbers, got an empty"),
        ({"row_payoffs": [[1, 2], [3]]}, r"row_payoffs\[1\]: expected rows of 2 numbers, got 1"),
        ({"column_payoffs": [[1, 2]]}, "column_payoffs: expected 2 rows, as in row_payoffs, got 1"),
        ({"column_payoffs": [[1], [2]]}, r"column_payoffs\[0\]: expected rows of 2 numbers, got 1"),
        ({"row_payoffs": [[1, None], [3, 4]]}, r"row_payoffs\[0\]\[1\]: .*, got null"),
        ({"row_payoffs": [[1, 2], [True, 4]]}, r"row_payoffs\[1\]\[0\]: .*, got true or false"),
        ({"row_payoffs": [[1, 2], [3, [4]]]}, r"row_payoffs\[1\]\[1\]: .*, got a list"),
        ({"row_payoffs": [[1, 2], [3, "x"]]}, r"row_payoffs\[1\]\[1\]: .*, got 'x'"),
        ({"row_payoffs": [[1, 2], [3, "1/0"]]}, "a denominator other than 0"),
        ({"row_payoffs": [[1, 2], [3, "nan"]]}, "expected a number"),
        ({"row_payoffs": [[1, 2], [3, "1e999999999"]]}, "an exponent within"),
        ({"title": 3}, "title: expected text, got the number 3"),
        ({"title": "a\u0000b"}, r"title: not usable: it contains the character U\+0000"),
        ({"title": "\ud800"}, r"U\+D800"),
        ({"players": ["a"]}, "players: expected 2 names, got 1"),
        ({"players": ["a", "a"]}, r"players\[1\]: 'a' is the name of players twice"),
        ({"players": "ab"}, "players: expected a list of names, got text"),
        ({"row_actions": ["a", 1]}, r"row_actions\[1\]: expected text, got the number 1"),
        ({"row_actions": ["a", ""]}, r"row_actions\[1\]: .* it is empty"),
        ({"row_actions": ["a", "b", "c"]}, "row_actions: expected 2 names, got 3"),
    ],
)
def test_documents_that_break_the_schema(changes, message):
    with pytest.raises(FormatError, match=message) as raised:
        loads(json.dumps(document(**changes)), "game.json")
    assert raised.value.line == 1
    assert raised.value.path == "game.json"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{\n"schema": "gametheory/game/1",\n"title": "a",\n"title": "b"\n}', 4, "twice"),
        ('{\n"a": NaN}', 2, "expected a number, got NaN"),
        ('{\n\n"a": -Infinity}', 3, "expected a number, got -Infinity"),
        ('{\n"a": 1,\n}', 3, "not JSON: .*, got '}'"),
        ('{\n"a": 1', 2, "not JSON: .*, got the end of the file"),
        ('{"a": 1} x', 1, "not JSON: Extra data, got 'x'"),
        ("{\n// comment\n}", 2, "not JSON"),
        ("{'a': 1}", 1, "not JSON"),
        ("[1, 2]", 1, "expected an object, {...}, got a list"),
        ("3", 1, "expected an object, {...}, got the number 3"),
        ('{"a": "\t"}', 1, "not JSON: Invalid control character"),
        ("[" * 100_000 + "]" * 100_000, 1, "deeper nesting"),
        ('{"a":' * 100_000, 1, "deeper nesting"),
    ],
)
def test_text_that_is_not_json(text, line, message):
    with pytest.raises(FormatError, match=message) as raised:
        loads(text)
    assert raised.value.line == line


def test_line_of_a_bad_payoff():
    text = dumps(loads(json.dumps(document()))).replace("[0, 1]\n", '[0, "1/0"]\n')
    with pytest.raises(FormatError, match=r"column_payoffs\[1\]\[1\]") as raised:
        loads(text)
    lines = text.split("\n")
    assert "1/0" in lines[raised.value.line - 1]


def test_line_of_a_bad_name_behind_escapes():
    text = json.dumps(document(title='tricky \\" {[', row_actions=["a", ""]), indent=1)
    with pytest.raises(FormatError, match=r"row_actions\[1\]") as raised:
        loads(text)
    assert text.split("\n")[raised.value.line - 1].strip() == '""'


def test_from_document_has_no_line_and_reads_floats_as_decimals():
    assert from_document(document(row_payoffs=[[0.1, 0], [0, 0]])).payoff(0, 0)[0] == Fraction(
        1, 10
    )
    with pytest.raises(FormatError, match=r"^row_payoffs\[0\]\[0\]: expected a finite number"):
        from_document(document(row_payoffs=[[float("nan"), 0], [0, 0]]))


def test_schema_name_is_the_documented_one():
    assert SCHEMA == "gametheory/game/1"


@pytest.mark.parametrize(
    "text",
    [
        '"' + '\\"' * 1_000_000,
        "[" * 1_000_000,
        '{"schema": "gametheory/game/1", "row_payoffs": [[' + "9" * 1_000_000 + "]]}",
        '{"schema": "gametheory/game/1", "row_payoffs": [[1]], "column_payoffs": [[1e99999999]]}',
        " " * 3_000_000,
    ],
    ids=["escapes", "brackets", "digits", "exponent", "blank"],
)
def test_hostile_files_are_refused_within_a_second(text):
    start = time.process_time()
    with pytest.raises(FormatError):
        loads(text)
    assert time.process_time() - start < 1
