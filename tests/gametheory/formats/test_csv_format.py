"""Spreadsheets: what is a name, what a payoff, and what no spreadsheet may run."""

import csv
import io
import time
from fractions import Fraction

import pytest

from gametheory import BimatrixGame
from gametheory.errors import FormatError
from gametheory.formats.csv_format import dumps, loads

DEFAULT = BimatrixGame([[0, 0], [0, 0]], [[0, 0], [0, 0]])


def test_the_documented_example():
    text = (
        '"Prisoner\'s dilemma","Cooperate","Defect"\n'
        '"Cooperate","3,3","0,5"\n"Defect","5,0","1,1"\n'
    )
    game = loads(text)
    assert game.name == "Prisoner's dilemma"
    assert game.play("Cooperate", "Defect") == (0, 5)
    assert game.play("Defect", "Cooperate") == (5, 0)
    assert dumps(game) == text


@pytest.mark.parametrize(
    ("text", "rows", "columns"),
    [
        ('"1,2","3,4"\n"5,6","7,8"', DEFAULT.row_actions, DEFAULT.column_actions),
        ('L,R\n"1,2","3,4"\n"5,6","7,8"', DEFAULT.row_actions, ("L", "R")),
        ('U,"1,2","3,4"\nD,"5,6","7,8"', ("U", "D"), DEFAULT.column_actions),
        (',L,R\nU,"1,2","3,4"\nD,"5,6","7,8"', ("U", "D"), ("L", "R")),
        ('\n,L , R\n\nU ,"1, 2"," 3,4 "\nD,"5,6","7,8"\n\n', ("U", "D"), ("L", "R")),
        (',1,2\n3,"1,2","3,4"\n4,"5,6","7,8"', ("3", "4"), ("1", "2")),
    ],
    ids=["none", "above", "left", "both", "blanks", "names that are numbers"],
)
def test_names_are_optional(text, rows, columns):
    game = loads(text)
    assert game.row_payoffs.tolist() == [[1, 3], [5, 7]]
    assert game.column_payoffs.tolist() == [[2, 4], [6, 8]]
    assert (game.row_actions, game.column_actions) == (rows, columns)


def test_exact_numbers():
    game = loads('"1/2,0","-.5,1e-3"')
    assert game.payoff(0, 0) == (Fraction(1, 2), 0)
    assert game.payoff(0, 1) == (Fraction(-1, 2), Fraction(1, 1000))


@pytest.mark.parametrize("text", ['L\n"1,2"', '"1,2"', 'U,"1,2"', ',L\nU,"1,2"'])
def test_one_by_one(text):
    assert loads(text).payoff(0, 0) == (1, 2)


FORMULAS = ["=cmd()", "+1", "-2+3", "@SUM(A1)", "=1+1|'x'!A0", "＝cmd()", " =cmd()", "'=cmd()"]


@pytest.mark.parametrize("name", FORMULAS)
def test_no_spreadsheet_runs_a_name_and_it_comes_back(name):
    game = BimatrixGame(
        [[1, 2], [3, 4]], [[1, 2], [3, 4]], name=name,
        row_actions=[name, "b"], column_actions=["a", name],
    )  # fmt: skip
    cells = [cell for row in csv.reader(io.StringIO(dumps(game))) for cell in row]
    assert cells.count("'" + name) == 3
    assert not [cell for cell in cells if cell.strip()[:1] in set("=+-@＝＋－＠")]
    again = loads(dumps(game))
    assert (again.name, again.row_actions, again.column_actions) == (
        name, (name, "b"), ("a", name),
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["3,5", "1/2, 0", "nan,inf", "3 - 4, 5", "1/0,2", "'", "''a", " a"]
)
def test_names_that_look_like_payoffs_or_are_quoted(name):
    game = BimatrixGame([[7]], [[8]], name=name, row_actions=[name], column_actions=[name])
    again = loads(dumps(game))
    assert again == game
    assert again.name == name


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('"1,2","3,4"\n"5,6"', 2, "expected 2 cells, as in line 1, got 1"),
        ('L,R\nU,"1,2","3,4"', 2, "the corner above the names may be empty but must be there"),
        ("3,3,0,5\n5,0,1,1", 2, "expected two payoffs in one quoted cell, \"3,5\", got '0'"),
        ("3;3,0;5\n5;0,1;1", 2, 'expected two payoffs in one quoted cell, "3,5", got'),
        (',L,R\nU,"1,2","3"', 2, "cell 3: expected two payoffs in one quoted cell"),
        (',L,R\nU,"1,2","3,4,5"', 2, "cell 3: expected two payoffs"),
        (',L,R\nU,"1,2",', 2, "cell 3: expected two payoffs"),
        ('"1,2","3,x"\n"1,2","3,4"', 1, "in the first row, got '3,x' beside '1,2'; a name that"),
        ('"1,2"\n"3,4"\n"5,x"', 3, "in the first column, got '5,x' beside '1,2'"),
        (',L,"3,4"\nU,"1,2",x', 1, "in the first row, got 'L' beside '3,4'"),
        (',"3,4",R,S\nU,"1,2","1,2","1,2"', 1, "got '3,4' beside 'R'; .* needs an apostrophe"),
        (',L\nT,"1,2"\n"1,2","1,2"\nD,"1,2"', 3, "in the first column, got '1,2' beside 'T'"),
        (',L\nU,"1/0,2"', 2, "a denominator other than 0"),
        ('"nan,1","inf,2"', 1, "cell 1: expected a number"),
        ('L,R\n"1,2","-inf,2"', 2, "cell 2: expected a number"),
        ('"1e999999999,1"', 1, "an exponent within"),
        (f'"{"9" * 10_000},1"', 1, "at most 2000 characters"),
        (',L,L\nU,"1,2","3,4"', 1, "'L' is the name of an action of the column player twice"),
        (',L,\nU,"1,2","3,4"', 1, "name 2 of an action of the column player .* it is empty"),
        (',L\nU,"1,2"\nU,"1,2"', 3, "'U' is the name of an action of the row player twice"),
        (',L\n"U\x07","1,2"', 2, r"U\+0007"),
        ("L,R", 1, 'expected at least one profile, one cell such as "3,5", got none'),
        ("x", 1, "expected at least one profile"),
        ('"1,2","3,4', 1, "not comma-separated values: unexpected end of data"),
        ('"1,2"x,"3,4"', 1, "not comma-separated values"),
        ('# comment\n"1,2","3,4"', 2, "expected 1 cells, as in line 1, got 2"),
        ("x" * 200_000, 1, "not comma-separated values: field larger"),
        ("", 1, "got an empty file"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, message):
    with pytest.raises(FormatError, match=message) as raised:
        loads(text, "game.csv")
    assert raised.value.line == line
    assert raised.value.path == "game.csv"


@pytest.mark.parametrize(
    "text",
    [
        '"1' + " " * 120_000 + '"',
        '"' + "1" * 120_000 + ',"',
        '"' + " " * 60_000 + "1" + " " * 60_000 + '"',
        "," * 1_000_000,
        '"' * 1_000_001,
        "\n" * 1_000_000,
    ],
    ids=["spaces", "digits", "more spaces", "commas", "quotes", "lines"],
)
def test_hostile_files_are_refused_within_a_second(text):
    start = time.process_time()
    with pytest.raises(FormatError):
        loads(text)
    assert time.process_time() - start < 1
